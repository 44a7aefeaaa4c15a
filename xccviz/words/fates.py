"""What became of a failure: who received it and how that ended; never that it was handled or recovered."""

from __future__ import annotations

from collections.abc import Mapping

from xccviz.analysis.types import Analysis, NodeFacts
from xccviz.catalogue import tr
from xccviz.model.literals import Fate
from xccviz.replay.standing import fate_at, receiver_unseen
from xccviz.replay.types import Moment
from xccviz.words.names import name_in_sentence

FATES: Mapping[Fate, str] = {
    "decides": tr("Its failure is the result of the transaction."),
    "propagated": tr("A callback that received the failure failed too."),
    "handled": tr("A callback received the failure and succeeded."),
    "pending": tr("A callback that will receive the failure has not run yet."),
    "unobserved": tr("Nobody received the failure."),
    "unknown": tr("This document does not tell who received the failure."),
}


def fate_words(analysis: Analysis, facts: NodeFacts, moment: Moment | None) -> str:
    """What had become of a failure by a moment (None: the end), as a sentence; "" for what did not fail. A callback
    that alone received it is named."""
    if receiver_unseen(analysis, facts, moment):
        return tr("Whether the callback that receives the failure has run is not known.")
    fate = fate_at(facts, moment)
    if fate is None:
        return ""
    receivers = {each.to for each in facts.delivers}
    callback = analysis.graph.by_id.get(receivers.pop() or "") if len(receivers) == 1 else None
    if callback is not None and fate == "handled":
        return tr("{call} received the failure and succeeded.", call=name_in_sentence(callback, ended=False))
    if callback is not None and fate == "propagated":
        return tr("{call} received the failure and failed too.", call=name_in_sentence(callback, ended=False))
    return FATES[fate]
