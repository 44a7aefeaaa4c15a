"""Every drawing there is, also one that is added tomorrow: every sample, at every few steps, in both themes, painted
by both painters."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from functools import cache

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


@cache
def document(name: str) -> Document:
    return build_document(read_sample(name))


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


@cache
def laid_out(drawing: str, name: str) -> Layout:
    layout: Layout = row(drawing).lay_out(document(name).analysis, LayoutOptions())
    return layout


@cache
def drawn(drawing: str, name: str) -> tuple[DisplayList, ...]:
    """A sample in all its looks."""
    opened = document(name)
    return tuple(row(drawing).draw(opened, laid_out(drawing, name), look) for look in looks(opened))


@pytest.mark.parametrize("drawing", ids)
def test_a_layout_has_a_place_for_every_node_within_its_size(drawing: str) -> None:
    for name in names:
        opened = document(name)
        for options in (LayoutOptions(), LayoutOptions(frozenset({REFUNDS_KEY})), LayoutOptions(budget=3)):
            layout: Layout = row(drawing).lay_out(opened.analysis, options)
            assert layout == row(drawing).lay_out(opened.analysis, options), name
            assert set(layout.box_of) == set(opened.graph.by_id), name
            assert set(layout.box_of.values()) <= set(layout.by_key), name
            shown = {node for place in layout.by_key.values() for node in place.nodes}
            assert shown <= set(opened.graph.by_id), name
            for key, place in layout.by_key.items():
                assert place.key == key, name
                b = place.bounds
                assert 0 <= b.x <= b.right <= layout.width + 0.01, (name, key)
                assert 0 <= b.y <= b.bottom <= layout.height + 0.01, (name, key)


@pytest.mark.parametrize("drawing", ids)
def test_it_is_drawn_at_every_few_steps_at_the_same_places(drawing: str) -> None:
    for name in names:
        layout, lists = laid_out(drawing, name), drawn(drawing, name)
        keys = [p.key for p in lists[0].primitives]
        assert len(set(keys)) == len(keys), name
        owners = {p.owner for p in lists[0].primitives}
        assert set(layout.by_key) <= owners, name
        first = places(lists[0])
        for each in lists:
            assert places(each) == first, name
            assert (each.width, each.height) == (layout.width, layout.height), name
            assert each.title, name
            assert {p.layer for p in each.primitives} <= set(LAYERS), name


@pytest.mark.parametrize("drawing", ids)
def test_both_painters_take_every_primitive(qapp: object, drawing: str) -> None:
    """In all looks; in themes but the first every third sample, in two of them."""
    from tests.display.pictures import picture

    for theme in theme_names():
        colours = load_theme(theme)
        first = theme == theme_names()[0]
        corners = (colours.roles["bg"].lower(), colours.roles["panel"].lower())
        for name in names if first else names[::3]:
            lists = drawn(drawing, name)
            for each in lists if first else (lists[len(lists) // 2], lists[-1]):
                assert all(
                    isinstance(p, Rect | Path | Text | Marker | DotField | Verticals) for p in each.primitives
                )
                words = {
                    p.text for p in each.primitives if isinstance(p, Text) and p.text and p.role != "none"
                }
                svg = ET.fromstring(to_svg(each, colours))
                told = {text.text for text in svg.iter("{http://www.w3.org/2000/svg}text")}
                assert words == told, (name, theme)
                image = picture(each, theme)
                corner = image.pixelColor(image.width() - 2, image.height() - 2)
                assert corner.name() in corners, (name, theme)


@pytest.mark.parametrize("drawing", ids)
def test_arrows_lead_from_place_to_place(drawing: str) -> None:
    for name in names:
        layout = laid_out(drawing, name)
        start = row(drawing).walk(layout, None, "effect")
        assert start is not None, name
        reached, queue = {start.key}, [start.key]
        for key in queue:
            assert key in {place.key for place in row(drawing).near(layout, key)}, name
            for way in ("cause", "effect", "left", "right"):
                step = row(drawing).walk(layout, key, way)
                if step is not None and step.key not in reached:
                    reached.add(step.key)
                    queue.append(step.key)
        assert reached == set(layout.by_key), name
