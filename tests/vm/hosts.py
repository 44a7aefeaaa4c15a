"""A host for contracts under test: it has a few functions and counts gas as plainly as can be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from xccviz.vm import errors, running
from xccviz.vm.memory import Memory
from xccviz.vm.wasm.rules import Rules

OP = Rules().op
ENTRY = 8 * OP
"""Entering a function without parameters and locals: 64 bytes of frame."""


@lru_cache(maxsize=256)
def wasm(text: str) -> bytes:
    """A module from its text form."""
    import wasmtime

    return bytes(wasmtime.wat2wasm(text))


class Host:
    """Satisfies `running.Machine`. `seen` are the calls of the host with the gas burnt before each."""

    def __init__(
        self,
        gas: int = 10**15,
        rules: Rules = Rules(),
        functions: Mapping[str, tuple[str, str]] | None = None,
        answer: Callable[[Host, str, tuple[int, ...]], int | None] | None = None,
    ) -> None:
        self.rules, self.gas, self.burnt, self.loaded = rules, gas, 0, 0
        self.functions = functions or {"tell": ("l", ""), "ask": ("", "l"), "flag": ("i", "i")}
        self.answer = answer or (lambda host, name, values: 0 if host.functions[name][1] else None)
        self.memory: Memory | None = None
        self.seen: list[tuple[str, tuple[int, ...], int]] = []

    @property
    def room(self) -> int:
        return self.gas - self.burnt

    def load(self, size: int) -> None:
        self.loaded = size

    def burn(self, gas: int) -> None:
        assert gas > 0
        if gas > self.room:
            self.burnt = self.gas
            raise errors.execution("GasExceeded", "Exceeded the prepaid gas.")
        self.burnt += gas

    def call(self, name: str, values: tuple[int, ...]) -> int | None:
        self.seen.append((name, values, self.burnt))
        return self.answer(self, name, values)


def run(text: str | bytes, method: str = "run", host: Host | None = None, **given: Any) -> Host:
    """Run a method and give back the host."""
    host = host or Host()
    running.run(text if isinstance(text, bytes) else wasm(text), method, host, **given)
    return host


def ended(text: str | bytes, method: str = "run", host: Host | None = None) -> str:
    """The kind of error that a method ends with, and the text."""
    try:
        run(text, method, host)
    except errors.Ended as end:
        return f"{end.kind}: {end.text}"
    raise AssertionError("it returned")
