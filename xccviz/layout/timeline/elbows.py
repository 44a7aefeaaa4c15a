"""Lines from what ran to what it led to: down the border between two columns, along a border between two lanes where
the way is long. So none goes through a bar in which something runs, nor through words above one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from xccviz.analysis.results.unresumed import unresumed_of
from xccviz.analysis.time.critical_path import Hop
from xccviz.analysis.types import Analysis
from xccviz.layout.measure import measure
from xccviz.layout.timeline.columns import Axis
from xccviz.layout.timeline.lanes import CRAMPED, centre, words_above
from xccviz.layout.timeline.types import INSET, Bar, Elbow
from xccviz.layout.types import Segment
from xccviz.words.slots import slots_sign

BADGE_R = 8.0
FIRST_BADGE, NEXT_BADGE, WIDE_BADGE, BEFORE_RUN = 14.0, 17.0, 24.0, 17.0
"""Px from where data is there to its badge, between badges (with three digits), and from the last one to the run:
beside the ring of what is selected."""
BADGE_SIZE, BADGE_PAD = 11.0, 5.0
"""The size of words on a badge, and px beside them where they are several characters."""
FEW_SLOTS, MOST_FAILED = 12, 20
"""Of more slots only the first, the last and those that failed have badges, of which at most so many."""
OUTLINE = 3.0
"""Px of the outline of what is on the critical path, around it."""


def path_elbows(hops: Sequence[Hop], shown: Mapping[str, Bar], axis: Axis, lane: float) -> list[Elbow]:
    """What leads from each hop of the critical path to the next."""
    made: list[Elbow] = []
    for number in range(1, len(hops)):
        hop = hops[number]
        source, target = shown.get(hops[number - 1].node), shown.get(hop.node)
        if source is None or target is None or source is target:
            continue
        to = _entry(axis, source, target, by_data=hop.via == "delivers")
        made.append(_elbow(f"path:{number}", source, target, axis, lane, to, OUTLINE, hop=number))
    return made


def slot_elbows(
    analysis: Analysis,
    hops: Sequence[Hop],
    shown: Mapping[str, Bar],
    axis: Axis,
    lane: float,
) -> list[Elbow]:
    """What leads into the slots of each receipt that stands on its own, with a badge where it arrived; what nobody in
    sight sent has the badge alone. What the critical path leads to has no second line."""
    critical = {(hop.node, hop.slot) for hop in hops if hop.via == "delivers"}
    made: list[Elbow] = []
    for callback, slots in analysis.graph.slots.items():
        target = shown.get(callback)
        if target is None or target.node != callback:
            continue
        failed = {r.slot for r in analysis.facts[callback].promise_results if r.result == "failed"}
        wanted = slots
        if len(slots) > FEW_SLOTS:
            bad = sorted(failed)[:MOST_FAILED]
            wanted = tuple(slots[i] for i in sorted({0, len(slots) - 1, *bad}))
        resumed = _resumed(analysis, callback)
        arriving: dict[float, list[tuple[int, Bar | None]]] = {}
        for slot in wanted:
            giver = slot.producer or resumed.get(slot.slot, "")
            source = shown.get(giver or "")
            if giver is None:
                arriving.setdefault(target.stand.x, []).append((slot.slot, None))
            elif source is not None and source is not target and source.tick < target.tick:
                entry = _entry(axis, source, target, by_data=True)
                arriving.setdefault(entry, []).append((slot.slot, source))
        pitch = NEXT_BADGE if len(slots) <= 100 else WIDE_BADGE
        for there, those in arriving.items():
            badges = _badges(target, there, [slot for slot, _ in those], failed, pitch)
            # A line that failed lies on those that it shares its way with.
            for number, source in sorted(those, key=lambda one: one[0] in failed):
                x, told = badges.get(number, (None, ()))
                key, lined = f"slot:{callback}:{number}", (callback, number) not in critical
                made.append(
                    _elbow(key, source, target, axis, lane, there, 0.0, callback=callback, slot=number, badge=x,
                           lined=lined, told=told)
                    if source is not None else _alone(key, target, callback, number, x, told)
                )  # fmt: skip
    return made


def _resumed(analysis: Analysis, callback: str) -> dict[int, str | None]:
    """Who resumed a yield, by slot; None for somebody outside, and for nobody in time."""
    edges = (*analysis.graph.resumes.get(callback, ()), *unresumed_of(analysis, callback))
    return {edge.slot: edge.source for edge in edges if edge.slot is not None}


def _alone(key: str, target: Bar, callback: str, slot: int, x: float | None, told: tuple[int, ...]) -> Elbow:
    """A badge without a line."""
    place = (x if x is not None else target.stand.x - BEFORE_RUN, target.stand.center_y)
    return Elbow(key, target.key, target.key, (), place, 0.0, None, callback, slot, None,
                 place if x is not None else None, False, told)  # fmt: skip


def badge_half(told: Sequence[int]) -> float:
    """Half the width of the badge that tells of these slots."""
    return max(BADGE_R, measure(slots_sign(told), "medium", BADGE_SIZE) / 2 + BADGE_PAD)


def _badges(
    target: Bar, there: float, slots: Sequence[int], failed: Collection[int], pitch: float
) -> dict[int, tuple[float, tuple[int, ...]]]:
    """Where the badges of slots that arrive together stand, by the first slot of each, and of which slots it tells: one
    each where there is room, else one for all that are no failures."""
    if _badge_x(target, there, (len(slots) - 1) * pitch) is not None:
        groups: list[tuple[int, ...]] = [(slot,) for slot in slots]
    else:
        good = tuple(slot for slot in slots if slot not in failed)
        groups = [*([good] if good else []), *((slot,) for slot in slots if slot in failed)]
    made = _placed(target, there, groups, pitch)
    if there + INSET >= target.stand.x - 1:  # they go back from the run: the last one begins
        made = _placed(target, there, [some for _, some in made.values()][::-1], pitch)
    return made


def _placed(
    target: Bar, there: float, groups: Sequence[tuple[int, ...]], pitch: float
) -> dict[int, tuple[float, tuple[int, ...]]]:
    made: dict[int, tuple[float, tuple[int, ...]]] = {}
    before = 0.0
    for some in groups:
        wider = badge_half(some) - BADGE_R if len(some) > 1 else 0.0
        x = _badge_x(target, there, before + wider)
        if x is None and made:
            break
        made[some[0]] = (x if x is not None else target.stand.x - BEFORE_RUN, some)
        before += pitch + 2 * wider
    return made


def _entry(axis: Axis, source: Bar, target: Bar, *, by_data: bool) -> float:
    """Where a line comes into a target: where it begins, or where data is there."""
    begin = target.bounds.x - INSET
    return max(axis.x(source.tick + 1), begin) if by_data else begin


def _badge_x(target: Bar, there: float, before: float) -> float | None:
    """The middle of a badge, with so many px `before` it taken by what is there at once: the last ones stand just
    before the run. None where there is no room for it."""
    last = target.stand.x - BEFORE_RUN
    if there + INSET >= target.stand.x - 1:
        x = last - before
        return x if x >= target.bounds.x or not before else None
    x = there + FIRST_BADGE + before
    return min(x, last) if x <= last or not before else None


def _elbow(
    key: str,
    source: Bar,
    target: Bar,
    axis: Axis,
    lane: float,
    to: float,
    outline: float,
    *,
    hop: int | None = None,
    callback: str | None = None,
    slot: int | None = None,
    badge: float | None = None,
    lined: bool = True,
    told: tuple[int, ...] = (),
) -> Elbow:
    """A line that comes into `target` at the border `to`."""
    s, y = source.stand, source.stand.center_y
    ty = target.stand.center_y
    if source.tick == target.tick:
        # In one block: around the left.
        aside = min(s.x, target.bounds.x) - INSET + 1.0
        points = [(s.x - outline, y), (aside, y), (aside, ty), (target.bounds.x - outline, ty)]
    else:
        edge = axis.columns[axis.at(source.tick)].right
        points = [(s.right + outline, y), (edge, y)]
        if to > edge + 1.0:
            border = _border(target, y, lane, axis.cell)
            points += [(edge, border), (to, border), (to, ty)]
        elif y != ty:
            points.append((edge, ty))
        here = points[-1][0]
        if badge is None:
            enters = min(max(to + INSET, target.bounds.x), target.stand.x) - outline
        else:  # at its nearer side; under it there is nothing left to draw
            enters = badge - BADGE_R if badge - BADGE_R > here else min(badge + BADGE_R, here)
        if enters != here:
            points.append((enters, ty))
    segments = tuple(Segment("M" if n == 0 else "L", point) for n, point in enumerate(points))
    return Elbow(key, source.key, target.key, segments, points[-1], 0.0, hop, callback, slot, source.nodes[0],
                 (badge, ty) if badge is not None else None, lined, told)  # fmt: skip


def _border(target: Bar, y: float, lane: float, cell: float) -> float:
    """The border of the target's lane that is nearer to where a line comes from: no words stand there."""
    middle, room = target.stand.center_y, lane / 2 if lane <= CRAMPED else 28.0
    if y >= middle:
        return middle + room - 6.0
    return middle - (centre(lane, above=True) - 1.0 if words_above(lane, cell) else room)
