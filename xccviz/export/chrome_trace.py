"""`--to chrome-trace`: the Trace Event Format, for Perfetto and chrome://tracing.

    the transaction  ▕━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━▏       a process an account, a thread for what runs there at the
    caller.near      ▕━ run ━▏╲        ╱▕ on_done   ━▏       same time; a slice from where a receipt was made to where
                              ╲▕━━━━▏ ╱                      it ran; arrows for calls and results; a mark where one
    alpha.near                 ▕ go ▏╱                       failed

Microseconds come from the blocks' own times; where one is not known, from their heights, else from the order of the
steps. The file says which. What runs in a block is drawn a tenth of the shortest time between two blocks long: a block
says when it began, and not how long anything took in it.
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, pairwise
from typing import Literal

from xccviz import __version__
from xccviz.catalogue import tr
from xccviz.document import Document
from xccviz.export.about import about, said_first
from xccviz.export.spans import Span, sentences, short, spans_of
from xccviz.export.stressed import moment_of
from xccviz.export.types import ExportOptions
from xccviz.model.literals import SlotState
from xccviz.model.raw import Json, JsonObject
from xccviz.pieces import between, utf8, watched
from xccviz.replay.standing import resumed_by
from xccviz.values import field, frozen, mutable
from xccviz.words.signs import MARKS
from xccviz.words.slots import slot_list
from xccviz.words.titles import RESUMED

Measure = Literal["time", "blocks", "steps"]
MEASURES: Mapping[Measure, str] = {
    "time": tr("Times are those of the blocks."),
    "blocks": tr("When a block began is not known of all: a second here is a block."),
    "steps": tr("When anything ran is not known: a second here is a step."),
}
"""What a microsecond of a file comes from, as it says itself."""
SECOND = 1_000_000_000
_ARRIVED: tuple[SlotState, ...] = ("arrived", "failed")


def run(document: Document, options: ExportOptions) -> bytes:
    """The events as UTF-8 JSON, a line each; at a moment those until then."""
    spans = spans_of(document, options)
    clock = clock_of(document, spans)
    lanes = lanes_of(spans, clock)
    hash, line = about(document, options.step)
    title, explanation = said_first(document, moment_of(document, options))
    said: JsonObject = {
        "title": sentences(title),
        "explanation": sentences(explanation),
        "transaction": short(hash),
        "about": sentences(line),
        "measure": clock.measure,
        "note": MEASURES[clock.measure],
        "exporter": f"xccviz {__version__}",
    }
    if clock.began is not None:
        said["began_ns"] = str(clock.began)
    events = chain(
        _whole(said, clock, spans),
        _names(spans, lanes),
        _slices(spans, clock, lanes),
        _flows(document, spans, clock, lanes),
        _failures(spans, clock, lanes),
    )
    head = f'{{"displayTimeUnit":"ms",\n"otherData":{_ENCODER.encode(said)},\n"traceEvents":[\n'
    return utf8((head, *watched(between(",\n", map(_ENCODER.encode, events)), options.go_on), "\n]}\n"))


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
WHOLE = 1
"""The process of the transaction as a whole; its thread has the same number, as a program's first has."""


@frozen
class Clock:
    """Nanoseconds since the first thing ran. `ran`: by node id; `heights`: when a block began; `tick`: how long what
    runs is drawn; `now`: when the last thing ran; `began`: the first time since 1970, where it is known."""

    measure: Measure
    ran: Mapping[str, int]
    heights: Mapping[int, int]
    tick: int
    now: int
    began: int | None = None

    def start(self, span: Span) -> int:
        """When it was made, as far as that is known."""
        made = self.ran.get(span.node.parent or "")
        ran = self.ran.get(span.node.id)
        if made is None:
            return ran if ran is not None else self.now
        return made if ran is None else min(made, ran)

    def end(self, span: Span) -> int:
        """When it had run; of what has not, where the file ends; what never runs is a sign where it was made."""
        if span.node.never_runs:
            return self.start(span) + self.tick
        return self.ran.get(span.node.id, self.now) + self.tick


