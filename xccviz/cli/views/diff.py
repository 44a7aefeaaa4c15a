"""The differences of two runs as text: a call, and below it what differs; gas and fees as a table at the end."""

from __future__ import annotations

from collections.abc import Sequence

from xccviz.analysis.compare.types import COSTS, Diff, Difference
from xccviz.catalogue import numeral, tr, trn
from xccviz.cli.terminal import Column, Terminal
from xccviz.document import Document
from xccviz.model.text import display_width, visible_text
from xccviz.tables.lines import Part, cut_text
from xccviz.words.differences import (
    TRANSACTION,
    Wording,
    from_difference,
    headline,
    left_out,
    read_as_same,
    with_window,
    wordings,
)

_COSTS_SHOWN = 20
_CALLS_SHOWN = 200
_NAME_WIDTH = 14


def show_diff(a: Document, b: Document, found: Diff, terminal: Terminal) -> None:
    """Write "same" or the number of differences, the two runs, and the differences call by call."""
    costs = [difference for difference in found.differences if difference.kind in COSTS]
    others = [difference for difference in found.differences if difference.kind not in COSTS]
    terminal.line((headline(found), "ok bold" if found.same else "warning bold"))
    for side, document in (("A", a), ("B", b)):
        transaction, analysis = document.trace.transaction, document.analysis
        known = "" if analysis.complete else " " + tr("(incomplete)")
        text = f"{transaction.hash} {document.graph.root.label}{known}: {document.verdict.title}"
        terminal.paragraph(text, indent=2, first=f"{side}  ")
    for left, right in found.accounts:
        terminal.paragraph(
            read_as_same(left, right),
            indent=2,
            first="=  ",
        )
    groups = _merged(_by_call(a, b, others))
    for group, times in groups[:_CALLS_SHOWN]:
        _show_call(a, b, group, times, terminal)
    if len(groups) > _CALLS_SHOWN:
        terminal.blank()
        terminal.line(
            tr(
                "and {count} more calls that differ: --json lists them all",
                count=numeral(len(groups) - _CALLS_SHOWN),
            )
        )
    if costs:
        _show_costs(a, b, costs, terminal)


def _by_call(a: Document, b: Document, found: Sequence[Difference]) -> list[list[Difference]]:
    """The differences of each call, calls in the order of A; those of B alone come last."""
    groups: dict[tuple[str | None, str | None], list[Difference]] = {}
    for difference in found:
        groups.setdefault((difference.a_node, difference.b_node), []).append(difference)

    def place(nodes: tuple[str | None, str | None]) -> tuple[bool, int]:
        graph, node = (b.graph, nodes[1]) if nodes[0] is None else (a.graph, nodes[0])
        return nodes[0] is None, graph.by_id[node or ""].index

    return [groups[nodes] for nodes in sorted(groups, key=place)]


def _merged(groups: Sequence[list[Difference]]) -> list[tuple[list[Difference], int]]:
    """Neighbours that one run lacks and that read the same, told once with their number."""
    merged: list[tuple[list[Difference], int]] = []
    for group in groups:
        if merged and _alike(merged[-1][0][0], group):
            merged[-1] = merged[-1][0], merged[-1][1] + 1
        else:
            merged.append((group, 1))
    return merged


def _alike(before: Difference, group: Sequence[Difference]) -> bool:
    here = group[0]
    if len(group) > 1 or {before.kind, here.kind} != {"node"} or before.missing != here.missing:
        return False
    return before.path[:-1] == here.path[:-1] and (before.a, before.b) == (here.a, here.b)


