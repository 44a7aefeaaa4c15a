"""Reports of bugs are found again, and nothing that only looks like one."""

# covers: xccviz/sources/store/reports.py

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from xccviz.sources.store.reports import LARGEST, keep_report, kept_reports


@pytest.fixture(autouse=True)
def _own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def test_the_latest_come_first() -> None:
    for number in range(5):
        path = keep_report(f"number {number}\ud800")
        assert path is not None
        os.utime(path, ns=(number, number))
    assert [report.text for report in kept_reports(3)] == [f"number {n}\\ud800" for n in (4, 3, 2)]


def test_what_only_looks_like_one_is_left_out(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("not a report")
    linked, large, folder, empty = (tmp_path / f"xccviz-report-{name}" for name in "abcd")
    for place in (linked, large, folder, empty):
        place.mkdir()
    (linked / "report.txt").symlink_to(secret)
    (large / "report.txt").write_bytes(bytes(LARGEST + 1))
    (folder / "report.txt").mkdir()
    (tmp_path / "xccviz-report-e").symlink_to(tmp_path / "elsewhere")
    assert kept_reports(9) == ()


def test_one_of_somebody_else_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    if not hasattr(os, "getuid"):
        pytest.skip("no users here")
    keep_report("mine")
    monkeypatch.setattr(os, "getuid", lambda: -1)
    assert kept_reports(9) == ()


def test_without_a_place_nothing_is_kept_and_nothing_raised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "no"))
    assert keep_report("x") is None
    assert kept_reports(9) == ()
