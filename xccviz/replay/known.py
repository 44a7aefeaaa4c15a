"""What was known of each node at a moment: its facts without those that only later steps tell.

    0 ──▸ made ──▸ a slot arrives ──▸ ran ──▸ who receives its failure ran ──▸ the end
          args, deposit, gas attached    ends, logs, gas burnt                findings

Between two of these steps nothing becomes known, so a node has a few *lives* however long the transaction is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

from xccviz.analysis.results.outcomes import state_of
from xccviz.analysis.types import Analysis, GasLedger, NodeFacts, PromiseResult, SlotResult, TokenLedger
from xccviz.graph.types import Node
from xccviz.model.literals import SlotState, happened
from xccviz.replay.moment import moment_at
from xccviz.replay.standing import created_by, fate_at, progress_of, roles_at, slot_states
from xccviz.replay.types import Moment, Timeline
from xccviz.values import frozen, replace

_THEN: dict[SlotState, SlotResult] = {"outstanding": "pending", "in_flight": "pending", "unknown": "unknown"}
"""The result of a slot into which nothing is known to have arrived."""


@frozen(eq=False)
class Life:
    """What was known of a node from step `since` on, until before step `until`. Of its slots only which sorts of
    results there are."""

    node: Node
    facts: NodeFacts
    since: int
    until: int


class Known:
    """What was known of the nodes of one transaction. Where that is all there is, it gives their own values."""

    def __init__(self, analysis: Analysis, timeline: Timeline) -> None:
        self._analysis, self._timeline = analysis, timeline
        self._concluded = frozenset(node for finding in analysis.findings for node in finding.nodes)
        self._moment: Callable[[int], Moment] = lru_cache(maxsize=None)(
            lambda step: moment_at(analysis, timeline, step)
        )

    def at(self, node: Node, step: int) -> tuple[Node, NodeFacts]:
        """A node and its facts after so many steps. A node that findings are about is another value before the end,
        as these are about the end."""
        analysis, moment = self._analysis, self._moment(step)
        facts = analysis.facts[node.id]
        if moment.at_end:
            return node, facts
        if happened(progress_of(analysis, node.id, moment)):
            fate = fate_at(facts, moment)
            then = facts if fate == facts.fate else replace(facts, fate=fate)
            return (replace(node) if node.id in self._concluded else node), then
        return self._before(node, facts, moment)

    def lives(self, node: Node) -> Iterator[Life]:
        """All lives of a node, ascending."""
        last = len(self._timeline)
        steps = sorted(self._turns(node))
        since, known = 0, self.at(node, 0)
        for step in steps:
            now = self.at(node, step)
            if now[0] is known[0] and now[1] is known[1]:
                continue
            yield Life(*known, since, step)
            since, known = step, now
        yield Life(*known, since, last + 1)

    def _turns(self, node: Node) -> set[int]:
        """The steps at which something of a node becomes known."""
        history, facts = self._timeline.history, self._analysis.facts[node.id]
        told = [node.id, node.parent, *(each.to for each in facts.delivers)]
        found = {start for each in told if each is not None for start, _ in history.stages.get(each, ())}
        firsts: dict[str, int] = {}
        latest = 0
        for result in facts.promise_results:
            came = history.arrived_at.get((node.id, result.slot))
            if came is not None:
                firsts[result.result] = min(came, firsts.get(result.result, came))
                latest = max(latest, came)
        return {*found, *firsts.values(), latest, len(self._timeline)} - {0}

    def _before(self, node: Node, facts: NodeFacts, moment: Moment) -> tuple[Node, NodeFacts]:
        """Before it is known to have run: what its receipt says, once that is made."""
        analysis = self._analysis
        results = facts.promise_results
        if results:
            results = tuple(map(_then, results, slot_states(analysis, node.id, moment)))
        before = replace(
            node, outcome=None, block_hash=None, height=None, timestamp_ns=None, roles=roles_at(node, moment)
        )
        made = created_by(analysis, node.id, moment)
        gas, tokens = facts.gas, facts.tokens
        return before, replace(
            facts,
            state=state_of(before, results),
            status=None,
            fate=None,
            action_results=(),
            args=facts.args if made else (),
            promise_results=results,
            logs=(),
            gas=GasLedger(gas.attached, gas.prepaid) if made else GasLedger(),
            tokens=TokenLedger(None, tokens.deposits if made else None, None, None),
            waited_blocks=None,
            wait_reason=None,
            proof=None,
        )


def _then(result: PromiseResult, state: SlotState) -> PromiseResult:
    """What stood in a slot."""
    before = _THEN.get(state)
    if before is None:
        return result
    return replace(result, result=before, timed_out=False, value=None)
