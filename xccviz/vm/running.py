"""One method of a contract is run: functions of the host are linked in, gas goes back and forth, traps become errors.

The contract counts its gas down in a global of its own, which is what the host leaves it. Before each call of the host,
and at the end, what it used is burnt there (vm.md §3).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, Protocol

from xccviz.vm import errors
from xccviz.vm.engine import PAGE, CompiledStore, Prepared, engine, prepared
from xccviz.vm.memory import Memory
from xccviz.vm.types import NotSupported
from xccviz.vm.wasm.rules import MOST_PAGES, Rules
from xccviz.vm.wasm.writing import GAS, MEMORY_NAME, METHOD, NO_STACK, START_NAME, WHY

if TYPE_CHECKING:
    import wasmtime

U64: Final = (1 << 64) - 1
_MASKS: Final = {"l": U64, "i": 0xFFFF_FFFF}
MOST_TABLE_ELEMENTS: Final = 10_000
THREAD_STACK: Final = 16 << 20
"""A contract runs on the stack of the thread that calls it, and with too little of it the process dies (vm.md §2)."""
_ONE_AT_A_TIME = threading.Lock()
"""wasmtime hands over what a callback raised in one global of the process: two runs at once would mix them up."""

_OTHER_TYPE: Final = "incompatible import type"
_ARITHMETIC = "An arithmetic exception, e.g. divided by zero."
TRAPS: Final[Mapping[str, str]] = {
    "UNREACHABLE": "An `unreachable` opcode was executed.",
    "BAD_SIGNATURE": "Call indirect incorrect signature trap.",
    "MEMORY_OUT_OF_BOUNDS": "Memory out of bounds trap.",
    "TABLE_OUT_OF_BOUNDS": "Memory out of bounds trap.",
    "INTEGER_OVERFLOW": _ARITHMETIC,
    "INTEGER_DIVISION_BY_ZERO": _ARITHMETIC,
    "BAD_CONVERSION_TO_INTEGER": _ARITHMETIC,
    "INDIRECT_CALL_TO_NULL": "Indirect call to null.",
}
"""wasmtime's traps → a node's texts."""


class Machine(Protocol):
    """The host that a contract runs against. Numbers are unsigned; what it raises ends the run and is passed on."""

    memory: Memory | None

    @property
    def rules(self) -> Rules:
        """What the protocol version says about modules."""

    @property
    def functions(self) -> Mapping[str, tuple[str, str]]:
        """Functions that may be imported: name → types of parameters and of the result, l for i64, i for i32."""

    @property
    def room(self) -> int:
        """Gas that may still be burnt."""

    def load(self, size: int) -> None:
        """Burn the fee for loading that many bytes of code."""

    def burn(self, gas: int) -> None:
        """Burn gas for instructions."""

    def call(self, name: str, values: tuple[int, ...]) -> int | None:
        """A function of the host is called."""


def run(
    code: bytes,
    method: str,
    machine: Machine,
    compiled: CompiledStore | None = None,
    deadline: float | None = None,
) -> None:
    """Run a method to its end. Raises Ended where the call fails, Stopped at `deadline` (of `time.monotonic`, looked at
    in calls of the host), NotSupported, and whatever the machine raises."""
    with _ONE_AT_A_TIME:
        if not method:  # looked at before it is asked whether the module could be compiled
            raise errors.method_resolve("MethodEmptyName")
        contract = prepared(code, machine.rules, compiled)
        machine.load(len(code))
        _hold_imports(contract, machine)
        if method not in contract.methods:
            raise errors.method_resolve("MethodNotFound")
        if not contract.methods[method]:
            raise errors.method_resolve("MethodInvalidSignature")
        session = _Session(machine, deadline)
        _on_deep_stack(lambda: session.run(contract, method))


def _on_deep_stack(work: Callable[[], None]) -> None:
    """Do it on a thread that has room, and raise here what it raised. Raises MemoryError where there is no room."""
    raised: list[BaseException] = []

    def guarded() -> None:
        try:
            work()
        except BaseException as error:  # it is raised where it was asked for
            raised.append(error)

    usual = threading.stack_size(THREAD_STACK)
    try:
        thread = threading.Thread(target=guarded, name="contract", daemon=True)
        thread.start()
    except RuntimeError as error:
        raise MemoryError(str(error)) from None
    finally:
        threading.stack_size(usual)
    thread.join()
    if raised:
        raise raised[0]


def _hold_imports(contract: Prepared, machine: Machine) -> None:
    """Raise LinkError for the first import that the host does not have, as that version's VM words it."""
    for name, asked in contract.imports:
        offered = machine.functions.get(name)
        if machine.rules.wasmtime:
            if offered is None:
                raise errors.link("unknown or invalid import")
        elif offered is None or _spelled(asked) != _spelled(offered):
            what = "unknown import" if offered is None else "incompatible import type"
            but = f" but received {_spelled(offered)}" if offered else ""
            raise errors.link(
                f'Error while importing "env"."{name}": {what}. Expected {_spelled(asked)}{but}'
            )