def _show_call(a: Document, b: Document, group: Sequence[Difference], times: int, terminal: Terminal) -> None:
    path = group[0].path
    suffix = ""
    if times > 1:
        label = (group[0].a or group[0].b)["label"]
        path, suffix = (*path[:-1], label), "  " + trn("{count} time", "{count} times", times)
    terminal.blank()
    terminal.line((path_words(path, terminal.width - len(suffix)), "bold"), suffix)
    for difference in group:
        for wording in wordings(difference, a, b):
            if difference.missing is not None and difference.kind in ("node", "finding"):
                text = wording.a or wording.b
                terminal.paragraph(text, indent=2, first=f"{wording.what:<{_NAME_WIDTH}} ", style="warning")
            else:
                _show_wording(wording, terminal)
        more = left_out(difference)
        if more:
            places = trn("{count} more place", "{count} more places", more)
            terminal.line((tr("and {places}: --json lists them", places=places), "dim"), indent=2)


def path_words(path: Sequence[str], width: int) -> str:
    """A call path on one line, the end of it where it is too long: `… > caller.near.run > x.near.get #2`."""
    if not path:
        return TRANSACTION
    steps = [visible_text(step, 200) for step in path]
    for start in range(len(steps)):
        text = ("… > " if start else "") + " > ".join(steps[start:])
        if display_width(text) <= width:
            return text
    return cut_text("… > " + steps[-1] if len(steps) > 1 else steps[-1], width)


def _show_wording(wording: Wording, terminal: Terminal) -> None:
    """Name and both values on one line where they fit, else one below the other, cut around what differs."""
    name = visible_text(wording.what)
    left, right = (visible_text(part) for part in with_window(wording.a, wording.b))
    lead = f"{name:<{_NAME_WIDTH}} "
    if 2 + display_width(lead) + display_width(left) + 4 + display_width(right) <= terminal.width:
        terminal.line((lead, "dim"), (left, "failed"), " → ", (right, "ok"), indent=2)
        return
    if display_width(name) > _NAME_WIDTH:
        terminal.line((name, "dim"), indent=2, cut=True)
        lead = " " * (_NAME_WIDTH + 1)
    room = terminal.width - 2 - display_width(lead) - 2
    left, right = around(left, right, room)
    terminal.line((lead, "dim"), ("A ", "dim"), (left, "failed"), indent=2)
    terminal.line(" " * len(lead), ("B ", "dim"), (right, "ok"), indent=2)


def around(left: str, right: str, room: int) -> tuple[str, str]:
    """Two texts cut to `room` cells, from a little before the place where they begin to differ."""
    if max(display_width(left), display_width(right)) > room:
        left, right = from_difference(left, right)
    return cut_text(left, room), cut_text(right, room)


def _show_costs(a: Document, b: Document, costs: Sequence[Difference], terminal: Terminal) -> None:
    terminal.blank()
    terminal.heading(tr("Gas and fees"))
    totals = [difference for difference in costs if difference.what == "total"]
    calls = sorted(
        (difference for difference in costs if difference.what != "total"),
        key=lambda difference: -_moved(difference),
    )
    rows: list[list[Part]] = []
    room = max(12, terminal.width - 66)
    for difference in (*totals, *calls[:_COSTS_SHOWN]):
        wording = next(wordings(difference, a, b))
        where = TRANSACTION if difference.what == "total" else path_words(difference.path, room)
        rows.append([where, (wording.what, "dim"), wording.a, wording.b, (wording.change, "dim")])
    columns = [
        Column(tr("call"), stretch=True), Column(""), Column("A", ">"), Column("B", ">"),
        Column("B − A", ">"),
    ]  # fmt: skip
    terminal.table(columns, rows, indent=2)
    if len(calls) > _COSTS_SHOWN:
        terminal.line(
            (
                tr(
                    "and {count} smaller ones: --json lists them all",
                    count=numeral(len(calls) - _COSTS_SHOWN),
                ),
                "dim",
            ),
            indent=2,
        )


def _moved(difference: Difference) -> int:
    """How far a number of gas moved; what is not known in one run counts most."""
    if difference.a is None or difference.b is None:
        return 10**30
    return abs(int(difference.b) - int(difference.a))
