"""Exit statuses, the style of errors, and where output goes (interface.md §2)."""

# covers: xccviz/__main__.py, xccviz/cli/commands/export.py, xccviz/cli/commands/exporters.py
# covers: xccviz/cli/commands/fetch.py, xccviz/cli/commands/samples.py, xccviz/cli/commands/self_test.py
# covers: xccviz/cli/context.py, xccviz/export/capture.py

from __future__ import annotations

import gzip
import io
import json
import lzma
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO

import pytest

from xccviz import __main__ as module_entry
from xccviz.cli import main as main_module
from xccviz.cli.context import Context
from xccviz.cli.main import COMMANDS, main
from xccviz.screen import DisplayProbe

SAMPLE = "sample:tutorial-parallel-3-one-panics"
UNKNOWN_HASH = "5FtqXsWwpJFLYEd1Xx3VyQoXe8eQ9qZkWLNkbKpPwWgU"


def run(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    """Status, standard output and standard error of one command."""
    status = main(list(argv))
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def assert_tidy(err: str) -> None:
    """One or two lines: what happened, what to do."""
    lines = err.rstrip("\n").split("\n")
    assert 1 <= len(lines) <= 2
    assert lines[0].startswith("xccviz: ") and len(lines[0]) > len("xccviz: ")
    assert len(lines) == 1 or lines[1].startswith("  ")
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("argv", "status"),
    [
        (["show", "sample:tutorial-batch-ok"], 0),
        (["show"], 2),
        (["show", "nope"], 2),
        (["show", "sample:nope"], 2),
        (["show", "0x" + "ab" * 32], 2),
        (["show", "/no/such/file.json"], 2),
        (["show", SAMPLE, "--view", "nope"], 2),
        (["show", SAMPLE, "--timeout", "soon"], 2),
        (["show", SAMPLE, "--nonsense"], 2),
        (["show", UNKNOWN_HASH, "--network", "nonet"], 2),
        (["show", UNKNOWN_HASH, "--rpc", "http://127.0.0.1:9", "--timeout", "5"], 4),
        (["show", UNKNOWN_HASH, "--offline"], 4),
        (["show", __file__], 5),
        (["show", '{"hello": 1}'], 5),
        (["export", SAMPLE, "--to", "nope"], 2),
        (["export", SAMPLE, "--to", "json", "--step", "9999"], 2),
        (["export", SAMPLE, "--to", "json", "-o", "/no/such/folder/x.json"], 7),
        (["fetch", SAMPLE], 2),
        (["fetch", SAMPLE, "-o", "/no/such/folder/x.xcc.json"], 7),
        (["fetch", SAMPLE, "-o", "x", "--with", "everything"], 2),
        (["check", SAMPLE, "--no-hidden-failure", "--max-gas", "lots"], 2),
        (["watch", SAMPLE], 0),
        (["gui", "nope"], 2),
        (["nope"], 2),
        (["explain", ""], 2),
    ],
)
def test_exit_status(capsys: pytest.CaptureFixture[str], argv: list[str], status: int) -> None:
    got, out, err = run(capsys, *argv)
    assert got == status
    if status:
        assert out == ""
        assert_tidy(err)


def test_common_options_may_stand_before_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "--network", "testnet", "-q", "show", SAMPLE)
    assert status == 0
    assert out.startswith("! Succeeded")


def test_the_window_is_the_command_when_none_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "xccviz.cli.commands.gui.probe_display", lambda environ: DisplayProbe(False, "no display", "get one")
    )
    for argv in ([], [SAMPLE], ["gui", SAMPLE, SAMPLE, "--step", "3"], ["--network", "mainnet", SAMPLE]):
        status, out, err = run(capsys, *argv)
        assert (status, out) == (7, "")
        assert err == "xccviz: no window can be opened: no display\n  Get one.\n"


def test_a_bug_is_reported_with_a_saved_file_and_no_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(context: Context) -> int:
        raise ZeroDivisionError("ours")

    monkeypatch.setattr("xccviz.cli.commands.samples.run", broken)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    status, _, err = run(capsys, "samples", "--rpc", "https://user:secret@host/v1?key=hidden")
    assert status == 70
    assert_tidy(err)
    found = re.search(r"saved in (\S+);", err)
    assert found is not None
    report = Path(found[1]).read_text()
    assert "ZeroDivisionError: ours" in report
    assert "secret" not in report and "hidden" not in report
    status, _, err = run(capsys, "samples", "-vv")
    assert status == 70 and "Traceback" in err


def test_an_interrupt_ends_with_130(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(context: Context) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("xccviz.cli.commands.samples.run", interrupted)
    assert run(capsys, "samples") == (130, "", "")


def test_v_shows_what_each_endpoint_said(capsys: pytest.CaptureFixture[str]) -> None:
    asked = (
        "show",
        UNKNOWN_HASH,
        "--rpc",
        "http://127.0.0.1:9",
        "--rpc",
        "http://127.0.0.1:10",
        "--timeout",
        "5",
    )
    status, _, err = run(capsys, *asked, "-v")
    assert status == 4
    assert "127.0.0.1:9" in err and "127.0.0.1:10" in err
    assert "Traceback" not in err


def test_hostile_arguments_are_made_visible(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, "show", "\x1b[2J\u202eevil")
    assert status == 2
    assert "\x1b" not in err and "\u202e" not in err


def test_help_and_version_are_not_errors(capsys: pytest.CaptureFixture[str]) -> None:
    for argv in (["--help"], ["--version"], *([name, "--help"] for name in COMMANDS)):
        status, out, err = run(capsys, *argv)
        assert (status, err) == (0, "")
        assert "xccviz" in out


def test_lists_print_something(capsys: pytest.CaptureFixture[str]) -> None:
    for name, word in (("samples", "tutorial-batch-ok"), ("exporters", "svg"), ("networks", "mainnet")):
        status, out, err = run(capsys, name)
        assert (status, err) == (0, "")
        assert word in out


def test_self_test_of_this_checkout(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "self-test")
    assert status == 0
    assert "✗" not in out


@pytest.mark.parametrize(
    ("name", "unpack"), [("x.xcc.json.gz", gzip.decompress), ("x.SVG.XZ", lzma.decompress)]
)
def test_what_a_files_name_calls_packed_is_packed(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes], name: str, unpack: Callable[[bytes], bytes]
) -> None:
    assert main(["export", SAMPLE, "-o", str(tmp_path / name)]) == 0
    capsysbinary.readouterr()
    main(["export", SAMPLE, "--to", "svg" if "SVG" in name else "capture"])
    assert unpack((tmp_path / name).read_bytes()) == capsysbinary.readouterr().out


