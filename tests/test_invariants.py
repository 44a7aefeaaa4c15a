"""The self-check: invariants I1-I24 of protocol.md §4.8 and the laws of interface.md §4 hold on every recorded
document, whole, running, partial, without receipts, or with everything that was recorded around it; and what was
knowingly altered is found by them and reported by xccviz, never asserted.
"""

# covers: xccviz/analysis/results/outcomes.py, xccviz/analysis/types.py, xccviz/graph/order.py
# covers: xccviz/graph/roles.py, xccviz/graph/slots.py, xccviz/model/trace.py, xccviz/parse/receipts.py

from __future__ import annotations

import base64
import copy
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.reference import contract, invariants
from tests.reference.recorded import (
    HERE,
    exchange,
    load_json,
    raw_of,
    running_answers,
    side_documents,
    transaction_files,
    with_side_documents,
)
from tests.reference.schemas import Schema, schema_called
from tests.reference.wire import Wire, derive, read_wire
from xccviz.document import build_document
from xccviz.export.json_graph import to_json
from xccviz.model.raw import RawTransaction


@pytest.fixture(scope="session")
def validator() -> Schema:
    return schema_called("xccviz-graph-1")


class Tally:
    """Violations and checks made, over many documents."""

    def __init__(self) -> None:
        self.documents = 0
        self.found: list[str] = []
        self.made: Counter[str] = Counter()

    def examine(self, label: object, wire: Wire, raw: RawTransaction) -> Any:
        """Run all laws on one document; returns its export."""
        exported = to_json(build_document(raw))
        for violations, made in (invariants.run_laws(wire), contract.broken_laws(wire, exported)):
            self.found += [f"{label}: {each}" for each in violations]
            self.made.update(made)
        self.documents += 1
        return exported

    def holds(self, *laws: str) -> None:
        """Nothing was violated, and each of `laws` was really checked."""
        assert not self.found, "\n".join(self.found[:20])
        assert not [law for law in laws if not self.made[law]], self.made


def _heights(folder: Path) -> Any:
    return load_json(folder / "heights.json") if (folder / "heights.json").exists() else {}


def _numbers(heights: Mapping[str, Any]) -> dict[str, int]:
    return {block: known["height"] for block, known in heights.items()}


def _answer(folder: Path) -> Any:
    return load_json(
        next(path for path in sorted(folder.iterdir()) if path.name.startswith("tx_status.json"))
    )


def _recorded(shared: Path, protocol: int) -> Iterator[tuple[Path, Any, Any]]:
    for path in transaction_files(shared):
        if path.parent.parent == shared / "node" / f"pv{protocol}":
            yield path, load_json(path), _heights(path.parent)


ALL = tuple(law.name for law in invariants.LAWS)


@pytest.mark.parametrize("protocol", [83, 84, 85, 86])
def test_all_laws_hold_on_what_a_node_recorded(shared_data: Path, protocol: int) -> None:
    tally = Tally()
    for path, answer, heights in _recorded(shared_data, protocol):
        wire = read_wire(answer, heights, protocol)
        tally.examine(path.parent.name, wire, raw_of(answer, _numbers(heights)))
    tally.holds(*(law for law in ALL if law != ("I9" if protocol >= 85 else "I10")), *contract.LAWS)


def test_all_laws_hold_while_a_transaction_is_running(shared_data: Path) -> None:
    tally = Tally()
    pending = 0
    for folder in sorted(shared_data.glob("node/pv8*/*")):
        for label, answer in running_answers(folder):
            heights, protocol = _heights(folder), int(folder.parent.name[2:])
            wire = read_wire(answer, heights, protocol)
            exported = tally.examine(label, wire, raw_of(answer, _numbers(heights)))
            pending += exported["verdict"]["code"] == "pending"
    tally.holds("completeness", "verdict", "slots", "timeline")
    assert tally.documents > 100 and pending > 50


