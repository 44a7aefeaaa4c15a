"""Totals by account, method and host cost as bars on one scale a sort: the largest fills its track."""

from __future__ import annotations

from xccviz.display.hosting import Spot, Wish
from xccviz.display.icicle.ran import Burnt
from xccviz.display.look import LINK
from xccviz.display.types import Primitive, Rect, Text
from xccviz.document import Document
from xccviz.layout.icicle.totals import ASIDE, GAP, SIZE, Columns, columns
from xccviz.layout.icicle.types import DRAWING, Bar, IcicleLayout, Section
from xccviz.layout.measure import elide, measure
from xccviz.layout.types import option_key
from xccviz.replay.types import Moment
from xccviz.words import gas_view as say
from xccviz.words.numbers import share

THICK = 10.0
HEAD, CAPTION = 11.0, 11.5


def paint_bars(
    document: Document, layout: IcicleLayout, burnt: Burnt, moment: Moment | None
) -> tuple[list[Primitive], list[Spot]]:
    """All sections as they stood at a moment, and what is clicked in them."""
    if layout.split is None:
        return [], []
    at = columns(document.analysis, layout.split, layout.width)
    whole = burnt.whole(moment)
    past = moment is not None and not moment.at_end
    made: list[Primitive] = []
    spots: list[Spot] = []
    for section in layout.sections:
        made += _heading(section, at, past)
        for bar in section.bars:
            made += _bar(bar, at, section.bars[0].burnt, burnt.of(bar, moment), whole)
            wish = Wish("filter", filter_of(bar, document.graph.root.id)) if bar.names[0] else None
            spots.append(Spot(bar.key, bar.bounds, wish, strip="right"))
        if section.more is not None:
            more, spot = _more(section, at, past)
            made.append(more)
            spots.append(spot)
    return made, spots


def _heading(section: Section, at: Columns, past: bool) -> list[Primitive]:
    y = section.y + 4
    words = say.HEADINGS[section.sort]
    made: list[Primitive] = [
        Text(f"totals/{section.sort}", None, "right", at.left, y, words, "semibold", HEAD, "mute",
             width=measure(words, "semibold", HEAD)),
        Text(f"totals/{section.sort}/burnt", None, "right", at.right, y, say.BURNT_SO_FAR if past else say.BURNT,
             "regular", CAPTION, "mute", "end", 90.0),
    ]  # fmt: skip
    if section.sort in say.ASIDES:
        after = at.left + measure(words, "semibold", HEAD) + GAP
        room = at.right - measure(say.BURNT_SO_FAR, "regular", CAPTION) - GAP - after
        aside = elide(say.ASIDES[section.sort], "regular", CAPTION, room)
        key = f"totals/{section.sort}/aside"
        made.append(Text(key, None, "right", after, y, aside, "regular", CAPTION, "mute", width=room))
    return made


def _bar(bar: Bar, at: Columns, most: int, gas: int, whole: int) -> list[Primitive]:
    b, key = bar.bounds, bar.key
    y = b.center_y
    name = measure(bar.name, "regular", SIZE)
    long = max(at.track_width * gas / most if most else 0.0, 1.0)
    return [
        Rect(f"{key}/card", key, "right", b.x, b.y + 0.5, b.width, b.height - 1, 4.0),
        Text(f"{key}/name", key, "right", at.left, y + 4.2, bar.name, "regular", SIZE, width=at.name),
        Text(f"{key}/aside", key, "right", at.left + name + GAP, y + 4.2, bar.aside, "regular", ASIDE, "mute",
             width=measure(bar.aside, "regular", ASIDE)),
        Rect(f"{key}/track", key, "right", at.track, y - THICK / 2, at.track_width, THICK, 2.0, "code"),
        Rect(f"{key}/bar", key, "right", at.track, y - THICK / 2, long, THICK, 2.0, "ind"),
        Text(f"{key}/value", key, "right", at.value, y + 4.2, f"{say.tenths(gas, most)} T", "mono", SIZE, "text",
             "end", 66.0),
        Text(f"{key}/share", key, "right", at.right, y + 4.2, share(gas, whole, "card"), "mono", SIZE, "mute",
             "end", 34.0),
    ]  # fmt: skip


def _more(section: Section, at: Columns, past: bool) -> tuple[Primitive, Spot]:
    b = section.more
    assert b is not None
    whole = section.bars[0].burnt
    rest = say.more_name(section.left) if past else say.rest_words(section.left, section.left_gas, whole)
    words = say.FEWER if section.whole else rest
    wish = Wish("option", option_key(DRAWING, "all", section.sort))
    key = f"more:{section.sort}"
    text = Text(f"{key}/{LINK}", key, "right", at.left, b.center_y + 4.2, words, "regular", SIZE, "ind",
                width=at.name)  # fmt: skip
    return text, Spot(key, b, wish, strip="right")


def filter_of(bar: Bar, transaction: str) -> str:
    """The filter that finds what a bar is of: receipts on the account and the transaction where it is of its signer,
    calls of the method, who paid the cost."""
    if bar.sort == "account":
        account = quoted(bar.names[0])
        signed = f" | transaction signer:{account}" if transaction in bar.nodes else ""
        return f"to:{account} !transaction !refund{signed}"
    if bar.sort == "method":
        contract, method = bar.names
        return f"to:{quoted(contract)} method:{quoted(method)} !transaction"
    return f"cost:{quoted(bar.names[0])}"


def quoted(name: str) -> str:
    """A name as a value of the filter language that means just this name."""
    plain = name.replace("\\", "\\\\").replace("*", "\\*").replace("?", "\\?").replace('"', '\\"')
    simple = plain == name and name.isascii() and name and all(c.isalnum() or c in "._-" for c in name)
    return name if simple else f'"{plain}"'
