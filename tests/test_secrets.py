"""An API key is found in the request and nowhere else: not in outputs, captures, the cache, logs, errors or reports.

Every way to give a key is tried with every way to use it, good and bad; then everything that was written is searched.
"""

from __future__ import annotations

import base64
import json
import logging
import os
import sqlite3
import tempfile
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest

from tests.node.loopback import Fault, LoopbackNode
from xccviz.cli.commands import samples
from xccviz.cli.main import main

Start = Callable[..., LoopbackNode]
KEY = "s3cret+Key/of=Nobody0123456789"
FORMS = {
    form.encode()
    for form in (KEY, quote(KEY, safe=""), quote(KEY), KEY.lower(), base64.b64encode(KEY.encode()).decode())
} | {b"s3cret"}
UNKNOWN = "4kRtmBcTx6M52apMFVRaPSDbv96fAne39YnQRN8xFDWp"


class Place:
    """A folder for everything that a run writes, and how the key is given."""

    def __init__(self, folder: Path, node: LoopbackNode) -> None:
        self.folder, self.node = folder, node
        self.options: list[str] = []
        self.holds_key: set[Path] = set()
        for name in ("out", "cache", "config", "tmp"):
            (folder / name).mkdir()

    @property
    def hash(self) -> str:
        """The transaction that the node has."""
        return next(iter(self.node.transactions))

    def config(self, text: str) -> None:
        """Write config.toml."""
        path = self.folder / "config" / "config.toml"
        path.write_text(text)
        self.holds_key.add(path)

    def leaks(self) -> list[str]:
        """Files with the key in them, compressed bodies of the cache included."""
        files = [path for path in self.folder.rglob("*") if path.is_file() and path not in self.holds_key]
        assert files
        found = [str(path) for path in files if holds_key(path.read_bytes()) or holds_key(str(path).encode())]
        for path in files:
            if path.suffix == ".sqlite":
                with closing(sqlite3.connect(path)) as connection:
                    bodies = connection.execute("SELECT body FROM documents").fetchall()
                found += [f"{path}: a body" for (body,) in bodies if holds_key(zlib.decompress(body))]
        return found


def holds_key(data: bytes) -> bool:
    return any(form in data for form in FORMS)


