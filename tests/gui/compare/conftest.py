"""Two runs of one call in the real window: one went well, in the other a call panicked."""

from __future__ import annotations

import pytest

from tests.gui.conftest import OpenWindow
from tests.gui.looks import settle
from xccviz.gui.window import MainWindow

OK, PANICS = "sample:tutorial-parallel-3-ok", "sample:tutorial-parallel-3-one-panics"


@pytest.fixture
def compared(reuse_window: OpenWindow) -> MainWindow:
    window = reuse_window("--view", "compare", OK, PANICS)
    window.resize(1440, 900)
    settle()
    return window
