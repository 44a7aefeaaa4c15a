"""The thirty tricky cases of protocol.md §10, each by what a naive viewer would get wrong.

From recordings where one exists; documents made by hand (tests/reference/handmade.py) say so in their docstring. Cases
that other tests hold already are named in ELSEWHERE.
"""

from __future__ import annotations

import base64
import copy
import importlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.reference.failures import explained
from tests.reference.handmade import SUCCESS, TRANSACTION, answer, call, ran, receipt
from tests.reference.recorded import (
    HERE,
    document_of,
    exchange,
    load_json,
    raw_of,
    running_answers,
    tutorial,
    with_side_documents,
)
from xccviz.document import Document, build_document
from xccviz.export.json_graph import to_json
from xccviz.model.raw import RawTransaction

REFUND_GAS = 223_182_562_500

ELSEWHERE = {
    11: ["tests.sources.network.test_fetch:test_timed_out_even_for_none",
         "tests.sources.network.test_fetch:test_nobody_knows_it",
         "tests.sources.network.test_fetch:test_a_bare_hash_is_enough"],
    12: ["tests.sources.network.test_fetch:test_a_node_that_tracks_few_shards_needs_the_signer",
         "tests.sources.network.test_fetch:test_just_submitted_is_asked_once_more"],
    20: ["tests.sources.network.test_rpc:test_errors_of_the_node_are_read_whatever_the_http_status"],
    30: ["tests.layout.layered.test_build:test_a_large_graph_opens_with_few_boxes_and_unfolds_group_by_group",
         "tests.layout.layered.test_build:test_a_hundred_actions_show_the_failed_one_its_neighbours_and_both_ends",
         "tests.layout.layered.test_build:test_gas_refunds_fold_into_one_pill_and_unfold_when_asked"],
}  # fmt: skip
"""Cases about fetching and drawing, and the tests that hold them."""


@pytest.mark.parametrize("case", ELSEWHERE)
def test_cases_that_are_held_elsewhere_still_are(case: int) -> None:
    for name in ELSEWHERE[case]:
        module, function = name.split(":")
        assert callable(getattr(importlib.import_module(module), function))


def exported(document: Document) -> Any:
    return to_json(document)


def recorded(shared: Path, name: str, node: str = "pv86") -> Any:
    return to_json(document_of(shared / "node" / node / name))


def with_side(shared: Path, name: str, node: str = "pv86") -> Any:
    folder = shared / "node" / node / name
    return to_json(build_document(with_side_documents(document_of(folder).raw, folder)))


def handmade(*args: Any, **more: Any) -> Any:
    return to_json(build_document(raw_of(answer(*args, **more))))


def nodes(doc: Any, role: str) -> list[Any]:
    return [node for node in doc["nodes"] if role in node["roles"]]


def by_label(doc: Any, label: str) -> Any:
    (found,) = [node for node in doc["nodes"] if node["label"] == label]
    return found


def codes(doc: Any) -> set[str]:
    return {finding["code"] for finding in doc["findings"]}


def error(kind: Any, index: int | None = 0) -> Any:
    return {"Failure": {"ActionError": {"index": index, "kind": kind}}}


def panic(text: str) -> Any:
    return error({"FunctionCallError": {"ExecutionError": f"Smart contract panicked: {text}"}})


# ------------------------------------------------------------------------------------------------ 1-9: receipts


def test_01_the_local_first_receipt_is_there_with_its_whole_callback_chain(shared_data: Path) -> None:
    batch = recorded(shared_data, "local-receipt-batch")
    assert len(nodes(batch, "local")[0]["actions"]) == 3
    doc = recorded(shared_data, "local-receipt")
    (root,) = nodes(doc, "local")
    assert doc["completeness"]["synthesized"] == [root["id"]]
    assert [action["kind"] for action in root["actions"]] == [a["kind"] for a in doc["nodes"][0]["actions"]]
    assert root["block"] == doc["nodes"][0]["block"]
    assert root["status"]["kind"] == "success_receipt"
    (callback,) = nodes(doc, "callback")
    assert callback["promise_results"][0]["result"] == "success"
    assert doc["completeness"]["complete"]


