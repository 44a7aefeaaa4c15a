"""Everything that happened, a row a step: the same numbers as `--step` and the window's step strip."""

from __future__ import annotations

from collections.abc import Iterator

from xccviz.analysis.types import result_in
from xccviz.catalogue import numeral, tr
from xccviz.document import Document
from xccviz.graph.types import Node
from xccviz.model.literals import Progress
from xccviz.replay.standing import slot_state
from xccviz.replay.types import Moment, Step
from xccviz.tables.receipts import row_of
from xccviz.tables.table import Column, Table
from xccviz.values import frozen
from xccviz.words.lengths import Length
from xccviz.words.names import name_in_sentence
from xccviz.words.signs import PROGRESS, SLOTS, Sign
from xccviz.words.steps import step_sentence, step_words

_SIGNS: dict[str, Progress] = {"yield": "waiting", "resume": "ready", "timeout": "failed", "ready": "ready"}
_QUIET = Sign("none", "mute", PROGRESS["done"].word)
"""A refund that arrived: nothing that anybody waits for."""


@frozen
class StepRow:
    """One step."""

    document: Document
    step: Step

    @property
    def node(self) -> Node:
        """Where it happens."""
        return self.document.graph.by_id[self.step.node]

    @property
    def name(self) -> str:
        """The name of what it happens to, as its sentence says it."""
        return name_in_sentence(self.node, self.step.kind == "execute")

    @property
    def sign(self) -> Sign:
        """How what ran ended; what was delivered; what began."""
        step = self.step
        if step.kind == "deliver":
            result = result_in(self.document.analysis.facts[step.node].promise_results, step.slot)
            if result is None:
                return SLOTS["unknown"]
            return SLOTS[slot_state(self.document.analysis, step.node, result, None)]
        if step.kind in _SIGNS:
            return PROGRESS[_SIGNS[step.kind]]
        progress = row_of(self.document, None, self.node).progress
        return _QUIET if step.kind == "refund" and progress != "failed" else PROGRESS[progress]


def step_rows(document: Document, moment: Moment | None = None) -> Iterator[StepRow]:
    """The steps up to a moment, in causal order."""
    steps = document.timeline.steps
    return (StepRow(document, step) for step in (steps if moment is None else steps[: moment.index]))


def _sentence(row: StepRow, length: Length) -> str:
    if length == "card":
        return step_words(row.step, row.document.analysis)
    return step_sentence(row.step, row.document.analysis)


def _number(value: int | None) -> str:
    return "" if value is None else numeral(value)


COLUMNS: tuple[Column[StepRow], ...] = (
    Column("step", tr("STEP"), tr("Step"), lambda row: row.step.n, lambda row, length: _number(row.step.n), "step"),
    Column("block", tr("BLOCK"), tr("Block"), lambda row: row.step.height,
           lambda row, length: _number(row.step.height), "height"),
    Column("kind", tr("KIND"), tr("Kind"), lambda row: row.step.kind, lambda row, length: row.step.kind),
    Column("what", tr("WHAT HAPPENED"), tr("What happened"), lambda row: _sentence(row, "whole"), _sentence),
    Column("slot", tr("SLOT"), tr("Slot"), lambda row: row.step.slot, lambda row, length: _number(row.step.slot),
           "number"),
    Column("source", tr("FROM"), tr("From"), lambda row: row.step.source, lambda row, length: row.step.source or ""),
)  # fmt: skip
STEPS = Table("steps", tr("Steps"), COLUMNS, step_rows, lambda row: row.sign, lambda row: row.step.node)
