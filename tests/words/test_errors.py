"""Every error the network can report has words, and an error of the future still says something."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.reference.failures import execution_error, explained, matched, panic
from xccviz.analysis.failures.match import match_error
from xccviz.document import error_dictionary
from xccviz.opening.explain import explain
from xccviz.words.errors import error_templates, error_text, fill_words


def test_what_a_title_has_no_room_for_is_quoted_below() -> None:
    long = " ".join(["step two went wrong"] * 20)
    for text in (long, "two\nlines"):
        info = explained(panic(text))
        assert text not in info.title
        assert info.explanation == f"The contract stopped itself with the message “{text}”."


def test_a_panic_is_quoted_in_the_title() -> None:
    failure = execution_error("Smart contract panicked: step two went wrong", 1)
    info, error = explained(failure), matched(failure)
    assert info.title == "panicked: step two went wrong"
    assert error.path == ("ActionError", "FunctionCallError", "ExecutionError")
    assert error.action_index == 1
    assert info.explanation == "The contract stopped itself."
    assert info.hint
    assert error.raw["ActionError"]["index"] == 1


def test_a_failed_callback_computation_names_its_slot() -> None:
    failure = panic("Callback computation 2 was not successful")
    assert matched(failure).slot == 2
    assert "slot 2" in explained(failure).hint


def test_gas_exceeded_leaves_open_which_of_the_two_it_was() -> None:
    info = explained(execution_error("Exceeded the prepaid gas."))
    assert info.title == "exceeded its attached gas"
    assert "either" in info.explanation


def test_amounts_read_as_near_and_the_account_is_named() -> None:
    failure = {
        "ActionError": {
            "index": None,
            "kind": {"LackBalanceForState": {"account_id": "poor.near", "amount": str(15 * 10**23)}},
        }
    }
    assert explained(failure).title == "poor.near lacks 1.5 N for its storage"
    assert matched(failure).account == "poor.near"
    assert matched(failure).action_index is None


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
def test_an_unknown_error_shows_its_structure(failure: Any, title: str | None) -> None:
    info = explained(failure)
    assert info.title
    assert title is None or info.title == title
    assert json.dumps(failure) in info.explanation


def test_a_deep_or_huge_error_is_cut_not_choked_on() -> None:
    deep: Any = "End"
    for _ in range(5000):
        deep = {"Deeper": deep}
    assert explained(deep).title
    info = explained(panic("x" * 1_000_000))
    assert len(info.title) < 130
    assert len(info.explanation) < 1000


FIELD_NAMES = """
    account_id signer_id receiver_id sender_id actor_id predecessor_id registrar_account_id
    public_key tx_receiver ak_receiver method_name balance cost allowance amount stake locked
    minimum_stake required size limit length tx_nonce ak_nonce upper_bound delegate_nonce shard_id
    congestion_level missed_chunks tx_nonce_index num_nonces nonce_index reason total_prepaid_gas
    total_number_of_actions total_number_of_bytes protocol_feature version derived_id
    requested_nonces number_of_deploy_actions number_of_keys number_of_entries
    number_of_input_data_dependencies identifier msg
    requested_transaction_hash transaction_hash requested_account_id contract_account_id requested_shard_id
    block_reference receipt_id chunk_hash vm_error debug_info error_message attempts status
