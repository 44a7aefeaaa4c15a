"""What others did to an account while a callback on it waited, as far as fetched state changes tell.

block 10  app.near.run       makes the call
block 11                     app.near's data changed by a receipt that is not of this transaction
block 12  app.near.callback  reads what is true now, not what was true in block 10
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from xccviz.graph.types import Node, ReceiptGraph
from xccviz.model.trace import BlockChanges, StateChange
from xccviz.values import frozen

Known = Literal["nothing", "changed", "not_fetched", "not_known"]
KEYS_SHOWN = 5
KINDS: Mapping[str, str] = {"data": "data_changes", "balance": "account_changes"}
"""What is watched, and what a node is asked for."""


@frozen
class Watched:
    """What is known of one kind of changes: `nothing` by others, or `changed` so many times, in these `blocks`;
    `not_fetched`: of some block; `not_known`: the answers do not prove it."""

    known: Known
    changes: int = 0
    blocks: tuple[int, ...] = ()
    keys: tuple[str, ...] = ()


@frozen
class Meanwhile:
    """Of one callback: the account it runs on, the blocks strictly between call and callback (`first` to `last`, None
    where there is none or no height is known), and what others changed in them. `balance_change`: by how many yoctoNEAR
    in all, None where that can't be told. Where no block lies between, nothing is known of others: they may have run in
    the blocks of call and callback themselves."""

    account: str
    known: bool
    first: int | None = None
    last: int | None = None
    data: Watched = Watched("not_known")
    balance: Watched = Watched("not_known")
    balance_change: int | None = None


def meanwhile_of(graph: ReceiptGraph, node: Node, now: int | None = None) -> Meanwhile | None:
    """What others did to the account that a callback runs on, between the block of its call and its own; `now`: only
    up to this block, before it has run. None for what waits for nothing. Within one block the order is not told, so
    the blocks of call and callback themselves are left out."""
    receipt = node.action_receipt
    if receipt is None or not graph.slots.get(node.id):
        return None
    account, begin = receipt.receiver_id, node.created_height
    end = node.height if now is None else now + 1
    if begin is None or end is None:
        return Meanwhile(account, known=False)
    if end - begin < 2:
        return Meanwhile(account, known=True)
    first, last = begin + 1, end - 1
    if any(item.kind in ("receipt", "outcome") for item in graph.missing):
        return Meanwhile(account, True, first, last)  # a receipt that is not visible here may be one of ours
    data, _ = _watched(graph, account, KINDS["data"], first, last)
    balance, changes = _watched(graph, account, KINDS["balance"], first, last)
    moved = _moved(graph, account, begin, last) if balance.known == "changed" and changes else None
    return Meanwhile(account, True, first, last, data, balance, moved)


def _answers(graph: ReceiptGraph, account: str, kind: str) -> Iterator[tuple[int, BlockChanges]]:
    """The answers about an account, with the heights they are for, ascending."""
    heights = {block.hash: block.height for block in graph.trace.blocks.values()}
    found = [
        (height, answer)
        for answer in graph.trace.changes
        if answer.changes_type == kind and account in answer.accounts
        and (height := heights.get(answer.block_hash, answer.height)) is not None
    ]  # fmt: skip
    return iter(sorted(found, key=lambda each: each[0]))


def _watched(
    graph: ReceiptGraph, account: str, kind: str, first: int, last: int
) -> tuple[Watched, tuple[StateChange, ...]]:
    answers = list(_answers(graph, account, kind))
    # A node that does not track the shard answers with no changes: only one that ever told of the account is believed.
    tells = {each.source for _, each in answers if any(c.account_id == account for c in each.changes)}
    inside = [(height, each) for height, each in answers if first <= height <= last]
    there = {height for height, _ in inside}
    # Counted, not gone through: a document may name any heights, and there are only as many answers as it holds.
    if len(there) != last - first + 1:
        return Watched("not_fetched"), ()
    found = {
        (height, change.cause_id, change.key): change
        for height, each in inside
        for change in each.changes
        if change.account_id == account and change.cause_id is not None and change.cause_id not in graph.by_id
    }
    if found:
        blocks = tuple(dict.fromkeys(height for height, _, _ in found))
        keys = tuple(dict.fromkeys(key for _, _, key in found if key is not None))[:KEYS_SHOWN]
        return Watched("changed", len(found), blocks, keys), tuple(found.values())
    proven = {height for height, each in inside if each.source in tells}
    return Watched("nothing" if proven == there else "not_known"), ()


def _moved(graph: ReceiptGraph, account: str, begin: int, last: int) -> int | None:
    """YoctoNEAR by which others changed the balance after block `begin` up to `last`; None where what it was before is
    not in the answers."""
    before: int | None = None
    total = 0
    for height, answer in _answers(graph, account, KINDS["balance"]):
        for change in answer.changes if begin <= height <= last else ():
            if change.account_id != account or change.amount is None:
                continue
            now = change.amount + (change.locked or 0)
            if change.cause_id is not None and change.cause_id not in graph.by_id and height > begin:
                if before is None:
                    return None
                total += now - before
            before = now
    return total
