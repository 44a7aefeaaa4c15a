"""No test asks a clock: on a busy machine its answer says nothing. `tests/effort.py` has what to ask instead."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

CLOCKS = {"sleep", "perf_counter", "perf_counter_ns", "process_time", "time_ns", "thread_time"}
HOME = "tests/effort.py"


def clocks(source: str) -> Iterator[int]:
    """Lines that call a clock of `time`, or take the difference of two times of one."""
    if not re.search(r"\btime\b", source):
        return  # most files: to read them all would take seconds
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            yield node.lineno
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "time":
            if node.attr in CLOCKS:
                yield node.lineno
        elif (
            isinstance(node, ast.BinOp)
            and isinstance(node.op, ast.Sub)
            and "time.monotonic" in ast.unparse(node)
        ):
            yield node.lineno


def test_no_test_asks_a_clock(repo_root: Path) -> None:
    asked = {
        f"{path.relative_to(repo_root)}:{line}"
        for path in sorted((repo_root / "tests").rglob("*.py"))
        if path.relative_to(repo_root).as_posix() != HOME
        for line in clocks(path.read_text(encoding="utf-8"))
    }
    assert asked == set()


def test_one_that_does_is_found() -> None:
    for source in (
        "import time\ntime.sleep(1)",
        "import time\nassert time.monotonic() - began < 1",
        "from time import perf_counter",
        "import time\nbegan = time.perf_counter()",
    ):
        assert list(clocks(source))
    assert not list(clocks("import time\nask(deadline=time.monotonic() + 5)"))
