"""What was sent through a recorder: followed to its end, kept in captures, and told once."""

# covers: xccviz/recording/recorder.py, xccviz/recording/following.py, xccviz/recording/lines.py
# covers: xccviz/recording/seen.py, xccviz/recording/numbers.py

from __future__ import annotations

import asyncio
import base64
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web

from tests.node.taking import TakingNode
from tests.recording.test_noticing import written
from tests.recording.wire import ask, post
from xccviz.model.errors import UserError
from xccviz.opening import follow
from xccviz.opening.open import open_document
from xccviz.opening.options import OpenOptions
from xccviz.opening.targets import recorded_target, targets_for
from xccviz.recording import following, lines
from xccviz.recording.following import AT_ONCE
from xccviz.recording.numbers import Numbers
from xccviz.recording.recorder import Recorder
from xccviz.recording.report import report_page
from xccviz.recording.seen import Seen, told_of
from xccviz.settings.networks import EndpointSpec
from xccviz.sources.recognise.references import TransactionRef
from xccviz.values import replace

PANICS, FINE = "tutorial-parallel-3-one-panics", "tutorial-batch-ok"


def send(number: int, method: str = "broadcast_tx_async") -> bytes:
    """A question that sends the transaction of that number."""
    body, signature = written("alice.near", 0, number.to_bytes(4, "little"), 0)
    text = base64.b64encode(body + signature).decode()
    params = [text] if method != "send_tx" else {"signed_tx_base64": text, "wait_until": "FINAL"}
    body = json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params})
    return post(body.encode(), "Content-Type: application/json")


@asynccontextmanager
async def recording(
    folder: Path, *recordings: str, **node_options: object
) -> AsyncIterator[tuple[TakingNode, Recorder, list[Seen]]]:
    """A node that takes, a recorder in front of it, and what it told."""
    node = TakingNode(poll_seconds=0.01, **node_options)  # type: ignore[arg-type]
    node.becomes(*recordings)
    runner = await node.start()
    told: list[Seen] = []
    recorder = Recorder(OpenOptions(rpc=(node.url,), timeout=5.0), folder, told.append)
    await recorder.start()
    try:
        yield node, recorder, told
    finally:
        await recorder.stop(0)
        await runner.cleanup()


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follow, "POLL_SECONDS", (0.01, 0.05))


async def test_each_is_kept_in_the_order_it_was_sent_and_told_once(tmp_path: Path) -> None:
    async with recording(tmp_path, PANICS, FINE) as (node, recorder, told):
        for number in range(3):
            await ask(recorder.url, send(number))
        await ask(recorder.url, send(1))  # again
        await recorder.stop(10)
        names = sorted(os.listdir(tmp_path))
        assert names == [f"00{n}-{hash}.xcc.json" for n, hash in enumerate(node.sent, 1)]
        assert sorted(one.number for one in told) == [1, 2, 3]
        for one in told:
            assert one.path is not None
            opened = await open_document(str(one.path), OpenOptions(offline=True))
            assert opened.document.trace.transaction.hash == one.hash
            assert not one.trouble
        first = next(one for one in told if one.number == 1)
        assert lines.failed_calls(first) == "1 failed: bravo.near.get_value"
        assert lines.call_of(first) == "caller.near.multiple_contracts"
        assert {"success_with_hidden_failure", "hidden_failure"} <= lines.codes_of(first).keys()


@pytest.mark.parametrize("method", ["send_tx", "broadcast_tx_async", "broadcast_tx_commit"])
async def test_one_whose_bytes_cannot_be_read_is_known_by_its_answer(tmp_path: Path, method: str) -> None:
    text = base64.b64encode(b"\x0a\0\0\0alice.near" + b"of a kind of the future" + bytes(65)).decode()
    params = [text] if method != "send_tx" else {"signed_tx_base64": text, "wait_until": "FINAL"}
    question = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode()
    async with recording(tmp_path, PANICS) as (node, recorder, told):
        await ask(recorder.url, post(question, "Content-Type: application/json"))
        await recorder.stop(10)
        assert [(one.number, one.hash, one.trouble) for one in told] == [(1, node.sent[0], "")]
        assert os.listdir(tmp_path) == [f"001-{node.sent[0]}.xcc.json"]


