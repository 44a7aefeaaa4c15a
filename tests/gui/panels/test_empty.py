"""The empty window: what it offers, by which keys, and in how much room."""

# covers: xccviz/gui/panels/empty.py, xccviz/gui/panels/empty_rows.py, xccviz/gui/panels/empty_side.py

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.gui.conftest import OpenWindow, sized, wait_idle
from tests.gui.looks import clipped, settle
from xccviz.gui.look.theme import dress
from xccviz.gui.panels.empty import FORMS, EmptyPage
from xccviz.gui.panels.empty_side import RECENT_SHOWN, whom
from xccviz.gui.state.memory import Recent
from xccviz.gui.state.store import AppState
from xccviz.settings.networks import NETWORKS
from xccviz.sources.files.sample import list_samples
from xccviz.values import replace


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication) -> EmptyPage:
    made = EmptyPage()
    dress(made, "light")
    qtbot.addWidget(made)
    made.resize(1440, 820)
    made.show()
    made.show_state(None, AppState())
    for _ in made.rest:
        pass
    settle()
    return made


def entry(number: int) -> Recent:
    return Recent(f"sample:{number}", f"call {number}", "success", "Succeeded.", "", "2026-11-22T13:00:00Z")


def test_samples_stand_in_groups_with_the_patterns_first(page: EmptyPage) -> None:
    named = [card.accessibleName().split(":")[0].removeprefix("Open sample ") for card in page.samples]
    groups = [next(s.group for s in list_samples() if s.name == name) for name in named]
    assert list(dict.fromkeys(groups)) == ["batch", "parallel", "callback", "elsewhere", "tokens", "mainnet"]
    assert min(groups.count(group) for group in groups) == 3
    assert len(named) == len(list_samples())
    for card in page.samples:
        assert card.height() >= card.heightForWidth(card.width())
        assert card.accessibleDescription()


def test_what_it_takes_shows_its_form_in_the_field(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window()
    empty, field = window.frame.empty, window.frame.open_bar.edit
    empty.forms[2].click()
    assert field.placeholderText() == FORMS[2][1]
    assert window.focusWidget() is field
    assert not field.text()


def test_arrows_walk_from_the_field_over_the_samples_and_return_opens(
    qtbot: QtBot, reuse_window: OpenWindow
) -> None:
    window = reuse_window()
    sized(window, 1440, 900)
    empty = window.frame.empty
    window.frame.open_bar.edit.setFocus()
    qtbot.keyClick(window.frame.open_bar.edit, Qt.Key.Key_Down)
    assert window.focusWidget() is empty.samples[0]
    for key, at in ((Qt.Key.Key_Down, 1), (Qt.Key.Key_Right, 4), (Qt.Key.Key_Up, 3), (Qt.Key.Key_Left, 0)):
        qtbot.keyClick(window.focusWidget(), key)
        assert window.focusWidget() is empty.samples[at]
    qtbot.keyClick(empty.samples[0], Qt.Key.Key_Return)
    wait_idle(qtbot, window)
    assert window.store.state.tab is not None
    assert window.store.state.tab.given == "sample:tutorial-batch-ok"


@pytest.mark.parametrize(
    ("width", "columns", "below"), [(1440, 3, False), (1000, 3, True), (700, 2, True), (560, 1, True)]
)
def test_there_are_as_many_columns_as_there_is_room_for(
    page: EmptyPage, width: int, columns: int, below: bool
) -> None:
    page.resize(width, 820)
    settle()
    heads = {card.mapTo(page, card.rect().topLeft()).x() for card in page.samples}
    assert len(heads) == columns
    last = page.samples[-1]
    side = page.side.mapTo(page, page.side.rect().topLeft())
    assert (side.y() > last.mapTo(page, last.rect().topLeft()).y()) is below
    assert page.horizontalScrollBar().maximum() == 0


def test_of_what_was_opened_the_latest_are_shown_and_all_on_demand(qtbot: QtBot, page: EmptyPage) -> None:
    state = replace(AppState(), recent=tuple(entry(n) for n in range(9)))
    page.show_state(None, state)
    settle()
    assert len(page.side.rows) == RECENT_SHOWN
    page.side.more.click()
    assert len(page.side.rows) == 9
    with qtbot.waitSignal(page.remove_wanted) as caught:
        qtbot.keyClick(page.side.rows[1], Qt.Key.Key_Delete)
    assert caught.args == [state.recent[1]]


def test_a_long_verdict_is_cut_after_two_lines_and_says_so(page: EmptyPage) -> None:
    """A name that lacks room then has that of where it came from; the tool tip tells all of it."""
    long = replace(
        entry(1),
        title="app.near." + 6 * "method_",
        verdict="Succeeded, but " + 30 * "very late " + "in the end.",
    )
    page.show_state(None, replace(AppState(), recent=(long, entry(2))))
    settle()
    cut, whole = page.side.rows[:2]
    height, shown = cut._known(cut.width())
    assert shown.endswith("…") and shown.startswith("Succeeded, but very late")
    assert whole.heightForWidth(cut.width()) < height < 2 * whole.heightForWidth(cut.width())
    cut.grab()
    assert "in the end." in cut.toolTip() and not whole.toolTip()


def test_larger_words_wrap_beside_the_samples(qtbot: QtBot) -> None:
    made = EmptyPage()
    dress(made, "light", 150)
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    made.show_state(None, replace(AppState(), recent=tuple(entry(n) for n in range(3)), text_percent=150))
    settle()
    assert clipped(made.side) == []
    right = made.side.width()
    assert all(
        each.mapTo(made.side, each.rect().topRight()).x() < right for each in made.side.findChildren(QLabel)
    )


def test_whom_a_hash_is_sent_to_is_what_the_opener_does() -> None:
    told = dict(whom(NETWORKS, "mainnet", "", offline=False, own=False))
    assert next(iter(told)) == "mainnet"
    assert told["mainnet"].startswith(str(len(NETWORKS["mainnet"].endpoints)))
    assert told["testnet"] == "if mainnet does not know it"
    assert told["localnet"] == "only when chosen"
    chosen = dict(whom(NETWORKS, "mainnet", "localnet", offline=False, own=False))
    assert next(iter(chosen)) == "localnet"
    assert chosen["mainnet"] == "only when chosen"
    assert list(dict(whom(NETWORKS, "mainnet", "", offline=True, own=False))) == ["Nobody"]
    assert list(dict(whom(NETWORKS, "mainnet", "", offline=False, own=True))) == ["The given endpoint"]


def test_of_pasting_it_says_what_it_does_in_the_bar_that_has_the_keyboard(
    qtbot: QtBot, reuse_window: OpenWindow
) -> None:
    window = reuse_window()
    settle()
    said = {label.text().replace("\u200b", "") for label in window.findChildren(QLabel) if label.isVisible()}
    assert "paste, Return opens it" in said
    bar = window.focusWidget()
    QApplication.clipboard().setText("sample:tutorial-batch-ok")
    qtbot.keyClick(bar, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert window.store.state.tab is None
    qtbot.keyClick(bar, Qt.Key.Key_Return)
    wait_idle(qtbot, window)
    assert window.store.state.tab is not None