def test_02_data_edges_are_joined_by_id_with_and_without_the_hidden_receipts(shared_data: Path) -> None:
    bare, full = recorded(shared_data, "join-of-joins"), with_side(shared_data, "join-of-joins")
    hidden = [node for node in full["nodes"] if node["kind"] == "data_receipt"]
    assert hidden and not [node for node in bare["nodes"] if node["kind"] == "data_receipt"]
    assert full["edges"] == bare["edges"]
    by_id = {node["id"]: node for node in full["nodes"]}
    for node in bare["nodes"]:
        seen = [(r["producer"], r["value"]) for r in node["promise_results"]]
        assert [(r["producer"], r["value"]) for r in by_id[node["id"]]["promise_results"]] == seen


def test_03_a_forwarded_promise_gives_the_value_of_the_end_of_its_chain(shared_data: Path) -> None:
    """Mainnet AAU7v3EW…: near_withdraw of wrap.near returned a Transfer, so the callback got empty bytes."""
    doc = to_json(build_document(raw_of(load_json(shared_data / "public" / "mainnet" / "AAU7v3EWXK.json"))))
    withdraw = by_label(doc, "wrap.near.near_withdraw")
    (result,) = by_label(doc, "intents.near.do_native_withdraw")["promise_results"]
    assert result["awaited"] == withdraw["id"]
    assert result["chain"] == [withdraw["id"], result["producer"]]
    assert result["producer"].startswith("E5ioLV")
    assert (result["result"], result["value"]["kind"]) == ("success", "empty")
    ft = recorded(shared_data, "ft-transfer-call-ok")
    assert any(len(result["chain"]) > 1 for node in ft["nodes"] for result in node["promise_results"])


def test_04_a_meta_transaction_shows_the_inner_failure_and_the_relayers_bill() -> None:
    doc = to_json(document_of(HERE / "node" / "delegate-inner-fails"))
    assert doc["verdict"]["code"] == "success_with_hidden_failure"
    (inner,) = nodes(doc, "delegated")
    assert inner["status"]["kind"] == "failure" and doc["verdict"]["root_causes"] == [inner["id"]]
    assert doc["fees"]["payer"] == doc["transaction"]["signer_id"] == "relayer.near"
    # The transaction's receiver is the user, not the contract.
    assert doc["transaction"]["receiver_id"] == "bob.near" == inner["predecessor_id"]
    accounts = {account["id"]: account for account in doc["accounts"]}
    assert accounts["relayer.near"]["roles"][:2] == ["signer", "relayer"]
    assert all(node["receiver_id"] == "relayer.near" for node in nodes(doc, "refund_gas"))


def test_04_inner_actions_have_another_shape_and_are_the_same_model(shared_data: Path) -> None:
    for path in sorted((shared_data / "node" / "pv86").glob("delegate-*")):
        for node in nodes(to_json(document_of(path)), "delegate"):
            for action in node["actions"]:
                assert "delegate_action" in action["fields"]
    doc = recorded(shared_data, "delegate-many-inner")
    (inner,) = nodes(doc, "delegated")
    (outer,) = nodes(doc, "delegate")
    raw = outer["actions"][0]["fields"]["delegate_action"]["actions"]
    assert [action["kind"] for action in inner["actions"]] == [next(iter(each)) for each in raw]


def test_05_detached_promises_fail_in_plain_sight() -> None:
    doc = to_json(tutorial("detached-fails"))
    failed = [node for node in doc["nodes"] if node["status"]["kind"] == "failure"]
    assert failed and all("detached" in node["roles"] and node["fate"] == "unobserved" for node in failed)
    assert doc["verdict"]["code"] == "success_with_hidden_failure"
    assert doc["verdict"]["root_causes"] == [node["id"] for node in failed]


