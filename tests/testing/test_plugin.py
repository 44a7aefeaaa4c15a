"""The pytest plugin at work, in test runs of their own: what reports of failed tests say, and what they leave."""

# covers: xccviz/testing/recorder.py, xccviz/testing/reports.py, xccviz/testing/endpoint.py
# covers: xccviz/testing/waiting.py

from __future__ import annotations

import base64
import json
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

import xccviz
from tests.node.loopback import serving
from tests.node.taking import TakingNode
from tests.recording.test_noticing import written
from xccviz.opening import follow
from xccviz.testing import reports
from xccviz.testing.recorder import LONGEST, Recorder, file_stem

pytest_plugins = ["pytester"]
PANICS, FINE = "tutorial-parallel-3-one-panics", "tutorial-batch-ok"
DATA = Path(__file__).parent.parent / "data" / "node"
FAILED = "✗ bravo.near.get_value: panicked: no value today"
TITLE = "Succeeded, but bravo.near.get_value panicked: no value today."


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Test runs with this plugin and no other, as quick as they can be."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")


@pytest.fixture
def node() -> Iterator[TakingNode]:
    """One that takes transactions: the first fails inside, the next works, and so on."""
    taking = TakingNode(poll_seconds=0.01)
    taking.becomes(PANICS, FINE)
    with serving(taking):
        yield taking


