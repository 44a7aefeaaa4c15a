"""Recorded calls with the input of a what-if, among all that is at hand without asking a network: what is open, the
samples, files that were opened before, what is kept in the cache."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from xccviz import resources
from xccviz.document import Document, build_document
from xccviz.model.errors import UserError
from xccviz.model.raw import RawTransaction
from xccviz.opening.options import OpenOptions
from xccviz.rerun.answer import Answer
from xccviz.rerun.recorded import Alike, RecordedCall, alike, recorded_calls
from xccviz.sources.files.capture import capture_from_json
from xccviz.sources.files.read import open_bytes
from xccviz.sources.files.sample import list_samples, read_sample
from xccviz.sources.files.strict_json import read_json
from xccviz.sources.files.unpack import unpack
from xccviz.sources.recognise.references import is_account_id
from xccviz.values import frozen
from xccviz.whole import expanded, read_whole

MOST, MOST_BYTES, MOST_UNPACKED = 200, 1 << 20, 32 << 20
"""So many transactions of the cache are looked at, those that were used last, and so many bytes of each, packed; of
a file as many, and so many unpacked."""
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
    """Calls of one method in what is not open, kept until another one is wanted or other files are: whatever is changed
    of a call, these stay."""

    def __init__(self) -> None:
        self._kept: tuple[tuple[str, tuple[str, ...]] | None, tuple[Found, ...]] = (None, ())

    def calls(
        self, method: str, files: Sequence[str], options: OpenOptions, goes_on: Callable[[], bool]
    ) -> tuple[Found, ...]:
        """All that there are; fewer, and then none are kept, where `goes_on` says no."""
        of = method, tuple(files)
        kept, known = self._kept  # at once: other threads look here too
        if of == kept:
            return known
        found: list[Found] = []
        for given, raw in _at_hand(method, files, options, goes_on):
            try:
                analysis = build_document(raw).analysis
            except UserError:
                continue
            found += [(given, call) for call in recorded_calls(raw, analysis, method)]
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
    here = (
        (given, call)
        for given, document in open
        if goes_on()
        for call in recorded_calls(document.raw, document.analysis, method)
    )
    found: dict[str, KnownRun] = {}
    for given, call in (*here, *(shelf or Shelf()).calls(method, files, options, goes_on)):
        one = alike(answer, call)
        if one is not None:
            found.setdefault(call.node.id, KnownRun(one, given))
    return tuple(sorted(found.values(), key=lambda known: len(known.alike.beside)))


def _at_hand(
    method: str, files: Sequence[str], options: OpenOptions, goes_on: Callable[[], bool]
) -> Iterator[tuple[str, RawTransaction]]:
    """What is not open, with what opens it: only what has the method's name in it is read whole."""
    name = json.dumps(method)[1:-1].encode()
    for sample in list_samples():
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
    if options.cache_dir is None or not goes_on():
        return
    from xccviz.opening.caching import cache_in  # late: loads what the network needs

    for body in cache_in(options.cache_dir, options.cache_bytes).latest(MOST, MOST_BYTES):
        if not goes_on():
            return
        if name in body:
            try:
                raw = capture_from_json(read_json(body.decode()))
            except (UserError, ValueError, TypeError, RecursionError):
                continue
            yield _reference(raw), raw


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
