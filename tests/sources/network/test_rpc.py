"""One endpoint, everything that can go wrong with it, told apart."""

# covers: xccviz/sources/network/session.py, xccviz/sources/network/connection.py

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from tests.effort import pulse
from tests.node.loopback import Fault, LoopbackNode, closed_port
from xccviz.model.errors import UserError
from xccviz.sources.network import session
from xccviz.sources.network.answers import Answer, HandlerError, Ok, Trouble
from xccviz.sources.network.rpc import Endpoint, document_of

HASH = "4kRtmBcTx6M52apMFVRaPSDbv96fAne39YnQRN8xFDWp"
ASKED = {"tx_hash": HASH, "sender_account_id": "a.near", "wait_until": "NONE"}
NO_SUCH = {"code": -32000, "message": "Server error", "data": f"Transaction {HASH} doesn't exist"}
SLOW_DOWN = {"error": {"code": -1, "message": "slow down\nplease"}}
Start = Callable[..., LoopbackNode]


async def ask(
    url: str, method: str = "status", params: Any = (), idle: float = 2.0, total: float | None = None
) -> Answer:
    async with Endpoint(url) as endpoint:
        return await endpoint.ask(method, list(params) if params == () else params, idle=idle, total=total)


async def test_a_result_comes_whole(loopback_node: Start) -> None:
    node = loopback_node("tutorial-batch-ok")
    async with Endpoint(node.url) as endpoint:
        answer = await endpoint.ask("status", [], idle=2)
        assert isinstance(answer, Ok)
        assert answer.result["chain_id"] == "localnet"
        assert answer.http_status == 200
        assert answer.received_at.endswith("Z")
        document = document_of("status", [], endpoint, answer)
    assert document.endpoint == node.url
    assert document.payload["chain_id"] == "localnet"


@pytest.mark.parametrize(
    ("method", "params", "cause", "status"),
    [
        ("EXPERIMENTAL_tx_status", ASKED, "UNKNOWN_TRANSACTION", 200),
        ("tx", [HASH, "a.near"], "TIMEOUT_ERROR", 408),
        ("tx", {"tx_hash": "short", "sender_account_id": "a.near"}, "PARSE_ERROR", 400),
        ("no_such_method", {}, "METHOD_NOT_FOUND", 400),
        ("EXPERIMENTAL_receipt", {"receipt_id": HASH}, "UNKNOWN_RECEIPT", 200),
        ("block", {"block_id": 7}, "UNKNOWN_BLOCK", 422),
    ],
)  # fmt: skip
async def test_errors_of_the_node_are_read_whatever_the_http_status(
    loopback_node: Start, method: str, params: Any, cause: str, status: int
) -> None:
    answer = await ask(loopback_node(poll_seconds=0.05).url, method, params)
    assert isinstance(answer, HandlerError)
    assert (answer.cause, answer.http_status) == (cause, status)
    assert answer.envelope["error"]["cause"]["name"] == cause


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        (Fault("drop"), "disconnected", "closed the connection"),
        (Fault("hang"), "timeout", "no answer within 0.3 s"),
        (Fault("http", code=429, retry_after="7"), "rate_limited", "asks to wait 7 s"),
        (Fault("http", code=429), "rate_limited", "HTTP 429"),
        (Fault("http", code=429, retry_after="soon"), "rate_limited", "HTTP 429"),
        (Fault("http", code=401), "denied", "may want a key"),
        (Fault("http", code=502), "http", "HTTP 502"),
        (Fault("html"), "not_json", "HTML instead of JSON"),
        (Fault("empty"), "not_json", "empty body"),
        (Fault("truncated"), "not_json", "cut short or broken"),
        (Fault("junk"), "not_rpc", "no JSON-RPC answer"),
        (Fault("json", body=[1], code=200), "not_rpc", "no JSON-RPC answer"),
        (Fault("json", body=None, code=200), "not_rpc", "no JSON-RPC answer"),
        (Fault("json", body=SLOW_DOWN, code=200), "not_rpc", ": slow down please"),
        (Fault("json", body={"error": {"code": 9, "message": "limit"}}, code=429), "rate_limited", "HTTP 429"),
        (Fault("json", body={"error": "no key"}, code=403), "denied", "HTTP 403"),
    ],
)  # fmt: skip
async def test_troubles_are_told_apart(loopback_node: Start, fault: Fault, kind: str, words: str) -> None:
    answer = await ask(loopback_node(faults={"*": fault}).url, idle=0.3 if fault.kind == "hang" else 10)
    assert isinstance(answer, Trouble), answer
    assert answer.kind == kind
    assert words in answer.text
    assert answer.retry_after == (7.0 if fault.retry_after == "7" else None)


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        ({"code": -32601, "message": "the method is not available"}, "METHOD_NOT_FOUND"),
        ({"code": -32602, "message": "bad"}, "PARSE_ERROR"),
        (NO_SUCH, "UNKNOWN_TRANSACTION"),
        ({"code": -32000, "message": "Server error", "data": "Timeout"}, "TIMEOUT_ERROR"),
        ({"name": "HANDLER_ERROR", "cause": {"name": "UNKNOWN_TRANSACTION"}, "code": -32000}, "UNKNOWN_TRANSACTION"),
        ({"name": "INTERNAL_ERROR", "code": -32000, "data": {"a": 1}}, "INTERNAL_ERROR"),
    ],
)  # fmt: skip
async def test_errors_of_old_nodes_and_gateways(loopback_node: Start, error: Any, cause: str) -> None:
    node = loopback_node(
        faults={"*": Fault("json", body={"jsonrpc": "2.0", "id": 1, "error": error}, code=200)}
    )
    answer = await ask(node.url)
    assert isinstance(answer, HandlerError)
    assert answer.cause == cause


