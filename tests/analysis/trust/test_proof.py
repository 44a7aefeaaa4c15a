"""Outcomes are proven by the next block's header, and one changed bit anywhere contradicts it."""

# covers: xccviz/words/proof.py

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.analysis.trust.answers import PROVEN, answer, blocks, document, outcomes
from tests.reference.recorded import load_json, side_documents, walks_all
from xccviz.analysis.checks import Wanted, check
from xccviz.analysis.trust.hashes import Digests
from xccviz.analysis.trust.proof import Climber, proofs
from xccviz.export.json_graph import to_json
from xccviz.graph import build_graph
from xccviz.model.errors import UserError
from xccviz.model.raw import RawDocument, RawTransaction
from xccviz.parse import parse_transaction
from xccviz.words.proof import proven_words, why_not_proven

OTHER = "8" * 43


@pytest.mark.parametrize("name", PROVEN)
def test_every_outcome_is_proven(name: str) -> None:
    made = document(answer(name), blocks(name))
    assert made.analysis.proven == made.analysis.to_prove == len(outcomes(answer(name)))
    assert made.analysis.contradictions == ()
    assert made.analysis.complete
    exported: Any = to_json(made)
    assert exported["completeness"]["proven"] == made.analysis.to_prove
    assert {node["proof"] for node in exported["nodes"]} == {"proven"}
    assert proven_words(made.analysis) == f"all {made.analysis.to_prove} outcomes proven"


def test_without_the_next_header_nothing_is_said() -> None:
    made = document(answer(), blocks()[:-1])
    last = max(node.height or 0 for node in made.graph.nodes)
    unproven = {node.id for node in made.graph.nodes if node.height == last}
    assert unproven == {id for id, facts in made.analysis.facts.items() if facts.proof is None}
    assert made.analysis.proven == made.analysis.to_prove - len(unproven)
    assert made.analysis.complete
    assert why_not_proven(made.analysis) == "the header of the block after theirs is not there"
    bare = document(answer())
    assert bare.analysis.proven == 0
    assert bare.analysis.contradictions == ()


def _flip(entry: Any, what: str, data: st.DataObject) -> None:
    """One thing of an outcome that the tree holds, changed."""
    inner = entry["outcome"]
    if what == "gas":
        inner["gas_burnt"] ^= 1 << data.draw(st.integers(0, 63))
    elif what == "tokens":
        inner["tokens_burnt"] = str(int(inner["tokens_burnt"]) ^ 1 << data.draw(st.integers(0, 127)))
    elif what == "executor":
        inner["executor_id"] += "x"
    elif what == "log":
        inner["logs"] = [*inner["logs"], ""]
    elif what == "status":
        was = inner["status"]
        now = st.sampled_from(
            [{"SuccessValue": "eA=="}, {"Failure": {"ActionError": {}}}, {"SuccessReceiptId": OTHER}]
        )
        inner["status"] = data.draw(
            now.filter(lambda status: list(status) != list(was) or status == {"SuccessValue": "eA=="})
        )
    elif what == "value":
        raw = bytearray(base64.b64decode(inner["status"].get("SuccessValue", "")) or b"\0")
        raw[0] ^= 1
        inner["status"] = {"SuccessValue": base64.b64encode(raw).decode()}
    elif what == "children":
        inner["receipt_ids"] = [*inner["receipt_ids"], OTHER]
    elif what == "path":
        entry["proof"] = [*entry["proof"], {"hash": OTHER, "direction": "Left"}]
    elif what == "step":
        step = data.draw(st.sampled_from(entry["proof"])) if entry["proof"] else None
        if step is None:
            entry["proof"] = [{"hash": OTHER, "direction": "Right"}]
        else:
            step["direction"] = "Left" if step["direction"] == "Right" else "Right"
    elif what == "cut":
        entry["proof"] = entry["proof"][:-1] or [{"hash": OTHER, "direction": "Up"}]


@given(st.sampled_from(PROVEN), st.data())
def test_one_flipped_bit_is_a_contradiction(name: str, data: st.DataObject) -> None:
    result = answer(name)
    entry = data.draw(st.sampled_from(outcomes(result)))
    what = st.sampled_from(
        ["gas", "tokens", "executor", "log", "status", "value", "children", "path", "step", "cut"]
    )
    _flip(entry, data.draw(what), data)
    made = document(result, blocks(name))
    assert made.analysis.facts[entry["id"]].proof == "contradicted"
    assert any(one.kind == "proof" and one.node == entry["id"] for one in made.analysis.contradictions)
    assert made.analysis.proven < made.analysis.to_prove
    assert not made.analysis.complete
    assert made.verdict.code == "unknown"
    assert "contradiction" in {finding.code for finding in made.findings}


