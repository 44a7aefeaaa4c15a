"""The endpoint: everything goes through unchanged, both ways, and those who listen are told what went by."""

from __future__ import annotations

import ipaddress
import logging
import socket
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

import aiohttp
from aiohttp import web
from multidict import CIMultiDict
from yarl import URL

from xccviz.catalogue import tr
from xccviz.model.errors import UserError
from xccviz.recording.noticing import REFUSAL, Sent, named_in, refusals, sending_in, sent_in
from xccviz.recording.packings import unknown_packing
from xccviz.recording.raw_bytes import Marks, RawRequest
from xccviz.sources.network.connection import take_apart
from xccviz.sources.network.session import CONNECT_SECONDS, proxy_for, resolver
from xccviz.sources.network.troubles import words_of
from xccviz.sources.redact import redact

_OF_A_CONNECTION = frozenset({
    "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te", "trailer",
    "transfer-encoding", "upgrade", "expect", "host",
})  # fmt: skip
"""Headers that are about one connection, not about what is said."""
_OURS = ("Date", "Server", "Content-Type")
"""Headers that our server would add where the upstream has none."""
_LONGEST_LINE = 1 << 20
_QUIET = logging.Logger("xccviz.recording", logging.CRITICAL)  # noqa: LOG001 - one that no handler hears
"""Where our server tells of clients that speak no HTTP: they get an answer, and a terminal gets no traceback."""


class Passing:
    """An HTTP endpoint on this machine that asks `upstream` (http(s) address; may hold a key) whatever it is asked.

    `sending` is told of transactions in a question before it is passed on (of those that only the answer names, when it
    has gone by), `answered` of the same when its answer has gone by or none came: with hash → reason for those that the
    node refused. Both are called in the loop and must not block. `unread` is told once of how a question is packed that
    can't be read here. Raises UserError (usage) for an address that is none.
    """

    def __init__(
        self,
        upstream: str,
        sending: Callable[[tuple[Sent, ...]], None],
        answered: Callable[[tuple[Sent, ...], dict[str, str]], None],
        api_key: str | None = None,
        unread: Callable[[str], None] = lambda packing: None,
    ) -> None:
        self._upstream, self._authorization, self._secrets = take_apart(upstream, api_key)
        self.name = redact(upstream)
        self._sending, self._answered, self._unread = sending, answered, unread
        self._all_read = True
        self._runner: web.AppRunner | None = None
        self._session: aiohttp.ClientSession | None = None
        self.url = ""
        self.asked = self.unreached = 0
        """Questions that came, and those that could not be passed on, the last of them for this reason."""
        self.why_unreached = ""

    async def start(self, listen: tuple[str, int]) -> str:
        """Listen there (port 0: a free one) and return the address. Raises UserError (usage) where that can't be."""
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, resolver=resolver(), keepalive_timeout=2.0),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS),
            auto_decompress=False,
            request_class=RawRequest,
            skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding", "Content-Type"),
            cookie_jar=aiohttp.DummyCookieJar(),
            max_line_size=_LONGEST_LINE,
            max_field_size=_LONGEST_LINE,
            **proxy_for(self._upstream),
        )
        self._runner = web.AppRunner(
            self._application(),
            access_log=None,
            logger=_QUIET,
            shutdown_timeout=0.5,
            handler_cancellation=True,  # who hangs up here hangs up there
            auto_decompress=False,
            max_line_size=_LONGEST_LINE,
            max_field_size=_LONGEST_LINE,
        )
        await self._runner.setup()
        host, port = listen
        try:
            listener = socket.create_server(
                listen, family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=1024
            )
        except OSError as error:
            await self.stop()
            raise UserError(
                tr(
                    "can't listen on {host}:{port}: {reason}",
                    host=host,
                    port=port,
                    reason=error.strerror or error,
                ),
                tr("Give another port with --listen; port 0 takes a free one."),
                kind="usage",
            ) from error
        await web.SockSite(self._runner, listener).start()
        self.url = f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}"
        return self.url

    async def stop(self) -> None:
        """Take no more questions, and end those that are under way. Safe to call twice."""
        runner, self._runner = self._runner, None
        session, self._session = self._session, None
        if runner is not None:
            await runner.cleanup()
        if session is not None:
            await session.close()

    def _application(self) -> web.Application:
        application = web.Application(client_max_size=0)  # 0: the upstream knows its own limit
        application.router.add_route("*", "/{path:.*}", self._pass)
        application.on_response_prepare.append(_add_nothing)
        return application

    async def _pass(self, request: web.Request) -> web.StreamResponse:
        origin = request.headers.get("Origin")
        if not _is_here(request.host) or (origin is not None and not _is_here(origin.partition("://")[2])):
            # A page of the web that took our address for its own, or asks with the key that we pass on.
            raise web.HTTPForbidden(text=tr("This endpoint answers programs and pages of this machine only."))
        self.asked += 1
        body = await request.read()
        questions = sending_in(body, request.headers)
        sent = sent_in(questions)
        packing = unknown_packing(request.headers) if body else None
        if packing is not None and self._all_read:
            self._all_read = False
            self._unread(packing)
        refused: dict[str, str] = {}
        if sent:
            self._sending(sent)
        try:
            async with self._ask(request, body) as answer:
                response, kept = await self._answer(request, answer, keep=bool(questions))
            if kept is not None:
                refused = refusals(sent, kept, answer.headers)
                named = named_in(questions, kept, answer.headers)
                self._sending(named)
                sent += named
            return response
        except aiohttp.ClientConnectorError as error:
            self.unreached += 1
            _, self.why_unreached = words_of(error)
            told = tr(
                "xccviz record could not reach {name}: {reason}", name=self.name, reason=self.why_unreached
            )
            return web.Response(status=502, text=told)
        except (
            aiohttp.ClientError,
            ConnectionError,
            TimeoutError,
        ):  # the upstream or the client broke off: so do we
            if request.transport is not None:
                request.transport.abort()
            return web.Response()  # goes nowhere
        finally:
            if sent:
                self._answered(sent, refused)

    def _ask(self, request: web.Request, body: bytes) -> aiohttp.client._RequestContextManager:
        assert self._session is not None
        headers = CIMultiDict(
            (name, value)
            for name, value in request.headers.items()
            if name.lower() not in _connection(request)
        )
        if self._authorization is not None and "Authorization" not in headers:
            headers["Authorization"] = self._authorization
        url = URL(_target(self._upstream, request.raw_path), encoded=True)
        return self._session.request(
            request.method, url, headers=headers, data=body or None, allow_redirects=False
        )

    async def _answer(
        self, request: web.Request, answer: aiohttp.ClientResponse, keep: bool
    ) -> tuple[web.StreamResponse, bytes | None]:
        """Pass an answer on piece by piece as it comes; its bytes, where wanted and short."""
        marks = Marks()
        reason = marks.marked(answer.reason) if answer.reason is not None else None
        response = _PassedOn(status=answer.status, reason=reason)
        for name, value in answer.headers.items():
            if name.lower() not in _connection(answer):
                response.headers.add(name, marks.marked(value))
        response.unsaid = [name for name in _OURS if name not in answer.headers]
        kept = bytearray() if keep else None
        marks.mend(request.protocol)
        await response.prepare(request)
        async for piece in answer.content.iter_any():
            await response.write(piece)
            if kept is not None:
                kept += piece
                kept = kept if len(kept) <= REFUSAL else None
        await response.write_eof()
        return response, None if kept is None else bytes(kept)


