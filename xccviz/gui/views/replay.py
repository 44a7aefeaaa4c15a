"""The selected call, run again on this computer: whether it came out as on the chain, each host call with what it
asked, what it got, and the gas so far; a form that changes it; and what that does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QSplitter, QVBoxLayout, QWidget

from xccviz.analysis.types import NodeFacts
from xccviz.catalogue import numeral, tr, trn
from xccviz.gui.look.theme import worded
from xccviz.gui.look.widgets import ElidedLabel, boxed, label, row, rule, set_text
from xccviz.gui.state.rerun import Rerun
from xccviz.gui.state.rerunning import called, rerun_of
from xccviz.gui.state.store import AppState
from xccviz.gui.views.rerun.calls import CallsPane
from xccviz.gui.views.rerun.head import Part, ReplayHead
from xccviz.model.text import visible_text
from xccviz.values import replace
from xccviz.words.names import spoken_name
from xccviz.words.places import height_words

if TYPE_CHECKING:
    from xccviz.graph.types import Node
    from xccviz.gui.state.asked_again import Asked
    from xccviz.gui.views.rerun.form import WhatIfForm
    from xccviz.gui.views.rerun.found import FoundPanel
    from xccviz.gui.views.rerun.missing import Told
    from xccviz.rerun.answer import Answer
    from xccviz.tables.host_calls import HostRow

FORM_PX, CALLS_PX, FOUND_PX = 396, 364, 200
LEAST_PX, LOW_PX = 320, 300
"""Px that it needs, and below which a page shows its parts one at a time."""
NOTHING_CALLED = tr("Select a receipt that called a function: here it is run again, host call by host call.")
NOT_YET = tr("It has not run yet at this step.")


class ReplayView(QWidget):
    """The page `replayView`. Emits `select_wanted(node)` for what a host call leads to, `fetch_wanted(endpoint)`,
    `again_wanted()`, `stop_wanted()`; of the form `edited(change)`, `run_wanted()`, `each_wanted(bool)`,
    `file_wanted(kind)`, `dropped(kind, path)`; `row_wanted(HostPlace)` for a host call that is looked at,
    `changed_wanted(bool)` for whose are listed, `hex_wanted()`,
    `recorded_wanted(KnownRun)`."""

    select_wanted = Signal(str)
    fetch_wanted = Signal(str)
    again_wanted = Signal()
    stop_wanted = Signal()
    edited = Signal(object)
    run_wanted = Signal()
    each_wanted = Signal(bool)
    file_wanted = Signal(str)
    dropped = Signal(str, str)
    row_wanted = Signal(object)
    changed_wanted = Signal(bool)
    hex_wanted = Signal()
    recorded_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("replayView")
        self.setAccessibleName(tr("Replay"))
        self.setProperty("look", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._part: Part = "calls"
        self._run: Rerun | None = None
        self._answer: Answer | None = None
        self._facts: NodeFacts | None = None
        self._listed: object = None
        self._has_found, self._where, self._offline, self._name = False, "", False, ""
        self._places: tuple[bool, ...] = ()
        self.form: WhatIfForm | None = None
        self.found: FoundPanel | None = None
        self.told: Told | None = None
        self.head, self.calls = ReplayHead(), CallsPane()
        self.head.action_wanted.connect(self._choose_action)
        self.head.part_wanted.connect(self._choose_part)
        self.head.changed_wanted.connect(self.changed_wanted)
        self.head.found.connect(self.calls.find_text)
        self.head.effects_wanted.connect(self.calls.only_effects)
        self.calls.led.connect(self._lead)
        self.calls.led_back.connect(self._lead_back)
        self.calls.stood.connect(self.row_wanted)
        self.list = self.calls.list
        self.plain = label("", "mute", wrap=True)
        self.plain.setContentsMargins(16, 8, 16, 8)
        self.about = ElidedLabel("mute")
        self.notes = boxed(row(self.about), 16, 4, 16, 6)
        self.across, self.down = QSplitter(Qt.Orientation.Horizontal), QSplitter(Qt.Orientation.Vertical)
        for splitter, first in ((self.across, self.calls), (self.down, self.across)):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(1)
            splitter.addWidget(first)
            splitter.setStretchFactor(0, 1)
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        for part in (self.head, rule(), self.plain):
            self._lines.addWidget(part)
        self._lines.addWidget(self.down, 1)
        self._lines.addWidget(self.notes)
        self._lines.addStretch(0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _furnish(self) -> None:
        """Make what only a call that is run needs; most windows never do."""
        from xccviz.gui.views.rerun.form import WhatIfForm
        from xccviz.gui.views.rerun.found import FoundPanel
        from xccviz.gui.views.rerun.missing import Told

        self.told = told = Told()
        told.fetch_wanted.connect(self.fetch_wanted)
        told.again_wanted.connect(self.again_wanted)
        told.stop_wanted.connect(self.stop_wanted)
        self._lines.insertWidget(self._lines.indexOf(self.plain), told)
        self.form = form = WhatIfForm()
        form.edited.connect(self.edited)
        form.run_wanted.connect(self.run_wanted)
        form.stop_wanted.connect(self.stop_wanted)
        form.each_wanted.connect(self.each_wanted)
        form.file_wanted.connect(self.file_wanted)
        form.dropped.connect(self.dropped)
        self.across.addWidget(form)
        self.found = found = FoundPanel()
        found.call_wanted.connect(self._go_to)
        found.recorded_wanted.connect(self.recorded_wanted)
        found.list.entered_at.connect(lambda: self.list.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self.down.addWidget(found)

    # -------------------------------------------------------------------------------------------------------- showing

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """The call that is selected, and what came of it."""
        tab, node, run = new.tab, called(new.tab), rerun_of(new)
        self._offline = new.offline
        if tab is None or node is None or run is None:
            self._run = self._answer = self._listed = None
            self.calls.show_ran(None)
            selected = tab.document.graph.by_id.get(tab.selection or "") if tab is not None else None
            self.head.say_nothing()
            set_text(self.plain, NOT_YET if selected is not None and selected.ran_a_call else NOTHING_CALLED)
            self._place()
        elif run is not self._run:
            self._facts = tab.document.analysis.facts[node.id]
            self._show_run(run, node, tab.given)

    def _show_run(self, run: Rerun, node: Node, given: str) -> None:
        before, self._run, self._answer = self._run, run, run.answer
        if self.form is None:
            self._furnish()
        assert self.told is not None
        self._name = spoken_name(node)
        self.head.show_name(self._name)
        self._where = tr("Run on this computer.")
        if height := height_words(node.height):
            self._where = tr("Run on this computer, with the state before {block}.", block=height)
        said = (run.running, run.error, run.answer)
        if before is None or (before.running, before.error, before.answer) != said:
            self.told.show_run(run, self._offline, given)
        self.head.say(run)
        if run.answer is None:
            self.calls.show_ran(None)
            self._listed = None
        else:
            self._show_answer(run, run.answer)
        self._place()

    def _show_answer(self, run: Rerun, answer: Answer) -> None:
        assert self.form is not None and self.found is not None
        self.form.show_run(run)
        self._has_found = self.found.show_answer(answer)
        self.found.recorded.show_runs(run.recorded or ())
        subject = answer.replay.subject
        calls = [(one.index, visible_text(one.method_name or "", 60)) for one in subject.calls]
        # Counted as its name and the inspector do: all actions of the receipt, from 1.
        names = [
            (n, tr("call {number}: {method}", number=numeral(n + 1), method=method)) for n, method in calls
        ]
        self.head.offer_actions(names, subject.action)
        ran = answer.replay.ran
        if run.changed and answer.what_if is not None:
            self.calls.show_ran(answer.what_if, ran, run.making, self._name)
            ran = answer.what_if
        else:
            self.calls.show_ran(ran, making=run.making, name=self._name)
        self.head.whose.choose(ran is not None and ran is answer.what_if)
        if ran is not None and ran is not self._listed:
            self._tell_about(answer)
        self._listed = ran
        if run.sought is not None and answer.replay.ran is not None:
            from xccviz.tables.host_calls import call_of

            number = call_of(*run.sought, answer.replay.ran, subject)
            self.row_wanted.emit(None if number is None else self.calls.row_of(number))
        self.calls.mark(run.row)

    def _tell_about(self, answer: Answer) -> None:
        """What was fetched, and what is taken for so."""
        from xccviz.words.replays import assumption_words

        ran = answer.what_if if self._run is not None and self._run.changed else answer.replay.ran
        if ran is None:
            return
        told, count, more = [self._where], len(answer.replay.documents), ran.calls_left_out
        if more:
            told.append(trn("{count} host call is left out.", "{count} host calls are left out.", more))
        if count:
            told.append(trn("{count} document was fetched.", "{count} documents were fetched.", count))
        told += [assumption_words(one) for one in sorted(ran.assumed)]
        self.about.show_text(" ".join(told))

    def _choose_action(self, action: int) -> None:
        from xccviz.rerun.types import Changes

        def change(asked: Asked) -> Asked:
            kept = Changes(asked.changes.slots, values=asked.changes.values)
            return replace(asked, action=action, changes=kept, code_name="")

        self.edited.emit(change)

    # ------------------------------------------------------------------------------------------------------- the room

    def _place(self) -> None:
        """Show what there is, all of it where there is room, else a part at a time."""
        answer = self._answer
        ran = answer is not None and answer.replay.ran is not None
        found, one = answer is not None and self._has_found, self._one_at_a_time
        if answer is not None and not {"calls": ran, "form": answer is not None, "found": found}[self._part]:
            self._part = "calls" if ran else "form"
        what_if = answer is not None and answer.what_if is not None
        self.head.show_what(ran, what_if, found, self._part if one and answer is not None else None)
        shown: list[tuple[QWidget, bool]] = [
            (self.plain, self._run is None),
            (self.calls, ran and (not one or self._part == "calls")),
            (self.down, answer is not None),
            (self.across, not one or self._part != "found"),
        ]
        if self.told is not None and self.form is not None and self.found is not None:
            if self._run is None:
                self.told.hide()
            shown.append((self.form, answer is not None and (not one or self._part == "form")))
            shown.append((self.found, found and (not one or self._part == "found")))
        self._show_parts(shown)
        self.notes.setVisible(ran and bool(self.about.full_text) and not one)
        places = (ran, found, one)
        if places != self._places:
            self._places = places
            self._share()

    def _show_parts(self, shown: list[tuple[QWidget, bool]]) -> None:
        """Show and hide; the keyboard goes to the first part that is seen, to the page itself while none is. Who gets
        it is settled before anything is hidden: what is hidden loses it at once."""
        seen = {part for part, here in shown if here}
        for part in seen:
            part.show()
        takers: tuple[tuple[QWidget | None, QWidget | None], ...] = (
            (self.calls, self.list),
            (self.form, self.form),
            (self.found, self.found.list if self.found is not None else None),
        )
        taker = next((one for part, one in takers if part in seen), None) if self.down in seen else None
        if taker is not self.focusProxy() or taker is None:
            had = QApplication.focusWidget() is self
            # In this order: a page with a proxy hands its policy on to that.
            self.setFocusProxy(None)  # type: ignore[arg-type]  # Qt takes none
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus if taker is not None else Qt.FocusPolicy.StrongFocus)
            if taker is not None:
                self.setFocusProxy(taker)
                if had:
                    taker.setFocus(Qt.FocusReason.OtherFocusReason)
        for part, here in shown:
            part.setVisible(here)

    @property
    def _one_at_a_time(self) -> bool:
        return self.width() < worded(CALLS_PX + FORM_PX) or self.height() < worded(LOW_PX)

    def minimumSizeHint(self) -> QSize:
        """It gets along with little: then it shows a part at a time."""
        return QSize(worded(LEAST_PX), 0)

    def _choose_part(self, part: Part) -> None:
        self._part = part
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Parts side by side, or one at a time."""
        super().resizeEvent(event)
        self._place()
        self._share()

    def _share(self) -> None:
        """Give the parts their room; then it is for the hand to pull."""
        wide, high = self.width(), self.height() - self.head.sizeHint().height()
        form, found = min(worded(FORM_PX), wide // 2), min(worded(FOUND_PX), high * 2 // 5)
        self.across.setSizes([wide - form, form])
        self.down.setSizes([high - found, found])

    # ----------------------------------------------------------------------------------------------------------- keys

    def event(self, event: QEvent) -> bool:
        """F5 is ours while the keyboard is in here, whatever else it does in the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_F5 and not event.modifiers() and self._answer is not None:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F5 runs, D and Shift+D go from difference to difference, H shows bytes as hex."""
        key, shift = event.key(), event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        if self._answer is None or (event.modifiers() and not shift):
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_F5 and not shift:
            self.run_wanted.emit()
        elif key == Qt.Key.Key_D and self.found is not None and self._has_found:
            if self._one_at_a_time:
                self._choose_part("found")
            # First the place: a list that gets the keyboard without one goes to its first row.
            self.found.list.next_difference(-1 if shift else 1)
            self.found.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif key == Qt.Key.Key_H and not shift:
            self.hex_wanted.emit()
        else:
            super().keyPressEvent(event)

    # ----------------------------------------------------------------------------------------------------------- ways

    def _go_to(self, number: int) -> None:
        """Stand at a host call of the run as it was."""
        if self._run is not None and self._run.changed:
            self.changed_wanted.emit(False)
        self.row_wanted.emit(self.calls.row_of(number))

    def _lead_back(self) -> None:
        """Go to the receipt that made the call."""
        if self._run is not None and self._run.making is not None:
            self.select_wanted.emit(self._run.making.node.id)

    def _lead(self, found: HostRow) -> None:
        from xccviz.tables.host_calls import node_of

        run = self._run
        if run is None or run.answer is None or run.answer.replay.ran is None or self._facts is None:
            return
        node = node_of(found, run.answer.replay.ran, self._facts, run.answer.replay.subject)
        if node is not None and node in run.document.graph.by_id:
            self.select_wanted.emit(node)
