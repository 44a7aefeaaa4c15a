# covers: xccviz/vm/call.py, xccviz/vm/machine.py, xccviz/vm/drafts.py, xccviz/vm/guest.py, xccviz/vm/gas.py
# covers: xccviz/vm/host/registry.py, xccviz/vm/host/registers.py, xccviz/vm/host/facts.py, xccviz/vm/host/output.py
# covers: xccviz/vm/host/promises.py, xccviz/vm/host/calls.py, xccviz/vm/host/actions.py, xccviz/vm/host/keys.py
# covers: xccviz/vm/host/publishing.py, xccviz/vm/host/yields.py, xccviz/vm/host/storage.py, xccviz/vm/host/hashes.py
"""What a node recorded comes out again: errors, logs, values, receipts, ids and gas, to the last unit."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.vm.comparing import Compared, compare, tell
from tests.vm.kept import kept
from tests.vm.recordings import (
    SCRIPT,
    SCRIPT_NEW,
    Receipt,
    Recording,
    World,
    codes,
    names,
    receipts,
    recordings,
)
from tests.vm.seeding import seed_tokens
from xccviz.values import replace
from xccviz.vm.host.registry import HOST_FUNCTIONS
from xccviz.vm.prices import Prices, built_in, variants
from xccviz.vm.types import NotSupported

pytest.importorskip("wasmtime", reason="the extra `replay` is not installed")


@pytest.fixture(scope="module")
def compared() -> list[Compared]:
    """The kept receipts, run once."""
    chosen, known = kept()
    return [compare(receipt, known, built_in(receipt.version)) for receipt in chosen]


def test_kept_receipts_are_equal(compared: list[Compared]) -> None:
    assert len(compared) > 40
    assert {each.receipt.version for each in compared} >= {83, 86}
    assert [(each.receipt.recording, each.differs) for each in compared if each.differs] == []


def test_each_row_says_truly_whether_a_recording_reached_it(compared: list[Compared]) -> None:
    """`recorded` is a claim: true of what the kept receipts reach, and of nothing else."""
    reached = {name for each in compared for name in each.reached}
    assert {row.name for row in HOST_FUNCTIONS if row.recorded} == reached


def test_each_call_tells_what_it_cost(compared: list[Compared]) -> None:
    for each in compared:
        for outcome in each.outcomes:
            assert [call.n for call in outcome.calls] == list(range(len(outcome.calls)))
            totals = [call.total for call in outcome.calls]
            assert totals == sorted(totals)
            ends = [call.total + call.gas for call in outcome.calls]
            assert all(end <= after for end, after in zip(ends, totals[1:], strict=False))
            assert max(ends, default=0) <= outcome.gas_used


def test_a_call_leads_to_the_receipt_the_slot_and_the_log_it_is_about(compared: list[Compared]) -> None:
    about: Counter[str] = Counter()
    for outcome in (outcome for each in compared for outcome in each.outcomes if not outcome.failure):
        for call in outcome.calls:
            if call.log is not None:
                about["log"] += 1
                assert outcome.logs[call.log] == call.args[0].value
            if call.slot is not None:
                about["slot"] += 1
                assert call.name == "promise_result"
            if call.action is not None and call.receipt is not None:
                about["action"] += 1
                kind = outcome.receipts[call.receipt].actions[call.action].kind
                assert call.name.endswith("_transfer") == (kind == "Transfer")
    assert set(about) == {"log", "slot", "action"}


PLANTED = {
    "the price of a host function": lambda p: _cost(p, "log_byte", 1),
    "the price of a base": lambda p: _cost(p, "base", 1),
    "the fee of a receipt": lambda p: _fee(p, "new_action_receipt"),
    "the fee by the byte": lambda p: _fee(p, "function_call_byte"),
    "the price of an instruction": lambda p: replace(p, rules=replace(p.rules, op=p.rules.op + 1)),
    "a limit": lambda p: replace(p, limits={**p.limits, "max_number_logs": 0}),
}


@pytest.mark.parametrize("what", PLANTED)
def test_planted_differences_are_found(what: str) -> None:
    chosen, known = kept()
    receipt = next(each for each in chosen if each.node["outcome"]["receipt_ids"] and _logs_and_calls(each))
    assert not compare(receipt, known, built_in(receipt.version)).differs
    assert compare(receipt, known, PLANTED[what](built_in(receipt.version))).differs


def test_a_frame_of_another_size_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Entering a function is paid by its frame: eight bytes more are one instruction more."""
    from xccviz.vm import engine
    from xccviz.vm.wasm import metering

    chosen, known = kept()
    receipt = next(each for each in chosen if _logs_and_calls(each))
    monkeypatch.setattr(metering, "FRAME_BASE", metering.FRAME_BASE + 8)
    monkeypatch.setattr(engine, "_prepared", type(engine._prepared)())
    assert any(
        "WASM_INSTRUCTION" in each for each in compare(receipt, known, built_in(receipt.version)).differs
    )


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("logs", lambda node: node["outcome"]["logs"].append("more")),
        ("value", lambda node: node["outcome"].update(status={"SuccessValue": "b3RoZXI="})),
        ("ids", lambda node: node["outcome"]["receipt_ids"].reverse()),
        ("actions", lambda node: _first_call(node).update(gas=1)),
        ("profile", lambda node: node["outcome"]["metadata"]["gas_profile"].pop()),
    ],
)
def test_what_the_node_might_have_said_otherwise_is_found(part: str, change: Any) -> None:
    from copy import deepcopy

    chosen, known = kept()
    receipt = next(
        each
        for each in chosen
        if _logs_and_calls(each)
        and len(each.node["outcome"]["receipt_ids"]) > 1
        and len(each.node["receipts"]) > 1
    )
    planted = Receipt(**{**receipt.__dict__, "node": deepcopy(receipt.node)})
    change(planted.node)
    assert compare(planted, known, built_in(receipt.version)).differs


