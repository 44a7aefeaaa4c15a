# covers: xccviz/vm/wasm/metering.py, xccviz/vm/wasm/walking.py, xccviz/vm/wasm/writing.py, xccviz/vm/wasm/opcodes.py
"""Gas and stack are counted as a node counts them: every number here is counted by hand from vm.md §3."""

from __future__ import annotations

import pytest

pytest.importorskip("wasmtime", reason="needs the extra replay")

from tests.vm.hosts import ENTRY, OP, Host, ended, run
from xccviz.vm import errors
from xccviz.vm.wasm.rules import Rules

BASE, UNIT = Rules().linear_base, Rules().linear_unit
TELL = '(import "env" "tell" (func $tell (param i64)))'


@pytest.mark.parametrize(
    ("body", "operations"),
    [
        ("", 0),
        ("(nop)", 1),
        ("(drop (i32.const 7))", 2),
        ("(block (nop))", 1),  # block and end are free
        ("(block (br 0) (nop) (nop))", 1),  # what nothing gets to is free
        ("(if (i32.const 1) (then (nop)) (else (nop) (nop)))", 3),
        ("(if (i32.const 0) (then (nop)) (else (nop) (nop)))", 4),
        ("(return)", 1),
        ("(loop (nop))", 2),
        ("(drop (select (i32.const 1) (i32.const 2) (i32.const 3)))", 5),
        ("(drop (i64.div_u (i64.const 8) (i64.const 2)))", 4),
        ("(drop (i64.load (i32.const 8)))", 3),
        ("(i32.store (i32.const 8) (i32.const 1))", 3),
        ("(drop (memory.size))", 2),
        ("(drop (i32.trunc_sat_f32_s (f32.const 1)))", 3),
        ("(drop (f64.add (f64.const 1) (f64.const 2)))", 4),
        ("(drop (i64.extend8_s (i64.const 1)))", 3),
        ("(br_if 0 (i32.const 0)) (nop)", 3),
        ("(block (block (br_table 0 1 0 (i32.const 1))) (nop))", 2),
    ],
)
def test_every_instruction_costs_the_same_but_block_else_and_end(body: str, operations: int) -> None:
    assert run(f'(module (memory 1) (func (export "run") {body}))').burnt == ENTRY + operations * OP


def test_a_loop_is_paid_on_every_turn() -> None:
    text = """(module (func (export "run") (local $n i32) (local.set $n (i32.const 5))
        (loop (br_if 0 (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))))"""
    frame = 9  # 64 + 4 bytes, in eights
    assert run(text).burnt == (frame + 2 + 5 * (1 + 5)) * OP


@pytest.mark.parametrize(
    ("locals_", "eighths"), [("", 8), ("i32", 9), ("i64 i64", 10), ("i64 f32 f64 i32", 11)]
)
def test_entering_costs_by_the_frame(locals_: str, eighths: int) -> None:
    assert run(f'(module (func (export "run") (local {locals_})))').burnt == eighths * OP


def test_a_call_of_the_host_sees_itself_paid() -> None:
    host = run(f'(module {TELL} (func (export "run") (nop) (call $tell (i64.const -1)) (nop)))')
    assert host.seen == [("tell", (2**64 - 1,), ENTRY + 3 * OP)]
    assert host.burnt == ENTRY + 4 * OP


def test_what_comes_after_an_instruction_that_may_trap_is_not_paid_yet() -> None:
    text = '(module (memory 1) (func (export "run") (drop (i32.load (i32.const -8))) (nop) (nop)))'
    host = Host()
    assert ended(text, host=host) == "WasmTrap: WebAssembly trap: Memory out of bounds trap."
    assert host.burnt == ENTRY + 2 * OP


@pytest.mark.parametrize(
    ("body", "before", "count"),
    [
        ("(memory.fill (i32.const 0) (i32.const 1) (i32.const 700))", 3, 700),
        ("(memory.copy (i32.const 0) (i32.const 9) (i32.const 0))", 3, 0),
        ("(memory.init 0 (i32.const 0) (i32.const 0) (i32.const 3))", 3, 3),
        ("(drop (memory.grow (i32.const 2))) ", 2, 2),
        ("(drop (table.grow 0 (ref.null func) (i32.const 4)))", 3, 4),
        ("(table.fill 0 (i32.const 0) (ref.null func) (i32.const 2))", 3, 2),
        ("(table.copy (i32.const 0) (i32.const 1) (i32.const 1))", 3, 1),
    ],
)
def test_what_moves_memory_or_tables_costs_by_how_much(body: str, before: int, count: int) -> None:
    text = f'(module (memory 1) (data "abc") (table 4 funcref) (func (export "run") {body}))'
    assert run(text).burnt == ENTRY + before * OP + BASE + count * UNIT


def test_growing_is_an_instruction_like_others_where_the_rules_say_so() -> None:
    text = '(module (memory 1) (table 4 funcref) (func (export "run") (drop (memory.grow (i32.const 2)))))'
    assert run(text, host=Host(rules=Rules(linear_grow=False))).burnt == ENTRY + 3 * OP