async def test_one_that_still_runs_is_followed_until_it_is_final(tmp_path: Path) -> None:
    async with recording(tmp_path, FINE, running=3) as (node, recorder, told):
        await ask(recorder.url, send(1))
        await recorder.stop(10)
        [one] = told
        document = one.document()
        assert document is not None
        assert document.trace.final_execution_status == "FINAL"
        assert node._asked[one.hash] >= 4


async def test_what_is_not_final_in_time_is_kept_as_it_stands(tmp_path: Path) -> None:
    async with recording(tmp_path, FINE, running=1_000_000) as (_, recorder, told):
        await ask(recorder.url, send(1))
        while not any(one.path for one in recorder.following.known):  # noqa: ASYNC110 - nobody is told that it is kept
            await asyncio.sleep(0.005)
        await recorder.stop(0.05)
        [one] = told
        assert one.trouble == "not final when the recording ended"
        assert lines.sentence_of(one).endswith(f"({one.trouble})")
        assert one.path is not None
        assert (await open_document(str(one.path), OpenOptions(offline=True))).document is not None


async def test_a_refused_one_is_told_with_the_reason_and_not_followed(tmp_path: Path) -> None:
    nonce = {"InvalidNonce": {"ak_nonce": 2, "tx_nonce": 1}}
    async with recording(tmp_path, refuses=nonce) as (node, recorder, told):
        await ask(recorder.url, send(1))
        await recorder.stop(5)
        [one] = told
        assert one.refused
        assert "nonce 1 is too low" in lines.sentence_of(one)
        assert lines.codes_of(one) == {"invalid": one.trouble}
        assert not os.listdir(tmp_path)
        assert "EXPERIMENTAL_tx_status" not in node.requests


async def test_one_that_ran_is_not_taken_back_by_a_second_refused_sending(tmp_path: Path) -> None:
    async with recording(tmp_path, FINE, running=5) as (node, recorder, told):
        await ask(recorder.url, send(1))
        node.refuses = {"InvalidNonce": {"ak_nonce": 2, "tx_nonce": 1}}
        await ask(recorder.url, send(1))
        await recorder.stop(10)
        assert [one.refused for one in told] == [False]


CONGESTED = {"ShardCongested": {"shard_id": 1, "congestion_level": 0.9}}


async def test_one_that_was_refused_and_is_taken_later_is_followed(tmp_path: Path) -> None:
    async with recording(tmp_path, FINE, refuses=CONGESTED) as (node, recorder, told):
        await ask(recorder.url, send(1))
        await ask(recorder.url, send(1))  # the same again is not told again
        node.refuses = None
        await ask(recorder.url, send(1))
        assert [(one.number, one.refused) for one in recorder.following.known] == [(1, False)]
        await recorder.stop(10)
        assert [(one.number, one.refused) for one in told] == [(1, True), (1, False)]
        assert [one.path for one in recorder.following.seen] == [tmp_path / f"001-{node.sent[0]}.xcc.json"]


async def test_a_second_sending_that_is_refused_takes_the_first_one_not_back(tmp_path: Path) -> None:
    async with recording(tmp_path, FINE, loses=True) as (node, recorder, told):
        first = asyncio.ensure_future(ask(recorder.url, send(1)))
        while not node.sent:  # noqa: ASYNC110 - a node that loses answers tells nobody
            await asyncio.sleep(0.005)
        node.refuses = {"InvalidNonce": {"ak_nonce": 2, "tx_nonce": 1}}
        await ask(recorder.url, send(1))
        assert not told
        first.cancel()
        while not told:  # noqa: ASYNC110
            await asyncio.sleep(0.005)
        assert [one.refused for one in told] == [False]


