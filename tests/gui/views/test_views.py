# covers: xccviz/gui/views/__init__.py
"""One list of views: arguments, tabs, menu and widgets have those and no other, in that order."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QTabBar, QWidget

from tests.gui.conftest import FAILED, OpenWindow
from xccviz.display.drawings import DRAWINGS
from xccviz.gui.arguments import parse
from xccviz.gui.views import VIEWS
from xccviz.model.errors import UserError


def test_every_drawing_is_a_view_and_ids_are_unique() -> None:
    ids = [spec.id for spec in VIEWS]
    assert ids[: len(DRAWINGS)] == [drawing.id for drawing in DRAWINGS]
    assert len(set(ids)) == len(ids)


def test_the_arguments_take_each_view_and_no_other() -> None:
    for spec in VIEWS:
        assert parse(["--view", spec.id]).view == spec.id
    with pytest.raises(UserError, match="invalid choice"):
        parse(["--view", "no-such-view"])


def test_tabs_menu_and_widgets_are_those_of_the_list(open_window: OpenWindow) -> None:
    window = open_window(f"sample:{FAILED}")
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
