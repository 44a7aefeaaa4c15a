"""A file is the old one or the whole new one, nothing else stays behind, and nothing is replaced by a slip."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from xccviz import atomic
from xccviz.atomic import holds_something, same_file, write_atomic
from xccviz.model.errors import UserError

posix = pytest.mark.skipif(os.name != "posix", reason="pipes, modes and links of POSIX")


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_it_is_written_and_replaced_and_nothing_else_stays(tmp_path: Path) -> None:
    path = tmp_path / "out"
    for data in (b"one", b"two"):
        write_atomic(path, data)
        assert path.read_bytes() == data
        assert names(tmp_path) == {"out"}


@posix
@pytest.mark.parametrize("nameless", [True, False])
def test_the_mode_stays_and_links_are_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nameless: bool
) -> None:
    if not nameless:
        monkeypatch.setattr(atomic, "_nameless", lambda folder: None)
    path = tmp_path / "out"
    path.write_bytes(b"old")
    path.chmod(0o640)
    (tmp_path / "link").symlink_to("out")
    write_atomic(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert names(tmp_path) == {"out", "link"}


@posix
def test_a_failed_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out"
    path.write_bytes(b"old")

    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserError, match="No space left") as caught:
        write_atomic(path, b"new")
    assert caught.value.kind == "output"
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == {"out"}


@posix
def test_a_read_only_file_is_replaced_by_force_only(tmp_path: Path) -> None:
    path = tmp_path / "out"
    path.write_bytes(b"old")
    path.chmod(0o444)
    with pytest.raises(UserError, match="read-only") as caught:
        write_atomic(path, b"new")
    assert "--force" in caught.value.hint
    assert path.read_bytes() == b"old"
    write_atomic(path, b"new", force=True)
    assert path.read_bytes() == b"new"


@posix
def test_a_pipe_without_a_reader_is_refused_and_one_with_a_reader_filled(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(UserError, match="nobody reads from it"):
        write_atomic(pipe, b"x")
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    os.set_blocking(reader, True)
    data, found = os.urandom(300_000), bytearray()
    writer = threading.Thread(target=write_atomic, args=(pipe, data))
    writer.start()
    while len(found) < len(data):  # nothing comes before the writer has opened it
        found += os.read(reader, 1 << 16)
    writer.join()
    os.close(reader)
    assert bytes(found) == data


@posix
@pytest.mark.parametrize("address", ["/proc/self/fd/{}", "/dev/fd/{}"])
def test_an_open_file_is_written_to_where_it_stands(tmp_path: Path, address: str) -> None:
    with (tmp_path / "out").open("wb") as file:
        file.write(b"before ")
        file.flush()
        write_atomic(address.format(file.fileno()), b"after")
    assert (tmp_path / "out").read_bytes() == b"before after"
    assert names(tmp_path) == {"out"}


@posix
@pytest.mark.parametrize("path", ["loop", "~nobody-is-called-so/x", ".", "missing/x", "x" * 300])
def test_what_cannot_be_written_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path("loop").symlink_to("loop")
    with pytest.raises(UserError) as caught:
        write_atomic(path, b"x")
    assert caught.value.kind == "output"
    assert names(tmp_path) == {"loop"}


@posix
def test_what_a_killed_writer_left_is_removed_and_what_a_live_one_holds_is_not(tmp_path: Path) -> None:
    left = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True
    )
    dead = tmp_path / f".out.{int(left.stdout)}-0123abcd.xccviz-tmp"
    held = tmp_path / f".out.{os.getpid()}-0123abcd.xccviz-tmp"
    other = tmp_path / ".out.xccviz-tmp"
    for path in (dead, held, other):
        path.write_bytes(b"half")
    write_atomic(tmp_path / "out", b"whole")
    assert names(tmp_path) == {"out", held.name, other.name}


@posix
def test_one_file_by_two_names(tmp_path: Path) -> None:
    path = tmp_path / "one"
    path.write_bytes(b"x")
    (tmp_path / "two").symlink_to("one")
    os.link(path, tmp_path / "three")
    assert same_file(path, tmp_path / "two")
    assert same_file(path, tmp_path / "three")
    assert not same_file(path, tmp_path / "four")
    assert not same_file("/dev/null", "/dev/null")
    assert holds_something(path)
    assert not holds_something(tmp_path / "four")
    assert not holds_something("/dev/null")


@pytest.mark.skipif(os.name != "posix", reason="a slash at the end is the system's to judge")
def test_what_ends_like_a_folder_and_is_none_is_not_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"old")
    for name, said in (("none/", os.strerror(errno.ENOENT)), ("file/", os.strerror(errno.ENOTDIR))):
        with pytest.raises(UserError, match=said):
            write_atomic(f"{tmp_path}/{name}", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert (tmp_path / "file").read_bytes() == b"old"
