"""Host functions called without a contract: a memory that the test fills, and a machine around it."""

from __future__ import annotations

from typing import Any, cast

from xccviz.vm.call import Host
from xccviz.vm.machine import Machine
from xccviz.vm.memory import Memory
from xccviz.vm.prices import Prices, built_in
from xccviz.vm.types import Context, Outcome, State

CONTEXT = Context(
    "me.near",
    "alice.near",
    "alice.near",
    bytes(33),
    bytes(32),
    1000,
    balance=10**24,
    storage_usage=100,
    waiting=frozenset(),
    yield_ids={},
)
AT_REGISTER = (1 << 64) - 1


class FakeMemory:
    """Some bytes that stand for a contract's memory."""

    def __init__(self, size: int = 1 << 16) -> None:
        self.bytes = bytearray(size)

    def size(self) -> int:
        return len(self.bytes)

    def read(self, at: int, size: int) -> bytes:
        return bytes(self.bytes[at : at + size])

    def write(self, at: int, data: bytes) -> None:
        self.bytes[at : at + len(data)] = data


class Actor:
    """Calls host functions with values of Python: bytes and text go into memory first, as length and pointer."""

    def __init__(
        self, context: Context = CONTEXT, state: State = State(whole=True), version: int = 86
    ) -> None:
        self.prices: Prices = built_in(version)
        self.host = Host(Machine(context, state, self.prices))
        self.memory = FakeMemory()
        self.host.memory = cast("Memory", self.memory)
        self._next = 1024

    def put(self, data: bytes) -> int:
        """Bytes at a place of their own; where."""
        at = self._next
        self.memory.write(at, data)
        self._next += len(data)
        return at

    def amount(self, yocto: int) -> int:
        """An amount in memory; where."""
        return self.put(yocto.to_bytes(16, "little"))

    def __call__(self, name: str, *args: Any) -> Any:
        """Call by name; text and bytes become length and pointer."""
        numbers: list[int] = []
        for arg in args:
            if isinstance(arg, int):
                numbers.append(arg)
            else:
                data = arg.encode() if isinstance(arg, str) else arg
                numbers += [len(data), self.put(data)]
        return self.host.call(name, tuple(numbers))

    def register(self, number: int) -> bytes:
        """What stands in a register, by way of memory."""
        at = self._next
        self.host.call("read_register", (number, at))
        return self.memory.read(at, self.host.call("register_len", (number,)) or 0)

    def done(self) -> Outcome:
        """The outcome, as if the method had returned."""
        return self.host.finished()
