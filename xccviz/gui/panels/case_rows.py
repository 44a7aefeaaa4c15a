"""The steps of a case as rows of a list, each made when it is looked at. No Qt."""

from __future__ import annotations

from collections.abc import Sequence

from xccviz.case import Case
from xccviz.catalogue import numeral
from xccviz.gui.lists.rows import MadeRows, Row
from xccviz.tables.cases import transaction_title
from xccviz.tables.steps import StepRow
from xccviz.words.case import letter
from xccviz.words.numbers import UNKNOWN_NUMBER
from xccviz.words.steps import step_words


class CaseRows(MadeRows):
    """A row a step, `until` one of them: its block, the letter of its transaction, what happened. Rows are called by
    the number of their step in the case, where rows of other lists are by their node."""

    def __init__(self, case: Case | None, until: int = 0) -> None:
        super().__init__()
        self._case, self._until = case, until

    def __len__(self) -> int:
        return min(self._until, len(self._case.steps)) if self._case is not None else 0

    def make(self, index: int) -> Row:
        """The row of a step."""
        case = self._case
        if case is None:
            raise IndexError(index)
        step = case.steps[index]
        document = case.documents[step.of]
        sign = StepRow(document, step.step).sign
        height = step.step.height
        block = _block(height)
        first = index == 0 or case.steps[index - 1].step.height != height
        return Row(
            (block if first else "", letter(step.of), step_words(step.step, document.analysis)),
            str(step.n),
            sign=sign.shape,
            sign_tone=sign.tone,
            step=step.n,
            context=block,
            tip=transaction_title(case, step.of),
        )

    @property
    def blocks(self) -> set[str]:
        """What its rows say of blocks."""
        steps = self._case.steps if self._case is not None else ()
        return {_block(height) for height in {step.step.height for step in steps[: len(self)]}}

    def has_children(self, index: int) -> bool:
        """Nothing unfolds."""
        return False

    def children(self, index: int) -> Sequence[Row]:
        """None."""
        return ()

    def of_node(self, node: str) -> Sequence[int]:
        """The row of a step."""
        n = step_of(node)
        return (n - 1,) if 0 < n <= len(self) else ()


def _block(height: int | None) -> str:
    return UNKNOWN_NUMBER if height is None else f"#{numeral(height)}"


def step_of(key: str) -> int:
    """The number of the step that a row is called by."""
    return int(key) if key.isdecimal() else 0
