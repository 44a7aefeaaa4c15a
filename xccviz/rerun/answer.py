"""All that is asked about one call: as it was, with what was changed, each slot failed, the least gas."""

from __future__ import annotations

from xccviz.rerun.comparison import against_run
from xccviz.rerun.replaying import Replay, Replayer
from xccviz.rerun.sandbox import SandboxFailed
from xccviz.rerun.trying import SlotTried, Told, each_slot_fails, least_gas
from xccviz.rerun.types import Changes, Difference, Lacking, Missing, Ran
from xccviz.values import frozen, replace


@frozen
class Answer:
    """`what_if` and `differences` (from the call as it was) where something was changed; `slots` and `least_gas` where
    they were asked for (`sought_gas`: the gas was, which a call that failed has none of); `at_least`: the run with the
    least gas, where it makes receipts: those may get less of it."""

    replay: Replay
    what_if: Ran | None = None
    differences: tuple[Difference, ...] = ()
    slots: tuple[SlotTried, ...] | None = None
    least_gas: int | None = None
    sought_gas: bool = False
    at_least: Ran | None = None

    @property
    def shown(self) -> Ran | None:
        """The run whose host calls are told: the what-if, where there is one."""
        return self.what_if or self.replay.ran


def answered(
    replayer: Replayer, *, slots: bool = False, gas: bool = False, told: Told = lambda done, total: None
) -> Answer:
    """As it was first; only where that could be run, what else is wanted. What is missing on the way is told.
    `told` hears how many of how many further runs are done."""
    replay = replayer.as_it_was()
    return asked_further(replayer, replay, replayer.given.changes, slots=slots, gas=gas, told=told)


def asked_further(
    replayer: Replayer,
    replay: Replay,
    changes: Changes,
    *,
    slots: bool = False,
    gas: bool = False,
    told: Told = lambda done, total: None,
) -> Answer:
    """What else is wanted of a call that `replayer` has run as it was, with any `changes`, as often as one likes: what
    was so already is told, and none."""
    changes, unchanged = replayer.told_apart(changes)
    replay = replace(replay, changes=changes, unchanged=unchanged)
    answer, missing = Answer(replay), replay.missing
    if replay.ran is None:
        return answer
    try:
        if changes.any:
            ran = _sure(replay.ran, replayer.changed(changes))
            answer = replace(answer, what_if=ran, differences=against_run(replay.ran.result, ran.result))
        if slots:
            answer = replace(answer, slots=each_slot_fails(replayer, changes, told))
        if gas:
            base = answer.what_if or replay.ran
            least = least_gas(replayer, base, changes, told)
            answer = replace(answer, least_gas=least, sought_gas=True)
            if least is not None and base.result.receipts:
                answer = replace(answer, at_least=replayer.changed(replace(changes, gas=least)))
    except Lacking as lacking:
        missing = (*missing, *lacking.missing)
    except SandboxFailed as failed:  # what was found until then is worth telling
        missing = (*missing, Missing("run", failed.why))
    return replace(answer, replay=replace(replay, missing=missing, documents=tuple(replayer.fetched)))


def _sure(before: Ran, changed: Ran) -> Ran:
    """A what-if, with what its gas depends on that nobody knows."""
    keys = [{write.key for write in ran.result.writes or ()} for ran in (before, changed)]
    return replace(changed, assumed=changed.assumed | {"trie_changed"}) if keys[1] - keys[0] else changed