def test_06_money_that_moved_before_a_failure_stays_moved(shared_data: Path) -> None:
    doc = recorded(shared_data, "random-0072")
    assert doc["verdict"]["code"] == "failure"
    moved = [t for t in doc["transfers"] if t["kind"] in ("transfer", "deposit") and not t["reverted"]]
    assert moved
    assert "committed_despite_failure" in codes(doc)
    listed = {i for f in doc["findings"] if f["code"] == "committed_despite_failure" for i in f["nodes"]}
    roots = {node["id"] for node in nodes(doc, "root")}
    assert {transfer["node"] for transfer in moved} - roots <= listed


@pytest.mark.parametrize(
    ("name", "role", "to"),
    [
        ("delete-account-payout", "payout", "bob.near"),
        ("state-init-account--again", "payout", None),
        ("refund-to-other", "refund_deposit", "bob.near"),
        ("refund-deposit", "refund_deposit", "alice.near"),
    ],
)
def test_07_payouts_are_no_refunds_and_refunds_go_where_they_say(
    shared_data: Path, name: str, role: str, to: str | None
) -> None:
    doc = recorded(shared_data, name)
    found = nodes(doc, role)
    assert found and (to is None or {node["receiver_id"] for node in found} == {to})
    parents = {node["id"]: node for node in doc["nodes"]}
    for node in found:
        failed = parents[node["parent"]]["status"]["kind"] == "failure"
        assert failed == (role == "refund_deposit")
        kinds = {t["kind"] for t in doc["transfers"] if t["node"] == node["id"]}
        assert kinds == {"payout" if role == "payout" else "deposit_refund"}


def test_07_a_refund_that_fails_burns_its_money_and_says_so(shared_data: Path) -> None:
    doc = recorded(shared_data, "refund-to-missing-account")
    (refund,) = [n for n in nodes(doc, "refund_deposit") if n["status"]["kind"] == "failure"]
    assert "refund_burnt" in codes(doc)
    (transfer,) = [t for t in doc["transfers"] if t["node"] == refund["id"]]
    assert transfer["reverted"] and transfer["kind"] == "deposit_refund"


def test_08_refunds_burn_gas_that_nobody_pays() -> None:
    doc = to_json(document_of(HERE / "node" / "tutorial-batch-ok"))
    refunds = nodes(doc, "refund_gas")
    assert refunds and {node["gas"]["burnt"] for node in refunds} == {REFUND_GAS}
    assert {node["tokens"]["burnt"] for node in refunds} == {"0"}
    assert doc["gas"]["refunds_burnt"] == REFUND_GAS * len(refunds)
    own = sum(node["gas"]["burnt"] for node in doc["nodes"] if node not in refunds)
    assert doc["gas"]["total_burnt"] == own
    assert doc["fees"]["total"] == str(sum(int(node["tokens"]["burnt"]) for node in doc["nodes"]))


def test_09_gas_is_bought_dearer_than_it_is_burnt_and_still_adds_up(shared_data: Path) -> None:
    for name in ("tutorial-batch-ok", "create-deploy-init", "transfer-implicit-new"):
        doc = recorded(shared_data, name)
        calls = [node for node in doc["nodes"] if node["gas_price"] not in (None, "0")]
        assert {node["gas_price"] for node in calls} == {"1000000000"}
        assert doc["fees"]["price_regime"] == "ge85"
        assert not [node for node in calls if node["gas"]["reconciles"] is False]
        cheap = [n for n in calls if int(n["tokens"]["burnt"]) < n["gas"]["burnt"] * int(n["gas_price"])]
        assert cheap, "burnt at the market price"
    # The account that was created costs more than its gas; that charge is no refund and no gas.
    created = next(node for node in nodes(recorded(shared_data, "create-deploy-init"), "root") if node)
    assert created["gas"]["reconciles"] is not False


