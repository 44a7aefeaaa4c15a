"""The gas ledger of each node (protocol.md §4, interface.md §4), exact or None.

attached + execution fees = burnt + forwarded + unspent          (invariant I11)
burnt = execution fees + contract + send fees                    (I14)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from xccviz.analysis.gas.fees import FeeTable
from xccviz.analysis.gas.prices import InForce, Refunded, attached_gas, refund_amount, refunded_gas
from xccviz.analysis.gas.versions import (
    agreed,
    beyond_profile,
    delegate_prepaid,
    ran_actions,
)
from xccviz.analysis.types import GasLedger, TokenLedger
from xccviz.graph.types import Node, ReceiptGraph
from xccviz.model.trace import ExecutionOutcome
from xccviz.values import frozen, maker, replace

_new_gas_ledger, _new_token_ledger = maker(GasLedger), maker(TokenLedger)


@frozen
class _Parts:
    """One reading of what a receipt burnt. `whole`: its parts add up with the profile, so that it may reconcile."""

    execution: int | None
    contract: int | None
    send: int | None
    whole: bool = True


_new_parts = maker(_Parts)


def ledgers(graph: ReceiptGraph, rules: InForce) -> dict[str, GasLedger]:
    """The ledger of every node. Execution fees come from exact profiles, else from the fee tables that the document
    agrees with; `forwarded` and `unspent` are None where a child's can't be known."""
    found: dict[str, GasLedger] = {}
    # A parent stands before its children in display order, and its ledger needs theirs.
    for node in reversed(graph.nodes):
        ledger = _ledger(graph, rules, node, found)
        if ledger.prepaid is None and node.action_receipt is not None and not node.is_refund:
            prepaid = _prepaid(rules, node, ledger.execution_fees)
            ledger = replace(ledger, prepaid=prepaid) if prepaid is not None else ledger
        found[node.id] = ledger
    return {node.id: found[node.id] for node in graph.nodes}


def _ledger(graph: ReceiptGraph, rules: InForce, node: Node, found: Mapping[str, GasLedger]) -> GasLedger:
    attached = attached_gas(node.actions) if node.described else None
    outcome = node.outcome
    if outcome is None or outcome.is_none:
        return _new_gas_ledger(attached=attached)
    if node.kind == "transaction":
        if outcome.failed:
            return replace(_told(attached, outcome), profile=())
        forwarded = _forwarded(graph, rules, node, outcome, found) if node.has_run else None
        return replace(
            _told(attached, outcome),
            execution_fees=0,
            contract=0,
            send_fees=outcome.gas_burnt,
            unspent=0,
            forwarded=forwarded,
        )
    forwarded = 0 if outcome.failed else None
    if not node.has_run or outcome.gas_burnt is None:
        return replace(_told(attached, outcome), forwarded=forwarded)
    if not node.described:
        # Without the receipt its own fees are not known; what the contract burnt stands in the profile all the same.
        contract = _by_contract(outcome) if outcome.profile_version in _WHOLE_PROFILES else None
        return replace(_told(attached, outcome), contract=contract, forwarded=forwarded)
    if node.is_refund:
        return _of_refund(rules, node, outcome, attached)
    if forwarded is None:
        forwarded = _forwarded(graph, rules, node, outcome, found)
    refunded = refunded_gas(node, rules)
    readings = [
        _balanced(rules, node, outcome, attached, forwarded, parts, refunded)
        for parts in _readings(rules, node, outcome)
    ]
    if len(readings) == 1:
        return readings[0][0]
    # The profile contradicts the fee tables. Whichever reading agrees with the refund is right, if one does.
    for result, balances in readings:
        if balances:
            return result
    return replace(_told(attached, outcome), forwarded=forwarded)


def _told(attached: int | None, outcome: ExecutionOutcome) -> GasLedger:
    """Only what documents say themselves."""
    return _new_gas_ledger(
        attached=attached,
        burnt=outcome.gas_burnt,
        profile_version=outcome.profile_version,
        profile=outcome.profile or (),
    )


_WHOLE_PROFILES = (3, 4)
"""Metadata versions whose profile lists every host cost (protocol.md §4.4)."""


def _by_contract(outcome: ExecutionOutcome) -> int | None:
    """What host calls and wasm instructions burnt, in gas; None without a profile."""
    if outcome.profile is None:
        return None
    return sum(entry.gas for entry in outcome.profile if entry.category == "WASM_HOST_COST")


def _readings(rules: InForce, node: Node, outcome: ExecutionOutcome) -> list[_Parts]:
    """How what a receipt burnt may be read, the likelier first; two when profile and fee tables disagree."""
    by_table = {
        _execution_fees(rules, node, table, ran) for table in rules.tables for ran in _may_have_run(node)
    }
    fees = next(iter(by_table)) if len(by_table) == 1 else None
    contract = send = None
    if outcome.profile is not None:
        contract = _by_contract(outcome) or 0
        send = sum(entry.gas for entry in outcome.profile) - contract
    if "delegate" in node.roles:
        return [_delegate_parts(rules, node, outcome, fees, contract, send)]
    receipt = node.action_receipt
    exact = beyond_profile(receipt, outcome) if receipt is not None else None
    if receipt is not None and exact is not None:
        by_profile = _new_parts(exact, contract or 0, send or 0)
        if not by_table or None in by_table or exact in by_table:
            return [by_profile]
        # What actions that did not run had prepaid comes from the tables, so then the profile alone explains nothing.
        whole = ran_actions(node) == len(receipt.actions)
        return [replace(by_profile, whole=whole), _new_parts(fees, None, None, whole=False)]
    # Profiles before version 3 are not always whole (some are empty although code ran): they count if they add up.
    left = (outcome.gas_burnt or 0) - (contract or 0) - (send or 0)
    if contract is not None and left in by_table:
        return [_Parts(left, contract, send)]
    if fees == outcome.gas_burnt:
        return [_Parts(fees, 0, 0)]
    covered = fees is None or fees <= (outcome.gas_burnt or 0)
    return [_Parts(fees, None, None, whole=covered and not outcome.profile)]


def _may_have_run(node: Node) -> Iterable[int]:
    """How many actions ran; any number where the failure does not tell."""
    ran = ran_actions(node)
    return range(len(node.actions) + 1) if ran is None else (ran,)


def _delegate_parts(
    rules: InForce,
    node: Node,
    outcome: ExecutionOutcome,
    execution: int | None,
    contract: int | None,
    send: int | None,
) -> _Parts:
    """A Delegate that succeeds burns the send fees of its inner actions, which no profile shows (node.md §1.2)."""
    if execution is None or contract is None or send is None:
        return _new_parts(execution, None, None)
    unlisted = (outcome.gas_burnt or 0) - execution - contract - send
    inner = agreed(rules.tables, lambda table: (delegate_prepaid(node, table) or (None,))[0])
    expected = 0 if outcome.failed else unlisted if inner is None else inner
    if unlisted != expected or unlisted < 0:
        return _new_parts(execution, None, None, whole=False)
    return _new_parts(execution, contract, send + unlisted)


def _balanced(
    rules: InForce,
    node: Node,
    outcome: ExecutionOutcome,
    attached: int | None,
    forwarded: int | None,
    parts: _Parts,
    refunded: Refunded | None,
) -> tuple[GasLedger, bool]:
    """The ledger under one reading, and whether what it leaves unspent is what the refund returned."""
    prepaid, burnt = _prepaid(rules, node, parts.execution), outcome.gas_burnt
    unspent = None
    if attached is not None and prepaid is not None and burnt is not None and forwarded is not None:
        unspent = attached + prepaid - burnt - forwarded
    told = refunded if refunded is not None and (refunded.certain or unspent == refunded.gas) else None
    equal = None if told is None or unspent is None else unspent == told.gas
    read = _new_gas_ledger(
        attached=attached,
        prepaid=prepaid,
        burnt=burnt,
        execution_fees=parts.execution,
        contract=parts.contract,
        send_fees=parts.send,
        forwarded=forwarded,
        unspent=unspent,
        refund_gas=told.gas if told is not None else None,
        reconciles=equal if parts.whole else None,  # a reading that does not explain the profile never does
        profile_version=outcome.profile_version,
        profile=outcome.profile or (),
    )
    return read, bool(equal)


def _of_refund(rules: InForce, node: Node, outcome: ExecutionOutcome, attached: int | None) -> GasLedger:
    """A receipt from `system` buys nothing and returns nothing: it burns its own fees, free of charge (§2.10)."""
    fees = agreed(rules.tables or rules.bundled, lambda table: _execution_fees(rules, node, table))
    if outcome.gas_burnt == 0 and outcome.profile_version in (None, 1):
        fees = 0  # Early versions did not count it at all (recorded, with metadata of version 1 or none).
    price = node.action_receipt.gas_price if node.action_receipt is not None else None
    free = not price and outcome.tokens_burnt == 0 and not outcome.receipt_ids and not outcome.profile
    if fees is None or outcome.gas_burnt != fees or not free:
        return _told(attached, outcome)
    return _new_gas_ledger(
        attached=attached,
        burnt=outcome.gas_burnt,
        execution_fees=fees,
        contract=0,
        send_fees=0,
        forwarded=0,
        unspent=0,
        refund_gas=0,
        reconciles=True,
        profile_version=outcome.profile_version,
        profile=outcome.profile or (),
    )


def _execution_fees(rules: InForce, node: Node, table: FeeTable, first: int | None = None) -> int | None:
    """Execution fees of a receipt and its actions (only the first `first` ones when given), in gas."""
    receipt = node.action_receipt
    return None if receipt is None else table.gas(rules.executions.charges(receipt, first), "execution")


def _prepaid(rules: InForce, node: Node, execution: int | None) -> int | None:
    """Execution fees of all actions, and what a Delegate prepays for its inner receipt. A profile shows only fees of
    actions that ran, so for a batch that stopped early, or has not run, the fee tables are asked."""
    receipt = node.action_receipt
    if receipt is None:
        return None
    whole = node.has_run and ran_actions(node) == len(receipt.actions)
    fees = execution if whole else None
    if fees is None:
        fees = agreed(rules.tables, lambda table: _execution_fees(rules, node, table))
    if "delegate" not in node.roles or fees is None:
        return fees
    inner = agreed(rules.tables, lambda table: _sum(delegate_prepaid(node, table)))
    return None if inner is None else fees + inner


def _sum(parts: tuple[int, int] | None) -> int | None:
    return None if parts is None else sum(parts)


def _forwarded(
    graph: ReceiptGraph, rules: InForce, node: Node, outcome: ExecutionOutcome, found: Mapping[str, GasLedger]
) -> int | None:
    total = 0
    for child_id in outcome.receipt_ids:
        child = graph.by_id.get(child_id)
        if child is not None and child.is_refund:
            continue
        if child is None or child.receipt is None or child_id not in found:
            return None
        attached, fees = found[child_id].attached, found[child_id].prepaid
        if attached is None or fees is None:
            return None
        total += attached + fees
    return total


def token_ledger(graph: ReceiptGraph, node: Node) -> TokenLedger:
    """YoctoNEAR burnt, deposited and refunded by one node."""
    return _new_token_ledger(
        burnt=node.outcome.tokens_burnt if node.outcome else None,
        deposits=node.deposit,
        refund_gas=refund_amount(graph, node, "refund_gas") if node.outcome else None,
        refund_deposit=refund_amount(graph, node, "refund_deposit") if node.outcome else None,
    )
