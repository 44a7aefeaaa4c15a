"""The bars above a drawing: the buttons of the zoom commands beside the tabs, and below these what its lines mean, what
there is to note, and what can be switched."""

from __future__ import annotations

from collections.abc import Container, Mapping
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QWidget

from xccviz.display.hosting import Switch
from xccviz.display.types import DisplayList, Theme
from xccviz.gui.canvas.legend import LEGEND_PX, Legend
from xccviz.gui.canvas.switch_box import SwitchBox
from xccviz.gui.look.theme import worded
from xccviz.gui.look.widgets import ElidedLabel, plain_tooltip, row
from xccviz.gui.state.store import AppState
from xccviz.gui.state.telling import same_look

ICON_PX = 16
BAR_PX = 33
NOTE_PX = 280
"""Px that a note has at most before it is shortened."""
_BUTTONS = (("zoomFit", "view.fit"), ("zoomOut", "view.zoomOut"), ("zoomIn", "view.zoomIn"))


class ViewTools(QWidget):
    """The buttons of the zoom commands, while one of `drawings` (ids of views) is in front."""

    def __init__(self, actions: Mapping[str, QAction], drawings: Container[str]) -> None:
        super().__init__()
        self._drawings = drawings
        self.setObjectName("viewTools")
        self._buttons: list[QToolButton] = []
        for name, action_id in _BUTTONS:
            widget = QToolButton()
            widget.setDefaultAction(actions[action_id])
            widget.setObjectName(name)
            widget.setAccessibleName(actions[action_id].text().replace("&", ""))
            widget.setProperty("look", "flat")
            widget.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            self._buttons.append(widget)
        layout = row(*self._buttons, spacing=2)
        layout.setContentsMargins(0, 3, 10, 3)
        self.setLayout(layout)

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """Only a drawing can be zoomed."""
        if not same_look(old, new):
            for widget in self._buttons:
                widget.setIconSize(QSize(worded(ICON_PX), worded(ICON_PX)))
        self.setVisible(new.view in self._drawings)


class ViewBar(QWidget):
    """Legend at the left, a note and the switches of the drawing at the right; stands above `drawings` (ids of views).
    Emits `wished(Wish)` of a switch that is clicked."""

    wished = Signal(object)

    def __init__(self, drawings: Container[str]) -> None:
        super().__init__()
        self._drawings = drawings
        self.setObjectName("viewBar")
        self.setProperty("look", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.legend = Legend()
        self.note = ElidedLabel("mute")
        self.note.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._places = QHBoxLayout()
        self._places.setSpacing(12)
        self._switches: tuple[Switch, ...] = ()
        self._buttons: dict[str, QCheckBox | QPushButton] = {}
        layout = row(self.legend, spacing=12)
        layout.addWidget(self.note)
        layout.addLayout(self._places)
        layout.setStretch(0, 1)
        layout.setContentsMargins(16, 2, 16, 2)
        self.setLayout(layout)

    def show_list(self, shown: DisplayList, theme: Theme) -> None:
        """Show what a drawing says of itself. A switch keeps its widget while it is called the same: whoever stands on
        it with the keyboard stays there."""
        self.legend.show_list(shown, theme)
        self.note.setVisible(bool(shown.note))
        self.note.setFixedWidth(min(self.note.fontMetrics().horizontalAdvance(shown.note) + 4, NOTE_PX))
        self.note.show_text(shown.note)
        if [(s.id, s.group) for s in shown.switches] != [(s.id, s.group) for s in self._switches]:
            self._make(shown.switches)
        self._switches = shown.switches
        for switch in shown.switches:
            widget = self._buttons[switch.id]
            widget.setText(switch.words.replace("&", "&&"))
            widget.setChecked(switch.on)
            widget.setEnabled(switch.enabled)
            widget.setToolTip(plain_tooltip(switch.tooltip))

    def _make(self, switches: tuple[Switch, ...]) -> None:
        for widget in self._buttons.values():
            self._places.removeWidget(widget)
            widget.setParent(None)
            widget.deleteLater()
        self._buttons = {}
        for switch in switches:
            widget = QPushButton() if switch.group else SwitchBox()
            widget.setCheckable(True)
            widget.setObjectName(f"switch.{switch.id}")
            if switch.group:
                widget.setProperty("look", "toggle")
            widget.clicked.connect(partial(self._clicked, switch.id))
            self._places.addWidget(widget)
            self._buttons[switch.id] = widget

    def _clicked(self, name: str, _checked: bool = False) -> None:
        switch = next(switch for switch in self._switches if switch.id == name)
        self._buttons[name].setChecked(switch.on)  # until the drawing says otherwise
        if not (switch.group and switch.on):  # one of a choice is always taken
            self.wished.emit(switch.wish)

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """Only a drawing has lines to explain."""
        if not same_look(old, new):
            self.legend.setMinimumHeight(worded(LEGEND_PX))
            self.setMinimumHeight(worded(BAR_PX))
        self.setVisible(new.view in self._drawings)
