"""What a file could not show whole, and what it folded instead."""

from __future__ import annotations

from xccviz.catalogue import numeral, tr, trn


def folded_words(folded: int, count: int, boxes: int) -> str:
    """How much stands folded: `4,960 of 5,103 receipts are folded into 12 boxes`."""
    return trn(
        "{folded} of {all} receipts are folded into {count} box",
        "{folded} of {all} receipts are folded into {count} boxes",
        boxes,
        folded=numeral(folded),
        all=numeral(count),
    )


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
