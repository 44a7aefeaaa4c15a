"""`make test` on a bare machine: what needs Qt is skipped with its reason, the rest runs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def test_without_qts_libraries_tests_of_windows_are_skipped_and_others_run(
    repo_root: Path, tmp_path: Path
) -> None:
    without = tmp_path / "PySide6"
    without.mkdir()
    (without / "__init__.py").touch()
    for module in ("QtCore", "QtGui", "QtWidgets"):
        (without / f"{module}.py").write_text(
            "raise ImportError('libEGL.so.1: cannot open shared object file')", encoding="utf-8"
        )
    shown = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-n0", "-rs", "-p", "no:cacheprovider"),
            *("tests/display/test_qt.py", "tests/display/test_look.py", "tests/model/test_amounts.py"),
        ],
        cwd=repo_root,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert shown.returncode == 0, shown.stdout + shown.stderr
    assert "Qt can't be loaded: libEGL.so.1" in shown.stdout
    assert " skipped" in shown.stdout.splitlines()[-1], shown.stdout
    assert " passed" in shown.stdout.splitlines()[-1], shown.stdout