@pytest.mark.parametrize(
    ("status", "body"), [(500, "oops"), (429, "slow"), (200, ""), (200, '{"jsonrpc":"2.0')]
)
async def test_a_node_in_trouble_when_it_is_asked_first_loses_nothing(
    tmp_path: Path, status: int, body: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with recording(tmp_path, FINE) as (node, recorder, told):
        answer, left = node._answer, [3]

        async def in_trouble(id: object, method: str, params: object) -> web.Response:
            if method == "EXPERIMENTAL_tx_status" and left[0]:
                left[0] -= 1
                return web.Response(status=status, text=body)
            return await answer(id, method, params)

        monkeypatch.setattr(node, "_answer", in_trouble)
        await ask(recorder.url, send(1))
        await recorder.stop(10)
        assert [(one.trouble, one.path is not None, left) for one in told] == [("", True, [0])]


async def test_what_can_not_be_kept_is_told_all_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "runs"
    async with recording(folder, PANICS) as (_, recorder, told):
        folder.write_text("a file")
        await ask(recorder.url, send(1))
        await recorder.stop(10)
        [one] = told
        assert one.trouble.startswith(f"cannot keep captures in {folder}: ")
        assert "hidden_failure" in lines.codes_of(one)


async def test_a_fault_of_ours_is_told_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*arguments: object, **options: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(following, "follow_document", broken)
    async with recording(tmp_path, FINE) as (_, recorder, told):
        await ask(recorder.url, send(1))
        await recorder.stop(10)
        assert [one.trouble for one in told] == ["this is a bug in xccviz (ZeroDivisionError)"]


async def test_one_whose_answer_never_came_is_followed_all_the_same(tmp_path: Path) -> None:
    async with recording(tmp_path, FINE, loses=True) as (node, recorder, told):
        asking = asyncio.ensure_future(ask(recorder.url, send(1)))
        while not node.sent:  # noqa: ASYNC110 - a node that loses answers tells nobody
            await asyncio.sleep(0.005)
        asking.cancel()
        while not told:  # noqa: ASYNC110
            await asyncio.sleep(0.005)
        assert told[0].hash == node.sent[0]


async def test_one_that_nobody_ever_knows_is_told_as_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follow, "UNKNOWN_SECONDS", 0.05)
    async with recording(tmp_path, FINE) as (node, recorder, told):
        await ask(recorder.url, send(1))
        node.transactions.clear()
        await recorder.stop(10)
        [one] = told
        assert one.told is None or one.trouble
        if one.told is None:
            assert set(lines.codes_of(one)) == {"unknown"}


async def test_many_take_turns_so_that_tests_keep_their_node(tmp_path: Path) -> None:
    async with recording(tmp_path, FINE) as (node, recorder, told):
        await asyncio.gather(*(ask(recorder.url, send(number)) for number in range(60)))
        node.most_at_once = 0
        await recorder.stop(60)
        assert len(told) == 60
        assert len(os.listdir(tmp_path)) == 60
        assert node.most_at_once <= 8 * AT_ONCE  # each asks for at most eight things at a time


async def test_a_folder_that_holds_captures_goes_on_behind_them(tmp_path: Path) -> None:
    (tmp_path / "041-abc.xcc.json").write_text("{}")
    async with recording(tmp_path, FINE) as (_, recorder, told):
        await ask(recorder.url, send(1, "send_tx"))
        await recorder.stop(10)
        assert [one.number for one in told] == [42]
        assert (tmp_path / "041-abc.xcc.json").read_text() == "{}"


