"""The whole of it: an endpoint that keeps what is sent through it, with a beginning and an end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from xccviz.opening.options import OpenOptions
from xccviz.opening.targets import recorded_target
from xccviz.recording.following import Following
from xccviz.recording.lines import unread
from xccviz.recording.passing import Passing
from xccviz.recording.seen import Seen
from xccviz.values import replace


def silent(words: str) -> None:
    """Tell nobody."""


class Recorder:
    """An endpoint in front of the first of `options.rpc`, else of the first endpoint of the chosen network.

    Captures go to `folder`; `tell` is called, in the loop, with each transaction once, when nothing more comes of it,
    `say` with a sentence about questions that can't be read.
    Use within one running loop: `start`, then `stop`. Raises UserError (usage) for an address or a network that is
    none.
    """

    def __init__(
        self,
        options: OpenOptions,
        folder: Path,
        tell: Callable[[Seen], None],
        say: Callable[[str], None] = silent,
    ) -> None:
        target = recorded_target(options)
        asking = replace(
            options,
            rpc=(target.url,),
            network=target.network,
            cache_dir=None,
            api_key=target.api_key,
            find_key=None,
        )  # an address that is only configured would count as given, and get a key that is not for it
        self.network = target.network
        self.following = Following(asking, folder, tell)
        self.passing = Passing(
            target.url,
            self.following.sending,
            self.following.answered,
            target.api_key,
            lambda packing: say(unread(packing)),
        )
        self.upstream = self.passing.name

    @property
    def url(self) -> str:
        """Where clients ask, "" before the start."""
        return self.passing.url

    async def start(self, listen: tuple[str, int] = ("127.0.0.1", 0)) -> str:
        """Listen (port 0: a free one); the address. Raises UserError (usage) where that can't be."""
        return await self.passing.start(listen)

    async def stop(self, patience: float) -> None:
        """Take nothing more, and wait until what was sent is final, `patience` seconds at most."""
        await self.passing.stop()
        await self.following.finish(patience)
