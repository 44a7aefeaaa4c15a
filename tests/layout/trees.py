"""Random receipt trees for properties of layout and display, built as values without a chain.

tx ─ root ─┬─ calls …           a callback takes data from siblings before it; some promises are forwarded;
           ├─ callback          some receipts fail, never ran, or are gas refunds
           └─ refund
"""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import strategies as st

from xccviz.analysis.types import (
    Analysis,
    ErrorFacts,
    FeeTotals,
    GasLedger,
    GasTotals,
    NodeFacts,
    NodeStatus,
    PromiseResult,
    TokenLedger,
    Verdict,
)
from xccviz.decode.types import Decoded
from xccviz.document import Document, compose
from xccviz.graph.clock import clock_of
from xccviz.graph.types import Edge, Node, ReceiptGraph, Slot
from xccviz.model.raw import RawDocument, RawTransaction
from xccviz.model.trace import (
    Action,
    ActionReceipt,
    ExecutionOutcome,
    ExecutionStatus,
    Transaction,
    TransactionTrace,
)
from xccviz.values import replace

HOSTILE = (
    "plain",
    "</text><script>alert(1)</script>",
    "\u202egnp.exe",
    "\x00\x1b[31m\x07",
    'quote " back \\ amp & <b>',
    "\ud800 lone",
    "]]>",
    "x" * 5000,
    "e" + "\u0301" * 40,
    "\\N \\G \\l {rec|ord}",
    "\ufffe\uffff",
)


@dataclass
class Spec:
    """One receipt to be: `parent` is an index into the list; `awaits` are indices of siblings before it; `yields`: of a
    yield whether it was `resumed` from outside or `timed_out`, "" for any other."""

    parent: int
    awaits: tuple[int, ...] = ()
    failed: bool = False
    ran: bool = True
    refund: bool = False
    returns: bool = False
    actions: int = 1
    account: str = "app.near"
    method: str = "run"
    value: str = "ok"
    yields: str = ""
    children: list[int] = field(default_factory=list)