def _cost(prices: Prices, name: str, more: int) -> Prices:
    return replace(prices, costs={**prices.costs, name: prices.costs[name] + more})


def _fee(prices: Prices, name: str) -> Prices:
    fee = prices.fees[name]
    return replace(prices, fees={**prices.fees, name: replace(fee, to_others=fee.to_others + 1)})


def _logs_and_calls(receipt: Receipt) -> bool:
    """Succeeds, logs, and calls another contract."""
    outcome = receipt.node["outcome"]
    calls_others = any(_calls(view) for view in receipt.node["receipts"].values())
    return "Failure" not in outcome["status"] and bool(outcome["logs"]) and calls_others


def _calls(view: Any) -> bool:
    actions = view["receipt"].get("Action", {}).get("actions", [])
    is_other = view["receiver_id"] != view["predecessor_id"]
    return is_other and any(isinstance(each, dict) and "FunctionCall" in each for each in actions)


def _first_call(node: Any) -> Any:
    actions = [
        action
        for view in node["receipts"].values()
        for action in view["receipt"].get("Action", {}).get("actions", [])
        if isinstance(action, dict) and "FunctionCall" in action
    ]
    return actions[0]["FunctionCall"]


@pytest.mark.long
def test_everything_recorded_is_equal(shared_data: Path) -> None:
    """Each executed call whose code is at hand: 1,488 of the scripts, and those of other contracts."""
    node = shared_data / "node"
    found = recordings(node)
    known, named = codes(node, found), names(node)
    counts: Counter[str] = Counter()
    differs = []
    for version in (83, 84, 85, 86):
        for each in _chain(found, version, known, named):
            scripts = {call.code for call in each.receipt.calls} <= {SCRIPT, SCRIPT_NEW}
            counts["scripts" if scripts else "others"] += len(each.outcomes)
            told = each.receipt.node["told"]
            counts["keys that the chain says were written"] += len(told["written"]) if told else 0
            counts["accounts after it"] += bool(told and told["after"])
            if each.differs:
                differs.append((each.receipt.recording, each.receipt.id, each.differs))
    assert differs == []
    assert counts["scripts"] == 1488
    assert counts["others"] == 196
    assert counts["keys that the chain says were written"] == 10
    assert counts["accounts after it"] == 15


def _chain(
    found: list[Recording], version: int, known: dict[str, bytes], named: dict[str, str]
) -> list[Compared]:
    """All that can be run of one chain, each with what those before it wrote."""
    world, prices, done = World(), built_in(version), []
    world.state["hub.near"][b"code"] = known[SCRIPT]  # it was put there before anything was recorded
    seed_tokens(world, found, version, known, prices)
    for receipt in receipts(found, version, world, named):
        if receipt.why_not or not all(call.code in known for call in receipt.calls):
            continue
        early = receipt.recording.startswith("pv84/sdk-")  # an older node, see variants()
        try:
            compared = compare(receipt, known, variants(prices)[-1] if early else prices)
        except NotSupported:
            continue
        tell(world, compared)
        done.append(compared)
    return done
