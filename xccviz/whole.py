"""Reading a file as a whole, whatever it is: opened without blocking, up to a limit, within a time.

A path may name a pipe that nobody writes to, a device without an end, or a file of /proc that waits for news. Asked of
the open file, not of the path: what stands there may be another thing a moment later.
"""

from __future__ import annotations

import contextlib
import errno
import os
import select
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from xccviz.catalogue import tr

SECONDS = 30.0
"""What reading or writing one thing may take where nobody says otherwise."""
SETTINGS_BYTES = 16 << 20
"""Largest file of settings or notes that is read; ours have a few thousand bytes."""
_WRITER_SECONDS = 1.0
_PAUSE_SECONDS = 0.02
_PIECE = 1 << 20


def expanded(path: str | Path) -> Path:
    """A path with its leading ~ or ~name expanded. Raises FileNotFoundError where nobody has such a home."""
    try:
        return Path(path).expanduser()
    except RuntimeError as error:
        raise FileNotFoundError(errno.ENOENT, tr("nobody here has the home that ~ stands for")) from error


def read_whole(path: str | Path, most: int, seconds: float = SECONDS) -> bytes:
    """All bytes of the file at `path`, a leading ~ not expanded. A pipe is read while somebody writes to it.

    Raises OSError whose `strerror` is for people: EFBIG beyond `most` bytes, ETIMEDOUT after `seconds` (a pipe that
    nobody writes to: after one), EINVAL for a device. An empty /dev/null is empty.
    """
    flags = (
        os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
    )
    handle = os.open(path, flags)
    try:
        return read_handle(handle, most, seconds)
    except OSError as error:
        error.filename = error.filename or str(path)
        raise
    finally:
        os.close(handle)


def read_handle(handle: int, most: int, seconds: float | None = SECONDS) -> bytes:
    """The same of an open file, standard input say; `seconds` None: as long as it takes. It stays open."""
    state = os.fstat(handle)
    if stat.S_ISDIR(state.st_mode):
        raise IsADirectoryError(errno.EISDIR, tr("it is a directory"))
    terminal = stat.S_ISCHR(state.st_mode) and os.isatty(handle)
    if (stat.S_ISBLK(state.st_mode) or stat.S_ISCHR(state.st_mode)) and not terminal and not _is_null(state):
        raise OSError(errno.EINVAL, tr("it is a device, not a file"))
    if stat.S_ISREG(state.st_mode) and state.st_size > most:
        raise _too_large(most)
    found = bytearray()
    for piece in _pieces(handle, stat.S_ISFIFO(state.st_mode), None if terminal else seconds):
        found += piece
        if len(found) > most:
            raise _too_large(most)
    return bytes(found)


def wait_for(handle: int, until: float | None, *, writing: bool = False) -> None:
    """Wait until something can be read (or written). Raises TimeoutError (ETIMEDOUT) at `until`, on the monotonic
    clock."""
    left = None if until is None else max(0.0, until - time.monotonic())
    try:
        ready = select.select([] if writing else [handle], [handle] if writing else [], [], left)
    except (OSError, ValueError):  # what can't be waited for (Windows: all but sockets) is merely tried
        time.sleep(_PAUSE_SECONDS)
        ready = ([], [], []) if until is not None and time.monotonic() >= until else ([handle], [], [])
    if not any(ready):
        raise TimeoutError(errno.ETIMEDOUT, tr("the time was up before its end came"))


def _pieces(handle: int, is_pipe: bool, seconds: float | None) -> Iterator[bytes]:
    begun = time.monotonic()
    until = None if seconds is None else begun + seconds
    writer_until = begun + min(_WRITER_SECONDS, seconds or _WRITER_SECONDS)
    some = False
    blocking = getattr(os, "get_blocking", lambda handle: True)(handle)
    while True:
        if blocking and until is not None and os.name == "posix":
            wait_for(handle, until)
        try:
            piece = os.read(handle, _PIECE)
        except BlockingIOError:
            wait_for(handle, until)
            continue
        if not piece and is_pipe and not some and not blocking and time.monotonic() < writer_until:
            time.sleep(_PAUSE_SECONDS)  # opened before whoever writes to it
            continue
        if not piece and is_pipe and not some and not blocking:
            raise TimeoutError(errno.ETIMEDOUT, tr("it is a pipe, and nobody writes to it"))
        if not piece:
            return
        some = True
        yield piece
        if until is not None and time.monotonic() > until:
            raise TimeoutError(errno.ETIMEDOUT, tr("the time was up before its end came"))


def _is_null(state: os.stat_result) -> bool:
    with contextlib.suppress(OSError):
        return state.st_rdev == os.stat(os.devnull).st_rdev
    return False


def _too_large(most: int) -> OSError:
    size = f"{most >> 20} MiB" if most >= 1 << 20 else f"{most >> 10} KiB"
    return OSError(errno.EFBIG, tr("it is larger than {size}", size=size))
