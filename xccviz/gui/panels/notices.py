"""What is being done, what went wrong, and what the document in front lacks: strips that leave the document alone."""

from __future__ import annotations

import time
from functools import partial
from pathlib import PurePath

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout

from xccviz.catalogue import tr
from xccviz.gui.lists.choice_list import ChoiceList
from xccviz.gui.look.bulletin import copy
from xccviz.gui.look.signs import Sign
from xccviz.gui.look.switch_box import SwitchBox
from xccviz.gui.look.theme import current_theme
from xccviz.gui.look.widgets import (
    SHOWN,
    ElidedLabel,
    button,
    clear,
    explain,
    label,
    restyle,
    row,
    set_text,
)
from xccviz.gui.panels.notice_words import Notice, awaited_words, notice_of
from xccviz.gui.state.choices import Choice
from xccviz.gui.state.store import AppState, Awaited, ProblemState
from xccviz.model.text import visible_text
from xccviz.words.sentences import capital

DETAILS_HEIGHT, DETAILS_LEAST = 130, 52
"""Px of details, where there is room and at least; more of them scrolls."""
OFFERED = 8
"""Rows of a list to choose from; more scroll."""
OPENED = 8
"""Transactions of a choice that may be opened all at once; a block's are no case."""
MESSAGE_SHOWN = 400
"""Characters; Copy takes all."""


class ProgressStrip(QFrame):
    """The running job in words and, where its steps can be counted, as a line that fills. Cancel is in the open bar,
    where Open was."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("progress")
        # Elided: a long address must not widen the window.
        self.text = ElidedLabel()
        self.setAccessibleName(tr("What is being done"))
        self._share = 0.0
        layout = row(self.text, label(tr("Esc cancels"), "mute"))
        layout.setStretch(0, 1)
        layout.setContentsMargins(20, 4, 16, 4)
        self.setLayout(layout)

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """Visible while something is opened, or is being written for long."""
        job = new.job or new.writing
        self.setVisible(job is not None)
        if job is not None:
            what, doing = job.opening[:70], job.text
            opening = tr("Opening {what}: {doing}…", what=what, doing=doing)
            writing = tr("Writing {what}: {doing}…", what=what, doing=doing)
            self.text.show_text(opening if new.job is not None else writing)
            self._share = min(1.0, job.done / job.total) if job.total else 0.0
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line below."""
        super().paintEvent(event)
        if self._share > 0:
            painter = QPainter(self)
            painter.fillRect(
                0, self.height() - 2, round(self.width() * self._share), 2, current_theme().roles["ind"]
            )


def _sentence(problem: ProblemState) -> str:
    """What happened, with a capital; ids and what was given keep their spelling."""
    text, given = problem.message, problem.given
    first = text.split(" ", 1)[0]
    return capital(text, (given, PurePath(given).name)) if first.islower() and len(first) < 12 else text


