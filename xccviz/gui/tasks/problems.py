"""What went wrong, as the window tells it: an error of what was given, or a bug of xccviz."""

from __future__ import annotations

import logging
import os
import traceback
from collections import deque
from pathlib import Path

from xccviz.catalogue import tr
from xccviz.gui.state.store import AppState, ProblemState
from xccviz.model.errors import UserError, in_window
from xccviz.sources.redact import without_secrets
from xccviz.values import replace

log = logging.getLogger(__name__)
_KEPT: deque[str] = deque(maxlen=5)
"""Tracebacks of the last bugs, for a report."""


def kept_bugs() -> tuple[str, ...]:
    """The tracebacks of the last bugs that this process told of, the latest first."""
    return tuple(reversed(_KEPT))


def problem_of(given: str, error: Exception) -> ProblemState:
    """An error in words; what is no UserError is a bug and says so."""
    if isinstance(error, UserError):
        hint = in_window(error.hint)
        return ProblemState(
            given, error.message, hint, error.details, error.kind, kept=error.kept, offers=error.offers
        )
    log.error("nobody handled this", exc_info=error)
    return ProblemState(
        given,
        tr("This is a bug in xccviz."),
        tr("Please report it: the menu Help saves a report of it."),
        _traceback(error),
        "bug",
    )


def put_back(state: AppState, before: AppState, error: Exception) -> AppState:
    """`state` after a change of `before` that could not be shown, for `error`: everything stands as it did, and a
    sentence says so. What runs beside the window runs on."""
    log.error("a change can't be shown", exc_info=error)
    problem = ProblemState(
        state.tab.given if state.tab is not None else "",
        tr("This can't be shown, which is a bug in xccviz."),
        tr("Everything stands as it did before. Please report it: the menu Help saves a report of it."),
        _traceback(error),
        "bug",
        can_retry=False,
    )
    return replace(before, job=state.job, following=state.following, problem=problem)


def _traceback(error: Exception) -> tuple[str, ...]:
    """Its lines, as they may be copied into an issue: without keys, and ~ for the folder of this user."""
    told = _homeless(without_secrets("".join(traceback.format_exception(error)), os.environ))
    _KEPT.append(told)
    return tuple(told.splitlines()[-30:])


def _homeless(text: str) -> str:
    try:
        home = str(Path.home())
    except RuntimeError:
        return text
    return text.replace(home, "~") if len(home) > 1 else text
