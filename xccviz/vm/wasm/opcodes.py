"""Instructions of WebAssembly as rows: what follows them, what they do to the operand stack, whether a run ends there.

From the specification (core 2.0, §5.4) without vectors; sizes and ends of runs from nearcore (vm.md §3).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from xccviz.values import frozen

I32: Final = 0x7F
SIZES: Final[Mapping[int, int]] = {I32: 4, 0x7E: 8, 0x7D: 4, 0x7C: 8, 0x70: 8}
"""Bytes that a value of a type counts: i32, i64, f32, f64, funcref. Nothing else is allowed in contracts."""
NO_RESULT: Final = 0x40

UNREACHABLE: Final = 0x00
BLOCK, LOOP, IF, ELSE, END = 0x02, 0x03, 0x04, 0x05, 0x0B
BR, BR_IF, BR_TABLE, RETURN = 0x0C, 0x0D, 0x0E, 0x0F
CALL, CALL_INDIRECT = 0x10, 0x11
SELECT_OF = 0x1C
LOCAL_GET, GLOBAL_GET = 0x20, 0x23
MEMORY_SIZE, MEMORY_GROW = 0x3F, 0x40
F32_CONST, F64_CONST = 0x43, 0x44
REF_NULL, REF_IS_NULL, REF_FUNC = 0xD0, 0xD1, 0xD2
TABLE_GET, TABLE_SET = 0x25, 0x26
PREFIX: Final = 0xFC
TABLE_GROW: Final = 15

REFERENCES: Final = frozenset({SELECT_OF, TABLE_GET, TABLE_SET, REF_NULL, REF_IS_NULL, REF_FUNC})
"""What came with reference types."""
FIRST_BULK: Final = 8
"""Prefixed instructions from here on came with bulk memory; those below are saturating truncations."""
LINEAR: Final = frozenset({8, 10, 11, 12, 14, 17})
"""memory.init, .copy, .fill; table.init, .copy, .fill: they cost by what they move (vm.md §3)."""


@frozen
class Operation:
    """An instruction without a handler of its own. `numbers`: LEB128 that follow; `bytes`: bytes that follow.

    It pops `pops` values and pushes one of `pushes` bytes (0: none). `ends`: it may trap, so a run ends with it.
    """

    numbers: int
    bytes: int
    pops: int
    pushes: int
    ends: bool


def _rows() -> Iterable[tuple[Iterable[int], Operation]]:
    """Codes → what they are; a later row goes before an earlier one."""

    def row(pops: int, pushes: int, numbers: int = 0, bytes: int = 0, ends: bool = False) -> Operation:
        return Operation(numbers, bytes, pops, pushes, ends)

    yield (0x01,), row(0, 0)  # nop
    yield (0x1A,), row(1, 0)  # drop
    yield (0x1B,), row(2, 0)  # select: takes three, gives back one of them
    yield (0x21, 0x24), row(1, 0, 1)  # local.set, global.set
    yield (0x22,), row(0, 0, 1)  # local.tee
    yield (TABLE_GET,), row(1, 8, 1, ends=True)
    yield (TABLE_SET,), row(2, 0, 1, ends=True)
    yield (0x28, 0x2A, *range(0x2C, 0x30)), row(1, 4, 2, ends=True)  # loads of i32 and f32
    yield (0x29, 0x2B, *range(0x30, 0x36)), row(1, 8, 2, ends=True)  # loads of i64 and f64
    yield range(0x36, 0x3F), row(2, 0, 2, ends=True)  # stores
    yield (MEMORY_SIZE,), row(0, 4, 1)
    yield (0x41,), row(0, 4, 1)  # i32.const
    yield (0x42,), row(0, 8, 1)  # i64.const
    yield (F32_CONST,), row(0, 4, bytes=4)
    yield (F64_CONST,), row(0, 8, bytes=8)
    yield range(0x46, 0x67), row(2, 4)  # comparisons
    yield (0x45, 0x50), row(1, 4)  # i32.eqz, i64.eqz
    for first, binary, last in (
        (0x67, 0x6A, 0x79),
        (0x79, 0x7C, 0x8B),
        (0x8B, 0x92, 0x99),
        (0x99, 0xA0, 0xA7),
    ):
        yield range(first, binary), row(0, 0)  # of one value comes another of its size
        yield range(binary, last), row(1, 0)  # of two values
    for first in (0x6D, 0x7F):
        yield range(first, first + 4), row(1, 0, ends=True)  # integer division and remainder
    yield (0xA7, 0xB6, 0xBC, 0xBE, *range(0xB2, 0xB6)), row(1, 4)  # to i32 and f32
    yield (0xAC, 0xAD, 0xBB, 0xBD, 0xBF, *range(0xB7, 0xBB)), row(1, 8)  # to i64 and f64
    yield range(0xA8, 0xAC), row(1, 4, ends=True)  # truncation of a float may trap
    yield range(0xAE, 0xB2), row(1, 8, ends=True)
    yield range(0xC0, 0xC5), row(0, 0)  # sign extension
    yield (REF_NULL, REF_FUNC), row(0, 8, 1)
    yield (REF_IS_NULL,), row(1, 4)


SIMPLE: Final[Mapping[int, Operation]] = {code: row for codes, row in _rows() for code in codes}

PREFIXED: Final[Mapping[int, Operation]] = {
    **{n: Operation(0, 0, 1, 4 if n < 4 else 8, False) for n in range(8)},  # saturating truncation
    **{
        n: Operation(numbers, 0, 3, 0, False)
        for n, numbers in ((8, 2), (10, 2), (11, 1), (12, 2), (14, 2), (17, 1))
    },
    9: Operation(1, 0, 0, 0, False),  # data.drop
    13: Operation(1, 0, 0, 0, False),  # elem.drop
    TABLE_GROW: Operation(1, 0, 2, 4, True),
    16: Operation(1, 0, 0, 4, False),  # table.size
}
