"""Writing a file so that it is either the old one or the whole new one."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

from xccviz.catalogue import tr
from xccviz.model.errors import UserError

_BINARY = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)


def write_atomic(path: str | Path, data: bytes, *, sync: bool = True) -> None:
    """Write `data` to `path` through a temporary file beside it and a rename; links are followed.

    With `sync` it is on the disk afterwards and outlives a loss of power; without, the system writes it when it likes.
    What is no regular file (a pipe, /dev/stdout) is written to directly. Raises UserError (output) when it can't be
    written; an existing file is then as it was and no temporary file stays behind.
    """
    target = Path(path).expanduser()
    try:
        target = Path(os.path.realpath(target))
        if target.is_dir():
            raise IsADirectoryError(21, tr("it is a directory"), str(target))
        if target.exists() and not target.is_file():
            target.write_bytes(data)
            return
        _replace(target, data, sync)
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise UserError(
            tr("cannot write {path}: {reason}", path=path, reason=reason),
            tr("Choose another place with -o; nothing was changed."),
            kind="output",
        ) from error


def _replace(target: Path, data: bytes, sync: bool) -> None:
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o666 & ~_umask()
    temporary = f"{target.parent}/.{target.name[:40]}.{os.urandom(8).hex()}.tmp"
    handle = os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            if sync:
                file.flush()
                os.fsync(file.fileno())
        os.chmod(temporary, mode)
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def _umask() -> int:
    """The umask, which can only be read by setting it."""
    value = os.umask(0o077)
    os.umask(value)
    return value
