"""A NEAR node on the loopback interface that answers from recordings, for tests and for trying things by hand.

It behaves as protocol.md §1 says a real node does: `wait_until: "NONE"` answers at once, everything else polls and ends
in HTTP 408; handler errors are HTTP 200, validation errors 400; data it does not have is UNKNOWN_*. Faults can be
planned per method. Below `/v0/` it is a transaction indexer that knows the elements it was given.

    python -m tests.node.loopback FOLDER_OR_FILE … --port 3030 [--fault 'block=http 429 1'] [--poll 10]

A folder is a recorded transaction (`tx_status.json`, and `blocks/`, `chunks/`, `receipts/`, `heights.json`,
`changes.json`, `accounts.json`, `replay/` if there), or a folder of such folders.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import hashlib
import json
import lzma
import re
import socket
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

from xccviz.model import base58
from xccviz.sources.recognise.references import is_account_id

Json = Any
WAITS = ("NONE", "INCLUDED", "INCLUDED_FINAL", "EXECUTED_OPTIMISTIC", "EXECUTED", "FINAL")
_SATISFIED_BY = {
    "NONE": set(WAITS),
    "INCLUDED": set(WAITS) - {"NONE"},
    "EXECUTED_OPTIMISTIC": {"EXECUTED_OPTIMISTIC", "EXECUTED", "FINAL"},
    "INCLUDED_FINAL": {"INCLUDED_FINAL", "EXECUTED", "FINAL"},
    "EXECUTED": {"EXECUTED", "FINAL"},
    "FINAL": {"FINAL"},
}


@dataclass
class Fault:
    """Something that goes wrong with a method (`*`: any), `times` times (None: always), if given only with requests
    whose params hold the text `about`.

    kind: `drop` (connection closed without an answer), `hang`, `http` (status `code`, text body, `retry_after`),
    `html`, `empty`, `truncated` (half of the right answer), `slow` (right answer after `seconds`), `drip` (right
    answer in small pieces over `seconds`), `stall` (half of the right answer, then nothing), `cut` (half of it, then
    the connection ends), `junk` (valid JSON that is no JSON-RPC), `json` (`body` as the answer, with our id if it has
    one, HTTP `code`), `wrong_id` (right answer to another question), `redirect` (HTTP `code` to `body`).
    """

    kind: str
    code: int = 500
    retry_after: str | None = None
    seconds: float = 0.0
    body: Json = None
    times: int | None = None
    about: str = ""

    @classmethod
    def parse(cls, text: str) -> Fault:
        """`hang`, `slow 3`, `http 429 1` (status, Retry-After), `redirect 302 URL`, `html`, `empty`, `drop`, `500`."""
        words = text.split()
        if words[0] == "redirect":
            return cls("redirect", code=int(words[1]), body=words[2])
        if words[0].isdigit():
            words.insert(0, "http")
        if words[0] == "http":
            return cls("http", code=int(words[1]), retry_after=words[2] if len(words) > 2 else None)
        return cls(words[0], seconds=float(words[1]) if len(words) > 1 else 0.0)


@dataclass
class LoopbackNode:
    """Recordings and how to answer from them; `add_*` before or while it serves. `requests` counts by method."""

    chain_id: str = "localnet"
    genesis_hash: str | None = None
    poll_seconds: float = 0.3
    faults: dict[str, Fault] = field(default_factory=dict)
    transactions: dict[str, list[dict[str, Json]]] = field(default_factory=dict)
    receipts: dict[str, dict[str, Json]] = field(default_factory=dict)
    blocks: dict[str, dict[str, Json]] = field(default_factory=dict)
    chunks: dict[str, dict[str, Json]] = field(default_factory=dict)
    heights: dict[str, dict[str, Json]] = field(default_factory=dict)
    changes: dict[str, list[dict[str, Json]]] = field(default_factory=dict)
    accounts: dict[str, dict[str, dict[str, Json]]] = field(default_factory=dict)
    views: dict[tuple[str, str], bytes] = field(default_factory=dict)
    elements: dict[str, Json] = field(default_factory=dict)
    codes: dict[str, Json] = field(default_factory=dict)
    """Account → the answer of view_code, of any block."""
    states: dict[tuple[str, str], list[dict[str, str]]] = field(default_factory=dict)
    """Account and block → its whole storage."""
    paging: bool = True
    """Whether `limit` is heeded: without, or where it is not asked for, `state_too_large` refuses."""
    state_too_large: bool = False
    data_changes: dict[str, list[dict[str, Json]]] = field(default_factory=dict)
    configs: dict[str, Json] = field(default_factory=dict)
    signer_required: bool = False
    receipt_missing: bool = False
    array_params_only: bool = False
    without: frozenset[str] = frozenset({"tx_status"})
    requests: Counter[str] = field(default_factory=Counter)
    log: list[tuple[str, Json]] = field(default_factory=list)
    authorizations: list[str | None] = field(default_factory=list)
    queries: list[str] = field(default_factory=list)
    url: str = ""
    tls: ssl.SSLContext | None = None
    _origin: dict[str, tuple[str, str]] = field(default_factory=dict)
    _asked: Counter[str] = field(default_factory=Counter)
    _leaving: asyncio.Event | None = None
    _server: web.Server | None = None
    most_at_once: int = 0
    _at_once: int = 0

    # ------------------------------------------------------------------------------------------------ recordings

    def add_transaction(self, *answers: Json) -> str:
        """One transaction: an envelope or result, or several that follow each other with each question. Its hash."""
        results = [answer if "error" in answer else answer.get("result", answer) for answer in answers]
        last = results[-1]
        hash = last["transaction"]["hash"]
        self.transactions[hash] = results
        for receipt in last.get("receipts") or []:
            self.receipts.setdefault(receipt["receipt_id"], receipt)
        signer = last["transaction"]["signer_id"]
        for outcome in [last["transaction_outcome"], *last["receipts_outcome"]]:
            for child in outcome["outcome"]["receipt_ids"]:
                self._origin[child] = (hash, signer)
        return str(hash)

    def add_origin(self, receipt: str, hash: str, signer: str) -> None:
        """Where a receipt came from that no outcome lists, as the resume of a yield."""
        self._origin[receipt] = (hash, signer)

    def add_folder(self, folder: Path) -> str:
        """A recorded transaction's folder; returns its hash."""
        packed = folder / "tx_status.json.xz"
        path = packed if packed.exists() else folder / "tx_status.json"
        hash = self.add_transaction(_read(path))
        for path in sorted((folder / "receipts").glob("*.json")):
            self.receipts[path.stem] = _read(path)["result"]
        for path in sorted((folder / "blocks").glob("*.json")):
            block = _read(path)["result"]
            self.blocks[block["header"]["hash"]] = block
        for path in sorted((folder / "chunks").glob("*.json")):
            chunk = _read(path)["result"]
            self.chunks[chunk["header"]["chunk_hash"]] = chunk
        heights = folder / "heights.json"
        if heights.exists():
            self.heights.update(_read(heights))
        for path in sorted((folder / "replay").glob("*.json")):
            for exchange in _read(path):
                self.add_exchange(exchange["request"], exchange["response"].get("result"))
        if (folder / "changes.json").exists():
            for entry in _read(folder / "changes.json"):
                result = entry["account_changes"]["result"]
                self.changes[result["block_hash"]] = result["changes"]
        if (folder / "accounts.json").exists():
            for side in _read(folder / "accounts.json").values():
                self.accounts[side["block_hash"]] = side["accounts"]
        return hash

    def add_exchange(self, request: Json, result: Json) -> None:
        """What a node said around a call (`replay/`): code, account, storage, changes."""
        params = request["params"]
        kind, account = params.get("request_type"), params.get("account_id", "")
        if kind == "view_code" and result:
            self.codes[account] = result
        elif kind == "view_account" and result:
            self.accounts.setdefault(params["block_id"], {})[account] = result
        elif kind == "view_state" and result and not params["prefix_base64"]:
            self.states[account, params["block_id"]] = result["values"]
        elif params.get("changes_type") == "data_changes" and result:
            known = self.data_changes.setdefault(result["block_hash"], [])
            known += [each for each in result["changes"] if each not in known]
        elif params.get("changes_type") == "account_changes" and result:
            known = self.changes.setdefault(result["block_hash"], [])
            known += [each for each in result["changes"] if each not in known]
        elif request["method"] == "block" and result:
            self.blocks.setdefault(result["header"]["hash"], result)

    def add_states(self, folder: Path) -> str:
        """A recorded transaction as its node told of it while it ran: unknown, then state by state; its hash."""
        hash = self.add_folder(folder)
        states = [_read(path) for path in sorted((folder / "states").glob("*.json"))]
        asked = [state["envelope"] for state in states if state["wait_until"] == "NONE"]
        self.add_transaction(*asked, *self.transactions[hash])
        return hash

    def add_element(self, element: Json) -> str:
        """One transaction of an indexer, served below /v0/; its hash."""
        hash = str(element["transaction"]["hash"])
        self.elements[hash] = element
        return hash

    def add_path(self, path: Path) -> None:
        """A file, a transaction's folder, or a folder of those."""
        if path.is_file():
            document = _read(path)
            for entry in document.get("transactions", [document]):
                if "execution_outcome" in entry:
                    self.add_element(entry)
                else:
                    self.add_transaction(entry)
        elif any((path / name).exists() for name in ("tx_status.json", "tx_status.json.xz")):
            self.add_folder(path)
        else:
            for entry in sorted(path.iterdir()):
                if entry.is_dir() and any(entry.glob("tx_status.json*")):
                    self.add_folder(entry)

    # --------------------------------------------------------------------------------------------------- serving

    def application(self) -> web.Application:
        """The node as an aiohttp application."""
        return web.Application(client_max_size=2 << 20, middlewares=[self._route])

    async def start(self, port: int = 0) -> web.AppRunner:
        """Listen on 127.0.0.1; `url` says where."""
        self._leaving = asyncio.Event()
        runner = web.AppRunner(self.application(), shutdown_timeout=0.2, handler_cancellation=True)
        await runner.setup()
        self._server = runner.server
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        site = web.SockSite(runner, listener, ssl_context=self.tls)
        await site.start()
        self.url = f"{'https' if self.tls is not None else 'http'}://127.0.0.1:{listener.getsockname()[1]}"
        return runner

    async def asked(self, method: str | None = None, times: int = 1) -> None:
        """Wait, in another loop than the node's, until a method (None: any) has been asked for so often."""
        for _ in range(5000):  # an asyncio.Event is of one loop
            if (self.requests.total() if method is None else self.requests[method]) >= times:
                return
            await asyncio.sleep(0.002)
        raise TimeoutError(f"{method} was not asked for")

    def open_connections(self, within: float = 5.0) -> int:
        """Connections of clients that are still open `within` seconds after the question at the latest."""
        end = time.monotonic() + within
        while self._server is not None and self._server.connections and time.monotonic() < end:
            threading.Event().wait(0.01)
        return len(self._server.connections) if self._server is not None else 0

    @web.middleware
    async def _route(self, request: web.Request, handler: object) -> web.StreamResponse:
        """JSON-RPC at `/`, the indexer below `/v0/`; by hand, since a proxy is asked for whole addresses."""
        if request.path in ("/", "") or request.path.startswith("/v0/"):
            return await self._handle(request) if request.method == "POST" else web.Response(status=405)
        return web.Response(status=404)

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            return await self._respond(request)
        finally:
            self._at_once -= 1

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        if not request.content_type.startswith("application/json"):
            return web.Response(status=415, text="Expected request with `Content-Type: application/json`")
        try:
            body = json.loads(await request.read())
        except ValueError as error:
            return web.Response(status=400, text=f"Failed to parse the request body as JSON: {error}")
        if request.path.startswith("/v0/"):
            body = {"method": request.path, "params": body}
        if not isinstance(body, dict) or not isinstance(body.get("method"), str):
            return _error(None, "REQUEST_VALIDATION_ERROR", "PARSE_ERROR", {"error_message": "no method"})
        method, params = body["method"], body.get("params")
        self.requests[method] += 1
        self.log.append((method, params))
        self.authorizations.append(request.headers.get("Authorization"))
        self.queries.append(request.query_string)
        fault = self.faults.get(method) or self.faults.get("*")
        if fault is not None and fault.about not in json.dumps(params):
            fault = None
        if fault is not None and fault.times is not None:
            if fault.times <= 0:
                fault = None
            else:
                fault.times -= 1
        if fault is not None and fault.kind not in ("slow", "drip", "truncated", "stall", "cut", "wrong_id"):
            return await self._fail(request, fault, body.get("id"))
        if fault is not None and fault.kind == "slow":
            await self._sleep(fault.seconds)
        id = "another" if fault is not None and fault.kind == "wrong_id" else body.get("id")
        answer = await self._answer(id, method, params)
        if fault is not None and fault.kind in ("drip", "truncated", "stall", "cut"):
            return await self._spoil(request, answer, fault)
        return answer

    async def _sleep(self, seconds: float) -> None:
        """Wait, but not beyond the end of the server."""
        assert self._leaving is not None
        try:
            await asyncio.wait_for(self._leaving.wait(), seconds)
        except TimeoutError:
            return

    async def _fail(self, request: web.Request, fault: Fault, id: Json) -> web.StreamResponse:
        if fault.kind == "drop":
            assert request.transport is not None
            request.transport.close()
            return web.Response()
        if fault.kind == "hang":
            await self._sleep(600)
            return web.Response(status=500)
        if fault.kind == "http":
            headers = {"Retry-After": fault.retry_after} if fault.retry_after is not None else {}
            return web.Response(status=fault.code, text="no", headers=headers)
        if fault.kind == "html":
            return web.Response(
                text="<!doctype html><html><body>Gateway</body></html>", content_type="text/html"
            )
        if fault.kind == "junk":
            return web.json_response({"hello": ["world"]})
        if fault.kind == "json":
            ours = {"id": id} if isinstance(fault.body, dict) and "id" in fault.body else {}
            return web.json_response({**fault.body, **ours} if ours else fault.body, status=fault.code)
        if fault.kind == "redirect":
            return web.Response(status=fault.code, headers={"Location": str(fault.body)})
        assert fault.kind == "empty", fault.kind
        return web.Response(text="")

    async def _spoil(self, request: web.Request, answer: web.Response, fault: Fault) -> web.StreamResponse:
        body = answer.body
        assert isinstance(body, bytes)
        if fault.kind == "truncated":
            return web.Response(body=body[: len(body) // 2], content_type="application/json")
        stream = web.StreamResponse(headers={"Content-Type": "application/json"})
        stream.content_length = len(body)
        await stream.prepare(request)
        if fault.kind in ("stall", "cut"):
            await stream.write(body[: len(body) // 2])
            if fault.kind == "stall":
                await self._sleep(600)
            assert request.transport is not None
            request.transport.close()
            return stream
        pieces = 8
        size = len(body) // pieces + 1
        for start in range(0, len(body), size):
            await self._sleep(fault.seconds / pieces)
            await stream.write(body[start : start + size])
        await stream.write_eof()
        return stream

    async def _answer(self, id: Json, method: str, params: Json) -> web.Response:
        if method.startswith("/v0/"):
            return self._indexed(method, params)
        if method in self.without:
            return _method_not_found(id, method)
        if method in ("EXPERIMENTAL_tx_status", "tx_status", "tx"):
            return await self._tx(id, method, params)
        named = params if isinstance(params, dict) else {}
        first = params[0] if isinstance(params, list) and params else None
        if method == "EXPERIMENTAL_receipt":
            return self._lookup(
                id, self.receipts, named.get("receipt_id", first), "UNKNOWN_RECEIPT", "receipt_id"
            )
        if method == "EXPERIMENTAL_receipt_to_tx":
            return self._receipt_to_tx(id, named.get("receipt_id"))
        if method == "block":
            return self._block(id, named.get("block_id", first))
        if method == "chunk":
            return self._lookup(id, self.chunks, named.get("chunk_id", first), "UNKNOWN_CHUNK", "chunk_hash")
        if method == "status":
            return _result(id, self._status())
        if method == "EXPERIMENTAL_changes" and self.changes:
            return self._state_changes(id, named)
        if method == "query" and self.accounts and named.get("request_type") == "view_account":
            return self._view_account(id, named)
        if method == "query" and named.get("request_type") == "view_code" and self.codes:
            return self._view_code(id, named)
        if method == "query" and named.get("request_type") == "view_state" and self.states:
            return self._view_state(id, named)
        if method == "EXPERIMENTAL_protocol_config" and self.configs:
            return self._lookup(id, self.configs, named.get("block_id"), "UNKNOWN_BLOCK", "block_id")
        if method == "query" and self.views and named.get("request_type") == "call_function":
            return self._call_view(id, named)
        return _method_not_found(id, method)

    def _indexed(self, path: str, asked: Json) -> web.Response:
        """What the indexer knows: what it does not is left out, or null."""
        if path == "/v0/transactions" and isinstance(asked.get("tx_hashes"), list):
            found = [self.elements[hash] for hash in asked["tx_hashes"] if hash in self.elements]
            return web.json_response({"transactions": found})
        if path == "/v0/receipt" and isinstance(asked.get("receipt_id"), str):
            for hash, element in self.elements.items():
                pairs = [pair["receipt"] for pair in element["receipts"]] + element["data_receipts"]
                if asked["receipt_id"] in [receipt["receipt_id"] for receipt in pairs]:
                    named = {"receipt_id": asked["receipt_id"], "transaction_hash": hash}
                    return web.json_response({"receipt": named, "transaction": element})
            return web.json_response({"receipt": None, "transaction": None})
        return web.json_response({"error": "bad request"}, status=400)

    async def _tx(self, id: Json, method: str, params: Json) -> web.Response:
        asked = self._tx_params(params)
        if asked is None:
            said = "Failed parsing args: data did not match any variant of untagged enum TransactionInfo"
            return _error(id, "REQUEST_VALIDATION_ERROR", "PARSE_ERROR", {"error_message": said}, said)
        hash, sender, wait = asked
        known = self.transactions.get(hash)
        if known is not None and self.signer_required and sender != known[-1]["transaction"]["signer_id"]:
            if wait == "NONE":
                return _result(id, {"final_execution_status": "NONE"})
            known = None
        if known is None and wait == "NONE":
            info = {"requested_transaction_hash": hash}
            return _error(
                id, "HANDLER_ERROR", "UNKNOWN_TRANSACTION", info, f"Transaction {hash} doesn't exist"
            )
        if known is None:
            await self._sleep(self.poll_seconds)
            return _error(id, "HANDLER_ERROR", "TIMEOUT_ERROR", None, "Timeout", status=408)
        result = known[min(self._asked[hash], len(known) - 1)]
        self._asked[hash] += 1
        if "error" in result:
            return web.json_response({**result, "id": id})
        if result.get("final_execution_status", "FINAL") not in _SATISFIED_BY[wait]:
            await self._sleep(self.poll_seconds)
            return _error(id, "HANDLER_ERROR", "TIMEOUT_ERROR", None, "Timeout", status=408)
        if method != "tx" and self.receipt_missing:
            said = "Receipt with id 11111111111111111111111111111111 is not found"
            return _error(id, "INTERNAL_ERROR", "INTERNAL_ERROR", {"debug_info": said}, said, status=500)
        if method == "tx":
            result = {key: value for key, value in result.items() if key != "receipts"}
        return _result(id, result)

    def _tx_params(self, params: Json) -> tuple[str, str, str] | None:
        """Hash, sender and wait_until; None for what a node refuses (protocol.md §1.2)."""
        if isinstance(params, list) and len(params) == 2:
            hash, sender, wait = params[0], params[1], "EXECUTED_OPTIMISTIC"
        elif isinstance(params, dict) and not self.array_params_only:
            hash, sender = params.get("tx_hash"), params.get("sender_account_id")
            wait = params.get("wait_until", "EXECUTED_OPTIMISTIC")
            if set(params) - {"tx_hash", "sender_account_id", "wait_until"}:
                return None
        else:
            return None
        if not (isinstance(hash, str) and base58.is_hash(hash) and isinstance(sender, str)):
            return None
        return (hash, sender, wait) if is_account_id(sender) and wait in WAITS else None

    def _lookup(self, id: Json, table: Mapping[str, Json], key: Json, cause: str, name: str) -> web.Response:
        if key in table:
            return _result(id, table[key])
        return _error(id, "HANDLER_ERROR", cause, {name: key}, {"info": {name: key}, "name": cause})

    def _receipt_to_tx(self, id: Json, receipt: Json) -> web.Response:
        found = self._origin.get(receipt)
        if found is None:
            return _error(id, "HANDLER_ERROR", "UNKNOWN_RECEIPT", {"receipt_id": receipt})
        return _result(id, {"transaction_hash": found[0], "sender_account_id": found[1]})

    def _block(self, id: Json, key: Json) -> web.Response:
        if key in self.blocks:
            return _result(id, self.blocks[key])
        if isinstance(key, int) and (after := self._after(key)) is not None:
            return _result(id, after)
        known = self.heights.get(key) if isinstance(key, str) else None
        if known is None:
            status = 422 if isinstance(key, int) else 200
            said = f"DB Not Found Error: BLOCK: {key} \n Cause: Unknown"
            return _error(id, "HANDLER_ERROR", "UNKNOWN_BLOCK", {}, said, status=status)
        header = {
            "height": known["height"],
            "hash": key,
            "prev_hash": known["prev_hash"],
            "timestamp": int(known["timestamp_nanosec"]),
            "timestamp_nanosec": known["timestamp_nanosec"],
            "gas_price": known["gas_price"],
        }
        return _result(id, {"author": "node0", "header": header, "chunks": []})

    def _after(self, height: int) -> Json | None:
        """The block at a height: a recorded one, or a bare header after one of which the height is known."""
        for block in self.blocks.values():
            if block["header"]["height"] == height:
                return block
        for hash, known in self.heights.items():
            if known["height"] == height - 1:
                own = next((other for other, at in self.heights.items() if at["height"] == height), None)
                next_hash = own or base58.encode(hashlib.sha256(hash.encode()).digest())
                header = {"height": height, "hash": next_hash, "prev_hash": hash}
                return {"author": "node0", "header": header, "chunks": []}
        return None

    def _state_changes(self, id: Json, params: Mapping[str, Json]) -> web.Response:
        """The changes that were recorded, of one kind (recordings hold those of accounts) and of some accounts."""
        key = params.get("block_id")
        by_height = {entry["height"]: hash for hash, entry in self.heights.items()}
        block = by_height.get(key) if isinstance(key, int) else key
        if block not in self.changes:
            return _error(id, "HANDLER_ERROR", "UNKNOWN_BLOCK", {}, {"info": {}, "name": "UNKNOWN_BLOCK"})
        kind = str(params.get("changes_type")).removeprefix("all_").removesuffix("_changes")
        wanted = params.get("account_ids", ())
        known = self.changes[block] + (self.data_changes.get(str(block), []) if kind == "data" else [])
        found = [
            entry
            for entry in known
            if entry["change"]["account_id"] in wanted and entry["type"].rpartition("_")[0] == kind
        ]
        return _result(id, {"block_hash": block, "changes": found})

    def _view_account(self, id: Json, params: Mapping[str, Json]) -> web.Response:
        block, account = params.get("block_id"), params.get("account_id")
        if block not in self.accounts:
            return _error(id, "HANDLER_ERROR", "UNKNOWN_BLOCK", {"block_reference": {"block_id": block}})
        view = self.accounts[block].get(account)
        if view is None or "amount" not in view:
            info = {"block_hash": block, "block_height": 1, "requested_account_id": account}
            said = f"account {account} does not exist while viewing"
            return _error(id, "HANDLER_ERROR", "UNKNOWN_ACCOUNT", info, said)
        return _result(id, {**view, "block_hash": block, "block_height": 1})

    def _view_code(self, id: Json, params: Mapping[str, Json]) -> web.Response:
        found = self.codes.get(str(params.get("account_id")))
        if found is None:
            return _error(id, "HANDLER_ERROR", "NO_CONTRACT_CODE", {}, "no code")
        return _result(id, {**found, "block_hash": params.get("block_id"), "block_height": 1})

    def _view_state(self, id: Json, params: Mapping[str, Json]) -> web.Response:
        """As nearcore: a page where it is asked for and can be, else everything that begins so, unless the account has
        too much, whatever is asked for (vm.md §5)."""
        account, block = str(params.get("account_id")), str(params.get("block_id"))
        if (account, block) not in self.states:
            return _error(id, "HANDLER_ERROR", "UNKNOWN_BLOCK", {"block_reference": {"block_id": block}})
        limit = params.get("limit") if self.paging else None
        if self.state_too_large and limit is None:
            return _error(id, "HANDLER_ERROR", "TOO_LARGE_CONTRACT_STATE", {}, "State is too large")
        prefix = base64.b64decode(params["prefix_base64"])
        values = [
            one for one in self.states[account, block] if base64.b64decode(one["key"]).startswith(prefix)
        ]
        values.sort(key=lambda one: base64.b64decode(one["key"]))
        return _result(id, {"values": values[:limit], "block_hash": block, "block_height": 1})

    def _call_view(self, id: Json, params: Mapping[str, Json]) -> web.Response:
        """`views` by account and method; what is not there fails inside the result, as recorded."""
        found = self.views.get((str(params.get("account_id")), str(params.get("method_name"))))
        said = "wasm execution failed with error: MethodResolveError(MethodNotFound)"
        answer = {"error": said} if found is None else {"result": list(found)}
        return _result(id, {"block_hash": params.get("block_id"), "block_height": 1, "logs": [], **answer})

    def _status(self) -> Json:
        height = max((entry["height"] for entry in self.heights.values()), default=0)
        return {
            "chain_id": self.chain_id,
            **({"genesis_hash": self.genesis_hash} if self.genesis_hash is not None else {}),
            "protocol_version": 86,
            "latest_protocol_version": 86,
            "version": {"version": "loopback", "build": "loopback"},
            "sync_info": {"latest_block_height": height, "syncing": False},
        }


@contextmanager
def serving(node: LoopbackNode, port: int = 0) -> Iterator[LoopbackNode]:
    """Serve from a thread with its own loop, so that synchronous code and other processes can ask it."""
    ready, stop = threading.Event(), threading.Event()
    problems: list[BaseException] = []
    loops: list[asyncio.AbstractEventLoop] = []

    async def run() -> None:
        loop = asyncio.get_running_loop()
        loops.append(loop)
        runner = await node.start(port)
        waiting = loop.run_in_executor(
            None, stop.wait
        )  # its thread is there before the caller counts threads
        ready.set()
        await waiting
        assert node._leaving is not None
        node._leaving.set()
        await runner.cleanup()

    def main() -> None:
        try:
            asyncio.run(run())
        except BaseException as error:  # told to the caller, who waits for `ready`
            problems.append(error)
        finally:
            ready.set()

    thread = threading.Thread(target=main, name="loopback-node", daemon=True)
    thread.start()
    ready.wait(60)
    if problems:
        raise problems[0]
    try:
        yield node
    finally:
        stop.set()
        thread.join(60)
        assert not thread.is_alive(), "the loopback node did not stop"
        if problems:
            raise problems[0]


def closed_port() -> str:
    """An address of this machine where nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


def _result(id: Json, result: Json) -> web.Response:
    return web.json_response({"jsonrpc": "2.0", "result": result, "id": id})


def _error(
    id: Json, name: str, cause: str, info: Json = None, data: Json = None, status: int | None = None
) -> web.Response:
    validation = name == "REQUEST_VALIDATION_ERROR"
    code, message = (-32700, "Parse error") if validation else (-32000, "Server error")
    inner: dict[str, Json] = {"name": cause}
    if info is not None:
        inner["info"] = info
    error = {"name": name, "cause": inner, "code": code, "message": message, "data": data}
    if data is None:
        del error["data"]
    return web.json_response(
        {"jsonrpc": "2.0", "error": error, "id": id}, status=status or (400 if validation else 200)
    )


def _method_not_found(id: Json, method: str) -> web.Response:
    cause = {"name": "METHOD_NOT_FOUND", "info": {"method_name": method}}
    error = {
        "name": "REQUEST_VALIDATION_ERROR",
        "cause": cause,
        "code": -32601,
        "message": "Method not found",
        "data": method,
    }
    return web.json_response({"jsonrpc": "2.0", "error": error, "id": id}, status=400)


def _read(path: Path) -> Json:
    data = path.read_bytes()
    return json.loads(lzma.decompress(data) if path.suffix == ".xz" else data)


def main(argv: Sequence[str] | None = None) -> None:
    """Serve recordings until interrupted."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.node.loopback", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("path", nargs="+", type=Path, help="recorded transactions: folders or files")
    parser.add_argument("--port", type=int, default=3030)
    parser.add_argument("--chain-id", default="localnet")
    parser.add_argument("--genesis", help="the genesis hash; without one nothing of this node is cached")
    parser.add_argument(
        "--states",
        action="store_true",
        help="play recorded states, one a question, as of one that still runs",
    )
    parser.add_argument(
        "--poll", type=float, default=10.0, help="seconds before TIMEOUT_ERROR (a real node: 10)"
    )
    parser.add_argument(
        "--signer-required", action="store_true", help="answer as a node that tracks few shards"
    )
    parser.add_argument(
        "--fault",
        action="append",
        default=[],
        metavar="METHOD=KIND",
        help="e.g. '*=slow 3', 'block=http 429 1'",
    )
    given = parser.parse_args(argv)
    node = LoopbackNode(
        chain_id=given.chain_id,
        genesis_hash=given.genesis,
        poll_seconds=given.poll,
        signer_required=given.signer_required,
    )
    for path in given.path:
        if given.states and (path / "states").is_dir():
            node.add_states(path)
        else:
            node.add_path(path)
    for text in given.fault:
        method, _, kind = text.partition("=")
        if not re.fullmatch(r"[A-Za-z_*]+", method) or not kind:
            parser.error(f"not a fault: {text}")
        node.faults[method] = Fault.parse(kind)

    def told() -> Iterator[str]:
        yield f"{node.url} serves {len(node.transactions)} transactions:"
        yield from (f"  {hash}" for hash in node.transactions)

    serve(node, given.port, told)


def serve(node: LoopbackNode, port: int, told: Callable[[], Iterable[str]]) -> None:
    """Serve until interrupted; `told` gives lines to print when it listens."""

    async def run() -> None:
        runner = await node.start(port)
        print("\n".join(told()), flush=True)
        try:
            await asyncio.Event().wait()
        finally:
            await runner.cleanup()

    try:
        asyncio.run(run())
    except KeyboardInterrupt:
        print()


if __name__ == "__main__":
    main()
