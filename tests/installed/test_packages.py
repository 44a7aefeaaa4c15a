"""What is built is what was meant: the wheel runs outside the checkout, the sdist holds everything to build it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

pytestmark = [pytest.mark.installed, pytest.mark.long, pytest.mark.timeout(300)]
RESOURCES = (
    "fonts/advances.json",
    "fonts/Inter-Regular.otf",
    "fonts/Inter-OFL.txt",
    "fonts/subsets/regular-basic.woff",
    "report/report.css",
    "report/report.js",
    "themes/colours.json",
)


def run(*command: str, cwd: Path, env: dict[str, str] | None = None) -> str:
    """Run a command and return what it printed; a failure shows all it said."""
    answer = subprocess.run(
        command, cwd=cwd, env=env, capture_output=True, text=True, check=False, timeout=280
    )
    assert answer.returncode == 0, f"{command}\n{answer.stdout}\n{answer.stderr}"
    return answer.stdout


@pytest.fixture(scope="session")
def built(repo_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist and the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(repo_root), cwd=folder)
    return folder


@pytest.fixture(scope="session")
def wheel(built: Path) -> Path:
    """The wheel."""
    (path,) = built.glob("*.whl")
    return path


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the wheel is installed in, without its dependencies."""
    folder = tmp_path_factory.mktemp("site")
    run(
        *(sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-index"),
        *("--no-deps", "--target", str(folder), str(wheel)),
        cwd=folder,
    )
    return folder


@pytest.fixture
def away(installed: Path) -> dict[str, str]:
    """An environment in which the installed package is found before the checkout."""
    return {**os.environ, "PYTHONPATH": str(installed)}


def test_the_wheel_brings_the_resources_and_the_command(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        (entry_points,) = [name for name in names if name.endswith("entry_points.txt")]
        assert "xccviz = xccviz.__main__:run" in archive.read(entry_points).decode()
    assert {f"xccviz/resources_data/{name}" for name in RESOURCES} <= names
    assert not [name for name in names if name.startswith(("tests/", "benchmarks/", "resources/"))]


def test_the_wheel_brings_every_resource_of_the_checkout(wheel: Path, repo_root: Path) -> None:
    root = repo_root / "resources"
    wanted = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    prefix = "xccviz/resources_data/"
    with zipfile.ZipFile(wheel) as archive:
        got = {name.removeprefix(prefix) for name in archive.namelist() if name.startswith(prefix)}
    assert got == wanted


def test_the_sdist_holds_what_building_and_testing_need(built: Path) -> None:
    (path,) = built.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        names = {name.split("/", 1)[-1] for name in archive.getnames()}
    wanted = {f"resources/{name}" for name in RESOURCES}
    wanted |= {"pyproject.toml", "README.md", "LICENSE", "Makefile", "requirements.lock", "tests/conftest.py"}
    assert wanted <= names


def test_the_installed_package_finds_its_own_resources(
    installed: Path, away: dict[str, str], tmp_path: Path
) -> None:
    code = "import xccviz, xccviz.resources as r; print(xccviz.__file__); print(r.resource_root())"
    package, root = run(sys.executable, "-c", code, cwd=tmp_path, env=away).split()
    assert Path(package).is_relative_to(installed)
    assert Path(root) == installed / "xccviz" / "resources_data"


def test_the_installed_command_lists_its_samples(away: dict[str, str], tmp_path: Path) -> None:
    answer = run(sys.executable, "-m", "xccviz", "samples", cwd=tmp_path, env=away)
    assert "tutorial-parallel-3-one-panics" in answer


def test_the_installed_command_shows_a_sample(away: dict[str, str], tmp_path: Path) -> None:
    answer = run(
        *(sys.executable, "-m", "xccviz", "show", "sample:tutorial-parallel-3-one-panics", "--offline"),
        cwd=tmp_path,
        env=away,
    )
    assert answer.strip()
    assert list(tmp_path.iterdir()) == []


def test_the_wheel_tells_what_it_asks_for_and_under_which_licences(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        parts = {name.partition(".dist-info/")[2]: name for name in archive.namelist()}
        listed = json.loads(archive.read(parts["sboms/xccviz.cdx.json"]))["components"]
    assert {"LICENSE", "THIRD-PARTY.md"} <= {name.removeprefix("licenses/") for name in parts}
    assert "PySide6-Essentials" in {row["name"] for row in listed}


def test_type_checkers_find_the_types_of_the_installed_package(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        assert {"xccviz/py.typed", "xccviz/__init__.pyi"} <= set(archive.namelist())


def test_pytest_finds_the_installed_plugin(away: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(
        "def test_it(near_transactions):\n"
        "    near_transactions.add('sample:tutorial-parallel-3-one-panics')\n"
        "    assert len(near_transactions.transactions) == 1\n",
        encoding="utf-8",
    )
    quietly = ("-q", "-W", "error", "-p", "no:asyncio")  # that one warns of a setting that we don't need
    said = run(sys.executable, "-m", "pytest", *quietly, "test_it.py", cwd=tmp_path, env=away)
    assert "1 passed" in said
