"""Where a receipt ran."""

from __future__ import annotations

from xccviz.analysis.types import NodeFacts
from xccviz.catalogue import numeral, tr
from xccviz.graph.types import Node
from xccviz.words.waits import waited_words


def height_words(height: int | None) -> str:
    """`block 523`, "" where it is not known."""
    return tr("block {height}", height=numeral(height)) if height is not None else ""


def block_words(node: Node) -> str:
    """The block in which it ran: `block 523`."""
    return height_words(node.height)


def place_words(node: Node, facts: NodeFacts) -> str:
    """The same with what it waited for: `block 523 · waited 2 blocks for data`."""
    return " · ".join(part for part in (block_words(node), waited_words(facts)) if part)


def beyond_sign(side: str, count: int) -> str:
    """How many lie out of sight on a side, with an arrow there: `5 more →`."""
    more = tr("{count} more", count=numeral(count))
    return f"← {more}" if side == "left" else f"{more} {_ARROWS[side]}"


_ARROWS = {"right": "→", "up": "↑", "down": "↓"}


def beyond_words(side: str, count: int) -> str:
    """The same for those who hear it."""
    sides = {"left": tr("left"), "right": tr("right"), "up": tr("above"), "down": tr("below")}
    return tr("{count} more {side}", count=numeral(count), side=sides[side])


def rebuilt_words(node: Node) -> str:
    """Why a receipt stands here that no document has: nodes leave out a local one only (protocol.md R1.3)."""
    if "local" in node.roles:
        return tr("Rebuilt from the transaction: nodes leave this receipt out.")
    return tr("Rebuilt from the transaction: no document at hand has the receipt itself.")
