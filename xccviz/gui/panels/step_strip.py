"""The step strip: where in the transaction's own time the window stands, and the buttons that move it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QAction, QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import (
    QSizePolicy,
    QSlider,
    QStyle,
    QStyleOptionSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from xccviz.display import Theme
from xccviz.document import Document
from xccviz.gui.store import AppState, OpenTab
from xccviz.gui.widgets import ElidedLabel, label, restyle, row, set_text
from xccviz.replay.words import step_sentence

_BUTTONS = (
    ("stepFirst", "step.first", "|◀", "First"),
    ("stepBack", "step.back", "◀", "Step back"),
    ("stepForward", "step.forward", "▶", "Step forward"),
    ("stepLast", "step.last", "▶|", "Last: back to the end"),
    ("previousFailure", "step.previousFailure", "◂ failure", "Previous failure"),
    ("nextFailure", "step.nextFailure", "failure ▸", "Next failure"),
    ("nextCallback", "step.nextCallback", "callback ▸", "Next callback"),
)


class StepSlider(QSlider):
    """A slider with a tick a step: diamonds for failures, squares for callbacks, dots for the rest."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setObjectName("stepSlider")
        self.setAccessibleName("Step")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(24)
        self.ticks: tuple[str, ...] = ()
        self.theme: Theme | None = None

    def paintEvent(self, event: QPaintEvent) -> None:
        """The slider, and its ticks above."""
        super().paintEvent(event)
        if self.theme is None or not 0 < len(self.ticks) <= max(40, self.width() // 8):
            return
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        handle = self.style().subControlRect(
            QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, self
        )
        reach = self.width() - handle.width()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        y = self.height() / 2
        for n, kind in enumerate(self.ticks, start=1):
            if n == self.value():
                continue
            x = handle.width() / 2 + reach * n / len(self.ticks)
            size = 2.0 if kind == "step" else 4.0
            painter.setBrush(QColor(self.theme.roles[{"failure": "bad", "callback": "ind"}.get(kind, "faint")]))
            shape = QPainterPath()
            if kind == "failure":
                shape.moveTo(x, y - size - 1)
                shape.lineTo(x + size + 1, y)
                shape.lineTo(x, y + size + 1)
                shape.lineTo(x - size - 1, y)
                shape.closeSubpath()
            elif kind == "callback":
                shape.addRect(QRectF(x - size / 1.3, y - size / 1.3, size * 1.54, size * 1.54))
            else:
                shape.addEllipse(QRectF(x - size, y - size, 2 * size, 2 * size))
            painter.drawPath(shape)


class StepStrip(QWidget):
    """Emits `step_wanted(index)`; its buttons trigger the actions of the table."""

    step_wanted = Signal(int)

    def __init__(self, actions: Mapping[str, QAction]) -> None:
        super().__init__()
        self.setObjectName("stepStrip")
        self.setProperty("look", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        buttons: list[QWidget | None] = []
        for name, action_id, sign, words in _BUTTONS:
            widget = QToolButton()
            widget.setObjectName(name)
            widget.setText(sign)
            widget.setAccessibleName(words)
            action = actions[action_id]
            keys = ", ".join(key.toString() for key in action.shortcuts())
            widget.setToolTip(f"{words} ({keys})" if keys else words)
            widget.clicked.connect(action.trigger)
            action.enabledChanged.connect(widget.setEnabled)
            buttons.append(widget)
        self.place = label("")
        # Margins of its own: padding from the style sheet is lost when only the style changes.
        self.place.setContentsMargins(10, 3, 10, 3)
        self.words = ElidedLabel()
        self.following = ElidedLabel("mute")
        self.slider = StepSlider()
        self.slider.valueChanged.connect(self._moved)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(6)
        top = row(*buttons, self.place, self.words, spacing=6)
        top.setStretch(len(buttons) + 1, 1)
        layout.addLayout(top)
        layout.addWidget(self.slider)
        layout.addWidget(self.following)
        self._rendering = False
        self._ticked: Document | None = None

    def render(self, state: AppState, theme: Theme) -> None:
        """Show where the cursor stands; hidden without a document."""
        tab = state.tab
        self.setVisible(tab is not None)
        if tab is None:
            self._ticked = None
            return
        count, index = len(tab.document.timeline), tab.cursor.index
        self._rendering = True
        self.slider.theme = theme
        if tab.document is not self._ticked:
            self._ticked = tab.document
            self.slider.ticks = _ticks(tab)
        self.slider.setRange(0, count)
        self.slider.setPageStep(max(1, count // 10))
        self.slider.setValue(index)
        self.slider.update()
        self._rendering = False
        past = index < count
        restyle(self.place, "look", "past" if past else "faint")
        set_text(self.place, f"step {index} of {count}" + (", in the past" if past else ", the end"))
        step = tab.moment.step
        self.words.show_text(step_sentence(step, tab.document.analysis) if step is not None else "before everything")
        self.following.show_text(self._following(tab))

    def _following(self, tab: OpenTab) -> str:
        index, steps = tab.cursor.index, tab.document.timeline.steps
        here = tab.moment.step
        block = f"block {here.height:,}" if here is not None and here.height is not None else ""
        if index >= len(steps):
            return block
        following = f"next: {step_sentence(steps[index], tab.document.analysis)} · End: back to the result"
        return f"{block} · {following}" if block else following

    def _moved(self, value: int) -> None:
        if not self._rendering:
            self.step_wanted.emit(value)


def _ticks(tab: OpenTab) -> tuple[str, ...]:
    facts, slots = tab.document.analysis.facts, tab.document.analysis.graph.slots
    kinds = []
    for step in tab.document.timeline.steps:
        if step.kind in ("execute", "refund") and facts[step.node].failed:
            kinds.append("failure")
        elif step.kind == "execute" and slots.get(step.node):
            kinds.append("callback")
        else:
            kinds.append("step")
    return tuple(kinds)