def analysis_of(specs: list[Spec]) -> Analysis:
    """The analysis of a tree given as specs; spec 0 is the root receipt (its parent is the transaction)."""
    for child in (spec.children for spec in specs):
        child.clear()
    for i, spec in enumerate(specs[1:], 1):
        specs[spec.parent].children.append(i)
    order: list[int] = []
    stack = [0]
    while stack:
        i = stack.pop()
        order.append(i)
        stack.extend(reversed(specs[i].children))
    ids = {i: f"r{i}" for i in range(len(specs))}
    position = {i: n + 1 for n, i in enumerate(order)}
    transaction = Transaction("tx", "alice.near", "app.near", None, 1, (_action(0, "run"),))
    nodes = [
        Node(
            "tx",
            "transaction",
            0,
            0,
            None,
            (),
            "alice.near → app.near",
            None,
            _outcome("tx", Spec(-1)),
            transaction=transaction,
        )
    ]
    facts = {"tx": _facts("tx", Spec(-1, value=""), (), ())}
    edges: list[Edge] = []
    slots: dict[str, tuple[Slot, ...]] = {}
    depth = {0: 1}
    for i in order:
        spec = specs[i]
        if i:
            depth[i] = depth[spec.parent] + 1
        roles = ("refund_gas",) if spec.refund else ("callback",) if spec.awaits else ("call",)
        roles = ("yield", spec.yields) if spec.yields else roles
        data = tuple(f"d{i}.{n}" for n in range(len(spec.awaits) or bool(spec.yields)))
        parent = ids[spec.parent] if i else "tx"
        actions = tuple(_action(n, spec.method) for n in range(spec.actions))
        predecessor = "system" if spec.refund else "app.near"
        receipt = ActionReceipt(ids[i], predecessor, spec.account, "alice.near", None, 1, actions,
                                data, (), bool(spec.yields), None)  # fmt: skip
        label = f"{spec.account}.{spec.method}" + (f" +{spec.actions - 1}" if spec.actions > 1 else "")
        nodes.append(
            Node(
                ids[i],
                "action_receipt",
                position[i],
                depth[i],
                parent,
                roles,
                label,
                receipt,
                _outcome(ids[i], spec),
            )
        )
        kind = "refunds" if spec.refund else "spawns" if i else "converts"
        edges.append(Edge(kind, parent, ids[i], "reported"))
        if i and spec.returns:
            edges.append(Edge("returns", parent, ids[i], "reported"))
        results = []
        for slot, awaited in enumerate(spec.awaits):
            result = "failed" if specs[awaited].failed else "success"
            edges.append(Edge("delivers", ids[awaited], ids[i], "reported", f"d{i}.{slot}", slot, result))
            value = None if result == "failed" else _decoded(specs[awaited].value)
            results.append(PromiseResult(slot, f"d{i}.{slot}", result, False, value, ids[awaited],
                                         ids[awaited], (ids[awaited],), "reported", None))  # fmt: skip
        if spec.yields:
            late = spec.yields == "timed_out"
            slots[ids[i]] = (Slot(0, data[0], None, None, ()),)
            results.append(PromiseResult(0, data[0], "failed" if late else "success", late, None, None, None, (),
                                         "inferred", None))  # fmt: skip
            if not late:
                edges.append(Edge("resumes", None, ids[i], "inferred", data[0], 0, external=(None, None)))
        if spec.awaits:
            slots[ids[i]] = tuple(
                Slot(s, f"d{i}.{s}", ids[a], ids[a], (ids[a],)) for s, a in enumerate(spec.awaits)
            )
        facts[ids[i]] = _facts(ids[i], spec, tuple(results), actions)
    index = {node.id: node.index for node in nodes}
    edges.sort(key=lambda e: (index[e.target], e.kind, e.slot or 0))
    trace = TransactionTrace(transaction, None, {n.id: n.receipt for n in nodes if n.receipt}, {}, {}, True)
    children = {ids[i]: tuple(ids[c] for c in specs[i].children) for i in order} | {"tx": (ids[0],)}
    resumes = {edge.target: (edge,) for edge in edges if edge.kind == "resumes"}
    by_id = {n.id: n for n in nodes}
    clock = clock_of(nodes, slots, resumes)
    graph = ReceiptGraph(
        trace, tuple(nodes), tuple(edges), by_id, children, slots, (), (), resumes, clock=clock
    )
    failed = tuple(n.id for n in nodes if facts[n.id].failed)
    verdict = Verdict("failure" if failed else "success", failed[:2], None)
    return Analysis(
        graph=graph,
        verdict=verdict,
        complete=True,
        facts=facts,
        gas=GasTotals(0, 0, (), (), ()),
        fees=FeeTotals(0, None, "ge85", 0),
        transfers=(),
        deposits=(),
        refunds=(),
        tokens=(),
        accounts=(),
        findings=(),
    )


def with_heights(analysis: Analysis, delays: list[int]) -> Analysis:
    """The same with blocks: each receipt runs one block after all it needs, and so many later."""
    graph = analysis.graph
    heights: dict[str, int | None] = {}
    made: list[Node] = []
    for number, node in enumerate(graph.nodes):
        causes = [node.parent, *(slot.producer for slot in graph.slots.get(node.id, ()))]
        known = [heights.get(cause or "") for cause in causes if cause in graph.by_id]
        before = max((height for height in known if height is not None), default=100)
        ran = node.has_run and None not in known
        heights[node.id] = before + 1 + delays[number % len(delays)] if ran else None
        made.append(
            replace(
                node,
                height=heights[node.id],
                timestamp_ns=(heights[node.id] or 0) * 10**9 if ran else None,
                created_height=heights.get(node.parent or ""),
                outcome=node.outcome if ran else None,
            )
        )
    later = replace(graph, nodes=tuple(made), by_id={node.id: node for node in made})
    return replace(analysis, graph=later)


