"""OpenTelemetry's own messages take the traces."""

# covers: xccviz/export/otlp.py

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from google.protobuf.json_format import Parse
from hypothesis import given, settings
from hypothesis import strategies as st
from opentelemetry.proto.trace.v1.trace_pb2 import Span, TracesData

from tests.export.ten import resumed_by
from tests.export.worse import NAMES
from tests.export.worse import opened as document
from tests.layout.trees import analyses, dated, document_of
from tests.reference.examples import some
from xccviz.document import Document
from xccviz.export import ExportOptions, find_exporter
from xccviz.export.otlp import span_id, trace_id
from xccviz.model.base58 import digest
from xccviz.query import parse

IDS = ("traceId", "spanId", "parentSpanId")


def read(document: Document, **options: Any) -> TracesData:
    """The trace as OpenTelemetry's message. Protobuf wants bytes in base64, where OTLP has ids in hex."""
    exporter = find_exporter("otlp-json")
    assert exporter is not None
    value = json.loads(exporter.run(document, ExportOptions(**options)))
    return Parse(json.dumps(_with_base64(value)), TracesData())


def _with_base64(value: Any) -> Any:
    if isinstance(value, list):
        return [_with_base64(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        key: base64.b64encode(bytes.fromhex(each)).decode() if key in IDS else _with_base64(each)
        for key, each in value.items()
    }


def spans(data: TracesData) -> dict[str, Span]:
    """Spans by the receipt they are of."""
    found = {
        str(told(span)["near.receipt.id"]): span
        for resource in data.resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
    }
    assert len({span.span_id for span in found.values()}) == len(found)
    return found


def told(thing: Any) -> dict[str, Any]:
    """Its attributes."""
    found = {}
    for each in thing.attributes:
        assert each.key not in found
        value = getattr(each.value, each.value.WhichOneof("value"))
        found[each.key] = [v.string_value for v in value.values] if hasattr(value, "values") else value
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_receipt_is_a_span_below_the_one_that_made_it(name: str) -> None:
    of = document(name)
    found = spans(read(of, collapse_refunds=False))
    for id, span in found.items():
        node, facts = of.graph.by_id[id], of.analysis.facts[id]
        assert len(span.trace_id) == 16 and len(span.span_id) == 8 and any(span.span_id)
        parent = found[node.parent].span_id if node.parent is not None else b""
        assert span.parent_span_id == parent
        assert span.end_time_unix_nano == (node.timestamp_ns or 0)
        made = of.graph.by_id[node.parent or id].timestamp_ns
        if not node.never_runs:
            assert span.start_time_unix_nano == (made or node.timestamp_ns or 0)
        assert span.start_time_unix_nano <= span.end_time_unix_nano or node.never_runs
        assert (span.status.code == 2) == facts.failed
        assert bool(span.status.message) == facts.failed
        assert told(span).get("near.gas.burnt") == facts.gas.burnt
        assert sum(event.name != "exception" for event in span.events) == len(facts.logs)
    left = {node.id for node in of.graph.nodes} - set(found)
    assert all(of.graph.by_id[id].never_runs and of.graph.by_id[id].parent is None for id in left)
    services = [told(resource.resource)["service.name"] for resource in read(of).resource_spans]
    assert len(set(services)) == len(services)


@pytest.mark.parametrize("name", NAMES)
def test_the_slots_of_a_callback_are_links_to_who_filled_them(name: str) -> None:
    of = document(name)
    found = spans(read(of, collapse_refunds=False))
    by_span = {span.span_id: id for id, span in found.items()}
    for id, span in found.items():
        links = {
            told(link)["near.slot"]: (by_span[link.span_id], told(link)["near.slot.state"])
            for link in span.links
            if "near.slot" in told(link)
        }
        expected = {
            result.slot: (result.producer, {"success": "arrived", "failed": "failed"}[result.result])
            for result in of.analysis.facts[id].promise_results
            if result.result in ("success", "failed") and result.producer in found
        }
        assert expected.items() <= links.items()


def test_what_a_tutorial_transaction_says() -> None:
    found = {span.name: span for span in spans(read(document("parallel-one-panics"))).values()}
    bravo = found["bravo.near.get_value"]
    assert bravo.status.message == "panicked: no value today"
    assert told(bravo)["near.failure.fate"] == "handled"
    assert [event.name for event in bravo.events] == ["exception"]
    callback = found["caller.near.on_multi_done"]
    assert told(callback)["near.slots"] == [
        '0: "value of alpha.near"',
        "1: Failed",
        '2: "value of delta.near"',
    ]
    assert [told(link)["near.slot.state"] for link in callback.links] == ["arrived", "failed", "arrived"]
    assert told(found["alice.near → caller.near"])["near.deposit"] == "0"


def test_ids_are_the_first_bytes_of_those_of_the_chain() -> None:
    of = document("join-of-joins")
    hash = of.trace.transaction.hash
    whole = digest(hash)
    assert whole is not None
    assert trace_id(hash) == whole[:16].hex()
    for id, span in spans(read(of)).items():
        assert span.trace_id.hex() == trace_id(hash)
        assert span.span_id.hex() == span_id(id)
    assert trace_id("1" * 32) != "0" * 32
    assert len(span_id("\ud800 made up")) == 16


def test_a_yield_links_to_what_resumed_it_in_its_own_trace_or_another() -> None:
    of = document("yield-resumed")
    resumer = "4NjZ2JdTLguNQDA9YwP6PJvnkgp5y35bkkoLqhEpGy6j"
    first = of.graph.nodes[1].id
    for source, external, trace, span in (
        (None, (resumer, None), trace_id(resumer), span_id(resumer)),
        (None, (resumer, first), trace_id(resumer), span_id(first)),
        (first, (None, None), trace_id(of.trace.transaction.hash), span_id(first)),
    ):
        links = [
            link for each in spans(read(resumed_by(of, source, external))).values() for link in each.links
            if "near.resumes" in told(link)
        ]  # fmt: skip
        assert [(link.trace_id.hex(), link.span_id.hex()) for link in links] == [(trace, span)]
    assert not any(span.links for span in spans(read(of)).values())  # nobody says who that was


@pytest.mark.parametrize("name", ["join-of-joins", "yield-resumed", "worse"])
def test_a_moment_has_what_was_there_by_then(name: str) -> None:
    of = document(name)
    for step in range(len(of.timeline) + 1):
        data = read(of, step=step)
        found = spans(data)
        done = {id for id, at in of.timeline.history.ran_at.items() if at <= step}
        assert {id for id, span in found.items() if span.status.code} == done & set(found)
        about = told(data.resource_spans[0].resource)["near.transaction.about"]
        assert about.endswith(f"step {step} of {len(of.timeline)}")


def test_what_a_filter_does_not_find_is_marked_or_hidden() -> None:
    of = document("parallel-one-panics")
    found = spans(read(of, filter=parse("fail")))
    assert {id for id, span in found.items() if "near.matches" not in told(span)} == set(
        parse("fail").matches(of)
    )
    assert set(spans(read(of, filter=parse("fail"), hides=True))) < set(found)


@given(analyses(hostile=True, max_size=15) | dated(15), st.integers(0, 30) | st.none())
@settings(max_examples=some(25), deadline=None)
def test_whatever_the_chain_says_is_read(analysis: Any, step: int | None) -> None:
    data = read(document_of(analysis), step=step, collapse_refunds=False)
    assert not any(ord(c) < 32 or c in "\u202e\ud800" for text in texts(data) for c in text)
    assert max(map(len, texts(data))) < 1_000


def texts(data: TracesData) -> list[str]:
    """All that its spans say."""
    found = []
    for span in spans(data).values():
        found += [span.name, span.status.message]
        for value in told(span).values():
            found += value if isinstance(value, list) else [str(value)]
    return found


def test_numbers_that_are_no_int64_are_texts() -> None:
    from xccviz.export.otlp import _value

    assert _value(2**63 - 1) == {"intValue": str(2**63 - 1)}
    assert _value(2**63) == {"stringValue": str(2**63)}
