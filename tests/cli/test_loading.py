"""A command loads what it uses: on a small file loading is nearly all that it does."""

from __future__ import annotations

import gc
import gzip
import subprocess
import sys
from pathlib import Path

import pytest

from xccviz.cli.main import main
from xccviz.resources import read_bytes

LATE = {
    "asyncio", "base64", "dataclasses", "email", "gzip", "http", "importlib.metadata", "inspect", "logging", "lzma",
    "shutil", "socket", "sqlite3", "ssl", "tempfile", "threading", "tomllib", "traceback", "urllib.request", "xml",
    "zipfile", "xccviz.annotations", "xccviz.cli.commands.show", "xccviz.display.drawings", "xccviz.export.svg",
    "xccviz.gui", "xccviz.layout", "xccviz.query", "xccviz.sources.network.fetch", "xccviz.sources.store.cache",
}  # fmt: skip
"""What only other commands, the network, packed files or errors need."""

SCRIPT = """
import sys
before = set(sys.modules)
from xccviz.cli.main import main
assert main(sys.argv[1:]) == 0
print(*sorted(set(sys.modules) - before))
"""


def test_a_file_is_exported_without_the_network_the_drawings_or_the_other_commands(tmp_path: Path) -> None:
    given = tmp_path / "answer.json"
    given.write_bytes(gzip.decompress(read_bytes("samples", "tutorial-parallel-3-ok.xcc.json.gz")))
    command = ["export", str(given), "--to", "json", "-o", str(tmp_path / "out.json"), "-q"]
    child = subprocess.run(
        [sys.executable, "-c", SCRIPT, *command], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert LATE & set(child.stdout.split()) == set()


def test_the_process_that_calls_run_in_can_start_before_what_reads_documents_is_loaded(
    tmp_path: Path,
) -> None:
    script = "import sys, xccviz.cli.main, xccviz.cli.commands.replay; print(*sys.modules)"
    child = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    late = {
        "xccviz.analysis",
        "xccviz.document",
        "xccviz.graph",
        "xccviz.opening.open",
        "xccviz.sources.files.read",
    }
    assert late & set(child.stdout.split()) == set()


def test_the_collector_rests_during_a_command_and_is_as_it_was_afterwards(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seen: list[bool] = []
    monkeypatch.setattr("xccviz.cli.commands.samples.run", lambda context: seen.append(gc.isenabled()) or 0)
    was = gc.isenabled()
    try:
        for before in (gc.enable, gc.disable):
            before()
            expected = gc.isenabled()
            assert main(["samples"]) == 0
            assert gc.isenabled() == expected
            assert main(["samples", "--nonsense"]) == 2
            assert gc.isenabled() == expected
    finally:
        (gc.enable if was else gc.disable)()
    assert seen == [False, False]
