"""State changes and account balances of single blocks (protocol.md §1.5, §1.6): what the chain itself says changed.

changes       {block_hash, changes: [{cause: {type, receipt_hash}, type, change: {account_id, amount, …}}]}
view_account  {amount, locked, block_hash, …}; UNKNOWN_ACCOUNT with its block where there was no such account
"""

from __future__ import annotations

from collections.abc import Mapping

from xccviz.catalogue import tr
from xccviz.model.raw import Json, RawDocument, count_of
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

_CAUSES_WITH_ID = (
    "transaction_processing",
    "action_receipt_processing_started",
    "action_receipt_gas_reward",
    "receipt_processing",
    "postponed_receipt",
)


def parse_changes(document: RawDocument, read: Reader) -> BlockChanges | None:
    """The answer of `changes` or `EXPERIMENTAL_changes`; None for any other document (`changes_in_block` too), and for
    one with a change that can't be read."""
    payload = document.payload
    if not isinstance(payload, dict):
        return None
    block, entries = payload.get("block_hash"), payload.get("changes")
    if not isinstance(block, str) or not isinstance(entries, list):
        return None
    block = clean(block)
    if any(_only_touched(entry) for entry in entries):
        return None
    found = [_change(block, entry, read, f"changes[{i}]") for i, entry in enumerate(entries)]
    changes = tuple(change for change in found if change is not None)
    if len(changes) < len(found):
        # Without one of them the others would tell wrong differences.
        read.note(
            "bad_changes",
            tr("state changes that can't be read are left out"),
            tr("changes of block {block}", block=block),
        )
        return None
    params = document.params if isinstance(document.params, dict) else {}
    asked = params.get("changes_type")
    changes_type = (
        clean(asked) if isinstance(asked, str) else _TYPES.get(changes[0].kind) if changes else None
    )
    if changes_type is None:
        return None
    listed = params.get("account_ids")
    accounts = {clean(a) for a in listed if isinstance(a, str)} if isinstance(listed, list) else set()
    return BlockChanges(
        block_hash=block,
        changes_type=changes_type,
        accounts=frozenset(accounts | {change.account_id for change in changes}),
        changes=changes,
        height=count_of(params.get("block_id")),
        source=document.endpoint,
    )


def _only_touched(entry: Json) -> bool:
    """Whether it is an entry of `changes_in_block`, which lists only what was touched."""
    return isinstance(entry, dict) and "change" not in entry and str(entry.get("type")).endswith("_touched")


def _change(block: str, entry: Json, read: Reader, where: str) -> StateChange | None:
    """One change; None without its account or cause."""
    view = read.dict(entry, where)
    cause = read.dict(view.get("cause"), where, "cause")
    change = read.dict(view.get("change"), where, "change")
    kind = read.text(view.get("type"), where, "type") or "unknown"
    account = read.text(change.get("account_id"), where, "change.account_id")
    cause_type = read.text(cause.get("type"), where, "cause.type")
    cause_id = read.text(cause.get("receipt_hash", cause.get("tx_hash")), where, "cause")
    if account is None or cause_type is None or (cause_id is None and cause_type in _CAUSES_WITH_ID):
        return None
    key = change.get("key_base64") if kind.startswith("data_") else change.get("public_key")
    is_account = kind == "account_update"
    return StateChange(
        block_hash=block,
        kind=kind,
        account_id=account,
        cause_type=cause_type,
        cause_id=cause_id,
        key=read.text(key, where, "change"),
        value=read.text(change.get("value_base64", change.get("code_base64")), where, "change"),
        amount=read.amount(change.get("amount"), where, "change.amount") if is_account else None,
        locked=read.amount(change.get("locked"), where, "change.locked") if is_account else None,
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
        amount = read.amount(payload.get("amount"), "view_account.amount")
        locked = read.amount(payload.get("locked"), "view_account.locked")
        if amount is None:
            return None
        total = amount + (locked or 0)
    if not isinstance(block, str):
        return None
    return AccountBalance(clean(block), clean(account), total, document.endpoint)


def _unknown_account(envelope: Mapping[str, Json]) -> Mapping[str, Json] | None:
    """`error.cause.info` of an UNKNOWN_ACCOUNT answer."""
    error = envelope.get("error")
    cause = error.get("cause") if isinstance(error, dict) else None
    if not isinstance(cause, dict) or cause.get("name") != "UNKNOWN_ACCOUNT":
        return None
    info = cause.get("info")
    return info if isinstance(info, dict) else {}
