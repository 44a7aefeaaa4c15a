"""`make pictures`: the same checkout gives the same bytes."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from itertools import product
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from tests.gui.conftest import OpenWindow
from tests.reference.extremes import EXTREMES
from xccviz.gui import picture
from xccviz.gui.tasks.laying_out import LayingOut
from xccviz.gui.views import VIEWS
from xccviz.sources.files.sample import list_samples

FEW = ("callback-panics-tree", "error-beside")
MORE = ("callback-panics", "error-beside", "fan-out", "empty", "join-of-joins", "mainnet-intents")


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
print(json.dumps(make_pictures.make(Path(sys.argv[2]), json.loads(sys.argv[3]), quick=True)))
"""


def drawn(root: Path, folder: Path, only: tuple[str, ...]) -> list[str]:
    """Names of the pictures of a run in a process of its own, as `make pictures` does it."""
    arguments = [sys.executable, "-c", DRAW, str(root / "packaging"), str(folder), json.dumps(only)]
    run = subprocess.run(arguments, cwd=root, capture_output=True, text=True, check=True)
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
    names = pictures.make(tmp_path, ("empty-light-1440x900@2", "empty-dark-1440x900@2"))
    assert names == ["empty-light-1440x900@2", "empty-dark-1440x900@2"]
    image = QImage(str(tmp_path / f"{names[0]}.png"))
    assert (image.width(), image.height()) == (2880, 1800)


def test_a_picture_of_more_pixels_is_sharp_in_every_view(open_window: OpenWindow, tmp_path: Path) -> None:
    """Nothing is painted for the screen and made larger: two pixels that would be one there differ as often as others
    side by side."""
    window = open_window("sample:tutorial-parallel-3-one-panics", "--size", "1280x800")
    for view in VIEWS:
        window.intents.show_view(view.id)
        picture.settle(window)
        assert picture.picture(window, tmp_path / f"{view.id}.png", 2)
        image = QImage(str(tmp_path / f"{view.id}.png"))
        place = window.frame.view_stack
        corner = place.mapTo(window, place.rect().topLeft())
        part = image.copy(2 * corner.x(), 2 * corner.y(), 2 * place.width(), 2 * place.height())
        pixels = np.frombuffer(part.constBits(), np.uint32).reshape(part.height(), -1)
        within = (pixels[:, 0:-1:2] != pixels[:, 1::2]).sum()
        between = (pixels[:, 1:-1:2] != pixels[:, 2::2]).sum()
        assert within > 0.75 * between, f"{view.id} is made of pixels twice as large"


def test_a_picture_waits_for_what_is_laid_out_beside_the_window(
    look_at: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Meanwhile a large transaction shows an empty view, twice the same."""
    window, left = look_at("sample:tutorial-parallel-3-one-panics"), [True] * 6
    monkeypatch.setattr(LayingOut, "busy", property(lambda self: bool(left) and left.pop()))
    picture.settle(window)
    assert not left


def test_every_document_is_drawn_in_every_view_light_and_dark_small_and_sharp(
    qtbot: QtBot, pictures: ModuleType
) -> None:
    shots = pictures.shots()
    names = [
        name for shot in shots for theme in pictures.THEMES for name in shot.pictures(theme, shot.variants)
    ]
    assert len(names) == len(set(names))
    assert {"past", "empty", "error", "fetch"} <= {shot.name for shot in shots}
    documents = [sample.name for sample in list_samples()]
    documents += ["tutorial-parallel-10-ok", "yield-timed-out", "mainnet-swap"]
    documents += [*EXTREMES, "fan-out-500", "giant-4000"]
    for name, view, theme, scale in product(documents, VIEWS, ("light", "dark"), (1, 2)):
        assert f"{name}-{view.id}-{theme}-1280x800@{scale}" in names


def test_the_readme_s_pictures_are_among_them(repo_root: Path, pictures: ModuleType) -> None:
    readme = (repo_root / "README.md").read_text()
    assert all(f"docs/pictures/{target}.png" in readme for target in pictures.DOCS.values())
