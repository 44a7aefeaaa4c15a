"""What can be given to `xccviz.open`, inside and outside of an event loop, and what goes wrong."""

# covers: xccviz/api/errors.py, xccviz/api/ways.py

from __future__ import annotations

import ast
import asyncio
import gzip
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import xccviz
from tests.node.loopback import Fault, LoopbackNode
from xccviz.model.errors import EXIT_STATUS, Cancelled, UserError

Start = Callable[..., LoopbackNode]
NAME = "tutorial-parallel-3-one-panics"


@pytest.fixture
def recorded(repo_root: Path) -> Path:
    """One answer of a node."""
    return repo_root / "tests" / "data" / "node" / NAME / "tx_status.json"


def test_whatever_holds_a_transaction_opens(recorded: Path, tmp_path: Path) -> None:
    data = recorded.read_bytes()
    answer = json.loads(data)
    expected = xccviz.open(recorded)
    capture = expected.export("capture")
    given: list[Any] = [
        str(recorded), data, data.decode(), gzip.compress(data), bytearray(data), answer, answer["result"], capture,
        json.loads(capture), expected.save(tmp_path / "run.xcc.json"),
    ]  # fmt: skip
    for each in given:
        opened = xccviz.open(each, offline=True)
        assert opened == expected and opened.to_dict()["nodes"] == expected.to_dict()["nodes"]


def test_a_dict_that_changes_later_changes_nothing(recorded: Path) -> None:
    answer = json.loads(recorded.read_bytes())
    opened = xccviz.open(answer)
    before = opened.export("capture")
    answer["result"]["receipts_outcome"].clear()
    assert opened.export("capture") == before and opened.complete


def test_a_hash_is_asked_for_and_its_receipt_is_selected(loopback_node: Start) -> None:
    node = loopback_node(NAME, genesis_hash="genesis-1")
    hash = next(iter(node.transactions))
    opened = xccviz.open(f"{hash}:alice.near", rpc=node.url, cache=False)
    assert opened.hash == hash and opened.network == "localnet" and opened.selected is None
    receipt = opened.receipts[-1].id
    again = xccviz.open(receipt, rpc=[node.url], cache=False, timeout=20)
    assert again == opened and again.selected == again[receipt]
    assert xccviz.open(hash, rpc=(node.url,)) == xccviz.open(hash, offline=True)


async def test_it_works_inside_a_running_loop(loopback_node: Start, recorded: Path) -> None:
    node = loopback_node(NAME)
    hash = next(iter(node.transactions))
    opened = xccviz.open(hash, rpc=node.url, cache=False)
    assert opened == await xccviz.aopen(hash, rpc=node.url, cache=False) == await xccviz.aopen(recorded)
    assert xccviz.open(recorded) == opened
    with pytest.raises(xccviz.NotFound):
        xccviz.open("11111111111111111111111111111111", rpc=node.url, cache=False)


async def test_the_loop_goes_on_meanwhile_and_can_stop_it(loopback_node: Start) -> None:
    node = loopback_node(NAME)
    node.faults["*"] = Fault("hang")
    task = asyncio.create_task(xccviz.aopen(next(iter(node.transactions)), rpc=node.url, cache=False))
    while not node.requests:  # noqa: ASYNC110 - the node is in a thread of its own
        await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


def test_each_trouble_is_an_error_of_its_own(loopback_node: Start, recorded: Path, tmp_path: Path) -> None:
    node = loopback_node(NAME)
    closed = "http://127.0.0.1:9"
    unknown = "11111111111111111111111111111111"
    (tmp_path / "x.json").write_text('{"a": 1}', encoding="utf-8")
    cases: list[tuple[type[xccviz.Error], Any, dict[str, Any]]] = [
        (xccviz.UsageError, "what is this", {}),
        (xccviz.UsageError, tmp_path / "nowhere.json", {}),
        (xccviz.UsageError, "sample:nothing", {}),
        (xccviz.UsageError, 5, {}),
        (xccviz.UsageError, recorded, {"timeout": 0}),
        (xccviz.UsageError, recorded, {"timeout": "long"}),
        (xccviz.UsageError, unknown, {"network": "moonnet"}),
        (xccviz.UsageError, unknown, {"signer": "NOBODY!"}),
        (xccviz.NotFound, unknown, {"rpc": node.url, "cache": False}),
        (xccviz.NetworkTrouble, unknown, {"rpc": closed, "cache": False}),
        (xccviz.NetworkTrouble, unknown, {"offline": True}),
        (xccviz.MalformedData, tmp_path / "x.json", {}),
        (xccviz.MalformedData, b"\xff\x00", {}),
        (xccviz.MalformedData, {}, {}),
        (xccviz.MalformedData, {"result": {1, 2}}, {}),
        (xccviz.MalformedData, {"result": float("nan")}, {}),
    ]
    for kind, given, options in cases:
        with pytest.raises(xccviz.Error) as caught:
            xccviz.open(given, **options)
        error = caught.value
        assert type(error) is kind, (given, options, error)
        assert error.message and error.message in str(error) and error.hint in str(error)
        assert "\n" not in error.message