def test_all_laws_hold_on_a_node_that_tracks_one_shard(shared_data: Path) -> None:
    tally = Tally()
    incomplete = 0
    for path in sorted(shared_data.glob("node/pv86-partial/*/*.json")) + sorted(
        shared_data.glob("node/pv86/waits/*.json")
    ):
        answer = exchange(path)
        if isinstance(answer, dict) and "transaction" in (answer.get("result") or {}):
            exported = tally.examine(path.stem, read_wire(answer, {}, 86), raw_of(answer))
            incomplete += not exported["completeness"]["complete"]
    tally.holds("completeness", "verdict", "fates", "roles")
    assert tally.documents > 20 and incomplete > 10


def test_what_a_running_answer_says_the_final_one_confirms(shared_data: Path) -> None:
    compared = 0
    for folder in sorted(shared_data.glob("node/pv8*/*")):
        heights = _numbers(_heights(folder))
        whole = None
        for label, answer in running_answers(folder):
            whole = whole or to_json(build_document(raw_of(_answer(folder), heights)))
            part = to_json(build_document(raw_of(answer, heights)))
            assert contract.contradictions(part, whole) == [], label
            compared += 1
    assert compared > 100


def test_what_a_node_of_one_shard_says_the_others_confirm(shared_data: Path) -> None:
    compared = 0
    for path in sorted(shared_data.glob("node/pv86-partial/tx/*--*.json")):
        folder, answer = shared_data / "node" / "pv86" / path.name.split("--")[0], exchange(path)
        if folder.is_dir() and isinstance(answer, dict) and "transaction" in (answer.get("result") or {}):
            whole = to_json(build_document(raw_of(_answer(folder))))
            part = to_json(build_document(raw_of(answer)))
            assert contract.contradictions(part, whole) == [], path.name
            compared += 1
    assert compared > 10


def test_all_laws_hold_on_public_transactions_of_seven_years(shared_data: Path) -> None:
    """2019 to 2026, four shapes; whatever is not in them (heights, prices, data edges) is not claimed."""
    tally = Tally()
    for path in transaction_files(shared_data):
        if "public" in path.parts and "altered" not in path.parts:
            answer = load_json(path)
            tally.examine(path.name, read_wire(answer), raw_of(answer))
    tally.holds("conservation", "order", "roles", "edges", "slots", "timeline", "gas", "I2", "I5", "I7")
    assert tally.documents > 250


def test_an_answer_without_receipts_still_says_what_the_contract_burnt() -> None:
    """`contract` is Σ WASM_HOST_COST of the profile, which stands in the outcome; only the fees need the receipt."""
    answer = load_json(HERE / "node" / "tutorial-batch-ok" / "tx_status.json")
    whole = {node["id"]: node["gas"]["contract"] for node in to_json(build_document(raw_of(answer)))["nodes"]}
    bare = copy.deepcopy(answer)
    del bare["result"]["receipts"]
    for node in to_json(build_document(raw_of(bare)))["nodes"]:
        assert node["gas"]["contract"] == whole[node["id"]], node["label"]


LOCAL = sorted((HERE / "tutorial").glob("*.json.gz"))


def test_all_laws_hold_on_the_documents_carried_here() -> None:
    tally = Tally()
    for path in LOCAL:
        packed = load_json(path)
        heights = {block: {"height": height} for block, height in packed["heights"].items()}
        wire = read_wire(packed["tx_status"], heights, 86)
        tally.examine(path.name, wire, raw_of(packed["tx_status"], packed["heights"]))
    for folder in sorted((HERE / "node").iterdir()):
        answer, heights = _answer(folder), _heights(folder)
        version = 84 if folder.name == "congested-callback" else 86
        tally.examine(folder.name, read_wire(answer, heights, version), raw_of(answer, _numbers(heights)))
        for label, running in running_answers(folder):
            tally.examine(label, read_wire(running, heights, version), raw_of(running, _numbers(heights)))
    for name in ("indexer-one.json", "lake-assembled.json", "tx-without-receipts.json"):
        answer = load_json(HERE / "public" / name)
        for each in answer.get("transactions", [answer]):
            tally.examine(name, read_wire(each), raw_of(each))
    tally.holds(*(law for law in ALL if law != "I9"), *(law for law in contract.LAWS if law != "tokens"))


