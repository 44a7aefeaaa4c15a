# covers: xccviz/rerun/replaying.py, xccviz/rerun/acting.py, xccviz/rerun/around.py
# covers: xccviz/rerun/subject.py, xccviz/rerun/results.py, xccviz/rerun/comparison.py, xccviz/rerun/answer.py
# covers: xccviz/rerun/trying.py, xccviz/rerun/types.py
"""A call that is run again comes out as the node said, or says what is missing; what differs is found."""

from __future__ import annotations

import json
import lzma
from base64 import b64decode
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("wasmtime", reason="needs the extra replay")

from tests.rerun.calls import CALLER, FAILED, JOIN, document, outcome_of, raw, replayer, tampered, without
from xccviz.model.errors import UserError
from xccviz.model.raw import RawDocument
from xccviz.rerun.answer import answered
from xccviz.rerun.comparison import against_node
from xccviz.rerun.facts import facts_of
from xccviz.rerun.given import Given
from xccviz.rerun.replaying import replayable
from xccviz.rerun.sandbox import SandboxFailed
from xccviz.rerun.state_file import StateFile
from xccviz.rerun.subject import subject_of
from xccviz.rerun.types import Changes, Request
from xccviz.values import replace
from xccviz.vm.call import call
from xccviz.vm.types import NotSupported, Write

CONFIG = Path(__file__).parent.parent / "data" / "vm" / "protocol_config_86.json.xz"


@pytest.mark.parametrize("label", [JOIN, CALLER, FAILED])
def test_a_recorded_call_equals_the_node(label: str) -> None:
    replay = replayer(label).as_it_was()
    assert (replay.equal, replay.missing, replay.differences) == (True, (), ())
    assert replay.ran is not None and replay.node is not None
    assert replay.ran.result.burnt == replay.node.burnt
    assert b"STATE" in replay.ran.before


def test_what_differs_is_found() -> None:
    """Each member of the node's result, changed a little, is a difference; nothing else is."""
    replay = replayer(CALLER).as_it_was()
    node, here = replay.node, replay.ran and replay.ran.result
    assert node is not None and here is not None and node.profile is not None
    first = node.receipts[0]
    planted = {
        "logs[0]": replace(node, logs=("more",)),
        "value": replace(node, returned=0),
        "receipts[0].receiver_id": replace(
            node, receipts=(replace(first, receiver_id="x.near"), *node.receipts[1:])
        ),
        "receipts[0].actions": replace(node, receipts=(replace(first, actions=()), *node.receipts[1:])),
        "receipts[3]": replace(node, receipts=node.receipts[:3]),
        "gas.BASE": replace(node, profile={**node.profile, "BASE": node.profile["BASE"] + 1}),
        "gas.TRIE_NODES": replace(node, profile={**node.profile, "TOUCHING_TRIE_NODE": 1}),
        "writes[STATE]": replace(node, writes=(Write(b"STATE", None, b"x"),)),
    }
    for what, changed in planted.items():
        assert [one.what for one in against_node(changed, here)] == [what]
    failed = replayer(FAILED).as_it_was()
    assert failed.node is not None and failed.ran is not None and failed.node.error is not None
    other = replace(failed.node.error, status={"FunctionCallError": {"ExecutionError": "other"}})
    assert [one.what for one in against_node(replace(failed.node, error=other), failed.ran.result)] == [
        "error"
    ]
    assert [one.what for one in against_node(failed.node, here)][:1] == ["error"]


def test_a_missing_code_key_or_block_is_named_and_nothing_is_taken_for_absent() -> None:
    code = replayer(JOIN, of=without("view_code")).as_it_was()
    assert [one.what for one in code.missing] == ["code"]
    key = replayer(JOIN, of=without("view_state")).as_it_was()
    assert [(one.what, one.name, one.account) for one in key.missing] == [("key", b"STATE", "caller.near")]
    block = replayer(JOIN, of=without("block")).as_it_was()
    assert [one.what for one in block.missing] == ["block"]
    for replay in (code, key, block):
        assert replay.equal is None and replay.ran is None


def test_what_is_given_stands_for_what_is_missing() -> None:
    codes = list(facts_of(raw().documents).codes.values())
    given = Given(Changes(code=max(codes, key=len), values={b"STATE": None}))
    replay = replayer(JOIN, given, of=without("view_code", "view_state")).as_it_was()
    assert (replay.equal, replay.changes.any) == (True, False)
    assert replay.ran is not None and "supplied" in replay.ran.assumed
    empty = Given(Changes(values={b"STATE": b""}))
    wrong = replayer(JOIN, empty, of=without("view_state")).as_it_was()
    assert wrong.equal is False
    file = StateFile("caller.near", None, None, {b"STATE": None})
    assert replayer(JOIN, Given(state=file), of=without("view_state")).as_it_was().equal is True


