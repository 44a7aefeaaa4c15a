"""What the window remembers from one day to the next: its place, its docks, and what was opened. No setting.

It is one JSON file, `window.json` in the configuration folder, replaced whole, and never larger than what is read. A
damaged file is forgotten with a line in the log. No address, key or pasted text is ever kept: a transaction is kept as
its hash, a file as its path.
"""

from __future__ import annotations

import base64
import json
import logging
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from xccviz.gui.state.filters import Filters, filters_of
from xccviz.gui.state.fitting import LARGEST, LONGEST_LINE, as_written, fitting
from xccviz.gui.state.keeping import KEPT as MOST_KEPT
from xccviz.gui.state.keeping import Kept, Remembered, remembered_json, remembered_of
from xccviz.gui.state.session import Session, session_from_json, session_json
from xccviz.model.raw import JsonObject, object_of
from xccviz.settings.themes import SYSTEM, theme_names
from xccviz.values import frozen, names, replace
from xccviz.whole import read_whole

if TYPE_CHECKING:
    from datetime import datetime

    from xccviz.document import Document

log = logging.getLogger(__name__)

FORMAT, VERSION = "xccviz-window", 1
KEPT, PINNED = 20, 20
"""Things that were opened before of which the window knows, and pinned ones beside them."""
MOST_HINTS = 20
LONGEST = 200
"""Characters of a title or a verdict."""


@frozen
class Recent:
    """Something that was opened: `given` opens it again on `network` ("" unknown), `title` is its first call, `code`
    and `verdict` how it ended, `at` when it was opened (RFC 3339, UTC), `hash` the transaction's; one that is `pinned`
    stands before the others and stays when these are cleared."""

    given: str
    title: str
    code: str
    verdict: str
    network: str
    at: str
    hash: str = ""
    pinned: bool = False


@frozen
class Memory:
    """Qt's own bytes for the window's place and for its docks, the size of text in percent, what was opened, the
    latest first, the `theme` that was chosen in the window, "" for none, `instead_of` the one in the settings: another
    one there is taken again, and `size_instead_of` likewise of the size of text; the `filters` to choose from; which
    `columns` of the tree somebody has chosen to see or not to, by id; marks and notes that are `kept` by transaction;
    the `session` that was open; whether one step stops at `everything`, and the `pace` of playing; the
    `hints` that were told."""

    geometry: bytes = b""
    docks: bytes = b""
    text_percent: int = 100
    recent: tuple[Recent, ...] = ()
    theme: str = ""
    instead_of: str = ""
    filters: Filters = Filters()
    columns: tuple[tuple[str, bool], ...] = ()
    kept: Kept = ()
    session: Session = Session()
    everything: bool = False
    pace: str = ""
    size_instead_of: int = 100
    hints: tuple[str, ...] = ()

    def size_with(self, configured: int) -> int:
        """The size of words to show where the settings say `configured`."""
        return self.text_percent if self.size_instead_of == configured else configured

    def theme_with(self, configured: str) -> str:
        """The theme to show where the settings say `configured`."""
        known = self.theme in (*theme_names(), SYSTEM)
        return self.theme if known and self.instead_of == configured else configured


def memory_path(config_dir: Path) -> Path:
    """Where it is kept."""
    return config_dir / "window.json"


def read_memory(path: Path) -> Memory:
    """What is remembered; nothing when the file is missing or damaged. Never raises."""
    return found_memory(path) or Memory()


def found_memory(path: Path) -> Memory | None:
    """The same; None where there is nothing to read."""
    try:
        data = read_whole(path, LARGEST, 1.0)
    except FileNotFoundError:
        return None
    except OSError as error:
        log.warning("the window's memory can't be read: %s: %s", path, error)
        return None
    try:
        return _from_json(json.loads(data))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        log.warning("%s is damaged and is forgotten: %s", path, error)
        return None


