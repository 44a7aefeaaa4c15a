"""The accounts of a transaction and the parts they play."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from xccviz.analysis.gas.prices import burnt_beyond_gas
from xccviz.analysis.money.deposits import brought
from xccviz.analysis.types import AccountFacts, GasLedger
from xccviz.graph.types import Missing, Node, ReceiptGraph
from xccviz.model.ids import SYSTEM
from xccviz.model.literals import ACCOUNT_ROLES, AccountRole, PriceRegime
from xccviz.model.trace import Action, ActionReceipt
from xccviz.values import maker

_new_account_facts = maker(AccountFacts)


def accounts_of(
    graph: ReceiptGraph,
    regimes: Sequence[PriceRegime],
    gas: Mapping[str, GasLedger],
    changes: Mapping[str, int],
) -> tuple[AccountFacts, ...]:
    """Accounts in order of appearance. `relayer`: the signer of a meta-transaction; `caller`, `callee`: predecessor
    and receiver of a receipt; `beneficiary`: receives a refund or payout (one that failed brings nothing), or is named
    by DeleteAccount or as `refund_to`. `regimes`: the price regimes that may be in force; `gas`: the ledger of every
    node; `changes`: what the chain says of balances, in yoctoNEAR."""
    roles: dict[str, set[AccountRole]] = {}

    def add(account: str | None, role: AccountRole | None) -> None:
        if account and account != SYSTEM:
            roles.setdefault(account, set()).update(() if role is None else (role,))

    transaction = graph.trace.transaction
    add(transaction.signer_id, "signer")
    if any(action.delegate is not None for action in transaction.actions):
        add(transaction.signer_id, "relayer")
    for node in graph.nodes:
        receipt = node.action_receipt
        if receipt is None:
            if node.outcome is not None and node.kind != "transaction":
                add(node.outcome.executor_id, _received(node) if node.untold_refund else "callee")
            continue
        if receipt.from_system:
            add(receipt.receiver_id, _received(node))
            continue
        add(receipt.predecessor_id, "caller")
        add(receipt.receiver_id, "callee")
        add(receipt.refund_to, "beneficiary")
        for beneficiary in _beneficiaries(receipt.actions):
            add(beneficiary, "beneficiary")
    flows = _flows(graph, regimes, gas)
    return tuple(
        _new_account_facts(
            account,
            tuple(role for role in ACCOUNT_ROLES if role in played),
            flows.get(account, 0) if flows is not None else None,
            changes.get(account),
        )
        for account, played in roles.items()
    )


def _received(refund: Node) -> AccountRole | None:
    """The part of whom `system` sent something: none where it did not arrive."""
    return None if refund.failed else "beneficiary"


def _beneficiaries(actions: Iterable[Action]) -> Iterable[str]:
    """Accounts that DeleteAccount names, inside a Delegate too."""
    for action in actions:
        named = action.fields.get("beneficiary_id")
        if isinstance(named, str):
            yield named
        if action.delegate is not None:
            yield from _beneficiaries(action.delegate.actions)


def flows_by(
    graph: ReceiptGraph,
    regimes: Sequence[PriceRegime],
    gas: Mapping[str, GasLedger],
    ran: Callable[[str], bool],
) -> Mapping[str, int | None] | None:
    """YoctoNEAR in − out − fees of each account once only the receipts have run for which `ran` says so: what is on its
    way has left its payer and is nobody's yet. None when a piece of the whole is missing."""
    return _flows(graph, regimes, gas, ran)


