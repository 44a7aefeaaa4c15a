"""Totals of one transaction: gas by contract, method and cost, and the fee (protocol.md §4.3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from xccviz.analysis.gas.prices import burnt_beyond_gas, price_regime
from xccviz.analysis.types import FeeTotals, GasLedger, GasTotals, Share
from xccviz.graph.types import Node, ReceiptGraph
from xccviz.model.literals import PriceRegime


def gas_totals(graph: ReceiptGraph, ran: Callable[[str], bool] = lambda node: True) -> GasTotals:
    """Totals in gas of the receipts for which `ran` says so, largest first then by name; refund receipts apart (their
    223 Ggas cost nothing, §4.3)."""
    total = refunds = 0
    contracts: Counter[str] = Counter()
    accounts: Counter[str] = Counter()
    methods: Counter[tuple[str, str]] = Counter()
    costs: Counter[tuple[str, str]] = Counter()
    batched: dict[tuple[str, str], dict[str, None]] = {}
    for node in graph.nodes:
        if node.outcome is None or node.outcome.gas_burnt is None or not ran(node.id):
            continue
        if node.is_refund:
            refunds += node.outcome.gas_burnt
            continue
        burnt = node.outcome.gas_burnt
        total += burnt
        for entry in node.outcome.profile or ():
            costs[entry.category, entry.cost] += entry.gas
        contract = node.outcome.executor_id or ""
        accounts[contract] += burnt
        if node.kind == "transaction":
            continue
        contracts[contract] += burnt
        first, others = done_by(node)
        if first is not None:
            methods[contract, first] += burnt
            if others:
                batched.setdefault((contract, first), {}).update(dict.fromkeys(others))
    return GasTotals(
        total_burnt=total,
        refunds_burnt=refunds,
        by_contract=_largest_first(contracts),
        by_account=_largest_first(accounts),
        by_method=tuple(
            (c, m, g) for (c, m), g in sorted(methods.items(), key=lambda item: (-item[1], item[0]))
        ),
        by_cost=tuple((a, b, g) for (a, b), g in sorted(costs.items(), key=lambda item: (-item[1], item[0]))),
        batched={names: tuple(others) for names, others in batched.items()},
    )


def _largest_first(found: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def done_by(node: Node) -> tuple[str | None, tuple[str, ...]]:
    """The method that a receipt called first (None: it called none), and what else it did, each once: methods, and the
    kinds of other actions. What stands behind an action that failed was not run. The chain does not tell how a batch
    split its gas, so all of it stands under the batch's first call."""
    last = node.outcome.failed_at if node.outcome is not None else None
    done = node.actions if last is None else node.actions[: last + 1]
    first = next((action.method_name for action in done if action.method_name is not None), None)
    names = dict.fromkeys(
        action.kind if action.method_name is None else action.method_name for action in done
    )
    return first, tuple(name for name in names if name != first)


def fee_totals(
    graph: ReceiptGraph, regimes: Sequence[PriceRegime], ledgers: Mapping[str, GasLedger] | None = None
) -> FeeTotals:
    """The fee in yoctoNEAR: Σ tokens_burnt over all outcomes (protocol.md §4.3), None when one lacks it.

    The payer is the signer, in a meta-transaction the relayer; of a transaction signed with a gas key the account
    that owns the key, from whose balance the fee is taken (§2.13).
    """
    outcomes = [node.outcome for node in graph.nodes if node.outcome is not None]
    burnt = [outcome.tokens_burnt for outcome in outcomes]
    total = None if not burnt or None in burnt else sum(b for b in burnt if b is not None)
    refunds = [node for node in graph.nodes if node.is_gas_refund]
    refunded = sum(node.deposit or 0 for node in refunds if node.has_run and not node.failed)
    known = all(node.receipt is not None for node in graph.nodes if node.kind != "transaction")
    payer = graph.trace.transaction.signer_id or None
    beyond = [(node, _beyond_gas(graph, node, regimes, ledgers or {})) for node in graph.nodes if _pays(node)]
    known_beyond = [burnt for _, burnt in beyond if burnt is not None]
    return FeeTotals(
        total=total,
        payer=payer,
        price_regime=price_regime(regimes),
        refunded=refunded if known else None,
        beyond_gas=sum(known_beyond) if len(known_beyond) == len(beyond) else None,
        shares=tuple(_shares(beyond, payer, regimes)),
    )


def _pays(node: Node) -> bool:
    return node.kind == "action_receipt" and not node.is_refund


def _shares(
    beyond: Sequence[tuple[Node, int | None]], payer: str | None, regimes: Sequence[PriceRegime]
) -> Iterator[Share]:
    """What of the fee another than `payer` paid: the storage of a global contract is the deploying account's to pay,
    whoever pays for the gas, and a deleted gas key loses what it held. Without its actions a receipt may be either."""
    for node, burnt in beyond:
        receipt, rows = node.action_receipt, [action.row for action in node.actions]
        stores = receipt is None or any(row.distributes_code for row in rows)
        deletes = receipt is None or ("ge85" in regimes and any(row.removes_keys for row in rows))
        account = receipt.receiver_id if receipt is not None else None
        if not (deletes or (stores and account != payer)) or burnt == 0:
            continue
        if burnt is None or burnt < 0 or (stores and deletes):
            if price_regime(regimes) != "lt78" and not _burnt_gas_alone(node):
                yield node.id, None, None
        else:
            yield node.id, account if stores else None, burnt


def _burnt_gas_alone(node: Node) -> bool:
    """Whether what it burnt is its gas at a whole price, which nothing else would leave (protocol.md §4.2)."""
    outcome = node.outcome
    if outcome is None or not node.has_run:
        return True
    if not outcome.gas_burnt or outcome.tokens_burnt is None:
        return False
    return outcome.tokens_burnt % outcome.gas_burnt == 0


def _beyond_gas(
    graph: ReceiptGraph, node: Node, regimes: Sequence[PriceRegime], ledgers: Mapping[str, GasLedger]
) -> int | None:
    """What a receipt burnt for something else than gas; None where that is not known."""
    ledger = ledgers.get(node.id)
    unspent = ledger.unspent if ledger is not None and ledger.reconciles else None
    return None if unspent is None else burnt_beyond_gas(graph, node, unspent, regimes)
