"""The host calls of a run as rows: what only fetches the answer of a call belongs to it, as do the actions that a
promise is given; loops fold; and what a row belongs to: a receipt, a slot, a line of the log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from xccviz.analysis.types import NodeFacts
from xccviz.catalogue import numeral
from xccviz.rerun.subject import Subject
from xccviz.rerun.types import Ran
from xccviz.values import frozen
from xccviz.vm.types import HostCall, Outcome
from xccviz.words.host_calls import MADE, asked_words, got_words

LOOP = 8
"""So many alike rows, one after the other, fold to one."""
_FETCHES = frozenset({"register_len", "read_register"})
_EFFECTS = ("storage_", "promise_", "log_", "value_return", "panic", "abort")
_NO_EFFECTS = frozenset({"promise_results_count"})


HostPlace = tuple[int, int]
"""A row of a run: the number of its first raw call, from 1, and how many rows it stands for: 1, or those of a loop."""


@frozen
class HostRow:
    """A row: raw `calls` of one answer, the first of which gives it its name; `rows`: those of a folded loop, which
    this one stands for."""

    calls: tuple[HostCall, ...]
    rows: tuple[HostRow, ...] = ()

    @property
    def first(self) -> HostCall:
        """The call that gives the row its name."""
        return self.calls[0]

    @property
    def number(self) -> int:
        """The number of its first raw call, from 1."""
        return self.first.n + 1

    @property
    def place(self) -> HostPlace:
        """Which it is among all that could be shown of a run."""
        return self.number, len(self.rows) or 1

    @property
    def name(self) -> str:
        """`storage_read`, of a loop `storage_read × 512`."""
        return f"{self.first.name} × {numeral(len(self.rows))}" if self.rows else self.first.name

    @property
    def asked(self) -> str:
        """With what it was called."""
        return "" if self.rows else asked_words(self.calls)

    @property
    def got(self) -> str:
        """What it got."""
        return "" if self.rows else got_words(self.first)

    @property
    def told(self) -> str:
        """Both on a line: `STATE → nothing there`, `→ caller.near`."""
        return " ".join(part for part in (self.asked, self.got and f"→ {self.got}") if part)

    @property
    def gas(self) -> int:
        """What its calls cost, without what the code between them did."""
        return sum(call.gas for call in self.raw)

    @property
    def so_far(self) -> int:
        """Gas used when its last call had ended."""
        return self._last.total + self._last.gas

    @property
    def last_number(self) -> int:
        """The number of its last raw call, from 1."""
        return self._last.n + 1

    @property
    def _last(self) -> HostCall:
        return (self.rows[-1] if self.rows else self).calls[-1]

    @property
    def error(self) -> str | None:
        """Why the run ended in it."""
        return next((call.error for call in self.raw if call.error is not None), None)

    @property
    def failed_slot(self) -> bool:
        """Whether it asked for the result of a slot that failed."""
        first = self.first
        return first.name == "promise_result" and first.slot is not None and first.result is None

    @property
    def effect(self) -> bool:
        """Whether it has to do with storage, promises, logs, or how the call ends."""
        name = self.first.name
        return self.error is not None or (name.startswith(_EFFECTS) and name not in _NO_EFFECTS)

    @property
    def of_promises(self) -> bool:
        """Whether it makes, joins or returns promises."""
        name = self.first.name
        return name.startswith("promise_") and not name.startswith("promise_result")

    @property
    def raw(self) -> Iterator[HostCall]:
        """Its calls, those of a folded loop all."""
        for row in self.rows or (self,):
            yield from row.calls


def host_rows(calls: Sequence[HostCall]) -> tuple[HostRow, ...]:
    """A row for each answer, in the order of the calls."""
    found: list[list[HostCall]] = []
    for call in calls:
        if found and _belongs(call, found[-1]):
            found[-1].append(call)
        else:
            found.append([call])
    return tuple(HostRow(tuple(each)) for each in found)


def ended_in_code(ran: Ran) -> str | None:
    """Why a run failed that failed in none of its host calls, but between two or behind the last."""
    error = ran.result.error
    if error is None or ran.outcomes[ran.acted].failure is None:
        return None
    if ran.calls_left_out or (ran.calls and ran.calls[-1].error is not None):
        return None
    return error.message


def row_at(calls: Sequence[HostCall], place: HostPlace) -> HostRow | None:
    """The row at a place, of a loop as far as that goes in these calls; None where there is none."""
    number, count = place
    first = _row(calls, number - 1)
    if first is None:
        return None
    alike, at = [first], number - 1 + len(first.calls)
    while len(alike) < count and (row := _row(calls, at)) is not None and _goes_on(alike[-1], row):
        alike.append(row)
        at += len(row.calls)
    return HostRow(first.calls, tuple(alike)) if len(alike) > 1 else first


def _goes_on(row: HostRow, after: HostRow) -> bool:
    """Whether `after` is of the same loop: the same call, made right behind it; where the run ended stands alone."""
    same, right_behind = row.first.name == after.first.name, row.calls[-1].n + 1 == after.first.n
    return same and right_behind and row.error is None and after.error is None


def _row(calls: Sequence[HostCall], at: int) -> HostRow | None:
    """The row of the call at a place."""
    if not 0 <= at < len(calls):
        return None
    end = at + 1
    while end < len(calls) and _belongs(calls[end], calls[at:end]):
        end += 1
    return HostRow(tuple(calls[at:end]))


def counterpart(row: HostRow, calls: Sequence[HostCall], others: Sequence[HostCall]) -> HostRow | None:
    """The row of another run that asks what `row` of `calls` does: of alike ones the one at the same place among
    them. None where there is none."""
    wanted = _question(row.first)
    place = sum(_question(call) == wanted for call in calls[: row.first.n])
    for call in others:
        if _question(call) == wanted:
            if not place:
                return _row(others, call.n)
            place -= 1
    return None


def _question(call: HostCall) -> tuple[object, ...]:
    if call.slot is not None:
        return call.name, call.slot
    return call.name, call.args if call.name.startswith(_EFFECTS) else ()


def gas_parts(row: HostRow) -> tuple[tuple[str, int, int], ...]:
    """What a row burnt by cost: the cost, how much, in how many of its raw calls; and what it gave away, as "" ."""
    parts: dict[str, tuple[int, int]] = {}
    given = 0
    for call in row.raw:
        given += call.gas - sum(call.costs.values())
        for cost, gas in call.costs.items():
            before = parts.get(cost, (0, 0))
            parts[cost] = before[0] + gas, before[1] + 1
    told = [(cost, gas, count) for cost, (gas, count) in parts.items() if gas]
    return (*told, ("", given, 1)) if given else tuple(told)


def folded(rows: Sequence[HostRow], unfolded: frozenset[int] = frozenset()) -> tuple[HostRow, ...]:
    """With a row for each loop, but for those that begin at the numbers `unfolded`. Calls between which others were
    left out are no loop."""
    runs: list[list[HostRow]] = []
    for row in rows:
        if runs and _goes_on(runs[-1][-1], row):
            runs[-1].append(row)
        else:
            runs.append([row])
    shown: list[HostRow] = []
    for alike in runs:
        if len(alike) < LOOP or alike[0].number in unfolded:
            shown += alike
        else:
            shown.append(HostRow(alike[0].calls, tuple(alike)))
    return tuple(shown)


def found_rows(rows: Sequence[HostRow], text: str) -> tuple[HostRow, ...]:
    """Those that say `text` somewhere, however its letters are written."""
    wanted = text.casefold()
    return tuple(row for row in rows if wanted in f"{row.name} {row.asked} {row.got}".casefold())


def node_of(row: HostRow, ran: Ran, facts: NodeFacts, subject: Subject) -> str | None:
    """The node that a row leads to: of a promise the receipt that it became, of a slot its producer."""
    call = row.first
    if call.slot is not None:
        return next((each.producer for each in facts.promise_results if each.slot == call.slot), None)
    if call.receipt is None:
        return None
    place = call.receipt + sum(len(outcome.receipts) for outcome in _before(ran, subject))
    made = ran.result.receipts
    return made[place].receipt_id if place < len(made) else None


Tie = Literal["slot", "log", "receipt"]


def call_of(kind: Tie, value: int | str, ran: Ran, subject: Subject) -> int | None:
    """The number of the host call that asked for a slot, wrote a line of the receipt's log, or made a receipt (its id);
    None where none of the call that is looked at did."""
    if kind == "slot":
        return next((call.n + 1 for call in ran.calls if call.slot == value), None)
    if kind == "log":
        return call_at("log", int(value), ran, subject)
    ids = [made.receipt_id for made in ran.result.receipts]
    return call_at("receipt", ids.index(value), ran, subject) if value in ids else None


def call_at(kind: Literal["log", "receipt"], place: int, ran: Ran, subject: Subject) -> int | None:
    """The number of the host call that made the log or the receipt at a place among all of the whole receipt."""
    before = _before(ran, subject)
    made = place - sum(len(one.logs if kind == "log" else one.receipts) for one in before)
    found = (call for call in ran.calls if (call.log if kind == "log" else call.receipt) == made)
    return next((call.n + 1 for call in found), None) if made >= 0 else None


def _before(ran: Ran, subject: Subject) -> Sequence[Outcome]:
    """What the calls of the receipt did that came before the one that is looked at."""
    return ran.outcomes[: subject.place]


def _belongs(call: HostCall, row: Sequence[HostCall]) -> bool:
    """Whether a call only goes on with what the row before it began."""
    if row[-1].error is not None:
        return False
    if call.name in _FETCHES:
        return call.error is None
    first = row[0]
    gives = call.name.startswith(MADE) and first.name in ("promise_batch_create", "promise_batch_then")
    return gives and call.error is None and call.receipt is not None and call.receipt == first.receipt
