"""The open bar: anything a user may give, recognised while typing, what was opened before, and the network to ask."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from xccviz.catalogue import tr
from xccviz.gui.links import link_words
from xccviz.gui.look.widgets import Chooser, button, explain, label, restyle, row, set_text
from xccviz.gui.panels.recognised import recognised_words
from xccviz.gui.state.choices import Choice, matching
from xccviz.gui.state.memory import Recent
from xccviz.gui.state.recent import named, recent_choice, sample_choice
from xccviz.gui.state.store import AppState
from xccviz.model.text import visible_text
from xccviz.settings.networks import NETWORKS
from xccviz.sources.classify import classify
from xccviz.sources.files.sample import list_samples
from xccviz.sources.given import reference_to
from xccviz.sources.recognise.references import JsonText

if TYPE_CHECKING:
    from xccviz.gui.lists.choice_list import ChoiceList

AUTOMATIC, GIVEN = tr("any network"), tr("given endpoint")
RECOGNISED_SHOWN = 42
"""Characters; more would widen the window. The whole is the tool tip."""
LONGEST_LINE = 2_000
"""Characters of a pasted document that are still shown in the field."""
SUGGESTED, SUGGESTED_ROWS = 12, 8
NETWORK_SHOWN = 17
"""Characters of a network for which there is always room, so that nothing moves when another is told."""
NETWORK_BRIEF = 10
"""The same beside two fields."""


class OpenField(QLineEdit):
    """The field itself. A whole document that is pasted is opened at once (`document_pasted(text)`) and not laid out
    as one line of megabytes. `key_pressed` is asked first about keys, `left` follows Esc."""

    document_pasted = Signal(str)
    left = Signal()
    pointed = Signal()
    stepped_down = Signal()
    focus_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(False)  # what is dropped anywhere in the window is opened
        self.suggestions: ChoiceList | None = None
        self.busy = False

    def event(self, event: QEvent) -> bool:
        """Esc leaves the field, whatever else the window would stop; what is being opened comes first."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape and not self.busy:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste, or open what is pasted when it is a document; keys of the list below; Esc."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste_or_open()
        elif self.suggestions is not None and self.suggestions.isVisible() and self.suggestions.take(event):
            event.accept()
        elif event.key() == Qt.Key.Key_Down:
            self.stepped_down.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def paste_or_open(self) -> None:
        """Paste a line; a document is opened instead."""
        text = QGuiApplication.clipboard().text()
        if len(text) > LONGEST_LINE and isinstance(classify(text), JsonText):
            self.document_pasted.emit(text)
        else:
            self.paste()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt's menu, in which Paste does what the keys do."""
        menu = self.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for action in menu.actions():
            if action.objectName() == "edit-paste":
                action.triggered.disconnect()
                action.triggered.connect(self.paste_or_open)
        menu.popup(event.globalPos())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click into a field in which nobody has written shows what was opened before."""
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not (self.text() and self.isModified()):
            self.pointed.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The middle button pastes nothing: it would open what is selected somewhere else."""
        if event.button() != Qt.MouseButton.MiddleButton:
            super().mouseReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard comes."""
        super().focusInEvent(event)
        self.focus_changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The list below goes with the keyboard."""
        super().focusOutEvent(event)
        self.focus_changed.emit()
        if self.suggestions is not None and event.reason() != Qt.FocusReason.PopupFocusReason:
            self.suggestions.hide()


class Instead(QWidget):
    """What can stand in place of the field."""

    def submit(self) -> None:
        """Open what is written there."""


