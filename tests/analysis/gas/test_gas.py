"""Gas ledgers against recordings: they add up to the last gas, and never where a number was changed."""

# covers: xccviz/analysis/gas/ledger.py, xccviz/analysis/gas/prices.py, xccviz/analysis/gas/split.py
# covers: xccviz/analysis/gas/totals.py

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.reference.recorded import (
    HERE,
    document_of,
    load_json,
    raw_of,
    recording,
    transaction_files,
    tutorial,
    walks_all,
)
from xccviz.analysis.gas.split import GasShare, gas_split
from xccviz.analysis.types import GasLedger
from xccviz.document import Document, build_document
from xccviz.export.json_graph import to_json
from xccviz.graph.types import Node
from xccviz.model.trace import Action
from xccviz.tables.gas import total_rows
from xccviz.values import replace

BEYOND_GAS = ("DeployGlobalContract", "DeployGlobalContractByAccountId", "DeleteKey", "DeleteAccount")
"""Actions that may burn tokens for something else than gas (protocol.md §4.2)."""
CREATES = ("CreateAccount", "DeterministicStateInit", "Transfer")
MANY = ("giant", "random", "fan-out-500", "fan-out-200")


@dataclass(frozen=True)
class Recorded:
    """One complete recorded transaction: where it stands, whether it is one of a kind, and its document."""

    group: str
    path: Path
    single: bool
    document: Document


@pytest.fixture(scope="module")
def recordings(shared_data: Path, recorded_files: tuple[Path, ...]) -> tuple[Recorded, ...]:
    """All complete recorded transactions whose numbers are unaltered."""
    found = []
    for path in recorded_files:
        if path.name == "tx.json" or "altered" in path.parts:
            continue
        document = recording(path)
        if document.analysis.complete:
            where = path.relative_to(shared_data).parts
            group = where[1] if where[0] == "node" else "public " + document.analysis.fees.price_regime
            single = not any(name in str(path) for name in ("giant", "random"))
            found.append(Recorded(group, path, single, document))
    return tuple(found)


def executed(document: Document) -> Iterator[tuple[Node, GasLedger]]:
    """Receipts that ran, refunds included."""
    for node in document.graph.nodes:
        if (
            node.kind == "action_receipt"
            and node.outcome is not None
            and node.outcome.status.kind != "unknown"
        ):
            yield node, document.analysis.facts[node.id].gas


@walks_all
@pytest.mark.parametrize("single", [False, True])
def test_nearly_every_receipt_reconciles(recordings: tuple[Recorded, ...], single: bool) -> None:
    """Also without the largest and the random transactions, which would outweigh the others."""
    true, every = Counter[str](), Counter[str]()
    for recorded in recordings:
        if single and not recorded.single:
            continue
        for _, gas in executed(recorded.document):
            assert gas.reconciles is not False, recorded.path
            every[recorded.group] += 1
            true[recorded.group] += gas.reconciles is True
    assert {"pv83", "pv84", "pv85", "pv86", "public 78-84", "public lt78"} <= set(every)
    early = ("public lt78", "public unknown")
    for group in set(every) - set(early):
        assert true[group] >= 0.99 * every[group], group
    assert sum(true[group] for group in early) >= 0.95 * sum(every[group] for group in early)


@walks_all
def test_what_was_burnt_is_the_sum_of_its_parts(recordings: tuple[Recorded, ...]) -> None:
    """Invariant I14, and I11 with the parts that the ledger names."""
    for recorded in recordings:
        for node, gas in executed(recorded.document):
            where = (recorded.path, node.label)
            if None not in (gas.execution_fees, gas.contract, gas.send_fees):
                assert gas.burnt == (gas.execution_fees or 0) + (gas.contract or 0) + (gas.send_fees or 0), (
                    where
                )
            if gas.reconciles:
                assert gas.unspent == gas.refund_gas, where
                assert min(gas.burnt or 0, gas.unspent or 0, gas.forwarded or 0) >= 0, where


@walks_all
def test_what_a_call_burnt_of_its_gas_is_never_more_than_it_had(recordings: tuple[Recorded, ...]) -> None:
    """And with what it passed on and left it is all it had, if its actions all ran."""
    whole = 0
    for recorded in recordings:
        for node, gas in executed(recorded.document):
            used, calls = gas.burnt_of_attached, any(action.kind == "FunctionCall" for action in node.actions)
            if used is None or gas.attached is None:
                continue
            assert 0 <= used <= gas.attached, (recorded.path, node.label)
            assert calls or used == 0, (recorded.path, node.label)
            if calls and not node.failed and gas.forwarded is not None and gas.unspent is not None:
                assert used + gas.forwarded + gas.unspent == gas.attached, (recorded.path, node.label)
                whole += used > 0
    assert whole > 100


