"""Chain data is hostile: every panel alone shows it as text, safe to look at, and not slowly."""

# covers: xccviz/gui/tasks/slices.py

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QTableWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.effort import effort
from tests.gui.conftest import OpenWindow, wait_idle
from tests.gui.looks import settle
from xccviz.analysis.types import TokenEvent
from xccviz.document import Document
from xccviz.gui.inspector.panel import Inspector
from xccviz.gui.lists.row_view import RowView
from xccviz.gui.look.widgets import ElidedLabel, label, plain_tooltip
from xccviz.gui.panels.await_table import BELOW, AwaitTable
from xccviz.gui.panels.findings import FindingsPanel
from xccviz.gui.panels.gas import GasPanel
from xccviz.gui.panels.logs import LogsPanel
from xccviz.gui.panels.notices import ProblemStrip, ProgressStrip
from xccviz.gui.panels.open_bar import OpenBar
from xccviz.gui.panels.side import SidePanel
from xccviz.gui.panels.transfers import TransfersPanel
from xccviz.gui.panels.verdict import VerdictStrip
from xccviz.gui.state.store import AppState, JobState, OpenTab, ProblemState
from xccviz.gui.state.tabs import open_tab, selected, stepped
from xccviz.gui.tasks.slices import Slices
from xccviz.opening.open import open_document_sync
from xccviz.replay.cursor import at
from xccviz.values import replace
from xccviz.words.findings import FindingText

RECORDED = "tests/data/node/tutorial-parallel-3-one-panics/tx_status.json"
MARKUP = "<b>x</b><img src='file:///etc/passwd'> \u202egnp.exe\0&amp; "
LINE = "y" * 1_000_000
HOSTILE = MARKUP + LINE
MUCH = 200
"""Units of work (`effort`); what is right takes a tenth of it."""


@pytest.fixture(scope="module")
def hostile_json(repo_root: Path) -> str:
    """A recorded transaction whose method names, logs, arguments, values and errors are hostile."""
    answer = json.loads((repo_root / RECORDED).read_text())
    result: dict[str, Any] = answer.get("result", answer)
    result["transaction"]["actions"][0]["FunctionCall"]["method_name"] = MARKUP
    for entry in result["receipts"]:
        for action in entry["receipt"].get("Action", {}).get("actions", []):
            if isinstance(action, dict) and "FunctionCall" in action:
                action["FunctionCall"]["method_name"] = MARKUP
                action["FunctionCall"]["args"] = base64.b64encode(
                    json.dumps({"k": HOSTILE}).encode()
                ).decode()
    for entry in result["receipts_outcome"]:
        outcome = entry["outcome"]
        outcome["logs"] = [HOSTILE, "EVENT_JSON:" + json.dumps(
            {"standard": "<i>nep</i>", "version": "1", "event": "<u>e</u>", "data": [{"memo": MARKUP}]}
        )]  # fmt: skip
        if "SuccessValue" in outcome["status"]:
            outcome["status"]["SuccessValue"] = base64.b64encode(json.dumps(HOSTILE).encode()).decode()
        elif "Failure" in outcome["status"]:
            text = json.dumps(outcome["status"]).replace("no value today", json.dumps(HOSTILE)[1:-1])
            outcome["status"] = json.loads(text)
            assert "<img" in json.dumps(outcome["status"])
    return json.dumps(answer)


@pytest.fixture(scope="module")
def hostile(hostile_json: str) -> Document:
    return open_document_sync(hostile_json).document


@pytest.fixture
def tab(hostile: Document) -> OpenTab:
    return open_tab(hostile, MARKUP)


def state(tab: OpenTab) -> AppState:
    return AppState(tabs=(tab,), active=0)


