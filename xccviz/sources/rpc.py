"""JSON-RPC with one endpoint: the one file that imports py_near, and only when something is asked.

py-near sends the request and parses the answer; its own error handling is bypassed because it loses the reason
(dependencies.md §1: refused, timed out and HTML all end as "empty response"). A subclass of its `JsonProvider`
installs a session with a trace and a bounded response, and `Endpoint.ask` says in an `Answer` what really happened.
"""

from __future__ import annotations

import asyncio
import base64
import functools
import json
import logging
import re
import socket
import ssl
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from xccviz.model.errors import EXIT_USAGE, UserError
from xccviz.model.raw import Json, RawDocument
from xccviz.sources import session
from xccviz.sources.answers import Answer, HandlerError, Ok, Trouble, handler_error
from xccviz.sources.health import HealthBook
from xccviz.sources.redact import HIDDEN, redact, secrets_in
from xccviz.sources.session import Call, current_call
from xccviz.sources.words import one_line

__all__ = ["Answer", "Endpoint", "HandlerError", "Ok", "Trouble", "document_of", "redact"]

log = logging.getLogger("xccviz.rpc")

_ECHOED = 8
"""Shorter secrets are not looked for in answers: they may well be words of the chain."""


class Endpoint:
    """One JSON-RPC endpoint over one py-near provider; use as an async context manager, in one event loop.

    `url` may hold a key (`https://KEY@host`, sent as a bearer token) or `user:password@`; `api_key` is used when it
    holds none. Neither is ever shown: messages, `repr` and documents use `name`, the redacted address. How it answers
    is noted in `health`.
    Raises UserError (exit 2) if `url` is no http(s) address.
    """

    def __init__(self, url: str, api_key: str | None = None, health: HealthBook | None = None) -> None:
        self._clean, authorization, secrets = _take_apart(url, api_key)
        self.name = redact(url)
        self.health = health if health is not None else HealthBook()
        self._secrets = tuple(dict.fromkeys(secret for secret in (*secrets, *secrets_in(url)) if secret))
        self._headers = {"Authorization": authorization} if authorization else {}
        self._provider: Any = None

    def __repr__(self) -> str:
        return f"Endpoint({self.name!r})"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close all connections; safe to call twice, and before anything was asked."""
        provider, self._provider = self._provider, None
        if provider is not None:
            await provider.shutdown()

    async def ask(self, method: str, params: Json, *, idle: float, total: float | None = None) -> Answer:
        """Send one request and classify what came back. Never raises but for cancellation.

        `idle`: seconds without a byte (the first one included) before it counts as timed out; `total`: seconds for
        the whole answer (default: `idle`). At most 5 s of them go to connecting.
        """
        loop = asyncio.get_running_loop()
        if self._provider is None:
            self._provider = _provider_class()(self._clean, headers=self._headers, timeout=None)
            await self._provider.startup()
        whole = max(idle, total if total is not None else idle)
        call = Call(idle=idle, until=loop.time() + whole)
        token = current_call.set(call)
        answer: Json = None
        timed_out = False
        try:
            async with asyncio.timeout(idle) as call.deadline:
                answer = await self._provider.call_rpc_request(method, params)
        except TimeoutError:
            timed_out = True
        finally:
            call.deadline = None
            current_call.reset(token)
        found = self._classify(answer, call, timed_out, idle)
        self.health.note(self.name, method, found, loop.time() - call.until + whole)
        log.debug("%s %s: %s", self.name, method, type(found).__name__)
        return found

    def _classify(self, answer: Json, call: Call, timed_out: bool, idle: float) -> Answer:
        if timed_out:
            return Trouble(
                "timeout", f"timed out, no answer within {_seconds(idle)}", http_status=call.status
            )
        if call.too_large:
            return Trouble(
                "too_large",
                f"answered more than {session.MAX_ANSWER_BYTES >> 20} MiB",
                http_status=call.status,
            )
        if call.error is not None and call.body is None:
            return self._trouble_of(call.error, call)
        body = call.body or b""
        echoed = [s.encode() for s in self._secrets if len(s) >= _ECHOED and s.encode() in body]
        for secret in echoed:  # an answer is kept as it came, but not with our key in it
            body = body.replace(secret, HIDDEN.encode())
        envelope = _parsed(body) if call.status != 200 or answer is None or echoed else answer
        status = call.status or 0
        if isinstance(envelope, dict):
            if "result" in envelope and envelope.get("error") is None:
                return Ok(envelope, status, _now())
            if isinstance(envelope.get("error"), dict):
                known = handler_error(envelope, status, _now())
                if known is not None:
                    return known
        return self._trouble_of_status(envelope, call)

    def _trouble_of(self, error: BaseException, call: Call) -> Trouble:
        """The real cause of a request without an answer."""
        import aiohttp

        status = call.status
        if isinstance(error, aiohttp.ClientConnectorDNSError | socket.gaierror):
            return Trouble(
                "dns", "its name cannot be resolved (no network, or a wrong address)", http_status=status
            )
        if isinstance(error, aiohttp.ClientConnectorCertificateError | ssl.SSLError | aiohttp.ClientSSLError):
            return Trouble(
                "tls", "no secure connection (its certificate is not accepted)", http_status=status
            )
        if isinstance(error, aiohttp.ClientProxyConnectionError | aiohttp.ClientHttpProxyError):
            return Trouble(
                "refused", "cannot be reached through the proxy of this system", http_status=status
            )
        if isinstance(error, TimeoutError):
            return Trouble("timeout", "timed out while connecting", http_status=status)
        if isinstance(error, aiohttp.ClientConnectorError):
            reason = error.os_error
            if isinstance(reason, ConnectionRefusedError):
                return Trouble(
                    "refused", "refused the connection (nothing listens there)", http_status=status
                )
            return Trouble("refused", f"cannot be reached ({_os_reason(reason)})", http_status=status)
        if isinstance(error, aiohttp.ClientPayloadError):
            return Trouble("disconnected", "cut its answer short", http_status=status)
        if isinstance(error, aiohttp.ServerDisconnectedError | aiohttp.ClientOSError | ConnectionError):
            return Trouble("disconnected", "closed the connection without an answer", http_status=status)
        if isinstance(error, aiohttp.InvalidURL | aiohttp.TooManyRedirects):
            return Trouble("http", "is no usable address (or redirects without end)", http_status=status)
        return Trouble(
            "not_rpc", f"sent an answer that cannot be read ({type(error).__name__})", http_status=status
        )

    def _trouble_of_status(self, envelope: Json, call: Call) -> Trouble:
        status = call.status
        retry_after = _retry_after(call.retry_after)
        said = self._said(envelope)
        if status == 429:
            wait = f", asks to wait {_seconds(retry_after)}: {until_words(retry_after)}" if retry_after else ""
            return Trouble("rate_limited", f"too many requests (HTTP 429){wait}", retry_after, status)
        if status in (401, 403):
            return Trouble("denied", f"denied access (HTTP {status}); it may want a key", retry_after, status)
        if status is not None and status != 200:
            return Trouble("http", f"answered HTTP {status}{said}", retry_after, status)
        if isinstance(envelope, dict):
            if "error" in envelope:
                return Trouble("not_rpc", f"answered an error{said or ' without a reason'}", None, status)
            return Trouble("not_rpc", "answered JSON that is no JSON-RPC answer", None, status)
        if call.body is not None and not call.body.strip():
            return Trouble("not_json", "answered with an empty body", None, status)
        what = "HTML" if b"<html" in (call.body or b"")[:1000].lower() else call.content_type or "something"
        if envelope is not None or (call.body or b"").strip() == b"null":
            return Trouble("not_rpc", "answered JSON that is no JSON-RPC answer", None, status)
        if "json" in what:
            return Trouble("not_json", "answered JSON that is cut short or broken", None, status)
        return Trouble("not_json", f"answered {one_line(what, 40)} instead of JSON", None, status)

    def _said(self, envelope: Json) -> str:
        """What a gateway's error object says, shortened, on one line, without our keys."""
        error = envelope.get("error") if isinstance(envelope, dict) else None
        text = error if isinstance(error, str) else error.get("message") if isinstance(error, dict) else None
        if not isinstance(text, str) or not text.strip():
            return ""
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return f": {one_line(text)}"


