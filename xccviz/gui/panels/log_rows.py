"""Log lines as rows of a list panel, each made when it is looked at; unfolded, what an event carries. No Qt."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import islice

from xccviz.analysis.types import LogLine
from xccviz.catalogue import tr, trn
from xccviz.gui.lists.rows import MadeRows, Row
from xccviz.tables.events import LogSource
from xccviz.words.logs import ROLLED_BACK
from xccviz.words.numbers import UNKNOWN_NUMBER
from xccviz.words.places import height_words
from xccviz.words.value_lines import LINE, MOST_LINES, json_lines

NARROW = 46
"""Characters of a line of an unfolded text: what a narrow panel has room for."""


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
        place = "" if source.height is None else f", {height_words(source.height)}"
        tip = (tr("step {number}", number=when) if when else tr("no step")) + place
        tip += f"\n{source.contract}"
        if log.reverted:
            tip += f"\n{ROLLED_BACK}"
        text, tag = log.text, ""
        if event is not None:
            tag = str(event["standard"])
            text = f"{event['event']}  {_brief(event['data'])}"
        return Row(
            cells=(when or UNKNOWN_NUMBER, source.contract, " ".join(text[:LINE].split("\n"))),
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
        lines = list(islice(_unfolded(log), MOST_LINES + 1))
        if len(lines) > MOST_LINES:
            lines[-1] = tr("… the rest is in the inspector")
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
        return trn("{count} entry", "{count} entries", len(data))
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
