"""What the contracts of a transaction say of themselves: tokens, versions, sources, methods. Fetched only for this."""

from __future__ import annotations

import json
from typing import Any

from xccviz.catalogue import numeral, tr, trn
from xccviz.cli.terminal import Terminal
from xccviz.document import Document
from xccviz.model.errors import UserError
from xccviz.parse.contracts import Contract, contracts_in
from xccviz.parse.reading import clean
from xccviz.sources.files.unpack import unpack
from xccviz.tables.shown import WHOLE, Shown

_LONGEST_ABI = 8 << 20
_SHOWN = 12
_LONGEST_LINE = 600


def show_contracts(document: Document, terminal: Terminal, shown: Shown = WHOLE) -> None:
    """Write each contract with what it says; say so where none was asked."""
    contracts = contracts_in(document.raw.documents)
    if not contracts:
        terminal.line(tr("No contract was asked about itself."))
        terminal.line((tr("`xccviz fetch HASH --with metadata` asks them and keeps the answers."), "dim"))
    for i, contract in enumerate(contracts):
        if i:
            terminal.blank()
        terminal.line((contract.account_id, "bold"), cut=True)
        for name, words in _facts(contract):
            terminal.paragraph(words[:_LONGEST_LINE], indent=2, first=f"{name:<10}")


def _facts(contract: Contract) -> list[tuple[str, str]]:
    facts = []
    if contract.name or contract.symbol or contract.decimals is not None:
        decimals = (
            trn("{count} decimal", "{count} decimals", contract.decimals)
            if contract.decimals is not None
            else ""
        )
        facts.append((tr("token"), " · ".join(filter(None, (contract.symbol, contract.name, decimals)))))
    if contract.version:
        facts.append((tr("version"), contract.version))
    if contract.link:
        facts.append((tr("source"), contract.link))
    if contract.snapshot:
        facts.append((tr("built from"), " · ".join(filter(None, (contract.snapshot, contract.path)))))
    if contract.standards:
        facts.append((tr("standards"), ", ".join(contract.standards)))
    if contract.abi is not None:
        facts += _abi_facts(contract.abi)
    return facts or [("", tr("says nothing of itself"))]


def _abi_facts(packed: bytes) -> list[tuple[str, str]]:
    """Its methods by kind (near-abi: zstd-compressed JSON)."""
    try:
        abi: Any = json.loads(unpack(packed, tr("the ABI"), _LONGEST_ABI))
    except UserError as error:
        return [(tr("methods"), tr("not readable: {why}", why=error.message))]
    except (ValueError, RecursionError):
        return [(tr("methods"), tr("not readable: the ABI is no JSON"))]
    body = abi.get("body") if isinstance(abi, dict) else None
    listed = body.get("functions") if isinstance(body, dict) else None
    functions = [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []
    facts = []
    for heading, wanted in ((tr("calls"), "call"), (tr("views"), "view")):
        names = [
            clean(str(entry.get("name"))[:80]) + _mark(entry)
            for entry in functions
            if entry.get("kind") == wanted
        ]
        if names:
            told = ", ".join(names[:_SHOWN])
            if len(names) > _SHOWN:
                told = tr("{names} and {count} more", names=told, count=numeral(len(names) - _SHOWN))
            facts.append((heading, told))
    return facts


def _mark(function: dict[str, Any]) -> str:
    """Whether others may call it, and whether it takes a deposit."""
    modifiers = function.get("modifiers")
    known = [
        word for word in ("private", "payable", "init") if isinstance(modifiers, list) and word in modifiers
    ]
    return f" ({', '.join(known)})" if known else ""
