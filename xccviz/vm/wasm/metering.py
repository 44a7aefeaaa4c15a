"""How a function's instructions are counted: where gas is taken and how much, and how deep its stack grows.

vm.md §3, and finite-wasm's analysis as nearcore uses it. Every instruction costs `Rules.op`, but for block, else and
end; those that move memory or tables cost by how much they move. Gas is taken before the first instruction of a *run*,
for all of it. A run ends with an instruction that may trap, branch or call, and wherever a branch can lead. So at a
call of the host, or where gas runs out, exactly that is burnt which a node burns.
"""

from __future__ import annotations

from typing import Final

from xccviz.values import frozen, mutable
from xccviz.vm.wasm import opcodes as op
from xccviz.vm.wasm.reading import Reader, Refused
from xccviz.vm.wasm.rules import Rules
from xccviz.vm.wasm.sections import Module

FRAME_BASE: Final = 64
"""Bytes of stack that entering any function counts, before its parameters and locals."""


@frozen
class Run:
    """Gas taken at the byte `at`: `cost`, and where `linear` so much for each unit of the operand on top of the stack.

    `loop`: the run begins behind this loop, and belongs to the run before it unless something branches to the loop.
    """

    at: int
    cost: int
    linear: bool = False
    loop: Block | None = None


@mutable(eq=False)
class Block:
    """A block that is open. `height`: operands below it; `dead`: it stands where nothing gets to."""

    height: int
    dead: bool
    result: int
    targeted: bool


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
    walk = _Walk(module, rules, reader, sizes, results[0] if results else op.NO_RESULT)
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


