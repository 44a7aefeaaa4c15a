"""Conventions that a linter doesn't know: public things say what they are, and a module fits in the head."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCES = sorted((ROOT / "xccviz").rglob("*.py"))
LONGEST = 400
SHORTER = {"xccviz/gui/window.py": 250}
"""Where everything meets least may be: the window only puts together what others made."""

CAMEL = re.compile(r"^[a-z]+[A-Z]\w*$")
# Qt's virtual functions whose names are not camelCase; their meaning is Qt's.
QT_LOWER = frozenset(
    [
        "accept",
        "cellX",
        "columnCount",
        "data",
        "event",
        "flags",
        "index",
        "match",
        "paint",
        "parent",
        "reject",
        "setup",
        "shape",
        "sort",
        "timeout",
    ]
)


def name_of(path: Path) -> str:
    """Return a source's name as the tests show it."""
    return path.relative_to(ROOT).as_posix()


def undocumented(path: Path) -> Iterator[str]:
    """Yield the public modules, classes, functions and methods of a file that have no docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if tree.body and ast.get_docstring(tree) is None:
        yield "the module"
    in_gui = "gui" in path.relative_to(ROOT).parts
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            if public(node.name) and ast.get_docstring(node) is None and not marked(node, "overload"):
                yield f"{node.name} (line {node.lineno})"
        elif isinstance(node, ast.ClassDef) and public(node.name):
            if ast.get_docstring(node) is None:
                yield f"{node.name} (line {node.lineno})"
            yield from undocumented_methods(node, in_gui)


def undocumented_methods(owner: ast.ClassDef, in_gui: bool) -> Iterator[str]:
    """Yield a class's public methods without a docstring, except overrides of Qt's."""
    for node in owner.body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or not public(node.name):
            continue
        if owner.bases and in_gui and (CAMEL.match(node.name) or node.name in QT_LOWER):
            continue
        if marked(node, "overload", "setter"):
            continue
        if ast.get_docstring(node) is None:
            yield f"{owner.name}.{node.name} (line {node.lineno})"


def marked(node: ast.FunctionDef | ast.AsyncFunctionDef, *marks: str) -> bool:
    """Say whether a function is decorated by one of these."""
    return any(mark in ast.dump(decorator) for decorator in node.decorator_list for mark in marks)


def public(name: str) -> bool:
    """Say whether a name is meant for others."""
    return not name.startswith("_")


def test_what_is_public_has_a_docstring() -> None:
    assert [f"{name_of(path)}: {thing}" for path in SOURCES for thing in undocumented(path)] == []


def test_a_module_fits_in_the_head() -> None:
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert {name: n for name, n in lengths.items() if n > SHORTER.get(name, LONGEST)} == {}


def test_the_shorter_ones_are_there() -> None:
    assert set(SHORTER) <= set(map(name_of, SOURCES))


def test_every_ignore_has_a_code_and_a_reason() -> None:
    bare = [
        f"{name_of(path)}, line {number}: {mark}"
        for path in SOURCES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        for mark in re.findall(r"#\s*type:\s*ignore.*|#\s*noqa.*", line)
        if not re.search(r"(\[[\w, -]+\]|noqa:\s*\w+(,\s*\w+)*)\s*[-#–:]+\s*\w+", mark)
    ]
    assert bare == []
