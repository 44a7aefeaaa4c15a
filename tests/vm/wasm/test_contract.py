# covers: xccviz/vm/wasm/contract.py, xccviz/vm/wasm/sections.py, xccviz/vm/wasm/rules.py
"""Modules that a node refuses are refused with its word, and of two reasons the one that it meets first."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("wasmtime", reason="needs the extra replay")

from tests.vm.hosts import wasm
from xccviz.vm.engine import invalid_at
from xccviz.vm.types import NotSupported
from xccviz.vm.wasm.contract import countable
from xccviz.vm.wasm.reading import Refused, unsigned
from xccviz.vm.wasm.rules import Rules
from xccviz.vm.wasm.sections import MAGIC

LIMIT_CONFIG = {
    "initial_memory_pages": 1024, "max_memory_pages": 2048, "max_stack_height": 262_144, "max_types_per_contract": 8,
    "max_functions_number_per_contract": 6, "max_tables_per_contract": 1, "max_elements_per_contract_table": 10,
    "max_function_body_size": 600, "max_locals_per_contract": 100, "max_params_per_function": 5,
    "max_params_per_contract": 9, "max_blocks_per_function": 5, "max_blocks_per_contract": 9,
    "max_operand_stack_bytes_per_function": 64, "max_number_logs": 100,
}  # fmt: skip
"""As a node tells them, with smaller numbers."""
RULES = Rules.of(1, (2, 3), LIMIT_CONFIG, wasmtime=True, bulk=True, linear_grow=True)
OLD = Rules.of(1, (0, 0), LIMIT_CONFIG, wasmtime=False, bulk=False, linear_grow=False)


def refused(code: str | bytes, rules: Rules = RULES) -> str:
    """Why a node takes no such module; "taken" where it does."""
    try:
        counted = countable(code if isinstance(code, bytes) else wasm(code), rules, invalid_at)
    except Refused as why:
        return why.kind
    assert invalid_at(counted) is None
    return "taken"


def section(kind: int, *items: bytes) -> bytes:
    body = unsigned(len(items)) + b"".join(items)
    return bytes([kind]) + unsigned(len(body)) + body


BLOCKS = "(block)"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "taken"),
        ("(type (func (param i32))) (type (func (param i64))) " + "(type (func (param f32)))" * 6, "taken"),
        ("(type (func (param i32)))" * 9, "TooManyTypes"),
        ("(func)" * 6, "taken"),
        ("(func)" * 7, "TooManyFunctions"),
        ('(import "env" "a" (func))' * 3 + "(func)" * 4, "TooManyFunctions"),
        ('(import "env" "a" (func))' * 7, "TooManyFunctions"),
        ('(import "other" "a" (func))', "Instantiate"),
        ('(import "env" "a" (global i32))', "Instantiate"),
        ('(import "env" "a" (table 1 funcref))', "Instantiate"),
        ('(import "env" "a" (memory 1))', "Memory"),
        ("(table 1 funcref) (table 1 funcref)", "TooManyTables"),
        ("(table 10 funcref)", "taken"),
        ("(table 11 funcref)", "TooManyTableElements"),
        ("(func" + " (nop)" * 590 + ")", "taken"),
        ("(func" + " (nop)" * 600 + ")", "FunctionBodyTooLarge"),
        ("(func (local" + " i32" * 60 + ")) (func (local" + " i32" * 40 + "))", "taken"),
        ("(func (local" + " i32" * 60 + ")) (func (local" + " i32" * 41 + "))", "TooManyLocals"),
        ("(func (param i32 i32 i32 i32 i32))", "taken"),
        ("(func (param i32 i32 i32 i32 i32 i32))", "TooManyParamsPerFunction"),
        ("(func (param i32 i32 i32 i32 i32))" * 2, "TooManyParamsPerContract"),
        (f"(func {BLOCKS * 5})", "taken"),
        (f"(func {BLOCKS * 6})", "TooManyBlocksPerFunction"),
        (f"(func {BLOCKS * 5})" * 2, "TooManyBlocksPerContract"),
        ("(func" + " (i64.const 0)" * 8 + " (drop)" * 8 + ")", "taken"),
        ("(func" + " (i64.const 0)" * 9 + " (drop)" * 9 + ")", "OperandStackTooLarge"),
        # of two reasons the one that comes first in a function, not in the module
        (f"(func {BLOCKS * 6}) (func (param i32 i32 i32 i32 i32 i32))", "TooManyBlocksPerFunction"),
        (f"(func (param i32 i32 i32 i32 i32 i32) {BLOCKS * 6})", "TooManyParamsPerFunction"),
        ("(func (param f32) (result v128) (v128.const i64x2 0 0))", "Deserialization"),
        ("(func (result i32 i32) (i32.const 0) (i32.const 0))", "Deserialization"),
        ("(memory i64 1)", "Deserialization"),
        ("(table 1 externref)", "Deserialization"),
        ("(func (local externref))", "Deserialization"),
        ("(func (param externref))", "Deserialization"),
        ("(global externref (ref.null extern))", "Deserialization"),
        ("(elem externref (ref.null extern))", "Deserialization"),
        ("(func (drop (ref.null extern)))", "Deserialization"),
        ("(memory 1 1)", "taken"),
        ("(memory 60000)", "taken"),
        ('(memory 1) (data "a") (table 1 funcref) (elem func 0) (func (data.drop 0) (elem.drop 0))', "taken"),
        ("(func (drop (ref.is_null (ref.func 0)))) (elem declare func 0)", "taken"),
        ("(func (drop (select (result i32) (i32.const 1) (i32.const 2) (i32.const 3))))", "taken"),
        (
            '(global (mut i32) (i32.const 1)) (export "g" (global 0)) (func (global.set 0 (i32.const 2)))',
            "taken",
        ),
    ],
)
def test_what_a_node_refuses(text: str, kind: str) -> None:
    assert refused(f"(module {text})") == kind


@pytest.mark.parametrize(
    "text",
    [
        "(func (drop (ref.null func)))",
        "(memory 1) (func (memory.fill (i32.const 0) (i32.const 0) (i32.const 0)))",
        "(table 1 funcref) (func (drop (table.get 0 (i32.const 0))))",
        "(table 1 funcref) (table 1 funcref)",
        "(func (drop (select (result i32) (i32.const 1) (i32.const 2) (i32.const 3))))",
    ],
)
def test_older_versions_lack_references_and_bulk_memory(text: str) -> None:
    assert refused(f"(module {text})", OLD) == "Deserialization"


def test_locals_can_be_limited_by_the_size_of_the_code() -> None:
    code = wasm("(module (func (local i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)))")
    assert 12 * 2 <= len(code) < 12 * 3
    for least, kind in ((2, "taken"), (3, "TooManyLocals")):
        assert refused(code, Rules(limits=(("min_contract_size_per_local", least),))) == kind


@pytest.mark.parametrize(
    "code",
    [
        b"",
        b"\0asm",
        b"(module)",
        MAGIC + b"\x0d\x00",
        MAGIC + b"\x01\x05",
        MAGIC + b"\x01\x04\x02\x60\x00\x00",
    ],
)
def test_what_is_no_module(code: bytes) -> None:
    assert refused(code) == "Deserialization"


def test_custom_sections_are_dropped() -> None:
    code = wasm('(module (func (export "run")))')
    counted = countable(code, RULES, invalid_at)
    assert countable(MAGIC + b"\x00\x05\x04name" + code[8:], RULES, invalid_at) == counted


def test_what_stands_first_decides() -> None:
    types = section(1, b"\x60\x00\x00")
    many = section(3, *[b"\x00"] * 7)
    bad = section(10, *[b"\x03\x00\x6a\x0b"] * 7)  # i32.add of nothing
    assert refused(MAGIC + types + many + bad) == "TooManyFunctions"
    few = section(3, b"\x00", b"\x00")
    bad_first = section(10, b"\x03\x00\x6a\x0b", b"\x04\x01\x70\x7f\x0b")
    assert refused(MAGIC + types + few + bad_first) == "Deserialization"
    many_first = section(10, b"\x06\x01\xf0\x01\x7f\x6a\x0b", b"\x03\x00\x6a\x0b")
    assert refused(MAGIC + types + few + many_first) == "TooManyLocals"


def test_numbers_of_memories_and_tables_are_a_single_zero() -> None:
    code = wasm("(module (memory 1) (func (drop (memory.size))))")
    assert refused(code) == "taken"
    longer = code.replace(b"\x05\x00\x3f\x00\x1a\x0b", b"\x06\x00\x3f\x80\x00\x1a\x0b")
    at = longer.index(b"\x0a", 20)
    longer = longer[: at + 1] + bytes([longer[at + 1] + 1]) + longer[at + 2 :]
    assert refused(longer) == "Deserialization"


def test_a_module_that_becomes_too_large_on_a_node() -> None:
    code = wasm('(module (func (export "run")' + " (br_if 0 (i32.const 0))" * 1000 + "))")  # a run each
    at_node = len(code) + 1000 * 31
    for limit, kind in ((at_node * 2, "taken"), (at_node // 2, "InstrumentedCodeTooLarge")):
        assert refused(code, Rules(limits=(("max_instrumented_code_size", limit),))) == kind
    with pytest.raises(NotSupported):
        countable(code, Rules(limits=(("max_instrumented_code_size", at_node),)), invalid_at)


@pytest.mark.parametrize(
    ("name", "value"),
    [("max_stack_height", -1), ("max_memory_pages", 1 << 20), ("max_types_per_contract", "9"),
     ("initial_memory_pages", True), ("max_stack_height", 1 << 60), ("max_locals_per_contract", 1.5)],
)  # fmt: skip
def test_a_config_that_anybody_wrote_is_not_believed(name: str, value: Any) -> None:
    with pytest.raises(ValueError):
        Rules.of(1, (2, 3), LIMIT_CONFIG | {name: value}, wasmtime=True, bulk=True, linear_grow=True)


def test_where_a_node_s_own_words_are_not_known_nothing_is_said() -> None:
    body = b"\x01" + unsigned(49_999) + b"\x7f\x0b"
    code = MAGIC + section(1, b"\x60\x00\x00") + section(3, b"\x00") + section(10, unsigned(len(body)) + body)
    with pytest.raises(NotSupported):
        countable(code, Rules(), invalid_at)
    assert countable(code, Rules(wasmtime=False), invalid_at)
    globals_ = MAGIC + section(6, *[b"\x7f\x00\x41\x00\x0b"] * 60_001)
    with pytest.raises(NotSupported):
        countable(globals_, Rules(), invalid_at)
