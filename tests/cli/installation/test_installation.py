"""`xccviz self-test` finds what is broken, and says of what may be missing that it is."""

# covers: xccviz/cli/installation/answers.py, xccviz/cli/installation/files.py, xccviz/cli/installation/work.py
# covers: xccviz/cli/installation/extras.py, xccviz/cli/commands/self_test.py

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from xccviz.cli import installation
from xccviz.cli.commands import self_test
from xccviz.cli.installation import CHECKS, Check, extras, files, work
from xccviz.cli.installation.answers import NotHere
from xccviz.cli.main import main
from xccviz.settings.themes import DARK, palettes
from xccviz.values import replace

BROKEN = {
    "fonts": (files, "read_bytes", lambda *parts: b"<html>", ValueError),
    "icon": (files, "read_text", lambda *parts: "<html/>", ValueError),
    "schemas": (files, "read_text", lambda *parts: "{}", ValueError),
    "themes": (files, "palettes", dict, ValueError),
    "languages": (work, "_help_in", lambda language, environ: "usage", ValueError),
    "samples": (work, "list_samples", tuple, ValueError),
    "exports": (
        work,
        "EXPORTERS",
        [replace(work.EXPORTERS[0], run=lambda document, options: b"")],
        ValueError,
    ),
}
"""Name of a check → what is broken for it, and what it raises."""


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[Check]:
    """The checks that `self-test` makes, to be filled."""
    made: list[Check] = []
    monkeypatch.setattr(self_test, "CHECKS", made)
    return made


def failing(environ: object) -> str:
    raise ValueError("it is bent")


def missing(environ: object) -> str:
    raise NotHere("not installed", "get it")


def test_a_line_each_and_the_status_says_whether_all_is_well(
    checks: list[Check], capsys: pytest.CaptureFixture[str]
) -> None:
    checks += [Check("one", lambda environ: "fine"), Check("two", missing)]
    assert main(["self-test"]) == 0
    assert capsys.readouterr().out == "✓ one: fine\n○ two: not installed\n    get it\n"
    checks += [Check("three", failing)]
    assert main(["self-test"]) == 1
    assert "✗ three: ValueError: it is bent\n" in capsys.readouterr().out
    checks[2:] = [Check("three", failing, needed=True), Check("four", lambda environ: "fine")]
    assert main(["self-test"]) == 1
    assert "four" not in capsys.readouterr().out


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (check,) = [check for check in CHECKS if check.name == name]
    module, attribute, value, error = BROKEN[name]
    monkeypatch.setattr(module, attribute, value)
    with pytest.raises(error):
        check.run({})


def test_every_extra_has_a_check(repo_root: Path) -> None:
    project = tomllib.loads((repo_root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {f"extra {name}" for name in project["optional-dependencies"] if name not in ("dev", "docs")}
    assert {check.name for check in installation.CHECKS if check.name.startswith("extra ")} == wanted


def test_an_extra_that_is_not_there_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotHere) as missing:
        extras._loaded("abi", "no_such_package.part")
    assert missing.value.hint.endswith(" install zstandard")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    with pytest.raises(NotHere) as missing:
        extras._loaded("abi", "no_such_package")
    assert (missing.value.words, missing.value.hint) == ("not in this bundle", "")


def test_an_extra_that_does_not_work_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    class Packer:
        def compress(self, data: bytes) -> bytes:
            return data

        def decompress(self, data: bytes) -> bytes:
            return data[:-1]

    class Zstandard:
        ZstdCompressor = ZstdDecompressor = Packer

    monkeypatch.setattr(extras, "_loaded", lambda *names: [Zstandard])
    with pytest.raises(ValueError):
        extras.abi({})


def test_a_system_without_a_keyring_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def ring(module: str) -> Any:
        store = type("Store", (), {"__module__": module, "name": "a store"})
        return [type("Keyring", (), {"get_keyring": staticmethod(store)})]

    monkeypatch.setattr(extras, "_loaded", lambda *names: ring("keyring.backends.fail"))
    assert extras.keyring({}).endswith("no keyring here")
    monkeypatch.setattr(extras, "_loaded", lambda *names: ring("keyring.backends.other"))
    assert extras.keyring({}) == "keys are looked for in a store as xccviz"


def test_the_smallest_contract_runs() -> None:
    pytest.importorskip("wasmtime", reason="needs the extra replay")
    assert extras.replay({}) == "a contract was run"


def test_a_picture_in_other_colours_is_no_picture_of_the_window() -> None:
    dark = palettes()[DARK]
    ends = {dark["ok"].upper(): 1, dark["bad"].upper(): 1}
    work.check_colours(Counter({dark["bg"].upper(): 50, "#123456": 48, **ends}), dark)
    for wrong in (
        {"#000000": 98, **ends},
        {dark["bg"].upper(): 100},
        {dark["bg"].upper(): 99, **dict([*ends.items()][:1])},
    ):
        with pytest.raises(ValueError):
            work.check_colours(Counter(wrong), dark)


def test_a_window_that_is_not_drawn_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    said = "ImportError: libEGL.so.1: cannot open shared object file: No such file or directory"

    def run(*args: Any, **options: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(args, 70, "", said)

    monkeypatch.setattr(work.subprocess, "run", run)
    monkeypatch.setattr(work, "missing_libraries", tuple)
    with pytest.raises(ValueError, match=r"libEGL\.so\.1; on Debian or Ubuntu: sudo apt-get install libegl1"):
        work.window({})


def test_a_frozen_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert work._this_program() == [sys.executable]
