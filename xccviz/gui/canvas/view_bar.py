"""The bars above a drawing: the buttons of the zoom commands beside the tabs, and below these what its lines mean, what
there is to note, and what can be switched."""

from __future__ import annotations

from collections.abc import Container, Mapping
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QWidget

from xccviz.display.hosting import Switch
from xccviz.display.types import DisplayList, Theme
from xccviz.gui.canvas.legend import LEGEND_PX, Legend
from xccviz.gui.look.switch_box import SwitchBox
from xccviz.gui.look.theme import worded
from xccviz.gui.look.widgets import ElidedLabel, explain, row
from xccviz.gui.panels.hits_row import HitsRow, RestChoice
from xccviz.gui.state.store import AppState
from xccviz.gui.state.telling import same_look

ICON_PX = 16
BAR_PX = 33
GAP_PX, EDGES_PX = 16, 48
"""Px between the parts of the bar, and what its margins and gaps take at least."""
NOTE_PX = 280
"""Px that a note has at most before it is shortened."""
_BUTTONS = (("zoomFit", "view.fit"), ("zoomOut", "view.zoomOut"), ("zoomIn", "view.zoomIn"))


class ViewTools(QWidget):
    """The buttons of the zoom commands; `wanted` while one of `drawings` (ids of views) is in front."""

    def __init__(self, actions: Mapping[str, QAction], drawings: Container[str]) -> None:
        super().__init__()
        self._drawings = drawings
        self.wanted = False
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
        self.wanted = new.view in self._drawings
        if not same_look(old, new):
            for widget in self._buttons:
                widget.setIconSize(QSize(worded(ICON_PX), worded(ICON_PX)))


class ViewBar(QWidget):
    """Legend at the left, or what a filter finds, behind a choice of what is drawn; note and other switches at the
    right. Stands above `drawings` (ids of views), and above every view while something is filtered. Emits
    `wished(Wish)` of a switch that is clicked."""

    wished = Signal(object)

    def __init__(self, drawings: Container[str]) -> None:
        super().__init__()
        self._drawings = drawings
        self._drawn = False
        self.setObjectName("viewBar")
        self.setProperty("look", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.legend = Legend()
        self.hits = HitsRow()
        self.rest = RestChoice()
        self.note = ElidedLabel("mute")
        self.note.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._places = QHBoxLayout()
        self._places.setSpacing(12)
        self._firsts = QFrame()
        self._firsts.setProperty("look", "segments")
        self._firsts.setLayout(row(spacing=0))
        self._switches: tuple[Switch, ...] = ()
        self._buttons: dict[str, QCheckBox | QPushButton] = {}
        self._of_drawing = QWidget()
        said = row(self.note, spacing=12)
        said.addLayout(self._places)
        self._of_drawing.setLayout(said)
        layout = row(self._firsts, self.hits, self.legend, self._of_drawing, self.rest, spacing=GAP_PX)
        for wide in (1, 2):
            layout.setStretch(wide, 1)
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
            explain(widget, switch.tooltip)

    def _make(self, switches: tuple[Switch, ...]) -> None:
        for widget in self._buttons.values():
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        self._buttons = {}
        for switch in switches:
            widget = QPushButton() if switch.group else SwitchBox()
            widget.setCheckable(True)
            widget.setObjectName(f"switch.{switch.id}")
            if switch.group:
                widget.setProperty("look", "segment" if switch.first else "toggle")
            widget.clicked.connect(partial(self._clicked, switch.id))
            place = self._firsts.layout() if switch.first else self._places
            assert place is not None
            place.addWidget(widget)
            self._buttons[switch.id] = widget
        self._firsts.setVisible(self._drawn and any(switch.first for switch in switches))

    def _clicked(self, name: str, _checked: bool = False) -> None:
        switch = next(switch for switch in self._switches if switch.id == name)
        self._buttons[name].setChecked(switch.on)  # until the drawing says otherwise
        if not (switch.group and switch.on):  # one of a choice is always taken
            self.wished.emit(switch.wish)

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """Only a drawing has lines to explain; while something is filtered, what is found is told in their place."""
        self.hits.show_state(old, new)
        self.rest.show_state(old, new)
        if not same_look(old, new):
            self.legend.setMinimumHeight(worded(LEGEND_PX))
            self.setMinimumHeight(worded(BAR_PX))
        self._drawn = new.view in self._drawings
        self.setVisible(self._drawn or self.hits.wanted)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """As narrow as what is drawn and what is found."""
        first = self._firsts.sizeHint().width() if self._drawn and self._chooses else 0
        return QSize(first + self.hits.least_px + EDGES_PX, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """There may be room for more, or not any more."""
        super().resizeEvent(event)
        self._arrange()

    @property
    def _chooses(self) -> bool:
        return any(switch.first for switch in self._switches)

    def _arrange(self) -> None:
        """While something is filtered, switches step back where there is no room for them, and then what becomes of
        the rest."""
        filtered = self.hits.wanted
        self.hits.setVisible(filtered)
        self.legend.setVisible(self._drawn and not filtered)
        self._firsts.setVisible(self._drawn and self._chooses)
        room = self.width() - self.minimumSizeHint().width()
        rest = self.rest.sizeHint().width() + GAP_PX if self.rest.wanted else 0
        own = self._of_drawing.sizeHint().width() + GAP_PX
        self._of_drawing.setVisible(self._drawn and (not filtered or room >= own + rest))
        self.rest.setVisible(self.rest.wanted and room >= rest)
