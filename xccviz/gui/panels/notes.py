"""The notes of the transaction: about which receipt, and what it says. Return or a double click goes there, F4 changes
a note, Delete removes it. One that is written stands below the list: Return keeps it, Shift+Return begins a line."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QInputMethodEvent, QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QAbstractItemView, QPlainTextEdit, QTableWidget, QTableWidgetItem

from xccviz.annotations import Note, note_on
from xccviz.annotations.notes import LONGEST
from xccviz.catalogue import tr
from xccviz.document import Document
from xccviz.gui.keys import key_words
from xccviz.gui.lists.quiet import quiet
from xccviz.gui.look.bulletin import bulletin
from xccviz.gui.look.note_signs import note_icon
from xccviz.gui.look.theme import closer, current_theme, worded
from xccviz.gui.look.widgets import boxed, keeps_escape, label, link, plain_tooltip, row, set_text
from xccviz.gui.panels.note_rows import NoteDelegate
from xccviz.gui.panels.side import SidePanel
from xccviz.gui.pointed import OwnEntry, Pointed
from xccviz.gui.state.store import OpenTab
from xccviz.model.text import visible_text
from xccviz.words.names import spoken_name
from xccviz.words.notes import note_full, note_line, notes_sum

ROW_PX, SHOWN, TIP_SHOWN, STACKED_PX = 27, 300, 2_000, 560
ENDS = tr("Return keeps the note, Shift+Return begins a new line, Esc leaves it as it was")
_LINES = 3
"""Lines of the field that one writes into."""


class NotesPanel(SidePanel):
    """Emits `note_wanted(what, node, text)`: what is wanted of the note about a node, a row of `gui/wishes.NOTED`."""

    note_wanted = Signal(str, object, str)

    def __init__(self) -> None:
        super().__init__("notesPanel", tr("Notes"))
        self.sum = label("", "mute")
        self.add = link(tr("+ Note on the selection"), lambda: self.note_wanted.emit("begin", None, ""))
        self.list = NoteList()
        self.list.wanted.connect(lambda what, node: self.note_wanted.emit(what, node, ""))
        self.about = label("", "name")
        self.field = NoteField()
        self.field.kept.connect(self._keep)
        self.field.given_up.connect(self._give_up)
        self.field.textChanged.connect(self._tell_typed)
        keep = link(tr("Keep"), self._keep)
        leave = link(tr("Cancel"), self._give_up)
        self.column.addWidget(boxed(row(self.sum, None, self.add), 6, 8, 6, 2))
        self.column.addWidget(self.nothing, 1, Qt.AlignmentFlag.AlignTop)
        self.column.addWidget(self.list, 1)
        self.column.addWidget(boxed(row(self.about, None, keep, leave), 6, 2, 6, 2))
        self.column.addWidget(boxed(row(self.field), 6, 0, 6, 2))
        self.keys = label(ENDS, "mute", wrap=True)
        self.keys.setContentsMargins(6, 0, 6, 6)
        self.column.addWidget(self.keys)
        self._editor = (self.about, keep, leave, self.field, self.keys)
        self._about: tuple[int, str] | None = None
        self._drafts: dict[tuple[int, str], str] = {}
        self._kept = ""
        self._shown: tuple[Document, tuple[Note, ...], str, int] | None = None
        self._filling = False
        self.setFocusProxy(self.list)
        self._show_editor(False)

    def sizeHint(self) -> QSize:
        """Room for a few rows."""
        return QSize(super().sizeHint().width(), worded(150))

    def draw_document(self, document: Document | None) -> None:
        """Nothing of another document stays."""
        if document is None:
            self._shown = None
            self.list.fill((), {})
            self._open(None)

    def draw_moment(self, tab: OpenTab) -> None:
        """The notes, and the one that is being written."""
        notes = tab.own_notes
        shown = (tab.document, notes, current_theme().name, worded(100))
        if self._shown is None or shown[0] is not self._shown[0] or shown[1:] != self._shown[1:]:
            self._shown = shown
            by_id = tab.document.graph.by_id
            names = {
                note.node: spoken_name(by_id[note.node], ended=False) if note.node in by_id else note.node
                for note in notes
            }
            self.list.fill(notes, names)
        self.list.show_selected(tab.selection)
        set_text(self.sum, notes_sum(len(notes)) if notes else "")
        self.list.setVisible(bool(notes))
        self.say_nothing(
            ""
            if notes or tab.noting
            else tr("No notes. {key} writes one about what is selected.", key=key_words("addNote"))
        )
        self._open(tab)

    # ---------------------------------------------------------------------------------------------------- writing one

    def _open(self, tab: OpenTab | None) -> None:
        """Show the field for the note that is wanted; what was begun of another one is there when one comes back."""
        wanted = (tab.key, tab.noting) if tab is not None and tab.noting is not None else None
        if wanted == self._about:
            self._take_in(tab)
            return
        if self._about is not None:
            self._drafts[self._about] = self.field.toPlainText()
        self._about = wanted
        self._show_editor(wanted is not None)
        if tab is None or wanted is None:
            return
        note, node = note_on(tab.own_notes, wanted[1]), tab.document.graph.by_id[wanted[1]]
        set_text(self.about, visible_text(spoken_name(node, ended=False), SHOWN))
        self._kept = note.text if note is not None else ""
        draft = self._drafts.pop(wanted, self._kept)
        self._filling = True
        self.field.begin(self._kept, draft)
        self._filling = False
        if draft != self._kept:
            self._tell_typed()

    def _take_in(self, tab: OpenTab | None) -> None:
        """What another window has meanwhile made of the note that is being written here is in the field, behind what
        was typed, so that neither is lost."""
        note = note_on(tab.own_notes, self._about[1]) if tab is not None and self._about is not None else None
        elsewhere = note.text if note is not None else ""
        if self._about is None or elsewhere == self._kept:
            return
        typed, before, self._kept = self.field.toPlainText(), self._kept, elsewhere
        if typed == before:
            self._filling = True
            self.field.begin(elsewhere, elsewhere)
            self._filling = False
        elif elsewhere and elsewhere not in typed:
            self.field.add(elsewhere)

    def _show_editor(self, shown: bool) -> None:
        for widget in self._editor:
            widget.setVisible(shown)
        self.setFocusProxy(self.field if shown else self.list)

    def _tell_typed(self) -> None:
        if self._about is not None and not self._filling:
            self.note_wanted.emit("type", self._about[1], self.field.toPlainText())

    def _keep(self) -> None:
        if self._about is not None:
            (_, node), self._about = self._about, None
            self._show_editor(False)
            self.note_wanted.emit("write", node, self.field.toPlainText())
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _give_up(self) -> None:
        """What was typed is not lost: it is there when one comes back."""
        text, left = self.field.toPlainText(), None
        if self._about is not None:
            left = self._about[1]
            if text != self._kept:
                self._drafts[self._about] = text
                bulletin().say(
                    tr("The note was left; {key} brings back what you typed", key=key_words("addNote")), self
                )
        self._about = None
        self._show_editor(False)
        self.note_wanted.emit("leave", left, "")
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---------------------------------------------------------------------------------------------------------- menus

    def pointed_at(self, at: QPoint | None) -> tuple[Pointed, QPoint] | None:
        """The note in a row: its node, and what can be made of it."""
        note, where = self.list.note_at(at)
        if note is None:
            return Pointed(), where
        own = OwnEntry(tr("Remove the note"), lambda: self.note_wanted.emit("remove", note.node, ""))
        return Pointed(note.node, text=note.text, what=tr("Note"), own=(own,)), where


class NoteField(QPlainTextEdit):
    """Where a note is written. Emits `kept()` and `given_up()`."""

    kept = Signal()
    given_up = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("noteField")
        self.setAccessibleName(tr("What the note says"))
        self.setTabChangesFocus(True)
        self.setAcceptDrops(False)  # what is dropped anywhere is opened

    def begin(self, kept: str, draft: str) -> None:
        """Write on at `draft`; undoing it leads back to what is `kept`."""
        self.setPlainText(kept)
        self.selectAll()
        if draft != kept:
            self.insertPlainText(draft)

    def add(self, text: str) -> None:
        """Put `text` behind what stands there, as far as there is room; one goes on typing where one was."""
        room = LONGEST - len(self.toPlainText()) - 2
        if room > 0:
            end = QTextCursor(self.document())
            end.movePosition(QTextCursor.MoveOperation.End)
            end.insertText(f"\n\n{text[:room]}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return and Esc end it."""
        ends = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if ends and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.kept.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        elif self._takes("\n" if ends else event.text() if event.text().isprintable() else ""):
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """What another way of typing ends with is taken where there is room."""
        super().inputMethodEvent(event if self._takes(event.commitString()) else QInputMethodEvent())

    def insertFromMimeData(self, source: QMimeData) -> None:
        """What is pasted is taken whole or not at all."""
        if self._takes(source.text()):
            super().insertFromMimeData(source)

    def _takes(self, text: str) -> bool:
        """Whether there is room for it; says so where there is not."""
        chosen = self.textCursor().selectedText()
        taken = not text or len(self.toPlainText()) - len(chosen) + len(text) <= LONGEST
        if not taken:
            bulletin().say(note_full(LONGEST), self)
        return taken

    def sizeHint(self) -> QSize:
        """A few lines."""
        return QSize(super().sizeHint().width(), self.fontMetrics().lineSpacing() * _LINES + worded(16))

    def minimumSizeHint(self) -> QSize:
        """No less."""
        return QSize(worded(120), self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Esc belongs to it, whatever else it would stop in the window."""
        return keeps_escape(event) or super().event(event)


class NoteList(QTableWidget):
    """A row a note. Emits `wanted(what, node)`: `go`, `begin` or `remove`."""

    wanted = Signal(str, object)

    def __init__(self) -> None:
        super().__init__(0, 2)
        self.setAccessibleName(tr("Notes"))
        self.setHorizontalHeaderLabels([tr("WHERE"), tr("NOTE")])
        quiet(self)
        self.horizontalHeader().hide()  # what stands there tells what it is
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setItemDelegateForColumn(1, NoteDelegate(self))
        self.cellDoubleClicked.connect(self._double_clicked)
        self._notes: tuple[Note, ...] = ()

    def fill(self, notes: tuple[Note, ...], names: dict[str, str]) -> None:
        """Show these; whoever stands on one stays there."""
        self._notes = notes
        theme = current_theme()
        self.setRowCount(len(notes))
        self.setIconSize(QSize(worded(16), worded(16)))
        self.verticalHeader().setMinimumSectionSize(worded(ROW_PX - closer()))
        self.verticalHeader().setDefaultSectionSize(worded(ROW_PX - closer()))
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        for i, note in enumerate(notes):
            where = QTableWidgetItem(visible_text(names.get(note.node, note.node), SHOWN))
            where.setIcon(note_icon(theme.name))
            where.setFont(bold)
            where.setForeground(QColor(theme.roles["text"]))
            text = QTableWidgetItem(note_line(note.text, SHOWN))
            text.setForeground(QColor(theme.roles["text"]))
            text.setToolTip(plain_tooltip(visible_text(note.text, TIP_SHOWN, keep="\n")))
            self.setItem(i, 0, where)
            self.setItem(i, 1, text)
        self._share()

    def show_selected(self, node: str | None) -> None:
        """Stand on the note about the selection, where there is one and nobody uses the list."""
        number = next((i for i, note in enumerate(self._notes) if note.node == node), -1)
        if number >= 0 and not self.hasFocus():
            self.setCurrentCell(number, 1)

    def note_at(self, at: QPoint | None) -> tuple[Note | None, QPoint]:
        """The note at a point of the screen, or that has the keyboard, and where it is."""
        here = self.indexAt(self.viewport().mapFromGlobal(at)) if at is not None else self.currentIndex()
        where = at or self.viewport().mapToGlobal(self.visualRect(here).center())
        return (self._notes[here.row()] if 0 <= here.row() < len(self._notes) else None), where

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out anew."""
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        width = self.viewport().width()
        stacked = width < worded(STACKED_PX)
        self.setColumnHidden(0, stacked)
        if stacked:
            self.setColumnWidth(1, width)
            self.resizeRowsToContents()
            return
        for number in range(self.rowCount()):
            self.setRowHeight(number, worded(ROW_PX - closer()))
        where = min(max(worded(150), width // 3), worded(320))
        self.setColumnWidth(0, where)
        self.setColumnWidth(1, max(0, width - where))

    def _double_clicked(self, number: int, column: int) -> None:
        """The words are changed, what they are about is gone to; where both stand in one cell that is."""
        self._want("begin" if column and not self.isColumnHidden(0) else "go", number)

    def _want(self, what: str, number: int) -> None:
        if 0 <= number < len(self._notes):
            self.wanted.emit(what, self._notes[number].node)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return goes there, F4 changes, Delete removes."""
        wanted = {
            Qt.Key.Key_Return: "go", Qt.Key.Key_Enter: "go", Qt.Key.Key_F4: "begin",
            Qt.Key.Key_Delete: "remove", Qt.Key.Key_Backspace: "remove",
        }  # fmt: skip
        key = Qt.Key(event.key())
        if key in wanted and 0 <= self.currentRow() < len(self._notes):
            self._want(wanted[key], self.currentRow())
            return
        super().keyPressEvent(event)
