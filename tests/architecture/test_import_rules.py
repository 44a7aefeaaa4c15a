"""The rooms keep to docs/ARCHITECTURE.md: import-linter holds it, and these tests hold import-linter."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

LINT = (
    "import sys; from importlinter.cli import lint_imports; "
    "sys.exit(lint_imports(config_filename='pyproject.toml', no_cache=True))"
)
ROOMS = [
    "cli",
    "gui",
    "opening",
    "export",
    "display",
    "tables",
    "layout",
    "words",
    "replay",
    "analysis",
    "graph",
    "parse",
    "decode",
    "sources",
    "model",
    "settings",
]
MODULES = ("document", "resources", "catalogue", "screen", "atomic")


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the import rules of a folder's pyproject.toml on the package in that folder."""
    return subprocess.run(
        [sys.executable, "-c", LINT], cwd=folder, capture_output=True, text=True, check=False, timeout=100
    )


def test_every_import_of_the_package_keeps_to_the_rules(repo_root: Path) -> None:
    answer = lint(repo_root)
    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.fixture
def planted(tmp_path: Path, repo_root: Path) -> Path:
    """An empty package with all the rooms, under the same rules."""
    package = tmp_path / "xccviz"
    for room in ROOMS:
        (package / room).mkdir(parents=True)
        (package / room / "__init__.py").write_text("", encoding="utf-8")
        (package / room / "inner.py").write_text("", encoding="utf-8")
    (package / "__init__.py").write_text("", encoding="utf-8")
    for room, module in (
        *(("settings", module) for module in ("rows", "kinds", "networks", "folders", "file", "keys")),
        ("display", "qt"),
        ("decode", "installed"),
    ):
        (package / room / f"{module}.py").write_text("", encoding="utf-8")
    (package / "sources" / "network").mkdir()
    (package / "sources" / "network" / "__init__.py").write_text("", encoding="utf-8")
    for module in MODULES:
        (package / f"{module}.py").write_text("", encoding="utf-8")
    shutil.copy(repo_root / "pyproject.toml", tmp_path)
    return tmp_path


def test_an_empty_set_of_rooms_passes(planted: Path) -> None:
    answer = lint(planted)
    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.mark.parametrize(
    ("where", "imported"),
    [
        ("model/inner.py", "xccviz.graph.inner"),
        ("parse/inner.py", "xccviz.decode.inner"),
        ("layout/inner.py", "xccviz.replay.inner"),
        ("gui/inner.py", "xccviz.cli.inner"),
        ("resources.py", "xccviz.display.inner"),
        ("gui/inner.py", "xccviz.screen"),
        ("display/inner.py", "PySide6.QtGui"),
        ("cli/inner.py", "PySide6.QtWidgets"),
        ("export/inner.py", "pyqtgraph"),
        ("display/qt.py", "pyqtgraph"),
        ("sources/inner.py", "py_near.providers"),
        ("sources/inner.py", "xccviz.settings.file"),
        ("opening/inner.py", "xccviz.settings.keys"),
        ("analysis/inner.py", "xccviz.decode.installed"),
    ],
)
def test_a_forbidden_import_is_found(planted: Path, where: str, imported: str) -> None:
    (planted / "xccviz" / where).write_text(f"import {imported}\n", encoding="utf-8")
    answer = lint(planted)
    assert answer.returncode == 1
    assert "BROKEN" in answer.stdout


@pytest.mark.parametrize(
    ("where", "imported"),
    [
        ("display/qt.py", "PySide6.QtGui"),
        ("export/raster.py", "PySide6.QtGui"),
        ("gui/inner.py", "pyqtgraph"),
        ("sources/network/rpc.py", "py_near.providers"),
        ("layout/inner.py", "xccviz.resources"),
        ("cli/inner.py", "xccviz.screen"),
        ("cli/inner.py", "xccviz.decode.installed"),
    ],
)
def test_an_allowed_import_passes(planted: Path, where: str, imported: str) -> None:
    (planted / "xccviz" / where).write_text(f"import {imported}\n", encoding="utf-8")
    answer = lint(planted)
    assert answer.returncode == 0, answer.stdout + answer.stderr