async def test_refused_unresolvable_and_insecure(loopback_node: Start) -> None:
    refused = await ask(closed_port())
    assert isinstance(refused, Trouble)
    assert refused.kind == "refused"
    nowhere = await ask("http://does-not-exist.invalid")
    assert isinstance(nowhere, Trouble)
    assert nowhere.kind == "dns"
    plain = await ask(loopback_node().url.replace("http:", "https:"))
    assert isinstance(plain, Trouble)
    assert plain.kind == "tls"


async def test_a_slow_but_living_answer_gets_its_time_and_a_dead_one_does_not(loopback_node: Start) -> None:
    node = loopback_node("tutorial-batch-ok", faults={"status": Fault("drip", seconds=1.2)})
    assert isinstance(await ask(node.url, idle=0.6, total=5), Ok)
    answer = await ask(node.url, idle=0.6, total=0.8)
    assert isinstance(answer, Trouble)
    assert answer.kind == "timeout"


async def test_an_answer_that_is_too_large_is_dropped(loopback_node: Start) -> None:
    node = loopback_node(faults={"*": Fault("json", body={"result": "x" * 50_000}, code=200)})
    async with Endpoint(node.url, max_bytes=10_000) as endpoint:
        answer = await endpoint.ask("status", [], idle=2)
    assert isinstance(answer, Trouble)
    assert (answer.kind, answer.text) == ("too_large", "answered more than 10,000 bytes")
    assert isinstance(await ask(node.url), Ok)


async def test_when_to_come_back_may_be_a_date(loopback_node: Start) -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(minutes=5), usegmt=True)
    past = "Wed, 21 Oct 2015 07:28:00 GMT"
    for text, low, high in ((soon, 290, 300), (past, 0, 0)):
        answer = await ask(loopback_node(faults={"*": Fault("http", code=503, retry_after=text)}).url)
        assert isinstance(answer, Trouble)
        assert answer.retry_after is not None
        assert low <= answer.retry_after <= high


async def test_redirects_are_followed_on_the_same_host_only(loopback_node: Start) -> None:
    """And only those that leave the question a question: 301 and 302 make a POST a GET."""
    node, other = loopback_node(), loopback_node()
    node.faults["*"] = Fault("redirect", code=307, body=f"{node.url}/", times=1)
    assert isinstance(await ask(node.url), Ok)
    assert node.requests["status"] == 2
    for code, place, words in (
        (308, other.url, f"redirects to another place, {other.url}"),
        (
            302,
            "https://user:KEY@evil.example/?apiKey=KEY",
            "redirects to another place, https://evil.example",
        ),
        (301, node.url + "/rpc", f"redirects (HTTP 301) to {node.url}/rpc"),
        (307, "http://[", "no usable address"),
    ):
        node.faults["*"] = Fault("redirect", code=code, body=place, times=1)
        answer = await ask(node.url)
        assert isinstance(answer, Trouble)
        assert answer.kind == "http"
        assert words in answer.text
        assert "KEY" not in answer.text
    assert other.requests.total() == 0
    node.faults["*"] = Fault("redirect", code=307, body=f"{node.url}/")
    answer = await ask(node.url)
    assert isinstance(answer, Trouble)
    assert "without end" in answer.text


async def test_one_that_stops_in_the_middle_is_not_waited_for(loopback_node: Start) -> None:
    answer = await ask(loopback_node(faults={"*": Fault("stall")}).url, idle=0.2, total=30)
    assert isinstance(answer, Trouble)
    assert answer.text == "stopped in the middle of its answer for 0.2 s"


