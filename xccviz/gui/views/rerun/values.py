"""Lines of the form: what there was, what is to be there instead, and a way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from xccviz.catalogue import tr
from xccviz.gui.look.signs import sign_icon
from xccviz.gui.look.theme import current_theme, worded
from xccviz.gui.look.widgets import Chooser, ElidedLabel, label, link, plain_tooltip, restyle, set_text
from xccviz.gui.state.typed import HOW, bytes_of

NAME_PX, CHOICE_PX = 84, 112
INSET_PX = 6
"""Px by which the ground of a changed line stands out beside its words."""
FIELD_SHOWN = 100_000
AS_IT_WAS, NONE, OTHER = range(3)


class GivenField(QLineEdit):
    """A line for a value. Emits `given(value)` when it is left with another text that can be read; what can't says why
    below it (`refused`). Escape puts back what stood there."""

    given = Signal(object)
    refused = Signal(str)

    def __init__(self, name: str, parse: Callable[[str], object], hint: str = "") -> None:
        super().__init__()
        self.setProperty("look", "find")
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setAcceptDrops(False)
        self.setMaxLength(FIELD_SHOWN)
        self._parse, self._was = parse, ""
        self.editingFinished.connect(self._give)

    def show_text(self, text: str) -> None:
        """Show what stands there; not over what is being typed."""
        if self.hasFocus() and self.text() != self._was:
            return
        self._was = text
        if self.text() != text:
            self.setText(text)
        self._tell("")

    def _give(self) -> None:
        text = self.text()
        if text == self._was:
            self._tell("")
            return
        try:
            value = self._parse(text)
        except ValueError as error:
            self._tell(str(error))
            return
        self._was = text
        self._tell("")
        self.given.emit(value)

    def _tell(self, why: str) -> None:
        restyle(self, "wrong", bool(why))
        self.setToolTip(plain_tooltip(why))
        self.setAccessibleDescription(why)
        self.refused.emit(why)

    def event(self, event: QEvent) -> bool:
        """Escape is ours while something else stands here than stood."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape and self.text() != self._was:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape puts back what stood here."""
        if event.key() == Qt.Key.Key_Escape and self.text() != self._was:
            self.setText(self._was)
            self._tell("")
            return
        super().keyPressEvent(event)


class _Line(QFrame):
    """A name, what there was, a way back, and below it a field with why it can't be read."""

    undone = Signal()

    def __init__(self, name: str, spoken: str, field: GivenField, name_px: int = NAME_PX) -> None:
        super().__init__()
        self.setProperty("look", "changeable")
        self.spoken, self.field = spoken, field
        self.name = ElidedLabel("mute")
        self.name.show_text(name)
        self.was = ElidedLabel("number")
        self.undo = link(tr("undo"), self.undone.emit, tr("Undo: {what}", what=spoken))
        keeps = self.undo.sizePolicy()
        keeps.setRetainSizeWhenHidden(True)  # so that nothing jumps where a change is made
        self.undo.setSizePolicy(keeps)
        self.why = label("", "bad", wrap=True)
        self.why.hide()
        field.refused.connect(self._refused)
        self.grid = QGridLayout()
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(8)
        self.grid.addWidget(self.name, 0, 0)
        self.grid.addWidget(self.was, 0, 1)
        self.grid.setColumnStretch(1, 1)
        self.grid.setColumnMinimumWidth(0, worded(name_px))
        column = QVBoxLayout(self)
        column.setContentsMargins(INSET_PX, 3, INSET_PX, 3)
        column.setSpacing(3)
        column.addLayout(self.grid)
        column.addWidget(field)
        column.addWidget(self.why)

    def _refused(self, why: str) -> None:
        set_text(self.why, why)
        self.why.setVisible(bool(why))

    def _mark(self, changed: bool) -> None:
        restyle(self, "changed", changed)
        font = self.was.font()
        if font.strikeOut() != changed:
            font.setStrikeOut(changed)
            self.was.setFont(font)


