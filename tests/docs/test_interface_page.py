"""docs/interface.md says what is built: commands, options, formats, views, findings."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

from xccviz.analysis.findings import CODES, RULES
from xccviz.cli.main import COMMANDS, build_parser
from xccviz.cli.views import VIEWS as TEXT_VIEWS
from xccviz.export import EXPORTERS
from xccviz.export.spans import DETAILS

PAGE = (Path(__file__).resolve().parent.parent.parent / "docs" / "interface.md").read_text(encoding="utf-8")
ELSEWHERE = {"-h", "--help", "--version", "-q", "--quiet", "-v", "--verbose"}
"""Options that the page has as common ones, in their short form, or not at all."""


def section(number: int) -> str:
    """The text of one numbered section."""
    return re.split(rf"^## {number}\. ", PAGE, flags=re.MULTILINE)[1].split("\n## ")[0]


def parsers() -> dict[str, argparse.ArgumentParser]:
    """Each command's own parser, by name."""
    (commands,) = (a for a in build_parser()._actions if isinstance(a, argparse._SubParsersAction))
    return dict(commands.choices)


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_stands_there_with_its_options(name: str) -> None:
    text = section(2)
    assert re.search(rf"`xccviz \[?{name}\b", text)
    for action in parsers()[name]._actions:
        longest = max(action.option_strings, key=len, default="")
        names = set(action.option_strings) - ELSEWHERE
        assert not names or any(option in text for option in names), longest


def test_no_command_or_option_stands_there_that_is_not_built() -> None:
    text = section(2)
    built = {option for parser in parsers().values() for a in parser._actions for option in a.option_strings}
    assert set(re.findall(r"--[a-z][a-z-]+", text)) <= built | {"--version"}
    assert set(re.findall(r"`xccviz ([a-z][a-z-]+)", text)) <= set(COMMANDS)


def test_the_formats_are_those_of_the_registry() -> None:
    listed = section(5).partition("`--view`")[0]
    assert set(re.findall(r"`(\w[\w-]*)`", listed)) == {exporter.name for exporter in EXPORTERS}


def test_the_facts_of_traces_are_those_that_are_written() -> None:
    (listed,) = (line for line in section(5).splitlines() if line.startswith("What traces say"))
    assert re.findall(r"`([a-z._]+)`", listed.partition("strings): ")[2])[:-1] == list(DETAILS)


def test_the_findings_are_those_of_the_rules() -> None:
    listed = section(4).partition("Findings, by code and severity:\n\n")[2].partition("\n\n")[0]
    said = dict(re.findall(r"^- (\w+): (error|warning|info)", listed, flags=re.M))
    assert set(said) == set(CODES)
    assert {rule.code: rule.severity for rule in RULES}.items() <= said.items()


def test_the_views_are_those_of_the_registries() -> None:
    row = next(line for line in section(2).splitlines() if line.startswith("| `xccviz show"))
    listed = re.search(r"--view ([\w\\|]+)", row)
    assert listed is not None
    assert set(listed[1].split("\\|")) == {*TEXT_VIEWS, "all"}
