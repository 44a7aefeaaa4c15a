"""Where the parts of a view are that "What am I looking at?" tells of: of each sort one that is in sight."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtWidgets import QWidget

from xccviz.display.lines import LINES
from xccviz.display.qt import bounds_of
from xccviz.display.qt_inks import painter_path
from xccviz.display.timeline.causes import CAUSE_LOOKS
from xccviz.display.types import NONE, Marker, Path, Primitive, Rect
from xccviz.gui.look.theme import worded
from xccviz.gui.panels.guide import GuidePart
from xccviz.gui.views.drawing import DrawingView
from xccviz.gui.views.paned import PanedView
from xccviz.gui.views.receipt_model import SIGN_ROLE
from xccviz.gui.views.replay import ReplayView
from xccviz.gui.views.tree import TreeView
from xccviz.words.guides import GUIDES, Said, line_said

MOST = 8
"""Parts that are told of at once: more could not be told apart."""
SEARCHED = 600
"""Owners in sight that are looked through."""
MENUS_PX = 170
"""Px of the menus at the right of the bar of the tree."""
STRETCH_PX = 26.0
"""How much is marked of a line."""


def guide_parts(id: str, view: QWidget) -> tuple[GuidePart, ...]:
    """The parts of a view that are in sight, in the order of `GUIDES`, then its lines."""
    if isinstance(view, DrawingView):
        return _sorted(id, view, _of_drawing(id, view))
    if isinstance(view, TreeView):
        return _sorted(id, view, _of_tree(view))
    assert isinstance(view, ReplayView)
    parts: dict[str, QWidget | None] = {
        "call": view.head.name,
        "compared": view.head.compared,
        "list": view.calls.list,
        "gas": view.calls.gas,
        "form": view.form,
        "found": view.found,
    }
    return widget_parts(id, view, {name: part for name, part in parts.items() if part is not None})


def widget_parts(id: str, page: QWidget, parts: Mapping[str, QWidget]) -> tuple[GuidePart, ...]:
    """The same of a page whose parts are widgets, by their names in `GUIDES`."""
    said = GUIDES[id]
    places = (
        (name, said[name], _on_screen(part, part.rect())) for name, part in parts.items() if part.isVisible()
    )
    return _sorted(id, page, places)


_Place = tuple[str, Said, QRect]


def _sorted(id: str, view: QWidget, places: Iterable[_Place]) -> tuple[GuidePart, ...]:
    found: dict[str, GuidePart] = {}
    for name, said, place in places:
        seen = place.intersected(_on_screen(view, view.rect()))
        if name not in found and seen.width() > 3 and seen.height() > 3:
            found[name] = GuidePart(said, seen)
    order = {name: number for number, name in enumerate(GUIDES[id])}
    return tuple(found[name] for name in sorted(found, key=lambda name: order.get(name, len(order))))[:MOST]


def _on_screen(widget: QWidget, area: QRect) -> QRect:
    return QRect(widget.mapToGlobal(area.topLeft()), area.size())


def _of_tree(view: TreeView) -> Iterator[_Place]:
    table, said = view.table, GUIDES["tree"]
    bar = view.findChild(QWidget, "treeBar")
    if bar is not None:
        wide = min(worded(MENUS_PX), bar.width())
        yield "bar", said["bar"], _on_screen(bar, QRect(bar.width() - wide, 0, wide, bar.height()))
    header = table.header()
    second = header.logicalIndex(1)
    column = QRect(header.sectionViewportPosition(second), 0, header.sectionSize(second), header.height())
    yield "header", said["header"], _on_screen(header, column)
    index, port = table.indexAt(QPoint(4, 4)), table.viewport().rect()
    while index.isValid() and (cell := table.visualRect(index)).top() <= port.bottom():
        shape, _ = view.model.data(index.siblingAtColumn(0), SIGN_ROLE) or ("none", "")
        name = "failed" if shape == "failed" else "row"
        yield name, said[name], _on_screen(table.viewport(), cell)
        if view.model.rowCount(index):
            step = table.indentation()
            yield "fold", said["fold"], _on_screen(table.viewport(), cell.translated(-step, 0).intersected(
                QRect(cell.x() - step, cell.y(), step, cell.height())))  # fmt: skip
        index = table.indexBelow(index)


# ------------------------------------------------------------------------------------------------------------ drawings


def _of_drawing(id: str, view: DrawingView) -> Iterator[_Place]:
    said, port = GUIDES[id], view.viewport()
    strips, scale = view.shown_strips, view.words
    top, left = round(strips.top * scale), round(strips.left * scale)
    for name, area in (
        ("top", QRect(left, 0, port.width() - left, top)),
        ("left", QRect(0, top, left, port.height() - top)),
        ("right", _right_of(view)),
    ):
        if name in said and not area.isEmpty():
            yield name, said[name], _on_screen(port, area)
    if isinstance(view, PanedView):
        for name, pane in (("below", view.sheet), ("foot", view.strip)):
            if pane.isVisible():
                yield name, said[name], _on_screen(pane, pane.rect())
    free = QRect(left, top, port.width() - left, port.height() - top)
    seen = view.mapToScene(free).boundingRect()
    for primitive in view.in_sight(seen, SEARCHED):
        name = _name_of(primitive)
        kind = name.removeprefix("line.")
        what = line_said(kind) if kind in LINES and kind != name else said.get(name)  # type: ignore[arg-type]  # a key of it
        if what is None:
            continue
        around = _marked(primitive, seen)
        if not around.isEmpty():
            yield name, what, _on_screen(port, view.mapFromScene(around).boundingRect())


def _right_of(view: DrawingView) -> QRect:
    strips, port = view.shown_strips, view.viewport()
    if not strips.reach:
        return QRect()
    x = round(strips.until * view.words)
    return QRect(x, 0, port.width() - x, port.height())


def _marked(primitive: Primitive, seen: QRectF) -> QRectF:
    """What of it is marked: of a line a piece that is in sight."""
    if not isinstance(primitive, Path):
        return bounds_of(primitive).intersected(seen)
    way = painter_path(primitive.segments)
    for share in (0.5, 0.7, 0.3, 0.85, 0.15):
        at = way.pointAtPercent(share)
        middle = QRectF(at.x() - STRETCH_PX / 2, at.y() - STRETCH_PX / 2, STRETCH_PX, STRETCH_PX)
        if seen.contains(middle):
            return middle
    return QRectF()


_SUFFIXES: Mapping[str, str] = {
    "card": "card", "face": "face", "wait": "wait", "slot0": "slot", "path": "path", "burnt": "burnt",
    "passed": "passed", "back": "back",
}  # fmt: skip
"""Ends of keys of rectangles, and the parts that these are."""
_LINE_OF = {(row.role, row.dash, row.open_head): kind for kind, row in LINES.items()}


def _name_of(primitive: Primitive) -> str:
    """The part that something in the scene is; "" for none."""
    if isinstance(primitive, Marker):
        return "failed" if primitive.shape == "failed" and primitive.owner is not None else ""
    if isinstance(primitive, Path):
        return _line_name(primitive)
    if not isinstance(primitive, Rect) or (
        primitive.fill == NONE == primitive.stroke and primitive.ink == NONE
    ):
        return ""
    last = primitive.key.rsplit("/", 1)[-1]
    if primitive.owner == "refunds" and last == "card":
        return "refunds"
    if primitive.pattern is not None and "/wait" in primitive.key:
        causes = (cause for cause, look in CAUSE_LOOKS.items() if look.pattern == primitive.pattern)
        return f"wait.{next(causes, '')}"
    return _SUFFIXES.get(last, "")


def _line_name(line: Path) -> str:
    if line.layer != "edge" or not line.key.startswith("edge:") or line.key.endswith("/head"):
        return ""
    kind = _LINE_OF.get((line.stroke, line.dash, False))
    return f"line.{kind}" if kind is not None else ""
