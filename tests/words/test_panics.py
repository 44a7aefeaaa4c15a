"""A panic's place and its source, said alike in the inspector, the terminal, the report and Markdown."""

# covers: xccviz/words/panics.py

from __future__ import annotations

import io

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.export.html.pages import Page
from tests.gui.looks import settle
from tests.reference.panics import PAGE, panicked
from xccviz.cli.terminal import Terminal
from xccviz.cli.views.errors import show_errors
from xccviz.export import html, markdown
from xccviz.export.types import ExportOptions
from xccviz.gui.inspector.panel import Inspector
from xccviz.gui.look.widgets import ElidedLink
from xccviz.gui.state.store import AppState
from xccviz.gui.state.tabs import open_tab
from xccviz.words.panics import SOURCE_CLAIM, panicked_words, source_words

LINE = "github.com/near-examples/hello: contracts/hello/src/lib.rs, line 42 of 9c16aaff3c"
PLACE = "at src/lib.rs:42:9"


def test_the_host_stands_first() -> None:
    document, node = panicked()
    source = document.places[node].source
    assert source is not None and source_words(source) == LINE
    assert panicked_words(document.places[node], "") == PLACE
    assert panicked_words(document.places[node], f"It stopped {PLACE}.") == ""


@pytest.mark.parametrize("asked", [True, False])
def test_a_terminal_writes_the_address(asked: bool) -> None:
    out = io.StringIO()
    show_errors(panicked(asked)[0], Terminal(out, width=400))
    assert PLACE in out.getvalue()
    assert (PAGE in out.getvalue(), SOURCE_CLAIM in out.getvalue()) == (asked, asked)


@pytest.mark.parametrize("asked", [True, False])
def test_files_link_it(asked: bool) -> None:
    document, _ = panicked(asked)
    page = Page(html.run(document, ExportOptions()))
    away = [found for tag, found in page.elements if (found.get("href") or "").startswith("https:")]
    assert {(found["href"], found["rel"]) for found in away} == (
        {(PAGE, "noopener noreferrer")} if asked else set()
    )
    assert PLACE in page.text() and (LINE in page.text()) is asked
    written = markdown.run(document, ExportOptions()).decode()
    assert PLACE in written and (f"<{PAGE}>" in written) is asked


def test_the_inspector_asks_the_desktop(
    qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: bool(opened.append(QUrl(url).toString())))
    document, node = panicked()
    panel = Inspector()
    qtbot.addWidget(panel)
    panel.show_state(None, AppState((open_tab(document, "x", node, None),), 0))
    settle()
    link = panel.findChild(ElidedLink, "sourceLine")
    assert link.accessibleName() == LINE
    told = "\n".join(found.text().replace("\u200b", "") for found in panel.findChildren(QLabel))
    assert told.count(PLACE) == 1
    link.click()
    assert opened == [PAGE]
