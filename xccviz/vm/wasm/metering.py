"""How a function's instructions are counted: where gas is taken and how much, and how deep its stack grows.

vm.md §3, and finite-wasm's analysis as nearcore uses it. Every instruction costs `Rules.op`, but for block, else and
end; those that move memory or tables cost by how much they move. Gas is taken before the first instruction of a *run*,
for all of it. A run ends with an instruction that may trap, branch or call, and wherever a branch can lead. So at a
call of the host, or where gas runs out, exactly that is burnt which a node burns.
"""

from __future__ import annotations

from typing import Final

from xccviz.values import frozen
from xccviz.vm.wasm import opcodes as op
from xccviz.vm.wasm.reading import Reader, Refused
from xccviz.vm.wasm.rules import Rules
from xccviz.vm.wasm.sections import Module
from xccviz.vm.wasm.walking import Run, Walk

FRAME_BASE: Final = 64
"""Bytes of stack that entering any function counts, before its parameters and locals."""


@frozen
class Metered:
    """What counting a function needs. Sizes in bytes: `frame` of what a call keeps, `operands` of its deepest stack.

    `code` is where its instructions start, `returns` where its `return`s stand; `locals` counts parameters too.
    """

    code: int
    result: int
    runs: tuple[Run, ...]
    returns: tuple[int, ...]
    blocks: int
    operands: int
    locals: int
    frame: int


def measured(module: Module, n: int, rules: Rules) -> Metered:
    """The n-th function with a body. Raises Refused for instructions that this version of the protocol lacks.

    The module must be valid: what a validator sees is not looked at again.
    """
    function = len(module.imports) + n
    params, results = module.signature(function)
    start, end = module.bodies[n]
    reader = Reader(module.code, start)
    sizes = [op.SIZES[kind] for kind in params]
    for _ in range(reader.number()):
        count, kind = reader.number(), reader.byte()
        if kind not in op.SIZES:
            raise Refused("Deserialization", reader.at)
        sizes += [op.SIZES[kind]] * count
    walk = Walk(module, rules, reader, sizes, results[0] if results else op.NO_RESULT)
    walk.to(end)
    return Metered(
        walk.start,
        walk.result,
        tuple(_joined(walk.runs)),
        tuple(walk.returns),
        walk.count,
        walk.largest,
        len(sizes),
        FRAME_BASE + sum(sizes),
    )


def _joined(runs: list[Run]) -> list[Run]:
    """The runs, those behind loops that nothing branches to taken into the ones before them."""
    joined: list[Run] = []
    for run in runs:
        if run.loop is not None and not run.loop.targeted:
            before = joined.pop()
            run = Run(before.at, before.cost + run.cost)
        joined.append(run)
    return joined
