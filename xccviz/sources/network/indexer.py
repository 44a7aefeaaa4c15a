"""A transaction indexer (FastNEAR's `explorer-api`): history that nodes have pruned, with data receipts and heights.

    POST {indexer}/v0/transactions  {"tx_hashes": [H]}   → {"transactions": [ELEMENT…]}
    POST {indexer}/v0/receipt       {"receipt_id": H}    → {"transaction": ELEMENT, …}
    ELEMENT = {transaction, execution_outcome, receipts: [{receipt, execution_outcome}], data_receipts}

It speaks no JSON-RPC and knows nothing of `wait_until`; its answers say what happened, not whether that is final.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from xccviz.catalogue import tr
from xccviz.model.raw import Json, JsonObject, RawDocument, object_of, objects_of
from xccviz.sources.network import session, troubles
from xccviz.sources.network.answers import Ok, Trouble
from xccviz.sources.network.connection import Connection, now, parsed
from xccviz.sources.network.session import Call, bounded
from xccviz.values import frozen

_VERSION = "/v0"


def is_indexer(url: str) -> bool:
    """Whether an address given as an endpoint is an indexer's: its path ends in /v0."""
    try:
        return urlsplit(url.strip()).path.rstrip("/").endswith(_VERSION)
    except ValueError:
        return False


@frozen
class Element:
    """One transaction as the indexer tells it, and the document that keeps it."""

    value: JsonObject
    document: RawDocument

    @property
    def result(self) -> JsonObject:
        """The same in the shape of a node's answer, for finding out what is still wanted."""
        pairs = objects_of(self.value["receipts"])
        return {
            "transaction": self.value["transaction"],
            "transaction_outcome": self.value["execution_outcome"],
            "receipts_outcome": [pair["execution_outcome"] for pair in pairs if "execution_outcome" in pair],
            "receipts": [pair["receipt"] for pair in pairs if "receipt" in pair],
        }


class Indexer(Connection):
    """One indexer, with or without /v0 in its address."""

    async def _end(self, opened: Any) -> None:
        await opened.close()

    async def transaction(
        self, hash: str, *, idle: float, total: float | None = None
    ) -> Element | Trouble | None:
        """The element of a transaction; None if the indexer does not know it."""
        params: Json = {"tx_hashes": [hash]}
        body = await self._post("transactions", params, idle, total)
        if isinstance(body, Trouble):
            return body
        listed = body.get("transactions")
        if not isinstance(listed, list):
            return Trouble("not_rpc", tr("answered JSON that is no indexer's answer"), None, 200)
        found = [
            entry
            for entry in objects_of(listed)
            if _is_element(entry) and object_of(entry["transaction"]).get("hash") == hash
        ]
        if listed and not found:
            return Trouble("not_rpc", tr("answered with another transaction"), None, 200)
        return Element(found[0], self._document(params, found[0])) if found else None

    async def of_receipt(self, receipt_id: str, *, idle: float) -> Element | Trouble | None:
        """The element of the transaction that a receipt belongs to; None if the indexer does not know it."""
        params: Json = {"receipt_id": receipt_id}
        body = await self._post("receipt", params, idle, None)
        if isinstance(body, Trouble):
            return body
        entry = object_of(body.get("transaction"))
        return Element(entry, self._document(params, entry)) if _is_element(entry) else None

    def _document(self, params: Json, element: JsonObject) -> RawDocument:
        return RawDocument("indexer", params, element, self.name, now(), 200)

    async def _post(self, name: str, body: Json, idle: float, total: float | None) -> JsonObject | Trouble:
        """The JSON object that it answers with HTTP 200; anything else is a trouble."""
        parts = urlsplit(self._clean)
        path = parts.path.rstrip("/").removesuffix(_VERSION)
        if self._opened is None:
            self._opened = session.make_session(parts._replace(path=path).geturl())
        call = Call(idle=idle, limit=self._max_bytes)
        url = parts._replace(path=f"{path}{_VERSION}/{name}").geturl()

        async def send() -> None:
            try:
                async with self._opened.post(url, json=body, headers=self._headers) as response:
                    await response.read()
            except Exception as error:  # every kind of trouble has its words
                call.error = call.error or error

        try:
            _, timed_out = await bounded(call, total, send)
        finally:
            self.spent.add(call)
        found = self._classify(call, timed_out)
        answer = found if isinstance(found, Trouble) else Ok({"result": None}, 200, "")
        self.health.note(self.name, f"indexer {name}", answer, call.seconds)
        return found

    def _classify(self, call: Call, timed_out: bool) -> JsonObject | Trouble:
        trouble = troubles.trouble_of_sending(call, timed_out)
        if trouble is not None:
            return trouble
        document = parsed(troubles.without_secrets(call.body, self.secrets))
        if call.status == 200 and isinstance(document, dict) and "error" not in document:
            return document
        return troubles.trouble_of_answer(document, call, self.secrets)


def _is_element(value: JsonObject) -> bool:
    return (
        isinstance(value.get("transaction"), dict)
        and isinstance(value.get("execution_outcome"), dict)
        and isinstance(value.get("receipts"), list)
    )
