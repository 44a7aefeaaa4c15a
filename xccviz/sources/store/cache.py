"""What was fetched once and never changes: one SQLite file, keyed by the network's identity, never by an address.

    identity (chain id, genesis hash) ─┬─ transaction, hash  → the whole capture        final ones never expire
                                       ├─ receipt_of, receipt id → that hash            for opening by receipt id
                                       └─ block, hash; receipt, id; chunk, hash; …      immutable answers, shared

Only FINAL transactions and answers named by their own hash are taken for granted; the others are kept for reading
offline and fetched again when there is a network. Bodies are compressed JSON. Safe with several processes (WAL) and
after being killed at any moment; a damaged file is set aside, never a crash.
"""

from __future__ import annotations

import contextlib
import errno
import json
import logging
import sqlite3
import threading
import time
import weakref
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from xccviz.catalogue import tr
from xccviz.model.raw import Json, RawDocument, RawTransaction
from xccviz.sources.about import is_about
from xccviz.sources.files.capture import capture_from_json, capture_to_json, document_from_json
from xccviz.sources.files.strict_json import read_json
from xccviz.sources.store.bodies import DAMAGED, check_is_of, unpacked
from xccviz.values import frozen

log = logging.getLogger("xccviz.cache")

_SCHEMA = 1
FILE_NAME = f"transactions-{_SCHEMA}.sqlite"
DEFAULT_LIMIT = 512 * 1024 * 1024
"""Bytes of compressed bodies; beyond it the least recently used go."""
_KEPT_AFTER_EVICTION = 0.9
_BUSY_SECONDS = 2.0
_PAUSE_SECONDS = 30.0
_TABLE = """
CREATE TABLE IF NOT EXISTS documents (
    identity TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL,
    final INTEGER NOT NULL, size INTEGER NOT NULL, used REAL NOT NULL, body BLOB NOT NULL,
    PRIMARY KEY (identity, kind, key)
) WITHOUT ROWID
"""

_T = TypeVar("_T")


@frozen
class Identity:
    """Which chain an endpoint serves. A chain that is made anew under the same name and address has another
    `genesis_hash`, so nothing old is mistaken for its data."""

    chain_id: str
    genesis_hash: str

    def __str__(self) -> str:
        return f"{self.chain_id} {self.genesis_hash}"


@frozen
class Cached:
    """A transaction from the cache; `final`: it was FINAL when it was stored and need not be asked for again."""

    raw: RawTransaction
    final: bool


_PASSING = (
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PERM, sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_AUTH, sqlite3.SQLITE_NOLFS,
)  # fmt: skip
"""Errors of the place or the moment; all others are of the file."""


