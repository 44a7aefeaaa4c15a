"""What a click or a key in a drawing asks for, as an intent, a row a kind; what is wanted of
marks and notes, and by the filter bar."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from xccviz.display.hosting import Wish, WishKind
from xccviz.gui.intents import Intents
from xccviz.gui.shell.frame import Frame

GRANTED: Mapping[WishKind, Callable[[Intents, str], None]] = {
    "select": lambda do, node: do.select(node),
    "step": lambda do, step: do.go_to_step(int(step)),
    "toggle": lambda do, key: do.toggle(key, sure=True),
    "option": lambda do, key: do.take_option(key),
    "fetch": lambda do, extra: do.fetch_rest(extra),
    "filter": lambda do, text: do.set_filter(text),
    "resumer": lambda do, node: do.open_resumer(node),
}
"""What is done for each kind; a view sees to the others itself."""


def grant(intents: Intents, wish: Wish) -> None:
    """Do what is wished."""
    GRANTED[wish.kind](intents, wish.value)


MARKED: Mapping[str, Callable[[Intents, Any, Any], None]] = {
    "add": lambda do, text, _: do.mark_by_filter(text),
    "go": lambda do, place, _: do.go_to_mark(place),
    "switch": lambda do, place, _: do.switch_mark(place),
    "when": lambda do, place, when: do.stop_when(place, when),
    "every": lambda do, place, every: do.stop_every(place, every),
    "remove": lambda do, place, _: do.remove_mark(place),
}
"""What is done for what the list of marks wants."""


def grant_mark(intents: Intents, what: str, of: object, value: object) -> None:
    """Do what is wanted of a mark."""
    MARKED[what](intents, of, value)


NOTED: Mapping[str, Callable[[Intents, Any, str], None]] = {
    "begin": lambda do, node, _: do.begin_note(node),
    "write": lambda do, node, text: do.write_note(node, text),
    "type": lambda do, node, text: do.type_note(node, text),
    "leave": lambda do, node, _: do.give_up_note(node),
    "remove": lambda do, node, _: do.remove_note(node),
    "go": lambda do, node, _: do.select(node),
}
"""What is done for what the list of notes wants."""


def grant_note(intents: Intents, what: str, node: object, text: str) -> None:
    """Do what is wanted of a note."""
    NOTED[what](intents, node, text)


CASED: Mapping[str, Callable[[Intents, Any], None]] = {
    "step": lambda do, n: do.go_to_case_step(n),
    "show": lambda do, of: do.show_of_case(of),
    "together": lambda do, together: do.step_together(together),
    "save": lambda do, _: do.save_case(),
}
"""What is done for what the panel of a case wants."""


def grant_case(intents: Intents, what: str, value: object) -> None:
    """Do what is wanted of a case."""
    CASED[what](intents, value)


def connect_filter(do: Intents, frame: Frame) -> None:
    """Connect the filter bar, and what is told of its hits above a view."""
    bar, above = frame.filter_bar, frame.view_bar
    bar.typed.connect(do.set_filter)
    bar.prepared.connect(do.prepare_filter)
    bar.save_wanted.connect(do.save_filter)
    bar.forget_wanted.connect(do.forget_filter)
    bar.left.connect(do.focus_view)
    bar.walk_wanted.connect(do.walk_hits)
    above.hits.walk_wanted.connect(do.walk_hits)
    above.hits.text_wanted.connect(bar.write)
    above.rest.hide_wanted.connect(do.hide_rest)
