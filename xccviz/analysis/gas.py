"""The gas ledger of each node and the totals (protocol.md §4, interface.md §4), exact or None.

    attached + execution fees = burnt + forwarded + unspent          (invariant I11)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from xccviz.analysis.fees import FeeTable, agreed, consistent_tables, delegate_prepaid, execution_fees
from xccviz.analysis.outcomes import actions_of, failed_action_index
from xccviz.analysis.promise_results import has_run
from xccviz.analysis.types import FeeTotals, GasLedger, GasTotals, TokenLedger
from xccviz.graph.types import Node, ReceiptGraph
from xccviz.model.trace import Action, ActionReceipt

_EXACT_PROFILES = (3, 4)
"""Metadata versions whose profile lists everything but the receipt's own execution fees (protocol.md §4.4, I14)."""

_BURNS_TOKENS = ("DeployGlobalContract", "DeployGlobalContractByAccountId", "DeleteKey", "DeleteAccount")
"""Actions that may burn tokens beyond gas: global-contract storage, the balance of a gas key (protocol.md §4.2)."""


def is_refund(node: Node) -> bool:
    """A receipt from `system`: gas refund, deposit refund or payout."""
    return any(role in ("refund_gas", "refund_deposit", "payout") for role in node.roles)


def attached_gas(actions: tuple[Action, ...]) -> int | None:
    """Gas attached to all FunctionCalls, a Delegate's inner ones included; None when one has no gas."""
    total = 0
    for action in actions:
        if action.kind == "FunctionCall":
            if action.gas is None:
                return None
            total += action.gas
        if action.delegate is not None:
            inner = attached_gas(action.delegate.actions)
            if inner is None:
                return None
            total += inner
    return total


def ledgers(graph: ReceiptGraph, fee_tables: Sequence[FeeTable] = ()) -> dict[str, GasLedger]:
    """The ledger of every node. Execution fees come from exact profiles, else from the fee tables that the document
    agrees with; `forwarded` and `unspent` are None where a child's can't be known."""
    tables = consistent_tables(graph, fee_tables, price_regime(graph))
    first = {node.id: _own(graph, node, tables) for node in graph.nodes}
    return {node.id: _with_children(graph, node, first, tables) for node in graph.nodes}


def _own(graph: ReceiptGraph, node: Node, tables: Sequence[FeeTable]) -> GasLedger:
    attached = attached_gas(actions_of(graph, node))
    if node.kind not in ("transaction", "action_receipt") or (
        node.kind == "action_receipt" and node.receipt is None
    ):
        attached = None
    outcome = node.outcome
    if outcome is None:
        return GasLedger(attached=attached)
    burnt = outcome.gas_burnt
    if node.kind == "transaction":
        if outcome.status.kind == "failure":
            return GasLedger(attached=attached, burnt=burnt, profile_version=outcome.profile_version)
        return GasLedger(
            attached=attached,
            burnt=burnt,
            execution_fees=0,
            contract=0,
            send_fees=burnt,
            unspent=0,
            profile_version=outcome.profile_version,
            profile=outcome.profile or (),
        )
    contract = send = execution = None
    if outcome.profile is not None:
        contract = sum(entry.gas for entry in outcome.profile if entry.category == "WASM_HOST_COST")
        send = sum(entry.gas for entry in outcome.profile if entry.category == "ACTION_COST")
        if outcome.profile_version in _EXACT_PROFILES and burnt is not None and not _delegates(node):
            execution = burnt - sum(entry.gas for entry in outcome.profile)
    if execution is None and has_run(node):
        execution = _executed_fees(node, tables)
    if _delegates(node) and None not in (burnt, execution, contract, send):
        # What is left are the send fees of the inner actions, unless the fee tables contradict.
        unlisted = (burnt or 0) - (execution or 0) - (contract or 0) - (send or 0)
        inner = agreed(tables, lambda table: (delegate_prepaid(node, table) or (None,))[0])
        if unlisted >= 0 and inner in (None, unlisted):
            send = (send or 0) + unlisted
    return GasLedger(
        attached=attached,
        burnt=burnt,
        execution_fees=execution,
        contract=contract,
        send_fees=send,
        profile_version=outcome.profile_version,
        profile=outcome.profile or (),
    )


def _delegates(node: Node) -> bool:
    """A Delegate burns the send fees of its inner actions, which no profile shows (FINDINGS.md 2)."""
    return "delegate" in node.roles


