# covers: xccviz/gui/shell/context_menu.py, xccviz/gui/context.py, xccviz/gui/pointed.py
"""The menus that open on a thing: with the mouse and by key, in every view and list, and what their entries do."""

# covers: xccviz/gui/look_intents.py, xccviz/gui/inspector/words_at.py, xccviz/gui/views/tree_rows.py

from __future__ import annotations

import shlex
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import FAILED, OpenWindow, box_point, node_called
from tests.gui.looks import settle
from xccviz.document import Document
from xccviz.gui.asked import Asked
from xccviz.gui.context import ENTRIES, SUBMENUS, entries_for
from xccviz.gui.lists.row_view import RowView
from xccviz.gui.panels.findings import FindingsPanel
from xccviz.gui.pointed import Pointed
from xccviz.gui.state.store import AppState, OpenTab
from xccviz.gui.views.tree import TreeView
from xccviz.gui.window import MainWindow
from xccviz.layout.types import REFUNDS_KEY
from xccviz.model.trace import TransactionTrace
from xccviz.values import replace
from xccviz.words.moves import BECOMES

RIGHT, LEFT = Qt.MouseButton.RightButton, Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier


def tab_of(window: MainWindow) -> OpenTab:
    tab = window.store.state.tab
    assert tab is not None
    return tab


def menu_at(qtbot: QtBot, window: MainWindow, widget: QWidget, at: QPoint) -> QMenu:
    """The menu that a right click opens. The click is the window's: that of a widget alone asks for no menu."""
    settle()
    QTest.mouseClick(window.windowHandle(), RIGHT, NONE, widget.mapTo(window, at))
    menu = window.context_menus.menu
    assert menu is not None
    assert menu.isVisible()
    return menu


def menu_by_key(qtbot: QtBot, window: MainWindow, widget: QWidget) -> QMenu:
    """The menu that its key opens while a widget has the keyboard."""
    window.activateWindow()  # without a desktop no window is active once a menu has closed
    settle()
    widget.setFocus()
    qtbot.keyClick(widget, Qt.Key.Key_Period, CTRL)
    menu = window.context_menus.menu
    assert menu is not None
    assert menu.isVisible()
    return menu


def actions(menu: QMenu) -> dict[str, QAction]:
    """All entries by id, those of menus in it included."""
    found = {}
    for action in menu.actions():
        inside = action.menu()
        found |= (
            actions(inside) if isinstance(inside, QMenu) else {action.objectName() or action.text(): action}
        )
    return found


def walk(qtbot: QtBot, menu: QMenu, action: QAction) -> None:
    """Go to an entry by key."""
    for _ in menu.actions():
        if menu.activeAction() is action:
            return
        qtbot.keyClick(menu, Qt.Key.Key_Down)
    assert menu.activeAction() is action


def choose(qtbot: QtBot, menu: QMenu, id: str) -> None:
    """Click an entry with the mouse; one of a menu in the menu is gone to by key."""
    for action in menu.actions():
        inside = action.menu()
        if action.objectName() == id:
            assert action.isEnabled(), action.statusTip()
            qtbot.mouseClick(menu, LEFT, pos=menu.actionGeometry(action).center())
            break
        if isinstance(inside, QMenu) and id in actions(inside):
            walk(qtbot, menu, action)
            qtbot.keyClick(menu, Qt.Key.Key_Right)
            assert inside.isVisible()
            wanted = actions(inside)[id]
            assert wanted.isEnabled(), wanted.statusTip()
            walk(qtbot, inside, wanted)
            qtbot.keyClick(inside, Qt.Key.Key_Return)
            break
    else:
        raise AssertionError(id)
    settle()


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


# ------------------------------------------------------------------------------------------------------- what there is


@pytest.fixture
def asked(state_of: Callable[..., AppState]) -> Callable[..., Asked]:
    """What a menu is opened for: a node by its label, or anything."""

    def make(label: str = "", network: str | None = "testnet", **pointed: object) -> Asked:
        state = state_of(FAILED)
        tab = state.tab
        assert tab is not None
        trace: TransactionTrace = replace(tab.document.trace, network=network)
        document: Document = replace(tab.document, trace=trace)
        tab = replace(tab, document=document)
        state = replace(state, tabs=(tab,))
        node = node_called(document, label) if label else None
        return Asked(state, tab, Pointed(node, **pointed))  # type: ignore[arg-type]

    return make