# ------------------------------------------------------------------------------------------- 10-20: answers, errors


def test_10_an_executed_answer_lacks_its_last_refunds_and_is_no_pending_one(shared_data: Path) -> None:
    seen = 0
    for folder in sorted(shared_data.glob("node/pv8*/*")):
        for label, running in running_answers(folder):
            result = running["result"]
            listed = {i for o in result["receipts_outcome"] for i in o["outcome"]["receipt_ids"]}
            late = listed - {o["id"] for o in result["receipts_outcome"]}
            if result["final_execution_status"] != "EXECUTED" or not late:
                continue
            doc = to_json(build_document(raw_of(running)))
            assert doc["verdict"]["code"] in ("success", "success_with_hidden_failure"), label
            assert not doc["completeness"]["complete"]
            missing = {
                (m["id"], m["reason"]) for m in doc["completeness"]["missing"] if m["kind"] == "outcome"
            }
            assert missing == {(i, "pending") for i in late}, label
            seen += 1
    assert seen > 20


def test_13_a_failure_without_an_index_reverts_all_actions(shared_data: Path) -> None:
    doc = recorded(shared_data, "lack-balance-for-state")
    (cause,) = [n for n in doc["nodes"] if n["status"]["kind"] == "failure"]
    assert cause["status"]["error"]["action_index"] is None
    assert {action["result"] for action in cause["actions"]} == {"reverted"}
    assert doc["verdict"]["root_causes"] == [cause["id"]]


def test_13_an_index_beyond_the_actions_crashes_nothing() -> None:
    """Made by hand: no node says this."""
    failure = error({"FunctionCallError": {"ExecutionError": "x"}}, index=7)
    doc = handmade([receipt("r0")], [ran("r0", failure)], status=failure)
    assert [action["result"] for action in doc["nodes"][1]["actions"]] == ["unknown"]
    assert doc["verdict"]["code"] == "failure"


def test_14_a_batch_that_ends_in_a_transfer_returns_nothing(shared_data: Path) -> None:
    doc = recorded(shared_data, "batch-promise-ends-with-transfer")
    (callback,) = nodes(doc, "callback")
    (result,) = callback["promise_results"]
    assert (result["result"], result["value"]["kind"], result["value"]["size"]) == ("success", "empty", 0)
    producer = next(node for node in doc["nodes"] if node["id"] == result["producer"])
    kinds = [action["kind"] for action in producer["actions"]]
    assert "FunctionCall" in kinds and kinds[-1] == "Transfer"


def test_15_one_promise_with_two_callbacks_and_one_promise_twice_in_a_join() -> None:
    doc = to_json(tutorial("two-thens-one-promise"))
    producers = Counter(r["producer"] for n in doc["nodes"] for r in n["promise_results"])
    assert 2 in producers.values()
    twice = next(node for node in doc["nodes"] if len(node["delivers"]) == 2)
    assert len({entry["data_id"] for entry in twice["delivers"]}) == 2
    assert len({entry["to"] for entry in twice["delivers"]}) == 2
    join = nodes(to_json(tutorial("join-same-promise-twice")), "join")[0]["promise_results"]
    assert (
        len({result["producer"] for result in join})
        < len(join)
        == len({result["data_id"] for result in join})
    )


