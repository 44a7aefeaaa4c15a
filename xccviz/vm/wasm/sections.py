"""A module's sections, read in order and held against the node's limits in the node's order.

The order decides which error a node tells of (nearcore, prepare_v3 of near-vm-runner, vm.md §3): it reads section after
section, and a section's limits are looked at before the next one is read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from xccviz.values import field, mutable
from xccviz.vm.wasm.opcodes import END, F32_CONST, F64_CONST, REF_NULL, SIMPLE, SIZES
from xccviz.vm.wasm.reading import Reader, Refused
from xccviz.vm.wasm.rules import Rules

MAGIC: Final = b"\0asm\x01\0\0\0"
TYPE, IMPORT, FUNCTION, TABLE, MEMORY, GLOBAL, EXPORT, START, ELEMENT, CODE, DATA, DATA_COUNT = range(1, 13)
_FUNCTION_TYPE = 0x60


@mutable
class Module:
    """What metering needs of a module. `functions` has the type of each, imported ones first; `globals` their sizes.

    `sections`: id → where it starts and ends, without custom ones, which a node drops. `bodies`: where each starts
    and ends. `locals` counts those declared in all bodies.
    """

    code: bytes
    limits: Mapping[str, int]
    bulk: bool
    sections: dict[int, tuple[int, int]] = field(default_factory=dict)
    types: list[tuple[bytes, bytes]] = field(default_factory=list)
    imports: list[str] = field(default_factory=list)
    functions: list[int] = field(default_factory=list)
    globals: list[int] = field(default_factory=list)
    exports: list[tuple[str, int, int]] = field(default_factory=list)
    start: int | None = None
    bodies: list[tuple[int, int]] = field(default_factory=list)
    locals: int = 0

    def signature(self, function: int) -> tuple[bytes, bytes]:
        """The types of a function's parameters and of its results."""
        return self.types[self.functions[function]]

    def most(self, found: int, limit: str, kind: str, at: int) -> None:
        """Refuse what is more than a limit allows, where this protocol version has it."""
        if found > self.limits.get(limit, found):
            raise Refused(kind, at)


def read(code: bytes, rules: Rules) -> Module:
    """The module of a contract's code. Raises Refused at the first thing a node refuses, but for what only a
    validator of instructions sees."""
    if code[:8] != MAGIC:
        raise Refused("Deserialization")
    module = Module(code, dict(rules.limits), rules.bulk)
    reader = Reader(code, 8)
    try:
        while reader.at < len(code):
            kind, size = reader.byte(), reader.number()
            start, end = reader.at, reader.at + size
            if end > len(code) or kind > DATA_COUNT:
                raise Refused("Deserialization", start)
            if kind:
                module.sections[kind] = start, end
                _SECTIONS.get(kind, _unread)(module, reader)
            reader.at = end
    except (IndexError, KeyError, UnicodeDecodeError) as error:
        raise Refused("Deserialization", reader.at) from error
    return module


def _unread(module: Module, r: Reader) -> None:
    """A section whose items are written as they were."""


def _types(module: Module, r: Reader) -> None:
    count = r.number()
    module.most(count, "max_types_per_contract", "TooManyTypes", r.at)
    for _ in range(count):
        if r.byte() != _FUNCTION_TYPE:
            raise Refused("Deserialization", r.at)
        params, results = r.take(r.number()), r.take(r.number())
        if not {*params, *results} <= SIZES.keys():
            raise Refused("Deserialization", r.at)
        module.types.append((params, results))


_IMPORTED: Mapping[int, str] = {1: "Instantiate", 2: "Memory", 3: "Instantiate"}
"""Kinds of imports that a node refuses: tables, memories, globals."""


def _imports(module: Module, r: Reader) -> None:
    for _ in range(r.number()):
        of, name, kind = r.name(), r.name(), r.byte()
        if of != "env":
            raise Refused("Instantiate", r.at)
        if kind != 0:
            raise Refused(_IMPORTED.get(kind, "Deserialization"), r.at)
        module.functions.append(r.number())
        module.imports.append(name)
        module.most(len(module.functions), "max_functions_number_per_contract", "TooManyFunctions", r.at)


def _functions(module: Module, r: Reader) -> None:
    for _ in range(r.number()):
        module.functions.append(r.number())


def _tables(module: Module, r: Reader) -> None:
    count = r.number()
    # Without reference types a second table is no valid module in the first place.
    module.most(count, "max_tables_per_contract", "TooManyTables" if module.bulk else "Deserialization", r.at)
    for _ in range(count):
        if r.byte() not in SIZES:
            raise Refused("Deserialization", r.at)
        has_most, least = r.byte() & 1, r.number()
        module.most(least, "max_elements_per_contract_table", "TooManyTableElements", r.at)
        r.skip_numbers(has_most)


def _globals(module: Module, r: Reader) -> None:
    for _ in range(r.number()):
        module.globals.append(SIZES[r.byte()])
        r.byte()
        _skip_expression(r)


def _exports(module: Module, r: Reader) -> None:
    module.exports = [(r.name(), r.byte(), r.number()) for _ in range(r.number())]


def _start(module: Module, r: Reader) -> None:
    module.start = r.number()


def _code(module: Module, r: Reader) -> None:
    count = r.number()
    found = len(module.imports) + count
    module.most(found, "max_functions_number_per_contract", "TooManyFunctions", r.at)
    for _ in range(count):
        size = r.number()
        start, end = r.at, r.at + size
        module.most(size, "max_function_body_size", "FunctionBodyTooLarge", start)
        for _ in range(r.number()):
            module.locals += r.number()
            module.most(module.locals, "max_locals_per_contract", "TooManyLocals", r.at)
            bytes_of_locals = module.locals * module.limits.get("min_contract_size_per_local", 0)
            if bytes_of_locals > len(module.code):
                raise Refused("TooManyLocals", r.at)
            r.byte()
        module.bodies.append((start, end))
        r.at = end


def _elements(module: Module, r: Reader) -> None:
    """Only looked through: a segment of anything but functions is refused (`externref` is not allowed)."""
    for _ in range(r.number()):
        flags = r.number()
        stands_apart, has_kind, of_expressions = flags & 1, flags & 3, flags & 4
        if not stands_apart:
            r.skip_numbers(1 if flags & 2 else 0)
            _skip_expression(r)
        if has_kind and r.byte() not in ({*SIZES} if of_expressions else {0}):
            raise Refused("Deserialization", r.at)
        count = r.number()
        if not of_expressions:
            r.skip_numbers(count)
        else:
            for _ in range(count):
                _skip_expression(r)


def _skip_expression(r: Reader) -> None:
    """Pass over a constant expression."""
    while (code := r.byte()) != END:
        if code in (F32_CONST, F64_CONST):
            r.take(SIMPLE[code].bytes)
        elif code == REF_NULL and r.data[r.at] not in SIZES:
            raise Refused("Deserialization", r.at)
        else:
            r.skip_numbers(1)


_SECTIONS: Mapping[int, Callable[[Module, Reader], None]] = {
    TYPE: _types, IMPORT: _imports, FUNCTION: _functions, TABLE: _tables, GLOBAL: _globals, EXPORT: _exports,
    START: _start, ELEMENT: _elements, CODE: _code,
}  # fmt: skip