def _spelled(kind: tuple[str, str] | wasmtime.FuncType) -> str:
    """The type of a function as NearVm writes it."""
    if isinstance(kind, tuple):
        lists = [["I64" if letter == "l" else "I32" for letter in part] for part in kind]
    else:
        lists = [[str(value).upper() for value in part] for part in (kind.params, kind.results)]
    params, results = (", ".join(part) for part in lists)
    return f"Function(FunctionType {{ params: [{params}], results: [{results}] }})"


class _Halt(Exception):  # noqa: N818 - only stops the contract; why is kept by the session
    """Raised through wasmtime instead of what happened, which it might lose."""


class _Session:
    """A contract with its host while it runs. Nothing of wasmtime is held afterwards, so that its memory goes."""

    def __init__(self, machine: Machine, deadline: float | None) -> None:
        self.machine, self.deadline = machine, deadline
        self.began = time.monotonic()
        self.raised: BaseException | None = None
        self.left = 0
        self.store: Any = None
        self.linker: Any = None
        self.gas: Any = None

    def run(self, contract: Prepared, method: str) -> None:
        """Link, start and call."""
        import wasmtime

        self.store = store = wasmtime.Store(engine())
        store.set_limits(MOST_PAGES * PAGE, MOST_TABLE_ELEMENTS, instances=1, tables=1, memories=1)
        try:
            self.call(self.linked(contract), [START_NAME] * contract.starts + [METHOD + method])
        finally:
            self.gas = self.machine.memory = None
            for held in (self.linker, self.store):
                if held is not None:
                    held.close()

    def linked(self, contract: Prepared) -> Any:
        """What the instance exports."""
        import wasmtime

        self.linker = linker = wasmtime.Linker(engine())
        types = {"l": wasmtime.ValType.i64(), "i": wasmtime.ValType.i32()}
        for name in {name for name, _ in contract.imports}:
            params, result = self.machine.functions[name]
            kind = wasmtime.FuncType(
                [types[letter] for letter in params], [types[letter] for letter in result]
            )
            linker.define_func("env", name, kind, self.bound(name, params, result))
        try:
            instance = linker.instantiate(self.store, contract.module)
        except wasmtime.Trap as trap:  # a segment that lies outside
            raise _trapped(trap.trap_code) from None
        except wasmtime.WasmtimeError as error:
            text = str(error)
            if _OTHER_TYPE not in text:  # no fault of the contract, and no node says it
                raise MemoryError(text) from None
            raise errors.link(text.partition("Caused by:\n")[2].strip() or text) from None
        exports: Any = instance.exports(self.store)
        self.machine.memory = Memory(exports[MEMORY_NAME], self.store)
        self.gas = exports[GAS]
        self.allow()
        return exports

    def call(self, exports: Any, functions: list[str]) -> None:
        """Call one after the other, and tell how it ended."""
        import wasmtime

        try:
            for function in functions:
                exports[function](self.store)
        except (_Halt, wasmtime.Trap) as stopped:
            if self.raised is not None:
                raise self.raised from None
            self.settle()
            why = exports[WHY].value(self.store)
            if why == NO_STACK:
                raise _no_stack(self.machine.rules) from None
            if why:
                self.machine.burn(why & U64)
            raise _trapped(getattr(stopped, "trap_code", None)) from None
        self.settle()

    def allow(self) -> None:
        """Leave the contract what gas there is."""
        self.left = min(max(0, self.machine.room), U64)
        self.gas.set_value(self.store, _signed(self.left, 64))

    def settle(self) -> None:
        """Burn what the contract used since."""
        left = self.gas.value(self.store) & U64
        used, self.left = self.left - left, left
        if used > 0:  # burning nothing could fail once more, after gas ran out in the host
            self.machine.burn(used)

    def bound(self, name: str, params: str, result: str) -> Callable[..., int | None]:
        """A function of the host as wasmtime calls it."""
        masks = [_MASKS[letter] for letter in params]
        bits = 64 if result == "l" else 32

        def called(*values: int) -> int | None:
            try:
                if self.deadline is not None and time.monotonic() > self.deadline:
                    raise errors.Stopped(self.deadline - self.began)
                self.settle()
                answer = self.machine.call(
                    name, tuple([v & mask for v, mask in zip(values, masks, strict=True)])
                )
                self.allow()
            except BaseException as error:
                self.raised = error
                raise _Halt from None
            return _signed(answer, bits) if result and answer is not None else None

        return called


def _signed(number: int, bits: int) -> int:
    """As wasmtime takes an integer."""
    return number - (1 << bits) if number >> (bits - 1) else number


def _no_stack(rules: Rules) -> errors.Ended:
    """The counted stack is used up (vm.md §3)."""
    if rules.wasmtime:
        return errors.execution("MemoryAccessViolation", "Accessed memory outside the bounds.")
    return errors.trap("Stack overflow.")


def _trapped(code: Any) -> Exception:
    """The node's error for a trap; for what no node tells of, that nothing can be said."""
    text = TRAPS.get(code.name if code is not None else "")
    if text is None:
        return NotSupported(f"the trap {code.name if code is not None else 'without a name'}")
    return errors.trap(text)
