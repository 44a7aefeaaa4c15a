"""A machine without the system libraries that Qt loads, as a bare Debian is: what needs Qt is skipped and says so."""

from __future__ import annotations

import sys
from functools import cache
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from typing import NoReturn

import pytest


@cache
def qt_is_missing() -> str:
    """Why Qt can't be loaded, "" if it can."""
    try:
        import PySide6.QtWidgets  # noqa: F401 - whether it can be
    except ImportError as missing:
        return str(missing)
    return ""


class _Skipping(MetaPathFinder):
    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        return skip() if name.startswith("PySide6.") else None


def reason() -> str:
    """Why a test is skipped."""
    return f"Qt can't be loaded: {qt_is_missing()} (README.md names the packages)"


needs_qt = pytest.mark.skipif(bool(qt_is_missing()), reason=reason())
"""For tests that start processes with Qt: others skip as they import it or ask for pytest-qt's fixtures."""


def skip() -> NoReturn:
    """Skip the test, or the module of tests that is being imported."""
    pytest.skip(reason(), allow_module_level=True)


def skip_what_imports_qt() -> None:
    """From now on importing Qt skips the test that does."""
    assert find_spec("PySide6") is not None, "PySide6 is not installed"
    package = sys.modules.get("PySide6")
    for name in [name for name in sys.modules if name.startswith("PySide6.")]:
        del sys.modules[name]
        # what the package knows, `from PySide6 import …` takes without asking anybody
        if hasattr(package, name.removeprefix("PySide6.")):
            delattr(package, name.removeprefix("PySide6."))
    sys.meta_path.insert(0, _Skipping())


@pytest.fixture(scope="session")
def qapp() -> None:
    """Stands for pytest-qt's."""
    skip()


@pytest.fixture
def qtbot() -> None:
    """Stands for pytest-qt's."""
    skip()