def test_what_is_prepaid_is_not_burnt_of_what_was_attached(shared_data: Path) -> None:
    """A callback that ran out burnt all it had, more than that with its execution fees; a transaction and a Delegate,
    which only pass on, nothing."""
    document = document_of(shared_data / "node" / "pv86" / "callback-out-of-gas")
    node, gas = next((node, gas) for node, gas in executed(document) if "callback" in node.roles)
    assert node.failed and gas.burnt is not None and gas.attached is not None
    assert gas.burnt > gas.attached == gas.burnt_of_attached
    sender = document.analysis.facts[document.graph.root.id].gas
    assert sender.attached and sender.send_fees and sender.burnt_of_attached == 0
    relayed = document_of(shared_data / "node" / "pv86" / "delegate-inner-fails")
    (parts,) = (gas for node, gas in executed(relayed) if "delegate" in node.roles)
    assert parts.attached and parts.send_fees and parts.burnt_of_attached == 0
    assert GasLedger(attached=5, burnt=3).burnt_of_attached is None


@walks_all
def test_a_refund_is_the_unspent_gas_at_its_price(recordings: tuple[Recorded, ...]) -> None:
    """Invariants I9 and I10: what the receipt and its refund say in yoctoNEAR, from 78 on."""
    seen = Counter[str]()
    for recorded in recordings:
        regime = recorded.document.analysis.fees.price_regime
        for node, gas in executed(recorded.document):
            tokens = recorded.document.analysis.facts[node.id].tokens
            kinds = {action.kind for action in node.actions}
            price = getattr(node.receipt, "gas_price", None)
            if not price or node.is_refund or not gas.reconciles or kinds & set(BEYOND_GAS):
                continue
            burnt, unspent = gas.burnt or 0, gas.unspent or 0
            refund, paid = tokens.refund_gas or 0, tokens.burnt or 0
            where = (recorded.path, node.label)
            assert refund + paid == (unspent + burnt) * price, where
            if regime == "78-84":
                assert (refund, paid) == (unspent * price, burnt * price), where
            elif regime == "ge85" and not kinds & set(CREATES) and burnt:
                assert paid % burnt == 0 and paid // burnt <= price, where
            seen[regime] += 1
    assert min(seen[regime] for regime in ("lt78", "78-84", "ge85")) > 30


@walks_all
def test_all_that_was_bought_is_burnt_or_refunded(recordings: tuple[Recorded, ...]) -> None:
    """Invariant I19 over whole transactions, meta-transactions included: what the transaction bought at P is what its
    receipts burnt and what refunds returned."""
    seen = Counter[str]()
    for recorded in recordings:
        document = recorded.document
        receipts = [node for node, _ in executed(document)]
        bought = document.analysis.facts[document.graph.root.id].gas.forwarded
        prices = {p for node in receipts if (p := getattr(node.receipt, "gas_price", None))}
        kinds = {action.kind for node in receipts for action in node.actions}
        tokens = [node.outcome.tokens_burnt for node in receipts if node.outcome is not None]
        if bought is None or len(prices) != 1 or None in tokens or kinds & set(BEYOND_GAS):
            continue
        burnt = sum(amount or 0 for amount in tokens)
        assert bought * prices.pop() == burnt + (document.analysis.fees.refunded or 0), recorded.path
        assert document.analysis.fees.total == burnt + (document.graph.root.outcome.tokens_burnt or 0)  # type: ignore[union-attr]
        seen[document.analysis.fees.price_regime] += 1
        seen["delegate"] += "Delegate" in kinds
    assert min(seen.values()) >= 5 and seen["ge85"] > 100


def test_a_rebuilt_price_is_never_shown_as_a_reported_one(shared_data: Path) -> None:
    """A lone local receipt says nowhere at what price its gas was bought; its ledger adds up all the same."""
    document = document_of(shared_data / "node" / "pv86" / "transfer-self")
    node = document.graph.nodes[1]
    assert node.synthesized and document.analysis.facts[node.id].gas.reconciles is True
    exported = to_json(document)
    assert exported["nodes"][1]["gas_price"] is None


