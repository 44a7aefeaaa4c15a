"""`xccviz networks`: what there is, what it can do, and what near-cli-rs has."""

# covers: xccviz/cli/commands/networks.py, xccviz/sources/network/near_cli.py

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.node.loopback import Fault, LoopbackNode, closed_port
from xccviz.cli.main import main
from xccviz.sources.network.probe import METHODS

Start = Callable[..., LoopbackNode]
SECRET = "s3cretKeyOfNobody0123456789"
NEAR_CLI = f"""\
credentials_home_dir = "/home/someone/.near-credentials"

[network_connection.mainnet]
network_name = "mainnet"
rpc_url = "https://archival-rpc.mainnet.fastnear.com/"
linkdrop_account_id = "near"

[network_connection.my-own]
network_name = "my-own"
rpc_url = "https://rpc.example/v1/"
wallet_url = "https://wallet.example"
linkdrop_account_id = "corp"

[network_connection.keyed]
network_name = "mainnet"
rpc_url = "https://{SECRET}@keyed.example/?apiKey={SECRET}"
rpc_api_key = "{SECRET}"

[network_connection.in-path]
rpc_url = "https://path.example/v2/{SECRET}"

[network_connection."odd name"]
rpc_url = "https://odd.example"

[network_connection.none]
network_name = "none"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XCCVIZ_CONFIG_DIR", str(tmp_path))
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    status = main(["networks", *argv])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_configured_networks_are_listed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "config.toml").write_text(
        f'network = "own"\n[networks.own]\nendpoints = ["https://{SECRET}@own.example/?k={SECRET}"]\n'
    )
    status, out, err = run(capsys)
    assert (status, err) == (0, "")
    assert "own  asked first\n  https://own.example\n" in out
    assert "mainnet" in out and SECRET not in out
    assert run(capsys, "--network", "own")[1].splitlines() == ["own  asked first", "  https://own.example"]


def test_a_broken_file_is_told_in_two_lines(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "config.toml").write_text("theme = 'dark'\ntimeout =\n")
    status, out, err = run(capsys)
    assert (status, out) == (2, "")
    assert "config.toml, line 2" in err and len(err.splitlines()) == 2


def test_what_was_seen_of_endpoints_is_listed_with_v(
    folder: Path, loopback_node: Start, capsys: pytest.CaptureFixture[str]
) -> None:
    node, gone = loopback_node(without=frozenset({"tx_status"})), closed_port()
    (folder / "config.toml").write_text(f"[networks.own]\nendpoints = ['{node.url}', '{gone}']\n")
    assert run(capsys, "-v", "--network", "own")[1].splitlines() == ["own", f"  {node.url}", f"  {gone}"]
    assert run(capsys, "--probe", "--network", "own", "--timeout", "8")[0] == 0
    lines = run(capsys, "-v", "--network", "own")[1].splitlines()
    assert (
        lines[2].startswith("    answered in ")
        and "does not offer" in " ".join(lines)
        and "tx_status" in lines[3]
    )
    assert lines[-1].startswith("    failed just now: refused")


# ------------------------------------------------------------------------------------------------------------ import


def test_what_is_not_there_yet_is_imported_without_keys(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "config.toml").write_text("# mine\ntheme = 'dark'\n")
    (folder / "near.toml").write_text(NEAR_CLI)
    status, out, err = run(capsys, "--import", str(folder / "near.toml"))
    assert status == 0 and "2 of 6 added" in err
    assert out.splitlines() == [
        "mainnet  is there already, left as it is",
        "my-own  added, asks https://rpc.example/v1",
        "keyed  added, asks https://keyed.example; its API key was not copied",
        "in-path  not added: its address holds what looks like a key, and keys are not copied",
        "odd name  not added: its name has other characters than letters, digits, - and _",
        "none  not added: it has no rpc_url",
    ]
    text = (folder / "config.toml").read_text()
    assert text.startswith("# mine\ntheme = 'dark'\n")
    assert SECRET not in text + out + err
    assert tomllib.loads(text)["networks"] == {
        "my-own": {"endpoints": ["https://rpc.example/v1"], "account_suffix": ".corp"},
        "keyed": {"endpoints": ["https://keyed.example"]},
    }
    before = (folder / "config.toml").read_bytes()
    status, out, err = run(capsys, "--import", str(folder / "near.toml"))
    assert status == 0 and "Nothing to add" in err and out.count("left as it is") == 3
    assert (folder / "config.toml").read_bytes() == before


@pytest.mark.parametrize(
    ("text", "status", "word"),
    [
        (None, 2, "cannot read"),
        ("a = \n", 5, "line 1"),
        ("a = 1\n", 5, "names no networks"),
        ("\udcff", 5, "TOML"),
    ],
)
def test_what_is_no_configuration_of_near_cli_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str | None, status: int, word: str
) -> None:
    if text is not None:
        (folder / "near.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
    got, out, err = run(capsys, "--import", str(folder / "near.toml"))
    assert (got, out) == (status, "") and word in err and len(err.splitlines()) == 2
    assert not (folder / "config.toml").exists()


def test_odd_entries_are_told_one_by_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    odd = '[network_connection]\na = 3\nb = {rpc_url = 3}\nc = {rpc_url = "ftp://c"}\n"d\\u001b[2J" = {}\n'
    odd += 'e = {rpc_url = "http://[", linkdrop_account_id = 3}\n'
    odd += 'f = {rpc_url = "http://f", linkdrop_account_id = "X"}\n'
    (folder / "near.toml").write_text(odd)
    status, out, _ = run(capsys, "--import", str(folder / "near.toml"))
    assert status == 0 and out.count("not added") == 5 and "f  added" in out and "\x1b" not in out


# ------------------------------------------------------------------------------------------------------------- probe


def test_a_probe_fits_eighty_columns(
    loopback_node: Start, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    sync = {
        "latest_block_height": 181_216_000,
        "latest_block_time": "2026-11-22T10:00:00.123456789Z",
        "earliest_block_height": 181_000_001,
        "earliest_block_time": "2026-11-20T22:00:00.123456789Z",
    }
    body = {
        "chain_id": "mainnet",
        "protocol_version": 86,
        "version": {"version": "2.13.0"},
        "sync_info": sync,
    }
    node = loopback_node("tutorial-batch-ok")
    node.faults["status"] = Fault("json", body={"jsonrpc": "2.0", "id": "dontcare", "result": body}, code=200)
    status, out, err = run(capsys, "--probe", "--rpc", node.url, "--rpc", closed_port(), "--timeout", "8")
    assert (status, err) == (0, "")
    assert "chain mainnet · protocol 86 · version 2.13.0" in out
    assert "keeps blocks from 181,000,001 on (216,000 heights, 1.5 days)" in out
    assert "no answer: refused the connection" in out
    assert max(map(len, out.splitlines())) <= 80
    assert all(method in out for method in METHODS)
    assert out.index("offers") < out.index("EXPERIMENTAL_receipt_to_tx") < out.index("lacks")


def test_a_probe_of_one_network_asks_that_alone(
    folder: Path, loopback_node: Start, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = loopback_node(), loopback_node()
    (folder / "config.toml").write_text(
        f"[networks.one]\nendpoints = [{{ url = '{one.url}', archival = true }}]\n"
        f"[networks.other]\nendpoints = ['{other.url}']\n"
    )
    status, out, _ = run(capsys, "--probe", "--network", "one", "--timeout", "8")
    assert status == 0 and out.splitlines()[:2] == ["one", f"  {one.url}  archival"]
    assert one.requests["status"] == 1 and other.requests.total() == 0


def test_a_probe_without_an_answer_ends_in_time_with_4(
    loopback_node: Start, capsys: pytest.CaptureFixture[str]
) -> None:
    node = loopback_node(faults={"*": Fault("hang")})
    status, out, err = run(capsys, "--probe", "--rpc", node.url, "--timeout", "0.5")
    assert status == 4 and "no answer: timed out" in out and "no endpoint answered" in err


@pytest.mark.parametrize(
    "argv", [["--offline"], ["--timeout", "0"], ["--network", "nonet"], ["--rpc", "ftp://x"]]
)
def test_what_cannot_be_probed_is_told(capsys: pytest.CaptureFixture[str], argv: list[str]) -> None:
    status, _, err = run(capsys, "--probe", *argv)
    assert status == (4 if "ftp://x" in argv else 2) and err.startswith("xccviz: ")


def test_with_v_each_endpoints_answer_is_told(
    loopback_node: Start, capsys: pytest.CaptureFixture[str]
) -> None:
    empty, full = loopback_node(), loopback_node("tutorial-batch-ok")
    given = ["show", next(iter(full.transactions)), "--rpc", empty.url, "--rpc", full.url]
    assert main(given) == 0
    assert capsys.readouterr().err == ""
    assert main([*given, "-v", "--no-cache"]) == 0
    assert capsys.readouterr().err.splitlines()[:2] == [
        f"{empty.url}: does not know this transaction (UNKNOWN_TRANSACTION)",
        f"{full.url}: found",
    ]
