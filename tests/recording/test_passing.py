"""What goes through the recording endpoint is what would have gone without it."""

# covers: xccviz/recording/passing.py, xccviz/recording/raw_bytes.py

from __future__ import annotations

import asyncio
import contextlib
import gzip
import json
import resource
from collections.abc import Awaitable, Callable

import pytest

from tests.recording.test_noticing import HASH, RECORDED, question
from tests.recording.wire import Answer, Asked, ask, between, post
from xccviz.model.errors import UserError
from xccviz.recording.passing import Passing, listening_at

Write = Callable[[asyncio.StreamWriter], Awaitable[None]]
_OF_A_CONNECTION = {"connection", "keep-alive", "transfer-encoding"}


def raw(answer: bytes) -> Callable[[Asked, asyncio.StreamWriter], Awaitable[None]]:
    """A script that answers these bytes."""

    async def script(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)
        await writer.drain()

    return script


def said(answer: Answer) -> tuple[object, ...]:
    """All of an answer but what is about its connection."""
    headers = [(n.lower(), v) for n, v in answer.headers if n.lower() not in _OF_A_CONNECTION]
    return answer.status, sorted(headers), answer.body, answer.whole


def reply(status: str, body: bytes, *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


ANSWERS = {
    "plain": reply("200 OK", b'{"result":1}', "Content-Type: application/json"),
    "odd spelling of JSON": reply("200 OK", b'{ "result" :\n\t1.0e+00 }\n', "Content-Type: application/json"),
    "no type": reply("200 OK", b"x"),
    "its own date and server": reply(
        "200 OK", b"x", "Date: Thu, 01 Jan 1970 00:00:00 GMT", "Server: old/0.1"
    ),
    "one header twice": reply("200 OK", b"x", "Set-Cookie: a=1", "Set-Cookie: b=2", "X-Odd-CASE: y"),
    "another reason": reply("408 Polling took too long", b'{"error":{}}', "Content-Type: application/json"),
    "too many requests": reply("429 Too Many Requests", b"slow down", "Retry-After: 7"),
    "bad gateway": reply("502 Bad Gateway", b"<html>no</html>", "Content-Type: text/html"),
    "redirect": reply("307 Temporary Redirect", b"", "Location: https://elsewhere.example/"),
    "packed": reply("200 OK", gzip.compress(b'{"result":1}', mtime=0), "Content-Encoding: gzip"),
    "packed as nobody can": reply("200 OK", b"\x00\x01", "Content-Encoding: br"),
    "no content": b"HTTP/1.1 204 No Content\r\n\r\n",
    "chunked": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
    "half of it": reply("200 OK", b"x" * 1000)[:-500],
    "half of a chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc",
    "until it closes": b"HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nall of it",
    "long header": reply("200 OK", b"x", "X-Long: " + "y" * 20_000),
    "bytes that are no UTF-8": reply("200 G?t", b"x", "X-Name: Gru?", "X-Both: ?€", "X-Plain: é").replace(
        b"?", b"\xdf"
    ),
}
_CLOSES = ("half of it", "half of a chunk", "until it closes")


@pytest.mark.parametrize("name", ANSWERS)
async def test_an_answer_is_the_same_as_without_us(name: str) -> None:
    async def script(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await raw(ANSWERS[name])(asked, writer)
        if name in _CLOSES:
            writer.close()

    async with between(script) as (upstream, passing, _):
        body = post(b'{"method":"status"}')
        [direct], [through] = await ask(upstream.url, body), await ask(passing.url, body)
        direct.status = direct.status.replace("HTTP/1.0", "HTTP/1.1")
        assert said(through) == said(direct)


QUESTIONS = {
    "post": post(
        b'{"jsonrpc":"2.0"}', "Content-Type: application/json", "User-Agent: near-api/1", "X-Twice: 1"
    ),
    "no type, no agent": post(b"{}"),
    "own key": post(b"{}", "Authorization: Bearer mine"),
    "packed": post(gzip.compress(b'{"method":"status"}', mtime=0), "Content-Encoding: gzip"),
    "asks for packed": post(b"{}", "Accept-Encoding: gzip, br", "Accept: application/json"),
    "in chunks": b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    "get": b"GET /status?full=1&x=%2F HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "head": b"HEAD /status HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "bytes that are no UTF-8": post(b"{}", "X-First: 1", "X-Name: ?", "X-Last: é").replace(
        b"?", b"Gr\xfc\xdfe"
    ),
    "nothing but such bytes": b"GET / HTTP/1.1\r\nHost: localhost\r\nX: \xff\xfe\r\n\r\n",
    "options": b"OPTIONS / HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost:5173\r\n\r\n",
}


@pytest.mark.parametrize("name", QUESTIONS)
async def test_a_question_is_the_same_as_without_us(name: str) -> None:
    async with between(raw(reply("200 OK", b"" if name == "head" else b"{}"))) as (upstream, passing, _):
        await ask(upstream.url, QUESTIONS[name])
        await ask(passing.url, QUESTIONS[name])
        direct, through = upstream.asked
        own = {"host", "connection", "transfer-encoding", "content-length"}
        assert through.line == direct.line
        assert through.body == direct.body
        assert [(n, v) for n, v in through.headers if n.lower() not in own] == [
            (n, v) for n, v in direct.headers if n.lower() not in own
        ]
        assert through.header("host") == upstream.url.removeprefix("http://")


async def test_the_order_of_one_connection_is_kept_and_the_connection_too() -> None:
    async def script(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.02 if asked.body == b"first" else 0)
        writer.write(reply("200 OK", asked.body))

    async with between(script) as (_, passing, _):
        answers = await ask(passing.url, post(b"first") + post(b"second") + post(b"third"), answers=3)
        assert [answer.body for answer in answers] == [b"first", b"second", b"third"]


async def test_pieces_come_as_they_are_sent_and_nothing_is_gathered() -> None:
    more = asyncio.Event()

    async def script(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2000001\r\n\r\nx")
        await writer.drain()
        await more.wait()
        writer.write(b"y" * 2_000_000)
        await writer.drain()

    async with between(script) as (_, passing, _):
        host, _, port = passing.url.removeprefix("http://").partition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(post(b"{}"))
        await reader.readuntil(b"\r\n\r\n")
        assert await reader.readexactly(1) == b"x"  # while the upstream still waits
        more.set()
        assert await reader.readexactly(2_000_000) == b"y" * 2_000_000
        writer.close()


async def test_an_upstream_that_drops_the_question_drops_it_here() -> None:
    async def script(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.close()

    async with between(script) as (_, passing, _):
        host, _, port = passing.url.removeprefix("http://").partition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(post(b"{}"))
        with contextlib.suppress(ConnectionError):  # reset, or simply closed
            assert await reader.read() == b""
        writer.close()


async def test_who_hangs_up_here_hangs_up_there() -> None:
    async def script(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await asyncio.Event().wait()

    async with between(script) as (upstream, passing, noticed):
        host, _, port = passing.url.removeprefix("http://").partition(":")
        _, writer = await asyncio.open_connection(host, int(port))
        writer.write(post(json.dumps(question()).encode()))
        await upstream.came.wait()
        writer.close()
        await asyncio.wait_for(upstream.gone.wait(), 60)
        await asyncio.wait_for(noticed.told.wait(), 60)
        assert [(one.hash, why) for one, why in noticed.answered] == [(HASH, "")]  # it may have been taken


async def test_five_hundred_at_once() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if 0 <= most < 2_500:
        pytest.skip(f"a process may have {most} files open here; it takes 2,000 to ask, pass on and answer")
    resource.setrlimit(resource.RLIMIT_NOFILE, (2_500, most))

    async def script(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.05)
        writer.write(reply("200 OK", asked.body[::-1]))

    async with between(script) as (_, passing, _):
        bodies = [f"question {number}".encode() for number in range(500)]
        answers = await asyncio.gather(*(ask(passing.url, post(body)) for body in bodies))
        assert [answer.body for [answer] in answers] == [body[::-1] for body in bodies]


async def test_what_is_sent_is_noticed_and_a_refusal_too() -> None:
    refusal = reply("200 OK", json.dumps({**RECORDED["refused"], "id": 1}).encode())
    async with between(raw(refusal)) as (_, passing, noticed):
        await ask(passing.url, post(b'{"method":"block","params":{}}'))
        assert noticed.sending == []
        await ask(passing.url, post(json.dumps(question()).encode()))
        assert [one.hash for one in noticed.sending] == [HASH]
        [(one, why)] = noticed.answered
        assert one.hash == HASH
        assert "nonce" in why


async def test_an_answer_too_long_for_a_refusal_is_passed_on_whole() -> None:
    long = reply("200 OK", b'{"id":1,"result":"' + b"x" * 3_000_000 + b'"}')
    async with between(raw(long)) as (_, passing, noticed):
        [answer] = await ask(passing.url, post(json.dumps(question()).encode()))
        assert len(answer.body) > 3_000_000
        assert [why for _, why in noticed.answered] == [""]


async def test_an_upstream_that_is_not_there_is_told() -> None:
    passing = Passing("http://127.0.0.1:1", lambda sent: None, lambda sent, refused: None)
    await passing.start(("127.0.0.1", 0))
    try:
        [answer] = await ask(passing.url, post(b"{}"))
        assert answer.status.startswith("HTTP/1.1 502")
        assert answer.body == (
            b"xccviz record could not reach http://127.0.0.1:1: refused the connection (nothing listens there)"
        )
    finally:
        await passing.stop()


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "", "localhost.evil.example:80", "[evil"]
)
async def test_a_page_of_the_web_that_took_our_address_gets_nothing(host: str) -> None:
    async with between(raw(reply("200 OK", b"secret"))) as (upstream, passing, _):
        [answer] = await ask(passing.url, f"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        assert answer.status.startswith("HTTP/1.1 403")
        assert upstream.asked == []


async def test_who_takes_us_for_a_proxy_asks_the_upstream_all_the_same() -> None:
    async with between(raw(reply("200 OK", b"{}"))) as (upstream, passing, _):
        [answer] = await ask(passing.url, b"GET http://127.0.0.1/rpc?x=1 HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert answer.status == "HTTP/1.1 200 OK"
        assert [one.line for one in upstream.asked] == ["GET /rpc?x=1 HTTP/1.1"]


async def test_who_speaks_no_http_writes_nothing_on_our_terminal(caplog: pytest.LogCaptureFixture) -> None:
    async with between(raw(reply("200 OK", b"{}"))) as (_, passing, _):
        for question in (b"\x16\x03\x01 what\r\n\r\n", b"POST /?\xff HTTP/1.1\r\nHost: localhost\r\n\r\n"):
            [answer] = await ask(passing.url, question)
            assert " 400 " in answer.status
    assert caplog.records == []


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("https://evil.example", 403),
        ("http://localhost:5173", 200),
        ("http://127.0.0.1", 200),
        ("http://[", 403),
        ("null", 403),
    ],
)
async def test_a_page_from_elsewhere_asks_nothing_with_our_key(origin: str, status: int) -> None:
    async with between(raw(reply("200 OK", b"{}"))) as (upstream, passing, _):
        [answer] = await ask(passing.url, post(b"{}", f"Origin: {origin}"))
        assert answer.status.startswith(f"HTTP/1.1 {status}")
        assert len(upstream.asked) == (status == 200)


async def test_the_key_of_the_address_goes_along_and_is_never_named() -> None:
    async with between(raw(reply("200 OK", b"{}"))) as (upstream, _, _):
        keyed = upstream.url.replace("http://", "http://SECRETKEY@") + "/rpc?apiKey=OTHERSECRET"
        passing = Passing(keyed, lambda sent: None, lambda sent, refused: None)
        await passing.start(("127.0.0.1", 0))
        try:
            await ask(passing.url, post(b"{}"))
            await ask(passing.url, b"GET /health?x=1 HTTP/1.1\r\nHost: localhost\r\n\r\n")
        finally:
            await passing.stop()
        assert [asked.header("authorization") for asked in upstream.asked] == ["Bearer SECRETKEY"] * 2
        assert upstream.asked[0].line == "POST /rpc?apiKey=OTHERSECRET HTTP/1.1"
        assert upstream.asked[1].line == "GET /rpc/health?apiKey=OTHERSECRET&x=1 HTTP/1.1"
        assert "SECRET" not in passing.name


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("127.0.0.1:0", ("127.0.0.1", 0)),
        ("[::1]:8080", ("::1", 8080)),
        ("localhost:3031", ("127.0.0.1", 3031)),
        ("3031", ("127.0.0.1", 3031)),
    ],
)
def test_where_it_listens(text: str, place: tuple[str, int]) -> None:
    assert listening_at(text) == place


@pytest.mark.parametrize(
    "text",
    ["0.0.0.0:80", "[::]:80", "192.168.0.1:80", "example.org:80", "127.0.0.1:x", "127.0.0.1:70000", ":", ""],
)
def test_where_it_refuses_to(text: str) -> None:
    with pytest.raises(UserError) as told:
        listening_at(text)
    assert told.value.kind == "usage"
