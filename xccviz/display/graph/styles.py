"""Words and roles: what a node, a slot or an edge looks like and says at a moment. Nothing here knows a place.

A *moment* of None is the end of what the documents know. Shape or words always say what a colour says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from xccviz.analysis.types import ActionResult, Analysis, NodeFacts, PromiseResult
from xccviz.display.types import MarkerShape, Role
from xccviz.graph.types import Edge, Node
from xccviz.layout import card_words as words
from xccviz.replay.types import Moment, Progress, Timeline

SlotState = Literal["arrived", "failed", "in_flight", "outstanding", "unknown"]

MARKERS: Mapping[Progress, MarkerShape] = {
    "not_yet": "not_yet",
    "waiting": "waiting",
    "ready": "ready",
    "done": "ok",
    "failed": "failed",
    "unknown": "unknown",
}
PROGRESS_ROLES: Mapping[Progress, Role] = {
    "not_yet": "faint",
    "waiting": "wait",
    "ready": "ind",
    "done": "ok",
    "failed": "bad",
    "unknown": "ref",
}
ACTION_WORDS: Mapping[ActionResult, str] = {
    "ok": "",
    "failed": "failed",
    "reverted": "rolled back",
    "not_run": "not run",
    "pending": "",
    "unknown": "unknown",
}
ACTION_MARKERS: Mapping[ActionResult, tuple[MarkerShape, Role]] = {
    "ok": ("ok", "ok"),
    "failed": ("failed", "bad"),
    "reverted": ("rolled_back", "wait"),
    "not_run": ("not_run", "faint"),
    "pending": ("not_yet", "faint"),
    "unknown": ("unknown", "ref"),
}


_FAILED_NAMED = 3


@dataclass(frozen=True, slots=True)
class SlotStyle:
    """A slot's words for a chip and its roles: `ink` for words, `soft` for the chip, both differ per state."""

    state: SlotState
    text: str
    ink: Role
    soft: Role


def end_progress(facts: NodeFacts) -> Progress:
    """How far a node came by the end of what is known."""
    if facts.failed:
        return "failed"
    if facts.status is not None and facts.status.kind in ("success_value", "success_receipt"):
        return "done"
    if facts.state == "waiting":
        return "waiting"
    return "unknown"


def progress_of(analysis: Analysis, node: str, moment: Moment | None) -> Progress:
    """How far a node has come at a moment."""
    if moment is None and analysis.graph.by_id[node].kind in ("data_receipt", "distribution"):
        return "done"  # has no outcome: that it is there is all there is to know
    if moment is None or (moment.at_end and node not in moment.progress):
        return end_progress(analysis.facts[node])
    return moment.progress.get(node, "unknown")


def progress_counts(analysis: Analysis, members: Iterable[str], moment: Moment | None) -> Counter[Progress]:
    """How many of `members` have come how far; quick for thousands, as it is asked at every step."""
    if moment is None:
        return Counter(end_progress(analysis.facts[member]) for member in members)
    return Counter(map(moment.progress.__getitem__, members))


def subtitle(
    analysis: Analysis, node: Node, moment: Moment | None, timeline: Timeline | None
) -> tuple[tuple[str, ...], Role]:
    """The words below a title at a moment, longest wording first (take the first that fits), and their role.
    `timeline` lets the long wording say at which step the node runs."""
    facts = analysis.facts[node.id]
    progress = progress_of(analysis, node.id, moment)
    if moment is None or progress in ("done", "failed") or (moment.at_end and progress != "waiting"):
        return (words.end_text(analysis, node),), "bad" if progress == "failed" else "mute"
    if progress == "waiting":
        return _with_step(_waiting_text(facts, moment), node.id, moment, timeline), "wait"
    if progress == "ready":
        return ("has its data, runs next", "runs next"), "mute"
    if progress == "unknown":
        return ("not known to have run",), "mute"
    parent_done = node.parent is None or moment.progress.get(node.parent) in ("done", "failed")
    text = "coming" if parent_done and moment.index else "not yet"
    return _with_step(text, node.id, moment, timeline), "faint"


def _waiting_text(facts: NodeFacts, moment: Moment) -> str:
    waiter = next((w for w in moment.waiting if w.node == facts.id), None)
    if waiter is None or not waiter.outstanding:
        return "waiting for data"
    slots = waiter.outstanding
    if len(slots) == 1:
        return f"waiting for slot {slots[0]}"
    if len(slots) <= 3:
        return f"waiting for slots {', '.join(map(str, slots))}"
    return f"waiting for {len(slots)} slots"


def _with_step(text: str, node: str, moment: Moment, timeline: Timeline | None) -> tuple[str, ...]:
    """`text` with the step at which the node runs, then without."""
    if timeline is not None:
        for number in timeline.of_node.get(node, ()):
            step = timeline.steps[number - 1]
            if number > moment.index and step.kind in ("execute", "yield", "refund", "convert"):
                return f"{text} · step {number}", text
    return (text,)


def gas(node: Node, facts: NodeFacts, progress: Progress) -> str:
    """The gas figure of a card: what it burnt of what, or what it will have."""
    if progress in ("done", "failed"):
        return words.gas_text(node, facts)
    return words.planned_gas_text(node, facts)


