"""What if: the form that changes a call. Filled in by hand, run at once or on demand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from xccviz.catalogue import tr, trn
from xccviz.gui.look.switch_box import SwitchBox
from xccviz.gui.look.widgets import (
    ElidedLabel,
    boxed,
    button,
    label,
    link,
    restyle,
    row,
    rule,
    set_text,
)
from xccviz.gui.state.asked_again import Asked
from xccviz.gui.state.rerun import Rerun
from xccviz.gui.state.typed import HOW, bytes_of, gas_of, gas_text, near_of, near_text, text_of
from xccviz.gui.state.what_if import (
    asked_of,
    count_of,
    left_of,
    stale,
    with_key,
    with_slot,
    without_key,
    without_slot,
)
from xccviz.gui.tasks.opening import given_by
from xccviz.gui.views.rerun.code import CodeLine
from xccviz.gui.views.rerun.values import INSET_PX, ChoiceLine, GivenField, Lines, ValueLine
from xccviz.model.amounts import format_gas_column, format_near
from xccviz.rerun.types import Changes
from xccviz.values import replace
from xccviz.words.replays import bytes_words, key_short, key_words
from xccviz.words.what_if import successful

if TYPE_CHECKING:
    from xccviz.rerun.answer import Answer

Change = Callable[[Asked], Asked]
MANY_SLOTS, MANY_KEYS = 12, 12
"""Of more slots those that failed or were changed are lines at first; of more keys those that were changed."""
_MOST_FOUND = 40
SLOT_PX, KEY_PX = 20, 66
PAGE_PX, BOX_PX = 10, 4
"""Px free beside the lines of the form, and of a box to tick that lie left of what is seen of it."""
_NOT_KNOWN = tr("not known")
_NOTHING = tr("nothing there")


class WhatIfForm(QScrollArea):
    """Emits `edited(change of Asked)`, `run_wanted()`, `stop_wanted()`, `each_wanted(bool)`, `file_wanted(kind)` for
    "code" and "state", and `dropped(kind, path)`."""

    edited = Signal(object)
    run_wanted = Signal()
    stop_wanted = Signal()
    each_wanted = Signal(bool)
    file_wanted = Signal(str)
    dropped = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("whatIf")
        self.setAccessibleName(tr("What if"))
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAcceptDrops(True)
        self._answer: Answer | None = None
        self._run: Rerun | None = None
        self._asked, self._running = Asked(), False
        self._left = Changes()
        self._tried: set[bytes] = set()
        page = QWidget()
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(PAGE_PX, 8, PAGE_PX, 12)
        self._column.setSpacing(4)
        self._head()
        self._slots()
        self._code()
        self._around()
        self._state()
        self._more()
        self._column.addStretch(1)
        self.setWidget(page)

    # --------------------------------------------------------------------------------------------------------- parts

    def _head(self) -> None:
        self.title, self.count = label(tr("What if"), "strong"), ElidedLabel("mute")
        self.each = SwitchBox()
        self.each.setText(tr("run on every change"))
        self.each.toggled.connect(self.each_wanted)
        self.run = button(tr("Run"), "", self._run_or_stop, tr("Run it with these changes (F5)"))
        head = row(self.title, self.count, self.run, spacing=8)
        head.setStretch(1, 1)
        self._add(head)
        self._add(row(self.each, None), INSET_PX - BOX_PX)

    def _add(self, inside: QLayout, left: int = INSET_PX) -> None:
        """A line that stands as those do whose ground may be marked as changed."""
        self._column.addWidget(boxed(inside, left, 0, INSET_PX, 0))

    def _run_or_stop(self) -> None:
        (self.stop_wanted if self._running else self.run_wanted).emit()

    def _caption(self, text: str) -> tuple[QWidget, QWidget]:
        line, caption = boxed(row(rule()), INSET_PX, 0, INSET_PX, 0), label(text, "caption")
        caption.setContentsMargins(INSET_PX, 4, 0, 0)
        for part in (line, caption):
            self._column.addWidget(part)
        return line, caption

    def _slots(self) -> None:
        caption = self._caption(tr("SLOTS"))
        self.slots = Lines(self._make_slot)
        self.more_slots = label("", "mute", wrap=True)
        self.find_slot = _find(tr("Find a slot by its number or bytes"))
        self.find_slot.textChanged.connect(lambda _text: self._fill_slots())
        finds = boxed(row(self.find_slot), INSET_PX, 0, INSET_PX, 0)
        self.more_slots.setContentsMargins(INSET_PX, 0, 0, 0)
        self._slot_parts = (*caption, finds, self.slots, self.more_slots)
        for part in self._slot_parts[2:]:
            self._column.addWidget(part)

    def _make_slot(self, key: object) -> ChoiceLine:
        assert isinstance(key, int)
        line = ChoiceLine(str(key), tr("Slot {slot}", slot=key), tr("Failed"), SLOT_PX)
        line.chosen.connect(lambda value: self._change(lambda c: with_slot(c, key, value)))
        line.undone.connect(lambda: self._change(lambda c: without_slot(c, key)))
        return line

    def _code(self) -> None:
        self._caption(tr("CODE"))
        self.code = CodeLine()
        self.code.choose_wanted.connect(partial(self.file_wanted.emit, "code"))
        self.code.undone.connect(self._undo_code)
        self._column.addWidget(self.code)

    def _undo_code(self) -> None:
        self.edited.emit(
            lambda asked: replace(asked, changes=replace(asked.changes, code=None), code_name="")
        )

    def _around(self) -> None:
        self._caption(tr("AROUND IT"))
        self.gas = ValueLine(tr("gas"), tr("Gas that it is given"), gas_of, tr("like 30T"))
        self.args = ValueLine(tr("arguments"), tr("Arguments"), bytes_of, HOW)
        self.deposit = ValueLine(tr("deposit"), tr("Deposit"), near_of, tr("like 1N"))
        self.gas.given.connect(lambda gas: self._give("gas", gas))
        self.gas.undone.connect(lambda: self._give("gas", None))
        self.args.given.connect(lambda args: self._give("args", args))
        self.args.undone.connect(lambda: self._give("args", None))
        self.deposit.given.connect(lambda near: self._give("deposit", near))
        self.deposit.undone.connect(lambda: self._give("deposit", None))
        for line in (self.gas, self.args, self.deposit):
            self._column.addWidget(line)

    def _give(self, member: Literal["gas", "args", "deposit"], value: Any) -> None:
        given: dict[str, Any] = {member: value}
        self._change(lambda changes: replace(changes, **given))

    def _state(self) -> None:
        self._caption(tr("STATE"))
        self.keys = Lines(self._make_key)
        self.more_keys = label("", "mute", wrap=True)
        self.find_key = _find(tr("Find a key of the storage"))
        self.find_key.textChanged.connect(lambda _text: self._fill_keys())
        self.key = GivenField(tr("Another key of the storage"), bytes_of, tr("another key"))
        self.key.given.connect(self._try_key)
        self.state_file = link(
            tr("Storage from a file…"),
            partial(self.file_wanted.emit, "state"),
            tr("Choose a file that xccviz wrote"),
        )
        self.state_said = label("", "mute", wrap=True)
        self._add(row(self.find_key))
        for part in (self.keys, self.more_keys):
            self._column.addWidget(part)
        self._add(row(self.key))
        self._add(row(self.state_file, None))
        self._column.addWidget(self.state_said)
        for said in (self.more_keys, self.state_said):
            said.setContentsMargins(INSET_PX, 0, 0, 0)

    def _make_key(self, key: object) -> ChoiceLine:
        assert isinstance(key, bytes)
        name = key_words(key)
        spoken = tr("Key {key} of the storage", key=name[:80])
        line = ChoiceLine(name, spoken, tr("absent"), KEY_PX)
        line.name.show_text(name, key_short(key))
        line.chosen.connect(lambda value: self._change(lambda c: with_key(c, key, value)))
        line.undone.connect(lambda: self._change(lambda c: without_key(c, key)))
        return line

    def _try_key(self, key: object) -> None:
        assert isinstance(key, bytes)
        if key:
            self._tried.add(key)
            self.key.show_text("")
            self.key.clear()
            self._fill_keys()
            self.keys.by_key[key].choice.setFocus(Qt.FocusReason.OtherFocusReason)

    def _more(self) -> None:
        self._caption(tr("FIND OUT"))
        self.each_slot, self.least_gas = SwitchBox(), SwitchBox()
        self.each_slot.setText(tr("what if each slot failed, one after the other"))
        self.least_gas.setText(tr("the least gas with which it ends the same"))
        self.each_slot.clicked.connect(lambda on: self.edited.emit(lambda asked: replace(asked, slots=on)))
        self.least_gas.clicked.connect(lambda on: self.edited.emit(lambda asked: replace(asked, gas=on)))
        for box in (self.each_slot, self.least_gas):
            self._add(row(box, None), INSET_PX - BOX_PX)

    def _change(self, change: Callable[[Changes], Changes]) -> None:
        self.edited.emit(lambda asked: replace(asked, changes=change(asked.changes)))

    # -------------------------------------------------------------------------------------------------------- showing

    def show_run(self, run: Rerun) -> None:
        """What a call was given, and what it is to be given instead."""
        if run.answer is None or (self._run is not None and run.fills(self._run)):
            return
        before, self._run = self._answer, run
        if before is None or before.replay.subject.node is not run.answer.replay.subject.node:
            self._tried.clear()
            for field in (self.find_slot, self.find_key):
                field.clear()
        self._answer, self._asked = run.answer, asked_of(run)
        self._left = left_of(self._asked.changes, run.answer.replay.unchanged)
        count = count_of(self._left)
        self._running = run.running
        words = trn("{count} change", "{count} changes", count) if count else ""
        self.count.show_text(" · ".join(filter(None, (words, run.text if run.running else ""))))
        self.run.setText(tr("Cancel") if run.running else tr("Run"))
        self.each.blockSignals(True)
        self.each.setChecked(run.each)
        self.each.blockSignals(False)
        waits = stale(run) and not run.running
        restyle(self.run, "look", "primary" if waits else "")
        self._fill_slots()
        self.code.show_code(run.answer, self._asked)
        self._fill_around()
        self._fill_keys()
        self.each_slot.setChecked(self._asked.slots)
        self.least_gas.setChecked(self._asked.gas)
        self.each_slot.setVisible(bool(run.answer.replay.subject.receipt.input_data_ids))

    def _fill_slots(self) -> None:
        if self._answer is None:
            return
        subject, changes = self._answer.replay.subject, self._asked.changes
        count = len(subject.receipt.input_data_ids)
        every = range(count)
        shown = every if count <= MANY_SLOTS else self._chosen_slots(count)
        for part in self._slot_parts:
            part.setVisible(bool(count))
        self.find_slot.setVisible(count > MANY_SLOTS)
        rest = count - len(shown)
        set_text(self.more_slots, trn("{count} more as on chain", "{count} more as on chain", rest))
        self.more_slots.setVisible(rest > 0)
        self.slots.show_keys(shown)
        for slot, line in self.slots.by_key.items():
            assert isinstance(slot, int)
            known = slot in subject.results
            was = subject.results.get(slot)
            failed = known and was is None
            words = tr("Failed") if failed else bytes_words(was or b"") if known else _NOT_KNOWN
            changed, value = slot in changes.slots, changes.slots.get(slot)
            given = None if value is None else text_of(value)
            same = changed and slot not in self._left.slots
            line.show_value(words, known, text_of(was or b""), given, changed, same, failed)

    def _chosen_slots(self, count: int) -> Sequence[int]:
        """Of many slots those that failed, are not known, or are changed; with words to find those that have them."""
        assert self._answer is not None
        results, changed = self._answer.replay.subject.results, self._asked.changes.slots
        wanted = self.find_slot.text().strip().casefold()
        if not wanted:
            return [n for n in range(count) if results.get(n) is None or n in changed][:_MOST_FOUND]
        found = [n for n in range(count) if wanted == str(n)]
        found += [
            n for n in range(count) if n not in found and wanted in successful(results.get(n)).casefold()
        ]
        return [*found][:_MOST_FOUND]

    def _fill_around(self) -> None:
        assert self._answer is not None
        call, changes, left = self._answer.replay.subject.call, self._asked.changes, self._left
        gas, args, deposit = changes.gas, changes.args, changes.deposit
        had = call.gas or 0
        told = f"{format_gas_column(had)} Tgas"
        self.gas.show_value(told, gas_text(had), None if gas is None else gas_text(gas), left.gas is None)
        sent = call.args or b""
        given = None if args is None else text_of(args)
        self.args.show_value(bytes_words(sent), text_of(sent), given, left.args is None)
        came = call.deposit or 0
        given = None if deposit is None else near_text(deposit)
        self.deposit.show_value(format_near(came), near_text(came), given, left.deposit is None)

    def _fill_keys(self) -> None:
        if self._answer is None:
            return
        replay, changes = self._answer.replay, self._asked.changes
        before = {**(self._answer.what_if.before if self._answer.what_if else {})}
        before |= replay.ran.before if replay.ran is not None else {}
        lacking = {one.name for one in replay.missing if one.what == "key" and isinstance(one.name, bytes)}
        every = sorted({*before, *changes.values, *lacking, *self._tried})
        wanted = self.find_key.text().strip().casefold()
        shown = every
        if wanted:
            shown = [key for key in every if wanted in key_words(key).casefold()]
        elif len(every) > MANY_KEYS:
            shown = [key for key in every if key in changes.values or key in lacking or key in self._tried]
        self.find_key.setVisible(len(every) > MANY_KEYS)
        rest = len(every) - len(shown)
        set_text(self.more_keys, trn("{count} more key as it was", "{count} more keys as they were", rest))
        self.more_keys.setVisible(rest > 0)
        self.keys.show_keys(shown[:_MOST_FOUND])
        for key, line in self.keys.by_key.items():
            assert isinstance(key, bytes)
            # A key that is changed was looked at as it was only by the run without changes.
            known = replay.ran is not None and key in replay.ran.before
            was = replay.ran.before[key] if replay.ran is not None and known else None
            words = _NOT_KNOWN if key in lacking else tr("not looked at")
            if known:
                words = _NOTHING if was is None else bytes_words(was)
            value = changes.values.get(key)
            given = None if value is None else text_of(value)
            changed = key in changes.values
            line.show_value(
                words,
                known or key not in lacking,
                text_of(was or b""),
                given,
                changed,
                changed and key not in self._left.values,
            )
        state = self._asked.state
        told = (
            trn("A file tells of {count} key.", "A file tells of {count} keys.", len(state.values))
            if state
            else ""
        )
        set_text(self.state_said, told)
        self.state_said.setVisible(state is not None)

    # ------------------------------------------------------------------------------------------------------- dropping

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a module; anything else is for the window."""
        if _module(given_by(event.mimeData())):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """Run it with that code."""
        path = _module(given_by(event.mimeData()))
        if path:
            event.acceptProposedAction()
            self.dropped.emit("code", path)


def _module(given: list[str]) -> str:
    return given[0] if len(given) == 1 and given[0].endswith(".wasm") else ""


def _find(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setProperty("look", "find")
    field.setPlaceholderText(name)
    field.setAccessibleName(name)
    field.setClearButtonEnabled(True)
    field.setAcceptDrops(False)
    return field
