"""The heads of boxes and rows: names of receipts in two parts, groups, ids, who stands outside. Visible, unescaped."""

from __future__ import annotations

from collections.abc import Sequence

from xccviz.analysis.types import Analysis
from xccviz.catalogue import numeral, tr, trn
from xccviz.graph.types import Edge, Node, ReceiptGraph
from xccviz.model.text import visible_text
from xccviz.words.ids import short_id
from xccviz.words.names import spoken_name
from xccviz.words.values import TEXT_LIMIT


def title_parts(node: Node) -> tuple[str, str]:
    """Title of a node as (account, rest): `("app.near", ".get_value")`, `("bob.near", ": Transfer")`.

    The transaction gives `("", "alice.near → app.near")`; a batch `("app.near", " · 3 actions")`, as its actions
    have rows of their own.
    """
    receipt = node.action_receipt
    if node.kind == "transaction" or receipt is None:
        if node.receipt is None and node.label == node.id:
            return "", tr("receipt {id}", id=short_id(node.id))
        return "", visible_text(node.label, TEXT_LIMIT)
    account = visible_text(receipt.receiver_id, TEXT_LIMIT)
    if len(receipt.actions) > 1:
        return account, trn(" · {count} action", " · {count} actions", len(receipt.actions))
    label = visible_text(node.label, TEXT_LIMIT)
    if label.startswith(account) and len(label) > len(account):
        return account, label[len(account) :]
    return "", label


def card_title(node: Node) -> str:
    """The whole title of a node's card."""
    return "".join(title_parts(node))


def name_of(graph: ReceiptGraph, node: str | None) -> str:
    """The spoken name of a node by its id; the id itself where there is no such node."""
    if node is None:
        return tr("not known")
    found = graph.by_id.get(node)
    return spoken_name(found) if found is not None else node


def method_title(node: Node) -> str:
    """What a receipt does, without its account: `get_value`, `4 actions`; a transaction's whole title."""
    account, rest = title_parts(node)
    return rest.lstrip(".: ·") if account else rest


def group_title(members: Sequence[str], state: str = "") -> str:
    """The title of a group: `37 receipts`, `37 receipts, 12 so far`."""
    return trn("{count} receipt", "{count} receipts", len(members)) + (f", {state}" if state else "")


def block_title(analysis: Analysis, siblings: Sequence[str]) -> str:
    """The title of siblings alike: `× 498 ft_transfer`."""
    what = method_title(analysis.graph.by_id[siblings[0]])
    return tr("× {count} {what}", count=numeral(len(siblings)), what=what)


def block_callers(analysis: Analysis, sibling: str, parent: str | None) -> tuple[tuple[str, str], ...]:
    """Below it: whom they call, and who does: (`ft.near`, `by app.near.pay_page`); shorter, by what is called of who
    does, else by its account: (`ft.near`, `by pay_page`)."""
    account, _ = title_parts(analysis.graph.by_id[sibling])
    callers = [name_of(analysis.graph, parent)]
    found = analysis.graph.by_id.get(parent or "")
    if found is not None:
        caller, rest = title_parts(found)
        callers.append(rest[1:] if rest.startswith(".") else caller)
    return tuple((account, tr("by {caller}", caller=each)) for each in dict.fromkeys(callers) if each)


def dot_words(each: int) -> str:
    """For how many siblings a dot stands: `1 dot = 4`."""
    return tr("1 dot = {count}", count=numeral(each))


def unfold_sign(count: int) -> str:
    """What unfolds so many receipts, short: `+ 50`."""
    return f"+ {numeral(count)}"


def unfold_words(count: int, folded: int) -> str:
    """The same in words: `Show 50 of the 3,996 receipts`."""
    if count >= folded:
        return trn("Show the {count} receipt", "Show the {count} receipts", folded)
    return tr("Show {count} of the {folded} receipts", count=numeral(count), folded=numeral(folded))


def so_far(count: int) -> str:
    """So many of a group by a moment: `12 so far`."""
    return tr("{count} so far", count=numeral(count))


def group_methods(analysis: Analysis, members: tuple[str, ...]) -> str:
    """What a group mostly holds: `ping ×30, bob.near: Transfer ×7, …`, most frequent first."""
    counts: dict[str, int] = {}
    for member in members:
        account, rest = title_parts(analysis.graph.by_id[member])
        name = rest[1:] if account and rest.startswith(".") else account + rest
        counts[name] = counts.get(name, 0) + 1
    ranked = sorted(counts.items(), key=lambda item: -item[1])
    shown = [name if count == 1 else f"{name} ×{numeral(count)}" for name, count in ranked[:2]]
    return ", ".join(shown) + (", …" if len(ranked) > 2 else "")


RESUMED_OUTSIDE = tr("resumed by another transaction")
RESUMED = tr("resumed")
"""By whom is not known."""
UNRESUMED = tr("nobody resumed it in time")
WAITS_FOR_OUTSIDE = tr("nobody has resumed it yet")
"""What the box of who resumes a yield from outside says before that has happened, or its time is over."""


def outside_title(analysis: Analysis, target: str) -> tuple[str, str]:
    """Who resumed a yield from outside, in two lines: `another transaction`, and its id where it is known."""
    edge = next((e for e in analysis.graph.edges if e.source is None and e.target == target), None)
    transaction, receipt = (edge.external if edge is not None else None) or (None, None)
    known = tr("transaction {id}", id=short_id(transaction)) if transaction else ""
    if not known and receipt:
        known = tr("receipt {id}", id=short_id(receipt))
    if not known:
        return RESUMED, tr("by whom is not known")
    return RESUMED_OUTSIDE, known


def outside_words(edge: Edge, known: bool) -> str:
    """The same in one line: what became of a yield that nobody in sight resumed, once it is `known`."""
    if not known:
        return WAITS_FOR_OUTSIDE
    if edge.result == "failed":
        return UNRESUMED
    return RESUMED_OUTSIDE if edge.external and any(edge.external) else RESUMED


OUTSIDE_WORDS = (RESUMED_OUTSIDE, RESUMED, UNRESUMED, WAITS_FOR_OUTSIDE)
"""All of them."""


def outside_name(edge: Edge, known: bool = True) -> str:
    """Who resumed a yield, where nobody in sight did, once that is `known`: that it was another transaction only what
    it sent tells, for an answer does not list what its own receipts resume either (protocol.md R1.4)."""
    if not known:
        return tr("somebody")
    if edge.result == "failed":
        return tr("nobody")
    return tr("another transaction") if edge.external and any(edge.external) else tr("somebody")