class ChoiceLine(_Line):
    """A slot, or a key of the storage: as it was, nothing, or other bytes. Emits `chosen(bytes or None)`."""

    chosen = Signal(object)

    def __init__(self, name: str, spoken: str, none: str, name_px: int = NAME_PX) -> None:
        """`none`: what it is called when there is nothing."""
        super().__init__(name, spoken, GivenField(tr("Bytes of {what}", what=spoken), bytes_of, HOW), name_px)
        self.choice = Chooser()
        self.choice.setAccessibleName(spoken)
        self.choice.setMinimumWidth(worded(CHOICE_PX))
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for words in (tr("as on chain"), none, tr("other bytes…")):
            self.choice.addItem(words)
        self.choice.activated.connect(self._activated)
        self.field.given.connect(self.chosen.emit)
        self.grid.addWidget(self.choice, 0, 2)
        self.grid.addWidget(self.undo, 0, 3)
        self._was_text = ""

    def show_value(
        self,
        was: str,
        known: bool,
        text: str,
        given: str | None,
        changed: bool,
        same: bool = False,
        failed: bool = False,
    ) -> None:
        """`was`: how it was, in words; `text`: the same to type; `given`: what is there instead, None for nothing
        there; `changed`: something is; `same`: it was so already; `failed`: it failed."""
        self.was.show_text(was)
        restyle(self.was, "look", "bad" if failed else "number")
        self._was_text = text
        self.choice.setItemText(AS_IT_WAS, tr("as on chain") if known else tr("not known"))
        self.choice.setItemIcon(NONE, sign_icon("failed", "bad", current_theme().name))
        at = AS_IT_WAS if not changed else NONE if given is None else OTHER
        if at == AS_IT_WAS and self.choice.currentIndex() == OTHER and self.field.hasFocus():
            at = OTHER  # something is being typed
        self.choice.setCurrentIndex(at)
        self.field.setVisible(at == OTHER)
        self.field.show_text(text if given is None else given)
        self.undo.setVisible(changed)
        self._mark(changed and known and not same)
        restyle(self, "changed", changed and not same)

    def _activated(self, at: int) -> None:
        if at == AS_IT_WAS:
            self.field.hide()
            self.undone.emit()
        elif at == NONE:
            self.field.hide()
            self.chosen.emit(None)
        else:
            self.field.show_text(self._was_text)
            self.field.show()
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            self.field.selectAll()


class ValueLine(_Line):
    """A value with a link that changes it. Emits `given(value)`."""

    given = Signal(object)

    def __init__(self, name: str, spoken: str, parse: Callable[[str], object], hint: str = "") -> None:
        super().__init__(name, spoken, GivenField(spoken, parse, hint))
        self.change = link(tr("change"), self._open, tr("Change: {what}", what=spoken))
        self.field.given.connect(self.given.emit)
        self.field.editingFinished.connect(self._left)
        for way in (self.change, self.undo):
            self.grid.addWidget(way, 0, 2, Qt.AlignmentFlag.AlignRight)
        self._open_now = self._changed = False
        self._text = ""

    def show_value(self, was: str, text: str, given: str | None, same: bool = False) -> None:
        """`was`: in words; `text`: the same to type; `given`: what is there instead, None where nothing is; `same`: it
        was so already."""
        self.was.show_text(was)
        self._text, self._changed = text, given is not None
        self.field.show_text(text if given is None else given)
        self._mark(self._changed and not same)
        self._show()

    def _open(self) -> None:
        self._open_now = True
        self._show()
        self.field.show_text(self._text)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()

    def _left(self) -> None:
        """Left as it was: the line is closed again, but not while what can't be read stands there."""
        if self.field.text() == self._text and not self.field.hasFocus():
            self._open_now = False
            self._show()

    def _show(self) -> None:
        self.field.setVisible(self._changed or self._open_now)
        self.undo.setVisible(self._changed)
        self.change.setVisible(not self._changed)


class Lines(QWidget):
    """Lines by what they are of, in an order; those that stay keep what is typed in them."""

    def __init__(self, make: Callable[[object], ChoiceLine]) -> None:
        super().__init__()
        self._make = make
        self.by_key: dict[object, ChoiceLine] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)

    def show_keys(self, keys: Sequence[object]) -> None:
        """Lines of these, and no others."""
        if list(keys) == list(self.by_key):
            return
        for key in [key for key in self.by_key if key not in keys]:
            line = self.by_key.pop(key)
            line.hide()
            line.setParent(None)
            line.deleteLater()
        made = {key: self.by_key.get(key) or self._make(key) for key in keys}
        for at, line in enumerate(made.values()):
            self._column.insertWidget(at, line)
        self.by_key = made
