"""What people really paste opens, offers a choice or says what it is: each kind from a file, standard input and a
paste, in the recorded form and in others that the same tools print."""

# covers: xccviz/sources/given.py, xccviz/opening/refusing.py, xccviz/sources/files/tells.py
# covers: xccviz/sources/files/naming.py, xccviz/sources/files/around.py, xccviz/sources/files/literal.py
# covers: xccviz/sources/files/text_shapes.py, xccviz/sources/files/rust_wire.py, xccviz/sources/files/rust_views.py
# covers: xccviz/sources/files/printed_hashes.py
# covers: xccviz/sources/files/lake_folder.py, xccviz/sources/files/left_over.py

from __future__ import annotations

import gzip
import io
import json
import pprint
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.effort import growth
from tests.node.loopback import LoopbackNode
from tests.reference.pasted import (
    ANSWER,
    CHARITY,
    CHOICES,
    DAO,
    DATA,
    EXCHANGE,
    OPENS,
    REFUND,
    TWO,
    VAULT,
    camel,
    parsed,
    recorded,
)
from tests.reference.prints import inspected, rust_view
from xccviz.cli.main import main
from xccviz.model.errors import UserError
from xccviz.opening.open import open_document_sync
from xccviz.opening.options import OpenOptions, OpenResult
from xccviz.sources.classify import classify
from xccviz.sources.recognise.references import JsonText, TransactionRef

OFFLINE = OpenOptions(offline=True)
WAYS = ("file", "packed", "stdin", "paste")


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


