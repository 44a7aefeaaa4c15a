"""Writing a file so that it is either the old one or the whole new one, and leaves nothing else behind."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import time
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path

from xccviz.catalogue import tr
from xccviz.model.errors import Hint, UserError
from xccviz.patterns import later
from xccviz.whole import SECONDS, expanded, wait_for

_STREAM = later(r"/(?:dev|proc/self)/fd/(\d{1,6})")
_STREAMS = {"/dev/stdout": 1, "/dev/stderr": 2}
_ENDING = ".xccviz-tmp"
_READ_ONLY = tr("it is read-only")


def write_atomic(
    path: str | Path, data: bytes, *, force: bool = False, sync: bool = True, option: str = "-o"
) -> None:
    """Write `data` to `path` through a temporary file beside it and a rename; links are followed.

    With `sync` it is on the disk afterwards and outlives a loss of power; without, the system writes it when it likes.
    What is no regular file (a pipe, a device, /dev/stdout) is written to directly, within a time. A file that is
    read-only is replaced with `force` only. Raises UserError (output) when it can't be written; an existing file is
    then as it was. No temporary file stays behind; the first write to a folder removes those of writers that were
    killed. `option` names the place on the command line.
    """
    try:
        target = str(expanded(path))
        stream = _stream_of(target)
        if stream is not None:
            _write_all(os.dup(stream), data)
            return
        if str(path).endswith(("/", os.sep)):
            os.stat(os.path.join(target, ""))  # a folder is meant: where there is none, the system says so
        state = _state_of(target, os.lstat)
        is_link = state is not None and stat.S_ISLNK(state.st_mode)
        if is_link:
            state = _state_of(target, os.stat)
        if state is not None and stat.S_ISDIR(state.st_mode):
            raise IsADirectoryError(errno.EISDIR, tr("it is a directory"))
        if state is not None and not stat.S_ISREG(state.st_mode):
            _write_through(target, data)
            return
        if state is not None and not state.st_mode & 0o222 and not force:
            raise PermissionError(errno.EACCES, _READ_ONLY)
        _replace(os.path.realpath(target) if is_link else target, data, state, sync)
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise UserError(
            tr("cannot write {path}: {reason}", path=path, reason=reason),
            Hint(
                tr("Choose another place; --force replaces it. Nothing was changed.")
                if reason == _READ_ONLY
                else tr("Choose another place with {option}; nothing was changed.", option=option),
                tr("Choose another place; nothing was changed."),
            ),
            kind="output",
        ) from error


def holds_something(path: str | Path) -> bool:
    """Whether there is a file of that name with something in it; pipes, devices and streams hold nothing."""
    try:
        state = os.stat(expanded(path))
    except (OSError, ValueError):
        return False
    return stat.S_ISREG(state.st_mode) and state.st_size > 0 and _stream_of(str(path)) is None


def same_file(one: str | Path, other: str | Path) -> bool:
    """Whether two paths name one regular file that is there; of pipes and terminals that means nothing."""
    try:
        states = [os.stat(os.path.expanduser(path)) for path in (one, other)]
    except (OSError, ValueError):
        return False
    return os.path.samestat(*states) and stat.S_ISREG(states[0].st_mode)


def _stream_of(path: str) -> int | None:
    """The number of an open file that a path names: its own address can't be opened anew everywhere."""
    found = _STREAM.fullmatch(path) if path.startswith(("/dev/", "/proc/")) else None
    return int(found[1]) if found else _STREAMS.get(path)


def _state_of(target: str, ask: Callable[[str], os.stat_result]) -> os.stat_result | None:
    try:
        return ask(target)
    except FileNotFoundError:
        return None


def _write_through(target: str, data: bytes) -> None:
    try:
        handle = os.open(target, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0))
    except OSError as error:
        if error.errno == errno.ENXIO:
            raise OSError(errno.ENXIO, tr("nobody reads from it")) from error
        raise
    _write_all(handle, data)


def _write_all(handle: int, data: bytes) -> None:
    """Write to an open file and close it; a reader that stops reading is waited for a while."""
    try:
        rest, until = memoryview(data), time.monotonic() + SECONDS
        while rest:
            try:
                wait_for(handle, until, writing=True)
                rest = rest[os.write(handle, rest[:_PIECE]) :]
            except BlockingIOError:
                continue
    finally:
        os.close(handle)


_PIECE = 4096
"""What a pipe that is ready takes at once (PIPE_BUF): more could block for ever."""


def _replace(target: str, data: bytes, state: os.stat_result | None, sync: bool) -> None:
    folder, name = os.path.split(target)
    folder = folder or os.curdir
    _swept(folder)
    mode = stat.S_IMODE(state.st_mode) if state is not None else 0o666 & ~_umask()
    temporary = os.path.join(folder, f".{name[:40]}.{os.getpid()}-{os.urandom(4).hex()}{_ENDING}")
    nameless = _nameless(folder)
    try:
        handle = os.open(temporary, _NEW, 0o600) if nameless is None else nameless
        try:
            _lock(handle)
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(handle, rest) :]
            if sync:
                os.fsync(handle)
            if nameless is not None:
                # With a folder's handle Python follows the link, as it must here.
                os.link(f"/proc/self/fd/{handle}", temporary, src_dir_fd=handle, follow_symlinks=True)
        finally:
            os.close(handle)
        os.chmod(temporary, mode)
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)


def _nameless(folder: str) -> int | None:
    """A file without a name, of which nothing is left when its writer is killed; None where there is no such thing."""
    with contextlib.suppress(OSError, AttributeError):
        if _can_be_named():
            return os.open(folder, os.O_TMPFILE | os.O_WRONLY, 0o600)
    return None


@cache
def _can_be_named() -> bool:
    """Whether an open file can be given a name here; asked once a process."""
    return os.path.exists("/proc/self/fd")


@lru_cache(maxsize=64)
def _swept(folder: str) -> None:
    """`sweep`, once a process: a hundred files are written to one folder, and each look goes through all of them."""
    sweep(folder)


def sweep(folder: str | Path) -> None:
    """Remove the temporary files of writers that were killed. Never raises."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            writer = _TEMPORARY.fullmatch(entry.name) if entry.name.endswith(_ENDING) else None
            if writer is not None and not _lives(int(writer[1])):
                with contextlib.suppress(OSError):
                    _remove_if_left(entry.path)


_TEMPORARY = later(r"\..*\.(\d{1,10})-[0-9a-f]{8}" + re.escape(_ENDING), re.DOTALL)


def _lives(process: int) -> bool:
    """Whether a process of this number runs here; where that can't be asked harmlessly it is believed to."""
    if os.name != "posix":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _remove_if_left(path: str) -> None:
    """Remove a file that nobody has locked: a writer's number means nothing on another machine's folder."""
    handle = os.open(path, os.O_RDWR | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0))
    try:
        if _lock(handle):
            os.unlink(path)
    finally:
        os.close(handle)


def _lock(handle: int) -> bool:
    """Whether this process alone has the file now; never where the platform has no such locks."""
    try:
        import fcntl
    except ImportError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _umask() -> int:
    """The umask, which can only be read by setting it."""
    value = os.umask(0o077)
    os.umask(value)
    return value
