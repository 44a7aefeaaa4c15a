"""From a contract's code to a module that counts itself, or to the error a node has for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from xccviz.vm.types import NotSupported
from xccviz.vm.wasm.metering import Metered, measured
from xccviz.vm.wasm.reading import Refused
from xccviz.vm.wasm.rules import Rules
from xccviz.vm.wasm.sections import Module, read
from xccviz.vm.wasm.writing import written

MOST_LOCALS: Final = 49_998
"""Parameters and locals of a function beyond which a node's compiler gives up, with a text that this program lacks."""

MOST_GLOBALS: Final = 60_000
"""Of 16 bytes each, in the mebibyte that a node's instance has."""
_OF_FUNCTION, _OF_RUN, _OF_LINEAR, _OF_RETURN = 80, 31, 59, 21
"""Bytes that a node adds, as others measured them on nodes' modules; here within a tenth at the most."""
_UNSURE: Final = 0.1


def countable(code: bytes, rules: Rules, invalid_at: Callable[[bytes], int | None]) -> bytes:
    """The module with its instructions counted. Raises Refused as a node does, NotSupported where
    that is not known.

    `invalid_at` tells where a validator finds the module invalid, None where it is valid. A node validates while it
    reads, so what comes first in the code decides.
    """
    try:
        module = read(code, rules)
    except Refused as refused:
        invalid = invalid_at(code)
        raise (
            refused if invalid is None or refused.at <= invalid else Refused("Deserialization", invalid)
        ) from None
    invalid = invalid_at(code)
    if invalid is not None:
        raise Refused("Deserialization", invalid)
    try:
        functions = [measured(module, n, rules) for n in range(len(module.bodies))]
    except (IndexError, KeyError) as error:
        raise Refused("Deserialization") from error
    _hold(module, functions)
    _hold_size(module, functions)
    if rules.wasmtime and len(module.globals) > MOST_GLOBALS:
        raise NotSupported(
            "loading", "of a module with this many globals may fail on a node with a text of its own"
        )
    if rules.wasmtime and any(function.locals > MOST_LOCALS for function in functions):
        raise NotSupported(
            "compilation", "of a function with this many locals fails on a node with a text of its own"
        )
    return written(module, functions, rules)


def _hold(module: Module, functions: list[Metered]) -> None:
    """Hold functions against the limits that a node looks at last, one function after the other."""
    params = blocks = 0
    for n, function in enumerate(functions):
        own = len(module.signature(len(module.imports) + n)[0])
        params, blocks = params + own, blocks + function.blocks
        for found, limit, kind in (
            (own, "max_params_per_function", "TooManyParamsPerFunction"),
            (params, "max_params_per_contract", "TooManyParamsPerContract"),
            (function.operands, "max_operand_stack_bytes_per_function", "OperandStackTooLarge"),
            (function.blocks, "max_blocks_per_function", "TooManyBlocksPerFunction"),
            (blocks, "max_blocks_per_contract", "TooManyBlocksPerContract"),
        ):
            module.most(found, limit, kind, function.code)


def _hold_size(module: Module, functions: list[Metered]) -> None:
    """Refuse what becomes too large on a node, whose charges are longer than the ones written here. Near the limit that
    can't be told."""
    limit = module.limits.get("max_instrumented_code_size")
    if limit is None:
        return
    size = sum(end - start for start, end in module.sections.values())
    for function in functions:
        linear = sum(run.linear for run in function.runs)
        size += _OF_FUNCTION + _OF_LINEAR * linear + _OF_RUN * (len(function.runs) - linear)
        size += _OF_RETURN * len(function.returns)
    if size * (1 - _UNSURE) > limit:
        raise Refused("InstrumentedCodeTooLarge")
    if size * (1 + _UNSURE) > limit:
        raise NotSupported("InstrumentedCodeTooLarge", "can't be told for a module of this size")
