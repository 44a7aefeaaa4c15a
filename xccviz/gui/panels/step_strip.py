"""The step strip: where in the transaction's own time the window stands, and the buttons that move it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from xccviz.catalogue import tr
from xccviz.gui.look.theme import current_theme, worded
from xccviz.gui.look.widgets import ElidedLabel, label, plain_tooltip, restyle, row, set_text
from xccviz.gui.panels.step_slider import StepSlider
from xccviz.gui.pointed import Pointed
from xccviz.gui.state.stopping import halted_words
from xccviz.gui.state.store import AppState
from xccviz.gui.state.telling import same_front
from xccviz.model.text import visible_text
from xccviz.replay.types import Step
from xccviz.words.names import with_short_accounts
from xccviz.words.steps import ahead_step_words, end_words, gap_words, step_sentence, step_words

_BUTTONS: tuple[tuple[str, str, str], ...] = (
    ("stepFirst", "", tr("First")),
    ("stepBack", "", tr("Step back")),
    ("stepForward", "", tr("Step forward")),
    ("stepLast", "", tr("Last: back to the end")),
    ("previousFailure", tr("◂ failure"), tr("Previous failure")),
    ("nextFailure", tr("failure ▸"), tr("Next failure")),
    ("nextCallback", tr("callback ▸"), tr("Next callback")),
)
"""(id of the command and name of the button, what it shows in place of an icon, words)."""
NARROWEST = 430
ROOMY = 760
"""Px of the strip from which on the buttons with words have room."""
SCALE_PX, LABEL_GAP_PX, SCALE_HEIGHT = 11, 14, 18
BUTTON_PX, ICON_PX = (36, 30), 16
GAP_PX, LEAST_DOTS_PX = 5, 8
"""Px between a label and the dots behind it, and of the dots."""
MOST_MARKED = 1_000
"""Hits that are marked; where nearly everything is one, marks tell nothing."""
NEXT_SHOWN, NEXT_SHOWN_NARROW = 54, 40
"""Characters of the next step that stand below the slider; the whole is the tool tip."""


class BlockScale(QWidget):
    """The heights of the blocks below the slider, each where its first step stands; as many as have room."""

    def __init__(self, slider: StepSlider) -> None:
        super().__init__()
        self._slider = slider
        self._heights: tuple[tuple[int, int], ...] = ()
        self._signs: list[str] = []
        self._advances: dict[str, int] = {}
        self._font = QFont()
        self.setMinimumHeight(SCALE_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_heights(self, heights: tuple[tuple[int, int], ...]) -> None:
        """Pairs (number of the first step, height of its block), ascending."""
        if heights is not self._heights:
            self._heights, self._signs = heights, [f"#{height:,}" for _, height in heights]
        self.update()

    def _measure(self, text: str) -> int:
        """Px of a text: what is below a slider of thousands of steps is laid out at each of them."""
        wide = self._advances.get(text)
        if wide is None:
            wide = self._advances[text] = QFontMetrics(self._font).horizontalAdvance(text)
        return wide

    def paintEvent(self, event: QPaintEvent) -> None:
        """Labels below their blocks, none over another."""
        theme = self._slider.theme
        if theme is None:
            return
        painter = QPainter(self)
        font = painter.font()
        font.setPixelSize(worded(SCALE_PX))
        painter.setFont(font)
        if font != self._font:
            self._font, self._advances = font, {}
        painter.setPen(QColor(theme.roles["faint"]))
        measure = self._measure
        labels = self.labels(measure)
        for left, text in labels:
            place = QRectF(left, 0, measure(text) + 1, self.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)
        painter.setPen(QPen(QColor(theme.roles["ref"]), 1, Qt.PenStyle.DotLine))
        for left, right, text, at in self.gaps(labels, measure):
            y = self.height() / 2
            painter.setPen(QPen(QColor(theme.roles["ref"]), 1, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(left, y), QPointF(at - 4, y))
            painter.drawLine(QPointF(at + measure(text) + 4, y), QPointF(right, y))
            painter.setPen(QColor(theme.roles["faint"]))
            painter.drawText(
                QRectF(at, 0, measure(text) + 1, self.height()), Qt.AlignmentFlag.AlignVCenter, text
            )

    def gaps(
        self, labels: Sequence[tuple[float, str]], measure: Callable[[str], int]
    ) -> list[tuple[float, float, str, float]]:
        """Where more than one block lies between two labels that follow each other, as far as there is room to say so:
        (left, right, words, where these begin), in px. Steps stand side by side however long they are apart."""
        place = {sign: number for number, sign in enumerate(self._signs)}
        found = []
        for (left, text), (right, following) in pairwise(labels):
            number = place.get(text)
            if number is None or place.get(following) != number + 1:
                continue
            apart = self._heights[number + 1][1] - self._heights[number][1]
            start, end = left + measure(text) + GAP_PX, right - GAP_PX
            for words in gap_words(apart) if apart > 1 else ():
                if measure(words) + 2 * LEAST_DOTS_PX <= end - start:
                    found.append((start, end, words, (start + end - measure(words)) / 2))
                    break
        return found

    def labels(self, measure: Callable[[str], int]) -> list[tuple[float, str]]:
        """(left in px, text), ascending: the first and the last block's, and what fits between. A label may stand
        anywhere below the steps of its block."""
        xs = self._slider.places(n for n, _ in self._heights)
        blocks = list(zip(xs, self._signs, strict=True))
        if not blocks:
            return []
        ends = [x for x, _ in blocks[1:]] + [float(self.width())]
        last_x, last = blocks[-1]
        if last_x > self.width():  # what comes next stands there
            last = ""
        last_left = min(max(0.0, last_x - measure(last) / 2), self.width() - measure(last))
        found: list[tuple[float, str]] = []
        free = 0.0
        number = 0
        while number < len(blocks) - 1:
            x, text = blocks[number]
            left, wide = max(free, x - measure(text) / 2), measure(text)
            if left < max(ends[number], x + 1) and left + wide + LABEL_GAP_PX <= last_left:
                found.append((left, text))
                free = left + wide + LABEL_GAP_PX
            # Thousands of blocks end before there is room for the next label.
            number = max(number + 1, bisect_right(ends, free - 1))
        return [*found, (last_left, last)] if last else found


class StepStrip(QWidget):
    """Emits `step_wanted(index)`; its buttons trigger the commands."""

    step_wanted = Signal(int)

    def __init__(self, actions: Mapping[str, QAction]) -> None:
        super().__init__()
        self.setObjectName("stepStrip")
        self.setProperty("look", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._icons: list[tuple[QToolButton, QAction]] = []
        buttons: list[QWidget | None] = []
        for name, sign, words in _BUTTONS:
            widget = QToolButton()
            widget.setObjectName(name)
            action = actions[name]
            widget.setText(sign)
            widget.setAccessibleName(words)
            if not sign:
                widget.setProperty("look", "icon")
                widget.setFixedSize(*BUTTON_PX)
                widget.setIconSize(QSize(ICON_PX, ICON_PX))
                self._icons.append((widget, action))
            keys = ", ".join(key.toString() for key in action.shortcuts())
            tip = f"{words} ({keys})" if keys else words
            widget.setToolTip(tip)
            widget.clicked.connect(action.trigger)
            action.enabledChanged.connect(widget.setEnabled)
            action.changed.connect(partial(_tell_why_not, widget, action, tip))
            buttons.append(widget)
        self._jumps = [widget for widget in buttons[4:] if widget is not None]
        for jump in self._jumps:
            jump.setFixedHeight(BUTTON_PX[1])  # as the others: the strip is as high without them
        self.place = label("")
        # Margins of its own: padding from the style sheet is lost when only the style changes.
        self.place.setContentsMargins(10, 3, 10, 3)
        self.place.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.words = ElidedLabel()
        self.following = label("", "mute")
        self.slider = StepSlider()
        self.slider.valueChanged.connect(self._moved)
        self.scale = BlockScale(self.slider)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(4)
        top = row(*buttons[:4], _gap(), *buttons[4:], _gap(), self.place, self.words, spacing=6)
        top.setStretch(top.count() - 1, 1)
        layout.addLayout(top)
        layout.addWidget(self.slider)
        below = row(self.scale, self.following, spacing=16)
        below.setStretch(0, 1)
        layout.addLayout(below)
        self._rendering = False
        self._next = ""
        self._steps: tuple[Step, ...] = ()

    def minimumSizeHint(self) -> QSize:
        """As narrow as without the buttons that have words."""
        return QSize(NARROWEST, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room the jumps are left to their keys and the menu."""
        super().resizeEvent(event)
        for widget in self._jumps:
            widget.setVisible(event.size().width() >= ROOMY)
        self._show_next(event.size().width())

    def _show_next(self, width: int) -> None:
        """The next step as far as there is room, and how to get back."""
        room, back = (
            (NEXT_SHOWN, " · " + tr("End: back to the result")) if width >= ROOMY else (NEXT_SHOWN_NARROW, "")
        )
        words = self._next if len(self._next) <= room else self._next[: room - 1].rstrip() + "…"
        set_text(self.following, tr("next: {words}{back}", words=words, back=back))

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """Show where the cursor stands; hidden without a document."""
        if same_front(old, new):
            return
        tab = new.tab
        self.setVisible(tab is not None)
        if tab is None:
            return
        count, index = len(tab.document.timeline), tab.cursor.index
        for widget, action in self._icons:
            widget.setIcon(action.icon())
            widget.setFixedSize(worded(BUTTON_PX[0]), worded(BUTTON_PX[1]))
            widget.setIconSize(QSize(worded(ICON_PX), worded(ICON_PX)))
        for jump in self._jumps:
            jump.setFixedHeight(worded(BUTTON_PX[1]))
        self.scale.setMinimumHeight(worded(SCALE_HEIGHT))
        self._rendering = True
        self.slider.theme = current_theme()
        self.slider.history = history = tab.document.timeline.history
        hits = tab.filtering.hits if len(tab.filtering.hits) <= MOST_MARKED else ()
        found = (history.ran_at.get(hit) for hit in hits)
        self.slider.hits = tuple(step for step in found if step is not None)
        self.slider.setRange(0, count)
        self.slider.setPageStep(max(1, count // 10))
        self.slider.setValue(index)
        self.slider.update()
        self._rendering = False
        past = index < count
        restyle(self.place, "look", "past" if past else "faint")
        pending = tab.document.analysis.verdict.code == "pending"
        where = tr("in the past") if past else tr("the last known step") if pending else tr("the end")
        place = tr("Step {number} of {count}, {where}", number=f"{index:,}", count=f"{count:,}", where=where)
        set_text(self.place, place)
        step = tab.moment.step
        analysis = tab.document.analysis
        timeline = tab.document.timeline
        if step is None:
            here, told = tr("before everything"), ""
        elif past:
            here, told = step_words(step, analysis), step_sentence(step, analysis)
        else:
            here, told = end_words(timeline, analysis), end_words(timeline, analysis, whole=True)
        halted = halted_words(tab)
        here = f"{halted} · {here}" if halted and past else halted or here
        self.words.show_text(here, with_short_accounts(here))
        self.words.setAccessibleDescription(visible_text(told, 300))
        self.scale.show_heights(tab.document.timeline.history.heights)
        self._steps = steps = tab.document.timeline.steps
        self.following.setVisible(past)
        if past:
            ahead = ahead_step_words(steps[index], analysis)
            following = step_sentence(steps[index], analysis) if new.ahead else ahead
            words = visible_text(step_words(steps[index], analysis) if new.ahead else ahead, 300)
            self._next = words
            self._show_next(self.width())
            self.following.setToolTip(plain_tooltip(visible_text(following)))

    def pointed_at(self, at: QPoint | None) -> tuple[Pointed, QPoint] | None:
        """The step at a point of the slider; elsewhere, and for the keyboard, the one that is shown."""
        slider, steps = self.slider, self._steps
        step = slider.value()
        here = slider.mapFromGlobal(at) if at is not None else QPoint(round(slider.x_of(step)), 0)
        if at is not None and slider.rect().contains(here):
            step = slider.step_at(here.x())
        node = steps[step - 1].node if 0 < step <= len(steps) else None
        text, what = (self.words.full_text, tr("Step")) if step == slider.value() else ("", "")
        return Pointed(node, step=step, text=text, what=what), at or slider.mapToGlobal(here)

    def _moved(self, value: int) -> None:
        if not self._rendering:
            self.step_wanted.emit(value)


def _tell_why_not(widget: QToolButton, action: QAction, tip: str) -> None:
    """What a button does, and of one that can't be pressed why."""
    widget.setToolTip(plain_tooltip("\n".join(filter(None, (tip, action.statusTip())))))


def _gap() -> QWidget:
    gap = QWidget()
    gap.setFixedWidth(6)
    return gap
