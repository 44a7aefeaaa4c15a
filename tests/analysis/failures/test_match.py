"""Which error a failure is: every shape the network has ever reported finds its entry."""

# covers: xccviz/analysis/failures/dictionary.py, xccviz/analysis/failures/statuses.py

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.reference.failures import matched, panic
from xccviz.analysis.failures import dictionary
from xccviz.analysis.failures.dictionary import ErrorDictionary, ErrorEntry
from xccviz.document import error_dictionary


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Method on_batch_done is private", "Panic.Private"),
        ("panicked at 'Method on_batch_done is private', src/lib.rs:9:1", "Panic.Private"),
        ("panicked at src/lib.rs:9:1:\nMethod on_batch_done is private", "Panic.Private"),
        (
            "panicked at 'Failed to deserialize input from JSON.: "
            'Error("missing field `target`", line: 1, column: 21)\', caller/src/lib.rs:8:1',
            "Panic.InputFormat.Json",
        ),
        ("Failed to deserialize input from Borsh. Error: `Unexpected length of input`", "Panic.InputFormat"),
        ("panicked at 'attempt to subtract with overflow', src/lib.rs:1:2", "Panic.Rust.Overflow"),
        (', filename: "" line: 1 col: 2', "Panic.NoMessage"),
        ("", "Panic.NoMessage"),
        ("anything else", "ExecutionError.GuestPanic"),
    ],
)
def test_well_known_panics_are_found_inside_their_wrappings(text: str, key: str) -> None:
    assert matched(panic(text)).key == key


@pytest.mark.parametrize(
    ("failure", "path"),
    [
        ({"InvalidTxError": "Expired"}, ("InvalidTxError", "Expired")),
        (
            {"ActionError": {"index": 0, "kind": {"FunctionCallError": {"HostError": "GasExceeded"}}}},
            ("ActionError", "FunctionCallError", "HostError", "GasExceeded"),
        ),
        (
            {
                "ActionError": {
                    "index": 0,
                    "kind": {"FunctionCallError": {"HostError": {"GuestPanic": {"panic_msg": "old"}}}},
                }
            },
            ("ActionError", "FunctionCallError", "HostError", "GuestPanic"),
        ),
        (
            {"ActionError": {"index": 0, "kind": {"FunctionCallError": {"WasmTrap": "Unreachable"}}}},
            ("ActionError", "FunctionCallError", "WasmTrap", "Unreachable"),
        ),
        (
            {"ActionError": {"index": 0, "kind": {"FunctionCallError": {"EvmError": {"Revert": "00"}}}}},
            ("ActionError", "FunctionCallError", "EvmError"),
        ),
    ],
)
def test_old_and_bare_shapes_are_known(failure: Any, path: tuple[str, ...]) -> None:
    error = matched(failure)
    assert error.path == path
    assert error.key is not None


def all_entries(dictionary: ErrorDictionary) -> list[ErrorEntry]:
    grouped = [entry for rows in dictionary.groups.values() for entry in rows.values()]
    return grouped + [entry for rows in dictionary.texts.values() for entry in rows]


def test_keys_are_unique() -> None:
    keys = [entry.key for entry in all_entries(error_dictionary())]
    assert len(keys) == len(set(keys))


def test_the_catalogue_of_the_protocol_is_covered(shared_data: Path) -> None:
    catalogue = shared_data.parent / "protocol_errors.json"
    if not catalogue.exists():
        pytest.skip("protocol_errors.json is not beside the recorded data")
    dictionary = error_dictionary()
    for row in json.loads(catalogue.read_text())["entries"]:
        if row["group"] in dictionary.groups:
            assert row["variant"] in dictionary.groups[row["group"]], row
        elif row["group"] == "ExecutionError":
            assert dictionary.named_text("ExecutionError", row["variant"]) is not None, row


def test_a_pattern_is_compiled_when_a_text_begins_as_it_does() -> None:
    """Nearly a hundred patterns would cost more than reading a small transaction."""
    patterns = [entry for rows in error_dictionary().texts.values() for entry in rows if entry.pattern]
    assert all((entry.example or "").startswith(entry.begins) for entry in patterns)
    dictionary._compiled.cache_clear()
    assert matched(panic("Method on_batch_done is private")).key == "Panic.Private"
    assert dictionary._compiled.cache_info().currsize < len(patterns) / 10
