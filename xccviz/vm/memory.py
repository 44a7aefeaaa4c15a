"""The memory of a contract that runs, for functions of the host."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import wasmtime


class Memory:
    """Bytes by address. Nothing outside it is reached: IndexError (wasmtime's own reading cuts off silently)."""

    __slots__ = ("_memory", "_store")

    def __init__(self, memory: wasmtime.Memory, store: wasmtime.Store) -> None:
        self._memory, self._store = memory, store

    def size(self) -> int:
        """Bytes that there are now: a contract can ask for more."""
        return self._memory.data_len(self._store)

    def read(self, at: int, size: int) -> bytes:
        """That many bytes from an address."""
        return ctypes.string_at(self._address(at, size), size) if size else b""

    def write(self, at: int, data: bytes) -> None:
        """Bytes, from an address on."""
        ctypes.memmove(self._address(at, len(data)), data, len(data))

    def _address(self, at: int, size: int) -> int:
        if at < 0 or size < 0 or at + size > self.size():
            raise IndexError((at, size))
        return ctypes.addressof(self._memory.data_ptr(self._store).contents) + at
