"""The differences of two runs as text: a call, and below it what differs; gas and fees as a table at the end."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from xccviz.analysis.compare.types import COSTS, Diff, Difference
from xccviz.analysis.compare.values import Change, common_length
from xccviz.catalogue import tr, trn
from xccviz.cli.terminal import Column, Part, Terminal, cut_text
from xccviz.document import Document
from xccviz.model.amounts import format_gas, format_near
from xccviz.model.text import display_width, visible_text
from xccviz.words.ends import NOT_KNOWN_TO_HAVE_RUN, WAITS_FOR_DATA
from xccviz.words.signs import NOT_KNOWN
from xccviz.words.slots import END_STATES, open_words
from xccviz.words.values import NOTHING, value_words

_CHANGES_SHOWN = 5
_COSTS_SHOWN = 20
_CALLS_SHOWN = 200
_NAME_WIDTH = 14
_BEFORE = 16  # characters of what is equal that stay in front of what differs
_CARRIED = 1000  # of a value on either side of the place, before it is cut to the line
_ENDS = {
    "success_value": tr("returned a value"),
    "success_receipt": tr("answered with a call"),
    "unknown": NOT_KNOWN,
}
_STATES = {"waiting": WAITS_FOR_DATA, "not_executed": NOT_KNOWN_TO_HAVE_RUN}
_WHO = {"signer": tr("signer"), "receiver": tr("receiver")}
_NOTHING, _EMPTY = tr("(nothing)"), tr("(empty)")
_Row = tuple[str, str, str]


def show_diff(a: Document, b: Document, found: Diff, terminal: Terminal) -> None:
    """Write "same" or the number of differences, the two runs, and the differences call by call."""
    costs = [difference for difference in found.differences if difference.kind in COSTS]
    others = [difference for difference in found.differences if difference.kind not in COSTS]
    terminal.line((_headline(len(others), len(costs)), "ok bold" if found.same else "warning bold"))
    for side, document in (("A", a), ("B", b)):
        transaction, analysis = document.trace.transaction, document.analysis
        known = "" if analysis.complete else " " + tr("(incomplete)")
        text = f"{transaction.hash} {document.graph.root.label}{known}: {document.verdict.title}"
        terminal.paragraph(text, indent=2, first=f"{side}  ")
    for left, right in found.accounts:
        terminal.paragraph(
            tr("{left} in A and {right} in B are read as the same account", left=left, right=right),
            indent=2,
            first="=  ",
        )
    groups = _merged(_by_call(a, b, others))
    for group, times in groups[:_CALLS_SHOWN]:
        _show_call(group, times, terminal)
    if len(groups) > _CALLS_SHOWN:
        terminal.blank()
        terminal.line(
            tr(
                "and {count} more calls that differ: --json lists them all",
                count=f"{len(groups) - _CALLS_SHOWN:,}",
            )
        )
    if costs:
        _show_costs(costs, terminal)


def _headline(others: int, costs: int) -> str:
    if not others and not costs:
        return tr("same")
    if not others:
        return tr("same but for gas and fees: {differences}", differences=_differences(costs))
    if not costs:
        return _differences(others)
    return tr(
        "{differences}, and {count} in gas and fees", differences=_differences(others), count=f"{costs:,}"
    )


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


def _show_call(group: Sequence[Difference], times: int, terminal: Terminal) -> None:
    path = group[0].path
    suffix = ""
    if times > 1:
        label = (group[0].a or group[0].b)["label"]
        path, suffix = (*path[:-1], label), "  " + trn("{count} time", "{count} times", times)
    terminal.blank()
    terminal.line((path_words(path, terminal.width - len(suffix)), "bold"), suffix)
    for difference in group:
        if difference.missing is not None and difference.kind in ("node", "finding"):
            _show_only(difference, terminal)
            continue
        for row in _rows(difference):
            _show_row(row, terminal)
        more = max(0, len(difference.changes) - _CHANGES_SHOWN) + difference.more_changes
        if more and not _is_told(difference):
            places = trn("{count} more place", "{count} more places", more)
            terminal.line((tr("and {places}: --json lists them", places=places), "dim"), indent=2)


def path_words(path: Sequence[str], width: int) -> str:
    """A call path on one line, the end of it where it is too long: `… > caller.near.run > x.near.get #2`."""
    if not path:
        return tr("transaction")
    steps = [visible_text(step, 200) for step in path]
    for start in range(len(steps)):
        text = ("… > " if start else "") + " > ".join(steps[start:])
        if display_width(text) <= width:
            return text
    return cut_text("… > " + steps[-1] if len(steps) > 1 else steps[-1], width)


def _show_only(difference: Difference, terminal: Terminal) -> None:
    side, value = ("A", difference.a) if difference.missing == "b" else ("B", difference.b)
    name = tr("only in {side}", side=side)
    if difference.kind == "finding":
        name = tr("finding in {side}", side=side)
        text = f"{value['title']} ({value['severity']})"
    else:
        more = value["calls"] - 1
        below = trn(", with {count} call below it", ", with {count} calls below it", more) if more else ""
        text = _end_words(value) + below
    terminal.paragraph(text, indent=2, first=f"{name:<{_NAME_WIDTH}} ", style="warning")


def _show_row(row: _Row, terminal: Terminal) -> None:
    """Name and both values on one line where they fit, else one below the other, cut around what differs."""
    name = visible_text(row[0])
    left, right = (visible_text(part) for part in _window(row[1], row[2]))
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
        start = common_length(left, right) - _BEFORE
        if start > 1:
            left, right = f"…{left[start:]}", f"…{right[start:]}"
    return cut_text(left, room), cut_text(right, room)


def _window(left: str, right: str) -> tuple[str, str]:
    """Of long texts what stands around their first difference, so that no megabyte is made visible for one line."""
    start = common_length(left, right) - _CARRIED
    if start > 0:
        left, right = f"…{left[start:]}", f"…{right[start:]}"
    return left[: 2 * _CARRIED], right[: 2 * _CARRIED]


def _rows(difference: Difference) -> Iterator[_Row]:
    kind, left, right = difference.kind, difference.a, difference.b
    if kind == "status":
        yield tr("ended"), _end_words(left), _end_words(right)
        if not _is_told(difference):
            yield from _changes(tr("error"), difference.changes)
    elif kind == "promise_result" and not difference.changes:
        yield tr("slot {slot} got", slot=difference.slot), _slot_words(left), _slot_words(right)
    elif kind == "logs":
        if left["count"] != right["count"]:
            yield tr("logs"), _lines(left["count"]), _lines(right["count"])
        yield from _changes("", difference.changes)
    elif difference.changes:
        yield from _changes(_name(difference), difference.changes)
    elif kind == "deposit":
        yield _name(difference), *_amounts(left, right)
    elif kind == "verdict":
        yield tr("verdict"), left["title"], right["title"]
    else:
        yield _name(difference), _plain(left), _plain(right)


def _name(difference: Difference) -> str:
    """What differs, in a word or two; the index of an action only where it is not the first."""
    action = " " + tr("of action {index}", index=difference.action) if difference.action else ""
    return {
        "completeness": tr("complete"),
        "account": _WHO.get(difference.what or "", tr("account")),
        "parent": tr("called by"),
        "receiver": tr("contract"),
        "slots": tr("waits for")
        if difference.what == "count"
        else tr("slot {slot} awaits", slot=difference.slot),
        "returns": tr("answered with"),
        "args": tr("args") + action,
        "deposit": tr("deposit") + action,
        "action": f"{difference.a}{action}",
        "result": tr("returned"),
        "promise_result": tr("slot {slot} got", slot=difference.slot),
        "methods": tr("methods"),
        "role": tr("role"),
    }.get(difference.kind, difference.kind)


def _is_told(difference: Difference) -> bool:
    """Whether the titles of two errors tell them apart, so that their raw values need not."""
    if difference.kind != "status":
        return False
    left, right = difference.a["error"], difference.b["error"]
    return left is None or right is None or left["title"] != right["title"]


def _changes(name: str, changes: Sequence[Change]) -> Iterator[_Row]:
    for change in changes[:_CHANGES_SHOWN]:
        at = "" if change.at == "$" else change.at
        left = _NOTHING if change.missing == "a" else _plain(change.a, change.at)
        right = _NOTHING if change.missing == "b" else _plain(change.b, change.at)
        yield f"{name} {at}".strip(), left, right


def _plain(value: Any, at: str = "") -> str:
    """A value as its reader knows it: JSON values as JSON, words as words."""
    if value is None and not at.startswith("$"):
        return NOT_KNOWN
    if isinstance(value, bool) and not at.startswith("$"):
        return tr("yes") if value else tr("no")
    if isinstance(value, list) and not at.startswith("$"):
        return ", ".join(map(str, value)) or tr("none")
    if isinstance(value, str) and not at.startswith("$"):
        return value or _EMPTY
    return json.dumps(value, ensure_ascii=False)


def _end_words(end: dict[str, Any]) -> str:
    if end["error"] is not None:
        return tr("failed: {error}", error=end["error"]["title"])
    return _STATES.get(end["state"]) or _ENDS.get(end["status"], NOT_KNOWN)


def _slot_words(end: dict[str, Any]) -> str:
    state = END_STATES[end["result"]]
    if state != "arrived":
        return open_words(state, end["timed_out"], "line")
    value = end["value"]
    if value is None or not value["text"]:
        return value_words(None, "line") if value is None else NOTHING["line"]
    return f"“{value['text']}”" if value["kind"] == "utf8" else str(value["text"])


def _amounts(left: str | None, right: str | None) -> tuple[str, str]:
    """Two yocto amounts in NEAR, with all digits where they would read the same."""
    numbers = [None if text is None else int(text) for text in (left, right)]
    short = [format_near(number) for number in numbers]
    if short[0] != short[1]:
        return short[0], short[1]
    exact = [NOT_KNOWN if number is None else f"{number:,} yocto" for number in numbers]
    return exact[0], exact[1]


def _show_costs(costs: Sequence[Difference], terminal: Terminal) -> None:
    terminal.blank()
    terminal.heading(tr("Gas and fees"))
    totals = [difference for difference in costs if difference.what == "total"]
    calls = sorted(
        (difference for difference in costs if difference.what != "total"),
        key=lambda difference: -_moved(difference),
    )
    rows: list[list[Part]] = []
    room = max(16, terminal.width - 52)
    for difference in (*totals, *calls[:_COSTS_SHOWN]):
        fee = difference.kind == "fee"
        numbers = [value if value is None else int(value) for value in (difference.a, difference.b)]
        texts = [format_near(number) if fee else format_gas(number) for number in numbers]
        change = ""
        if numbers[0] is not None and numbers[1] is not None:
            delta = numbers[1] - numbers[0]
            change = ("+" if delta > 0 else "") + (format_near(delta) if fee else f"{delta:,}")
        what = tr("fee") if fee else tr("attached") if difference.what == "attached" else tr("burnt")
        where = tr("total") if difference.what == "total" else path_words(difference.path, room)
        rows.append([where, (what, "dim"), *texts, (change, "dim")])
    columns = [
        Column(tr("call"), stretch=True), Column(""), Column("A", ">"), Column("B", ">"),
        Column(tr("change in gas"), ">"),
    ]  # fmt: skip
    terminal.table(columns, rows, indent=2)
    if len(calls) > _COSTS_SHOWN:
        terminal.line(
            (
                tr("and {count} smaller ones: --json lists them all", count=f"{len(calls) - _COSTS_SHOWN:,}"),
                "dim",
            ),
            indent=2,
        )


def _moved(difference: Difference) -> int:
    """How far a number of gas moved; what is not known in one run counts most."""
    if difference.a is None or difference.b is None:
        return 10**30
    return abs(int(difference.b) - int(difference.a))


def _differences(count: int) -> str:
    return trn("{count} difference", "{count} differences", count)


def _lines(count: int) -> str:
    return trn("{count} line", "{count} lines", count)
