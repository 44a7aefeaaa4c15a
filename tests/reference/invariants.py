"""Invariants I1-I24 of protocol.md §4.8, as a real node corrected them, over the raw answer alone.

A law yields None for every check that holds and a sentence for every one that doesn't; it yields nothing where an
input is not known (no heights, another protocol version, an incomplete answer), so that silence never counts as truth.
`run_laws` gives the violations and how many checks were made. None of it uses xccviz.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tests.reference.fees import fees_of, inner_send
from tests.reference.wire import Wire, action_kind, deposit_of, derive, gas_of, inner_delegate, kind_of

Check = Iterator["str | None"]
SUBSIDY = 7 * 10**21
"""0.007 N: what the creation of an account costs from protocol version 85 on (§4.2)."""
TOKEN_BURNERS = ("DeployGlobalContract", "DeployGlobalContractByAccountId", "DeleteKey", "DeleteAccount")
CREATORS = ("CreateAccount", "Transfer", "DeterministicStateInit", "UniversalStateInit")


@dataclass(frozen=True)
class Law:
    """One invariant: its number, where it is valid, and the check."""

    name: str
    valid: str
    check: Callable[[Wire], Check]


def run_laws(wire: Wire, laws: Iterable[Law] | None = None) -> tuple[list[str], Counter[str]]:
    """All violations of a transaction, each beginning with its law's name, and the number of checks made by law."""
    violations, made = [], Counter[str]()
    for law in LAWS if laws is None else laws:
        for found in law.check(wire):
            made[law.name] += 1
            if found is not None:
                violations.append(f"{law.name}: {found}")
    return violations, made


def _calls(wire: Wire) -> Iterator[tuple[str, Any, Any]]:
    """Executed receipts that are visible and not from `system`: id, Action, outcome."""
    for receipt_id, outcome in wire.outcomes.items():
        action = wire.action(receipt_id)
        if action is not None and kind_of(outcome) != "Unknown" and not wire.from_system(receipt_id):
            yield receipt_id, action, outcome["outcome"]


def _refunds(wire: Wire, parent: str, gas: bool) -> int | None:
    """YoctoNEAR of the gas (or the deposit) refunds of a receipt; None when a child is not visible."""
    total = 0
    for child in wire.children(parent):
        if child not in wire.receipts:
            return None
        if wire.from_system(child) and (wire.action(child)["signer_id"] != "system") == gas:
            total += sum(deposit_of(action) for action in wire.action(child)["actions"])
    return total


def _profile(outcome: Any) -> int | None:
    """Σ gas_profile of an exact profile (metadata V3 and V4)."""
    metadata = outcome.get("metadata") or {}
    if metadata.get("version") not in (3, 4) or metadata.get("gas_profile") is None:
        return None
    return sum(int(entry["gas_used"]) for entry in metadata["gas_profile"])


def _failed_index(outcome: Any) -> int | None:
    error = (outcome["status"].get("Failure") or {}) if isinstance(outcome["status"], dict) else {}
    return (error.get("ActionError") or {}).get("index")


def prepaid_execution(wire: Wire, receipt_id: str) -> int | None:
    """Execution fees that were prepaid for all actions of a receipt, with the send fees of what a Delegate carries:
    by the fee table, else what a successful receipt shows beside its exact profile (I14)."""
    action, receiver = wire.action(receipt_id), wire.receipts[receipt_id]["receiver_id"]
    table = fees_of(action["actions"], receiver, wire.protocol, send=False)
    inner = inner_send(action["actions"], wire.protocol)
    if table is not None and inner is not None:
        carried = 0
        for each in action["actions"]:
            delegated = inner_delegate(each)
            if delegated is not None:
                fees = fees_of(delegated["actions"], delegated["receiver_id"], wire.protocol, send=False)
                if fees is None:
                    return None
                carried += fees
        return table + inner + carried
    outcome = wire.outcomes.get(receipt_id)
    if outcome is None or kind_of(outcome) in ("Failure", "Unknown"):
        return None
    if any(inner_delegate(each) for each in action["actions"]):
        return None
    profile = _profile(outcome["outcome"])
    return None if profile is None else outcome["outcome"]["gas_burnt"] - profile