def _executed_fees(node: Node, tables: Sequence[FeeTable]) -> int | None:
    """Execution fees of the actions that ran, the failing one included, by the fee tables."""
    ran = None
    if node.outcome is not None and node.outcome.status.kind == "failure":
        index = failed_action_index(node.outcome.status.failure)
        if index is None:
            return None
        ran = index + 1
    return agreed(tables, lambda table: execution_fees(node, table, ran))


def _with_children(
    graph: ReceiptGraph, node: Node, own: Mapping[str, GasLedger], tables: Sequence[FeeTable]
) -> GasLedger:
    ledger = own[node.id]
    if not has_run(node) or node.outcome is None or (node.kind == "transaction" and ledger.send_fees is None):
        return ledger
    if node.kind == "action_receipt" and node.receipt is None:
        return ledger
    failed = node.outcome.status.kind == "failure"
    forwarded = 0 if failed else _forwarded(graph, node, own, tables)
    if node.kind == "transaction":
        return _replace(ledger, forwarded=forwarded)
    prepaid = _prepaid_execution(node, ledger, tables)
    if _delegates(node) and prepaid is not None:
        inner = agreed(tables, lambda table: sum(delegate_prepaid(node, table) or ()) or None)
        prepaid = None if inner is None else prepaid + inner
    unspent = None
    if None not in (ledger.attached, prepaid, ledger.burnt, forwarded):
        unspent = (ledger.attached or 0) + (prepaid or 0) - (ledger.burnt or 0) - (forwarded or 0)
    refund = None if is_refund(node) else _refund_gas(graph, node)
    reconciles = None if unspent is None or refund is None else unspent == refund
    if is_refund(node):
        unspent = 0
    return _replace(ledger, forwarded=forwarded, unspent=unspent, refund_gas=refund, reconciles=reconciles)


def _replace(ledger: GasLedger, **changes: int | bool | None) -> GasLedger:
    values = {name: getattr(ledger, name) for name in GasLedger.__dataclass_fields__}
    return GasLedger(**{**values, **changes})


def _prepaid_execution(node: Node, ledger: GasLedger, tables: Sequence[FeeTable]) -> int | None:
    """Execution fees of all actions. A profile shows only those that ran, so for a batch that stopped early, or has
    not run, the fee tables are asked."""
    receipt = node.receipt
    if not isinstance(receipt, ActionReceipt):
        return None
    whole = has_run(node)
    if whole and node.outcome is not None and node.outcome.status.kind == "failure":
        whole = failed_action_index(node.outcome.status.failure) == len(receipt.actions) - 1
    if whole and ledger.execution_fees is not None:
        return ledger.execution_fees
    return agreed(tables, lambda table: execution_fees(node, table))


def _forwarded(
    graph: ReceiptGraph, node: Node, own: Mapping[str, GasLedger], tables: Sequence[FeeTable]
) -> int | None:
    total = 0
    for child_id in node.outcome.receipt_ids if node.outcome else ():
        child = graph.by_id.get(child_id)
        if child is None or child.receipt is None:
            return None
        if is_refund(child):
            continue
        ledger = own[child_id]
        fees = _prepaid_execution(child, ledger, tables)
        if ledger.attached is None or fees is None:
            return None
        total += ledger.attached + fees
    return total


def _refund_gas(graph: ReceiptGraph, node: Node) -> int | None:
    """What the gas refund returned, in gas.

    In every price regime `refund + tokens_burnt − price·burnt = gas·price` (protocol.md §4.2, both columns added), so
    gas = (refund + tokens_burnt − price·burnt) / price. None when an input is unknown or the receipt burnt tokens for
    something else than gas (then the division leaves a rest).
    """
    outcome, receipt = node.outcome, node.receipt
    if outcome is None or not isinstance(receipt, ActionReceipt) or not receipt.gas_price:
        return None
    if outcome.gas_burnt is None or outcome.tokens_burnt is None:
        return None
    if any(action.kind in _BURNS_TOKENS for action in receipt.actions):
        return None
    refunded = refund_amount(graph, node, "refund_gas")
    if refunded is None:
        return None
    gas, rest = divmod(
        refunded + outcome.tokens_burnt - receipt.gas_price * outcome.gas_burnt, receipt.gas_price
    )
    return gas if rest == 0 and gas >= 0 else None


def refund_amount(graph: ReceiptGraph, node: Node, role: str) -> int | None:
    """YoctoNEAR of the children with `role`, 0 without any; None when a child's receipt is not visible."""
    total = 0
    for child_id in node.outcome.receipt_ids if node.outcome else ():
        child = graph.by_id.get(child_id)
        if child is None or not isinstance(child.receipt, ActionReceipt):
            return None
        if role in child.roles:
            total += sum(action.deposit or 0 for action in child.receipt.actions)
    return total


