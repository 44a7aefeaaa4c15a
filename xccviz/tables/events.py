"""Every log line of a transaction in the order of time; NEP-297 events are told apart, and void ones marked."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from xccviz.analysis.types import LogLine
from xccviz.catalogue import numeral, tr
from xccviz.document import Document
from xccviz.replay.types import Moment
from xccviz.tables.table import Column, Table, Value
from xccviz.values import frozen
from xccviz.words.lengths import Length
from xccviz.words.signs import ACTIONS, NOT_KNOWN


@frozen
class LogSource:
    """The lines of one receipt. `step` that executed it (None: it has none), `height` its block, `contract` the
    account that printed them."""

    node: str
    step: int | None
    height: int | None
    contract: str
    logs: tuple[LogLine, ...]


def log_sources(document: Document) -> tuple[LogSource, ...]:
    """All receipts that logged something, in the order of the timeline; those without a step come last."""
    found = []
    for node in document.graph.nodes:
        logs = document.analysis.facts[node.id].logs
        if not logs:
            continue
        steps = document.timeline.of_node.get(node.id, ())
        executor = node.outcome.executor_id if node.outcome is not None else None
        found.append(
            LogSource(node.id, steps[-1] if steps else None, node.height, executor or NOT_KNOWN, logs)
        )
    last = len(document.timeline) + 1
    return tuple(sorted(found, key=lambda source: last if source.step is None else source.step))


def logged_by(sources: Sequence[LogSource], moment: Moment | None) -> Sequence[LogSource]:
    """Those of `log_sources` that had logged by a moment (None: the end)."""
    if moment is None or moment.at_end:
        return sources
    index = moment.index
    return sources[: bisect_right(sources, index, key=lambda s: index + 1 if s.step is None else s.step)]


def contracts_of(sources: Sequence[LogSource]) -> tuple[str, ...]:
    """The accounts that logged, by name."""
    return tuple(sorted({source.contract for source in sources}))


def matches(sources: Sequence[LogSource], text: str, contract: str) -> Iterator[tuple[int, int] | None]:
    """(source, line) of all lines that hold `text` in any case and, unless it is "", come from `contract`. None after
    every look at a line, so that a caller can pause between any two."""
    wanted = text.casefold()
    for i, source in enumerate(sources):
        if contract and source.contract != contract:
            continue
        for j, log in enumerate(source.logs):
            if not wanted or wanted in source.contract or wanted in log.text.casefold():
                yield i, j
            else:
                yield None


@frozen
class EventRow:
    """One line of a source."""

    source: LogSource
    log: LogLine

    def member(self, name: str) -> str | None:
        """A member of the event, as text; None for a line that is none."""
        value = getattr(self.log.event, name) if self.log.event is not None else None
        return str(value) if value is not None else None


def event_rows(document: Document, moment: Moment | None = None) -> Iterator[EventRow]:
    """All lines that were logged by a moment, in the order of time."""
    for source in logged_by(log_sources(document), moment):
        for log in source.logs:
            yield EventRow(source, log)


def _text(row: EventRow) -> Value:
    return row.log.text if row.log.event is None else json.dumps(row.log.event.data, ensure_ascii=False)


def _member(id: str, title: str, name: str) -> Column[EventRow]:
    return Column(id, title, name, lambda row: row.member(id), lambda row, length: row.member(id) or "")


def _step(row: EventRow, length: Length) -> str:
    return NOT_KNOWN if row.source.step is None else numeral(row.source.step)


def _block(row: EventRow, length: Length) -> str:
    return "" if row.source.height is None else numeral(row.source.height)


COLUMNS: tuple[Column[EventRow], ...] = (
    Column("step", tr("STEP"), tr("Step"), lambda row: row.source.step, _step, "step"),
    Column("block", tr("BLOCK"), tr("Block"), lambda row: row.source.height, _block, "height"),
    Column(
        "contract",
        tr("CONTRACT"),
        tr("Contract"),
        lambda row: row.source.contract,
        lambda row, length: row.source.contract,
    ),
    _member("standard", tr("STANDARD"), tr("Standard")),
    _member("version", tr("VERSION"), tr("Version")),
    _member("event", tr("EVENT"), tr("Event")),
    Column("text", tr("TEXT"), tr("Text or data"), _text, lambda row, length: str(_text(row))),
    Column(
        "reverted",
        tr("ROLLED BACK"),
        tr("Rolled back"),
        lambda row: row.log.reverted,
        lambda row, length: ACTIONS["reverted"].word if row.log.reverted else "",
    ),
)
EVENTS = Table(
    "events",
    tr("Events and logs"),
    COLUMNS,
    event_rows,
    lambda row: ACTIONS["reverted" if row.log.reverted else "ok"],
    lambda row: row.source.node,
)
