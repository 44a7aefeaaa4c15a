"""Five hints, each told once, when it is of use, of the key of a command."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from xccviz.catalogue import tr

HintId = Literal["parts", "steps", "past", "filter", "compare"]
HINTS: Mapping[HintId, Callable[[str], str]] = {
    "parts": lambda key: tr("{key} says what the parts of this view are.", key=key),
    "steps": lambda key: tr("{key} goes to the next failure, Home to the beginning.", key=key),
    "past": lambda key: tr("This is an earlier step: {key} leads back to the end.", key=key),
    "filter": lambda key: tr("{key} filters: only what you look for stands out.", key=key),
    "compare": lambda key: tr("{key} finds any command, like Compare with… for these two.", key=key),
}
"""What each says of a key, as this desktop writes it, in the order in which they are told."""
HINT, ENOUGH = tr("Hint"), tr("Got it")
