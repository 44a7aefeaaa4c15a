"""The loopback node for clients that send: it takes any signed transaction, and what becomes of it is a recording.

node = TakingNode(); node.becomes("tutorial-parallel-3-one-panics", …)     the first one sent, the second, … again
python -m tests.node.taking FOLDER… [--port N]                             serve until interrupted
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web

from tests.node.loopback import Json, LoopbackNode, _read, _result, serve
from xccviz.model import base58

DATA = Path(__file__).parent.parent / "data" / "node"
SENDING = ("send_tx", "broadcast_tx_async", "broadcast_tx_commit")


@dataclass
class TakingNode(LoopbackNode):
    """`refuses`: the error object of INVALID_TRANSACTION answers instead of taking anything; `loses`: the answer to a
    send never comes, although it was taken; `running`: what it answers before FINAL, so many times. `sent`: hashes in
    the order they came."""

    scripts: list[Json] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    refuses: Json = None
    loses: bool = False
    running: int = 0

    def becomes(self, *recordings: str | Path) -> None:
        """What becomes of transactions sent: recordings by name (of tests/data/node) or folder, in turn."""
        for name in recordings:
            folder = DATA / name if isinstance(name, str) else name
            packed = folder / "tx_status.json.xz"
            answer = _read(packed if packed.exists() else folder / "tx_status.json")
            self.scripts.append(answer.get("result", answer))

    async def _answer(self, id: Json, method: str, params: Json) -> web.Response:
        named = params if isinstance(params, dict) else {}
        if method in SENDING:
            return await self._take(id, method, params)
        if method == "query" and named.get("request_type") == "view_access_key":
            key = {"nonce": 7, "permission": "FullAccess"}
            return _result(id, {**key, "block_hash": base58.encode(bytes(32)), "block_height": 1})
        if method == "block" and "finality" in named:
            header = {"height": 1, "hash": base58.encode(bytes(32)), "timestamp": 1, "timestamp_nanosec": "1"}
            return _result(id, {"author": "node0", "header": header, "chunks": []})
        return await super()._answer(id, method, params)

    async def _take(self, id: Json, method: str, params: Json) -> web.Response:
        text = params["signed_tx_base64"] if isinstance(params, dict) else params[0]
        data = base64.b64decode(text)
        hash = base58.encode(hashlib.sha256(data[:-65]).digest())  # signed with ed25519
        signer = data[4 : 4 + int.from_bytes(data[:4], "little")].decode()
        if self.refuses is not None:
            cause = {"info": {}, "name": "INVALID_TRANSACTION"}
            error = {
                "name": "HANDLER_ERROR", "cause": cause, "code": -32000, "message": "Server error",
                "data": {"TxExecutionError": {"InvalidTxError": self.refuses}},
            }  # fmt: skip
            return web.json_response({"jsonrpc": "2.0", "error": error, "id": id})
        if hash not in self.transactions:
            script = self.scripts[len(self.sent) % len(self.scripts)]
            self.sent.append(hash)
            final = _as_sent(script, hash, signer)
            before = {**final, "final_execution_status": "EXECUTED_OPTIMISTIC"}
            self.transactions[hash] = [before] * self.running + [final]
        if self.loses:
            await self._sleep(600)
        if method == "broadcast_tx_async":
            return _result(id, hash)
        wait = params.get("wait_until", "EXECUTED_OPTIMISTIC") if isinstance(params, dict) else "FINAL"
        if wait == "NONE":
            return _result(id, {"final_execution_status": "NONE"})
        return _result(id, self.transactions[hash][-1])

    def _status(self) -> Json:
        """All that a strict client wants of it."""
        status = super()._status()
        nothing = base58.encode(bytes(32))
        status["sync_info"] |= {
            "latest_block_hash": nothing, "latest_state_root": nothing, "latest_block_time": "2026-01-01T00:00:00Z",
            "earliest_block_hash": nothing, "earliest_block_height": 0, "earliest_block_time": "2026-01-01T00:00:00Z",
            "epoch_id": nothing, "epoch_start_height": 0,
        }  # fmt: skip
        status["version"]["commit"] = "0"
        more = {
            "genesis_hash": nothing,
            "node_public_key": f"ed25519:{nothing}",
            "uptime_sec": 1,
            "validators": [],
        }
        return more | status


def _as_sent(result: Json, hash: str, signer: str) -> Json:
    """A recorded result as that of another transaction. Its proofs are of the recorded one: they go."""
    text = json.dumps(result).replace(result["transaction"]["hash"], hash)
    told = json.loads(text.replace(f'"{result["transaction"]["signer_id"]}"', json.dumps(signer)))
    for outcome in (told["transaction_outcome"], *told["receipts_outcome"]):
        outcome["proof"] = []
    return told


def main(argv: Sequence[str] | None = None) -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m tests.node.taking")
    parser.add_argument("path", nargs="+", type=Path, help="folders of recorded transactions")
    parser.add_argument("--port", type=int, default=3030)
    given = parser.parse_args(argv)
    node = TakingNode()
    node.becomes(*given.path)
    serve(node, given.port, lambda: (node.url,))


if __name__ == "__main__":
    main()
