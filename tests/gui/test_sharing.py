"""Windows that tests share stand as they stood, or are not shared any more."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from tests.gui.conftest import FAILED, OpenWindow
from tests.gui.looks import settle
from tests.gui.sharing import look_of, put_back, sight_of, standing


def test_what_was_done_is_undone(open_window: OpenWindow) -> None:
    window = open_window(f"sample:{FAILED}")
    at_first = standing(window)
    for done in (
        lambda: window.intents.go_to_step(3),
        lambda: window.views["graph"].zoom(2.0),
        lambda: window.resize(1440, 900),
        lambda: window.intents.show_view("tree"),
        lambda: window.docks.bring("notesPanel"),
        lambda: window.intents.set_filter("fail"),
        lambda: window.frame.open_bar.edit.setText("typed"),
    ):
        done()
        settle()
        assert look_of(window) != at_first.look
    window.show_palette()
    assert put_back(window, at_first)
    notes = window.docks.panels["notesPanel"]
    notes.field.setPlainText("typed, and nobody sees it")
    assert put_back(window, at_first)
    assert notes.field.toPlainText() == ""
    window.intents.show_view("sequence")
    window.views["sequence"].zoom(2.0)
    window.intents.show_view("graph")
    settle()
    assert put_back(window, at_first)
    window.intents.show_view("sequence")
    settle()
    assert window.views["sequence"].fitting, "what is behind is undone too"


def test_a_part_that_was_looked_at_is_looked_at_again(open_window: OpenWindow) -> None:
    window = open_window(f"sample:{FAILED}")
    view = window.views["graph"]
    view.zoom(1.7)
    view.horizontalScrollBar().setValue(view.horizontalScrollBar().value() + 30)
    at_first = standing(window)
    for done in (view.fit_whole, view.zoom_in):
        done()
        settle()
        assert sight_of(window) != at_first.sight
        assert put_back(window, at_first)
        assert sight_of(window) == at_first.sight


def test_what_can_not_be_undone_is_seen(open_window: OpenWindow) -> None:
    window = open_window(f"sample:{FAILED}")
    at_first = standing(window)
    left = QLabel("left behind", window)
    left.show()
    assert not put_back(window, at_first)
    left.hide()
    assert put_back(window, at_first)
    window.close()
    assert not put_back(window, at_first)
