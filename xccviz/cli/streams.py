"""Standard output and standard error as a command gets them: there, in an encoding that is safe, and never the reason
of another exit status.
"""

from __future__ import annotations

import codecs
import contextlib
import io
import os
import sys
from typing import TextIO, cast


def standard_output() -> TextIO:
    """Standard output, or a hole where the process has none (pythonw)."""
    return _safe(sys.stdout)


def standard_error() -> TextIO:
    """Standard error; where it can't be written (a full disk, nobody reads), what is said there is lost in silence."""
    return cast(TextIO, _Unfailing(_safe(sys.stderr)))


def silence(stream: TextIO | None) -> None:
    """Let the interpreter's last flush of a stream go nowhere instead of complaining, and changing the exit status."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        null = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(null, stream.fileno() if stream is not None else -1)
        finally:
            os.close(null)


def _safe(stream: TextIO | None) -> TextIO:
    """The stream; one whose encoding does not hold ASCII as it is (UTF-16, EBCDIC) as UTF-8: half of its bytes would be
    control characters to whoever reads it."""
    if stream is None:
        return open(os.devnull, "w", encoding="utf-8")
    if isinstance(stream, io.TextIOWrapper) and not _holds_ascii(stream.encoding):
        with contextlib.suppress(OSError, ValueError):
            stream.reconfigure(encoding="utf-8")
    return stream


def _holds_ascii(encoding: str) -> bool:
    try:
        return codecs.encode("Az~", encoding) == b"Az~"
    except (LookupError, ValueError, TypeError):
        return False


class _Unfailing(io.TextIOBase):
    """A stream of text whose writing never fails."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    @property
    def encoding(self) -> str:  # type: ignore[override] # io says it is a plain attribute
        """That of the stream itself."""
        return getattr(self._stream, "encoding", None) or "utf-8"

    def isatty(self) -> bool:
        """Whether a person reads along."""
        return self._stream.isatty()

    def fileno(self) -> int:
        """The number of the stream itself. Raises OSError where it has none."""
        return self._stream.fileno()

    def write(self, text: str) -> int:
        """Write what can be written."""
        try:
            return self._stream.write(text)
        except (OSError, ValueError):
            silence(self._stream)
            return len(text)

    def flush(self) -> None:
        """Hand it on, as far as that is possible."""
        try:
            self._stream.flush()
        except (OSError, ValueError):
            silence(self._stream)
