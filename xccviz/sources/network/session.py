"""How requests travel: bounded answers, a trace of each request, names resolved without blocking, proxies.

aiohttp is imported inside functions: importing this room stays cheap.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import socket
import threading
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from xccviz import __version__
from xccviz.catalogue import tr
from xccviz.sources.redact import redact
from xccviz.values import mutable

if TYPE_CHECKING:
    import aiohttp

_T = TypeVar("_T")

CONNECT_SECONDS = 5.0
MAX_ANSWER_BYTES = 64 * 1024 * 1024
USER_AGENT = f"xccviz/{__version__}"


@mutable
class Call:
    """What the session saw of one request."""

    status: int | None = None
    retry_after: str | None = None
    content_type: str = ""
    body: bytes | None = None
    error: BaseException | None = None
    too_large: bool = False
    deadline: asyncio.Timeout | None = None
    idle: float = 0.0
    total: float = 0.0
    until: float = 0.0
    used_up: bool = False
    limit: int = MAX_ANSWER_BYTES
    size: int = 0
    seconds: float = 0.0

    def progressed(self) -> None:
        """Bytes arrived: allow another idle period, but never beyond the end."""
        if self.deadline is not None and not self.deadline.expired():
            with contextlib.suppress(RuntimeError):
                self.deadline.reschedule(min(asyncio.get_running_loop().time() + self.idle, self.until))


@mutable
class Spent:
    """What was asked of one endpoint: requests, and bytes of their answers."""

    requests: int = 0
    received: int = 0

    def add(self, call: Call) -> None:
        """Count one request."""
        self.requests += 1
        self.received += call.size


class Redirected(Exception):  # noqa: N818 - what happened, not what is wrong
    """The endpoint sends us elsewhere; its text is for people."""


current_call: ContextVar[Call | None] = ContextVar("xccviz_rpc_call", default=None)


async def bounded(
    call: Call, total: float | None, send: Callable[[], Awaitable[_T]]
) -> tuple[_T | None, bool]:
    """What `send` returns, and whether the time was up: `call.idle` seconds without a byte, or `total` (default:
    `idle`) for the whole. Raises what `send` raises, and CancelledError at once."""
    loop = asyncio.get_running_loop()
    call.total = max(call.idle, total if total is not None else call.idle)
    call.until = loop.time() + call.total
    token = current_call.set(call)
    begun = loop.time()
    try:
        async with asyncio.timeout(call.idle) as call.deadline:
            return await send(), False
    except TimeoutError:
        call.used_up = loop.time() >= call.until
        return None, True
    finally:
        call.seconds = loop.time() - begun
        call.deadline = None
        current_call.reset(token)


async def _read(response: aiohttp.ClientResponse, call: Call) -> bytes:
    parts: list[bytes] = []
    async for piece in response.content.iter_any():
        call.progressed()
        call.size += len(piece)
        if call.size > call.limit:
            call.too_large = True
            raise ValueError("the answer is too large")
        parts.append(piece)
    call.body = b"".join(parts)
    return call.body


async def _on_headers(session: object, context: object, params: Any) -> None:
    call = current_call.get()
    if call is not None:
        call.status = params.response.status
        call.retry_after = params.response.headers.get("Retry-After")
        call.content_type = params.response.headers.get("Content-Type", "").split(";")[0]
        call.progressed()


async def _on_redirect(session: object, context: object, params: Any) -> None:
    """Follow a redirect only on the same host and only where the question stays the same question (307, 308)."""
    response, asked = params.response, params.url
    call = current_call.get()
    if call is not None:
        call.status = response.status
    try:
        to = asked.join(type(asked)(response.headers.get("Location") or response.headers.get("URI") or ""))
    except ValueError:
        return  # aiohttp says that the address is none
    same_place = (to.scheme, to.host, to.port) == (asked.scheme, asked.host, asked.port)
    made_secure = (to.scheme, to.host, asked.scheme) == ("https", asked.host, "http") and to.is_default_port()
    if (same_place or made_secure) and response.status in (307, 308):
        return
    response.close()
    if same_place or made_secure:
        raise Redirected(
            tr(
                "redirects (HTTP {status}) to {address}; give that address instead",
                status=response.status,
                address=redact(str(to)),
            )
        )
    raise Redirected(
        tr("redirects to another place, {address}; that is not followed", address=redact(str(to)))
    )


async def _on_exception(session: object, context: object, params: Any) -> None:
    call = current_call.get()
    if call is not None:
        call.error = params.exception


def proxy_for(url: str) -> dict[str, Any]:
    """The system's proxy as an argument for the session, {} for none; never for this machine.

    Not aiohttp's own `trust_env`, which also sends what ~/.netrc holds for the host.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if host in ("127.0.0.1", "localhost", "::1") or proxy_bypass(host):
        return {}
    proxy = getproxies().get(parts.scheme, "")
    return {"proxy": proxy} if proxy.startswith(("http://", "https://")) else {}


