"""One call of a method, from its beginning to its outcome: what `vm` is for."""

from __future__ import annotations

from collections.abc import Mapping

from xccviz.model.raw import Json
from xccviz.values import replace
from xccviz.vm import receipts
from xccviz.vm.engine import CompiledStore
from xccviz.vm.errors import Ended
from xccviz.vm.host.registry import HostFunction, by_name
from xccviz.vm.machine import Machine, Note
from xccviz.vm.memory import Memory
from xccviz.vm.prices import Prices
from xccviz.vm.running import run
from xccviz.vm.types import Argument, Context, Failure, HostCall, Outcome, Readable, State
from xccviz.vm.wasm.rules import Rules

MOST_CALLS = 20_000
"""Host calls that are kept. A contract makes some tens; one that does nothing else could make millions."""
MOST_KEPT = 4096
"""Bytes or characters of each argument and result that are kept."""


def call(
    code: bytes,
    method: str,
    context: Context,
    state: State,
    prices: Prices,
    compiled: CompiledStore | None = None,
    deadline: float | None = None,
) -> Outcome:
    """Run a method and tell what the chain would have told.

    A call that fails is an outcome like another. Raises NeedKey and NeedFact for what must be known to go on,
    NotSupported for what this program does not compute, Stopped at the deadline (a reading of `time.monotonic`).
    """
    host = Host(Machine(context, state, prices))
    try:
        run(code, method, host, compiled, deadline)
    except Ended as ended:
        if ended.free:
            host.machine.gas.forgive()
        failure = Failure(ended.kind, ended.text, {"FunctionCallError": ended.node})
        return host.failed(failure)
    return host.finished()


class Host:
    """What a running contract sees: host functions by name, and gas. Writes down each call."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.calls: list[HostCall] = []
        self.left_out = 0
        self.looked_at: set[str] = set()
        self._rows = {name: row for name, row in by_name().items() if row.is_in(machine.prices)}
        self._signatures = {name: row.signature for name, row in self._rows.items()}

    @property
    def rules(self) -> Rules:
        """How modules are measured."""
        return self.machine.prices.rules

    @property
    def functions(self) -> Mapping[str, tuple[str, str]]:
        """Names that can be imported, with the types of what they take and give."""
        return self._signatures

    @property
    def memory(self) -> Memory | None:
        """The code's memory, once the module stands."""
        return self.machine.guest.memory

    @memory.setter
    def memory(self, memory: Memory | None) -> None:
        self.machine.guest.memory = memory

    @property
    def room(self) -> int:
        """Gas that may still be burnt."""
        return self.machine.gas.room

    def burn(self, gas: int) -> None:
        """Burn for instructions."""
        self.machine.gas.burn(gas)

    def load(self, size: int) -> None:
        """The fee of loading code."""
        self.machine.pay("contract_loading_bytes", size)
        self.machine.pay("contract_loading_base")

    def call(self, name: str, values: tuple[int, ...]) -> int | None:
        """Call a host function, and write down that it was called."""
        machine, row = self.machine, self._rows[name]
        machine.note = note = Note()
        before, answer, error = machine.gas.used, None, None
        machine.gas.since = {}
        if row.fact:
            self.looked_at.add(name)
        try:
            answer = row.run(machine, *values)
        except Exception as stopped:
            error = str(stopped)
            raise
        finally:
            self._write_down(row, values, note, before, answer, error)
        return answer

    def finished(self) -> Outcome:
        """The outcome of a call whose method returned: gas that is left is divided, then receipts are checked."""
        machine = self.machine
        given = 0 if machine.context.view else machine.drafts.distribute(machine.gas.left)
        problem = receipts.problem(machine.drafts.receipts, machine.context, machine.prices)
        if problem is not None:
            kind = _innermost(problem)
            return self.failed(Failure(kind, kind, {"NewReceiptValidationError": problem}))
        returned = machine.returned
        return self._outcome(
            Outcome(
                "value" if returned is None else "receipt",
                value=(machine.value or b"") if returned is None else None,
                returned=returned,
                receipts=machine.drafts.made(returned),
                resumes=machine.drafts.resumes(),
                writes=machine.storage.writes(),
                gas_used=machine.gas.used + given,
                balance=None if machine.context.balance is None else machine.balance,
                storage_usage=None if machine.context.storage_usage is None else machine.storage_usage,
            )
        )

    def failed(self, failure: Failure) -> Outcome:
        """The outcome of a call that failed: what it would have done is gone."""
        return self._outcome(Outcome("failure", failure=failure, gas_used=self.machine.gas.used))

    def _outcome(self, outcome: Outcome) -> Outcome:
        """With what any outcome has."""
        gas = self.machine.gas
        return replace(
            outcome,
            logs=tuple(self.machine.logs),
            gas_burnt=gas.burnt,
            profile=gas.profile(),
            calls=tuple(self.calls),
            calls_left_out=self.left_out,
            looked_at=frozenset(self.looked_at),
            read=frozenset(self.machine.storage.read),
            refused=frozenset(self.machine.refused),
            refused_own=frozenset(self.machine.refused_own),
        )

    def _write_down(
        self,
        row: HostFunction,
        values: tuple[int, ...],
        note: Note,
        before: int,
        answer: int | None,
        error: str | None,
    ) -> None:
        if len(self.calls) >= MOST_CALLS:
            self.left_out += 1
            return
        args = note.args or dict(zip(row.params, values, strict=True))
        result, result_size = _cut(note.result if note.has_result else answer)
        self.calls.append(
            HostCall(
                len(self.calls),
                row.name,
                tuple(Argument(name, *_cut(value)) for name, value in args.items()),
                result,
                self.machine.gas.used - before,
                before,
                note.receipt,
                note.action,
                note.slot,
                note.log,
                error,
                result_size,
                self.machine.gas.since,
            )
        )


def _cut(value: Readable) -> tuple[Readable, int | None]:
    """The beginning of a long value and its size; a short one whole."""
    if isinstance(value, str | bytes) and len(value) > MOST_KEPT:
        return value[:MOST_KEPT], len(value)
    return value, None


def _innermost(problem: Json) -> str:
    """The name of what is wrong with a receipt: inside `ActionsValidation`, else the outermost."""
    if isinstance(problem, dict):
        name, inside = next(iter(problem.items()))
        return _innermost(inside) if name == "ActionsValidation" else name
    return str(problem)
