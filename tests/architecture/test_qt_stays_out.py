"""The command line starts without Qt: it must work where Qt can't be loaded, and start fast where it can."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.screenless import needs_qt

HEAVY = ("PySide6", "shiboken6", "pyqtgraph", "numpy")


def imported_by(code: str) -> set[str]:
    """Return which heavy packages a fresh interpreter has loaded after running the code."""
    tail = f"\nimport sys\nprint('LOADED', *[name for name in {HEAVY!r} if name in sys.modules])"
    answer = subprocess.run(
        [sys.executable, "-c", code + tail], capture_output=True, text=True, check=True, timeout=60
    )
    (line,) = [line for line in answer.stdout.splitlines() if line.startswith("LOADED")]
    return set(line.split()[1:])


@pytest.mark.parametrize(
    "module",
    [
        "xccviz",
        "xccviz.cli.main",
        "xccviz.screen",
        "xccviz.cli.first_run",
        "xccviz.opening.open",
        "xccviz.export",
        "xccviz.layout.measure",
    ],
)
def test_importing_leaves_qt_alone(module: str) -> None:
    assert imported_by(f"import {module}") == set()


def test_listing_commands_leave_qt_alone() -> None:
    code = "from xccviz.cli.main import main\n"
    code += "for name in ('samples', 'exporters', 'networks'):\n    assert main([name]) == 0"
    assert imported_by(code) == set()


@needs_qt
def test_the_probe_itself_would_notice() -> None:
    assert "PySide6" in imported_by("import PySide6.QtCore")
