"""The bar above a drawing where it is narrow and full: something is filtered, and the drawing has a note."""

# covers: xccviz/gui/canvas/view_bar.py, xccviz/gui/views/rerun/head.py

from __future__ import annotations

from tests.gui.conftest import FAILED, OpenWindow, sized
from tests.gui.looks import clipped, overlapping, settle


def test_what_has_no_room_in_it_steps_back_and_nothing_is_cut(reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    window.intents.set_filter("fail | callback")
    bar = window.frame.view_bar
    shown = []
    for width in (1440, 1280, 1100, 900):
        window.intents.show_view("graph")
        sized(window, width, 800)
        window.intents.show_view("gas")  # its switches are made anew
        settle()
        assert clipped(window) == [] and overlapping(window) == [], width
        shown.append([part.isVisible() for part in (bar.hits, bar.note, bar._of_drawing)])
    assert shown[0] == [True, True, True] and shown[-1] == [True, False, False]


def test_what_a_filter_finds_beyond_the_step_is_said_to_be_ahead_as_files_say_it(
    reuse_window: OpenWindow,
) -> None:
    window = reuse_window(f"sample:{FAILED}", "--step", "3")
    words = window.frame.view_bar.hits.words
    window.intents.set_filter("fail")
    settle()
    assert words.full_text.split("; ")[0] == "failed · known by step 3"
    window.intents.look_ahead()
    settle()
    assert words.full_text == "failed · ahead of now"
    window.intents.go_to_step(1_000)
    settle()
    assert words.full_text == "failed"


def test_a_view_that_nobody_looked_at_makes_no_window_wide(open_window: OpenWindow) -> None:
    window = open_window(f"sample:{FAILED}")
    window.resize(800, 600)
    settle()
    assert window.width() == 800