def run(pytester: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    """A test run with the plugin."""
    return pytester.runpytest_subprocess("-p", "xccviz.testing", *arguments, timeout=110)


def left(folder: Path) -> list[str]:
    """What lies in a folder."""
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


@pytest.mark.usefixtures("bare")
def test_a_failed_test_tells_of_its_transactions(pytester: pytest.Pytester, repo_root: Path) -> None:
    answer = DATA / PANICS / "tx_status.json"
    pytester.makepyfile(
        test_pay=f"""
        import json, pathlib, pytest, xccviz
        answer = json.loads(pathlib.Path({str(answer)!r}).read_text())

        @pytest.mark.parametrize("way", ["dict", "file", "open"])
        def test_fails(near_transactions, way):
            given = {{"dict": answer, "file": {str(answer)!r}, "open": xccviz.open(answer)}}[way]
            near_transactions.add(given)
            near_transactions.add(given)
            answer_now = dict(answer)
            assert near_transactions.transactions[0].verdict.code == "success"

        class TestMore:
            def test_passes(self, near_transactions):
                near_transactions.add(answer)
                assert len(near_transactions.transactions) == 1

            def test_of_nothing(self, near_transactions):
                assert False

            @pytest.mark.xfail
            def test_is_meant_to(self, near_transactions):
                near_transactions.add(answer)
                assert False

            def test_of_what_is_none(self, near_transactions):
                near_transactions.add("no\\x1b[31m hash")
                near_transactions.add({{"a": 1}})
                with pytest.raises(xccviz.MalformedData):
                    near_transactions.add({{"a": {{1, 2}}}})
                assert False

        @pytest.fixture
        def ends_badly(near_transactions):
            yield near_transactions
            assert False

        def test_ends_badly(ends_badly):
            ends_badly.add(answer)

        def test_fails_twice(ends_badly):
            ends_badly.add(answer)
            assert False
        """
    )
    (pytester.path / ".xccviz").mkdir()
    for name in (
        "test_pay.py-test_fails-file-009-OLD.svg",
        "test_pay.py-test_fails-file-notes.txt",
        "mine.svg",
    ):
        (pytester.path / ".xccviz" / name).touch()
    result = run(pytester)
    result.assert_outcomes(passed=2, failed=6, xfailed=1, errors=2)
    said = result.stdout.str()
    sections = re.findall(r"-+ NEAR transactions -+\n(.*?)(?=\n[-_=]{5})", said, flags=re.S)
    assert len(sections) == 6
    assert sum(TITLE in section and FAILED in section for section in sections) == 5
    assert all(section.count(TITLE) <= 1 for section in sections)
    refused = next(section for section in sections if TITLE not in section)
    assert "\x1b" not in refused and "no⟨U+001B⟩[31m hash: " in refused and "a document: " in refused
    hash = json.loads(answer.read_text(encoding="utf-8"))["result"]["transaction"]["hash"]
    names = [
        *(f"test_pay.py-test_fails-{way}-001-{hash}" for way in ("dict", "file", "open")),
        *(f"test_pay.py-{test}-001-{hash}" for test in ("test_ends_badly", "test_fails_twice")),
    ]
    there = left(pytester.path / ".xccviz")
    kept = ["mine.svg", "test_pay.py-test_fails-file-notes.txt"]
    assert there == sorted([*kept, *(f"{name}.{ending}" for name in names for ending in ("svg", "xcc.json"))])
    for ending in ("xcc.json", "svg"):
        assert f"\n  .xccviz/{names[0]}.{ending}\n" in said.replace("\\", "/"), "can be pasted as it stands"
    opened = xccviz.open(pytester.path / ".xccviz" / f"{names[0]}.xcc.json", offline=True)
    assert opened.hash == hash and opened.complete
    assert (pytester.path / ".xccviz" / f"{names[0]}.svg").read_bytes() == opened.export("svg")


@pytest.mark.usefixtures("bare")
def test_what_is_sent_through_the_url_belongs_to_the_test_that_ran(
    pytester: pytest.Pytester, node: TakingNode
) -> None:
    sends = []
    for number in range(3):
        body, signature = written("alice.near", 0, number.to_bytes(4, "little"), 0)
        sends.append(base64.b64encode(body + signature).decode())
    pytester.makepyfile(
        f"""
        import json, urllib.request
        SENDS, urls = {sends!r}, []

        def ask(url, method, params):
            body = json.dumps({{"jsonrpc": "2.0", "id": 1, "method": method, "params": params}}).encode()
            request = urllib.request.Request(url, body, {{"Content-Type": "application/json"}})
            return json.load(urllib.request.urlopen(request))["result"]

        def test_one(near_transactions):
            urls.append(near_transactions.url)
            ask(urls[0], "broadcast_tx_async", [SENDS[0]])
            assert False

        def test_two(near_transactions):
            assert near_transactions.transactions == ()
            ask(urls[0], "broadcast_tx_commit", [SENDS[1]])
            assert near_transactions.url == urls[0]
            (sent,) = near_transactions.transactions
            assert sent.verdict.code == "success" and sent.check(no_failure=True)

        def test_three(near_transactions):
            hash = ask(near_transactions.url, "broadcast_tx_async", [SENDS[2]])
            near_transactions.add(hash + ":alice.near")
            near_transactions.add("11111111111111111111111111111111")
            assert False

        def test_four(near_transactions):
            near_transactions.add(ask({node.url!r}, "broadcast_tx_async", [SENDS[0]]))
            assert False
        """
    )
    result = run(pytester, "--near-rpc", node.url, "--near-dir", "kept/here", "-p", "no:cacheprovider")
    result.assert_outcomes(passed=1, failed=3)
    name = "test_what_is_sent_through_the_url_belongs_to_the_test_that_ran.py"
    there = [entry for entry in left(pytester.path / "kept" / "here") if entry.endswith(".xcc.json")]
    ends = [re.fullmatch(rf"{name}-(\w+)-(\d\d\d)-(\w+)\.xcc\.json", entry) for entry in there]
    assert sorted(found.groups() for found in ends if found) == [
        ("test_four", "001", node.sent[0]), ("test_one", "001", node.sent[0]), ("test_three", "001", node.sent[2]),
    ]  # fmt: skip
    assert len(ends) == 3 and len(node.sent) == 3
    said = result.stdout.str()
    assert said.count(TITLE) == 3 and "11111111111111111111111111111111: " in said


@pytest.mark.usefixtures("bare")
def test_it_costs_nothing_until_it_is_asked_for(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import sys

        def test_nothing_is_loaded():
            loaded = sorted(name for name in sys.modules if name.partition(".")[0] in ("xccviz", "aiohttp", "PySide6"))
            assert loaded == ["xccviz", "xccviz.testing", "xccviz.testing.recorder"]

        def test_nor_by_a_fixture_that_nothing_is_asked_of(near_transactions):
            near_transactions.add("11111111111111111111111111111111")
            test_nothing_is_loaded()
        """
    )
    run(pytester, "-W", "error").assert_outcomes(passed=2)
    assert not (pytester.path / ".xccviz").exists()


@pytest.mark.usefixtures("bare")
def test_troubles_of_the_plugin_are_told_and_hide_nothing(pytester: pytest.Pytester) -> None:
    (pytester.path / "taken").touch()
    pytester.makepyfile(
        f"""
        import xccviz, pytest

        def test_fails(near_transactions):
            near_transactions.add({str(DATA / FINE / "tx_status.json")!r})
            assert 1 == 2

        def test_has_no_node(near_transactions):
            with pytest.raises(xccviz.UsageError):
                near_transactions.url
        """
    )
    result = run(pytester, "--near-dir", "taken", "--near-rpc", "nonsense")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*assert 1 == 2*", "*✓ caller.near*", "*taken*"])


@pytest.mark.usefixtures("bare")
def test_a_node_that_is_not_there_is_told(pytester: pytest.Pytester) -> None:
    """Of each test that asked it, by whichever client, and of no other."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{free.getsockname()[1]}"
    pytester.makepyfile(
        """
        import urllib.request
        urls = []

        def ask():
            urllib.request.urlopen(urllib.request.Request(urls[0], b'{"method": "status"}'))

        def test_asks(near_transactions):
            urls.append(near_transactions.url)
            ask()

        def test_asks_nothing(near_transactions):
            assert near_transactions.url == "else"

        def test_asks_as_the_first_did(near_transactions):
            for _ in range(2):
                try:
                    ask()
                except OSError:
                    pass
            assert False
        """
    )
    result = run(pytester, "--near-rpc", nobody)
    result.assert_outcomes(failed=3)
    said = result.stdout.str()
    sections = re.findall(r"-+ NEAR transactions -+\n(.*?)(?=\n[-_=]{5})", said, flags=re.S)
    assert len(sections) == 2
    for section, lost in zip(sections, ("1 question", "2 questions"), strict=True):
        assert section.startswith(f"? {lost} could not be passed on to {nobody}: ")
        assert "--near-rpc" in section


@pytest.mark.usefixtures("bare")
def test_what_a_client_of_an_earlier_test_sends_belongs_to_the_test_that_runs(
    pytester: pytest.Pytester, node: TakingNode
) -> None:
    body, signature = written("alice.near", 0, b"once", 0)
    send = base64.b64encode(body + signature).decode()
    pytester.makepyfile(
        f"""
        import json, urllib.request
        urls = []

        def test_one(near_transactions):
            urls.append(near_transactions.url)

        def test_two(near_transactions):
            question = {{"jsonrpc": "2.0", "id": 1, "method": "broadcast_tx_async", "params": [{send!r}]}}
            headers = {{"Content-Type": "application/json"}}
            request = urllib.request.Request(urls[0], json.dumps(question).encode(), headers)
            urllib.request.urlopen(request).read()
            assert len(near_transactions.transactions) == 1
        """
    )
    run(pytester, "--near-rpc", node.url).assert_outcomes(passed=2)


def test_a_hash_that_still_runs_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, node: TakingNode
) -> None:
    monkeypatch.setattr(follow, "POLL_SECONDS", (0.01, 0.01))
    hash = node.add_states(DATA / FINE)
    running = [each for each in node.transactions[hash] if each.get("final_execution_status") != "FINAL"]
    recorder = Recorder("test_a.py::test_b", tmp_path, node.url, pytest.fail, None)
    recorder.add(hash)
    (found,) = recorder.transactions
    assert found.verdict.code == "success" and recorder.transactions == (found,)
    node.transactions[hash] = [each for each in running if "transaction" in each][:1]
    monkeypatch.setattr("xccviz.testing.recorder.PATIENCE", 0.5)
    late = Recorder("test_a.py::test_c", tmp_path, node.url, pytest.fail, None)
    late.add(hash)
    assert late.transactions[0].verdict.code == "pending"


def test_of_very_many_those_that_failed_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recorder = Recorder("test_a.py::test_b", tmp_path, None, pytest.fail, None)
    for name in (FINE, "delegate-inner-fails", PANICS):
        recorder.add(DATA / name / "tx_status.json")
    monkeypatch.setattr(reports, "MOST", 1)
    said = reports.report_of(recorder)
    assert said.splitlines()[-1] == "and 2 transactions more" and "✓" not in said
    assert len(left(tmp_path)) == 2 and all("-002-" in name for name in left(tmp_path))


def test_files_are_named_after_tests() -> None:
    assert file_stem("tests/test_a.py::TestB::test_c[x-1]") == "tests-test_a.py-TestB-test_c-x-1"
    odd = {file_stem(f"tests/test_a.py::test_c[{text}]") for text in ("é", "è", "a b", "a\tb", "..", "")}
    assert len(odd) == 6
    long = {file_stem(f"test_a.py::test_c[{'x' * 300}{n}]") for n in range(3)}
    assert len(long) == 3 and all(len(name) <= LONGEST + 9 for name in long)
    for name in odd | long | {file_stem("::"), file_stem("../../etc::x")}:
        assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.-]*", name), name


