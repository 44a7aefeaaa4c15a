"""The cache: keyed by the chain and not by an address, never a crash, nothing lost that was said to be stored."""

# covers: xccviz/atomic.py, xccviz/sources/about.py, xccviz/sources/store/bodies.py

from __future__ import annotations

import gzip
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import zlib
from contextlib import closing
from pathlib import Path

import pytest

from tests.reference.executor import Program, execute
from tests.reference.recorded import HERE, raw_of
from xccviz.model.raw import RawDocument, RawTransaction
from xccviz.sources.files.capture import capture_to_json
from xccviz.sources.store.cache import Cache, Identity
from xccviz.values import replace

MAIN = Identity("mainnet", "genesis-a")
LOCAL = Identity("localnet", "genesis-b")


def transaction(text: str = "x") -> RawTransaction:
    return replace(raw_of(execute(Program(False, text.encode())).answer), tx_hash="tx", open=text)


def answers(raw: RawTransaction, hash: str) -> RawTransaction:
    """The same transaction under another hash."""
    (document,) = raw.documents
    changed = {**document.payload, "transaction": {**document.payload["transaction"], "hash": hash}}
    return replace(raw, documents=(replace(document, envelope=changed),), tx_hash=hash)


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path)


def test_what_was_stored_comes_back_in_another_process_too(cache: Cache, tmp_path: Path) -> None:
    assert cache.transaction("tx") is None
    assert cache.store_transaction(MAIN, "tx", transaction(), final=True)
    cache.close()
    found = Cache(tmp_path).transaction("tx", "mainnet")
    assert found is not None and found.final
    assert found.raw.documents == transaction().documents


def test_a_chain_made_anew_has_nothing_of_the_old_one(cache: Cache) -> None:
    cache.store_transaction(LOCAL, "tx", transaction(), final=True)
    assert cache.transaction("tx", "localnet", "genesis-c") is None
    assert cache.transaction("tx", "mainnet") is None
    assert cache.transaction("tx", "localnet", "genesis-b") is not None


def test_final_is_never_replaced_by_less(cache: Cache) -> None:
    cache.store_transaction(MAIN, "tx", transaction("running"), final=False)
    running = cache.transaction("tx")
    assert running is not None and not running.final
    cache.store_transaction(MAIN, "tx", transaction("done"), final=True)
    cache.store_transaction(MAIN, "tx", transaction("running again"), final=False)
    found = cache.transaction("tx")
    assert found is not None and found.final and found.raw.open == "done"


def test_immutable_answers_are_shared_by_chain(cache: Cache) -> None:
    block = RawDocument(
        "block", {"block_id": "h"}, {"result": {"header": {"height": 5}}}, "https://a", "t", 200
    )
    assert cache.store_document(MAIN, "block", "h", block)
    assert cache.document(MAIN, "block", "h") == block
    assert cache.document(LOCAL, "block", "h") is None


def test_the_least_recently_used_go_first(tmp_path: Path) -> None:
    cache = Cache(tmp_path, limit=40_000)
    for i in range(60):
        noise = os.urandom(1000).hex()
        assert cache.store_document(MAIN, "block", str(i), RawDocument("block", None, {"result": noise}))
        cache.document(MAIN, "block", "0")
    assert cache.size() <= 40_000
    assert cache.document(MAIN, "block", "0") is not None
    assert cache.document(MAIN, "block", "59") is not None
    assert cache.document(MAIN, "block", "1") is None


@pytest.mark.parametrize("damage", [b"this is no database at all, but text" * 50, b""])
def test_a_damaged_file_is_set_aside_with_a_message(tmp_path: Path, damage: bytes) -> None:
    first = Cache(tmp_path)
    first.store_transaction(MAIN, "tx", transaction(), final=True)
    first.close()
    first.path.write_bytes(damage)
    cache = Cache(tmp_path)
    assert cache.transaction("tx") is None
    assert cache.store_transaction(MAIN, "tx", transaction(), final=True)
    assert cache.transaction("tx") is not None
    if damage:
        assert cache.trouble is not None and "set aside" in cache.trouble
        (aside,) = [
            path for path in tmp_path.iterdir() if ".damaged-" in path.name and "wal" not in path.name
        ]
        assert aside.read_bytes() == damage


