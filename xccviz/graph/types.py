"""The receipt graph: nodes in display order, edges, slots of callbacks, and what is missing (interface.md §4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from xccviz.model.edge_kinds import EDGE_KINDS, EdgeKind, EdgeRow
from xccviz.model.errors import Problem
from xccviz.model.literals import (
    REFUND_ROLES,
    MissingKind,
    MissingReason,
    NodeKind,
    Origin,
    RefundRole,
    Role,
    Sent,
)
from xccviz.model.trace import (
    Action,
    ActionReceipt,
    ExecutionOutcome,
    Receipt,
    Transaction,
    TransactionTrace,
)
from xccviz.values import field, follows, frozen

Delivered = Literal["success", "failed"]
ToldBy = Literal["price", "creator", "rest"]
"""By what a refund shows that no document describes: it ran at no price, its creator can have made nothing else, or all
else has run."""
_REFUND_ROLES = frozenset(REFUND_ROLES)


ENDS_OF_RUNS = ("FunctionCallError", "NewReceiptValidationError")
"""Errors in which a call ends that ran (protocol.md §2.7)."""
_OF_THE_END = "LackBalanceForState"
"""The error of a receipt all of whose actions ran; any other without a place is told before the first."""


def _actions(node: Node) -> tuple[Action, ...]:
    if node.transaction is not None:
        return node.transaction.actions
    return node.action_receipt.actions if node.action_receipt is not None else ()


@frozen
class Node:
    """One transaction, receipt, or id of which nothing more is known.

    `index`: position in display order; `depth`: 0 for the transaction; `parent`: id of the node that created it;
    `label` as interface.md §4. `height` (blocks) and `timestamp_ns` of its execution, None if unknown.
    `created_height` is the parent's. `receipt` is None for the transaction and for ids without a document;
    `transaction` is None for everything else. `refund_told_by`: it has no document, and by what it shows that `system`
    sent it; `may_pay_out`: nothing at hand tells such a refund from a payout (protocol.md §2.10); `leftover`: a payout
    that is what a state init did not need of its deposit; `told_refund`: which of the refunds it is, where what its
    creator did tells that. `refund_to_come`: a refund without a document that has not run yet.
    """

    id: str
    kind: NodeKind
    index: int
    depth: int
    parent: str | None
    roles: tuple[Role, ...]
    label: str
    receipt: Receipt | None
    outcome: ExecutionOutcome | None
    synthesized: bool = False
    block_hash: str | None = None
    height: int | None = None
    timestamp_ns: int | None = None
    created_height: int | None = None
    transaction: Transaction | None = None
    refund_told_by: ToldBy | None = None
    may_pay_out: bool = False
    leftover: bool = False
    told_refund: RefundRole | None = None
    refund_to_come: bool = False
    action_receipt: ActionReceipt | None = follows(
        lambda node: node.receipt if isinstance(node.receipt, ActionReceipt) else None
    )
    """The receipt where it is one with actions and at hand."""
    actions: tuple[Action, ...] = follows(_actions)
    """The actions of a transaction or action receipt; () for anything else."""
    has_run: bool = follows(lambda node: node.outcome is not None and node.outcome.has_run)
    """Whether it has executed: an outcome `Unknown` is none (protocol.md R1.3)."""
    failed: bool = follows(lambda node: node.outcome is not None and node.outcome.failed)
    """Whether it ran and failed."""
    untold_refund: bool = follows(lambda node: node.refund_told_by is not None)
    """It is a receipt from `system` though no document describes it."""
    is_refund: bool = follows(lambda node: node.untold_refund or not _REFUND_ROLES.isdisjoint(node.roles))
    """A receipt from `system`: gas refund, deposit refund or payout."""

    @property
    def described(self) -> bool:
        """Whether a document says what it was to do: a transaction, or an action receipt at hand."""
        return self.transaction is not None or self.action_receipt is not None

    @property
    def ran_a_call(self) -> bool:
        """Whether it is a receipt that called a function, and the call ran."""
        return bool(self.ran_calls)

    @property
    def ran_calls(self) -> tuple[Action, ...]:
        """The function calls of a receipt that ran, in order, one that failed in itself included: none after an action
        that failed, none that was refused (its account is not there), none of a receipt that was refused as a whole."""
        made, outcome = self.action_receipt, self.outcome
        if made is None or outcome is None or self.kind != "action_receipt" or not self.has_run:
            return ()
        calls = tuple(action for action in made.actions if action.kind == "FunctionCall")
        failed, error = outcome.failed_at, outcome.failed_with
        if failed is None:
            return calls if error is None or error in (*ENDS_OF_RUNS, _OF_THE_END) else ()
        in_itself = error is None or error in ENDS_OF_RUNS
        return tuple(action for action in calls if action.index < failed + in_itself)

    @property
    def deposit(self) -> int | None:
        """YoctoNEAR that its actions carry; None where no document describes them."""
        if not self.described:
            return None
        total = 0
        for action in self.actions:
            total += action.deposit or 0
        return total

    @property
    def succeeded(self) -> bool:
        """Whether it ran and did not fail."""
        return self.outcome is not None and self.outcome.succeeded

    @property
    def is_invalid(self) -> bool:
        """Whether this is a transaction that failed before it became a receipt (protocol.md R1.7)."""
        return self.kind == "transaction" and self.failed

    @property
    def refund(self) -> RefundRole | None:
        """Which of the three that `system` sends it is; None for all else, and where no document tells which."""
        if not self.is_refund:
            return None
        return next((role for role in REFUND_ROLES if role in self.roles), self.told_refund)

    @property
    def sent(self) -> Sent | None:
        """The same, with what was left over of a deposit told from a payout."""
        return "leftover" if self.leftover else self.refund

    @property
    def is_gas_refund(self) -> bool:
        """Whether it only brings prepaid gas back."""
        return "refund_gas" in self.roles

    @property
    def never_runs(self) -> bool:
        """Whether it is only delivered or spread, and so never has an outcome (protocol.md §5.2): that it is there is
        all there is to know."""
        return self.kind in ("data_receipt", "distribution")

    @property
    def from_system(self) -> bool:
        """Whether `system` sent it, also where its parent is not at hand to tell which refund it is."""
        return self.untold_refund or (self.action_receipt is not None and self.action_receipt.from_system)


@frozen
class Edge:
    """An edge from cause `source` to effect `target` (None only for an external resume).

    `slot` and `data_id` on awaits, delivers and resumes; `result` (success or failed) on delivers only, and failed on
    the resumes that never came, which only drawings have (`analysis/results/unresumed`).
    """

    kind: EdgeKind
    source: str | None
    target: str
    origin: Origin
    data_id: str | None = None
    slot: int | None = None
    result: Delivered | None = None
    external: tuple[str | None, str | None] | None = None

    @property
    def row(self) -> EdgeRow:
        """What is known of its kind."""
        return EDGE_KINDS[self.kind]

    @property
    def exported(self) -> bool:
        """Whether it is an edge of the exported document, or only a line of drawings."""
        return self.origin not in EDGE_KINDS[self.kind].drawn_only


@frozen
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


@frozen
class Missing:
    """Something the graph knows exists but has no document for; `parent` names the node that mentions it."""

    id: str
    kind: MissingKind
    parent: str | None
    reason: MissingReason


@frozen
class Clock:
    """`of`: the height of each node that ran, by its id; where that is not known, as few blocks after its causes as
    they allow, the same for all of a block. `certain`: whether the order of the blocks is known, by their heights or as
    each follows from the one before."""

    of: Mapping[str, int] = field(default_factory=dict)
    certain: bool = True


@frozen
class ReceiptGraph:
    """Nodes in display order, sorted edges, slots per callback and yield, and honesty about what is missing. `resumes`:
    the edges that resume a yield, by its id. `to_come`: ids of what is known not to have run yet; what else lacks its
    outcome may have run unseen. `clock`: when what ran did."""

    trace: TransactionTrace
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    by_id: Mapping[str, Node]
    children: Mapping[str, tuple[str, ...]]
    slots: Mapping[str, tuple[Slot, ...]]
    missing: tuple[Missing, ...]
    problems: tuple[Problem, ...]
    resumes: Mapping[str, tuple[Edge, ...]] = field(default_factory=dict)
    to_come: frozenset[str] = frozenset()
    clock: Clock = Clock()

    @property
    def root(self) -> Node:
        """The transaction node."""
        return self.nodes[0]

    @property
    def synthesized(self) -> tuple[str, ...]:
        """Ids of nodes rebuilt from other documents (the local first receipt)."""
        return tuple(node.id for node in self.nodes if node.synthesized)