@given(st.sampled_from(PROVEN), st.data())
def test_another_root_in_the_header_contradicts(name: str, data: st.DataObject) -> None:
    headers = blocks(name)
    executed = {entry["block_hash"] for entry in outcomes(answer(name))}
    after = [block for block in headers if block["header"]["prev_hash"] in executed]
    for chunk in data.draw(st.sampled_from(after))["chunks"]:
        chunk["outcome_root"] = OTHER
    made = document(answer(name), headers)
    assert "contradicted" in {facts.proof for facts in made.analysis.facts.values()}


def test_a_missing_chunk_leaves_it_open() -> None:
    """The shard's next chunk tells its root, and that one is in a later block."""
    result, headers = answer(), blocks()
    for block in headers:
        for chunk in block["chunks"]:
            chunk["height_included"] -= 1
            chunk["outcome_root"] = OTHER
    made = document(result, headers)
    assert {facts.proof for facts in made.analysis.facts.values()} == {None}
    assert made.analysis.contradictions == ()


def test_an_empty_path_beside_a_transaction_that_no_node_told_is_none() -> None:
    """Who collects blocks leaves it empty."""
    result = answer()
    del result["status"], result["final_execution_status"]
    for entry in outcomes(result):
        entry["proof"] = []
    made = document(result, blocks())
    assert {facts.proof for facts in made.analysis.facts.values()} <= {None, "proven"}
    assert made.analysis.contradictions == ()


def test_paths_that_meet_are_climbed_once_and_never_taken_for_each_other() -> None:
    """What is remembered of one path must not lend its end to another that differs above the place where they meet."""
    digests = Digests()
    climber = Climber(digests)
    graph = document(answer()).graph
    ends = {node.id: climber.root_of(node.outcome) for node in graph.nodes if node.outcome is not None}
    other = answer()
    for entry in outcomes(other):
        if entry["proof"]:
            entry["proof"][-1]["hash"] = OTHER
    altered = document(other).graph
    for node in altered.nodes:
        assert node.outcome is not None
        alone = Climber(digests).root_of(node.outcome)
        assert climber.root_of(node.outcome) == alone
        if node.outcome.raw["proof"]:  # type: ignore[index, call-overload]
            assert alone != ends[node.id]


@pytest.mark.parametrize("gone", ["left out", "not told"])
def test_an_outcome_that_is_missing_is_not_proven(gone: str) -> None:
    """Whoever leaves out what failed must not have the rest taken for the whole."""
    result = answer()
    if gone == "left out":
        del result["receipts_outcome"][1]
    else:
        result["receipts_outcome"][1]["outcome"]["status"] = "Unknown"
    made = document(result, blocks())
    assert made.analysis.proven < made.analysis.to_prove
    (told,) = check(made.analysis, Wanted(proven=True))
    assert not told.holds
    counted = f"{made.analysis.proven} of {made.analysis.to_prove} outcomes proven"
    assert proven_words(made.analysis) == counted
    assert "missing" in why_not_proven(made.analysis)


@walks_all
def test_every_recorded_outcome_with_a_header_is_proven(
    shared_data: Path, recorded_files: tuple[Path, ...]
) -> None:
    """1,841 outcomes of protocol 86 as protocol.md §12 counts them, and those of public documents since 2020."""
    proven = 0
    for path in recorded_files:
        if "node" not in path.parts or not (path.parent / "blocks").is_dir():
            continue
        raw = RawTransaction((RawDocument("", None, load_json(path)), *side_documents(path.parent)))
        graph = build_graph(parse_transaction(raw))
        digests = Digests()
        found = proofs(graph, Climber(digests), digests)
        assert set(found.values()) <= {"proven"}, path
        assert len(found) == sum(node.has_run for node in graph.nodes), path
        proven += len(found)
    assert proven > 1_800
    headers = tuple(
        RawDocument("block", None, load_json(path))
        for path in sorted((shared_data / "public/blocks").rglob("*.json"))
    )
    public = 0
    for path in recorded_files:
        if "public" not in path.parts:
            continue
        raw = RawTransaction((RawDocument("", None, load_json(path)), *headers))
        try:
            graph = build_graph(parse_transaction(raw))
        except UserError:
            continue
        digests = Digests()
        found = proofs(graph, Climber(digests), digests)
        assert set(found.values()) <= {"proven"}, path
        public += len(found)
    assert public > 150
