# covers: xccviz/analysis/time/stretches.py, xccviz/analysis/time/shards.py
"""What a receipt waited for, stretch by stretch: as far as documents prove it, and no further."""

from __future__ import annotations

from pathlib import Path

from tests.reference.recorded import (
    HERE,
    document_of,
    load_json,
    raw_of,
    tutorial,
    walks_all,
    with_side_documents,
)
from xccviz.analysis.time.shards import shards_of
from xccviz.analysis.time.stretches import Stretch, stretches_of
from xccviz.document import Document, build_document
from xccviz.values import replace

CONGESTED = HERE / "node" / "congested-callback"


def stretches(document: Document, label: str) -> tuple[Stretch, ...]:
    node = next(node for node in document.graph.nodes if node.label == label)
    return stretches_of(node, document.analysis.facts[node.id], document.graph)


def test_without_chunks_it_was_one_of_the_two() -> None:
    document = document_of(CONGESTED)
    assert stretches(document, "amm.near.run") == (Stretch("queue", 4352, 4692),)
    assert stretches(document, "ft.near.callback") == (Stretch("data", 4352, 4693),)
    assert stretches(document, "nft.near.run") == ()
    assert stretches(document, document.graph.root.label) == ()


def test_what_a_chunk_proves_is_taken() -> None:
    document = document_of(CONGESTED)
    node = next(node for node in document.graph.nodes if node.label == "amm.near.run")
    facts = document.analysis.facts[node.id]
    for reason, cause in (("delayed", "delayed"), ("buffered", "congestion")):
        proven = replace(facts, wait_reason=reason)
        assert stretches_of(node, proven, document.graph) == (Stretch(cause, 4352, 4692),)  # type: ignore[arg-type] - in pairs


def test_a_callback_that_ran_late_waited_for_data_first() -> None:
    document = document_of(CONGESTED)
    node = next(node for node in document.graph.nodes if node.label == "ft.near.callback")
    late = replace(node, height=4700)
    facts = replace(document.analysis.facts[node.id], wait_reason=None, waited_blocks=348)
    found = stretches_of(late, facts, document.graph)
    assert found == (Stretch("data", 4352, 4693), Stretch("queue", 4693, 4700))
    unseen = replace(
        document.graph,
        by_id={
            id: n if n.label != "amm.near.run" else replace(n, height=None)
            for id, n in document.graph.by_id.items()
        },
    )
    assert stretches_of(late, facts, unseen) == (Stretch("unknown", 4352, 4700),)


def test_a_yield_waits_to_be_resumed() -> None:
    document = tutorial("yield-resumed-by-other-tx")
    node = next(node for node in document.graph.nodes if "yield" in node.roles)
    (one,) = stretches_of(node, document.analysis.facts[node.id], document.graph)
    assert one.cause == "yield" and one.blocks == document.analysis.facts[node.id].waited_blocks
    waits = stretches_of(
        replace(node, height=None, outcome=None), document.analysis.facts[node.id], document.graph
    )
    assert [(w.cause, w.until, w.blocks) for w in waits] == [("yield", None, None)]


def test_without_heights_nothing_is_said() -> None:
    document = build_document(raw_of(load_json(CONGESTED / "tx_status.json")))
    for node in document.graph.nodes:
        assert stretches_of(node, document.analysis.facts[node.id], document.graph) == ()


def test_shards_are_those_of_the_chunks_that_carried_what_an_account_made() -> None:
    folder = HERE / "node" / "yield-resumed-by-other-tx"
    raw = with_side_documents(raw_of(load_json(folder / "tx_status.json")), folder)
    document = build_document(raw)
    shards = shards_of(document.graph)
    by_id = document.graph.by_id
    made = {id: by_id.get(by_id[id].parent or "") for id in document.trace.carried if id in by_id}
    for id, maker in made.items():
        if maker is not None and maker.outcome is not None:
            assert shards[maker.outcome.executor_id or ""] == document.trace.carried[id].shard_id
    assert shards
    assert shards_of(document_of(CONGESTED).graph) == {}


@walks_all
def test_stretches_of_everything_recorded_add_up_to_what_it_waited(shared_data: Path) -> None:
    seen = set()
    for path in sorted((shared_data / "node" / "pv86").glob("*/heights.json")):
        document = document_of(path.parent)
        for node in document.graph.nodes:
            facts = document.analysis.facts[node.id]
            found = stretches_of(node, facts, document.graph)
            if node.has_run and node.kind != "transaction":
                assert sum(s.blocks or 0 for s in found) == (facts.waited_blocks or 0), path
            seen.update(s.cause for s in found)
    assert {"data", "yield"} <= seen
