"""Every text is looked up in one catalogue, whole and literal, and a translation changes what people read."""

# covers: xccviz/catalogue.py, xccviz/language.py

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reference.translation import make_messages, speaking, spoken
from tests.screenless import needs_qt
from xccviz import catalogue
from xccviz.catalogue import (
    AUTO,
    LANGUAGES,
    numeral,
    plain_numerals,
    speak,
    tr,
    translated,
    trn,
    typed_numeral,
)
from xccviz.cli.main import main
from xccviz.language import chosen_language

pytestmark = pytest.mark.xdist_group("texts")  # to read all sources takes seconds: once is enough
TERMINAL = """
msgid "Succeeded, but {what}"
msgstr "Gelungen, aber {what}"

msgid "{count} failed call"
msgid_plural "{count} failed calls"
msgstr[0] "{count} Fehlschlag"
msgstr[1] "{count} Fehlschlägen"

msgid "panicked: {message|short}"
msgstr "brach ab: {message|short}"
"""
BROKEN = """
msgid "waited {blocks}"
msgstr "wartete {nothing}"
"""
MARKED = """
import argparse, gettext
from xccviz import catalogue

class Marking(gettext.NullTranslations):
    def gettext(self, message):
        return f"«{message}»"

catalogue.language = Marking  # before anything else is imported

from xccviz.cli.main import COMMANDS, build_parser
from xccviz.cli.views import VIEWS as TEXT_VIEWS
from xccviz.display.drawings import DRAWINGS
from xccviz.export import EXPORTERS
from xccviz.gui import commands
from xccviz.gui.menus import MENUS
from xccviz.gui.panels import PANELS
from xccviz.gui.views import VIEWS
from xccviz.settings.rows import GROUPS, SETTINGS
from xccviz.tables.registry import TABLES
from xccviz.words.moves import MOVE_WORDS

said = [("group of settings", text) for text in GROUPS.values()]
said += [(f"setting {row.name}", row.doc) for row in SETTINGS]
said += [(f"move {name}", row.title) for name, row in MOVE_WORDS.items()]
said += [(f"exporter {row.name}", row.title) for row in EXPORTERS]
said += [(f"drawing {row.id}", text) for row in DRAWINGS for text in (row.title, row.name)]
said += [(f"show --view {name}", text) for name, row in TEXT_VIEWS.items() for text in (row.heading, row.note)]
said += [(f"view {row.id}", row.title) for row in VIEWS]
said += [(f"panel {row.name}", row.title) for row in PANELS]
said += [(f"menu {name}", text) for name, text in MENUS.items()]
said += [(f"command {row.id}", row.text) for row in commands.COMMANDS]
for table in TABLES.values():
    said.append((f"table {table.id}", table.title))
    said += [(f"column {table.id}.{c.id}", text) for c in table.columns for text in (c.title, c.name)]

parser = build_parser()
(subparsers,) = (action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
parsers = {"xccviz": parser, **{f"xccviz {name}": each for name, each in subparsers.choices.items()}}
assert set(subparsers.choices) == set(COMMANDS)
for name, each in parsers.items():
    said += [(name, each.description or ""), (name, each.epilog or "")]
    for action in each._actions:
        if not isinstance(action, argparse._HelpAction | argparse._VersionAction):
            said.append((f"{name} {action.option_strings or action.dest}", action.help or ""))

print(len(said))
for what, text in said:
    if any(c.isalpha() for c in text) and "«" not in text and text is not argparse.SUPPRESS:
        print(f"{what}: {text}")
"""


def modules(root: Path) -> list[Path]:
    return sorted((root / "xccviz").rglob("*.py"))


def test_no_text_is_put_together_before_it_is_looked_up(repo_root: Path) -> None:
    """An f-string or a name has no key in the catalogue; values go in by name after the look-up."""
    found = [
        f"{path.relative_to(repo_root)}:{call.line}"
        for path in modules(repo_root)
        if path.name != "catalogue.py"
        for call in make_messages().calls_in(path.read_text())
        if None in call.texts or not call.texts
    ]
    assert found == []


