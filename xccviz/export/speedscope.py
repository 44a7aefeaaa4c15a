"""`--to speedscope`: flame graphs for speedscope, whose weights are gas, and time.

    caller.near.run ─────────────────────────────┐      gas: what each call burnt, below it on what, and its calls;
    execution │ contract            │ alpha.near.go      as wide as the ledger's total, to the last unit
              │ wasm instruction │… │ …

The second profile goes along the critical path: what the end waited for, in nanoseconds or else in blocks. Refunds are
left out, as they are of the total.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from xccviz import __version__
from xccviz.analysis.gas.flow import flows
from xccviz.analysis.time.critical_path import critical_path
from xccviz.analysis.types import GasLedger
from xccviz.catalogue import tr
from xccviz.document import Document
from xccviz.export.about import about
from xccviz.export.stressed import moment_of
from xccviz.export.types import ExportOptions
from xccviz.graph.types import Node
from xccviz.model.literals import happened
from xccviz.model.raw import Json, JsonObject
from xccviz.model.text import visible_text
from xccviz.replay.standing import progress_of
from xccviz.values import frozen
from xccviz.words.gas import COST_KINDS, LEDGER, cost_words
from xccviz.words.names import spoken_name
from xccviz.words.signs import MARKS, PROGRESS
from xccviz.words.values import TEXT_LIMIT

SCHEMA = "https://www.speedscope.app/file-format-schema.json"


def run(document: Document, options: ExportOptions) -> bytes:
    """The profiles as UTF-8 JSON in speedscope's own format; at a moment what was burnt and waited for by then."""
    writer = _Writer(document, options)
    profiles: list[Json] = [writer.gas(), *writer.time()]
    value: JsonObject = {
        "$schema": SCHEMA,
        "name": visible_text(" · ".join(about(document, options.step))),
        "exporter": f"xccviz {__version__}",
        "activeProfileIndex": 0,
        "shared": {"frames": writer.frames},
        "profiles": profiles,
    }
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode("utf-8")


_CALLERS = 50_000
"""Callers that are told anew above what runs next; a path that jumps from one deep branch to another and back has more
of them than anybody can read."""


@frozen
class _Part:
    """Something that gas was burnt on within a receipt, and on what of that in detail."""

    name: str
    gas: int
    inner: tuple[tuple[str, int], ...] = ()


