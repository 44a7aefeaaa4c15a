"""Commands in the documents are ones that there are, and print what stands below them."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from xccviz.cli.main import COMMANDS, command_parser, main
from xccviz.opening.sandboxes import is_installed

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = sorted(path for folder in (ROOT, ROOT / "docs") for path in folder.glob("*.md"))
ELSEWHERE = {"CONTRIBUTING.md", "CHANGELOG.md"}
"""Pages whose commands run on a changed copy, or were right when they were written."""
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", flags=re.M | re.S)
PLACEHOLDER = re.compile(r"<|\$|…|\.\.\.")
QUICK = {"show", "find", "check", "diff", "samples", "exporters", "explain", "networks", "replay"}
"""Commands that ask nobody and write nothing but what they print."""


def commands() -> Iterator[tuple[str, str]]:
    """(page, command line) of each line of a fenced block that calls xccviz."""
    for page in PAGES:
        if page.name in ELSEWHERE:
            continue
        for language, body in BLOCK.findall(page.read_text(encoding="utf-8")):
            if language in ("", "console", "sh", "bash", "yaml"):
                for line in body.replace("\\\n", " ").splitlines():
                    found = re.match(r"(?:\$ |.*run: )?(xccviz .*?)(?:\s+#.*)?$", line)
                    if found is not None and not PLACEHOLDER.search(found[1]):
                        yield page.name, found[1]


def sessions() -> Iterator[tuple[str, str, str]]:
    """(page, command line, what it prints) of each `console` block."""
    for page in PAGES:
        if page.name in ELSEWHERE:
            continue
        for language, body in BLOCK.findall(page.read_text(encoding="utf-8")):
            if language == "console":
                for command, said in re.findall(r"^\$ (xccviz .*)\n((?:(?!\$ ).*\n)*)", body, flags=re.M):
                    yield page.name, command, said


def test_every_command_is_one_that_there_is() -> None:
    found = list(commands())
    assert len(found) > 12
    for page, line in found:
        words = shlex.split(line)[1:]
        name = words.pop(0) if words[0] in COMMANDS else "gui"
        if "--" in words:
            words = words[: words.index("--")]
        try:
            command_parser(name).parse_args(words)
        except (Exception, SystemExit) as error:
            pytest.fail(f"{page}: {line}: {error}")


def test_what_is_shown_is_what_is_printed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    found = list(sessions())
    assert len({page for page, _, _ in found}) >= 3
    for page, command, said in found:
        words = shlex.split(command)[1:]
        assert words[0] in QUICK, f"{page}: {command} is not run"
        if words[0] == "replay" and not is_installed():  # the extra that runs calls
            continue
        assert main(words) in (0, 1)
        printed = capsys.readouterr().out
        at = 0
        for part in re.split(r"^…\n", said, flags=re.M):
            assert part in printed[at:], f"{page}: {command} prints\n{printed}"
            at = printed.index(part, at) + len(part)
