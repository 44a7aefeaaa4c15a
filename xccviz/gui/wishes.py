"""What a click or a key in a drawing asks for, as an intent: a row a kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from xccviz.display.hosting import Wish, WishKind
from xccviz.gui.intents import Intents

GRANTED: Mapping[WishKind, Callable[[Intents, str], None]] = {
    "select": lambda do, node: do.select(node),
    "step": lambda do, step: do.go_to_step(int(step)),
    "toggle": lambda do, key: do.toggle(key, sure=True),
    "option": lambda do, key: do.take_option(key),
    "fetch": lambda do, extra: do.fetch_rest(extra),
}
"""What is done for each kind; a view sees to the others itself."""


def grant(intents: Intents, wish: Wish) -> None:
    """Do what is wished."""
    GRANTED[wish.kind](intents, wish.value)