def test_what_is_known_is_changed() -> None:
    replay = replayer(JOIN, Given(Changes({0: b'"5"', 1: None}, args=b"", values={b"STATE": None})))
    answer = answered(replay)
    assert answer.replay.equal is True
    assert answer.replay.changes == Changes({0: b'"5"'})
    assert answer.what_if is not None and answer.what_if.result.value is not None
    told = json.loads(answer.what_if.result.value)
    assert told == [{"Ok": '"5"'}, {"Err": "failed"}, {"Ok": '"value of delta.near"'}]
    assert [one.what for one in answer.differences if not one.what.startswith("gas.")] == ["value"]


def test_each_slot_fails_and_the_least_gas_is_enough_and_one_less_is_not() -> None:
    one = replayer(JOIN)
    answer = answered(one, slots=True, gas=True)
    assert answer.slots is not None and [each.was_failed for each in answer.slots] == [False, True, False]
    for each in answer.slots:
        value = json.loads(each.ran.result.value or b"null")
        assert [n for n, entry in enumerate(value) if entry == {"Err": "failed"}] == sorted({1, each.slot})
    least = answer.least_gas
    assert least is not None and answer.replay.ran is not None
    assert one.changed(Changes(gas=least)).result.value == answer.replay.ran.result.value
    assert one.changed(Changes(gas=least - 1)).result.error is not None


def test_keys_are_asked_for_one_by_one_and_the_run_starts_again() -> None:
    kept = {_key(one.method, one.params): one for one in raw().documents}
    asked: list[Request] = []

    def ask(requests: Sequence[Request]) -> list[RawDocument]:
        asked.extend(requests)
        found = []
        for method, params in requests:
            assert isinstance(params, dict)
            whole = {name: value for name, value in params.items() if name != "limit"} | {"prefix_base64": ""}
            if params.get("request_type") != "view_state":
                found += [kept[_key(method, params)]] if _key(method, params) in kept else []
            elif params["prefix_base64"]:
                told = kept[_key(method, whole)].payload
                assert isinstance(told, dict) and isinstance(told["values"], list)
                prefix = b64decode(str(params["prefix_base64"]))
                begin = [one for one in told["values"] if b64decode(one["key"]).startswith(prefix)]  # type: ignore[index,call-overload]
                found.append(RawDocument(method, params, {"result": {**told, "values": begin[:1]}}))
        return found

    replay = replayer(FAILED, of=without("view_state", "data_changes"), ask=ask, thorough=True).as_it_was()
    keys = [b64decode(str(p["prefix_base64"])) for _, p in asked if isinstance(p, dict) and "limit" in p]
    assert (replay.equal, replay.missing) == (True, ())
    assert keys[0] == b"STATE" and len(keys) == len(set(keys)) == len(replay.ran.before if replay.ran else ())
    assert len(replay.documents) >= len(keys) + 1
    again = replace(raw(), documents=(*without("view_state").documents, *replay.documents))
    assert replayer(FAILED, of=again).as_it_was().equal is True


def test_only_calls_that_ran_can_be_run_again() -> None:
    nodes = document().graph.nodes
    for node in nodes:
        if replayable(node):
            continue
        with pytest.raises(UserError):
            subject_of(document().analysis, node)
    node = next(node for node in nodes if node.label == JOIN)
    with pytest.raises(UserError, match="no function call"):
        subject_of(document().analysis, node, 1)


def test_a_slot_that_is_not_known_is_named_and_can_be_given() -> None:
    """Without the receipt of the call that answered, nothing tells what it said."""

    def forget(result: Any) -> None:
        gone = next(r["receipt_id"] for r in result["receipts"] if r["receiver_id"] == "delta.near")
        result["receipts_outcome"] = [one for one in result["receipts_outcome"] if one["id"] != gone]

    cut = tampered(forget)
    replay = replayer(JOIN, of=cut).as_it_was()
    assert [(one.what, one.name) for one in replay.missing] == [("slot", "2")]
    given = Given(Changes({2: b'"value of delta.near"'}))
    assert replayer(JOIN, given, of=cut).as_it_was().equal is True


def _key(method: str, params: object) -> str:
    return json.dumps([method, params], sort_keys=True)


