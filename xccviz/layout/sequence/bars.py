"""Bars with their words: right of the lanes that are taken, as far as the next lifeline on which something is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from xccviz.analysis.types import Analysis
from xccviz.catalogue import numeral, tr, trn
from xccviz.layout.measure import measure
from xccviz.layout.sequence.names import SUB_SIZE, TITLE_SIZE, bar_title
from xccviz.layout.sequence.places import Places
from xccviz.layout.sequence.types import Bar, BarKind, WaitKind
from xccviz.layout.sequence.units import Part
from xccviz.layout.types import Bounds, Words
from xccviz.model.literals import Progress
from xccviz.words.ends import end_words
from xccviz.words.signs import PROGRESS
from xccviz.words.slots import waits_for
from xccviz.words.titles import group_title
from xccviz.words.waits import WAITS_FOR_RESUME

SIGN_AT, TITLE_AT, SUB_AT = 17.0, 27.0, 11.5
"""Px from the last lane to the middle of the sign, to the title and to what stands below."""
SIGN_R = 5.0
LEAST = 20.0
"""Px that words need to be there at all."""
BETWEEN = 10.0
CELL, CELL_STEP, CELLS = 11.0, 14.5, 24
"""Px of a small place of a member, from one to the next, and how many there are at most."""
DOT, DOT_ACROSS, DOT_DOWN, DOTS_A_ROW = 4.0, 6.1, 7.2, 45

_BEFORE: Mapping[WaitKind, str] = {
    "data": waits_for((0,)),
    "yield": WAITS_FOR_RESUME,
    "queue": PROGRESS["not_yet"].word,
}
"""What stands below a title before its receipt runs."""


def bars_of(analysis: Analysis, places: Places) -> tuple[Bar, ...]:
    """All bars, in the order in which they run."""
    return tuple(_bar(analysis, places, part) for part in places.parts)


def run_title(analysis: Analysis, nodes: Sequence[str]) -> str:
    """Alike receipts: `10 × get_value`; others: `12 receipts`."""
    by_id = analysis.graph.by_id
    titles = {bar_title(by_id[node]) for node in nodes}
    if len(titles) > 1:
        return group_title(nodes)
    return tr("{count} × {title}", count=numeral(len(nodes)), title=titles.pop())


def run_ends(done: int, failed: int) -> str:
    """How many of alike receipts ended how, failures first: of `2 failed, 496 succeeded` they must be seen."""
    ends: tuple[tuple[int, Progress], ...] = ((failed, "failed"), (done, "done"))
    return ", ".join(f"{numeral(count)} {PROGRESS[end].word}" for count, end in ends if count)


def ended(counts: Counter[Progress]) -> Progress:
    """One word for alike receipts: that one failed, that one has run; of those of which none is known to have run, that
    they are still to come, or not even that."""
    if counts["failed"] or counts["done"]:
        return "failed" if counts["failed"] else "done"
    return "unknown" if counts["unknown"] == counts.total() else "not_yet"


def ended_words(counts: Counter[Progress]) -> str:
    """How many of alike receipts ended how, by how far they have come."""
    return run_ends(counts["done"], counts["failed"]) or PROGRESS[ended(counts)].word


def transaction_words(count: int) -> str:
    """What stands below the transaction: `1 action`."""
    return trn("{count} action", "{count} actions", count)


def end_of(analysis: Analysis, nodes: Sequence[str]) -> str:
    """What stands below a title at the end."""
    if len(nodes) > 1:
        failed = sum(analysis.facts[node].failed for node in nodes)
        done = sum(analysis.graph.by_id[node].succeeded for node in nodes)
        return run_ends(done, failed)
    node = analysis.graph.by_id[nodes[0]]
    if node.kind == "transaction" and not node.failed:
        return transaction_words(len(node.actions)) if node.actions else ""
    return "" if node.is_refund else end_words(analysis, node)


def _bar(analysis: Analysis, places: Places, part: Part) -> Bar:
    stand = places.stand(part)
    wait, stem = places.wait(part, stand), places.stem(part)
    single = len(part.nodes) == 1
    title = bar_title(analysis.graph.by_id[part.nodes[0]]) if single else run_title(analysis, part.nodes)
    sub = end_of(analysis, part.nodes)
    last, until = places.right_of(part), places.room_until(part)
    left, top = last + TITLE_AT, stand.y
    room = until - left
    in_line = places.stacks[part.key][1] > 1
    right = stand.right
    sign: tuple[float, float] | None = None
    title_at: Words | None = None
    sub_at: Words | None = None
    if room >= LEAST:
        middle = stand.center_y if in_line else top + 10.5
        sign = (last + SIGN_AT, middle)
        wide = min(measure(title, "medium", TITLE_SIZE), room)
        title_at = Words(left, middle + 4.3, room)
        right = left + wide
        if in_line:
            rest = until - right - BETWEEN
            if sub and rest >= 2 * LEAST:
                sub_at = Words(right + BETWEEN, middle + 4.3, rest)
                right += BETWEEN + min(measure(sub, "regular", SUB_SIZE), rest)
        else:
            sub_left = last + SUB_AT
            sub_at = Words(sub_left, top + 31.0, until - sub_left)
            before = _BEFORE[part.wait]
            wide = max(measure(sub, "regular", SUB_SIZE), measure(before, "regular", SUB_SIZE))
            right = max(right, sub_left + min(wide, until - sub_left))
    elif until - (last + SIGN_AT) >= SIGN_R:
        sign = (last + SIGN_AT, top + 10.5 if not in_line else stand.center_y)
        right = last + SIGN_AT + SIGN_R
    cells, dots, per = _members(part, right + 16.0, stand, until) if not single else ((), (), 1)
    if cells or dots:
        right = max(place.right for place in (*cells, *dots))
    bounds = Bounds(stand.x, stand.y, right - stand.x, stand.height)
    kind: BarKind = "node" if single else "run"
    return Bar(
        part.key, kind, part.nodes, bounds, stand, wait, part.wait, part.column, part.runs,
        places.lanes.lane[part.key], part.unfolds, analysis.graph.by_id[part.nodes[0]].parent, sign, title_at, sub_at,
        cells, dots, per, stem,
    )  # fmt: skip


def _members(
    part: Part, left: float, stand: Bounds, until: float
) -> tuple[tuple[Bounds, ...], tuple[Bounds, ...], int]:
    """Small places of the members, at the right of the words: one each, or a dot for so many."""
    count, room = len(part.nodes), until - left
    if count <= CELLS and count * CELL_STEP <= room:
        y = stand.y + min(stand.height, 38.0) / 2 - CELL / 2
        return tuple(Bounds(left + i * CELL_STEP, y, CELL, CELL) for i in range(count)), (), 1
    across = min(DOTS_A_ROW, int(room / DOT_ACROSS))
    down = max(1, int((stand.height - 4) / DOT_DOWN))
    if across < 8:
        return (), (), 1
    per = -(-count // (across * down))
    shown = -(-count // per)
    rows = -(-shown // across)
    top = stand.y + (min(stand.height, 38.0) - rows * DOT_DOWN) / 2 + (DOT_DOWN - DOT) / 2
    dots = tuple(
        Bounds(left + (i % across) * DOT_ACROSS, top + (i // across) * DOT_DOWN, DOT, DOT)
        for i in range(shown)
    )
    return (), dots, per
