"""What keys and double clicks do in a gas view: zoom in and out, what is measured, copy a row."""

from __future__ import annotations

from xccviz.analysis.gas.flow import MEASURES
from xccviz.display.hosting import Wish
from xccviz.display.look import Look
from xccviz.document import Document
from xccviz.layout.icicle.types import DRAWING, PATH_KEY, Cell, IcicleLayout
from xccviz.layout.types import option_key
from xccviz.words import gas_view as say
from xccviz.words.gas import LEDGER
from xccviz.words.names import spoken_name


def act(document: Document, layout: IcicleLayout, look: Look, name: str) -> Wish | None:
    """What a key asks for; None for nothing."""
    if name in ("1", "2", "3"):
        measure = MEASURES[int(name) - 1]
        return Wish("option", option_key(DRAWING, "measure", measure)) if measure != layout.measure else None
    if name == "Backspace":
        return zoom_out(layout)
    cell = layout.by_key.get(layout.box_of.get(look.selection or "", ""))
    if cell is None or cell.key == PATH_KEY:
        return None
    if name in ("Return", "DoubleClick"):
        return zoom_in(layout, cell)
    return Wish("copy", row_of(document, cell)) if name == "Copy" else None


def zoom_in(layout: IcicleLayout, cell: Cell) -> Wish | None:
    """Zoom to a cell, where that shows more of it than is seen."""
    whole = cell.gas == layout.total and cell.kind == "node"
    if cell.key == layout.zoom or cell.kind in ("refund", "apart") or (whole and cell.row == 0):
        return None
    return Wish("option", option_key(DRAWING, "zoom", cell.key))


def zoom_out(layout: IcicleLayout) -> Wish | None:
    """One step of the path back."""
    if len(layout.path) < 2:
        return None
    before = layout.path[-2].key
    # An option that is taken again is given up.
    return Wish("option", option_key(DRAWING, "zoom", before or layout.zoom))


def row_of(document: Document, cell: Cell) -> str:
    """A cell as a line of text, exact."""
    if cell.kind != "node":
        title, account = cell.name, cell.account
        parts = (
            (LEDGER["burnt"], cell.burnt),
            (LEDGER["forwarded"], cell.passed),
            (LEDGER["unspent"], cell.back),
        )
        return say.row_words(f"{title} {account}".strip(), parts)
    gas = document.analysis.facts[cell.nodes[0]].gas
    members = (
        (LEDGER["attached"], gas.attached),
        (LEDGER["prepaid"], gas.prepaid),
        (LEDGER["burnt"], gas.burnt),
        (LEDGER["forwarded"], gas.forwarded),
        (LEDGER["unspent"], gas.unspent),
    )
    return say.row_words(spoken_name(document.graph.by_id[cell.nodes[0]], ended=False), members)