def gas_left(wire: Wire, receipt_id: str) -> int | None:
    """What the ledger says is left of a receipt's gas (I11): attached + prepaid execution − burnt − forwarded."""
    action, outcome = wire.action(receipt_id), wire.outcomes[receipt_id]["outcome"]
    prepaid = prepaid_execution(wire, receipt_id)
    if prepaid is None or outcome.get("gas_burnt") is None:
        return None
    forwarded = 0
    if kind_of(wire.outcomes[receipt_id]) != "Failure":
        for child in wire.children(receipt_id):
            if child not in wire.receipts:
                return None
            if wire.from_system(child):
                continue
            fees = prepaid_execution(wire, child)
            if fees is None:
                return None
            forwarded += sum(gas_of(each) for each in wire.action(child)["actions"]) + fees
    attached = sum(gas_of(each) for each in action["actions"])
    return int(attached + prepaid - outcome["gas_burnt"] - forwarded)


def refunded_gas(wire: Wire, receipt_id: str) -> tuple[int, int] | None:
    """Gas that the refund returned, and a rest in yoctoNEAR which is no gas: (refund + tokens_burnt − P·burnt) / P in
    every price regime (§4.2, both columns added). None when an input is not known.

    What a receipt burns beyond its gas stands in tokens_burnt; then (refund − (P − q)·burnt) / P, with q the price that
    was paid.
    """
    action, outcome = wire.action(receipt_id), wire.outcomes[receipt_id]["outcome"]
    price = int(action["gas_price"] or 0)
    refund = _refunds(wire, receipt_id, True)
    if not price or refund is None or outcome.get("tokens_burnt") is None:
        return None
    kinds = {action_kind(each) for each in action["actions"]}
    if kinds & set(TOKEN_BURNERS):
        market = wire.price(receipt_id)
        if wire.protocol is None or wire.protocol < 78 or market is None or kinds & set(CREATORS):
            return None
        paid = price if wire.protocol < 85 else min(price, market)
        return divmod(refund - (price - paid) * outcome["gas_burnt"], price)
    return divmod(refund + int(outcome["tokens_burnt"]) - price * outcome["gas_burnt"], price)


def _i1(wire: Wire) -> Check:
    outcome = wire.tx_outcome
    if outcome is None or kind_of(outcome) == "Unknown":
        return
    ids, status = outcome["outcome"]["receipt_ids"], outcome["outcome"]["status"]
    if kind_of(outcome) == "Failure":
        yield None if ids == [] and "InvalidTxError" in status["Failure"] else f"failed with receipts {ids}"
    else:
        yield None if ids == [status.get("SuccessReceiptId")] else f"{ids} is not the result {status}"


def _i2(wire: Wire) -> Check:
    if wire.tx_outcome is None:
        return
    if wire.rpc_order:
        walk, stack = [], list(reversed(wire.tx_outcome["outcome"]["receipt_ids"]))
        while stack:
            here = stack.pop()
            walk.append(here)
            stack.extend(reversed(wire.children(here)))
        ran = [i for i in walk if i in wire.outcomes]
        if set(ran) == set(wire.order):
            yield None if ran == wire.order else "receipts_outcome is not in depth-first order"
    count = Counter(
        child for outcome in wire.everything.values() for child in outcome["outcome"]["receipt_ids"]
    )
    yield None if len(wire.order) == len(set(wire.order)) else "an outcome stands twice"
    for receipt_id in wire.outcomes:
        if wire.whole:
            yield None if count[receipt_id] == 1 else f"{receipt_id} is listed {count[receipt_id]} times"


def _i3(wire: Wire) -> Check:
    for parent, outcome in wire.everything.items():
        ids = outcome["outcome"]["receipt_ids"]
        height, block_hash = wire.height(parent), outcome.get("block_hash")
        by_height = wire.protocol is not None and wire.protocol >= 77
        if not ids or not (by_height and height is not None):
            continue
        index = 0
        for child in ids:
            # Hidden receipts (promise resumes, distributions) take an index of their own (node.md §2).
            while index < len(ids) + 64 and derive(parent, index, height=height) != child:
                index += 1
            yield None if index < len(ids) + 64 else f"{child} is not derived from {parent} at {block_hash}"
            index += 1


def _i4(wire: Wire) -> Check:
    for receipt_id, outcome in wire.everything.items():
        executor = outcome["outcome"].get("executor_id")
        if executor is None or (receipt_id != wire.hash and receipt_id not in wire.receipts):
            continue
        own = receipt_id == wire.hash
        expected = wire.transaction["signer_id"] if own else wire.receipts[receipt_id]["receiver_id"]
        yield None if executor == expected else f"{receipt_id} ran at {executor}, not {expected}"


