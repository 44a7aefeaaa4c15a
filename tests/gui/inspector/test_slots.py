"""The slot table says exactly what each callback received, for every node of every sample; drawing keeps its items."""

# covers: xccviz/gui/inspector/received.py, xccviz/gui/inspector/slot_value.py, xccviz/model/text.py

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QTableWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import OpenWindow
from tests.gui.looks import settle
from tests.reference.recorded import HERE
from xccviz.decode.values import decode_text
from xccviz.display.drawings import DRAWINGS
from xccviz.display.graph.draw import draw
from xccviz.display.look import Look
from xccviz.display.themes import load_theme
from xccviz.document import Document, build_document
from xccviz.gui.inspector.panel import Inspector
from xccviz.gui.inspector.slots import slot_cells
from xccviz.gui.inspector.value_view import ValueView
from xccviz.gui.state.store import AppState
from xccviz.gui.state.tabs import open_tab, stepped
from xccviz.gui.views.drawing import DrawingView
from xccviz.layout.layered.build import build_layout
from xccviz.model.text import visible_text
from xccviz.replay import moment_at
from xccviz.replay.cursor import at
from xccviz.replay.types import Moment
from xccviz.sources.files.read import open_text
from xccviz.sources.files.sample import list_samples
from xccviz.tables.slots import slots_of
from xccviz.values import replace

NAMES = [sample.name for sample in list_samples()]


@pytest.mark.parametrize("name", NAMES)
def test_the_slot_table_equals_the_facts(
    qtbot: QtBot, documents: Callable[..., Document], state_of: Callable[..., AppState], name: str
) -> None:
    panel = Inspector()
    qtbot.addWidget(panel)
    panel.resize(360, 700)
    panel.show()
    document = documents(name)
    for node in document.graph.nodes:
        panel.show_state(None, state_of(name, select=node.id))
        table = panel.findChild(QTableWidget, "promiseResults")
        results = document.analysis.facts[node.id].promise_results
        assert table.isVisible() == bool(results)
        assert not results or table.rowCount() == len(results)
        for i, result in enumerate(results):
            assert table.item(i, 0).text() == str(result.slot)
            told = table.item(i, 2).text()
            if (
                result.result == "success"
                and result.value is not None
                and result.value.kind in ("json", "utf8")
            ):
                assert told == visible_text(result.value.text, 500, keep="\n")
            elif result.result == "failed":
                assert told.startswith("Failed")
            elif result.result in ("pending", "unknown"):
                assert told in ("awaited", "not known", "in flight")


@pytest.mark.parametrize("name", ["join-of-joins", "forwarded-3-ok", "tutorial-batch-fail-step-two"])
def test_a_slot_row_leads_to_its_producer(qtbot: QtBot, open_window: OpenWindow, name: str) -> None:
    window = open_window(f"sample:{name}")
    tab = window.store.state.tab
    assert tab is not None
    clicked = 0
    for node in tab.document.graph.nodes:
        for i, result in enumerate(tab.document.analysis.facts[node.id].promise_results):
            wanted = result.producer or result.awaited
            if wanted is None:
                continue
            window.select(node.id)
            window.repaint()
            table = window.inspector.results
            table.scrollToItem(table.item(i, 1))
            where = table.visualItemRect(table.item(i, 1)).center()
            qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)
            assert window.store.state.tab is not None
            assert window.store.state.tab.selection == wanted
            clicked += 1
    assert clicked


@pytest.mark.parametrize("name", NAMES)
def test_every_moment_and_selection_is_drawn_at_the_same_places(
    qtbot: QtBot, documents: Callable[..., Document], name: str
) -> None:
    document = documents(name)
    light = load_theme("light")
    layout = build_layout(document.analysis)
    tab = open_tab(document, name)
    view = DrawingView(DRAWINGS[0])
    qtbot.addWidget(view)
    shapes: set[tuple[object, ...]] = set()
    for step in range(len(document.timeline) + 1):
        here = stepped(tab, at(document.timeline, step))
        for selection in {here.selection, None, document.graph.nodes[-1].id}:
            moment = replace(here, selection=selection)
            shown = draw(document, layout, Look(moment.moment, selection))
            view.show_list(layout, shown, light, layout.box_of.get(selection or ""))
            keys = {(p.owner, p.layer) for p in shown.primitives if p.layer != "background"}
            rects = [(id(i), tuple(i.places.items())) for i in view.scene().items()]
            shapes.add((frozenset(k[0] for k in keys), tuple(rects)))
    assert len(shapes) == 1


@pytest.mark.parametrize("size", [3, 101, 5_000, 100_000])
def test_a_value_too_long_for_its_row_says_its_size_and_stands_below_whole(
    qtbot: QtBot, state_of: Callable[..., AppState], size: int
) -> None:
    state = state_of()
    tab = state.tab
    assert tab is not None
    document = tab.document
    callback = next(node.id for node in document.graph.nodes if "join" in node.roles)
    facts = document.analysis.facts[callback]
    value = decode_text(b"y" * size)
    results = (replace(facts.promise_results[0], value=value), *facts.promise_results[1:])
    changed = {**document.analysis.facts, callback: replace(facts, promise_results=results)}
    document = replace(document, analysis=replace(document.analysis, facts=changed))
    panel = Inspector()
    qtbot.addWidget(panel)
    panel.resize(360, 900)
    panel.show()
    panel.show_state(None, AppState((replace(tab, document=document, selection=callback),), 0))
    settle()
    cell = panel.findChild(QTableWidget, "promiseResults").item(0, 2)
    views = [view for view in panel.findChildren(ValueView) if view.name == "slot 0"]
    if size <= 100:
        assert cell.text() == "y" * size
        assert views == []
        return
    assert cell.text().endswith(f"y…\n({size:,} bytes)")
    assert [view.value.raw for view in views] == [b"y" * size]
    next(button for button in views[0].findChildren(QPushButton) if button.text() == "Copy").click()
    assert QGuiApplication.clipboard().text() == "y" * size


def told_of_yields(document: Document, moment: Moment | None) -> set[str]:
    yields = [node for node in document.graph.nodes if "yield" in node.roles]
    slots = [slots_of(document, moment, document.analysis.facts[node.id]) for node in yields]
    return {slot_cells(row)[1] for rows in slots for row in rows}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("yield-resumed-by-other-tx", "another transaction\nreceipt FNBwro…M72RE"),
        ("mainnet-yield-then-call", "resumed\nby whom is not known"),
    ],
)
def test_who_resumed_a_yield_heads_what_it_received(
    documents: Callable[..., Document], name: str, words: str
) -> None:
    document = documents(name)
    assert told_of_yields(document, None) == {words}
    start = moment_at(document.analysis, document.timeline, 0)
    assert told_of_yields(document, start) == {"a resume or a time-out"}


def test_a_yield_that_a_call_of_its_own_transaction_resumed_names_it(shared_data: Path) -> None:
    path = shared_data / "public" / "mainnet" / "9BQbtMwEgA.json"
    told = told_of_yields(build_document(open_text(path.read_text())), None)
    assert told == {f"mike.near.{name}\n(by inference)" for name in ("execute_steps", "on_step_resolved")}


def test_a_yield_whose_time_was_over_names_no_resume() -> None:
    text = gzip.decompress((HERE / "pictured" / "yield-timed-out.xcc.json.gz").read_bytes()).decode()
    assert told_of_yields(build_document(open_text(text)), None) == {"nobody resumed it in time"}