def test_gas_that_does_not_suffice_is_asked_for_in_whole() -> None:
    text = '(module (func (export "run") (block (nop)) (nop) (br_if 0 (i32.const 0)) (nop) (nop) (nop)))'
    asked: list[int] = []

    class Asked(Host):
        def burn(self, gas: int) -> None:
            asked.append(gas)
            super().burn(gas)

    enough = ENTRY + 4 * OP
    assert ended(text, host=Asked(gas=enough + 3 * OP - 1)) == "GasExceeded: Exceeded the prepaid gas."
    assert asked == [enough, 3 * OP]
    assert run(text, host=Host(gas=enough + 3 * OP)).burnt == enough + 3 * OP


def test_a_loop_that_nothing_branches_to_belongs_to_the_run_before_it() -> None:
    # What fails is asked for in whole, and decides what a node burns where gas was given away before.
    asked: list[int] = []

    class Asked(Host):
        def burn(self, gas: int) -> None:
            asked.append(gas)
            super().burn(gas)

    ended('(module (func (export "run") (nop) (loop (nop) (loop (nop)))))', host=Asked(gas=ENTRY))
    ended('(module (func (export "run") (nop) (loop (nop) (br_if 0 (i32.const 0)))))', host=Asked(gas=ENTRY))
    assert asked == [ENTRY, 5 * OP, ENTRY, OP]


def test_a_branch_that_is_never_reached_makes_a_target_all_the_same() -> None:
    asked: list[int] = []

    class Asked(Host):
        def burn(self, gas: int) -> None:
            asked.append(gas)
            super().burn(gas)

    ended('(module (func (export "run") (nop) (loop (return) (br 0))))', host=Asked(gas=ENTRY))
    assert asked == [ENTRY, OP]


def recursion(depth: int, body: str = "", locals_: str = "") -> str:
    """A function that calls itself that many times."""
    return f"""(module (func $f (param $n i32) (local {locals_}) {body}
        (if (local.get $n) (then (call $f (i32.sub (local.get $n) (i32.const 1))))))
        (func (export "run") (call $f (i32.const {depth}))))"""


def test_the_stack_ends_where_the_counted_one_does() -> None:
    each, outer = 64 + 4 + 8, 64 + 4  # frame and two operands of 4 bytes
    fits = (Rules().max_stack - outer) // each - 1
    run(recursion(fits))
    assert ended(recursion(fits + 1)) == "MemoryAccessViolation: Accessed memory outside the bounds."
    assert ended(recursion(fits + 1), host=Host(rules=Rules(wasmtime=False, bulk=False))) == (
        "WasmTrap: WebAssembly trap: Stack overflow."
    )


def test_operands_count_by_their_size_and_what_was_returned_gives_its_stack_back() -> None:
    wide = "(drop (i64.add (i64.const 1) (i64.add (i64.const 2) (i64.const 3))))"
    each, outer = 64 + 4 + 24 + 8, 64 + 4
    fits = (Rules().max_stack - outer) // each - 1
    run(recursion(fits, wide, "i64"))
    with pytest.raises(errors.Ended):
        run(recursion(fits + 1, wide, "i64"))
    leaves = """(module (func $f (param i32) (if (local.get 0) (then (return))) (br 0))
        (func (export "run") (local $n i32) (local.set $n (i32.const 9000))
        (loop (call $f (i32.and (local.get $n) (i32.const 1)))
        (br_if 0 (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))))"""
    run(leaves)


def test_the_index_of_an_indirect_call_stays_counted() -> None:
    # sic: three calls leave three indices of 4 bytes behind, under one operand of 4
    calls = "(call_indirect (i32.const 0))" * 3
    text = f"""(module (table 1 funcref) (elem (i32.const 0) $g) (func $g)
        (func $f (param $n i32) {calls}
        (if (local.get $n) (then (call $f (i32.sub (local.get $n) (i32.const 1))))))
        (func (export "run") (call $f (i32.const %d))))"""
    each, outer, inner = 64 + 4 + 3 * 4 + 8, 64 + 4, 64
    fits = (Rules().max_stack - outer - inner) // each - 1
    run(text % fits)
    assert ended(text % (fits + 1)).startswith("MemoryAccessViolation")


def test_values_come_out_of_blocks_and_bodies() -> None:
    text = f"""(module {TELL} (func $five (result i64) (return (i64.const 5)))
        (func $pick (param i32) (result i64) (block (result i64) (drop (br_if 0 (i64.const 6) (local.get 0)))
        (if (result i64) (i32.const 0) (then (i64.const 7)) (else (call $five)))))
        (func (export "run") (call $tell (call $pick (i32.const 1))) (call $tell (call $pick (i32.const 0)))))"""
    assert [values for _, values, _ in run(text).seen] == [(6,), (5,)]
