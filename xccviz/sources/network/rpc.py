"""JSON-RPC with one endpoint: the one file that imports py_near, and only when something is asked.

py-near sends the request; its own error handling is bypassed because it loses the reason (docs/decisions: refused,
timed out and HTML all end as "empty response"), and its reading of the answer because it takes what is no JSON. A
subclass of its `JsonProvider` installs a session with a trace and a bounded response, and `Endpoint.ask` says in an
`Answer` what really happened.
"""

from __future__ import annotations

import base64
import functools
import logging
import re
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from xccviz.catalogue import tr
from xccviz.model.errors import UserError
from xccviz.model.raw import Json, RawDocument
from xccviz.sources.files.strict_json import read_json
from xccviz.sources.network import session, troubles
from xccviz.sources.network.answers import Answer, HandlerError, Ok, Trouble, handler_error
from xccviz.sources.network.health import HealthBook
from xccviz.sources.network.session import Call, Spent, bounded
from xccviz.sources.redact import redact, secrets_in

__all__ = ["Answer", "Endpoint", "HandlerError", "Ok", "Trouble", "document_of", "redact"]

log = logging.getLogger("xccviz.rpc")

REQUEST_ID = "dontcare"
"""The id that py-near gives every request; each travels on its own, so one is enough."""


class Endpoint:
    """One JSON-RPC endpoint over one py-near provider; use as an async context manager, in one event loop.

    `url` may hold a key (`https://KEY@host`, sent as a bearer token) or `user:password@`; `api_key` is used when it
    holds none. Neither is ever shown: messages, `repr` and documents use `name`, the redacted address. An answer of
    more than `max_bytes` (None: 64 MiB) is refused; `spent` counts what was asked and received; `health` remembers how
    it answered.
    Raises UserError (usage) if `url` is no http(s) address.
    """

    def __init__(
        self,
        url: str,
        api_key: str | None = None,
        max_bytes: int | None = None,
        health: HealthBook | None = None,
    ) -> None:
        self._clean, authorization, self.secrets = take_apart(url, api_key)
        self.name = redact(url)
        self.spent = Spent()
        self.health = health if health is not None else HealthBook()
        self._max_bytes = max_bytes if max_bytes is not None else session.MAX_ANSWER_BYTES
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
        if self._provider is None:
            self._provider = _provider_class()(self._clean, headers=self._headers, timeout=None)
            await self._provider.startup()
        call = Call(idle=idle, limit=self._max_bytes)
        try:
            _, timed_out = await bounded(call, total, lambda: self._provider.call_rpc_request(method, params))
        finally:
            self.spent.add(call)
        found = self._classify(call, timed_out)
        self.health.note(self.name, method, found, call.seconds)
        log.debug("%s %s: %s", self.name, method, type(found).__name__)
        return found

    def _classify(self, call: Call, timed_out: bool) -> Answer:
        if timed_out:
            return troubles.timed_out(call)
        if call.too_large:
            return troubles.too_large(call)
        if call.error is not None and call.body is None:
            return troubles.trouble_of_error(call.error, call)
        envelope = parsed(troubles.without_secrets(call.body, self.secrets))
        status = call.status or 0
        if isinstance(envelope, dict):
            if envelope.get("id") not in (REQUEST_ID, None) and ("result" in envelope or "error" in envelope):
                return Trouble("not_rpc", tr("answered another request than ours (a wrong id)"), None, status)
            if "result" in envelope and envelope.get("error") is None:
                return Ok(envelope, status, now())
            if isinstance(envelope.get("error"), dict):
                known = handler_error(envelope, status, now())
                if known is not None:
                    return known
        return troubles.trouble_of_answer(envelope, call, self.secrets)


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


def take_apart(url: str, api_key: str | None) -> tuple[str, str | None, tuple[str, ...]]:
    """The address without user info, the Authorization header, and all secrets in it."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port, parts = None, None, urlsplit("")
    if not host or parts.scheme not in ("http", "https"):
        raise UserError(
            tr("an endpoint must be an http:// or https:// address"),
            tr("It looks like https://rpc.mainnet.fastnear.com or http://127.0.0.1:3030."),
            kind="usage",
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
        raise UserError(
            tr("the key for {address} has characters a header can't hold", address=redact(url)), kind="usage"
        )
    secrets = (user, unquote(parts.password or ""), api_key, *secrets_in(url))
    return clean, authorization, tuple(dict.fromkeys(filter(None, secrets)))


def parsed(body: bytes | None) -> Json:
    """The body as strict JSON; None if it is none."""
    try:
        return read_json(body.decode("utf-8-sig")) if body else None
    except (ValueError, RecursionError):
        return None


def now() -> str:
    """This moment, RFC 3339 in UTC."""
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
