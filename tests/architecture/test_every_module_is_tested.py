"""Every module of the package is named by a test file: by its place and name (tests/words/test_roles.py names
xccviz/words/roles.py), or in a line above the imports of a file that tests several, which begins with `# covers:`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

PREFIX = "# covers:"


def modules(root: Path) -> set[str]:
    """The modules that hold code; a package's `__init__.py` only says what lies beside it."""
    return {
        path.relative_to(root).as_posix()
        for path in (root / "xccviz").rglob("*.py")
        if path.name != "__init__.py"
    }


def covered(path: Path) -> Iterator[str]:
    """What a test file says that it tests, above its imports."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith(("import ", "from ")):
            return
        if line.startswith(PREFIX):
            yield from (name.strip() for name in line.removeprefix(PREFIX).split(","))


def mirrored(root: Path, module: str) -> Path:
    """The test file whose place and name are the module's."""
    place = Path(module).relative_to("xccviz")
    return root / "tests" / place.parent / f"test_{place.name.lstrip('_')}"


def untested(root: Path, tests: Iterable[Path]) -> set[str]:
    """Modules that no test file names."""
    named = {name for test in tests for name in covered(test)}
    return {name for name in modules(root) - named if not mirrored(root, name).exists()}


@pytest.fixture(scope="module")
def tests(repo_root: Path) -> list[Path]:
    """All test files."""
    return sorted((repo_root / "tests").rglob("test_*.py"))


def test_every_module_is_named_by_a_test(repo_root: Path, tests: list[Path]) -> None:
    missing = sorted(untested(repo_root, tests))
    assert missing == [], "name each in a `# covers:` line above the imports of the test file that tests it"


def test_what_is_said_to_be_covered_is_there(repo_root: Path, tests: list[Path]) -> None:
    known = {path.relative_to(repo_root).as_posix() for path in (repo_root / "xccviz").rglob("*.py")}
    wrong = {test.name: lost for test in tests if (lost := sorted(set(covered(test)) - known))}
    assert wrong == {}, "a `# covers:` line names what is no module (any more)"


def test_covers_lines_stand_above_the_imports(tests: list[Path]) -> None:
    for test in tests:
        told = test.read_text(encoding="utf-8").count(f"\n{PREFIX} xccviz/")
        assert told <= sum(1 for _ in covered(test)), test


def test_a_module_without_a_test_and_a_wrong_line_are_found(tmp_path: Path) -> None:
    for name in ("xccviz/a/__init__.py", "xccviz/a/one.py", "xccviz/a/two.py", "xccviz/three.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "tests" / "a").mkdir(parents=True)
    test = tmp_path / "tests" / "a" / "test_one.py"
    test.write_text(
        '# covers: xccviz/three.py\n"""One."""\n# covers: xccviz/gone.py\nimport os\n# covers: xccviz/a/two.py\n'
    )
    assert untested(tmp_path, [test]) == {"xccviz/a/two.py"}
    assert set(covered(test)) - modules(tmp_path) == {"xccviz/gone.py"}
