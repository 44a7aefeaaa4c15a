"""`make pictures`: the same checkout gives the same bytes."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

FEW = ("callback-panics", "error-beside")
MORE = (*FEW, "fan-out", "empty", "join-of-joins", "mainnet-intents")


@pytest.fixture(scope="module")
def pictures(repo_root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "make_pictures", repo_root / "packaging" / "make_pictures.py"
    )
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_pictures"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


DRAW = """
import json, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import make_pictures
print(json.dumps(make_pictures.make(Path(sys.argv[2]), json.loads(sys.argv[3]), make_pictures.VARIANTS[:1])))
"""


def drawn(root: Path, folder: Path, only: tuple[str, ...]) -> list[str]:
    """Names of the pictures of a run in a process of its own, as `make pictures` does it."""
    arguments = [sys.executable, "-c", DRAW, str(root / "packaging"), str(folder), json.dumps(only)]
    run = subprocess.run(arguments, cwd=root, capture_output=True, text=True, timeout=300, check=True)
    return list(json.loads(run.stdout.splitlines()[-1]))


@pytest.mark.parametrize(
    "only", [FEW, pytest.param(MORE, marks=[pytest.mark.long, pytest.mark.timeout(900)])]
)
def test_a_second_run_gives_the_same_bytes(tmp_path: Path, repo_root: Path, only: tuple[str, ...]) -> None:
    names = [drawn(repo_root, tmp_path / run, only) for run in ("first", "second")]
    assert names[0] == names[1]
    assert len(names[0]) >= 2 * len(only)
    for name in names[0]:
        first, second = ((tmp_path / run / f"{name}.png").read_bytes() for run in ("first", "second"))
        assert first == second, name
    page = (tmp_path / "first" / "index.html").read_text()
    assert all(f'src="{name}.png"' in page for name in names[0])


def test_a_picture_has_the_pixels_its_name_says(qtbot: QtBot, tmp_path: Path, pictures: ModuleType) -> None:
    names = pictures.make(tmp_path, ("empty",), (("1440x900", 2),))
    assert names == ["empty-light-1440x900@2", "empty-dark-1440x900@2"]
    image = QImage(str(tmp_path / f"{names[0]}.png"))
    assert (image.width(), image.height()) == (2880, 1800)


def test_every_sample_and_extreme_is_drawn(qtbot: QtBot, pictures: ModuleType) -> None:
    names = [shot.name for shot in pictures.shots()]
    assert len(names) == len(set(names))
    assert {"tutorial-batch-ok", "fan-out-500", "join-128", "empty", "error", "fetch"} <= set(names)


def test_the_readme_s_pictures_are_among_them(repo_root: Path, pictures: ModuleType) -> None:
    readme = (repo_root / "README.md").read_text()
    assert all(f"docs/pictures/{target}.png" in readme for target in pictures.DOCS.values())
