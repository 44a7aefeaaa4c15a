"""What is given to `explain` and is no error is called what it is, with what to do instead."""

# covers: xccviz/opening/not_an_error.py, xccviz/sources/recognise/log_line.py

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest

from xccviz.cli.main import main

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "samples" / "tutorial-batch-ok.xcc.json.gz"
HASH = "8PmXTVd6H5K8x2rZGDAmkkA3VeiaNQnmNeSbmiSWf66V"
DATA = [{"memo": HASH}]
EVENT = "EVENT_JSON:" + json.dumps({"standard": "nep141", "event": "ft_transfer", "data": DATA})
ASKED = json.dumps({"method": "tx", "params": [HASH, "a.near"]})


def said(capsys: pytest.CaptureFixture[str], *given: str, status: int = 2) -> str:
    assert main(list(given)) == status
    captured = capsys.readouterr()
    assert captured.out == ""
    return " ".join(captured.err.split())


@pytest.mark.parametrize(
    ("given", "command"),
    [
        (f"https://testnet.nearblocks.io/txns/{HASH}", f"xccviz show {HASH} --network testnet`"),
        (f"curl https://rpc.testnet.near.org -d '{ASKED}'", f"xccviz show {HASH}:a.near --network testnet`"),
        ("sample:tutorial-batch-ok", "xccviz show sample:tutorial-batch-ok`"),
    ],
)
def test_a_transaction_is_shown(given: str, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert command in said(capsys, "explain", given)


@pytest.mark.parametrize("path", ["missing.json", "./missing", "/nowhere/error.log"])
def test_a_file_that_is_not_there_is_said_to_be_missing(
    path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert f"there is no file {path}" in said(capsys, "explain", path)


@pytest.mark.parametrize("given", ["E22: not/enough", "src/lib.rs", "rate/limit [1]"])
def test_a_message_with_a_slash_is_no_file(given: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", given]) == 0
    assert capsys.readouterr().out.startswith("not a text this version knows")


@pytest.mark.parametrize("command", ["explain", "show"])
@pytest.mark.parametrize("before", ["", "Log [a.near]: "])
def test_an_event_of_a_log_is_called_so(
    command: str, before: str, capsys: pytest.CaptureFixture[str]
) -> None:
    told = said(capsys, command, before + EVENT)
    assert "an event of a contract's log (nep141 ft_transfer)" in told
    assert "`xccviz show HASH`" in told
    assert "an event of a contract's log," in said(capsys, command, f"{before}EVENT_JSON:{{cut")


@pytest.mark.parametrize("command", ["explain", "show"])
@pytest.mark.parametrize("left", [2000, 20_000])
def test_of_a_capture_that_is_cut_the_transaction_is_named(
    command: str, left: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(gzip.decompress(SAMPLE.read_bytes()).decode()[:left]))
    told = said(capsys, command, "-", status=5)
    assert "(it ends too early)" in told
    assert f"xccviz {HASH} --rpc URL" in told