# ------------------------------------------------------------------------------------------------- side documents


def _with_side(folder: Path) -> tuple[Wire, RawTransaction]:
    answer, heights = _answer(folder), _heights(folder)
    payloads = [each.payload for each in side_documents(folder) if isinstance(each.payload, dict)]
    raw = with_side_documents(raw_of(answer, _numbers(heights)), folder)
    return read_wire(answer, heights, int(folder.parent.name[2:]), payloads), raw


def _folders_with_side_documents(shared: Path) -> list[Path]:
    found = {path.parent for name in ("chunks", "receipts") for path in shared.glob(f"node/pv8*/*/{name}")}
    return sorted(folder for folder in found if (folder / "heights.json").exists())


def test_all_laws_hold_with_everything_that_was_recorded_around(shared_data: Path, validator: Schema) -> None:
    tally = Tally()
    hidden = 0
    for folder in _folders_with_side_documents(shared_data):
        wire, raw = _with_side(folder)
        exported = tally.examine(f"{folder.parent.name}/{folder.name}", wire, raw)
        validator.validate(exported)
        hidden += sum(node["kind"] == "data_receipt" for node in exported["nodes"])
    tally.holds("slots", "order", "conservation")
    assert tally.documents > 200 and hidden > 150


def test_a_data_receipt_says_what_its_producer_returned(shared_data: Path) -> None:
    """The bytes that travelled equal the SuccessValue at the end of the chain; Failure travels as none (§3)."""
    compared = 0
    for folder in _folders_with_side_documents(shared_data):
        wire, _ = _with_side(folder)
        for receipt in wire.side.values():
            data = receipt["receipt"].get("Data")
            callback, slot = wire.inputs.get(data["data_id"], (None, 0)) if data else (None, 0)
            if data is None or callback is None or data.get("is_promise_resume"):
                continue
            outcome = wire.outcomes[wire.slots[callback][slot].producer or ""]
            assert outcome["outcome"]["status"].get("SuccessValue") == data["data"]
            compared += 1
    assert compared > 100


def test_with_side_documents_every_slot_equals_what_the_contract_logged(shared_data: Path) -> None:
    """Yield slots too: the payload stands in a chunk or in the resume receipt (protocol.md §2.8)."""
    compared = yields = timeouts = 0
    for folder in _folders_with_side_documents(shared_data):
        if not (folder / "oracle.json").exists():
            continue
        wire, raw = _with_side(folder)
        facts = build_document(raw).analysis.facts
        for receipt_id, calls in load_json(folder / "oracle.json").items():
            for call in calls:
                if "n" not in call:
                    continue
                results = facts[receipt_id].promise_results
                assert len(results) == call["n"]
                for result, seen in zip(results, call["r"], strict=True):
                    where = (folder.name, receipt_id, result.slot)
                    assert result.result == {1: "success", 2: "failed"}[seen["s"]], where
                    if wire.is_yield(receipt_id):
                        yields += 1
                        timeouts += result.timed_out
                        assert result.timed_out == (seen["s"] == 2), where
                        assert result.origin == "reported", where
                    if seen["s"] == 1:
                        assert result.value is not None, where
                        assert hashlib.sha256(result.value.raw).hexdigest() == seen["sha"], where
                    compared += 1
    assert compared > 100 and yields >= 10 and timeouts >= 3


def _distributions(folder: Path) -> dict[str, str]:
    """First distribution receipts that were recorded → the receipt that deployed, by hash (protocol.md §2.9)."""
    wire, _ = _with_side(folder)
    found = {}
    for receipt_id, receipt in wire.side.items():
        if "GlobalContractDistribution" not in receipt["receipt"]:
            continue
        for parent in wire.outcomes:
            height = wire.height(parent)
            if height is not None and receipt_id in (derive(parent, n, height=height) for n in range(4)):
                found[receipt_id] = parent
    return found


