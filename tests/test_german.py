"""German is whole: every text has a German one, with the same places, in one voice, and short where room is short."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from tests.reference.translation import ROOT, make_messages, speaking
from tests.screenless import needs_qt
from xccviz.catalogue import trn
from xccviz.words.numbers import ordinal
from xccviz.words.sentences import number_word

pytestmark = pytest.mark.xdist_group("texts")
GERMAN = ROOT / "resources" / "locale" / "de" / "LC_MESSAGES" / "xccviz.po"
PLACE = re.compile(r"\{[^{}]*\}")
KEPT = re.compile(r"`[^`]*`|--[a-z][a-z-]+|\bXCCVIZ_[A-Z_]+|https?://[^\s\]]+")
"""What is typed or opened stays as it is: commands, options, variables, addresses."""


@cache
def entries() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """What is said for which texts, without the head and without rough ones."""
    read = make_messages()._entries(GERMAN.read_text(encoding="utf-8"))
    both = (tuple(tuple(part.decode() for part in side) for side in pair) for pair in read)
    return tuple((texts, said) for texts, said in both if texts != ("",))


def pairs() -> list[tuple[str, str]]:
    """Each text with its German one, one and many apart."""
    return [pair for texts, said in entries() for pair in zip(texts, said, strict=True)]


def test_every_text_is_said_in_german() -> None:
    wanted = {(message.text, message.plural) for message in make_messages().messages()}
    said = {(texts[0], texts[1] if len(texts) > 1 else None) for texts, german in entries() if all(german)}
    assert sorted(text for text, _ in wanted - said) == [], f"of {len(wanted)} texts in German"
    assert sorted(text for text, _ in said - wanted) == [], "said of no text"


def test_places_and_what_is_typed_are_those_of_the_text() -> None:
    for text, german in pairs():
        assert Counter(PLACE.findall(text)) == Counter(PLACE.findall(german)), (text, german)
        assert Counter(KEPT.findall(text)) == Counter(KEPT.findall(german)), (text, german)


def test_spaces_ends_and_lines_are_those_of_the_text() -> None:
    """Texts are put beside each other: what begins or ends with a space, or opens a line, does so in German too."""
    for text, german in pairs():
        if german == "{number}.":
            continue  # German's own sign of an ordinal
        for same in (
            lambda words: len(words) - len(words.lstrip()),
            lambda words: len(words) - len(words.rstrip()),
            lambda words: words.rstrip().endswith("…"),
            lambda words: words.rstrip().endswith("."),
            lambda words: words.rstrip().endswith(":"),
            lambda words: words.count("&"),
        ):
            assert same(text) == same(german), (text, german)


def test_nobody_is_addressed() -> None:
    addressed = re.compile(r"\b(Ihre[mnrs]?|Ihnen|[Dd]u|[Dd]ein\w*|bitte Sie|Sie [a-z]+en (bitte|Ihr))\b")
    found = [german for _, german in pairs() if re.search(r"\b[a-z]+en Sie\b", german)]
    found += [german for _, german in pairs() if re.search(addressed, german) and not german[:1].isupper()]
    found += [german for _, german in pairs() if re.search(r"[a-zäöüß,] Sie\b", german)]
    assert found == []


def test_numbers_of_a_sentence_fit_it() -> None:
    """Places of a list, and `one of the` with what one of them does."""
    some = "{some} of the {count} failures reached nobody."
    with speaking("de"):
        assert [ordinal(number) for number in (1, 4, 21, 102)] == ["erste", "4.", "21.", "102."]
        said = [trn(some, some, n, some=number_word(n), count="drei") for n in (1, 2)]
    assert said == [
        "Einer der drei Fehlschläge erreichte niemanden.",
        "Zwei der drei Fehlschläge erreichten niemanden.",
    ]
    assert [ordinal(number) for number in (1, 4, 11, 21, 102, 103)] == [
        "first",
        "4th",
        "11th",
        "21st",
        "102nd",
        "103rd",
    ]


def test_the_compiled_one_is_beside_it() -> None:
    written = GERMAN.with_suffix(".mo").read_bytes()
    assert written == make_messages().compiled(GERMAN.read_text(encoding="utf-8"))
    assert len(entries()) > 3_900


def test_a_word_in_a_filter_or_an_option_is_not_translated() -> None:
    """A placeholder of a usage line is a name that the help refers to."""
    said = dict(pairs())
    assert {said[word] for word in ("PATTERN", "TEXT", "PREFIX")} == {"PATTERN", "TEXT", "PREFIX"}


WINDOW = """
import sys
from xccviz import catalogue
catalogue.speak("de")
from PySide6.QtWidgets import QMenu
from xccviz.gui.app import create_window
window = create_window(["sample:tutorial-parallel-3-one-panics", "--offline"])
window.complete()
for menu in (window.menuBar(), *window.findChildren(QMenu)):
    texts = [action.text().replace("&&", "") for action in menu.actions()]
    letters = [text[text.index("&") + 1].lower() for text in texts if "&" in text]
    print(*sorted(letters))
    assert len(letters) == len(set(letters)), texts
print(window.menuBar().actions()[0].text())
sys.stdout.flush()
import os
os._exit(0)
"""


@needs_qt
def test_the_window_opens_in_german_and_no_two_entries_of_a_menu_share_a_letter(tmp_path: Path) -> None:
    """In a process of its own: rows are said when their modules are loaded."""
    folders = {"XCCVIZ_CONFIG_DIR": str(tmp_path), "XCCVIZ_CACHE_DIR": str(tmp_path / "cache")}
    environ = {**os.environ, **folders, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", WINDOW], capture_output=True, text=True, env=environ)
    assert done.returncode == 0, done.stderr[-2_000:]
    assert done.stdout.splitlines()[-1] == "&Datei"