class OpenBar(QWidget):
    """Emits `open_wanted(text)`, `recent_wanted(Recent)`, `cancel_wanted()`, `left()` (Esc),
    `stepped_down()` (to what stands below, while nothing is open) and `network_chosen(name or "")`."""

    open_wanted = Signal(str)
    recent_wanted = Signal(object)
    cancel_wanted = Signal()
    left = Signal()
    stepped_down = Signal()
    network_chosen = Signal(str)

    def __init__(self, networks: Iterable[str] = NETWORKS) -> None:
        super().__init__()
        self.setProperty("look", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.edit = OpenField()
        self.edit.document_pasted.connect(self.open_wanted)
        self.edit.setObjectName("openBar")
        self.edit.setAccessibleName(tr("Transaction hash, address, file or sample"))
        self.edit.setPlaceholderText(
            tr("Paste a transaction hash, an explorer's address, a file name or JSON")
        )
        self.edit.setMaxLength(20_000_000)
        self.edit.textChanged.connect(self._recognise)
        self.edit.textEdited.connect(self._suggest)
        self.edit.pointed.connect(self.show_recent)
        self.edit.stepped_down.connect(self._step_down)
        self.edit.returnPressed.connect(self._submit)
        self.edit.left.connect(self._leave)
        self.recognised = label("", "recognised")
        self.recognised.hide()
        self.frame = QFrame()
        self.frame.setObjectName("openBarFrame")
        self.frame.setFocusProxy(self.edit)  # so that it looks focused when the field is
        self.edit.focus_changed.connect(self.frame.update)
        inner = QHBoxLayout(self.frame)
        inner.setContentsMargins(4, 1, 8, 1)
        inner.addWidget(self.edit, 1)
        inner.addWidget(self.recognised)
        self.networks = Chooser()
        self.networks.setObjectName("networkChooser")
        self.networks.setAccessibleName(tr("Network"))
        self.networks.setSizeAdjustPolicy(Chooser.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.networks.setMinimumContentsLength(NETWORK_SHOWN)
        self.networks.addItem(AUTOMATIC, "")
        self.offer_networks(networks)
        self.networks.activated.connect(lambda i: self.network_chosen.emit(self.networks.itemData(i)))
        self.open_button = button(tr("Open"), "primary", self._submit)
        self.cancel_button = button(tr("Cancel"), "", self.cancel_wanted.emit)
        layout = row(
            label("xccviz", "brand"), self.frame, self.networks, self.open_button, self.cancel_button
        )
        layout.setStretch(1, 1)
        layout.setContentsMargins(16, 9, 16, 9)
        layout.setSpacing(10)
        self.setLayout(layout)
        self._line = layout
        self._pair: Instead | None = None
        self._recent: tuple[Recent, ...] = ()
        self._network = ""
        self._alone = True

    def stand_in(self, pair: Instead) -> None:
        """What stands in place of the field while two transactions are compared."""
        self._pair = pair
        self._line.insertWidget(2, pair, 1)
        self._show_field(False)

    def _show_field(self, shown: bool) -> None:
        if self._pair is not None:
            self.frame.setVisible(shown)
            self._pair.setVisible(not shown)
            self.networks.setMinimumContentsLength(NETWORK_SHOWN if shown else NETWORK_BRIEF)

    @property
    def suggestions(self) -> ChoiceList:
        """The list below the field: made when there is something to list."""
        if self.edit.suggestions is None:
            from xccviz.gui.lists.choice_list import ChoiceList

            self.edit.suggestions = made = ChoiceList(tr("Opened before, and samples"))
            made.setObjectName("openSuggestions")
            made.setParent(self)
            made.chosen.connect(self._take)
            made.hide()
        return self.edit.suggestions

    @property
    def _listed(self) -> ChoiceList | None:
        """The list while it can be seen."""
        made = self.edit.suggestions
        return made if made is not None and made.isVisible() else None

    def offer_networks(self, networks: Iterable[str]) -> None:
        """Have these to choose from, in their order; the one that is chosen stays."""
        chosen = self.networks.currentData()
        while self.networks.count() > 1:
            self.networks.removeItem(1)
        for name in networks:
            self.networks.addItem(name, name)
        if chosen and self.networks.findData(chosen) < 0:
            self.networks.addItem(chosen, chosen)
        self.networks.setCurrentIndex(max(0, self.networks.findData(chosen)))

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """Show the chosen network, and Cancel instead of Open while something is being fetched."""
        self._recent = new.recent
        self._alone = new.tab is None and new.pair is None
        self.edit.busy = new.job is not None or new.problem is not None
        self._follow(old, new)
        self._tell_network(new)
        index = self.networks.findData(new.network)
        if index < 0:
            self.networks.addItem(new.network, new.network)
            index = self.networks.count() - 1
        self.networks.setCurrentIndex(index)
        if new.network != self._network:
            self._network = new.network
            self._recognise(self.edit.text())
        busy = new.job is not None
        self.open_button.setVisible(not busy)
        self.cancel_button.setVisible(busy)
        self._show_field(new.pair is None)

    @property
    def typing(self) -> bool:
        """Whether somebody writes in it."""
        return self.edit.hasFocus() and self.edit.isModified()

    def _follow(self, old: AppState | None, new: AppState) -> None:
        """What is being opened, and then what opens the tab in front; what is being written is left alone."""
        job, before = new.job, old.job if old is not None else None
        if job is not None and (before is None or before.job != job.job):
            self._show(job.given)
        tab, last = new.tab, old.tab if old is not None else None
        opened = before is not None and job is None and new.problem is None
        changed = (tab.key if tab is not None else None) != (last.key if last is not None else None)
        if (opened and self.typing) or not (opened or changed):
            return
        self._show((tab.given or tab.document.trace.transaction.hash) if tab is not None else "")

    def _show(self, given: str) -> None:
        """A whole document is no line that can be shown."""
        if given != self.edit.text():
            self.edit.setText("" if len(given) > LONGEST_LINE or "\n" in given else given)
            self.edit.setCursorPosition(0)

    def _tell_network(self, new: AppState) -> None:
        """Where nothing is chosen, the network on which the transaction in front was found."""
        words = GIVEN if new.own_endpoints else AUTOMATIC
        if self.networks.itemText(0) != words:
            self.networks.setItemText(0, words)
        found = new.tab.document.trace.network if new.tab is not None else None
        self.networks.tell(visible_text(f"{found} ({words})", 60) if found else "")

    def suggest_form(self, example: str) -> None:
        """Show how a thing looks that can be written here."""
        self.edit.clear()
        self.edit.setPlaceholderText(example)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _step_down(self) -> None:
        """To the page below, where all is to be seen; else what was opened before is listed."""
        if self._alone and not self.edit.text():
            self.stepped_down.emit()
        else:
            self.show_recent()

    def show_recent(self) -> None:
        """List what was opened before, and the samples that fit what is typed; all of it where the field only says
        what is open."""
        self._suggest(self.edit.text() if self.edit.isModified() else "", always=True)

    def _suggest(self, text: str, always: bool = False) -> None:
        typed = text.strip()
        now = datetime.now().astimezone()
        kept = {entry.given for entry in self._recent}
        choices: list[Choice] = [
            recent_choice(entry, partial(self.recent_wanted.emit, entry), now)
            for entry in named(self._recent)
        ]
        if typed:
            choices += [
                sample_choice(sample, partial(self.open_wanted.emit, f"sample:{sample.name}"))
                for sample in list_samples()
                if f"sample:{sample.name}" not in kept
            ]
        found = matching(choices, typed, SUGGESTED) if typed or always else ()
        if len(typed) == 1 and not always:
            found = ()  # one letter fits nearly everything
        if not found:
            self._unlist()
            return
        self.suggestions.fill(found)
        self.suggestions.setVisible(self.edit.hasFocus())
        self._place_list()

    def _unlist(self) -> None:
        if self.edit.suggestions is not None:
            self.edit.suggestions.hide()

    def _place_list(self) -> None:
        window = self.window()
        if self.suggestions.parentWidget() is not window:
            self.suggestions.setParent(window)
            self.suggestions.show()
        corner = self.frame.mapTo(window, QPoint(0, self.frame.height() + 2))
        room = window.height() - corner.y() - 12
        self.suggestions.setGeometry(
            corner.x(), corner.y(), self.frame.width(), min(self.suggestions.height_for(SUGGESTED_ROWS), room)
        )
        self.suggestions.raise_()

    def _recognise(self, text: str) -> None:
        text = text.strip()
        if not text:
            self.recognised.hide()
            return
        words, refused = link_words(text) or recognised_words(reference_to(text), self._network)
        short = words if len(words) <= RECOGNISED_SHOWN else f"{words[:RECOGNISED_SHOWN]}…"
        set_text(self.recognised, short)
        explain(self.recognised, words if short != words else "")
        restyle(self.recognised, "look", "refused" if refused else "recognised")
        self.recognised.show()

    def _submit(self) -> None:
        if self._pair is not None and self.frame.isHidden():
            self._pair.submit()
            return
        chosen = self._listed.current() if self._listed is not None else None
        self._unlist()
        text = self.edit.text().strip()
        if chosen is not None:
            self._take(chosen)
        elif text:
            self.edit.setModified(False)
            self.open_wanted.emit(text)

    def _take(self, choice: Choice) -> None:
        self._unlist()
        choice.run()

    def _leave(self) -> None:
        """Esc: away with the list; then out of the field."""
        if self._listed is not None:
            self._unlist()
        else:
            self.left.emit()