def test_several_transactions_are_a_choice(recorded: Path, repo_root: Path, tmp_path: Path) -> None:
    answers = [recorded, repo_root / "tests" / "data" / "node" / "tutorial-batch-ok" / "tx_status.json"]
    several = [json.loads(path.read_bytes())["result"] for path in answers]
    hashes = [one["transaction"]["hash"] for one in several]
    file = tmp_path / "several.json"
    file.write_text(json.dumps(several), encoding="utf-8")
    for given in (file.read_bytes(), {"all": several}, file):
        with pytest.raises(xccviz.UsageError) as caught:
            xccviz.open(given)
        assert all(hash in str(caught.value) for hash in hashes) and "#HASH" in caught.value.hint
    assert xccviz.open(f"{file}#{hashes[1]}").hash == hashes[1]


def test_exit_codes_are_those_of_the_command() -> None:
    from xccviz.api.errors import error_of

    for kind, status in EXIT_STATUS.items():
        assert error_of(UserError("what", "do", kind=kind)).exit_code == status or kind == "bug"
    assert issubclass(xccviz.UsageError, ValueError) and issubclass(xccviz.NotFound, LookupError)
    kinds = {
        xccviz.UsageError,
        xccviz.NotFound,
        xccviz.NetworkTrouble,
        xccviz.MalformedData,
        xccviz.Incomplete,
    }
    assert {kind.exit_code for kind in kinds} == {2, 3, 4, 5, 6}
    assert all(issubclass(kind, xccviz.Error) and kind.__module__ == "xccviz" for kind in kinds)


def test_hints_name_arguments_not_options() -> None:
    with pytest.raises(xccviz.NetworkTrouble) as caught:
        xccviz.open("11111111111111111111111111111111", offline=True)
    assert "offline=" in caught.value.hint and "--" not in str(caught.value)


def test_no_error_tells_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XCCVIZ_API_KEY", "SECRET-OF-MINE")
    hash = "11111111111111111111111111111111"
    for given, rpc in ((hash, "http://SECRET@127.0.0.1:9/?key=SECRET"), ("SECRET-OF-MINE is what", ())):
        with pytest.raises(xccviz.Error) as caught:
            xccviz.open(given, rpc=rpc, cache=False)
        assert "SECRET" not in str(caught.value)


def test_an_interrupt_stays_one(recorded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*given: object) -> None:
        raise Cancelled

    monkeypatch.setattr("xccviz.api.entry.open_document_sync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        xccviz.open(recorded)


# --------------------------------------------------------------------------------------------------- names and types


def names_of_stub(root: Path) -> dict[str, str]:
    """What the stub imports: name → module."""
    tree = ast.parse((root / "xccviz" / "__init__.pyi").read_text(encoding="utf-8"))
    return {
        alias.name: str(node.module)
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def test_the_names_are_those_that_the_stub_types(repo_root: Path) -> None:
    stub = names_of_stub(repo_root)
    assert {*xccviz.__all__} == {*stub, "__version__"}
    assert {name: getattr(xccviz, name).__name__ for name in stub} == {name: name for name in stub}
    for module, names in xccviz._PLACES.items():  # type: ignore[attr-defined]
        assert {name for name, of in stub.items() if of == f"xccviz.api.{module}"} == {*names}
    assert {*xccviz.__all__} <= {*dir(xccviz)}
    with pytest.raises(AttributeError, match="nothing"):
        xccviz.nothing  # type: ignore[attr-defined]  # noqa: B018


HEAVY = (
    "PySide6",
    "pyqtgraph",
    "numpy",
    "aiohttp",
    "py_near",
    "asyncio",
    "xccviz.display",
    "xccviz.query",
    "sqlite3",
)

LOADED = f"""
import sys
before = set(sys.modules)
import xccviz
print(*sorted(name for name in set(sys.modules) - before if name.startswith("xccviz")))
tx = xccviz.open(sys.argv[1])
tx.verdict, tx.receipts, tx.findings, tx.fee, [receipt.gas for receipt in tx], tx.to_dict()
print(*(name for name in {HEAVY!r} if name in sys.modules))
tx.find("fail"), tx.move("step_over", 2), tx.export("svg"), tx.check(none="fail"), tx.diff(tx), tx._repr_html_()
print(*(name for name in {HEAVY[:6]!r} if name in sys.modules))
"""


def test_importing_loads_nothing_and_a_file_needs_neither_qt_nor_the_network(recorded: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED, str(recorded)], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split("\n") == ["xccviz", "", "", ""]
