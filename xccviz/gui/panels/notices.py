"""What is being done, and what went wrong: two strips below the open bar that leave the document alone."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout

from xccviz.gui.signs import Sign
from xccviz.gui.store import AppState, ProblemState
from xccviz.gui.theme import current_theme
from xccviz.gui.widgets import SHOWN, ElidedLabel, button, label, row, set_text
from xccviz.model.text import visible_text

DETAILS_HEIGHT = 130
"""Px; more of them scrolls."""
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
        self.setAccessibleName("What is being done")
        self._share = 0.0
        layout = row(self.text, label("Esc cancels", "mute"))
        layout.setStretch(0, 1)
        layout.setContentsMargins(20, 6, 16, 7)
        self.setLayout(layout)

    def render(self, state: AppState) -> None:
        """Visible while a job runs."""
        self.setVisible(state.job is not None)
        if state.job is not None:
            job = state.job
            self.text.show_text(f"Opening {job.opening[:70]}: {job.text}…")
            self._share = min(1.0, job.done / job.total) if job.total else 0.0
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line below."""
        super().paintEvent(event)
        if self._share > 0:
            painter = QPainter(self)
            painter.fillRect(0, self.height() - 2, round(self.width() * self._share), 2, current_theme().roles["ind"])


def _sentence(text: str) -> str:
    """With a capital, if it begins with a word: ids and names keep their spelling."""
    first = text.split(" ", 1)[0]
    return text[:1].upper() + text[1:] if first.isalpha() and first.islower() and len(first) < 12 else text


class ProblemStrip(QFrame):
    """A failed open: what happened, what to do, details to unfold and copy. Emits `dismissed()` and
    `retry_wanted(what was given)`."""

    dismissed = Signal()
    retry_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("problem")
        self.message = label("", "name", wrap=True, selectable=True)
        self.hint = label("", "mute", wrap=True, selectable=True)
        # Scrolls: a long list must not push the document out of the window.
        self.details = QPlainTextEdit()
        self.details.setObjectName("problemDetails")
        self.details.setAccessibleName("Details")
        self.details.setReadOnly(True)
        self.details.setFixedHeight(DETAILS_HEIGHT)
        self.details.hide()
        self._problem: ProblemState | None = None
        self.unfold = button("Details", "link", self._toggle)
        self.copy = button("Copy", "link", self._copy, "Copy what happened")
        close = button("Dismiss", "link", self.dismissed.emit)
        sign = Sign(24)
        sign.show_sign("failed", "bad", "Failed")
        layout = QVBoxLayout()
        layout.setSpacing(3)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(16, 8, 16, 8)
        whole.setSpacing(10)
        whole.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        whole.addLayout(layout, 1)
        self.retry = button("Try again", "link", self._retry)
        top = row(self.message, self.retry, self.unfold, self.copy, close)
        top.setStretch(0, 1)
        layout.addLayout(top)
        layout.addWidget(self.hint)
        layout.addWidget(self.details)

    def render(self, state: AppState) -> None:
        """Visible while there is a problem to tell."""
        problem = state.problem
        self.setVisible(problem is not None)
        if problem is None:
            self._problem = None
            return
        if problem is self._problem:
            return
        self._problem = problem
        set_text(self.message, visible_text(_sentence(problem.message), MESSAGE_SHOWN, keep="\n"))
        set_text(self.hint, visible_text(problem.hint, MESSAGE_SHOWN, keep="\n"))
        self.hint.setVisible(bool(problem.hint))
        self.details.setPlainText(visible_text("\n".join(problem.details), 10 * SHOWN, keep="\n"))
        self.retry.setVisible(problem.can_retry)
        self.unfold.setVisible(bool(problem.details))
        self.unfold.setText("Details")
        self.details.hide()

    def _toggle(self) -> None:
        self.details.setVisible(self.details.isHidden())
        self.unfold.setText("Details" if self.details.isHidden() else "Hide details")

    def _retry(self) -> None:
        if self._problem is not None:
            self.retry_wanted.emit(self._problem.given)

    def _copy(self) -> None:
        if self._problem is not None:
            parts = [self._problem.message, self._problem.hint, *self._problem.details]
            QGuiApplication.clipboard().setText("\n".join(part for part in parts if part))
