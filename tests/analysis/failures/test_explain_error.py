"""Every error the network can report has words, and an error of the future still says something."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from xccviz.analysis.failures.explain_error import (
    ErrorDictionary,
    ErrorEntry,
    explain_error,
    matched_entry,
    parse_dictionary,
)
from xccviz.resources import read_text


@pytest.fixture(scope="module")
def dictionary() -> ErrorDictionary:
    return parse_dictionary(json.loads(read_text("errors", "dictionary.json")))


def execution_error(text: Any, index: int | None = 0) -> dict[str, Any]:
    return {"ActionError": {"index": index, "kind": {"FunctionCallError": {"ExecutionError": text}}}}


def panic(text: str) -> dict[str, Any]:
    return execution_error(f"Smart contract panicked: {text}")


def test_what_a_title_has_no_room_for_is_quoted_below(dictionary: ErrorDictionary) -> None:
    long = " ".join(["step two went wrong"] * 20)
    for text in (long, "two\nlines"):
        info = explain_error(panic(text), dictionary)
        assert text not in info.title
        assert info.explanation == f"The contract stopped itself with the message “{text}”."


def test_a_panic_is_quoted_in_the_title(dictionary: ErrorDictionary) -> None:
    info = explain_error(execution_error("Smart contract panicked: step two went wrong", 1), dictionary)
    assert info.title == "panicked: step two went wrong"
    assert info.path == ("ActionError", "FunctionCallError", "ExecutionError")
    assert info.action_index == 1
    assert info.explanation == "The contract stopped itself."
    assert info.hint
    assert info.raw["ActionError"]["index"] == 1


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
def test_well_known_panics_are_found_inside_their_wrappings(
    dictionary: ErrorDictionary, text: str, key: str
) -> None:
    entry = matched_entry(panic(text), dictionary)
    assert entry is not None
    assert entry.key == key


def test_a_failed_callback_computation_names_its_slot(dictionary: ErrorDictionary) -> None:
    info = explain_error(panic("Callback computation 2 was not successful"), dictionary)
    assert info.slot == 2
    assert "slot 2" in info.hint


def test_gas_exceeded_leaves_open_which_of_the_two_it_was(dictionary: ErrorDictionary) -> None:
    info = explain_error(execution_error("Exceeded the prepaid gas."), dictionary)
    assert info.title == "exceeded its attached gas"
    assert "either" in info.explanation


def test_amounts_read_as_near_and_the_account_is_named(dictionary: ErrorDictionary) -> None:
    failure = {
        "ActionError": {
            "index": None,
            "kind": {"LackBalanceForState": {"account_id": "poor.near", "amount": str(15 * 10**23)}},
        }
    }
    info = explain_error(failure, dictionary)
    assert info.title == "poor.near lacks 1.5 N for its storage"
    assert info.account == "poor.near"
    assert info.action_index is None


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
def test_old_and_bare_shapes_are_known(
    dictionary: ErrorDictionary, failure: Any, path: tuple[str, ...]
) -> None:
    info = explain_error(failure, dictionary)
    assert info.path == path
    assert matched_entry(failure, dictionary) is not None


@pytest.mark.parametrize(
    ("failure", "title"),
    [
        ({"InvalidTxError": {"NewThing": {"MuchDeeperThing": {"k": 1}}}}, "much deeper thing"),
        ({"ActionError": {"index": 0, "kind": {"FutureKind": {"limit": 3}}}}, "future kind"),
        ({"ActionError": {"index": 0, "kind": "FutureKind"}}, "future kind"),
        ({"ActionError": 5}, None),
        ({"SomethingElse": "x"}, "something else"),
        ("Weird", "weird"),
        ({}, None),
        (None, None),
        ([1], None),
        ({"a": 1, "b": 2}, None),
        (execution_error({"not": "text"}), "execution error"),
    ],
)
def test_an_unknown_error_shows_its_structure(
    dictionary: ErrorDictionary, failure: Any, title: str | None
) -> None:
    info = explain_error(failure, dictionary)
    assert info.title
    assert title is None or info.title == title
    assert json.dumps(failure) in info.explanation


def test_a_deep_or_huge_error_is_cut_not_choked_on(dictionary: ErrorDictionary) -> None:
    deep: Any = "End"
    for _ in range(5000):
        deep = {"Deeper": deep}
    assert explain_error(deep, dictionary).title
    info = explain_error(panic("x" * 1_000_000), dictionary)
    assert len(info.title) < 130
    assert len(info.explanation) < 1000


def all_entries(dictionary: ErrorDictionary) -> list[ErrorEntry]:
    grouped = [entry for rows in dictionary.groups.values() for entry in rows.values()]
    return grouped + [entry for rows in dictionary.texts.values() for entry in rows]


FIELD_NAMES = """
    account_id signer_id receiver_id sender_id actor_id predecessor_id registrar_account_id
    public_key tx_receiver ak_receiver method_name balance cost allowance amount stake locked
    minimum_stake required size limit length tx_nonce ak_nonce upper_bound delegate_nonce shard_id
    congestion_level missed_chunks tx_nonce_index num_nonces nonce_index reason total_prepaid_gas
    total_number_of_actions total_number_of_bytes protocol_feature version derived_id
    requested_nonces number_of_deploy_actions number_of_keys number_of_entries
    number_of_input_data_dependencies identifier msg
