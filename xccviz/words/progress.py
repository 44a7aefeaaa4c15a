"""How far a receipt is at a moment, in words: below its title, in a list, for assistive tools."""

from __future__ import annotations

from collections.abc import Sequence

from xccviz.analysis.types import Analysis, NodeFacts
from xccviz.catalogue import tr
from xccviz.graph.types import Node
from xccviz.model.literals import Progress, happened
from xccviz.replay.changes import Refunds
from xccviz.replay.standing import created_by, progress_counts, progress_of
from xccviz.replay.types import History, Moment, Timeline
from xccviz.words.ends import (
    NOT_KNOWN_TO_HAVE_RUN,
    NOT_RUN_YET,
    ONLY_ITS_ID,
    RETURNED_PROMISE,
    WAITS_FOR_DATA,
    carried_words,
    end_words,
    result_words,
)
from xccviz.words.gas import card_gas
from xccviz.words.money import refunds_so_far, refunds_title
from xccviz.words.signs import PROGRESS, Tone
from xccviz.words.slots import waits_for
from xccviz.words.waits import WAITS_FOR_RESUME

HAS_ITS_DATA = tr("has its data, has not run yet")


def progress_words(progress: Progress, node: Node | None = None) -> str:
    """How far it is, on a line of its own: `has not run yet`, `waits for data`, `succeeded`."""
    if progress == "waiting":
        return WAITS_FOR_RESUME if node is not None and "yield" in node.roles else WAITS_FOR_DATA
    if progress == "not_yet":
        return NOT_RUN_YET
    if progress == "ready":
        return tr("has its data, can run now")
    return NOT_KNOWN_TO_HAVE_RUN if progress == "unknown" else PROGRESS[progress].word


def state_words(node: Node, facts: NodeFacts, progress: Progress) -> str:
    """The same of a certain node: also whether it returned a promise, where only its id is known, and what data
    carries, which neither succeeds nor fails ("" where that is not known)."""
    if node.never_runs and happened(progress):
        return carried_words(node)
    if not happened(progress) and node.receipt is None and node.kind != "transaction":
        return ONLY_ITS_ID
    if progress == "done" and facts.status is not None and facts.status.kind == "success_receipt":
        if node.kind == "transaction":
            return tr("became a receipt")
        return tr("ran, and {returned}", returned=RETURNED_PROMISE)
    return progress_words(progress, node)


def subtitle(
    analysis: Analysis, node: Node, moment: Moment | None, timeline: Timeline | None
) -> tuple[tuple[str, ...], Tone]:
    """The words below a title at a moment, longest wording first (take the first that fits), and their tone. `timeline`
    lets the long wording say at which step the node runs."""
    progress = progress_of(analysis, node.id, moment)
    if moment is None or happened(progress) or (moment.at_end and progress != "waiting"):
        return (end_words(analysis, node),), "bad" if progress == "failed" else "mute"
    if progress == "ready":
        return (progress_words(progress), PROGRESS[progress].word), "mute"
    if progress == "unknown":
        return (progress_words(progress),), "mute"
    if progress == "waiting":
        return _with_step(_waits(node, moment), node.id, moment, timeline), "wait"
    parent_done = node.parent is None or happened(moment.progress.get(node.parent))
    word = tr("on its way") if parent_done and moment.index else PROGRESS["not_yet"].word
    return _with_step(word, node.id, moment, timeline), "faint"


def gas_at(analysis: Analysis, node: Node, moment: Moment | None) -> str:
    """The figure of its card at a moment: what it burnt of what, before it ran what it has, before it was there ""."""
    created, progress = created_by(analysis, node.id, moment), progress_of(analysis, node.id, moment)
    return card_gas(node, analysis.facts[node.id], progress, created)


def result_at(analysis: Analysis, timeline: Timeline, facts: NodeFacts, progress: Progress) -> str:
    """What a node returned, or from which step on that is known."""
    if happened(progress):
        return result_words(analysis, facts)
    steps = timeline.of_node.get(facts.id, ())
    if steps:
        return tr("not yet: it runs at step {step}", step=steps[-1])
    if progress == "unknown":
        return tr("not known: no document says that it has run")
    return tr("not yet: it has not run by the end of this document")


def refunds_then(analysis: Analysis, history: History, members: Sequence[str], moment: Moment | None) -> str:
    """What folded gas refunds had brought by a moment; None: all of them."""
    if moment is None or not progress_counts(analysis, members, moment)["not_yet"]:
        return refunds_title(analysis, members)
    come, total, accounts, who = Refunds(analysis, history, members).at(moment.index)
    return refunds_so_far(come, len(members), total, accounts, who)


def _waits(node: Node, moment: Moment) -> str:
    if "yield" in node.roles:
        return WAITS_FOR_RESUME
    waiter = moment.waiters.get(node.id)
    if waiter is None:
        return WAITS_FOR_DATA
    if not waiter.outstanding:
        return HAS_ITS_DATA
    return waits_for(waiter.outstanding)


def _with_step(text: str, node: str, moment: Moment, timeline: Timeline | None) -> tuple[str, ...]:
    """`text` with the step at which the node runs, then without."""
    if timeline is not None:
        for number in timeline.of_node.get(node, ()):
            step = timeline.steps[number - 1]
            if number > moment.index and step.kind in ("execute", "yield", "refund", "convert"):
                return tr("{words} · step {step}", words=text, step=number), text
    return (text,)
