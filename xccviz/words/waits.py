"""Waiting: for what, how long, and why a receipt lay there longer than it had to."""

from __future__ import annotations

from collections.abc import Mapping

from xccviz.analysis.types import NodeFacts
from xccviz.catalogue import tr, trn

REASONS: Mapping[str, str] = {
    "data": tr("for data"),
    "yield": tr("to be resumed"),
    "delayed": tr("in its receiver's queue"),
    "buffered": tr("held back on its sender's shard"),
}
"""Why, where it is certain (protocol.md §2.11)."""
WAITS_FOR_RESUME = tr("waits for a resume or a time-out")


def blocks(count: int) -> str:
    """`1 block`, `2 blocks`."""
    return trn("{count} block", "{count} blocks", count)


def waited_words(facts: NodeFacts) -> str:
    """`waited 2 blocks for data`; "" for what did not wait, or where heights are not known."""
    if not facts.waited_blocks:
        return ""
    reason = REASONS.get(facts.wait_reason or "", "")
    return tr("waited {blocks} {reason}", blocks=blocks(facts.waited_blocks), reason=reason).rstrip()