def test_a_recorded_distribution_hangs_below_the_receipt_that_deployed(shared_data: Path) -> None:
    seen = 0
    for folder in _folders_with_side_documents(shared_data):
        for receipt_id, parent in _distributions(folder).items():
            nodes = {node["id"]: node for node in to_json(build_document(_with_side(folder)[1]))["nodes"]}
            assert nodes[receipt_id]["kind"] == "distribution"
            assert nodes[receipt_id]["parent"] == parent
            assert (nodes[receipt_id]["state"], nodes[receipt_id]["status"]) == (None, None)
            seen += 1
    assert seen >= 6


def test_sends_no_more_than_the_account_had(shared_data: Path) -> None:
    """I13: Σ deposits of children ≤ what the executor had, by the chain's own account changes (one yocto a call may be
    minted from version 85 on)."""
    checked = 0
    for folder in _folders_with_side_documents(shared_data):
        if not (folder / "changes.json").exists() or not (folder / "accounts.json").exists():
            continue
        wire, _ = _with_side(folder)
        before = load_json(folder / "accounts.json")["before"]["accounts"]
        amounts = {name: int(view["amount"]) for name, view in before.items() if view and "amount" in view}
        for block in load_json(folder / "changes.json"):
            for change in block["account_changes"]["result"]["changes"]:
                account, amount = change["change"]["account_id"], change["change"].get("amount")
                receipt = change["cause"].get("receipt_hash")
                had = amounts.get(account)
                executed = (
                    wire.receipts.get(receipt) if change["cause"]["type"] == "receipt_processing" else None
                )
                if executed and had is not None and executed["receiver_id"] == account:
                    children = [
                        wire.receipts[child] for child in wire.children(receipt) if child in wire.receipts
                    ]
                    calls = [child for child in children if child["predecessor_id"] == account]
                    actions = [action for call in calls for action in call["receipt"]["Action"]["actions"]]
                    sent = sum(map(invariants.deposit_of, actions))
                    own = sum(map(invariants.deposit_of, executed["receipt"]["Action"]["actions"]))
                    assert sent <= had + own + len(actions), (folder.name, receipt)
                    checked += sent > 0
                if amount is not None:
                    amounts[account] = int(amount)
    assert checked > 10


# --------------------------------------------------------------------------------------------------- alterations

Answer = dict[str, Any]


def _fresh(name: str) -> tuple[Answer, Any]:
    folder = HERE / "node" / name
    return copy.deepcopy(_answer(folder)), _heights(folder)


def _calls(answer: Answer) -> list[Any]:
    """Outcomes of receipts that are no refunds, the last first."""
    refunds = {r["receipt_id"] for r in answer["result"]["receipts"] if r["predecessor_id"] == "system"}
    return [o for o in reversed(answer["result"]["receipts_outcome"]) if o["id"] not in refunds]


def _with_inputs(answer: Answer) -> Any:
    return next(r for r in answer["result"]["receipts"] if r["receipt"]["Action"]["input_data_ids"])


def _drop_outcome(answer: Answer) -> None:
    answer["result"]["receipts_outcome"].remove(_calls(answer)[0])


def _drop_middle_outcome(answer: Answer) -> None:
    answer["result"]["receipts_outcome"].remove(_calls(answer)[-1])


def _drop_receipt(answer: Answer) -> None:
    answer["result"]["receipts"].remove(_with_inputs(answer))


def _drop_transaction_outcome(answer: Answer) -> None:
    del answer["result"]["transaction_outcome"]


def _receipt_listed_by_two(answer: Answer) -> None:
    outcomes = _calls(answer)
    outcomes[0]["outcome"]["receipt_ids"].insert(0, outcomes[1]["id"])


def _receipt_twice(answer: Answer) -> None:
    answer["result"]["receipts"].append(copy.deepcopy(answer["result"]["receipts"][0]))


def _outcome_twice(answer: Answer) -> None:
    answer["result"]["receipts_outcome"].append(copy.deepcopy(answer["result"]["receipts_outcome"][0]))


def _gas_burnt(answer: Answer) -> None:
    _calls(answer)[0]["outcome"]["gas_burnt"] += 1


