# covers: xccviz/gui/views/__init__.py
"""One list of views: arguments, tabs, menu and widgets have those and no other, in that order."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QTabBar, QWidget

from tests.gui.conftest import FAILED, OpenWindow
from xccviz.display.drawings import DRAWINGS
from xccviz.gui.arguments import parse
from xccviz.gui.views import VIEWS
from xccviz.gui.views.drawing import DrawingView
from xccviz.model.errors import UserError


def test_every_drawing_is_a_view_and_ids_are_unique() -> None:
    ids = [spec.id for spec in VIEWS]
    drawings = [drawing.id for drawing in DRAWINGS]
    assert [name for name in ids if name in drawings] == drawings
    assert ids[-3:] == ["tree", "gas", "replay"]
    assert len(set(ids)) == len(ids)


def test_the_arguments_take_each_view_and_no_other() -> None:
    for spec in VIEWS:
        assert parse(["--view", spec.id]).view == spec.id
    with pytest.raises(UserError, match="invalid choice"):
        parse(["--view", "no-such-view"])


def test_tabs_menu_and_widgets_are_those_of_the_list(reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    tabs = window.findChild(QTabBar, "viewTabs")
    assert isinstance(tabs, QTabBar)
    assert [tabs.tabText(i) for i in range(tabs.count())] == [spec.title for spec in VIEWS]
    for spec in VIEWS:
        window.actions_by_id[f"view.{spec.id}"].trigger()
        assert window.store.state.view == spec.id
        shown = window.findChild(QWidget, f"{spec.id}View")
        assert isinstance(shown, QWidget)
        assert shown.isVisible()
        assert shown.accessibleName()


def test_what_is_selected_in_a_list_is_in_sight_in_the_drawing(reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    view = window.views["graph"]
    assert isinstance(view, DrawingView)
    for _ in range(8):
        view.zoom_in()
    tab = window.store.state.tab
    assert tab is not None
    layout = tab.layouts["graph"]

    def in_sight(node: str) -> bool:
        b = layout.by_key[layout.box_of[node]].bounds
        seen = view.mapFromScene(b.x, b.y, b.width, b.height).boundingRect()
        return view.viewport().rect().intersects(seen)

    hidden = next(node.id for node in tab.document.graph.nodes if not in_sight(node.id))
    window.intents.show_view("tree")
    window.select(hidden)
    window.intents.show_view("graph")
    assert in_sight(hidden)


def test_the_legend_and_zooming_are_those_of_the_drawing_in_front(reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    legend = window.frame.view_bar.legend.accessibleName()
    assert "calls" in legend
    scale = window.views["graph"].transform().m11()
    window.intents.show_view("tree")
    assert not window.frame.view_bar.isVisible()
    window.intents.zoom_in()
    window.intents.fit()
    window.intents.show_view("graph")
    assert window.frame.view_bar.isVisible()
    assert window.frame.view_bar.legend.accessibleName() == legend
    assert window.views["graph"].transform().m11() == scale
