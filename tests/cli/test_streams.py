"""Standard streams as they may be: closed, full, for writing only, in an encoding that holds no ASCII."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.reference.recorded import HERE
from xccviz.cli import streams
from xccviz.cli.main import main
from xccviz.model.errors import UserError
from xccviz.sources.files.read import read_stdin

posix = pytest.mark.skipif(not Path("/dev/full").exists(), reason="the devices of Linux")
ANSWER = str(HERE / "public" / "indexer-one.json")


def xccviz(*arguments: str, **more: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "xccviz", *arguments],
        check=False,
        timeout=60,
        **{"stdin": subprocess.DEVNULL, **more},
    )


@posix
def test_a_full_standard_error_changes_no_exit_status() -> None:
    with open("/dev/full", "wb") as full:
        assert xccviz("show", "./no-such.json", stderr=full).returncode == 2
        assert xccviz("show", ANSWER, "-v", stderr=full, stdout=subprocess.DEVNULL).returncode == 0


def test_an_encoding_without_ascii_gives_way_to_utf_8() -> None:
    environ = {**os.environ, "PYTHONIOENCODING": "utf-16"}
    ended = xccviz("show", ANSWER, stdout=subprocess.PIPE, env=environ)
    assert ended.returncode == 0
    assert not set(ended.stdout.decode("utf-8")) & {"\x00", "\ufeff"}


@posix
def test_a_standard_input_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    for_writing = os.open(tmp_path / "out", os.O_WRONLY | os.O_CREAT)
    directory = os.open(tmp_path, os.O_RDONLY)
    reader, silent = os.pipe()
    for handle, said in ((for_writing, "can't be read"), (directory, "directory"), (reader, "time was up")):
        with pytest.raises(UserError, match=said) as caught:
            read_stdin(_Handle(handle), 0.05)  # type: ignore[arg-type]
        assert caught.value.kind == "malformed"
    for handle in (for_writing, directory, reader, silent):
        os.close(handle)


class _Handle(io.RawIOBase):
    """A stream that only knows its number: Python opens no directory and nothing for writing as one."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    def fileno(self) -> int:
        return self._handle


def test_a_closed_standard_input_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert main(["show", "-"]) == 5
    assert "standard input is closed" in capsys.readouterr().err


def test_a_stream_that_cannot_be_written_swallows_what_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(sys, "stderr", Full())
    assert main(["show", "./no-such.json"]) == 2
    assert streams.standard_error().write("x") == 1
