"""OPEN → Document, for the window's loop and for commands."""

from __future__ import annotations

import asyncio
import io
import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.effort import pulse
from tests.node.loopback import Fault, LoopbackNode
from xccviz.model.errors import Cancelled, UserError
from xccviz.opening import open as opening
from xccviz.opening.open import open_document, open_document_sync, open_raw_sync
from xccviz.opening.options import OpenOptions
from xccviz.sources.files.sample import list_samples

HASH = "4kRtmBcTx6M52apMFVRaPSDbv96fAne39YnQRN8xFDWp"
Start = Callable[..., LoopbackNode]


@pytest.fixture
def recorded(repo_root: Path) -> Path:
    return repo_root / "tests/data/node/tutorial-parallel-3-one-panics/tx_status.json"


def test_a_file_becomes_a_document(recorded: Path) -> None:
    stages: list[str] = []
    opened = open_document_sync(str(recorded), progress=lambda progress: stages.append(progress.stage))
    assert opened.document.trace.transaction.signer_id == "alice.near"
    assert opened.select is None
    assert stages[0] == "reading"


async def test_the_same_in_a_loop(recorded: Path) -> None:
    opened = await open_document(str(recorded))
    assert opened.document.raw == open_document_sync(str(recorded)).document.raw


def test_pasted_text_and_standard_input(recorded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = recorded.read_text(encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(text.encode())))
    expected = open_raw_sync(str(recorded)).raw.documents
    assert open_raw_sync(text).raw.documents == expected
    assert open_raw_sync("-").raw.documents == expected


def test_a_hash_becomes_a_document_with_heights(loopback_node: Start) -> None:
    node = loopback_node("tutorial-parallel-3-one-panics")
    hash = next(iter(node.transactions))
    opened = open_document_sync(f"{hash}:alice.near", OpenOptions(rpc=(node.url,)))
    document = opened.document
    assert document.raw.open == f"{hash}:alice.near"
    assert document.trace.network == "localnet"
    assert document.analysis.complete
    assert all(entry.height is not None for entry in document.graph.nodes)


def test_a_fetched_yield_knows_its_payload(loopback_node: Start) -> None:
    node = loopback_node("yield-resumed-by-other-tx")
    document = open_document_sync(next(iter(node.transactions)), OpenOptions(rpc=(node.url,))).document
    assert document.analysis.complete
    assert document.graph.missing == ()


def test_a_receipt_id_selects_its_node(loopback_node: Start) -> None:
    node = loopback_node("tutorial-parallel-3-one-panics")
    receipt = node.transactions[next(iter(node.transactions))][0]["receipts"][-1]["receipt_id"]
    opened = open_document_sync(receipt, OpenOptions(rpc=(node.url,)))
    assert opened.select == receipt
    assert receipt in opened.document.graph.by_id


def test_every_sample_opens_offline() -> None:
    for sample in list_samples():
        opened = open_document_sync(f"sample:{sample.name}", OpenOptions(offline=True))
        assert opened.document.graph.nodes
        assert opened.select == sample.select


def test_offline_refuses_the_network() -> None:
    with pytest.raises(UserError) as caught:
        open_raw_sync(HASH, OpenOptions(offline=True))
    assert caught.value.kind == "network"
    assert "no network may be asked" in caught.value.message


@pytest.mark.parametrize(
    ("given", "options"),
    [
        ("alice.near", OpenOptions()),
        ("", OpenOptions()),
        (HASH, OpenOptions(signer="Not Valid")),
        (HASH, OpenOptions(timeout=0)),
        (HASH, OpenOptions(timeout=float("nan"))),
        (HASH, OpenOptions(rpc=("nonsense",))),
        (HASH, OpenOptions(network="nonet")),
        ("sample:no-such-sample", OpenOptions()),
        ("absent.json", OpenOptions()),
    ],
)
def test_what_cannot_be_opened_is_a_usage_error(given: str, options: OpenOptions) -> None:
    with pytest.raises(UserError) as caught:
        open_document_sync(given, options)
    assert caught.value.kind == "usage"


def test_the_network_of_a_file_is_the_chosen_one_unless_it_says(recorded: Path, tmp_path: Path) -> None:
    assert open_raw_sync(str(recorded), OpenOptions(network="testnet")).raw.network == "testnet"
    capture = {
        "format": "xccviz-capture",
        "version": 1,
        "query": {"network": "mainnet"},
        "documents": [{"method": "tx", "envelope": json.loads(recorded.read_bytes())}],
    }
    path = tmp_path / "a.xcc.json"
    path.write_text(json.dumps(capture))
    assert open_raw_sync(str(path), OpenOptions(network="testnet")).raw.network == "mainnet"


def test_the_keyboard_cancels_silently(recorded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*args: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(opening, "build_document", interrupted)
    with pytest.raises(Cancelled):
        open_document_sync(str(recorded))


async def test_cancelling_a_window_job_is_prompt(loopback_node: Start) -> None:
    node = loopback_node(faults={"*": Fault("hang")})
    task = asyncio.create_task(open_document(HASH, OpenOptions(rpc=(node.url,))))
    await node.asked()
    async with pulse() as lived:
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert lived.seconds < 0.2


COMMAND = """
import sys
from types import SimpleNamespace
from xccviz.model.errors import Cancelled
from xccviz.opening.open import open_document_sync
from xccviz.opening.options import OpenOptions

def read(*size, source=sys.stdin.buffer):
    print("reading", flush=True)
    return source.read(*size)

sys.stdin = SimpleNamespace(buffer=SimpleNamespace(read=read))
try:
    open_document_sync(sys.argv[1], OpenOptions(rpc=(sys.argv[2],), timeout=600))
except Cancelled:
    sys.exit(130)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="interrupts by signal")
@pytest.mark.parametrize("given", [HASH, "-"])
async def test_an_interrupt_ends_a_command_while_it_waits(loopback_node: Start, given: str) -> None:
    """Neither the node nor standard input ever ends its answer."""
    node = loopback_node(faults={"*": Fault("hang")})
    pipe = subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", COMMAND, given, node.url, stdin=pipe, stdout=pipe, stderr=pipe
    )
    assert process.stdout is not None and process.stderr is not None
    if given == HASH:
        await node.asked()
    else:
        assert await process.stdout.readline() == b"reading\n"
    process.send_signal(signal.SIGINT)
    assert await process.stderr.read() == b""
    assert await process.wait() == 130
