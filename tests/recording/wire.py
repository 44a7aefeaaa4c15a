"""Both ends of the wire, byte by byte: an upstream that answers what a test wrote, and a client that sees it all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from xccviz.recording.noticing import Sent
from xccviz.recording.passing import Passing

Script = Callable[["Asked", asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Asked:
    """One question as it came over the wire."""

    line: str
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


@dataclass
class Answer:
    """One answer as it came over the wire; `whole`: it ended where it said it would."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes
    whole: bool = True


@dataclass
class Upstream:
    """What a script answers, and all that was asked; `came`: a question did, `gone`: a client has left."""

    script: Script
    asked: list[Asked] = field(default_factory=list)
    came: asyncio.Event = field(default_factory=asyncio.Event)
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    url: str = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection until it ends."""
        read, leaving = asyncio.StreamReader(limit=1 << 22), asyncio.Event()

        async def pump() -> None:
            while piece := await reader.read(1 << 16):
                read.feed_data(piece)
            read.feed_eof()
            leaving.set()

        pumping, left = asyncio.ensure_future(pump()), asyncio.ensure_future(leaving.wait())
        try:
            while (question := await _message(read)) is not None:
                self.asked.append(Asked(*question))
                self.came.set()
                answering = asyncio.ensure_future(self.script(self.asked[-1], writer))
                await asyncio.wait((answering, left), return_when=asyncio.FIRST_COMPLETED)
                if not answering.done():
                    answering.cancel()
                    self.gone.set()
                if left.done() or writer.is_closing():
                    break
        finally:
            pumping.cancel()
            left.cancel()
            writer.close()


@dataclass
class Noticed:
    """What the listeners of a `Passing` were told."""

    sending: list[Sent] = field(default_factory=list)
    answered: list[tuple[Sent, str]] = field(default_factory=list)
    told: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, sent: tuple[Sent, ...], refused: dict[str, str]) -> None:
        self.answered += [(one, refused.get(one.hash, "")) for one in sent]
        self.told.set()


@asynccontextmanager
async def between(script: Script) -> AsyncIterator[tuple[Upstream, Passing, Noticed]]:
    """An upstream, and a passing endpoint in front of it."""
    upstream, noticed = Upstream(script), Noticed()
    server = await asyncio.start_server(upstream.serve, "127.0.0.1", 0, limit=1 << 22)
    upstream.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    passing = Passing(upstream.url, noticed.sending.extend, noticed.tell)
    await passing.start(("127.0.0.1", 0))
    try:
        yield upstream, passing, noticed
    finally:
        await passing.stop()
        server.close()


async def ask(url: str, question: bytes, answers: int = 1) -> list[Answer]:
    """Write `question` as it is to the host of `url`; the next answers on that connection."""
    host, _, port = url.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port), limit=1 << 24)
    try:
        writer.write(question)
        await writer.drain()
        found = []
        for _ in range(answers):
            found.append(await _answer(reader, question.startswith(b"HEAD")))
        return found
    finally:
        writer.close()


def post(body: bytes, *headers: str) -> bytes:
    """A question as a client of JSON-RPC writes it."""
    lines = ["POST / HTTP/1.1", "Host: localhost", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


async def _message(reader: asyncio.StreamReader) -> tuple[str, list[tuple[str, str]], bytes] | None:
    line = await reader.readline()
    if not line.strip():
        return None
    headers = await _headers(reader)
    body, _ = await _body(reader, headers, False)
    return line.decode("latin-1").strip(), headers, body


async def _answer(reader: asyncio.StreamReader, bodiless: bool) -> Answer:
    line = await reader.readline()
    headers = await _headers(reader)
    empty = bodiless or line.split(b" ")[1:2] in ([b"204"], [b"304"])
    body, whole = await _body(reader, headers, empty, to_the_end=True)
    return Answer(line.decode("latin-1").strip(), headers, body, whole)


async def _headers(reader: asyncio.StreamReader) -> list[tuple[str, str]]:
    found = []
    while (line := await reader.readline()).strip():
        name, _, value = line.decode("latin-1").partition(":")
        found.append((name, value.strip()))
    return found


async def _body(
    reader: asyncio.StreamReader, headers: list[tuple[str, str]], empty: bool, to_the_end: bool = False
) -> tuple[bytes, bool]:
    named = {name.lower(): value for name, value in headers}
    if empty:
        return b"", True
    if named.get("transfer-encoding", "").lower() == "chunked":
        parts = []
        while True:
            size = await reader.readline()
            if not size.strip():
                return b"".join(parts), False
            wanted = int(size, 16)
            part = await reader.read(0) if wanted == 0 else await _exactly(reader, wanted)
            await reader.readline()
            if wanted == 0:
                return b"".join(parts), True
            parts.append(part)
            if len(part) < wanted:
                return b"".join(parts), False
    if "content-length" in named:
        wanted = int(named["content-length"])
        body = await _exactly(reader, wanted)
        return body, len(body) == wanted
    return (await reader.read(-1), True) if to_the_end else (b"", True)


async def _exactly(reader: asyncio.StreamReader, count: int) -> bytes:
    try:
        return await reader.readexactly(count)
    except asyncio.IncompleteReadError as error:
        return error.partial
