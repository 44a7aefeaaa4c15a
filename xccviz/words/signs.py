"""What tells by shape: one table a noun, (shape, tone, word). Graph, tree, tables, panels and terminal read these.

    ok ●✓   failed ◆×   waiting ◌   ready ◉   not_yet ○   unknown ○?   rolled_back ↶   not_run ⊘   caution ▲!

A *tone* is a colour role of the themes; shape and word always say what it says.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from xccviz.catalogue import tr
from xccviz.model.literals import Progress, SlotState
from xccviz.values import frozen

if TYPE_CHECKING:
    from xccviz.analysis.types import ActionResult, Ending, NodeEnd, Severity, Whereabouts

Shape = Literal[
    "ok", "failed", "waiting", "ready", "not_yet", "unknown", "rolled_back", "not_run", "caution", "none"
]
Tone = Literal["ok", "bad", "wait", "ind", "mute", "faint", "ref", "text"]


@frozen
class Sign:
    """One sign: its shape, its colour role, and the word or two that say the same."""

    shape: Shape
    tone: Tone
    word: str


MARKS: Mapping[Shape, str] = {
    "ok": "✓",
    "failed": "✗",
    "waiting": "…",
    "ready": "▸",
    "not_yet": "○",
    "unknown": "?",
    "rolled_back": "↩",
    "not_run": "⊘",
    "caution": "!",
    "none": "·",
}
"""Shapes as characters, where text is all there is."""
NOT_KNOWN = tr("not known")

PROGRESS: Mapping[Progress, Sign] = {
    "not_yet": Sign("not_yet", "faint", tr("not yet")),
    "waiting": Sign("waiting", "wait", tr("waits")),
    "ready": Sign("ready", "ind", tr("can run now")),
    "done": Sign("ok", "ok", tr("succeeded")),
    "failed": Sign("failed", "bad", tr("failed")),
    "unknown": Sign("unknown", "ref", NOT_KNOWN),
}
NODE_ENDS: Mapping[NodeEnd, Sign] = {
    "ok": PROGRESS["done"],
    "failed": PROGRESS["failed"],
    "pending": PROGRESS["not_yet"],
    "unknown": PROGRESS["unknown"],
}
ACTIONS: Mapping[ActionResult, Sign] = {
    "ok": Sign("ok", "ok", tr("ran")),
    "failed": Sign("failed", "bad", tr("failed")),
    "reverted": Sign("rolled_back", "wait", tr("rolled back")),
    "not_run": Sign("not_run", "faint", tr("not run")),
    "pending": Sign("not_yet", "faint", tr("not yet")),
    "unknown": Sign("unknown", "ref", NOT_KNOWN),
}
SLOTS: Mapping[SlotState, Sign] = {
    "outstanding": Sign("not_yet", "mute", tr("awaited")),
    "in_flight": Sign("waiting", "wait", tr("in flight")),
    "arrived": Sign("ok", "ok", tr("arrived")),
    "failed": Sign("failed", "bad", tr("failed")),
    "unknown": Sign("unknown", "mute", NOT_KNOWN),
}
DEPOSITS: Mapping[Whereabouts, Sign] = {
    "arrived": Sign("ok", "ok", tr("arrived")),
    "in_flight": Sign("waiting", "wait", tr("on its way")),
    "returning": Sign("waiting", "wait", tr("on its way back")),
    "returned": Sign("rolled_back", "wait", tr("came back")),
    "burnt": Sign("failed", "bad", tr("burnt")),
    "unknown": Sign("unknown", "mute", NOT_KNOWN),
}
VERDICTS: Mapping[Ending, Sign] = {
    "success": Sign("ok", "ok", tr("succeeded")),
    "success_but": Sign("caution", "wait", tr("succeeded, but not as asked")),
    "success_with_hidden_failure": Sign("caution", "wait", tr("succeeded, with failures")),
    "failure": Sign("failed", "bad", tr("failed")),
    "invalid": Sign("failed", "bad", tr("invalid")),
    "pending": Sign("waiting", "wait", tr("running")),
    "unknown": Sign("unknown", "wait", NOT_KNOWN),
}
SEVERITIES: Mapping[Severity, Sign] = {
    "error": Sign("failed", "bad", tr("error")),
    "warning": Sign("caution", "wait", tr("warning")),
    "info": Sign("ready", "ind", tr("remark")),
}
"""In the order in which findings are shown."""
SEVERITY_HEADINGS: Mapping[Severity, str] = {
    "error": tr("Wrong"),
    "warning": tr("Worth a look"),
    "info": tr("Remarks"),
}
"""What stands above the findings of a severity, in the same order."""