def test_several_in_one_folder_give_each_number_once(tmp_path: Path) -> None:
    (tmp_path / "041-abc.xcc.json").write_text("{}")
    first, second = Numbers(tmp_path), Numbers(tmp_path)
    assert [first.next(), second.next(), second.next(), first.next()] == [42, 43, 44, 45]
    (tmp_path / "043-abc.xcc.json").write_text("{}")
    (tmp_path / "044-abc.xcc.json").write_text("{}")
    for numbers, number in ((first, 42), (second, 43), (second, 44)):
        numbers.let_go(number)
    (tmp_path / "046-abc.xcc.json").write_text("{}")
    assert [second.next(), first.next()] == [47, 48]  # 45 is held, 46 lies there
    for numbers, number in ((first, 45), (second, 47), (first, 48)):
        numbers.let_go(number)
    assert sorted(os.listdir(tmp_path)) == [f"0{n}-abc.xcc.json" for n in (41, 43, 44, 46)]
    assert Numbers(tmp_path / "nowhere").next() == 1


async def test_no_document_is_kept_whose_file_holds_it(tmp_path: Path) -> None:
    async with recording(tmp_path, PANICS) as (_, recorder, told):
        await ask(recorder.url, send(1))
        await recorder.stop(10)
        [one] = told
        assert one.unsaved is None
        document = one.document()
        assert document is not None
        assert told_of(document) == one.told
        assert b"caller.near.multiple_contracts" in report_page([one], "")
        assert one.path is not None
        one.path.unlink()
        page = report_page([one], "")
        assert b"there is no file" in page
        assert one.told is not None and one.told.title.encode() not in page


async def test_a_question_that_can_not_be_read_is_told_once(tmp_path: Path) -> None:
    node = TakingNode()
    runner = await node.start()
    said: list[str] = []
    recorder = Recorder(OpenOptions(rpc=(node.url,)), tmp_path, lambda seen: None, said.append)
    await recorder.start()
    try:
        for packing in ("gzip", "lzma", "lzma", "odd"):
            await ask(recorder.url, post(b"{}", f"Content-Encoding: {packing}"))
        assert said == [
            "questions packed as lzma go through, but what they send can't be read, so it is not recorded"
        ]
    finally:
        await recorder.stop(0)
        await runner.cleanup()


async def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    async with recording(tmp_path, FINE) as (node, recorder, _):
        port = int(recorder.url.rpartition(":")[2])
        other = Recorder(OpenOptions(rpc=(node.url,)), tmp_path, lambda seen: None)
        with pytest.raises(UserError) as told:
            await other.start(("127.0.0.1", port))
        assert told.value.kind == "usage"
        assert str(port) in told.value.message


def test_without_a_choice_a_node_of_this_machine_is_recorded() -> None:
    assert recorded_target(OpenOptions()).url == "http://127.0.0.1:3030"
    assert recorded_target(OpenOptions(network="testnet")).network == "testnet"
    assert (
        recorded_target(OpenOptions(rpc=("http://a.example", "http://b.example"))).url == "http://a.example"
    )


def test_a_key_goes_to_nobody_who_was_only_configured(tmp_path: Path) -> None:
    stranger = EndpointSpec("https://rpc.stranger.example")
    options = OpenOptions(network="testnet", api_key="SECRET", find_key=lambda network: "STORED")
    networks = {**options.networks, "testnet": replace(options.networks["testnet"], endpoints=(stranger,))}
    for configured, key in ((options, "SECRET"), (replace(options, networks=networks), None)):
        following = Recorder(configured, tmp_path, lambda seen: None).following
        [asked] = targets_for(TransactionRef("9" * 44), following._options)
        assert (recorded_target(configured).api_key, asked.api_key) == (key, key)


def test_what_to_fail_on_is_checked_before_anything_runs() -> None:
    assert lines.codes_in(" failure, unobserved_failure,") == {"failure", "unobserved_failure"}
    assert lines.codes_in("") == frozenset()
    with pytest.raises(UserError) as told:
        lines.codes_in("failure,nonsense")
    assert "'nonsense'" in told.value.message