class _Walk:
    """One pass over a body: the runs found so far, the one that is open, the blocks and operands."""

    __slots__ = (
        "blocks", "code", "cost", "count", "dead", "largest", "loop", "module", "operands", "price", "reader", "result",
        "returns", "rules", "run_at", "runs", "size", "sizes", "start",
    )  # fmt: skip

    def __init__(self, module: Module, rules: Rules, reader: Reader, sizes: list[int], result: int) -> None:
        self.module, self.rules, self.reader, self.sizes = module, rules, reader, sizes
        self.code, self.price, self.result = module.code, rules.op, result
        self.start = self.run_at = reader.at
        self.cost = self.size = self.largest = self.count = 0
        self.loop: Block | None = None
        self.dead = False
        self.runs: list[Run] = []
        self.returns: list[int] = []
        self.operands: list[int] = []
        self.blocks = [Block(0, False, result, False)]

    def to(self, end: int) -> None:
        """Walk to the end of the body."""
        reader, code, simple, handlers = self.reader, self.code, op.SIMPLE, _HANDLERS
        while reader.at < end:
            at = reader.at
            instruction = code[at]
            reader.at = at + 1
            handler = handlers.get(instruction)
            if handler is not None:
                handler(self, at)
            else:
                self.plain(simple[instruction])
        self.close()

    def plain(self, row: op.Operation) -> None:
        """An instruction that only has operands, and may trap."""
        code, at = self.code, self.reader.at + row.bytes
        for _ in range(row.numbers):
            while code[at] >= 0x80:
                at += 1
            at += 1
        self.reader.at = at
        if self.dead:
            return
        self.cost += self.price
        if row.pops:
            self.pop(row.pops)
        if row.pushes:
            self.push(row.pushes)
        if row.ends:
            self.close()

    def push(self, size: int) -> None:
        self.operands.append(size)
        self.size += size
        if self.size > self.largest:
            self.largest = self.size

    def pop(self, count: int) -> None:
        for _ in range(count):
            self.size -= self.operands.pop()

    def close(self) -> None:
        """End the run before the next instruction."""
        if self.cost:
            self.runs.append(Run(self.run_at, self.cost, False, self.loop))
            self.cost = 0
        self.loop = None
        self.run_at = self.reader.at

    def linear(self, at: int) -> None:
        """An instruction that costs by what it moves is a run of its own."""
        if self.cost:
            self.runs.append(Run(self.run_at, self.cost, False, self.loop))
            self.cost = 0
        self.loop = None
        self.runs.append(Run(at, self.rules.linear_base, True))
        self.run_at = self.reader.at

    def open(self, targeted: bool) -> Block:
        """A block begins."""
        kind = self.reader.byte()
        if kind != op.NO_RESULT and kind not in op.SIZES:
            raise Refused("Deserialization", self.reader.at)
        self.count += 1
        block = Block(len(self.operands), self.dead, kind, targeted)
        self.blocks.append(block)
        return block

    def block(self, at: int) -> None:
        self.open(False)

    def loop_(self, at: int) -> None:
        block = self.open(False)
        if self.dead:
            return
        adjoins = self.cost > 0
        self.close()
        if adjoins:
            self.loop = block
        self.cost = self.price

    def if_(self, at: int) -> None:
        if not self.dead:
            self.cost += self.price
            self.pop(1)
        self.open(True)
        if not self.dead:
            self.close()

    def else_(self, at: int) -> None:
        block = self.blocks[-1]
        self.close()
        self.dead = block.dead
        if not self.dead:
            self.pop(len(self.operands) - block.height)

    def end(self, at: int) -> None:
        block = self.blocks.pop()
        if block.targeted or self.dead:
            self.close()
        self.dead = block.dead
        if self.dead or not self.blocks:
            return
        self.pop(len(self.operands) - block.height)
        if block.result != op.NO_RESULT:
            self.push(op.SIZES[block.result])

    def target(self, depth: int) -> None:
        """A branch leads there; one that is never reached counts too."""
        if depth < len(self.blocks):
            self.blocks[-1 - depth].targeted = True

    def leave(self) -> None:
        """Nothing gets past this instruction."""
        if not self.dead:
            self.cost += self.price
            self.close()
            self.dead = True

    def unreachable(self, at: int) -> None:
        self.leave()

    def branch(self, at: int) -> None:
        self.target(self.reader.number())
        self.leave()

    def branch_if(self, at: int) -> None:
        self.target(self.reader.number())
        if not self.dead:
            self.cost += self.price
            self.close()
            self.pop(1)

    def branch_table(self, at: int) -> None:
        reader = self.reader
        count = reader.number() + 1
        short = self.code[reader.at : reader.at + count]
        if short.isascii():  # each depth is a byte, as it nearly always is
            reader.at += count
            depths = {*short}
        else:
            depths = {reader.number() for _ in range(count)}
        for depth in depths:
            self.target(depth)
        self.leave()

    def return_(self, at: int) -> None:
        self.returns.append(at)
        self.leave()

    def call(self, at: int) -> None:
        self.called(self.module.signature(self.reader.number()))

    def call_indirect(self, at: int) -> None:
        kind = self.reader.number()
        self.zero()
        # sic: the index into the table stays counted as an operand
        self.called(self.module.types[kind])

    def called(self, signature: tuple[bytes, bytes]) -> None:
        if self.dead:
            return
        params, results = signature
        self.cost += self.price
        self.pop(len(params))
        for kind in results:
            self.push(op.SIZES[kind])
        self.close()

    def zero(self) -> None:
        """Where a number names a memory or a table, a node allows nothing but a single zero."""
        if self.reader.byte() != 0:
            raise Refused("Deserialization", self.reader.at)

    def memory_size(self, at: int) -> None:
        self.zero()
        if not self.dead:
            self.cost += self.price
            self.push(4)

    def memory_grow(self, at: int) -> None:
        self.zero()
        if self.dead:
            return
        if self.rules.linear_grow:
            self.linear(at)
        else:
            self.cost += self.price
            self.close()

    def local_get(self, at: int) -> None:
        index = self.reader.number()
        if not self.dead:
            self.cost += self.price
            self.push(self.sizes[index])

    def global_get(self, at: int) -> None:
        index = self.reader.number()
        if not self.dead:
            self.cost += self.price
            self.push(self.module.globals[index])

    def select_of(self, at: int) -> None:
        self.came_with_bulk()
        for _ in range(self.reader.number()):
            if self.reader.byte() not in op.SIZES:
                raise Refused("Deserialization", self.reader.at)
        if not self.dead:
            self.cost += self.price
            self.pop(2)

    def reference(self, at: int) -> None:
        self.came_with_bulk()
        if self.code[at] == op.REF_NULL and self.code[at + 1] not in op.SIZES:
            raise Refused("Deserialization", at)
        self.plain(op.SIMPLE[self.code[at]])

    def prefixed(self, at: int) -> None:
        kind = self.reader.number()
        if kind >= op.FIRST_BULK:
            self.came_with_bulk()
        row = op.PREFIXED[kind]
        if kind not in op.LINEAR and not (kind == op.TABLE_GROW and self.rules.linear_grow):
            self.plain(row)
            return
        self.reader.skip_numbers(row.numbers)
        if not self.dead:
            self.linear(at)
            self.pop(row.pops)
            if row.pushes:
                self.push(row.pushes)

    def came_with_bulk(self) -> None:
        if not self.rules.bulk:
            raise Refused("Deserialization", self.reader.at)


_HANDLERS: Final = {
    op.UNREACHABLE: _Walk.unreachable, op.BLOCK: _Walk.block, op.LOOP: _Walk.loop_, op.IF: _Walk.if_,
    op.ELSE: _Walk.else_, op.END: _Walk.end, op.BR: _Walk.branch, op.BR_IF: _Walk.branch_if,
    op.BR_TABLE: _Walk.branch_table, op.RETURN: _Walk.return_, op.CALL: _Walk.call,
    op.CALL_INDIRECT: _Walk.call_indirect, op.SELECT_OF: _Walk.select_of, op.LOCAL_GET: _Walk.local_get,
    op.GLOBAL_GET: _Walk.global_get, op.MEMORY_SIZE: _Walk.memory_size, op.MEMORY_GROW: _Walk.memory_grow,
    op.PREFIX: _Walk.prefixed, **dict.fromkeys(op.REFERENCES - {op.SELECT_OF}, _Walk.reference),
}  # fmt: skip