"""
FIELDS = dict.fromkeys(FIELD_NAMES.split(), "7")


def failures_of_groups(root: str) -> Iterator[tuple[str, Any]]:
    """A failure for every variant, built from the outside in as the node nests them; cases of one left out."""

    dictionary = error_dictionary()

    def walk(group: str, wrap: Any) -> Iterator[tuple[str, Any]]:
        for variant, entry in dictionary.groups[group].items():
            if "." in variant:
                continue

            def inner(value: Any, variant: str = variant) -> Any:
                if variant == "ActionError":
                    return wrap({variant: {"index": 0, "kind": value}})
                return wrap({variant: value})

            if entry.inside in dictionary.groups:
                yield from walk(str(entry.inside), inner)
            elif entry.inside is None and entry.text is None:
                yield entry.key, inner(FIELDS)

    yield from walk(root, lambda value: value)


def test_every_variant_is_reachable_and_fills_its_words() -> None:
    reached = set()
    both = ((root, *found) for root in ("Failure", "Answer") for found in failures_of_groups(root))
    for root, key, failure in both:
        error = match_error(failure, error_dictionary(), root=root)
        assert error.key == key
        info = error_text(error)
        for text in (info.title, info.explanation, info.hint):
            assert (
                text
                and not re.search(r"\{\w+(\|\w+)?\}", text)
                and "unknown "
                not in text[4:].replace("an unknown function", "").replace("an unknown reason", "")
            )
        reached.add(key)
    rows = [row for group in error_dictionary().groups.values() for row in group.values()]
    leaves = {row.key for row in rows if not row.inside and not row.text and row.key.count(".") == 1}
    assert reached == leaves


def test_every_text_is_reachable_by_its_example() -> None:
    for listing, entries in error_dictionary().texts.items():
        for entry in entries:
            if entry.pattern is None:
                continue
            assert entry.example is not None
            failure = panic(entry.example) if listing == "Panic" else execution_error(entry.example)
            assert matched(failure).key == entry.key, entry.example
            info = explained(failure)
            assert not re.search(r"\{\w+(\|\w+)?\}", info.title) and info.hint and info.explanation


def test_a_case_of_a_text_has_its_own_words() -> None:
    """Entries without a pattern are cases of another one, chosen by what the outcome shows."""
    cases = [entry for entry in error_dictionary().texts["ExecutionError"] if entry.pattern is None]
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
        info = explained(execution_error("Exceeded the prepaid gas."), case, known)
        words = error_templates()[entry.key]
        for template, text in zip(
            (words.title, words.explanation, words.hint),
            (info.title, info.explanation, info.hint),
            strict=True,
        ):
            assert text.split("{")[0][:10] == template[:10]
            assert "unknown" not in text


@pytest.mark.parametrize("odd", [None, math.inf, math.nan, -5, 1.5, [math.inf], {}])
def test_a_number_that_is_none_is_not_repeated(odd: Any) -> None:
    kind = {"LackBalanceForState": {"account_id": "a.near", "amount": odd}}
    said = explained({"ActionError": {"index": 0, "kind": kind}})
    assert said.title == "a.near lacks an unknown amount for its storage"
    assert "an unknown amount more is needed" in said.explanation


def test_what_is_told_as_null_is_said_to_be_left_open() -> None:
    kind = {"AccessKeyNotFound": {"account_id": None, "public_key": None}}
    said = explained({"InvalidTxError": {"InvalidAccessKeyError": kind}})
    assert said.explanation == "an account does not have the access key."


def test_titles_are_filled_once_and_only_by_us() -> None:
    """A contract may be called like a placeholder; what is put into a title is never read again."""
    assert fill_words("{call} ran", {"call": "{slot}.near", "slot": 1}) == "{slot}.near ran"


def test_every_entry_has_words_of_its_own() -> None:
    dictionary = error_dictionary()
    entries = [entry for rows in dictionary.groups.values() for entry in rows.values()]
    entries += [entry for rows in dictionary.texts.values() for entry in rows]
    assert {entry.key for entry in entries} == set(error_templates())


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


def test_every_recorded_failure_has_words(shared_data: Path) -> None:
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
        info, error = explained(failure), matched(failure)
        assert error.key is not None, failure
        assert info.title and info.explanation and info.hint and error.path
        assert error.path[0] in ("ActionError", "InvalidTxError")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "MethodNameMismatch",
            "The method is not in the list of methods that this function-call key allows.",
        ),
        (
            "NotEnoughAllowance",
            "The key of an account may still spend an unknown amount, but the transaction costs",
        ),
        ("DeleteAccountStaking", "An account cannot be deleted while it has stake locked."),
        ("UNKNOWN_TRANSACTION", "The node has no transaction with this hash: it was never sent"),
    ],
)
def test_what_a_name_alone_leaves_open_reads_as_a_sentence(name: str, said: str) -> None:
    assert explain(name)[0].explanation.startswith(said)
