"""Totals by account, method and host cost as bars, eight of each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from xccviz.analysis.gas.totals import done_by
from xccviz.analysis.types import Analysis
from xccviz.layout.icicle.types import Bar, Section, TotalSort
from xccviz.layout.measure import elide, measure
from xccviz.layout.shorten import distinct_middle
from xccviz.layout.types import Bounds
from xccviz.model.text import visible_text
from xccviz.values import frozen
from xccviz.words import gas_view as say
from xccviz.words.gas import COST_KINDS, cost_words, done_besides
from xccviz.words.numbers import share
from xccviz.words.values import TEXT_LIMIT

SHOWN = 8
"""Bars of a sort before the rest is counted."""
PITCH = 19.5
FIRST, TO_BAR, TO_HEAD = 17.0, 25.5, 28.5
"""Px to the middle of the first heading, from a heading to its first bar, and from what is last to the next heading."""
MARGIN, GAP, SHARES = 16.0, 8.0, 35.0
"""Px beside the bars, between their parts, and of the shares at the right at least."""
NAME, TRACK = 184.0, 106.0
"""Px of names and of the tracks of bars at the usual width; what is more or less is shared by both."""
NARROWEST = 260.0
SIZE, ASIDE = 12.0, 11.5
SORTS: tuple[TotalSort, ...] = ("account", "method", "cost")
Names = tuple[str, ...]


@frozen
class Columns:
    """Where names, tracks and the right ends of values and shares stand, and how wide names and tracks are, in px."""

    left: float
    name: float
    track: float
    track_width: float
    value: float
    right: float


def columns(analysis: Analysis, split: float, width: float) -> Columns:
    """The columns between the line before the bars and the right side."""
    left, right = split + MARGIN, width - MARGIN
    most = [next(iter(_totals(analysis, sort)), ((), 0))[1] for sort in SORTS]
    whole = analysis.gas.total_burnt
    value = right - max(SHARES, *(measure(share(gas, whole, "card"), "mono", SIZE) + GAP for gas in most))
    numbers = max(measure(f"{say.tenths(gas, gas)} T", "mono", SIZE) for gas in most)
    end = value - numbers - GAP
    name = (end - left - GAP) * NAME / (NAME + TRACK)
    track = left + name + GAP
    return Columns(left, name, track, end - track, value, right)


def sections(analysis: Analysis, at: Columns, whole: str | None) -> tuple[Section, ...]:
    """The totals of each sort that has any; of the sort `whole` all."""
    made: list[Section] = []
    y = FIRST
    for sort in SORTS:
        rows = list(_totals(analysis, sort))
        if not rows:
            continue
        count = len(rows) if sort == whole or len(rows) == SHOWN + 1 else SHOWN
        shown, rest = rows[:count], rows[count:]
        burners = _burners(analysis, sort, {names for names, _ in shown})
        twice = _twice(rows) if sort == "method" else set()
        accounts = {visible_text(names[0], TEXT_LIMIT) for names, _ in shown}
        most = shown[0][1]
        bars = []
        middle = y + TO_BAR
        for names, burnt in shown:
            others = analysis.gas.batched.get((names[0], names[-1]), ()) if sort == "method" else ()
            name, aside = _words(sort, names, twice, at.name, accounts, _besides(others, at.name))
            part = burnt / most if most else 0.0
            key = f"bar:{sort}:{':'.join(names)}"
            bounds = Bounds(at.left - 6, middle - PITCH / 2, at.right - at.left + 12, PITCH)
            bars.append(
                Bar(key, sort, names, name, aside, burnt, part, burners.get(names, ()), bounds, others)
            )
            middle += PITCH
        more = None
        if rest or (sort == whole and len(rows) > SHOWN + 1):
            more = Bounds(at.left - 6, middle - PITCH / 2, at.name + 6, PITCH)
            middle += PITCH
        left = sum(burnt for _, burnt in rest)
        made.append(Section(sort, y, tuple(bars), len(rest), left, more, sort == whole))
        y = middle - PITCH + TO_HEAD
    return tuple(made)


def bottom_of(made: tuple[Section, ...]) -> float:
    """Where the last bar ends."""
    if not made:
        return 0.0
    last = made[-1]
    return (last.more or last.bars[-1].bounds).bottom


def _totals(analysis: Analysis, sort: TotalSort) -> Iterable[tuple[Names, int]]:
    """Names and gas burnt, largest first."""
    gas = analysis.gas
    if sort == "account":
        return (((account,), burnt) for account, burnt in gas.by_account)
    if sort == "method":
        return (((contract, method), burnt) for contract, method, burnt in gas.by_method)
    return (((cost, category), burnt) for category, cost, burnt in gas.by_cost)


def _burners(analysis: Analysis, sort: TotalSort, wanted: set[Names]) -> Mapping[Names, tuple[str, ...]]:
    """Who burnt what was added up."""
    found: dict[Names, list[str]] = defaultdict(list)
    for node in analysis.graph.nodes:
        outcome = node.outcome
        if outcome is None or outcome.gas_burnt is None or node.is_refund:
            continue
        if sort == "cost":
            for names in {(entry.cost, entry.category) for entry in outcome.profile or ()} & wanted:
                found[names].append(node.id)
            continue
        account = outcome.executor_id or ""
        method, _ = done_by(node)
        key: Names = (account,) if sort == "account" else (account, method or "")
        called = node.kind != "transaction" and method is not None
        if key in wanted and (sort == "account" or called):
            found[key].append(node.id)
    return {names: tuple(nodes) for names, nodes in found.items()}


def _twice(rows: Iterable[tuple[Names, int]]) -> set[str]:
    """Methods that several contracts have."""
    counts = Counter(names[-1] for names, _ in rows)
    return {method for method, count in counts.items() if count > 1}


def _besides(others: tuple[str, ...], room: float) -> str:
    """What batches did besides a method, by name where that leaves half of the room to the method."""
    named = done_besides(others)
    return named if 2 * measure(named, "regular", SIZE) <= room else done_besides(others, 0)


def _words(
    sort: TotalSort, names: Names, twice: set[str], room: float, accounts: set[str], besides: str = ""
) -> tuple[str, str]:
    """A name and what stands quietly behind it, as much of both as there is room for; of `accounts` each is told from
    the others; what was done `besides` a method is never cut."""
    shown = [visible_text(name, TEXT_LIMIT) for name in names]
    if sort == "account" and not shown[0]:
        return say.NO_ACCOUNT, ""
    if sort == "account":
        return distinct_middle(shown[0], room, accounts, "regular", SIZE), ""
    if sort == "cost":
        aside = COST_KINDS["ACTION_COST"] if names[1] == "ACTION_COST" else ""
        taken = measure(aside, "regular", ASIDE) + GAP if aside else 0.0
        return elide(cost_words(shown[0]), "regular", SIZE, room - taken), aside
    name = elide(shown[1], "regular", SIZE, room - measure(besides, "regular", SIZE), "middle") + besides
    left = room - measure(name, "regular", SIZE) - GAP
    told = shown[1] in twice and left > 40
    return name, distinct_middle(shown[0], left, accounts, "regular", ASIDE) if told else ""
