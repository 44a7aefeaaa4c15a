"""What drawings show where nobody resumed a yield in time: the chain itself fills its slot with Failed (protocol.md
§2.8), so nobody sent what stands there, and the graph has no edge to it.

    nobody ─ ─ timed out ─ ─> yield, slot 0
"""

from __future__ import annotations

from collections.abc import Iterator

from xccviz.analysis.types import Analysis
from xccviz.graph.types import Edge


def unresumed(analysis: Analysis) -> Iterator[Edge]:
    """A line from nobody to each slot whose time was over; never one of the graph's own edges."""
    for node in analysis.graph.slots:
        yield from unresumed_of(analysis, node)


def unresumed_of(analysis: Analysis, node: str) -> Iterator[Edge]:
    """The same of one node."""
    for one in analysis.facts[node].promise_results:
        if one.timed_out and one.awaited is None:
            yield Edge("resumes", None, node, one.origin, one.data_id, one.slot, "failed")


def from_outside(analysis: Analysis, node: str) -> Edge | None:
    """What reached a yield from outside the transaction: a resume of which nobody in it is the source, or its time-out;
    None for any other node."""
    edges = (*analysis.graph.resumes.get(node, ()), *unresumed_of(analysis, node))
    return next((edge for edge in edges if edge.source is None), None)
