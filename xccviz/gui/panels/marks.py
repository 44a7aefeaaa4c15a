"""The marks of the transaction: where each stands, when it stops, how often it hits. Space switches one, Delete removes
it, Return or a double click goes to its next hit; a click on *when* changes that."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QInputDialog,
    QLineEdit,
    QMenu,
    QTableWidget,
    QTableWidgetItem,
)

from xccviz.annotations.marks import LONGEST, MOST_EVERY, Mark, When
from xccviz.catalogue import tr
from xccviz.display.marks import shape_of
from xccviz.document import Document
from xccviz.gui.keys import key_words
from xccviz.gui.lists.quiet import quiet
from xccviz.gui.look.mark_signs import mark_icon
from xccviz.gui.look.theme import closer, current_theme, worded
from xccviz.gui.look.widgets import boxed, label, link, plain_tooltip, row, set_text
from xccviz.gui.panels.mark_rows import WHEN_COLUMN, WHERE_COLUMN, MarkDelegate
from xccviz.gui.panels.side import SidePanel
from xccviz.gui.pointed import OwnEntry, Pointed
from xccviz.gui.state.remarking import refusal
from xccviz.gui.state.store import OpenTab
from xccviz.model.text import visible_text
from xccviz.query import FilterError, parse
from xccviz.query.marking import Marked, stopping
from xccviz.words.marks import PENDING, WHEN, filter_too_long, hits_words, marks_sum, when_words
from xccviz.words.names import spoken_name

ROW_PX, STACKED_PX, SHOWN = 27, 44, 300
ROOM_PX, SIGN_PX = 20, 46
"""Px beside the words of a cell, and of the sign with its switch."""
_EVERY = (1, 2, 5, 10)
_NUMBERS = {"on": 0, "where": WHERE_COLUMN, "when": WHEN_COLUMN, "hits": 3}
LEAST_NAME = 0.6
"""The part of the room that names keep where *when* stands below them, before hits give way."""
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
Place = tuple[str, str]


class MarksPanel(SidePanel):
    """Emits `mark_wanted(what, of which, value)`: what is wanted of a mark, a row of `gui/wishes.MARKED`, its place,
    and how it is to be."""

    mark_wanted = Signal(str, object, object)

    def __init__(self) -> None:
        super().__init__("marksPanel", tr("Marks"))
        self.sum = label("", "mute")
        self.add = link(tr("+ Add by filter"), self._begin)
        self.field = QLineEdit()
        self.field.setObjectName("markField")
        self.field.setProperty("look", "find")
        self.field.setPlaceholderText(
            tr("Stop before what this finds runs, like method:ft_*, or once it is known, like fail")
        )
        self.field.setAccessibleName(tr("Filter of a new mark"))
        self.field.returnPressed.connect(self._add)
        self.field.textEdited.connect(self._read)
        self.field.setMaxLength(LONGEST)
        self.field.inputRejected.connect(lambda: self._say(filter_too_long(LONGEST)))
        self.enter = link(tr("Add"), self._add)
        self._show_field(False)
        self.mistake = label("", "bad", wrap=True)
        self.mistake.hide()
        self.list = MarkList()
        self.setFocusProxy(self.list)
        self.column.addWidget(boxed(row(self.sum, None, self.add), 6, 8, 6, 2))
        self.column.addWidget(boxed(row(self.field, self.enter), 6, 0, 6, 4))
        self.column.addWidget(self.mistake)
        self.column.addWidget(self.nothing, 1, Qt.AlignmentFlag.AlignTop)
        self.column.addWidget(self.list, 1)
        self.list.wanted.connect(self._want)

    def sizeHint(self) -> QSize:
        """Room for a few rows."""
        return QSize(super().sizeHint().width(), worded(150))

    def draw_document(self, document: Document | None) -> None:
        """Nothing of another document stays."""
        if document is None:
            self.list.fill((), ())

    def draw_moment(self, tab: OpenTab) -> None:
        """The marks, and where their hits stand from here."""
        all_marked = tab.marking.marked
        here = stopping(all_marked, tab.ways, tab.cursor.index) if tab.halted == "mark" else None
        halted = here.marked.mark if here is not None else None
        self.list.halted = halted.place if halted is not None else None

        def words(each: Marked, known: tuple[str, ...]) -> tuple[str, str]:
            mark = each.mark
            if mark.node:
                node = tab.document.graph.by_id.get(mark.node)
                where = spoken_name(node, ended=False) if node is not None else mark.node
            else:
                where = mark.filter
            if each.mistake:
                return where, each.mistake
            if not mark.on:
                return where, tr("off")
            if each.pending:
                return where, PENDING
            if (step := tab.marking.step) is None:
                return where, hits_words(each.runs, len(each.hits), tab.cursor.index, here=mark is halted)
            runs = tab.ways.runs(known)
            return where, hits_words(runs, len(known), step, here=mark is halted, so_far=bool(mark.filter))

        self.list.fill(all_marked, tuple(map(words, all_marked, tab.marking.hits)))
        on = sum(each.mark.on for each in all_marked)
        set_text(self.sum, marks_sum(len(all_marked), on) if all_marked else "")
        self.list.setVisible(bool(all_marked))
        self.say_nothing(
            ""
            if all_marked
            else tr(
                "No marks. {key} or a click left of a card marks it: play stops there.",
                key=key_words("toggleMark"),
            )
        )

    def _want(self, what: str, place: Place) -> None:
        if what == "when":
            self._ask_when(place)
        else:
            self.mark_wanted.emit(what, place, None)

    # ------------------------------------------------------------------------------------------------- a new one

    def _begin(self) -> None:
        self._show_field(True)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_field(self, shown: bool) -> None:
        self.field.setVisible(shown)
        self.enter.setVisible(shown)

    def _read(self, text: str) -> bool:
        """Say what can't be read."""
        wrong = ""
        try:
            parse(text)
        except FilterError as error:
            wrong = error.message
        self._say(wrong if text.strip() else "")
        return not wrong and bool(text.strip())

    def _say(self, wrong: str) -> None:
        set_text(self.mistake, wrong)
        self.mistake.setVisible(bool(wrong))

    def _add(self) -> None:
        text = self.field.text()
        if not self._read(text):
            return
        if refused := refusal(self.list.marks, Mark(filter=parse(text).text.strip())):
            self._say(refused)
        else:
            self.mark_wanted.emit("add", text, None)
            self.field.clear()
            self._show_field(False)
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape gives up a new one."""
        if event.key() == Qt.Key.Key_Escape and self.field.isVisible():
            self.field.clear()
            self._read("")
            self._show_field(False)
            return
        super().keyPressEvent(event)

    # ------------------------------------------------------------------------------------------------------ when

    def entries(self, place: Place) -> tuple[OwnEntry, ...]:
        """What can be made of a mark, for its menu."""
        mark = self.list.mark_at(place)
        if mark is None:
            return ()
        found = [OwnEntry(tr("Go there"), self._wish("go", place))]
        found.append(OwnEntry(tr("Switch off") if mark.on else tr("Switch on"), self._wish("switch", place)))
        whens: tuple[When, ...] = ("before", "after", "note")
        for when in whens:
            if when != mark.when:
                words = _sentence(WHEN[when])
                found.append(OwnEntry(words, self._wish("when", place, when)))
        if mark.filter:
            for every in _EVERY:
                if every != mark.every:
                    words = tr("At every hit") if every == 1 else tr("At 1 of {every} hits", every=every)
                    found.append(OwnEntry(words, self._wish("every", place, every)))
            found.append(OwnEntry(tr("At 1 of so many hits…"), partial(self._ask_every, place, mark.every)))
        found.append(OwnEntry(tr("Remove"), self._wish("remove", place)))
        return tuple(found)

    def _wish(self, what: str, place: Place, value: object = None) -> Callable[[], None]:
        return partial(self.mark_wanted.emit, what, place, value)

    def _ask_when(self, place: Place) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for entry in self.entries(place):
            menu.addAction(entry.text.replace("&", "&&"), entry.run)
        menu.popup(self.list.below(place))

    def _ask_every(self, place: Place, now: int) -> None:
        every, taken = QInputDialog.getInt(
            self, tr("Marks"), tr("Stop at 1 of so many hits:"), now, 1, MOST_EVERY
        )
        if taken:
            self.mark_wanted.emit("every", place, every)

    def pointed_at(self, at: QPoint | None) -> tuple[Pointed, QPoint] | None:
        """The mark in a row: its node, and what can be made of it."""
        place, where = self.list.place_at(at)
        if place is None:
            return Pointed(), where
        return Pointed(place[0] or None, own=self.entries(place)), where


class MarkList(QTableWidget):
    """A row a mark. Emits `wanted(what, place)`: `switch`, `remove`, `go` or `when`."""

    wanted = Signal(str, object)

    def __init__(self) -> None:
        super().__init__(0, len(_NUMBERS))
        self.setAccessibleName(tr("Marks"))
        self.setHorizontalHeaderLabels(["", tr("WHERE"), tr("WHEN"), ""])
        quiet(self)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # ends of names tell calls apart
        self.setItemDelegate(MarkDelegate(self))
        hits = QTableWidgetItem(tr("HITS"))
        hits.setTextAlignment(_RIGHT)
        self.setHorizontalHeaderItem(_NUMBERS["hits"], hits)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.cellClicked.connect(self._clicked)
        self.cellDoubleClicked.connect(self._double_clicked)
        self.halted: Place | None = None
        self._marked: tuple[Marked, ...] = ()
        self._pressed = QPoint()

    def fill(self, all_marked: tuple[Marked, ...], words: tuple[tuple[str, str], ...]) -> None:
        """Show these, with what is said of each: where it stands, and its hits; whoever stands on one stays there."""
        self._marked = all_marked
        theme = current_theme()
        self.setRowCount(len(all_marked))
        self.setIconSize(QSize(worded(16), worded(16)))
        self.verticalHeader().setMinimumSectionSize(worded(ROW_PX - closer()))
        for i, (each, (where, hits)) in enumerate(zip(all_marked, words, strict=True)):
            mark = each.mark
            state = tr("on") if mark.on else tr("off")
            cells = ("", where, when_words(mark.when, mark.every), hits)
            made = [self._item(text, column, each) for column, text in enumerate(cells)]
            for column, item in enumerate(made):
                self.setItem(i, column, item)
            made[0].setIcon(mark_icon(shape_of(mark), theme.name))
            made[0].setCheckState(Qt.CheckState.Checked if mark.on else Qt.CheckState.Unchecked)
            made[0].setData(Qt.ItemDataRole.AccessibleTextRole, f"{state}, {visible_text(where, SHOWN)}")
            bold = QFont(self.font())
            bold.setWeight(QFont.Weight.DemiBold if mark.on else QFont.Weight.Normal)
            made[1].setFont(bold)
        self._share()

    def _item(self, text: str, column: int, each: Marked) -> QTableWidgetItem:
        theme, mark = current_theme(), each.mark
        item = QTableWidgetItem(visible_text(text, SHOWN))
        item.setToolTip(plain_tooltip(visible_text(text, SHOWN)))
        role = "mute" if column == _NUMBERS["when"] or not mark.on else "text"
        if column == _NUMBERS["hits"]:
            item.setTextAlignment(_RIGHT)
            role = "bad" if each.mistake else "mute"
        if mark.place == self.halted:
            item.setBackground(QColor(theme.roles["waitbg"]))
            role = "wait" if column == _NUMBERS["hits"] else role
        item.setForeground(QColor(theme.roles[role]))
        return item

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Those that stand there."""
        return tuple(each.mark for each in self._marked)

    def mark_at(self, place: Place) -> Mark | None:
        """The mark that stands there."""
        return next((each.mark for each in self._marked if each.mark.place == place), None)

    def place_at(self, at: QPoint | None) -> tuple[Place | None, QPoint]:
        """The mark at a point of the screen, or that has the keyboard, and where it is."""
        here = self.indexAt(self.viewport().mapFromGlobal(at)) if at is not None else self.currentIndex()
        where = at or self.viewport().mapToGlobal(self.visualRect(here).center())
        known = 0 <= here.row() < len(self._marked)
        return (self._marked[here.row()].mark.place if known else None), where

    def below(self, place: Place) -> QPoint:
        """Where the menu of a mark opens."""
        number = next((i for i, each in enumerate(self._marked) if each.mark.place == place), 0)
        rect = self.visualRect(self.model().index(number, WHERE_COLUMN if self.stacked else WHEN_COLUMN))
        return self.viewport().mapToGlobal(rect.bottomLeft())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out anew."""
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        """What each needs; without room *when* is brief, then below names; at last their accounts and hits give way."""
        width, sign = self.viewport().width(), worded(SIGN_PX)
        name, hits = self._need("where"), self._need("hits")
        when, fits = 0, False
        for brief in (False, True):
            self._say_when(brief=brief)
            when = self._need("when")
            if fits := name + when + hits <= width - sign:
                break
        if not fits:
            self._say_when(below=True)
            when = 0
        self.setColumnHidden(_NUMBERS["when"], not fits)
        self.verticalHeader().setDefaultSectionSize(worded((ROW_PX if fits else STACKED_PX) - closer()))
        least = min(name, round((width - sign) * LEAST_NAME))
        hits = min(hits, max(width - sign - when - least, (width - sign) // 4))
        for column, px in enumerate((sign, max(0, width - sign - when - hits), when, hits)):
            if not self.isColumnHidden(column):
                self.setColumnWidth(column, px)

    @property
    def stacked(self) -> bool:
        """Whether *when* stands below the names."""
        return self.isColumnHidden(_NUMBERS["when"])

    def _say_when(self, *, brief: bool = False, below: bool = False) -> None:
        for number, each in enumerate(self._marked):
            if item := self.item(number, _NUMBERS["when"]):
                item.setText(when_words(each.mark.when, each.mark.every, brief=brief))
                if name := self.item(number, WHERE_COLUMN):  # heard where it is seen
                    said = f"{name.text()}, {item.text()}" if below else None
                    name.setData(Qt.ItemDataRole.AccessibleTextRole, said)

    def _need(self, column: str) -> int:
        """Px of the widest words of a column, its heading among them, with room around them."""
        number = _NUMBERS[column]
        items = (self.item(i, number) for i in range(self.rowCount()))
        font = Qt.ItemDataRole.FontRole
        widths = [
            QFontMetrics(item.data(font) or self.font()).horizontalAdvance(item.text())
            for item in items
            if item
        ]
        heading = self.horizontalHeader().sectionSizeHint(number)
        return max((heading, *(width + worded(ROOM_PX) for width in widths)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Where it was, for names with *when* below."""
        self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def _clicked(self, number: int, column: int) -> None:
        if self.stacked and column == WHERE_COLUMN:
            middle = self.visualRect(self.model().index(number, column)).center().y()
            column = WHEN_COLUMN if self._pressed.y() > middle else column
        if column in (_NUMBERS["on"], _NUMBERS["when"]):
            self.wanted.emit(
                "switch" if column == _NUMBERS["on"] else "when", self._marked[number].mark.place
            )

    def _double_clicked(self, number: int, column: int) -> None:
        if column in (_NUMBERS["where"], _NUMBERS["hits"]):
            self.wanted.emit("go", self._marked[number].mark.place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space switches, Delete removes, Return goes there, F4 changes when."""
        key, number = Qt.Key(event.key()), self.currentRow()
        wanted = {
            Qt.Key.Key_Space: "switch",
            Qt.Key.Key_Delete: "remove",
            Qt.Key.Key_Backspace: "remove",
            Qt.Key.Key_Return: "go",
            Qt.Key.Key_Enter: "go",
            Qt.Key.Key_F4: "when",
        }
        if key in wanted and 0 <= number < len(self._marked):
            self.wanted.emit(wanted[key], self._marked[number].mark.place)
            return
        super().keyPressEvent(event)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
