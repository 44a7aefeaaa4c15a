"""docs/python.md and README's lines of Python run and print what stands there; so does the notebook."""

from __future__ import annotations

import doctest
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import xccviz

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
OPTIONS = doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL
SAMPLE = "sample:tutorial-parallel-3-one-panics"


def blocks(page: str, language: str) -> list[str]:
    """The fenced blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", page, flags=re.M | re.S)


def test_the_examples_print_what_they_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    sessions = blocks(PAGE, "pycon")
    assert len(sessions) >= 6
    names: dict[str, Any] = {}
    for number, session in enumerate(sessions):
        test = doctest.DocTestParser().get_doctest(session, names, f"example {number}", "docs/python.md", 0)
        said: list[str] = []
        runner = doctest.DocTestRunner(optionflags=OPTIONS)
        runner.run(test, out=said.append, clear_globs=False)
        names = test.globs
        assert runner.summarize(verbose=False).failed == 0, "".join(said)


def test_an_example_that_prints_something_else_would_be_seen() -> None:
    test = doctest.DocTestParser().get_doctest(">>> 1 + 1\n3\n", {}, "wrong", None, 0)
    runner = doctest.DocTestRunner(optionflags=OPTIONS)
    runner.run(test, out=lambda text: None)
    assert runner.summarize(verbose=False).failed == 1


def test_the_other_examples_are_python_that_uses_what_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "captures").mkdir()
    monkeypatch.chdir(tmp_path)
    tx = xccviz.open(SAMPLE)
    tx.save("captures/one.xcc.json")
    tx.save("run.xcc.json")
    monkeypatch.setattr("xccviz.open", opened_here)
    for page in (PAGE, README):
        for source in blocks(page, "python"):
            exec(compile(source, "an example", "exec"), {})


opened = xccviz.open


def opened_here(given: Any, **options: Any) -> Any:
    """`xccviz.open`, that of a hash opens the sample instead."""
    return opened(SAMPLE if isinstance(given, str) and len(given) > 40 else given, **options)


def test_readme_has_ten_lines_of_python() -> None:
    (source,) = blocks(README, "python")
    assert len(source.splitlines()) <= 12 and "xccviz.open(" in source


def test_the_page_names_every_error() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| (\d) \|", PAGE, flags=re.M))
    kinds = {
        name: getattr(xccviz, name).exit_code
        for name in xccviz.__all__
        if isinstance(getattr(xccviz, name), type) and issubclass(getattr(xccviz, name), xccviz.Error)
    }
    del kinds["Error"]  # all of them
    assert {name: int(code) for name, code in rows.items()} == kinds


# ------------------------------------------------------------------------------------------------------- the notebook

NOTEBOOK = ROOT / "docs" / "notebook.ipynb"
RUN = """
import ast, json, sys, traceback
names = {"__name__": "__main__"}
for source in json.load(sys.stdin):
    body = ast.parse(source).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    said, shown = [], None
    names["print"] = lambda *words, sep=" ", end="\\n": said.append(sep.join(map(str, words)) + end)
    exec(compile(ast.Module(body, []), "a cell", "exec"), names)
    if last is not None:
        value = eval(compile(ast.Expression(last.value), "a cell", "eval"), names)
        if value is not None:
            html = getattr(value, "_repr_html_", lambda: None)()
            shown = {"text/plain": repr(value)} | ({"text/html": html} if html else {})
    print(json.dumps({"stdout": "".join(said), "shown": shown}))
"""


def outputs(cell: dict[str, Any]) -> dict[str, Any]:
    """What a cell of a notebook has kept: what it printed, and the value it ends with."""
    printed = "".join("".join(one["text"]) for one in cell["outputs"] if one["output_type"] == "stream")
    shown = [one["data"] for one in cell["outputs"] if one["output_type"] == "execute_result"]
    return {
        "stdout": printed,
        "shown": {kind: "".join(lines) for kind, lines in shown[0].items()} if shown else None,
    }


def test_the_notebook_gives_what_it_has_kept() -> None:
    """Its cells run in order, without Jupyter; `python -m tests.docs.test_python_page` writes what they give."""
    cells = code_cells()
    given = run_cells(["".join(cell["source"]) for cell in cells])
    for cell, now in zip(cells, given, strict=True):
        assert outputs(cell) == now, "stale: run python -m tests.docs.test_python_page"
    assert any("<svg" in (now["shown"] or {}).get("text/html", "") for now in given)
    assert NOTEBOOK.stat().st_size < 200_000


def code_cells() -> list[dict[str, Any]]:
    """The cells of the notebook that are code."""
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    assert notebook["nbformat"] == 4
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def run_cells(sources: list[str]) -> list[dict[str, Any]]:
    """What cells print and end with, in a process of their own."""
    done = subprocess.run(
        [sys.executable, "-c", RUN],
        input=json.dumps(sources),
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def write() -> None:
    """Run the cells of the notebook and keep what they give."""
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    for number, (cell, now) in enumerate(
        zip(cells, run_cells(["".join(cell["source"]) for cell in cells]), strict=True), 1
    ):
        cell["execution_count"], cell["outputs"] = number, []
        if now["stdout"]:
            lines = now["stdout"].splitlines(keepends=True)
            cell["outputs"].append({"output_type": "stream", "name": "stdout", "text": lines})
        if now["shown"] is not None:
            data = {kind: text.splitlines(keepends=True) for kind, text in now["shown"].items()}
            cell["outputs"].append(
                {"output_type": "execute_result", "execution_count": number, "metadata": {}, "data": data}
            )
    NOTEBOOK.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
