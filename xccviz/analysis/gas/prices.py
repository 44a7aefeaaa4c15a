"""Gas prices: which regime, at what price gas was bought, and how much gas a refund stands for (protocol.md §4.2).

A receipt buys gas at P yoctoNEAR and burns it at the market's price, so that in every regime

    refund + tokens_burnt = (unspent + burnt) × P + what was burnt beyond gas

    below 78   P = ⌈p·1.03^depth⌉         burnt at the market's price (a deficit is taken from the refund)
    78 to 84   P = p                      refund = unspent × P, burnt at P
    from 85    P = max(p, 10^9)           burnt at min(P, market), a created account is charged on top

with p the market's price when the transaction was converted: tokens_burnt / gas_burnt of its outcome (§4.8, I8).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from xccviz.analysis.gas.fees import FeeTable
from xccviz.analysis.gas.versions import EXACT_PROFILES, Executions, possible_tables, versions_shown
from xccviz.graph.types import Node, ReceiptGraph
from xccviz.model.literals import PriceRegime, RefundRole
from xccviz.model.trace import Action, ActionReceipt, ExecutionOutcome
from xccviz.values import field, frozen, maker

REGIMES: Mapping[PriceRegime, tuple[int, int]] = {"lt78": (0, 77), "78-84": (78, 84), "ge85": (85, 10**6)}
"""First and last protocol version of each price regime."""

_MIN_PURCHASE_PRICE = 10**9
_GAS_PER_HOP = 4_855_842_000_000
_MOST_HOPS = 1_000
_GLOBAL_CODE_BYTE = 10**20
"""YoctoNEAR burnt for a byte of a global contract (protocol.md §2.13)."""


@frozen
class Refunded:
    """Gas that a receipt's refund stands for. `certain` is False when tokens may have been burnt beyond gas: then it
    holds only if the receipt's own ledger says the same."""

    gas: int
    certain: bool


_new_refunded = maker(Refunded)


class Solutions:
    """What the refunds of one graph stand for under each regime, each worked out once: what rules a regime out and what
    a ledger is compared with is the same."""

    def __init__(self, graph: ReceiptGraph, tables: Sequence[FeeTable], executions: Executions) -> None:
        self._graph, self._tables, self._executions = graph, tables, executions
        self._known: dict[tuple[str, PriceRegime], tuple[Refunded, ...] | None] = {}

    def of(self, node: Node, regime: PriceRegime) -> tuple[Refunded, ...] | None:
        """All answers that one regime allows: () when it contradicts the numbers, None when one of them is missing."""
        place = (node.id, regime)
        if place not in self._known:
            self._known[place] = _solved(self._graph, node, regime, self._tables, self._executions)
        return self._known[place]


@frozen
class InForce:
    """Price regimes and fee tables that may have been in force for one transaction; `bundled`: all tables there are,
    `executions`: what its receipts are charged, `solutions`: what their refunds stand for with these tables."""

    regimes: tuple[PriceRegime, ...]
    tables: tuple[FeeTable, ...]
    bundled: tuple[FeeTable, ...]
    executions: Executions = field(repr=False, compare=False)
    solutions: Solutions = field(repr=False, compare=False)


def in_force(graph: ReceiptGraph, fee_tables: Sequence[FeeTable]) -> InForce:
    """What versions, fees, prices and refunds of the document leave possible."""
    executions, bundled = Executions(), tuple(fee_tables)
    tables = possible_tables(graph, fee_tables, executions)
    first, last = versions_shown(graph)
    regimes = [name for name, (since, until) in REGIMES.items() if since <= last and until >= first]
    solutions = Solutions(graph, tables, executions)
    if graph.trace.protocol_version is not None:
        return InForce(tuple(regimes), tables, bundled, executions, solutions)
    if tables:
        regimes = [name for name in regimes if any(table.covers(*REGIMES[name]) for table in tables)]
    regimes = [name for name in regimes if not _contradicted(graph, name, solutions)]
    fitting = tuple(t for t in tables if any(t.covers(*REGIMES[name]) for name in regimes))
    if 0 < len(fitting) < len(tables):  # the sizes of code are those of fewer tables
        tables, solutions = fitting, Solutions(graph, fitting, executions)
    return InForce(tuple(regimes), tables, bundled, executions, solutions)


def price_regime(regimes: Sequence[PriceRegime]) -> PriceRegime | Literal["unknown"]:
    """The regime when only one is possible, else `unknown`."""
    return regimes[0] if len(regimes) == 1 else "unknown"


