"""A pattern that is compiled later is a pattern, and none is compiled when the program starts."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

from xccviz.patterns import later

SCRIPT = """
import re
compiled = []
was = re._compile
re._compile = lambda *given: (compiled.append(sys._getframe(2).f_globals["__name__"]), was(*given))[1]
import sys
import xccviz.cli.context, xccviz.cli.commands.show, xccviz.export.json_graph, xccviz.display.drawings
print([name for name in compiled if name.startswith("xccviz")])
"""


def test_it_is_compiled_once_and_at_the_first_use(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    compile = re.compile
    monkeypatch.setattr(re, "compile", lambda text, flags=0: compiled.append(text) or compile(text, flags))
    word = later(r"(?P<first>[a-z])\w*", re.IGNORECASE)
    assert compiled == []
    match = word.fullmatch("Hello")
    assert match is not None and match["first"] == "H"
    assert word.sub("x", "one two") == "x x"
    assert [found[0] for found in word.finditer("a b")] == ["a", "b"]
    assert (word.pattern, word.groups) == (r"(?P<first>[a-z])\w*", 1)
    assert compiled == [r"(?P<first>[a-z])\w*"]
    with pytest.raises(re.error):
        later("(").match("")


def test_every_pattern_of_the_program_can_be_compiled(repo_root: Path) -> None:
    """What `re.compile` said when the program started is said here."""
    found = 0
    for path in sorted((repo_root / "xccviz").rglob("*.py")):
        if "later(" not in path.read_text(encoding="utf-8"):
            continue
        name = ".".join(path.relative_to(repo_root).with_suffix("").parts)
        for value in vars(importlib.import_module(name)).values():
            if type(value).__name__ == "_Later":
                assert value.groups >= 0
                found += 1
    assert found > 80


def test_no_pattern_is_compiled_when_the_program_starts() -> None:
    child = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert child.stdout == "[]\n"