def in_user_info(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.options = ["--rpc", place.node.url.replace("://", f"://{quote(KEY, safe='')}@")]


def in_query(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.options = ["--rpc", f"{place.node.url}/?apiKey={quote(KEY, safe='')}"]


def in_environment(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XCCVIZ_API_KEY", KEY)
    place.options = ["--rpc", place.node.url]


def in_environments_address(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XCCVIZ_RPC", place.node.url.replace("://", f"://{quote(KEY, safe='')}@"))


def in_file(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.config(f"[networks.own]\nendpoints = [{{ url = '{place.node.url}', api_key = true }}]\n")
    path = place.folder / "config" / "api_key"
    path.write_text(KEY + "\n")
    path.chmod(0o600)
    place.holds_key.add(path)
    place.options = ["--network", "own"]


def in_config(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    url = place.node.url.replace("://", f"://{quote(KEY, safe='')}@")
    place.config(f"[networks.own]\nendpoints = ['{url}/?apiKey={quote(KEY, safe='')}']\n")
    place.options = ["--network", "own"]


WAYS = [in_user_info, in_query, in_environment, in_environments_address, in_file, in_config]


@pytest.fixture(params=WAYS, ids=lambda way: way.__name__)
def place(
    request: pytest.FixtureRequest, tmp_path: Path, loopback_node: Start, monkeypatch: pytest.MonkeyPatch
) -> Place:
    place = Place(tmp_path, loopback_node("tutorial-batch-ok"))
    monkeypatch.setenv("XCCVIZ_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("XCCVIZ_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    request.param(place, monkeypatch)
    return place


@pytest.fixture
def tried(
    place: Place, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> Callable[..., int]:
    """Run a command and search what it said and logged."""
    caplog.set_level(logging.DEBUG)

    def run(*argv: str) -> int:
        status = main([*argv, *place.options])
        out, err = capfd.readouterr()
        assert not holds_key(out.encode()), out
        assert not holds_key(err.encode()), err
        records = [
            record for record in caplog.records if record.name != "aiohttp.access"
        ]  # the node's: the request
        logged = "\n".join(f"{record.name} {record.getMessage()} {record.exc_text}" for record in records)
        assert not holds_key(logged.encode()), logged
        return status

    return run


def test_good_runs(place: Place, tried: Callable[..., int]) -> None:
    out = place.folder / "out"
    assert tried("show", place.hash, "--view", "all", "-vv") == 0
    assert tried("show", place.hash, "--no-cache", "-vv") == 0
    for name in ("json", "html", "svg", "markdown", "otlp-json", "capture"):
        assert tried("export", place.hash, "--to", name, "-o", str(out / name)) in (0, 2)
    assert tried("fetch", place.hash, "-o", str(out / "a.xcc.json"), "--with", "receipts,chunks", "-vv") == 0
    assert tried("check", place.hash, "--junit", str(out / "junit.xml")) in (0, 1)
    assert tried("networks", "-vv") == 0
    assert tried("networks", "--probe", "-vv", "--timeout", "8") == 0
    requests = [*place.node.authorizations, *place.node.queries]
    assert any(text is not None and KEY in unquote(text) for text in requests), "the node got it"
    assert place.leaks() == []


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (Fault("http", code=401), 4),
        (Fault("http", code=429, retry_after="60"), 4),
        (Fault("json", body={"error": f"the key {KEY} is not known"}, code=403), 4),
        (Fault("json", body={"error": {"code": 1, "message": f"{KEY}: no"}}, code=500), 4),
        (
            Fault(
                "json",
                body={"jsonrpc": "2.0", "id": "dontcare", "error": {"name": "X", "data": KEY}},
                code=200,
            ),
            4,
        ),
        (Fault("drop"), 4),
        (Fault("html"), 4),
        (Fault("junk"), 4),
        (None, 3),
    ],
)
def test_trouble(place: Place, tried: Callable[..., int], fault: Fault | None, status: int) -> None:
    if fault is not None:
        place.node.faults["*"] = fault
    assert tried("show", UNKNOWN, "-vv", "--timeout", "3") == status
    assert tried("fetch", UNKNOWN, "-o", str(place.folder / "out" / "x"), "-vv", "--timeout", "3") == status
    tried("networks", "--probe", "-vv", "--timeout", "3")
    tried("networks", "-vv")
    assert place.leaks() == []


def test_a_node_that_gives_the_key_back(place: Place, tried: Callable[..., int]) -> None:
    place.node.transactions[place.hash][-1]["note"] = f"asked with {KEY}"
    saved = place.folder / "out" / "a.xcc.json"
    assert tried("fetch", place.hash, "-o", str(saved)) == 0
    assert b"asked with ***" in saved.read_bytes()
    assert place.leaks() == []


def test_bugs_and_mistakes(place: Place, tried: Callable[..., int], monkeypatch: pytest.MonkeyPatch) -> None:
    keyed = f"https://{quote(KEY, safe='')}@a.example/x?apiKey={quote(KEY, safe='')}"

    def broken(context: Any) -> int:
        raise RuntimeError(f"cannot connect to {keyed} {os.environ.get('XCCVIZ_API_KEY', '')}")

    monkeypatch.setattr(samples, "run", broken)
    assert tried("samples", "-vv") == 70
    assert tried("samples", f"--rpc={keyed}") == 70
    assert list((place.folder / "tmp").glob("*/report.txt"))
    assert tried("show", "x", "--nonsense", keyed) == 2
    assert tried("show", UNKNOWN, f"--network={keyed}", "-vv") in (2, 3)  # the last --network counts
    assert tried("show", keyed, "-vv") == 2
    assert tried("show", UNKNOWN, "--rpc", f"ftp://{quote(KEY, safe='')}@x", "-vv") in (2, 3, 4)
    assert place.leaks() == []


def test_an_explorers_address_with_a_key(place: Place, tried: Callable[..., int]) -> None:
    page = f"https://{quote(KEY, safe='')}@nearblocks.io/txns/{place.hash}?apiKey={quote(KEY, safe='')}"
    saved = place.folder / "out" / "a.xcc.json"
    assert tried("fetch", page, "-o", str(saved), "-vv") == 0
    assert (
        json.loads(saved.read_bytes())["query"]["open"]
        == f"https://nearblocks.io/txns/{place.hash}?apiKey=***"
    )
    assert tried("show", page, "--no-cache", "-vv") == 0
    assert place.leaks() == []
