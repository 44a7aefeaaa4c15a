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
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.effort import growth
from tests.node.loopback import LoopbackNode
from tests.reference.prints import inspected, rust_view
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


UNKNOWN = {"jsonrpc": "2.0", "id": 1, "error": {"cause": {"name": "UNKNOWN_TRANSACTION", "info": {}}}}
ANSWER = {"jsonrpc": "2.0", "id": 2, "result": parsed("13b")}
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
    "JSON in a log": (f"2026-01-01T00:00:00Z [info] got {json.dumps(parsed('13b'))} in 3 ms", CHARITY),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", OPENS)
def test_it_opens(kind: str, way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text, hash = OPENS[kind]
    if way == "paste":
        assert isinstance(classify(text), JsonText)
    assert opened_by(text, way, tmp_path, monkeypatch).document.trace.transaction.hash == hash


def nodes_of(text: str) -> list[tuple[Any, ...]]:
    """What the document of a text says of each receipt, and how they hang together."""
    graph = open_document_sync(text, OFFLINE).document.graph
    nodes = [
        (node.id, node.kind, node.roles, node.label, node.receipt and node.receipt.receiver_id, node.actions)
        + (node.outcome and (node.outcome.gas_burnt, node.outcome.tokens_burnt, node.outcome.logs),)
        for node in graph.nodes
    ]
    return [*nodes, *((edge.kind, edge.source, edge.target, edge.data_id) for edge in graph.edges)]


ANSWERS = {name: parsed(name) for name in ("13b", "13-")} | {"15": json.loads(recorded("15"))}


@pytest.mark.parametrize("hidden", [False, True])
@pytest.mark.parametrize("name", ANSWERS)
def test_a_console_shows_the_whole_answer(name: str, hidden: bool) -> None:
    assert nodes_of(f"Transaction\n{inspected(ANSWERS[name], hidden)}") == nodes_of(json.dumps(ANSWERS[name]))


@pytest.mark.parametrize("name", ANSWERS)
def test_python_shows_the_whole_answer(name: str) -> None:
    assert nodes_of(repr(ANSWERS[name])) == nodes_of(json.dumps(ANSWERS[name]))


@pytest.mark.parametrize("wrapped", [False, True])
@pytest.mark.parametrize("pretty", [False, True])
@pytest.mark.parametrize("name", ANSWERS)
def test_nearcore_prints_the_whole_answer(name: str, pretty: bool, wrapped: bool) -> None:
    printed = rust_view(ANSWERS[name], pretty=pretty, numbers_in_structs=wrapped)
    assert nodes_of(f"[debug] {printed}\n") == nodes_of(json.dumps(ANSWERS[name]))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (recorded("20").replace("receipts_outcome: [", "receipts_outcome: (9)[", 1), "of 9 are printed"),
        (recorded("20")[:6000], "it ends where"),
        (recorded("08").replace("actions: [", "actions: [ [Object] ], x: [", 1), "only a hint of a value"),
        (recorded("08")[:3000], "it ends where"),
    ],
)
def test_a_print_that_is_not_whole_offers_its_hash(text: str, said: str) -> None:
    """Never the hash of a block, of which there are more."""
    with pytest.raises(UserError) as caught:
        open_document_sync(text, OFFLINE)
    assert caught.value.kind == "malformed" and said in caught.value.message
    assert [(offer.hash, offer.fetch) for offer in caught.value.offers] == [(EXCHANGE, True)]