def _contradicted(graph: ReceiptGraph, regime: PriceRegime, solutions: Solutions) -> bool:
    rebuilt = _rebuilt_price(graph, regime)
    for node in graph.nodes:
        receipt = node.action_receipt
        if receipt is None or receipt.from_system:
            continue
        if _other_price(node, receipt, regime, rebuilt):
            return True
        if solutions.of(node, regime) == ():
            return True
    return False


def _other_price(node: Node, receipt: ActionReceipt, regime: PriceRegime, rebuilt: int | None) -> bool:
    """Whether the reported price is not the one the regime gives, `rebuilt`. Below 78 only receipts with a full profile
    tell: how early versions priced gas is not documented."""
    if not receipt.gas_price or rebuilt is None or receipt.gas_price == rebuilt:
        return False
    return regime != "lt78" or (node.outcome is not None and node.outcome.profile_version in EXACT_PROFILES)


def market_price(graph: ReceiptGraph, node: Node) -> int | None:
    """The price at which gas was burnt in the node's block, in yoctoNEAR per gas: that of the transaction when it ran
    in the same block, else what the header of the block before says (protocol.md §1.5)."""
    outcome, first = node.outcome, graph.root.outcome
    if outcome is None or outcome.block_hash is None:
        return None
    if first is not None and first.block_hash == outcome.block_hash:
        return _burnt_at(first)
    block = graph.trace.blocks.get(outcome.block_hash)
    before = graph.trace.blocks.get(block.prev_hash or "") if block is not None else None
    return before.gas_price if before is not None else None


def _burnt_at(outcome: ExecutionOutcome | None) -> int | None:
    if outcome is None or not outcome.gas_burnt or not outcome.tokens_burnt:
        return None
    price, rest = divmod(outcome.tokens_burnt, outcome.gas_burnt)
    return price if rest == 0 and price > 0 else None


def purchase_price(graph: ReceiptGraph, receipt: ActionReceipt, regime: PriceRegime) -> int | None:
    """At what price the receipt's gas was bought (yoctoNEAR per gas): the reported one, else rebuilt from the
    transaction's outcome; None when that can't be known or the receipt bought none (0)."""
    if receipt.gas_price is not None:
        return receipt.gas_price or None
    return _rebuilt_price(graph, regime)


