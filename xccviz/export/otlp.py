"""`--to otlp-json`: one OpenTelemetry trace, as the OTLP/JSON mapping writes it, for Jaeger, Tempo and the like.

    transaction ─┬─ alice.near → app.near            a service an account, a span a receipt, below the one that made it;
                 └─ app.near.run                     what a callback was given are links to who gave it, with the slot
                      ├─ alpha.near.go ◂╌╌╌╮
                      └─ app.near.on_done ╌╯ link    logs are events; what is special to NEAR are attributes `near.*`

A span goes from the block that made a receipt to the one that ran it; where no document says when that was, it has no
time. Ids come from those of the chain, so that traces of two transactions link to each other.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from xccviz import __version__
from xccviz.document import Document
from xccviz.export.about import about, said_first
from xccviz.export.spans import Detail, Span, sentences, short, spans_of
from xccviz.export.stressed import moment_of
from xccviz.export.types import ExportOptions
from xccviz.model.base58 import digest
from xccviz.model.literals import SlotState
from xccviz.model.raw import Json, JsonObject
from xccviz.model.text import visible_text
from xccviz.pieces import between, utf8, watched
from xccviz.replay.standing import resumed_by

PRODUCER, CONSUMER = 4, 5
OK, ERROR = 1, 2
"""Kinds of spans and codes of a status: in OTLP/JSON enums are numbers."""
LOG_LIMIT = 2_000
"""Characters of a log line that an event has."""
_ARRIVED: tuple[SlotState, ...] = ("arrived", "failed")
_INT64, _FIXED64 = 2**63, 2**64


def run(document: Document, options: ExportOptions) -> bytes:
    """The trace as UTF-8 JSON, a line a span; at a moment what was known then."""
    spans = spans_of(document, options)
    trace = _Trace(document, spans)
    title, explanation = said_first(document, moment_of(document, options))
    hash, line = about(document, options.step)
    said: dict[str, Detail] = {
        "near.transaction.hash": short(hash),
        "near.transaction.about": sentences(line),
        "near.transaction.title": sentences(title),
        "near.transaction.explanation": sentences(explanation),
    }
    services: dict[str, list[Span]] = {}
    for span in spans:
        services.setdefault(span.account, []).append(span)
    return utf8(watched(_pieces(trace, services, said), options.go_on))


def _pieces(trace: _Trace, services: Mapping[str, list[Span]], said: Mapping[str, Detail]) -> Iterator[str]:
    yield '{"resourceSpans":[\n'
    for number, (account, spans) in enumerate(services.items()):
        if number:
            yield ",\n"
        yield from trace.service(account, spans, said)
    yield "\n]}\n"


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def trace_id(hash: str) -> str:
    """The trace of a transaction: the first 16 bytes of its hash, in hex."""
    return _id(hash, 16)


def span_id(receipt: str) -> str:
    """The span of a receipt: the first 8 bytes of its id, in hex."""
    return _id(receipt, 8)


def _id(text: str, size: int) -> str:
    """Of what is no hash, which only a made-up document has, the bytes of one; never all zero, which is no id."""
    found = digest(text)
    if found is None or not any(found[:size]):
        found = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    return found[:size].hex()


class _Trace:
    def __init__(self, document: Document, spans: Sequence[Span]) -> None:
        self.graph = document.graph
        self.id = trace_id(document.trace.transaction.hash)
        self.ids = _ids(span.node.id for span in spans)
        self.ran = {span.node.id for span in spans if span.ran}

    def service(self, account: str, spans: Iterable[Span], said: Mapping[str, Detail]) -> Iterator[str]:
        """What ran on one account, as JSON."""
        resource = _ENCODER.encode({"attributes": _attributes({"service.name": account, **said})})
        scope = _ENCODER.encode({"name": "xccviz", "version": __version__})
        yield f'{{"resource":{resource},\n"scopeSpans":[{{"scope":{scope},"spans":[\n'
        yield from between(",\n", (_ENCODER.encode(self._span(span)) for span in spans))
        yield "\n]}]}"

    def _span(self, span: Span) -> JsonObject:
        node = span.node
        made = self.graph.by_id.get(node.parent or "")
        began = made.timestamp_ns if made is not None and made.id in self.ran else None
        ended = node.timestamp_ns if span.ran else None
        details = {f"near.{name}": value for name, value in span.details().items()} | {
            "near.words": span.words
        }
        if span.dim:
            details["near.matches"] = False
        found: JsonObject = {
            "traceId": self.id,
            "spanId": self.ids[node.id],
            "name": span.name,
            "kind": PRODUCER if node.kind == "transaction" else CONSUMER,
            "attributes": _attributes(details),
        }
        if made is not None and made.id in self.ids:
            found["parentSpanId"] = self.ids[made.id]
        found |= _time("startTimeUnixNano", ended if began is None else began)
        found |= _time("endTimeUnixNano", ended)
        if events := [*_events(span)]:
            found["events"] = [event | _time("timeUnixNano", ended) for event in events]
        if links := [*self._links(span)]:
            found["links"] = list[Json](links)
        if span.error is not None:
            found["status"] = {"code": ERROR, "message": short(span.error.title)}
        elif span.progress == "done" and not node.never_runs:
            found["status"] = {"code": OK}
        return found

    def _links(self, span: Span) -> Iterator[JsonObject]:
        """To who gave a callback what it received, or is awaited; to what resumed a yield, in another trace too."""
        for result, state in span.slots:
            giver = result.producer if state in _ARRIVED else result.awaited
            if giver in self.ids:
                slot: dict[str, Detail] = {
                    "near.slot": result.slot,
                    "near.slot.state": state,
                    "near.data_id": short(result.data_id),
                }
                yield {"traceId": self.id, "spanId": self.ids[giver], "attributes": _attributes(slot)}
        for edge in self.graph.resumes.get(span.node.id, ()):
            if not resumed_by(span.analysis, edge, span.moment):
                continue
            transaction, receipt = edge.external or (None, None)
            if edge.source in self.ids:
                target = self.id, self.ids[edge.source]
            elif transaction:
                target = trace_id(transaction), span_id(receipt or transaction)
            else:
                continue
            yield {
                "traceId": target[0],
                "spanId": target[1],
                "attributes": _attributes({"near.resumes": True}),
            }


def _ids(receipts: Iterable[str]) -> dict[str, str]:
    """Span ids by receipt id; those of a made-up document that would be the same are told apart."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for receipt in receipts:
        id, again = span_id(receipt), 0
        while id in taken:
            again += 1
            id = span_id(f"{receipt}\n{again}")
        taken.add(id)
        found[receipt] = id
    return found


