"""The engine that compiles contracts: its settings, a validator, and modules compiled once.

No setting comes from a user: a bad one ends the whole process (vm.md §2). wasmtime is imported when something is first
compiled, since it takes as long as a short command.
"""

from __future__ import annotations

import atexit
import hashlib
import importlib.util
import platform
import re
from collections import OrderedDict
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Protocol

from xccviz.values import frozen
from xccviz.vm import errors
from xccviz.vm.wasm.contract import countable
from xccviz.vm.wasm.reading import Refused
from xccviz.vm.wasm.rules import MOST_PAGES, Rules
from xccviz.vm.wasm.writing import METHOD, START_NAME

if TYPE_CHECKING:
    import wasmtime

PAGE: Final = 1 << 16
STACK: Final = 7 << 18
"""Bytes of native stack that a contract may use; wasmtime ends the process for more than 2 MiB (vm.md §2). The stack
that counts is the counted one, `Rules.max_stack`, which ends first."""
_SETTINGS: Final = 1
"""Goes up with every change of what is compiled: of the settings below, or of what `wasm/` writes."""
_KEPT_MODULES: Final = 16
_OFFSET = re.compile(r"at offset 0x([0-9a-f]+)\)")


class CompiledStore(Protocol):
    """Where compiled modules are kept. What it gives back is run as native code: it must be the user's own."""

    def get(self, key: str) -> bytes | None:
        """What was put under that key, None where nothing is."""

    def put(self, key: str, compiled: bytes) -> None:
        """Keep it, or not: it can be made again."""


@frozen(eq=False)
class Prepared:
    """A contract that can be run. `methods`: name → whether it takes and returns nothing, as a method must.

    `imports`: names of functions of the host with the types asked for, in the order of the module.
    """

    module: wasmtime.Module
    methods: dict[str, bool]
    imports: tuple[tuple[str, wasmtime.FuncType], ...]
    starts: bool


def available() -> bool:
    """Whether the extra `replay` is installed, without loading it."""
    return importlib.util.find_spec("wasmtime") is not None


@lru_cache(maxsize=1)
def engine() -> wasmtime.Engine:
    """The one engine of this process."""
    import wasmtime

    config = wasmtime.Config()
    # Else `faulthandler.enable()` after this turns every trap of a contract into the end of the process.
    config.signals_based_traps = False
    # What nearcore does not allow (vm.md §3). Reference types cannot be switched off: `wasm/` refuses them for versions
    # of the protocol that lack them.
    config.wasm_simd = config.wasm_relaxed_simd = config.wasm_multi_value = config.wasm_tail_call = False
    config.wasm_multi_memory = config.wasm_memory64 = config.wasm_threads = config.wasm_exceptions = False
    config.cranelift_nan_canonicalization = True
    config.max_wasm_stack = STACK
    # No more address space than a contract can have: the process may be held to a limit.
    config.memory_reservation = MOST_PAGES * PAGE
    config.memory_reservation_for_growth = 0
    config.memory_guard_size = 0
    atexit.register(_forget)
    return wasmtime.Engine(config)


def invalid_at(code: bytes) -> int | None:
    """Where a module is found invalid, None where it is valid."""
    import wasmtime

    try:
        wasmtime.Module.validate(engine(), code)
    except wasmtime.WasmtimeError as error:
        found = _OFFSET.search(str(error))
        return int(found[1], 16) if found else 0
    return None


@lru_cache(maxsize=1)
def version() -> str:
    """wasmtime's version; in a bundle without its metadata the word "bundled"."""
    from importlib import metadata

    try:
        return metadata.version("wasmtime")
    except metadata.PackageNotFoundError:
        return "bundled"


def key(code: bytes, rules: Rules) -> str:
    """The name of a compiled module: of its code, the rules it is counted by, and everything that compiled it."""
    made_by = f"{version()} {_SETTINGS} {platform.system()} {platform.machine()} {rules!r}"
    return hashlib.sha256(hashlib.sha256(code).digest() + made_by.encode()).hexdigest()


_prepared: OrderedDict[str, Prepared] = OrderedDict()


def _forget() -> None:
    """Let go of everything compiled before the interpreter takes wasmtime apart, which complains about each else."""
    _prepared.clear()
    engine.cache_clear()


def prepared(code: bytes, rules: Rules, store: CompiledStore | None = None) -> Prepared:
    """The contract, compiled. Raises Ended where a node takes no such module, NotSupported where that is not known."""
    name = key(code, rules)
    if name in _prepared:
        _prepared.move_to_end(name)
        return _prepared[name]
    module = _kept(name, store)
    if module is None:
        module = _compiled(code, rules)
        if store is not None:
            store.put(name, bytes(module.serialize()))
    _prepared[name] = found = _described(module)
    if len(_prepared) > _KEPT_MODULES:
        _prepared.popitem(last=False)
    return found


def _kept(name: str, store: CompiledStore | None) -> wasmtime.Module | None:
    """The module as it was compiled before; None where it was not, or is not what this engine takes."""
    import wasmtime

    kept = store.get(name) if store is not None else None
    if kept is None:
        return None
    try:
        return wasmtime.Module.deserialize(engine(), kept)
    except wasmtime.WasmtimeError:
        return None


def _compiled(code: bytes, rules: Rules) -> wasmtime.Module:
    import wasmtime

    try:
        counted = countable(code, rules, invalid_at)
    except Refused as refused:
        raise errors.prepare(refused.kind) from None
    return wasmtime.Module(engine(), counted)


def _described(module: wasmtime.Module) -> Prepared:
    import wasmtime

    methods: dict[str, bool] = {}
    starts = False
    for export in module.exports:
        kind = export.type
        starts = starts or export.name == START_NAME
        if isinstance(kind, wasmtime.FuncType) and export.name.startswith(METHOD):
            methods[export.name.removeprefix(METHOD)] = not kind.params and not kind.results
    # Imports of anything but functions were refused before.
    imports = ((found.name or "", found.type) for found in module.imports)
    asked = tuple((name, kind) for name, kind in imports if isinstance(kind, wasmtime.FuncType))
    return Prepared(module, methods, asked, starts)
