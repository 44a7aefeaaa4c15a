"""Files, standard input and pastes: unpacked, parsed, recognised, or refused with the place."""

# covers: xccviz/sources/files/unpack.py

from __future__ import annotations

import gzip
import io
import json
import lzma
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xccviz.model.errors import UserError
from xccviz.sources.files import read as file
from xccviz.sources.files import streamer, unpack
from xccviz.sources.files.read import open_bytes, open_file, open_stdin, open_text

HASH = "4ymoXTzYL7pJoxyj6PGU7fWqKKMSXbdFi9XvZ6AgRbEY"


@pytest.fixture
def public(repo_root: Path) -> Path:
    return repo_root / "tests/data/public"


@pytest.fixture
def recorded(repo_root: Path) -> Path:
    return repo_root / "tests/data/node/tutorial-batch-ok/tx_status.json"


def refused(data: bytes | str, select: str | None = None) -> UserError:
    with pytest.raises(UserError) as caught:
        open_text(data, select) if isinstance(data, str) else open_bytes(data, "given.json", select)
    return caught.value


def test_an_envelope_is_kept_whole(recorded: Path) -> None:
    raw = open_file(recorded)
    (document,) = raw.documents
    assert document.envelope == json.loads(recorded.read_bytes())
    assert (document.method, document.params, document.endpoint) == ("EXPERIMENTAL_tx_status", None, None)
    assert raw.tx_hash == document.payload["transaction"]["hash"]
    assert (raw.sender_account_id, raw.open) == ("alice.near", "tx_status.json")


def test_a_bare_result_and_one_without_receipts(recorded: Path, public: Path) -> None:
    result = json.loads(recorded.read_bytes())["result"]
    assert open_text(json.dumps(result)).documents[0].envelope == result
    raw = open_file(public / "tx-without-receipts.json")
    assert raw.documents[0].method == "tx"
    assert raw.tx_hash == "8qfBoDpJbHoggepLfaZoTKVGSuE58ui8YdjmqRzBhLSg" or len(raw.tx_hash or "") > 40


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress, bytes])
def test_packed_files_are_told_by_their_first_bytes(tmp_path: Path, recorded: Path, pack: Any) -> None:
    path = tmp_path / "no-ending"
    path.write_bytes(pack(recorded.read_bytes()))
    assert open_file(path).documents == open_file(recorded).documents


def test_zstd_works_with_its_package_and_says_so_without(recorded: Path) -> None:
    try:
        import zstandard
    except ImportError:
        error = refused(b"\x28\xb5\x2f\xfd1234")
        assert error.kind == "malformed"
        assert "zstandard" in error.message
    else:
        data = zstandard.ZstdCompressor().compress(recorded.read_bytes())
        assert open_bytes(data, "x").documents == open_file(recorded).documents
        assert refused(data[:-20]).kind == "malformed"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_that_shells_write(recorded: Path, encoding: str) -> None:
    data = recorded.read_text(encoding="utf-8").encode(encoding)
    assert open_bytes(data, "x").documents == open_file(recorded).documents


def test_standard_input(recorded: Path) -> None:
    raw = open_stdin(stream=io.BytesIO(recorded.read_bytes()))
    assert raw.open == "standard input"
    assert raw.documents == open_file(recorded).documents


def test_standard_input_that_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(UserError) as caught:
        open_stdin()
    assert caught.value.kind == "malformed"
    assert "closed" in caught.value.message


def test_a_number_of_too_many_digits_is_said_in_our_words() -> None:
    error = refused('{"gas": ' + "9" * 5000 + "}")
    assert error.kind == "malformed"
    assert "a number of 5,000 digits is too large" in error.message


def test_an_indexers_transaction_in_three_wrappings(public: Path) -> None:
    one = json.loads((public / "indexer-one.json").read_bytes())
    for wrapped in (one, [one], {"transactions": [one]}):
        raw = open_text(json.dumps(wrapped))
        assert raw.documents[0].method == "indexer"
        assert raw.documents[0].envelope == one
        assert raw.tx_hash == one["transaction"]["hash"]


