"""Reports of bugs of commands: each in a folder of its own among the temporary files, where a window finds them."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from xccviz.values import frozen
from xccviz.whole import read_handle

PREFIX, NAME = "xccviz-report-", "report.txt"
LARGEST = 1_000_000
"""Bytes of a report that is read; longer ones are somebody else's."""


@frozen
class KeptReport:
    """One that was found: where, and what it says."""

    path: Path
    text: str


def keep_report(text: str) -> Path | None:
    """Write it into a new file; None where that is not possible."""
    with contextlib.suppress(OSError, ValueError):
        path = Path(tempfile.mkdtemp(prefix=PREFIX)) / NAME
        path.write_text(text, encoding="utf-8", errors="backslashreplace")
        return path
    return None


def kept_reports(most: int) -> tuple[KeptReport, ...]:
    """The latest ones of this user, the latest first. Never raises: what can't be read is left out."""
    found = sorted(_folders(), reverse=True)[:most]
    read = ((path, _read(path)) for _, path in found)
    return tuple(KeptReport(path, text) for path, text in read if text is not None)


def _folders() -> Iterator[tuple[int, Path]]:
    """When each was written, and its file."""
    with contextlib.suppress(OSError), os.scandir(tempfile.gettempdir()) as entries:
        for entry in entries:
            if entry.name.startswith(PREFIX):
                with contextlib.suppress(OSError):
                    path = Path(entry.path) / NAME
                    state = path.lstat()
                    if stat.S_ISREG(state.st_mode) and entry.is_dir(follow_symlinks=False) and _own(state):
                        yield state.st_mtime_ns, path


def _own(state: os.stat_result) -> bool:
    """Whether a file is this user's: in a folder that all share anybody may put one of that name."""
    return not hasattr(os, "getuid") or state.st_uid == os.getuid()


def _read(path: Path) -> str | None:
    with contextlib.suppress(OSError):
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            return read_handle(file.fileno(), LARGEST).decode("utf-8", "replace")
    return None
