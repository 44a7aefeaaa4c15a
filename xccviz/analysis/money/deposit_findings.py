"""Findings about deposits that came back to somebody other than who paid them (protocol.md §2.10, §2.12)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from xccviz.analysis.results.outcomes import main_call
from xccviz.analysis.types import Deposit, Finding
from xccviz.graph.types import ReceiptGraph


def deposit_findings(graph: ReceiptGraph, deposits: Sequence[Deposit]) -> list[Finding]:
    """`deposit_left_with_contract` and `deposit_ended_with_user`, one a call whose deposit came back; `nodes` are the
    failed calls, their refunds stand in the evidence. The single yocto that shows a full access key is no money."""
    left = _left_with_contracts(graph, deposits)
    ended = [
        line
        for line in deposits
        if line.where == "returned" and not line.is_sign and _delegated(graph, line) and _elsewhere(line)
    ]
    return [
        *_grouped(graph, "deposit_left_with_contract", left),
        *_grouped(graph, "deposit_ended_with_user", ended),
    ]


def _grouped(graph: ReceiptGraph, code: str, lines: Sequence[Deposit]) -> list[Finding]:
    """One a call; its case holds the `lines` it speaks of."""
    groups: dict[str, list[Deposit]] = {}
    for line in lines:
        groups.setdefault(main_call(graph, graph.by_id[line.node]), []).append(line)
    found = []
    for group in groups.values():
        evidence = _evidence(group)
        if code == "deposit_ended_with_user":
            evidence["payer"] = _one_or_all(line.payer for line in group)
        found.append(Finding(code, "warning", _calls(group), evidence, ({"lines": tuple(group)},)))
    return found


def _calls(lines: Sequence[Deposit]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.node for line in lines))


def _refunds(lines: Sequence[Deposit]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.refund for line in lines if line.refund is not None))


def _evidence(lines: Sequence[Deposit]) -> dict[str, object]:
    amount = str(sum(line.amount for line in lines))
    return {
        "count": len(_calls(lines)),
        "amount": amount,
        "account": _one_or_all(line.holder for line in lines),
        "refunds": list(_refunds(lines)),
    }


def _one_or_all(accounts: Iterable[str | None]) -> str | list[str | None] | None:
    found = list(dict.fromkeys(accounts))
    return found[0] if len(found) == 1 else found


def _delegated(graph: ReceiptGraph, line: Deposit) -> bool:
    return "delegated" in graph.by_id[line.node].roles


def _elsewhere(line: Deposit) -> bool:
    return line.payer is not None and line.holder != line.payer


def _left_with_contracts(graph: ReceiptGraph, deposits: Sequence[Deposit]) -> list[Deposit]:
    """Deposits of failed calls that a contract has got back and not sent on.

    Silent while a receipt or outcome is missing, for then it may yet be, or may have been, sent on.
    """
    if any(item.kind in ("receipt", "outcome") for item in graph.missing):
        return []
    contracts = _contracts(graph)
    people = {graph.trace.transaction.signer_id}
    people |= {
        action.delegate.sender_id for action in graph.trace.transaction.actions if action.delegate is not None
    }
    came_back: dict[str, list[Deposit]] = {}
    for line in deposits:
        if (
            line.where == "returned"
            and not line.is_sign
            and line.refund is not None
            and line.holder not in {*people, line.receiver}
        ):
            failed = graph.by_id[line.node].outcome
            if failed is not None and failed.status.kind == "failure" and line.holder in contracts:
                came_back.setdefault(line.refund, []).append(line)
    # Latest refunds first: they have the fewest payments after them, so whatever else they take serves nobody better.
    spent: dict[int, int] = {}
    left: set[str] = set()
    for refund in sorted(came_back, key=lambda refund: -(graph.by_id[refund].height or 0)):
        lines = came_back[refund]
        amount = sum(line.amount for line in lines)
        later = _payments_after(graph, deposits, lines[0].holder, refund)
        if sum(deposits[i].amount - spent.get(i, 0) for i in later) < amount:
            left.add(refund)
            continue
        for i in later:
            taken = min(amount, deposits[i].amount - spent.get(i, 0))
            spent[i] = spent.get(i, 0) + taken
            amount -= taken
    return [line for line in deposits if line.refund in left and not line.is_sign]


def _payments_after(
    graph: ReceiptGraph, deposits: Sequence[Deposit], payer: str | None, refund: str
) -> list[int]:
    """Indices of payments to others that may have been made with what a refund brought: those made in its block or
    later, or who knows when. What the refund's own ancestors paid, the failed call among it, they paid before."""
    back = graph.by_id[refund]
    ancestors: set[str] = set()
    here = back.parent
    while here is not None and here not in ancestors:
        ancestors.add(here)
        here = graph.by_id[here].parent
    found = []
    for i, line in enumerate(deposits):
        if line.payer != payer or line.receiver == payer:
            continue
        payment = graph.by_id[line.node]
        unknown = payment.created_height is None or back.height is None
        if payment.parent not in ancestors and (
            unknown or (payment.created_height or 0) >= (back.height or 0)
        ):
            found.append(i)
    return found


def _contracts(graph: ReceiptGraph) -> set[str | None]:
    """Accounts that are contracts for sure: a call of each succeeded here."""
    return {
        node.outcome.executor_id
        for node in graph.nodes
        if node.outcome is not None and node.succeeded and any(action.row.calls for action in node.actions)
    }
