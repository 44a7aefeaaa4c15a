"""Elbows as primitives: the critical path, and what fills the slots of the selected."""

from __future__ import annotations

from collections.abc import Sequence

from xccviz.analysis.results.unresumed import unresumed_of
from xccviz.analysis.types import Analysis, result_in
from xccviz.display.hosting import Spot, Tag, Wish
from xccviz.display.lines import LINES
from xccviz.display.markers import arrow_head
from xccviz.display.types import NONE, Path, Primitive, Rect, Role, Text
from xccviz.graph.types import Edge
from xccviz.layout.timeline.elbows import BADGE_R, BADGE_SIZE, badge_half
from xccviz.layout.timeline.types import Elbow, TimelineLayout
from xccviz.layout.types import Bounds
from xccviz.model.literals import Progress, SlotState, happened
from xccviz.replay.standing import lapsed, progress_of, slot_state
from xccviz.replay.types import Moment
from xccviz.words.lines import INFERRED, edge_sentence
from xccviz.words.slots import slots_sign

_SLOT_ROLES: dict[SlotState, Role] = {"arrived": "data", "failed": "bad", "in_flight": "wait"}


def paint_elbow(
    analysis: Analysis, layout: TimelineLayout, elbow: Elbow, moment: Moment | None, selected: str | None
) -> list[Primitive]:
    """One elbow: of the critical path, or into a slot, which is there and not seen until that receipt is selected."""
    if elbow.hop is not None:
        return _path(analysis, layout, elbow, moment)
    return _slot(analysis, elbow, moment, selected)


def _path(analysis: Analysis, layout: TimelineLayout, elbow: Elbow, moment: Moment | None) -> list[Primitive]:
    """What led from one hop of the critical path to the next; what is still to come is quiet."""
    progress: Progress = (
        progress_of(analysis, elbow.producer, moment) if elbow.producer is not None else "unknown"
    )
    past = moment is None or moment.at_end or happened(progress)
    role = NONE if not layout.path_on else "text" if past else "ref"
    head = arrow_head(elbow.tip, elbow.angle, 7.0, 3.5, closed=True)
    return [
        Path(f"{elbow.key}/line", elbow.key, "edge", elbow.segments, stroke=role, stroke_width=2.0,
             dash=() if past else (5.0, 4.0)),
        # over the ring of what is selected, which stands where the arrow ends
        Path(f"{elbow.key}/head", elbow.key, "text", head, fill=role),
    ]  # fmt: skip


def _slot(analysis: Analysis, elbow: Elbow, moment: Moment | None, selected: str | None) -> list[Primitive]:
    """What leads into a slot of the selected receipt, with its badge."""
    if elbow.callback is None or elbow.slot is None:
        return []
    seen = elbow.callback == selected
    state = _state(analysis, elbow.callback, (elbow.slot,), moment) if seen else "unknown"
    role: Role = _SLOT_ROLES.get(state, "ref") if seen else NONE
    dash = LINES["delivers_failed"].dash if state == "failed" else () if state == "arrived" else (2.0, 4.0)
    line = Path(f"{elbow.key}/line", elbow.key, "edge", elbow.segments, stroke=role if elbow.lined else NONE,
                stroke_width=2.0, dash=dash)  # fmt: skip
    lines: list[Primitive] = [line] if elbow.segments else []
    if elbow.badge is None:
        return lines
    x, y = elbow.badge
    words = slots_sign(elbow.told) if seen else ""
    half = badge_half(elbow.told)
    if len(elbow.told) > 1 and seen:
        role = _SLOT_ROLES.get(_state(analysis, elbow.callback, elbow.told, moment), "ref")
    return [
        *lines,
        Rect(f"{elbow.key}/badge", elbow.key, "text", x - half, y - BADGE_R, 2 * half, 2 * BADGE_R, BADGE_R,
             "panel" if seen else NONE, role, 1.25),
        Text(f"{elbow.key}/slot", elbow.key, "text", x, y + 3.9, words, "medium", BADGE_SIZE,
             role if role != "ref" else "mute", "middle", 2 * half),
    ]  # fmt: skip


def _state(analysis: Analysis, callback: str, slots: Sequence[int], moment: Moment | None) -> SlotState:
    """What is true of all of some slots; of several, what is the least far."""
    results = analysis.facts[callback].promise_results
    found = [result_in(results, slot) for slot in slots]
    states = {slot_state(analysis, callback, one, moment) if one is not None else "unknown" for one in found}
    order: tuple[SlotState, ...] = ("unknown", "outstanding", "in_flight", "arrived", "failed")
    return next((state for state in order if state in states), "unknown")


def slot_spots(layout: TimelineLayout, selected: str | None) -> list[Spot]:
    """A badge selects who filled the slot, where somebody in sight did."""
    return [
        Spot(elbow.key, Bounds(elbow.badge[0] - badge_half(elbow.told), elbow.badge[1] - BADGE_R,
                               2 * badge_half(elbow.told), 2 * BADGE_R),
             Wish("select", elbow.producer) if elbow.producer else None)
        for elbow in layout.elbows
        if elbow.callback is not None and elbow.callback == selected and elbow.badge
    ]  # fmt: skip


def elbow_tag(analysis: Analysis, layout: TimelineLayout, elbow: Elbow, moment: Moment | None) -> Tag:
    """What an elbow is in a file; that a yield was not resumed in time is told once it is known."""
    target = elbow.callback or layout.by_key[elbow.target].nodes[0]
    hop = layout.table.hops[elbow.hop] if elbow.hop is not None and layout.table is not None else None
    slot = elbow.slot if elbow.callback is not None else hop.slot if hop is not None else None
    kind: str = "delivers"
    if hop is None or hop.via != "delivers":
        made = analysis.graph.by_id[target]
        by_the_transaction = elbow.producer == analysis.graph.root.id
        kind = "converts" if by_the_transaction else "refunds" if made.from_system else "spawns"
    if elbow.callback is not None:
        edges = _edges(analysis, elbow)
        late = any(lapsed(analysis, edge, moment) for edge in edges)
        kind = "timeout" if late else edges[0].kind if edges else "delivers"
    data = (("kind", kind), ("from", elbow.producer or ""), ("to", target))
    return Tag("edge", (*data, ("slot", "" if slot is None else str(slot))))


def elbow_sentences(analysis: Analysis, elbow: Elbow, moment: Moment | None) -> tuple[str, ...]:
    """What an elbow into a slot says, of several slots that share a badge a line each."""
    edges = _edges(analysis, elbow)
    sentences = (edge_sentence(analysis, edge, moment) for edge in edges)
    return (*sentences, INFERRED) if any(edge.origin == "inferred" for edge in edges) else tuple(sentences)


def _edges(analysis: Analysis, elbow: Elbow) -> list[Edge]:
    """What an elbow into a slot stands for, of several slots that share a badge one each."""
    told, callback = elbow.told or (elbow.slot,), elbow.callback or ""
    edges = (*analysis.graph.edges, *unresumed_of(analysis, callback))
    return [e for e in edges if e.target == callback and e.slot in told and e.row.delivers]
