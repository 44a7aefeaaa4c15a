"""What is said of the bundled transactions together."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from xccviz.catalogue import tr
from xccviz.model.errors import UserError
from xccviz.sources.files.sample import Sample, list_samples


def samples_words(samples: Sequence[Sample]) -> str:
    """Which of them bring all that their calls take to run again; "" where none does."""
    names = ", ".join(f"sample:{one.name}" for one in samples if one.replays)
    return tr("Samples whose calls can be run again offline: {names}.", names=names) if names else ""


def other_samples_words(given: str) -> str:
    """The same where a sample was opened that lacks something; "" for anything else that was `given`, and where the
    list of samples is damaged, which the hint of an error need not tell."""
    if not given.strip().lower().startswith("sample:"):
        return ""
    with suppress(UserError):
        return samples_words(list_samples())
    return ""