def test_several_transactions_are_listed_and_one_can_be_chosen(public: Path) -> None:
    text = (public / "indexer-two.json").read_text(encoding="utf-8")
    hashes = [entry["transaction"]["hash"] for entry in json.loads(text)["transactions"]]
    error = refused(text)
    assert error.kind == "usage"
    assert [line.split()[0] for line in error.details] == hashes
    assert error.listed
    assert "#HASH" in error.hint
    assert open_text(text, hashes[1]).tx_hash == hashes[1]
    assert refused(text, HASH).kind == "usage"


def test_an_assembled_lake_document_opens_without_a_status(public: Path) -> None:
    raw = open_file(public / "lake-assembled.json")
    assert raw.documents[0].method == "EXPERIMENTAL_tx_status"
    assert "status" not in raw.documents[0].payload


def test_a_streamer_message_lists_its_transactions_and_opens_the_chosen_one(public: Path) -> None:
    message = json.loads((public / "streamer-a.json").read_bytes())
    results = streamer.transactions_of(message)
    hashes = [result["transaction"]["hash"] for result in results]
    assert len(hashes) == 2
    raw = open_file(public / "streamer-a.json", hashes[1])
    assert raw.tx_hash == hashes[1]
    assert [document.method for document in raw.documents] == ["EXPERIMENTAL_tx_status", "block"]
    assert raw.documents[1].envelope == message["block"]
    children = raw.documents[0].payload["transaction_outcome"]["outcome"]["receipt_ids"]
    known = {entry["id"] for entry in raw.documents[0].payload["receipts_outcome"]}
    assert known <= set(children)


def test_a_streamer_message_with_one_complete_transaction_opens_it(public: Path) -> None:
    message = json.loads((public / "streamer-a.json").read_bytes())
    shards = [shard for shard in message["shards"] if (shard.get("chunk") or {}).get("transactions")]
    shard = shards[0]
    shard["chunk"]["transactions"] = shard["chunk"]["transactions"][:1]
    for other in message["shards"]:
        if other is not shard and other.get("chunk"):
            other["chunk"]["transactions"] = []
    raw = open_text(json.dumps(message))
    assert raw.tx_hash == shard["chunk"]["transactions"][0]["transaction"]["hash"]
    shard["chunk"]["transactions"] = []
    assert refused(json.dumps(message)).kind == "malformed"


def test_an_error_envelope_is_quoted(public: Path) -> None:
    error = refused((public / "error-unknown-transaction.json").read_bytes())
    assert error.kind == "malformed"
    assert "UNKNOWN_TRANSACTION" in error.message


