"""How a transaction stood at a moment of its past: after which step, and what had run by then."""

from __future__ import annotations

from xccviz.analysis.time.extent import extent_of_nodes
from xccviz.analysis.types import Analysis
from xccviz.catalogue import numeral, tr, trn
from xccviz.model.amounts import format_gas
from xccviz.model.literals import happened
from xccviz.replay.types import Moment
from xccviz.words.extent import counted_words
from xccviz.words.sentences import all_of
from xccviz.words.steps import step_sentence


def after_step(analysis: Analysis, moment: Moment, count: int) -> str:
    """Which moment it is, of `count` steps: `after step 9 of 15: a failure for slot 1 of app.near.on_done`."""
    said = step_sentence(moment.step, analysis) if moment.step is not None else tr("nothing has run")
    return tr("after step {step} of {count}: {what}", step=moment.index, count=count, what=said)


def standing_words(analysis: Analysis, moment: Moment) -> str:
    """What had run by then, how much of it failed, who waited, and what was burnt and logged."""
    ran = extent_of_nodes([node for node in analysis.graph.nodes if happened(moment.progress[node.id])])
    parts = [trn("{what} has run", "{what} have run", ran.count, what=all_of(counted_words(ran)))]
    if ran.failed_receipts and ran.count == 1:
        parts = [tr("{what} has run and failed", what=all_of(counted_words(ran)))]
    elif ran.failed_receipts:
        parts.append(tr("{count} of them failed", count=numeral(ran.failed_receipts)))
    ready = sum(moment.progress[waiter.node] == "ready" for waiter in moment.waiting)
    if waiting := len(moment.waiting) - ready:
        parts.append(trn("{count} callback waits", "{count} callbacks wait", waiting))
    if ready:
        parts.append(trn("{count} callback can run now", "{count} callbacks can run now", ready))
    parts.append(tr("{gas} burnt so far", gas=format_gas(moment.gas_burnt)))
    if moment.logs:
        parts.append(trn("{count} log line", "{count} log lines", moment.logs))
    return ", ".join(parts)
