"""One pass over a function's body: its instructions in order, the run that is open, the blocks and the operands.

Which instructions end a run, and what is a branch's target, is nearcore's (finite-wasm; vm.md §3).
"""

from __future__ import annotations

from typing import Final

from xccviz.values import frozen, mutable
from xccviz.vm.wasm import opcodes as op
from xccviz.vm.wasm.reading import Reader, Refused
from xccviz.vm.wasm.rules import Rules
from xccviz.vm.wasm.sections import Module


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


class Walk:
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
        """A value of so many bytes is on the stack."""
        self.operands.append(size)
        self.size += size
        if self.size > self.largest:
            self.largest = self.size

    def pop(self, count: int) -> None:
        """So many values are gone from the stack."""
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

    # Handlers, one an instruction or a kind of them; `at` is where it stands, and the reader behind its code.

    def block(self, at: int) -> None:
        """A block: free, and no border."""
        self.open(False)

    def loop_(self, at: int) -> None:
        """A loop: paid behind its label, on every turn."""
        block = self.open(False)
        if self.dead:
            return
        adjoins = self.cost > 0
        self.close()
        if adjoins:
            self.loop = block
        self.cost = self.price

    def if_(self, at: int) -> None:
        """An if: what comes after it is a run of its own."""
        if not self.dead:
            self.cost += self.price
            self.pop(1)
        self.open(True)
        if not self.dead:
            self.close()

    def else_(self, at: int) -> None:
        """An else: where the if leads that is not taken."""
        block = self.blocks[-1]
        self.close()
        self.dead = block.dead
        if not self.dead:
            self.pop(len(self.operands) - block.height)

    def end(self, at: int) -> None:
        """An end: a border where a branch leads."""
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
        """It traps."""
        self.leave()

    def branch(self, at: int) -> None:
        """A branch."""
        self.target(self.reader.number())
        self.leave()

    def branch_if(self, at: int) -> None:
        """A branch that may be taken."""
        self.target(self.reader.number())
        if not self.dead:
            self.cost += self.price
            self.close()
            self.pop(1)

    def branch_table(self, at: int) -> None:
        """A branch to one of several blocks."""
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
        """A return: where it stands is kept."""
        self.returns.append(at)
        self.leave()

    def call(self, at: int) -> None:
        """A call of a function."""
        self.called(self.module.signature(self.reader.number()))

    def call_indirect(self, at: int) -> None:
        """A call by the table."""
        kind = self.reader.number()
        self.zero()
        # sic: the index into the table stays counted as an operand
        self.called(self.module.types[kind])

    def called(self, signature: tuple[bytes, bytes]) -> None:
        """What a call takes and gives."""
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
        """The size of the memory."""
        self.zero()
        if not self.dead:
            self.cost += self.price
            self.push(4)

    def memory_grow(self, at: int) -> None:
        """Growing the memory."""
        self.zero()
        if self.dead:
            return
        if self.rules.linear_grow:
            self.linear(at)
        else:
            self.cost += self.price
            self.close()

    def local_get(self, at: int) -> None:
        """A local is read."""
        index = self.reader.number()
        if not self.dead:
            self.cost += self.price
            self.push(self.sizes[index])

    def global_get(self, at: int) -> None:
        """A global is read."""
        index = self.reader.number()
        if not self.dead:
            self.cost += self.price
            self.push(self.module.globals[index])

    def select_of(self, at: int) -> None:
        """A choice of a named type."""
        self.came_with_bulk()
        for _ in range(self.reader.number()):
            if self.reader.byte() not in op.SIZES:
                raise Refused("Deserialization", self.reader.at)
        if not self.dead:
            self.cost += self.price
            self.pop(2)

    def reference(self, at: int) -> None:
        """What came with reference types."""
        self.came_with_bulk()
        if self.code[at] == op.REF_NULL and self.code[at + 1] not in op.SIZES:
            raise Refused("Deserialization", at)
        self.plain(op.SIMPLE[self.code[at]])

    def prefixed(self, at: int) -> None:
        """What stands behind a prefix: truncation, bulk memory, tables."""
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
        """Refuse it where this version lacks it."""
        if not self.rules.bulk:
            raise Refused("Deserialization", self.reader.at)


_HANDLERS: Final = {
    op.UNREACHABLE: Walk.unreachable, op.BLOCK: Walk.block, op.LOOP: Walk.loop_, op.IF: Walk.if_,
    op.ELSE: Walk.else_, op.END: Walk.end, op.BR: Walk.branch, op.BR_IF: Walk.branch_if,
    op.BR_TABLE: Walk.branch_table, op.RETURN: Walk.return_, op.CALL: Walk.call,
    op.CALL_INDIRECT: Walk.call_indirect, op.SELECT_OF: Walk.select_of, op.LOCAL_GET: Walk.local_get,
    op.GLOBAL_GET: Walk.global_get, op.MEMORY_SIZE: Walk.memory_size, op.MEMORY_GROW: Walk.memory_grow,
    op.PREFIX: Walk.prefixed, **dict.fromkeys(op.REFERENCES - {op.SELECT_OF}, Walk.reference),
}  # fmt: skip