def _tokens_burnt(answer: Answer) -> None:
    outcome = _calls(answer)[0]["outcome"]
    outcome["tokens_burnt"] = str(int(outcome["tokens_burnt"]) + 1)


def _profile(answer: Answer) -> None:
    entries = _calls(answer)[0]["outcome"]["metadata"]["gas_profile"]
    entries[0]["gas_used"] = str(int(entries[0]["gas_used"]) + 1)


def _refund(answer: Answer) -> None:
    refund = next(r for r in answer["result"]["receipts"] if r["predecessor_id"] == "system")
    transfer = refund["receipt"]["Action"]["actions"][0]["Transfer"]
    transfer["deposit"] = str(int(transfer["deposit"]) + 1)


def _attached_gas(answer: Answer) -> None:
    receipt = _with_inputs(answer)
    receipt["receipt"]["Action"]["actions"][0]["FunctionCall"]["gas"] += 1


def _success_to_failure(answer: Answer) -> None:
    error = {"ActionError": {"index": 0, "kind": {"FunctionCallError": {"ExecutionError": "altered"}}}}
    _calls(answer)[0]["outcome"]["status"] = {"Failure": error}


def _value(answer: Answer) -> None:
    _calls(answer)[0]["outcome"]["status"] = {"SuccessValue": base64.b64encode(b"altered").decode()}


def _input_id(answer: Answer) -> None:
    _with_inputs(answer)["receipt"]["Action"]["input_data_ids"][0] = "1" * 32


def _output_id(answer: Answer) -> None:
    receipt = next(r for r in answer["result"]["receipts"] if r["receipt"]["Action"]["output_data_receivers"])
    receipt["receipt"]["Action"]["output_data_receivers"][0]["data_id"] = "1" * 32


def _output_twice(answer: Answer) -> None:
    """Two unconnected receipts claim the same data id."""
    receipts = answer["result"]["receipts"]
    holder = next(r for r in receipts if r["receipt"]["Action"]["output_data_receivers"])
    other = next(r for r in receipts if r is not holder and r["predecessor_id"] != "system")
    other["receipt"]["Action"]["output_data_receivers"] = holder["receipt"]["Action"]["output_data_receivers"]


def _executor(answer: Answer) -> None:
    _calls(answer)[0]["outcome"]["executor_id"] = "somebody-else.near"


def _predecessor(answer: Answer) -> None:
    _with_inputs(answer)["predecessor_id"] = "somebody-else.near"


def _child_id(answer: Answer) -> None:
    """An id that its parent's hash does not give, consistently."""
    old, new = _calls(answer)[0]["id"], "9" * 44
    text = json.dumps(answer["result"]).replace(old, new)
    answer["result"] = json.loads(text)


def _gas_price(answer: Answer) -> None:
    _with_inputs(answer)["receipt"]["Action"]["gas_price"] = "7"


def _circle(answer: Answer) -> None:
    """A receipt that returns its own grandparent."""
    outcomes = _calls(answer)
    outcomes[0]["outcome"]["status"] = {"SuccessReceiptId": outcomes[-1]["id"]}


def _order(answer: Answer) -> None:
    answer["result"]["receipts_outcome"].reverse()


def _two_results(answer: Answer) -> None:
    answer["result"]["transaction_outcome"]["outcome"]["receipt_ids"].append("8" * 44)


def _transaction_gas(answer: Answer) -> None:
    answer["result"]["transaction_outcome"]["outcome"]["gas_burnt"] += 1


def _many_logs(answer: Answer) -> None:
    _calls(answer)[0]["outcome"]["logs"] = ["x"] * 500


def _contracts(answer: Answer) -> None:
    _calls(answer)[0]["outcome"]["metadata"]["contracts"] = []


def _refund_first(answer: Answer) -> None:
    outcome = next(o for o in _calls(answer) if len(o["outcome"]["receipt_ids"]) > 1)
    outcome["outcome"]["receipt_ids"].reverse()


def _refund_costs(answer: Answer) -> None:
    ids = {r["receipt_id"] for r in answer["result"]["receipts"] if r["predecessor_id"] == "system"}
    next(o for o in answer["result"]["receipts_outcome"] if o["id"] in ids)["outcome"]["tokens_burnt"] = "5"


