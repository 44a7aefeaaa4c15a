"""The code's memory and the host's registers, with what reading and writing them costs (vm.md §4).

Fees are burnt before the check that fails, as a node burns them.
"""

from __future__ import annotations

from xccviz.patterns import later
from xccviz.vm import errors
from xccviz.vm.gas import MOST, Gas
from xccviz.vm.memory import Memory
from xccviz.vm.prices import Prices

REGISTER = MOST
"""A length that says: the pointer is the number of a register."""

_ACCOUNT = later(r"(?=.{2,64}\Z)(([a-z0-9]+[-_])*[a-z0-9]+\.)*([a-z0-9]+[-_])*[a-z0-9]+\Z")
_REGISTER_OVERHEAD = 8


class Guest:
    """Memory and registers of one call. `memory` is there once the module stands."""

    def __init__(self, prices: Prices, gas: Gas) -> None:
        self._prices, self._gas = prices, gas
        self.memory: Memory | None = None
        self._registers: dict[int, bytes] = {}
        self._bytes = 0

    def pay(self, cost: str, times: int = 1) -> None:
        """Burn a cost so many times."""
        self._gas.pay(cost, self._prices.cost(cost) * times)

    def peek(self, at: int, size: int) -> bytes:
        """Bytes of the memory, free. Raises Ended outside of it; empty reads at its very end are fine."""
        memory = self._within(at, size)
        return memory.read(at, size) if size else b""

    def read(self, at: int, size: int) -> bytes:
        """Bytes of the memory."""
        self.pay("read_memory_base")
        self.pay("read_memory_byte", size)
        return self.peek(at, size)

    def write(self, at: int, data: bytes) -> None:
        """Put bytes into the memory."""
        self.pay("write_memory_base")
        self.pay("write_memory_byte", len(data))
        memory = self._within(at, len(data))
        if data:
            memory.write(at, data)

    def register(self, number: int) -> bytes:
        """What stands in a register. A missing one costs nothing."""
        if number not in self._registers:
            raise errors.host("InvalidRegisterId", number)
        data = self._registers[number]
        self.pay("read_register_base")
        self.pay("read_register_byte", len(data))
        return data

    def register_size(self, number: int) -> int | None:
        """How long a register is, None where there is none. Free."""
        return len(self._registers[number]) if number in self._registers else None

    def set_register(self, number: int, data: bytes, free_bytes: bool = False) -> None:
        """Fill a register. Sic: when all numbers are in use, not even one of them can be written again."""
        limits = self._prices.limits
        self.pay("write_register_base")
        if not free_bytes:
            self.pay("write_register_byte", len(data))
        if len(data) > limits["max_register_size"] or len(self._registers) >= limits["max_number_registers"]:
            raise errors.host("MemoryAccessViolation")
        old = self._registers.get(number)
        size = self._bytes + len(data) + _REGISTER_OVERHEAD
        if old is not None:
            size -= len(old) + _REGISTER_OVERHEAD
        if size > limits["registers_memory_limit"]:
            raise errors.host("MemoryAccessViolation")
        self._bytes = size
        self._registers[number] = data

    def bytes_of(self, size: int, at: int) -> bytes:
        """What a pair of length and pointer means: memory, or a register."""
        return self.register(at) if size == REGISTER else self.read(at, size)

    def amount(self, at: int) -> int:
        """An amount of yoctoNEAR: 16 bytes, the least significant first."""
        return int.from_bytes(self.read(at, 16), "little")

    def account(self, size: int, at: int) -> str:
        """The name of an account, held against the rules for names."""
        data = self.bytes_of(size, at)
        self.pay("utf8_decoding_base")
        self.pay("utf8_decoding_byte", len(data))
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            raise errors.host("BadUTF8") from None
        if not _ACCOUNT.match(text):
            raise errors.host("InvalidAccountId")
        return text

    def _within(self, at: int, size: int) -> Memory:
        if self.memory is None or at + size > self.memory.size():
            raise errors.host("MemoryAccessViolation")
        return self.memory
