"""What keys do in a sequence: Return follows a message, Space folds and unfolds."""

from __future__ import annotations

from xccviz.display.hosting import Wish
from xccviz.display.look import Look
from xccviz.document import Document
from xccviz.layout.sequence.types import SequenceLayout
from xccviz.layout.sequence.walk import follow


def act(document: Document, layout: SequenceLayout, look: Look, name: str) -> Wish | None:
    """What a key asks for while something is selected; None for nothing."""
    bar = layout.by_key.get(layout.box_of.get(look.selection or "", ""))
    if bar is None:
        return None
    if name == "Return":
        walk = follow(layout, bar.key)
        nodes = layout.by_key[walk.key].nodes if walk is not None else ()
        return Wish("select", nodes[0]) if nodes else None
    if name == "Space":
        key = bar.key if bar.unfolds else layout.lifelines[bar.column].key
        return Wish("toggle", key) if key else None
    return None