async def test_an_answer_to_another_question_is_refused(loopback_node: Start) -> None:
    answer = await ask(loopback_node(faults={"*": Fault("wrong_id")}).url)
    assert isinstance(answer, Trouble)
    assert answer.text == "answered another request than ours (a wrong id)"


async def test_a_proxy_of_the_environment_carries_the_question(
    loopback_node: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = loopback_node()
    for name in ("http_proxy", "HTTP_PROXY"):
        monkeypatch.setenv(name, node.url)
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.setenv(name, "other.example")
    assert isinstance(await ask("http://node.example"), Ok)
    assert node.requests["status"] == 1


async def test_what_was_asked_and_received_is_counted(loopback_node: Start) -> None:
    async with Endpoint(loopback_node().url) as endpoint:
        for _ in range(2):
            await endpoint.ask("status", [], idle=2)
        assert endpoint.spent.requests == 2
        assert 200 < endpoint.spent.received < 2000


async def test_keys_are_sent_and_never_shown(loopback_node: Start) -> None:
    node = loopback_node()
    host = node.url.removeprefix("http://")
    for url, key, sent in (
        (f"http://SECRET@{host}", None, "Bearer SECRET"),
        (node.url, "SECRET", "Bearer SECRET"),
        (f"http://me:SECRET@{host}", None, "Basic bWU6U0VDUkVU"),
        (node.url, None, None),
    ):
        endpoint = Endpoint(url, key)
        assert "SECRET" not in repr(endpoint) + endpoint.name
        async with endpoint:
            assert isinstance(await endpoint.ask("status", [], idle=2), Ok)
            assert node.authorizations[-1] == sent
            node.faults["*"] = Fault("json", body={"error": {"message": "bad key SECRET"}}, code=200, times=1)
            answer = await endpoint.ask("status", [], idle=2)
            assert isinstance(answer, Trouble)
            assert sent is None or "bad key ***" in answer.text


async def test_the_systems_proxy_is_used_but_not_for_this_machine(
    loopback_node: Start, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "netrc").write_text("machine node.example login me password NETRC\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    dead = closed_port()
    for name in ("http_proxy", "HTTP_PROXY"):
        monkeypatch.setenv(name, dead)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    assert isinstance(await ask(loopback_node().url), Ok)
    answer = await ask("http://node.example")
    assert isinstance(answer, Trouble)
    assert "proxy" in answer.text


@pytest.mark.parametrize("url", ["foo", "ftp://host", "http://", "http://[", "http://h:99999", "", "//host"])
def test_what_is_no_address_is_a_usage_error(url: str) -> None:
    with pytest.raises(UserError) as caught:
        Endpoint(url)
    assert caught.value.kind == "usage"


async def test_cancelling_is_prompt_and_leaves_nothing_behind(loopback_node: Start) -> None:
    node = loopback_node(faults={"*": Fault("hang")})
    before = set(threading.enumerate())

    async def work() -> None:
        async with Endpoint(node.url) as endpoint:
            await asyncio.gather(*(endpoint.ask("status", [], idle=30) for _ in range(8)))

    task = asyncio.create_task(work())
    await node.asked("status", times=8)
    async with pulse() as lived:
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert lived.seconds < 0.1
    assert asyncio.all_tasks() == {asyncio.current_task()}
    assert set(threading.enumerate()) <= before


async def test_a_name_server_that_hangs_holds_nothing_up(monkeypatch: pytest.MonkeyPatch) -> None:
    release = threading.Event()

    def hang(*args: Any, **kwargs: Any) -> Any:
        release.wait(20)
        raise OSError("too late")

    monkeypatch.setattr(session.socket, "getaddrinfo", hang)
    async with pulse() as lived:
        answer = await ask("http://slow-names.example", idle=0.3)
    assert isinstance(answer, Trouble)
    assert answer.kind == "timeout"
    assert lived.seconds < 1.0
    release.set()


def test_importing_the_sources_imports_neither_py_near_nor_aiohttp() -> None:
    code = (
        "import sys, xccviz.opening.open, xccviz.sources.network.rpc\n"
        "print([name for name in ('py_near', 'aiohttp', 'loguru', 'PySide6') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/\udcff", "http://127.0.0.1:9/?key=\udcff", "http://a:\udcff@b.example"]
)
def test_an_address_that_is_no_text_is_refused(url: str) -> None:
    with pytest.raises(UserError, match="an endpoint must be") as caught:
        Endpoint(url)
    assert caught.value.kind == "usage"
