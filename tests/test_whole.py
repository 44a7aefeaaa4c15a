"""Whatever a path names is read without blocking, up to a limit and within a time, or refused in words."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from xccviz.whole import expanded, read_handle, read_whole

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pipes and devices of POSIX")


def test_a_file_is_read_and_a_larger_one_refused(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x" * 100)
    assert read_whole(path, 100) == b"x" * 100
    with pytest.raises(OSError, match="larger") as caught:
        read_whole(path, 99)
    assert caught.value.errno == errno.EFBIG


def test_a_pipe_without_a_writer_is_given_up_soon(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(TimeoutError, match="nobody writes to it"):
        read_whole(tmp_path / "pipe", 100, 0.05)


def test_a_pipe_is_read_to_its_end(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    data = os.urandom(300_000)
    writer = threading.Thread(target=(tmp_path / "pipe").write_bytes, args=(data,))
    writer.start()
    assert read_whole(tmp_path / "pipe", 1 << 20) == data
    writer.join()


def test_a_pipe_whose_writer_is_silent_is_given_up_in_time(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    writer = os.open(tmp_path / "pipe", os.O_RDWR)
    try:
        with pytest.raises(TimeoutError, match="time was up"):
            read_whole(tmp_path / "pipe", 100, 0.05)
        reader, silent = os.pipe()
        with pytest.raises(TimeoutError, match="time was up"):
            read_handle(reader, 100, 0.05)
        os.close(silent)
        assert read_handle(reader, 100, 0.05) == b""
        os.close(reader)
    finally:
        os.close(writer)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no devices here")
def test_devices_and_directories_are_refused_and_nothing_is_nothing(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="device"):
        read_whole("/dev/zero", 100)
    with pytest.raises(IsADirectoryError):
        read_whole(tmp_path, 100)
    assert read_whole(os.devnull, 100) == b""


def test_a_circle_of_links_and_a_home_that_nobody_has_are_errors_of_files(tmp_path: Path) -> None:
    (tmp_path / "one").symlink_to("two")
    (tmp_path / "two").symlink_to("one")
    reads: list[Callable[[], object]] = [
        lambda: read_whole(tmp_path / "one", 100),
        lambda: expanded("~nobody-is-called-so/x"),
    ]
    for read in reads:
        with pytest.raises(OSError):
            read()
