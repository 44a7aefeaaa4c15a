"""What a file could not show whole, and what it folded instead."""

from __future__ import annotations

from collections.abc import Collection

from xccviz.analysis.time.extent import extent_of_nodes
from xccviz.catalogue import numeral, tr, trn
from xccviz.graph.types import Node
from xccviz.words.extent import counted_words
from xccviz.words.sentences import all_of


def folded_words(folded: Collection[Node], boxes: int) -> str:
    """What stands folded: `folded into 12 boxes: 4,000 receipts and 960 gas refunds`."""
    what = all_of(counted_words(extent_of_nodes(folded)))
    return trn("folded into {count} box: {what}", "folded into {count} boxes: {what}", boxes, what=what)


def limit_words(characters: int, edges: int | None = None) -> str:
    """Why: what Mermaid draws at most; of some diagrams it counts the lines between boxes, too."""
    if edges is None:
        return tr("Mermaid draws {characters} characters at most", characters=numeral(characters))
    return tr(
        "Mermaid draws {edges} lines and {characters} characters at most",
        edges=numeral(edges),
        characters=numeral(characters),
    )


def left_out_words(count: int) -> str:
    """What is not drawn, where it would stand."""
    return trn("{count} message left out", "{count} messages left out", count)


def more_accounts(count: int) -> str:
    """What shares a lifeline."""
    return trn("{count} more account", "{count} more accounts", count)
