"""The accessor finds what ships with xccviz, and nothing else."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from xccviz import resources


def test_a_resource_is_found_by_its_parts() -> None:
    assert resources.resource_path("fonts", "Inter-Regular.otf").is_file()
    assert resources.read_bytes("fonts", "Inter-Regular.otf")[:4] == b"OTTO"


def test_the_palettes_have_the_same_roles() -> None:
    palettes = json.loads(resources.read_text("themes", "colours.json"))
    assert list(palettes)[:4] == ["roles", "light", "dark", "contrast"]
    assert all(palette.keys() == palettes["roles"].keys() for palette in palettes.values())


@pytest.mark.parametrize("name", ["../pyproject.toml", "fonts/../../LICENSE", "/etc/passwd", "a\0b"])
def test_a_name_cannot_leave_the_resources(name: str) -> None:
    with pytest.raises(FileNotFoundError):
        resources.read_bytes(name)


def test_an_installation_without_its_files_says_so(tmp_path: Path, repo_root: Path) -> None:
    shutil.copytree(repo_root / "xccviz", tmp_path / "xccviz", ignore=shutil.ignore_patterns("__pycache__"))
    ended = subprocess.run(
        [sys.executable, "-m", "xccviz", "self-test"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert ended.returncode not in (0, 70)
    assert "the files that ship with xccviz are missing" in ended.stdout + ended.stderr
    assert "Traceback" not in ended.stderr
