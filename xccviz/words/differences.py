"""Words in what a comparison found: the titles of verdicts, findings and errors beside their codes, and what each
difference says, on every surface alike."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from xccviz.analysis.compare.types import COSTS, Diff, Difference
from xccviz.analysis.compare.values import Change, common_length
from xccviz.analysis.types import Analysis
from xccviz.catalogue import numeral, tr, trn
from xccviz.graph.types import ReceiptGraph
from xccviz.model.amounts import format_near
from xccviz.values import frozen, replace
from xccviz.words.ends import NOT_KNOWN_TO_HAVE_RUN, RETURNED_PROMISE, WAITS_FOR_DATA
from xccviz.words.errors import ErrorText
from xccviz.words.findings import FindingText
from xccviz.words.signs import NOT_KNOWN
from xccviz.words.slots import END_STATES, open_words
from xccviz.words.values import NOTHING, value_words
from xccviz.words.verdict import VerdictText

CHANGES_TOLD = 5
"""Places at which two values differ that are told; the others are counted."""
TRANSACTION = tr("transaction")
_IN_YOCTO = 10**15
"""Amounts below are told in yocto elsewhere."""
_KEPT = 16
"""Characters of what is equal that stay in front of what differs."""
_CARRIED = 1000
"""Characters of a value on either side of that place that are looked at."""
_STATES = {"waiting": WAITS_FOR_DATA, "not_executed": NOT_KNOWN_TO_HAVE_RUN}
_WHO = {"signer": tr("signer"), "receiver": tr("receiver")}
_NOTHING, _EMPTY = tr("(nothing)"), tr("(empty)")


class Told(Protocol):
    """A transaction with the sentences about it."""

    @property
    def graph(self) -> ReceiptGraph:
        """Its receipts."""

    @property
    def analysis(self) -> Analysis:
        """The facts about them."""

    @property
    def verdict(self) -> VerdictText:
        """The end."""

    @property
    def findings(self) -> tuple[FindingText, ...]:
        """What is worth knowing."""

    @property
    def errors(self) -> Mapping[str, ErrorText]:
        """Why nodes failed."""


@frozen
class Wording:
    """What differs, and how it is in each run; texts of the chain as they are. `change`: how far a number moved;
    `code`: both are values, to be read letter by letter; `failed`: of each run, whether it tells of a failure."""

    what: str
    a: str
    b: str
    change: str = ""
    code: bool = False
    failed: tuple[bool, bool] = (False, False)


def with_titles(found: Diff, a: Told, b: Told) -> Diff:
    """The differences with a `title` wherever a value has a verdict, a finding or an error."""
    return replace(found, differences=tuple(_titled(difference, a, b) for difference in found.differences))


def headline(found: Diff) -> str:
    """How many differences there are: `5 differences, and 4 in gas and fees`, `same`."""
    others, costs = counted(found)
    if not others and not costs:
        return tr("same")
    if not others:
        return tr("same but for gas and fees: {differences}", differences=_differences(costs))
    if not costs:
        return _differences(others)
    return tr(
        "{differences}, and {count} in gas and fees", differences=_differences(others), count=numeral(costs)
    )


def counted(found: Diff) -> tuple[int, int]:
    """How many differences there are, and how many more in gas and fees."""
    costs = sum(difference.kind in COSTS for difference in found.differences)
    return len(found.differences) - costs, costs


def wordings(difference: Difference, a: Told, b: Told) -> Iterator[Wording]:
    """What a difference (`with_titles`) says, a line for each place that differs; those that are left out:
    `left_out`."""
    kind, left, right = difference.kind, difference.a, difference.b
    if difference.missing is not None and kind in ("node", "finding"):
        yield _only(difference, a, b)
    elif kind == "status":
        ended = _end_words(left, a, difference.a_node), _end_words(right, b, difference.b_node)
        yield Wording(tr("ended"), *ended, failed=(left["error"] is not None, right["error"] is not None))
        if not is_told(difference):
            yield from _changes(tr("error"), difference.changes)
    elif kind == "promise_result" and not difference.changes:
        ends = _slot_words(left), _slot_words(right)
        failed = left["result"] == "failed", right["result"] == "failed"
        yield Wording(tr("slot {slot} got", slot=difference.slot), *ends, code=True, failed=failed)
    elif kind == "logs":
        if left["count"] != right["count"]:
            yield Wording(tr("logs"), _lines(left["count"]), _lines(right["count"]))
        yield from _changes("", difference.changes)
    elif difference.changes:
        yield from _changes(name_of(difference), difference.changes)
    elif kind == "deposit":
        yield Wording(name_of(difference), *_amounts(left, right))
    elif kind == "verdict":
        yield Wording(tr("verdict"), left["title"], right["title"])
    elif kind in COSTS:
        yield _cost(difference)
    else:
        yield Wording(name_of(difference), _plain(left), _plain(right))


def sentence(wording: Wording) -> str:
    """A line by itself: `ended: returned 1 → failed: panicked`; of what one run alone has, `only in A: returned 1`."""
    both = (wording.a, wording.b)
    return f"{wording.what}: {' → '.join(both) if all(both) else ''.join(both)}"


def left_out(difference: Difference) -> int:
    """At how many more places two values differ than are told."""
    if is_told(difference):
        return 0
    return max(0, len(difference.changes) - CHANGES_TOLD) + difference.more_changes


def is_told(difference: Difference) -> bool:
    """Whether the titles of two errors tell them apart, so that their raw values need not."""
    if difference.kind != "status":
        return False
    left, right = difference.a["error"], difference.b["error"]
    return left is None or right is None or left["title"] != right["title"]


def name_of(difference: Difference) -> str:
    """What differs, in a word or two; the index of an action only where it is not the first."""
    action = " " + tr("of action {index}", index=difference.action) if difference.action else ""
    return {
        "completeness": tr("complete"),
        "account": _WHO.get(difference.what or "", tr("account")),
        "parent": tr("made by"),
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


def only_in(side: str) -> str:
    """`only in A`."""
    return tr("only in {side}", side=side)


def read_as_same(left: str, right: str) -> str:
    """Two names that were read as one account."""
    return tr("{left} in A and {right} in B are read as the same account", left=left, right=right)


def with_window(left: str, right: str) -> tuple[str, str]:
    """Of long texts what stands around their first difference, so that no megabyte is made visible for one line."""
    start = common_length(left, right) - _CARRIED
    if start > 0:
        left, right = f"…{left[start:]}", f"…{right[start:]}"
    return left[: 2 * _CARRIED], right[: 2 * _CARRIED]


def from_difference(left: str, right: str) -> tuple[str, str]:
    """Two texts from a little before the place where they begin to differ."""
    start = common_length(left, right) - _KEPT
    return (f"…{left[start:]}", f"…{right[start:]}") if start > 1 else (left, right)


def change_words(left: int | None, right: int | None) -> str:
    """How far a number moved: `+3,700,408,532`; "" where one is not known."""
    if left is None or right is None:
        return ""
    return _signed(right - left, numeral(abs(right - left)))


def _signed(delta: int, words: str) -> str:
    """Words of how far something moved, with the sign before them."""
    return f"{'+' if delta > 0 else '−' if delta < 0 else ''}{words}"


def _cost(difference: Difference) -> Wording:
    """A row has one unit, Tgas or N, which the change has too, and two numbers that differ read differently."""
    fee = difference.kind == "fee"
    left, right = (value if value is None else int(value) for value in (difference.a, difference.b))
    what = tr("attached") if difference.what == "attached" else tr("burnt")
    if difference.what == "total":
        what = tr("fee") if fee else tr("burnt in all")
    a, b = _fees(left, right) if fee else _in_unit(left, right, "Tgas", 12, 3)
    change = ""
    if left is not None and right is not None:
        delta = abs(right - left)
        near = fee and delta >= _IN_YOCTO
        exact = format_near(delta).removesuffix(" N") if near else _exact(delta, 24 if fee else 12)
        change = _signed(right - left, exact)
    return Wording(what, a, b, change=change)


def _fees(left: int | None, right: int | None) -> tuple[str, str]:
    """Two fees in N, as short as they are elsewhere where that tells them apart."""
    a, b = format_near(left), format_near(right)
    yocto = any(amount is not None and 0 < amount < _IN_YOCTO for amount in (left, right))
    return _in_unit(left, right, "N", 24, 4) if a == b or yocto else (a, b)


def _in_unit(left: int | None, right: int | None, unit: str, places: int, least: int) -> tuple[str, str]:
    """Two numbers in a unit of 10**`places`, with `least` decimals, or as many as tell them apart."""
    for keep in range(least, places + 1):
        one = 10 ** (places - keep)
        whole = [None if number is None else (number + one // 2) // one for number in (left, right)]
        if whole[0] != whole[1] and all(
            of or not number for of, number in zip(whole, (left, right), strict=True)
        ):
            break
    texts = (NOT_KNOWN if of is None else f"{_decimal(of, keep)} {unit}" for of in whole)
    return next(texts), next(texts)


def _exact(number: int, places: int) -> str:
    while places and number % 10 == 0:
        number, places = number // 10, places - 1
    return _decimal(number, places)


def _decimal(number: int, places: int) -> str:
    whole, rest = divmod(number, 10**places)
    return numeral(f"{whole:,}" + (f".{rest:0{places}d}" if places else ""))


def _titled(difference: Difference, a: Told, b: Told) -> Difference:
    return replace(
        difference,
        a=_value(difference, difference.a, a, difference.a_node),
        b=_value(difference, difference.b, b, difference.b_node),
    )


def _value(difference: Difference, value: Any, told: Told, node: str | None) -> Any:
    if not isinstance(value, dict):
        return value
    if difference.kind == "verdict":
        return {**value, "title": told.verdict.title}
    if difference.kind == "finding":
        return {**value, "title": _finding_title(told, value["code"], node)}
    if difference.kind in ("status", "node") and value["error"] is not None:
        error = told.errors.get(node or "")
        return {**value, "error": {**value["error"], "title": error.title if error is not None else ""}}
    return value


def _finding_title(told: Told, code: str, node: str | None) -> str:
    """There is one finding a code and call, so its first node tells it; one without nodes stands at the transaction."""
    for finding in told.findings:
        if finding.code == code and (finding.nodes[0] if finding.nodes else told.graph.root.id) == node:
            return finding.title
    return ""


def _only(difference: Difference, a: Told, b: Told) -> Wording:
    """What one run has, in the column of that run."""
    in_a = difference.missing == "b"
    value, told = (difference.a, a) if in_a else (difference.b, b)
    side = "A" if in_a else "B"
    if difference.kind == "finding":
        what, text, bad = tr("finding in {side}", side=side), f"{value['title']} ({value['severity']})", False
    else:
        more = value["calls"] - 1
        below = trn(", with {count} call below it", ", with {count} calls below it", more) if more else ""
        node = difference.a_node if in_a else difference.b_node
        what, text = only_in(side), _end_words(value, told, node) + below
        bad = value["error"] is not None
    return Wording(what, *((text, "") if in_a else ("", text)), failed=(bad and in_a, bad and not in_a))


def _changes(name: str, changes: Sequence[Change]) -> Iterator[Wording]:
    for change in changes[:CHANGES_TOLD]:
        at = "" if change.at == "$" else change.at
        left = _NOTHING if change.missing == "a" else _plain(change.a, change.at)
        right = _NOTHING if change.missing == "b" else _plain(change.b, change.at)
        yield Wording(f"{name} {at}".strip(), left, right, code=True)


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


def _end_words(end: dict[str, Any], told: Told, node: str | None) -> str:
    """How a call ended, with what it returned."""
    if end["error"] is not None:
        return tr("failed: {error}", error=end["error"]["title"])
    if end["state"] in _STATES:
        return _STATES[end["state"]]
    if end["status"] == "success_receipt":
        return RETURNED_PROMISE
    if end["status"] != "success_value":
        return NOT_KNOWN
    facts = told.analysis.facts.get(node or "")
    value = facts.status.value if facts is not None and facts.status is not None else None
    return tr("returned {value}", value=value_words(value, "line"))


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
    exact = [NOT_KNOWN if number is None else f"{numeral(number)} yocto" for number in numbers]
    return exact[0], exact[1]


def _differences(count: int) -> str:
    return trn("{count} difference", "{count} differences", count)


def _lines(count: int) -> str:
    return trn("{count} line", "{count} lines", count)
