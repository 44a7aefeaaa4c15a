"""What is read beside the traffic: which transaction was sent, and whether a node refused it."""

# covers: xccviz/recording/signed.py, xccviz/recording/noticing.py, xccviz/recording/packings.py

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import sys
import zlib
from collections.abc import Mapping
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xccviz.model import base58
from xccviz.recording import noticing
from xccviz.recording.lines import unread
from xccviz.recording.noticing import LONGEST, Sent, named_in, refusals, sending_in
from xccviz.recording.packings import unknown_packing
from xccviz.recording.signed import KEYS, SIGNATURES, read_signed

RECORDED = json.loads((Path(__file__).parent.parent / "data" / "recording" / "signed.json").read_text())
TEXT, HASH, SIGNER = RECORDED["signed_tx_base64"], RECORDED["hash"], RECORDED["signer_id"]


def sent_in(body: bytes, headers: Mapping[str, str]) -> tuple[Sent, ...]:
    return noticing.sent_in(sending_in(body, headers))


def question(text: str = TEXT, id: object = 1, method: str = "send_tx") -> dict[str, object]:
    params = {"signed_tx_base64": text, "wait_until": "NONE"} if method == "send_tx" else [text]
    return {"jsonrpc": "2.0", "id": id, "method": method, "params": params}


def written(signer: str, kind: int, rest: bytes, version: int) -> tuple[bytes, bytes]:
    """A transaction as Borsh as far as its reader looks, and its signature."""
    name = signer.encode()
    body = len(name).to_bytes(4, "little") + name + bytes([kind]) + bytes(KEYS[kind]) + rest
    return (b"\x01" if version else b"") + body, bytes([kind]) + b"\x07" * SIGNATURES[kind]


def test_the_hash_of_recorded_bytes_is_the_one_the_node_told() -> None:
    signed = read_signed(TEXT)
    assert signed is not None
    assert (signed.hash, signed.signer_id) == (HASH, SIGNER)


@given(
    st.from_regex(r"[a-z0-9]{2,64}", fullmatch=True),
    st.sampled_from(sorted(KEYS)),
    st.binary(min_size=1, max_size=200),
    st.sampled_from([0, 1]),
)
def test_every_type_of_key_and_both_versions_are_read(
    signer: str, kind: int, rest: bytes, version: int
) -> None:
    body, signature = written(signer, kind, rest, version)
    signed = read_signed(base64.b64encode(body + signature).decode())
    assert signed is not None
    assert signed.signer_id == signer
    assert signed.hash == base58.encode(hashlib.sha256(body).digest())


@given(st.text(max_size=60) | st.binary(max_size=400).map(lambda data: base64.b64encode(data).decode()))
def test_anything_else_is_none(text: str) -> None:
    signed = read_signed(text)
    assert signed is None or 2 <= len(signed.signer_id) <= 64


@pytest.mark.parametrize("method", ["send_tx", "broadcast_tx_async", "broadcast_tx_commit"])
@pytest.mark.parametrize(
    ("pack", "named"),
    [
        (bytes, None),
        (gzip.compress, "gzip"),
        (zlib.compress, "deflate"),
        (lambda body: zlib.compress(body, wbits=-15), "Deflate"),
        (lambda body: zlib.compress(gzip.compress(body)), "gzip, identity, deflate"),
    ],
    ids=["plain", "gzip", "deflate", "bare deflate", "twice"],
)
def test_a_question_that_sends_is_noticed(method: str, pack: object, named: str | None) -> None:
    body = pack(json.dumps(question(method=method)).encode())  # type: ignore[operator]
    found = sent_in(body, {"Content-Encoding": named} if named is not None else {})
    assert [(one.hash, one.signer_id, one.id) for one in found] == [(HASH, SIGNER, 1)]


def test_a_batch_is_noticed_in_its_order() -> None:
    bytes_of = [base64.b64decode(TEXT)[:-65] + bytes([0]) + bytes([n]) * 64 for n in (1, 2)]
    other, signature = written("bob.near", 0, b"x", 0)
    texts = [base64.b64encode(bytes_of[0]).decode(), base64.b64encode(other + signature).decode()]
    batch = [question(texts[0], 5), {"method": "block", "params": {}, "id": 6}, question(texts[1], "7")]
    found = sent_in(json.dumps(batch).encode(), {})
    assert [(one.signer_id, one.id) for one in found] == [(SIGNER, 5), ("bob.near", "7")]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"send_tx",
        b'{"method":"send_tx"',
        b"[" * 5000 + b'"send_tx"',
        b'{"method":"send_tx","params":{"signed_tx_base64":7}}',
        b'{"method":"send_tx","params":[]}',
        b'{"method":"send_tx","params":null}',
        b'{"method":"query","params":{"signed_tx_base64":"send_tx"}}',
        b"\xff\xfe send_tx",
    ],
)
def test_what_sends_nothing_that_can_be_read_is_let_by(body: bytes) -> None:
    assert sent_in(body, {}) == ()


def test_a_packed_bomb_is_not_unpacked() -> None:
    bomb = gzip.compress(b" " * (LONGEST + 1))
    assert sent_in(bomb, {"Content-Encoding": "gzip"}) == ()


class Reversing:
    """Stands for the packages that undo br and zstd."""

    def __init__(self, **options: object) -> None:
        assert options in ({}, {"max_window_size": 64 << 20})

    def stream_reader(self, packed: io.BytesIO) -> io.BytesIO:
        return packed

    def process(self, piece: bytes) -> bytes:
        return piece


