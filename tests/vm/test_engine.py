"""Modules are compiled once, kept by what made them, and never with settings that end the process (vm.md §2)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("wasmtime", reason="needs the extra replay")

from tests.vm.hosts import Host, run, wasm
from xccviz.vm import engine, errors
from xccviz.vm.wasm.rules import Rules

TEXT = '(module (import "env" "tell" (func (param i64))) (func (export "run") (call 0 (i64.const 7))))'


class Kept(dict[str, bytes]):
    """A store that is a dict."""

    def put(self, key: str, compiled: bytes) -> None:
        self[key] = compiled


@pytest.fixture(autouse=True)
def nothing_compiled_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_prepared", type(engine._prepared)())


def test_a_module_is_compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    store = Kept()
    first = engine.prepared(wasm(TEXT), Rules(), store)
    assert [*store] == [engine.key(wasm(TEXT), Rules())]
    monkeypatch.setattr(engine, "_compiled", lambda code, rules: pytest.fail("compiled again"))
    assert engine.prepared(wasm(TEXT), Rules(), store) is first
    engine._prepared.clear()
    again = engine.prepared(wasm(TEXT), Rules(), store)
    assert (again.methods, again.starts, [name for name, _ in again.imports]) == (
        {"run": True},
        False,
        ["tell"],
    )
    assert run(TEXT, compiled=store).seen[0][1] == (7,)


def test_what_is_kept_and_is_none_is_compiled_again() -> None:
    key = engine.key(wasm(TEXT), Rules())
    store = Kept({key: b"no module"})
    engine.prepared(wasm(TEXT), Rules(), store)
    assert store[key] != b"no module"


def test_the_key_tells_apart_all_that_makes_a_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = {engine.key(wasm(TEXT), Rules()), engine.key(wasm("(module)"), Rules())}
    keys.add(engine.key(wasm(TEXT), Rules(op=1)))
    keys.add(engine.key(wasm(TEXT), Rules(limits=(("max_types_per_contract", 9),))))
    monkeypatch.setattr(engine, "version", lambda: "0.0.1")
    keys.add(engine.key(wasm(TEXT), Rules()))
    monkeypatch.setattr(engine, "_SETTINGS", -1)
    keys.add(engine.key(wasm(TEXT), Rules()))
    assert len(keys) == 6


def test_what_a_node_refuses_is_an_end_without_gas() -> None:
    with pytest.raises(errors.Ended) as end:
        engine.prepared(b"text", Rules())
    assert end.value.node == {"CompilationError": {"PrepareError": "Deserialization"}}
    assert end.value.free


def test_floats_have_one_nan() -> None:
    text = """(module (import "env" "tell" (func $tell (param i64))) (func (export "run")
        (call $tell (i64.reinterpret_f64 (f64.add (f64.const nan:0x123) (f64.const 1))))))"""
    assert run(text).seen[0][1] == (0x7FF8 << 48,)


def test_only_so_many_modules_stay_in_memory() -> None:
    for n in range(engine._KEPT_MODULES + 3):
        engine.prepared(wasm(f"(module (memory {n + 1}))"), Rules())
    assert len(engine._prepared) == engine._KEPT_MODULES


def test_importing_the_room_loads_no_engine(repo_root: Path) -> None:
    code = "import sys, xccviz.vm.running; assert 'wasmtime' not in sys.modules; print(xccviz.vm.engine.available())"
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=repo_root, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "True"


def test_traps_end_no_process_that_asks_for_its_faults_afterwards(repo_root: Path) -> None:
    code = """
import faulthandler
from tests.vm.hosts import ended, run
run('(module (func (export "run")))')
faulthandler.enable()
print(ended('(module (memory 1) (func (export "run") (unreachable)))'))
print(ended('(module (memory 1) (func (export "run") (drop (i32.load (i32.const -1)))))'))
print(ended('(module (func (export "run") (drop (i32.div_u (i32.const 1) (i32.const 0)))))'))
"""
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=repo_root, capture_output=True, text=True, check=True
    )
    assert told.stdout.count("WasmTrap") == 3


def test_the_stack_that_is_allowed_does_not_end_the_process() -> None:
    assert engine.STACK <= 2 << 20, "wasmtime aborts beyond"
    assert run(TEXT, host=Host()).burnt