def _promised_more(answer: Answer) -> None:
    _with_inputs(answer)["receipt"]["Action"]["actions"][0]["FunctionCall"]["gas"] = 2 * 10**15


def _lost_deposit(answer: Answer) -> None:
    refund = next(
        r
        for r in answer["result"]["receipts"]
        if r["predecessor_id"] == "system" and r["receipt"]["Action"]["signer_id"] == "system"
    )
    refund["receipt"]["Action"]["actions"][0]["Transfer"]["deposit"] = "1"


ALTERED: tuple[tuple[Callable[[Answer], None], str, set[str]], ...] = (
    # what is altered, in which recording, and the invariants that see it ({}: the answer is merely less complete)
    (_drop_outcome, "tutorial-parallel-3-one-panics", set()),
    (_drop_middle_outcome, "tutorial-batch-ok", set()),
    (_drop_receipt, "tutorial-parallel-3-one-panics", set()),
    (_drop_transaction_outcome, "tutorial-batch-ok", set()),
    (_receipt_listed_by_two, "tutorial-parallel-3-one-panics", {"I2"}),
    (_receipt_twice, "tutorial-batch-ok", set()),
    (_outcome_twice, "tutorial-batch-ok", {"I2"}),
    (_gas_burnt, "tutorial-batch-ok", {"I10", "I14"}),
    (_tokens_burnt, "tutorial-batch-ok", {"I10", "I19"}),
    (_profile, "tutorial-batch-ok", {"I14"}),
    (_refund, "tutorial-batch-ok", {"I11", "I19"}),
    (_attached_gas, "tutorial-batch-ok", {"I11"}),
    (_success_to_failure, "tutorial-batch-ok", {"I18"}),
    (_value, "tutorial-batch-ok", {"I18"}),
    (_input_id, "tutorial-parallel-3-one-panics", {"I15"}),
    (_output_id, "tutorial-parallel-3-one-panics", {"I15"}),
    (_output_twice, "tutorial-parallel-3-one-panics", set()),
    (_executor, "tutorial-batch-ok", {"I4"}),
    (_predecessor, "tutorial-batch-ok", {"I5"}),
    (_child_id, "tutorial-batch-ok", {"I3"}),
    (_gas_price, "tutorial-batch-ok", {"I6"}),
    (_circle, "tutorial-batch-ok", set()),
    (_order, "tutorial-batch-ok", {"I2"}),
    (_two_results, "tutorial-batch-ok", {"I1"}),
    (_transaction_gas, "tutorial-batch-ok", {"I8", "I20"}),
    (_many_logs, "tutorial-batch-ok", {"I21"}),
    (_contracts, "tutorial-batch-ok", {"I24"}),
    (_refund_first, "tutorial-batch-ok", {"I22"}),
    (_refund_costs, "tutorial-batch-ok", {"I7"}),
    (_promised_more, "tutorial-batch-ok", {"I23"}),
    (_lost_deposit, "delegate-inner-fails", {"I12"}),
)
_INCOMPLETE = (
    _drop_outcome, _drop_middle_outcome, _drop_receipt, _drop_transaction_outcome, _input_id, _output_id, _output_twice,
)  # fmt: skip
_NUMBERS = (_gas_burnt, _tokens_burnt, _refund, _attached_gas)


