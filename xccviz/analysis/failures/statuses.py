"""How each node ended, and why it failed."""

from __future__ import annotations

from xccviz.analysis.failures.dictionary import ErrorDictionary
from xccviz.analysis.failures.match import match_error
from xccviz.analysis.gas.out_of_gas import gas_failure
from xccviz.analysis.types import GasLedger, NodeStatus
from xccviz.decode.types import Decoded
from xccviz.graph.types import Node, ReceiptGraph

_GAS_FACTS = ("attached", "burnt", "caller", "left", "fees")
"""What the words about too little gas have places for."""


def status_of(
    graph: ReceiptGraph, node: Node, dictionary: ErrorDictionary, gas: GasLedger, result: Decoded | None
) -> NodeStatus | None:
    """How the node ended, `result` being what it returned, and which error it was; None without an outcome."""
    if node.outcome is None:
        return None
    status = node.outcome.status
    if status.kind == "success_value":
        return NodeStatus("success_value", value=result)
    if status.kind == "success_receipt":
        return NodeStatus("success_receipt", receipt_id=status.receipt_id)
    if status.kind != "failure":
        return NodeStatus("unknown")
    lacked = gas_failure(graph, node, gas)
    if lacked is None:
        return NodeStatus("failure", error=match_error(status.failure, dictionary))
    known = {name: getattr(lacked, name) for name in _GAS_FACTS}
    return NodeStatus("failure", error=match_error(status.failure, dictionary, lacked.case, known))