class Cache:
    """One cache file. Every method may be called from any thread and never raises: a cache that can't be read or
    written is as good as none, and says so in `trouble`, and once to who asks for `news`."""

    def __init__(self, folder: Path, limit: int = DEFAULT_LIMIT) -> None:
        self.path = folder / FILE_NAME
        self.trouble: str | None = None
        self._news: list[str] = []
        self._limit = limit
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._closed = False
        self._unusable_until = 0.0

    def close(self) -> None:
        """Close the file; later calls find nothing and store nothing."""
        with self._lock:
            self._closed = True
            if self._connection is not None:
                with contextlib.suppress(sqlite3.Error):
                    self._connection.close()
                self._connection = None

    # ------------------------------------------------------------------------------------------------ transactions

    def transaction(self, id: str, chain_id: str | None = None, genesis: str | None = None) -> Cached | None:
        """The transaction of that hash, or that has a receipt of that id, of any chain unless one is named; the final
        one where there are several."""
        found = self._transaction(id, chain_id, genesis)
        if found is not None:
            return found
        for identity, body in self._rows(
            "SELECT identity, body FROM documents WHERE kind = 'receipt_of' AND key = ?", (id,)
        ):
            try:
                found = self._transaction(unpacked(body).decode(), chain_id, genesis, id)
            except DAMAGED:
                self._forget(identity, "receipt_of", id)
                continue
            if found is not None:
                self._touch(identity, "receipt_of", id)
                return found
        return None

    def _transaction(
        self, tx_hash: str, chain_id: str | None, genesis: str | None, receipt: str = ""
    ) -> Cached | None:
        """The transaction of that hash; with `receipt` only one that names a receipt of that id."""
        rows = self._rows(
            "SELECT identity, key, final, body FROM documents WHERE kind = 'transaction' AND key = ?"
            " ORDER BY final DESC, used DESC",
            (tx_hash,),
        )
        for identity, key, final, body in rows:
            chain, _, made = str(identity).partition(" ")
            if chain_id not in (None, chain) or genesis not in (None, made):
                continue
            try:
                text = unpacked(body).decode()
                raw = capture_from_json(read_json(text))
                check_is_of(raw, tx_hash)
            except DAMAGED as error:
                self._forget_damaged(identity, "transaction", key, error)
                continue
            if receipt not in text:
                continue
            self._touch(identity, "transaction", key)
            return Cached(raw, bool(final))
        return None

    def listed(self, most: int, most_bytes: int) -> tuple[tuple[str, str, float], ...]:
        """Which transactions `latest` has: identity and hash, and when each was stored or used: another time whenever
        it is another one."""
        rows = self._rows(
            "SELECT identity, key, used FROM documents WHERE kind = 'transaction' AND size <= ?"
            " ORDER BY used DESC LIMIT ?",
            (most_bytes, most),
        )
        return tuple(map(tuple, rows))

    def latest(self, most: int, most_bytes: int) -> Iterator[bytes]:
        """The captures of the `most` transactions that were used last, none of more packed bytes, one after the other;
        to look at them is no use of them."""
        for identity, key, _ in self.listed(most, most_bytes):
            for (body,) in self._rows(
                "SELECT body FROM documents WHERE identity = ? AND kind = 'transaction' AND key = ?",
                (identity, key),
            ):
                with contextlib.suppress(*DAMAGED):
                    yield unpacked(body)

    def store_transaction(
        self,
        identity: Identity,
        tx_hash: str,
        raw: RawTransaction,
        *,
        final: bool,
        receipts: Iterable[str] = (),
    ) -> bool:
        """Keep a transaction with all its documents, to be found by the ids of its `receipts` too; whether it is on
        disk now. What is FINAL already is never replaced by less."""
        try:
            body = zlib.compress(capture_to_json(raw, raw.created_by or "xccviz", raw.created_at or ""), 6)
        except (ValueError, TypeError, RecursionError) as error:
            log.info("a transaction can't be kept: %s", error)
            return False
        name = zlib.compress(tx_hash.encode())
        entries = [("receipt_of", id, name, True) for id in receipts]
        return self._store(identity, [*entries, ("transaction", tx_hash, body, final)])

    # --------------------------------------------------------------------------------------------------- documents

    def document(self, identity: Identity | None, kind: str, key: str) -> RawDocument | None:
        """An immutable answer: a `block` or `chunk` by hash, a `receipt` by id; of any chain without an `identity`."""
        where = "kind = ? AND key = ? AND ? IN (identity, '')"
        for whose, body in self._rows(
            f"SELECT identity, body FROM documents WHERE {where}", (kind, key, str(identity or ""))
        ):
            try:
                found = document_from_json(read_json(unpacked(body).decode()), "$")
                if not is_about(found.method, found.params, found.payload):
                    raise ValueError("it is the answer to something else")
            except DAMAGED as error:
                self._forget_damaged(whose, kind, key, error)
                return None
            self._touch(whose, kind, key)
            return found
        return None

    def store_document(self, identity: Identity, kind: str, key: str, document: RawDocument) -> bool:
        """Keep an immutable answer; whether it is on disk now."""
        members: dict[str, Json] = {
            "method": document.method,
            "params": document.params,
            "envelope": document.envelope,
            "endpoint": document.endpoint,
            "received_at": document.received_at,
            "http_status": document.http_status,
        }
        try:
            body = zlib.compress(json.dumps(members).encode("ascii"), 6)
        except (ValueError, TypeError, RecursionError):
            return False
        return self._store(identity, [(kind, key, body, True)])

    def size(self) -> int:
        """Bytes of all compressed bodies."""
        found = self._rows("SELECT TOTAL(size) FROM documents", ())
        return int(found[0][0]) if found else 0

    def count(self) -> int:
        """How many transactions are kept."""
        found = self._rows("SELECT COUNT(*) FROM documents WHERE kind = 'transaction'", ())
        return int(found[0][0]) if found else 0

    def clear(self) -> bool:
        """Forget everything and give its room back; whether that could be done."""

        def empty(connection: sqlite3.Connection) -> bool:
            connection.executescript("DELETE FROM documents; VACUUM")
            return True

        return bool(self._run(empty))

    # ---------------------------------------------------------------------------------------------------- the file

    def _store(self, identity: Identity, entries: Iterable[tuple[str, str, bytes, bool]]) -> bool:
        """Keep all (kind, key, body, final), or none of them."""

        def write(connection: sqlite3.Connection) -> bool:
            connection.executemany(
                "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
                " final = excluded.final, size = excluded.size, used = excluded.used, body = excluded.body"
                " WHERE excluded.final >= documents.final",
                [
                    (str(identity), kind, key, final, len(body), time.time(), body)
                    for kind, key, body, final in entries
                ],
            )
            self._evict(connection)
            return True

        return self._run(write) or False

    def _evict(self, connection: sqlite3.Connection) -> None:
        """Delete the least recently used until there is room again; the newest is never deleted."""
        (total,) = connection.execute("SELECT TOTAL(size) FROM documents").fetchone()
        if total <= self._limit:
            return
        oldest = connection.execute(
            "SELECT identity, kind, key, length(body) FROM documents ORDER BY used * (used <= ?), used",
            (time.time() + 1.0,),  # what claims to have been used later goes first
        ).fetchall()
        for identity, kind, key, size in oldest[:-1]:
            _delete(connection, identity, kind, key)
            total -= size
            if total <= self._limit * _KEPT_AFTER_EVICTION:
                break

    def _touch(self, identity: str, kind: str, key: str) -> None:
        self._run(
            lambda c: c.execute(
                "UPDATE documents SET used = ? WHERE identity = ? AND kind = ? AND key = ?",
                (time.time(), identity, kind, key),
            )
        )

    def _forget_damaged(self, identity: str, kind: str, key: str, error: Exception) -> None:
        log.info("a cached %s can't be read and is forgotten: %s", kind, error)
        self._forget(identity, kind, key)
        with self._lock:
            self._say(tr("something in the cache was damaged; it is left out, and fetched anew"))

    def _forget(self, identity: str, kind: str, key: str) -> None:
        self._run(lambda c: _delete(c, identity, kind, key))

    def _rows(self, query: str, values: tuple[object, ...]) -> list[Any]:
        return self._run(lambda c: c.execute(query, values).fetchall()) or []

    def _run(self, work: Callable[[sqlite3.Connection], _T]) -> _T | None:
        """Run `work` in one transaction; None when the file can't be used. A damaged file is set aside and a new one
        begun, once."""
        with self._lock:
            for attempt in (1, 2):
                if self._closed or time.monotonic() < self._unusable_until:
                    return None
                try:
                    connection = self._connection or self._open()
                    with connection:
                        return work(connection)
                except sqlite3.OperationalError as error:
                    if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_BUSY) & 0xFF in _PASSING:
                        # Whoever holds it may hold it for long; one wait is enough.
                        self._unusable_until = time.monotonic() + _PAUSE_SECONDS
                        self._say(tr("the cache can't be used now: {error}", error=error))
                        return None
                    self._set_aside(error)
                except UnicodeEncodeError:  # an id that no database can hold
                    return None
                except (sqlite3.Error, ValueError, TypeError, OverflowError) as error:
                    self._set_aside(error)  # what a damaged file makes of names, numbers and messages
                except OSError as error:
                    self._say(tr("the cache can't be used: {reason}", reason=error.strerror or error))
                    return None
                if attempt == 2:
                    break
            return None

    def _open(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if self.path.exists() and not self.path.is_file():
            raise OSError(errno.EINVAL, tr("{path} is no file", path=self.path))
        connection = sqlite3.connect(self.path, timeout=_BUSY_SECONDS, check_same_thread=False)
        connection.text_factory = _text
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            with connection:
                connection.execute(_TABLE)
                connection.execute("CREATE INDEX IF NOT EXISTS by_key ON documents (kind, key)")
                connection.execute("CREATE INDEX IF NOT EXISTS by_use ON documents (used, size)")
        except BaseException:
            connection.close()
            raise
        self._connection = connection
        weakref.finalize(self, connection.close)  # whoever keeps a cache for a process never closes it
        return connection

    def _set_aside(self, error: Exception) -> None:
        """Move a damaged file out of the way, with its journal, and say where it is."""
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None
        aside = self.path.with_name(f"{self.path.name}.damaged-{int(time.time())}")
        try:
            for ending in ("", "-wal", "-shm"):
                part = self.path.with_name(self.path.name + ending)
                if part.exists():
                    part.replace(aside.with_name(aside.name + ending))
            self._say(
                tr(
                    "the cache was damaged ({error}); it is set aside as {aside}, and a new one begun",
                    error=error,
                    aside=aside,
                )
            )
        except OSError as problem:
            self._say(
                tr(
                    "the cache is damaged and can't be set aside: {reason}",
                    reason=problem.strerror or problem,
                )
            )

    def news(self) -> tuple[str, ...]:
        """What the user has to know of this file and was not told yet."""
        with self._lock:
            told, self._news = tuple(self._news), []
        return told

    def _say(self, text: str) -> None:
        if text != self.trouble:
            self.trouble = text
            self._news.append(text)
        log.info("%s", text)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _delete(connection: sqlite3.Connection, identity: str, kind: str, key: str) -> None:
    connection.execute(
        "DELETE FROM documents WHERE identity = ? AND kind = ? AND key = ?", (identity, kind, key)
    )
