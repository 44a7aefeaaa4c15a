# covers: xccviz/vm/running.py, xccviz/vm/memory.py, xccviz/vm/errors.py
"""A method runs against a host: values, memory, errors, and what wasmtime must not be trusted with (vm.md §2)."""

from __future__ import annotations

import gc
import threading
import time
import weakref

import pytest

pytest.importorskip("wasmtime", reason="needs the extra replay")

from tests.vm.hosts import ENTRY, OP, Host, ended, run, wasm
from xccviz.vm import errors, running
from xccviz.vm.types import NeedKey, NotSupported
from xccviz.vm.wasm.rules import Rules

IMPORTS = """(import "env" "tell" (func $tell (param i64))) (import "env" "ask" (func $ask (result i64)))
    (import "env" "flag" (func $flag (param i32) (result i32)))"""
ASKS = f'(module {IMPORTS} (func (export "run") (call $tell (call $ask))))'


@pytest.mark.parametrize("value", [0, 1, 2**63 - 1, 2**63, 2**64 - 1])
def test_integers_are_unsigned_for_the_host(value: int) -> None:
    host = run(ASKS, host=Host(answer=lambda host, name, values: value if name == "ask" else None))
    assert host.seen[1][1] == (value,)


@pytest.mark.parametrize("value", [0, 2**31, 2**32 - 1])
def test_short_integers_too(value: int) -> None:
    text = f"""(module {IMPORTS} (func (export "run")
        (call $tell (i64.extend_i32_u (call $flag (i32.const {value}))))))"""
    host = run(text, host=Host(answer=lambda host, name, values: values[0] if name == "flag" else None))
    assert [values for _, values, _ in host.seen] == [(value,), (value,)]


def test_memory_is_always_1024_pages_and_nothing_outside_is_reached() -> None:
    def look(host: Host, name: str, values: tuple[int, ...]) -> None:
        memory = host.memory
        assert memory is not None
        size = memory.size()
        assert memory.read(1, 3) == b"abc" and memory.read(size, 0) == b""
        memory.write(size - 2, b"\x07\x09")
        for at, count in ((size - 1, 2), (2**64 - 1, 1), (-1, 1), (0, -1)):
            with pytest.raises(IndexError):
                memory.read(at, count)
        with pytest.raises(IndexError):
            memory.write(size, b"x")
        sizes.append(size)

    sizes: list[int] = []
    text = f"""(module {IMPORTS} (memory 1 1) (data (i32.const 1) "abc") (func (export "run")
        (call $tell (i64.const 0))
        (if (i32.eq (memory.grow (i32.const 1025)) (i32.const -1)) (then (drop (memory.grow (i32.const 1024)))))
        (call $tell (i64.load8_u (i32.const 0x3ffffff)))))"""
    host = run(text, host=Host(answer=look))
    assert sizes == [1024 << 16, 2048 << 16]
    assert host.seen[1][1] == (9,)
    assert host.memory is None


def test_what_the_host_burns_is_not_there_for_the_contract() -> None:
    def burn(host: Host, name: str, values: tuple[int, ...]) -> None:
        host.burnt += 100 * OP

    text = f'(module {IMPORTS} (func (export "run") (call $tell (i64.const 0)) (nop) (nop)))'
    needed = ENTRY + 2 * OP + 100 * OP + 2 * OP
    assert run(text, host=Host(gas=needed, answer=burn)).burnt == needed
    assert ended(text, host=Host(gas=needed - 1, answer=burn)).startswith("GasExceeded")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("(unreachable)", "An `unreachable` opcode was executed."),
        ("(drop (i32.load (i32.const -1)))", "Memory out of bounds trap."),
        ("(drop (i32.div_u (i32.const 1) (i32.const 0)))", "An arithmetic exception, e.g. divided by zero."),
        (
            "(drop (i32.div_s (i32.const 0x80000000) (i32.const -1)))",
            "An arithmetic exception, e.g. divided by zero.",
        ),
        ("(drop (i32.trunc_f32_s (f32.const 1e30)))", "An arithmetic exception, e.g. divided by zero."),
        ("(call_indirect (i32.const 1))", "Indirect call to null."),
        (
            "(call_indirect (param i32) (i32.const 1) (i32.const 0))",
            "Call indirect incorrect signature trap.",
        ),
        ("(call_indirect (i32.const 9))", "Memory out of bounds trap."),
        ("(drop (table.get 0 (i32.const 9)))", "Memory out of bounds trap."),
    ],
)
def test_traps_have_the_node_s_texts(body: str, text: str) -> None:
    module = f'(module (memory 1) (table 2 funcref) (elem (i32.const 0) $f) (func $f) (func (export "run") {body}))'
    assert ended(module) == f"WasmTrap: WebAssembly trap: {text}"


def test_a_start_function_runs_after_the_fee_for_loading() -> None:
    text = f"""(module {IMPORTS} (func $s (call $tell (i64.const 1))) (start $s)
        (func (export "run") (call $tell (i64.const 2))))"""
    host = run(text)
    assert [values for _, values, _ in host.seen] == [(1,), (2,)]
    assert host.loaded == len(wasm(text))
    assert host.burnt == 2 * ENTRY + 4 * OP