@needs_qt
def test_what_the_registries_and_the_help_say_is_looked_up() -> None:
    """A row's text that is no look-up of its own stays English in every language. Asked in a process of its own: rows
    are made when their modules are imported."""
    environ = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", MARKED], capture_output=True, text=True, env=environ)
    assert done.returncode == 0, done.stderr
    count, *bare = done.stdout.splitlines()
    assert int(count) > 300
    assert bare == []


def test_every_place_in_a_text_is_given_a_value(repo_root: Path) -> None:
    wrong = []
    for path in modules(repo_root):
        for call in make_messages().calls_in(path.read_text()):
            given = call.values | ({"count"} if len(call.texts) > 1 else set())
            for text in call.texts:
                places = make_messages().places_in(text or "")
                if not places <= given or not call.values <= places | {"count"}:
                    wrong.append((f"{path.relative_to(repo_root)}:{call.line}", text))
    assert wrong == []


def test_one_and_many_have_the_same_places(repo_root: Path) -> None:
    for path in modules(repo_root):
        for call in make_messages().calls_in(path.read_text()):
            if len(call.texts) > 1:
                one, many = (make_messages().places_in(text or "") for text in call.texts)
                assert one - {"count"} == many - {"count"}, (path, call.line)


def test_the_template_is_up_to_date() -> None:
    stale = [str(path) for path, data in make_messages().outputs() if path.read_bytes() != data]
    assert stale == [], "run make messages"


def test_the_template_has_no_dates_and_no_places_of_a_machine(repo_root: Path) -> None:
    text = (repo_root / "resources" / "locale" / "xccviz.pot").read_text(encoding="utf-8")
    assert "Date" not in text and str(repo_root) not in text
    assert (
        "Of a promise it made" in text and "This version has no words" in text
    )  # words, and the error dictionary's
    assert "Two calls in one batch to one contract" in text  # the samples' stories
    assert 'msgid "the signature does not match"' in text


def test_a_translation_changes_a_line_of_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with spoken(tmp_path, TERMINAL):
        assert main(["show", "sample:tutorial-parallel-3-one-panics"]) == 0
        assert main(["explain", "Smart contract panicked: boom"]) == 0
    said = capsys.readouterr().out
    assert " Gelungen, aber bravo.near.get_value brach ab: no value today." in said.splitlines()[0]
    assert "brach ab: boom" in said
    assert main(["show", "sample:tutorial-parallel-3-one-panics"]) == 0
    assert (
        " Succeeded, but bravo.near.get_value panicked: no value today."
        in capsys.readouterr().out.splitlines()[0]
    )


def test_numbers_choose_the_form_and_values_are_never_read(tmp_path: Path) -> None:
    with spoken(tmp_path, TERMINAL):
        assert trn("{count} failed call", "{count} failed calls", 1200) == "1,200 Fehlschlägen"
        assert tr("Succeeded, but {what}", what="{what} {0}") == "Gelungen, aber {what} {0}"
        assert translated("") == ""


@pytest.mark.parametrize("place", ["{nothing}", "{0}", "{blocks.odd}", "{blocks[odd]}", "{blocks:d}", "{"])
def test_a_translation_with_a_place_too_many_falls_back_to_english(tmp_path: Path, place: str) -> None:
    with spoken(tmp_path, BROKEN.replace("{nothing}", place)):
        assert tr("waited {blocks}", blocks="3 blocks") == "waited 3 blocks"


def test_what_is_rough_or_empty_in_a_translation_is_left_out() -> None:
    rough, empty, whole = (
        '#, fuzzy\nmsgid "a"\nmsgstr "b"\n',
        'msgid "c"\nmsgstr ""\n',
        'msgid "d"\nmsgstr "e"\n',
    )
    made = make_messages().compiled("\n".join((rough, empty, whole)))
    assert b"b\0" not in made and b"c\0" not in made and b"d\0" in made


