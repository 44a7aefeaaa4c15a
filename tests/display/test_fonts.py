"""Drawings bring their fonts along: subsets that are the fonts they were measured with."""

from __future__ import annotations

import io
import re
from functools import cache
from pathlib import Path

import pytest
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

from xccviz.display.fonts import SUBSETS, covered, font_faces, subset_file, subsets_of, unicode_range
from xccviz.layout.measure import FONT_KEYS, font_face
from xccviz.resources import read_bytes, read_text

SMALL = 14_000
"""Bytes of a subset that every drawing carries."""


@cache
def whole_font(font: str) -> TTFont:
    return TTFont(io.BytesIO(read_bytes("fonts", font_face(font).file)))


@pytest.mark.parametrize("subset", SUBSETS)
@pytest.mark.parametrize("font", FONT_KEYS)
def test_a_subset_has_the_outlines_and_widths_of_its_font(font: str, subset: str) -> None:
    whole = whole_font(font)
    data = read_bytes("fonts", "subsets", subset_file(font, subset))
    part = TTFont(io.BytesIO(data))
    assert subset != "basic" or len(data) < SMALL
    names, here = whole.getBestCmap(), part.getBestCmap()
    assert frozenset(here) == covered(font, subset) == SUBSETS[subset] & {c for c in names if c <= 0xFFFF}
    old, new = whole.getGlyphSet(), part.getGlyphSet()
    for code, name in here.items():
        assert part["hmtx"][name][0] == whole["hmtx"][names[code]][0] == font_face(font).advances[code]
        drawn, expected = DecomposingRecordingPen(new), DecomposingRecordingPen(old)
        new[name].draw(drawn)
        old[names[code]].draw(expected)
        assert drawn.value == expected.value, hex(code)
    assert "SIL" in part["name"].getDebugName(13)
    assert part["name"].getDebugName(0) == whole["name"].getDebugName(0)


def test_the_subsets_overlap_nowhere() -> None:
    seen: set[int] = set()
    for codes in SUBSETS.values():
        assert not seen & codes
        seen |= codes


def test_what_our_own_words_need_is_in_the_subset_that_every_drawing_has(repo_root: Path) -> None:
    said = [read_text("locale", "xccviz.pot"), read_text("errors", "dictionary.json")]
    for source in (repo_root / "xccviz").rglob("words/*.py"):
        said.append(re.sub(r'"""(?s:.*?)"""|#.*', "", source.read_text(encoding="utf-8")))
    used = {ord(character) for text in said for character in text if character.isprintable()}
    for font in FONT_KEYS:
        assert {
            chr(code) for code in used & font_face(font).advances.keys() - covered(font, "basic")
        } == set()


def test_a_file_has_the_subsets_it_needs_and_no_others() -> None:
    assert list(subsets_of({"mono": "abc", "regular": "…"})) == [("mono", "basic"), ("regular", "basic")]
    assert list(subsets_of({"regular": "жα"})) == [("regular", "greek"), ("regular", "cyrillic")]
    assert list(subsets_of({"regular": "漢"})) == []
    rules = font_faces({"regular": "é"})
    assert rules.count("@font-face") == 1
    assert "url(data:font/woff;base64," in rules


def test_ranges_are_as_css_has_them() -> None:
    assert unicode_range([0x20, 0x21, 0x22, 0xB7]) == "U+20-22,U+B7"
