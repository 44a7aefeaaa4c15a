"""Regular expressions that are compiled when they are first used: a start compiles none of the hundred there are.

_HASH = later(r"[1-9A-HJ-NP-Za-km-z]{43,44}")
"""

from __future__ import annotations

import re
from typing import cast


class _Later:
    """Stands for a compiled pattern, which it becomes when one of its methods is asked for; each is then its own."""

    compiled: re.Pattern[str]

    def __init__(self, text: str, flags: int) -> None:
        self._text, self._flags = text, flags

    def __getattr__(self, name: str) -> object:
        found = re.compile(self._text, self._flags) if name == "compiled" else getattr(self.compiled, name)
        self.__dict__[name] = found
        return found


def later(text: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`, but done at the first use: a mistake in `text` shows there (and in tests, which compile all).
    What it gives has the methods of a pattern and can't be handed to functions of `re`."""
    return cast("re.Pattern[str]", _Later(text, flags))