def test_16_a_yield_is_resumed_from_outside_timed_out_or_still_waiting(shared_data: Path) -> None:
    resumed = with_side(shared_data, "yield-resumed-by-other-tx")
    (node,) = nodes(resumed, "yield")
    (edge,) = [edge for edge in resumed["edges"] if edge["kind"] == "resumes"]
    assert edge["from"] is None and edge["external"] and edge["to"] == node["id"]
    assert base64.b64decode(node["promise_results"][0]["value"]["base64"]) == b"\x00\x01binary payload\xff"
    late = recorded(shared_data, "yield-timeouts-and-pending")
    (node,) = nodes(late, "timed_out")
    assert node["block"]["height"] - node["created_height"] == 201
    assert node["promise_results"][0] | {"data_id": 0} == {
        "slot": 0, "data_id": 0, "result": "failed", "timed_out": True, "value": None, "awaited": None,
        "producer": None, "chain": [], "origin": "inferred", "delivered_at": None,
    }  # fmt: skip
    waits = recorded(shared_data, "yield-timeouts-and-pending--pending")
    assert waits["verdict"]["code"] == "pending"
    (unseen,) = [m for m in waits["completeness"]["missing"] if m["kind"] == "outcome"]
    assert unseen["reason"] == "pending"
    assert not [edge for edge in waits["edges"] if edge["kind"] == "resumes"]


def test_17_one_json_key_holds_gas_traps_panics_and_link_errors(shared_data: Path) -> None:
    titles = set()
    for name in (
        "error-gas-loop",
        "error-trap-div0",
        "error-panic",
        "prepare-errors--unknown-import",
        "error-no-code",
    ):
        doc = recorded(shared_data, name)
        (cause,) = [n for n in doc["nodes"] if n["id"] in doc["verdict"]["root_causes"]]
        titles.add(cause["status"]["error"]["title"])
        assert cause["status"]["error"]["explanation"]
    assert len(titles) == 5


@pytest.mark.parametrize(
    "old",
    [{"HostError": "GasExceeded"}, {"HostError": {"GuestPanic": {"panic_msg": "no"}}}, {"WasmTrap": "Unreachable"},
     {"_EVMError": "whatever"}, {"CompilationError": {"PrepareError": "Deserialization"}}],
)  # fmt: skip
def test_17_structured_errors_of_old_outcomes_have_words(old: Any) -> None:
    info = explained({"ActionError": {"index": 0, "kind": {"FunctionCallError": old}}})
    assert info.title and info.explanation


def test_17_even_an_evm_error_has_a_title(shared_data: Path) -> None:
    doc = to_json(build_document(raw_of(load_json(shared_data / "public" / "localnet" / "E1QorKKEh1.json"))))
    (cause,) = [n for n in doc["nodes"] if n["status"] and n["status"]["kind"] == "failure"]
    assert cause["status"]["error"]["title"] and "EvmError" in cause["status"]["error"]["path"]


def test_18_the_code_that_ran_is_not_always_the_executors(shared_data: Path) -> None:
    for name, kind in (
        ("global-deploy-by-hash--call", "global_hash"),
        ("global-deploy-by-account--call", "global_account_id"),
        ("transfer-eth-implicit--no-method", "global_hash"),
        ("tutorial-batch-ok", "local"),
    ):
        kinds = {
            code["kind"]
            for node in recorded(shared_data, name)["nodes"]
            for code, action in zip(node["contract_code"], node["actions"], strict=False)
            if code is not None and action["kind"] == "FunctionCall"
        }
        assert kind in kinds, name


def test_19_a_deployed_code_is_a_hash_and_bytes_are_not_always_json(shared_data: Path) -> None:
    deploys = [
        action
        for node in recorded(shared_data, "create-deploy-init")["nodes"]
        for action in node["actions"]
        if action["kind"] == "DeployContract"
    ]
    assert deploys and {len(base64.b64decode(action["fields"]["code"])) for action in deploys} == {32}
    seen = {}
    for name in ("empty", "json-null", "binary", "unicode", "borsh-u64"):
        (callback,) = nodes(recorded(shared_data, f"value-{name}"), "callback")
        seen[name] = callback["promise_results"][0]["value"]["kind"]
    # Empty is not null; what is neither JSON nor text is shown as hex and not guessed at.
    assert seen == {
        "empty": "empty",
        "json-null": "json",
        "binary": "hex",
        "unicode": "utf8",
        "borsh-u64": "hex",
    }
    args = [
        a["args"]["kind"]
        for n in recorded(shared_data, "args-not-json")["nodes"]
        for a in n["actions"]
        if a["args"]
    ]
    assert args and "json" not in args


