"""Recorded calls with the input of a what-if, among all that is at hand without asking a network: what is open, the
samples, files that were opened before, what is kept in the cache."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from xccviz import resources
from xccviz.document import Document, build_document
from xccviz.model.errors import UserError
from xccviz.model.raw import RawTransaction
from xccviz.opening.options import OpenOptions
from xccviz.rerun.answer import Answer
from xccviz.rerun.recorded import Alike, RecordedCall, alike, recorded_calls
from xccviz.sources.files.capture import capture_from_json
from xccviz.sources.files.read import open_bytes
from xccviz.sources.files.sample import Sample, list_samples, read_sample
from xccviz.sources.files.strict_json import read_json
from xccviz.sources.files.unpack import unpack
from xccviz.sources.recognise.references import is_account_id
from xccviz.values import frozen
from xccviz.whole import expanded, read_whole

if TYPE_CHECKING:
    from xccviz.sources.store.cache import Cache

MOST, MOST_BYTES, MOST_UNPACKED = 200, 1 << 20, 32 << 20
"""So many transactions of the cache are looked at, those that were used last, and so many bytes of each, packed; of
a file as many, and so many unpacked."""
_UNREADABLE = (UserError, ValueError, TypeError, RecursionError)
SECONDS = 1.0
"""So long a file may take to be read."""


@frozen
class KnownRun:
    """A recorded call with the input of a what-if; `given` opens its transaction ("": nothing does)."""

    alike: Alike
    given: str


Found = tuple[str, RecordedCall]
"""What opens its transaction, and the call."""


class Shelf:
    """Calls of one method in what is not open, kept until another one is wanted, or what is at hand is other than it
    was: whatever is changed of a call, these stay."""

    def __init__(self) -> None:
        self._kept: tuple[object, tuple[Found, ...]] = (None, ())

    def calls(
        self, method: str, files: Sequence[str], options: OpenOptions, goes_on: Callable[[], bool]
    ) -> tuple[Found, ...]:
        """All that there are; fewer, and then none are kept, where `goes_on` says no."""
        of = method, _stamps(files, options)  # before anything is read: what changes meanwhile is read again
        kept, known = self._kept  # at once: other threads look here too
        if of == kept:
            return known
        found: list[Found] = []
        for given, raw in _at_hand(method, files, options, goes_on):
            try:
                found += _calls_in(given, build_document(raw), method)
            except UserError:
                continue
        if goes_on():
            self._kept = of, tuple(found)
        return tuple(found)


def known_runs(
    answer: Answer,
    open: Iterable[tuple[str, Document]],
    options: OpenOptions,
    files: Sequence[str] = (),
    shelf: Shelf | None = None,
    goes_on: Callable[[], bool] = lambda: True,
) -> tuple[KnownRun, ...]:
    """Those with the input of the what-if, each once, of what is `open` (with what opens it again) first, then
    those of which most is the same. Never asks a network, and raises nothing for what can't be read."""
    method = answer.replay.subject.call.method_name
    if answer.what_if is None or not method:
        return ()
    here = (each for given, document in open if goes_on() for each in _calls_in(given, document, method))
    found: dict[str, KnownRun] = {}
    for given, call in (*here, *(shelf or Shelf()).calls(method, files, options, goes_on)):
        one = alike(answer, call)
        if one is not None:
            found.setdefault(call.node.id, KnownRun(one, given))
    return tuple(sorted(found.values(), key=lambda known: len(known.alike.beside)))


def _calls_in(given: str, document: Document, method: str) -> list[Found]:
    """Those of a transaction, with what opens it; none of one that can't be made out."""
    try:
        return [(given, call) for call in recorded_calls(document.raw, document.analysis, method)]
    except _UNREADABLE:
        return []


def _stamps(files: Sequence[str], options: OpenOptions) -> tuple[object, ...]:
    """What is another whenever a file is, or what is kept in the cache."""
    kept = _cache(options)
    return *map(_stamp, files), options.cache_dir, kept.listed(MOST, MOST_BYTES) if kept is not None else ()


def _stamp(path: str) -> tuple[object, ...]:
    try:
        found = Path(expanded(path)).stat()
    except (OSError, ValueError):
        return (path,)
    return path, found.st_ino, found.st_size, found.st_mtime_ns


def _cache(options: OpenOptions) -> Cache | None:
    if options.cache_dir is None:
        return None
    from xccviz.opening.caching import cache_in  # late: loads what the network needs

    return cache_in(options.cache_dir, options.cache_bytes)


def _at_hand(
    method: str, files: Sequence[str], options: OpenOptions, goes_on: Callable[[], bool]
) -> Iterator[tuple[str, RawTransaction]]:
    """What is not open, with what opens it: only what has the method's name in it is read whole."""
    name = json.dumps(method)[1:-1].encode()
    for sample in _samples():
        try:
            data = gzip.decompress(resources.read_bytes("samples", f"{sample.name}.xcc.json.gz"))
            if name in data:
                yield f"sample:{sample.name}", read_sample(sample.name)
        except (OSError, EOFError, UserError):
            continue
    for path in files:
        raw = _in_file(path, name) if goes_on() else None
        if raw is not None:
            yield path, raw
    kept = _cache(options) if goes_on() else None
    for body in kept.latest(MOST, MOST_BYTES) if kept is not None else ():
        if not goes_on():
            return
        if name in body:
            try:
                raw = capture_from_json(read_json(body.decode()))
            except _UNREADABLE:
                continue
            yield _reference(raw), raw


def _samples() -> tuple[Sample, ...]:
    try:
        return list_samples()
    except UserError:
        return ()


def _in_file(path: str, name: bytes) -> RawTransaction | None:
    try:
        place = Path(expanded(path))
        data = read_whole(place, MOST_BYTES, SECONDS) if place.is_file() else b""
        data = unpack(data, place.name, MOST_UNPACKED)
        found = open_bytes(data, place.name) if name in data else None
    except (OSError, ValueError, UserError, RecursionError):
        return None
    return found if isinstance(found, RawTransaction) else None


def _reference(raw: RawTransaction) -> str:
    signer = raw.sender_account_id or ""
    return f"{raw.tx_hash}:{signer}" if is_account_id(signer) else raw.tx_hash or ""
