"""What became of a failure: who received it and how that ended; never that it was handled or recovered."""

from __future__ import annotations

from collections.abc import Mapping

from xccviz.analysis.types import Analysis, NodeFacts
from xccviz.catalogue import numeral, tr, trn
from xccviz.model.literals import Fate, happened
from xccviz.replay.standing import fate_at, progress_of, receiver_unseen
from xccviz.replay.types import Moment
from xccviz.words.names import name_in_sentence
from xccviz.words.sentences import number_word

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
    that alone received it is named, several are counted."""
    if receiver_unseen(analysis, facts, moment):
        return tr("Whether the callback that receives the failure has run is not known.")
    fate = fate_at(facts, moment)
    if fate is None:
        return ""
    receivers = {each.to for each in facts.delivers}
    known = [each for each in receivers if each is not None and each in analysis.graph.by_id]
    progress = {each: progress_of(analysis, each, moment) for each in known}
    if len(known) < len(receivers) or fate not in ("handled", "propagated"):
        return FATES[fate]
    ran = [each for each, how_far in progress.items() if happened(how_far)]
    failed = [each for each in ran if progress[each] == "failed"]
    if len(ran) == 1:
        call = name_in_sentence(analysis.graph.by_id[ran[0]], ended=False)
        if failed:
            return tr("{call} received the failure and failed too.", call=call)
        return tr("{call} received the failure and succeeded.", call=call)
    count = numeral(len(ran))
    if not failed:
        return tr("{count} callbacks received the failure and succeeded.", count=count)
    if len(failed) == len(ran):
        return tr("{count} callbacks received the failure and failed too.", count=count)
    return trn(
        "{some} of the {count} callbacks that received the failure failed too.",
        "{some} of the {count} callbacks that received the failure failed too.",
        len(failed),
        some=number_word(len(failed)),
        count=count,
    )
