"""What is said of a recorded call that had the input of a what-if."""

from __future__ import annotations

from collections.abc import Mapping

from xccviz.catalogue import tr
from xccviz.model.amounts import format_gas
from xccviz.model.text import visible_text
from xccviz.rerun.recorded import Alike, Beside
from xccviz.words.ids import short_id
from xccviz.words.names import spoken_name
from xccviz.words.replays import end_words

_LONG = 160
_MAY_DIFFER: Mapping[Beside, str] = {
    "state": tr("Its state may have been another."),
    "around": tr("Block, time or balance, for which it asks, were others there."),
}


def recorded_words(found: Alike) -> str:
    """Whether it ended as the what-if does; its name is to follow."""
    if found.same_end is None:
        return tr("There is a recorded run with this input:")
    if found.same_end:
        return tr("A recorded run with this input ended the same way:")
    return tr("A recorded run with this input ended otherwise:")


def recorded_name(found: Alike, given: str, *, whole: bool = False) -> str:
    """Which one it is: `caller.near.on_multi_done in 8puB6r…JYpr5`, with the name of a sample; `whole`: with all of
    what opens it."""
    where = given if whole or given.startswith("sample:") else ""
    shown = visible_text(where, _LONG) if where else found.call.tx if whole else short_id(found.call.tx)
    return tr("{call} in {transaction}", call=spoken_name(found.call.node), transaction=shown)


def beside_words(found: Alike) -> str:
    """How it ended, where otherwise, and what of it was another, or may have been: "" for nothing."""
    end = tr("It {end}.", end=visible_text(end_words(found.call.result), _LONG))
    told = [] if found.same_end else [end]
    told += [words for beside, words in _MAY_DIFFER.items() if beside in found.beside]
    if "gas" in found.beside:
        told.append(tr("It was given {gas}.", gas=format_gas(found.call.gas)))
    return " ".join(told)
