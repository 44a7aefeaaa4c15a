"""Everything that can go wrong on the way to a transaction: what a person reads, and the exit status of the command.

    python -m tests.sources.test_faults > faults.md     the same as a table, from a run
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import ssl
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

import pytest

from tests.node.loopback import Fault, LoopbackNode, closed_port, serving
from tests.reference.recorded import load_json
from xccviz.cli.main import main
from xccviz.sources import session

FOLDER = Path(__file__).parent.parent / "data" / "node" / "tutorial-batch-ok"
HASH = load_json(FOLDER / "tx_status.json")["result"]["transaction"]["hash"]
GATEWAY = {"jsonrpc": "2.0", "id": 1, "error": {"code": -32005, "message": "daily quota exceeded\x1b[31m"}}
TIMEOUT_ERROR = {"jsonrpc": "2.0", "id": 1, "error": {"name": "HANDLER_ERROR", "cause": {"name": "TIMEOUT_ERROR"}}}
INTERNAL = {
    "jsonrpc": "2.0",
    "id": 1,
    "error": {"name": "INTERNAL_ERROR", "cause": {"name": "INTERNAL_ERROR"}, "data": "the disk is full"},
}


@dataclass(frozen=True)
class Case:
    """`faults` of a node that has the transaction; `url` instead of it; `says`: on standard error, with `status`.

    `seconds` is the time for the whole command, `limit` the size of an answer, `environ` further variables.
    """

    name: str
    status: int
    says: str
    faults: dict[str, Fault] = field(default_factory=dict)
    url: str | None = None
    seconds: float = 5.0
    limit: int = session.MAX_ANSWER_BYTES
    environ: dict[str, str] = field(default_factory=dict)
    knows: bool = True
    tls: bool = False


def http(code: int, retry_after: str | None = None, **more: object) -> dict[str, Fault]:
    return {"*": Fault("http", code=code, retry_after=retry_after, **more)}  # type: ignore[arg-type]


def every(kind: str, **more: object) -> dict[str, Fault]:
    return {"*": Fault(kind, **more)}  # type: ignore[arg-type]


def gateway(body: object, code: int = 200) -> dict[str, Fault]:
    return {"*": Fault("json", body=body, code=code)}


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
)  # fmt: skip


@contextlib.contextmanager
def own_certificate() -> Iterator[ssl.SSLContext]:
    """A certificate that nobody vouches for."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl makes the certificate")
    with tempfile.TemporaryDirectory() as folder:
        key, certificate = Path(folder, "key.pem"), Path(folder, "cert.pem")
        command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        subject = ["-keyout", str(key), "-out", str(certificate), "-days", "2", "-subj", "/CN=127.0.0.1"]
        subprocess.run([*command, *subject], check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        yield context


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
        node = LoopbackNode(faults={method: Fault(**vars(fault)) for method, fault in case.faults.items()}, tls=tls)
        if case.knows:
            node.add_folder(FOLDER)
        stack.enter_context(serving(node))
        yield node.url.replace("http:", "https:") if case.url == "https" else node.url


def run(case: Case) -> tuple[int, str]:
    """The exit status of `xccviz show`, and what stands on standard error, for any address."""
    output, said = io.StringIO(), io.StringIO()
    with (
        asked(case) as url,
        patch.dict(os.environ, case.environ),
        patch.object(session, "MAX_ANSWER_BYTES", case.limit),
        contextlib.redirect_stdout(output),
        contextlib.redirect_stderr(said),
    ):
        status = main(["show", HASH, "--rpc", url, "--timeout", str(case.seconds), "--no-cache"])
    assert (status == 0) == bool(output.getvalue())
    return status, said.getvalue().replace(url, "URL")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_fault_is_named_and_has_its_status(case: Case) -> None:
    status, said = run(case)
    assert status == case.status, said
    assert case.says in said
    assert bool(case.says) == bool(said)
    assert len(said.splitlines()) <= 2
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
