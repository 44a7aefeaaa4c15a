"""What is painted, for those who hear the window: parts of a widget that are no widgets, each with a name, a state and
a place, as children of that widget's accessible interface.

Qt asks for the interface of a widget when somebody listens, and again whenever it takes the widget for another one:
each time it gets a new one, which it deletes. Those of parts it only borrows, so they are held here until they are
taken back: one that Python lets go of before is one that Qt touches afterwards.
"""

from __future__ import annotations

from functools import partial
from itertools import count
from typing import Any, Protocol

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QAccessibleInterface,
    QColor,
)
from PySide6.QtWidgets import QAbstractScrollArea, QAccessibleWidget, QWidget
from shiboken6 import Shiboken, VoidPtr, isValid

from xccviz.values import frozen

_PRESS, _FOCUS, _TOGGLE = (
    QAccessibleActionInterface.pressAction(),
    QAccessibleActionInterface.setFocusAction(),
    QAccessibleActionInterface.toggleAction(),
)
_ears: dict[int, Ear] = {}
"""Of the widgets that have parts, by a number of ours."""
_numbers = count()
_PROPERTY = "xccvizEar"


@frozen
class Heard:
    """A part as it is heard: what it is called, how it stands (`state`), what else there is to say (`told`), and
    whether it unfolds. `hidden`: it can't be seen, as what a filter hides."""

    name: str
    state: str = ""
    told: str = ""
    unfolds: bool = False
    hidden: bool = False


class HasParts(Protocol):
    """A widget that paints parts. A part is known by its key, for as long as that is among the keys."""

    def part_keys(self) -> tuple[str, ...]:
        """All parts, in the order one reads them."""

    def has_part(self, key: str) -> bool:
        """Whether there is such a part."""

    def heard_part(self, key: str) -> Heard:
        """What is heard of a part now."""

    def part_place(self, key: str) -> QRect:
        """Where it is, in px of the screen; also where it is scrolled out of sight."""

    def part_at(self, at: QPoint) -> str | None:
        """The part at a point of the screen."""

    def chosen_part(self) -> str | None:
        """The part that keys are about."""

    def press_part(self, key: str) -> None:
        """Do what a click on it does."""

    def toggle_part(self, key: str) -> None:
        """Unfold it."""


class _Actions(QAccessibleActionInterface):
    """What can be done with a part."""

    def __init__(self, part: HeardPart) -> None:
        super().__init__()
        self._part = part

    def actionNames(self) -> list[str]:
        """Press, focus, and where it unfolds that."""
        heard = self._part.heard()
        return [_PRESS, _FOCUS, *([_TOGGLE] if heard is not None and heard.unfolds else [])]

    def doAction(self, name: str) -> None:
        """Do it."""
        self._part.act(name)

    def keyBindingsForAction(self, name: str) -> list[str]:
        """Keys are about what is chosen, not about a part."""
        return []


class HeardPart(QAccessibleInterface):
    """One part: an entry of a list."""

    def __init__(self, of: Ear, key: str) -> None:
        super().__init__()
        self._of, self.key = of, key
        self._actions = _Actions(self)

    def heard(self) -> Heard | None:
        """What is heard of it; None where it is gone."""
        return self._of.parts.heard_part(self.key) if self.isValid() else None

    def act(self, name: str) -> None:
        """Do something with it."""
        if not self.isValid():
            return
        if name == _TOGGLE:
            self._of.parts.toggle_part(self.key)
            return
        if name == _FOCUS:
            self._of.shown.setFocus()
        self._of.parts.press_part(self.key)

    def isValid(self) -> bool:
        """Whether it is still there."""
        return self._of.stands and self._of.parts.has_part(self.key)

    def object(self) -> QObject | None:  # type: ignore[override]  # it is none
        """It is painted."""
        return None

    def window(self) -> Any:
        """That of the widget."""
        return self._of.shown.window().windowHandle() if self._of.stands else None

    def parent(self) -> QAccessibleInterface | None:  # type: ignore[override]  # of what is gone
        """The widget."""
        return QAccessible.queryAccessibleInterface(self._of.shown) if self._of.stands else None

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]  # it has none
        """It has none."""
        return None

    def childCount(self) -> int:
        """It has none."""
        return 0

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """It has none."""
        return -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]  # it has none
        """It has none."""
        return None

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]  # it has none
        """It has none."""
        return None

    def text(self, kind: QAccessible.Text) -> str:
        """Its name, with how it stands; that alone as its value; and what else there is to say of it."""
        heard = self.heard()
        if heard is None:
            return ""
        name = f"{heard.name}, {heard.state}" if heard.state else heard.name
        said = {
            QAccessible.Text.Name: name,
            QAccessible.Text.Value: heard.state,
            QAccessible.Text.Description: heard.told,
        }
        return said.get(kind, "")

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """It can't be written."""

    def rect(self) -> QRect:
        """Where it is on the screen."""
        return self._of.parts.part_place(self.key) if self.isValid() else QRect()

    def role(self) -> QAccessible.Role:
        """One of many."""
        return QAccessible.Role.ListItem

    def state(self) -> QAccessible.State:
        """Whether it is selected, has the keyboard, is in sight, unfolds."""
        found, heard = QAccessible.State(), self.heard()
        if heard is None:
            found.invalid = True
            return found
        chosen = self._of.parts.chosen_part() == self.key
        marks = {
            "selectable": True,
            "selected": chosen,
            "focusable": True,
            "focused": chosen and self._of.shown.hasFocus(),
            "expandable": heard.unfolds,
            "collapsed": heard.unfolds,
            "invisible": heard.hidden or not self._of.shown.isVisible(),
            "offscreen": not self._of.sees(self.rect()),
        }
        for name, on in marks.items():
            setattr(found, name, on)
        return found

    def foregroundColor(self) -> QColor:
        """Signs and words say what colours do."""
        return QColor()

    def backgroundColor(self) -> QColor:
        """The same."""
        return QColor()

    def interface_cast(self, kind: QAccessible.InterfaceType) -> Any:
        """It can be acted on, and nothing else: shiboken 6.11 ends the process where the answer is None."""
        acts = kind == QAccessible.InterfaceType.ActionInterface
        return VoidPtr(Shiboken.getCppPointer(self._actions)[0] if acts else 0)


