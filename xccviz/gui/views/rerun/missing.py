"""What stands above the host calls of a run: what is being done, why it could not be ended, what differs from the
chain, what is missing and who may be asked for it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from xccviz.catalogue import tr, trn
from xccviz.gui.look.widgets import boxed, button, clear, label, link, row
from xccviz.gui.state.rerun import Rerun
from xccviz.gui.views.rerun.values import GivenField
from xccviz.model.errors import UserError, in_window
from xccviz.rerun.answer import Answer
from xccviz.rerun.types import Missing
from xccviz.words.replays import difference_name, missing_words, side_words
from xccviz.words.samples import other_samples_words

MISSING_SHOWN, DIFFERENCES_SHOWN, SIDE_SHOWN = 8, 6, 200
BY_HAND = frozenset(("code", "key", "slot"))
"""What the form takes."""


class Told(QWidget):
    """Lines, and buttons. Emits `fetch_wanted(endpoint)`, "" for those of its network, `again_wanted()`,
    `stop_wanted()`."""

    fetch_wanted = Signal(str)
    again_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("replayTold")
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(16, 8, 16, 8)
        self._lines.setSpacing(4)

    def say(self, text: str) -> None:
        """A sentence and nothing else; "" for nothing at all."""
        clear(self._lines)
        if text:
            self._line(text, "mute")
        self.setVisible(bool(text))

    def show_run(self, run: Rerun, offline: bool, given: str = "") -> None:
        """What there is to say of a run; `given` opened its transaction."""
        clear(self._lines)
        answer = run.answer
        if run.running and answer is None:  # else the form tells of it
            self._lines.addWidget(boxed(row(button(tr("Cancel"), "", self.stop_wanted.emit), None)))
        elif run.error is not None and not run.running:
            self._error(run.error)
        elif answer is not None:
            self._differences(answer)
            self._missing(answer.replay.missing, run, offline, given)
        self.setVisible(self._lines.count() > 0)

    def _line(self, text: str, look: str = "") -> None:
        self._lines.addWidget(label(text, look, wrap=True, selectable=True))

    def _error(self, error: UserError) -> None:
        if error.hint:
            self._line(in_window(error.hint), "mute")
        self._lines.addWidget(boxed(row(button(tr("Run again"), "", self.again_wanted.emit), None)))

    def _differences(self, answer: Answer) -> None:
        found = answer.replay.differences
        for one in found[:DIFFERENCES_SHOWN]:
            words = tr(
                "{what}: {node} on chain, {here} here",
                what=difference_name(one),
                node=side_words(one.left)[:SIDE_SHOWN],
                here=side_words(one.right)[:SIDE_SHOWN],
            )
            self._line(words)
        self._more(len(found) - DIFFERENCES_SHOWN)

    def _missing(self, missing: tuple[Missing, ...], run: Rerun, offline: bool, given: str) -> None:
        for one in missing[:MISSING_SHOWN]:
            text = missing_words(one)
            way = "" if one.what in BY_HAND else in_window(text.option)
            self._line(f"{text.line}. {tr('What helps: {way}', way=way)}" if way else text.line)
        self._more(len(missing) - MISSING_SHOWN)
        if any(one.what in BY_HAND for one in missing):
            self._line(tr("The form takes it by hand: code, slots and keys of the storage."), "mute")
        if missing and (words := other_samples_words(given)):
            self._line(words, "mute")
        if not missing or offline or all(one.what in ("function", "run", "profile") for one in missing):
            return
        if not any(one.asked for one in missing):
            line = row(link(tr("Fetch what is missing"), lambda: self.fetch_wanted.emit("")), None)
            self._lines.addWidget(boxed(line))
            if not run.fetching:
                return
        field = GivenField(
            tr("Address of another endpoint to ask"),
            _address,
            tr("https://… of an endpoint that still has it, an archival one maybe"),
        )
        field.setObjectName("askAnotherEndpoint")
        field.given.connect(lambda address: self.fetch_wanted.emit(address))
        line = row(field, button(tr("Ask it"), "", field.editingFinished.emit), spacing=8)
        line.setStretch(0, 1)
        self._lines.addWidget(boxed(line))

    def _more(self, count: int) -> None:
        if count > 0:
            self._line(trn("and {count} more", "and {count} more", count), "mute")


def _address(text: str) -> str:
    address = text.strip()
    if not address.startswith(("https://", "http://")):
        raise ValueError(tr("an address begins with https://"))
    return address
