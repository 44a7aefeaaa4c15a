"""A sequence drawing: analysis + options → where every lifeline, row, bar and message stands.

shown nodes → rows (when) → columns → bars (units) → messages (links) → lanes → tracks → px
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from xccviz.analysis.time.idle import ran_of
from xccviz.analysis.types import Analysis
from xccviz.layout.aside import data_hosts, foldable_refunds
from xccviz.layout.measure import measure
from xccviz.layout.sequence.bands import bands_of
from xccviz.layout.sequence.bars import bars_of
from xccviz.layout.sequence.columns import LEAST, Columns, Group, columns_of, widths_of
from xccviz.layout.sequence.lanes import Lanes, lanes_of
from xccviz.layout.sequence.legend import legend_of
from xccviz.layout.sequence.links import Link, links_of
from xccviz.layout.sequence.messages import messages_of
from xccviz.layout.sequence.names import NAME_SIZE, account_words
from xccviz.layout.sequence.places import Places
from xccviz.layout.sequence.tracks import transit_of
from xccviz.layout.sequence.types import (
    BAR,
    FIRST,
    GUTTER,
    LANE,
    LINE_AT,
    Band,
    Bar,
    Lifeline,
    SequenceLayout,
)
from xccviz.layout.sequence.units import Part, part_of, parts_of
from xccviz.layout.sequence.when import rows_of
from xccviz.layout.shorten import distinct_names
from xccviz.layout.types import REFUNDS_KEY, Bounds, LayoutOptions
from xccviz.values import replace
from xccviz.words.blocks import accounts_words, idle_words

WORDS = LEAST - LINE_AT
"""Px that words have right of the lanes of a column at least."""
RIGHT = 12.0
END_LINE = 24.0
"""Px of the line that tells of folded refunds."""
LEGEND_ROW = 24.0
MARGIN = 16.0


def lay_out(analysis: Analysis, options: LayoutOptions) -> SequenceLayout:
    """Where everything stands; the same for the same input. Nothing of it depends on a moment."""
    graph = analysis.graph
    aside = data_hosts(analysis)
    could = foldable_refunds(analysis)
    open_ = REFUNDS_KEY in options.expanded or not options.fold_refunds or options.whole
    refunds = () if open_ else could
    hidden = set(aside).union(refunds)
    shown = frozenset(node.id for node in graph.nodes if node.id not in hidden)
    when = rows_of(graph, shown, whole=options.whole)
    columns = columns_of(analysis, when, shown, options)
    parts = parts_of(analysis, when, columns.groups, options)
    of_node = part_of(parts)
    links = links_of(analysis, of_node)
    lanes = lanes_of(parts, links)
    lifelines = _lifelines(columns, lanes, options.width)
    x_of = {part.key: lifelines[part.column].line + LANE * lanes.lane[part.key] for part in parts}
    by_row: dict[int, list[Link]] = defaultdict(list)
    outside: dict[int, int] = defaultdict(int)
    reached: set[str] = set()
    for link in links:
        if link.source is None:
            outside[link.target.runs] += 1
            reached.add(link.target.key)
        else:
            by_row[link.row].append(link)
    transits = [transit_of(by_row.get(row, ()), x_of) for row in range(len(when.rows))]
    stacks = _stacks(parts)
    most: dict[int, int] = {}
    for part in parts:
        most[part.runs] = max(most.get(part.runs, 1), stacks[part.key][1])
    crowded = frozenset((part.column, part.runs) for part in parts if stacks[part.key][1] > 1)
    ran = ran_of(node for node in graph.nodes if node.id not in aside)
    placed = bands_of(when, transits, most, outside, ran)
    width = max(options.width, round(lifelines[-1].x + lifelines[-1].width + RIGHT, 6))
    places = Places(
        parts,
        lanes,
        lifelines,
        placed,
        transits,
        x_of,
        stacks,
        width,
        when.by_block,
        crowded,
        frozenset(reached),
    )
    bars = bars_of(analysis, places)
    messages, outsiders = messages_of(links, places, bars)
    y = placed.bottom
    if refunds:
        bars = (*bars, _refunds(refunds, y, width))
        y += END_LINE
    bars = (*bars, *outsiders)
    bottom = y
    legend = legend_of(analysis, messages, bars, y + 8.0, width)
    height = (legend[-1].bounds.bottom if legend else y) + MARGIN
    box_of = {node: part.key for node, part in of_node.items()} | dict.fromkeys(refunds, REFUNDS_KEY)
    for data, host in aside.items():
        box_of[data] = box_of.get(host, of_node[graph.root.id].key)
    folded = Counter(graph.by_id[node].height for node in refunds)
    bands = tuple(_with_words(placed.bands, places, folded))
    return SequenceLayout(
        width, height, options.width, lifelines, bands, placed.rows, bars, messages, box_of,
        {bar.key: bar for bar in bars}, legend, when.by_block, len(could), open_ and bool(could), columns.alike,
        columns.apart, bottom,
    )  # fmt: skip


def _refunds(refunds: tuple[str, ...], y: float, width: float) -> Bar:
    """The line at the end that tells of folded refunds."""
    bounds = Bounds(GUTTER, y, min(width - GUTTER - MARGIN, 420.0), END_LINE)
    return Bar(REFUNDS_KEY, "refunds", refunds, bounds, bounds, row=-1, unfolds=True)


def _stacks(parts: Sequence[Part]) -> dict[str, tuple[int, int]]:
    """For each bar its place among those that run in one row of one lifeline, and their number."""
    cells: dict[tuple[int, int], list[Part]] = defaultdict(list)
    for part in parts:
        cells[part.runs, part.column].append(part)
    found: dict[str, tuple[int, int]] = {}
    for members in cells.values():
        members.sort(key=lambda part: part.order)
        found |= {part.key: (i, len(members)) for i, part in enumerate(members)}
    return found


def _lifelines(columns: Columns, lanes: Lanes, width: float) -> tuple[Lifeline, ...]:
    least = [max(LEAST, LINE_AT + LANE * lanes.most.get(i, 0) + WORDS) for i in range(len(columns.groups))]
    widths = widths_of(least, width)
    titles = [_title(group) for group in columns.groups]
    rooms: dict[str, float] = {}
    for title, wide in zip(titles, widths, strict=True):
        rooms[title] = min(wide - 16.0, rooms.get(title, wide))
    names = distinct_names(rooms, "semibold", NAME_SIZE)
    made: list[Lifeline] = []
    x = FIRST
    for group, title, wide in zip(columns.groups, titles, widths, strict=True):
        nodes = tuple(node.id for node in group.nodes)
        line = round(x + LINE_AT)
        made.append(Lifeline(group.accounts, x, wide, line, names[title], group.key, group.folded, nodes))
        x += wide
    return tuple(made)


def _title(group: Group) -> str:
    if group.folded:
        return accounts_words(len(group.accounts))
    return account_words(group.accounts[0])


def _with_words(bands: Sequence[Band], places: Places, folded: Mapping[int | None, int]) -> Iterator[Band]:
    """Idle bands with their words where nothing crosses them: as far right as there is room. `folded`: how many refunds
    without a row ran in a block."""
    crossing, row = places.crossing(), 0
    for band in bands:
        if band.kind == "row":
            row += 1
        if band.kind != "idle" or band.first is None or band.last is None:
            yield band
            continue
        refunds = sum(
            count for height, count in folded.items() if height and band.first <= height <= band.last
        )
        words = idle_words(band.idle.blocks, band.last - band.first + 1, band.idle.lasts_ns, refunds)
        wide = measure(words, "medium", 11.5) + 16.0
        right = crossing.free(row, wide, places.width - 26.0, BAR)
        fits = right - wide > FIRST
        yield replace(band, words=words if fits else "", words_x=right if fits else None)
