"""A timeline: analysis + options → where every column, row, bar and elbow stands.

nodes → blocks (when) → columns → bars to be (units) → lanes → rows → bars → elbows; below: the table, the overview
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xccviz.analysis.time.critical_path import Hop, critical_path
from xccviz.analysis.time.shards import shards_of
from xccviz.analysis.types import Analysis
from xccviz.graph.types import Node
from xccviz.layout.aside import data_hosts, foldable_refunds
from xccviz.layout.sequence.names import account_of, account_words
from xccviz.layout.shorten import distinct_names
from xccviz.layout.timeline.bars import bars_of
from xccviz.layout.timeline.columns import NAME, Axis, axis_of
from xccviz.layout.timeline.elbows import path_elbows, slot_elbows
from xccviz.layout.timeline.lanes import BELOW, CRAMPED, DENSE, lane_height, lanes_of, rows_in_order
from xccviz.layout.timeline.legend import ROW as LEGEND_ROW
from xccviz.layout.timeline.legend import legend_of
from xccviz.layout.timeline.overview import HEIGHT as OVERVIEW
from xccviz.layout.timeline.overview import overview_of
from xccviz.layout.timeline.types import FIRST, HEADER, RIGHT, Bar, Row, Table, TimelineLayout
from xccviz.layout.timeline.units import Part, parts_of
from xccviz.layout.timeline.when import When, when_of
from xccviz.layout.types import REFUNDS_KEY, Bounds, LayoutOptions, option_key, option_of
from xccviz.words.timeline import shard_words

REFUNDS_LINE = 26.0
"""Px of the line that tells of folded refunds."""
NOW_ROOM = 26.0
"""Px below the rows for the tag of *now*."""
LABEL_ROOM, LABEL_SIZE = 166.0, 13.0
TABLE_HEAD, TABLE_ROW, TABLE_END, TABLE_FOLDED = 53.0, 22.0, 8.0, 34.0
BY, SORT, PATH, TABLE = "by", "sort", "path", "table"
"""Options: rows are shards, rows in the order in which they first ran, no critical path, the table open or folded."""


def option(name: str, value: str) -> str:
    """Key of an option of a timeline."""
    return option_key(NAME, name, value)


def lay_out(analysis: Analysis, options: LayoutOptions) -> TimelineLayout:
    """Where everything stands; the same for the same input. Nothing of it depends on a moment."""
    graph = analysis.graph
    aside = _aside(analysis)
    nodes = [node for node in graph.nodes if node.id not in aside]
    could = foldable_refunds(analysis)
    opened = REFUNDS_KEY in options.expanded or not options.fold_refunds or options.whole
    refunds = () if opened else could
    when = when_of(graph, nodes)
    shown = {node.id for node in nodes}.difference(refunds)
    axis = axis_of(when, shown, options)
    hops = critical_path(graph)
    path = {hop.node: hop for hop in hops}
    shards = shards_of(graph)
    by_shard = option_of(options.expanded, NAME, BY) == "shard" and bool(shards)
    accounts = dict.fromkeys(account_of(graph, node) for node in nodes)
    row_of = {account: f"shard:{shards.get(account, '')}" if by_shard else account for account in accounts}
    parts = parts_of(analysis, when, shown, path, row_of, options)
    lane, counts = lanes_of(parts, axis.at)
    height = lane_height(sum(counts.values()))
    many = sum(counts.values()) > DENSE and len(counts) > 1 and not by_shard
    first_run = not many or option_of(options.expanded, NAME, SORT) == "first"
    ranks = {row: (0, int(row[6:])) if row[6:] else (1, 0) for row in counts} if by_shard else None
    order = rows_in_order(parts, path, lambda n: analysis.facts[n].failed, ranks, first_run=first_run)
    rows = _rows(parts, order, counts, height, shards if not by_shard else None, by_shard)
    bars = bars_of(parts, axis, lane, rows, height, path)
    of_node = {node: bar for bar in bars for node in bar.nodes}
    elbows = (  # those of the path over the others, which would break it where they join it
        *slot_elbows(analysis, hops, of_node, axis, height),
        *path_elbows(hops, of_node, axis, height),
    )
    width = max(options.width, round(axis.right + RIGHT, 2))
    y = lanes_end = rows[-1].bottom if rows else HEADER
    if refunds:
        bars = (*bars, _refunds(refunds, when, axis, y, len(rows)))
        y += REFUNDS_LINE
    body = y + NOW_ROOM
    table = _table(hops, body, options)
    under = body + (table.height if table is not None else 0.0)
    bad = {node for node, facts in analysis.facts.items() if facts.failed}
    overview = overview_of(axis, rows, bars, bad.__contains__, under, options.width, when.by_block)
    under += OVERVIEW if overview is not None else 0.0
    legend = legend_of(under + 8.0, options.width, {wait.cause for bar in bars for wait in bar.waits})
    box_of = {node: bar.key for bar in bars for node in bar.nodes}
    root = of_node[graph.root.id].key
    for data, host in aside.items():
        box_of[data] = _hosted(graph.by_id[data], host, aside, box_of, graph.by_id) or root
    return TimelineLayout(
        width, legend[-1].bounds.y + LEGEND_ROW + 8.0, options.width, body, lanes_end, axis.cell, height,
        when.by_block, by_shard, shards, axis.columns, rows, bars, elbows, table, overview, legend, box_of,
        {bar.key: bar for bar in bars}, when.tick_of, when.times, len(could), opened and bool(could), many,
        first_run, option_of(options.expanded, NAME, PATH) != "off",
        option_of(options.expanded, NAME, "range") or "",
    )  # fmt: skip


def _aside(analysis: Analysis) -> dict[str, str]:
    """What never runs, and stands where what it belongs to does: data of a slot, what is only delivered or spread."""
    hosts = data_hosts(analysis)
    root = analysis.graph.root.id
    for node in analysis.graph.nodes:
        if node.never_runs and node.id != root:
            hosts.setdefault(node.id, node.parent or root)
    return hosts


def _hosted(
    node: Node, host: str, aside: Mapping[str, str], box_of: Mapping[str, str], by_id: Mapping[str, Node]
) -> str | None:
    """The bar of the first that has one, from a host upwards."""
    seen = {node.id}
    while host not in box_of and host not in seen:
        seen.add(host)
        host = aside.get(host) or (by_id[host].parent if host in by_id else None) or ""
    return box_of.get(host)


def _rows(
    parts: Sequence[Part],
    order: Sequence[str],
    counts: Mapping[str, int],
    height: float,
    shards: Mapping[str, int] | None,
    by_shard: bool,
) -> tuple[Row, ...]:
    nodes: dict[str, list[str]] = {}
    account: dict[str, str] = {}
    for part in parts:
        nodes.setdefault(part.row, []).extend(part.nodes)
        account.setdefault(part.row, part.account)
    titles = {row: account_words(row) for row in order}
    rooms = dict.fromkeys(titles.values(), LABEL_ROOM)
    names = distinct_names(rooms, "medium", LABEL_SIZE) if not by_shard else {}
    made: list[Row] = []
    y = HEADER
    for row in order:
        tall = counts[row] * height + (BELOW if height >= CRAMPED else 0.0)
        number = int(row[6:]) if by_shard and row[6:] else None
        name = shard_words(number) if by_shard else names[titles[row]]
        shard = number if by_shard else (shards or {}).get(row)
        made.append(
            Row(row, "" if by_shard else account[row], shard, y, tall, counts[row], tuple(nodes[row]), name)
        )
        y += tall
    return tuple(made)


def _refunds(refunds: tuple[str, ...], when: When, axis: Axis, y: float, row: int) -> Bar:
    """The line below the rows that tells of folded refunds, with their number in each column."""
    count: dict[int, int] = {}
    for node in refunds:
        column = axis.at(when.tick_of[node])
        count[column] = count.get(column, 0) + 1
    columns = axis.columns
    dots = tuple((columns[c].x + columns[c].width / 2, n) for c, n in sorted(count.items()))
    bounds = Bounds(FIRST, y, axis.right - FIRST, REFUNDS_LINE)
    last = max(when.tick_of[node] for node in refunds)
    return Bar(REFUNDS_KEY, "refunds", refunds, bounds, bounds, (), row, 0, last, unfolds=True, dots=dots)


def _table(hops: tuple[Hop, ...], y: float, options: LayoutOptions) -> Table | None:
    """The critical path below; folded where there is one hop."""
    if len(hops) < 2:
        return None
    chosen = option_of(options.expanded, NAME, TABLE)
    folded = chosen == "folded" if chosen is not None else len(hops) <= 2
    height = TABLE_FOLDED if folded else TABLE_HEAD + TABLE_ROW * len(hops) + TABLE_END
    return Table(hops, y, height, y + TABLE_HEAD, folded)