def test_20_skipped_heights_are_no_blocks_and_groups_count_what_there_is() -> None:
    """Made from a recording by stretching its heights: the recorded chains skip none."""
    packed = load_json(HERE / "tutorial" / "tutorial-parallel-3-ok.json.gz")
    stretched = {block: height * 7 for block, height in packed["heights"].items()}
    plain = to_json(build_document(raw_of(packed["tx_status"], packed["heights"])))
    skipped = to_json(build_document(raw_of(packed["tx_status"], stretched)))
    steps = [(step["kind"], step["node"]) for step in plain["timeline"]]
    assert [(step["kind"], step["node"]) for step in skipped["timeline"]] == steps
    groups = {step["group"] for step in skipped["timeline"]} - {None}
    assert groups == {step["group"] for step in plain["timeline"]} == set(range(1, len(groups) + 1))
    assert skipped["transaction"]["block_height"] == 7 * plain["transaction"]["block_height"]


def test_20_the_price_in_a_header_is_not_the_price_of_its_own_block(shared_data: Path) -> None:
    """A last header's price twice as high as its parent's changes no number: what ran was paid at the parent's."""
    folder = shared_data / "node" / "pv86" / "join-of-joins"
    plain = with_side_documents(document_of(folder).raw, folder)
    dearer = copy.deepcopy(plain)
    last = max(known["height"] for known in load_json(folder / "heights.json").values())
    changed = 0
    for document in dearer.documents:
        header = document.payload.get("header", {}) if document.method == "block" else {}
        if header.get("height", 0) >= last and "gas_price" in header:
            header["gas_price"] = str(2 * int(header["gas_price"]))
            changed += 1
    assert changed
    assert to_json(build_document(dearer)) == to_json(build_document(plain))


# ------------------------------------------------------------------------------------------- 21-30: odd and large


def test_21_events_of_a_failed_receipt_are_void(shared_data: Path) -> None:
    doc = recorded(shared_data, "log-then-fail")
    (failed,) = [n for n in doc["nodes"] if n["status"]["kind"] == "failure"]
    assert failed["logs"] and all(log["reverted"] for log in failed["logs"])
    assert "reverted_events" in codes(doc)
    assert all(token["reverted"] for token in doc["tokens"] if token["node"] == failed["id"])
    kept = recorded(shared_data, "events-nep")
    assert not [log for node in kept["nodes"] for log in node["logs"] if log["reverted"]]


INVALID = {"Failure": {"InvalidTxError": {"InvalidNonce": {"tx_nonce": 1, "ak_nonce": 7}}}}
DEPOSIT = {"signer_id": "alice.near", "balance": "1", "cost": "9", "reason": "NotEnoughBalance"}


@pytest.mark.parametrize(
    ("failure", "gas", "tokens"),
    [
        (INVALID, 0, "0"),
        (
            {"Failure": {"InvalidTxError": {"NotEnoughBalanceForDeposit": DEPOSIT}}},
            308_000_000_000,
            "30800000000000000000",
        ),
    ],
)
def test_22_an_invalid_transaction_has_an_outcome_and_may_burn_gas(
    failure: Any, gas: int, tokens: str
) -> None:
    """Made by hand (protocol.md R1.7): against an honest producer no node answers this."""
    outcome = ran(TRANSACTION, failure, executor="alice.near", gas_burnt=gas, tokens_burnt=tokens)
    doc = handmade([], [], status=failure, transaction_outcome=outcome)
    assert doc["verdict"]["code"] == "invalid" and doc["verdict"]["root_causes"] == [TRANSACTION]
    (node,) = doc["nodes"]
    assert (node["state"], node["fate"]) == ("invalid", "decides")
    assert {action["result"] for action in node["actions"]} == {"failed"}
    assert node["status"]["error"]["path"][0] == "InvalidTxError" and node["status"]["error"]["title"]
    assert doc["timeline"] == [] and doc["edges"] == []
    assert (doc["gas"]["total_burnt"], doc["fees"]["total"]) == (gas, tokens)
    known = {k: v for k, v in node["gas"].items() if v not in (None, [])}
    assert set(known) <= {"attached", "burnt", "profile_version"}