def assert_safe(panel: QWidget) -> str:
    """Nothing is rich text, nothing hides or reorders; gives all that is shown."""
    settle()
    told = []
    for widget in panel.findChildren(QLabel):
        assert widget.textFormat() == Qt.TextFormat.PlainText, widget.text()[:80]
        told.append(widget.text())
    told += [button.text() for button in panel.findChildren(QAbstractButton)]
    told += [text.toPlainText() for text in panel.findChildren(QPlainTextEdit)]
    tables = panel.findChildren(QTableWidget) + ([panel] if isinstance(panel, QTableWidget) else [])
    for table in tables:
        cells = [table.item(i, j) for i in range(table.rowCount()) for j in range(table.columnCount())]
        told += [cell.text() for cell in cells if cell is not None]
        for cell in cells:
            assert cell is None or not cell.toolTip() or is_plain(cell.toolTip())
    if isinstance(panel, AwaitTable):
        model = panel.model()
        for index in (model.index(i, j) for i in range(model.rowCount()) for j in range(model.columnCount())):
            told += [str(index.data()), str(index.data(BELOW))]
            assert is_plain(str(index.data(Qt.ItemDataRole.ToolTipRole)))
    for widget in [panel, *panel.findChildren(QWidget)]:
        assert is_plain(widget.toolTip()), widget.toolTip()[:80]
    for text in told:
        assert "\u202e" not in text
        assert "\0" not in text
        assert len(text) < 50_000
    return "\n".join(told).replace("\u200b", "")


def is_plain(tip: str) -> bool:
    """Whether Qt shows this tool tip letter by letter: as plain text, or as the escaped text of plain_tooltip."""
    if not re.search("<[a-zA-Z/!]", tip):
        return "\u202e" not in tip
    inside = tip.removeprefix("<qt>").removesuffix("</qt>").replace("<br>", "")
    return "<" not in inside and "\u202e" not in inside


def quickly(do: Callable[[], object]) -> None:
    def done() -> None:
        do()
        QApplication.sendPostedEvents()
        QApplication.processEvents()

    assert effort(done) < MUCH


def nodes(document: Document) -> Iterator[str]:
    return (node.id for node in document.graph.nodes)


def test_the_inspector(qtbot: QtBot, tab: OpenTab) -> None:
    panel = Inspector()
    qtbot.addWidget(panel)
    panel.resize(360, 700)
    panel.show()
    everything = ""
    for node in nodes(tab.document):
        quickly(lambda node=node: panel.show_state(None, state(selected(tab, node))))
        everything += assert_safe(panel)
    for spelled in ("<b>x</b>", "⟨U+202E⟩", "⟨U+0000⟩", "&amp;", "<u>e</u>"):
        assert spelled in everything
    cause = tab.document.analysis.verdict.root_causes[0]
    panel.show_state(None, state(selected(tab, cause)))
    settle()
    quickly(next(b for b in panel.findChildren(QPushButton) if b.text() == "Show raw JSON").click)
    settle()
    raw = panel.findChild(QPlainTextEdit)
    assert raw is not None
    assert "\u202e" not in raw.toPlainText()


@pytest.mark.parametrize("make", [FindingsPanel, LogsPanel, TransfersPanel, GasPanel])
def test_the_side_panels(qtbot: QtBot, tab: OpenTab, make: Callable[[], SidePanel]) -> None:
    panel = make()
    qtbot.addWidget(panel)
    panel.resize(360, 700)
    panel.show()
    tokens = tuple(
        TokenEvent(MARKUP, HOSTILE, MARKUP, HOSTILE, MARKUP, HOSTILE, HOSTILE, node, True)
        for node in nodes(tab.document)
    )
    findings = tuple(FindingText(MARKUP, s, HOSTILE, HOSTILE, tuple(nodes(tab.document)), {HOSTILE: HOSTILE})
                     for s in ("error", "warning", "info"))  # fmt: skip
    analysis = replace(tab.document.analysis, tokens=tokens)
    hostile_tab = replace(tab, document=replace(tab.document, analysis=analysis, findings=findings))
    quickly(lambda: panel.show_state(None, state(hostile_tab)))
    for slices in panel.findChildren(Slices):
        if slices.busy:
            with qtbot.waitSignal(slices.ended):
                pass
    told = assert_safe(panel)
    for view in panel.findChildren(RowView):
        for place in range(view.rows.rowCount()):
            for column in range(view.rows.columnCount()):
                index = view.rows.index(place, column)
                assert is_plain(str(view.rows.data(index, Qt.ItemDataRole.ToolTipRole)))
                told += str(view.rows.data(index))
        quickly(lambda view=view: view.rows.turn(0) if view.rows.rowCount() else None)
        quickly(view.grab)
    assert "<b>x</b>" in told
    assert "\u202e" not in told