def told(asked: Asked) -> dict[str, str]:
    return {entry.id: why_not for entry, why_not in entries_for(asked)}


def test_rows_have_ids_of_their_own_and_menus_that_are_there() -> None:
    assert len({entry.id for entry in ENTRIES}) == len(ENTRIES)
    assert {entry.menu for entry in ENTRIES} - {""} == set(SUBMENUS)


def test_a_call_has_all_and_nothing_only_the_transaction(asked: Callable[..., Asked]) -> None:
    call = told(asked("bravo.near.get_value"))
    assert {"run", "show.tree", "filter.method", "filter.account", "filter.id", "copy.near"} <= set(call)
    assert not any(call.values())
    assert set(told(asked())) == {"copy.hash", "copy.link", "explorer.transaction"}
    account = told(asked(account="alice.near"))
    assert set(account) == {
        "copy.account", "copy.hash", "copy.link", "filter.account", "mark.account", "explorer.transaction",
        "explorer.account",
    }  # fmt: skip


def test_why_an_entry_cannot_be_taken_is_a_sentence(asked: Callable[..., Asked]) -> None:
    local = told(asked("bravo.near.get_value", network="localnet"))
    assert local["explorer.transaction"] == "No explorer of localnet is known."
    unknown = told(asked("bravo.near.get_value", network=None))
    assert unknown["explorer.account"] == "No document says on which network it ran."
    assert unknown["copy.curl"] == "No public endpoint of its network is known."
    assert "network-config" not in unknown
    first = next(n for n in asked().document.graph.nodes if n.kind == "transaction")
    assert told(asked(first.label))["run"] == BECOMES
    last = told(asked("caller.near.on_multi_done"))
    assert last["run"] == ""
    for label in ("bravo.near.get_value", "caller.near.on_multi_done"):
        for network in ("testnet", "localnet", None):
            for why_not in told(asked(label, network=network)).values():
                assert not why_not or why_not.endswith(".")


# ----------------------------------------------------------------------------------------------------- in every place


def test_the_graph_with_mouse_and_key(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}", "--offline")
    window.resize(1300, 800)
    view, document = window.views["graph"], tab_of(window).document
    node = node_called(document, "alpha.near.get_value")
    menu = menu_at(qtbot, window, view.viewport(), box_point(window, node))  # type: ignore[attr-defined]
    assert tab_of(window).selection == node
    choose(qtbot, menu, "copy.label")
    assert clipboard() == "alpha.near.get_value"
    assert window.toast.text() == "Copied: Label"
    menu = menu_by_key(qtbot, window, view)
    choose(qtbot, menu, "run")
    assert tab_of(window).cursor.index == document.timeline.history.ran_at[node]
    menu = menu_by_key(qtbot, window, view)
    assert actions(menu)["run"].statusTip() == "You stand there."
    assert not actions(menu)["run"].isEnabled()
    choose(qtbot, menu, "filter.method")
    assert tab_of(window).filtering.text == "method:get_value"
    assert len(tab_of(window).filtering.hits) == 3
    menu = menu_by_key(qtbot, window, view)
    choose(qtbot, menu, "filter.none")
    assert tab_of(window).filtering.text == ""
    menu = menu_by_key(qtbot, window, view)
    choose(qtbot, menu, "copy.near")
    assert shlex.split(clipboard())[:6] == [
        "near", "contract", "call-function", "as-transaction", "alpha.near", "get_value"
    ]  # fmt: skip
    menu = menu_by_key(qtbot, window, view)
    choose(qtbot, menu, "show.tree")
    assert window.store.state.view == "tree"
    assert tab_of(window).selection == node
    tree = window.views["tree"]
    assert isinstance(tree, TreeView)
    assert window.focusWidget() is tree.table


