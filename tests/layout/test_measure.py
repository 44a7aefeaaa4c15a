"""Widths come from the bundled fonts' own table, and Qt draws what the table says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF
from pytestqt.qtbot import QtBot

from xccviz.layout.measure import ELLIPSIS, FONT_KEYS, elide, font_face, line_height, load_faces, measure
from xccviz.resources import resource_path

FONTS = st.sampled_from(FONT_KEYS)
SAMPLES = (
    "on_batch_done",
    "target.near",
    "Failed: `step_two` panicked",
    "1.9 of 10 Tgas",
    "5CSQxBgCKEbBHyNYJCb",
    "Ждёт данных",
    "αβγ → ✓ × …",
    "AVATAR To We. fi ffl 10x20 -> <=",
)


def test_every_font_key_has_a_face() -> None:
    assert set(load_faces()) == set(FONT_KEYS)


def test_the_table_is_the_one_the_fonts_give(repo_root: Path) -> None:
    script = repo_root / "packaging" / "make_font_table.py"
    answer = subprocess.run([sys.executable, str(script), "--check"], check=False, timeout=60)
    assert answer.returncode == 0, "resources/fonts/advances.json is stale: run packaging/make_font_table.py"


def test_an_unknown_font_is_named() -> None:
    with pytest.raises(KeyError, match="comic"):
        measure("a", "comic", 12)


def test_a_monospaced_line_is_as_wide_as_its_characters() -> None:
    assert measure("0123456789", "mono", 10) == pytest.approx(60)


@pytest.mark.parametrize("font", FONT_KEYS)
def test_marks_take_no_room(font: str) -> None:
    assert measure("e\u0301", font, 12) == measure("e", font, 12)
    assert measure("a\u202eb", font, 12) == measure("ab", font, 12)


@pytest.mark.parametrize("font", FONT_KEYS)
def test_east_asian_characters_are_a_whole_em_wide(font: str) -> None:
    assert measure("漢字", font, 12) == pytest.approx(24)


@given(st.text(max_size=40), st.text(max_size=40), FONTS)
def test_widths_add_up(left: str, right: str, font: str) -> None:
    assert measure(left + right, font, 13) == pytest.approx(
        measure(left, font, 13) + measure(right, font, 13)
    )


@given(st.text(max_size=300), FONTS, st.floats(0, 300), st.sampled_from(["end", "middle"]))
def test_what_is_elided_fits_and_comes_from_the_text(text: str, font: str, width: float, mode: str) -> None:
    short = elide(text, font, 12, width, "middle" if mode == "middle" else "end")
    if short == text:
        assert measure(text, font, 12) <= width + 0.01
        return
    assert measure(short, font, 12) <= width + 0.01
    if short:
        head, _, tail = short.rpartition(ELLIPSIS) if mode == "end" else split_middle(text, short)
        assert text.startswith(head)
        assert text.endswith(tail)


def split_middle(text: str, short: str) -> tuple[str, str, str]:
    """Split at the ellipsis that was put in (the text may hold ellipses of its own)."""
    cuts = [index for index, char in enumerate(short) if char == ELLIPSIS]
    for cut in cuts:
        head, tail = short[:cut], short[cut + 1 :]
        if text.startswith(head) and text.endswith(tail):
            return head, ELLIPSIS, tail
    raise AssertionError(f"{short!r} is no shortened {text!r}")


@given(st.text(max_size=60), FONTS)
def test_a_box_as_wide_as_its_text_shortens_nothing(text: str, font: str) -> None:
    assert elide(text, font, 12.5, measure(text, font, 12.5)) == text


def test_the_middle_keeps_both_ends() -> None:
    short = elide("a-rather-long-subaccount-name.of.somebody.near", "mono", 12, 150, "middle")
    head, tail = short.split(ELLIPSIS)
    assert abs(len(head) - len(tail)) <= 1
    assert tail.endswith(".near")


def test_a_mark_stays_with_its_base() -> None:
    short = elide("e\u0301" * 30, "regular", 12, 60, "middle")
    assert not short.split(ELLIPSIS)[1].startswith("\u0301")
    assert short.split(ELLIPSIS)[0].endswith("\u0301")


def test_no_room_gives_nothing() -> None:
    assert elide("abcdef", "regular", 12, 3) == ""
    assert elide("", "regular", 12, 0) == ""


@pytest.mark.parametrize("font", FONT_KEYS)
@pytest.mark.parametrize("text", SAMPLES)
def test_qt_draws_what_the_table_says(qtbot: QtBot, font: str, text: str) -> None:
    face = font_face(font)
    number = QFontDatabase.addApplicationFont(str(resource_path("fonts", face.file)))
    assert face.family in QFontDatabase.applicationFontFamilies(number)
    qfont = QFont(face.family)
    qfont.setWeight(QFont.Weight(face.weight))
    qfont.setPixelSize(100)
    qfont.setKerning(False)
    qfont.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    for tag in ("calt", "liga", "clig"):
        qfont.setFeature(QFont.Tag(tag), 0)
    metrics = QFontMetricsF(qfont)
    covered = "".join(char for char in text if ord(char) in face.advances)
    assert metrics.horizontalAdvance(covered) == pytest.approx(
        measure(covered, font, 100), abs=0.05 * len(text) + 0.5
    )
    assert metrics.height() == pytest.approx(line_height(font, 100), abs=2)