def write_memory(path: Path, memory: Memory) -> bool:
    """Replace the file by what has room in it; whether that could be done. What can't be written is said in the log:
    nobody waits for it."""
    from xccviz.atomic import (
        write_atomic,  # late, as others in functions here: a window reads before its first frame
    )
    from xccviz.model.errors import UserError

    content: JsonObject = {
        "format": FORMAT,
        "version": VERSION,
        "geometry": base64.b64encode(memory.geometry).decode(),
        "docks": base64.b64encode(memory.docks).decode(),
        "text_percent": memory.text_percent,
        "size_instead_of": memory.size_instead_of,
        "theme": memory.theme,
        "instead_of": memory.instead_of,
        "filters": {"used": [*memory.filters.used], "saved": [*memory.filters.saved]},
        "columns": dict(memory.columns),
        "kept": {hash: remembered_json(found) for hash, found in memory.kept},
        "session": session_json(memory.session),
        "everything": memory.everything,
        "pace": memory.pace,
        "hints": [*memory.hints],
        "recent": [{name: getattr(entry, name) for name in names(Recent)} for entry in memory.recent],
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(path, as_written(fitting(content)))
    except (OSError, UserError) as error:
        log.warning("the window's memory can't be written: %s", error)
        return False
    return True


def _from_json(content: dict[str, object]) -> Memory:
    if content["format"] != FORMAT or content["version"] != VERSION:
        raise ValueError("another format")
    entries = content["recent"]
    if not isinstance(entries, list):
        raise ValueError("`recent` is no list")
    recent = []
    for entry in entries[: PINNED + KEPT]:
        lines = {name: _line(entry.get(name, "")) for name in names(Recent) if name != "pinned"}
        found = Recent(**lines, pinned=entry.get("pinned") is True)
        if may_be_kept(found.given) == found.given:
            recent.append(found)
    percent = content["text_percent"]
    return Memory(
        base64.b64decode(str(content["geometry"]), validate=True),
        base64.b64decode(str(content["docks"]), validate=True),
        percent if isinstance(percent, int) else 100,
        listed(recent),
        _line(content.get("theme", "")),
        _line(content.get("instead_of", "")),
        _filters(content.get("filters")),
        _columns(content.get("columns")),
        _kept(content.get("kept")),
        session_from_json(content.get("session"), may_be_kept),
        content.get("everything") is True,
        _line(content.get("pace", "")),
        instead if isinstance(instead := content.get("size_instead_of"), int) else 100,
        _hints(content.get("hints")),
    )


def _hints(content: object) -> tuple[str, ...]:
    """Their ids; an earlier version kept none."""
    kept = content if isinstance(content, list) else []
    return tuple(dict.fromkeys(_line(hint) for hint in kept[:MOST_HINTS]))


def _filters(content: object) -> Filters:
    """None where an earlier version kept none."""
    kept = content if isinstance(content, dict) else {}
    lists = [kept.get(name) for name in ("used", "saved")]
    used, saved = (found if isinstance(found, list) else [] for found in lists)
    return filters_of(used, saved)


def _columns(content: object) -> tuple[tuple[str, bool], ...]:
    """Choices of columns that there are; an earlier version kept none."""
    kept = content if isinstance(content, dict) else {}
    return tuple(sorted((_line(name), shown) for name, shown in kept.items() if isinstance(shown, bool)))


def _kept(content: object) -> Kept:
    """Marks and notes of the latest transactions; an earlier version kept none."""
    kept = content if isinstance(content, dict) else {}
    read = ((_line(hash), remembered_of(object_of(entry))) for hash, entry in kept.items())
    return tuple((hash, found) for hash, found in read if found != Remembered())[:MOST_KEPT]


def _line(value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_LINE:
        raise ValueError("no line of text")
    return value


def may_be_kept(given: str) -> str | None:
    """What opens the same again and holds no secret: hash and signer, a whole path, a sample; None for the rest."""
    from xccviz.sources.given import reference_to
    from xccviz.sources.recognise.references import FileRef, SampleRef, TransactionRef

    opened = reference_to(given)
    if isinstance(opened, TransactionRef):
        return f"{opened.hash}:{opened.signer}" if opened.signer else opened.hash
    if isinstance(opened, SampleRef):
        return f"sample:{opened.name}"
    if isinstance(opened, FileRef):
        path = os.path.abspath(os.path.expanduser(opened.path))
        return f"{path}#{opened.transaction}" if opened.transaction else path
    return None


def recent_of(given: str, document: Document, title: str, now: datetime) -> Recent | None:
    """The entry for a document that was opened; None for what can't be opened again, as pasted text."""
    from datetime import UTC

    kept = may_be_kept(given)
    if kept is None:
        return None
    verdict = document.verdict
    ended = verdict.title.split(". ")[0].rstrip(".")[:LONGEST]
    network = document.trace.network or ""
    return Recent(
        kept,
        title[:LONGEST],
        verdict.ending,
        ended,
        network[:40],
        now.astimezone(UTC).isoformat(timespec="seconds"),
        document.trace.transaction.hash[:LONGEST],
    )


def with_recent(recent: Iterable[Recent], entry: Recent | None) -> tuple[Recent, ...]:
    """The list with `entry` in front, each thing once; behind what is pinned, and at its place where it is itself."""
    entries = tuple(recent)
    if entry is None:
        return entries
    now = {
        old.given: replace(entry, pinned=True) for old in entries if old.given == entry.given and old.pinned
    }
    if now:
        return tuple(now.get(old.given, old) for old in entries)
    return listed((entry, *(old for old in entries if old.given != entry.given)))


def listed(recent: Iterable[Recent]) -> tuple[Recent, ...]:
    """As many as are kept, those that are pinned before the others."""
    entries = tuple(recent)
    pinned, others = ([old for old in entries if old.pinned is wanted] for wanted in (True, False))
    return (*pinned[:PINNED], *others[:KEPT])


def opened_before(recent: Iterable[Recent], hash: str) -> Recent | None:
    """Where the transaction of that hash was opened last."""
    return next((entry for entry in recent if hash in (entry.hash, entry.given.partition(":")[0])), None)


def when_words(at: str, now: datetime) -> str:
    """`14:03` for today, `yesterday`, `12 Nov`, `12 Nov 2025`; "" for what is no time."""
    from datetime import datetime

    try:
        then = datetime.fromisoformat(at).astimezone(now.tzinfo)
    except (ValueError, OverflowError):
        return ""
    days = (now.date() - then.date()).days
    if days == 0:
        return f"{then:%H:%M}"
    if days == 1:
        return "yesterday"
    return f"{then.day} {then:%b}" + ("" if then.year == now.year else f" {then.year}")


def forgotten(memory: Memory) -> Memory:
    """The same without anything that was opened."""
    return replace(memory, recent=())