def _i5(wire: Wire) -> Check:
    for child, parent in wire.parent.items():
        receipt, outcome = wire.receipts.get(child), wire.everything[parent]["outcome"]
        if receipt is None or outcome.get("executor_id") is None:
            continue
        predecessor = receipt["predecessor_id"]
        fine = predecessor == outcome["executor_id"] or (predecessor == "system" and parent != wire.hash)
        yield None if fine else f"{child} comes from {predecessor}, made by {outcome['executor_id']}"


def _i6(wire: Wire) -> Check:
    signers, prices = set(), set()
    for receipt_id, receipt in wire.receipts.items():
        action = receipt["receipt"]["Action"]
        if wire.from_system(receipt_id):
            yield None if action["gas_price"] == "0" else f"refund {receipt_id} has a gas price"
        else:
            signers.add((action["signer_id"], action["signer_public_key"]))
            prices.add(action["gas_price"])
    yield None if len(signers) <= 1 else f"several signers: {signers}"
    yield None if len(prices - {None}) <= 1 else f"several gas prices: {prices}"


def _i7(wire: Wire) -> Check:
    for receipt_id, outcome in wire.outcomes.items():
        if not wire.from_system(receipt_id) or kind_of(outcome) == "Unknown":
            continue
        kinds = [action_kind(action) for action in wire.action(receipt_id)["actions"]]
        yield None if kinds == ["Transfer"] else f"refund {receipt_id} carries {kinds}"
        yield None if not outcome["outcome"]["receipt_ids"] else f"refund {receipt_id} made receipts"
        yield None if outcome["outcome"]["tokens_burnt"] == "0" else f"refund {receipt_id} cost something"


def _i8(wire: Wire) -> Check:
    outcome, price = wire.tx_outcome, wire.price(wire.hash)
    if outcome is None or price is None or kind_of(outcome) == "Failure" or (wire.protocol or 0) < 44:
        return
    burnt, tokens = outcome["outcome"]["gas_burnt"], int(outcome["outcome"]["tokens_burnt"])
    yield None if tokens == burnt * price else f"{tokens} is not {burnt} gas at {price}"


def _i9(wire: Wire) -> Check:
    if wire.protocol is None or not 78 <= wire.protocol <= 84:
        return
    for receipt_id, action, outcome in _calls(wire):
        if action["gas_price"] is None or any(action_kind(a) in TOKEN_BURNERS[:2] for a in action["actions"]):
            continue
        tokens, expected = int(outcome["tokens_burnt"]), outcome["gas_burnt"] * int(action["gas_price"])
        yield None if tokens == expected else f"{receipt_id} burnt {tokens}, not {expected}"


def _i10(wire: Wire) -> Check:
    if wire.protocol is None or wire.protocol < 85:
        return
    for receipt_id, action, outcome in _calls(wire):
        price = wire.price(receipt_id)
        kinds = {action_kind(each) for each in action["actions"]}
        if price is None or action["gas_price"] is None or kinds & set(TOKEN_BURNERS):
            continue
        paid = min(price, int(action["gas_price"]))
        more = int(outcome["tokens_burnt"]) - outcome["gas_burnt"] * paid
        most = max(0, SUBSIDY - 7_200_000_000_000 * paid) if kinds & set(CREATORS) else 0
        yield None if 0 <= more <= most else f"{receipt_id} burnt {more} yocto beyond its gas"


def _i11(wire: Wire) -> Check:
    for receipt_id, action, _ in _calls(wire):
        if any(action_kind(each) in TOKEN_BURNERS for each in action["actions"]):
            continue
        left, returned = gas_left(wire, receipt_id), refunded_gas(wire, receipt_id)
        if left is not None and returned is not None:
            yield None if returned == (left, 0) else f"{receipt_id} has {left} gas left, {returned} came back"


def _i12(wire: Wire) -> Check:
    for receipt_id, action, outcome in _calls(wire):
        children = wire.children(receipt_id)
        if kind_of({"outcome": outcome}) != "Failure" or any(
            child not in wire.receipts for child in children
        ):
            continue
        inner = [i for a in action["actions"] if (d := inner_delegate(a)) for i in d["actions"]]
        paid = sum(deposit_of(each) for each in [*action["actions"], *inner])
        refund = _refunds(wire, receipt_id, False)
        yield None if refund == paid else f"{receipt_id}: {refund} of the deposits {paid} came back"
        yield None if all(map(wire.from_system, children)) else f"{receipt_id} failed and made receipts"
        for child in children:
            if wire.action(child)["signer_id"] == "system":
                to = action.get("refund_to") or wire.receipts[receipt_id]["predecessor_id"]
                got = wire.receipts[child]["receiver_id"]
                yield None if got == to else f"the deposit of {receipt_id} went to {got}, not {to}"


