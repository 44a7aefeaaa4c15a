"""What keys do in a timeline: Return zooms to the selection, Space unfolds a stack, C shows or hides the critical
path."""

from __future__ import annotations

from xccviz.display.hosting import Wish
from xccviz.display.look import Look
from xccviz.document import Document
from xccviz.layout.timeline.build import PATH, option
from xccviz.layout.timeline.types import TimelineLayout


def act(document: Document, layout: TimelineLayout, look: Look, name: str) -> Wish | None:
    """What a key asks for; None for nothing."""
    if name == "C":
        return Wish("option", option(PATH, "off"))
    bar = layout.by_key.get(layout.box_of.get(look.selection or "", ""))
    if bar is None:
        return None
    if bar.unfolds and name in ("Space", "DoubleClick"):
        return Wish("toggle", bar.key)
    if name in ("Return", "DoubleClick"):
        return Wish("zoom", bar.key)
    return None
