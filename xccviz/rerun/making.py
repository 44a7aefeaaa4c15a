"""The call that made another one, run again for the promises that led to it."""

from __future__ import annotations

from collections.abc import Callable

from xccviz.graph.types import Node, ReceiptGraph
from xccviz.model.raw import RawDocument
from xccviz.rerun.replaying import Replayer
from xccviz.rerun.types import Ran
from xccviz.values import frozen


@frozen
class Making:
    """The receipt `node` and what the one of its calls did that made the other; `equal`: as on the chain; `documents`:
    what was fetched for it."""

    node: Node
    ran: Ran
    equal: bool
    documents: tuple[RawDocument, ...] = ()


def maker_of(graph: ReceiptGraph, node: Node) -> Node | None:
    """The receipt whose call made this one; None where no call did."""
    parent = graph.by_id.get(node.parent or "")
    return parent if parent is not None and parent.ran_a_call else None


def making_of(made: str, replayer: Callable[[int | None], Replayer]) -> Making | None:
    """The call that made the receipt `made`; `replayer` is of its maker, given which of its calls (None: any). None
    where that can't be run, or does not make it here. Raises as `Replayer`."""
    replay = replayer(None).as_it_was()
    if replay.ran is None or replay.node is None:
        return None
    ids = [one.receipt_id for one in replay.ran.result.receipts]
    left = ids.index(made) if made in ids else -1
    for action, outcome in zip(replay.subject.calls, replay.ran.outcomes, strict=False):
        if 0 <= left < len(outcome.receipts):
            if action.index != replay.subject.action:
                replay = replayer(action.index).as_it_was()
            ran = replay.ran
            equal = replay.equal is True
            return None if ran is None else Making(replay.subject.node, ran, equal, replay.documents)
        left -= len(outcome.receipts)
    return None
