"""What stands in the boxes of a diagram of Mermaid: the lines of cards, with signs as characters. Unescaped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xccviz.analysis.types import NodeFacts
from xccviz.catalogue import numeral
from xccviz.display.graph.pieces import summed
from xccviz.document import Document
from xccviz.export.mermaid_text import BESIDE, shortened
from xccviz.graph.types import Node
from xccviz.layout.cards import action_rows
from xccviz.layout.types import Unit
from xccviz.model.literals import Progress
from xccviz.replay.standing import (
    action_result,
    progress_counts,
    progress_of,
    roles_at,
    slot_states,
)
from xccviz.replay.types import Moment
from xccviz.values import frozen, replace
from xccviz.words.actions import action_end
from xccviz.words.lines import outside_then
from xccviz.words.progress import gas_at, subtitle
from xccviz.words.roles import role_words
from xccviz.words.signs import ACTIONS, MARKS, PROGRESS, SLOTS
from xccviz.words.slots import numbered, slot_words, slots_summary
from xccviz.words.titles import (
    block_title,
    card_title,
    group_methods,
    group_title,
    so_far,
)

_SLOTS_TOLD = 6
_VALUE = 50
"""Characters of a value in a box."""


@frozen
class Lines:
    """The lines of one document at a moment."""

    document: Document
    moment: Moment | None

    def outside(self, target: str) -> Sequence[str]:
        """Who resumes a yield and is no receipt of this transaction."""
        return outside_then(self.document.analysis, target, self.moment)

    def group(self, unit: Unit) -> Iterator[str]:
        """What is folded together."""
        counts = progress_counts(self.document.analysis, unit.members, self.moment)
        progress = summed(counts)
        state = ""
        if counts["failed"]:
            state = f"{numeral(counts['failed'])} {PROGRESS['failed'].word}"
        elif counts["not_yet"] and self.moment is not None:
            state = so_far(len(unit.members) - counts["not_yet"])
        mark = MARKS[PROGRESS[progress].shape]
        if unit.heads:
            yield f"{mark}{BESIDE}{block_title(self.document.analysis, [unit.members[head] for head in unit.heads])}"
            yield group_title(unit.members, state)
        else:
            yield f"{mark}{BESIDE}{group_title(unit.members, state)}"
            yield group_methods(self.document.analysis, unit.members)

    def node(self, node: Node) -> Iterator[str]:
        """A receipt: its name, its part, how it ended, its batch, its slots."""
        facts = self.document.analysis.facts[node.id]
        progress = progress_of(self.document.analysis, node.id, self.moment)
        yield f"{MARKS[PROGRESS[progress].shape]}{BESIDE}{card_title(node)}"
        roles = role_words(replace(node, roles=roles_at(node, self.moment)), "card")
        if roles:
            yield roles
        words, _ = subtitle(self.document.analysis, node, self.moment, None)
        gas = gas_at(self.document.analysis, node, self.moment).replace(" ", BESIDE)
        yield " · ".join(part for part in (shortened(words[0], _VALUE), gas) if part)
        yield from self.actions(node, facts, progress)
        yield from self.slots(facts)

    def actions(self, node: Node, facts: NodeFacts, progress: Progress) -> Iterator[str]:
        """The actions of a batch; nothing for a single one."""
        rows = action_rows(self.document.analysis, node)
        for row, text in zip(rows.rows, rows.texts, strict=True) if rows is not None else ():
            if row.action is None:
                yield text
                continue
            result = action_result(facts, row.action, progress)
            word = action_end(result, "card")
            told = f"{MARKS[ACTIONS[result].shape]}{BESIDE}{row.action} {shortened(text, _VALUE)}"
            yield f"{told} ({word})" if word else told

    def slots(self, facts: NodeFacts) -> Iterator[str]:
        """What stands in the slots of a callback; of many a sum."""
        results = facts.promise_results
        states = slot_states(self.document.analysis, facts.id, self.moment)
        if len(results) > _SLOTS_TOLD:
            yield slots_summary(states, named=True)
            return
        for result, state in zip(results, states, strict=True):
            words = shortened(numbered(result.slot, slot_words(result, state, "card")), _VALUE)
            yield f"{MARKS[SLOTS[state].shape]}{BESIDE}{words}"
