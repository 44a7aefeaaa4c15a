"""Execution outcomes with their status and gas profile (protocol.md §1.2, §4.4)."""

from __future__ import annotations

from xccviz.catalogue import numeral, tr
from xccviz.model.raw import Json
from xccviz.model.trace import ExecutionOutcome, ExecutionStatus, ProfileEntry
from xccviz.parse.reading import COUNT_BITS, Reader, clean, clean_json, number_of
from xccviz.values import maker

_new_execution_status, _new_execution_outcome, _new_profile_entry = (
    maker(ExecutionStatus),
    maker(ExecutionOutcome),
    maker(ProfileEntry),
)


def parse_status(value: Json, read: Reader, where: str) -> ExecutionStatus:
    """`Unknown`, `Failure`, `SuccessValue` or `SuccessReceiptId`; anything else is kind unknown with `raw` kept.

    Documents of 2019 hold `SuccessValue` and `SuccessReceiptId` side by side with the one that does not apply
    empty: a non-empty `SuccessReceiptId` wins. `SuccessValue` null and alone: it
    succeeded with a value that is not told.
    """
    if isinstance(value, dict):
        if value.get("Failure") is not None:
            return _new_execution_status("failure", failure=clean_json(value["Failure"]), raw=value)
        receipt_id = value.get("SuccessReceiptId")
        if isinstance(receipt_id, str) and receipt_id:
            return _new_execution_status("success_receipt", receipt_id=clean(receipt_id), raw=value)
        if value == {"SuccessValue": None}:
            return _new_execution_status("success_value", raw=value)
        if "SuccessValue" in value:
            data = read.base64(value["SuccessValue"], where, "SuccessValue")
            if data is not None:
                return _new_execution_status("success_value", value=data, raw=value)
    return _new_execution_status("unknown", raw=value)


def parse_outcome(value: Json, read: Reader, where: str) -> ExecutionOutcome | None:
    """One OutcomeWithId, from RPC or from an indexer (heights beside it); None when it has no id."""
    view = read.dict(value, where)
    outcome_id = read.text(view.get("id"), where, "id")
    if not outcome_id:
        read.note("no_id", tr("an outcome without id"), where)
        return None
    at, about = f"{where}.outcome", f"{where}.outcome.metadata"
    inner = read.dict(view.get("outcome"), at)
    metadata = read.dict(inner.get("metadata"), about)
    profile = metadata.get("gas_profile")
    logs = read.list(inner.get("logs"), at, "logs")
    contracts = read.list(metadata.get("contracts"), about, "contracts")
    return _new_execution_outcome(
        id=outcome_id,
        block_hash=read.id(view.get("block_hash"), where, "block_hash"),
        executor_id=read.text(inner.get("executor_id"), at, "executor_id"),
        logs=tuple([clean(line) if isinstance(line, str) else str(line) for line in logs]) if logs else (),
        receipt_ids=read.ids(inner.get("receipt_ids"), at, "receipt_ids"),
        gas_burnt=read.int(inner.get("gas_burnt"), at, "gas_burnt"),
        tokens_burnt=read.amount(inner.get("tokens_burnt"), at, "tokens_burnt"),
        status=parse_status(inner.get("status"), read, f"{at}.status"),
        profile_version=read.int(metadata.get("version"), about, "version"),
        profile=_profile(profile, read, f"{about}.gas_profile"),
        contracts=tuple(map(clean_json, contracts)),
        height=read.int(view.get("block_height"), where, "block_height"),
        timestamp_ns=read.int(view.get("block_timestamp"), where, "block_timestamp"),
        raw=value,
        where=where,
    )


_MOST_COSTS = 10_000
"""Rows of a gas profile: the protocol knows about a hundred costs, and lists each at most once."""


def _profile(value: Json, read: Reader, where: str) -> tuple[ProfileEntry, ...] | None:
    if value is None:
        return None
    rows = read.list(value, where)
    if len(rows) > _MOST_COSTS:
        said = tr(
            "a gas profile of {count} rows, which has one for each cost; it is not read",
            count=numeral(len(rows)),
        )
        read.note("bad_profile", said, where)
        return None
    entries = []
    for i, item in enumerate(rows):
        entry = item if isinstance(item, dict) else {}
        gas = number_of(entry.get("gas_used"))
        if gas is None or gas.bit_length() > COUNT_BITS:
            read.int(read.dict(item, f"{where}[{i}]").get("gas_used"), f"{where}[{i}].gas_used")  # says why
            continue
        category, cost = entry.get("cost_category"), entry.get("cost")
        entries.append(_new_profile_entry(clean(str(category)), clean(str(cost)), gas))
    return tuple(entries)
