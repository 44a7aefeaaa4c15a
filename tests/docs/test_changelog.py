"""Fragments of the changelog can be gathered: each has a kind that is known, and says something."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def test_every_fragment_has_a_kind_and_words() -> None:
    for path in (ROOT / "changelog.d").iterdir():
        if path.name != "README.md":
            assert re.fullmatch(r"\+[a-z0-9-]+\.(added|changed|fixed|removed)\.md", path.name), path.name
            assert path.read_text(encoding="utf-8").strip(), path.name


def test_the_fragments_become_a_version(tmp_path: Path) -> None:
    for name in ("pyproject.toml", "CHANGELOG.md"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    (tmp_path / "changelog.d").mkdir()
    (tmp_path / "changelog.d" / "+made-up.fixed.md").write_text("A fault is mended.\n", encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "towncrier",
        "build",
        "--yes",
        "--version",
        "9.9.9",
        "--dir",
        str(tmp_path),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"## 9\.9\.9 .*\n\n### Fixed\n\n- A fault is mended\.", text)
    assert text.index("## 9.9.9") < text.index("## 0.1.0")
    assert not (tmp_path / "changelog.d" / "+made-up.fixed.md").exists()
