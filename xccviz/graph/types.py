"""The receipt graph: nodes in display order, edges, slots of callbacks, and what is missing (interface.md §4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from xccviz.model.errors import Problem
from xccviz.model.trace import ExecutionOutcome, Receipt, TransactionTrace

NodeKind = Literal["transaction", "action_receipt", "data_receipt", "distribution", "unknown"]
EdgeKind = Literal["converts", "spawns", "returns", "awaits", "delivers", "refunds", "resumes"]
Origin = Literal["reported", "inferred"]


@dataclass(frozen=True, slots=True)
class Node:
    """One transaction, receipt, or id of which nothing more is known.

    `index`: position in display order; `depth`: 0 for the transaction; `parent`: id of the node that created it;
    `label` as interface.md §4. `height` (blocks) and `timestamp_ns` of its execution, None if unknown.
    `created_height` is the parent's. `receipt` is None for the transaction and for ids without a document.
    """

    id: str
    kind: NodeKind
    index: int
    depth: int
    parent: str | None
    roles: tuple[str, ...]
    label: str
    receipt: Receipt | None
    outcome: ExecutionOutcome | None
    synthesized: bool = False
    block_hash: str | None = None
    height: int | None = None
    timestamp_ns: int | None = None
    created_height: int | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge from cause `source` to effect `target` (None only for an external resume).

    `slot` and `data_id` on awaits, delivers and resumes; `result` (success or failed) on delivers only.
    """

    kind: EdgeKind
    source: str | None
    target: str
    origin: Origin
    data_id: str | None = None
    slot: int | None = None
    result: str | None = None
    external: tuple[str | None, str | None] | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """One entry of a callback's `input_data_ids`: `awaited` is the receipt `.then` was put on, `producer` the end of
    its forwarding chain, `chain` all of them in order (protocol.md §2.5). None or empty where not visible.

    `data` is the id of a Data receipt node that carried the value, where a document holds it. `inferred`: no receipt at
    hand names the data id, so `awaited` (if any) follows by elimination.
    """

    slot: int
    data_id: str
    awaited: str | None
    producer: str | None
    chain: tuple[str, ...]
    data: str | None = None
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Missing:
    """Something the graph knows exists but has no document for; `parent` names the node that mentions it."""

    id: str
    kind: Literal["receipt", "outcome", "data", "block"]
    parent: str | None
    reason: Literal["pending", "pruned", "untracked", "hidden", "unknown"]


@dataclass(frozen=True, slots=True)
class ReceiptGraph:
    """Nodes in display order, sorted edges, slots per callback and yield, and honesty about what is missing."""

    trace: TransactionTrace
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    by_id: Mapping[str, Node]
    children: Mapping[str, tuple[str, ...]]
    slots: Mapping[str, tuple[Slot, ...]]
    missing: tuple[Missing, ...]
    problems: tuple[Problem, ...]

    @property
    def root(self) -> Node:
        """The transaction node."""
        return self.nodes[0]

    @property
    def synthesized(self) -> tuple[str, ...]:
        """Ids of nodes rebuilt from other documents (the local first receipt)."""
        return tuple(node.id for node in self.nodes if node.synthesized)
