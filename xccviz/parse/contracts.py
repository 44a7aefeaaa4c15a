"""What contracts say of themselves when they are asked: token metadata (NEP-148, NEP-177), source metadata (NEP-330),
and the ABI that near-abi embeds (protocol.md §5.4). Views answer what the contract likes: nothing here is a fact of
the chain.

    query {request_type: call_function, account_id, method_name, block_id}  →  {result: [int…]} or {error: text}
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from xccviz.model.raw import Json, JsonObject, RawDocument
from xccviz.parse.reading import clean
from xccviz.values import field, frozen, replace

TOKEN_METHODS = ("ft_metadata", "nft_metadata")
SOURCE_METHOD = "contract_source_metadata"
ABI_METHOD = "__contract_abi"
_LONGEST = 1 << 22


@frozen
class Contract:
    """One contract in its own words; None for what it does not say. `decimals`: digits of the token's amounts after
    the point; `standards` as `nep141 1.0.0`; `abi` packed as it was answered; `asked`: the views that were tried;
    `snapshot` and `path`: the commit it says it was built from, and its package there."""

    account_id: str
    asked: tuple[str, ...] = ()
    name: str | None = None
    symbol: str | None = None
    decimals: int | None = None
    version: str | None = None
    link: str | None = None
    snapshot: str | None = None
    path: str | None = None
    standards: tuple[str, ...] = ()
    abi: bytes | None = field(default=None, repr=False)


def contracts_in(documents: Iterable[RawDocument]) -> tuple[Contract, ...]:
    """The contracts that were asked about themselves, in the order of the documents. Never raises."""
    found: dict[str, Contract] = {}
    for document in documents:
        params = document.params if isinstance(document.params, dict) else {}
        account, method = params.get("account_id"), params.get("method_name")
        if params.get("request_type") != "call_function" or not isinstance(account, str):
            continue
        if method not in (*TOKEN_METHODS, SOURCE_METHOD, ABI_METHOD):
            continue
        contract = found.get(account) or Contract(clean(account))
        contract = replace(contract, asked=(*contract.asked, method))
        found[account] = _told(contract, method, _bytes(document))
    return tuple(found.values())


def _told(contract: Contract, method: str, answer: bytes | None) -> Contract:
    if answer is None:
        return contract
    if method == ABI_METHOD:
        return replace(contract, abi=answer)
    try:
        parsed = json.loads(answer)
    except (ValueError, RecursionError):
        return contract
    said: JsonObject = parsed if isinstance(parsed, dict) else {}
    if method == SOURCE_METHOD:
        listed = said.get("standards")
        standards = [
            " ".join(filter(None, (_text(entry.get("standard")), _text(entry.get("version")))))
            for entry in (listed if isinstance(listed, list) else ())
            if isinstance(entry, dict)
        ]
        told = said.get("build_info")
        built: JsonObject = told if isinstance(told, dict) else {}
        return replace(
            contract,
            snapshot=_text(built.get("source_code_snapshot")),
            path=_text(built.get("contract_path")),
            version=_text(said.get("version")),
            link=_text(said.get("link")),
            standards=tuple(filter(None, standards)),
        )
    decimals = said.get("decimals")
    if (
        not isinstance(decimals, int) or isinstance(decimals, bool) or not 0 <= decimals <= 255
    ):  # u8 in NEP-148
        decimals = None
    return replace(
        contract,
        name=_text(said.get("name")),
        symbol=_text(said.get("symbol")),
        decimals=decimals if decimals is not None and method == "ft_metadata" else contract.decimals,
    )


def _text(value: Json) -> str | None:
    return clean(value) if isinstance(value, str) and value.strip() else None


def _bytes(document: RawDocument) -> bytes | None:
    """What the view returned; None where it failed or is no list of bytes."""
    payload = document.payload
    listed = payload.get("result") if isinstance(payload, dict) else None
    if not isinstance(listed, list) or len(listed) > _LONGEST:
        return None
    found = [entry for entry in listed if type(entry) is int and 0 <= entry <= 255]
    return bytes(found) if len(found) == len(listed) else None
