"""The object names that docs/interface.md §7 promises to scripts and assistive tools are in the window."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from xccviz.gui.window import MainWindow

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "interface.md"


def test_every_promised_object_name_is_in_the_window(open_window: Callable[..., MainWindow]) -> None:
    window = open_window("sample:tutorial-parallel-3-one-panics")
    section = PAGE.read_text(encoding="utf-8").split("\n## 7. ")[1].partition(". The window has")[0]
    names = set(re.findall(r"`([a-z]\w*)`", section))
    assert "stepSlider" in names
    there = {child.objectName() for child in window.findChildren(QObject)}
    assert names - there == set()