def test_segments_that_lie_outside_trap_after_the_fee() -> None:
    text = '(module (memory 1) (data (i32.const 0x3ffffff) "ab") (func (export "run")))'
    host = Host()
    assert ended(text, host=host) == "WasmTrap: WebAssembly trap: Memory out of bounds trap."
    assert host.loaded and not host.burnt


@pytest.mark.parametrize(
    ("method", "kind", "free"),
    [("", "MethodEmptyName", False), ("gone", "MethodNotFound", True), ("takes", "MethodInvalidSignature", True),
     ("gives", "MethodInvalidSignature", True), ("memory", "MethodNotFound", True), ("gas", "MethodNotFound", True)],
)  # fmt: skip
def test_methods_that_cannot_be_called(method: str, kind: str, free: bool) -> None:
    text = """(module (memory (export "memory") 1) (func (export "takes") (param i32))
        (func (export "gives") (result i32) (i32.const 1)))"""
    with pytest.raises(errors.Ended) as end:
        run(text, method)
    assert end.value.node == {"MethodResolveError": kind}
    assert end.value.free is free


def test_an_empty_name_is_told_before_the_module_is_looked_at() -> None:
    assert ended(b"no module", "") == "MethodEmptyName: MethodEmptyName"


def test_imports_that_the_host_does_not_have() -> None:
    unknown = '(module (import "env" "no" (func (param i64))) (func (export "run")))'
    other = '(module (import "env" "ask" (func (param i32))) (func (export "run")))'
    old = Rules(wasmtime=False, bulk=False, linear_grow=False)
    assert ended(unknown) == "LinkError: Link Error: unknown or invalid import"
    assert ended(other) == (
        "LinkError: Link Error: types incompatible: expected type `(func (param i32))`, "
        "found type `(func (result i64))`"
    )
    spelled = "Function(FunctionType { params: [%s], results: [%s] })"
    assert ended(unknown, host=Host(rules=old)) == (
        'LinkError: Link Error: Error while importing "env"."no": unknown import. Expected '
        + spelled % ("I64", "")
    )
    assert ended(other, host=Host(rules=old)) == (
        'LinkError: Link Error: Error while importing "env"."ask": incompatible import type. Expected '
        f"{spelled % ('I32', '')} but received {spelled % ('', 'I64')}"
    )


def test_what_the_host_raises_comes_out_as_it_was() -> None:
    def lacks(host: Host, name: str, values: tuple[int, ...]) -> int:
        raise NeedKey(b"STATE")

    with pytest.raises(NeedKey) as need:
        run(ASKS, host=Host(answer=lacks))
    assert need.value.key == b"STATE"


def test_a_deadline_ends_calls_of_the_host_without_end() -> None:
    text = f'(module {IMPORTS} (func (export "run") (loop (call $tell (i64.const 0)) (br 0))))'
    with pytest.raises(errors.Stopped):
        run(text, deadline=time.monotonic())


def test_threads_do_not_take_each_other_s_errors() -> None:
    def refuse(host: Host, name: str, values: tuple[int, ...]) -> int:
        raise KeyError(host.gas)

    def work(gas: int) -> None:
        for _ in range(5):
            try:
                run(ASKS, host=Host(gas=gas, answer=refuse))
            except KeyError as error:
                got.append((gas, error.args[0]))

    got: list[tuple[int, int]] = []
    threads = [threading.Thread(target=work, args=(10**12 + n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 20
    assert all(mine == its for mine, its in got)


def test_a_thread_with_little_stack_can_run_what_needs_much() -> None:
    text = """(module (func $f (param i64 i64 i64 i64 i64 i64) (result i64) (i64.add (i64.const 1)
        (call $f (local.get 5) (local.get 0) (local.get 1) (local.get 2) (local.get 3) (local.get 4))))
        (func (export "run") (drop (call $f %s))))""" % ("(i64.const 1) " * 6)
    got: list[str] = []
    usual = threading.stack_size(256 << 10)
    try:
        thread = threading.Thread(target=lambda: got.append(ended(text)))
        thread.start()
    finally:
        threading.stack_size(usual)
    thread.join()
    assert got == ["MemoryAccessViolation: Accessed memory outside the bounds."]
    assert threading.stack_size() == usual


@pytest.mark.parametrize("fails", [False, True])
def test_nothing_is_kept_after_a_run(fails: bool) -> None:
    def answer(host: Host, name: str, values: tuple[int, ...]) -> int | None:
        if fails:
            raise errors.execution("X", "x")
        return 0 if name == "ask" else None

    host = Host(answer=answer)
    gone = weakref.ref(host)
    try:
        running.run(wasm(ASKS), "run", host)
    except errors.Ended:
        assert fails
    del host
    gc.collect()
    assert gone() is None


def test_where_the_engine_s_own_stack_ends_first_nothing_is_said() -> None:
    # The compiler keeps what is computed twice over the call, on a stack that the counted one knows nothing of.
    twice = " ".join(
        f"(i64.store offset={8 * n} (i32.const 0) (i64.mul (local.get 0) (i64.const {2 * n + 3})))"
        for n in range(400)
    )
    text = f"""(module (memory 1) (func $f (param i64) {twice} (call $f (i64.add (local.get 0) (i64.const 1))) {twice})
        (func (export "run") (call $f (i64.const 1))))"""
    with pytest.raises(NotSupported) as lacking:
        run(text)
    assert "STACK_OVERFLOW" in str(lacking.value)