@pytest.mark.parametrize(
    ("text", "hashes"),
    [
        (json.dumps(ANSWER)[:-200], [CHARITY]),
        (f"see:\n{json.dumps(ANSWER)[:-200]}", [CHARITY]),
        (f"{json.dumps(ANSWER)[:-1]},}}", [CHARITY]),
        (recorded("15") + json.dumps(parsed("11"))[:-100], [DAO, VAULT]),
        (json.dumps(parsed("02"))[:-100], TWO),
    ],
)
def test_broken_json_says_where_and_offers_what_it_names(text: str, hashes: list[str]) -> None:
    """Nothing of it is opened: what stands in it would be told as the whole."""
    with pytest.raises(UserError, match="is not valid JSON: line") as caught:
        open_document_sync(text, OFFLINE)
    assert caught.value.kind == "malformed"
    assert {offer.hash for offer in caught.value.offers} <= set(hashes)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "text",
    [
        recorded("10"),
        recorded("10").replace("ExecutionFinalResult {", "CallExecutionDetails {"),
        recorded("10").replace("`", "").replace("ExecutionFinalResult {", "ExecutionResult {\n"),
    ],
)
def test_a_print_without_a_hash_says_so(
    text: str, way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = refusal(text, way, tmp_path, monkeypatch)
    assert told.kind == "malformed" and "printed no transaction hash" in told.message
    assert [offer.hash for offer in told.offers] == ["7qFiPBKwQwx9KHsHBmRNyC3amG48qfH6pTs25hEzsUtZ"]
    assert "block 9h8mZLfQSqqWZ4LeeMFABcGoPiXUaMVorJStuazce6pf" in told.message


@pytest.mark.parametrize("spelling", [lambda value: value, camel])
@pytest.mark.parametrize("nested", [False, True])
def test_a_receipt_with_its_transaction_selects_it(spelling: Callable[[Any], Any], nested: bool) -> None:
    value = spelling(parsed("12"))
    opened = open_document_sync(json.dumps({"data": value} if nested else value), OFFLINE)
    assert (opened.document.trace.transaction.hash, opened.select) == (VAULT, REFUND)


def test_a_receipt_alone_asks_for_its_transaction() -> None:
    receipt = parsed("12")["receipt"]
    with pytest.raises(UserError, match=rf"^{VAULT} is not in the cache"):
        open_document_sync(json.dumps({"receipt": receipt, "transaction": None}), OFFLINE)
    with pytest.raises(UserError) as caught:
        open_document_sync(json.dumps({"receipt": {"receipt_id": REFUND}}), OFFLINE)
    assert [(offer.hash, offer.fetch) for offer in caught.value.offers] == [(REFUND, True)]


def test_chain_data_is_left_as_it_is() -> None:
    """Arguments, logs and results keep their members, in whatever spelling."""
    answer = camel(parsed("11"))
    inner = {"receiverId": "x", "transactionOutcome": {"gasBurnt": 1}}
    answer["transaction"]["actions"][0]["FunctionCall"]["args"] = inner
    raw = open_document_sync(json.dumps(answer), OFFLINE).document.raw.documents[0].payload
    assert isinstance(raw, dict)
    assert raw["transaction"]["actions"][0]["FunctionCall"]["args"] == inner
    assert (
        raw["receipts_outcome"][0]["outcome"]["logs"] == parsed("11")["receiptsOutcome"][0]["outcome"]["logs"]
    )


def test_a_folder_of_near_lake_opens(tmp_path: Path) -> None:
    folder = tmp_path / "000000001000"
    folder.mkdir()
    (folder / "block.json").write_text(json.dumps(parsed("02")["block"]))
    (folder / "shard_0.json").write_text(recorded("05"))
    (folder / "shard_1.json").write_text(
        json.dumps({"shard_id": 1, "chunk": None, "receipt_execution_outcomes": []})
    )
    with pytest.raises(UserError, match="holds 2 transactions"):
        open_document_sync(str(folder), OFFLINE)
    opened = open_document_sync(f"{folder}#{TWO[1]}", OFFLINE)
    assert opened.document.graph.root.height == 1000
    (folder / "shard_0.json").unlink()
    (folder / "shard_1.json").unlink()
    with pytest.raises(UserError, match="is a directory"):
        open_document_sync(str(folder), OFFLINE)


def test_blocks_that_follow_each_other_are_put_together() -> None:
    """What one block began and the next ended is one transaction, whole."""
    first, second = parsed("02"), parsed("02")
    first["shards"][0]["receipt_execution_outcomes"] = []
    second["shards"][0]["chunk"]["transactions"] = []
    for text in (json.dumps([first, second]), json.dumps({"blocks": [camel(first), camel(second)]})):
        document = json.loads(text)
        with pytest.raises(UserError, match="holds 2 transactions"):
            open_document_sync(json.dumps(document), OFFLINE)
    path_of = {hash: nodes_of_message([first, second], hash) for hash in TWO}
    assert [len(nodes) for nodes in path_of.values()] == [2, 2]


def nodes_of_message(messages: list[Any], hash: str) -> list[str]:
    from xccviz.sources.classify import JsonText

    opened = open_document_sync(JsonText(json.dumps(messages), hash), OFFLINE)
    return [node.id for node in opened.document.graph.nodes]


@pytest.mark.parametrize(
    "name", [DAO, "alice.near", "12345", "what is this", "run", "0xab", f"{DAO}#x", "sample:x"]
)
def test_an_existing_file_comes_first(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_text(recorded("13b"))
    assert open_document_sync(name, OFFLINE).document.trace.transaction.hash == CHARITY
    assert open_document_sync(f"{name}#{CHARITY}", OFFLINE).document.trace.transaction.hash == CHARITY


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "text",
    [
        recorded("16"),
        f"Look at [this](https://somewhere.example/txns/{DAO}).",
        f"Doing account.functionCall()\nReceipt: {REFUND}\n\tLog [a.near]: hi\nTransaction Id {DAO}\n",
        json.dumps([DAO, "council.near"]),
        json.dumps({"jsonrpc": "2.0", "id": "dontcare", "method": "tx", "params": [DAO, "council.near"]}),
        json.dumps({"jsonrpc": "2.0", "id": 1, "result": DAO}),
    ],
)
def test_what_only_names_a_transaction_asks_for_it(
    text: str, way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = refusal(text, way, tmp_path, monkeypatch)
    assert told.kind == "network" and told.message.startswith(f"{DAO} is not in the cache")


def test_a_file_that_names_a_transaction_is_fetched(
    tmp_path: Path, loopback_node: Callable[..., LoopbackNode], repo_root: Path
) -> None:
    hash = json.loads((repo_root / "tests/data/node/tutorial-batch-ok/tx_status.json").read_bytes())[
        "result"
    ]["transaction"]["hash"]
    note = tmp_path / "note.txt"
    note.write_text(f"The transaction {hash} hangs.\n")
    node = loopback_node("tutorial-batch-ok")
    opened = open_document_sync(str(note), OpenOptions(rpc=(node.url,)))
    assert opened.document.trace.transaction.hash == hash
    assert opened.asked


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "a.",
        f"{DAO} ",
        "{",
        '{"',
        '{"jsonrpc":',
        "transaction_outcome: {",
        "https://",
        "[1",
        "| {a: ",
        "hash: ",
    ],
)
def test_no_text_takes_long(piece: str) -> None:
    def refuse(size: int) -> None:
        with suppress(UserError):
            open_document_sync("see " + piece * (size // len(piece)), OFFLINE)

    assert growth(refuse, 20_000, 320_000) < 4


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
