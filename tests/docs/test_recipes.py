"""CONTRIBUTING's recipes work: each is followed on a copy of the package, and prints what it says it prints."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.screenless import needs_qt

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("\n## Recipes\n")[2]
RECIPES = dict(re.findall(r"^### (.+?)\n(.*?)(?=^### |^## |\Z)", PAGE, flags=re.M | re.S))
WANTED = ("decoder", "exporter", "finding", "view", "column", "command", "setting", "action kind", "explorer")

NEARBY = (
    "analysis/test_findings.py",
    "decode",
    "display",
    "docs/test_interface_page.py",
    "export/test_graph_exporters.py",
    "export/test_options.py",
    "export/test_schema_names.py",
    "gui/test_commands.py",
    "gui/test_intents.py",
    "gui/test_keys.py",
    "gui/views/test_views.py",
    "model",
    "settings",
    "sources/test_classify.py",
    "tables",
    "test_catalogue.py",
    "words",
)
"""Tests of what the recipes touch."""


def blocks(recipe: str, language: str) -> list[str]:
    """The fenced blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", recipe, flags=re.M | re.S)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of this checkout without its recordings, to be changed."""
    for name in ("xccviz", "resources", "docs", "packaging"):
        shutil.copytree(
            ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "pictures")
        )
    for name in ("README.md", "CONTRIBUTING.md", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def follow(recipe: str, checkout: Path) -> None:
    """Make the changes of a recipe."""
    for source in blocks(recipe, "python"):
        where, _, lines = source.partition("\n")
        path = checkout / where.removeprefix("# ")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(lines, encoding="utf-8")
    for change in re.split(r"^(?=--- a/)", "".join(blocks(recipe, "diff")), flags=re.M)[1:]:
        patch = checkout / "change.diff"
        patch.write_text(change, encoding="utf-8")
        applied = subprocess.run(
            ["git", "apply", "--recount", str(patch)],
            cwd=checkout,
            env={**os.environ, "GIT_CEILING_DIRECTORIES": str(checkout.parent)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert applied.returncode == 0, f"the sources have moved on:\n{change}\n{applied.stderr}"
        patch.unlink()


def run(command: str, folder: Path) -> str:
    """Both outputs of a command line, `xccviz` and `python` being those of the checkout."""
    words = shlex.split(command)
    start = {"xccviz": [sys.executable, "-m", "xccviz"], "python": [sys.executable]}[words[0]]
    environment = {**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "100", "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [*start, *words[1:]],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=500,
    )
    assert done.returncode == 0, f"{command} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def test_there_is_a_recipe_for_each_sort_of_extension() -> None:
    assert [word for word in WANTED if not any(word in title.lower() for title in RECIPES)] == []


@needs_qt
@pytest.mark.parametrize("title", RECIPES)
def test_a_recipe_does_what_it_says(title: str, checkout: Path) -> None:
    recipe = RECIPES[title]
    follow(recipe, checkout)
    console = blocks(recipe, "console")
    assert console, "a recipe ends with a command that shows it at work"
    for session in console:
        for command, expected in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", session, flags=re.M):
            printed = run(command, checkout)
            for line in (line.strip() for line in expected.splitlines()):
                assert line in ("", "…") or line in printed, f"{command} printed:\n{printed}"


@pytest.mark.long
@pytest.mark.timeout(600)
def test_the_other_tests_take_what_the_recipes_add(checkout: Path) -> None:
    """All recipes at once, and the template of texts made anew."""
    shutil.copytree(ROOT / "tests", checkout / "tests", ignore=shutil.ignore_patterns("__pycache__"))
    for recipe in RECIPES.values():
        follow(recipe, checkout)
    run("python packaging/make_messages.py", checkout)
    tests = " ".join(f"tests/{name}" for name in NEARBY)
    said = run(f"python -m pytest -q -n0 -o timeout=500 -m 'not long' {tests}", checkout)
    assert re.search(r"\d+ passed", said) and "failed" not in said