def test_23_a_node_of_one_shard_gives_a_forest_and_no_guess(shared_data: Path) -> None:
    path = "node/pv86-partial/tx/join-2--EXPERIMENTAL_tx_status--signer--NONE.json"
    part = to_json(build_document(raw_of(exchange(shared_data / path))))
    whole = recorded(shared_data, "join-2")
    assert not part["completeness"]["complete"] and part["completeness"]["missing"]
    assert {node["id"] for node in part["nodes"]} <= {node["id"] for node in whole["nodes"]}
    final = {node["id"]: node for node in whole["nodes"]}
    for node in part["nodes"]:
        if node["status"] and node["status"]["kind"] not in (None, "unknown"):
            assert node["status"]["kind"] == final[node["id"]]["status"]["kind"]
    assert part["verdict"]["code"] in ("pending", "unknown")


def test_24_a_callback_waits_for_its_slowest_call_and_order_is_by_height(shared_data: Path) -> None:
    doc = recorded(shared_data, "congested-callback", "pv84")
    (join,) = nodes(doc, "join")
    assert join["waited_blocks"] > 300 and join["wait_reason"] == "data"
    assert "slow_join" in codes(doc)
    heights = [step["height"] for step in doc["timeline"] if step["height"] is not None]
    assert heights == sorted(heights)
    by_id = {node["id"]: node for node in doc["nodes"]}
    late = max(join["promise_results"], key=lambda result: by_id[result["producer"]]["block"]["height"])
    assert by_id[late["producer"]]["block"]["height"] + 1 == join["block"]["height"]


def test_25_hidden_receipts_are_nodes_once_known_and_never_an_outcome(shared_data: Path) -> None:
    deploy = with_side(shared_data, "global-deploy-by-hash")
    hidden = [node for node in deploy["nodes"] if node["kind"] == "distribution"]
    assert hidden and all((node["state"], node["status"]) == (None, None) for node in hidden)
    assert deploy["completeness"]["complete"]
    same = with_side(shared_data, "yield-resumed-same-call")
    (edge,) = [edge for edge in same["edges"] if edge["kind"] == "resumes"]
    assert edge["from"] is not None and edge["external"] is None
    assert not [
        node
        for node in recorded(shared_data, "global-deploy-by-hash")["nodes"]
        if node["kind"] == "distribution"
    ]


def test_26_weights_leave_nothing_unspent_and_one_yocto_is_a_deposit(shared_data: Path) -> None:
    doc = recorded(shared_data, "weights-1-2-7")
    (weighted,) = nodes(doc, "root")
    assert (weighted["gas"]["unspent"], weighted["gas"]["reconciles"]) == (0, True)
    shares = sorted(
        n["gas"]["attached"] for n in doc["nodes"] if n["parent"] == weighted["id"] and "call" in n["roles"]
    )
    assert len(set(shares)) == 3
    ft = recorded(shared_data, "ft-transfer-call-ok")
    yocto = [t for t in ft["transfers"] if t["amount"] == "1"]
    assert yocto and {t["kind"] for t in yocto} == {"deposit"}
    assert all(t["node"] in {n["id"] for n in ft["nodes"]} for t in yocto)