def clock_of(document: Document, spans: Sequence[Span]) -> Clock:
    """The best clock that tells of all that ran."""
    ran = [span.node for span in spans if span.ran and not span.node.never_runs]
    times = {node.id: node.timestamp_ns for node in ran if node.timestamp_ns is not None}
    heights = {node.id: node.height for node in ran if node.height is not None}
    if ran and len(times) == len(ran) and _sane(times, _LONGEST):
        began = min(times.values())
        found = {id: time - began for id, time in times.items()}
        return _clock("time", found, {height: found[id] for id, height in heights.items()}, began)
    if ran and len(heights) == len(ran) and _sane(heights, _MOST_BLOCKS):
        low = min(heights.values())
        found = {id: SECOND * (height - low) for id, height in heights.items()}
        return _clock("blocks", found, {height: found[id] for id, height in heights.items()})
    steps = document.timeline.history.ran_at
    return _clock("steps", {node.id: SECOND * steps.get(node.id, 0) for node in ran}, {})


_LONGEST = 10**18
_MOST_BLOCKS = 10**9
"""Nanoseconds and blocks that a transaction can take; what tells of more is not believed."""


def _sane(known: Mapping[str, int], most: int) -> bool:
    return max(known.values()) - min(known.values()) <= most


def _clock(
    measure: Measure, ran: Mapping[str, int], heights: Mapping[int, int], began: int | None = None
) -> Clock:
    times = sorted({*ran.values()})
    gaps = [later - earlier for earlier, later in pairwise(times)]
    tick = max(min(gaps, default=SECOND) // 10, 1)
    return Clock(measure, ran, heights, tick, max(times, default=0), began)


@frozen
class Lane:
    """A thread of a process: the numbers of both, and what they are called."""

    process: int
    thread: int
    account: str
    name: str


@mutable
class _Account:
    """The process of an account: its lanes, which of them are free, and until when the others are not."""

    process: int
    lanes: list[Lane] = field(default_factory=list)
    free: list[int] = field(default_factory=list)
    busy: list[tuple[int, int]] = field(default_factory=list)


def lanes_of(spans: Sequence[Span], clock: Clock) -> Mapping[str, Lane]:
    """By node id the thread in which no other receipt runs meanwhile: the first of its account that is free."""
    accounts: dict[str, _Account] = {}
    found: dict[str, Lane] = {}
    # No thread of an account has the number of a process: Perfetto would call it its main one.
    threads = WHOLE + len({span.account for span in spans})
    for span in sorted(spans, key=lambda span: (clock.start(span), span.node.index)):
        of = accounts.setdefault(span.account, _Account(WHOLE + 1 + len(accounts)))
        while of.busy and of.busy[0][0] <= clock.start(span):
            heapq.heappush(of.free, heapq.heappop(of.busy)[1])
        if not of.free:
            threads += 1
            name = tr("receipts") if not of.lanes else tr("receipts ({number})", number=len(of.lanes) + 1)
            of.free.append(len(of.lanes))
            of.lanes.append(Lane(of.process, threads, span.account, name))
        number = heapq.heappop(of.free)
        heapq.heappush(of.busy, (clock.end(span), number))
        found[span.node.id] = of.lanes[number]
    return found


def _event(
    phase: str, name: str, category: str, process: int, thread: int, at: int, **more: Json
) -> JsonObject:
    return {
        "ph": phase,
        "name": name,
        "cat": category,
        "pid": process,
        "tid": thread,
        "ts": _number(at),
        **more,
    }


def _number(at: int) -> int | float:
    """Nanoseconds as the microseconds of the format."""
    return at // 1000 if at % 1000 == 0 else at / 1000


def _whole(said: JsonObject, clock: Clock, spans: Sequence[Span]) -> Iterator[JsonObject]:
    end = max((clock.end(span) for span in spans), default=clock.tick)
    yield _meta("process_name", WHOLE, WHOLE, tr("transaction"))
    yield _meta("process_sort_index", WHOLE, WHOLE, 0)
    yield _meta("thread_name", WHOLE, WHOLE, said["note"])
    yield _event("X", str(said["title"]), "transaction", WHOLE, WHOLE, 0, dur=_number(end), args=said)


def _meta(what: str, process: int, thread: int, value: Json) -> JsonObject:
    member = "sort_index" if what.endswith("sort_index") else "name"
    return {"ph": "M", "name": what, "pid": process, "tid": thread, "ts": 0, "args": {member: value}}


def _names(spans: Iterable[Span], lanes: Mapping[str, Lane]) -> Iterator[JsonObject]:
    """The names of processes and threads, in the order in which they are first used."""
    told: set[int] = set()
    for lane in sorted({lanes[span.node.id] for span in spans}, key=lambda lane: (lane.process, lane.thread)):
        if lane.process not in told:
            told.add(lane.process)
            yield _meta("process_name", lane.process, lane.thread, lane.account)
            yield _meta("process_sort_index", lane.process, lane.thread, lane.process)
        yield _meta("thread_name", lane.process, lane.thread, lane.name)
        yield _meta("thread_sort_index", lane.process, lane.thread, lane.thread)


def _slices(spans: Iterable[Span], clock: Clock, lanes: Mapping[str, Lane]) -> Iterator[JsonObject]:
    for span in spans:
        lane, start = lanes[span.node.id], clock.start(span)
        args: JsonObject = {"words": span.words}
        args |= {
            name: list(value) if isinstance(value, tuple) else value for name, value in span.details().items()
        }
        if span.dim:
            args["matches"] = False
        failed = f"{MARKS['failed']} " if span.progress == "failed" else ""
        yield _event(
            "X", failed + span.name, span.node.kind, lane.process, lane.thread, start,
            dur=_number(clock.end(span) - start), args=args,
        )  # fmt: skip


@frozen
class Arrow:
    """From where one receipt ran to another's slice, at times in nanoseconds."""

    name: str
    category: str
    source: str
    target: str
    begin: int
    end: int
    args: JsonObject


def arrows(document: Document, spans: Sequence[Span], clock: Clock) -> Iterator[Arrow]:
    """To what a receipt made, to the callback that got its result, and to the yield that it resumed."""
    shown = {span.node.id for span in spans}
    ran = {id: at for id, at in clock.ran.items() if id in shown}
    for span in spans:
        id, parent = span.node.id, span.node.parent or ""
        if parent in ran:
            yield Arrow(tr("call"), "call", parent, id, ran[parent], clock.start(span), {})
    for span in spans:
        id, last = span.node.id, clock.end(span) - clock.tick
        for result, state in span.slots:
            producer = result.producer or ""
            if state in _ARRIVED and producer in ran:
                args: JsonObject = {"slot": result.slot, "data_id": short(result.data_id), "result": state}
                there = clock.heights.get(result.delivered_at or 0, ran[producer])
                at = min(max(there, clock.start(span)), last)
                yield Arrow(slot_list((result.slot,)), "result", producer, id, ran[producer], at, args)
        for edge in document.graph.resumes.get(id, ()):
            source = edge.source or ""
            if source in ran and resumed_by(span.analysis, edge, span.moment):
                at = min(max(ran[source], clock.start(span)), last)
                yield Arrow(RESUMED, "result", source, id, ran[source], at, {})


def _flows(
    document: Document, spans: Sequence[Span], clock: Clock, lanes: Mapping[str, Lane]
) -> Iterator[JsonObject]:
    for number, arrow in enumerate(arrows(document, spans, clock), start=1):
        if arrow.end < arrow.begin:  # an effect before its cause: no arrow leads back in time
            continue
        more: JsonObject = {"id": number} | ({"args": arrow.args} if arrow.args else {})
        begins, ends = lanes[arrow.source], lanes[arrow.target]
        for phase, lane, at, bound in (("s", begins, arrow.begin, {}), ("f", ends, arrow.end, {"bp": "e"})):
            yield _event(phase, arrow.name, arrow.category, lane.process, lane.thread, at, **more, **bound)


def _failures(spans: Iterable[Span], clock: Clock, lanes: Mapping[str, Lane]) -> Iterator[JsonObject]:
    for span in spans:
        at = clock.ran.get(span.node.id)
        if span.error is not None and at is not None:
            lane = lanes[span.node.id]
            yield _event(
                "i", short(span.error.title), "failure", lane.process, lane.thread, at, s="t",
                args={"receipt.id": short(span.node.id)},
            )  # fmt: skip
