"""How much each account's balance changed because of this transaction, by the chain's own state changes.

    block h      alice.near  [other receipt: 7 N] [ours: 5 N] [ours: 6 N]     −2 + 1
    block h + 1  alice.near  [ours: 9 N]                                      +3, from the end of block h

A change says the balance after its cause; the difference to the one before is what the cause did.
"""

from __future__ import annotations

from collections.abc import Mapping

from xccviz.graph.types import ReceiptGraph
from xccviz.model.trace import StateChange

_Seen = dict[tuple[str, str], dict[str | None, list[StateChange]]]
"""(block, account) → endpoint → its changes there, in order."""


def balance_changes(graph: ReceiptGraph) -> Mapping[str, int]:
    """YoctoNEAR by which this transaction and its receipts changed each account's balance (staked NEAR included).

    Everything that the chain attributes to them counts: fees, deposits, refunds and the contract's share of the burnt
    gas (`action_receipt_gas_reward`). What others did in the same blocks does not, nor what a gas key holds. An account
    is left out where that can't be known: its block's changes were not fetched or lack a receipt that must be there,
    the balance before its first change is unknown, or the node may not track its shard. Nothing is said while a receipt
    or outcome is missing.
    """
    if not graph.trace.changes or any(item.kind in ("receipt", "outcome") for item in graph.missing):
        return {}
    before = _Before(graph, _changes(graph))
    ours = {node.id for node in graph.nodes}
    blocks: dict[str, dict[str | None, set[str]]] = {}
    for node in graph.nodes:
        if node.outcome is None or node.outcome.executor_id is None:
            continue
        # Whatever succeeds writes its account, if only anew; a failed receipt may leave no trace.
        traces = blocks.setdefault(node.outcome.executor_id, {}).setdefault(node.block_hash, set())
        if node.outcome.status.kind != "failure":
            traces.add(node.id)
    totals: dict[str, int] = {}
    for account, own in blocks.items():
        parts = [_in_block(block, account, traces, before, ours) for block, traces in own.items()]
        if None not in parts:
            totals[account] = sum(part for part in parts if part is not None)
    return totals


def _changes(graph: ReceiptGraph) -> _Seen:
    """What was answered about the balances of each account, the empty answers included."""
    seen: _Seen = {}
    for answer in graph.trace.changes:
        if answer.changes_type != "account_changes":
            continue
        listed: dict[str, list[StateChange]] = {account: [] for account in answer.accounts}
        for change in answer.changes:
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
                return _total_after(answers[-1])
            here = self._parents.get(here)
        return None

    def answers(self, block: str, account: str) -> list[StateChange] | None:
        """The changes of an account in a block; None where nobody who tracks it was asked."""
        for source, changes in self._seen.get((block, account), {}).items():
            if (source, account) in self.tracked:
                return changes
        return None


def _total_after(change: StateChange) -> int | None:
    """The balance after a change, staked NEAR included; 0 after a deletion, None for what is no balance."""
    if change.kind == "account_deletion":
        return 0
    return None if change.amount is None else change.amount + (change.locked or 0)


def _in_block(
    block: str | None, account: str, traces: set[str], before: _Before, ours: set[str]
) -> int | None:
    """What our causes changed in one block, in which those of `traces` must show."""
    changes = before.answers(block, account) if block is not None else None
    if block is None or changes is None or not traces <= {change.cause_id for change in changes}:
        return None
    total = 0
    for i, change in enumerate(changes):
        if change.cause_id not in ours:
            continue
        earlier = _total_after(changes[i - 1]) if i else before.at_start(block, account)
        now = _total_after(change)
        if earlier is None or now is None:
            return None
        total += now - earlier
    return total
