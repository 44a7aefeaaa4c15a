"""What people paste, in the recorded form (tests/data/reports) and in others that the same tools print."""

from __future__ import annotations

import html
import json
import pprint
from base64 import b64encode
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.reference.prints import inspected, rust_view

DATA = Path(__file__).parent.parent / "data" / "reports"
TWO = ["7dg9E4S4RP5AwXdz6AcphJdJbNRNsKhGibnPHpGYpkob", "ED9T3mnErmEnmFBe3S6aariVgbj4WV83i16u31BqgHMF"]
EXCHANGE = "HUKqbWHZMoAcXeKrwbxTtCNdqD82fxjyJi1G22uZWMZF"
VAULT = "B2whKKcBca1kvNc85EYoYfCMkajzWcuC6gfXFiKo3mKY"
DAO = "7hWGHfgQ9uqpyB7BbRg1GpixeqdmfJC2J1UNePrzagdH"
CHARITY = "GMw5jYT5GkJ71vVmafpAiJKzvk8pTDKoQWF1YfJTdVYx"
REFUND = "Dcb6UQX5Wg98U5RGGA25HjYTTBUgDsmpuB1rKyQLx1Pv"


def recorded(name: str) -> str:
    """The text of the one file that begins so."""
    (path,) = DATA.glob(f"{name}*")
    return path.read_text(encoding="utf-8")


def parsed(name: str) -> Any:
    return json.loads(recorded(name))


