"""How a transaction stood at a moment of its past: after which step, and what had run by then."""

from __future__ import annotations

from collections import Counter

from xccviz.analysis.types import Analysis
from xccviz.catalogue import numeral, tr, trn
from xccviz.model.amounts import format_gas
from xccviz.replay.types import Moment
from xccviz.words.steps import step_sentence


def after_step(analysis: Analysis, moment: Moment, count: int) -> str:
    """Which moment it is, of `count` steps: `after step 9 of 15: a failure for slot 1 of app.near.on_done`."""
    said = step_sentence(moment.step, analysis) if moment.step is not None else tr("nothing has run")
    return tr("after step {step} of {count}: {what}", step=moment.index, count=count, what=said)


def standing_words(analysis: Analysis, moment: Moment) -> str:
    """What had run by then, how much of it failed, who waited, and what was burnt and logged."""
    receipts = (node for node in analysis.graph.nodes[1:] if not node.is_gas_refund and not node.never_runs)
    counts = Counter(moment.progress[node.id] for node in receipts)
    parts = [
        trn("{count} receipt has run", "{count} receipts have run", counts["done"] + counts["failed"]),
    ]
    if counts["failed"]:
        parts.append(tr("{count} of them failed", count=numeral(counts["failed"])))
    if moment.waiting:
        parts.append(trn("{count} callback waits", "{count} callbacks wait", len(moment.waiting)))
    parts.append(tr("{gas} burnt so far", gas=format_gas(moment.gas_burnt)))
    if moment.logs:
        parts.append(trn("{count} log line", "{count} log lines", moment.logs))
    return ", ".join(parts)
