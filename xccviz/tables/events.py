"""Every log line of a transaction in the order of time, and what an event's data looks like unfolded."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from xccviz.analysis.types import LogLine
from xccviz.document import Document
from xccviz.tables.rows import MadeRows, Row
from xccviz.words.signs import NOT_KNOWN

UNFOLDED = 200
"""Lines of one unfolded row; the inspector and the exports have the rest."""
NARROW = 46
"""Characters of a line of an unfolded text: what a narrow panel has room for."""
LINE = 400
"""Characters of one line in a row; Qt measures every one of them."""


@dataclass(frozen=True, slots=True)
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


class LogRows(MadeRows):
    """The chosen lines as rows: step, contract, text."""

    def __init__(self, sources: Sequence[LogSource], lines: Sequence[tuple[int, int]]) -> None:
        super().__init__()
        self.sources = sources
        self.lines = lines
        self._of_node: dict[str, tuple[int, int]] | None = None

    def __len__(self) -> int:
        return len(self.lines)

    def make(self, index: int) -> Row:
        """The row of a line."""
        i, j = self.lines[index]
        source = self.sources[i]
        log = source.logs[j]
        event = log.event
        when = "" if source.step is None else f"{source.step:,}"
        place = "" if source.height is None else f", block {source.height:,}"
        tip = f"step {when}{place}" if when else f"no step{place}"
        tip += f"\n{source.contract}"
        if log.reverted:
            tip += "\nThe receipt failed: what this line tells was rolled back."
        text, tag = log.text, ""
        if event is not None:
            tag = str(event["standard"])
            text = f"{event['event']}  {_brief(event['data'])}"
        return Row(
            cells=(when or "?", source.contract, " ".join(text[:LINE].split("\n"))),
            node=source.node,
            tone="text" if event is None else "ind",
            sign="failed" if log.reverted else "none",
            sign_tone="bad",
            tag=tag,
            step=source.step,
            struck=log.reverted,
            tip=tip,
        )

    def has_children(self, index: int) -> bool:
        """Events unfold into their data, other lines into their text where it is long."""
        i, j = self.lines[index]
        log = self.sources[i].logs[j]
        return log.event is not None or len(log.text) > 40 or "\n" in log.text

    def children(self, index: int) -> Sequence[Row]:
        """The event's data as indented JSON, or the text in lines that can be read."""
        i, j = self.lines[index]
        source, log = self.sources[i], self.sources[i].logs[j]
        lines = list(islice(_unfolded(log), UNFOLDED + 1))
        if len(lines) > UNFOLDED:
            lines[-1] = "… the rest is in the inspector"
        return [
            Row(("", "", line), source.node, tone="mute", step=source.step, struck=log.reverted)
            for line in lines
        ]

    def of_node(self, node: str) -> Sequence[int]:
        """Numbers of the node's lines; they stand together."""
        if self._of_node is None:
            self._of_node = {}
            for number, (i, _) in enumerate(self.lines):
                name = self.sources[i].node
                first, count = self._of_node.get(name, (number, 0))
                self._of_node[name] = (first, count + 1)
        first, count = self._of_node.get(node, (0, 0))
        return range(first, first + count)


def _brief(data: object) -> str:
    """The beginning of an event's data on one line."""
    if isinstance(data, list) and len(data) == 1:
        data = data[0]
    if isinstance(data, dict):
        return ", ".join(f"{key[:80]}: {_brief(value)}" for key, value in islice(data.items(), 8))[:LINE]
    if isinstance(data, list):
        return f"{len(data):,} entries"
    if isinstance(data, str):
        return data[:LINE]
    return json.dumps(data)[:LINE]


def _unfolded(log: LogLine) -> Iterator[str]:
    if log.event is not None:
        version = log.event["version"]
        yield f"{log.event['standard']} {version or ''}".strip() + f" · {log.event['event']}"
        yield from json_lines(log.event["data"])
        return
    for line in log.text.split("\n"):
        for begin in range(0, max(1, len(line)), NARROW):
            yield line[begin : begin + NARROW]


def json_lines(value: object) -> Iterator[str]:
    """JSON in indented lines, one by one; a long line goes on in the next."""
    pending = ""
    for piece in json.JSONEncoder(indent=2, ensure_ascii=False).iterencode(value):
        first, *more = piece[: LINE * UNFOLDED].split("\n")
        pending += first
        for line in more:
            yield from _broken(pending)
            pending = line
    yield from _broken(pending)


def _broken(line: str) -> Iterator[str]:
    for begin in range(0, max(1, len(line)), LINE):
        yield line[begin : begin + LINE]