def test_a_price_that_is_no_whole_number_is_none(shared_data: Path) -> None:
    answer = load_json(shared_data / "node" / "pv86" / "transfer-self" / "tx_status.json")
    outcome = answer["result"]["transaction_outcome"]["outcome"]
    outcome["tokens_burnt"] = str(int(outcome["tokens_burnt"]) + 1)
    document = build_document(raw_of(answer))
    assert document.analysis.facts[document.graph.nodes[1].id].gas.reconciles is None


@pytest.mark.parametrize(
    "name", ["global-deploy-by-hash", "gas-key--delete-poor", "delegate-all-kinds", "delete-account-in-batch"]
)
def test_tokens_burnt_beyond_gas_do_not_count_as_gas(shared_data: Path, name: str) -> None:
    for node, gas in executed(document_of(shared_data / "node" / "pv86" / name)):
        assert gas.reconciles is True, node.label
        if "root" in node.roles:
            assert (gas.contract, gas.unspent) == (0, 0)


@walks_all
def test_the_fee_says_what_was_not_for_gas(shared_data: Path, recordings: tuple[Recorded, ...]) -> None:
    """10^20 yoctoNEAR a byte of a global contract; a deleted gas key's balance; nothing in all other recordings."""
    fees = document_of(shared_data / "node" / "pv86" / "global-deploy-by-hash").analysis.fees
    assert fees.beyond_gas is not None and fees.beyond_gas > 10**24 and fees.beyond_gas % 10**20 == 0
    assert document_of(shared_data / "node" / "pv86" / "gas-key--delete-poor").analysis.fees.beyond_gas
    for recorded in recordings:
        name = recorded.path.parent.name
        if "deploy-by" not in name and "deploy-global" not in name and name != "gas-key--delete-poor":
            assert not recorded.document.analysis.fees.beyond_gas, recorded.path


def places(answer: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str, str, str]]:
    """Every gas number of an answer: where it stands, whose it is and what it says."""
    for outcome in (answer["transaction_outcome"], *answer["receipts_outcome"]):
        inner, owner = outcome["outcome"], outcome["id"]
        yield inner, "gas_burnt", owner, "gas_burnt"
        if "tokens_burnt" in inner:
            yield inner, "tokens_burnt", owner, "tokens_burnt"
        for entry in (inner.get("metadata") or {}).get("gas_profile") or []:
            yield entry, "gas_used", owner, "profile"
    for receipt in answer.get("receipts", []):
        action = receipt["receipt"].get("Action")
        if action is not None:
            yield action, "gas_price", receipt["receipt_id"], "gas_price"
            yield from _attached(action["actions"], receipt["receipt_id"])


def _attached(actions: list[Any], owner: str) -> Iterator[tuple[dict[str, Any], str, str, str]]:
    for payload in (next(iter(a.values())) for a in actions if isinstance(a, dict)):
        if isinstance(payload, dict) and "gas" in payload:
            yield payload, "gas", owner, "attached"
        if isinstance(payload, dict) and "delegate_action" in payload:
            inner = payload["delegate_action"]
            yield from _attached(inner.get("V2", inner)["actions"], owner)


def check_altered(answer: Any, path: object, chance: random.Random, times: int) -> int:
    """Change single gas numbers; whatever was touched must not reconcile any more. Returns how many were changed."""
    body = answer.get("result", answer)
    before = build_document(raw_of(answer))
    found = [place for place in places(body) if place[2] in before.analysis.facts]
    changed = 0
    for holder, key, owner, what in chance.sample(found, min(times, len(found))):
        old = holder[key]
        new = chance.choice([int(old) + 1, max(int(old) - 1, 1), int(old) + 10**9, int(old) * 2 + 1])
        node = before.graph.by_id[owner]
        kinds = {action.kind for action in node.actions}
        if new == int(old) or (what == "tokens_burnt" and kinds & {"DeleteKey", "DeleteAccount"}):
            continue  # A deleted gas key burns a balance that stands nowhere, so these tokens may be any number.
        holder[key] = str(new) if isinstance(old, str) else new
        try:
            after = build_document(raw_of(answer))
        finally:
            holder[key] = old
        assert after.analysis.facts[owner].gas.reconciles is not True, (path, what, old, new, node.label)
        changed += 1
    return changed


@pytest.mark.parametrize("times", [1, pytest.param(4, marks=pytest.mark.long)])
def test_a_changed_number_never_reconciles(shared_data: Path, times: int) -> None:
    chance = random.Random(86)
    changed = 0
    for path in transaction_files(shared_data):
        if path.name == "tx.json" or "altered" in path.parts or any(name in str(path) for name in MANY):
            continue
        answer = load_json(path)
        if isinstance(answer, dict) and "transaction_outcome" in answer.get("result", answer):
            changed += check_altered(answer, path, chance, times)
    assert changed > 250 * times


