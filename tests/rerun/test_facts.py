"""What answers say is what is known, and nothing more: a key is absent only where an answer says so."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from xccviz.model.raw import RawDocument
from xccviz.rerun.facts import Storage, account_in_block, data_in_block, facts_of

BLOCK, ACCOUNT, OWN, OTHER = "B" * 44, "a.near", "own", "other"
KEYS = st.binary(max_size=3)
STORAGES = st.dictionaries(KEYS, st.binary(max_size=3), max_size=6)


def text(data: bytes) -> str:
    return b64encode(data).decode()


def view_state(storage: dict[bytes, bytes], prefix: bytes, limit: int | None, pages: bool) -> RawDocument:
    """As a node answers that heeds a limit (`pages`), or one that does not."""
    found = sorted((key, value) for key, value in storage.items() if key.startswith(prefix))
    shown = found[: limit if pages else None]
    params: dict[str, Any] = {
        "request_type": "view_state",
        "account_id": ACCOUNT,
        "block_id": BLOCK,
        "prefix_base64": text(prefix),
    }
    if limit is not None:
        params["limit"] = limit
    values = [{"key": text(key), "value": text(value)} for key, value in shown]
    return RawDocument("query", params, {"result": {"block_hash": BLOCK, "values": values}})


@given(STORAGES, st.lists(st.tuples(KEYS, st.sampled_from([None, 1, 2]), st.booleans()), max_size=5))
def test_what_is_known_of_a_storage_is_so(
    storage: dict[bytes, bytes], asked: list[tuple[bytes, int | None, bool]]
) -> None:
    documents = [view_state(storage, prefix, limit, pages) for prefix, limit, pages in asked]
    known = facts_of(documents).storages.get((ACCOUNT, BLOCK), Storage())
    for key, value in known.values.items():
        assert storage.get(key) == value
    if known.whole:
        assert {key: value for key, value in known.values.items() if value is not None} == storage
    for prefix, limit, _ in asked:
        assert prefix in known.values or (not prefix and limit is None)


def test_answers_that_tell_a_key_unlike_leave_it_unknown() -> None:
    one, other = view_state({b"k": b"1", b"l": b"2"}, b"k", 1, True), view_state({b"k": b"3"}, b"k", 1, True)
    absent, whole = view_state({}, b"k", 1, True), view_state({b"l": b"2"}, b"", None, False)
    same = view_state({b"k": b"1"}, b"k", 1, True)
    for documents in ([one, other], [one, absent], [absent, one, absent], [one, whole], [whole, one]):
        known = facts_of(documents).storages[ACCOUNT, BLOCK]
        assert b"k" not in known.values and known.doubtful == {b"k"} and not known.whole
    assert facts_of([one, same]).storages[ACCOUNT, BLOCK] == Storage({b"k": b"1"})
    known = facts_of([whole, absent]).storages[ACCOUNT, BLOCK]
    assert known.whole and known.values == {b"k": None, b"l": b"2"} and not known.doubtful


def change(cause: str, key: bytes, value: bytes | None, kind: str = "receipt_processing") -> Any:
    changed = {"account_id": ACCOUNT, "key_base64": text(key)}
    if value is not None:
        changed["value_base64"] = text(value)
    return {
        "cause": {"type": kind, "receipt_hash": cause},
        "type": "data_deletion" if value is None else "data_update",
        "change": changed,
    }


def test_changes_of_a_block_are_divided_at_the_receipts_own() -> None:
    entries = [
        change(OTHER, b"both", b"1"),
        change(OWN, b"both", b"2"),
        change(OTHER, b"both", b"3"),
        change(OWN, b"mine", b"4"),
        change(OWN, b"mine", None),
        change(OTHER, b"theirs", b"5"),
        change(OTHER, b"theirs", None),
    ]
    told = data_in_block(entries, OWN)
    assert told.before == {b"both": b"1"}
    assert told.written == {b"both": b"2", b"mine": None}
    assert told.open == {b"theirs": None}


def update(cause: str, amount: str, kind: str = "receipt_processing") -> Any:
    changed = {"account_id": ACCOUNT, "amount": amount, "locked": "0", "storage_usage": 7}
    return {"cause": {"type": kind, "receipt_hash": cause}, "type": "account_update", "change": changed}


def test_the_account_is_as_the_change_before_its_own_left_it() -> None:
    before, after = account_in_block([update(OTHER, "5"), update(OWN, "6"), update(OTHER, "7")], OWN)
    assert before is not None and after is not None
    assert (before["amount"], after["amount"]) == ("5", "6")
    assert account_in_block([update(OTHER, "5")], OWN) == (None, None)


@given(st.recursive(st.none() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3)
       | st.dictionaries(st.sampled_from(["values", "changes", "header", "hash", "code_base64", "block_hash", "key",
       "change", "account_id", "error"]), inner, max_size=4), max_leaves=8))  # fmt: skip
def test_answers_that_are_none_tell_nothing_and_hurt_nobody(payload: Any) -> None:
    kinds = ("view_code", "view_state", "view_account")
    asked = [
        {"request_type": kind, "account_id": ACCOUNT, "block_id": BLOCK, "prefix_base64": ""}
        for kind in kinds
    ]
    documents = [RawDocument("query", one, {"result": payload}) for one in asked]
    documents += [
        RawDocument(method, payload, {"result": payload}) for method in ("block", "validators", "query")
    ]
    documents.append(
        RawDocument(
            "EXPERIMENTAL_changes", {"changes_type": "data_changes", "account_ids": [ACCOUNT]}, payload
        )
    )
    facts = facts_of(documents)
    assert json.dumps(dict(facts.headers))


def test_a_state_that_holds_something_else_tells_nothing() -> None:
    entry = {"key": text(b"STATE"), "value": text(b"1")}
    for values in ([1, 2], [entry, None], [entry, {**entry, "value": text(b"2")}]):
        answer = view_state({}, b"", None, pages=False)
        answer = RawDocument("query", answer.params, {"result": {"block_hash": BLOCK, "values": values}})
        assert facts_of([answer]).storages == {}


def test_changes_that_do_not_say_what_changed_tell_nothing() -> None:
    params = {"changes_type": "data_changes", "account_ids": [ACCOUNT], "key_prefix_base64": ""}

    def changes(*entries: Any) -> Any:
        answer = {"result": {"block_hash": BLOCK, "changes": list(entries)}}
        return facts_of([RawDocument("EXPERIMENTAL_changes", params, answer)]).changes

    whole = change(OTHER, b"k", b"1")
    assert changes(whole, change(OTHER, b"k", None)) and changes()
    for damaged in (7, {}, {**whole, "change": {**whole["change"], "value_base64": 7}}):
        assert changes(whole, damaged) == {}
    del whole["change"]["key_base64"]
    assert changes(whole) == {}
