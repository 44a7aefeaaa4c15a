"""What was opened before, and the samples, as rows of a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from xccviz.catalogue import tr
from xccviz.gui.state.choices import Choice
from xccviz.gui.state.memory import Recent, when_words
from xccviz.sources.files.sample import Sample
from xccviz.values import replace
from xccviz.words.ids import distinct
from xccviz.words.signs import VERDICTS, Sign


def named(recent: Sequence[Recent]) -> tuple[Recent, ...]:
    """The entries with titles that differ: of alike ones the hash is said too."""
    titles = distinct([(entry.title, entry.hash or entry.given) for entry in recent])
    return tuple(replace(entry, title=title) for entry, title in zip(recent, titles, strict=True))


def recent_choice(entry: Recent, run: Callable[[], None], now: datetime) -> Choice:
    """Its first call and how it ended; found by what opens it again too."""
    search = f"{entry.given} {entry.hash}".strip()
    return Choice(entry.title, run, where_words(entry, now), entry.verdict, verdict_sign(entry), search)


def verdict_sign(entry: Recent) -> Sign:
    """How it ended; a code of another version is none that we know."""
    stored = {str(code): sign for code, sign in VERDICTS.items()}
    return stored.get(entry.code, VERDICTS["unknown"])


def where_words(entry: Recent, now: datetime) -> str:
    """Network, or what kind of thing it was, and when: `mainnet · 14:03`."""
    if entry.given.startswith("sample:"):
        where = tr("sample")
    elif "/" in entry.given or "\\" in entry.given:
        where = tr("file")
    else:
        where = entry.network
    return " · ".join(part for part in (where, when_words(entry.at, now)) if part)


def sample_choice(sample: Sample, run: Callable[[], None]) -> Choice:
    """A sample with its story."""
    return Choice(sample.name, run, tr("sample"), sample.story, None, f"sample:{sample.name}")
