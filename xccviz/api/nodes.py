"""What one receipt says of itself: a view over its node and the answers about it."""

from __future__ import annotations

from typing import NoReturn, Self

from xccviz.analysis.results.outcomes import end_of
from xccviz.analysis.types import NodeEnd, NodeFacts, State
from xccviz.api.parts import (
    Action,
    Answer,
    Event,
    Failure,
    Gas,
    action_of,
    bytes_of,
    gas_of,
    json_of,
    shortened,
)
from xccviz.document import Document
from xccviz.graph.types import Node
from xccviz.model.literals import Fate, NodeKind, Role
from xccviz.model.trace import ActionReceipt


class Frozen:
    """What refuses to be changed."""

    __slots__ = ()

    def __setattr__(self, name: str, value: object) -> NoReturn:
        """Refuse. Raises AttributeError."""
        raise AttributeError(f"cannot change {name!r} of a {type(self).__name__}: it is a view")

    def __delattr__(self, name: str) -> NoReturn:
        """Refuse. Raises AttributeError."""
        raise AttributeError(f"cannot delete {name!r} of a {type(self).__name__}: it is a view")

    def __copy__(self) -> Self:
        """Itself."""
        return self

    def __deepcopy__(self, memo: object) -> Self:
        """Itself."""
        return self

    def __reduce__(self) -> tuple[object, ...]:
        """How it is pickled: by its members, which no one else may set."""
        names = [name for of in type(self).__mro__ for name in getattr(of, "__slots__", ())]
        return _restored, (type(self), {name: getattr(self, name) for name in names})


def _restored(cls: type[Frozen], members: dict[str, object]) -> Frozen:
    view = object.__new__(cls)
    for name, value in members.items():
        object.__setattr__(view, name, value)
    return view