def token_ledger(graph: ReceiptGraph, node: Node) -> TokenLedger:
    """YoctoNEAR burnt, deposited and refunded by one node."""
    actions = actions_of(graph, node)
    known = node.kind == "transaction" or isinstance(node.receipt, ActionReceipt)
    return TokenLedger(
        burnt=node.outcome.tokens_burnt if node.outcome else None,
        deposits=sum(action.deposit or 0 for action in actions) if known else None,
        refund_gas=refund_amount(graph, node, "refund_gas") if node.outcome else None,
        refund_deposit=refund_amount(graph, node, "refund_deposit") if node.outcome else None,
    )


def gas_totals(graph: ReceiptGraph) -> GasTotals:
    """Totals in gas, largest first then by name; refund receipts apart (their 223 Ggas cost nothing, §4.3)."""
    total = refunds = 0
    contracts: Counter[str] = Counter()
    methods: Counter[tuple[str, str]] = Counter()
    costs: Counter[tuple[str, str]] = Counter()
    for node in graph.nodes:
        if node.outcome is None or node.outcome.gas_burnt is None:
            continue
        if is_refund(node):
            refunds += node.outcome.gas_burnt
            continue
        burnt = node.outcome.gas_burnt
        total += burnt
        for entry in node.outcome.profile or ():
            costs[entry.category, entry.cost] += entry.gas
        if node.kind == "transaction":
            continue
        contract = node.outcome.executor_id or ""
        contracts[contract] += burnt
        calls = [action.method_name for action in actions_of(graph, node) if action.method_name is not None]
        if calls:
            methods[contract, calls[0]] += burnt
    return GasTotals(
        total_burnt=total,
        refunds_burnt=refunds,
        by_contract=tuple(sorted(contracts.items(), key=lambda item: (-item[1], item[0]))),
        by_method=tuple((c, m, g) for (c, m), g in sorted(methods.items(), key=lambda item: (-item[1], item[0]))),
        by_cost=tuple((a, b, g) for (a, b), g in sorted(costs.items(), key=lambda item: (-item[1], item[0]))),
    )


def fee_totals(graph: ReceiptGraph) -> FeeTotals:
    """The fee in yoctoNEAR: Σ tokens_burnt over all outcomes (protocol.md §4.3), None when one lacks it."""
    outcomes = [node.outcome for node in graph.nodes if node.outcome is not None]
    burnt = [outcome.tokens_burnt for outcome in outcomes]
    total = None if not burnt or None in burnt else sum(b for b in burnt if b is not None)
    refunds = [node for node in graph.nodes if "refund_gas" in node.roles]
    refunded = sum(
        action.deposit or 0
        for node in refunds
        if isinstance(node.receipt, ActionReceipt)
        for action in node.receipt.actions
    )
    known = all(node.receipt is not None for node in graph.nodes if node.kind != "transaction")
    return FeeTotals(
        total=total,
        payer=graph.trace.transaction.signer_id if total is not None else None,
        price_regime=price_regime(graph),  # type: ignore[arg-type]  # one of the four literals
        refunded=refunded if known else None,
    )


def price_regime(graph: ReceiptGraph) -> str:
    """The price regime (protocol.md §4.2): from the protocol version, else from what the receipts show.

    Metadata V4 came with version 85. Before that, prices differ: below 78 a receipt is burnt at the market price and
    bought 3 % dearer a hop; from 78 to 84 both are equal.
    """
    version = graph.trace.protocol_version
    if version is not None:
        return "lt78" if version < 78 else "78-84" if version < 85 else "ge85"
    equal = differ = False
    for node in graph.nodes:
        outcome, receipt = node.outcome, node.receipt
        if outcome is None or not isinstance(receipt, ActionReceipt) or is_refund(node):
            continue
        if outcome.profile_version is not None and outcome.profile_version >= 4:
            return "ge85"
        if not receipt.gas_price or not outcome.gas_burnt or outcome.tokens_burnt is None:
            continue
        if outcome.tokens_burnt < outcome.gas_burnt * receipt.gas_price:
            differ = True
        elif "local" not in node.roles or (attached_gas(receipt.actions) or 0) >= 5 * 10**12:
            # A price of depth 0 is not inflated in any regime, so such a receipt tells nothing.
            equal = equal or outcome.profile_version == 3
    return "lt78" if differ else "78-84" if equal else "unknown"
