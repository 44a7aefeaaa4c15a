"""Each transaction that was sent, followed over the upstream until it is final, and kept as a capture."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import xccviz
from xccviz.catalogue import tr
from xccviz.document import Document
from xccviz.model.errors import UserError
from xccviz.opening.follow import follow_document
from xccviz.opening.options import OpenOptions
from xccviz.recording.noticing import Sent
from xccviz.recording.numbers import Numbers
from xccviz.recording.seen import Seen, told_of
from xccviz.sources.files.capture import save_capture
from xccviz.sources.recognise.references import TransactionRef
from xccviz.values import mutable, replace

AT_ONCE = 8
"""Transactions that are asked for at the same time; the others take turns, so that tests keep their node."""


@mutable
class _Open:
    """One that is not told yet, how many questions that send it have no answer so far, and the task that follows
    it."""

    seen: Seen
    asked: int = 0
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
        self._numbers = Numbers(folder)
        self.seen: list[Seen] = []

    @property
    def open_ones(self) -> int:
        """How many are not told yet."""
        return len(self._open)

    @property
    def last(self) -> int:
        """The number of the last one that was sent."""
        return self._numbers.last

    @property
    def known(self) -> tuple[Seen, ...]:
        """All of them as they stand now, in the order they were sent; those without an answer to the sending left
        out."""
        by_number = {seen.number: seen for seen in self.seen}  # one that was refused may be open again
        by_number |= {
            entry.seen.number: entry.seen for entry in self._open.values() if entry.task is not None
        }
        return tuple(by_number[number] for number in sorted(by_number))

    def sending(self, sent: tuple[Sent, ...]) -> None:
        """Number what is sent for the first time. What was refused and is sent again keeps its number."""
        for one in sent:
            told = self._told.get(one.hash)
            if one.hash not in self._open and (told is None or told.refused):
                number = self._numbers.next() if told is None else told.number
                self._open[one.hash] = _Open(Seen(number, one.hash, one.signer_id))
            if one.hash in self._open:
                self._open[one.hash].asked += 1

    def answered(self, sent: tuple[Sent, ...], refused: dict[str, str]) -> None:
        """Follow what the node took, or may have taken. One that is sent several times is refused only when each of
        them was: after one that was taken the others may well be, it has run."""
        for one in sent:
            entry = self._open.get(one.hash)
            if entry is None or entry.task is not None:
                continue
            entry.asked -= 1
            if one.hash not in refused:
                entry.task = asyncio.get_running_loop().create_task(self._follow(entry))
            elif entry.asked == 0:
                self._end(replace(entry.seen, trouble=refused[one.hash], refused=True))

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
        ref = TransactionRef(seen.hash, signer=seen.signer_id or None)
        try:
            async for result in follow_document(ref, self._options, asking=lambda: self._turns, sent=True):
                document = result.document
                # Known, even where it can't be kept.
                entry.seen = replace(entry.seen, told=told_of(document), unsaved=document)
                path = await asyncio.to_thread(self._save, seen, document)
                entry.seen = replace(entry.seen, path=path, unsaved=None)
                self._numbers.let_go(seen.number)
            told = entry.seen.told
            final = told is not None and told.final
            self._end(entry.seen if final else replace(entry.seen, trouble=tr("not final")))
        except UserError as error:
            self._end(replace(entry.seen, trouble=error.message))
        except Exception as error:  # a fault of ours with one transaction keeps the others from nothing
            fault = tr("this is a bug in xccviz ({name})", name=type(error).__name__)
            self._end(replace(entry.seen, trouble=fault))

    def _save(self, seen: Seen, document: Document) -> Path:
        """Write the capture, in one go. Raises UserError (output)."""
        make_folder(self._folder)
        path = self._folder / f"{seen.number:03}-{seen.hash}.xcc.json"
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        save_capture(path, document.raw, f"xccviz {xccviz.__version__}", now)
        return path

    def _end(self, seen: Seen) -> None:
        del self._open[seen.hash]
        self._numbers.let_go(seen.number)
        before = self._told.get(seen.hash)
        self._told[seen.hash] = seen
        if before is not None:  # refused, and sent again
            self.seen.remove(before)
        self.seen.append(seen)
        if before is None or before != seen:
            self._tell(seen)


def make_folder(folder: Path) -> None:
    """Make the folder of the captures where it is not there. Raises UserError (output)."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK):
            raise PermissionError(13, tr("it can't be written to"))
    except OSError as error:
        raise UserError(
            tr("cannot keep captures in {path}: {reason}", path=folder, reason=error.strerror),
            tr("Choose another folder with -o."),
            kind="output",
        ) from error
