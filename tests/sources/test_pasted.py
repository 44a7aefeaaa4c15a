"""What people really paste opens, offers a choice or says what it is: each kind from a file, standard input and a
paste, in the recorded form and in others that the same tools print."""

# covers: xccviz/sources/given.py, xccviz/opening/refusing.py, xccviz/sources/files/tells.py
# covers: xccviz/sources/files/naming.py, xccviz/sources/files/around.py, xccviz/sources/files/literal.py
# covers: xccviz/sources/files/text_shapes.py, xccviz/sources/files/rust_wire.py, xccviz/sources/files/rust_views.py
# covers: xccviz/sources/files/lake_folder.py

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from xccviz.cli.main import main
from xccviz.model.errors import UserError
from xccviz.opening.open import open_document_sync
from xccviz.opening.options import OpenOptions, OpenResult
from xccviz.sources.classify import JsonText, classify

DATA = Path(__file__).parent.parent / "data" / "reports"
TWO = ["7dg9E4S4RP5AwXdz6AcphJdJbNRNsKhGibnPHpGYpkob", "ED9T3mnErmEnmFBe3S6aariVgbj4WV83i16u31BqgHMF"]
EXCHANGE = "HUKqbWHZMoAcXeKrwbxTtCNdqD82fxjyJi1G22uZWMZF"
VAULT = "B2whKKcBca1kvNc85EYoYfCMkajzWcuC6gfXFiKo3mKY"
DAO = "7hWGHfgQ9uqpyB7BbRg1GpixeqdmfJC2J1UNePrzagdH"
CHARITY = "GMw5jYT5GkJ71vVmafpAiJKzvk8pTDKoQWF1YfJTdVYx"
REFUND = "Dcb6UQX5Wg98U5RGGA25HjYTTBUgDsmpuB1rKyQLx1Pv"
OFFLINE = OpenOptions(offline=True)
WAYS = ("file", "packed", "stdin", "paste")


def recorded(name: str) -> str:
    """The text of the one file that begins so."""
    (path,) = DATA.glob(f"{name}*")
    return path.read_text(encoding="utf-8")


def parsed(name: str) -> Any:
    return json.loads(recorded(name))


def opened_by(text: str, way: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> OpenResult:
    """What comes of `text`, given in one of the ways."""
    if way == "paste":
        return open_document_sync(text, OFFLINE)
    if way == "stdin":
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(text.encode())))
        return open_document_sync("-", OFFLINE)
    path = folder / "alice.near"
    path.write_bytes(gzip.compress(text.encode()) if way == "packed" else text.encode())
    monkeypatch.chdir(folder)
    return open_document_sync("alice.near", OFFLINE)


def refusal(text: str, way: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> UserError:
    with pytest.raises(UserError) as caught:
        opened_by(text, way, folder, monkeypatch)
    return caught.value


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
    "two prints of a console": (recorded("08") + recorded("08").replace(EXCHANGE, DAO), [EXCHANGE, DAO]),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", CHOICES)
def test_several_are_a_choice(kind: str, way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text, hashes = CHOICES[kind]
    told = refusal(text, way, tmp_path, monkeypatch)
    assert told.kind == "usage" and told.listed
    assert [offer.hash for offer in told.offers] == hashes
    assert [line.split()[0] for line in told.details] == hashes


def test_a_choice_is_told_by_the_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`show` and `check` end with 2 and list them; one is chosen by FILE#HASH."""
    path = tmp_path / "block.json"
    path.write_text(recorded("02"))
    for command in ("show", "check"):
        assert main([command, str(path), "--offline"]) == 2
        told = "".join(capsys.readouterr())
        assert all(hash in told for hash in TWO) and "block.json#HASH" in told
    assert main(["check", f"{path}#{TWO[0]}", "--no-failure", "--offline"]) == 0
    assert TWO[0] in capsys.readouterr().out


def indented(text: str, gutter: str) -> str:
    return "".join(f"{gutter}{line}\n" for line in text.splitlines())


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
    "JSON in a log": (f"2026-01-01T00:00:00Z [info] got {json.dumps(parsed('13b'))} in 3 ms", CHARITY),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", OPENS)
def test_it_opens(kind: str, way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text, hash = OPENS[kind]
    if way == "paste":
        assert isinstance(classify(text), JsonText)
    assert opened_by(text, way, tmp_path, monkeypatch).document.trace.transaction.hash == hash


def test_refunds_of_an_answer_without_receipts_are_told_by_their_price(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """They alone run at price 0: the totals are those of the same answer with receipts."""
    bare, whole = (open_document_sync(recorded(name), OFFLINE).document.analysis for name in ("13-", "13b"))
    assert bare.gas.total_burnt == whole.gas.total_burnt == 14_480_436_029_571
    assert bare.gas.refunds_burnt == whole.gas.refunds_burnt == 8_349_895_375_000
    assert bare.gas.by_contract == whole.gas.by_contract
    assert bare.fees.total == whole.fees.total
    edges = [[(edge.kind, edge.source, edge.target) for edge in run.graph.edges] for run in (bare, whole)]
    assert edges[0] == edges[1]
    for limit, status in (("14480436029571", 0), ("14480436029570", 1)):
        for name in ("13-answer-without-receipts.json", "13b-same-with-receipts.json"):
            assert main(["check", str(DATA / name), "--max-gas", limit, "--offline"]) == status
    capsys.readouterr()
    assert main(["show", str(DATA / "13-answer-without-receipts.json"), "--offline"]) == 0
    assert "2 receipts, 2 refunds" in capsys.readouterr().out


@pytest.mark.parametrize("deposit", ["90000000000000000000000", "0"])
def test_what_no_receipt_tells_was_moved_is_not_known(
    deposit: str, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = parsed("13-")
    answer["transaction"]["actions"][0]["FunctionCall"]["deposit"] = deposit
    assert main(["show", json.dumps(answer), "--view", "all", "--offline"]) == 0
    told = capsys.readouterr().out
    assert "What 3 receipts moved is not known: this answer lists no receipts." in told
    assert "No NEAR was moved" not in told


def test_no_refund_is_seen_where_gas_costs_nothing() -> None:
    """On a chain whose gas has no price, nothing can be told by it; nor of what made receipts or logs."""
    free, logged = parsed("13-"), parsed("13-")
    for entry in (free["transaction_outcome"], *free["receipts_outcome"]):
        entry["outcome"]["tokens_burnt"] = "0"
    for entry in logged["receipts_outcome"]:
        entry["outcome"]["logs"] = ["written"]
    for answer in (free, logged):
        assert open_document_sync(json.dumps(answer), OFFLINE).document.analysis.gas.refunds_burnt == 0