@pytest.mark.parametrize(
    ("alter", "name", "seen_by"), ALTERED, ids=lambda value: getattr(value, "__name__", None)
)
def test_an_altered_document_is_reported_and_never_asserted(
    alter: Callable[[Answer], None], name: str, seen_by: set[str], validator: Schema
) -> None:
    answer, heights = _fresh(name)
    before = to_json(build_document(raw_of(answer, _numbers(heights))))
    assert before["completeness"]["complete"]
    alter(answer)
    wire = read_wire(answer, heights, 86)
    exported = to_json(build_document(raw_of(answer, _numbers(heights))))
    validator.validate(exported)
    # The export still says what this answer says: nothing lost, nothing invented, every law of the contract kept.
    kept, _ = contract.broken_laws(wire, exported)
    found, _ = invariants.run_laws(wire)
    if "I14" in seen_by:
        # Burnt gas, profile and fee table contradict each other: what is left depends on which two one believes.
        kept = [each for each in kept if not each.startswith("gas: unspent")]
    assert not kept, kept
    assert seen_by <= {each.split(":")[0] for each in found}, found
    if alter in _INCOMPLETE:
        assert not exported["completeness"]["complete"]
        assert exported["completeness"]["missing"]
        assert "incomplete_data" in {finding["code"] for finding in exported["findings"]}
    if alter in _NUMBERS:
        was = sum(node["gas"]["reconciles"] is True for node in before["nodes"])
        now = sum(node["gas"]["reconciles"] is True for node in exported["nodes"])
        assert now < was, "a number that differs is called reconciled"
    if alter in (_receipt_listed_by_two,):
        assert "listed_twice" in {problem["code"] for problem in exported["completeness"]["problems"]}


@pytest.mark.parametrize("alter", [_receipt_twice, _outcome_twice])
def test_an_entry_that_stands_twice_is_a_problem(alter: Callable[[Answer], None]) -> None:
    answer, heights = _fresh("tutorial-batch-ok")
    alter(answer)
    exported = to_json(build_document(raw_of(answer, _numbers(heights))))
    assert exported["completeness"]["problems"]


@pytest.mark.parametrize("name", ["HbokHoCGcj", "AB6pehcunR"])
def test_documents_that_somebody_else_altered_stay_honest(
    shared_data: Path, name: str, validator: Schema
) -> None:
    """`HbokHoCGcj`: its author renamed the accounts, which contradicts proofs and ids (its numbers are real);
    `AB6pehcunR`: a unit-test fixture with foreign receipt ids and a placeholder profile."""
    answer = load_json(shared_data / "public" / "altered" / f"{name}.json")
    exported = to_json(build_document(raw_of(answer)))
    validator.validate(exported)
    wire = read_wire(answer)
    assert not contract.broken_laws(wire, exported)[0]
    assert not exported["completeness"]["complete"]
    accused = any(problem["code"] == "contradiction" for problem in exported["completeness"]["problems"])
    assert accused
    assert "contradiction" in {finding["code"] for finding in exported["findings"]}, "not a finding too"
    calls = [node for node in exported["nodes"] if "call" in node["roles"]]
    assert name == "HbokHoCGcj" or not any(node["gas"]["reconciles"] for node in calls)


def test_a_chain_that_leads_out_of_sight_has_no_producer(validator: Schema) -> None:
    """The awaited receipt returned a promise that is not in the answer: whose value it is can't be said."""
    packed = copy.deepcopy(load_json(HERE / "tutorial" / "forwarded-3-ok.json.gz"))
    answer = packed["tx_status"]["result"]
    heights = {block: {"height": height} for block, height in packed["heights"].items()}
    chains = [
        slot.chain for entries in read_wire(answer).slots.values() for slot in entries if len(slot.chain) > 1
    ]
    end = chains[0][-1]
    answer["receipts"] = [each for each in answer["receipts"] if each["receipt_id"] != end]
    answer["receipts_outcome"] = [each for each in answer["receipts_outcome"] if each["id"] != end]
    wire = read_wire(answer, heights, 86)
    exported = to_json(build_document(raw_of(answer, packed["heights"])))
    validator.validate(exported)
    assert not contract.broken_laws(wire, exported)[0]
    (slot,) = [
        r for n in exported["nodes"] for r in n["promise_results"] if r["chain"] == list(chains[0][:-1])
    ]
    assert (slot["producer"], slot["result"], slot["value"]) == (None, "unknown", None)
    assert not exported["completeness"]["complete"]


# -------------------------------------------------------------------------- every law can fail, or it holds nothing


def _shift(heights: Any, by: Mapping[int, int]) -> Any:
    return {b: {**k, "height": by.get(k["height"], k["height"])} for b, k in heights.items()}