def test_code_is_taken_from_wherever_its_hash_is_the_same() -> None:
    """A node has forgotten the block before, and has the contract as it is now."""
    bare = without("view_code")
    codes = {str(one.params): one for one in raw().documents if one not in bare.documents}
    (caller,) = (one for params, one in codes.items() if "caller.near" in params)

    def ask(requests: Sequence[Request]) -> list[RawDocument]:
        now = [one for one in requests if isinstance(one[1], dict) and one[1].get("finality") == "final"]
        return [RawDocument("query", params, caller.envelope) for _, params in now]

    assert replayer(JOIN, of=bare, ask=ask).as_it_was().equal is True
    wrong = replayer(FAILED, of=bare, ask=ask).as_it_was()
    assert [(one.what, one.asked) for one in wrong.missing] == [("code", True)]
    assert wrong.equal is None


def test_gas_of_other_keys_is_not_called_exact() -> None:
    answer = answered(replayer("alpha.near.get_value", Given(Changes(args=b"[]"))))
    assert answer.replay.ran is not None and "trie" in answer.replay.ran.assumed
    assert answer.what_if is not None
    written = {write.key for write in answer.what_if.result.writes or ()}
    others = written - {write.key for write in answer.replay.ran.result.writes or ()}
    assert bool(others) == ("trie_changed" in answer.what_if.assumed)


def test_a_call_that_needs_what_is_not_computed_is_named() -> None:
    def refuse(*_: object) -> Any:
        raise NotSupported("bls12381_pairing_check")

    one = replayer(JOIN)
    one._call = refuse
    replay = one.as_it_was()
    assert replay.equal is None
    assert [(one.what, "bls12381_pairing_check" in str(one.name)) for one in replay.missing] == [
        ("function", True)
    ]


def test_a_changed_run_that_is_ended_takes_nothing_of_the_first() -> None:
    one = replayer(JOIN, Given(Changes({0: None})))
    runs: list[int] = []

    def once(*args: Any) -> Any:
        runs.append(1)
        if len(args[2].results) and args[2].results[0] is None:
            raise SandboxFailed("time")
        return call(*args)

    one._call = once
    answer = answered(one)
    assert answer.replay.equal is True and answer.what_if is None
    assert [(one.what, one.name) for one in answer.replay.missing] == [("run", "time")]


def test_prices_are_those_of_the_epochs_config() -> None:
    """Another block's will do where it is of the same epoch, and no other's."""
    blocks = [one for one in raw().documents if one.method == "block"]
    told = json.loads(lzma.decompress(CONFIG.read_bytes()))
    hashes = [one.params["block_id"] for one in blocks if isinstance(one.params, dict)]
    facts = facts_of((*blocks, RawDocument("EXPERIMENTAL_protocol_config", {"block_id": hashes[0]}, told)))
    assert facts.config_of(str(hashes[0])) and facts.config_of(str(hashes[-1])) == facts.config_of(
        str(hashes[0])
    )
    apart = json.loads(json.dumps(blocks[-1].envelope))
    apart["result"]["header"]["epoch_id"] = "1" * 31 + "2"
    facts = facts_of((*blocks, RawDocument("block", blocks[-1].params, apart),
                      RawDocument("EXPERIMENTAL_protocol_config", {"block_id": hashes[0]}, told)))  # fmt: skip
    assert facts.config_of(str(hashes[-1])) == {}
    whole = replace(raw(), documents=(*raw().documents, RawDocument("EXPERIMENTAL_protocol_config",
                                                                    {"block_id": hashes[0]}, told)))  # fmt: skip
    replay = replayer(JOIN, of=whole).as_it_was()
    assert replay.equal is False, "prices of version 86 are not those of 84"


def _one_log_more(result: Any) -> None:
    outcome_of(result, "alpha.near")["logs"].append("more")


def _more_burnt(result: Any) -> None:
    outcome_of(result, "alpha.near")["gas_burnt"] += 1


def _another_cost(result: Any) -> None:
    row = outcome_of(result, "alpha.near")["metadata"]["gas_profile"][-1]
    row["gas_used"] = str(int(row["gas_used"]) + 1)


def _another_value(result: Any) -> None:
    outcome_of(result, "alpha.near")["status"] = {"SuccessValue": "IngiCg=="}


@pytest.mark.parametrize(
    ("plant", "what"),
    [
        (_one_log_more, "logs[1]"),
        (_more_burnt, "gas.execution_fees"),
        (_another_cost, "gas."),
        (_another_value, "value"),
    ],
)
def test_an_answer_that_was_tampered_with_differs(plant: Callable[[Any], None], what: str) -> None:
    replay = replayer("alpha.near.get_value", of=tampered(plant)).as_it_was()
    assert replay.equal is False
    assert replay.differences[0].what.startswith(what)
