"""What is known of endpoints: how fast they answered, what they refused, until when they want to be left alone.

Kept for the process, and remembered between runs in a small file of the cache folder, by redacted address. It is a
hint for the order of asking and for explanations, never a reason to leave an endpoint out for long: what can't be read
is forgotten, and two processes may overwrite each other.
"""

from __future__ import annotations

import contextlib
import functools
import json
import math
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from xccviz.atomic import write_atomic
from xccviz.catalogue import numeral, tr
from xccviz.model.errors import UserError
from xccviz.model.raw import Json, JsonObject, count_of, list_of, object_of
from xccviz.sources.files.strict_json import read_json
from xccviz.sources.network.answers import Answer, HandlerError, Ok, Trouble
from xccviz.sources.network.causes import METHOD_NOT_FOUND
from xccviz.sources.network.endpoint import LOOK_UPS, Target
from xccviz.sources.redact import redact
from xccviz.values import frozen, names, replace
from xccviz.whole import SETTINGS_BYTES, read_whole

FILE_NAME = "endpoints.json"
FAILED_SECONDS = 300.0
"""How long an endpoint that failed is asked after the others."""
LONGEST_BAN = 600.0
"""Of a longer Retry-After only this much is waited: plans and keys change, and an answer costs one request."""
_MOST = 200
_FORGOTTEN_SECONDS = 30 * 86400.0


@frozen
class Health:
    """One endpoint as it was seen last; times in seconds since 1970, None for what was not seen.

    `latency` of the last answer in seconds; `failure` says why it `failed_at`; not to be asked before `banned_until`;
    `refuses` are methods it does not offer; blocks from `earliest_height` on, up to `latest_height`, when last told.
    """

    seen_at: float = 0.0
    latency: float | None = None
    failed_at: float | None = None
    failure: str = ""
    banned_until: float | None = None
    refuses: frozenset[str] = frozenset()
    earliest_height: int | None = None
    latest_height: int | None = None

    def failing(self, now: float) -> bool:
        """Whether it failed within the last minutes, wants to be left alone, or can't look up transactions."""
        recently = self.failed_at is not None and 0 <= now - self.failed_at < FAILED_SECONDS
        return recently or self.banned(now) > 0 or self.refuses >= set(LOOK_UPS)

    def banned(self, now: float) -> float:
        """Seconds it still wants to be left alone; 0 if it does not."""
        left = self.banned_until - now if self.banned_until is not None else 0.0
        return left if 0 < left <= LONGEST_BAN else 0.0

    def keeps(self) -> str:
        """What is known of how far back it remembers, as in `keeps blocks from 1,234 on`; "" for nothing."""
        if self.earliest_height is None:
            return ""
        return tr("keeps blocks from {height} on", height=numeral(self.earliest_height))


class HealthBook:
    """What is known of all endpoints, by redacted address. Safe from any thread; never raises."""

    def __init__(self, path: Path | None = None, now: Callable[[], float] = time.time) -> None:
        self.now = now
        self._path = path
        self._lock = threading.Lock()
        self._known = _load(path) if path is not None else {}
        self._changed: set[str] = set()

    def of(self, url: str) -> Health:
        """What is known of an endpoint; its address may hold a key or be redacted already."""
        with self._lock:
            return self._known.get(redact(url), Health())

    def note(self, url: str, method: str, answer: Answer, seconds: float) -> None:
        """Remember how an endpoint answered `method` after `seconds`."""
        name, now = redact(url), self.now()
        with self._lock:
            before = self._known.get(name, Health())
            self._known[name] = _after(before, method, answer, seconds, now)
            self._changed.add(name)

    def save(self) -> None:
        """Write what changed into the file, if there is one, beside what other processes wrote there."""
        with self._lock:
            if self._path is None or not self._changed:
                return
            merged = _load(self._path) | {name: self._known[name] for name in self._changed}
            self._changed.clear()
            newest = sorted(merged.items(), key=lambda entry: -entry[1].seen_at)[:_MOST]
            fresh = {n: _to_json(h) for n, h in newest if self.now() - h.seen_at < _FORGOTTEN_SECONDS}
            data = json.dumps({"format": "xccviz-endpoints", "version": 1, "endpoints": fresh}, indent=1)
            with contextlib.suppress(OSError, UserError):
                self._path.parent.mkdir(parents=True, exist_ok=True)
                write_atomic(self._path, data.encode("ascii"))


@functools.cache
def health_in(folder: Path | None) -> HealthBook:
    """The book of a cache folder (None: kept for the process only), one object a process."""
    return HealthBook(folder / FILE_NAME if folder is not None else None)


def in_order(targets: Sequence[Target], book: HealthBook, *, old: bool = False) -> tuple[Target, ...]:
    """Whom to ask first: networks stay in their order, and within one those that failed lately go behind the others,
    archival ones behind the ordinary, or before them for what is known to be `old`; else as configured."""
    networks = list(dict.fromkeys(target.network for target in targets))
    now = book.now()
    return tuple(
        sorted(
            targets,
            key=lambda target: (
                target.indexer,
                networks.index(target.network),
                book.of(target.url).failing(now),
                target.archival != old,
            ),
        )
    )


def _after(before: Health, method: str, answer: Answer, seconds: float, now: float) -> Health:
    health = replace(before, seen_at=now)
    if isinstance(answer, Trouble):
        wait = min(answer.retry_after, LONGEST_BAN) if answer.retry_after is not None else None
        until = now + wait if wait is not None else before.banned_until
        return replace(health, failed_at=now, failure=answer.text, banned_until=until)
    health = replace(health, latency=seconds)
    if isinstance(answer, HandlerError):
        if answer.meaning is METHOD_NOT_FOUND:
            return replace(health, refuses=health.refuses | {method})
        if answer.name == "INTERNAL_ERROR":  # of one receipt, say: no reason to avoid it
            return health
    health = replace(health, failed_at=None, failure="", banned_until=None, refuses=health.refuses - {method})
    return _with_heights(health, answer.result) if isinstance(answer, Ok) and method == "status" else health


def _with_heights(health: Health, status: Json) -> Health:
    sync = status.get("sync_info") if isinstance(status, dict) else None
    if not isinstance(sync, dict):
        return health
    return replace(
        health,
        earliest_height=count_of(sync.get("earliest_block_height")),
        latest_height=count_of(sync.get("latest_block_height")),
    )


def _load(path: Path) -> dict[str, Health]:
    try:
        said = read_json(read_whole(path, SETTINGS_BYTES, 1.0).decode("ascii"))
        listed = object_of(object_of(said).get("endpoints"))
        return {redact(name): _from_json(object_of(entry)) for name, entry in listed.items()}
    except (OSError, ValueError, OverflowError, RecursionError):
        return {}


def _to_json(health: Health) -> JsonObject:
    return {name: getattr(health, name) for name in names(health)} | {"refuses": sorted(health.refuses)}


def _from_json(entry: JsonObject) -> Health:
    def number(name: str) -> float | None:
        value = entry.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            return None
        return float(value)

    return Health(
        seen_at=number("seen_at") or 0.0,
        latency=number("latency"),
        failed_at=number("failed_at"),
        failure=str(entry.get("failure", ""))[:300],
        banned_until=number("banned_until"),
        refuses=frozenset(str(method) for method in list_of(entry.get("refuses"))),
        earliest_height=count_of(entry.get("earliest_height")),
        latest_height=count_of(entry.get("latest_height")),
    )
