"""How much each account's balance changed because of this transaction, by the chain's own state changes.

    block h      alice.near  [other receipt: 7 N] [ours: 5 N] [ours: 6 N]     −2 + 1
    block h + 1  alice.near  [ours: 9 N]                                      +3, from the end of block h

A change says the balance after its cause; the difference to the one before is what the cause did.
"""

from __future__ import annotations

from collections.abc import Mapping

from xccviz.graph.types import Node, ReceiptGraph
from xccviz.model.trace import StateChange

_Seen = dict[tuple[str, str], dict[str | None, list[StateChange]]]
"""(block, account) → endpoint → its changes there, in order."""


def balance_changes(graph: ReceiptGraph) -> Mapping[str, int]:
    """YoctoNEAR by which this transaction and its receipts changed each account's balance (staked NEAR included).

    Everything that the chain attributes to them counts: fees, deposits, refunds and the contract's share of the burnt
    gas (`action_receipt_gas_reward`). What others did in the same blocks does not, nor what a gas key holds. An account
    is left out where that can't be known: a receipt for it has not executed or its block's changes were not fetched,
    the balance before its first change is unknown, or the node may not track its shard.
    """
    if not graph.trace.changes:
        return {}
    seen = _changes(graph)
    before = _Before(graph, seen)
    ours = {node.id for node in graph.nodes}
    blocks: dict[str, set[str] | None] = {}
    for node in graph.nodes:
        account = _executor(node)
        if account is None:
            continue
        known = blocks.setdefault(account, set())
        if node.block_hash is None:
            blocks[account] = None
        elif known is not None:
            known.add(node.block_hash)
    if any(item.kind in ("receipt", "outcome") and _place(graph, item.id) is None for item in graph.missing):
        return {}
    totals: dict[str, int] = {}
    for account, own in blocks.items():
        parts = None if own is None else [_in_block(block, account, seen, before, ours) for block in own]
        if parts is not None and None not in parts:
            totals[account] = sum(part for part in parts if part is not None)
    return totals


def _place(graph: ReceiptGraph, node_id: str) -> str | None:
    node = graph.by_id.get(node_id)
    return _executor(node) if node is not None else None


def _executor(node: Node) -> str | None:
    """Whose state the node changes; a data receipt and a distribution change no balance (protocol.md R1.4)."""
    if node.kind not in ("transaction", "action_receipt", "unknown"):
        return None
    if node.outcome is not None and node.outcome.executor_id is not None:
        return node.outcome.executor_id
    return node.receipt.receiver_id if node.receipt is not None else None


def _changes(graph: ReceiptGraph) -> _Seen:
    """What was answered about the balances of each account, the empty answers included."""
    seen: _Seen = {}
    for answer in graph.trace.changes:
        if answer.changes_type != "account_changes":
            continue
        listed: dict[str, list[StateChange]] = {account: [] for account in answer.accounts}
        for change in answer.changes:
            if change.account_id is not None:
                listed[change.account_id].append(change)
        for account, changes in listed.items():
            seen.setdefault((answer.block_hash, account), {}).setdefault(answer.source, changes)
    return seen


class _Before:
    """Balances at the end of blocks: fetched, or followed from block to block through answered changes."""

    def __init__(self, graph: ReceiptGraph, seen: _Seen) -> None:
        self._seen = seen
        self._parents = {block.hash: block.prev_hash for block in graph.trace.blocks.values()}
        self._known = {(item.block_hash, item.account_id): item for item in graph.trace.balances}
        # A node that does not track a shard answers as if nothing had changed there (protocol.md §1.2).
        self.tracked = {(item.source, item.account_id) for item in graph.trace.balances}
        self.tracked |= {
            (source, account)
            for (_, account), by_source in seen.items()
            for source, changes in by_source.items()
            if changes
        }

    def at_start(self, block: str, account: str) -> int | None:
        """The balance before `block`, None where it can't be told."""
        here = self._parents.get(block)
        visited: set[str] = set()
        while here is not None and here not in visited:
            visited.add(here)
            known = self._known.get((here, account))
            if known is not None:
                return known.total
            answers = self.answers(here, account)
            if answers is None:
                return None
            if answers:
                return total_after(answers[-1])
            here = self._parents.get(here)
        return None

    def answers(self, block: str, account: str) -> list[StateChange] | None:
        """The changes of an account in a block; None where nobody who tracks it was asked."""
        for source, changes in self._seen.get((block, account), {}).items():
            if (source, account) in self.tracked:
                return changes
        return None


def total_after(change: StateChange) -> int | None:
    """The balance after a change, staked NEAR included; 0 after a deletion, None for what is no balance."""
    if change.kind == "account_deletion":
        return 0
    return None if change.amount is None else change.amount + (change.locked or 0)


def _in_block(block: str, account: str, seen: _Seen, before: _Before, ours: set[str]) -> int | None:
    """What our causes changed in one block."""
    changes = before.answers(block, account)
    if changes is None:
        return None
    total = 0
    for i, change in enumerate(changes):
        if change.cause_id not in ours:
            continue
        earlier = total_after(changes[i - 1]) if i else before.at_start(block, account)
        now = total_after(change)
        if earlier is None or now is None:
            return None
        total += now - earlier
    return total