def dated(max_size: int = 40, yields: bool = False) -> st.SearchStrategy[Analysis]:
    """Random analyses whose receipts have blocks, in some of which nothing ran; `yields`: some wait for a resume."""
    delays = st.lists(st.integers(0, 9), min_size=1, max_size=9)
    return st.builds(with_heights, analyses(max_size, yields=yields), delays)


def document_of(analysis: Analysis) -> Document:
    """A document with that analysis, for what draws and writes documents."""
    raw = RawTransaction((RawDocument("tx", None, {"result": 1}, received_at="2026-01-02T03:04:05Z"),))
    return compose(raw, analysis)


def _action(index: int, method: str) -> Action:
    return Action(index, "FunctionCall", {}, method, b"{}", 10**13, 0)


def _outcome(id: str, spec: Spec) -> ExecutionOutcome | None:
    status = ExecutionStatus("failure" if spec.failed else "success_value", value=b"")
    return ExecutionOutcome(id, None, spec.account, (), (), 10**12, 0, status) if spec.ran else None


def _decoded(text: str) -> Decoded:
    raw = text.encode("utf-8", "replace")
    return Decoded(raw, "utf8" if raw else "empty", text, None, False)


def _facts(id: str, spec: Spec, results: tuple[PromiseResult, ...], actions: tuple[Action, ...]) -> NodeFacts:
    error = ErrorFacts(
        "ExecutionError.GuestPanic", ("ActionError",), 0, None, None, {"message": spec.value}, {}
    )
    status = (
        NodeStatus("failure", error=error)
        if spec.failed
        else NodeStatus("success_value", _decoded(spec.value))
    )
    done = ("failed",) + ("not_run",) * (len(actions) - 1) if spec.failed else ("ok",) * len(actions)
    return NodeFacts(
        id, "executed" if spec.ran else "not_executed", status if spec.ran else None,
        "unobserved" if spec.failed and spec.ran else None, done if spec.ran else ("pending",) * len(actions),
        (None,) * len(actions), {}, results, (), (), GasLedger(attached=10**13, burnt=10**12 if spec.ran else None),
        TokenLedger(None, None, None, None), None, None,
    )  # fmt: skip


@st.composite
def analyses(draw: st.DrawFn, max_size: int = 40, hostile: bool = False, yields: bool = False) -> Analysis:
    """Random analyses of 1 to `max_size` receipts; `hostile`: with chain texts made to break sinks; `yields`: some are
    yields that were resumed from outside, or not in time."""
    texts = st.sampled_from(HOSTILE if hostile else ("run", "get_value", "on_done", "m" * 60))
    accounts = st.sampled_from(("app.near", "b.near", "a" * 58 + ".near", "0" * 64))
    size = draw(st.integers(1, max_size))
    specs = [Spec(-1)]
    for i in range(1, size):
        parent = draw(st.integers(max(0, i - 8), i - 1))
        if specs[parent].refund:
            parent = specs[parent].parent
        siblings = [n for n, s in enumerate(specs) if n and s.parent == parent and not s.refund]
        awaits = tuple(draw(st.lists(st.sampled_from(siblings), max_size=14))) if siblings else ()
        specs.append(
            Spec(
                parent,
                awaits=awaits,
                failed=draw(st.booleans()) and draw(st.booleans()),
                ran=draw(st.integers(0, 9)) > 0,
                refund=not awaits and draw(st.integers(0, 5)) == 0,
                returns=draw(st.booleans()) and not any(s.returns and s.parent == parent for s in specs),
                actions=draw(st.sampled_from((1, 1, 1, 2, 9, 100))),
                account=draw(accounts),
                method=draw(texts),
                value=draw(texts),
            )
        )
        if yields and not awaits and specs[-1].ran and not specs[-1].refund:
            specs[-1].yields = draw(st.sampled_from(("", "", "", "", "timed_out", "resumed")))
    for spec in specs:
        spec.failed = spec.failed and spec.ran
        if spec.refund:
            spec.failed = False
    return analysis_of(specs)
