"""How each node ended, and why it failed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from xccviz.analysis.failures.cases import receipt_case
from xccviz.analysis.failures.dictionary import ErrorDictionary
from xccviz.analysis.failures.match import match_error
from xccviz.analysis.failures.slots import heavy_slots, slot_case
from xccviz.analysis.gas.out_of_gas import gas_failure
from xccviz.analysis.types import ErrorFacts, GasLedger, NodeStatus, PromiseResult
from xccviz.decode.types import Decoded
from xccviz.graph.types import Node, ReceiptGraph
from xccviz.values import maker

_new_node_status = maker(NodeStatus)

_GAS_FACTS = ("attached", "burnt", "caller", "left", "fees")
"""What the words about too little gas have places for."""


def status_of(
    graph: ReceiptGraph,
    node: Node,
    dictionary: Callable[[], ErrorDictionary],
    gas: GasLedger,
    result: Decoded | None,
    slots: Sequence[PromiseResult] = (),
) -> NodeStatus | None:
    """How the node ended, `result` being what it returned and `slots` what it received, and which error it was; None
    without an outcome."""
    if node.outcome is None:
        return None
    status = node.outcome.status
    if status.kind == "success_value":
        return _new_node_status("success_value", value=result)
    if status.kind == "success_receipt":
        return _new_node_status("success_receipt", receipt_id=status.receipt_id)
    if status.kind != "failure":
        return _new_node_status("unknown")
    return _new_node_status("failure", error=_error(graph, node, dictionary(), gas, slots))


def _error(
    graph: ReceiptGraph,
    node: Node,
    dictionary: ErrorDictionary,
    gas: GasLedger,
    slots: Sequence[PromiseResult],
) -> ErrorFacts:
    """The error of a failed node; of the cases that a text may mean, the one that the outcome shows."""
    failure = node.outcome.status.failure if node.outcome is not None else None
    lacked = gas_failure(graph, node, gas)
    if lacked is not None:
        known = {name: getattr(lacked, name) for name in _GAS_FACTS}
        if lacked.kind == "ran_out":
            known["received"] = heavy_slots(slots, lacked.attached)
        return match_error(failure, dictionary, lacked.case, known)
    error = match_error(failure, dictionary)
    shown = slot_case(error, slots) or receipt_case(error, node)
    return error if shown is None else match_error(failure, dictionary, shown.case, shown.known)