def test_the_package_declares_it(repo_root: Path) -> None:
    assert '[project.entry-points.pytest11]\nxccviz = "xccviz.testing"' in (
        repo_root / "pyproject.toml"
    ).read_text("utf-8")


@pytest.mark.usefixtures("bare")
def test_the_page_says_what_is_told(pytester: pytest.Pytester, repo_root: Path) -> None:
    page = (repo_root / "docs" / "pytest.md").read_text(encoding="utf-8")
    (source,) = re.findall(r"^```python\n(.*?)^```$", page, flags=re.M | re.S)
    (told,) = re.findall(r"^```\n(.*?)^```$", page, flags=re.M | re.S)
    pytester.makepyfile(test_page=source)
    result = run(pytester)
    result.assert_outcomes(failed=1)
    assert told in result.stdout.str().replace("\\", "/") + "\n"
    assert {"--near-rpc", "--near-dir"} <= set(re.findall(r"--near-\w+", page))


@pytest.mark.parametrize("wrong", [3, None, 1.5, object(), ["a hash"]])
def test_what_is_no_transaction_is_told_where_it_is_added(wrong: object, tmp_path: Path) -> None:
    recorder = Recorder("test_a.py::test_b", tmp_path, None, pytest.fail, None)
    with pytest.raises(xccviz.UsageError):
        recorder.add(wrong)  # type: ignore[arg-type]
    assert recorder.added == ()
