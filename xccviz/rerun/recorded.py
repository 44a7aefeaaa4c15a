"""Recorded calls that had the input of a what-if: whether the chain has tried it already.

Input is what a run here is given: code, method, arguments, deposit, each promise result, the other actions of its
receipt, and of who called whom what the run asked for. What no document tells is never taken for the same: a call whose
code or slots are not known is none that is found. Its state can seldom be compared; where it can't, that is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from xccviz.analysis.types import Analysis
from xccviz.graph.types import Node
from xccviz.model.raw import RawTransaction
from xccviz.model.trace import Action
from xccviz.rerun.answer import Answer
from xccviz.rerun.around import Around, around, code_at_hand, code_hash_of
from xccviz.rerun.comparison import same_end
from xccviz.rerun.facts import facts_of, hash_of
from xccviz.rerun.results import node_result
from xccviz.rerun.subject import Subject, subject_of
from xccviz.rerun.types import Changes, Lacking, Ran, Result
from xccviz.values import field, frozen, replace

Beside = Literal["gas", "state", "around"]
"""What of such a call was another, or may have been: the gas it was given; the state, which no document tells; what it
asked for beside its input: block, time, balance."""
_MAKES_STATE = ("CreateAccount", "DeterministicStateInit", "DeleteAccount")


@frozen
class RecordedCall:
    """One call of a receipt that ran, as its documents tell: `tx` is its transaction's hash, `network` where that
    ran, `code` the hash of what ran. `known` are keys of its state as it found it; with `whole` there were
    no others. `result` is of the whole receipt, `complete`: each receipt that it made is described."""

    tx: str
    network: str | None
    node: Node
    actions: tuple[Action, ...]
    action: int
    code: str
    slots: tuple[bytes | None, ...]
    result: Result
    complete: bool
    known: Mapping[bytes, bytes | None] = field(default_factory=dict, hash=False, repr=False)
    whole: bool = False

    @property
    def gas(self) -> int:
        """What the call was given."""
        return self.actions[self.action].gas or 0


@frozen
class Alike:
    """A recorded call with the input of a what-if. `same_end`: it ended as that does, None where it is not known;
    `beside`: see Beside."""

    call: RecordedCall
    same_end: bool | None
    beside: frozenset[Beside]


def recorded_calls(raw: RawTransaction, analysis: Analysis, method: str) -> Iterator[RecordedCall]:
    """The calls of a method that ran, of which code, slots and end are known."""
    facts = None
    for node in analysis.graph.nodes:
        for action in node.ran_calls if node.ran_a_call else ():
            if action.method_name != method:
                continue
            facts = facts if facts is not None else facts_of(raw.documents)
            subject = subject_of(analysis, node, action.index)
            try:
                found = _recorded(raw, subject, around(subject, facts, raw.chain_id))
            except Lacking:  # the block it ran in is not known
                continue
            if found is not None:
                yield found


def _recorded(raw: RawTransaction, subject: Subject, here: Around) -> RecordedCall | None:
    code = _code_hash(here, subject.action)
    slots = tuple(subject.results[n] for n in range(subject.slots) if n in subject.results)
    if code is None or len(slots) < subject.slots:
        return None
    result, missing = node_result(here)
    known, whole = _state(here)
    trace = subject.graph.trace
    return RecordedCall(
        trace.transaction.hash,
        trace.network,
        subject.node,
        subject.receipt.actions,
        subject.action,
        code,
        slots,
        result,
        all(one.what != "receipt" for one in missing),
        known,
        whole,
    )


def _code_hash(here: Around, action: int) -> str | None:
    """Of code that another account publishes by its name only what is at hand tells the hash."""
    named = code_hash_of(here, action)
    if named is not None and named[0] != "global_account":
        return named[1]
    code = code_at_hand(here, action) if named is not None else None
    return None if code is None else hash_of(code)


def _state(here: Around) -> tuple[Mapping[bytes, bytes | None], bool]:
    """Keys as the receipt found them, but for those that others changed in its block nobody knows when; whether there
    were no others."""
    earlier = here.subject.receipt.actions[: here.subject.action]
    if here.in_block is None or any(action.kind in _MAKES_STATE for action in earlier):
        return {}, False
    unsure = here.in_block.open
    told = {**here.storage.values, **here.in_block.before}
    known = {key: value for key, value in told.items() if key not in unsure}
    return known, here.storage.whole and not unsure


def alike(answer: Answer, call: RecordedCall) -> Alike | None:
    """What a recorded call has to do with a what-if: None where its input was another, or is not known to be that."""
    replay, what_if = answer.replay, answer.what_if
    if what_if is None or call.node.id == replay.subject.node.id:
        return None
    subject, changes = replay.subject, replay.changes
    code = replay.code_hash if changes.code is None else hash_of(changes.code)
    state = _same_state(what_if, changes, call)
    if (
        call.code != code
        or call.slots != _slots(subject, changes)
        or not _same_actions(subject, changes, call)
        or not _same_people(subject, what_if, call)
        or state is False
    ):
        return None
    gas = call.gas == (subject.call.gas if changes.gas is None else changes.gas)
    if not gas and changes.gas is not None:
        return None
    told: list[tuple[Beside, bool]] = [
        ("gas", not gas),
        ("state", state is None),
        ("around", bool(what_if.looked_at)),
    ]
    return Alike(call, _same_end(call, what_if), frozenset(name for name, so in told if so))


def _slots(subject: Subject, changes: Changes) -> tuple[bytes | None, ...] | None:
    """What the what-if received; None where one was given by hand for what nobody knows."""
    results = {**subject.results, **changes.slots}
    return tuple(results[n] for n in range(subject.slots)) if len(results) == subject.slots else None


def _same_actions(subject: Subject, changes: Changes, call: RecordedCall) -> bool:
    """Whether both receipts do the same, one after the other; gas is told apart."""
    ours = list(subject.receipt.actions)
    ours[subject.action] = replace(
        subject.call,
        args=subject.call.args if changes.args is None else changes.args,
        deposit=subject.call.deposit if changes.deposit is None else changes.deposit,
    )
    return call.action == subject.action and _asked(ours) == _asked(call.actions)


def _asked(actions: Sequence[Action]) -> list[object]:
    return [
        (one.kind, one.method_name, one.args or b"", one.deposit or 0, None if one.method_name else one.raw)
        for one in actions
    ]


def _same_people(subject: Subject, what_if: Ran, call: RecordedCall) -> bool:
    """Whether who called whom was the same, as far as the run asked; of a run whose host calls are not all there, all
    of it."""
    ours, theirs = subject.receipt, call.node.action_receipt
    assert theirs is not None
    asked = {one.name for outcome in what_if.outcomes for one in outcome.calls}
    all_told = not any(outcome.calls_left_out for outcome in what_if.outcomes)
    pairs = {
        "current_account_id": (ours.receiver_id, theirs.receiver_id),
        "predecessor_account_id": (ours.predecessor_id, theirs.predecessor_id),
        "signer_account_id": (ours.signer_id, theirs.signer_id),
        "signer_account_pk": (ours.signer_public_key, theirs.signer_public_key),
        "refund_to_account_id": (ours.refund_to or ours.predecessor_id, theirs.refund_to or theirs.predecessor_id),
    }  # fmt: skip
    return all(one == other for name, (one, other) in pairs.items() if name in asked or not all_told)


def _same_state(what_if: Ran, changes: Changes, call: RecordedCall) -> bool | None:
    """Whether all that the run looked up was so there too; None where not all of it is known. A key that was changed
    is a part of the input: where that is not known, it is not the same."""
    read = {key for outcome in what_if.outcomes for key in outcome.read}
    sure = True
    for key in read:
        known = call.whole or key in call.known
        value = changes.values.get(key, what_if.before.get(key))
        if known and call.known.get(key) != value:
            return False
        if not known and key in changes.values:
            return False
        sure &= known
    return True if sure else None


def _same_end(call: RecordedCall, what_if: Ran) -> bool | None:
    if not call.complete:
        return None
    sides = [call.result, what_if.result]
    if any(one.writes is None for one in sides):  # the same as far as is known is not known to be the same
        return None if same_end(*(replace(one, writes=None) for one in sides)) else False
    return same_end(*map(_in_order, sides))


def _in_order(result: Result) -> Result:
    """With what was written by key: a node tells it in another order."""
    return replace(result, writes=tuple(sorted(result.writes or (), key=lambda write: write.key)))
