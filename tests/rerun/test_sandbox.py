# covers: xccviz/rerun/sandbox.py, xccviz/rerun/child.py
"""A contract runs in a process of its own, and whatever it tries, it ends there with a name (vm.md §2)."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("wasmtime", reason="needs the extra replay")

from tests.vm.hosts import wasm
from xccviz.rerun import child, sandbox
from xccviz.rerun.sandbox import Sandbox, SandboxFailed
from xccviz.values import replace
from xccviz.vm import wire
from xccviz.vm.prices import Prices, built_in
from xccviz.vm.types import Context, NeedFact, NeedKey, NotSupported, Outcome, State

TERA = 10**12
CONTEXT = Context("a.near", "b.near", "c.near", bytes(33), bytes(32), 9, prepaid_gas=TERA)
LOG = '(import "env" "log_utf8" (func $log (param i64 i64)))'
READ = '(import "env" "storage_read" (func $read (param i64 i64 i64) (result i64)))'
HELLO = f"""(module {LOG} (memory 1) (data (i32.const 0) "hello")
    (func (export "run") (call $log (i64.const 5) (i64.const 0))))"""


@pytest.fixture(scope="module")
def prices() -> Prices:
    return built_in(86)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """One process for those that leave it alive."""
    with Sandbox(
        tmp_path_factory.mktemp("cache") / "contracts", seconds=120.0
    ) as one:  # a loaded machine is slow
        yield one


def asked(
    box: Sandbox, text: str | bytes, prices: Prices, gas: int = TERA, state: State = State()
) -> Outcome:
    code = text if isinstance(text, bytes) else wasm(text)
    return box.call(code, "run", replace(CONTEXT, prepaid_gas=gas), state, prices)


def test_an_outcome_comes_back(shared: Sandbox, prices: Prices) -> None:
    outcome = asked(shared, HELLO, prices)
    assert (outcome.status, outcome.logs, outcome.failure) == ("value", ("hello",), None)
    assert [call.name for call in outcome.calls] == ["log_utf8"]
    assert shared._compiled is not None and len([*shared._compiled.iterdir()]) >= 1


def test_what_is_missing_is_named_and_the_next_request_is_answered(shared: Sandbox, prices: Prices) -> None:
    text = f"""(module {READ} (memory 1) (data (i32.const 0) "key") (func (export "run")
        (drop (call $read (i64.const 3) (i64.const 0) (i64.const 0)))))"""
    with pytest.raises(NeedKey) as need:
        asked(shared, text, prices)
    assert need.value.key == b"key"
    assert asked(shared, text, prices, state=State({b"key": b"value"})).status == "value"
    with pytest.raises(NeedFact) as fact:
        asked(
            shared,
            '(module (import "env" "block_timestamp" (func (result i64))) (func (export "run") (drop (call 0))))',
            prices,
        )
    assert fact.value.name
    with pytest.raises(NotSupported):
        asked(shared, '(module (func (export "run") (local' + " i32" * 49_999 + ")))", prices)


DEEP = """(func $f (param i64 i64 i64 i64) (result i64) (i64.add (i64.const 1)
    (call $f (local.get 0) (local.get 1) (local.get 2) (local.get 3))))"""
HOSTILE = {
    "an endless loop": ('(module (func (export "run") (loop (br 0))))', "GasExceeded"),
    "an endless loop at the start": (
        '(module (func $s (loop (br 0))) (start $s) (func (export "run")))', "GasExceeded",
    ),
    "memory by 4 GiB": (
        """(module (memory 1 65536) (func (export "run")
        (if (i32.ne (memory.grow (i32.const 60000)) (i32.const -1)) (then unreachable))))""", "",
    ),
    "memory page by page": (
        '(module (memory 1) (func (export "run") (loop (drop (memory.grow (i32.const 1))) (br 0))))', "GasExceeded",
    ),
    "tables": (
        """(module (table 1 funcref) (func (export "run")
        (loop (drop (table.grow 0 (ref.null func) (i32.const 1000))) (br 0))))""", "GasExceeded",
    ),
    "recursion": ('(module (func $f (export "run") (call $f)))', "MemoryAccessViolation"),
    "recursion with values": (
        f"""(module {DEEP} (func (export "run")
        (drop (call $f (i64.const 0) (i64.const 0) (i64.const 0) (i64.const 0)))))""", "MemoryAccessViolation",
    ),
    "recursion over 200 values": (
        "(module (memory 1) (func $f (param i32) (result i64) "
        + " ".join(f"(i64.load offset={8 * n} (local.get 0))" for n in range(200))
        + " (call $f (local.get 0)) " + "i64.add " * 200 + ') (func (export "run") (drop (call $f (i32.const 0)))))',
        "MemoryAccessViolation",
    ),
    "logs": (
        f'(module {LOG} (memory 1) (func (export "run") (loop (call $log (i64.const 160) (i64.const 0)) (br 0))))',
        "NumberOfLogsExceeded",
    ),
    "a log of 4 GiB": (
        f'(module {LOG} (memory 1) (func (export "run") (call $log (i64.const 4294967296) (i64.const 0))))',
        "TotalLogLengthExceeded",
    ),
    "a pointer past everything": (
        f'(module {LOG} (memory 1) (func (export "run") (call $log (i64.const 8) (i64.const -1))))',
        "MemoryAccessViolation",
    ),
    "registers": (
        """(module (import "env" "write_register" (func $w (param i64 i64 i64))) (memory 1) (func (export "run")
        (local i64) (loop (call $w (local.get 0) (i64.const 60000000) (i64.const 0))
        (local.set 0 (i64.add (local.get 0) (i64.const 1))) (br 0))))""", "GasExceeded",
    ),
    "nested blocks": (
        "(module " + ("(func (param i32) " + "(block (br_if 0 (local.get 0)) " * 4900 + ")" * 4900 + ")") * 2
        + ' (func (export "run")))', "",
    ),
    "branches without end": (
        "(module " + "(func (param i32) " + "(block " * 30 + ("(br_table " + "0 1 2 3 4 5 6 7 8 9 " * 600
        + "(local.get 0))") + ")" * 30 + ')(func (export "run")))', "",
    ),
    "10,000 functions": ("(module " + "(func)" * 9_999 + '(func (export "run")))', ""),
}  # fmt: skip


@pytest.mark.parametrize("what", [what for what in HOSTILE if what != "10,000 functions"])
def test_whatever_a_contract_tries_it_ends(shared: Sandbox, prices: Prices, what: str) -> None:
    text, kind = HOSTILE[what]
    before = shared._process.pid
    failure = asked(shared, text, prices, gas=10 * TERA).failure
    assert (failure.kind if failure else "") == kind
    assert shared._process.pid == before


@pytest.mark.long
@pytest.mark.parametrize("what", HOSTILE)
def test_it_ends_with_all_the_gas_there_is(shared: Sandbox, prices: Prices, what: str) -> None:
    text, kind = HOSTILE[what]
    failure = asked(shared, text, prices, gas=1000 * TERA).failure
    assert (failure.kind if failure else "") == kind.replace("GasExceeded", "GasLimitExceeded")


@pytest.mark.long
def test_three_megabytes_of_arithmetic(shared: Sandbox, prices: Prices) -> None:
    body = "(local.get 0)" + "(i64.mul (i64.const 123456789)) (i64.add (i64.const 77))" * 9_000
    text = "(module " + f"(func (param i64) (result i64) {body})" * 35 + ' (func (export "run")))'
    assert len(wasm(text)) > 3_000_000
    assert asked(shared, text, prices, gas=10 * TERA).status == "value"


def test_a_call_that_takes_too_long_is_stopped(prices: Prices) -> None:
    forever = """(module (import "env" "block_index" (func (result i64)))
        (func (export "run") (loop (drop (call 0)) (br 0))))"""
    with Sandbox(seconds=0.0) as box:
        with pytest.raises(SandboxFailed) as stopped:
            asked(box, forever, prices)
        assert stopped.value.why == "time"


def test_a_process_that_fails_is_followed_by_another(monkeypatch: pytest.MonkeyPatch, prices: Prices) -> None:
    with Sandbox() as box:
        box._process.kill()
        box._process.wait()
        assert asked(box, HELLO, prices).logs == ("hello",)


def standing_in(monkeypatch: pytest.MonkeyPatch, code: str) -> Sandbox:
    """A sandbox whose process does something else."""
    monkeypatch.setattr(sandbox, "_command", lambda: [sys.executable, "-c", f"import sys, time, os\n{code}"])
    return Sandbox(seconds=0.1)


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("os.abort()", "crash"),
        ("sys.exit(0)", "crash"),
        (f"sys.exit({sandbox.OUT_OF_TIME})", "time"),
        ("sys.stdin.readline(); print('no json', flush=True); sys.stdin.read()", "answer"),
        ("sys.stdin.readline(); print('[\"outcome\", [1]]', flush=True); sys.stdin.read()", "answer"),
        ("sys.stdin.readline(); print('[\"else\"]', flush=True); sys.stdin.read()", "answer"),
        ("sys.stdin.readline(); print('[' * 100000, flush=True); sys.stdin.read()", "answer"),
        ("sys.stdin.readline(); print('x' * 5000, flush=True); sys.stdin.read()", "answer"),
        ("sys.stdin.readline(); print('[\"memory\"]', flush=True); sys.stdin.read()", "memory"),
        ('sys.stdin.readline(); print(\'["fault", "KeyError"]\', flush=True); sys.stdin.read()', "fault"),
        ("time.sleep(60)", "time"),
    ],
)
def test_each_way_to_fail_has_a_name(
    monkeypatch: pytest.MonkeyPatch, prices: Prices, code: str, why: str
) -> None:
    monkeypatch.setattr(sandbox, "_GRACE_SECONDS", 0.5 if why == "time" else 30.0)
    monkeypatch.setattr(sandbox, "MOST_ANSWER", 4_000)
    with standing_in(monkeypatch, code) as box:
        with pytest.raises(SandboxFailed) as failed:
            asked(box, HELLO, prices)
        assert failed.value.why == why
    assert box._process.returncode is not None


def test_what_a_dying_process_said_last_is_told(monkeypatch: pytest.MonkeyPatch, prices: Prices) -> None:
    with (
        standing_in(monkeypatch, "raise ImportError('no engine')") as box,
        pytest.raises(SandboxFailed) as failed,
    ):
        asked(box, HELLO, prices)
    assert failed.value.text == "exit status 1: ImportError: no engine"


def test_a_process_that_cannot_be_started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sandbox, "_command", lambda: [str(tmp_path / "gone")])
    with pytest.raises(SandboxFailed) as failed:
        Sandbox()
    assert failed.value.why == "crash"


def test_another_thread_can_end_it(monkeypatch: pytest.MonkeyPatch, prices: Prices) -> None:
    with standing_in(monkeypatch, "time.sleep(60)") as box:
        box.seconds = 60.0
        failed: list[SandboxFailed] = []

        def ask() -> None:
            try:
                asked(box, HELLO, prices)
            except SandboxFailed as why:
                failed.append(why)

        thread = threading.Thread(target=ask)
        thread.start()
        while not box._busy.locked() and thread.is_alive():
            pass
        box.end()
        thread.join()
    assert [why.why for why in failed] == ["ended"]
    with pytest.raises(SandboxFailed):
        asked(box, HELLO, prices)


def test_it_has_no_more_memory_than_it_was_given(prices: Prices) -> None:
    resource = pytest.importorskip("resource", reason="this system does not limit memory")
    assert resource.RLIMIT_AS
    with Sandbox(most_memory=200 << 20) as box, pytest.raises(SandboxFailed) as failed:
        asked(box, HELLO, prices)
    assert failed.value.why in ("memory", "crash")


def test_a_fault_of_the_program_is_told_as_one(monkeypatch: pytest.MonkeyPatch, prices: Prices) -> None:
    def broken(*_: object) -> Outcome:
        raise ZeroDivisionError("here")

    monkeypatch.setattr(child, "call", broken)
    values = [wire.packed(value, type(value)) for value in (CONTEXT, State(), prices)]
    requests = io.BytesIO(json.dumps(["run", 1.0, "run", *values]).encode() + b"\n")
    answers = io.BytesIO()
    assert child.serve(requests, answers, None) == 0
    assert json.loads(answers.getvalue()) == ["fault", "ZeroDivisionError: here"]


def test_a_file_in_the_current_folder_is_nobody_s_module(
    tmp_path: Path, prices: Prices, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit(9)")
    (tmp_path / "wasmtime.py").write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)
    with Sandbox() as box:
        assert asked(box, HELLO, prices).logs == ("hello",)


def test_a_frozen_program_calls_itself(monkeypatch: pytest.MonkeyPatch, repo_root: Path) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert sandbox._command() == [sys.executable, sandbox.CHILD_OPTION]
    entry = repo_root / "packaging" / "entry.py"
    told = subprocess.run(
        [sys.executable, str(entry), sandbox.CHILD_OPTION, str(1 << 31), ""],
        input=b"", capture_output=True, check=False, cwd=repo_root,
    )  # fmt: skip
    assert (told.returncode, told.stdout) == (0, b"")