def test_the_setting_and_its_variable_choose_the_language(tmp_path: Path) -> None:
    """Whatever the environment speaks; with auto, or what is no language, that of the environment. Machines are
    answered alike in all."""
    told = {}
    for name, written, variables in (
        ("file", 'language = "de"', {}),
        ("variable", 'language = "de"', {"XCCVIZ_LANGUAGE": "en"}),
        ("auto", 'language = "auto"', {"LANGUAGE": "de"}),
        ("none", "", {"LANG": "de_DE.UTF-8", "LANGUAGE": ""}),
        ("broken", 'language = "de', {}),
    ):
        (tmp_path / "config.toml").write_text(written, encoding="utf-8")
        told[name] = chosen_language({"XCCVIZ_CONFIG_DIR": str(tmp_path), **variables})
    assert told == {"file": "de", "variable": "en", "auto": "auto", "none": "auto", "broken": "auto"}
    (tmp_path / "config.toml").write_text('language = "de"', encoding="utf-8-sig")
    assert chosen_language({"XCCVIZ_CONFIG_DIR": str(tmp_path)}) == "de", "behind a mark of its byte order"
    if hasattr(os, "mkfifo"):
        (tmp_path / "config.toml").unlink()
        os.mkfifo(tmp_path / "config.toml")
        assert chosen_language({"XCCVIZ_CONFIG_DIR": str(tmp_path)}) == "auto"
        (tmp_path / "config.toml").unlink()

    (tmp_path / "config.toml").write_text('language = "de"', encoding="utf-8")
    environ = {**os.environ, "XCCVIZ_CONFIG_DIR": str(tmp_path), "LANGUAGE": "en"}
    command = [sys.executable, "-m", "xccviz", "find", "fail", "sample:tutorial-parallel-3-one-panics"]
    plain = subprocess.run(command, capture_output=True, text=True, env=environ)
    wrong = subprocess.run([*command[:4], "gas>", command[-1]], capture_output=True, text=True, env=environ)
    assert (plain.returncode, wrong.returncode) == (0, 2)
    assert " failed " in plain.stdout and "fehl" not in plain.stdout
    assert "Zahl" in wrong.stderr


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"LANGUAGE": "de"}, "fehlgeschlagen"),
        ({"LANGUAGE": "de_AT.UTF-8:en"}, "fehlgeschlagen"),
        ({"LANG": "de_DE.UTF-8"}, "fehlgeschlagen"),
        ({"LANGUAGE": "xx:de"}, "fehlgeschlagen"),
        ({"LANGUAGE": "en_GB:de"}, "failed"),
        ({"LC_ALL": "C.UTF-8", "LANG": "de"}, "failed"),
        ({"LANG": "POSIX"}, "failed"),
        ({}, "failed"),
    ],
)
def test_the_environment_chooses_the_language_it_wants_most(
    told: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """English, which has no file of its own, is a choice like any other."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    with speaking(AUTO):
        assert tr("failed") == said


def test_each_language_to_choose_has_its_texts(repo_root: Path) -> None:
    there = {path.parent.parent.name for path in (repo_root / "resources" / "locale").glob("*/*/xccviz.mo")}
    assert there == {*LANGUAGES} - {AUTO, "en"}


def test_a_language_is_spoken_from_then_on() -> None:
    try:
        speak("de")
        assert trn("{count} receipt", "{count} receipts", 1) == "1 Receipt"
        assert tr("Settings") == "Einstellungen"
        speak("en")
        assert tr("Settings") == "Settings"
    finally:
        speak(AUTO)


def test_numbers_have_the_signs_of_the_language_but_for_machines() -> None:
    assert (numeral(1234567), numeral("<0.001"), typed_numeral("1,5")) == ("1,234,567", "<0.001", "1,5")
    with speaking("de"):
        said = [
            numeral(1234567),
            numeral(-12),
            numeral("1,203.5 s"),
            trn("{count} byte", "{count} bytes", 1200),
        ]
        with plain_numerals():
            assert numeral("1,203.5 s") == "1,203.5 s"
        assert said == ["1.234.567", "-12", "1.203,5 s", "1.200 Bytes"]
    with speaking("en"):
        assert numeral(1234567) == "1,234,567"


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("1’234.5", "1’234.5"),
        ("1 234,5", "1 234,5"),
        ("1234,5", "1234,5"),
        ("1,234,5", "1,234.5"),
        ("one", "1,234.5"),
        ("", "1,234.5"),
    ],
)
def test_how_a_language_writes_numbers_is_one_of_its_texts(tmp_path: Path, number: str, said: str) -> None:
    """What writes none there, or both signs alike, is left out."""
    with (
        pytest.MonkeyPatch.context() as patch,
        spoken(tmp_path, f'msgid "1,234.5"\nmsgstr "{number}"\n'),
    ):
        patch.setattr(catalogue, "_numerals", [True])
        assert numeral("1,234.5") == said
        assert typed_numeral(said).replace(",", "") == "1234.5"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1,5T", "1.5T"),
        ("1.5 Tgas", "1.5 Tgas"),
        ("264,71024T", "264.71024T"),
        ("0.001N", "0.001N"),
        ("0,001N", "0.001N"),
        ("1.234.567 gas", "1234567 gas"),
        ("1.234,5T", "1234.5T"),
        ("1.2345T", "1.2345T"),
        ("30T", "30T"),
        ("", ""),
    ],
)
def test_what_is_typed_is_read_as_it_is_shown_and_as_english_writes_it(typed: str, read: str) -> None:
    with speaking("de"):
        assert typed_numeral(typed) == read


def test_what_may_be_either_of_two_numbers_is_asked_again() -> None:
    with speaking("de"), pytest.raises(ValueError, match=r"1\.234 .* 1234 .* 1,234 "):
        typed_numeral("1.234 N")


FOR_MACHINES = {
    "catalogue.py": 1,
    "display/svg.py": 1,
    "export/mermaid.py": 1,
    "gui/shell/reporting.py": 1,
    "gui/state/export_choice.py": 1,
    "model/amounts.py": 1,
    "settings/kinds.py": 1,
    "vm/errors.py": 1,
    "words/blocks.py": 2,
    "words/timeline.py": 2,
}
"""Numbers that are grouped or broken elsewhere: coordinates, options, what config.toml says, and what `numeral` is
given afterwards."""


NUMBER = re.compile(r":[-+<>=^ 0-9]*(,|\.[0-9{]|g\})")
"""A place with such a number: modules without one need no parser."""


def test_whoever_groups_or_breaks_a_number_asks_for_the_signs_of_the_language(repo_root: Path) -> None:
    found: dict[str, int] = {}
    for path in modules(repo_root):
        text = path.read_text(encoding="utf-8")
        if not NUMBER.search(text):
            continue
        count = sum(1 for _ in bare_numbers(ast.parse(text), False))
        if count:
            found[path.relative_to(repo_root / "xccviz").as_posix()] = count
    assert found == FOR_MACHINES
    assert len(list(bare_numbers(ast.parse('f"{a:,}", f"{a:.2f}", f"{a:,.{d}f} s", f"{a:g}"'), False))) == 4
    assert not list(bare_numbers(ast.parse('f"{a:02d}", f"{a:.0f}", numeral(f"{a:,.1f} s")'), False))


def bare_numbers(node: ast.AST, said: bool) -> Iterator[ast.FormattedValue]:
    """Numbers with signs in them that are no part of what `numeral` is asked for."""
    said = said or (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "numeral")
    if isinstance(node, ast.FormattedValue) and node.format_spec is not None and not said:
        spec = "".join(
            part.value if isinstance(part, ast.Constant) else "1" for part in node.format_spec.values
        )
        if "," in spec or spec.endswith("g") or ("." in spec and not spec.endswith(".0f")):
            yield node
    for child in ast.iter_child_nodes(node):
        yield from bare_numbers(child, said)
