"""Values as tree, text and hex: lines, cuts, copies; which actions of a batch are worth a look."""

# covers: xccviz/gui/inspector/actions.py, xccviz/gui/inspector/json_text.py
# covers: xccviz/gui/inspector/json_tree.py, xccviz/words/value_lines.py

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QTreeWidget
from pytestqt.qtbot import QtBot

from xccviz.decode import Where, decode_bytes
from xccviz.decode.values import reading
from xccviz.gui.inspector.json_text import JsonText
from xccviz.gui.inspector.json_tree import JsonTree
from xccviz.gui.inspector.value_view import ValueView
from xccviz.values import replace
from xccviz.words.actions import worth_showing
from xccviz.words.value_lines import copied, modes_of, value_text

HERE = Where("app.near", "run", "args")

MEGABYTE = json.dumps({"k": "x" * 1_000_000, "more": list(range(5_000))}).encode()


def test_only_what_has_parts_is_a_tree() -> None:
    assert modes_of(decode_bytes(b'{"a": 1}', HERE)) == ("Text", "Tree", "Hex")
    assert modes_of(decode_bytes(b"12", HERE)) == ("Text", "Hex")
    assert modes_of(decode_bytes(b"plain text", HERE)) == ("Text", "Hex")
    assert modes_of(decode_bytes(b"\x00\xff", HERE)) == ("Hex",)
    assert modes_of(decode_bytes(b"", HERE)) == ()


def test_hex_shows_offset_bytes_and_letters() -> None:
    text, more = value_text(decode_bytes(b"abc\x00defgh", HERE), "Hex", 1_000)
    assert not more
    assert text.split("\n")[0] == "00000  61 62 63 00 64 65 66 67  abc·defg"
    assert text.split("\n")[1].startswith("00008  68 ")


@given(st.binary(max_size=3_000))
def test_a_copy_is_exact_and_a_text_is_never_longer_than_wanted(raw: bytes) -> None:
    value = decode_bytes(raw, HERE)
    assert bytes.fromhex(copied(value, "Hex")) == raw
    if value.kind in ("json", "utf8"):
        assert copied(value, "Text").encode() == raw
    for mode in modes_of(value):
        if mode != "Tree":
            assert len(value_text(value, mode, 100)[0]) <= 103


def test_a_megabyte_is_cut_copied_whole_and_unfolded(qtbot: QtBot) -> None:
    view = ValueView(decode_bytes(MEGABYTE, HERE), "arguments")
    qtbot.addWidget(view)
    view.resize(320, 400)
    view.show()
    assert all(len(shown.text()) < 5_000 for shown in view.findChildren(QLabel))
    view.copy()
    assert QGuiApplication.clipboard().text().encode() == MEGABYTE
    view.show_all()
    box = view.findChild(QPlainTextEdit)
    assert box is not None
    assert len(box.toPlainText()) < 300_000
    view.show_mode("Tree")
    tree = view.findChild(QTreeWidget)
    assert tree is not None
    assert tree.topLevelItemCount() == 2
    assert tree.topLevelItem(1).childCount() == 201
    assert tree.topLevelItem(1).child(200).text(0) == "… 4,800 more"
    view.show_mode("Hex")
    view.copy()
    assert bytes.fromhex(QGuiApplication.clipboard().text()) == MEGABYTE


def test_a_tree_spells_out_and_unfolds_with_the_keyboard(qtbot: QtBot) -> None:
    view = ValueView(decode_bytes(b'{"\\u202ea": {"b": {"c": 1}}}', HERE), "arguments")
    qtbot.addWidget(view)
    view.show()
    view.show_mode("Tree")
    tree = view.findChild(QTreeWidget)
    assert tree is not None
    top = tree.topLevelItem(0)
    assert top.text(0) == "⟨U+202E⟩a: {1}"
    assert top.child(0).text(0) == "b: {1}"
    tree.setCurrentItem(top.child(0))
    qtbot.keyClick(tree, Qt.Key.Key_Right)
    assert top.child(0).child(0).text(0) == "c: 1"


@pytest.mark.parametrize(
    ("count", "failed", "gaps"),
    [(8, [], []), (100, [], [(1, 99)]), (100, [50], [(1, 49), (52, 99)]), (100, [0], [(2, 99)]),
     (100, [99], [(1, 98)]), (9, [3], [(5, 8)])],
)  # fmt: skip
def test_of_a_batch_the_first_the_failed_and_the_last_are_shown(
    count: int, failed: list[int], gaps: list[tuple[int, int]]
) -> None:
    assert worth_showing(count, failed) == gaps


def test_a_value_of_a_decoder_has_its_words_its_parts_and_its_bytes(qtbot: QtBot) -> None:
    value = reading(b"\x05\x00", "add 5", {"add": 5})
    assert modes_of(value) == ("Text", "Tree", "Hex")
    view = ValueView(value, "arguments")
    qtbot.addWidget(view)
    assert value_text(value, "Text", 1_000) == ("add 5", False)
    view.copy()
    assert QGuiApplication.clipboard().text() == "add 5"


def test_a_value_that_a_decoder_failed_on_says_why(qtbot: QtBot) -> None:
    view = ValueView(
        replace(decode_bytes(b"\x05\x00\xff", HERE), problem="decoder counter: out of bytes"), "arguments"
    )
    qtbot.addWidget(view)
    assert "decoder counter: out of bytes" in [label.text() for label in view.findChildren(QLabel)]


@pytest.mark.parametrize("width", [240, 500])
def test_a_long_text_of_a_tree_unfolds_whole(qtbot: QtBot, width: int) -> None:
    text = "".join(chr(97 + i % 26) for i in range(700))
    tree = JsonTree({"short": "abc", "long": text}, "value")
    qtbot.addWidget(tree)
    tree.resize(width, 100)
    tree.show()
    folded = tree.height()
    tree.topLevelItem(1).setExpanded(True)
    item = tree.topLevelItem(1)
    lines = [item.child(i).text(0) for i in range(item.childCount())]
    assert "".join(lines) == text
    assert len(lines) > 3
    room = tree.viewport().width() - 2 * tree.indentation()
    assert all(tree.fontMetrics().horizontalAdvance(line) < room for line in lines)
    assert tree.height() > folded
    tree.topLevelItem(1).setExpanded(False)
    assert tree.height() == folded
    assert tree.topLevelItem(0).childCount() == 0


def test_the_wheel_passes_a_json_text_by_until_it_has_the_keyboard(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = JsonText(json.dumps(list(range(500)), indent=1), "value")
    qtbot.addWidget(box)
    box.show()
    assert box.document().blockCount() > 400
    for focused in (False, True):
        monkeypatch.setattr(box, "hasFocus", lambda focused=focused: focused)
        event = QWheelEvent(
            QPointF(20, 20), box.mapToGlobal(QPointF(20, 20)), QPoint(0, -120), QPoint(0, -120),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(box.viewport(), event)
        assert (box.verticalScrollBar().value() > 0) is focused
