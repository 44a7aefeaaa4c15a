"""The documentation is a site: every page has its place, and the strict build takes it (where MkDocs is installed)."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
NAV = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:\n")[2].partition("\nnot_in_nav")[0]


def test_every_page_has_its_place_in_the_menu() -> None:
    listed = re.findall(r"([\w/.-]+\.md)$", NAV, flags=re.M)
    pages = {path.name for path in (ROOT / "docs").glob("*.md")} - {"STATE.md"}
    assert pages <= set(listed)
    assert len(listed) == len(set(listed))


@pytest.mark.installed
@pytest.mark.skipif(find_spec("mkdocs") is None, reason="needs the extra docs")
def test_it_is_built_and_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    built = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--quiet",
        "--strict",
        "--site-dir",
        str(tmp_path / "site"),
    ]
    done = subprocess.run(built, cwd=ROOT, capture_output=True, text=True, check=False, timeout=110)
    assert done.returncode == 0, done.stdout + done.stderr
    errors = (tmp_path / "site" / "errors.html").read_text(encoding="utf-8")
    assert "GuestPanic" in errors and "<table>" in errors
    for page in (tmp_path / "site").glob("*.html"):  # where a table is written, its | has one
        escaped = re.findall(r"<td>[^\n]*\\\|[^\n]*</td>", page.read_text(encoding="utf-8"))
        assert escaped == [], page.name
