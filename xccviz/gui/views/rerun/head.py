"""The line above a call that is run again: which one, how it came out, and what of it is shown."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from xccviz.catalogue import tr
from xccviz.gui.look.segments import Choices
from xccviz.gui.look.signs import Sign
from xccviz.gui.look.theme import worded
from xccviz.gui.look.widgets import Chooser, ElidedLabel, plain_tooltip, row
from xccviz.gui.state.rerun import Rerun

FIND_PX, LEAST_FIND_PX, _ROUND_NAME = 150, 60, 6
Part = Literal["calls", "form", "found"]
_TONES = {"ok": "ok", "caution": "wait", "failed": "bad"}


class ReplayHead(QWidget):
    """Emits `action_wanted(place)`: which call of a batch; `part_wanted(part)`, `changed_wanted(bool)`: whose calls;
    `found(text)`, `effects_wanted(bool)`: which of them."""

    action_wanted = Signal(int)
    part_wanted = Signal(str)
    changed_wanted = Signal(bool)
    found = Signal(str)
    effects_wanted = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.name = ElidedLabel("strong")
        self.action = Chooser()
        self.action.setObjectName("replayedAction")
        self.action.setAccessibleName(tr("Which call of the batch is run again"))
        self.action.activated.connect(lambda at: self.action_wanted.emit(self.action.itemData(at)))
        self.sign, self.compared = Sign(14), ElidedLabel("")
        self.part = Choices(
            tr("What is shown"), (("calls", tr("Calls")), ("form", tr("What if")), ("found", tr("Found")))
        )
        self.part.chosen.connect(lambda part: self.part_wanted.emit(part))
        self.whose = Choices(tr("Whose host calls"), ((False, tr("As it was")), (True, tr("What if"))))
        self.whose.chosen.connect(lambda changed: self.changed_wanted.emit(bool(changed)))
        self.choice = Choices(tr("Which host calls"), ((False, tr("All")), (True, tr("Effects"))))
        self.choice.choose(False)
        self.choice.chosen.connect(lambda effects: self.effects_wanted.emit(bool(effects)))
        self.field = QLineEdit()
        self.field.setObjectName("findHostCall")
        self.field.setProperty("look", "find")
        self.field.setPlaceholderText(tr("Find in host calls"))
        self.field.setAccessibleName(tr("Find in host calls"))
        self.field.setClearButtonEnabled(True)
        self.field.setMaximumWidth(FIND_PX)
        self.field.setMinimumWidth(LEAST_FIND_PX)
        self.field.textChanged.connect(self.found)
        line = row(
            self.name, self.action, self.sign, self.compared, self.part, self.whose, self.field, self.choice
        )
        line.setStretch(0, 4)
        line.setStretch(3, 5)
        line.setContentsMargins(16, 5, 10, 5)
        self.setLayout(line)
        self.show_what(False, False, False, None)  # a view that nobody looks at makes no window wide

    def show_name(self, name: str) -> None:
        """Which call it is; what is beside it has the room that its name does not need."""
        self.name.show_text(name)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Words of another size take another width."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange) and self.layout() is not None:
            self._fit()

    def _fit(self) -> None:
        self.name.ensurePolished()
        whole = self.name.fontMetrics().horizontalAdvance(self.name.full_text)
        self.name.setMaximumWidth(whole + worded(_ROUND_NAME))

    def say(self, run: Rerun) -> None:
        """How it came out, or what is being done."""
        if run.running and run.answer is None:
            self.sign.hide()
            self.compared.show_text(run.text)
        elif run.error is not None and not run.running:
            self._sign("failed", run.error.message)
        elif run.answer is not None:
            from xccviz.words.replays import (
                replay_words,  # late: a window that runs nothing again loads none of it
            )

            text = replay_words(run.answer.replay)
            self._sign(text.sign, text.words, text.more)

    def say_nothing(self) -> None:
        """No call is shown."""
        self.show_name(tr("Replay"))
        self.compared.show_text("")
        self.sign.hide()

    def _sign(self, shape: Literal["ok", "caution", "failed"], words: str, more: str = "") -> None:
        self.sign.show_sign(shape, _TONES[shape], words)
        self.sign.setToolTip(plain_tooltip(words))  # a small window has no room for them
        self.sign.show()
        self.compared.show_text(f"{words} ({more})" if more else words, words)

    def offer_actions(self, names: list[tuple[int, str]], chosen: int) -> None:
        """Which call of a batch, where there are several."""
        if [name for _, name in names] != [self.action.itemText(n) for n in range(self.action.count())]:
            self.action.clear()
            for place, name in names:
                self.action.addItem(name, place)
        self.action.setCurrentIndex(max(0, self.action.findData(chosen)))

    def show_what(self, ran: bool, what_if: bool, found: bool, part: Part | None) -> None:
        """Offer what there is to choose from; `part`: the one that is shown, where not all are."""
        for each in (self.field, self.choice):
            each.setVisible(ran and part in (None, "calls"))
        self.name.setVisible(part is None)  # beside them the inspector names it
        self.whose.setVisible(what_if and part is None)
        self.action.setVisible(self.action.count() > 1)
        self.part.setVisible(part is not None)
        self.part.choose(part)
        self.part.buttons["found"].setEnabled(found)
        self.part.buttons["calls"].setEnabled(ran)
