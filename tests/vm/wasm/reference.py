"""A second, plain reading of WebAssembly for tests: programs as trees, run step by step, each step paid as it is taken.

It knows nothing of runs, charge points or helpers, so it is another opinion on what metering must come to.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any

MASK = 0xFFFF_FFFF
LOCALS = 3

Node = tuple[Any, ...]


class Branch(Exception):  # noqa: N818 - how a program goes on or ends
    """A branch out of so many blocks."""

    def __init__(self, depth: int) -> None:
        self.depth = depth


class Return(Exception):  # noqa: N818 - how a program goes on or ends
    """Out of the function."""


class Trap(Exception):  # noqa: N818 - how a program goes on or ends
    """An instruction trapped."""


class Tired(Exception):  # noqa: N818 - how a program goes on or ends
    """The program takes longer than a test wants."""


def expression(random: Random, depth: int = 1) -> Node:
    """What leaves one i32."""
    kinds = (
        ["const", "get"]
        if not depth
        else [
            "const",
            "get",
            "add",
            "add",
            "eqz",
            "load",
            "pick",
            "call",
            random.choice(["div", "add", "add"]),
        ]
    )
    kind = random.choice(kinds)
    if kind == "const":
        return kind, random.choice([0, 0, 1, 1, 2, 3, 7, 9]) if random.random() < 0.97 else MASK
    if kind == "get":
        return kind, random.randrange(LOCALS)
    return kind, *[expression(random, depth - 1) for _ in range(_OPERANDS[kind])]


def statements(random: Random, depth: int = 3, labels: int = 0) -> list[Node]:
    """What leaves nothing, inside of so many blocks."""
    return [statement(random, depth, labels) for _ in range(random.randint(1, 5))]


def statement(random: Random, depth: int, labels: int) -> Node:
    """One of them; branches lead to a block that is open, or out of the function."""
    seldom = random.random() < 0.05
    kinds = ["return", "unreachable", "br"] if seldom else ["nop", "set", "set", "tell", "tell", "drop"]
    if not seldom:
        kinds += ["store", "store", "br_if", "br_if", random.choice(["return_if", "nop"]), "br_table"] + [
            "block",
            "loop",
            "loop",
            "if",
        ] * (2 if depth else 0)
    kind = random.choice(kinds)
    match kind:
        case "set":
            return kind, random.randrange(LOCALS), expression(random)
        case "tell" | "drop" | "return_if":
            return kind, expression(random)
        case "store":
            at = expression(random) if random.random() < 0.9 else ("const", MASK)
            return kind, at, expression(random)
        case "br":
            return kind, random.randint(0, labels)
        case "br_if":
            return kind, random.randint(0, labels), expression(random)
        case "br_table":
            return kind, [random.randint(0, labels) for _ in range(3)], expression(random)
        case "block":
            return kind, statements(random, depth - 1, labels + 1)
        case "loop":
            counter = random.randrange(LOCALS)
            again: Node = "br_if", 0, ("eqz", ("div", ("get", counter), ("const", 3)))
            turn = [("set", counter, ("add", ("get", counter), ("const", 1))), again] * random.randint(0, 1)
            return kind, statements(random, depth - 1, labels + 1) + turn
        case "if":
            inner = [statements(random, depth - 1, labels + 1) for _ in range(2)]
            return kind, expression(random), *inner
    return (kind,)


_OPERANDS = {"add": 2, "div": 2, "eqz": 1, "load": 1, "pick": 3, "call": 1}
_UNARY = {"eqz": "i32.eqz", "load": "i32.load", "call": "call $f"}
_BINARY = {"add": "i32.add", "div": "i32.div_u", "store": "i32.store"}


def text(node: Node) -> str:
    """A node in the text form."""
    kind, *rest = node
    match kind:
        case "const":
            return f"(i32.const {rest[0]})"
        case "get":
            return f"(local.get {rest[0]})"
        case "set":
            return f"(local.set {rest[0]} {text(rest[1])})"
        case "tell":
            return f"(call $tell (i64.extend_i32_u {text(rest[0])}))"
        case "pick":
            return f"(select {' '.join(map(text, rest))})"
        case "return_if":
            return f"(if {text(rest[0])} (then (return)))"
        case "br_if":
            return f"(br_if {rest[0]} {text(rest[1])})"
        case "br_table":
            return f"(br_table {' '.join(map(str, rest[0]))} {text(rest[1])})"
        case "block" | "loop":
            return f"({kind} {body(rest[0])})"
        case "if":
            return f"(if {text(rest[0])} (then {body(rest[1])}) (else {body(rest[2])}))"
        case "nop" | "return" | "unreachable":
            return f"({kind})"
        case "br":
            return f"(br {rest[0]})"
        case "drop":
            return f"(drop {text(rest[0])})"
    return f"({(_UNARY | _BINARY)[kind]} {' '.join(map(text, rest))})"


def body(nodes: list[Node]) -> str:
    """Statements in the text form."""
    return " ".join(map(text, nodes))


def module(run: list[Node], function: Node) -> str:
    """A program: `run` has three locals; `$f` takes one number and gives another."""
    return f"""(module (import "env" "tell" (func $tell (param i64))) (memory 1)
        (func $f (param i32) (result i32) (local i32 i32) {text(function)})
        (func (export "run") (local i32 i32 i32) {body(run)}))"""


@dataclass
class Machine:
    """Runs it. `paid` counts instructions, `entered` the frames in eights of bytes; `told`: value and what was paid."""

    function: Node
    steps: int = 3_000
    paid: int = 0
    told: list[tuple[int, int]] = field(default_factory=list)
    memory: dict[int, int] = field(default_factory=dict)
    locals: list[int] = field(default_factory=lambda: [0] * LOCALS)
    deep: int = 0

    def pay(self) -> None:
        self.paid += 1
        if self.paid > self.steps:
            raise Tired

    def start(self, run: list[Node]) -> str:
        """Run it to its end: "returned" or "trapped"."""
        self.paid += 10  # 64 bytes and three locals of four
        try:
            self.all(run)
        except (Return, Branch):
            return "returned"
        except Trap:
            return "trapped"
        return "returned"

    def all(self, nodes: list[Node]) -> None:
        for node in nodes:
            self.do(node)

    def value(self, node: Node) -> int:
        kind, *rest = node
        if kind == "const":
            self.pay()
            return int(rest[0])
        if kind == "get":
            self.pay()
            return self.locals[rest[0]]
        values = [self.value(each) for each in rest]
        self.pay()
        match kind:
            case "add":
                return (values[0] + values[1]) & MASK
            case "div":
                if not values[1]:
                    raise Trap
                return values[0] // values[1]
            case "eqz":
                return int(not values[0])
            case "pick":
                return values[0] if values[2] else values[1]
            case "load":
                return self.read(values[0])
        return self.called(values[0])

    def called(self, value: int) -> int:
        if self.deep == 8:
            raise Tired
        mine, self.locals = self.locals, [value, 0, 0]
        self.paid += 10
        self.deep += 1
        answer = self.value(self.function)
        self.deep -= 1
        self.locals = mine
        return answer

    def read(self, at: int) -> int:
        if at + 4 > 1024 << 16:
            raise Trap
        return sum(self.memory.get(at + n, 0) << 8 * n for n in range(4))

    def do(self, node: Node) -> None:
        kind, *rest = node
        match kind:
            case "block" | "loop" | "if":
                self.within(kind, rest)
            case "br":
                self.pay()
                raise Branch(rest[0])
            case "br_if":
                value = self.value(rest[1])
                self.pay()
                if value:
                    raise Branch(rest[0])
            case "br_table":
                value = self.value(rest[1])
                self.pay()
                raise Branch(rest[0][min(value, len(rest[0]) - 1)])
            case "return_if":
                value = self.value(rest[0])
                self.pay()
                if value:
                    self.pay()
                    raise Return
            case "return" | "unreachable":
                self.pay()
                raise Return if kind == "return" else Trap
            case _:
                values = [self.value(each) for each in rest if isinstance(each, tuple)]
                self.pay()
                self.plain(kind, rest, values)

    def plain(self, kind: str, rest: list[Any], values: list[int]) -> None:
        if kind == "set":
            self.locals[rest[0]] = values[0]
        elif kind == "tell":
            self.pay()  # it was extended before
            self.told.append((values[0], self.paid))
        elif kind == "store":
            self.read(values[0])
            self.memory.update({values[0] + n: values[1] >> 8 * n & 0xFF for n in range(4)})

    def within(self, kind: str, rest: list[Any]) -> None:
        inner = rest[0]
        if kind == "if":
            chosen = self.value(rest[0])
            self.pay()
            inner = rest[1] if chosen else rest[2]
        again = True
        while again:
            again = False
            if kind == "loop":
                self.pay()
            try:
                self.all(inner)
            except Branch as branch:
                if branch.depth:
                    raise Branch(branch.depth - 1) from None
                again = kind == "loop"
