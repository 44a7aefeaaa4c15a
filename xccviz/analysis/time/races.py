"""What others did to a contract's state while it waited for a callback: only where state changes were fetched.

block 10  app.near.run       makes the call
block 11                     app.near's data changed by a receipt that is not of this transaction
block 12  app.near.callback  runs on state that it may not expect
"""

from __future__ import annotations

from collections.abc import Iterable

from xccviz.analysis.results.outcomes import main_call
from xccviz.analysis.types import Finding
from xccviz.graph.types import Node, ReceiptGraph
from xccviz.model.trace import StateChange
from xccviz.values import frozen

_KEYS_SHOWN = 5


@frozen
class _Race:
    callback: Node
    by_block: tuple[tuple[int, tuple[StateChange, ...]], ...]


def race_findings(graph: ReceiptGraph) -> list[Finding]:
    """`race_window`: one a callback's `contract.method`, where its own account's data was changed by receipts of other
    transactions, in the blocks strictly between the call and the callback (within one block the order is not told)."""
    if any(item.kind in ("receipt", "outcome") for item in graph.missing):
        return []  # a receipt that is not visible here may be one of ours
    foreign = _foreign_changes(graph)
    groups: dict[str, list[_Race]] = {}
    for node in graph.nodes if foreign else ():
        if "self_callback" not in node.roles or node.receipt is None:
            continue
        if node.created_height is None or node.height is None:
            continue
        between = sorted(
            (height, tuple(changes))
            for (account, height), changes in foreign.items()
            if account == node.receipt.receiver_id and node.created_height < height < node.height
        )
        if between:
            groups.setdefault(main_call(graph, node), []).append(_Race(node, tuple(between)))
    return [_finding(races) for races in groups.values()]


def _finding(races: list[_Race]) -> Finding:
    first = races[0]
    changes = [change for _, found in first.by_block for change in found]
    account = first.callback.receipt.receiver_id if first.callback.receipt is not None else None
    return Finding(
        "race_window",
        "info",
        tuple(race.callback.id for race in races),
        {
            "count": len(races),
            "account": account,
            "changes": len(changes),
            "blocks": [height for height, _ in first.by_block],
            "keys": list(_keys(changes)),
        },
    )


def _keys(changes: Iterable[StateChange]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(change.key for change in changes if change.key is not None))[:_KEYS_SHOWN]


def _foreign_changes(graph: ReceiptGraph) -> dict[tuple[str, int], list[StateChange]]:
    """Data changes by receipts of other transactions: (account, block height) → changes."""
    heights = {block.hash: block.height for block in graph.trace.blocks.values()}
    found: dict[tuple[str, int], list[StateChange]] = {}
    seen: set[tuple[str, int]] = set()
    for answer in graph.trace.changes:
        height = heights.get(answer.block_hash, answer.height)
        if answer.changes_type != "data_changes" or height is None:
            continue
        fresh = {account for account in answer.accounts if (account, height) not in seen}
        for change in answer.changes:
            if (
                change.account_id in fresh
                and change.cause_id is not None
                and change.cause_id not in graph.by_id
            ):
                found.setdefault((change.account_id, height), []).append(change)
        seen |= {(account, height) for account in fresh}
    return found