def test_export_to_a_file_and_to_stdout_are_the_same_bytes(
    capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    target = tmp_path / "graph.json"
    assert main(["export", SAMPLE, "--to", "json", "-o", str(target)]) == 0
    first = capsysbinary.readouterr()
    assert first.out == b""
    assert main(["export", SAMPLE, "--to", "json"]) == 0
    assert capsysbinary.readouterr().out == target.read_bytes()
    assert json.loads(target.read_bytes())["format"] == "xccviz-graph"
    assert list(tmp_path.iterdir()) == [target]


def test_fetch_saves_what_opens_to_the_same_answers(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    target = tmp_path / "saved.xcc.json"
    status, out, err = run(capsys, "fetch", SAMPLE, "-o", str(target))
    assert (status, out) == (0, "")
    assert "saved" in err
    assert run(capsys, "fetch", SAMPLE, "-o", str(target), "-q") == (0, "", "")
    _, _, err = run(capsys, "fetch", SAMPLE, "-o", str(target), "--with", "blocks,config")
    assert "wanted by --with, and not in it: 1 protocol configuration\n" in err
    _, before, _ = run(capsys, "show", SAMPLE, "--view", "all")
    _, after, _ = run(capsys, "show", str(target), "--view", "all")
    assert before == after


def test_standard_input_opens(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    main(["export", SAMPLE, "--to", "capture"])
    data = capsys.readouterr().out.encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    status, out, _ = run(capsys, "show", "-")
    assert status == 0
    assert out.startswith("! Succeeded")


def xccviz(*argv: str, stdout: IO[str]) -> subprocess.CompletedProcess[str]:
    """A real process."""
    environ = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "xccviz", *argv]
    return subprocess.run(
        command, env=environ, stdout=stdout, stderr=subprocess.PIPE, text=True, timeout=60, check=False
    )


@pytest.mark.skipif(os.name == "nt", reason="pipes of the shell")
def test_a_closed_pipe_ends_silently() -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as closed:
        ended = xccviz("show", SAMPLE, "--view", "all", stdout=closed)
    assert ended.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_status_7() -> None:
    with open("/dev/full", "w") as full:
        ended = xccviz("show", SAMPLE, stdout=full)
    assert ended.returncode == 7
    assert_tidy(ended.stderr)


def test_no_command_imports_qt() -> None:
    commands = [
        ["show", SAMPLE, "--view", "all"],
        ["export", SAMPLE, "--to", "json"],
        ["export", SAMPLE, "--to", "svg"],
        ["fetch", SAMPLE, "-o", "-"],
        ["check", SAMPLE, "--json"],
        ["diff", SAMPLE, SAMPLE],
        ["samples"],
        ["exporters"],
        ["networks"],
        ["explain", "Exceeded the prepaid gas."],
        ["show", "nope"],
    ]
    code = (
        "import sys\nfrom xccviz.cli.main import main\n"
        f"for argv in {commands!r}:\n"
        "    main(argv)\n"
        "    heavy = [name for name in ('PySide6', 'shiboken6', 'pyqtgraph') if name in sys.modules]\n"
        "    assert not heavy, (argv, heavy)\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, check=False)
    assert ended.returncode == 0, ended.stderr


def test_what_opens_nothing_looks_for_no_packages() -> None:
    code = (
        "import sys\nfrom xccviz.cli.main import main\n"
        "try:\n    main(['--version'])\nexcept SystemExit:\n    pass\n"
        "main(['samples'])\n"
        "assert 'importlib.metadata' not in sys.modules\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, check=False)
    assert ended.returncode == 0, ended.stderr


def test_what_there_is_to_choose_from_is_shown_without_being_asked_for(
    capsys: pytest.CaptureFixture[str], repo_root: Path
) -> None:
    several = repo_root / "tests" / "data" / "public" / "indexer-two.json"
    status, out, err = run(capsys, "show", str(several))
    assert (status, out) == (2, "")
    hashes = [entry["transaction"]["hash"] for entry in json.loads(several.read_bytes())["transactions"]]
    assert [line.split()[0] for line in err.rstrip("\n").split("\n")[2:]] == hashes


def test_an_interrupt_while_the_program_is_being_loaded_is_silent(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(argv: list[str] | None = None) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(main_module, "main", interrupted)
    assert module_entry.run() == 130
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("value", ["find", "watch", "fial", "help"])
def test_the_value_of_an_option_of_the_window_is_no_command(value: str) -> None:
    from xccviz.cli.main import _command_first

    assert _command_first(["--filter", value, "sample:x"]) == ["gui", "--filter", value, "sample:x"]
