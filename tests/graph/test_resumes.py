"""Who resumed a yield is found by the id that its resume derives from, once for all yields of an account."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from tests.effort import growth
from xccviz.graph.derive import child_receipt_id
from xccviz.graph.resumes import Resumes


def base58_id(number: int) -> str:
    """An id of 32 bytes, as base58."""
    import base58

    return base58.b58encode(number.to_bytes(32, "big")).decode()


def callers(count: int) -> list[Any]:
    """Nodes of one account, each of which created a resume beside two receipts."""
    return [
        SimpleNamespace(
            id=base58_id(n + 1),
            height=100 + n,
            outcome=SimpleNamespace(
                executor_id="app.near",
                receipt_ids=tuple(child_receipt_id(base58_id(n + 1), 100 + n, i) for i in (0, 2)),
                profile=(SimpleNamespace(cost="YIELD_RESUME_BASE"),),
            ),
        )
        for n in range(count)
    ]


def found(nodes: list[Any]) -> list[tuple[str | None, Any]]:
    """The edge of one yield a caller, with its resume at hand, and of one whose resume is not."""
    resumes = Resumes(SimpleNamespace(origins={}), nodes)  # type: ignore[arg-type]
    made = []
    for node in nodes:
        target: Any = SimpleNamespace(
            id=f"yield of {node.id}", height=node.height + 1, receipt=SimpleNamespace(receiver_id="app.near")
        )
        for data in (child_receipt_id(node.id, node.height, 1), None):
            slot: Any = SimpleNamespace(data=data, data_id="data", slot=0)
            edge = resumes.edge(target, slot)
            made.append((edge.source, edge.external))
    return made


def test_each_yield_finds_who_resumed_it() -> None:
    nodes = callers(5)
    assert found(nodes) == [(node.id, None) for node in nodes for _ in range(2)]


def test_a_resume_of_elsewhere_names_who_sent_it_where_that_is_known() -> None:
    resumes = Resumes(SimpleNamespace(origins={"resume": "oracle.near"}), callers(2))  # type: ignore[arg-type]
    target: Any = SimpleNamespace(id="yield", height=9, receipt=SimpleNamespace(receiver_id="app.near"))
    for data, external in (("resume", ("oracle.near", "resume")), (None, (None, None))):
        edge = resumes.edge(target, SimpleNamespace(data=data, data_id="data", slot=0))  # type: ignore[arg-type]
        assert (edge.source, edge.external) == (None, external)


def test_the_work_grows_with_the_yields() -> None:
    assert growth(lambda count: found(callers(count)), 20, 160) < 2
