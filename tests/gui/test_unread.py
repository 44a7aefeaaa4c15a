"""PySide is told whether a module of ours uses it, and reads no source for that."""

# covers: xccviz/gui/unread.py

from __future__ import annotations

import sys
from types import ModuleType

import xccviz.gui.app  # noqa: F401 - as the window is loaded
from xccviz.gui import unread


def test_the_pyside_that_is_installed_asks_what_is_told() -> None:
    """It is no promise of PySide's: where a later one asks elsewhere, this is of no use any more."""
    assert hasattr(sys.modules[unread.FEATURE], unread.READER)


def test_ours_and_pythons_are_told_and_others_are_read() -> None:
    """A foreign module may use the switches of PySide, and keeps them."""
    uses = getattr(sys.modules[unread.FEATURE], unread.READER)
    assert uses(ModuleType("xccviz.not_there"))  # nothing to be read
    assert not uses(ModuleType("json.not_there"))
    assert uses(sys.modules["tests.gui.conftest"])
    assert not uses(sys.modules["pytest"])
