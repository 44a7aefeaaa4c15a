"""What a file could not show whole, and what it folded instead."""

from __future__ import annotations

from xccviz.catalogue import tr, trn


def folded_words(folded: int, count: int, boxes: int) -> str:
    """How much stands folded: `4,960 of 5,103 receipts are folded into 12 boxes`."""
    return trn(
        "{folded} of {all} receipts are folded into {count} box",
        "{folded} of {all} receipts are folded into {count} boxes",
        boxes,
        folded=f"{folded:,}",
        all=f"{count:,}",
    )


def limit_words(edges: int, characters: int) -> str:
    """Why: what Mermaid draws at most."""
    return tr(
        "Mermaid draws {edges} lines and {characters} characters at most",
        edges=f"{edges:,}",
        characters=f"{characters:,}",
    )
