"""What a change did to a call, as rows: what was changed, what came out otherwise, what it cost; and what stayed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice

from xccviz.analysis.compare.renaming import Renaming
from xccviz.analysis.compare.values import changes_of_bytes
from xccviz.catalogue import numeral, tr, trn
from xccviz.decode.types import Decoded
from xccviz.decode.values import decode_hex, decode_json, decode_text
from xccviz.model.amounts import format_gas_whole, format_near
from xccviz.model.raw import Json, whole_number
from xccviz.model.text import visible_text
from xccviz.rerun.answer import Answer
from xccviz.rerun.facts import hash_of
from xccviz.rerun.subject import Subject
from xccviz.rerun.types import Changes, Difference, Made, Ran, Result
from xccviz.tables.host_calls import call_at
from xccviz.values import frozen
from xccviz.vm.types import HostCall
from xccviz.words.differences import change_words, from_difference
from xccviz.words.numbers import bytes_count
from xccviz.words.replays import bytes_words, difference_name, end_words, key_words, side_words
from xccviz.words.what_if import args_words, made_words, successful

MOST = 200
"""Rows beside those of its cost; what differs beyond them is counted."""
_CELL = 300


@frozen
class WhatIfRow:
    """`number` from 1; `what` differs, how it was and what it would be; `change`: how far a number moved; `failed`: of
    each side, whether it tells of a failure; `call`: the host call of the run as it was that it shows in, by its
    number from 1."""

    number: int
    what: str
    left: str
    right: str
    change: str = ""
    failed: tuple[bool, bool] = (False, False)
    call: int | None = None

    @property
    def told_right(self) -> str:
        """What it would be, and how far that moved, in one text."""
        return f"{self.right} ({self.change})" if self.change else self.right


_Row = tuple[str, str, str, str, tuple[bool, bool], int | None]


@frozen
class WhatIfTable:
    """What differs: as rows what it cost and the first `MOST` of the rest; and how much more there is."""

    rows: tuple[WhatIfRow, ...] = ()
    left_out: int = 0

    @property
    def count(self) -> int:
        """How much differs in all."""
        return len(self.rows) + self.left_out


def what_if_table(answer: Answer) -> WhatIfTable:
    """All that differs: what was changed, how it ended, what it did, what it cost; nothing where nothing was run with a
    change."""
    ran, what_if = answer.replay.ran, answer.what_if
    if ran is None or what_if is None:
        return WhatIfTable()
    ends = _ends(ran.result, what_if.result, ran)
    others = [one for one in answer.differences if not one.what.startswith(("gas.", "value", "error"))]
    told: Iterator[_Row] = chain(
        _inputs(answer, ran), ends, (_other(one, ran, answer.replay.subject) for one in others)
    )
    shown, costs = list(islice(told, MOST)), _costs(ran, what_if)
    rows = tuple(
        WhatIfRow(n, what, visible_text(left, _CELL), visible_text(right, _CELL), change, failed, call)
        for n, (what, left, right, change, failed, call) in enumerate((*shown, *costs), 1)
    )
    return WhatIfTable(rows, sum(1 for _ in told))


def _other(one: Difference, ran: Ran, subject: Subject) -> _Row:
    member = one.what.rpartition(".")[2] if ".actions[" in one.what else ""
    left, right = from_difference(_side(one.left, member), _side(one.right, member))
    return difference_name(one), left, right, "", (False, False), _call_of(one, ran, subject)


def _side(value: Json, member: str) -> str:
    """One side of a difference; a receipt as what it asks of whom, what an action has (`member`) as there."""
    if member == "args":
        return args_words(value) or bytes_words(b"")
    amount = whole_number(value)
    if amount is not None and member in ("gas", "deposit"):
        return format_gas_whole(amount) if member == "gas" else format_near(amount)
    if isinstance(value, dict) and set(value) == {"receiver_id", "actions"}:
        actions = value["actions"]
        made = Made("", None, tuple(actions) if isinstance(actions, list) else ())
        return f"{value['receiver_id'] or ''} {made_words(made)}".strip()
    return side_words(value)


def alike_words(answer: Answer) -> str:
    """What a change left as it was: `state: nothing written · promises: none · logs: none`; "" for nothing."""
    what_if = answer.what_if
    if what_if is None:
        return ""
    result, differs = (
        what_if.result,
        {one.what.partition("[")[0].partition(".")[0] for one in answer.differences},
    )
    parts = []
    if not differs & {"value", "error"}:
        parts.append(tr("end: {end}", end=end_words(result)))
    if "writes" not in differs and result.writes is not None:
        count = len(result.writes)
        told = trn("{count} key written", "{count} keys written", count) if count else tr("nothing written")
        parts.append(tr("state: {told}", told=told))
    if "receipts" not in differs and result.error is None:
        parts.append(tr("promises: {count}", count=len(result.receipts) or tr("none")))
    if "logs" not in differs:
        parts.append(tr("logs: {count}", count=len(result.logs) or tr("none")))
    return visible_text(" · ".join(parts), _CELL)


def _inputs(answer: Answer, ran: Ran) -> Iterator[_Row]:
    subject, changes = answer.replay.subject, answer.replay.changes
    for slot, value in sorted(changes.slots.items()):
        known = subject.results.get(slot)
        failed = (known is None, value is None)
        call = next((one.n + 1 for one in ran.calls if one.slot == slot), None)
        yield f"promise_result({slot})", successful(known), successful(value), "", failed, call
    for name, left, right in _given(answer, changes):
        yield name, left, right, "", (False, False), None
    for key, value in changes.values.items():
        was = bytes_words(before) if (before := ran.before.get(key)) is not None else tr("nothing there")
        told = tr("nothing there") if value is None else bytes_words(value)
        call = next((one.n + 1 for one in ran.calls if _key(one) == key), None)
        left = was if key in ran.before else tr("not looked at")
        yield tr("{key} in the state", key=key_words(key)), left, told, "", (False, False), call


def _given(answer: Answer, changes: Changes) -> Iterator[tuple[str, str, str]]:
    call = answer.replay.subject.call
    if changes.args is not None:
        yield tr("arguments"), *from_difference(bytes_words(call.args or b""), bytes_words(changes.args))
    if changes.deposit is not None:
        yield tr("deposit"), format_near(call.deposit or 0), format_near(changes.deposit)
    if changes.gas is not None:
        yield tr("gas given"), format_gas_whole(call.gas), format_gas_whole(changes.gas)
    if changes.code is not None:
        yield tr("code"), answer.replay.code_hash or "", code_words(changes.code)


def code_words(code: bytes) -> str:
    """Hash and size of code."""
    return f"{hash_of(code)}, {bytes_count(len(code))}"


def _ends(left: Result, right: Result, ran: Ran) -> Iterator[_Row]:
    """How it ended; where both returned a value, each place at which these differ."""
    last = ran.calls[-1].n + 1 if ran.calls else None
    if left.status == right.status == "value" and left.value != right.value:
        for change in changes_of_bytes(_decoded(left.value), _decoded(right.value), Renaming()):
            at = "" if change.at == "$" else f" {change.at}"
            sides = [
                tr("nothing") if change.missing == side else side_words(value)
                for side, value in (("a", change.a), ("b", change.b))
            ]
            yield tr("returned") + at, *from_difference(sides[0], sides[1]), "", (False, False), last
        return
    ends = end_words(left), end_words(right)
    if ends[0] != ends[1]:
        yield (
            tr("how it ends"),
            *from_difference(*ends),
            "",
            (left.error is not None, right.error is not None),
            last,
        )


def _decoded(value: bytes | None) -> Decoded:
    raw = value or b""
    return decode_json(raw) or decode_text(raw) or decode_hex(raw)


def _costs(ran: Ran, what_if: Ran) -> Iterator[_Row]:
    counts = [len(one.calls) + one.calls_left_out for one in (ran, what_if)]
    if counts[0] != counts[1]:
        yield (
            tr("host calls"),
            numeral(counts[0]),
            numeral(counts[1]),
            change_words(*counts),
            (False, False),
            None,
        )
    before, after = ran.result.burnt, what_if.result.burnt
    if before != after and before is not None and after is not None:
        yield (
            tr("gas of its code"),
            numeral(before),
            numeral(after),
            change_words(before, after),
            (False, False),
            None,
        )


def _call_of(one: Difference, ran: Ran, subject: Subject) -> int | None:
    """The host call in which a log or a receipt was made, or a key written."""
    kind, _, rest = one.what.partition("[")
    place = rest.partition("]")[0]
    if kind in ("logs", "receipts") and place.isdigit():
        return call_at("log" if kind == "logs" else "receipt", int(place), ran, subject)
    if kind == "writes":
        keys = (call for call in ran.calls if (key := _key(call)) is not None and key_words(key) == place)
        return next((call.n + 1 for call in keys if call.name != "storage_read"), None)
    return None


def _key(call: HostCall) -> bytes | None:
    if not call.name.startswith("storage_"):
        return None
    return next((one.value for one in call.args if one.name == "key" and isinstance(one.value, bytes)), None)
