"""Words stand out in every theme: what style sheets draw too, on every panel and dialog, in every view."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget

from tests.gui.conftest import FAILED, OpenWindow
from tests.gui.faces import faces
from tests.gui.looks import faint, settle
from xccviz.gui.state.store import ProblemState
from xccviz.gui.window import MainWindow
from xccviz.settings.themes import theme_names
from xccviz.values import replace

pytestmark = pytest.mark.long


def everything(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """An error, all faces and the menus, one after the other."""
    window.store.update(lambda s: replace(s, problem=ProblemState("x", "No.", "Try another.", ("a detail",))))
    window.frame.problem.unfold.click()
    settle()
    yield "an error", window
    window.intents.dismiss_problem()
    yield from faces(window)
    for menu in window.menus.values():
        menu.popup(window.mapToGlobal(window.rect().center()))
        settle()
        yield menu.title(), menu
        menu.close()


@pytest.mark.parametrize("theme", theme_names())
def test_every_word_stands_out(reuse_window: OpenWindow, theme: str) -> None:
    window = reuse_window(f"sample:{FAILED}", "--step", "5", "--theme", theme)
    window.resize(1440, 900)
    settle()
    assert [f"{where}: {fault}" for where, face in everything(window) for fault in faint(face)] == []
