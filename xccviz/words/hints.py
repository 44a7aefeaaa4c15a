"""Five hints, each told once, when it is of use. `{key}` is the key of the command that it is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from xccviz.catalogue import tr

HintId = Literal["parts", "steps", "past", "filter", "compare"]
HINTS: Mapping[HintId, str] = {
    "parts": tr("{key} says what the parts of this view are."),
    "steps": tr("{key} goes to the next failure, Home to the beginning."),
    "past": tr("This is an earlier step: {key} leads back to the end."),
    "filter": tr("{key} filters: only what you look for stands out."),
    "compare": tr("{key} finds any command, like Compare with… for these two."),
}
"""What each says, in the order in which they are told."""
HINT, ENOUGH = tr("Hint"), tr("Got it")


def hint_words(hint: HintId, key: str) -> str:
    """What a hint says, with the key as this desktop writes it."""
    return HINTS[hint].replace("{key}", key)
