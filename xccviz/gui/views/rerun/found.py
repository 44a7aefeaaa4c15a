"""What a change did to a call: numbered rows in two columns, what stayed, the receipts it would make, and what else was
asked: each slot failed, the least gas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QVBoxLayout, QWidget

from xccviz.catalogue import tr, trn
from xccviz.gui.lists.row_model import Columns
from xccviz.gui.lists.row_view import RowView
from xccviz.gui.lists.rows import Row, Rows
from xccviz.gui.look.bulletin import copy
from xccviz.gui.look.number_tags import paint_number, place_numbers
from xccviz.gui.look.theme import current_theme, worded
from xccviz.gui.look.widgets import ElidedLabel, label, link, row, set_text
from xccviz.gui.pointed import Pointed
from xccviz.gui.views.rerun.calls import CLOSER_PX, PASSED_ON
from xccviz.gui.views.rerun.recorded import RecordedLines
from xccviz.tables.what_if import WhatIfRow, alike_words, what_if_table
from xccviz.values import replace
from xccviz.words.numbers import and_more
from xccviz.words.replays import assumption_words
from xccviz.words.what_if import (
    NOT_SENT,
    NOTHING_CHANGED,
    ON_SAND,
    already_words,
    given_less_words,
    least_gas_words,
    made_words,
    receipts_words,
    survived_words,
    what_if_sentence,
    would_words,
)

if TYPE_CHECKING:
    from xccviz.rerun.answer import Answer

Index = QModelIndex | QPersistentModelIndex
COLUMNS = Columns(
    ("", tr("What").upper(), tr("As it was").upper(), tr("What if").upper()), (40, 170, 0, 0), main=1
)
_WHAT, _LEFT, _RIGHT = 1, 2, 3
_MONO, _TEXT = 12, 12
_INDENT = 12


class FoundList(RowView):
    """The rows. Emits `call_wanted(number)`: the host call that the row of the keyboard shows in, `entered_at()` for
    Return."""

    call_wanted = Signal(int)
    entered_at = Signal()

    def __init__(self) -> None:
        super().__init__(COLUMNS, closer_by=CLOSER_PX)
        self.setObjectName("whatIfDifferences")
        self.setAccessibleName(tr("As it was, and what if"))
        self.found: tuple[WhatIfRow | None, ...] = ()
        self.clicked.connect(lambda index: self.setCurrentIndex(index))

    def show_rows(self, rows: list[tuple[Row, WhatIfRow | None]]) -> None:
        """Show rows, those that differ with what they tell of."""
        self.found = tuple(found for _, found in rows)
        self.show_source(Rows([row for row, _ in rows]))

    def next_difference(self, by: int = 1) -> None:
        """Stand at the next one, from the last at the first."""
        places = [place for place, found in enumerate(self.found) if found is not None]
        if not places:
            return
        here = self.rows.number_of(self.currentIndex().row())[0] if self.currentIndex().isValid() else -1
        after = [place for place in places if (place > here if by > 0 else place < here)]
        place = (after[0] if by > 0 else after[-1]) if after else places[0 if by > 0 else -1]
        index = self.rows.index(self.rows.place_of(place), 0)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """What it shows in is looked at."""
        super().currentChanged(current, previous)
        found = self._found(current.row()) if current.isValid() else None
        if found is not None and found.call is not None:
            self.call_wanted.emit(found.call)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of the page are for the page."""
        if event.key() in PASSED_ON and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            event.ignore()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_at.emit()
        else:
            super().keyPressEvent(event)

    def pointed_at(self, at: QPoint | None) -> tuple[Pointed, QPoint] | None:
        """It tells of no receipt."""
        found = super().pointed_at(at)
        return None if found is None else (replace(found[0], node=None), found[1])

    def _found(self, place: int) -> WhatIfRow | None:
        number = self.rows.number_of(place)[0]
        return self.found[number] if 0 <= number < len(self.found) else None

    def _share_width(self) -> None:
        super()._share_width()
        # Both sides get the same room.
        left = self.viewport().width() - worded(COLUMNS.widths[0]) - worded(COLUMNS.widths[_WHAT])
        for column in (_LEFT, _RIGHT):
            self.setColumnWidth(column, max(40, left // 2))

    def paint_cell(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Of what differs its number in a square, both sides letter by letter."""
        found, column = self._found(index.row()), index.column()
        place: QRect = option.rect
        if found is None:
            if column == 0:  # where the numbers are
                option.rect = place.adjusted(worded(_INDENT), 0, 0, 0)
            if column == _LEFT:  # what is told of one run has the room of both
                option.rect = place.united(self.visualRect(self.rows.index(index.row(), _RIGHT)))
            super().paint_cell(painter, option, index)
            return
        painter.save()
        if column == 0:  # its number in a square
            at = QPoint(place.right() - 4, place.center().y())
            for tag, words, _ in place_numbers([found.number], at, 0, painter.font()):
                paint_number(painter, tag, words)
        else:
            self._paint_side(painter, place, found, column)
        painter.restore()

    def _paint_side(self, painter: QPainter, place: QRect, found: WhatIfRow, column: int) -> None:
        roles, font = current_theme().roles, QFont(self.font())
        failed = column != _WHAT and found.failed[column - _LEFT]
        code = column != _WHAT and not failed
        font.setPixelSize(worded(_MONO if code else _TEXT))
        if code:
            font.setFamilies(["JetBrains Mono"])
        painter.setFont(font)
        painter.setPen(QColor(roles["bad" if failed else "text"]))
        inner, metrics = place.adjusted(worded(6), 0, -worded(6), 0), painter.fontMetrics()
        text = (found.what, found.left, found.right)[column - _WHAT]
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(inner, int(side) | int(Qt.TextFlag.TextSingleLine), shown)
        left = metrics.horizontalAdvance(shown) + worded(16)
        if (
            column == _RIGHT
            and found.change
            and left + metrics.horizontalAdvance(found.change) <= inner.width()
        ):
            painter.setPen(QColor(roles["mute"]))
            painter.drawText(inner.adjusted(left, 0, 0, 0), int(side), found.change)


class FoundPanel(QWidget):
    """The rows with a sentence above them, and recorded runs below. Emits `call_wanted(number)`,
    `recorded_wanted(KnownRun)`."""

    call_wanted = Signal(int)
    recorded_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("whatIfFound")
        self.title, self.told = label(tr("Chain and what if"), "strong"), ElidedLabel("mute")
        self.copy = link(tr("Copy as Markdown"), self._copy, tr("Copy what differs as Markdown"))
        head = row(self.title, self.told, self.copy, spacing=10)
        head.setStretch(1, 1)
        head.setContentsMargins(16, 6, 12, 2)
        self.list = FoundList()
        self.list.call_wanted.connect(self.call_wanted)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addLayout(head)
        lines.addWidget(self.list, 1)
        self.recorded = RecordedLines()
        self.recorded.open_wanted.connect(self.recorded_wanted)
        lines.addWidget(self.recorded)
        self._answer: Answer | None = None

    def show_answer(self, answer: Answer) -> bool:
        """Show what was found; whether there is anything."""
        if answer is self._answer:
            return bool(self.list.found)
        self._answer = answer
        differences = what_if_table(answer)
        more = [Row(("", and_more(differences.left_out)))] if differences.left_out else []
        told: list[tuple[Row, WhatIfRow | None]] = [(_row(one), one) for one in differences.rows]
        told += [(one, None) for one in (*more, *_more(answer))]
        self.copy.setVisible(bool(differences.rows))
        none_changed = not answer.replay.changes.any and answer.replay.unchanged.any
        what_if = answer.what_if is not None or none_changed
        set_text(self.title, tr("Chain and what if") if what_if else tr("What was found out"))
        count = differences.count
        words = trn("{count} difference", "{count} differences", count)
        would = would_words(answer)
        self.told.show_text(f"{words}; {would}" if count else NOTHING_CHANGED if what_if else "")
        self.told.setAccessibleName(what_if_sentence(answer))
        self.list.show_rows(told)
        return bool(told) or answer.what_if is not None

    def _copy(self) -> None:
        if self._answer is not None:
            from xccviz.export.what_if_markdown import what_if_markdown  # late: most windows copy none

            copy(what_if_markdown(self._answer), tr("Copied: {name}", name=tr("what differs")))


def _row(one: WhatIfRow) -> Row:
    return Row((str(one.number), one.what, one.left, " ".join(filter(None, (one.right, one.change)))))


def _more(answer: Answer) -> list[Row]:
    """What stayed, and what else was found out."""
    rows = []
    if answer.what_if is not None and answer.replay.ran is not None:
        unsure = sorted(answer.what_if.assumed - answer.replay.ran.assumed)
        told = [*([ON_SAND] if not answer.replay.equal else []), *map(assumption_words, unsure)]
        rows += [
            Row(("", tr("beware"), words), sign="caution", sign_tone="wait", tip=words) for words in told
        ]
    rows += [Row(("=", tr("no change"), words)) for words in already_words(answer.replay.unchanged)]
    if alike := alike_words(answer):
        rows.append(Row(("=", tr("same in both"), alike)))
    if answer.what_if is not None and answer.what_if.result.receipts:
        made = answer.what_if.result.receipts
        rows.append(Row((f"{receipts_words(len(made))}. {NOT_SENT}",), heading=True))
        rows += [Row((str(n), one.receiver_id or "", made_words(one))) for n, one in enumerate(made)]
    if answer.slots:
        title = tr("What if a slot failed")
        if answer.replay.changes.any:
            title = tr("What if a slot failed besides")
        rows.append(Row((title,), heading=True))
        for one in answer.slots:
            failed = one.ran.result.error is not None
            was = tr(" (as on the chain)") if one.was_failed and not answer.replay.changes.any else ""
            name = tr("slot {slot}", slot=one.slot) + was
            rows.append(
                Row(
                    ("", name, survived_words(one.ran.result)),
                    sign="failed" if failed else "ok",
                    sign_tone="bad" if failed else "ok",
                )
            )
    if least := least_gas_words(answer):
        rows.append(Row((tr("The least gas"),), heading=True))
        rows.append(Row(("", tr("least gas"), least)))
        if less := given_less_words(answer):
            rows.append(Row(("", tr("receipts"), less)))
    return rows