@pytest.mark.parametrize("kind", CHOICES)
def test_several_are_a_choice(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text, hashes = CHOICES[kind]
    for way in WAYS:
        told = refusal(text, way, tmp_path, monkeypatch)
        assert told.kind == "usage" and told.listed, way
        assert [offer.hash for offer in told.offers] == hashes, way
        assert [line.split()[0] for line in told.details] == hashes, way


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


@pytest.mark.parametrize("kind", OPENS)
def test_it_opens(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text, hash = OPENS[kind]
    assert isinstance(classify(text), JsonText)
    for way in WAYS:
        opened = opened_by(text, way, tmp_path, monkeypatch)
        assert opened.document.trace.transaction.hash == hash, way


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


@pytest.mark.parametrize("path", sorted((DATA.parent / "node").glob("tutorial-*/tx_status.json")), ids=str)
def test_python_shows_what_a_node_answers(path: Path) -> None:
    """A list of one `None` is no hint of a value."""
    answer = json.loads(path.read_bytes())
    assert nodes_of(repr(answer)) == nodes_of(pprint.pformat(answer)) == nodes_of(json.dumps(answer))


@pytest.mark.parametrize("wrapped", [False, True])
@pytest.mark.parametrize("pretty", [False, True])
@pytest.mark.parametrize("name", ANSWERS)
def test_nearcore_prints_the_whole_answer(name: str, pretty: bool, wrapped: bool) -> None:
    printed = rust_view(ANSWERS[name], pretty=pretty, numbers_in_structs=wrapped)
    assert nodes_of(f"[debug] {printed}\n") == nodes_of(json.dumps(ANSWERS[name]))


@pytest.mark.parametrize(
    "given",
    [
        {name: value for name, value in parsed("13b").items() if name != "transaction"},
        parsed("13b")["transaction"],
        {"data": {"page": {"transactionHash": CHARITY}}}["data"],
    ],
)
def test_a_part_of_an_answer_names_its_transaction(given: dict[str, Any]) -> None:
    with pytest.raises(UserError, match=rf"^{CHARITY} is not in the cache"):
        open_document_sync(json.dumps(given), OFFLINE)


def test_a_document_that_is_cut_says_where_the_whole_is() -> None:
    with pytest.raises(UserError) as caught:
        open_document_sync(json.dumps(parsed("13b"))[:-900], OFFLINE)
    assert f"xccviz {CHARITY} --rpc URL" in str(caught.value.hint)


@pytest.mark.parametrize("mark", ["\u200b", "\u00ad"])
def test_marks_without_width_within_a_hash_are_passed_over(mark: str) -> None:
    found = classify(f"{DAO[:20]}{mark}{DAO[20:]}")
    assert isinstance(found, TransactionRef) and found.hash == DAO


@pytest.mark.parametrize(
    "text", [f"<https://nearblocks.io/txns/{DAO}>", f'<a href="https://x.y/tx/{DAO}">it</a>']
)
def test_a_link_in_markup_is_no_page(text: str, tmp_path: Path) -> None:
    (tmp_path / "link.md").write_text(text)
    with pytest.raises(UserError, match=rf"^{DAO} is not in the cache"):
        open_document_sync(str(tmp_path / "link.md"), OFFLINE)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (recorded("20").replace("receipts_outcome: [", "receipts_outcome: (9)[", 1), "of 9 are printed"),
        (recorded("20")[:6000], "it ends where"),
        (recorded("08").replace("actions: [", "actions: [ [Object] ], x: [", 1), "only a hint of a value"),
        (recorded("08")[:3000], "it ends where"),
        (
            recorded("08") + recorded("08").replace("proof: [", "proof: [Array], x: [", 1),
            "only a hint of a value",
        ),
        (
            recorded("08").replace("status: {", "status: [Object], x: {", 1) + recorded("08"),
            "only a hint of a value",
        ),
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


REFUSED = json.loads((DATA.parent / "told" / "send-tx-refused.json").read_text())
NO_NONCE = "Transaction nonce 5 must be larger than nonce of the used access key 7"


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("text", "said"),
    [
        (json.dumps({"response": REFUSED}), "cannot pay 2,000 yocto"),
        (inspected(REFUSED), "cannot pay 2,000 yocto"),
        (inspected(camel(REFUSED)), "cannot pay 2,000 yocto"),
        (f"$ node send.js\n{inspected({'response': REFUSED})}", "cannot pay 2,000 yocto"),
        (repr(REFUSED), "cannot pay 2,000 yocto"),
        (inspected(REFUSED["error"]), "cannot pay 2,000 yocto"),
        (json.dumps(REFUSED | {"error": REFUSED["error"] | {"data": NO_NONCE}}), "nonce 5 is too low"),
        (
            json.dumps(
                REFUSED
                | {"error": REFUSED["error"] | {"data": {"TxExecutionError": {"ActionError": {"index": 0, "kind": (
                    {"AccountDoesNotExist": {"account_id": "bob.near"}}
                )}}}}}
            ),
            "no such account: bob.near",
        ),
    ],
)  # fmt: skip
def test_a_refusal_is_explained(
    text: str, said: str, way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = refusal(text, way, tmp_path, monkeypatch)
    assert said in told.message
    assert way == "paste" or (told.kind == "malformed" and "nothing to fetch" in str(told.hint))
    assert not told.offers


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
    from xccviz.sources.recognise.references import JsonText

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
        f"[![it](https://img.example/badge)](https://nearblocks.io/txns/{DAO})",
        json.dumps({"transaction": DAO}),
        json.dumps(["council.near", DAO]),
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

    assert growth(refuse, 5_000, 80_000) < 4


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
    assert "2 receipts, 1 gas refund, 1 refund or payout" in capsys.readouterr().out


@pytest.mark.parametrize("deposit", ["90000000000000000000000", "0"])
def test_what_no_receipt_tells_was_moved_is_not_known(
    deposit: str, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = parsed("13-")
    answer["transaction"]["actions"][0]["FunctionCall"]["deposit"] = deposit
    assert main(["show", json.dumps(answer), "--view", "all", "--offline"]) == 0
    told = capsys.readouterr().out
    what = "1 receipt, 1 gas refund and 1 refund or payout"
    assert f"What {what} moved is not known: this answer lists no receipts." in " ".join(told.split())
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
