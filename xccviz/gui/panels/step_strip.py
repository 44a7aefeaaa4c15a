"""The step strip: where in the transaction's own time the window stands, and the buttons that move it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from xccviz.case import Case
from xccviz.catalogue import numeral, tr
from xccviz.gui.look.theme import current_theme, worded
from xccviz.gui.look.widgets import ElidedLabel, boxed, explain, label, restyle, row, set_text
from xccviz.gui.panels.block_scale import SCALE_HEIGHT, BlockScale
from xccviz.gui.panels.step_slider import StepSlider
from xccviz.gui.pointed import Pointed
from xccviz.gui.state.casing import beside_own, case_in_front, case_step, told_beside
from xccviz.gui.state.moving import here_of
from xccviz.gui.state.stopping import halted_words
from xccviz.gui.state.store import AppState
from xccviz.gui.state.telling import same_front, same_look
from xccviz.model.text import visible_text
from xccviz.replay.moves import BY_ID
from xccviz.replay.scale import scale_of
from xccviz.replay.types import Step, Timeline
from xccviz.words.case import RINGS, case_place
from xccviz.words.names import with_short_accounts
from xccviz.words.steps import ahead_step_words, end_words, step_sentence, step_words
from xccviz.words.timeline import order_words

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
"""Px of the strip from which on the buttons with words are wanted, where these have room."""
WIDE = 1_000
"""Px from which on it is wanted to say how one gets back, and where one stands in a case."""
LEAST_SCALE = 300
"""Px that are left for the blocks before it is said how one gets back."""
SIDES_PX, GAP_PX = 16, 6
LEAST_WORDS = 60
"""Px that are left for what the step does before anything beside it is shown."""
BUTTON_PX, ICON_PX = (36, 30), 16
MOST_MARKED = 1_000
"""Hits that are marked; where nearly everything is one, marks tell nothing."""
NEXT_SHOWN, NEXT_SHOWN_NARROW = 48, 40
"""Characters of the next step that stand below the slider; the whole is the tool tip."""


class StepStrip(QWidget):
    """Emits `step_wanted(index)`; its buttons trigger the commands."""

    step_wanted = Signal(int)

    def __init__(self, actions: Mapping[str, QAction]) -> None:
        super().__init__()
        self.setObjectName("stepStrip")
        self.setAccessibleName(tr("Steps"))
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # as time runs in every drawing
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
            _tell_why_not(widget, action, words)
            widget.clicked.connect(action.trigger)
            action.enabledChanged.connect(widget.setEnabled)
            action.changed.connect(partial(_tell_why_not, widget, action, words))
            buttons.append(widget)
        self._jumps = [widget for widget in buttons[4:] if widget is not None]
        for jump in self._jumps:
            jump.setFixedHeight(BUTTON_PX[1])  # as the others: the strip is as high without them
        self.place = label("")
        # Margins of its own: padding from the style sheet is lost when only the style changes.
        self.place.setContentsMargins(10, 3, 10, 3)
        self.place.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.in_case = label("", "mute")
        self.in_case.setToolTip(RINGS)
        self.in_case.hide()
        self.words = ElidedLabel()
        self.following = label("", "mute")
        self.back = label(f"· {tr('End: back to the result')}", "mute")
        self.slider = StepSlider()
        self.slider.valueChanged.connect(self._moved)
        self.scale = BlockScale(self.slider)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SIDES_PX, 8, SIDES_PX, 8)
        layout.setSpacing(4)
        top = row(
            *buttons[:4],
            _gap(),
            *buttons[4:],
            _gap(),
            self.place,
            self.in_case,
            self.words,
            spacing=GAP_PX,
        )
        top.setStretch(top.count() - 1, 1)
        layout.addLayout(top)
        layout.addWidget(self.slider)
        below = row(self.scale, boxed(row(self.following, self.back, spacing=4)), spacing=16)
        below.setStretch(0, 1)
        layout.addLayout(below)
        self._rendering = False
        self._next, self._skips = "", 0
        self._place = self._short_place = self._order = ""
        self._past = False
        self._steps: tuple[Step, ...] = ()
        self._timeline: Timeline | None = None
        self._case: tuple[Case, int] | None = None

    def minimumSizeHint(self) -> QSize:
        """As narrow as without the buttons that have words."""
        return QSize(NARROWEST, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """There is room for more, or for less."""
        super().resizeEvent(event)
        self._arrange()
        self._show_next()
        self._show_back()

    def _arrange(self) -> None:
        """Where there is no room for all, the jumps are left to their keys and the menu; the place at last is its
        number alone. Words larger, or of another language, need more."""
        width = self.width()
        left = width - 2 * SIDES_PX - worded(LEAST_WORDS) - 4 * GAP_PX
        left -= sum(button.width() + GAP_PX for button, _ in self._icons)
        set_text(self.place, self._place)
        if self.place.sizeHint().width() > left:
            set_text(self.place, self._short_place)
        told = "" if self.place.text() == self._place else f"{self._place}."
        explain(self.place, " ".join(filter(None, (told, self._order))))
        left -= self.place.sizeHint().width()
        in_case = self._case is not None
        for parts, wanted in (
            (self._jumps, width >= ROOMY),
            ([self.in_case], in_case and width >= WIDE),
        ):
            needed = sum(part.sizeHint().width() + GAP_PX for part in parts)
            shown = wanted and needed <= left
            left -= needed if shown else 0
            for part in parts:
                part.setVisible(shown)

    def _show_next(self) -> None:
        """Where one step on leads, as far as there is room beside the blocks, with its number where it is not the very
        next one."""
        room = NEXT_SHOWN if self.width() >= ROOMY else NEXT_SHOWN_NARROW
        words = self._next if len(self._next) <= room else with_short_accounts(self._next)
        if len(words) > room:  # what happens stands at the end, where it is not to be cut
            words = f"{words[: room // 3].rstrip()}…{words[len(words) - room + room // 3 + 1 :].lstrip()}"
        if self._skips:
            text = tr("next, step {number}: {words}", number=numeral(self._skips), words=words)
        else:
            text = tr("next: {words}", words=words)
        set_text(self.following, text)

    def _show_back(self) -> None:
        """How one gets back, where the next step and the blocks leave room; else End is in the menu."""
        used = self.following.sizeHint().width() + self.back.sizeHint().width() + worded(LEAST_SCALE)
        room = self.width() - 2 * SIDES_PX
        self.back.setVisible(self._past and self.width() >= WIDE and used <= room)

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """Show where the cursor stands; hidden without a document."""
        of_case = case_in_front(new)
        if of_case is None and self._case is None and same_front(old, new) and old is not None:
            if old.grain == new.grain:
                return
        tab = new.tab
        self.setVisible(tab is not None)
        if tab is None:
            return
        count, index = len(tab.document.timeline), tab.cursor.index
        if old is None or old.tab is None or not same_look(old, new):
            self._dress()
        self._rendering = True
        self.slider.theme = current_theme()
        self.slider.history = history = tab.document.timeline.history
        hits = tab.filtering.hits if len(tab.filtering.hits) <= MOST_MARKED else ()
        found = (history.ran_at.get(hit) for hit in hits)
        self.slider.hits = tuple(step for step in found if step is not None)
        marks = tab.marking.known(tab.ways)
        self.slider.marks = marks if len(marks) <= MOST_MARKED else ()
        if tab.document.timeline is not self._timeline:
            self._timeline = tab.document.timeline
            self.slider.scale = scale_of(self._timeline)
        self.slider.looks_ahead = new.ahead
        self._show_case(new, of_case)
        self.slider.setRange(0, count)
        self.slider.setPageStep(max(1, count // 10))
        self.slider.setValue(index)
        self.slider.update()
        self._rendering = False
        past = index < count
        restyle(self.place, "look", "past" if past else "faint")
        open_end = tab.document.analysis.verdict.code in ("pending", "unknown")
        where = tr("in the past") if past else tr("the last known step") if open_end else tr("the end")
        self._place = tr(
            "Step {number} of {count}, {where}", number=numeral(index), count=numeral(count), where=where
        )
        self._short_place = tr("Step {number} of {count}", number=numeral(index), count=numeral(count))
        self._order = order_words(tab.document.graph)
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
        self.slider.setAccessibleDescription(f"{self._place}: {visible_text(here, 300)}")
        self.scale.update()
        self._steps = steps = tab.document.timeline.steps
        self.following.setVisible(past)
        self._past = past
        self._arrange()
        begin = here_of(new)
        goal = BY_ID["step_forward"].to(begin) if begin is not None else None
        if past and goal is not None:
            coming = steps[goal - 1]  # where one step on stops, which may be beyond deliveries and refunds
            ahead = ahead_step_words(coming, analysis)
            following = step_sentence(coming, analysis) if new.ahead else ahead
            words = visible_text(step_words(coming, analysis) if new.ahead else ahead, 300)
            self._next, self._skips = words, goal if goal > index + 1 else 0
            self._show_next()
            explain(self.following, following)
        self._show_back()

    def _show_case(self, state: AppState, found: tuple[Case, int] | None) -> None:
        """Where the steps of other transactions of the case stand, and after which of all one stands."""
        n = case_step(state)
        before, self._case = self._case, found
        if found is None or n is None:
            self.slider.others = {}
            self.in_case.hide()
            return
        case, of = found
        if before != found:
            self.slider.others = beside_own(case, of)
        self.slider.others_told = told_beside(state, case, of, n)
        set_text(self.in_case, case_place(n, len(case.steps)))

    def _dress(self) -> None:
        """Icons in the colours of the theme, and all as high as the words."""
        for widget, action in self._icons:
            widget.setIcon(action.icon())
            widget.setFixedSize(worded(BUTTON_PX[0]), worded(BUTTON_PX[1]))
            widget.setIconSize(QSize(worded(ICON_PX), worded(ICON_PX)))
        for jump in self._jumps:
            jump.setFixedHeight(worded(BUTTON_PX[1]))
        self.scale.setMinimumHeight(worded(SCALE_HEIGHT))

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


def _tell_why_not(widget: QToolButton, action: QAction, words: str) -> None:
    """What a button does, and of one that can't be pressed why."""
    keys = ", ".join(key.toString() for key in action.shortcuts())
    tip = f"{words} ({keys})" if keys else words
    explain(widget, "\n".join(filter(None, (tip, action.statusTip()))))


def _gap() -> QWidget:
    gap = QWidget()
    gap.setFixedWidth(GAP_PX)
    return gap
