"""What nearcore's views print of a transaction (`{:?}`, `{:#?}`): near-cli-rs' `view-status`, logs, `dbg!`.

    RpcTransactionResponse { final_execution_outcome: Some(FinalExecutionOutcome(FinalExecutionOutcome { status,
    transaction, transaction_outcome, receipts_outcome })), final_execution_status }

(core/primitives/src/views.rs.) Of more than five outcomes only four are printed (near_fmt::Slice): such a print is not
opened, its hash is offered.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xccviz.catalogue import tr
from xccviz.model import base58
from xccviz.model.raw import Json, object_of, objects_of
from xccviz.patterns import later
from xccviz.sources.files.rust_debug import Call, DebugTextError, Struct, prints_in
from xccviz.sources.files.rust_wire import members_of
from xccviz.sources.files.tells import VIEWS

_MEMBERS: Mapping[str, frozenset[str]] = {
    "": frozenset({"status", "transaction", "transaction_outcome", "receipts_outcome"}),
    "outcome": frozenset(
        {"logs", "receipt_ids", "gas_burnt", "tokens_burnt", "executor_id", "status", "metadata"}
        | {"compute_usage"}
    ),
}
_CAPITAL = later(r"(?<=[a-z])(?=[A-Z])")


def results_in(text: str) -> list[dict[str, Json]]:
    """Each print in `text` as the result of `tx`, or of `EXPERIMENTAL_tx_status` where it has receipts. Raises
    DebugTextError for the first that can't be read."""
    return [_result(value) for value in prints_in(text, VIEWS)]


def method_of(result: Mapping[str, Json]) -> str:
    """What was asked for it."""
    return "EXPERIMENTAL_tx_status" if "receipts" in result else "tx"


def _result(value: Any) -> dict[str, Json]:
    response = value.fields if isinstance(value, Struct) else {}
    finality = response.get("final_execution_status")
    outcome = _inside(response.get("final_execution_outcome", value))
    receipts: Json = None
    if "final_outcome" in outcome.fields:
        receipts = members_of(outcome).get("receipts")
        outcome = _inside(outcome.fields["final_outcome"])
    result = members_of(outcome)
    if set(result) != _MEMBERS[""]:
        raise DebugTextError(tr("it has other members than a transaction's outcome"))
    hash, first = object_of(result["transaction"]).get("hash"), object_of(result["transaction_outcome"])
    if not isinstance(hash, str) or not base58.is_hash(hash) or first.get("id") != hash:
        raise DebugTextError(tr("its transaction and its first outcome have not one hash"))
    for entry in (first, *objects_of(result["receipts_outcome"])):
        members = object_of(entry.get("outcome")).keys()
        if not members <= _MEMBERS["outcome"] or "status" not in members:
            raise DebugTextError(tr("an outcome has other members"))
    if isinstance(receipts, list):
        result["receipts"] = receipts
    if isinstance(finality, str):
        result["final_execution_status"] = _CAPITAL.sub("_", finality).upper()
    return result


def _inside(value: Any) -> Struct:
    """The struct in `Some(FinalExecutionOutcome(…))`."""
    while isinstance(value, Call) and len(value.values) == 1:
        value = value.values[0]
    if not isinstance(value, Struct):
        raise DebugTextError(tr("it has no outcome yet"))
    return value
