"""NEAR that moves: deposits from their payer to where they are now, what a transfer brings, prepaid gas coming back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from xccviz.analysis.types import Analysis, Deposit, FeeTotals, Share
from xccviz.catalogue import tr, trn
from xccviz.graph.types import Node, ReceiptGraph
from xccviz.model.amounts import format_near
from xccviz.model.literals import Sent
from xccviz.model.raw import whole_number
from xccviz.model.text import visible_text
from xccviz.model.trace import Action
from xccviz.values import frozen
from xccviz.words.lengths import Length
from xccviz.words.roles import role_words
from xccviz.words.signs import DEPOSITS
from xccviz.words.values import TEXT_LIMIT

_BACK: Mapping[tuple[str, str], str] = {
    ("failed", "transfer"): tr("the transfer failed"),
    ("failed", "call"): tr("the call failed"),
    ("failed", "action"): tr("the action failed"),
    ("reverted", "transfer"): tr("the transfer was rolled back"),
    ("reverted", "call"): tr("the call was rolled back"),
    ("reverted", "action"): tr("the action was rolled back"),
    ("not_run", "transfer"): tr("the transfer was not run"),
    ("not_run", "call"): tr("the call was not run"),
    ("not_run", "action"): tr("the action was not run"),
}
"""Why a deposit came back, by what became of its action and what that is: of a batch one action fails."""


@frozen
class _Brought:
    """What a receipt from `system` brings: once it is there, while it is on its way, where it failed."""

    there: Callable[[str], str]
    coming: Callable[[str], str]
    lost: Callable[[str], str]


_BROUGHT: Mapping[Sent, _Brought] = {
    "refund_deposit": _Brought(
        lambda amount: tr("deposit back: {amount}", amount=amount),
        lambda amount: tr("deposit on its way back: {amount}", amount=amount),
        lambda amount: tr("deposit could not come back: {amount} burnt", amount=amount),
    ),
    "refund_gas": _Brought(
        lambda amount: tr("prepaid gas back: {amount}", amount=amount),
        lambda amount: tr("prepaid gas on its way back: {amount}", amount=amount),
        lambda amount: tr("prepaid gas could not come back: {amount} burnt", amount=amount),
    ),
    "payout": _Brought(
        lambda amount: tr("paid out: {amount}", amount=amount),
        lambda amount: tr("payout on its way: {amount}", amount=amount),
        lambda amount: tr("could not be paid out: {amount} burnt", amount=amount),
    ),
    "leftover": _Brought(
        lambda amount: tr("leftover deposit back: {amount}", amount=amount),
        lambda amount: tr("leftover deposit on its way back: {amount}", amount=amount),
        lambda amount: tr("leftover deposit could not come back: {amount} burnt", amount=amount),
    ),
}

_TO_COME: Mapping[Sent, str] = {
    "refund_deposit": tr("deposit back"),
    "refund_gas": tr("prepaid gas back"),
    "payout": tr("a payout"),
    "leftover": tr("what is left of a deposit back"),
}


def moved_words(node: Node) -> str:
    """What a receipt without a call moves: `deposit back: 1 N`, `1 N sent`; "" for others."""
    if node.told_refund == "refund_gas":
        return tr("gives back prepaid gas")
    if node.told_refund is not None:
        return tr("gives back what was deposited")
    if node.untold_refund and node.has_run:
        return tr("brings an unknown amount") if node.may_pay_out else tr("gives back an unknown amount")
    receipt = node.action_receipt
    if receipt is None or not receipt.actions:
        return ""
    if len(receipt.actions) == 1 and (stake := stake_of(node)) is not None:
        return tr("stake set to {amount}", amount=format_near(stake))
    if not all(action.row.moves_only for action in receipt.actions):
        return ""
    amount, role = format_near(receipt.deposit), node.sent
    return _BROUGHT[role].there(amount) if role is not None else tr("{amount} sent", amount=amount)


def stake_of(node: Node) -> int | None:
    """YoctoNEAR that an account is to have staked by what a receipt says last of it; None where it says nothing."""
    said = [action.fields.get(action.row.staked) for action in node.actions if action.row.staked is not None]
    return whole_number(said[-1]) if said else None


def coming_words(node: Node) -> str:
    """What a receipt from `system` brings, while it is on its way: `deposit on its way back: 1 N`."""
    receipt, role = node.action_receipt, node.sent
    return _BROUGHT[role].coming(format_near(receipt.deposit)) if receipt and role else ""


def to_come_words(node: Node, made: bool) -> str:
    """The same before it has run; of what is not `made` yet the amount is not known either: `deposit back`. "" for
    what is no refund."""
    role = node.sent
    if role is None:
        return ""
    return coming_words(node) if made else _TO_COME[role]


def lost_words(node: Node) -> str:
    """What a receipt from `system` that failed did not bring: `deposit could not come back: 1 N burnt`."""
    receipt, role = node.action_receipt, node.sent
    return _BROUGHT[role].lost(format_near(receipt.deposit)) if receipt and role else ""


def refund_words(node: Node, *, made: bool = True, ran: bool = True, failed: bool = False) -> str:
    """A refund in a line of its own, as far as it has come, and to whom: `deposit back: 1 N · bob.near`."""
    receipt = node.action_receipt
    who = visible_text(receipt.receiver_id, TEXT_LIMIT) if receipt is not None else ""
    words = lost_words(node) if failed else moved_words(node) if ran else to_come_words(node, made)
    return " · ".join(part for part in (words or role_words(node, "line"), who) if part)


def refunds_so_far(come: int, of: int, total: int, accounts: int, who: str) -> str:
    """The same when of all gas refunds only some have `come` yet: `Prepaid gas back to alice.near: 0.1 N so far`."""
    if not come:
        return tr("Prepaid gas back: nothing yet")
    title = refunds_sum(total, accounts, who) if accounts else tr("Prepaid gas back")
    return title if come == of else tr("{title} so far", title=title)


def refunds_title(analysis: Analysis, members: Iterable[str]) -> str:
    """All folded gas refunds in one line: `Prepaid gas back to alice.near: 0.3 N`."""
    amounts: dict[str, int] = {}
    for member in members:
        receipt = analysis.graph.by_id[member].action_receipt
        if receipt is not None:
            amounts[receipt.receiver_id] = amounts.get(receipt.receiver_id, 0) + receipt.deposit
    if not amounts:
        return tr("Prepaid gas back")
    return refunds_sum(sum(amounts.values()), len(amounts), next(iter(amounts)))


def refunds_sum(total: int, accounts: int, who: str) -> str:
    """The same of so many yocto to so many accounts, of which `who` is one."""
    to = (
        trn("{count} account", "{count} accounts", accounts)
        if accounts > 1
        else visible_text(who, TEXT_LIMIT)
    )
    return tr("Prepaid gas back to {who}: {amount}", who=to, amount=format_near(total))


def fee_words(fees: FeeTotals) -> str:
    """The fee and who paid it: `0.0006 N paid by alice.near`."""
    total = format_near(fees.total)
    if not all_known(fees.shares):
        return tr("{fee} in all; {open}", fee=total, open=payer_of_parts())
    paid = tr("{fee} paid by {who}", fee=total, who=fees.payer) if fees.payer else total
    return ", ".join([paid, *paid_apart(fees.shares)])


def paid_apart(shares: Iterable[Share]) -> list[str]:
    """What of a fee others paid: `0.0014 N of it by bob.near`."""
    found: dict[str | None, int] = {}
    for _, account, amount in shares:
        if amount is not None:
            found[account] = found.get(account, 0) + amount
    return [
        tr("{amount} of it by {account}", amount=format_near(amount), account=account)
        if account is not None
        else tr("{amount} of it from a deleted gas key", amount=format_near(amount))
        for account, amount in found.items()
    ]


def all_known(shares: Iterable[Share]) -> bool:
    """Whether it is known of each part of a fee who paid it."""
    return all(amount is not None for _, _, amount in shares)


def payer_of_parts() -> str:
    """Of a fee part of which another may have paid."""
    return tr("who paid which part is not known")


def prepaid_back(yocto: int, *, more: bool = False) -> str:
    """What of the prepaid gas was not needed; `more` may come back."""
    if more:
        return tr("{amount} of prepaid gas came back so far", amount=format_near(yocto))
    return tr("{amount} of prepaid gas came back", amount=format_near(yocto))


def shares_sentence(graph: ReceiptGraph, *, chain: bool) -> str:
    """That contracts get a part of the fee for the gas burnt in them (protocol.md §4.2), which only the chain's own
    balances show (`chain`); "" where no contract is known to have run."""
    if chain:
        return tr("The balance change includes a contract's share of the gas burnt in it.")
    if not any(node.ran_a_call for node in graph.nodes):
        return ""
    return tr("A contract's share of the gas burnt in it is not counted.")


def nobodies(graph: ReceiptGraph) -> set[str | None]:
    """Accounts that did not exist when something was sent to them."""
    outcomes = (node.outcome for node in graph.nodes)
    return {o.executor_id for o in outcomes if o is not None and o.failed_with == "AccountDoesNotExist"}


def others_sentence(count: int, *, shares: bool) -> str:
    """That nothing came to so many other accounts, but for `shares` in what was burnt."""
    others = trn("{count} other account", "{count} other accounts", count)
    if shares:
        return tr(
            "Without such shares, {others} neither gained nor lost by what moved and by fees.", others=others
        )
    return tr("{others} neither gained nor lost by what moved and by fees.", others=others)


def payer_words(line: Deposit) -> str:
    """Who sent a deposit."""
    return line.payer or tr("not known")


def receiver_words(analysis: Analysis, line: Deposit) -> str:
    """`vault.near.deposit` for a call, the account for a transfer, `bob.near (Stake)` for the rest."""
    action = _action(analysis, line)
    if line.kind == "payout":
        return f"{line.receiver} (DeleteAccount)"
    if line.kind != "deposit" or action is None:
        return line.receiver
    if action.method_name is not None:
        return f"{line.receiver}.{action.method_name}"
    return f"{line.receiver} ({action.kind})"


def where_words(analysis: Analysis, line: Deposit, length: Length) -> str:
    """Where a deposit is at the end, in words, and why. A card stands in a column of that name."""
    word = DEPOSITS[line.where].word
    refund = analysis.graph.by_id.get(line.refund or "")
    to = tr("its sender")
    if refund is not None and refund.receipt is not None:
        to = refund.receipt.receiver_id or to
    if line.where == "arrived":
        if not line.returned:
            return word
        amount = format_near(line.returned)
        return tr("{arrived}, and {amount} of it came back to {who}", arrived=word, amount=amount, who=to)
    if line.where == "returned":
        return tr(
            "{came_back} to {who}: {reason}",
            came_back=word,
            who=line.holder,
            reason=_why_back(analysis, line),
        )
    if line.where == "burnt":
        if line.kind == "payout":
            return tr("{burnt}: {who} could not take it", burnt=word, who=line.receiver)
        return tr("{burnt} on its way back to {who}", burnt=word, who=to)
    if line.where == "returning":
        return tr("{returning} to {who}: {reason}", returning=word, who=to, reason=_why_back(analysis, line))
    return (
        word
        if line.where == "in_flight" or length == "card"
        else tr("where it is now is {not_known}", not_known=word)
    )


def gas_refund_end(arrived: bool | None) -> str:
    """How prepaid gas that comes back ended: "" for arrived."""
    if arrived is None:
        return DEPOSITS["in_flight"].word
    return "" if arrived else tr("burnt: the account could not take it")


def _why_back(analysis: Analysis, line: Deposit) -> str:
    if not analysis.facts[line.node].failed:
        return tr("it was not needed")
    results = analysis.facts[line.node].action_results
    result = results[line.action] if line.action < len(results) else "failed"
    if result not in ("reverted", "not_run"):
        result = "failed"
    return _BACK[result, _noun(analysis, line)]


def _noun(analysis: Analysis, line: Deposit) -> str:
    if line.kind == "transfer":
        return "transfer"
    action = _action(analysis, line)
    return "call" if action is not None and action.method_name is not None else "action"


def _action(analysis: Analysis, line: Deposit) -> Action | None:
    """The action that carries a deposit, inside a meta-transaction too."""
    receipt = analysis.graph.by_id[line.node].action_receipt
    if receipt is None or line.action >= len(receipt.actions):
        return None
    action = receipt.actions[line.action]
    if line.inner is None or action.delegate is None:
        return action
    return action.delegate.actions[line.inner] if line.inner < len(action.delegate.actions) else None