def test_damage_in_the_middle_is_noticed_when_it_is_read(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    for i in range(200):
        cache.store_document(
            MAIN, "block", str(i), RawDocument("block", None, {"result": os.urandom(500).hex()})
        )
    cache.close()
    data = bytearray(cache.path.read_bytes())
    data[4096 : len(data) - 4096] = os.urandom(len(data) - 8192)
    cache.path.write_bytes(bytes(data))
    cache = Cache(tmp_path)
    for i in range(200):
        cache.document(MAIN, "block", str(i))
    assert cache.trouble is not None
    assert cache.store_transaction(MAIN, "tx", transaction(), final=True)


def test_a_row_that_is_no_capture_is_forgotten(cache: Cache) -> None:
    cache.store_transaction(MAIN, "tx", transaction(), final=True)
    with closing(sqlite3.connect(cache.path)) as other, other:
        other.execute("UPDATE documents SET body = x'00'")
    assert cache.transaction("tx") is None
    assert cache.size() == 0
    assert "fetched anew" in (cache.trouble or "")
    assert len(cache.news()) == 1


def _body(cache: Cache, body: bytes | str | int | None) -> None:
    with closing(sqlite3.connect(cache.path)) as other, other:
        other.execute("UPDATE documents SET body = ?", (body,))


@pytest.mark.parametrize(
    "body",
    [
        "text", 7, zlib.compress(b"[]"), zlib.compress(b"\xff\xfe"), zlib.compress(b'{"format": NaN}'),
        zlib.compress(b"[" * 5_000), zlib.compress(b" " * 50_000_000), zlib.compress(b"[1, 2")[:-3],
        zlib.compress(json.dumps({"format": "xccviz-capture", "version": 1, "documents": [7]}).encode()),
        zlib.compress(json.dumps({"method": 7, "params": {}, "envelope": {}}).encode()),
        zlib.compress(capture_to_json(answers(transaction(), "another"), "x", "")),
    ],
)  # fmt: skip
def test_a_body_that_is_not_what_was_stored_is_left_out_with_a_remark(
    cache: Cache, body: bytes | str | int
) -> None:
    for is_transaction in (True, False):
        cache.news()
        cache.trouble = None
        cache.store_transaction(MAIN, "tx", transaction(), final=True, receipts=("r",))
        cache.store_document(MAIN, "block", "b", RawDocument("block", None, {"result": {}}))
        _body(cache, body)
        if is_transaction:
            assert cache.transaction("tx") is None
        elif cache.document(MAIN, "block", "b") is not None:
            continue  # it is a document, of sorts
        assert any("fetched anew" in told for told in cache.news())
        assert cache.transaction("r") is None
        assert cache.store_transaction(MAIN, "tx", transaction(), final=True)
        assert cache.transaction("tx") is not None


def test_a_receipt_that_the_transaction_does_not_name_leads_nowhere(cache: Cache) -> None:
    raw = transaction()
    cache.store_transaction(MAIN, "tx", raw, final=True, receipts=("elsewhere", "r0"))
    assert cache.transaction("elsewhere") is None
    assert cache.transaction("r0") is not None


def test_an_immutable_answer_to_something_else_is_left_out(cache: Cache) -> None:
    asked, other = "1" * 32, "2" * 32
    for said in (other, [asked], {}, 7):
        block = RawDocument("block", {"block_id": asked}, {"result": {"header": {"hash": said}}})
        cache.store_document(MAIN, "block", asked, block)
        assert cache.document(MAIN, "block", asked) is None
    right = RawDocument("block", {"block_id": asked}, {"result": {"header": {"hash": asked}}})
    cache.store_document(MAIN, "block", asked, right)
    assert cache.document(MAIN, "block", asked) == right


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE documents SET identity = x'ff', size = 'much', used = 'never', final = x'00'",
        "UPDATE documents SET size = 9223372036854775807, used = 1e999",
        "ALTER TABLE documents RENAME COLUMN body TO soul",
        "DROP TABLE documents",
    ],
)
def test_a_file_with_odd_columns_is_no_crash(tmp_path: Path, change: str) -> None:
    first = Cache(tmp_path)
    for name in ("a", "b"):
        first.store_document(MAIN, "block", name, RawDocument("block", None, {"result": {}}))
        first.store_transaction(MAIN, name, answers(transaction(), name), final=True)
    first.close()
    with closing(sqlite3.connect(tmp_path / "transactions-1.sqlite")) as other, other:
        other.execute(change)
    cache = Cache(tmp_path, limit=10)
    cache.transaction("a"), cache.document(MAIN, "block", "a"), cache.size()
    assert cache.store_transaction(MAIN, "tx", transaction(), final=True)
    assert cache.transaction("tx") is not None


def test_damaged_bytes_of_the_file_are_no_crash(tmp_path: Path) -> None:
    """Its pages and the text of its schema; names that are no UTF-8 make the driver raise what no database error is."""
    Cache(tmp_path).store_transaction(MAIN, "tx", transaction(), final=True)
    path = tmp_path / "transactions-1.sqlite"
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = path.read_bytes()
    chance = random.Random(7)
    for _ in range(25):
        damaged = bytearray(whole)
        for _ in range(chance.choice((1, 5, 50))):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        for name in ("", "-wal", "-shm"):
            (tmp_path / f"transactions-1.sqlite{name}").unlink(missing_ok=True)
        path.write_bytes(damaged)
        cache = Cache(tmp_path)
        cache.transaction("tx"), cache.size()
        cache.store_transaction(MAIN, "tx", transaction(), final=True)
        cache.close()


