"""The window does not speak command line: a hint that names an option, a command or a variable of the environment has
another wording for it."""

# covers: xccviz/model/errors.py

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from xccviz.gui.tasks.problems import problem_of
from xccviz.model.errors import Hint, UserError, in_window
from xccviz.opening.open import open_document_sync
from xccviz.opening.options import OpenOptions

COMMANDS = "check|diff|explain|exporters|export|fetch|find|gui|mcp|networks|record|replay|samples|self-test|show|watch"
SPEAKS = re.compile(
    rf"(^|[\s`(])--?[a-z]|\bxccviz ({COMMANDS}|\{{(?!version))|XCCVIZ_|\bchmod\b|(a file|file,) -"
)
ROOMS = ("analysis", "document", "export", "gui", "graph", "opening", "parse", "sources", "settings", "words")
TERMINAL_ONLY = {
    "xccviz/analysis/expect.py",  # --expect
    "xccviz/opening/expectation.py",  # the same
    "xccviz/gui/arguments.py",
    "xccviz/gui/links.py",
    "xccviz/opening/arguments.py",
    "xccviz/sources/files/literal.py",  # numbers
    "xccviz/sources/store/cache.py",  # names of files
    "xccviz/words/checks.py",  # check --…
}


def spoken(source: str) -> Iterator[str]:
    """Texts for people in a module that speak command line and are not the first wording of a Hint."""
    tree = ast.parse(source)
    fine = {
        id(text)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Hint"
        for text in ast.walk(call.args[0])
    }
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("tr", "trn"):
            for text in ast.walk(call):
                if isinstance(text, ast.Constant) and isinstance(text.value, str) and id(text) not in fine:
                    if SPEAKS.search(text.value):
                        yield text.value


def test_every_text_that_speaks_command_line_has_words_for_the_window(repo_root: Path) -> None:
    modules = [path for room in ROOMS for path in sorted((repo_root / "xccviz" / room).rglob("*.py"))]
    modules.append(repo_root / "xccviz" / "atomic.py")
    found = {
        f"{path.relative_to(repo_root)}: {text}"
        for path in modules
        if str(path.relative_to(repo_root)) not in TERMINAL_ONLY
        for text in spoken(path.read_text(encoding="utf-8"))
        if not text.startswith("a transaction hash, HASH:")
    }
    assert found == set()


def test_the_check_sees_what_it_is_for() -> None:
    assert list(spoken('UserError(tr("no"), tr("Give one with --rpc."))')) == ["Give one with --rpc."]
    assert list(spoken('UserError(tr("no"), Hint(tr("Give one with --rpc."), tr("Add one.")))')) == []
    assert list(spoken('Hint(tr("x"), tr("Ask `xccviz show`."))')) == ["Ask `xccviz show`."]


GIVEN = ["garbage that is nothing", "sample:", "sample:nosuch", "https://nearblocks.io/blocks", "", "x" * 43]


@pytest.mark.parametrize("given", GIVEN)
def test_what_the_window_says_has_no_options(given: str) -> None:
    with pytest.raises(UserError) as raised:
        open_document_sync(given, OpenOptions(offline=True))
    problem = problem_of(given, raised.value)
    for line in (problem.message, problem.hint, *problem.details):
        assert not SPEAKS.search(line), line


def test_a_hint_is_its_text_to_everybody_else() -> None:
    hint = Hint("Give one with --rpc.", "Add one.")
    assert hint == "Give one with --rpc."
    assert f"{hint}" == "Give one with --rpc."
    assert in_window(hint) == "Add one."
    assert in_window("Plain.") == "Plain."