@pytest.mark.parametrize(
    "name", sorted(path.name.split(".")[0] for path in (HERE / "tutorial").glob("*.json.gz"))
)
def test_a_changed_number_of_a_carried_recording_never_reconciles(name: str) -> None:
    answer = load_json(HERE / "tutorial" / f"{name}.json.gz")["tx_status"]
    assert check_altered(answer, name, random.Random(name), 12) > 5


def tutorial_answer(name: str) -> dict[str, Any]:
    """The answer of a carried recording, to be changed."""
    answer: dict[str, Any] = load_json(HERE / "tutorial" / f"{name}.json.gz")["tx_status"]
    return answer


def test_a_refund_of_another_amount_does_not_reconcile() -> None:
    answer = tutorial_answer("tutorial-batch-ok")
    changed = 0
    for receipt in answer["result"]["receipts"]:
        if receipt["predecessor_id"] == "system":
            transfer = receipt["receipt"]["Action"]["actions"][0]["Transfer"]
            transfer["deposit"] = str(int(transfer["deposit"]) + 10**9)
            changed += 1
    document = build_document(raw_of(answer))
    parents = {node.parent for node in document.graph.nodes if node.is_refund}
    assert changed and all(document.analysis.facts[p or ""].gas.reconciles is False for p in parents)


def test_a_cut_profile_leaves_its_parts_unknown() -> None:
    """The execution fees then come from the fee tables; what the contract and its calls burnt is not known, not 0."""
    whole = tutorial("tutorial-batch-ok")
    for keep in (0, 3):
        answer = tutorial_answer("tutorial-batch-ok")
        for outcome in answer["result"]["receipts_outcome"]:
            metadata = outcome["outcome"]["metadata"]
            metadata["gas_profile"] = metadata["gas_profile"][:keep]
        cut = build_document(raw_of(answer))
        for node, gas in executed(cut):
            if node.is_refund:
                continue
            assert gas.execution_fees == whole.analysis.facts[node.id].gas.execution_fees
            assert gas.contract is None and gas.send_fees is None and gas.reconciles is None


@pytest.mark.parametrize(
    "metadata", [None, {"version": 1, "gas_profile": None}, {"version": 2, "gas_profile": None}]
)
def test_without_a_profile_the_ledger_still_adds_up(metadata: Any) -> None:
    whole = tutorial("tutorial-batch-fail-step-two")
    answer = tutorial_answer("tutorial-batch-fail-step-two")
    for outcome in answer["result"]["receipts_outcome"]:
        outcome["outcome"]["metadata"] = metadata
    bare = build_document(raw_of(answer))
    for node, gas in executed(bare):
        full = whole.analysis.facts[node.id].gas
        assert (gas.execution_fees, gas.unspent, gas.reconciles) == (full.execution_fees, full.unspent, True)
        if not node.is_refund:
            assert gas.contract is None and gas.send_fees is None


def run_of(node: Node) -> Sequence[Action]:
    """The actions of a receipt up to the one that failed."""
    failed = node.outcome.failed_at if node.outcome is not None else None
    return node.actions if failed is None else node.actions[: failed + 1]


@walks_all
def test_totals_are_sums_over_receipts(recordings: tuple[Recorded, ...]) -> None:
    for recorded in recordings:
        document, totals = recorded.document, recorded.document.analysis.gas
        calls = [(n, g) for n, g in executed(document) if not n.is_refund]
        burnt = sum(gas.burnt or 0 for _, gas in calls)
        first = document.analysis.facts[document.graph.root.id].gas.burnt or 0
        assert totals.total_burnt == burnt + first
        assert sum(gas for _, gas in totals.by_contract) == burnt
        assert sum(gas for _, gas in totals.by_account) == totals.total_burnt
        assert sum(row.burnt for row in total_rows(document, "accounts")) == totals.total_burnt
        methods = sum(g.burnt or 0 for n, g in calls if any(a.method_name for a in run_of(n)))
        assert sum(gas for _, _, gas in totals.by_method) == methods


def test_a_batch_stands_under_its_first_call() -> None:
    """The chain does not say how much each action burnt; every name is one that a contract has."""
    methods = {method for _, method, _ in tutorial("tutorial-batch-ok").analysis.gas.by_method}
    assert methods == {"batch_actions", "step_one", "on_batch_done"}