def _i14(wire: Wire) -> Check:
    for receipt_id, action, outcome in _calls(wire):
        profile = _profile(outcome)
        actions = action["actions"]
        if kind_of({"outcome": outcome}) == "Failure":
            index = _failed_index(outcome)
            if index is None:
                continue
            actions = actions[: index + 1]
            if any(inner_delegate(each) for each in actions):
                continue
        fees = fees_of(actions, wire.receipts[receipt_id]["receiver_id"], wire.protocol, send=False)
        inner = inner_send(actions, wire.protocol)
        if profile is None or fees is None or inner is None:
            continue
        burnt = outcome["gas_burnt"]
        yield (
            None
            if burnt == fees + profile + inner
            else f"{receipt_id}: {burnt} ≠ {fees} + {profile} + {inner}"
        )


def _i15(wire: Wire) -> Check:
    if not wire.whole or not wire.has_receipts:
        return
    receivers = {
        (entry["data_id"], entry["receiver_id"])
        for receipt in wire.receipts.values()
        for entry in receipt["receipt"]["Action"]["output_data_receivers"]
    }
    for callback, entries in wire.slots.items():
        for slot in entries:
            if not wire.is_yield(callback):
                there = (slot.data_id, wire.receipts[callback]["receiver_id"]) in receivers
                yield None if there else f"nobody delivers {slot.data_id} to {callback}"


def _i16(wire: Wire) -> Check:
    for child, parent in wire.parent.items():
        ran, made = wire.height(child), wire.height(parent)
        if ran is None or made is None or not wire.ran(child) or child not in wire.receipts:
            continue
        actions = [action_kind(each) for each in wire.action(child)["actions"]]
        local = parent == wire.hash and wire.transaction["signer_id"] == wire.transaction["receiver_id"]
        hop = 0 if local or actions == ["DeleteAccount"] else 1
        yield None if ran >= made + hop else f"{child} ran at {ran}, made at {made}"


def _i17(wire: Wire) -> Check:
    for callback, entries in wire.slots.items():
        ran = wire.height(callback)
        for slot in entries:
            produced = wire.height(slot.producer)
            if ran is not None and produced is not None and wire.ran(callback) and wire.ran(slot.producer):
                yield None if ran >= produced + 1 else f"{callback} ran at {ran}, its slot came at {produced}"


def _i18(wire: Wire) -> Check:
    end = wire.end_of_chain()
    if not isinstance(wire.status, dict) or end is None:
        return
    own = wire.everything[end]["outcome"]["status"]
    key = "Failure" if "Failure" in wire.status else "SuccessValue"
    yield (
        None
        if own.get(key) == wire.status[key]
        else f"the chain ends in {own}, the answer says {wire.status}"
    )


def _i19(wire: Wire) -> Check:
    root = next(iter(wire.children(wire.hash)), None)
    if root is None or not wire.whole or root not in wire.receipts:
        return
    actions, price = wire.transaction["actions"], wire.action(root)["gas_price"]
    burners = {action_kind(a) for i in wire.receipts for a in wire.action(i)["actions"]} & set(TOKEN_BURNERS)
    prepaid = prepaid_execution(wire, root)
    if price is None or prepaid is None or burners or wire.protocol is None:
        return
    bought = (sum(gas_of(each) for each in actions) + prepaid) * int(price)
    burnt = sum(int(outcome["outcome"]["tokens_burnt"]) for outcome in wire.outcomes.values())
    back = sum(_refunds(wire, receipt_id, True) or 0 for receipt_id in wire.outcomes)
    yield None if bought == burnt + back else f"bought {bought}, burnt {burnt}, returned {back}"


