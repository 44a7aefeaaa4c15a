"""What a protocol version says about modules: the price of instructions, the sizes of memory and stack, the limits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from xccviz.values import frozen

LIMITS: Final = (
    "max_types_per_contract", "max_functions_number_per_contract", "max_tables_per_contract",
    "max_elements_per_contract_table", "max_function_body_size", "max_locals_per_contract", "max_params_per_function",
    "max_params_per_contract", "max_blocks_per_function", "max_blocks_per_contract",
    "max_operand_stack_bytes_per_function", "max_instrumented_code_size", "min_contract_size_per_local",
)  # fmt: skip
"""Members of a node's `limit_config` that a module can pass; before version 84 most of them are not there."""

MOST_PAGES: Final = 2048
"""Pages of memory that a contract may have in any version so far; more is not given here."""
_TOO_MUCH: Final = 1 << 48


@frozen
class Rules:
    """How one protocol version measures a module (vm.md §3). Gas in gas, sizes in bytes, memory in pages of 64 KiB.

    `wasmtime`: the node runs modules with Wasmtime (since version 84) and not with NearVm. `bulk`: reference types and
    bulk memory are allowed. `linear_grow`: growing memory or a table costs by how much (nearcore's pull request 15482,
    March 2026; a node from before it runs version 84 without). `limits`: name → most, only those that this version has.
    """

    op: int = 822_756
    linear_base: int = 26_328_192
    linear_unit: int = 822_756
    wasmtime: bool = True
    bulk: bool = True
    linear_grow: bool = True
    max_stack: int = 262_144
    pages: tuple[int, int] = (1024, 2048)
    limits: tuple[tuple[str, int], ...] = ()

    @staticmethod
    def of(
        op: int,
        linear: tuple[int, int],
        limit_config: Mapping[str, int],
        *,
        wasmtime: bool,
        bulk: bool,
        linear_grow: bool,
    ) -> Rules:
        """The rules of a node's `wasm_config`. Raises KeyError where the sizes of stack or memory are missing, and
        ValueError for what is no number that they can have: a config may come from a file that anybody wrote."""
        limits = tuple((name, limit_config[name]) for name in LIMITS if limit_config.get(name) is not None)
        pages = limit_config["initial_memory_pages"], limit_config["max_memory_pages"]
        stack = limit_config["max_stack_height"]
        for number in (op, *linear, stack, *pages, *(most for _, most in limits)):
            if type(number) is not int or not 0 <= number < _TOO_MUCH:
                raise ValueError(f"{number!r} is no limit and no price")
        if max(pages) > MOST_PAGES:
            raise ValueError(f"{max(pages)} pages of memory")
        return Rules(op, *linear, wasmtime, bulk, linear_grow, stack, pages, limits)
