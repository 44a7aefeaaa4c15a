"""JSON-RPC with one endpoint: the one file that imports py_near, and only when something is asked.

py-near sends the request; its own error handling is bypassed because it loses the reason (docs/decisions: refused,
timed out and HTML all end as "empty response"), and its reading of the answer because it takes what is no JSON. A
subclass of its `JsonProvider` installs a session with a trace and a bounded response, and `Endpoint.ask` says in an
`Answer` what really happened.
"""

from __future__ import annotations

import functools
import logging
from typing import Any

from xccviz.catalogue import tr
from xccviz.model.raw import Json, RawDocument
from xccviz.sources.network import session, troubles
from xccviz.sources.network.answers import Answer, HandlerError, Ok, Trouble, handler_error
from xccviz.sources.network.connection import Connection, now, parsed
from xccviz.sources.network.session import Call, bounded

log = logging.getLogger("xccviz.rpc")

REQUEST_ID = "dontcare"
"""The id that py-near gives every request; each travels on its own, so one is enough."""


class Endpoint(Connection):
    """One JSON-RPC endpoint over one py-near provider."""

    async def _end(self, opened: Any) -> None:
        await opened.shutdown()

    async def ask(self, method: str, params: Json, *, idle: float, total: float | None = None) -> Answer:
        """Send one request and classify what came back. Never raises but for cancellation.

        `idle`: seconds without a byte (the first one included) before it counts as timed out; `total`: seconds for
        the whole answer (default: `idle`). At most 5 s of them go to connecting.
        """
        if self._opened is None:
            self._opened = _provider_class()(self._clean, headers=self._headers, timeout=None)
            await self._opened.startup()
        call = Call(idle=idle, limit=self._max_bytes)
        try:
            _, timed_out = await bounded(call, total, lambda: self._opened.call_rpc_request(method, params))
        finally:
            self.spent.add(call)
        found = self._classify(call, timed_out)
        self.health.note(self.name, method, found, call.seconds)
        log.debug("%s %s: %s", self.name, method, type(found).__name__)
        return found

    def _classify(self, call: Call, timed_out: bool) -> Answer:
        trouble = troubles.trouble_of_sending(call, timed_out)
        if trouble is not None:
            return trouble
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