class Ear:
    """What is heard of one widget: its parts, and the interfaces of those that somebody asked for."""

    def __init__(self, shown: QWidget, parts: HasParts) -> None:
        self.shown, self.parts = shown, parts
        self._made: dict[str, tuple[HeardPart, int]] = {}

    @property
    def stands(self) -> bool:
        """Whether the widget is not deleted."""
        return isValid(self.shown)

    def keys(self) -> tuple[str, ...]:
        """Of its parts."""
        return self.parts.part_keys() if self.stands else ()

    def sees(self, place: QRect) -> bool:
        """Whether a place of the screen is in sight of the widget."""
        port = self.shown.viewport() if isinstance(self.shown, QAbstractScrollArea) else self.shown
        return place.intersects(QRect(port.mapToGlobal(QPoint()), port.size()))

    def chosen(self) -> HeardPart | None:
        """The part that keys are about, while the widget has the keyboard."""
        key = self.parts.chosen_part() if self.stands and self.shown.hasFocus() else None
        return self.part(key) if key is not None else None

    def part(self, key: str) -> HeardPart:
        """The interface of a part, made when it is first asked for."""
        if key not in self._made:
            made = HeardPart(self, key)
            self._made[key] = made, QAccessible.registerAccessibleInterface(made)
        return self._made[key][0]

    def forget(self) -> None:
        """Take back the interfaces of parts that are gone."""
        for key in [key for key in self._made if not (self.stands and self.parts.has_part(key))]:
            QAccessible.deleteAccessibleInterface(self._made.pop(key)[1])


class HeardWidget(QAccessibleWidget):
    """The interface of a widget whose painted parts come first among its children."""

    def __init__(self, ear: Ear) -> None:
        super().__init__(ear.shown, QAccessible.Role.List)
        self._ear = ear

    def childCount(self) -> int:
        """Parts, then widgets."""
        return len(self._ear.keys()) + super().childCount()

    def child(self, index: int) -> QAccessibleInterface:
        """Parts, then widgets."""
        keys = self._ear.keys()
        return self._ear.part(keys[index]) if 0 <= index < len(keys) else super().child(index - len(keys))

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """Where among them it is, -1 for what is none."""
        keys = self._ear.keys()
        if isinstance(child, HeardPart):
            return keys.index(child.key) if child.key in keys else -1
        found = super().indexOfChild(child)
        return found + len(keys) if found >= 0 else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        """The part at a point of the screen, unless something lies upon it."""
        key = self._ear.parts.part_at(QPoint(x, y)) if self._ear.stands else None
        return self._ear.part(key) if key is not None else super().childAt(x, y)

    def focusChild(self) -> QAccessibleInterface:
        """The part that keys are about, while the widget has the keyboard."""
        return self._ear.chosen() or super().focusChild()


def hear(shown: QWidget, parts: HasParts) -> None:
    """Have the parts of a widget heard for as long as it lives."""
    ear, number = Ear(shown, parts), next(_numbers)
    _ears[number] = ear
    shown.setProperty(_PROPERTY, number)
    shown.destroyed.connect(partial(_gone, number))
    if number == 0:
        QAccessible.installFactory(_interface)


def ear_of(shown: QObject) -> Ear | None:
    """What is heard of a widget; None for one without parts."""
    number = shown.property(_PROPERTY)
    return _ears.get(number) if isinstance(number, int) else None


def _interface(_name: str, shown: QObject | None) -> QAccessibleInterface | None:
    ear = ear_of(shown) if shown is not None else None
    return HeardWidget(ear) if ear is not None else None


def _gone(number: int, _shown: QObject | None = None) -> None:
    _ears.pop(number).forget()


def tell_chosen(shown: QWidget) -> None:
    """Say that keys are about another part now: to who listens, and only while the widget has the keyboard."""
    ear = ear_of(shown) if QAccessible.isActive() else None
    part = ear.chosen() if ear is not None else None
    if part is not None:
        _say(QAccessibleEvent(part, QAccessible.Event.Focus))


def announce(about: QObject, words: str) -> None:
    """Say something that happened to who listens, without leaving where they are."""
    if words and QAccessible.isActive():
        _say(QAccessibleAnnouncementEvent(about, words))


def _say(event: QAccessibleEvent) -> None:
    QAccessible.updateAccessibility(event)
