"""A first word that was meant to be a command: `sampels`, `help`."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence

from xccviz.catalogue import tr
from xccviz.model.errors import UserError
from xccviz.patterns import later

_WORD = later(r"[A-Za-z][A-Za-z_-]{1,19}")
_CLOSE = 0.6


def helped(arguments: Sequence[str], commands: Collection[str]) -> list[str] | None:
    """`help` and `help COMMAND` as the arguments that do the same, None for all else."""
    words = [word for word in arguments if not word.startswith("-")]
    if not words or words[0] != "help":
        return None
    return [*(word for word in words[1:2] if word in commands), "--help"]


def check_word(word: str, commands: Collection[str]) -> None:
    """Raises UserError (usage) for a word that opens nothing and is nearly a command."""
    if not _WORD.fullmatch(word) or os.path.exists(word):
        return
    import difflib  # late, all of them: most words are a command

    from xccviz.sources.classify import classify
    from xccviz.sources.recognise.references import NotOpenable

    if not isinstance(classify(word), NotOpenable):
        return

    near = difflib.get_close_matches(word.lower().replace("_", "-"), list(commands), n=2, cutoff=_CLOSE)
    if near:
        raise UserError(
            tr("no command {word}; did you mean {names}?", word=word, names=tr(" or ").join(near)),
            tr("`xccviz --help` lists the commands. A file of that name is given as ./{word}.", word=word),
            kind="usage",
        )
