"""Each transaction that was sent, followed over the upstream until it is final, and kept as a capture."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import xccviz
from xccviz.catalogue import tr
from xccviz.document import Document
from xccviz.model.errors import UserError
from xccviz.opening.follow import follow_document, is_final
from xccviz.opening.options import OpenOptions
from xccviz.recording.noticing import Sent
from xccviz.sources.files.capture import save_capture
from xccviz.sources.recognise.references import TransactionRef
from xccviz.values import frozen, mutable, replace

AT_ONCE = 8
"""Transactions that are asked for at the same time; the others take turns, so that tests keep their node."""


@frozen
class Seen:
    """What became of one transaction that was sent: the `number` it was sent as (from 1), its `document` as last
    known (None: nobody knew it) with the file that holds it, and the `trouble` that kept it from being followed to its
    end, a sentence or "". `refused`: the node did not take it, `trouble` says why."""

    number: int
    hash: str
    signer_id: str
    document: Document | None = None
    path: Path | None = None
    trouble: str = ""
    refused: bool = False


@mutable
class _Open:
    """One that is not told yet, and the task that follows it."""

    seen: Seen
    task: asyncio.Task[None] | None = None


class Following:
    """Follows what `sent` and `answered` tell it of (see `Passing`), in the loop that they are called in.

    Captures go to `folder`, numbered from after those that lie there; `tell` is called with each transaction once,
    when nothing more will come of it. `options` say whom to ask.
    """

    def __init__(self, options: OpenOptions, folder: Path, tell: Callable[[Seen], None]) -> None:
        self._options, self._folder, self._tell = options, folder, tell
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._open: dict[str, _Open] = {}
        self._told: dict[str, Seen] = {}
        self._numbered = _last_number(folder)
        self.seen: list[Seen] = []

    @property
    def open_ones(self) -> int:
        """How many are not told yet."""
        return len(self._open)

    @property
    def last(self) -> int:
        """The number of the last one that was sent."""
        return self._numbered

    @property
    def known(self) -> tuple[Seen, ...]:
        """All of them as they stand now, in the order they were sent; those without an answer to the sending left
        out."""
        open_ones = (entry.seen for entry in self._open.values() if entry.task is not None)
        return tuple(sorted((*self.seen, *open_ones), key=lambda seen: seen.number))

    def sending(self, sent: tuple[Sent, ...]) -> None:
        """Number what is sent for the first time."""
        for one in sent:
            if one.hash not in self._open and one.hash not in self._told:
                self._numbered += 1
                self._open[one.hash] = _Open(Seen(self._numbered, one.hash, one.signer_id))

    def answered(self, sent: tuple[Sent, ...], refused: dict[str, str]) -> None:
        """Follow what the node took, or may have taken. One that is sent again after it was taken may well be refused
        then: it has run."""
        for one in sent:
            entry = self._open.get(one.hash)
            if entry is None or entry.task is not None:
                continue
            if one.hash in refused:
                self._end(replace(entry.seen, trouble=refused[one.hash], refused=True))
                continue
            entry.task = asyncio.get_running_loop().create_task(self._follow(entry))

    async def finish(self, patience: float) -> None:
        """Wait until all are final, for `patience` seconds at most; what is not by then is told as it stands."""
        tasks = [entry.task for entry in self._open.values() if entry.task is not None]
        if tasks:
            await asyncio.wait(tasks, timeout=patience)
        unfinished = tr("not final when the recording ended")
        for entry in list(self._open.values()):
            if entry.task is not None:
                entry.task.cancel()
            self._end(replace(entry.seen, trouble=unfinished))
        await asyncio.gather(*(task for task in tasks if not task.done()), return_exceptions=True)

    async def settled(self, patience: float) -> None:
        """Wait until all that was sent so far is final, for `patience` seconds at most. Whatever is not goes on."""
        tasks = [entry.task for entry in self._open.values() if entry.task is not None]
        if tasks:
            await asyncio.wait(tasks, timeout=patience)

    async def _follow(self, entry: _Open) -> None:
        seen = entry.seen
        ref = TransactionRef(seen.hash, signer=seen.signer_id)
        try:
            async for result in follow_document(ref, self._options, asking=lambda: self._turns):
                path = await asyncio.to_thread(self._save, seen, result.document)
                entry.seen = replace(seen, document=result.document, path=path)
            document = entry.seen.document
            final = document is not None and is_final(document)
            self._end(entry.seen if final else replace(entry.seen, trouble=tr("not final")))
        except UserError as error:
            self._end(replace(entry.seen, trouble=error.message))

    def _save(self, seen: Seen, document: Document) -> Path:
        """Write the capture, in one go. Raises UserError (output)."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{seen.number:03}-{seen.hash}.xcc.json"
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        save_capture(path, document.raw, f"xccviz {xccviz.__version__}", now)
        return path

    def _end(self, seen: Seen) -> None:
        del self._open[seen.hash]
        self._told[seen.hash] = seen
        self.seen.append(seen)
        self._tell(seen)


def _last_number(folder: Path) -> int:
    """The highest number of a capture that lies in the folder already; 0 where there is none."""
    names = [path.name for path in folder.glob("*.xcc.json")] if folder.is_dir() else []
    return max((int(match[1]) for name in names if (match := re.match(r"(\d{3,9})-", name))), default=0)
