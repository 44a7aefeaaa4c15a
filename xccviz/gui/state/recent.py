"""What was opened before, and the samples, as rows of a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from xccviz.catalogue import tr
from xccviz.gui.state.choices import Choice
from xccviz.gui.state.memory import Recent, when_words
from xccviz.sources.files.sample import Sample, list_samples
from xccviz.values import replace
from xccviz.words.ids import distinct
from xccviz.words.signs import VERDICTS, Sign

if TYPE_CHECKING:
    from xccviz.gui.state.store import AppState


def compare_choices(
    state: AppState, with_tab: Callable[[int], None], with_given: Callable[[str], None], now: datetime
) -> tuple[Choice, ...]:
    """What the transaction in front can be compared with: what is open, what was opened before, the samples."""
    front = (
        state.pair.a.document
        if state.pair is not None
        else state.tab.document
        if state.tab is not None
        else None
    )
    titles = distinct([(tab.title, tab.document.trace.transaction.hash) for tab in state.tabs])
    found = [
        Choice(
            title,
            partial(with_tab, tab.key),
            tr("open"),
            tab.document.verdict.title,
            VERDICTS[tab.document.verdict.ending],
        )
        for tab, title in zip(state.tabs, titles, strict=True)
        if tab.document is not front
    ]
    known = {tab.given for tab in state.tabs}
    for entry in named(state.recent):
        if entry.given not in known:
            found.append(recent_choice(entry, partial(with_given, entry.given), now))
            known.add(entry.given)
    for sample in list_samples():
        if f"sample:{sample.name}" not in known:
            found.append(sample_choice(sample, partial(with_given, f"sample:{sample.name}")))
    return tuple(found)


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
    """Network, or what kind of thing it was, and when: `mainnet · 14:03`, `pinned · sample · yesterday`."""
    if entry.given.startswith("sample:"):
        where = tr("sample")
    elif "/" in entry.given or "\\" in entry.given:
        where = tr("file")
    else:
        where = entry.network
    pinned = tr("pinned") if entry.pinned else ""
    return " · ".join(part for part in (pinned, where, when_words(entry.at, now)) if part)


def sample_choice(sample: Sample, run: Callable[[], None]) -> Choice:
    """A sample with its story."""
    return Choice(sample.name, run, tr("sample"), sample.story, None, f"sample:{sample.name}")