class _PassedOn(web.StreamResponse):
    """An answer of the upstream; `unsaid`: headers that it does not have and a server would add."""

    unsaid: Sequence[str] = ()


async def _add_nothing(request: web.Request, response: web.StreamResponse) -> None:
    if isinstance(response, _PassedOn):
        for name in response.unsaid:
            response.headers.popall(name, None)


def _connection(message: web.Request | aiohttp.ClientResponse) -> frozenset[str]:
    """The names, in lower case, of the headers that are about this connection alone."""
    named = message.headers.get("Connection", "")
    return (
        _OF_A_CONNECTION | {word.strip().lower() for word in named.split(",")} if named else _OF_A_CONNECTION
    )


def _target(upstream: str, asked: str) -> str:
    """The upstream's address of a path that was asked here: below its own path, with both queries. Who takes us for a
    proxy names a whole address: only its path is for the upstream, whatever host it says."""
    parts, (path, _, query) = urlsplit(upstream), asked.partition("?")
    if not path.startswith("/"):
        path = "/" + path.partition("://")[2].partition("/")[2]
    below = parts.path if path in ("", "/") else parts.path.rstrip("/") + path
    both = "&".join(part for part in (parts.query, query) if part)
    return f"{parts.scheme}://{parts.netloc}{below or '/'}" + (f"?{both}" if both else "")


def _is_here(host: str) -> bool:
    """Whether a Host header names this machine."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def listening_at(text: str) -> tuple[str, int]:
    """`127.0.0.1:PORT`, `[::1]:PORT`, `localhost:PORT` or a port alone → host and port. Raises UserError (usage) for
    anything else: what passes a key on is for this machine only."""
    name, _, number = text.rpartition(":") if not text.isdigit() else ("", "", text)
    host = name.strip("[]") or "127.0.0.1"
    host = "127.0.0.1" if host == "localhost" else host
    if host not in ("127.0.0.1", "::1"):
        raise UserError(
            tr("the recorder listens on this machine only, not on {host}", host=repr(host)),
            tr("Give --listen 127.0.0.1:PORT or [::1]:PORT."),
            kind="usage",
        )
    if not (number.isascii() and number.isdigit() and int(number) <= 65535):
        raise UserError(
            tr("{text} is no address to listen on", text=repr(text)),
            tr("Give --listen 127.0.0.1:PORT, PORT from 0 (a free one) to 65535."),
            kind="usage",
        )
    return host, int(number)
