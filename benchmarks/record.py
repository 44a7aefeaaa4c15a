"""What recording costs: the time of one question through `xccviz record` ÷ the same asked of the node directly.

    python benchmarks/record.py

Both are asked in turn, in one run, by the same client over one kept connection, of a node that answers at once (so that
the time of the endpoint is all there is); the least of several rounds. A real node takes milliseconds to answer: there
the ratio is next to 1. Small questions, an answer of 5 MB, and fifty at a time.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import aiohttp
from aiohttp import web

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from xccviz.recording.passing import Passing

ROUNDS, SMALL, AT_ONCE = 9, 200, 50
LARGE = b'{"jsonrpc":"2.0","id":1,"result":"' + b"x" * 5_000_000 + b'"}'
Ask = Callable[[aiohttp.ClientSession, str], Awaitable[None]]


async def answer(request: web.Request) -> web.Response:
    """A node that answers at once."""
    body = await request.read()
    return web.Response(body=LARGE if b"large" in body else b'{"jsonrpc":"2.0","id":1,"result":1}')


async def ask(session: aiohttp.ClientSession, url: str, body: bytes = b'{"method":"status"}') -> None:
    """One question, its answer read to the end."""
    async with session.post(url, data=body) as reply:
        await reply.read()


async def one_by_one(session: aiohttp.ClientSession, url: str) -> None:
    """Small ones, each after the other."""
    for _ in range(SMALL):
        await ask(session, url)


async def large(session: aiohttp.ClientSession, url: str) -> None:
    """Ten long answers."""
    for _ in range(10):
        await ask(session, url, b'{"method":"large"}')


async def at_once(session: aiohttp.ClientSession, url: str) -> None:
    """Small ones, many at a time."""
    for _ in range(SMALL // AT_ONCE):
        await asyncio.gather(*(ask(session, url) for _ in range(AT_ONCE)))


async def ratio(what: str, work: Ask, urls: tuple[str, str]) -> None:
    """Print how many times longer `work` takes through the second address than directly."""
    least = [float("inf"), float("inf")]
    async with aiohttp.ClientSession() as session:
        for _ in range(ROUNDS):
            for place, url in enumerate(urls):
                began = time.perf_counter()
                await work(session, url)
                least[place] = min(least[place], time.perf_counter() - began)
    direct, through = least
    print(f"{what:32} {through / direct:6.2f}  ({1000 * direct:.1f} ms directly)")


async def main() -> None:
    """Node, endpoint and client in one loop: each pays for its own part of the time."""
    application = web.Application(client_max_size=0)
    application.router.add_post("/", answer)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    node = f"http://127.0.0.1:{runner.addresses[0][1]}"
    passing = Passing(node, lambda sent: None, lambda sent, refused: None)
    urls = (node, await passing.start(("127.0.0.1", 0)))
    await ratio(f"{SMALL} small questions", one_by_one, urls)
    await ratio("10 answers of 5 MB", large, urls)
    await ratio(f"{SMALL} small ones, {AT_ONCE} at once", at_once, urls)
    await passing.stop()
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(main())
