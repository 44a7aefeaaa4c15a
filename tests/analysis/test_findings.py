"""Each finding on a recorded transaction that was made to show it, and none on a plain success."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reference.recorded import document_of, tutorial
from xccviz.analysis.types import Finding
from xccviz.document import Document

RECORDED = {
    "detached-fails": {"hidden_failure", "unobserved_failure", "detached_promise"},
    "callback-panics": {"callback_failed_after_effects", "committed_despite_failure"},
    "callback-out-of-gas": {"out_of_gas", "gas_starved_beside_plenty"},
    "too-little-gas-child": {"out_of_gas", "gas_starved_beside_plenty"},
    "host-errors--sum-gas": {"promised_more_gas_than_left"},
    "delegate-inner-fails": {"delegated_call_failed", "deposit_ended_with_user"},
    "delete-account-payout": {"refund_burnt"},
    "yield-timeouts-and-pending--then": {"yield_timed_out"},
    "yield-timeouts-and-pending--pending": {"incomplete_data"},
    "log-then-fail": set(),
    "error-panic": {"large_unspent_gas"},
}


def findings(document: Document, code: str) -> list[Finding]:
    return [finding for finding in document.analysis.findings if finding.code == code]


@pytest.mark.parametrize("name", RECORDED)
def test_recorded_for_it(name: str, shared_data: Path) -> None:
    document = document_of(shared_data / "node" / "pv86" / name)
    assert {finding.code for finding in document.analysis.findings} >= RECORDED[name]
    for finding in document.analysis.findings:
        assert finding.title
        assert finding.explanation
        assert all(node in document.graph.by_id for node in finding.nodes)


def test_a_plain_success_has_no_warning() -> None:
    for name in ("tutorial-batch-ok", "tutorial-parallel-10-ok", "forwarded-3-ok"):
        assert not [f for f in tutorial(name).analysis.findings if f.severity != "info"]


def test_running_out_is_not_promising_too_much(shared_data: Path) -> None:
    """Both fail with the same text; the burnt gas tells them apart, and the caller who allotted it is named."""
    starved = document_of(shared_data / "node" / "pv86" / "callback-out-of-gas")
    (finding,) = findings(starved, "out_of_gas")
    assert finding.evidence["caller"] == "app.near.run"
    assert finding.evidence["burnt"] > finding.evidence["attached"]
    assert not findings(starved, "promised_more_gas_than_left")
    greedy = document_of(shared_data / "node" / "pv86" / "host-errors--sum-gas")
    (finding,) = findings(greedy, "promised_more_gas_than_left")
    assert finding.evidence["burnt"] * 10 < finding.evidence["attached"]


def test_a_slow_slot_is_named_with_its_blocks(shared_data: Path) -> None:
    (finding,) = findings(document_of(shared_data / "node" / "pv84" / "congested-callback"), "slow_join")
    assert finding.evidence == {"count": 1, "slot": 0, "blocks": 340}


def test_one_finding_a_call_lists_all_its_nodes(shared_data: Path) -> None:
    document = document_of(shared_data / "node" / "pv86" / "fan-out-500")
    for finding in document.analysis.findings:
        assert finding.evidence["count"] == len(finding.nodes)
    keys = [(f.code, f.title) for f in document.analysis.findings]
    assert len(keys) == len(set(keys))