def resolver() -> aiohttp.abc.AbstractResolver:
    """Names are resolved in daemon threads: a name server that hangs can't hold up cancelling or leaving."""
    from aiohttp.abc import AbstractResolver, ResolveResult

    class Resolver(AbstractResolver):
        async def resolve(
            self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
        ) -> list[ResolveResult]:
            found = await _in_daemon_thread(
                functools.partial(
                    socket.getaddrinfo,
                    host,
                    port,
                    type=socket.SOCK_STREAM,
                    family=family,
                    flags=socket.AI_ADDRCONFIG,
                )
            )
            return [
                ResolveResult(
                    hostname=host,
                    host=str(address[0]),
                    port=int(address[1]),
                    family=kind,
                    proto=protocol,
                    flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
                )
                for kind, _, protocol, _, address in found
            ]

        async def close(self) -> None:
            """Nothing is kept."""

    return Resolver()


async def _in_daemon_thread(work: functools.partial[Any]) -> Any:
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Any] = loop.create_future()

    def settle(result: Any, error: BaseException | None) -> None:
        if not future.done():
            if error is not None:
                future.set_exception(error)
            else:
                future.set_result(result)

    def run() -> None:
        result, problem = None, None
        try:
            result = work()
        except OSError as error:
            problem = error
        with contextlib.suppress(RuntimeError):  # the loop may be closed by now
            loop.call_soon_threadsafe(settle, result, problem)

    threading.Thread(target=run, name="xccviz-dns", daemon=True).start()
    return await future


@functools.cache
def response_class() -> type[aiohttp.ClientResponse]:
    """aiohttp's response, read piecewise: bounded in size, and each piece extends the time allowed. Its bytes are for
    us alone."""
    import aiohttp

    class Response(aiohttp.ClientResponse):
        async def read(self) -> bytes:
            call = current_call.get()
            if self._body is None and call is not None:
                try:
                    self._body = await _read(self, call)
                except BaseException as error:
                    call.error = call.error or error
                    self.close()
                    raise
                return self._body
            return await super().read()

        async def text(self, encoding: str | None = None, errors: str = "strict") -> str:
            """Nothing for py-near to parse: the body is read strictly by us, once."""
            await self.read()
            return "null"

    return Response


def make_session(url: str) -> aiohttp.ClientSession:
    """A session for one address that reports each request to `current_call`."""
    import aiohttp

    trace = aiohttp.TraceConfig()
    trace.on_request_exception.append(_on_exception)
    trace.on_request_end.append(_on_headers)
    trace.on_request_redirect.append(_on_redirect)
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=32, resolver=resolver()),
        timeout=aiohttp.ClientTimeout(total=None, connect=None, sock_connect=CONNECT_SECONDS),
        headers={"User-Agent": USER_AGENT},
        response_class=response_class(),
        trace_configs=[trace],
        cookie_jar=aiohttp.DummyCookieJar(),
        **proxy_for(url),
    )
