"""Our own file: opening then saving loses nothing, and saving destroys nothing."""

# covers: xccviz/model/raw.py

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xccviz.atomic import write_atomic
from xccviz.model.errors import UserError
from xccviz.model.raw import RawDocument, RawTransaction
from xccviz.sources.files.capture import FORMAT, capture_from_json, capture_to_json, save_capture
from xccviz.sources.files.read import open_bytes, open_file
from xccviz.sources.files.unpack import unpack

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**40), 10**40)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
extras = st.dictionaries(st.text(min_size=1).map("x_".__add__), json_values, max_size=3)
optional_text = st.none() | st.text()
endpoints = st.none() | st.sampled_from(["https://rpc.mainnet.fastnear.com", "http://127.0.0.1:3030"])
documents = st.builds(
    RawDocument,
    method=st.text(),
    params=json_values,
    envelope=json_values,
    endpoint=endpoints,
    received_at=optional_text,
    http_status=st.none() | st.integers(100, 599),
    extra=extras,
)
transactions = st.builds(
    RawTransaction,
    documents=st.lists(documents, min_size=1, max_size=3).map(tuple),
    open=st.text(),
    tx_hash=optional_text,
    sender_account_id=optional_text,
    network=optional_text,
    chain_id=optional_text,
    created_at=st.text(min_size=1),
    created_by=st.text(min_size=1),
    extra=extras,
    query_extra=extras,
)


@given(transactions)
def test_saving_then_opening_loses_nothing(raw: RawTransaction) -> None:
    data = capture_to_json(raw, "someone else", "another time")
    assert capture_from_json(json.loads(data)) == raw
    assert capture_to_json(capture_from_json(json.loads(data)), "x", "y") == data


@given(transactions, extras)
def test_opening_then_saving_keeps_what_a_newer_program_wrote(
    raw: RawTransaction, more: dict[str, Any]
) -> None:
    written = json.loads(capture_to_json(raw, "x", "y"))
    written |= more
    written["query"] |= more
    written["documents"][0] |= more
    assert json.loads(capture_to_json(capture_from_json(written), "x", "y")) == written


def test_a_new_capture_says_who_made_it_and_when() -> None:
    raw = RawTransaction((RawDocument("tx", None, {"result": {}}),), open="H")
    written = json.loads(capture_to_json(raw, "xccviz 1.0", "2026-01-01T00:00:00Z"))
    assert (written["format"], written["version"]) == (FORMAT, 1)
    assert (written["created_by"], written["created_at"]) == ("xccviz 1.0", "2026-01-01T00:00:00Z")
    assert list(written["documents"][0]) == [
        "method",
        "params",
        "endpoint",
        "received_at",
        "http_status",
        "envelope",
    ]


def test_keys_in_endpoints_are_stored_by_neither_reading_nor_writing() -> None:
    raw = RawTransaction((RawDocument("tx", None, {}, endpoint="https://KEY@host.example/?apiKey=KEY"),))
    data = capture_to_json(raw, "x", "y")
    assert b"KEY" not in data
    assert json.loads(data)["documents"][0]["endpoint"] == "https://host.example"
    tampered = json.loads(data)
    tampered["documents"][0]["endpoint"] = "https://KEY@host.example"
    assert capture_from_json(tampered).documents[0].endpoint == "https://host.example"


def test_strings_that_are_no_unicode_survive() -> None:
    raw = RawTransaction(
        (RawDocument("tx", None, {"log": "\ud800 \u2028 \x00"}),), created_at="t", created_by="x"
    )
    assert capture_from_json(json.loads(capture_to_json(raw, "x", "t"))) == raw


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"version": 2}, "version 2"),
        ({"version": "1"}, "$.version"),
        ({"documents": []}, "$.documents"),
        ({"documents": "x"}, "$.documents"),
        ({"documents": [1]}, "$.documents[0]"),
        ({"documents": [{"method": "tx"}]}, "$.documents[0].envelope"),
        ({"documents": [{"method": 1, "envelope": {}}]}, "$.documents[0].method"),
        ({"documents": [{"http_status": "200", "envelope": {}}]}, "$.documents[0].http_status"),
        ({"query": []}, "$.query"),
        ({"query": {"network": 7}}, "$.query.network"),
    ],
)
def test_a_damaged_capture_is_refused_with_the_place(change: dict[str, Any], words: str) -> None:
    good = {"format": FORMAT, "version": 1, "query": {}, "documents": [{"method": "tx", "envelope": {}}]}
    with pytest.raises(UserError) as caught:
        capture_from_json(good | change)
    assert caught.value.kind == "malformed"
    assert words in caught.value.message


@pytest.mark.parametrize("name", ["run.xcc.json", "run.xcc.json.gz", "run.xcc.json.xz"])
def test_saved_files_open_again(tmp_path: Path, repo_root: Path, name: str) -> None:
    raw = open_file(repo_root / "tests/data/node/tutorial-batch-ok/tx_status.json")
    size = save_capture(tmp_path / name, raw, "x", "2026-01-01T00:00:00Z")
    data = (tmp_path / name).read_bytes()
    assert len(data) == size
    again = open_file(tmp_path / name)
    assert again.documents == raw.documents
    assert again.tx_hash == raw.tx_hash
    save_capture(tmp_path / ("b" + name), again, "someone else", "later")
    assert (tmp_path / ("b" + name)).read_bytes() == data
    assert json.loads(unpack(data, name))["format"] == FORMAT


def test_a_capture_is_recognised_by_its_bytes_alone() -> None:
    raw = RawTransaction((RawDocument("tx", None, {"result": {}}),), open="H", created_at="t", created_by="x")
    assert open_bytes(capture_to_json(raw, "", ""), "any") == raw


def test_a_failed_save_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "run.json"
    target.write_bytes(b"old")

    def full(fd: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserError) as caught:
        write_atomic(target, b"new")
    assert caught.value.kind == "output"
    assert "No space left" in caught.value.message
    assert target.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["run.json"]


def test_writing_where_it_cannot_be_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for place in (tmp_path, tmp_path / "nowhere" / "x.json", tmp_path / "file" / "x.json", "a\0b"):
        with pytest.raises(UserError) as caught:
            write_atomic(place, b"x")
        assert caught.value.kind == "output"


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions and links")
def test_links_are_followed_and_permissions_kept(tmp_path: Path) -> None:
    target = tmp_path / "real.json"
    target.write_bytes(b"old")
    target.chmod(0o640)
    link = tmp_path / "link.json"
    link.symlink_to(target)
    write_atomic(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    write_atomic(tmp_path / "fresh.json", b"x")
    umask = os.umask(0)
    os.umask(umask)
    assert stat.S_IMODE((tmp_path / "fresh.json").stat().st_mode) == 0o666 & ~umask
