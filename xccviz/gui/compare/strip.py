"""The step strip of two runs: one line of steps, aligned as their calls are, with the numbers of what differs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QGridLayout,
    QSizePolicy,
    QSlider,
    QStyle,
    QStyleOptionSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from xccviz.catalogue import numeral, tr
from xccviz.gui.compare.scale import PairScale
from xccviz.gui.look.theme import current_theme, worded
from xccviz.gui.look.widgets import ElidedLabel, explain, label, restyle, row, set_text
from xccviz.gui.panels.moves_bar import MoveButton, PaceChooser
from xccviz.gui.state.pair import SIDES, Pair
from xccviz.gui.state.stopping import pair_halted_words
from xccviz.gui.state.store import PaceId
from xccviz.model.text import visible_text
from xccviz.words.moves import MOVE_WORDS
from xccviz.words.names import with_short_accounts
from xccviz.words.pairs import DIFFER, SINCE_START, SINCE_START_TIP, both_words
from xccviz.words.steps import end_words, step_words

_BUTTONS = (
    ("stepFirst", "step_first", ""),
    ("stepBack", "step_back", ""),
    ("stepForward", "step_forward", ""),
    ("stepLast", "step_last", ""),
    ("previousFailure", "previous_failure", tr("◂ failure")),
    ("nextFailure", "next_failure", tr("failure ▸")),
    ("nextCallback", "next_callback", tr("callback ▸")),
)
"""(id of the command, of the move, what the button shows in place of an icon)."""
BUTTON_PX, ICON_PX = (36, 30), 16
TICKED = 200
"""Of more steps only failures, callbacks and differences are marked."""
MERGED_PX = 6.0
"""Of marks of a kind within so many px the first stands for all."""
WORDS_PX = 190
"""Px of what happened that come before ways which have keys too."""
GAPS_PX = 100
"""Px between all there is in the first line, and around it."""


class PairSlider(QSlider):
    """A tick a step: whole where both runs have it, the upper half where only A has, the lower where only B has;
    diamonds for failures, squares for callbacks."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setObjectName("compareSlider")
        self.setAccessibleName(tr("Step of both"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(24)
        self.pair: Pair | None = None

    def x_of(self, index: int) -> float:
        """Where a step stands, in px."""
        left, span = self._span()
        return left + span * index / max(1, self.maximum())

    def _span(self) -> tuple[float, float]:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        handle = self.style().subControlRect(
            QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, self
        )
        return handle.width() / 2, self.width() - handle.width()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The slider, and its ticks."""
        super().paintEvent(event)
        pair = self.pair
        if pair is None:
            return
        roles = current_theme().roles
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        y, line = self.height() / 2, pair.found.line
        if len(line) <= TICKED:
            for step in line.steps:
                if step.n != self.value():
                    self._tick(painter, step.a is not None, step.b is not None, self.x_of(step.n), y)
        last = {"failure": -MERGED_PX, "callback": -MERGED_PX}
        for index, kind in marks_of(pair).items():
            x = self.x_of(index)
            if x - last[kind] < MERGED_PX:
                continue
            last[kind] = x
            painter.setPen(QPen(QColor(roles["panel"]), 1.5))
            painter.setBrush(QColor(roles["bad" if kind == "failure" else "ind"]))
            if index == self.value():
                continue
            if kind == "failure":
                points = ((x, y - 6), (x + 6, y), (x, y + 6), (x - 6, y))
                painter.drawPolygon(QPolygonF([QPointF(*point) for point in points]))
            else:
                painter.drawRect(QRectF(x - 3.5, y - 3.5, 7, 7))

    def _tick(self, painter: QPainter, in_a: bool, in_b: bool, x: float, y: float) -> None:
        roles = current_theme().roles
        passed = x < self.x_of(self.value())
        painter.setPen(Qt.PenStyle.NoPen)
        if in_a and in_b:
            painter.setBrush(QColor(roles["panel" if passed else "faint"]))
            painter.drawEllipse(QRectF(x - 2, y - 2, 4, 4))
            return
        painter.setBrush(QColor(roles["wait"]))
        painter.drawRect(QRectF(x - 1, y - 8 if in_a else y, 2, 8))


def marks_of(pair: Pair) -> dict[int, str]:
    """What is marked on the line, by its steps: failures of either run over callbacks of either."""
    found: dict[int, str] = {}
    for kind in ("callback", "failure"):
        for side in SIDES:
            history = pair.found.document(side).timeline.history
            steps = history.callbacks if kind == "callback" else history.failures
            found.update((pair.found.line.index(side, step), kind) for step in steps)
    return dict(sorted(found.items()))


class PairStrip(QWidget):
    """Emits `step_wanted(index)`, `number_wanted(number)` and `pace_wanted(id)`; its buttons trigger the commands."""

    step_wanted = Signal(int)
    pace_wanted = Signal(str)
    number_wanted = Signal(int)

    def __init__(self, actions: Mapping[str, QAction]) -> None:
        super().__init__()
        self.setObjectName("compareStrip")
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # as time runs in every drawing
        self.setProperty("look", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._icons: list[tuple[QToolButton, QAction]] = []
        buttons = [self._button(actions[name], move, sign) for name, move, sign in _BUTTONS]
        self._jumps = buttons[4:]
        self.play = MoveButton("stepPlay", actions["stepPlay"], tr("Play"), tr("Pause"))
        self.play.setObjectName("comparePlay")
        self.place = label("", "faint")
        self.place.setContentsMargins(10, 3, 10, 3)
        self.place.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.words = ElidedLabel()
        self.slider = PairSlider()
        self.slider.valueChanged.connect(self._moved)
        self.pace = PaceChooser("comparePace")
        self.pace.wanted.connect(self.pace_wanted)
        self.scale = PairScale(self.slider.x_of)
        self.scale.number_wanted.connect(self.number_wanted)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(16, 8, 16, 8)
        lines.setSpacing(4)
        top = row(*buttons[:4], self.play, self.pace, *buttons[4:], self.place, self.words, spacing=6)
        top.setStretch(top.count() - 1, 1)
        top.insertSpacing(6, 12)
        top.insertSpacing(4, 12)
        lines.addLayout(top)
        lines.addLayout(self._placed())
        self._rendering = False
        self._places = ("", "")

    def _placed(self) -> QGridLayout:
        """The line, and below it two rows with what their numbers are at their left."""
        self.differ, self.blocks = label(DIFFER, "caption"), label(SINCE_START, "caption")
        self.blocks.setToolTip(SINCE_START_TIP)
        grid, captions = QGridLayout(), QVBoxLayout()
        captions.setSpacing(0)
        for caption in (self.differ, self.blocks):
            captions.addWidget(caption)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.addWidget(self.slider, 0, 1)
        grid.addLayout(captions, 1, 0)
        grid.addWidget(self.scale, 1, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def _button(self, action: QAction, move: str, sign: str) -> QToolButton:
        made = QToolButton()
        made.setObjectName(f"compare.{action.objectName()}")
        made.setText(sign)
        made.setAccessibleName(MOVE_WORDS[move].title)
        if not sign:
            made.setProperty("look", "icon")
            self._icons.append((made, action))
        made.setFixedHeight(worded(BUTTON_PX[1]))
        made.clicked.connect(action.trigger)
        made.setEnabled(action.isEnabled())
        action.enabledChanged.connect(made.setEnabled)
        action.changed.connect(partial(_tell_why_not, made, action, MOVE_WORDS[move].title))
        _tell_why_not(made, action, MOVE_WORDS[move].title)
        return made

    def show_pair(self, pair: Pair) -> None:
        """Where both stand."""
        for made, action in self._icons:
            made.setIcon(action.icon())
            made.setFixedSize(worded(BUTTON_PX[0]), worded(BUTTON_PX[1]))
            made.setIconSize(QSize(worded(ICON_PX), worded(ICON_PX)))
        count = len(pair.found.line)
        self._rendering = True
        self.slider.pair = pair
        self.slider.setRange(0, count)
        self.slider.setPageStep(max(1, count // 10))
        self.slider.setValue(pair.index)
        self.slider.update()
        self.scale.show_pair(pair)
        self.blocks.setVisible(self.scale.rows > 1)
        self._rendering = False
        restyle(self.place, "look", "faint" if pair.at_end else "past")
        where = tr("the end") if pair.at_end else tr("in the past")
        number, every = numeral(pair.index), numeral(count)
        self._places = (
            tr("Step {number} of {count}, {where}", number=number, count=every, where=where),
            tr("Step {number} of {count}", number=number, count=every),
        )
        self._fit()
        words = " · ".join(filter(None, (pair_halted_words(pair), step_of_both(pair))))
        self.words.show_text(words, with_short_accounts(words))
        self.words.setAccessibleDescription(visible_text(words, 300))

    def show_playing(self, playing: bool, pace: PaceId) -> None:
        """Whether both step by themselves, and how fast."""
        self.play.say(tr("Pause") if playing else tr("Play"), "pause" if playing else "play")
        self.pace.show_pace(pace)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """There may be room for more, or not any more."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """As narrow as with the steps and which one it is."""
        steps = (
            len(self._icons) * worded(BUTTON_PX[0]) + self.play.width_for(0) + self._place_px(self._places[1])
        )
        return QSize(steps + GAPS_PX, super().minimumSizeHint().height())

    def show_low(self, low: bool) -> None:
        """Leave out the row of blocks, or not."""
        self.scale.low = low
        self.scale.fit()
        self.blocks.setVisible(self.scale.rows > 1)

    def _place_px(self, words: str) -> int:
        return self.place.fontMetrics().horizontalAdvance(words) + 24

    def _fit(self) -> None:
        """What there is room for: what happened is said before ways that have keys too, and before how fast it
        plays."""
        whole, brief = self._places
        steps = len(self._icons) * worded(BUTTON_PX[0]) + GAPS_PX
        room = self.width() - steps - self._place_px(whole) - worded(WORDS_PX)
        playing = self.play.width_for(2) + self.pace.sizeHint().width()
        jumps = sum(jump.sizeHint().width() + 6 for jump in self._jumps)
        roomy = room >= playing
        self.pace.setVisible(roomy)
        for jump in self._jumps:
            jump.setVisible(room >= playing + jumps)
        self.play.shown = 2 if roomy else 0
        self.play.updateGeometry()
        narrow = self.width() - steps - self.play.width_for(0) - worded(WORDS_PX) < self._place_px(whole)
        set_text(self.place, brief if narrow else whole)

    def _moved(self, value: int) -> None:
        if not self._rendering:
            self.step_wanted.emit(value)


def step_of_both(pair: Pair) -> str:
    """What happens in each run at the step both stand at."""
    if not pair.index:
        return tr("before everything")
    step = pair.found.line.steps[pair.index - 1]
    words = []
    for side in SIDES:
        document, number = pair.found.document(side), step.of(side)
        if pair.at_end:
            words.append(end_words(document.timeline, document.analysis))
        else:
            told = document.timeline.steps[number - 1] if number is not None else None
            words.append(step_words(told, document.analysis) if told is not None else "")
    return both_words(*words)


def _tell_why_not(widget: QToolButton, action: QAction, words: str) -> None:
    keys = ", ".join(key.toString() for key in action.shortcuts())
    tip = f"{words} ({keys})" if keys else words
    explain(widget, "\n".join(filter(None, (tip, action.statusTip()))))
