"""`xccviz record`: a command run through the recorder, and what is left behind."""

# covers: xccviz/cli/commands/record.py, xccviz/cli/junit.py, xccviz/recording/report.py

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.node.loopback import closed_port, serving
from tests.node.taking import TakingNode
from tests.readers import node_package
from xccviz.cli.commands.record import ALWAYS, OF_NETWORK
from xccviz.cli.main import main

CLIENTS = Path(__file__).parent.parent / "recording"
PY_NEAR = (sys.executable, str(CLIENTS / "py_near_client.py"))
Here = Callable[..., tuple[int, str, str]]
ENDS_WITH = (sys.executable, "-c", "import sys; sys.exit(int(sys.argv[1]))")


@pytest.fixture
def node() -> Iterator[TakingNode]:
    """One that fails inside, then one that works, and so on."""
    taking = TakingNode(poll_seconds=0.01)
    taking.becomes("tutorial-parallel-3-one-panics", "tutorial-batch-ok")
    with serving(taking):
        yield taking


@pytest.fixture
def here(capfd: pytest.CaptureFixture[str]) -> Here:
    """`xccviz record` in this process, as far as its end: status, and what it and its command said."""

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(["record", *arguments])
        return (status, *capfd.readouterr())

    return run


def record(*arguments: str) -> subprocess.Popen[str]:
    """`xccviz record` with these arguments, as a process."""
    return subprocess.Popen(
        (sys.executable, "-m", "xccviz", "record", *arguments),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        stdin=subprocess.DEVNULL,
    )


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=40)
    return process.returncode, out, err


def url_of(process: subprocess.Popen[str]) -> str:
    assert process.stderr is not None
    return process.stderr.readline().split()[2].rstrip(",")


def test_a_run_of_py_near_is_kept_and_told(node: TakingNode, tmp_path: Path, here: Here) -> None:
    junit, folder = tmp_path / "junit.xml", tmp_path / "runs"
    page = tmp_path / "runs.html"
    files = ("-o", str(folder), "--junit", str(junit), "--html", str(page))
    arguments = ("--rpc", node.url, *files, "--fail-on", "hidden_failure")
    status, out, err = here(*arguments, "--", *PY_NEAR, "2")
    assert status == 1, err
    assert [
        line.removeprefix("client: ") for line in out.splitlines() if line.startswith("client")
    ] == node.sent
    told = {line[:3]: line for line in out.splitlines() if line[:3].isdigit()}
    assert node.sent[0] in told["001"]
    assert "caller.near.multiple_contracts" in told["001"]
    assert "1 failed: bravo.near.get_value" in told["001"]
    assert "Succeeded." in told["002"]
    assert sorted(path.name for path in folder.iterdir()) == [
        f"00{n}-{hash}.xcc.json" for n, hash in enumerate(node.sent, 1)
    ]
    suite = ET.parse(junit).getroot()
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("2", "1", "0")
    assert [case.find("failure") is not None for case in suite.iter("testcase")] == [True, False]
    assert "--fail-on: 001 hidden_failure" in err
    text = page.read_text()
    assert text.index(node.sent[0]) < text.index(node.sent[1])  # the one with a failure first
    assert text.count("<svg") >= 2


@pytest.mark.skipif(
    shutil.which("node") is None or "XCCVIZ_NODE_MODULES" not in os.environ,
    reason="node, and XCCVIZ_NODE_MODULES with near-api-js and @near-js/jsonrpc-client, are not here",
)
def test_a_run_of_near_api_js_is_kept_and_told(node: TakingNode, tmp_path: Path, here: Here) -> None:
    (tmp_path / "node_modules").symlink_to(os.environ["XCCVIZ_NODE_MODULES"])
    client = shutil.copy(CLIENTS / "near_api_js_client.mjs", tmp_path)
    status, out, err = here("--rpc", node.url, "-o", str(tmp_path / "runs"), "--", "node", client, "2")
    assert status == 0, err
    assert "chain: localnet" in out
    assert len(list((tmp_path / "runs").iterdir())) == 2


def test_a_run_of_near_workspaces_as_the_page_has_it_is_kept_and_told(
    node: TakingNode, tmp_path: Path, here: Here, repo_root: Path
) -> None:
    package = node_package("near-workspaces")
    own = package / "node_modules" / "near-api-js"
    modules = tmp_path / "node_modules"
    modules.mkdir()
    (modules / "near-workspaces").symlink_to(package)
    (modules / "near-api-js").symlink_to(own if own.is_dir() else package.parent / "near-api-js")
    page = (repo_root / "docs" / "record.md").read_text(encoding="utf-8").partition("(JavaScript)\n")[2]
    shown = page.partition("```javascript\n")[2].partition("```")[0]
    key = 'const secretKey = KeyPair.fromRandom("ed25519").toString();\n'
    client = tmp_path / "client.mjs"
    client.write_text(shown.replace("const worker", key + "const worker") + "console.log(done.succeeded);\n")
    status, out, err = here("--rpc", node.url, "-o", str(tmp_path / "runs"), "--", "node", str(client))
    assert status == 0, err
    assert "true\n" in out
    assert [path.name for path in (tmp_path / "runs").iterdir()] == [f"001-{node.sent[0]}.xcc.json"]


