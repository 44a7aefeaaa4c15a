"""The rooms keep to docs/ARCHITECTURE.md: import-linter holds it, and these tests hold import-linter."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest

import xccviz

LINT = (
    "import sys; from importlinter.cli import lint_imports; "
    "sys.exit(lint_imports(config_filename='pyproject.toml', no_cache=True))"
)
ROOMS = [
    "cli",
    "testing",
    "gui",
    "api",
    "recording",
    "opening",
    "export",
    "display",
    "tables",
    "query",
    "annotations",
    "layout",
    "words",
    "replay",
    "analysis",
    "graph",
    "parse",
    "decode",
    "sources",
    "vm",
    "rerun",
    "model",
    "settings",
]
SINGLE = sorted(path.stem for path in Path(xccviz.__file__).parent.glob("[a-z]*.py"))
"""Modules that are rooms, or leaves, of their own."""


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the import rules of a folder's pyproject.toml on the package in that folder."""
    return subprocess.run(
        [sys.executable, "-c", LINT], cwd=folder, capture_output=True, text=True, check=False, timeout=100
    )


@pytest.mark.long  # `make check` lints the imports by itself
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
        ("vm", "engine"),
    ):
        (package / room / f"{module}.py").write_text("", encoding="utf-8")
    (package / "sources" / "network").mkdir()
    (package / "sources" / "network" / "__init__.py").write_text("", encoding="utf-8")
    for module in SINGLE:
        (package / f"{module}.py").write_text("", encoding="utf-8")
    shutil.copy(repo_root / "pyproject.toml", tmp_path)
    return tmp_path


def plant(package: Path, imports: Iterable[tuple[str, str]]) -> None:
    """Write the imports into the modules of the empty package."""
    for where, imported in imports:
        with (package / where).open("a", encoding="utf-8") as module:
            module.write(f"import {imported}\n")


def broken(output: str) -> dict[str, str]:
    """What import-linter says to each broken contract, by the contract's name."""
    parts = re.split(r"(?m)^(.+)\n-+\n", output.partition("Broken contracts")[2])
    return {name: said for name, said in zip(parts[1::2], parts[2::2], strict=True) if name}


def contracts(repo_root: Path) -> dict[str, str]:
    """The names of the contracts by their ids."""
    rules = tomllib.loads((repo_root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    return {contract["id"]: contract["name"] for contract in rules["contracts"]}


FORBIDDEN = {
    "rooms": [
        ("model/inner.py", "xccviz.graph.inner"),
        ("parse/inner.py", "xccviz.decode.inner"),
        ("display/inner.py", "xccviz.tables.inner"),
        ("query/inner.py", "xccviz.display.inner"),
        ("analysis/inner.py", "xccviz.words.inner"),
        ("document.py", "xccviz.export.inner"),
        ("gui/inner.py", "xccviz.cli.inner"),
        ("api/inner.py", "xccviz.gui.inner"),
        ("opening/inner.py", "xccviz.api.inner"),
    ],
    "moments": [("layout/inner.py", "xccviz.replay.inner")],
    "circles": [
        ("graph/inner.py", "xccviz.graph.other"), ("graph/other.py", "xccviz.graph.inner"),
        ("gui/panels/one.py", "xccviz.gui.panels.other"), ("gui/panels/other.py", "xccviz.gui.panels.one"),
    ],
    "leaves": [
        ("resources.py", "xccviz.display.inner"), ("catalogue.py", "xccviz.words.inner"),
        ("settings/rows.py", "xccviz.opening.inner"), ("screen.py", "xccviz.cli.inner"),
        ("atomic.py", "xccviz.tables.inner"), ("whole.py", "xccviz.graph.inner"), ("values.py", "xccviz.words.inner"),
        ("patterns.py", "xccviz.words.inner"),
    ],
    "config": [
        ("sources/inner.py", "xccviz.settings.file"), ("opening/inner.py", "xccviz.settings.keys"),
        ("tables/inner.py", "xccviz.settings.file"), ("settings/kinds.py", "xccviz.settings.file"),
    ],
    "plugins": [("analysis/other.py", "xccviz.decode.installed"), ("tables/other.py", "xccviz.decode.installed")],
    "screen": [("gui/other.py", "xccviz.screen"), ("tables/screens.py", "xccviz.screen")],
    "qt": [
        ("display/inner.py", "PySide6"), ("cli/inner.py", "PySide6"), ("export/inner.py", "pyqtgraph"),
        ("display/qt.py", "pyqtgraph"), ("words/inner.py", "shiboken6"),
    ],
    "py_near": [("sources/inner.py", "py_near"), ("gui/inner.py", "py_near")],
    "pure": [("vm/inner.py", "xccviz.settings.inner"), ("vm/inner.py", "socket"), ("vm/inner.py", "subprocess")],
    "wasmtime": [("vm/inner.py", "wasmtime"), ("gui/inner.py", "wasmtime")],
}  # fmt: skip
"""Violations of each contract: who imports what."""


def test_each_forbidden_import_is_found(planted: Path, repo_root: Path) -> None:
    """All are planted at once, and each contract tells those that it forbids."""
    package = planted / "xccviz"
    (package / "gui" / "panels").mkdir()
    (package / "gui" / "panels" / "__init__.py").write_text("", encoding="utf-8")
    for imports in FORBIDDEN.values():
        plant(package, imports)
    answer = lint(planted)
    assert answer.returncode == 1
    told = broken(answer.stdout)
    for contract, name in contracts(repo_root).items():
        for where, imported in FORBIDDEN[contract]:
            importer = "xccviz." + where.removesuffix(".py").replace("/", ".")
            pattern = rf"{importer}\W.*{imported}\b"
            if contract == "circles":  # only the place of a circle is told, and one import of it
                pattern = rf"No cycles are allowed in {importer.rpartition('.')[0]}\."
            assert re.search(pattern, told[name]), (importer, imported, told[name])


def test_each_contract_has_its_violation(repo_root: Path) -> None:
    assert set(FORBIDDEN) == set(contracts(repo_root))


def test_nothing_is_let_pass_but_the_homes_of_three_libraries(repo_root: Path) -> None:
    rules = tomllib.loads((repo_root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    excused = {each["id"] for each in rules["contracts"] if each.get("ignore_imports")}
    assert excused == {"qt", "py_near", "wasmtime"}


def test_allowed_imports_pass(planted: Path) -> None:
    allowed = [
        ("display/qt.py", "PySide6.QtGui"),
        ("gui/inner.py", "pyqtgraph"),
        ("sources/network/rpc.py", "py_near.providers"),
        ("vm/engine.py", "wasmtime"),
        ("layout/inner.py", "xccviz.resources"),
        ("cli/inner.py", "xccviz.screen"),
        ("cli/inner.py", "xccviz.decode.installed"),
        ("gui/inner.py", "xccviz.tables.inner"),
    ]
    plant(planted / "xccviz", allowed)
    answer = lint(planted)
    assert answer.returncode == 0, answer.stdout + answer.stderr
