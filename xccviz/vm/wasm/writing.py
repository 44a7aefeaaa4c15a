"""A module written anew so that it counts itself, with every function, table entry and segment where it was.

Everything is appended: three globals (`gas` that is left, `stack` that is left, `why` it stopped), three helpers, a
call of one at each run of instructions, and a block around each body, so that whatever leaves it gives its stack back.
To stop, a helper sets `why` and traps (vm.md §3).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from xccviz.values import frozen
from xccviz.vm.wasm import sections as at
from xccviz.vm.wasm.metering import Metered
from xccviz.vm.wasm.reading import Reader, signed, unsigned
from xccviz.vm.wasm.rules import Rules
from xccviz.vm.wasm.sections import Module

METHOD: Final = "f:"
"""In front of the names of a contract's own functions, so that they are never those of what is added."""
GAS, STACK, WHY, MEMORY_NAME, START_NAME = "gas", "stack", "why", "memory", "start"
NO_STACK: Final = -1
"""`why` where the stack is used up; else it is the gas that was asked for and not there."""

_ORDER: Final = (
    at.TYPE, at.IMPORT, at.FUNCTION, at.TABLE, at.MEMORY, at.GLOBAL, at.EXPORT, at.ELEMENT, at.DATA_COUNT, at.CODE,
    at.DATA,
)  # fmt: skip
_KEPT: Final = (at.IMPORT, at.TABLE, at.ELEMENT, at.DATA, at.DATA_COUNT)
_I64_TYPE, _MUTABLE = b"\x7e", b"\x01"
_GET, _SET = b"\x23", b"\x24"  # of a global
_LOCAL = b"\x20"
_I64_CONST, _CALL, _BLOCK, _END = b"\x42", b"\x10", b"\x02", b"\x0b"
_ADD, _SUB, _MUL, _LESS = b"\x7c", b"\x7d", b"\x7e", b"\x54"  # of i64, the last unsigned
_IF, _TRAP, _DROP, _TEE, _EXTEND = b"\x04\x40", b"\x00", b"\x1a", b"\x22", b"\xad"
_TYPES: Final = (b"\x60\x01\x7e\x00", b"\x60\x02\x7e\x7e\x00", b"\x60\x02\x7f\x7e\x01\x7f")
"""Of the helpers: charge(gas), enter(stack, gas), linear(count, base) → count."""


@frozen
class _Places:
    """Numbers of what is added: the first global, the first helper."""

    first_global: int
    first_helper: int

    def get(self, nth: int) -> bytes:
        return _GET + unsigned(self.first_global + nth)

    def set(self, nth: int) -> bytes:
        return _SET + unsigned(self.first_global + nth)

    def call(self, nth: int) -> bytes:
        return _CALL + unsigned(self.first_helper + nth)


def written(module: Module, functions: Iterable[Metered], rules: Rules) -> bytes:
    """The module with its instructions counted, in the order of `functions`, one for each body."""
    places = _Places(len(module.globals), len(module.functions))
    bodies = [_body(module, n, function, rules, places) for n, function in enumerate(functions)]
    bodies += _helpers(rules, places)
    first_type = len(module.types)
    new_globals = (0, rules.max_stack, 0)
    out = {kind: module.code[start:end] for kind, (start, end) in module.sections.items() if kind in _KEPT}
    out[at.TYPE] = _longer(module, at.TYPE, _TYPES)
    out[at.FUNCTION] = _longer(module, at.FUNCTION, [unsigned(first_type + n) for n in range(len(_TYPES))])
    out[at.MEMORY] = b"\x01\x01" + b"".join(unsigned(pages) for pages in rules.pages)
    out[at.GLOBAL] = _longer(
        module,
        at.GLOBAL,
        [_I64_TYPE + _MUTABLE + _I64_CONST + signed(value) + _END for value in new_globals],
    )
    out[at.EXPORT] = _vector(
        [_sized(name.encode()) + bytes([kind]) + unsigned(n) for name, kind, n in _exports(module)]
    )
    out[at.CODE] = _vector([_sized(body) for body in bodies])
    return at.MAGIC + b"".join(bytes([kind]) + _sized(out[kind]) for kind in _ORDER if kind in out)


def _exports(module: Module) -> list[tuple[str, int, int]]:
    """Names, kinds (function 0, memory 2, global 3) and numbers."""
    first = len(module.globals)
    exports = [(METHOD + name, 0, n) for name, kind, n in module.exports if kind == 0]
    exports += [(MEMORY_NAME, 2, 0), (GAS, 3, first), (STACK, 3, first + 1), (WHY, 3, first + 2)]
    if module.start is not None:
        exports.append((START_NAME, 0, module.start))
    return exports


def _vector(items: Iterable[bytes]) -> bytes:
    listed = [*items]
    return unsigned(len(listed)) + b"".join(listed)


def _sized(data: bytes) -> bytes:
    return unsigned(len(data)) + data


def _longer(module: Module, kind: int, added: Iterable[bytes]) -> bytes:
    """A section with items behind its own."""
    tail = [*added]
    if kind not in module.sections:
        return _vector(tail)
    start, end = module.sections[kind]
    reader = Reader(module.code, start)
    count = reader.number()
    return unsigned(count + len(tail)) + module.code[reader.at : end] + b"".join(tail)


def _helpers(rules: Rules, places: _Places) -> list[bytes]:
    """Bodies of charge, enter and linear. They have their frame by themselves and are not counted."""
    gas, stack, why = range(3)
    first, second, third = (_LOCAL + unsigned(n) for n in range(3))

    def stop_if_less(left: int, amount: bytes, reason: bytes) -> bytes:
        return places.get(left) + amount + _LESS + _IF + reason + places.set(why) + _TRAP + _END

    def take(left: int, amount: bytes) -> bytes:
        return places.get(left) + amount + _SUB + places.set(left)

    def pay(amount: bytes) -> bytes:
        return stop_if_less(gas, amount, amount) + take(gas, amount)

    no_locals = b"\x00"
    charge = no_locals + pay(first) + _END
    deeper = stop_if_less(stack, first, _I64_CONST + signed(NO_STACK)) + take(stack, first)
    enter = no_locals + deeper + pay(second) + _END
    cost = (
        second
        + first
        + _EXTEND
        + _I64_CONST
        + signed(rules.linear_unit)
        + _MUL
        + _ADD
        + _TEE
        + unsigned(2)
        + _DROP
    )
    linear = b"\x01\x01" + _I64_TYPE + cost + pay(third) + first + _END
    return [charge, enter, linear]


def _body(module: Module, n: int, function: Metered, rules: Rules, places: _Places) -> bytes:
    """A function that takes its stack when it is entered, pays for its runs, and gives the stack back."""
    start, end = module.bodies[n]
    stack = _I64_CONST + signed(function.frame + function.operands)
    price = _I64_CONST + signed((function.frame + 7) // 8 * rules.op)
    leave = places.get(1) + stack + _ADD + places.set(1)
    points = [
        (run.at, 0, _I64_CONST + signed(run.cost) + places.call(2 if run.linear else 0))
        for run in function.runs
    ]
    points += [(place, 1, leave) for place in function.returns]
    code = [
        module.code[start : function.code],
        stack,
        price,
        places.call(1),
        _BLOCK,
        bytes([function.result]),
    ]
    last = function.code
    for place, _, added in sorted(points):
        code += (module.code[last:place], added)
        last = place
    code += (module.code[last:end], leave, _END)
    return b"".join(code)