def test_the_status_is_that_of_the_command(node: TakingNode, tmp_path: Path, here: Here) -> None:
    for status in (0, 3):
        page = tmp_path / f"{status}.html"
        files = ("-o", str(tmp_path), "--html", str(page))
        found, _, err = here("--rpc", node.url, *files, "--", *ENDS_WITH, str(status))
        assert found == status
        nothing = "Nothing was asked through it: does what you ran read XCCVIZ_RECORD_URL, NEAR_RPC_URL?"
        assert nothing in err
        assert nothing in page.read_text(encoding="utf-8")


ASKS = """
import os, urllib.error, urllib.request
try:
    urllib.request.urlopen(urllib.request.Request(os.environ["NEAR_RPC_URL"], b'{"method":"status","id":1}',
        {"Content-Type": "application/json"})).read()
except urllib.error.HTTPError as error:
    print(error.read().decode())
"""


def test_questions_that_send_nothing_and_a_node_that_is_not_there_are_told(
    node: TakingNode, tmp_path: Path, here: Here
) -> None:
    asks, gone = ("--", sys.executable, "-c", ASKS), closed_port()
    _, _, err = here("--rpc", node.url, "-o", str(tmp_path), *asks)
    assert "1 question went through, and none sent a transaction." in err
    _, out, err = here("--rpc", gone, "-o", str(tmp_path), *asks)
    assert f"could not reach {gone}" in out
    assert f"Nothing was recorded: {gone} could not be reached for the 1 question that came: " in err
    assert "--fail-on" not in err
    status, _, err = here("--rpc", gone, "-o", str(tmp_path), "--fail-on", "failure", *asks)
    assert status == 0 and "So --fail-on had nothing to look at: that it did not fail says nothing." in err


def test_a_failure_of_the_command_stands_before_ours(node: TakingNode, tmp_path: Path, here: Here) -> None:
    arguments = ("--rpc", node.url, "-o", str(tmp_path), "--fail-on", "hidden_failure", "--")
    assert here(*arguments, *PY_NEAR, "1", "5")[0] == 5


def test_what_a_signal_ends_has_the_status_that_shells_give_it(
    node: TakingNode, tmp_path: Path, here: Here
) -> None:
    suicide = (sys.executable, "-c", "import os, signal; os.kill(os.getpid(), signal.SIGTERM)")
    assert here("--rpc", node.url, "-o", str(tmp_path), "--", *suicide)[0] == 128 + signal.SIGTERM


def test_the_command_finds_the_address_where_tools_look(node: TakingNode, tmp_path: Path, here: Here) -> None:
    say = (sys.executable, "-c", "import os, json; print(json.dumps(dict(os.environ)))")
    _, out, err = here("--rpc", node.url, "--network", "testnet", "-o", str(tmp_path), "--", *say)
    environ = json.loads(out)
    url = err.split()[2].rstrip(",")
    assert {environ.get(name) for name in (*ALWAYS, *OF_NETWORK["testnet"])} == {url}
    assert not set(OF_NETWORK["mainnet"]) & environ.keys()