class ProblemStrip(QFrame):
    """A failed open: what happened, what to do, details to unfold and copy; of several transactions a list to choose
    from; of a transaction that is waited for, for how long. Emits `dismissed()`, `retry_wanted(what was given)`,
    `wait_wanted(what was given)`, `kept_wanted(what was given)`: open what is kept of it, `pick_wanted(what was given,
    hash)`, `fetch_wanted(HASH or HASH:SIGNER)`,
    `all_wanted()`: all of a few, as belonging together, `leave_wanted()`: wait no more, and `endpoint_wanted()`: add
    one to ask."""

    dismissed = Signal()
    retry_wanted = Signal(str)
    wait_wanted = Signal(str)
    kept_wanted = Signal(str)
    pick_wanted = Signal(str, str)
    fetch_wanted = Signal(str)
    all_wanted = Signal()
    leave_wanted = Signal()
    endpoint_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("problem")
        self.message = label("", "name", wrap=True, selectable=True)
        self.hint = label("", "mute", wrap=True, selectable=True)
        # Scrolls: a long list must not push the document out of the window.
        self.details = QPlainTextEdit()
        self.details.setObjectName("problemDetails")
        self.details.setAccessibleName(tr("Details"))
        self.details.setReadOnly(True)
        self.details.setMinimumHeight(DETAILS_LEAST)
        self.details.setMaximumHeight(DETAILS_HEIGHT)
        self.details.hide()
        self._problem: ProblemState | None = None
        self._awaited: Awaited | None = None
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self.tell_time)
        self.unfold = button(tr("Details"), "link", self._toggle)
        self.copy = button(tr("Copy"), "link", self._copy, tr("Copy what happened"))
        close = button(tr("Dismiss"), "link", self.dismissed.emit)
        self.sign = Sign(24)
        self.sign.show_sign("failed", "bad", tr("Failed"))
        layout = QVBoxLayout()
        layout.setSpacing(3)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(16, 8, 16, 8)
        whole.setSpacing(10)
        whole.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        whole.addLayout(layout, 1)
        self.retry = button(tr("Try again"), "link", self._retry)
        self.wait = button(tr("Wait for it"), "link", self._wait)
        self.offline = button(
            tr("Try offline"), "link", self._open_kept, tr("Open what is kept of it, and ask nobody")
        )
        self.offline.setObjectName("tryOffline")
        self.leave = button(tr("Stop waiting"), "link", self.leave_wanted.emit)
        self.others = button(tr("Add an endpoint…"), "link", self.endpoint_wanted.emit)
        self.time = label("", "strong", wrap=True)
        self.all = button(tr("Open all"), "link", self.all_wanted.emit, tr("Open all of them"))
        top = row(
            self.message, self.all, self.retry, self.offline, self.wait, self.leave, self.others, self.unfold,
            self.copy, close,
        )  # fmt: skip
        top.setStretch(0, 1)
        layout.addLayout(top)
        layout.addWidget(self.time)
        layout.addWidget(self.hint)
        layout.addWidget(self.details)
        self.offers = ChoiceList(tr("Transactions to choose from"))
        self.offers.setObjectName("offers")
        self.offers.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.offers.chosen.connect(self._pick)
        self.offers.activated.connect(lambda _index: self._pick(self.offers.current()))
        self.offers.hide()
        layout.addWidget(self.offers)
        layout.addStretch(1)

    def event(self, event: QEvent) -> bool:
        """Esc in the list belongs to it."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape and self.offers.hasFocus():
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc in the list chooses nothing."""
        if event.key() == Qt.Key.Key_Escape and self.offers.hasFocus():
            self.dismissed.emit()
        else:
            super().keyPressEvent(event)

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """Visible while there is a problem to tell."""
        problem = new.problem
        self.setVisible(problem is not None)
        if problem is None:
            self._problem = self._awaited = None
            self._clock.stop()
            return
        awaited = new.awaited if new.awaited is not None and new.awaited.given == problem.given else None
        if problem is self._problem and awaited == self._awaited:
            return
        if problem is not self._problem:
            self._tell(problem)
        self._problem, self._awaited = problem, awaited
        self._wait_on(problem, awaited)

    def _wait_on(self, problem: ProblemState, awaited: Awaited | None) -> None:
        """What is waited for is no failure yet."""
        waits, offered = awaited is not None, bool(problem.offers)
        calm = waits or (offered and problem.kind != "malformed")
        restyle(self, "tone", "offer" if calm else "wrong")
        self.sign.setVisible(not calm or waits)
        if waits:
            self.sign.show_sign("waiting", "wait", tr("Waits"))
        else:
            self.sign.show_sign("failed", "bad", tr("Failed"))
        self.retry.setVisible(problem.can_retry and not offered and not waits)
        self.wait.setVisible(problem.can_wait and not offered and not waits)
        self.leave.setVisible(waits)
        self.time.setVisible(waits)
        if waits:
            self.tell_time()
            self._clock.start()
        else:
            self._clock.stop()

    def tell_time(self) -> None:
        """How long it has been waited for by now."""
        if self._awaited is not None:
            set_text(self.time, awaited_words(self._awaited, time.monotonic()))

    def _tell(self, problem: ProblemState) -> None:
        set_text(self.message, visible_text(_sentence(problem), MESSAGE_SHOWN, keep="\n"))
        set_text(self.hint, visible_text(problem.hint, MESSAGE_SHOWN, keep="\n"))
        self.hint.setVisible(bool(problem.hint))
        self.details.setPlainText(visible_text("\n".join(problem.details), 10 * SHOWN, keep="\n"))
        offered = bool(problem.offers)
        wrong = not offered or problem.kind == "malformed"
        if offered:
            set_text(self.hint, "" if wrong else tr("Choose one:"))
            self.hint.setVisible(not wrong)
        self.others.setVisible(problem.can_ask_others and not offered)
        self.offline.setVisible(problem.kept and not offered)
        self.unfold.setVisible(bool(problem.details) and not offered)
        self.all.setVisible(1 < len(problem.offers) <= OPENED)
        self.copy.setVisible(not offered)
        self._offer(problem)
        self.unfold.setText(tr("Details"))
        self.details.hide()

    def _offer(self, problem: ProblemState) -> None:
        choices = tuple(
            Choice(
                offer.words,
                partial(self.fetch_wanted.emit, offer.open)
                if offer.fetch
                else partial(self.pick_wanted.emit, problem.given, offer.hash),
                offer.hash,
            )
            for offer in problem.offers
        )
        self.offers.fill(choices, 0)
        self.offers.setVisible(bool(choices))
        if choices:
            self.offers.setFixedHeight(self.offers.height_for(OFFERED))
            self.offers.setFocus(Qt.FocusReason.OtherFocusReason)

    def _pick(self, choice: Choice | None) -> None:
        if choice is not None and self._problem is not None:
            choice.run()

    def _toggle(self) -> None:
        self.details.setVisible(self.details.isHidden())
        self.unfold.setText(tr("Details") if self.details.isHidden() else tr("Hide details"))

    def _retry(self) -> None:
        if self._problem is not None:
            self.retry_wanted.emit(self._problem.given)

    def _wait(self) -> None:
        if self._problem is not None:
            self.wait_wanted.emit(self._problem.given)

    def _open_kept(self) -> None:
        if self._problem is not None:
            self.kept_wanted.emit(self._problem.given)

    def _copy(self) -> None:
        if self._problem is not None:
            parts = [self._problem.message, self._problem.hint, *self._problem.details]
            copy("\n".join(part for part in parts if part), tr("Message copied"))


