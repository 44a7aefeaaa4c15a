"""What an endpoint and an indexer have in common: an address whose keys are never shown, one session that opens with
the first question, and what is remembered of the answers."""

from __future__ import annotations

import base64
import re
from abc import ABC, abstractmethod
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from xccviz.catalogue import tr
from xccviz.model.errors import UserError
from xccviz.model.raw import Json
from xccviz.sources.files.strict_json import read_json
from xccviz.sources.network.health import HealthBook
from xccviz.sources.network.session import MAX_ANSWER_BYTES, Spent
from xccviz.sources.redact import redact, secrets_in


class Connection(ABC):
    """Use as an async context manager, in one event loop.

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
        self._max_bytes = max_bytes if max_bytes is not None else MAX_ANSWER_BYTES
        self._headers = {"Authorization": authorization} if authorization else {}
        self._opened: Any = None

    @abstractmethod
    async def _end(self, opened: Any) -> None:
        """Close what the first question has opened."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name!r})"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close all connections; safe to call twice, and before anything was asked."""
        opened, self._opened = self._opened, None
        if opened is not None:
            await self._end(opened)


def take_apart(url: str, api_key: str | None) -> tuple[str, str | None, tuple[str, ...]]:
    """The address without user info, the Authorization header, and all secrets in it."""
    try:
        url.encode()  # what was typed may be no UTF-8
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
