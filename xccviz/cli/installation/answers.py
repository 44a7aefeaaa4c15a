"""What a check raises for what an installation may lack."""

from __future__ import annotations


class NotHere(Exception):  # noqa: N818 - nothing is wrong: a part that is optional is not there
    """Something optional is not there; `hint` says how to get it, "" where nothing is to be done."""

    def __init__(self, words: str, hint: str = "") -> None:
        super().__init__(words)
        self.words, self.hint = words, hint