class _Writer:
    """Frames are shared by both profiles, and by all calls of one name."""

    def __init__(self, document: Document, options: ExportOptions) -> None:
        self.document, self.analysis = document, document.analysis
        self.graph = document.graph
        self.moment = moment_of(document, options)
        self.frames: list[Json] = []
        self._numbers: dict[tuple[str, str], int] = {}

    def gas(self) -> JsonObject:
        """What was burnt, by call path."""
        events, at = list[Json](), 0
        found = flows(self.analysis, "burnt")
        shown = self._shown([(node, flow.calls) for node, flow in found.items()])
        first = next(iter(found))
        stack: list[tuple[str, bool]] = [(first, True)] if first in shown else []
        while stack:
            id, opens = stack.pop()
            frame = self._frame(self.graph.by_id[id])
            events.append(_event("O" if opens else "C", frame, at))
            if not opens:
                continue
            if self._ran(id):
                ledger = self.analysis.facts[id].gas
                self._burnt(events, at, parts_of(ledger))
                at += ledger.burnt or 0
            stack.append((id, False))
            stack += [(call, True) for call in reversed(found[id].calls) if call in shown]
        return _profile(tr("Gas burnt, refunds left out"), "none", events, at)

    def time(self) -> Iterator[JsonObject]:
        """What the end, or what ran last by a moment, waited for; nothing where no document says when things ran."""
        hops = critical_path(self.graph, self._last())
        nodes = [self.graph.by_id[hop.node] for hop in hops]
        for name, unit, known in (
            (tr("Time on the critical path"), "nanoseconds", [node.timestamp_ns for node in nodes]),
            (tr("Blocks on the critical path"), "none", [node.height for node in nodes]),
        ):
            times = [each for each in known if each is not None]
            if len(times) == len(nodes) > 1 and times == sorted(times):
                yield _profile(name, unit, self._along(nodes, times), times[-1] - times[0])
                return

    def _along(self, nodes: Sequence[Node], times: Sequence[int]) -> list[Json]:
        """One call path after the other: from where one receipt ran to where the next ran, that one's."""
        events, open_ = list[Json](), list[str]()
        depth: dict[str, int] = {}
        left = _CALLERS
        for number, node in enumerate(nodes):
            at = times[max(number - 1, 0)] - times[0]
            way: dict[str, None] = {}
            here: str | None = node.id
            while (
                here is not None
                and here in self.graph.by_id
                and here not in depth
                and here not in way
                and len(way) <= left
            ):
                way[here] = None
                here = self.graph.by_id[here].parent
            left -= max(0, len(way) - 1)
            keep = depth[here] + 1 if here is not None and here in depth else 0
            _close(events, self, open_, depth, keep, at)
            for id in reversed(way):
                depth[id] = len(open_)
                open_.append(id)
                events.append(_event("O", self._frame(self.graph.by_id[id]), at))
        _close(events, self, open_, depth, 0, times[-1] - times[0])
        return events

    def _burnt(self, events: list[Json], at: int, parts: Sequence[_Part]) -> None:
        for part in parts:
            frame, inner = self._number(part.name), at
            events.append(_event("O", frame, at))
            for name, gas in part.inner:
                cost = self._number(name)
                events += [_event("O", cost, inner), _event("C", cost, inner + gas)]
                inner += gas
            at += part.gas
            events.append(_event("C", frame, at))

    def _last(self) -> Node | None:
        """What ran last by a moment, refunds left out; None for the end."""
        if self.moment is None:
            return None
        for step in reversed(self.document.timeline.steps[: self.moment.index]):
            if step.kind in ("execute", "convert"):
                return self.graph.by_id[step.node]
        return self.graph.root

    def _shown(self, tree: Sequence[tuple[str, Sequence[str]]]) -> set[str]:
        """What ran, and whatever leads there; callers stand before their calls."""
        shown: set[str] = set()
        for id, calls in reversed(tree):
            if self._ran(id) or not shown.isdisjoint(calls):
                shown.add(id)
        return shown

    def _ran(self, id: str) -> bool:
        if self.moment is None:
            return self.analysis.facts[id].gas.burnt is not None
        return happened(self.moment.progress.get(id))

    def _frame(self, node: Node) -> int:
        progress = progress_of(self.analysis, node.id, self.moment)
        name = visible_text(spoken_name(node, ended=False), TEXT_LIMIT)
        if progress == "failed":
            name = f"{MARKS[PROGRESS[progress].shape]} {name}"
        account = node.outcome.executor_id if node.outcome is not None else None
        return self._number(name, visible_text(account or "", TEXT_LIMIT))

    def _number(self, name: str, file: str = "") -> int:
        number = self._numbers.setdefault((name, file), len(self.frames))
        if number == len(self.frames):
            self.frames.append({"name": name, "file": file} if file else {"name": name})
        return number


def parts_of(gas: GasLedger) -> tuple[_Part, ...]:
    """What a receipt burnt its gas on, as far as it is known; () where the parts would be more than the whole."""
    kinds = {"ACTION_COST": gas.send_fees, "WASM_HOST_COST": gas.contract}
    parts = [_Part(LEDGER["execution_fees"], gas.execution_fees or 0)]
    for kind, whole in kinds.items():
        costs = [
            (visible_text(cost_words(entry.cost), TEXT_LIMIT), entry.gas)
            for entry in gas.profile
            if entry.category == kind and entry.gas
        ]
        named = sum(cost for _, cost in costs)
        if any(cost < 0 for _, cost in costs) or (whole is not None and named > whole):
            return ()
        parts.append(_Part(COST_KINDS[kind], named if whole is None else whole, tuple(costs)))
    if any(part.gas < 0 for part in parts) or sum(part.gas for part in parts) > (gas.burnt or 0):
        return ()
    return tuple(part for part in parts if part.gas)


def _close(
    events: list[Json], writer: _Writer, open_: list[str], depth: dict[str, int], keep: int, at: int
) -> None:
    while len(open_) > keep:
        id = open_.pop()
        del depth[id]
        events.append(_event("C", writer._frame(writer.graph.by_id[id]), at))


def _event(type: str, frame: int, at: int) -> JsonObject:
    return {"type": type, "frame": frame, "at": at}


def _profile(name: str, unit: str, events: list[Json], end: int) -> JsonObject:
    return {"type": "evented", "name": name, "unit": unit, "startValue": 0, "endValue": end, "events": events}
