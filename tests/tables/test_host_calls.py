"""Host calls as rows: what belongs together, what folds, and where a row leads."""

# covers: xccviz/words/host_calls.py, xccviz/words/host_pages.py

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xccviz.tables.host_calls import LOOP, folded, found_rows, host_rows, row_at
from xccviz.vm.call import by_name
from xccviz.vm.types import Argument, HostCall, Readable
from xccviz.words.host_pages import what_words

FULL = 18446744073709551613


def call(n: int, name: str, result: Readable = None, **args: Readable) -> HostCall:
    ties = {key: args.pop(key) for key in ("receipt", "slot", "error") if key in args}
    told = tuple(Argument(key, value) for key, value in args.items())
    return HostCall(n, name, told, result, 10, 100 * n, **ties)  # type: ignore[arg-type]


CALLS = [
    call(0, "input", b"{}", register=FULL),
    call(1, "register_len", 2, register=FULL),
    call(2, "read_register", b"{}", register=FULL),
    call(3, "promise_batch_create", 0, receiver="a.near", receipt=0),
    call(4, "promise_batch_action_function_call", promise=0, method="go", args=b"{}", deposit=0, gas=10**13, receipt=0),
    call(5, "promise_batch_action_transfer", promise=0, amount=10**24, receipt=0),
    call(6, "promise_batch_then", 1, after=0, receiver="b.near", receipt=1),
    call(7, "promise_batch_action_function_call_weight", promise=1, method="on", args=b"", deposit=0, gas=0, weight=1,
         receipt=1),
    call(8, "promise_result", b"7", slot=0),
    call(9, "promise_result", None, slot=1),
    call(10, "storage_write", None, key=b"k", value=b"v"),
    call(11, "panic_utf8", None, text="no", error="Smart contract panicked: no"),
]  # fmt: skip


def test_what_only_fetches_or_completes_belongs_to_the_call_before() -> None:
    told = [(row.number, row.name, row.asked, row.got, len(row.calls)) for row in host_rows(CALLS)]
    assert told == [
        (1, "input", "", "{}", 3),
        (4, "promise_batch_create", "a.near go({}) 10 Tgas, transfer 1 N", "promise 0", 3),
        (7, "promise_batch_then", "0, b.near on() rest", "promise 1", 2),
        (9, "promise_result", "", "Successful: 7", 1),
        (10, "promise_result", "", "Failed", 1),
        (11, "storage_write", "k = v", "was not there", 1),
        (12, "panic_utf8", "no", "Smart contract panicked: no", 1),
    ]
    assert [row.number for row in host_rows(CALLS) if not row.effect] == [1]


def test_the_gas_of_a_row_is_that_of_its_calls() -> None:
    first = host_rows(CALLS)[0]
    assert (first.gas, first.so_far) == (30, 210)


@pytest.mark.parametrize("count", [LOOP - 1, LOOP, 512])
def test_a_loop_folds_and_unfolds(count: int) -> None:
    rows = host_rows([call(n, "storage_read", b"x", key=str(n).encode()) for n in range(count)])
    shown = folded(rows)
    if count < LOOP:
        assert shown == rows
        return
    (loop,) = shown
    assert (loop.name, loop.rows) == (f"storage_read × {count}", rows)
    assert (loop.gas, loop.so_far) == (10 * count, rows[-1].so_far)
    assert folded(rows, frozenset({1})) == rows


@given(st.lists(st.sampled_from(["storage_read", "register_len", "log_utf8"]), max_size=40))
def test_no_call_is_lost_or_told_twice(names: list[str]) -> None:
    calls = [call(n, name) for n, name in enumerate(names)]
    rows = host_rows(calls)
    assert [each for row in rows for each in row.calls] == calls
    unfolded = [inner for row in folded(rows) for inner in row.rows or (row,)]
    assert tuple(unfolded) == rows
    assert all(row_at(calls, row.place) == row for row in (*rows, *folded(rows)))


def test_calls_that_others_stand_between_are_no_loop_whatever_is_listed() -> None:
    calls = [call(n, ("storage_read", "log_utf8")[n % 2]) for n in range(4 * LOOP)]
    reads = tuple(row for row in host_rows(calls) if row.name == "storage_read")
    assert folded(reads) == reads
    alone = host_rows([call(n, "storage_read") for n in range(4 * LOOP)])
    assert row_at(list(alone[0].calls) + [one for row in alone[1:] for one in row.calls], (1, 1)) == alone[0]


def test_every_host_function_is_told_in_a_sentence() -> None:
    told = {name: what_words(call(0, name)) for name in by_name()}
    assert [name for name, words in told.items() if words == name or not words.endswith(".")] == []


def test_rows_are_found_by_what_they_say() -> None:
    assert [row.number for row in found_rows(host_rows(CALLS), "A.NEAR")] == [4]
