"""Log lines as rows of a list panel, each made when it is looked at; unfolded, what an event carries. No Qt."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice

from xccviz.analysis.types import LogLine
from xccviz.catalogue import numeral, tr, trn
from xccviz.gui.lists.rows import MadeRows, Row
from xccviz.tables.events import LogSource
from xccviz.words.ahead import ahead_words
from xccviz.words.logs import rolled_back
from xccviz.words.numbers import UNKNOWN_NUMBER
from xccviz.words.places import height_words
from xccviz.words.signs import ACTIONS
from xccviz.words.value_lines import LINE, MOST_LINES, json_lines

SHORT = 40
"""Characters of a line that a narrow panel has room for."""


class LogRows(MadeRows):
    """The chosen lines as rows below a heading for each receipt: its step and the contract."""

    def __init__(
        self, sources: Sequence[LogSource], lines: Sequence[tuple[int, int]], now: int | None = None
    ) -> None:
        """`now`: the step after which all is ahead, None where nothing is."""
        super().__init__()
        self._now = now
        self.sources = sources
        self.lines = lines
        self._begins = [k for k, (i, _) in enumerate(lines) if k == 0 or lines[k - 1][0] != i]
        """Numbers of the lines that are the first of their receipt: a heading stands above each."""
        self.headings = [begin + above for above, begin in enumerate(self._begins)]
        self._of_node: dict[str, tuple[int, int]] | None = None

    def __len__(self) -> int:
        return len(self.lines) + len(self._begins)

    def _line(self, index: int) -> int | None:
        """The number of the line in a row, None for a heading."""
        above = bisect_right(self.headings, index)
        return None if above and self.headings[above - 1] == index else index - above

    def make(self, index: int) -> Row:
        """A heading, or the row of a line."""
        number = self._line(index)
        source = self.sources[
            self.lines[index - bisect_left(self.headings, index) if number is None else number][0]
        ]
        when = UNKNOWN_NUMBER if source.step is None else numeral(source.step)
        if self._now is not None and (source.step is None or source.step > self._now):
            when = ahead_words(source.step)
        if number is None:
            void = source.logs[0].reverted
            return Row(
                (f"{when} · {source.contract}" + (f" · {ACTIONS['reverted'].word}" if void else ""),),
                source.node,
                sign="failed" if void else "none",
                sign_tone="bad",
                step=source.step,
                heading=True,
                tip=_place(source),
            )
        log = source.logs[self.lines[number][1]]
        event = log.event
        tip = _place(source) + (f"\n{rolled_back(1)}" if log.reverted else "")
        text, tag = log.text, ""
        if event is not None:
            tag = str(event.standard)
            text = f"{event.event}  {_brief(event.data)}"
        return Row(
            cells=(" ".join(text[:LINE].split("\n")),),
            node=source.node,
            tone="text" if event is None else "ind",
            tag=tag,
            step=source.step,
            struck=log.reverted,
            context=f"{when} · {source.contract}",
            tip=tip,
            log=self.lines[number][1],
        )

    def has_children(self, index: int) -> bool:
        """Events unfold into their data, other lines into their text where it is long."""
        number = self._line(index)
        if number is None:
            return False
        i, j = self.lines[number]
        log = self.sources[i].logs[j]
        return log.event is not None or len(log.text) > SHORT or "\n" in log.text

    def children(self, index: int) -> Sequence[Row]:
        """The event's data as indented JSON, or the text in lines that can be read."""
        number = self._line(index)
        if number is None:
            return ()
        i, j = self.lines[number]
        source, log = self.sources[i], self.sources[i].logs[j]
        lines = list(islice(_unfolded(log), MOST_LINES + 1))
        if len(lines) > MOST_LINES:
            lines[-1] = tr("… the rest is in the inspector")
        return [
            Row((line,), source.node, tone="mute", step=source.step, struck=log.reverted) for line in lines
        ]

    def of_node(self, node: str) -> Sequence[int]:
        """Numbers of the rows of the node's lines; they stand together."""
        if self._of_node is None:
            self._of_node = {}
            ends = [*self._begins, len(self.lines)][1:]
            for above, (begin, end) in enumerate(zip(self._begins, ends, strict=True), 1):
                self._of_node[self.sources[self.lines[begin][0]].node] = (begin + above, end - begin)
        first, count = self._of_node.get(node, (0, 0))
        return range(first, first + count)


def _place(source: LogSource) -> str:
    """Where in time and on the chain: step, block, contract."""
    when = tr("no step") if source.step is None else tr("step {number}", number=numeral(source.step))
    block = "" if source.height is None else f", {height_words(source.height)}"
    return f"{when}{block}\n{source.contract}"


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
        version = log.event.version
        yield f"{log.event.standard} {version or ''}".strip() + f" · {log.event.event}"
        yield from json_lines(log.event.data)
        return
    for line in log.text.split("\n"):
        for begin in range(0, max(1, len(line)), LINE):
            yield line[begin : begin + LINE]
