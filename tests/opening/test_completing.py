"""A file that lacks something is completed by an endpoint that was named, and its troubles are told."""

# covers: xccviz/opening/completing.py, xccviz/cli/commands/fetch.py

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.node.loopback import Fault, LoopbackNode, serving
from tests.node.taking import DATA
from xccviz.cli.main import main
from xccviz.document import build_document
from xccviz.opening.open import open_raw_sync
from xccviz.opening.options import OpenOptions

NAME = "yield-resumed-by-other-tx"


def bare(folder: Path, name: str = NAME) -> Path:
    """What a tool printed of it: the answer alone."""
    path = folder / "bare.json"
    path.write_text(json.dumps(json.loads((DATA / name / "tx_status.json").read_text())["result"]))
    return path


def node(name: str = NAME) -> LoopbackNode:
    made = LoopbackNode()
    made.add_folder(DATA / name)
    return made


def fetched(given: Path, out: Path, *more: str) -> int:
    return main(["fetch", str(given), "--no-cache", "-o", str(out), *more])


@pytest.mark.parametrize(
    ("name", "wanted", "methods"),
    [
        ("yield-resumed-by-other-tx", "blocks,chunks", {"block", "chunk"}),
        ("delegate-inner-fails", "blocks,changes,accounts", {"block", "EXPERIMENTAL_changes", "query"}),
    ],
)
def test_a_bare_answer_gets_what_the_endpoint_has(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, wanted: str, methods: set[str]
) -> None:
    out = tmp_path / "whole.xcc.json"
    with serving(node(name)) as made:
        assert fetched(bare(tmp_path, name), out, "--with", wanted, "--rpc", made.url, "-v") == 0
        assert made.requests["EXPERIMENTAL_tx_status"] == made.requests["tx"] == 0
    said = capsys.readouterr().err
    assert "asked in vain" not in said and "\nblocks: " in f"\n{said}"
    raw = open_raw_sync(str(out), OpenOptions(offline=True)).raw
    assert methods <= {one.method for one in raw.documents} and raw.chain_id == "localnet"
    heights = [one.height for one in build_document(raw).graph.nodes if one.block_hash]
    assert heights and None not in heights


def test_nobody_is_asked_of_a_file_unless_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given, out, wanted = bare(tmp_path), tmp_path / "a.xcc.json", ("--with", "chunks")
    assert fetched(given, out, *wanted) == 0
    assert "wanted by --with, and not in it: " in capsys.readouterr().err
    with serving(node()) as made:
        assert fetched(given, out, *wanted, "--rpc", made.url, "--offline") == 0
        assert fetched(given, out, "--rpc", made.url) == 0
        assert not made.requests


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault("http", code=429, retry_after="60"), "too many requests (HTTP 429)"),
        (Fault("http", code=403), "denied access (HTTP 403)"),
        (Fault("redirect", code=302, body="http://127.0.0.1:9/"), "redirect"),
    ],
)
def test_troubles_of_the_endpoint_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], fault: Fault, said: str
) -> None:
    made = node()
    made.faults["*"] = fault
    with serving(made):
        assert fetched(bare(tmp_path), tmp_path / "a.xcc.json", "--with", "chunks", "--rpc", made.url) == 0
        told = capsys.readouterr().err
    assert f"asked in vain: {made.url}" in told and said in told and "wanted by --with" in told
