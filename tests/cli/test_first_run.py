# covers: xccviz/cli/first_run.py
"""`make run`: the window, or where none can be opened the answer as text and as a drawing."""

from __future__ import annotations

import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.test_screen import NO_DISPLAY, linux_only
from xccviz.cli import first_run
from xccviz.screen import DisplayProbe


@linux_only
def test_without_a_window_the_sample_is_printed_and_drawn(tmp_path: Path) -> None:
    code = (
        "import sys; from xccviz.cli.first_run import run_or_print; status = run_or_print([]); "
        "sys.exit(status or (9 if 'PySide6' in sys.modules else 0))"
    )
    env = {
        **NO_DISPLAY,
        "XCCVIZ_CACHE_DIR": str(tmp_path / "cache"),
        "XCCVIZ_CONFIG_DIR": str(tmp_path / "config"),
    }
    answer = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert answer.returncode == 0, answer.stderr
    assert "no display" in answer.stderr
    assert answer.stderr.count(first_run.SVG_NAME) == 1
    long, short = answer.stdout.split("\nIn short\n")
    assert (
        short.strip().startswith("! Succeeded, but bravo.near.get_value panicked")
        and len(short) < len(long) / 4
    )
    assert "step_two" in answer.stdout or "fail" in answer.stdout.lower()
    assert ET.parse(tmp_path / first_run.SVG_NAME).getroot().tag.endswith("svg")


def test_with_a_window_the_command_opens_it(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[list[str]] = []
    monkeypatch.setattr(first_run, "probe_display", lambda: DisplayProbe(ok=True))
    monkeypatch.setattr(first_run, "main", lambda argv: calls.append(argv) or 0)
    assert first_run.run_or_print(["sample:a", "--theme", "dark"]) == 0
    assert calls == [["gui", "sample:a", "--theme", "dark"]]
