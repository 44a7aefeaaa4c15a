"""Failures as the wire has them, and what is made of them with the bundled dictionary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xccviz.analysis.failures.match import match_error
from xccviz.analysis.types import ErrorFacts
from xccviz.document import error_dictionary
from xccviz.words.errors import ErrorText, error_text


def execution_error(text: Any, index: int | None = 0) -> dict[str, Any]:
    """A call that failed with `text`."""
    return {"ActionError": {"index": index, "kind": {"FunctionCallError": {"ExecutionError": text}}}}


def panic(text: str) -> dict[str, Any]:
    """A call whose contract panicked with `text`."""
    return execution_error(f"Smart contract panicked: {text}")


def matched(failure: Any, case: str | None = None, known: Mapping[str, Any] | None = None) -> ErrorFacts:
    """The facts about a failure."""
    return match_error(failure, error_dictionary(), case, known)


def explained(failure: Any, case: str | None = None, known: Mapping[str, Any] | None = None) -> ErrorText:
    """The words about a failure."""
    return error_text(matched(failure, case, known))
