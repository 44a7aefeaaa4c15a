"""State changes and account balances of single blocks (protocol.md §1.5, §1.6): what the chain itself says changed.

    changes       {block_hash, changes: [{cause: {type, receipt_hash}, type, change: {account_id, amount, …}}]}
    view_account  {amount, locked, block_hash, …}; UNKNOWN_ACCOUNT with its block where there was no such account
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xccviz.model.raw import RawDocument
from xccviz.model.trace import AccountBalance, BlockChanges, StateChange
from xccviz.parse.reading import Reader, clean

_TYPES = {
    "account_update": "account_changes",
    "account_deletion": "account_changes",
    "data_update": "data_changes",
    "data_deletion": "data_changes",
    "access_key_update": "all_access_key_changes",
    "access_key_deletion": "all_access_key_changes",
    "contract_code_update": "contract_code_changes",
    "contract_code_deletion": "contract_code_changes",
}


def parse_changes(document: RawDocument, read: Reader) -> BlockChanges | None:
    """The answer of `changes` or `EXPERIMENTAL_changes`; None for any other document (`changes_in_block` too)."""
    payload = document.payload
    if not isinstance(payload, dict) or not isinstance(payload.get("block_hash"), str):
        return None
    entries = payload.get("changes")
    if not isinstance(entries, list):
        return None
    block = clean(payload["block_hash"])
    found = [
        _change(block, entry, read, f"changes[{i}]")
        for i, entry in enumerate(entries)
        if isinstance(entry, dict) and isinstance(entry.get("change"), dict)
    ]
    params = document.params if isinstance(document.params, dict) else {}
    asked = params.get("changes_type")
    changes_type = clean(asked) if isinstance(asked, str) else _TYPES.get(found[0].kind) if found else None
    if changes_type is None:
        return None
    listed = params.get("account_ids")
    accounts = {clean(a) for a in listed if isinstance(a, str)} if isinstance(listed, list) else set()
    height = params.get("block_id")
    return BlockChanges(
        block_hash=block,
        changes_type=changes_type,
        accounts=frozenset(accounts | {change.account_id for change in found if change.account_id}),
        changes=tuple(found),
        height=height if isinstance(height, int) and not isinstance(height, bool) else None,
        source=document.endpoint,
    )


def _change(block: str, entry: Mapping[str, Any], read: Reader, where: str) -> StateChange:
    cause = read.dict(entry.get("cause"), f"{where}.cause")
    change = read.dict(entry.get("change"), f"{where}.change")
    kind = read.text(entry.get("type"), f"{where}.type") or "unknown"
    cause_id = cause.get("tx_hash") if cause.get("type") == "transaction_processing" else cause.get("receipt_hash")
    key = change.get("key_base64") if kind.startswith("data_") else change.get("public_key")
    value = change.get("value_base64", change.get("code_base64"))
    is_account = kind == "account_update"
    return StateChange(
        block_hash=block,
        kind=kind,
        account_id=read.text(change.get("account_id"), f"{where}.change.account_id"),
        cause_type=read.text(cause.get("type"), f"{where}.cause.type") or "unknown",
        cause_id=read.text(cause_id, f"{where}.cause"),
        key=read.text(key, f"{where}.change"),
        value=read.text(value, f"{where}.change"),
        amount=read.int(change.get("amount"), f"{where}.change.amount") if is_account else None,
        locked=read.int(change.get("locked"), f"{where}.change.locked") if is_account else None,
        raw=entry,
    )


def parse_balance(document: RawDocument, read: Reader) -> AccountBalance | None:
    """The answer of `view_account`, that the account does not exist included; None for any other document."""
    params = document.params if isinstance(document.params, dict) else {}
    if params.get("request_type") != "view_account" and not document.method.endswith("view_account"):
        return None
    account = params.get("account_id")
    payload = document.payload
    if not isinstance(account, str) or not isinstance(payload, dict):
        return None
    gone = _unknown_account(payload)
    if gone is not None:
        block, total = gone.get("block_hash"), 0
        if gone.get("requested_account_id") != account:
            return None
    else:
        block = payload.get("block_hash")
        amount = read.int(payload.get("amount"), "view_account.amount")
        locked = read.int(payload.get("locked"), "view_account.locked")
        if amount is None:
            return None
        total = amount + (locked or 0)
    if not isinstance(block, str):
        return None
    return AccountBalance(clean(block), clean(account), total, document.endpoint)


def _unknown_account(envelope: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """`error.cause.info` of an UNKNOWN_ACCOUNT answer."""
    error = envelope.get("error")
    cause = error.get("cause") if isinstance(error, dict) else None
    if not isinstance(cause, dict) or cause.get("name") != "UNKNOWN_ACCOUNT":
        return None
    info = cause.get("info")
    return info if isinstance(info, dict) else {}