def test_the_debug_text_of_near_workspaces_names_the_hash_to_fetch() -> None:
    text = (
        "ExecutionFinalResult { total_gas_burnt: NearGas { inner: 1 }, transaction: ExecutionOutcome { "
        f"transaction_hash: {HASH}, block_hash: 11111111111111111111111111111111, logs: [] }} }}"
    )
    for data in (text, "running 1 test\n" + text):
        error = refused(data)
        assert error.kind == "malformed"
        assert HASH in error.message
        assert HASH in error.hint
        assert "--rpc" in error.hint


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("  \n", "is empty"),
        ('{"a": 1,\n "b": }', "line 2, column 7"),
        ('{"transaction": {"hash": "x"', "ends too early"),
        ('{"result": {"receipts": [{"pred', "ends too early"),
        ('{"a": tr', "ends too early"),
        ('{"a": "\\u00', "ends too early"),
        ('{"a": 1, ...', "ends too early"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a": NaN}', "NaN is not JSON"),
        ('{"a": 1e999}', "too large"),
        ('{"a": ' + "9" * 5000 + "}", "not valid JSON"),
        ("[]", "an empty array"),
        ("[1]", "$[0]"),
        ("7", "at $, expected an object, found a number"),
        ('"text"', "found text"),
        ("{}", "an empty object"),
        ('{"foo": 1}', "an object with foo"),
        ('{"result": 5}', "$.result"),
        ('{"result": {"final_execution_status": "NONE"}}', "knows nothing of it yet"),
        ('{"result": {"header": {}, "chunks": []}}', "found a block"),
        ('{"header": {}, "receipts": [], "transactions": [{}]}', "found a chunk"),
        ('{"receipt_id": "x", "receipt": {}}', "found a receipt"),
        ('{"transaction": {}, "status": {}}', "without transaction_outcome"),
        ('{"transactions": []}', "$.transactions"),
        ('{"transactions": [{"transaction": {}, "execution_outcome": {}}]}', "$.transactions[0].receipts"),
        ('{"format": "xccviz-graph", "version": 1}', "exports are not opened again"),
        ('{"error": "nope"}', "an error a node answered"),
        ("<html>", "HTML"),
        ("hello", "line 1, column 1"),
    ],
)
def test_anything_else_is_refused_with_place_and_expectation(text: str, words: str) -> None:
    error = refused(text)
    assert error.kind == "malformed"
    assert words in error.message
    assert "\n" not in error.message


def test_bytes_that_are_no_text_and_damaged_packages() -> None:
    assert "byte 1 is not valid UTF-8" in refused(b"\xff\x00\x01").message
    assert "damaged" in refused(gzip.compress(b"{}" * 100)[:-9]).message
    assert "damaged" in refused(lzma.compress(b"{}" * 100)[:-9]).message
    assert "damaged" in refused(b"\x1f\x8b\x08garbage").message


def test_too_large_is_said_before_memory_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "MAX_BYTES", 1 << 20)
    bomb = gzip.compress(b" " * (8 << 20))
    assert len(bomb) < 20_000
    assert "larger than 1 MiB" in refused(bomb).message
    assert "larger than 1 MiB" in refused(" " * (2 << 20)).message


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path / "absent.json", tmp_path, "a\0b.json"):
        with pytest.raises(UserError) as caught:
            open_file(path)
        assert caught.value.kind == "usage"


@given(st.binary(max_size=300))
def test_any_bytes_open_or_are_refused(data: bytes) -> None:
    assert refused(data).kind in ("usage", "malformed")


keys = st.sampled_from(
    ["transaction", "transaction_outcome", "receipts", "result", "error", "transactions", "execution_outcome"]
    + ["block", "shards", "chunk", "format", "version", "documents", "query", "hash", "outcome", "id"]
    + ["receipt_execution_outcomes"]
)
shapes = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.just("xccviz-capture"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=5),
    max_leaves=15,
)


@given(shapes)
def test_any_shape_opens_or_is_refused(value: Any) -> None:
    try:
        raw = file.raw_from_json(value, "given.json")
    except UserError:
        return
    assert raw.documents


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
def test_wide_characters_are_told_without_their_mark(encoding: str) -> None:
    for text in ('{"é": 1}', "[1]\n"):
        assert unpack.decode_text(text.encode(encoding), "x") == text


def test_what_is_packed_twice_is_unpacked_twice() -> None:
    twice = gzip.compress(lzma.compress(b"{}"))
    assert unpack.unpack(twice, "x") == b"{}"


@pytest.mark.parametrize(
    ("begins", "what"),
    [(b"PK\x03\x04", "a ZIP archive"), (b"\x89PNG\r\n", "a picture"), (b"\0asm\1", "code")],
)
def test_what_is_no_text_at_all_is_named(begins: bytes, what: str) -> None:
    with pytest.raises(UserError, match=what) as caught:
        open_bytes(begins + b"\0" * 40, "given")
    assert caught.value.kind == "malformed"