def test_27_the_same_account_many_times_is_many_receipts(shared_data: Path) -> None:
    doc = recorded(shared_data, "recursion-12")
    receivers = Counter(node["receiver_id"] for node in doc["nodes"] if "call" in node["roles"])
    assert max(receivers.values()) > 3
    assert len({node["id"] for node in doc["nodes"]}) == len(doc["nodes"])
    local = recorded(shared_data, "delegate-sender-is-relayer--newer-nonce")
    (outer,) = nodes(local, "delegate")
    assert "local" in outer["roles"]
    (inner,) = nodes(local, "delegated")
    assert inner["id"] != outer["id"] and inner["parent"] == outer["id"]


def test_28_a_later_final_answer_replaces_the_block_of_an_optimistic_one() -> None:
    """Made from a recording: the earlier answer names another block for one outcome, as after a fork."""
    final = load_json(HERE / "node" / "tutorial-batch-ok" / "tx_status.json")
    early = copy.deepcopy(final)
    early["result"]["final_execution_status"] = "EXECUTED_OPTIMISTIC"
    early["result"]["receipts_outcome"][0]["block_hash"] = "9" * 44
    documents = (*raw_of(early).documents, *raw_of(final).documents)
    both = to_json(build_document(RawTransaction(documents)))
    alone = to_json(build_document(raw_of(final)))
    assert both == alone
    assert "9" * 44 not in json.dumps(both)


def test_29_huge_numbers_stay_exact() -> None:
    """Made by hand: 2^128 − 1 yoctoNEAR, 1 Pgas, a nonce and a time beyond 2^53."""
    most, nanoseconds = 2**128 - 1, 1_795_354_658_136_192_701
    huge = answer([receipt("r0", "app.near", call(gas=10**15, deposit=most))], [ran("r0", gas_burnt=10**15)])
    huge["transaction"]["nonce"] = 2**64 - 1
    raw = raw_of(huge, {"block-of-r0": 1, f"block-of-{TRANSACTION}": 1})
    for document in raw.documents[1:]:
        document.envelope["result"]["header"]["timestamp"] = nanoseconds
    doc = json.loads(json.dumps(to_json(build_document(raw))))
    node = doc["nodes"][1]
    assert node["actions"][0]["deposit"] == str(most) == doc["transfers"][0]["amount"]
    assert node["gas"]["burnt"] == node["gas"]["attached"] == 10**15
    assert doc["transaction"]["nonce"] == 2**64 - 1
    assert node["block"]["timestamp_ns"] == str(nanoseconds)


def test_30_a_giant_graph_loses_nobody_and_groups_what_is_alike(shared_data: Path) -> None:
    doc = recorded(shared_data, "giant-4000")
    assert len(doc["nodes"]) > 8000
    assert Counter(node["index"] for node in doc["nodes"]).most_common(1)[0][1] == 1
    assert len(doc["findings"]) < 20
    fan = recorded(shared_data, "batch-tx-100-transfers")
    assert max(len(node["actions"]) for node in fan["nodes"]) == 100


# ---------------------------------------------------------------------------------- what the builder itself can do


def test_a_join_made_by_hand_reads_as_one() -> None:
    """The hand-made documents above stand on this: a call, its callback, and what the callback received."""
    receipts = [
        receipt("r0"),
        receipt(
            "a",
            "b.near",
            predecessor="app.near",
            output_data_receivers=[{"data_id": "d", "receiver_id": "app.near"}],
        ),
        receipt("c", "app.near", call("on_done"), predecessor="app.near", input_data_ids=["d"]),
    ]
    outcomes = [
        ran("r0", {"SuccessReceiptId": "c"}, "a", "c"),
        ran("a", panic("no"), executor="b.near"),
        ran("c", SUCCESS),
    ]
    doc = handmade(receipts, outcomes)
    assert by_label(doc, "app.near.on_done")["promise_results"][0]["result"] == "failed"
    assert by_label(doc, "b.near.run")["fate"] == "handled"
    assert doc["verdict"]["code"] == "success_with_hidden_failure"
