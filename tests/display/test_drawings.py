"""Every drawing there is, also one that is added tomorrow: every sample, at every few steps, in both themes, painted
by both painters."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest

from xccviz.display.drawings import DRAWINGS, Drawing, find_drawing
from xccviz.display.look import Emphasis, Look
from xccviz.display.svg import to_svg
from xccviz.display.themes import load_theme
from xccviz.display.types import LAYERS, DisplayList, DotField, Marker, Path, Primitive, Rect, Text, Verticals
from xccviz.document import Document, build_document
from xccviz.layout.types import REFUNDS_KEY, Layout, LayoutOptions
from xccviz.replay import moment_at
from xccviz.settings.themes import theme_names
from xccviz.sources.files.sample import list_samples, read_sample

STEPS = 4
"""Moments of each sample, from the first to the end."""
ids = [drawing.id for drawing in DRAWINGS]
names = [sample.name for sample in list_samples()]


@pytest.fixture(scope="module")
def document() -> Callable[[str], Document]:
    built: dict[str, Document] = {}

    def of(name: str) -> Document:
        if name not in built:
            built[name] = build_document(read_sample(name))
        return built[name]

    return of


def row(name: str) -> Drawing:
    drawing = find_drawing(name)
    assert drawing is not None
    return drawing


def looks(document: Document) -> list[Look]:
    """The end and moments before it, with something selected and something that stands out."""
    nodes = [node.id for node in document.graph.nodes]
    emphasis = Emphasis(frozenset(nodes[::3]), frozenset(nodes[1:2]), frozenset(nodes[:2]))
    last = len(document.timeline)
    steps = sorted({round(last * n / STEPS) for n in range(STEPS + 1)})
    made = [Look(moment_at(document.analysis, document.timeline, step), nodes[-1]) for step in steps]
    return [Look(), *made, Look(selection=nodes[0], emphasis=emphasis)]


def places(drawn: DisplayList) -> list[tuple[object, ...]]:
    """Where all stands; but of the lines in a foot, which tell as far as they have come."""
    return [(p.key, p.owner, p.layer, where(p)) for p in drawn.primitives]


def where(p: Primitive) -> object:
    if isinstance(p, Path):
        return p.segments if p.layer != "foot" else ()
    if isinstance(p, Verticals):
        return p.xs, p.top, p.bottom
    return p.x, p.y


def test_ids_and_titles_are_unique_and_ids_fit_a_command_line() -> None:
    assert len({drawing.id for drawing in DRAWINGS}) == len({d.title for d in DRAWINGS}) == len(DRAWINGS)
    assert all(name.isascii() and name.isalpha() and name.islower() for name in ids)
    assert find_drawing("no such drawing") is None


@pytest.mark.parametrize("name", names)
@pytest.mark.parametrize("drawing", ids)
def test_a_layout_has_a_place_for_every_node_within_its_size(
    drawing: str, name: str, document: Callable[[str], Document]
) -> None:
    opened = document(name)
    for options in (LayoutOptions(), LayoutOptions(frozenset({REFUNDS_KEY})), LayoutOptions(budget=3)):
        layout: Layout = row(drawing).lay_out(opened.analysis, options)
        assert layout == row(drawing).lay_out(opened.analysis, options)
        assert set(layout.box_of) == set(opened.graph.by_id)
        assert set(layout.box_of.values()) <= set(layout.by_key)
        shown = {node for place in layout.by_key.values() for node in place.nodes}
        assert shown <= set(opened.graph.by_id)
        for key, place in layout.by_key.items():
            assert place.key == key
            b = place.bounds
            assert 0 <= b.x <= b.right <= layout.width + 0.01
            assert 0 <= b.y <= b.bottom <= layout.height + 0.01


@pytest.mark.parametrize("name", names)
@pytest.mark.parametrize("drawing", ids)
def test_it_is_drawn_at_every_few_steps_at_the_same_places(
    drawing: str, name: str, document: Callable[[str], Document]
) -> None:
    opened = document(name)
    layout = row(drawing).lay_out(opened.analysis, LayoutOptions())
    lists = [row(drawing).draw(opened, layout, look) for look in looks(opened)]
    keys = [p.key for p in lists[0].primitives]
    assert len(set(keys)) == len(keys)
    owners = {p.owner for p in lists[0].primitives}
    assert set(layout.by_key) <= owners
    for drawn in lists:
        assert places(drawn) == places(lists[0])
        assert (drawn.width, drawn.height) == (layout.width, layout.height)
        assert drawn.title
        order = [p.layer for p in drawn.primitives]
        assert set(order) <= set(LAYERS)


@pytest.mark.parametrize("theme", theme_names())
@pytest.mark.parametrize("name", names)
@pytest.mark.parametrize("drawing", ids)
def test_both_painters_take_every_primitive(
    qapp: object, drawing: str, name: str, theme: str, document: Callable[[str], Document]
) -> None:
    from tests.display.pictures import picture

    opened = document(name)
    layout = row(drawing).lay_out(opened.analysis, LayoutOptions())
    colours = load_theme(theme)
    all_looks = looks(opened)
    for look in all_looks if theme == theme_names()[0] else (all_looks[len(all_looks) // 2], all_looks[-1]):
        drawn = row(drawing).draw(opened, layout, look)
        assert all(
            isinstance(p, Rect | Path | Text | Marker | DotField | Verticals) for p in drawn.primitives
        )
        words = {p.text for p in drawn.primitives if isinstance(p, Text) and p.text and p.role != "none"}
        svg = ET.fromstring(to_svg(drawn, colours))
        assert words == {text.text for text in svg.iter("{http://www.w3.org/2000/svg}text")}
        image = picture(drawn, theme)
        corner = image.pixelColor(image.width() - 2, image.height() - 2)
        assert corner.name() in (colours.roles["bg"].lower(), colours.roles["panel"].lower())


@pytest.mark.parametrize("name", names)
@pytest.mark.parametrize("drawing", ids)
def test_arrows_lead_from_place_to_place(
    drawing: str, name: str, document: Callable[[str], Document]
) -> None:
    layout = row(drawing).lay_out(document(name).analysis, LayoutOptions())
    start = row(drawing).walk(layout, None, "effect")
    assert start is not None
    reached, queue = {start.key}, [start.key]
    for key in queue:
        assert key in {place.key for place in row(drawing).near(layout, key)}
        for way in ("cause", "effect", "left", "right"):
            step = row(drawing).walk(layout, key, way)
            if step is not None and step.key not in reached:
                reached.add(step.key)
                queue.append(step.key)
    assert reached == set(layout.by_key)
