"""Everything that can go wrong on the way to a transaction: what a person reads, and the exit status of the command.

python -m tests.sources.network.test_faults > faults.md     the same as a table, from a run
"""

# covers: xccviz/model/errors.py, xccviz/sources/network/lookup.py, xccviz/sources/network/troubles.py

from __future__ import annotations

import contextlib
import io
import os
import shutil
import sqlite3
import ssl
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from tests.node.loopback import Fault, LoopbackNode, closed_port, serving
from tests.reference.recorded import load_json
from xccviz.cli.main import main
from xccviz.model.raw import RawDocument
from xccviz.sources.network import lookup
from xccviz.sources.store import cache
from xccviz.sources.store.cache import FILE_NAME, Cache, Identity

FOLDER = Path(__file__).parent.parent.parent / "data" / "node" / "tutorial-batch-ok"
HASH = load_json(FOLDER / "tx_status.json")["result"]["transaction"]["hash"]
GATEWAY = {"jsonrpc": "2.0", "id": 1, "error": {"code": -32005, "message": "daily quota exceeded\x1b[31m"}}
TIMEOUT_ERROR = {
    "jsonrpc": "2.0",
    "id": 1,
    "error": {"name": "HANDLER_ERROR", "cause": {"name": "TIMEOUT_ERROR"}},
}
INTERNAL = {
    "jsonrpc": "2.0",
    "id": 1,
    "error": {"name": "INTERNAL_ERROR", "cause": {"name": "INTERNAL_ERROR"}, "data": "the disk is full"},
}


@dataclass(frozen=True)
class Case:
    """`faults` of a node that has the transaction; `url` instead of it; `says`: on standard error, with `status`.

    `seconds` is the time for the whole command, `limit` the bytes of an answer that config.toml allows, `environ`
    further variables; `then` are the faults of a second endpoint (None: there is none); `cache` prepares the cache's
    folder, after the transaction was opened once without a fault if `opened_before`.
    """

    name: str
    status: int
    says: str
    faults: dict[str, Fault] = field(default_factory=dict)
    url: str | None = None
    seconds: float = 5.0
    limit: int | None = None
    environ: dict[str, str] = field(default_factory=dict)
    knows: bool = True
    signer: bool = False
    tls: bool = False
    then: dict[str, Fault] | None = None
    then_knows: bool = True
    cache: Callable[[Path], object] | None = None
    opened_before: bool = False
    options: tuple[str, ...] = ()


def http(code: int, retry_after: str | None = None, **more: object) -> dict[str, Fault]:
    return {"*": Fault("http", code=code, retry_after=retry_after, **more)}  # type: ignore[arg-type]


def every(kind: str, **more: object) -> dict[str, Fault]:
    return {"*": Fault(kind, **more)}  # type: ignore[arg-type]


def gateway(body: object, code: int = 200) -> dict[str, Fault]:
    return {"*": Fault("json", body=body, code=code)}


def damaged(folder: Path) -> None:
    """No database at all."""
    (folder / FILE_NAME).write_text("this is no database")


def a_file(folder: Path) -> None:
    """A file where the folder should be."""
    shutil.rmtree(folder)
    folder.write_text("")