def test_laws_about_heights_can_fail() -> None:
    answer, heights = _fresh("tutorial-parallel-3-one-panics")
    numbers = sorted(known["height"] for known in heights.values())
    wrong = _shift(heights, dict(zip(numbers, reversed(numbers), strict=True)))
    found, _ = invariants.run_laws(read_wire(answer, wrong, 86))
    assert {"I3", "I16", "I17"} <= {each.split(":")[0] for each in found}


def test_every_invariant_has_an_alteration_that_breaks_it() -> None:
    broken = {law for _, _, laws in ALTERED for law in laws} | {"I16", "I17"}
    # I9 is I10's twin of an earlier price regime, broken below.
    assert broken | {"I9"} == set(ALL)


def test_the_law_of_the_middle_price_regime_can_fail() -> None:
    answer, heights = _fresh("tutorial-batch-ok")
    found, made = invariants.run_laws(read_wire(answer, heights, 84))
    assert made["I9"] and any(each.startswith("I9") for each in found)


def _set(path: Iterable[Any], value: Any) -> Callable[[Any], None]:
    *way, last = path

    def change(exported: Any) -> None:
        here = exported
        for key in way:
            here = here[key]
        here[last] = value

    return change


BREAKERS: dict[str, tuple[Callable[[Any], None], ...]] = {
    "conservation": (lambda e: e["nodes"].pop(), lambda e: e["nodes"].append(e["nodes"][1])),
    "order": (_set(("nodes", 2, "depth"), 9), _set(("nodes", 3, "parent"), None)),
    "roles": (_set(("nodes", 1, "roles"), ["root"]),),
    "parties_and_actions": (_set(("nodes", 1, "actions", 0, "result"), "reverted"),),
    "status_and_logs": (_set(("nodes", 1, "state"), "waiting"), _set(("nodes", 1, "contract_code"), [None, None])),
    "slots": (lambda e: next(n for n in e["nodes"] if n["promise_results"])["promise_results"][0].update(value=None),),
    "fates": (_set(("nodes", 1, "fate"), "unobserved"),),
    "edges": (lambda e: e["edges"].pop(), lambda e: e["edges"].reverse(), _set(("edges", 0, "origin"), "inferred")),
    "timeline": (lambda e: e["timeline"].pop(), lambda e: e["timeline"].reverse()),
    "completeness": (_set(("completeness", "complete"), False), _set(("completeness", "synthesized"), ["x"])),
    "transfers": (lambda e: e["transfers"].pop(),),
    "tokens": (lambda e: e["tokens"].append({"node": "x", "event": "ft_burn", "contract": "x", "amount": None,
                                             "reverted": False}),),
    "gas": (_set(("nodes", 1, "gas", "unspent"), 5), _set(("nodes", 1, "gas", "attached"), 5),
            _set(("nodes", 1, "gas", "contract"), 5), _set(("nodes", 1, "gas", "refund_gas"), 5)),
    "totals": (_set(("gas", "total_burnt"), 1), _set(("fees", "total"), "1"), _set(("fees", "price_regime"), "lt78")),
    "verdict": (_set(("verdict", "code"), "failure"), _set(("verdict", "root_causes"), ["x"]),
                _set(("verdict", "result"), None)),
    "findings": (lambda e: e["findings"].append({"code": "hidden_failure", "nodes": ["x"], "severity": "error"}),),
    "values": (_set(("nodes", 1, "actions", 0, "args", "size"), 1),),
}  # fmt: skip


@pytest.mark.parametrize("law", contract.LAWS)
def test_every_law_of_the_contract_can_fail(law: str) -> None:
    answer, heights = _fresh("tutorial-batch-ok")
    wire = read_wire(answer, heights, 86)
    for alter in BREAKERS[law]:
        exported = json.loads(json.dumps(to_json(build_document(raw_of(answer, _numbers(heights))))))
        assert not [each for each in contract.LAWS[law](wire, exported) if each]
        alter(exported)
        assert [each for each in contract.LAWS[law](wire, exported) if each], alter