def test_the_verdict_strip(qtbot: QtBot, tab: OpenTab) -> None:
    strip = VerdictStrip()
    qtbot.addWidget(strip)
    strip.resize(1000, 60)
    strip.show()
    quickly(lambda: strip.show_state(None, state(tab)))
    assert_safe(strip)
    verdict = replace(tab.document.verdict, title=HOSTILE, explanation=HOSTILE)
    fees = replace(tab.document.analysis.fees, payer=MARKUP)
    document = replace(tab.document, verdict=verdict, analysis=replace(tab.document.analysis, fees=fees))
    quickly(lambda: strip.show_state(None, state(replace(tab, document=document))))
    assert "<b>x</b>" in assert_safe(strip)


def test_the_await_table(qtbot: QtBot, tab: OpenTab) -> None:
    table = AwaitTable()
    qtbot.addWidget(table)
    told = ""
    for step in range(len(tab.document.timeline)):
        here = stepped(tab, at(tab.document.timeline, step))
        quickly(lambda here=here: table.show_state(None, state(here)))
        told += assert_safe(table)
    assert "<b>x</b>" in told


def test_the_notices_and_the_open_bar(qtbot: QtBot) -> None:
    problem, progress, bar = ProblemStrip(), ProgressStrip(), OpenBar()
    for panel in (problem, progress, bar):
        qtbot.addWidget(panel)
        panel.resize(900, 60)
        panel.show()
    failed = AppState(problem=ProblemState(MARKUP, HOSTILE, HOSTILE, tuple([HOSTILE] * 3 + [MARKUP] * 200)))
    quickly(lambda: problem.show_state(None, failed))
    quickly(problem.unfold.click)
    assert "<b>x</b>" in assert_safe(problem)
    assert problem.sizeHint().height() < 1_000
    quickly(lambda: progress.show_state(None, AppState(job=JobState(1, MARKUP, HOSTILE))))
    assert "<b>x</b>" in assert_safe(progress)
    assert progress.minimumSizeHint().width() < 400
    quickly(lambda: bar.edit.setText("/" + "<b>x</b>\u202e" * 500))
    assert_safe(bar.frame)
    assert bar.minimumSizeHint().width() < 900


def test_the_whole_window(qtbot: QtBot, open_window: OpenWindow, hostile_json: str, tmp_path: Path) -> None:
    path = tmp_path / "hostile.json"
    path.write_text(hostile_json)
    window = open_window(str(path))
    wait_idle(qtbot, window)
    assert window.store.state.problem is None
    assert "\u202e" not in window.windowTitle()
    assert "\0" not in window.windowTitle()
    assert window.width() <= 1280
    (item,) = window.views["graph"].scene().items()
    for owner, (x, y, width, height) in item.places.items():
        assert is_plain(plain_tooltip(item.tip_at(QPointF(x + width / 2, y + height / 2)))), owner
    for key in (Qt.Key.Key_Home, Qt.Key.Key_F10, Qt.Key.Key_F10, Qt.Key.Key_End):
        quickly(lambda key=key: qtbot.keyClick(window.views["graph"], key))
    for panel in (window.frame.verdict, window.inspector, window.frame.awaits, window.frame.steps):
        assert_safe(panel)
    window.resize(1100, 700)
    assert window.width() == 1100


def test_tool_tips_escape_and_spell_out() -> None:
    tip = plain_tooltip(MARKUP)
    assert "&lt;b&gt;x&lt;/b&gt;" in tip
    assert "⟨U+202E⟩" in tip
    assert is_plain(tip)
    assert len(plain_tooltip(HOSTILE)) < 10_000
    assert plain_tooltip("") == ""


def test_elided_text_is_plain_and_short(qtbot: QtBot) -> None:
    text = ElidedLabel()
    qtbot.addWidget(text)
    text.resize(200, 20)
    quickly(lambda: text.show_text(HOSTILE))
    assert text.textFormat() == Qt.TextFormat.PlainText
    assert text.text().endswith("…")
    assert is_plain(text.toolTip())


def test_what_is_copied_from_a_label_has_no_invisible_breaks(qtbot: QtBot) -> None:
    account = "a-contract-with-a-long-name.of-someone.near"
    text = label(account, wrap=True, selectable=True)
    qtbot.addWidget(text)
    text.show()
    assert "\u200b" in text.text()
    text.setFocus()
    text.setSelection(0, len(text.text()))
    QTest.keyClick(text, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == account
