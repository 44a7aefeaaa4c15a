"""Accounts that stand for each other in two runs: the same program on dev-1.testnet and on dev-2.testnet.

Only the transaction's own signer and receiver are ever renamed, with the accounts below them (`x.dev-1.testnet`), and
only where that can't mix two accounts up: one to one, and no renamed name is an account of the other run.
"""

from __future__ import annotations

import re
from collections.abc import Hashable

from xccviz.graph.types import ReceiptGraph
from xccviz.values import frozen

_BEFORE, _AFTER = r"(?<![a-z0-9._-])", r"(?![a-z0-9_-]|\.[a-z0-9])"


@frozen
class Names:
    """The renamed accounts of one run, in the order of `Renaming.pairs`."""

    names: tuple[str, ...] = ()
    pattern: re.Pattern[str] | None = None

    def neutral(self, text: str) -> Hashable:
        """`text`, or the pieces around renamed accounts with (prefix, position) in their place: equal in both runs
        where they say the same but for the renaming."""
        if self.pattern is None or not any(name in text for name in self.names):
            return text
        pieces: list[Hashable] = []
        end = 0
        for found in self.pattern.finditer(text):
            pieces += [text[end : found.start()], (found[1] or "", self.names.index(found[2] or found[3]))]
            end = found.end()
        return (*pieces, text[end:]) if pieces else text


@frozen
class Renaming:
    """`pairs` of accounts (in A, in B) that are read as the same; empty when names are taken literally."""

    pairs: tuple[tuple[str, str], ...] = ()
    a: Names = Names()
    b: Names = Names()


def renaming_of(a: ReceiptGraph, b: ReceiptGraph) -> Renaming:
    """The renaming of the transaction's signer and receiver, or none where it would not be one to one."""
    ours, theirs = a.trace.transaction, b.trace.transaction
    both = dict.fromkeys(((ours.signer_id, theirs.signer_id), (ours.receiver_id, theirs.receiver_id)))
    pairs = tuple((left, right) for left, right in both if left != right)
    lefts, rights = [left for left, _ in pairs], [right for _, right in pairs]
    if not pairs or len(set(lefts)) < len(pairs) or len(set(rights)) < len(pairs):
        return Renaming()
    names_a, names_b = _names(lefts), _names(rights)
    if any(names_b.neutral(name) != name for name in _accounts(a)):
        return Renaming()
    if any(names_a.neutral(name) != name for name in _accounts(b)):
        return Renaming()
    return Renaming(pairs, names_a, names_b)


def _names(names: list[str]) -> Names:
    """The longest name wins; accounts below a name count where it is no top-level account."""
    longest = sorted(names, key=lambda name: (-len(name), name))
    below = "|".join(re.escape(name) for name in longest if "." in name)
    alone = "|".join(re.escape(name) for name in longest if "." not in name)
    nothing = "(?!)"
    inner = rf"((?:[a-z0-9_-]+\.)*?)({below or nothing})|({alone or nothing})"
    return Names(tuple(names), re.compile(f"{_BEFORE}(?:{inner}){_AFTER}"))


def _accounts(graph: ReceiptGraph) -> set[str]:
    """The accounts that the receipts of a graph name."""
    transaction = graph.trace.transaction
    found = {transaction.signer_id, transaction.receiver_id}
    for node in graph.nodes:
        receipt = node.action_receipt
        if receipt is not None:
            found.update((receipt.predecessor_id, receipt.receiver_id))
        elif node.outcome is not None and node.outcome.executor_id is not None:
            found.add(node.outcome.executor_id)
    return found
