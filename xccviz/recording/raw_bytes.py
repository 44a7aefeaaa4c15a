"""Headers with bytes that are no UTF-8, passed on as they came.

aiohttp reads such bytes as surrogates and writes none of them. So what is written has a mark where they were, and on
its way out the bytes are put there again.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import aiohttp
from multidict import CIMultiDict

if TYPE_CHECKING:
    from aiohttp.connector import Connection


class Marks:
    """Marks for texts with such bytes, to be put back by `mend`."""

    def __init__(self) -> None:
        self._bytes: dict[bytes, bytes] = {}

    def marked(self, text: str) -> str:
        """The text, a mark instead of it where it has such bytes."""
        if text.isascii() or not any("\udc80" <= letter <= "\udcff" for letter in text):
            return text
        mark = f"xccviz-{secrets.token_hex(16)}"
        self._bytes[mark.encode()] = text.encode("utf-8", "surrogateescape")
        return mark

    def mend(self, protocol: asyncio.BaseProtocol) -> None:
        """Put the bytes into what is written next through the `transport` of `protocol`."""
        if self._bytes:
            _Mending(protocol, self._bytes).begin()


class RawRequest(aiohttp.ClientRequest):
    """A question that keeps such bytes."""

    async def send(self, conn: Connection) -> aiohttp.ClientResponse:
        """Send it."""
        marks = Marks()
        said = [(name, marks.marked(value)) for name, value in self.headers.items()]
        self.headers = CIMultiDict(said)
        if conn.protocol is not None:
            marks.mend(conn.protocol)
        return await super().send(conn)


class _Mending:
    """Stands for a transport until it has written once."""

    def __init__(self, protocol: Any, raw: Mapping[bytes, bytes]) -> None:
        self._protocol, self._transport, self._raw = protocol, protocol.transport, raw

    def begin(self) -> None:
        self._protocol.transport = self

    def write(self, data: bytes) -> None:
        if self._protocol.transport is self:
            self._protocol.transport = self._transport
        text = bytes(data)
        for mark, raw in self._raw.items():
            text = text.replace(mark, raw, 1)
        self._transport.write(text)

    def writelines(self, pieces: Iterable[bytes]) -> None:
        self.write(b"".join(pieces))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)
