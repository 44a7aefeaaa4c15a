"""What differs between two runs as rows: the list of the window, and Markdown for a report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from xccviz.catalogue import numeral, tr, trn
from xccviz.comparison import Comparison, Entry
from xccviz.model.text import visible_text, visible_words
from xccviz.patterns import later
from xccviz.values import frozen
from xccviz.words.differences import (
    TRANSACTION,
    Wording,
    from_difference,
    headline,
    read_as_same,
    with_window,
)

CELL = 300
"""Characters of a value in a row."""
_LONG = 40
"""A text longer than this is shown from a little before the place where it differs."""
_MARKUP = later(r"([\\`*_{}\[\]<>()#+!|~&-])")


@frozen
class DifferenceRow:
    """One line of the list. `number` stands on the first line of what has one; `where` is the call, `path` the whole
    way to it; `a`, `b` are visible and cut, `whole` is both as they are. `step`: at which it shows."""

    number: int
    first: bool
    where: str
    path: str
    what: str
    a: str
    b: str
    change: str
    code: bool
    failed: tuple[bool, bool]
    step: int | None
    whole: str


HEADS = (tr("Where"), tr("What"), "A", "B", tr("Step"))


def difference_rows(entries: Iterable[Entry]) -> tuple[DifferenceRow, ...]:
    """The lines of the list, in the order of the numbers."""
    rows: list[DifferenceRow] = []
    for entry in entries:
        where, path = where_words(entry)
        lines = [*entry.told]
        if entry.more:
            more = trn("{count} more place", "{count} more places", entry.more)
            lines.append(Wording(tr("and {places}", places=more), "", ""))
        for place, told in enumerate(lines):
            a, b = shown_values(told)
            rows.append(
                DifferenceRow(
                    entry.number, place == 0, where, path, visible_words(told.what, CELL), a, b, told.change, told.code,
                    told.failed, entry.step, _whole(told),
                )
            )  # fmt: skip
    return tuple(rows)


def where_words(entry: Entry) -> tuple[str, str]:
    """The call at which something differs, and the way to it; of many alike their number too."""
    path = [visible_text(step, 200) for step in entry.first.path]
    where = path[-1] if path else TRANSACTION
    if len(entry.differences) > 1:
        name = where.partition(" #")[0]
        return tr("× {count} {what}", count=numeral(len(entry.differences)), what=name), " > ".join(path[:-1])
    return where, " > ".join(path) or where


def shown_values(told: Wording) -> tuple[str, str]:
    """Both values as a row shows them: visible, cut, and of long ones what stands around the place that differs."""
    a, b = with_window(told.a, told.b)
    if told.a and told.b and max(len(a), len(b)) > _LONG:
        a, b = from_difference(a, b)
    return visible_words(a, CELL), visible_words(b, CELL)


def as_markdown(found: Comparison, entries: Sequence[Entry]) -> str:
    """All that differs, for a report: who the two are, and a table."""
    lines = [f"**{_md(headline(found.found))}**", ""]
    for side, document in (("A", found.a), ("B", found.b)):
        hash_ = document.trace.transaction.hash
        lines.append(
            f"- {side}: {_code(hash_)} {_md(document.graph.root.label)}: {_md(document.verdict.title)}"
        )
    lines += [f"- {_md(read_as_same(left, right))}" for left, right in found.found.accounts]
    return "\n".join([*lines, "", *_table(entries)]) + "\n"


def row_as_markdown(found: Comparison, entry: Entry) -> str:
    """One difference as a table of its own."""
    return "\n".join(_table((entry,))) + "\n"


def _table(entries: Sequence[Entry]) -> list[str]:
    heads = ("#", *HEADS)
    lines = ["| " + " | ".join(heads) + " |", "|--:|--|--|--|--|--:|"]
    for row in difference_rows(entries):
        b = _value(row.b, row.code) + (f" ({_md(row.change)})" if row.change else "")
        step = "" if row.step is None else str(row.step)
        cells = (str(row.number), _md(row.where), _md(row.what), _value(row.a, row.code), b, step)
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def _value(text: str, code: bool) -> str:
    return _code(text) if code and text else _md(text)


def _md(text: str) -> str:
    """Text that Markdown takes for nothing else."""
    return _MARKUP.sub(r"\\\1", visible_text(text, CELL))


def _code(text: str) -> str:
    """Text as code, whatever ticks are in it; a stroke would end the cell."""
    shown = visible_text(text, CELL).replace("|", "\\|")
    ticks = "`"
    while ticks in shown:
        ticks += "`"
    edge = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{ticks}{edge}{shown}{edge}{ticks}"


def _whole(told: Wording) -> str:
    parts = (("A", told.a), ("B", told.b))
    return "\n".join(f"{side}: {text}" for side, text in parts if text)
