"""Lines for a shell: the tool gets the very same bytes whatever they are, and a terminal never anything else."""

from __future__ import annotations

import base64
import json
import shlex
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xccviz.document import Document, build_document
from xccviz.graph.types import Node
from xccviz.model.text import visible_text
from xccviz.model.trace import Action, ActionReceipt
from xccviz.sources.files.sample import read_sample
from xccviz.values import replace
from xccviz.words.shell import arguments_text, curl, near_amount, near_cli, parties

FAILED = "tutorial-parallel-3-one-panics"


@pytest.fixture(scope="module")
def document() -> Document:
    return build_document(read_sample(FAILED))


def called(document: Document, label: str) -> Node:
    return next(node for node in document.graph.nodes if node.label == label)


def calling(document: Document, **changed: Any) -> Node:
    """The failed call with another action."""
    node = called(document, "bravo.near.get_value")
    assert isinstance(node.receipt, ActionReceipt)
    action = replace(node.receipt.actions[0], **changed)
    return replace(node, receipt=replace(node.receipt, actions=(action,)))


def test_a_call_as_the_tool_takes_it(document: Document) -> None:
    assert near_cli(called(document, "bravo.near.get_value"), "testnet").line == (
        "near contract call-function as-transaction bravo.near get_value json-args '{}' prepaid-gas '10 Tgas' "
        "attached-deposit '0 NEAR' sign-as caller.near network-config testnet"
    )


def test_nothing_is_sent_and_no_network_guessed(document: Document) -> None:
    line = near_cli(called(document, "bravo.near.get_value"), None).line
    assert "network-config" not in line
    assert "sign-with" not in line
    assert "send" not in shlex.split(line)


def handed_over(words: list[str]) -> bytes:
    """What the tool sends: JSON is read and written again, with its names in order or not."""
    for kind in ("json-args", "text-args", "base64-args"):
        if kind in words:
            value = words[words.index(kind) + 1]
            if kind == "base64-args":
                return base64.b64decode(value, validate=True)
            if kind == "json-args":
                for ordered in (False, True):
                    again = json.dumps(
                        json.loads(value), separators=(",", ":"), ensure_ascii=False, sort_keys=ordered
                    )
                    assert again == value
            return value.encode()
    raise AssertionError(words)


HOSTILE = (
    b"",
    b"{}",
    b'{"b":1,"a":2}',
    b'{"a": 1}',
    b'{"a":1.0}',
    b'{"a":123456789012345678901234567890}',
    b'{"a":1,"a":2}',
    b"'; rm -rf ~; '",
    b"$(reboot) `reboot` $HOME !! \\",
    b"--network-config",
    b"-5",
    b"\x03\nreboot\n",
    b"\x1b[201~\nreboot\n",
    "a\u202eb".encode(),
    b"\xff\x00",
    b"[1,2]",
    '{"a":"ü"}'.encode(),
)


@pytest.mark.parametrize("args", HOSTILE)
def test_hostile_arguments_arrive_as_they_are(document: Document, args: bytes) -> None:
    line = near_cli(calling(document, args=args), "testnet").line
    assert visible_text(line) == line
    words = shlex.split(line)
    assert handed_over(words) == args
    assert words[:6] == ["near", "contract", "call-function", "as-transaction", "bravo.near", "get_value"]
    assert not any(word.startswith("-") for word in words)


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode(errors="replace")))
def test_any_arguments_arrive_as_they_are(args: bytes) -> None:
    node = _node(args)
    line = near_cli(node, None).line
    assert visible_text(line) == line
    assert handed_over(shlex.split(line)) == args


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists))
def test_any_json_arrives_as_it_is(value: object) -> None:
    args = json.dumps({"a": value}, separators=(",", ":")).encode()
    assert handed_over(shlex.split(near_cli(_node(args), None).line)) == args


def _node(args: bytes) -> Node:
    action = Action(0, "FunctionCall", {}, "go", args, 10**13, 0)
    receipt = ActionReceipt("r", "a.near", "b.near", None, None, None, (action,), (), (), False, None)
    return Node("r", "receipt", 0, 0, None, (), "b.near.go", receipt, None)  # type: ignore[arg-type]


@pytest.mark.parametrize("method", ["--json", "-x", "go\n", "g\u202eo", "\x1b[2J"])
def test_names_that_no_line_can_hold_are_told(document: Document, method: str) -> None:
    told = near_cli(calling(document, method_name=method), "testnet")
    assert told.line == ""
    assert told.why_not.endswith(".")


def test_a_method_with_signs_of_the_shell_is_one_word(document: Document) -> None:
    line = near_cli(calling(document, method_name="go; reboot '$(x)'"), "testnet").line
    assert shlex.split(line)[5] == "go; reboot '$(x)'"


def test_transfers_and_what_is_not_written_so(document: Document) -> None:
    transfer = calling(document, kind="Transfer", method_name=None, args=None, deposit=25 * 10**23)
    assert near_cli(transfer, "testnet").line == (
        "near tokens caller.near send-near bravo.near '2.5 NEAR' network-config testnet"
    )
    other = calling(document, kind="DeleteKey", method_name=None, args=None)
    assert near_cli(other, "testnet").why_not == "Only calls and transfers are written so, not DeleteKey."
    batch = build_document(read_sample("tutorial-batch-fail-step-two"))
    several = next(node for node in batch.graph.nodes if len(node.actions) > 1)
    assert near_cli(several, "testnet").why_not.startswith("Its versions")
    unknown = replace(transfer, receipt=None)
    assert near_cli(unknown, "testnet").why_not == "No document says what it was to do."


@pytest.mark.parametrize(
    ("yocto", "words"),
    [
        (0, "0 NEAR"),
        (1, "1 yoctoNEAR"),
        (10**24, "1 NEAR"),
        (10**23, "0.1 NEAR"),
        (10**24 + 1, f"1.{'0' * 23}1 NEAR"),
    ],
)
def test_amounts_are_exact(yocto: int, words: str) -> None:
    assert near_amount(yocto) == words


def test_curl_asks_for_the_transaction_or_the_receipt(document: Document) -> None:
    transaction = document.trace.transaction
    for node in document.graph.nodes[:3]:
        line = curl(node, transaction.hash, transaction.signer_id, "https://rpc.example/").line
        command, *words, address = shlex.split(line)
        body = json.loads(words[words.index("--data-raw") + 1])
        assert (command, address) == ("curl", "https://rpc.example/")
        if node.kind == "transaction":
            assert body["method"] == "EXPERIMENTAL_tx_status"
            assert body["params"]["tx_hash"] == transaction.hash
        else:
            assert body["method"] == "EXPERIMENTAL_receipt"
            assert body["params"] == {"receipt_id": node.id}
    root = document.graph.root
    assert curl(root, "h", "it's; reboot", "https://rpc.example/").line.count("reboot") == 1
    assert curl(root, "h", "a", None).why_not == "No public endpoint of its network is known."


def test_arguments_are_text_else_base64(document: Document) -> None:
    node = calling(document, args=b"\xff")
    assert arguments_text(node.actions[0]) == "/w=="
    assert parties(node) == ("caller.near", "bravo.near")
    assert arguments_text(replace(node.actions[0], args=None)) is None