def test_a_schema_that_is_no_text_is_set_aside(tmp_path: Path) -> None:
    packed = (HERE / "broken" / "cache-schema-no-utf8.sqlite.gz").read_bytes()
    (tmp_path / "transactions-1.sqlite").write_bytes(gzip.decompress(packed))
    cache = Cache(tmp_path)
    assert cache.transaction("tx") is None
    assert "set aside" in (cache.trouble or "")
    assert cache.store_transaction(MAIN, "tx", transaction(), final=True)
    assert cache.transaction("tx") is not None


@pytest.mark.skipif(os.name != "posix", reason="pipes of POSIX")
def test_a_pipe_where_the_cache_should_be_is_left_alone(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "transactions-1.sqlite")
    cache = Cache(tmp_path)
    assert cache.transaction("tx") is None
    assert not cache.store_transaction(MAIN, "tx", transaction(), final=True)
    assert "is no file" in (cache.trouble or "")


def test_a_folder_that_cant_be_made_is_no_crash(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = Cache(tmp_path / "file" / "below")
    assert not cache.store_transaction(MAIN, "tx", transaction(), final=True)
    assert cache.transaction("tx") is None
    assert cache.trouble is not None


def test_many_threads_and_two_caches_write_at_once(tmp_path: Path) -> None:
    caches = [Cache(tmp_path), Cache(tmp_path)]

    def write(n: int) -> None:
        for i in range(20):
            body = RawDocument("block", None, {"result": [n, i]})
            assert caches[n % 2].store_document(MAIN, "block", f"{n}-{i}", body)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(caches[0].document(MAIN, "block", f"{n}-{i}") for n in range(6) for i in range(20))


def test_a_file_that_somebody_holds_is_waited_for_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xccviz.sources.store.cache._BUSY_SECONDS", 0.3)
    cache = Cache(tmp_path)
    assert cache.store_transaction(MAIN, "tx", transaction(), final=True)
    tried: list[str] = []
    assert cache._connection is not None
    cache._connection.set_trace_callback(tried.append)
    with closing(sqlite3.connect(cache.path, isolation_level=None)) as other, other:
        other.execute("BEGIN IMMEDIATE")
        assert not any(cache.store_transaction(MAIN, "tx", transaction(), final=True) for _ in range(4))
        assert sum("INTO documents" in statement for statement in tried) == 1, tried
        other.execute("ROLLBACK")
    assert len(cache.news()) == 1
    assert cache.transaction("tx") is None  # still left alone
    monkeypatch.setattr(cache, "_unusable_until", 0.0)  # the pause is over
    assert cache.transaction("tx") is not None


_WRITER = """
import random, sys
from pathlib import Path
from xccviz.model.raw import RawDocument, RawTransaction
from xccviz.sources.files.capture import capture_to_json
from xccviz.sources.store.cache import Cache, Identity
MAIN = Identity("mainnet", "genesis-a")
cache, start = Cache(Path(sys.argv[1])), int(sys.argv[2])
chance = random.Random(start)
for i in range(start, start + 100_000):
    document = RawDocument("block", None, {"result": [i, chance.randbytes(chance.choice((9, 900, 90_000))).hex()]})
    if i % 2:
        done = cache.store_document(MAIN, "block", str(i), document)
    else:
        main = RawDocument("tx", None, {"result": {"transaction": {"hash": str(i)}}})
        raw = RawTransaction((document, main), tx_hash=str(i))
        done = cache.store_transaction(MAIN, str(i), raw, final=i % 3 > 0)
    if done:
        print(i, flush=True)
"""


@pytest.mark.parametrize("kills", [20, pytest.param(100, marks=pytest.mark.long)])
def test_nothing_said_to_be_stored_is_lost_by_kill_9(kills: int, tmp_path: Path, repo_root: Path) -> None:
    """A writer is killed again and again, in the middle of some write; the file opens and has them all, whole."""
    stored: set[int] = set()
    for round_ in range(kills):
        arguments = [sys.executable, "-c", _WRITER, str(tmp_path), str(round_ * 100_000)]
        with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, cwd=repo_root) as writer:
            assert writer.stdout is not None
            for _ in range(1 + round_ % 4):
                stored.add(int(writer.stdout.readline()))
            os.kill(writer.pid, signal.SIGKILL)
            stored.update(int(line) for line in writer.stdout.read().split("\n")[:-1])
    cache = Cache(tmp_path)
    for key in stored:
        if key % 2:
            document = cache.document(MAIN, "block", str(key))
        else:
            cached = cache.transaction(str(key))
            assert cached is not None and cached.final == (key % 3 > 0)
            document, _ = cached.raw.documents
        assert document is not None and document.envelope["result"][0] == key
    assert cache.trouble is None
    assert len(stored) >= kills
