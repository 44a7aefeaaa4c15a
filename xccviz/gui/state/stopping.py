"""Where play has stopped and why, in words: beside the place, and in the step strip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xccviz.gui.state.store import OpenTab
from xccviz.values import frozen
from xccviz.words.marks import halt_words, stopped_words
from xccviz.words.names import name_in_sentence
from xccviz.words.pairs import both_words

if TYPE_CHECKING:
    from xccviz.gui.state.pair import Pair
    from xccviz.query.marking import Stopped


@frozen
class Stop:
    """A node at which play has stopped, and what is said beside it."""

    node: str
    words: str


def stop_of(tab: OpenTab) -> Stop | None:
    """The node that a mark stopped at; None where none did."""
    if tab.halted != "mark" or tab.halting is None:
        return None
    node, when = tab.halting
    return Stop(node, stopped_words(when))


def halted_words(tab: OpenTab) -> str:
    """What ended playing; "" where it did not end here."""
    if tab.halted is None:
        return ""
    if tab.halted != "mark":
        return halt_words(tab.halted)
    if tab.halting is None:
        return ""
    node, when = tab.halting
    return halt_words("mark", name_in_sentence(tab.document.graph.by_id[node], ended=False), when)


def pair_halted_words(pair: Pair) -> str:
    """What ended playing of two side by side, and in which of them a mark did; "" where it did not end here."""
    if pair.halted != "mark":
        return halt_words(pair.halted) if pair.halted is not None else ""
    words = {"a": "", "b": ""}
    for each in pair.halting:
        node = pair.found.document(each.side).graph.by_id[each.node]
        words[each.side] = halt_words("mark", name_in_sentence(node, ended=False), each.when)
    return both_words(words["a"], words["b"])


def stopping_at(tab: OpenTab, step: int) -> Stopped | None:
    """The mark that stops at a step; None where none does."""
    from xccviz.query.marking import stopping  # late: a window opens without marks

    return stopping(tab.marking.marked, tab.ways, step)
