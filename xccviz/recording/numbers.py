"""Numbers of the captures in a folder, each given once, also where several record into it at the same time."""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path

_CAPTURE = re.compile(r"(\d{3,9})-.*\.xcc\.json", re.DOTALL)


class Numbers:
    """Gives numbers from after those that lie in `folder`. One that is given is held by an empty file until it is let
    go, which is when its capture is there, or none will be. A folder that can't be written to holds nothing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: set[int] = set()
        taken = (match for name in self._names() if (match := _CAPTURE.fullmatch(name)))
        self.last = max((int(match[1]) for match in taken), default=0)

    def next(self) -> int:
        """The next number that nobody has."""
        number = self.last + 1
        while not self._hold(number):
            number += 1
        self.last = number
        return number

    def let_go(self, number: int) -> None:
        """Hold it no more."""
        if number in self._held:
            self._held.remove(number)
            with contextlib.suppress(OSError):
                self._place(number).unlink(missing_ok=True)

    def _hold(self, number: int) -> bool:
        try:
            os.close(os.open(self._place(number), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        except FileExistsError:
            return False
        except OSError:  # nobody can keep anything there
            return True
        self._held.add(number)
        # Looked at now that it is held: whoever had it before let it go when the capture was there.
        if any(name.startswith(f"{number:03}-") for name in self._names()):
            self.let_go(number)
            return False
        return True

    def _place(self, number: int) -> Path:
        return self._folder / f".{number:03}.recording"

    def _names(self) -> list[str]:
        with contextlib.suppress(OSError):
            return os.listdir(self._folder)
        return []