def document_of(method: str, params: Json, endpoint: Endpoint, answer: Ok | HandlerError) -> RawDocument:
    """The answer as a document for a RawTransaction."""
    return RawDocument(
        method=method,
        params=params,
        envelope=answer.envelope,
        endpoint=endpoint.name,
        received_at=answer.received_at,
        http_status=answer.http_status,
    )


def _take_apart(url: str, api_key: str | None) -> tuple[str, str | None, tuple[str, ...]]:
    """The address without user info, the Authorization header, and all secrets in it."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port, parts = None, None, urlsplit("")
    if not host or parts.scheme not in ("http", "https"):
        raise UserError(
            "an endpoint must be an http:// or https:// address",
            "It looks like https://rpc.mainnet.fastnear.com or http://127.0.0.1:3030.",
            exit_code=EXIT_USAGE,
        )
    place = (f"[{host}]" if ":" in host else host) + (f":{port}" if port is not None else "")
    clean = urlunsplit((parts.scheme, place, quote(parts.path, safe="/%:+,;=~-._"), parts.query, ""))
    clean = clean.replace("@", "%40")  # py-near takes any @ for its KEY@host form
    user = unquote(parts.username or "")
    authorization = None
    if parts.password is not None:
        pair = f"{user}:{unquote(parts.password)}".encode()
        authorization = "Basic " + base64.b64encode(pair).decode("ascii")
    elif user or api_key:
        authorization = f"Bearer {user or api_key}"
    if authorization is not None and re.search(r"[^\x20-\x7e]", authorization):
        raise UserError(f"the key for {redact(url)} has characters a header can't hold", exit_code=EXIT_USAGE)
    return clean, authorization, (user, unquote(parts.password or ""), api_key or "")


def _parsed(body: bytes | None) -> Json:
    if not body:
        return None
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _retry_after(text: str | None) -> float | None:
    """Seconds of a Retry-After header, which may be a date; None if absent, past, or neither."""
    if text is None:
        return None
    try:
        seconds = float(text)
    except ValueError:
        try:
            moment = parsedate_to_datetime(text)
        except ValueError:
            return None
        seconds = moment.timestamp() - datetime.now(UTC).timestamp()
    return seconds if 0 <= seconds < 1e6 else None


def until_words(seconds: float) -> str:
    """A wait as a moment of this machine's clock, as in `rate-limited until 20:41:05`."""
    moment = datetime.now().astimezone() + timedelta(seconds=seconds)
    day = "" if seconds < 12 * 3600 else f"{moment:%Y-%m-%d} "
    return f"rate-limited until {day}{moment:%H:%M:%S}"


def _seconds(value: float) -> str:
    return f"{value:.3g} s"


def _os_reason(error: BaseException | None) -> str:
    reason = getattr(error, "strerror", None) or type(error).__name__
    return str(reason).lower()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@functools.cache
def _provider_class() -> type[Any]:
    """py-near's provider with our session. Made on first use, so that importing this module stays cheap."""
    from loguru import logger

    logger.disable("py_near")  # it logs what we say better, addresses with keys included
    from py_near.providers import JsonProvider

    class Provider(JsonProvider):  # type: ignore[misc] # py-near ships no types
        """One address; `startup` is py-near's own hook for the session."""

        async def startup(self) -> None:
            self._client = session.make_session(self._rpc_addresses[0])
            self._connector = self._client.connector

    return Provider