def test_a_command_may_have_options_of_its_own(node: TakingNode, tmp_path: Path, here: Here) -> None:
    say = (sys.executable, "-c", "import sys; print(sys.argv[1:])", "-v", "--rpc", "x", "--", "-o")
    status, out, _ = here("--rpc", node.url, "-o", str(tmp_path), "--", *say)
    assert (status, out.strip()) == (0, "['-v', '--rpc', 'x', '--', '-o']")


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("--", "no-such-program-here"), 2, "can't run 'no-such-program-here'"),
        (("--listen", "0.0.0.0:3031", "--", "true"), 2, "this machine only"),
        (("--fail-on", "nonsense", "--", "true"), 2, "does not know 'nonsense'"),
        (("--offline", "--", "true"), 2, "--offline forbids"),
        (("--rpc", "ftp://x", "--", "true"), 2, "http://"),
        (("-o", "/proc/nowhere", "--", "true"), 7, "cannot keep captures in"),
    ],
)
def test_what_can_not_be_is_told_before_anything_runs(
    arguments: tuple[str, ...],
    status: int,
    said: str,
    tmp_path: Path,
    here: Here,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    found, _, err = here(*arguments)
    assert (found, said in err) == (status, True), err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for another process")
def test_without_a_command_it_runs_until_ctrl_c(node: TakingNode, tmp_path: Path) -> None:
    process = record("--rpc", node.url, "-o", str(tmp_path / "runs"))
    ended_client = subprocess.run(
        (*PY_NEAR, "1"), env={**os.environ, "NEAR_RPC_URL": url_of(process)}, timeout=60, check=False
    )
    assert ended_client.returncode == 0
    process.send_signal(signal.SIGINT)
    status, out, _ = ended(process)
    assert status == 0
    assert node.sent[0] in out
    assert len(list((tmp_path / "runs").iterdir())) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for another process")
def test_ctrl_c_reaches_the_command_and_a_second_one_ends_at_once(node: TakingNode, tmp_path: Path) -> None:
    node.running = 1_000_000
    stubborn = (
        "import signal, subprocess, sys, time; subprocess.run(sys.argv[1:], stdout=sys.stderr);"
        "signal.signal(signal.SIGINT, lambda *_: print('told', flush=True));"
        "print('ready', flush=True); time.sleep(50); time.sleep(50)"
    )
    command = (sys.executable, "-c", stubborn, *PY_NEAR, "1")
    process = record("--rpc", node.url, "-o", str(tmp_path), "--", *command)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.send_signal(signal.SIGINT)
    assert process.stdout.readline() == "told\n"
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)  # though what was sent is not final
    assert process.returncode == 130


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for another process")
def test_captures_stay_whole_whenever_it_is_stopped(node: TakingNode, tmp_path: Path) -> None:
    node.running = 1_000_000
    process = record("--rpc", node.url, "-o", str(tmp_path / "runs"))
    url = url_of(process)
    subprocess.run((*PY_NEAR, "2"), env={**os.environ, "NEAR_RPC_URL": url}, timeout=60, check=True)
    while len(list((tmp_path / "runs").glob("*.xcc.json"))) < 2:
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    assert process.stderr is not None
    assert process.stderr.readline() == "waiting for 2 transactions to be final; Ctrl+C ends at once\n"
    process.send_signal(signal.SIGINT)
    assert ended(process)[0] == 130
    left = sorted((tmp_path / "runs").iterdir())
    assert len(left) == 2
    for path in left:
        json.loads(path.read_text())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM for another process")
def test_what_asks_us_to_end_asks_the_command_the_same(node: TakingNode, tmp_path: Path) -> None:
    careful = (
        "import signal, sys, time; signal.signal(signal.SIGTERM, lambda *_: sys.exit(6));"
        "print('ready', flush=True); time.sleep(50)"
    )
    process = record("--rpc", node.url, "-o", str(tmp_path), "--", sys.executable, "-c", careful)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.send_signal(signal.SIGTERM)
    assert ended(process)[0] == 6


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for another process")
def test_when_the_command_has_ended_one_ctrl_c_is_enough(node: TakingNode, tmp_path: Path) -> None:
    node.running = 1_000_000
    process = record("--rpc", node.url, "-o", str(tmp_path), "--timeout", "30", "--", *PY_NEAR, "1")
    assert process.stderr is not None
    while not process.stderr.readline().endswith("Ctrl+C ends at once\n"):
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == 130
    ended(process)


@pytest.mark.parametrize(
    ("html", "junit", "said"),
    [
        (".", None, "it is a directory"),
        ("missing/runs.html", None, "there is no folder"),
        (None, "missing/runs.xml", "there is no folder"),
        ("runs.html", "./runs.html", "--html is written there"),
    ],
)
def test_where_nothing_can_be_written_is_told_before_anything_runs(
    tmp_path: Path,
    here: Here,
    html: str | None,
    junit: str | None,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    files = [f"--{name}={path}" for name, path in (("html", html), ("junit", junit)) if path is not None]
    status, _, err = here(*files, "--", *ENDS_WITH, "0")
    assert (status, said in err, "recording at" in err) == (7, True, False), err


def test_the_xml_is_written_though_the_page_can_not_be(node: TakingNode, tmp_path: Path, here: Here) -> None:
    page, xml = tmp_path / "page", tmp_path / "runs.xml"
    makes = (sys.executable, "-c", "import os, sys; os.mkdir(sys.argv[1])", str(page))
    status, _, err = here(
        "--rpc", node.url, "-o", str(tmp_path / "runs"), f"--html={page}", f"--junit={xml}", "--", *makes
    )
    assert (status, "it is a directory" in err, xml.exists()) == (7, True, True), err
