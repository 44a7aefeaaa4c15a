"""What the bars stand on: columns with their blocks and times, rows with their accounts, the line of *now*."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from xccviz.analysis.time.extent import extent_of_nodes
from xccviz.catalogue import numeral, tr
from xccviz.display.hosting import Spot, Wish
from xccviz.display.timeline.moments import last_steps, now_x
from xccviz.display.types import NONE, Layer, Path, Primitive, Rect, Role, Text
from xccviz.document import Document
from xccviz.layout.measure import elide, measure
from xccviz.layout.sequence.names import account_words
from xccviz.layout.timeline.build import LABEL_ROOM, REFUNDS_LINE
from xccviz.layout.timeline.types import FIRST, HEADER, SIGNED, Bar, Column, Row, TimelineLayout
from xccviz.layout.types import REFUNDS_KEY, Bounds, Segment
from xccviz.words.blocks import refunds_folded
from xccviz.words.timeline import (
    blocks_count,
    clock_words,
    day_words,
    height_sign,
    idle_title,
    not_run_words,
    refunds_count,
    row_words,
    shard_words,
    shared_digits,
    squeezed_words,
    step_sign,
)

SMALL, BLOCK, NAME = 11.5, 12.0, 13.0
LEFT = 16.0
_DASHES = (6.0, 4.0)
TAG, TAG_WIDE = 19.0, 96.0


def ground(layout: TimelineLayout) -> tuple[Primitive, ...]:
    """Rows, columns and gaps."""
    end = layout.lanes_end
    return (
        Rect("background", None, "background", 0, 0, layout.width, layout.height, fill="bg"),
        *(
            Rect(f"row:{number}", None, "edge", FIRST, row.y, layout.width - FIRST, row.height,
                 fill=row_ground(number))
            for number, row in enumerate(layout.rows)
        ),
        *(
            Rect(f"gap:{number}", None, "edge", column.x, HEADER, column.width, end - HEADER, fill="code")
            for number, column in enumerate(layout.columns)
            if column.kind == "idle"
        ),
        *_borders(layout),
        Rect("rows/end", None, "edge", FIRST, end, layout.width - FIRST, 1.0, fill="line"),
    )  # fmt: skip


def row_ground(number: int) -> Role:
    """What a row is painted on: every other one apart."""
    return "panel" if number % 2 == 0 else "bg"


def _borders(layout: TimelineLayout) -> list[Primitive]:
    """Between columns."""
    made: list[Primitive] = []
    end, right = layout.lanes_end, layout.columns[-1].right
    for number, x in enumerate((*(c.x for c in layout.columns), right)):
        dashed = any(
            0 <= n < len(layout.columns) and layout.columns[n].kind == "idle" for n in (number - 1, number)
        )
        line = (Segment("M", (x, HEADER)), Segment("L", (x, end)))
        made.append(
            Path(f"column:{number}", None, "edge", line, stroke="ref" if dashed else "line",
                 stroke_width=1.0, dash=_DASHES if dashed else ())
        )  # fmt: skip
    return made


def header(document: Document, layout: TimelineLayout) -> tuple[list[Primitive], list[Spot]]:
    """Blocks and their times; a click on a gap shows it at scale, one on a block goes to that moment."""
    made: list[Primitive] = [
        Rect("header", None, "top", FIRST, 0, layout.width - FIRST, HEADER, fill="panel"),
        _hairline("header/line", "top", FIRST, layout.width),
    ]
    spots: list[Spot] = []
    heights = [c.first for c in layout.columns if c.kind in ("block", "wide")]
    cut = shared_digits([min(heights), max(heights)]) if heights and layout.cell < 84 else 0
    steps = last_steps(document, layout)
    ran = sorted(layout.ticks.values())

    def folded(column: Column) -> int | None:
        """How many refunds stand in a column that holds nothing else, where columns are steps."""
        return None if layout.by_block else bisect_right(ran, column.last) - bisect_left(ran, column.first)

    taken = clock_taken = FIRST - 7.0
    for number, column in enumerate(layout.columns):
        key, middle = f"block:{number}", column.x + column.width / 2
        title, below = _titles(column, cut, layout.cell, steps[number], folded(column))
        if column.kind == "pending":
            title = not_run_words(document.graph, nodes_of(layout, column))
        wide = measure(title, "semibold", BLOCK)
        shown = title if middle - wide / 2 > taken + 5 and _room(layout, number, wide) else ""
        taken = middle + wide / 2 if shown else taken
        low = measure(below, "regular", SMALL)
        under = below if shown and middle - low / 2 > clock_taken + 5 and _room(layout, number, low) else ""
        clock_taken = middle + low / 2 if under else clock_taken
        made += [
            Text(f"{key}/height", None, "top", middle, 18, shown, "semibold", BLOCK, "text", "middle", wide,
                 tooltip=_whole(column, layout.by_block)),
            Text(f"{key}/clock", None, "top", middle, 36, under, "regular", SMALL, "mute", "middle", low),
        ]  # fmt: skip
        if column.kind == "idle" or number == 0 or layout.columns[number - 1].kind == "idle":
            dashed = column.kind == "idle" or (number > 0 and layout.columns[number - 1].kind == "idle")
        else:
            dashed = False
        tick = (Segment("M", (column.x, 0 if dashed else HEADER - 7)), Segment("L", (column.x, HEADER - 1)))
        made.append(
            Path(f"{key}/tick", None, "top", tick, stroke="ref" if dashed else "line", stroke_width=1.0,
                 dash=_DASHES if dashed else ())
        )  # fmt: skip
        wish = (
            Wish("toggle", column.key)
            if column.key
            else Wish("step", str(steps[number]))
            if steps[number]
            else None
        )
        spots.append(Spot(f"column:{number}", Bounds(column.x, 0, column.width, HEADER), wish, strip="top"))
        if column.kind == "idle":
            area = Bounds(column.x, HEADER, column.width, layout.lanes_end - HEADER)
            spots.insert(0, Spot(f"column:{number}", area, wish))
    made += _corner(layout)
    return made, spots


def _room(layout: TimelineLayout, number: int, wide: float) -> bool:
    """Words may go beyond their own column only over neighbours that are blocks as well."""
    column = layout.columns[number]
    return column.width >= wide + 4 or column.kind in ("block", "step")


def _titles(column: Column, cut: int, cell: float, step: int, folded: int | None) -> tuple[str, str]:
    """What stands above a column, whose last step is `step`: of one that is a step its number, as everywhere. `folded`:
    how many refunds it holds where columns are steps."""
    if column.kind == "idle":
        return idle_title(column.blocks), squeezed_words(column.lasts_ns)
    if column.kind == "merged":
        return (blocks_count(column.blocks) if folded is None else refunds_count(folded)), ""
    if column.kind == "step":
        return step_sign(step) if cell >= SIGNED else numeral(step), ""
    if column.kind == "wide":
        return idle_title(column.blocks), ""
    return height_sign(column.first, cut), clock_words(column.time_ns)


def nodes_of(layout: TimelineLayout, column: Column) -> list[str]:
    """What stands in a column that is one block or step, or in that of what has not run."""
    return [node for node, tick in layout.ticks.items() if tick == column.first]


def _whole(column: Column, by_block: bool) -> str:
    return "" if not by_block or column.kind == "pending" else f"#{numeral(column.first)}"


def _corner(layout: TimelineLayout) -> list[Primitive]:
    first = next((c.time_ns for c in layout.columns if c.time_ns is not None), None)
    title = tr("Shard") if layout.by_shard else tr("Account")
    axis = tr("Block") if layout.by_block else tr("Step")
    return [
        Rect("corner", None, "corner", 0, 0, FIRST, HEADER, fill="panel"),
        _hairline("corner/line", "corner", 0, FIRST),
        Text("corner/rows", None, "corner", LEFT, 18, title, "medium", BLOCK, "mute", width=100),
        Text("corner/day", None, "corner", LEFT, 36, day_words(first), "regular", SMALL, "faint", width=110),
        Text("corner/axis", None, "corner", FIRST - 14, 18, axis, "medium", BLOCK, "mute", "end", 60),
        Text("corner/clock", None, "corner", FIRST - 14, 36, tr("clock") if first is not None else "", "regular",
             SMALL, "faint", "end", 40),
    ]  # fmt: skip


def labels(document: Document, layout: TimelineLayout) -> tuple[list[Primitive], list[Spot]]:
    """The accounts or shards at the left."""
    made: list[Primitive] = [
        Rect("left", None, "left", 0, HEADER, FIRST, layout.body - HEADER, fill="bg"),
    ]
    spots: list[Spot] = []
    for number, row in enumerate(layout.rows):
        key = f"label:{number}"
        one_line = row.height < 42
        y = row.y + (19.0 if one_line else 24.0)
        sub = _sub(document, layout, row)
        after = LEFT + measure(row.name, "medium", NAME) + 8
        room = LABEL_ROOM - (after - LEFT) if one_line else LABEL_ROOM
        sub = elide(sub, "regular", SMALL, room) if room > 40 else ""
        x, sub_y = (after, y) if one_line else (LEFT, y + 16)
        whole = account_words(row.account) if not layout.by_shard else row.name
        name = elide(row.name, "medium", NAME, LABEL_ROOM, "middle")
        made += [
            Rect(key, None, "left", 0, row.y, FIRST, row.height, fill=row_ground(number)),
            Text(f"{key}/name", None, "left", LEFT, y, name, "medium", NAME, "text", width=LABEL_ROOM, tooltip=whole),
            Text(f"{key}/sub", None, "left", x, sub_y, sub, "regular", SMALL, "mute", width=max(room, 0.0)),
        ]  # fmt: skip
        spots.append(Spot(f"row:{number}", Bounds(0, row.y, FIRST, row.height), None, strip="left"))
    made.append(Rect("left/end", None, "left", 0, layout.lanes_end, FIRST, 1.0, fill="line"))
    edge = (Segment("M", (FIRST, HEADER)), Segment("L", (FIRST, layout.lanes_end)))
    made.append(Path("left/edge", None, "left", edge, stroke="line", stroke_width=1.0))
    return made, spots


def _sub(document: Document, layout: TimelineLayout, row: Row) -> str:
    by_id = document.graph.by_id
    receipts = extent_of_nodes([by_id[node] for node in row.nodes]).receipts
    signs = any(by_id[node].kind == "transaction" for node in row.nodes)
    parts = [row_words(receipts, signer=signs)]
    if not layout.by_shard and row.shard is not None:
        parts.insert(0, shard_words(row.shard))
    return " · ".join(part for part in parts if part)


def refunds(bar: Bar, now: float | None, *, selected: bool) -> list[Primitive]:
    """The line below the rows that tells of folded gas refunds."""
    b = bar.bounds
    made: list[Primitive] = [
        Rect(f"{bar.key}/card", bar.key, "box", b.x, b.y + 1, b.width, b.height - 2, 4.0, NONE),
        Rect(f"{bar.key}/selection", bar.key, "box", b.x + 2, b.y + 2, b.width - 4, b.height - 4, 5.0,
             "indbg" if selected else NONE, "sel" if selected else NONE, 2.0),
    ]  # fmt: skip
    for number, (x, count) in enumerate(bar.dots):
        past = now is None or x < now
        words = f"× {numeral(count)}" if count > 1 else ""
        wide = measure(words, "regular", SMALL)
        at = x - (wide + 8) / 2 if words else x
        made += [
            Rect(f"{bar.key}/dot{number}", bar.key, "box", at - 3, b.center_y - 3, 6.0, 6.0, 1.0,
                 "ref" if past else NONE, "ref", 1.0),
            Text(f"{bar.key}/count{number}", bar.key, "text", at + 8, b.center_y + 4, words, "regular", SMALL,
                 "mute" if past else "faint", width=wide),
        ]  # fmt: skip
    whole = refunds_folded(len(bar.nodes))
    words = elide(whole, "regular", SMALL, LABEL_ROOM)
    made.append(
        Text(f"{bar.key}/label", None, "left", LEFT, b.y + 17, words, "regular", SMALL, "mute", width=LABEL_ROOM,
             tooltip=whole if words != whole else "")
    )  # fmt: skip
    return made


def refunds_spot(layout: TimelineLayout) -> list[Spot]:
    """The label of that line, which unfolds it."""
    bar = layout.by_key.get(REFUNDS_KEY)
    if bar is None:
        return []
    wish = Wish("toggle", REFUNDS_KEY)
    return [Spot(REFUNDS_KEY, Bounds(0, bar.bounds.y, FIRST, REFUNDS_LINE), wish, strip="left")]


def now_line(layout: TimelineLayout, number: int, step: int | None) -> list[Primitive]:
    """The line at the right of a column, with a tag below, where *now* is; of other columns (`step` None) it is there
    and not seen. -1: left of all."""
    x = now_x(layout, number) or FIRST
    here, key = step is not None, now_key(number)
    words = tr("now · step {number}", number=numeral(step)) if step is not None else ""
    line = (Segment("M", (x, HEADER)), Segment("L", (x, layout.lanes_end)))
    left = min(max(x - TAG_WIDE / 2, FIRST + 2), layout.width - TAG_WIDE - 2)
    y = layout.body - 24.0
    return [
        Path(f"{key}/line", key, "badge", line, stroke="ind" if here else NONE, stroke_width=2.0),
        Rect(f"{key}/tag", key, "badge", left, y, TAG_WIDE, TAG, 4.0, "ind" if here else NONE),
        Text(f"{key}/words", key, "badge", left + TAG_WIDE / 2, y + 13.5, words, "semibold", SMALL, "onsel", "middle",
             TAG_WIDE - 6),
    ]  # fmt: skip


def now_key(number: int) -> str:
    """The owner of the line of *now* at a column."""
    return f"now:{number}"


def _hairline(key: str, layer: Layer, left: float, right: float) -> Rect:
    return Rect(key, None, layer, left, HEADER - 1, right - left, 1.0, fill="cardline")
