"""The flow of gas adds up to the last unit: on everything recorded, and on made-up trees with any ledger at all."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.layout.trees import Spec, analyses, analysis_of
from tests.reference.examples import some
from tests.reference.recorded import document_of, recording, tutorial, walks_all
from xccviz.analysis.gas.flow import MEASURES, Flow, flows, whole_of
from xccviz.analysis.types import Analysis, GasLedger
from xccviz.document import build_document
from xccviz.sources.files.sample import list_samples, read_sample
from xccviz.values import replace


def adds_up(found: Mapping[str, Flow]) -> None:
    """What holds whatever is known."""
    for flow in found.values():
        parts = (flow.burnt, flow.passed, flow.back, flow.unknown)
        assert min(parts) >= 0 and sum(parts) == flow.gas
        assert flow.passed == sum(found[call].gas for call in flow.calls)
    called = [call for flow in found.values() for call in flow.calls]
    assert len(set(called)) == len(called) == len(found) - 1


def agrees(analysis: Analysis) -> None:
    """The flow is what the ledgers say, and all three ways of looking at it are about the same gas."""
    attached, burnt, back = (flows(analysis, measure) for measure in MEASURES)
    for found in (attached, burnt, back):
        adds_up(found)
    for flow in attached.values():
        gas = analysis.facts[flow.node].gas
        if flow.odd or analysis.graph.by_id[flow.node].is_invalid:
            continue
        if gas.burnt is not None:
            assert flow.burnt == gas.burnt
        if gas.unspent is not None:
            assert flow.back == gas.unspent
        if gas.forwarded is not None:
            assert flow.passed == gas.forwarded
        if gas.attached is not None and gas.prepaid is not None:
            assert flow.certain and flow.gas == gas.attached + gas.prepaid
    if whole_of(burnt).certain:
        assert whole_of(burnt).gas == analysis.gas.total_burnt
    unknown = [
        flow for found in (attached, back) for flow in found.values() if flow.unknown or not flow.certain
    ]
    if not unknown and not any(flow.odd for flow in attached.values()):
        assert whole_of(attached).gas == whole_of(burnt).gas + whole_of(back).gas


@walks_all
def test_all_that_is_recorded_adds_up(recorded_files: tuple[Path, ...]) -> None:
    seen = exact = 0
    for path in recorded_files:
        document = document_of(path.parent) if path.name.startswith("tx_status") else recording(path)
        agrees(document.analysis)
        seen += 1
        exact += whole_of(flows(document.analysis, "attached")).certain
    assert seen > 200 and exact > seen * 0.7


def test_every_sample_adds_up_and_is_known_whole() -> None:
    for sample in list_samples():
        analysis = build_document(read_sample(sample.name)).analysis
        agrees(analysis)
        for measure in MEASURES:
            assert not any(flow.unknown or not flow.certain for flow in flows(analysis, measure).values())


def test_a_refund_stands_for_what_it_brought_back() -> None:
    analysis = tutorial("tutorial-parallel-3-one-panics").analysis
    with_refunds = flows(analysis, "attached", refunds=True)
    brought = [node for flow in with_refunds.values() for node in flow.refunds]
    assert brought and all(analysis.graph.by_id[node].is_gas_refund for node in brought)
    burnt = flows(analysis, "burnt", refunds=True)
    assert whole_of(burnt).gas == analysis.gas.total_burnt + analysis.gas.refunds_burnt


def with_ledgers(analysis: Analysis, seed: int, unknown: float) -> Analysis:
    """The same tree with ledgers that add up, of which some members are not known."""
    draw = random.Random(seed)
    graph = analysis.graph
    whole: dict[str, int] = {}
    facts = dict(analysis.facts)
    for node in reversed(graph.nodes):
        if node.is_refund:
            continue
        burnt, back = draw.randrange(10**13), draw.choice((0, draw.randrange(10**14)))
        forwarded = sum(whole[c] for c in graph.children.get(node.id, ()) if c in whole)
        if node.kind == "transaction":
            back = 0
        whole[node.id] = burnt + forwarded + back
        prepaid = min(whole[node.id], 10**11)
        ledger = GasLedger(
            attached=whole[node.id] - prepaid,
            prepaid=prepaid,
            burnt=burnt,
            forwarded=forwarded,
            unspent=back,
        )
        hidden = {
            name: None
            for name in ("attached", "burnt", "forwarded", "unspent", "prepaid")
            if draw.random() < unknown
        }
        facts[node.id] = replace(facts[node.id], gas=replace(ledger, **hidden))
    return replace(analysis, facts=facts)


@settings(max_examples=some(40))
@given(analyses(20), st.integers(0, 2**32), st.sampled_from((0.0, 0.1, 0.5, 1.0)))
def test_whatever_is_known_the_parts_fit(analysis: Analysis, seed: int, unknown: float) -> None:
    made = with_ledgers(analysis, seed, unknown)
    for measure in MEASURES:
        found = flows(made, measure)
        adds_up(found)
        assert whole_of(found).gas > 0 or all(flow.certain for flow in found.values())
        assert not any(flow.odd for flow in found.values()), "nothing contradicts itself"
        for flow in found.values():
            if unknown == 0:
                assert flow.certain and not flow.unknown and not flow.odd
    if unknown == 0:
        agrees(replace(made, gas=replace(made.gas, total_burnt=whole_of(flows(made, "burnt")).gas)))


@settings(max_examples=some(20))
@given(analyses(20))
def test_ledgers_that_contradict_each_other_are_odd_and_fit_all_the_same(analysis: Analysis) -> None:
    facts = {
        node: replace(each, gas=GasLedger(10**12, 0, 5 * 10**12, forwarded=7, unspent=-3))
        for node, each in analysis.facts.items()
    }
    found = flows(replace(analysis, facts=facts), "attached")
    adds_up(found)
    assert all(flow.odd for flow in found.values())


def test_what_is_not_known_is_never_zero() -> None:
    analysis = analysis_of([Spec(-1), Spec(0), Spec(0)])
    facts = {
        node: replace(each, gas=GasLedger(attached=each.gas.attached))
        for node, each in analysis.facts.items()
    }
    for measure in MEASURES:
        found = flows(replace(analysis, facts=facts), measure)
        adds_up(found)
        assert all(flow.gas > 0 and not flow.certain for flow in found.values())