def camel(value: Any) -> Any:
    """As near-lake-framework-js renames what it reads: every member, at any depth."""
    if isinstance(value, list):
        return [camel(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    words = {key: key.split("_") for key in value}
    return {
        first + "".join(word[:1].upper() + word[1:] for word in rest): camel(value[key])
        for key, (first, *rest) in words.items()
    }


def shard() -> dict[str, Any]:
    return parsed("05")


def older(version: str) -> dict[str, Any]:
    """The block of `02` as earlier versions of the indexer framework nested it (chain/indexer/CHANGELOG.md)."""
    message = parsed("02")
    (now,) = message["shards"]
    chunk, executed = now["chunk"], now["receipt_execution_outcomes"]
    if version == "0.5":
        return {"block": message["block"], "chunks": [{**chunk, "receipt_execution_outcomes": executed}]}
    if version == "0.3":
        return {"block": message["block"], "chunks": [chunk], "receipt_execution_outcomes": executed}
    if version == "0.2":
        by_id = {entry["execution_outcome"]["id"]: entry["execution_outcome"] for entry in executed}
        for entry in chunk["transactions"]:
            entry["outcome"] = entry["outcome"]["execution_outcome"]
        local = [entry["receipt"] for entry in executed]
        return {
            "block": message["block"],
            "chunks": [chunk],
            "receipt_execution_outcomes": by_id,
            "local_receipts": local,
        }
    outcomes = [entry["outcome"]["execution_outcome"] for entry in chunk["transactions"]]
    outcomes += [entry["execution_outcome"] for entry in executed]
    chunk["transactions"] = [entry["transaction"] for entry in chunk["transactions"]]
    return {"block": message["block"], "chunks": [chunk], "outcomes": outcomes}


CHOICES: dict[str, tuple[str, list[str]]] = {
    "two in a block": (recorded("02"), TWO),
    "two in a block, the second whole": (
        json.dumps({**parsed("02"), "shards": parsed("02")["shards"][::-1]}),
        TWO,
    ),
    "answers in an array": (json.dumps([parsed("11"), parsed("13b")]), [VAULT, CHARITY]),
    "answers named by a tool": (
        json.dumps({"before": parsed("13b"), "after": parsed("11")}),
        [CHARITY, VAULT],
    ),
    "camelCase of a block": (recorded("03"), TWO),
    "camelCase of a shard": (json.dumps(camel(shard())), TWO),
    "camelCase of blocks": (json.dumps({"blocks": [camel(parsed("02"))]}), TWO),
    "shard": (recorded("05"), TWO),
    "shards in an array": (json.dumps([shard()]), TWO),
    "indexer framework 0.5": (json.dumps(older("0.5")), TWO),
    "indexer framework 0.3": (json.dumps(older("0.3")), TWO),
    "indexer framework 0.2": (json.dumps(older("0.2")), TWO),
    "indexer framework 0.1": (json.dumps(older("0.1")), TWO),
    "two hashes of a wallet": (recorded("14"), [DAO, VAULT]),
    "two hashes, encoded twice": (recorded("14").replace("%2C", "%252C"), [DAO, VAULT]),
    "two hashes, a member each": (recorded("14").replace("%2C", "&transactionHashes="), [DAO, VAULT]),
    "two hashes behind #": (recorded("14").replace("/?", "/#/done?"), [DAO, VAULT]),
    "two hashes, a list of members": (
        recorded("14")
        .replace("transactionHashes=", "transactionHashes[]=")
        .replace("%2C", "&transactionHashes[]="),
        [DAO, VAULT],
    ),
    "two hashes, encoded for a page": (
        recorded("14").replace("?", "?account_id=a.near&amp;"),
        [DAO, VAULT],
    ),
    "two hashes for this machine": (
        recorded("14").replace("https://app.example", "localhost:3000"),
        [DAO, VAULT],
    ),
    "two hashes within an address": (
        f"https://wallet.example/sign?callbackUrl={quote(recorded('14').strip(), safe='')}",
        [DAO, VAULT],
    ),
    "a chunk of a block": (json.dumps({"result": shard()["chunk"]}), TWO),
    "a hash with what names it, deep": (
        json.dumps(
            {
                "data": {
                    "page": {
                        "items": [{"hash": DAO, "signer_id": "a.near"}, {"hash": VAULT, "signer": "b.near"}]
                    }
                }
            }
        ),
        [DAO, VAULT],
    ),
    "two hashes of a sentence": (f"I sent {DAO} and then {VAULT}, both hang", [DAO, VAULT]),
    "a document a line": (recorded("15") + json.dumps(parsed("13b")) + "\n", [DAO, CHARITY]),
    "a document a line, with words": (
        f"first:\n{recorded('15')}second:\n{json.dumps(parsed('11'))}\n",
        [DAO, VAULT],
    ),
    "two answers of curl": (
        f"{json.dumps({'result': parsed('11')})}{json.dumps({'result': parsed('13-')})}",
        [VAULT, CHARITY],
    ),
    "a request of an indexer": (json.dumps({"tx_hashes": [DAO, VAULT]}), [DAO, VAULT]),
    "a note of two": (json.dumps({"transactionHashes": f"{DAO},{VAULT}"}), [DAO, VAULT]),
    "notes of one each": (json.dumps([{"hash": DAO}, {"tx": VAULT}]), [DAO, VAULT]),
    "two answers in a member": (json.dumps({"result": [parsed("11"), parsed("13b")]}), [VAULT, CHARITY]),
    "JSON and a console": (f"{json.dumps(parsed('13b'))}\n{recorded('08')}", [CHARITY, EXCHANGE]),
    "JSON and Rust": (f"{json.dumps(parsed('13b'))}\nafter:\n{recorded('20')}", [CHARITY, EXCHANGE]),
    "Rust and a console": (f"{recorded('20')}\n{recorded('08').replace(EXCHANGE, DAO)}", [EXCHANGE, DAO]),
    "Rust and JSON": (f"{recorded('20')}\n{json.dumps(parsed('13b'))}", [CHARITY, EXCHANGE]),
    "two prints of a console": (recorded("08") + recorded("08").replace(EXCHANGE, DAO), [EXCHANGE, DAO]),
}


def indented(text: str, gutter: str) -> str:
    return "".join(f"{gutter}{line}\n" for line in text.splitlines())


UNKNOWN = {"jsonrpc": "2.0", "id": 1, "error": {"cause": {"name": "UNKNOWN_TRANSACTION", "info": {}}}}
ANSWER = {"jsonrpc": "2.0", "id": 2, "result": parsed("13b")}
LINES = [*enumerate(recorded("13b").splitlines(), 1)]
SAID = {"result": {**parsed("13b"), "remark": "the „quoted\" 'part' of it \\ that goes\non"}}
HEADERS = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-id: [7]\r\n\r\n"
OPENS: dict[str, tuple[str, str]] = {
    "camelCase": (recorded("11"), VAULT),
    "camelCase of an answer": (json.dumps(camel({"jsonrpc": "2.0", "result": parsed("13b")})), CHARITY),
    "camelCase of an indexer": (json.dumps(camel(parsed("12")["transaction"])), VAULT),
    "near-cli": (recorded("08"), EXCHANGE),
    "near-cli in colours": (recorded("08").replace("'", "\x1b[32m'").replace(",\n", "\x1b[39m,\n"), EXCHANGE),
    "near-cli 4, nothing hidden shown": (
        recorded("08").replace("[ [length]: 0 ]", "[]").replace(",\n        [length]: 1", ""),
        EXCHANGE,
    ),
    "Bun": (recorded("08").replace("'", '"').replace("}\n", "},\n", 3), EXCHANGE),
    "Python": (f"answer: {parsed('13b')!r}", CHARITY),
    "near-cli-rs": (recorded("09"), EXCHANGE),
    "near-cli-rs, its later gutter": (indented(recorded("20"), "│    "), EXCHANGE),
    "nearcore": (recorded("20"), EXCHANGE),
    "nearcore on a line": (" ".join(recorded("20").split()), EXCHANGE),
    "nearcore's inner view": (
        recorded("20").split("FinalExecutionOutcome(\n", 1)[1].rsplit("),\n    ),", 1)[0],
        EXCHANGE,
    ),
    "a receipt of an indexer": (recorded("12"), VAULT),
    "wrapped once more": (json.dumps({"result": {"result": parsed("13b")}}), CHARITY),
    "wrapped by axios": (json.dumps({"status": 200, "data": {"result": parsed("13b")}}), CHARITY),
    "wrapped as text": (
        json.dumps({"content": [{"type": "text", "text": json.dumps(parsed("13b"))}]}),
        CHARITY,
    ),
    "text of text": (json.dumps(json.dumps(parsed("13b"))), CHARITY),
    "JSON Lines": (recorded("15"), DAO),
    "JSON after a line": (f"$ near tx-status\n{recorded('13b')}", CHARITY),
    "JSON in fences": (f"Look:\n```json\n{recorded('13b')}\n```\nwhy?", CHARITY),
    "JSON behind headers": (f"{HEADERS}{json.dumps({'result': parsed('13b')})}", CHARITY),
    "JSON quoted": (indented(recorded("13b"), "> "), CHARITY),
    "curl -v": (
        f"* Connected\n> POST / HTTP/2\n> host: x\n\n< HTTP/2 200\n{{ [5 bytes data]\n{json.dumps(ANSWER)}",
        CHARITY,
    ),
    "curl -v, answers only": (f"< HTTP/2 200\n< \n{json.dumps(ANSWER)}", CHARITY),
    "a batch of requests": (json.dumps([UNKNOWN, ANSWER]), CHARITY),
    "polls, a line each": (f"{json.dumps(UNKNOWN)}\n{json.dumps(ANSWER)}\n", CHARITY),
    "a JSON log": (
        f"{json.dumps({'level': 'info', 'message': json.dumps(ANSWER)})}\n{json.dumps({'level': 'info'})}\n",
        CHARITY,
    ),
    "a JSON log, nested": (f"{json.dumps({'data': {'answer': ANSWER}})}\n{{}}\n", CHARITY),
    "a browser's archive": (
        json.dumps({"log": {"entries": [{"response": {"content": {"text": json.dumps(ANSWER)}}}]}}),
        CHARITY,
    ),
    "near-workspaces-js": (
        f"TransactionResult {inspected({'result': parsed('13b'), 'startMs': 1})}",
        CHARITY,
    ),
    "quoted mail, twice": (indented(recorded("13b"), "> > "), CHARITY),
    "log of a container": (indented(recorded("13b"), "2026-01-01T00:00:00.1234567Z "), CHARITY),
    "docker compose, its times": (
        indented(recorded("13b"), "near-1  | 2026-01-01 00:00:00,123 "),
        CHARITY,
    ),
    "cat -n": (
        "".join(f"{n:6}\t{line}\n" for n, line in enumerate(recorded("13b").splitlines(), 1)),
        CHARITY,
    ),
    "an editor's numbers": (
        "".join(f"{n:4}  {line}\n" for n, line in enumerate(recorded("20").splitlines(), 7)),
        EXCHANGE,
    ),
    "markdown with markup": (
        f"<!-- what happened? -->\n<details>\n\n```json\n{recorded('13b')}\n```\n</details>",
        CHARITY,
    ),
    "the source of a page": (f"<pre>{html.escape(recorded('13b'))}</pre>", CHARITY),
    "text of text of text": (json.dumps(json.dumps(json.dumps(parsed("13b")))), CHARITY),
    "Python's pprint": (pprint.pformat(parsed("13b"), width=40), CHARITY),
    "bytes of Python": (f"content: {json.dumps(SAID, ensure_ascii=False).encode()!r}", CHARITY),
    "text of Python": (repr(json.dumps(SAID)), CHARITY),
    "logfmt": (f"level=info msg={json.dumps(json.dumps(SAID))} ms=3", CHARITY),
    "escaped, without its quotes": (json.dumps(json.dumps(SAID))[1:-1], CHARITY),
    "a JSON log of Rust": (
        json.dumps({"level": "INFO", "fields": {"message": rust_view(parsed("13b"), pretty=False)}}),
        CHARITY,
    ),
    "JSON logs of a console": (
        f"{json.dumps({'msg': 'sent'})}\n{json.dumps({'msg': 'got ' + inspected(parsed('13b'))})}\n",
        CHARITY,
    ),
    "an assistant's answer": (
        json.dumps({"content": [{"type": "text", "text": f"The answer:\n{recorded('13b')}"}]}),
        CHARITY,
    ),
    "a browser's archive, packed": (
        json.dumps(
            {"response": {"encoding": "base64", "text": b64encode(json.dumps(ANSWER).encode()).decode()}}
        ),
        CHARITY,
    ),
    "an array in an array": (json.dumps([[parsed("13b")]]), CHARITY),
    "journalctl": (indented(recorded("13b"), "Jan 01 00:00:07 host near[123]: "), CHARITY),
    "a table's cell": (f"hash,answer\nx,{json.dumps(json.dumps(ANSWER))}\n".replace('\\"', '""'), CHARITY),
    "kubectl": (indented(recorded("13b"), "[pod/near-0/app] "), CHARITY),
    "klog": (
        "".join(f"I0101 00:00:{n % 60:02}.{n:06}   {n:4} main.go:5] {line}\n" for n, line in LINES),
        CHARITY,
    ),
    "grep": ("".join(f"run-1.json:{n}:{line}\n" for n, line in LINES), CHARITY),
    "bat": ("".join(f"{n:4} │ {line}\n" for n, line in LINES), CHARITY),
    "a patch": (indented(recorded("13b"), "+"), CHARITY),
    "Ruby": (
        "=> " + json.dumps(parsed("13b")).replace('": ', '"=>').replace("null", "nil"),
        CHARITY,
    ),
    "JSON with comments": (recorded("13b").replace("{", "{ // what became /* of it */", 1), CHARITY),
    "JSON in a log": (f"2026-01-01T00:00:00Z [info] got {json.dumps(parsed('13b'))} in 3 ms", CHARITY),
}