def _flows(
    graph: ReceiptGraph,
    regimes: Sequence[PriceRegime],
    gas: Mapping[str, GasLedger],
    ran: Callable[[str], bool] = lambda node: True,
) -> dict[str, int | None] | None:
    """YoctoNEAR in − out − fees of each account; None when a piece is missing.

    A deposit leaves whoever created the receipt, also when the receipt fails (the refund brings it back); what a
    meta-transaction carries is paid by the relayer when it is sent (node.md §1.1). Gas refunds are left out because
    the fee, Σ tokens_burnt, is what remains after them (protocol.md §4.3). The fee of a transaction signed with a gas
    key, and all that goes to and from such a key, is no account's (§2.13); so is what a deleted one still held
    (node.md §1.11). None for a single account: a deleted key's rest can't be told from the fee, or the chain may have
    minted a yocto that the account sent (§2.13).
    """
    if any(item.kind in ("receipt", "outcome") and not _told_without(graph, item) for item in graph.missing):
        return None
    flows: dict[str, int | None] = {}

    def move(account: str, amount: int | None) -> None:
        known = flows.get(account, 0)
        flows[account] = None if amount is None or known is None else known + amount

    transaction = graph.trace.transaction
    raw = transaction.raw if isinstance(transaction.raw, dict) else {}
    by_gas_key = raw.get("nonce_index") is not None
    for node in graph.nodes:
        outcome, receipt = node.outcome, node.action_receipt
        if outcome is None:
            continue
        if not ran(node.id):
            if (
                receipt is not None
                and node.parent is not None
                and ran(node.parent)
                and not node.is_gas_refund
            ):
                for account, amount in _sent(graph, node, receipt, regimes):
                    move(account, amount)
            continue
        if outcome.tokens_burnt is None:
            return None
        if not by_gas_key:
            rest = _rest_of_deleted_keys(graph, node, gas[node.id], regimes)
            move(transaction.signer_id, None if rest is None else rest - outcome.tokens_burnt)
        if receipt is None:
            to, amount = brought(graph, node)
            if to is not None and not outcome.failed:
                move(to, amount)
            continue
        if not outcome.failed and any(action.row.distributes_code for action in receipt.actions):
            # Its storage is burnt from the account that deploys; only the gas is the signer's to pay.
            storage = _storage_of_code(graph, node, gas[node.id], regimes)
            if by_gas_key:
                move(receipt.receiver_id, None if storage is None else -storage)
            elif receipt.receiver_id != transaction.signer_id:
                move(transaction.signer_id, storage)
                move(receipt.receiver_id, None if storage is None else -storage)
        if node.is_gas_refund:
            if outcome.failed and not by_gas_key:
                # The refund found no account and is burnt: it does cost the signer (§2.10).
                move(receipt.receiver_id, -receipt.deposit)
            continue
        arrived = not outcome.failed
        for account, amount in _sent(graph, node, receipt, regimes):
            move(account, amount)
        for action in receipt.actions:
            if arrived and action.deposit and not action.row.fills_gas_key:
                move(receipt.receiver_id, action.deposit)
            withdrawn = action.fields.get(action.row.withdrawn) if action.row.withdrawn is not None else None
            if arrived and isinstance(withdrawn, str) and re.fullmatch("[0-9]{1,40}", withdrawn):
                move(receipt.receiver_id, int(withdrawn))
    return flows


def _told_without(graph: ReceiptGraph, item: Missing) -> bool:
    """Whether the sums do without what is missing: it describes a gas refund that arrived, which is no part of them, or
    a deposit refund, which brought what its creator had carried."""
    node = graph.by_id.get(item.id)
    if item.kind != "receipt" or node is None:
        return False
    return node.told_refund == "refund_deposit" or (node.told_refund == "refund_gas" and node.succeeded)


def _sent(
    graph: ReceiptGraph, node: Node, receipt: ActionReceipt, regimes: Sequence[PriceRegime]
) -> Iterator[tuple[str, int | None]]:
    """What left whom when a receipt was made: the account and −yoctoNEAR of each action that carries some, None where
    the chain may have minted it."""
    payer: str | None = receipt.predecessor_id
    if payer == SYSTEM:
        parent = graph.by_id.get(node.parent or "")
        payer = parent.receipt.receiver_id if "payout" in node.roles and parent and parent.receipt else None
    elif "delegated" in node.roles:
        payer = None
    for action in receipt.actions if payer is not None else ():
        amount = action.deposit or 0
        if action.delegate is not None:
            amount += sum(inner.deposit or 0 for inner in action.delegate.actions)
        if payer is not None and amount:
            minted = "ge85" in regimes and action.row.calls and amount == 1
            yield payer, None if minted and "root" not in node.roles else -amount


def _storage_of_code(
    graph: ReceiptGraph, node: Node, gas: GasLedger, regimes: Sequence[PriceRegime]
) -> int | None:
    """YoctoNEAR in tokens_burnt for the storage of a global contract (protocol.md §2.13); None where that can't be
    told."""
    rows = [action.row for action in node.actions]
    if gas.unspent is None or ("ge85" in regimes and any(row.removes_keys for row in rows)):
        return None
    burnt = burnt_beyond_gas(graph, node, gas.unspent, regimes)
    return burnt if burnt is not None and burnt >= 0 else None


def _rest_of_deleted_keys(
    graph: ReceiptGraph, node: Node, gas: GasLedger, regimes: Sequence[PriceRegime]
) -> int | None:
    """YoctoNEAR in tokens_burnt that deleted gas keys still held; None where that can't be told. Gas keys came with
    protocol 85."""
    receipt, outcome = node.action_receipt, node.outcome
    if receipt is None or outcome is None or outcome.failed:
        return 0
    if "ge85" not in regimes:
        return 0
    rows = [action.row for action in receipt.actions]
    if not any(row.removes_keys for row in rows):
        return 0
    if gas.unspent is None or any(row.distributes_code for row in rows):
        return None
    rest = burnt_beyond_gas(graph, node, gas.unspent, regimes)
    return rest if rest is not None and rest >= 0 else None
