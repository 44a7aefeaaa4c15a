"""The filter bar: a filter as it is typed, how much it finds, and what can be written, was used or was saved."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton

from xccviz.catalogue import numeral, tr
from xccviz.gui.lists.choice_list import ChoiceList
from xccviz.gui.look.icons import icon
from xccviz.gui.look.theme import current_theme, worded
from xccviz.gui.look.widgets import label, restyle
from xccviz.gui.panels.filter_field import FilterField
from xccviz.gui.state.choices import Choice
from xccviz.gui.state.filters import Filters
from xccviz.gui.state.store import AppState, OpenTab
from xccviz.gui.state.telling import same_look
from xccviz.model.text import visible_text

WIDTH_PX, LEAST_PX = 433, 150
"""Px that the bar has where there is room, and at least."""
COUNTED_PX = 210
"""Px of the bar from which on there is room for how much is found."""
ROWS, LIST_PX = 8, 330
"""Rows of the list that are seen without scrolling, and px that it has at least."""
ICON_PX, BUTTON_PX = 16, 22


class FilterBar(QFrame):
    """Emits `typed(text)` for each change, `walk_wanted(by)` for the next hit (1) or the one before (-1), `prepared()`
    when somebody is about to type, `save_wanted()`, `forget_wanted(text)`, and `left()` when the keyboard may go."""

    typed = Signal(str)
    walk_wanted = Signal(int)
    prepared = Signal()
    save_wanted = Signal()
    forget_wanted = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("filterBar")
        self.setAccessibleName(tr("Filter"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.choices = ChoiceList(tr("What can be written, and filters that were used"))
        self.choices.setObjectName("filterChoices")
        self.choices.setParent(self)
        self.choices.chosen.connect(self._take)
        self.choices.hide()
        self.field = FilterField(self.choices)
        self.field.setObjectName("filterField")
        self.field.setAccessibleName(tr("Filter"))
        self.field.setPlaceholderText(tr("Filter, like fail gas>20T method:ft_*"))
        self.field.setMaxLength(20_000)
        self.field.textChanged.connect(self._typed)  # textEdited leaves out what assistive tools write there
        self.field.taken.connect(self._take_current)
        self.field.walked.connect(self._walk)
        self.field.pointed.connect(self.offer)
        self.field.forgotten.connect(self._forget)
        self.field.left.connect(self._leave)
        self.field.came.connect(self.prepared)
        self.field.installEventFilter(self)
        self._lens = QLabel()
        self.count = label("", "found")
        self.count.setObjectName("filterCount")
        self._save = _icon_button("filterSave", self.save_wanted)
        self._clear = _icon_button("filterClear", None)
        self._clear.clicked.connect(self._cleared)
        self._clear.setAccessibleName(tr("Clear the filter"))
        self._clear.setToolTip(tr("Clear the filter (Esc)"))
        line = QHBoxLayout(self)
        line.setContentsMargins(8, 0, 4, 0)
        line.setSpacing(4)
        for widget in (self._lens, self.field, self.count, self._save, self._clear):
            line.addWidget(widget, 1 if widget is self.field else 0)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._complete)
        self._tab: OpenTab | None = None
        self._step: int | None = None
        self._filters = Filters()
        self._putting = False
        self._mark()

    def sizeHint(self) -> QSize:
        """As wide as it is where there is room."""
        return QSize(worded(WIDTH_PX), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """As narrow as a word."""
        return QSize(LEAST_PX, super().minimumSizeHint().height())

    # -------------------------------------------------------------------------------------------------------- showing

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """The filter of the tab in front; what is being typed is left alone."""
        tab, before = new.tab, old.tab if old is not None else None
        self._tab, self._filters = tab, new.filters
        self._step = new.told.index if new.told is not None else None
        if not same_look(old, new):
            self._dress()
        text = tab.filtering.text if tab is not None else ""
        same_tab = tab is not None and before is not None and tab.key == before.key
        changed = not same_tab or before is None or before.filtering.text != text
        if changed:
            self._put(text)
        if not same_tab:
            self.choices.hide()
        self._mark()

    def _dress(self) -> None:
        theme = current_theme()
        size, side = worded(ICON_PX), worded(BUTTON_PX)
        self._lens.setPixmap(icon("find", theme).pixmap(QSize(size, size), self.devicePixelRatioF()))
        self._clear.setIcon(icon("close", theme))
        for widget in (self._save, self._clear):
            widget.setIconSize(QSize(size, size))
            widget.setFixedSize(side, side)
        self._save.setProperty("shown", None)

    def _mark(self) -> None:
        """What is found, what is wrong, and whether it is saved."""
        filtering = self._tab.filtering if self._tab is not None else None
        mistake = filtering.mistake if filtering is not None else None
        told = filtering is not None and filtering.filter is not None and mistake is None
        if self._tab is not None and filtering is not None and told:
            hits, every = len(filtering.hits), len(self._tab.document.graph.nodes)
            self.count.setText(tr("{hits} of {count}", hits=numeral(hits), count=numeral(every)))
            restyle(self.count, "look", "found" if hits else "unfound")
        else:
            self.count.setText("")
        self._fit_count()
        same = filtering is not None and filtering.text == self.field.text()
        self.field.mark((mistake.start, mistake.end) if mistake is not None and same else None)
        restyle(self, "wrong", mistake is not None)
        saved = told and filtering is not None and filtering.text.strip() in self._filters.saved
        words = tr("Forget this saved filter") if saved else tr("Save this filter")
        self._save.setVisible(told)
        self._save.setAccessibleName(words)
        self._save.setToolTip(words)
        if self._save.property("shown") != saved:
            self._save.setProperty("shown", saved)
            self._save.setIcon(icon("starred" if saved else "star", current_theme()))
        self._clear.setVisible(bool(self.field.text()))

    def _fit_count(self) -> None:
        self.count.setVisible(bool(self.count.text()) and self.width() >= COUNTED_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The words typed come first."""
        super().resizeEvent(event)
        self._fit_count()
        self.choices.hide()

    # --------------------------------------------------------------------------------------------------------- typing

    def begin(self) -> None:
        """Take the keyboard, with what stands there selected."""
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        if not self.field.text():
            self.offer()

    def write(self, text: str) -> None:
        """Put a filter there as if it had been typed."""
        self._put(text)
        self.choices.hide()
        self.typed.emit(text)

    def _put(self, text: str) -> None:
        """Show what is known already."""
        self._putting = True
        if text != self.field.text():
            self.field.setText(text)
        self._putting = False

    def _typed(self, text: str) -> None:
        if self._putting:
            return
        self.typed.emit(text)
        self._mark()
        self._later.start()  # what is found is painted first

    def _cleared(self) -> None:
        self.write("")
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _walk(self, by: int) -> None:
        self.choices.hide()
        self.walk_wanted.emit(by)

    def _leave(self) -> None:
        """Esc: a row that was chosen first, then the filter, then the keyboard."""
        if self.choices.isVisible() and self.choices.current() is not None:
            self.choices.hide()
        elif self.field.text():
            self.write("")
        else:
            self.choices.hide()
            self.left.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the focus on the frame around the line."""
        if watched is self.field and event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            restyle(self, "focused", event.type() == QEvent.Type.FocusIn)
        return super().eventFilter(watched, event)

    # ------------------------------------------------------------------------------------------------- what is offered

    def offer(self) -> None:
        """List what can be written where the cursor stands; in an empty line what was saved and used first."""
        self._complete()

    def _complete(self) -> None:
        from xccviz.query import completions  # late: a window opens without a filter

        text, cursor = self.field.text(), self.field.cursorPosition()
        filtering = self._tab.filtering if self._tab is not None else None
        columns = filtering.columns.at(self._step) if filtering is not None and filtering.columns else None
        rows = [] if text.strip() else self._kept()
        rows += [
            _completion_choice(found.text, found.means, partial(self._write_at, found.start, found.end))
            for found in completions(text, cursor, columns)
        ]
        self.choices.fill(tuple(rows))
        self.choices.setVisible(bool(rows) and self.field.hasFocus())
        if rows:
            self._place_list()

    def _kept(self) -> list[Choice]:
        saved = [Choice(text, partial(self.write, text), tr("saved")) for text in self._filters.saved]
        others = (text for text in self._filters.used if text not in self._filters.saved)
        return [*saved, *(Choice(text, partial(self.write, text), tr("used before")) for text in others)]

    def _write_at(self, start: int, end: int, written: str) -> None:
        text = self.field.text()
        self.write(f"{text[:start]}{written}{text[end:]}")
        self.field.setCursorPosition(start + len(written))
        if written.endswith((":", ">")):
            self._later.start()

    def _take_current(self) -> None:
        current = self.choices.current()
        if current is not None:
            self._take(current)

    def _take(self, choice: Choice) -> None:
        self.choices.hide()
        choice.run()

    def _forget(self) -> None:
        current = self.choices.current()
        if current is not None and current.text in (*self._filters.saved, *self._filters.used):
            self.forget_wanted.emit(current.text)
            self._complete()

    def _place_list(self) -> None:
        window = self.window()
        if self.choices.parentWidget() is not window:
            self.choices.setParent(window)
            self.choices.show()
        width = min(max(self.width(), worded(LIST_PX)), window.width() - 16)
        corner = self.mapTo(window, QPoint(0, self.height() + 2))
        left = max(8, min(corner.x(), window.width() - width - 8))
        room = window.height() - corner.y() - 12
        self.choices.setGeometry(left, corner.y(), width, min(self.choices.height_for(ROWS), room))
        self.choices.raise_()


def _completion_choice(text: str, means: str, write: partial[None]) -> Choice:
    written = seen(text)
    return Choice(written, partial(write, written), means)


def seen(text: str) -> str:
    """A completion as it can be read: `?` takes the place of a character that can't be seen, which it stands for."""
    return "".join(char if visible_text(char) == char else "?" for char in text)


def _icon_button(name: str, clicked: object) -> QToolButton:
    widget = QToolButton()
    widget.setObjectName(name)
    widget.setProperty("look", "flaticon")
    widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if clicked is not None:
        widget.clicked.connect(clicked)
    return widget