class DocumentNotice(QFrame):
    """One line below the verdict: that the transaction is followed, or what the document lacks. Emits `wanted(link)`
    with a link of `Notice`, and `along_wanted(bool)`: whether the cursor is to go along with what arrives."""

    wanted = Signal(str)
    along_wanted = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("documentNotice")
        self.text = label("", "mute", wrap=True, selectable=True)
        self.links: dict[str, QPushButton] = {}
        self._notice: Notice | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 4, 16, 4)
        layout.setSpacing(8)
        layout.addWidget(self.text, 1)
        self.along = SwitchBox()
        self.along.setObjectName("goAlong")
        self.along.setText(tr("Stay at the end"))
        explain(self.along, tr("When more of it arrives, go to the new last step. Stepping back ends that."))
        self.along.clicked.connect(self.along_wanted)
        layout.addWidget(self.along)
        self._row = QHBoxLayout()
        self._row.setSpacing(4)
        layout.addLayout(self._row)

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """Visible while there is something to say of the tab in front."""
        notice = notice_of(new)
        self.setVisible(notice is not None)
        if notice is None or notice == self._notice:
            self._notice = notice
            return
        self.along.setVisible(notice.along is not None)
        self.along.setChecked(bool(notice.along))
        restyle(self, "tone", "wrong" if notice.wrong else "quiet")
        set_text(self.text, visible_text(" ".join(filter(None, (notice.text, notice.hint))), MESSAGE_SHOWN))
        if self._notice is None or self._notice.links != notice.links:
            self._offer(notice)
        self._notice = notice

    def _offer(self, notice: Notice) -> None:
        clear(self._row)
        self.links = {
            name: button(words, "link", partial(self.wanted.emit, name)) for name, words in notice.links
        }
        for link in self.links.values():
            self._row.addWidget(link)