def test_beside_boxes_the_transaction_alone(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}", "--offline")
    menu = menu_at(qtbot, window, window.views["graph"].viewport(), QPoint(3, 3))  # type: ignore[attr-defined]
    choose(qtbot, menu, "copy.hash")
    assert clipboard() == tab_of(window).document.trace.transaction.hash


def test_what_is_folded_unfolds(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}", "--offline")
    window.resize(1300, 800)
    settle()
    tab = tab_of(window)
    bounds = tab.layouts["graph"].by_key[REFUNDS_KEY].bounds
    view = window.views["graph"]
    at = view.mapFromScene(bounds.x + 6, bounds.center_y)  # type: ignore[attr-defined]
    menu = menu_at(qtbot, window, view.viewport(), at)  # type: ignore[attr-defined]
    assert actions(menu)["fold"].text() == "Unfold"
    choose(qtbot, menu, "fold")
    assert REFUNDS_KEY in tab_of(window).expanded


def test_the_explorer_is_the_desktops_business(
    qtbot: QtBot, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_for: list[str] = []
    answers = [True, False]

    def asked(url: QUrl) -> bool:
        asked_for.append(url.toString())
        return answers.pop(0)

    monkeypatch.setattr(QDesktopServices, "openUrl", asked)
    window = open_window(f"sample:{FAILED}", "--offline")
    tab = tab_of(window)
    document = replace(tab.document, trace=replace(tab.document.trace, network="testnet"))
    window.store.update(lambda s: replace(s, tabs=(replace(tab, document=document),)))
    settle()
    view = window.views["graph"]
    choose(qtbot, menu_by_key(qtbot, window, view), "explorer.transaction")
    hash = document.trace.transaction.hash
    assert asked_for == [f"https://testnet.nearblocks.io/txns/{hash}"]
    assert window.toast.text().startswith("The desktop was asked to open https://testnet.nearblocks.io")
    choose(qtbot, menu_by_key(qtbot, window, view), "explorer.account")
    assert asked_for[-1] == "https://testnet.nearblocks.io/address/bravo.near"
    assert clipboard() == asked_for[-1]
    assert window.toast.text() == "The desktop opens no addresses: it was copied"


def test_the_sequence(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}", "--offline", "--view", "sequence")
    window.resize(1300, 800)
    settle()
    view, document = window.views["sequence"], tab_of(window).document
    layout = tab_of(window).layouts["sequence"]
    node = node_called(document, "delta.near.get_value")
    bounds = layout.by_key[layout.box_of[node]].bounds
    at = view.mapFromScene(bounds.center_x, bounds.center_y)  # type: ignore[attr-defined]
    menu = menu_at(qtbot, window, view.viewport(), at)  # type: ignore[attr-defined]
    assert "show.graph" in actions(menu)
    assert "show.sequence" not in actions(menu)
    choose(qtbot, menu, "copy.id")
    assert clipboard() == node
    choose(qtbot, menu_by_key(qtbot, window, view), "copy.account")
    assert clipboard() == "delta.near"


def test_the_tree_copies_rows(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}", "--offline", "--view", "tree")
    window.resize(1300, 800)
    settle()
    view, document = window.views["tree"], tab_of(window).document
    assert isinstance(view, TreeView)
    table = view.table
    rows = [
        table.visualRect(view.model.index_of_node(node_called(document, f"{name}.near.get_value"))).center()
        for name in ("alpha", "bravo", "delta")
    ]
    qtbot.mouseClick(table.viewport(), LEFT, pos=rows[0])
    qtbot.mouseClick(table.viewport(), LEFT, Qt.KeyboardModifier.ShiftModifier, pos=rows[2])
    qtbot.keyClick(table, Qt.Key.Key_C, CTRL)
    lines = clipboard().split("\n")
    assert [line.split("\t")[0] for line in lines] == [
        "alpha.near.get_value", "bravo.near.get_value", "delta.near.get_value"
    ]  # fmt: skip
    assert lines[1].split("\t")[1] == "panicked: no value today"
    assert window.toast.text() == "3 rows copied"
    menu = menu_at(qtbot, window, table.viewport(), rows[1])
    assert menu.actions()[0].text() == "Copy 3 rows"
    QGuiApplication.clipboard().clear()
    qtbot.mouseClick(menu, LEFT, pos=menu.actionGeometry(menu.actions()[0]).center())
    assert clipboard().split("\n") == lines
    parent = table.visualRect(
        view.model.index_of_node(node_called(document, "caller.near.multiple_contracts"))
    )
    menu = menu_at(qtbot, window, table.viewport(), parent.center())
    assert menu.actions()[0].text() == "Collapse"
    qtbot.mouseClick(menu, LEFT, pos=menu.actionGeometry(menu.actions()[0]).center())
    assert not table.isExpanded(table.currentIndex())


@pytest.mark.parametrize("name", ["logsPanel", "transfersPanel", "gasPanel"])
def test_the_lists(qtbot: QtBot, reuse_window: OpenWindow, name: str) -> None:
    window = reuse_window("sample:ft-transfer-call-ok", "--offline")
    window.resize(1300, 800)
    window.intents.go_to_panel(name)
    settle()
    view = window.docks.panels[name].findChild(RowView)
    assert view is not None
    rows = [(i, view.rows.row_at(i)) for i in range(view.rows.rowCount())]
    place, row = next(
        (i, row) for i, row in rows if row is not None and row.node is not None and not row.heading
    )
    menu = menu_at(qtbot, window, view.viewport(), QPoint(60, view.rowViewportPosition(place) + 8))
    assert tab_of(window).selection == row.node
    choose(qtbot, menu, "copy.text")
    assert clipboard() == row.spoken
    view.setCurrentIndex(view.rows.index(place, 0))
    assert "copy.json" in actions(menu_by_key(qtbot, window, view))


def test_an_account_of_the_money(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}", "--offline")
    window.resize(1300, 900)
    window.intents.go_to_panel("transfersPanel")
    settle()
    view = window.docks.panels["transfersPanel"].findChild(RowView)
    assert view is not None
    place = next(i for i in range(view.rows.rowCount()) if getattr(view.rows.row_at(i), "account", ""))
    view.scrollTo(view.rows.index(place, 0))
    before = tab_of(window).selection
    menu = menu_at(qtbot, window, view.viewport(), QPoint(60, view.rowViewportPosition(place) + 8))
    choose(qtbot, menu, "filter.account")
    row = view.rows.row_at(place)
    assert row is not None
    assert tab_of(window).filtering.text == f"account:{row.account}"
    assert tab_of(window).selection == before


def test_the_findings(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}", "--offline")
    window.resize(1300, 800)
    window.intents.go_to_panel("findings")
    settle()
    panel = window.docks.panels["findings"]
    assert isinstance(panel, FindingsPanel)
    member = next(w for w in panel.area.findChildren(QWidget) if w.property("look") == "member")
    inside = member.findChild(QLabel) or member
    menu = menu_at(qtbot, window, inside, QPoint(4, 4))
    assert tab_of(window).selection in {
        f for finding in tab_of(window).document.findings for f in finding.nodes
    }
    assert actions(menu)["copy.text"].text() == "Finding"
    choose(qtbot, menu, "copy.text")
    assert clipboard()


def test_the_inspector_copies_what_is_marked(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}", "--offline")
    window.resize(1300, 800)
    settle()
    name = window.inspector.name
    menu = menu_at(qtbot, window, name, QPoint(5, 5))
    choose(qtbot, menu, "copy.text")
    assert clipboard() == "bravo.near.get_value"
    name.setSelection(0, 5)
    menu = menu_at(qtbot, window, name, QPoint(60, 8))
    assert actions(menu)["copy.text"].text() == "Selected text"
    assert menu.actions()[0].text() == "Select all"
    choose(qtbot, menu, "copy.text")
    assert clipboard() == "bravo"
    menu = menu_by_key(qtbot, window, window.inspector)
    choose(qtbot, menu, "copy.json")
    assert clipboard().startswith("{")


def test_who_waits_and_the_step_strip(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}", "--offline", "--step", "5")
    window.resize(1300, 800)
    settle()
    awaits, document = window.frame.awaits, tab_of(window).document
    waiter = tab_of(window).moment.waiting[0].node
    menu = menu_at(qtbot, window, awaits.viewport(), QPoint(30, 15))
    assert tab_of(window).selection == waiter
    choose(qtbot, menu, "copy.text")
    assert "caller.near.on_multi_done" in clipboard()
    slider = window.frame.steps.slider
    menu = menu_at(qtbot, window, slider, QPoint(round(slider.x_of(3)), slider.height() // 2))
    choose(qtbot, menu, "run")
    assert tab_of(window).cursor.index == 3
    assert tab_of(window).selection == document.timeline.steps[2].node
    menu = menu_by_key(qtbot, window, slider)
    assert actions(menu)["run"].statusTip() == "You stand there."


def test_the_tabs_of_documents(qtbot: QtBot, open_window: OpenWindow) -> None:
    names = (FAILED, "tutorial-parallel-3-ok", "tutorial-batch-ok")
    window = open_window(*(f"sample:{name}" for name in names))
    bar = window.frame.tab_bar
    menu = menu_at(qtbot, window, bar, bar.tabRect(1).center())
    assert window.store.state.active == 1  # all see what the menu is of
    found = actions(menu)
    assert {"Close", "Close all others", "Close those behind it"} <= set(found)
    hash = tab_of(window).document.trace.transaction.hash
    found["copy.hash"].trigger()
    assert QGuiApplication.clipboard().text() == hash
    found["Close those behind it"].trigger()
    menu.close()
    assert [tab.given for tab in window.store.state.tabs] == [f"sample:{name}" for name in names[:2]]
    menu = menu_by_key(qtbot, window, bar)
    assert "Close those behind it" not in actions(menu)
    actions(menu)["Close all others"].trigger()
    menu.close()
    assert [tab.given for tab in window.store.state.tabs] == [f"sample:{names[1]}"]


def test_verdict_and_identity(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(f"sample:{FAILED}")
    identity, verdict = window.frame.identity.first, window.frame.verdict
    menu = menu_at(qtbot, window, identity, identity.where.geometry().center())
    found = actions(menu)
    assert found["filter.account"].text() == "account:alice.near"
    found["copy.text"].trigger()
    assert QGuiApplication.clipboard().text().endswith("UTC")
    menu.close()
    identity.hash.setSelection(0, 4)
    menu = menu_at(qtbot, window, identity.hash, QPoint(4, 6))
    actions(menu)["copy.text"].trigger()
    assert QGuiApplication.clipboard().text() == tab_of(window).document.trace.transaction.hash[:4]
    menu.close()
    chip = next(chip for chip in verdict.findChildren(QPushButton) if "failed" in chip.text())
    menu = menu_at(qtbot, window, chip, QPoint(8, 8))
    assert tab_of(window).selection == node_called(tab_of(window).document, "bravo.near.get_value")
    assert "copy.near" in actions(menu)
    menu.close()
    menu = menu_at(qtbot, window, verdict.title, QPoint(4, 6))
    actions(menu)["copy.text"].trigger()
    assert QGuiApplication.clipboard().text().startswith("Succeeded, but bravo.near.get_value")
    menu.close()


def test_hostile_names_are_no_keys_and_no_markup(
    qtbot: QtBot, asked: Callable[..., Asked], reuse_window: OpenWindow
) -> None:
    window = reuse_window(f"sample:{FAILED}", "--offline")
    menu = window.context_menus._made(asked(account="<b>&Quit\t\u202ex</b>" + "a" * 80))
    text = actions(menu)["explorer.account"].text()
    assert "&&Quit" in text
    assert "\t" not in text
    assert "\u202e" not in text
    assert len(text) < 60
    menu.deleteLater()


def test_an_empty_window_has_none(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window("--offline", wait=False)
    QTest.mouseClick(window.windowHandle(), RIGHT, NONE, QPoint(300, 400))
    assert window.context_menus.menu is None