def _rebuilt_price(graph: ReceiptGraph, regime: PriceRegime) -> int | None:
    price = _burnt_at(graph.root.outcome)
    if price is None or regime == "78-84":
        return price
    if regime == "ge85":
        return max(price, _MIN_PURCHASE_PRICE)
    transaction = graph.trace.transaction
    attached = attached_gas(transaction.actions)
    if attached is None or attached < 0:
        return None
    depth = (transaction.signer_id != transaction.receiver_id) + attached // _GAS_PER_HOP
    return -(-price * 103**depth // 100**depth) if depth <= _MOST_HOPS else None


def attached_gas(actions: Sequence[Action]) -> int | None:
    """Gas attached to all FunctionCalls, a Delegate's inner ones included; None when one has no gas."""
    total = 0
    for action in actions:
        if action.row.calls:
            if action.gas is None:
                return None
            total += action.gas
        if action.delegate is not None:
            inner = attached_gas(action.delegate.actions)
            if inner is None:
                return None
            total += inner
    return total


def refunded_gas(node: Node, rules: InForce) -> Refunded | None:
    """Gas that the refund of an executed receipt stands for; None unless all possible regimes give the same."""
    found: list[Refunded] = []
    for regime in rules.regimes:
        solved = rules.solutions.of(node, regime)
        if solved is None:
            return None
        found += solved
    if not found or any(refunded.gas != found[0].gas for refunded in found[1:]):
        return None
    return found[0] if len(found) == 1 else _new_refunded(found[0].gas, all(each.certain for each in found))


def _solved(
    graph: ReceiptGraph,
    node: Node,
    regime: PriceRegime,
    tables: Sequence[FeeTable],
    executions: Executions,
) -> tuple[Refunded, ...] | None:
    outcome, receipt = node.outcome, node.action_receipt
    if outcome is None or receipt is None:
        return None
    price, refund = purchase_price(graph, receipt, regime), refund_amount(graph, node, "refund_gas")
    burnt, tokens = outcome.gas_burnt, outcome.tokens_burnt
    if price is None or refund is None or burnt is None or tokens is None or not outcome.has_run:
        return None
    if min(price, refund, burnt, tokens) < 0:
        return ()
    beyond = _burnt_for_storage(node, regime, tables)
    if regime == "78-84":
        extra = tokens - burnt * price
        allowed = extra in beyond if beyond is not None else extra >= 0 and extra % _GLOBAL_CODE_BYTE == 0
        return (_new_refunded(refund // price, True),) if allowed and refund % price == 0 else ()
    if beyond is None:
        return None
    market = market_price(graph, node)
    found = []
    for extra in beyond:
        gas, rest = divmod(refund + tokens - extra - burnt * price, price)
        # A created account may be among the tokens (NEP-642, from 85 on): then nothing tells what was paid for gas.
        paid = None if regime == "ge85" and _creates_account(receipt, executions) else tokens - extra
        if rest or gas < 0 or (paid is not None and not _plausible(paid, burnt, price, market)):
            continue
        found.append(_new_refunded(gas, regime == "lt78" or not _may_burn_a_key_balance(node)))
    if regime != "ge85" or not _may_burn_a_key_balance(node):
        return tuple(found)
    # A gas key's balance may be among what was burnt: then only the refund tells, at a known price.
    if market is not None and not _creates_account(receipt, executions):
        paid = min(price, market)
        gas, rest = divmod(refund - (price - paid) * burnt, price)
        return (_new_refunded(gas, True),) if rest == 0 and gas >= 0 and tokens >= paid * burnt else ()
    return tuple(found) or None


def _plausible(paid: int, burnt: int, price: int, market: int | None) -> bool:
    """Whether all gas was burnt at one whole price, which is the market's, but not more than it was bought at. Dearer
    gas (below 78 only) leaves a deficit that is shared with the refund, so it tells nothing."""
    if market is not None and market <= price:
        return paid == burnt * market
    if market is not None:
        return paid >= burnt * price
    return paid == 0 if burnt == 0 else paid > burnt * price or paid % burnt == 0


def _creates_account(receipt: ActionReceipt, executions: Executions) -> bool:
    """Whether it may have created its account, which is charged from 85 on (NEP-642)."""
    charges = executions.charges(receipt)
    return (
        charges is None
        or any(row == "CreateAccount" for row, _ in charges)
        or any(action.row.inits_state for action in receipt.actions)
    )


def _may_burn_a_key_balance(node: Node) -> bool:
    receipt, outcome = node.action_receipt, node.outcome
    if receipt is None or outcome is None or outcome.failed:
        return False
    return any(action.row.removes_keys for action in receipt.actions)


def _burnt_for_storage(node: Node, regime: PriceRegime, tables: Sequence[FeeTable]) -> tuple[int, ...] | None:
    """YoctoNEAR that may be in `tokens_burnt` for global contracts (from 83 on, only if it succeeded); None when a
    size is not known."""
    receipt, outcome = node.action_receipt, node.outcome
    if receipt is None or outcome is None:
        return None
    if regime == "lt78":
        return (0,)
    deployed = [action for action in receipt.actions if action.row.distributes_code]
    if not deployed:
        return (0,)
    amounts = set()
    for table in tables:
        sizes = [table.sizes.get(str(action.fields.get("code"))) for action in deployed]
        if any(size is None for size in sizes):
            return None
        amounts.add(sum(size or 0 for size in sizes) * _GLOBAL_CODE_BYTE)
    if len(amounts) != 1:
        return None
    amount = amounts.pop()
    return (amount,) if regime == "ge85" and not outcome.failed else (0, amount)


def burnt_beyond_gas(
    graph: ReceiptGraph, node: Node, unspent: int, regimes: Sequence[PriceRegime]
) -> int | None:
    """YoctoNEAR that an executed receipt burnt for something else than gas (storage of a global contract, the balance
    of a deleted gas key), given the gas it left unspent; None where prices or tokens are not known."""
    outcome, receipt, refund = node.outcome, node.action_receipt, refund_amount(graph, node, "refund_gas")
    if outcome is None or receipt is None or refund is None:
        return None
    prices = {purchase_price(graph, receipt, regime) for regime in regimes}
    price = prices.pop() if len(prices) == 1 else None
    if price is None or outcome.gas_burnt is None or outcome.tokens_burnt is None:
        return None
    return refund + outcome.tokens_burnt - (unspent + outcome.gas_burnt) * price


def refund_amount(graph: ReceiptGraph, node: Node, role: RefundRole) -> int | None:
    """YoctoNEAR of the children with `role`, 0 without any; None when a child's receipt is not visible."""
    total = 0
    for child_id in node.outcome.receipt_ids if node.outcome else ():
        child = graph.by_id.get(child_id)
        receipt = child.action_receipt if child is not None else None
        if child is None or receipt is None:
            return None
        if role in child.roles:
            total += receipt.deposit
    return total