"""
FIELDS = dict.fromkeys(FIELD_NAMES.split(), "7")


def failures_of_groups(dictionary: ErrorDictionary) -> Iterator[tuple[str, Any]]:
    """A failure for every variant, built from the outside in as the node nests them."""

    def walk(group: str, wrap: Any) -> Iterator[tuple[str, Any]]:
        for variant, entry in dictionary.groups[group].items():

            def inner(value: Any, variant: str = variant) -> Any:
                if variant == "ActionError":
                    return wrap({variant: {"index": 0, "kind": value}})
                return wrap({variant: value})

            if entry.inside in dictionary.groups:
                yield from walk(str(entry.inside), inner)
            elif entry.inside is None and entry.text is None:
                yield entry.key, inner(FIELDS)

    yield from walk("Failure", lambda value: value)


def test_every_variant_is_reachable_and_fills_its_words(dictionary: ErrorDictionary) -> None:
    reached = set()
    for key, failure in failures_of_groups(dictionary):
        entry = matched_entry(failure, dictionary)
        assert entry is not None and entry.key == key
        info = explain_error(failure, dictionary)
        for text in (info.title, info.explanation, info.hint):
            assert (
                text
                and not re.search(r"\{\w+(\|\w+)?\}", text)
                and "unknown "
                not in text[4:].replace("an unknown function", "").replace("an unknown reason", "")
            )
        reached.add(key)
    rows = [row for group in dictionary.groups.values() for row in group.values()]
    leaves = {row.key for row in rows if not row.inside and not row.text}
    assert reached == leaves


def test_every_text_is_reachable_by_its_example(dictionary: ErrorDictionary) -> None:
    for listing, entries in dictionary.texts.items():
        for entry in entries:
            if entry.pattern is None:
                continue
            assert entry.example is not None
            failure = panic(entry.example) if listing == "Panic" else execution_error(entry.example)
            found = matched_entry(failure, dictionary)
            assert found is not None and found.key == entry.key, entry.example
            info = explain_error(failure, dictionary)
            assert not re.search(r"\{\w+(\|\w+)?\}", info.title) and info.hint and info.explanation


def test_a_case_of_a_text_has_its_own_words(dictionary: ErrorDictionary) -> None:
    """Entries without a pattern are cases of another one, chosen by what the outcome shows."""
    cases = [entry for entry in dictionary.texts["ExecutionError"] if entry.pattern is None]
    assert {entry.key for entry in cases} == {
        "ExecutionError.GasExceeded.ran_out",
        "ExecutionError.GasExceeded.ran_out.by_contract",
        "ExecutionError.GasExceeded.nearly",
        "ExecutionError.GasExceeded.nearly.by_contract",
        "ExecutionError.GasExceeded.promised",
        "ExecutionError.GasExceeded.promised.batch",
    }
    for entry in cases:
        known = {
            "attached": 5 * 10**12,
            "burnt": 10**12,
            "caller": "app.near.run",
            "left": 4 * 10**12,
            "fees": 10**11,
        }
        case = entry.key.removeprefix("ExecutionError.GasExceeded.")
        info = explain_error(execution_error("Exceeded the prepaid gas."), dictionary, case, known)
        for template, text in zip(
            (entry.title, entry.explanation, entry.hint),
            (info.title, info.explanation, info.hint),
            strict=True,
        ):
            assert text.split("{")[0][:10] == template[:10]
            assert "unknown" not in text


def test_keys_are_unique(dictionary: ErrorDictionary) -> None:
    keys = [entry.key for entry in all_entries(dictionary)]
    assert len(keys) == len(set(keys))


def test_the_catalogue_of_the_protocol_is_covered(dictionary: ErrorDictionary, shared_data: Path) -> None:
    catalogue = shared_data.parent / "protocol_errors.json"
    if not catalogue.exists():
        pytest.skip("protocol_errors.json is not beside the recorded data")
    for row in json.loads(catalogue.read_text())["entries"]:
        if row["group"] in dictionary.groups:
            assert row["variant"] in dictionary.groups[row["group"]], row
        elif row["group"] == "ExecutionError":
            assert dictionary.named_text("ExecutionError", row["variant"]) is not None, row


def failures_in(value: Any) -> Iterator[Any]:
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            if "Failure" in item:
                yield item["Failure"]
            stack.extend(item.values())
        elif isinstance(item, list):
            stack.extend(item)


def test_every_recorded_failure_has_words(dictionary: ErrorDictionary, shared_data: Path) -> None:
    paths = sorted(shared_data.glob("node/pv*/*/tx_status.json"))
    for network in ("mainnet", "testnet", "localnet", "betanet", "lake/fragments", "lake/partial"):
        paths += sorted((shared_data / "public" / network).glob("*.json"))
    seen: dict[str, Any] = {}
    for path in paths:
        text = path.read_text()
        if '"Failure"' in text:
            seen.update((json.dumps(failure), failure) for failure in failures_in(json.loads(text)))
    assert len(seen) > 100
    for failure in seen.values():
        info = explain_error(failure, dictionary)
        assert matched_entry(failure, dictionary) is not None, failure
        assert info.title and info.explanation and info.hint and info.path
        assert info.path[0] in ("ActionError", "InvalidTxError")
