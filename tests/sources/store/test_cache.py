"""The cache: keyed by the chain and not by an address, never a crash, nothing lost that was said to be stored."""

# covers: xccviz/atomic.py

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.reference.executor import Program, execute
from tests.reference.recorded import raw_of
from xccviz.model.raw import RawDocument, RawTransaction
from xccviz.sources.store.cache import Cache, Identity
from xccviz.values import replace

MAIN = Identity("mainnet", "genesis-a")
LOCAL = Identity("localnet", "genesis-b")


def transaction(text: str = "x") -> RawTransaction:
    return replace(raw_of(execute(Program(False, text.encode())).answer), tx_hash="tx", open=text)


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
    with sqlite3.connect(cache.path) as other:
        other.execute("UPDATE documents SET body = x'00'")
    assert cache.transaction("tx") is None
    assert cache.size() == 0
    assert cache.trouble is None


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
    with sqlite3.connect(cache.path, isolation_level=None) as other:
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
from xccviz.sources.store.cache import Cache, Identity
MAIN = Identity("mainnet", "genesis-a")
cache, start = Cache(Path(sys.argv[1])), int(sys.argv[2])
chance = random.Random(start)
for i in range(start, start + 100_000):
    document = RawDocument("block", None, {"result": [i, chance.randbytes(chance.choice((9, 900, 90_000))).hex()]})
    if i % 2:
        done = cache.store_document(MAIN, "block", str(i), document)
    else:
        done = cache.store_transaction(MAIN, str(i), RawTransaction((document,), tx_hash=str(i)), final=i % 3 > 0)
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
            (document,) = cached.raw.documents
        assert document is not None and document.envelope["result"][0] == key
    assert cache.trouble is None
    assert len(stored) >= kills
