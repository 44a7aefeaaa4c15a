# covers: xccviz/rerun/given.py, xccviz/rerun/replaying.py, xccviz/rerun/acting.py, xccviz/rerun/around.py
# covers: xccviz/rerun/results.py, xccviz/rerun/comparison.py, xccviz/rerun/subject.py, xccviz/words/replays.py
# covers: xccviz/tables/host_calls.py
"""What nobody knows is not told as known: what can't be compared, what was given, what a run only may have met."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from typing import Any

import pytest

pytest.importorskip("wasmtime", reason="needs the extra replay")

from tests.rerun.calls import (
    CALLER,
    FAILED,
    JOIN,
    actions_of,
    document,
    outcome_of,
    replayer,
    tampered,
    without,
)
from xccviz.document import build_document
from xccviz.model.errors import UserError
from xccviz.model.raw import RawTransaction
from xccviz.model.trace import Action
from xccviz.rerun.acting import Choice, Setting, _state, _usage
from xccviz.rerun.answer import answered
from xccviz.rerun.around import context_of
from xccviz.rerun.comparison import against_node
from xccviz.rerun.given import Given
from xccviz.rerun.replaying import Replayer, replayable
from xccviz.rerun.state_file import StateFile
from xccviz.rerun.subject import subject_of
from xccviz.rerun.types import NO_CODE, Changes, Missing
from xccviz.tables.host_calls import host_rows, node_of
from xccviz.values import replace
from xccviz.vm.call import call
from xccviz.vm.prices import built_in
from xccviz.vm.types import Argument, HostCall, NeedKey, Write
from xccviz.words.replays import compared_words, ended_words, key_short, missing_words, replay_words

ALPHA = "alpha.near.get_value"
TOO_POOR = {"LackBalanceForState": {"account_id": "alpha.near", "amount": "1"}}


def doing(one: Replayer, also: Any) -> Replayer:
    """With a machine whose outcomes are changed by `also(context, outcome)`."""
    one._call = lambda code, method, context, *rest: also(context, call(code, method, context, *rest))
    return one


# ---------------------------------------------------------------------------------------------------- what was given


def test_a_key_that_is_set_is_a_change_though_a_state_file_has_it() -> None:
    file = StateFile("caller.near", None, None, {b"STATE": None})
    given = Given(Changes(values={b"STATE": b"\0"}), file)
    answer = answered(replayer(JOIN, given, of=without("view_state")))
    assert (answer.replay.equal, answer.replay.changes.values) == (True, {b"STATE": b"\0"})
    assert answer.what_if is not None and answer.what_if.result.error is not None
    same = answered(replayer(JOIN, Given(Changes(values={b"STATE": None}), file), of=without("view_state")))
    assert (same.replay.equal, same.replay.changes.any) == (True, False)


def test_what_is_given_for_another_call_is_refused() -> None:
    with pytest.raises(UserError, match="has no slot 9"):
        replayer(JOIN, Given(Changes({9: None})))
    with pytest.raises(UserError, match=r"is of other\.near"):
        replayer(JOIN, Given(state=StateFile("other.near", None, None, {})))


def test_a_state_of_another_block_is_told_as_such() -> None:
    for block, told in (("1" * 32, True), (None, False)):
        file = StateFile("caller.near", block, None, {b"STATE": None})
        replay = replayer(JOIN, Given(state=file), of=without("view_state")).as_it_was()
        assert replay.ran is not None and ("other_block" in replay.ran.assumed) is told


def test_a_run_with_a_changed_key_tells_the_key_as_it_was_found() -> None:
    """What is saved as the state the run looked at is that state, not the change."""
    answer = answered(replayer(JOIN, Given(Changes(values={b"STATE": b"\0"}))))
    assert answer.replay.ran is not None and answer.what_if is not None
    assert answer.what_if.before[b"STATE"] == answer.replay.ran.before[b"STATE"] is None


def test_code_of_another_hash_and_an_account_without_code_are_told_so() -> None:
    replay = replayer(JOIN, Given(Changes(code=b"\0asm")), of=without("view_code")).as_it_was()
    (missing,) = replay.missing
    assert missing.given is not None and missing.given in missing_words(missing).why
    none = missing_words(Missing("code", NO_CODE, "a.near"))
    assert (str(none.option), NO_CODE in none.what) == ("there is none", False)


# --------------------------------------------------------------------------------------------- what can't be compared


def test_a_receipt_that_no_document_describes_is_compared_by_its_id_alone() -> None:
    def forget(result: Any) -> None:
        result["receipts"] = [one for one in result["receipts"] if one["receiver_id"] != "bravo.near"]
        gone = {"HmEwQXNUMbMgRb63QLGEEEJ8BkpMs2946VsDz2BT43Jm"}
        result["receipts_outcome"] = [one for one in result["receipts_outcome"] if one["id"] not in gone]

    replay = replayer(CALLER, of=tampered(forget)).as_it_was()
    assert (replay.equal, replay.differences) == (None, ())
    assert [one.what for one in replay.missing] == ["receipt"]
    assert replay.node is not None and replay.ran is not None
    assert [one.receiver_id for one in replay.node.receipts] == [
        "alpha.near",
        None,
        "delta.near",
        "caller.near",
    ]
    other = replace(replay.node.receipts[1], receipt_id="another")
    node = replace(replay.node, receipts=(replay.node.receipts[0], other, *replay.node.receipts[2:]))
    assert [one.what for one in against_node(node, replay.ran.result)] == ["receipts[1].receipt_id"]


def test_what_was_gone_when_the_receipt_failed_later_is_not_said_to_be_compared() -> None:
    def fail(result: Any) -> None:
        outcome_of(result, "alpha.near")["status"] = {
            "Failure": {"ActionError": {"index": None, "kind": TOO_POOR}}
        }

    replay = replayer(ALPHA, of=tampered(fail)).as_it_was()
    assert replay.equal is True and replay.node is not None and replay.ran is not None
    assert "failed_after" in replay.ran.assumed
    compared = compared_words(replay.node, replay.ran.result)
    assert "value" not in compared and "receipt" not in compared and "gas" in compared
    assert "same result" not in replay_words(replay).words
    assert "LackBalanceForState" in ended_words(replay.node, replay.ran.result)
    failed = replayer(FAILED).as_it_was().ran
    assert failed is not None
    (error, *_) = against_node(replay.node, failed.result)
    assert error.what == "error" and "LackBalanceForState" in str(error.left)
    whole = replayer(ALPHA).as_it_was()
    assert whole.ran is not None and "failed_after" not in whole.ran.assumed


def test_a_run_that_differs_is_told_though_another_way_lacks_something() -> None:
    one, runs = replayer(JOIN), list[int]()

    def also(context: object, outcome: Any) -> Any:
        runs.append(1)
        if len(runs) > 1:
            raise NeedKey(b"nobody has it")
        return replace(outcome, logs=("more",))

    replay = doing(one, also).as_it_was()
    assert replay.equal is None and replay.differences[0].what == "logs[0]"
    assert [(each.what, each.name) for each in replay.missing] == [("key", b"nobody has it")]
    assert "nothing differs" not in replay_words(replay).words


# ------------------------------------------------------------------------------------------- what a run looked at


def test_a_key_that_a_call_named_but_never_looked_up_is_not_asked_for() -> None:
    """A call that ends in the fee of the key has named it in vain."""
    ended = HostCall(
        0, "storage_read", (Argument("key", b"far"),), None, 1, 1, error="Exceeded the prepaid gas."
    )
    one = doing(replayer(JOIN, of=without("view_state"), given=Given(Changes(values={b"STATE": None}))),
                lambda context, outcome: replace(outcome, calls=(*outcome.calls, ended)))  # fmt: skip
    replay = one.as_it_was()
    assert replay.equal is True and replay.ran is not None
    assert set(replay.ran.before) == {b"STATE"}


def test_keys_without_end_are_not_asked_for_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xccviz.rerun.replaying._MOST_ROUNDS", 3)
    file = StateFile("caller.near", None, None, {bytes([n]): None for n in range(9)})
    one, asked = replayer(JOIN, Given(state=file), of=without("view_state")), count()

    def ask_on(*_: object) -> Any:
        raise NeedKey(bytes([next(asked)]))

    one._call = ask_on
    assert [(lack.what, lack.name) for lack in one.as_it_was().missing] == [("key", b"\2")]


def test_other_writes_than_on_the_chain_make_gas_near() -> None:
    def also(context: Any, outcome: Any) -> Any:
        writes = (*outcome.writes, Write(b"new", None, b"1")) if context.args == b"[]" else outcome.writes
        return replace(outcome, writes=writes)

    more = answered(doing(replayer(ALPHA, Given(Changes(args=b"[]"))), also))
    less = answered(doing(replayer(ALPHA, Given(Changes(gas=9 * 10**12))), also))
    assert more.what_if is not None and "trie_changed" in more.what_if.assumed
    assert less.what_if is not None and "trie_changed" not in less.what_if.assumed


def test_nodes_of_the_trie_are_counted_by_their_price_then() -> None:
    one = replayer(ALPHA)
    here, prices = one._known(), built_in(84)
    profile = one.subject.profile or {}
    nodes = profile["TOUCHING_TRIE_NODE"] // prices.cost("touching_trie_node")
    dear = replace(prices, costs={**prices.costs, "touching_trie_node": 16_101_955_926})
    then = {"TOUCHING_TRIE_NODE": nodes * 16_101_955_926}
    rows = tuple(replace(row, gas=then.get(row.cost, row.gas)) for row in here.subject.outcome.profile or ())
    outcome = replace(here.subject.outcome, profile=rows)
    at_that_time = replace(here, subject=replace(here.subject, outcome=outcome))
    told = context_of(at_that_time, (), here.subject.call, b"", dear)
    assert nodes > 0 and told.trie_nodes == nodes


# ------------------------------------------------------------------------------------------------ actions beside calls


def before_the_call(*actions: object) -> Any:
    """The answer where a receipt to alpha.near has other actions before its call."""

    def plant(result: Any) -> None:
        actions_of(result, "alpha.near")[:0] = actions

    return tampered(plant)


@pytest.mark.parametrize(
    ("error", "ran"),
    [
        ({"index": 0, "kind": {"AccountDoesNotExist": {"account_id": "alpha.near"}}}, False),
        ({"index": None, "kind": {"TotalPromiseInputSizeExceeded": {"size": 1, "limit": 0}}}, False),
        ({"index": None, "kind": TOO_POOR}, True),
        ({"index": 0, "kind": {"NewReceiptValidationError": {"ReceiptSizeExceeded": {}}}}, True),
    ],
)
def test_a_call_that_was_refused_did_not_run(error: object, ran: bool) -> None:
    def plant(result: Any) -> None:
        outcome_of(result, "alpha.near")["status"] = {"Failure": {"ActionError": error}}

    whole = build_document(tampered(plant))
    node = next(one for one in whole.graph.nodes if one.label == ALPHA)
    assert replayable(node) is ran
    if not ran:
        with pytest.raises(UserError, match="did not run: it was refused"):
            subject_of(whole.analysis, node)


def test_a_call_behind_an_action_that_failed_did_not_run() -> None:
    def plant(result: Any) -> None:
        actions_of(result, "alpha.near").insert(0, "CreateAccount")
        kind = {"AccountAlreadyExists": {"account_id": "alpha.near"}}
        outcome_of(result, "alpha.near")["status"] = {"Failure": {"ActionError": {"index": 0, "kind": kind}}}

    whole = build_document(tampered(plant))
    node = next(one for one in whole.graph.nodes if one.receipt and one.receipt.receiver_id == "alpha.near")
    assert not replayable(node)
    with pytest.raises(UserError, match="did not run"):
        subject_of(whole.analysis, node)


@pytest.mark.parametrize(
    ("between", "known"),
    [
        ({"Transfer": {"deposit": "1"}}, True),
        ({"DeployContract": {"code": "AA=="}}, False),
        ("CreateAccount", False),
    ],
)
def test_what_an_account_pays_for_is_not_known_behind_what_changes_it(between: object, known: bool) -> None:
    whole = build_document(before_the_call(between))
    node = next(one for one in whole.graph.nodes if one.receipt and one.receipt.receiver_id == "alpha.near")
    here = Replayer(whole.raw, whole.analysis, node, call)._known()
    context = context_of(here, (), here.subject.call, b"", built_in(84))
    usage = _usage(here, here.subject.call, replace(context, storage_usage=100), [], [])
    assert here.subject.action == 1 and usage == (100 if known else None)


def test_a_host_call_leads_to_its_receipt_whatever_stands_before_the_call() -> None:
    whole = build_document(_with_a_transfer_before_the_call_of("caller.near"))
    node = next(one for one in whole.graph.nodes if one.ran_calls)
    subject, ran = subject_of(whole.analysis, node), replayer(CALLER).as_it_was().ran
    assert ran is not None and (subject.action, subject.place) == (1, 0)
    facts = whole.analysis.facts[node.id]
    ledto = [
        node_of(row, ran, facts, subject) for row in host_rows(ran.calls) if row.first.receipt is not None
    ]
    assert ledto and set(ledto) <= {one.receipt_id for one in ran.result.receipts}


def _with_a_transfer_before_the_call_of(receiver: str) -> RawTransaction:
    return tampered(lambda result: actions_of(result, receiver).insert(0, {"Transfer": {"deposit": "1"}}))


def test_what_is_given_for_the_storage_of_a_new_account_is_taken() -> None:
    init = {
        "DeterministicStateInit": {
            "state_init": {"V1": {"code": {"CodeHash": "1" * 32}, "data": {}}},
            "deposit": "0",
        }
    }
    whole = build_document(before_the_call(init))
    node = next(one for one in whole.graph.nodes if one.receipt and one.receipt.receiver_id == "alpha.near")
    here = replace(Replayer(whole.raw, whole.analysis, node, call)._known(), account=None)
    given: Mapping[bytes, bytes | None] = {b"a": b"1", b"b": b"2"}
    setting = Setting(Choice(built_in(84), True, False, frozenset()), {}, (), given)
    state = _state(here, setting, Changes(values={b"b": b"3"}))
    assert (dict(state.values), state.whole) == ({b"a": b"1", b"b": b"3"}, False)


def test_the_calls_that_ran_are_those_that_a_receipt_is_run_with() -> None:
    for node in document().graph.nodes:
        assert replayable(node) == bool(node.ran_calls)
        if node.ran_calls:
            assert subject_of(document().analysis, node).calls == node.ran_calls
            assert all(isinstance(one, Action) for one in node.ran_calls)


@pytest.mark.parametrize(
    ("key", "short"),
    [
        (b"STATE", "STATE"),
        (b"a\x08\0\0\0step_two", "…step_two"),
        (b"a=b", "a=b"),
        (bytes(range(200, 232)), "hex:c8…e6e7"),
        (b"\xff\0", "hex:ff00"),
    ],
)
def test_a_key_in_little_room_is_still_told_from_others(key: bytes, short: str) -> None:
    assert key_short(key) == short


def test_a_call_that_failed_as_on_chain_has_the_same_error() -> None:
    assert replay_words(replayer(FAILED).as_it_was()).words == "as on chain: same error, same logs, same gas"
    assert replay_words(replayer(JOIN).as_it_was()).words == "as on chain: same result, same logs, same gas"
