"""What the calls of one run share with each other and with those of another run, as things that can be compared."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Literal

from xccviz.analysis.compare.renaming import Names
from xccviz.analysis.compare.values import frozen_bytes, frozen_json
from xccviz.analysis.types import Analysis
from xccviz.graph.types import Node
from xccviz.model.literals import NodeKind
from xccviz.model.trace import ActionReceipt, DataReceipt, UnknownReceipt
from xccviz.values import field, frozen, mutable

CHANCE = frozenset(
    (
        "nonce",
        "tx_nonce",
        "ak_nonce",
        "delegate_nonce",
        "max_block_height",
        "signature",
        "block_hash",
        "block_height",
    )
)
"""Members of actions and errors that say when a transaction was sent, not what it does."""


CallRole = NodeKind | Literal["refund", "yield", "callback", "call"]
_ROUNDS = 12


@mutable(eq=False)
class Traits:
    """What one receipt shares with another; numbers are equal in A and B where the things are.

    `below`: itself with all that hangs below it and how that is wired. `wired`, `wired_args` and `wired_calls`: the
    place among its siblings (what it awaits in which slot, what it feeds, whether it is returned), round by round from
    near to far, looking at the siblings' `below`, arguments, or contract and method only.
    """

    role: CallRole
    receiver: Hashable
    methods: tuple[str, ...]
    args: int = 0
    end: int = 0
    below: int = 0
    wired: tuple[int, ...] = ()
    wired_args: tuple[int, ...] = ()
    wired_calls: tuple[int, ...] = ()
    awaits: tuple[str | None, ...] = ()
    level: int = 0

    @property
    def local(self) -> Hashable:
        """Contract, methods and role: what a call path names."""
        return self.receiver, self.methods, self.role


class Numbers(dict[Hashable, int]):
    """Equal things get equal numbers; shared by both runs."""

    def __missing__(self, key: Hashable) -> int:
        self[key] = len(self)
        return self[key]


@frozen
class Run:
    """One run as far as it is compared: `calls` in display order (transaction first), `parent` and `children` among
    them. `names` are its renamed accounts."""

    analysis: Analysis
    names: Names
    calls: tuple[str, ...]
    parent: Mapping[str, str]
    children: Mapping[str, Sequence[str]]
    traits: Mapping[str, Traits] = field(repr=False)


def role_of(node: Node) -> CallRole:
    """What kind of call a node is, as far as it matters for telling calls apart."""
    receipt = node.action_receipt
    if receipt is not None:
        if receipt.from_system:
            return "refund"
        if receipt.is_promise_yield:
            return "yield"
        return "callback" if receipt.input_data_ids else "call"
    return node.kind


def methods_of(run: Analysis, node: Node) -> tuple[str, ...]:
    """Method names and action kinds (`: Transfer`) of a node, in order."""
    return tuple(
        action.method_name if action.method_name is not None else f": {action.kind}"
        for action in node.actions
    )


def receiver_of(node: Node) -> str | None:
    """The account a receipt runs at, None where that is not known."""
    if isinstance(node.receipt, ActionReceipt | UnknownReceipt):
        return node.receipt.receiver_id
    return node.outcome.executor_id if node.outcome is not None else None


def run_of(analysis: Analysis, names: Names, numbers: Numbers, other: Analysis) -> Run:
    """The calls of a run with their traits. What `other` (of the same transaction, say) knows to be no call is none."""
    graph, known = analysis.graph, other.graph.by_id
    others = (node for node in graph.nodes[1:] if is_call(node))
    calls = (graph.root.id, *(node.id for node in others if node.id not in known or is_call(known[node.id])))
    kept = set(calls)
    parent = {one: _nearest(graph.by_id[one], analysis, kept) for one in calls[1:]}
    children: dict[str, list[str]] = {}
    for one, above in parent.items():
        children.setdefault(above, []).append(one)
    traits = {
        one: Traits(
            role=role_of(node),
            receiver=None if (name := receiver_of(node)) is None else names.neutral(name),
            methods=methods_of(analysis, node),
            args=numbers["args", _arguments(analysis, node, names)],
            end=numbers["end", _end(analysis, node, names)],
            awaits=tuple(slot.awaited for slot in graph.slots.get(one, ())),
        )
        for one in calls
        for node in (graph.by_id[one],)
    }
    for one in reversed(calls):  # children before their parents
        own, group = traits[one], children.get(one, ())
        if not group:
            own.below = numbers["below", own.local, own.args, own.end, ()]
            continue
        wires = _Wires(analysis, one, group, traits, numbers)
        wired = wires.rounds({child: traits[child].below for child in group})
        by_args = wires.rounds({child: numbers[traits[child].local, traits[child].args] for child in group})
        by_call = wires.rounds({child: numbers[traits[child].local] for child in group})
        for child in group:
            below = traits[child]
            below.wired, below.wired_args, below.wired_calls = wired[child], by_args[child], by_call[child]
        inner = tuple(sorted(rounds[-1] for rounds in wired.values()))
        own.below = numbers["below", own.local, own.args, own.end, inner]
    _set_levels(calls, traits)
    return Run(analysis, names, calls, parent, children, traits)


class _Wires:
    """How the children of one receipt hang together."""

    def __init__(
        self,
        analysis: Analysis,
        parent: str,
        group: Sequence[str],
        traits: Mapping[str, Traits],
        numbers: Numbers,
    ) -> None:
        inside = set(group)
        status = analysis.facts[parent].status
        self.numbers = numbers
        self.returned = status.receipt_id if status is not None else None
        self.awaits = {
            one: [name if name in inside else None for name in traits[one].awaits] for one in group
        }
        self.feeds = {
            one: [
                (delivery.to, -1 if delivery.slot is None else delivery.slot)
                for delivery in analysis.facts[one].delivers
                if delivery.to is not None and delivery.to in inside
            ]
            for one in group
        }

    def rounds(self, base: Mapping[str, int]) -> dict[str, tuple[int, ...]]:
        """Colour refinement: each round a child's number tells its neighbours' numbers of the round before."""
        colours = {one: self.numbers["wire", colour, one == self.returned] for one, colour in base.items()}
        history = {one: [colour] for one, colour in colours.items()}
        for _ in range(_ROUNDS):
            finer = {
                one: self.numbers[
                    "wired",
                    colour,
                    tuple(-1 if name is None else colours[name] for name in self.awaits[one]),
                    tuple(sorted((colours[to], slot) for to, slot in self.feeds[one])),
                ]
                for one, colour in colours.items()
            }
            for one, colour in finer.items():
                history[one].append(colour)
            settled = len(set(finer.values())) == len(set(colours.values()))
            colours = finer
            if settled:
                break
        return {one: tuple(colours) for one, colours in history.items()}


def _set_levels(calls: Sequence[str], traits: Mapping[str, Traits]) -> None:
    """How many callbacks stand one behind the other up to here. A callback is created after what it awaits, so one
    pass in display order does; where a document says otherwise, the level is merely less telling."""
    for one in calls:
        own = traits[one]
        known = [traits[name].level + 1 for name in own.awaits if name is not None and name in traits]
        own.level = max([1, *known]) if own.awaits else 0


def is_call(node: Node) -> bool:
    """Whether a node is compared: gas refunds, data receipts and distributions are not."""
    return not node.never_runs and not isinstance(node.receipt, DataReceipt) and not node.is_gas_refund


def _nearest(node: Node, analysis: Analysis, kept: set[str]) -> str:
    """The closest compared receipt above; the transaction for what no receipt lists."""
    above = node.parent
    while above is not None and above not in kept:
        above = analysis.graph.by_id[above].parent
    return analysis.graph.root.id if above is None else above


def _arguments(analysis: Analysis, node: Node, names: Names) -> Hashable:
    actions = node.actions
    return tuple(
        (frozen_bytes(args, names), action.deposit, frozen_json(dict(action.fields), names, CHANCE))
        for action, args in zip(actions, analysis.facts[node.id].args, strict=True)
    )


def _end(analysis: Analysis, node: Node, names: Names) -> Hashable:
    facts = analysis.facts[node.id]
    status = facts.status
    logs = tuple(names.neutral(log.text) for log in facts.logs)
    if status is None:
        return facts.state, logs
    error = status.error and frozen_json(status.error.raw, names, CHANCE)
    return facts.state, status.kind, frozen_bytes(status.value, names), error, logs