class NodeView(Frozen):
    """What a receipt says of itself; `Receipt` adds who belongs to whom."""

    __slots__ = ("_document", "_node")
    _document: Document
    _node: Node

    def __init__(self, document: Document, node: Node) -> None:
        object.__setattr__(self, "_document", document)
        object.__setattr__(self, "_node", node)

    # ----------------------------------------------------------------------------------------------- what it is

    @property
    def id(self) -> str:
        """The receipt's id, or the transaction's hash; base58."""
        return self._node.id

    @property
    def kind(self) -> NodeKind:
        """`transaction`, `action_receipt`, `data_receipt`, `distribution` (of a global contract) or `unknown` (only its
        id is known)."""
        return self._node.kind

    @property
    def label(self) -> str:
        """`receiver.method`, `receiver: Transfer`; a batch adds ` +2` for the rest; the transaction is
        `signer → receiver`. As the chain wrote it: escape it for where you show it."""
        return self._node.label

    @property
    def roles(self) -> tuple[Role, ...]:
        """All parts that it plays: `root`, `call`, `callback`, `join`, `yield`, `refund_gas` … (interface.md §4)."""
        return self._node.roles

    @property
    def index(self) -> int:
        """Its position in display order, from 0."""
        return self._node.index

    @property
    def depth(self) -> int:
        """How deep it stands: 0 for the transaction, 1 for its first receipt."""
        return self._node.depth

    @property
    def predecessor_id(self) -> str | None:
        """The account that sent it; `system` for refunds."""
        return self._node.receipt.predecessor_id if self._node.receipt is not None else None

    @property
    def receiver_id(self) -> str | None:
        """The account that it is for."""
        node = self._node
        if node.transaction is not None:
            return node.transaction.receiver_id
        return node.receipt.receiver_id if node.receipt is not None else None

    @property
    def signer_id(self) -> str | None:
        """The account that signed; of a meta-transaction's receipts the relayer."""
        node = self._node
        if node.transaction is not None:
            return node.transaction.signer_id
        return node.receipt.signer_id if isinstance(node.receipt, ActionReceipt) else None

    @property
    def executor_id(self) -> str | None:
        """The account on which it ran, where its outcome is known."""
        return self._node.outcome.executor_id if self._node.outcome is not None else None

    # ---------------------------------------------------------------------------------------- what it was to do

    @property
    def actions(self) -> tuple[Action, ...]:
        """Its actions in order; () for what has none."""
        facts = self._facts
        rows = zip(self._node.actions, facts.args, facts.action_results, strict=True)
        return tuple(action_of(*row) for row in rows)

    @property
    def method_name(self) -> str | None:
        """The method that it calls, of a batch the first; None where it calls none."""
        call = self._call
        return call.method_name if call is not None else None

    @property
    def args(self) -> bytes | None:
        """The arguments of that call as sent; None where it calls none."""
        call = self._call
        return call.args if call is not None else None

    @property
    def args_json(self) -> Answer:
        """The same as JSON, None where they are none. A copy."""
        call = self._call
        return call.args_json if call is not None else None

    @property
    def deposit(self) -> int | None:
        """YoctoNEAR that its actions carry together; None where no document describes them."""
        return self._node.deposit

    # ---------------------------------------------------------------------------------------------- how it went

    @property
    def status(self) -> NodeEnd:
        """`ok`, `failed`, `pending` (has not run yet) or `unknown` (never runs, or nobody knows)."""
        return end_of(self._facts)

    @property
    def state(self) -> State | None:
        """`not_executed`, `waiting` (for data), `executed` or `invalid`; None for what never runs."""
        return self._facts.state

    @property
    def fate(self) -> Fate | None:
        """What became of its failure: `decides`, `propagated`, `handled` (whoever received it succeeded), `unobserved`,
        `pending` or `unknown`; None where it did not fail."""
        return self._facts.fate

    @property
    def error(self) -> Failure | None:
        """Why it failed; None where it did not."""
        said = self._document.errors.get(self.id)
        status = self._facts.status
        if said is None or status is None or status.error is None:
            return None
        return Failure(said.title, said.explanation, said.hint, status.error.raw)

    @property
    def result(self) -> bytes | None:
        """The bytes that it returned; None where it failed, has not run, or returned another receipt's result."""
        status = self._facts.status
        return bytes_of(status.value) if status is not None else None

    @property
    def result_json(self) -> Answer:
        """The same as JSON, None where it is none. A copy."""
        status = self._facts.status
        return json_of(status.value) if status is not None else None

    @property
    def logs(self) -> tuple[str, ...]:
        """What it logged, a line each; of a failed one (`status`) nothing that they tell of happened."""
        return tuple(log.text for log in self._facts.logs)

    @property
    def events(self) -> tuple[Event, ...]:
        """The events (NEP-297) among its logs."""
        return tuple(
            Event(event.standard, event.version, event.event, log.reverted, event.data)
            for log in self._facts.logs
            if (event := log.event) is not None
        )

    @property
    def gas(self) -> Gas:
        """Where its gas went, in gas units."""
        return gas_of(self._facts.gas)

    @property
    def fee(self) -> int | None:
        """YoctoNEAR burnt by it."""
        return self._facts.tokens.burnt

    # ---------------------------------------------------------------------------------------------- when it ran

    @property
    def block_height(self) -> int | None:
        """The block in which it ran."""
        return self._node.height

    @property
    def timestamp_ns(self) -> int | None:
        """The time of that block, in nanoseconds since 1970."""
        return self._node.timestamp_ns

    @property
    def step(self) -> int | None:
        """The number of the step that executes it (of the transaction: that converts it); None where it has not run."""
        return self._document.timeline.history.ran_at.get(self.id)

    @property
    def waited_blocks(self) -> int | None:
        """Blocks that it waited for, beyond the one that every receipt takes."""
        return self._facts.waited_blocks

    # ------------------------------------------------------------ as a value

    def to_dict(self) -> dict[str, Answer]:
        """Its NODE of the `json` export (interface.md §4). A copy."""
        from xccviz.export.json_node import node_json

        return node_json(self._document, self._node)

    def __repr__(self) -> str:
        """Its label, how it went, and its id."""
        return f"<Receipt {shortened(self.label)} {self.status} {shortened(self.id)[1:-1]}>"

    @property
    def _facts(self) -> NodeFacts:
        return self._document.analysis.facts[self._node.id]

    @property
    def _call(self) -> Action | None:
        facts = self._facts
        rows = zip(self._node.actions, facts.args, facts.action_results, strict=True)
        return next((action_of(*row) for row in rows if row[0].method_name is not None), None)