def _i20(wire: Wire) -> Check:
    transaction, outcome = wire.transaction, wire.tx_outcome
    if outcome is None or kind_of(outcome) in ("Failure", "Unknown"):
        return
    sir = transaction["signer_id"] == transaction["receiver_id"]
    fees = fees_of(transaction["actions"], transaction["receiver_id"], wire.protocol, send=True, sir=sir)
    inner = inner_send(transaction["actions"], wire.protocol, sir)
    if fees is not None and inner is not None:
        fees += inner
        signature = 100_000_000_000 if str(transaction["public_key"]).startswith("ml-dsa-65") else 0
        burnt = outcome["outcome"]["gas_burnt"]
        yield None if burnt == fees + signature else f"the transaction burnt {burnt}, not {fees}"


def _i21(wire: Wire) -> Check:
    for receipt_id, action, outcome in _calls(wire):
        calls = sum(action_kind(each) == "FunctionCall" for each in action["actions"])
        size = sum(len(line.encode("utf-8", "surrogatepass")) for line in outcome["logs"])
        fine = len(outcome["logs"]) <= 100 * calls and size <= 16_384 * calls
        yield None if fine else f"{receipt_id}: {len(outcome['logs'])} logs, {size} bytes in {calls} calls"


def _i22(wire: Wire) -> Check:
    for parent in wire.everything:
        ids = wire.children(parent)
        system = [child for child in ids if wire.from_system(child)]
        gas = [child for child in system if wire.action(child)["signer_id"] != "system"]
        yield None if gas in ([], ids[-1:]) else f"the gas refund of {parent} is not the last receipt"
        if wire.status_kind(parent) == "Failure" and all(child in wire.receipts for child in ids):
            fine = ids == system and len(ids) - len(gas) <= 1
            yield None if fine else f"{parent} failed and made {ids}"


def _i23(wire: Wire) -> Check:
    for receipt_id, action, outcome in _calls(wire):
        if kind_of({"outcome": outcome}) == "Failure":
            continue
        visible = [wire.action(c) for c in wire.children(receipt_id) if c in wire.receipts]
        promised = sum(gas_of(each) for child in visible for each in child["actions"])
        attached = sum(gas_of(each) for each in action["actions"])
        yield None if promised <= attached else f"{receipt_id} promised {promised} of {attached}"
    if wire.protocol is not None:
        limit = 10**15 if wire.protocol >= 83 else 3 * 10**14
        total = sum(gas_of(each) for each in wire.transaction["actions"])
        yield None if total <= limit else f"{total} gas attached to the transaction"


def _i24(wire: Wire) -> Check:
    for receipt_id, action, outcome in _calls(wire):
        index, count = _failed_index(outcome), len(action["actions"])
        if index is not None:
            yield None if 0 <= index < count else f"action {index} of {count} failed in {receipt_id}"
        metadata = outcome.get("metadata") or {}
        if metadata.get("version") == 4:
            known = len(metadata.get("contracts") or [])
            yield None if known == count else f"{receipt_id}: {known} contracts for {count} actions"


LAWS = (
    Law("I1", "all; without receipts from protocol version 83", _i1),
    Law("I2", "order: answers of a node; once each: complete answers", _i2),
    Law("I3", "protocol version 77 and later, with heights", _i3),
    Law("I4", "outcomes with executor_id", _i4),
    Law("I5", "outcomes with executor_id", _i5),
    Law("I6", "all", _i6),
    Law("I7", "executed refunds", _i7),
    Law("I8", "protocol version 44 and later, with the parent header's price", _i8),
    Law("I9", "protocol versions 78 to 84, without global deploys", _i9),
    Law("I10", "protocol version 85 and later, with prices, without receipts that burn tokens", _i10),
    Law("I11", "receipts whose fees and children are known and that burn nothing but gas", _i11),
    Law("I12", "failed receipts whose children are visible", _i12),
    Law("I14", "exact profiles and known fees", _i14),
    Law("I15", "complete answers with receipts, yields left out", _i15),
    Law("I16", "with heights", _i16),
    Law("I17", "with heights, yields left out", _i17),
    Law("I18", "answers whose chain is visible to its end", _i18),
    Law("I19", "complete answers, known fees, no receipts that burn tokens", _i19),
    Law("I20", "known fees", _i20),
    Law("I21", "all", _i21),
    Law("I22", "all; an account's payout may precede", _i22),
    Law("I23", "all; the limit from a known protocol version", _i23),
    Law("I24", "failures with an index; metadata version 4", _i24),
)
"""I13 is not here: no answer says what an account had when a receipt ran (tests/test_invariants.py checks it where
the recording carries the chain's own account changes)."""