def _events(span: Span) -> Iterator[JsonObject]:
    """What it logged, then the error it failed with."""
    for log in span.facts.logs if span.ran else ():
        name = "log"
        if log.event is not None:
            name = short(f"{log.event.standard}:{log.event.event}")
        told: dict[str, Detail] = {
            "near.log.text": visible_text(log.text, LOG_LIMIT),
            "near.log.reverted": log.reverted,
        }
        yield {"name": name, "attributes": _attributes(told)}
    if span.error is not None:
        status = span.facts.status
        path = status.error.path if status is not None and status.error is not None else ()
        failed: dict[str, Detail] = {
            "exception.type": short(".".join(path)),
            "exception.message": visible_text(span.error.explanation),
        }
        yield {"name": "exception", "attributes": _attributes(failed)}


def _time(member: str, nanoseconds: int | None) -> JsonObject:
    """A time where it is known, and one that the format can hold."""
    known = nanoseconds is not None and 0 < nanoseconds < _FIXED64
    return {member: str(nanoseconds)} if known else {}


def _attributes(details: Mapping[str, Detail]) -> list[Json]:
    return [{"key": name, "value": _value(value)} for name, value in details.items()]


def _value(value: Detail) -> JsonObject:
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int):
        return {"intValue" if -_INT64 <= value < _INT64 else "stringValue": str(value)}
    if isinstance(value, tuple):
        return {"arrayValue": {"values": [{"stringValue": each} for each in value]}}
    return {"stringValue": value}