@pytest.mark.parametrize(("packing", "package", "made"), [
    ("br", "brotli", "Decompressor"), ("zstd", "zstandard", "ZstdDecompressor"),
])  # fmt: skip
def test_what_needs_a_package_is_read_with_it_and_told_without(
    packing: str, package: str, made: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    body, headers = json.dumps(question()).encode(), {"Content-Encoding": packing}
    monkeypatch.setitem(sys.modules, package, None)
    assert (sent_in(body, headers), unknown_packing(headers)) == ((), packing)
    assert unread(packing).endswith(f"pip install {package} helps")
    stands = ModuleType(package)
    vars(stands).update({made: Reversing, "error": ZeroDivisionError, "ZstdError": ZeroDivisionError})
    stands.__spec__ = ModuleSpec(package, None)
    monkeypatch.setitem(sys.modules, package, stands)
    assert ([one.hash for one in sent_in(body, headers)], unknown_packing(headers)) == ([HASH], None)
    assert sent_in(body + b" " * LONGEST, headers) == ()


@pytest.mark.parametrize(("packing", "package"), [("br", "brotli"), ("zstd", "zstandard")])
def test_the_packages_themselves_undo_it(packing: str, package: str) -> None:
    packed = pytest.importorskip(package).compress(json.dumps(question()).encode())
    assert [one.hash for one in sent_in(packed, {"Content-Encoding": packing})] == [HASH]
    assert sent_in(packed[:-9] + b"damaged", {"Content-Encoding": packing}) == ()


def test_how_nobody_packs_is_no_way_to_pack() -> None:
    assert unknown_packing({"Content-Encoding": "identity, gzip, x\x1b[2J"}) == "x\x1b[2j"
    assert "\x1b" not in unread("x\x1b[2j")
    assert unknown_packing({}) is None


def test_only_invalid_transaction_refuses() -> None:
    sent = sent_in(json.dumps(question(id="1")).encode(), {})
    refused = refusals(sent, json.dumps(RECORDED["refused"]).encode(), {})
    assert set(refused) == {HASH}
    assert "nonce" in refused[HASH].lower()
    timeout = {"error": {"name": "HANDLER_ERROR", "cause": {"name": "TIMEOUT_ERROR"}}, "id": "1"}
    for answer in (timeout, {"result": HASH, "id": "1"}, {"error": "no"}, [], 7, {"error": {"cause": []}}):
        assert refusals(sent, json.dumps(answer).encode(), {}) == {}
    assert refusals(sent, b"<html>", {}) == {}


def test_in_a_batch_the_refusal_is_of_the_one_with_its_id() -> None:
    other, signature = written("bob.near", 0, b"x", 0)
    batch = [question(id=1), question(base64.b64encode(other + signature).decode(), 2)]
    sent = sent_in(json.dumps(batch).encode(), {})
    answers = [{"jsonrpc": "2.0", "id": 1, "result": HASH}, {**RECORDED["refused"], "id": 2}]
    assert set(refusals(sent, json.dumps(answers).encode(), {})) == {sent[1].hash}


def test_one_sent_twice_in_a_batch_is_refused_only_if_both_are() -> None:
    batch = [question(id=1), question(id=2)]
    sent = sent_in(json.dumps(batch).encode(), {})
    refusal = {**RECORDED["refused"], "id": 2}
    taken = [{"jsonrpc": "2.0", "id": 1, "result": HASH}, refusal]
    assert refusals(sent, json.dumps(taken).encode(), {}) == {}
    both = [{**refusal, "id": 1}, refusal]
    assert set(refusals(sent, json.dumps(both).encode(), {})) == {HASH}


def test_of_answers_with_one_id_nobody_knows_which_is_whose() -> None:
    other, signature = written("bob.near", 0, b"x", 0)
    batch = [question(id="x"), question(base64.b64encode(other + signature).decode(), "x")]
    sent = sent_in(json.dumps(batch).encode(), {})
    answers = [{**RECORDED["refused"], "id": "x"}, {"jsonrpc": "2.0", "id": "x", "result": HASH}]
    assert refusals(sent, json.dumps(answers).encode(), {}) == {}


STRANGE = base64.b64encode(b"of a kind of the future").decode()


def test_what_cannot_be_read_is_named_by_its_answer() -> None:
    """A hash, as broadcast_tx_async answers, or the transaction; where it names none, nothing is known."""
    batch = [question(STRANGE, 1), question(TEXT, 2), question(STRANGE, 3), question(STRANGE, 4)]
    asked = sending_in(json.dumps(batch).encode(), {})
    assert [one.hash for one in noticing.sent_in(asked)] == [HASH]
    other, third = base58.encode(b"\x01" * 32), base58.encode(b"\x02" * 32)
    transaction = {"transaction": {"hash": third, "signer_id": "bob.near"}}
    answers = [
        {"id": 4, "result": {"final_execution_status": "NONE"}},
        {"id": 3, "result": transaction},
        {"id": 2, "result": other},
        {"id": 1, "result": other},
    ]
    found = named_in(asked, json.dumps(answers).encode(), {})
    assert [(one.hash, one.signer_id, one.id) for one in found] == [(other, "", 1), (third, "bob.near", 3)]


@pytest.mark.parametrize(
    "result", ["no hash", 7, None, {"transaction": {"hash": 5}}, {"transaction": []}, []]
)
def test_an_answer_that_names_no_transaction_names_nothing(result: object) -> None:
    asked = sending_in(json.dumps(question(STRANGE)).encode(), {})
    assert named_in(asked, json.dumps({"id": 1, "result": result}).encode(), {}) == ()
    assert named_in(asked, b"\xff", {}) == ()