def locked(folder: Path) -> object:
    """A file that somebody else is writing to and never ends."""
    Cache(folder).store_document(Identity("mainnet", "g"), "block", "b", RawDocument("block", None, {}))
    other = sqlite3.connect(folder / FILE_NAME, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    return other


def good(folder: Path) -> None:
    """Nothing wrong."""


CASES = (
    Case("nothing wrong", 0, "", {}),
    Case("refused", 4, "refused the connection (nothing listens there)", url="closed"),
    Case("no such name (DNS)", 4, "its name cannot be resolved", url="http://does-not-exist.invalid"),
    Case("TLS where there is none", 4, "no secure connection", url="https"),
    Case("TLS with a certificate of its own", 4, "no secure connection (its certificate is not accepted", tls=True),
    Case("a dead proxy in the environment", 4, "cannot be reached through the proxy", url="http://node.example",
         environ={"http_proxy": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9"}),
    Case("HTTP 400", 4, "answered HTTP 400: no", http(400)),
    Case("HTTP 401", 4, "denied access (HTTP 401); it may want a key", http(401)),
    Case("HTTP 403", 4, "denied access (HTTP 403); it may want a key", http(403)),
    Case("HTTP 404", 4, "answered HTTP 404: no", http(404)),
    Case("HTTP 408", 4, "answered HTTP 408: no", http(408)),
    Case("HTTP 413", 4, "answered HTTP 413: no", http(413)),
    Case("HTTP 422", 4, "answered HTTP 422: no", http(422)),
    Case("HTTP 429", 4, "too many requests (HTTP 429)", http(429)),
    Case("HTTP 429, Retry-After a minute", 4, "too many requests (HTTP 429), asks to wait 60 s", http(429, "60")),
    Case("HTTP 429, Retry-After at once", 0, "", http(429, "0.05", times=1)),
    Case("HTTP 500", 4, "answered HTTP 500: no", http(500)),
    Case("HTTP 502", 4, "answered HTTP 502: no", http(502)),
    Case("HTTP 503", 4, "answered HTTP 503: no", http(503)),
    Case("HTTP 503, Retry-After at once", 0, "", http(503, "0.05", times=1)),
    Case("HTML body", 4, "answered HTML instead of JSON", every("html")),
    Case("empty body", 4, "answered with an empty body", every("empty")),
    Case("truncated JSON", 4, "answered JSON that is cut short or broken", every("truncated")),
    Case("wrong JSON-RPC id", 4, "answered another request than ours (a wrong id)", every("wrong_id")),
    Case("junk JSON", 4, "answered JSON that is no JSON-RPC answer", every("junk")),
    Case("null", 4, "answered JSON that is no JSON-RPC answer", gateway(None)),
    Case("JSON-RPC that is no transaction", 5, "answered JSON-RPC, but no transaction",
         gateway({"jsonrpc": "2.0", "id": 1, "result": {"hello": 1}})),
    Case("gateway's error object", 4, "answered an error: daily quota exceeded", gateway(GATEWAY)),
    Case("gateway's error object, HTTP 402", 4, "answered HTTP 402: daily quota exceeded", gateway(GATEWAY, 402)),
    Case("node's TIMEOUT_ERROR", 4, "timed out (TIMEOUT_ERROR)", gateway(TIMEOUT_ERROR, 408)),
    Case("node's INTERNAL_ERROR", 4, "answered INTERNAL_ERROR: the disk is full", gateway(INTERNAL, 500)),
    Case("node does not know it", 3, "is not known", knows=False),
    Case("redirect to another host", 4, "redirects to another place, https://evil.example/rpc; that is not followed",
         every("redirect", code=307, body="https://evil.example/rpc?apiKey=SECRET")),
    Case("redirect on the same host, 301", 4, "redirects (HTTP 301) to",
         every("redirect", code=301, body="/elsewhere")),
    Case("redirect on the same host, 307", 0, "", every("redirect", code=307, body="/", times=1)),
    Case("answer above the size limit", 4, "answered more than 1,000 bytes", limit=1000),
    Case("drip-feeding", 4, "did not finish its answer within 0.6 s", every("drip", seconds=0.9), seconds=0.6),
    Case("stops in the middle", 4, "did not finish its answer within", every("stall"), seconds=0.6),
    Case("hanging", 4, "timed out, no answer within", every("hang"), seconds=0.6),
    Case("connection dropped", 4, "closed the connection without an answer", every("drop")),
    Case("connection dropped in the middle", 4, "cut its answer short", every("cut")),
    Case("only blocks fail", 0, "", {"block": Fault("http", code=500)}),
    Case("only blocks hang", 0, "", {"block": Fault("hang")}, seconds=1.0),
    Case("only `status` is denied", 0, "", {"status": Fault("http", code=403)}),
    Case("a node that tracks few shards, no signer given", 3, "give the signer too, as HASH:ACCOUNT", {}, signer=True),
    Case("the first of two is refused", 0, "", url="closed", then={}),
    Case("the first of two is refused, told with -v", 0, "refused the connection", url="closed", then={},
         options=("-v",)),
    Case("the first of two wants a minute's rest, -v", 0, "asks to wait 60 s", http(429, "60"), then={},
         options=("-v",)),
    Case("the first of two does not know it, -v", 0, "does not know this transaction", knows=False, then={},
         options=("-v",)),
    Case("the first of two hangs, -v", 0, "was slower", every("hang"), then={}, options=("-v",)),
    Case("the first of two has pruned the blocks", 0, "", {"block": Fault("http", code=500)}, then={}),
    Case("one does not know it, the other is overloaded", 3, "(no usable answer from", knows=False, then=http(503)),
    Case("one is no node, the other is overloaded", 5, "no transaction in the answer",
         gateway({"jsonrpc": "2.0", "id": 1, "result": {"hello": 1}}), then=http(503)),
    Case("both of two are in trouble", 4, "no usable answer", every("html"), then=every("drop")),
    Case("the cache is damaged", 0, "it is set aside as", cache=damaged),
    Case("the cache is damaged, offline", 4, "it is set aside as", cache=damaged, options=("--offline",)),
    Case("the cache's folder can't be made", 0, "the cache can't be used", cache=a_file),
    Case("the cache is held by another process", 0, "the cache can't be used now: database is locked", cache=locked),
    Case("offline, never opened", 4, "and no network may be asked", cache=good, options=("--offline",)),
    Case("offline, opened before", 0, "", every("drop"), cache=good, opened_before=True, options=("--offline",)),
    Case("endpoint in trouble, opened before", 4, "--offline opens what is kept", every("drop"), cache=good,
         opened_before=True),
    Case("opened before, all but `status` in trouble", 0, "",
         {"EXPERIMENTAL_tx_status": Fault("drop"), "tx": Fault("drop"), "block": Fault("drop")}, cache=good,
         opened_before=True),
)  # fmt: skip


@contextlib.contextmanager
def own_certificate() -> Iterator[ssl.SSLContext]:
    """A certificate that nobody vouches for."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl makes the certificate")
    with tempfile.TemporaryDirectory() as folder:
        key, certificate = Path(folder, "key.pem"), Path(folder, "cert.pem")
        command = [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
        ]
        subject = ["-keyout", str(key), "-out", str(certificate), "-days", "2", "-subj", "/CN=127.0.0.1"]
        subprocess.run([*command, *subject], check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        yield context


def one_node(faults: dict[str, Fault], knows: bool, **more: Any) -> LoopbackNode:
    """A node with faults of its own, not served yet."""
    own = {method: Fault(**vars(fault)) for method, fault in faults.items()}
    node = LoopbackNode(faults=own, genesis_hash="genesis-1", **more)
    if knows:
        node.add_folder(FOLDER)
    return node


@contextlib.contextmanager
def asked(case: Case) -> Iterator[str]:
    """The address to ask in this case."""
    if case.url == "closed":
        yield closed_port()
        return
    if case.url is not None and case.url != "https":
        yield case.url
        return
    with contextlib.ExitStack() as stack:
        tls = stack.enter_context(own_certificate()) if case.tls else None
        node = stack.enter_context(
            serving(one_node(case.faults, case.knows, signer_required=case.signer, tls=tls))
        )
        yield node.url.replace("http:", "https:") if case.url == "https" else node.url


def run(case: Case) -> tuple[int, str]:
    """The exit status of `xccviz show`, and what stands on standard error, for any address."""
    output, said = io.StringIO(), io.StringIO()
    with contextlib.ExitStack() as stack:
        url = stack.enter_context(asked(case))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()), "cache")
        folder.mkdir()
        urls = [url]
        if case.then is not None:
            urls.append(stack.enter_context(serving(one_node(case.then, case.then_knows))).url)
        if case.limit is not None:
            (folder.parent / "config.toml").write_text(f"max_answer_mib = {case.limit / (1 << 20)}\n")
        folders = {"XCCVIZ_CACHE_DIR": str(folder), "XCCVIZ_CONFIG_DIR": str(folder.parent)}
        stack.enter_context(patch.dict(os.environ, {**folders, **case.environ}))
        stack.enter_context(patch.object(lookup, "HEDGE_SECONDS", 0.3))
        stack.enter_context(patch.object(cache, "_BUSY_SECONDS", 0.1))
        stack.enter_context(contextlib.redirect_stdout(output))
        stack.enter_context(contextlib.redirect_stderr(said))
        if case.opened_before:
            with serving(one_node({}, True)) as before:
                assert main(["show", HASH, "--rpc", before.url, "-q"]) == 0
            output.truncate(0)
        held = case.cache(folder) if case.cache is not None else None
        options = [*case.options, *([] if case.cache is not None else ["--no-cache"])]
        rpc = [word for address in urls for word in ("--rpc", address)]
        status = main(["show", HASH, *rpc, "--timeout", str(case.seconds), *options])
        if isinstance(held, sqlite3.Connection):
            held.close()
    assert (status == 0) == bool(output.getvalue())
    words = said.getvalue().replace(str(folder), "FOLDER")
    for address, name in zip(urls, ("URL", "URL2"), strict=False):
        words = words.replace(address, name)
    return status, words


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_fault_is_named_and_has_its_status(case: Case) -> None:
    status, said = run(case)
    assert status == case.status, said
    assert case.says in said
    assert bool(case.says) == bool(said)
    assert len(said.splitlines()) <= 2 or "-v" in case.options
    assert "Traceback" not in said
    assert "SECRET" not in said
    assert said.replace("\n", "").isprintable()


def table() -> Iterator[str]:
    """Fault → what is read → exit status, as Markdown, from a run."""
    yield "| fault | what the user reads | exit |"
    yield "|--|--|--|"
    for case in CASES:
        status, said = run(case)
        shown = said.strip().replace("xccviz: ", "").replace(HASH, "HASH").replace("|", "\\|")
        words = "<br>".join(line.strip() for line in shown.splitlines())
        yield f"| {case.name} | {words or '(the transaction)'} | {status} |"


if __name__ == "__main__":
    for row in table():
        sys.stdout.write(row + "\n")
