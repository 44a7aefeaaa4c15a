"""A recording endpoint (interface.md §11) beside a test run: a thread with a loop of its own."""

from __future__ import annotations

import asyncio
import tempfile
import threading
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

from xccviz.api.errors import told
from xccviz.api.ways import options_for
from xccviz.recording.lines import unreached
from xccviz.recording.recorder import Recorder
from xccviz.recording.seen import Seen

_T = TypeVar("_T")


class Endpoint:
    """One that listens from now on until it is closed, in front of `rpc`, else of a node on this machine. Raises
    `xccviz.Error` for an address that is none."""

    def __init__(self, rpc: str | None) -> None:
        self.unread: list[str] = []
        """Sentences about questions that could not be read."""
        self._folder = tempfile.TemporaryDirectory(prefix="xccviz-")
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="xccviz-recording", daemon=True)
        self._thread.start()
        try:
            with told():
                self._recorder = self._run(self._started(rpc))
        except BaseException:
            self._end()
            raise

    @property
    def url(self) -> str:
        """Where clients ask."""
        return self._recorder.url

    @property
    def last(self) -> int:
        """The number of the last transaction that was sent, 0 before the first."""
        return self._recorder.following.last

    @property
    def unreached(self) -> int:
        """How many questions could not be passed on, because the node was not there."""
        return self._recorder.passing.unreached

    def lost_since(self, number: int) -> str:
        """What is said of those that could not be passed on after the first `number` of them; "" for none."""
        lost = self.unreached - number
        return unreached(lost, self._recorder.passing) if lost else ""

    def since(self, number: int, patience: float) -> tuple[Seen, ...]:
        """What was sent after that number, in order; what is not final is waited for, `patience` seconds at most."""
        known = self._run(self._known(patience))
        return tuple(seen for seen in known if seen.number > number)

    def close(self) -> None:
        """Listen no more, and leave nothing behind."""
        try:
            self._run(self._recorder.stop(0.0))
        finally:
            self._end()

    async def _started(self, rpc: str | None) -> Recorder:
        """Made in the loop that it works in."""
        options = options_for(rpc=rpc or (), cache=False)
        recorder = Recorder(options, Path(self._folder.name), lambda seen: None, self.unread.append)
        await recorder.start()
        return recorder

    async def _known(self, patience: float) -> tuple[Seen, ...]:
        await self._recorder.following.settled(patience)
        return self._recorder.following.known

    def _run(self, work: Coroutine[Any, Any, _T]) -> _T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def _end(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._folder.cleanup()