def action_result(facts: NodeFacts, index: int, progress: Progress) -> ActionResult:
    """How an action of a batch stands at a moment."""
    if progress not in ("done", "failed"):
        return "unknown" if progress == "unknown" else "pending"
    return facts.action_results[index] if index < len(facts.action_results) else "unknown"


def slot_style(
    facts: NodeFacts, result: PromiseResult, moment: Moment | None, producer: Progress
) -> SlotStyle:
    """What a slot of a callback holds at a moment; `producer` is how far its producer has come."""
    state = _slot_state(facts, result, moment, producer)
    if state == "arrived":
        return SlotStyle(state, words.slot_text(result), "ok", "okbg")
    if state == "failed":
        return SlotStyle(state, words.slot_text(result), "bad", "badbg")
    if state == "in_flight":
        return SlotStyle(state, words.slot_words(result.slot, "in flight"), "wait", "waitbg")
    if state == "unknown":
        return SlotStyle(state, words.slot_words(result.slot, "unknown"), "mute", "code")
    return SlotStyle(state, words.slot_words(result.slot, "awaited"), "mute", "code")


def _slot_state(
    facts: NodeFacts, result: PromiseResult, moment: Moment | None, producer: Progress
) -> SlotState:
    here = (facts.id, result.slot)
    if moment is not None and not moment.at_end:
        if here in moment.arrived:
            return "failed" if result.result == "failed" else "arrived"
        return "in_flight" if here in moment.in_flight else "outstanding"
    if result.result == "success":
        return "arrived"
    if result.result == "failed":
        return "failed"
    if result.result == "unknown":
        return "unknown"
    return "in_flight" if producer in ("done", "failed") else "outstanding"


def slots_summary(states: Iterable[SlotState], *, named: bool = False) -> str:
    """Many slots in words: `10 arrived, 1 failed, 1 in flight`; `named`: few failed ones by number, `1 failed (7)`."""
    every = list(states)
    counts = Counter(every)
    failed = [str(slot) for slot, state in enumerate(every) if state == "failed"]
    which = f" ({', '.join(failed)})" if named and 0 < len(failed) <= _FAILED_NAMED else ""
    names: tuple[tuple[SlotState, str], ...] = (
        ("arrived", "arrived"),
        ("failed", "failed"),
        ("in_flight", "in flight"),
        ("outstanding", "awaited"),
        ("unknown", "unknown"),
    )
    return ", ".join(
        f"{counts[state]:,} {name}" + (which if state == "failed" else "")
        for state, name in names
        if counts[state]
    )


@dataclass(frozen=True, slots=True)
class EdgeStyle:
    """How an edge is drawn: `open_head` for a call that nobody waits for; `legend` the entry that explains it;
    `inferred`: no receipt at hand states it."""

    role: Role
    width: float
    dash: tuple[float, ...]
    open_head: bool
    legend: str
    inferred: bool = False


FLYING_DASH = (1.5, 4.0)
AWAITED_DASH = (2.0, 5.0)
RETURNS_DASH = (7.0, 5.0)
REFUNDS_DASH = (3.5, 2.5)
INFERRED_DASH = (10.0, 3.0, 2.0, 3.0)


def edge_style(
    kind: str,
    states: Iterable[SlotState],
    source: Progress,
    *,
    detached: bool,
    returned: bool,
    inferred: bool = False,
) -> EdgeStyle:
    """The look of a line: `states` of the slots it feeds (data edges), `source`: how far its source has come,
    `returned`: whether a returned promise is known already. Inferred lines are thinner, with dashes of their own."""
    style = _edge_style(kind, states, source, detached, returned)
    if not inferred:
        return style
    return replace(style, width=min(style.width, 1.25), dash=style.dash or INFERRED_DASH, inferred=True)


def _edge_style(
    kind: str, states: Iterable[SlotState], source: Progress, detached: bool, returned: bool
) -> EdgeStyle:
    ran = source in ("done", "failed", "unknown")
    if kind == "returns":
        width = 1.5 if returned else 1.0
        return EdgeStyle("edge" if returned else "ref", width, RETURNS_DASH, False, "returns")
    if kind in ("delivers", "awaits", "resumes"):
        found = set(states)
        if "in_flight" in found:  # of many, some have arrived: not yet all
            return EdgeStyle("wait", 2.0, FLYING_DASH, False, "in_flight")
        if "arrived" in found and "outstanding" not in found:
            return EdgeStyle("data", 2.0, (), False, "delivers")
        if "failed" in found:
            return EdgeStyle("bad", 2.0, (), False, "delivers_failed")
        return EdgeStyle("ref", 1.25, AWAITED_DASH, False, "awaited")
    width = 1.5 if ran else 1.0
    if kind == "refunds":
        return EdgeStyle("ref", width, REFUNDS_DASH, False, "refunds")
    return EdgeStyle("edge" if ran else "ref", width, (), detached, "detached" if detached else "calls")


def edge_slot_state(analysis: Analysis, edge: Edge, moment: Moment | None) -> SlotState:
    """The state of the slot that a data edge feeds."""
    facts = analysis.facts[edge.target]
    producer = progress_of(analysis, edge.source, moment) if edge.source is not None else "unknown"
    for result in facts.promise_results:
        if result.slot == edge.slot:
            return _slot_state(facts, result, moment, producer)
    if edge.result is not None and (moment is None or moment.at_end):
        return "failed" if edge.result == "failed" else "arrived"
    return "unknown"