@walks_all
def test_all_that_a_batch_did_is_named_and_nothing_that_it_did_not(recordings: tuple[Recorded, ...]) -> None:
    """Its gas is one number: a transfer, a state init or a call beside the first had its part of it, and what was not
    run had none."""
    seen = 0
    for recorded in recordings:
        graph, totals = recorded.document.graph, recorded.document.analysis.gas
        wanted: dict[tuple[str, str], set[str]] = {}
        for node in graph.nodes:
            done = [a.method_name or a.kind for a in run_of(node)]
            calls = [a.method_name for a in run_of(node) if a.method_name]
            if node.kind == "action_receipt" and node.has_run and calls and node.outcome is not None:
                others = wanted.setdefault((node.outcome.executor_id or "", calls[0]), set())
                others.update(name for name in done if name != calls[0])
        assert {key: set(others) for key, others in totals.batched.items()} == {
            key: others for key, others in wanted.items() if others
        }, recorded.group
        seen += len(totals.batched)
    assert seen > 50


def shares_of(document: Document, label: str) -> dict[str, GasShare]:
    """The shares of the calls that one receipt created, by their labels."""
    node = next(node for node in document.graph.nodes if node.label == label)
    shares = gas_split(document.graph, document.analysis.facts, node)
    return {document.graph.by_id[share.node].label: share for share in shares}


def test_a_callback_starves_beside_a_call_that_gives_gas_back(shared_data: Path) -> None:
    document = document_of(shared_data / "node" / "pv86" / "callback-out-of-gas")
    shares = shares_of(document, "app.near.run")
    assert [share.starved for share in shares.values()] == [False, True]
    callback, call = shares["app.near.callback"], shares["ft.near.run"]
    assert (callback.attached, callback.burnt, callback.returned) == (5 * 10**12, 5_888_119_870_218, 0)
    assert (call.attached, call.returned) == (292_305_221_526_200, 292_165_690_580_016)


def test_a_call_starves_beside_a_callback_that_gives_gas_back(shared_data: Path) -> None:
    document = document_of(shared_data / "node" / "pv86" / "too-little-gas-child")
    shares = shares_of(document, "app.near.run")
    assert {label for label, share in shares.items() if share.starved} == {"ft.near.run"}
    assert shares["ft.near.run"].attached == 10**11
    starving = [f for f in document.analysis.findings if f.code == "gas_starved_beside_plenty"]
    assert [finding.nodes for finding in starving] == [(shares["ft.near.run"].node,)]


def test_a_call_that_ran_out_beside_one_that_gave_little_back_did_not_starve(shared_data: Path) -> None:
    document = document_of(shared_data / "node" / "pv86" / "callback-out-of-gas")
    node = next(node for node in document.graph.nodes if node.label == "app.near.run")
    for unspent, starved in ((5 * 10**12, True), (5 * 10**12 - 1, False), (None, False)):
        facts = {
            key: replace(fact, gas=replace(fact.gas, unspent=unspent)) if fact.gas.unspent else fact
            for key, fact in document.analysis.facts.items()
        }
        assert any(share.starved for share in gas_split(document.graph, facts, node)) is starved


def test_nothing_starves_where_all_calls_succeed(shared_data: Path) -> None:
    """A caller with weighted calls keeps nothing back (protocol.md §4.7)."""
    document = document_of(shared_data / "node" / "pv86" / "weights-1-2-7")
    shares = shares_of(document, "app.near.run")
    assert len(shares) == 3 and not any(share.starved for share in shares.values())
    parent = next(node for node in document.graph.nodes if node.label == "app.near.run")
    assert document.analysis.facts[parent.id].gas.unspent == 0


@walks_all
def test_starved_shares_and_the_finding_are_the_same(recordings: tuple[Recorded, ...]) -> None:
    for recorded in recordings:
        graph, analysis = recorded.document.graph, recorded.document.analysis
        starved = {
            share.node
            for node in graph.nodes
            for share in gas_split(graph, analysis.facts, node)
            if share.starved
        }
        found = [finding for finding in analysis.findings if finding.code == "gas_starved_beside_plenty"]
        assert starved == {node for finding in found for node in finding.nodes}


def test_odd_numbers_raise_nothing() -> None:
    """Wrong types, negative and enormous numbers in every gas field at once."""
    for odd in (None, "x", -1, 10**60, True, [], {}, "1" * 70):
        answer = tutorial_answer("delegate-inner-fails")
        for holder, key, _, _ in list(places(answer["result"])):
            holder[key] = odd
        document = build_document(raw_of(json.loads(json.dumps(answer))))
        assert not any(gas.reconciles for node, gas in executed(document) if not node.is_refund)
