"""The inspector's sections: causes of slots, long batches, shares of gas, deposits, search."""

# covers: xccviz/gui/inspector/body.py, xccviz/gui/inspector/failure.py, xccviz/gui/inspector/find_bar.py
# covers: xccviz/gui/inspector/gas.py, xccviz/gui/inspector/gas_bar.py, xccviz/gui/inspector/ids.py
# covers: xccviz/gui/inspector/logs.py, xccviz/gui/inspector/raw.py, xccviz/gui/inspector/result.py
# covers: xccviz/gui/inspector/section.py

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from tests.gui.conftest import OpenWindow, node_called
from tests.gui.looks import clipped, nameless, overlapping, settle
from xccviz.document import Document
from xccviz.gui.inspector.panel import Inspector
from xccviz.gui.inspector.value_view import ValueView
from xccviz.gui.look.theme import dress
from xccviz.gui.look.widgets import ElidedLink, label
from xccviz.gui.panels.money_rows import money_rows
from xccviz.gui.state.asking import asked
from xccviz.gui.state.store import AppState
from xccviz.gui.state.tabs import open_tab
from xccviz.model.trace import Carried
from xccviz.opening.open import open_document_sync
from xccviz.values import replace

StateOf = Callable[..., AppState]
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def panel(qtbot: QtBot, qapp: QApplication) -> Inspector:
    shown = Inspector()
    dress(shown, "light")
    qtbot.addWidget(shown)
    shown.resize(360, 900)
    shown.show()
    return shown


def told(panel: Inspector) -> str:
    settle()
    return "\n".join(w.text() for w in panel.findChildren(QLabel) if w.isVisibleTo(panel)).replace(
        "\u200b", ""
    )


def document_of(state: AppState) -> Document:
    assert state.tab is not None
    return state.tab.document


def recorded(shared_data: Path, name: str) -> AppState:
    document = open_document_sync(str(shared_data / "node" / "pv86" / name / "tx_status.json")).document
    return AppState((open_tab(document, name),), 0)


def pressed(panel: Inspector, words: str) -> None:
    settle()
    next(b for b in panel.findChildren(QPushButton) if b.text().startswith(words)).click()


def test_why_a_slot_failed_is_told_as_soon_as_it_has_arrived_and_not_before(
    panel: Inspector, state_of: StateOf
) -> None:
    document = document_of(state_of())
    callback = node_called(document, "caller.near.on_multi_done")
    slot = next(r.slot for r in document.analysis.facts[callback].promise_results if r.result == "failed")
    arrival = next(
        s.n for s in document.timeline.steps if (s.kind, s.node, s.slot) == ("deliver", callback, slot)
    )
    words = f"Why slot {slot} failed (the contract could not see this):\npanicked: no value today"
    panel.show_state(None, state_of(step=arrival - 1, select=callback))
    panel.pages.chosen.emit("receipt")
    assert words not in told(panel)
    panel.show_state(None, state_of(step=arrival, select=callback))
    assert words in told(panel)


def test_with_a_look_ahead_an_answer_says_which_of_it_is_ahead(panel: Inspector, state_of: StateOf) -> None:
    document = document_of(state_of())
    callback = node_called(document, "caller.near.on_multi_done")
    made = node_called(document, "caller.near.multiple_contracts")
    history = document.timeline.history
    step = history.ran_at[made]
    state = state_of(step=step, select=callback)
    assert state.tab is not None

    def answer(ahead: bool) -> str:
        tab = asked(state.tab, "ran", callback, None, ahead=ahead)  # type: ignore[arg-type]
        panel.show_state(None, replace(state, tabs=(tab,), ahead=ahead))
        panel.pages.chosen.emit("receipt")
        return told(panel)

    arrived = max(history.arrived_at[callback, slot] for slot in range(3))
    all_there = "had all it waited for once its last slots arrived, in one block."
    made_it = "caller.near.multiple_contracts made caller.near.on_multi_done as a callback."
    now = answer(ahead=False)
    assert all_there not in now and "ahead of now" not in now and made_it in now
    later = answer(ahead=True)
    assert f"{all_there}\nStep {arrived}, ahead of now" in later
    assert f"{made_it}\nStep" not in later and made_it in later, "that was before"

    failed = next(node.id for node in document.graph.nodes if node.label.startswith("bravo.near"))
    state = state_of(step=step, select=failed)
    assert state.tab is not None
    panel.show_state(None, replace(state, ahead=True))
    settle()
    links = [b.text() for b in panel.findChildren(QPushButton) if b.isVisibleTo(panel)]
    assert "Why did this fail? (ahead of now)" in links and "Why did this run?" in links
    tab = asked(state.tab, "failed", failed, None, ahead=True)
    panel.show_state(None, replace(state, tabs=(tab,), ahead=True))
    assert "WHY DID BRAVO.NEAR.GET_VALUE FAIL?   AHEAD OF NOW" in told(panel).upper()


def test_of_a_batch_of_a_hundred_the_first_and_last_are_shown_and_the_rest_on_demand(
    panel: Inspector, shared_data: Path
) -> None:
    state = recorded(shared_data, "batch-tx-100-transfers")
    panel.show_state(None, state)
    actions = [line for line in told(panel).split("\n") if "Transfer ·" in line]
    assert [line.split(".")[0] for line in actions] == ["1", "100"]
    pressed(panel, "… 98 more actions")
    assert told(panel).count("Transfer ·") == 100
    pressed(panel, "Show fewer actions")
    assert told(panel).count("Transfer ·") == 2


def test_a_caller_shows_what_each_call_had_and_who_starved(panel: Inspector, shared_data: Path) -> None:
    state = recorded(shared_data, "callback-out-of-gas")
    assert state.tab is not None
    caller = node_called(state.tab.document, "app.near.run")
    document = state.tab.document
    panel.show_state(None, AppState((open_tab(document, "x", caller, None),), 0))
    words = told(panel)
    assert "GAS IT PASSED ON" in words
    assert "5.9 Tgas burnt, 5 Tgas attached" in words
    assert (
        "It starved: it ran out of gas while another call gave back at least as much as it had been given."
        in words
    )
    names = [b.accessibleName() for b in panel.findChildren(QPushButton)]
    assert "app.near.callback" in names


def test_a_deposit_is_told_from_payer_to_where_it_is(panel: Inspector, state_of: StateOf) -> None:
    document = document_of(state_of("delegate-inner-fails"))
    line = document.analysis.deposits[0]
    panel.show_state(None, state_of("delegate-inner-fails", select=line.node))
    assert "1 N · relayer.near → app.near.run\ncame back to bob.near: the call failed" in told(panel)
    panel.show_state(None, state_of("delegate-inner-fails", 1, line.node))
    assert "came back" not in told(panel)


def test_the_search_opens_with_the_key_keeps_what_has_the_words_and_goes(
    qtbot: QtBot, panel: Inspector, state_of: StateOf
) -> None:
    panel.show_state(None, state_of())
    before = told(panel)
    panel.setFocus()
    assert not panel.find_bar.isVisible()
    qtbot.keyClick(panel, Qt.Key.Key_F, CTRL)
    assert panel.find_bar.isVisible()
    qtbot.keyClicks(panel.find_bar.text, "no value TODAY")
    found = told(panel)
    assert "panicked: no value today" in found
    assert "IDS" not in found
    assert "1 place" in found
    panel.find_bar.text.setText("nothing of the kind")
    assert "nowhere" in told(panel)
    qtbot.keyClick(panel.find_bar.text, Qt.Key.Key_Escape)
    assert not panel.find_bar.isVisible()
    assert told(panel) == before


def test_the_search_looks_into_slots_and_raw_json(qtbot: QtBot, panel: Inspector, state_of: StateOf) -> None:
    callback = node_called(document_of(state_of()), "caller.near.on_multi_done")
    panel.show_state(None, state_of(select=callback))
    panel.begin_search()
    panel.find_bar.text.setText("delta.near")
    hidden = [panel.results.isRowHidden(i) for i in range(panel.results.rowCount())]
    assert hidden == [True, True, False]
    panel.find_bar.text.setText("gas_burnt")
    assert "nowhere" in told(panel)
    panel.find_bar.end()
    pressed(panel, "Show raw JSON")
    panel.begin_search()
    panel.find_bar.text.setText("gas_burnt")
    assert "1 place" in told(panel)
    assert panel.findChild(QPlainTextEdit).isVisibleTo(panel)


def test_raw_json_is_copied_whole(panel: Inspector, state_of: StateOf) -> None:
    panel.show_state(None, state_of())
    pressed(panel, "Show raw JSON")
    pressed(panel, "Copy raw JSON")
    assert '"gas_burnt"' in QGuiApplication.clipboard().text()


@pytest.mark.parametrize("name", ["join-of-joins", "mainnet-intents", "delegate-inner-fails"])
def test_nothing_is_cut_at_any_node(panel: Inspector, state_of: StateOf, name: str) -> None:
    widths = [320, 360, 700]
    for node in document_of(state_of(name)).graph.nodes:
        panel.show_state(None, state_of(name, select=node.id))
        for width in widths:
            panel.resize(width, 900)
            settle()
            assert panel.horizontalScrollBar().maximum() == 0
            assert nameless(panel) == []
            assert overlapping(panel) == []
            if width > 320:
                assert clipped(panel) == []
        widths.reverse()  # so that it is made narrow, then wide


def test_the_search_finds_what_is_cut_from_a_value(panel: Inspector, state_of: StateOf) -> None:
    node = node_called(document_of(state_of("mainnet-intents")), "intents.near.execute_intents")
    panel.show_state(None, state_of("mainnet-intents", select=node))
    assert "nep413" not in told(panel)  # it stands at the end of the arguments
    panel.begin_search()
    panel.find_bar.text.setText("NEP413")
    words = told(panel)
    assert "2 places" in words
    assert "ACTION" in words
    assert "GAS" not in words


@pytest.fixture
def hundred(shared_data: Path) -> AppState:
    """A batch of a hundred actions."""
    return recorded(shared_data, "batch-tx-100-transfers")


def test_what_is_not_made_yet_is_dropped_when_another_node_is_selected(
    panel: Inspector, hundred: AppState
) -> None:
    panel.show_state(None, hundred)
    pressed(panel, "… 98 more actions")
    assert panel.busy
    tab = hundred.tab
    assert tab is not None
    other = tab.document.graph.nodes[-1].id  # the gas refund
    panel.show_state(None, replace(hundred, tabs=(replace(tab, selection=other),)))
    assert "100. Transfer" not in told(panel)
    assert "IDS" in told(panel)
    assert not panel.busy


def test_a_search_that_begins_while_things_are_made_finds_all_of_them(
    panel: Inspector, hundred: AppState
) -> None:
    panel.show_state(None, hundred)
    pressed(panel, "… 98 more actions")
    assert panel.busy
    panel.begin_search()
    panel.find_bar.text.setText("TRANSFER ·")
    words = told(panel)
    assert "100 places" in words
    assert words.count("Transfer ·") == 100
    assert "GAS" not in words
    panel.find_bar.text.setText("57. transfer")
    assert told(panel).count("Transfer ·") == 1
    panel.find_bar.end()
    words = told(panel)
    assert words.count("Transfer ·") == 100
    assert "GAS" in words


def test_the_window_comes_to_its_events_between_two_pieces(panel: Inspector, hundred: AppState) -> None:
    panel.show_state(None, hundred)
    pressed(panel, "… 98 more actions")
    beats = 0
    while panel.busy:
        QApplication.processEvents()
        beats += 1
    assert beats > 1
    assert told(panel).count("Transfer ·") == 100


def test_what_a_user_signed_is_told_action_by_action(open_window: OpenWindow) -> None:
    window = open_window("sample:delegate-inner-fails")
    window.select(node_called(window.store.state.tab.document, "bob.near: Delegate"))
    settle()
    words = [view.value.text for view in window.inspector.findChildren(ValueView) if view.name == "arguments"]
    assert [json.loads(text) for text in words] == [{"do": [{"panic": "inner failure"}]}]


def test_what_a_screen_reader_says_has_no_invisible_spaces(panel: Inspector) -> None:
    words = label("a.very-long.account-name.of-somebody.near_and_more_of_it." * 3, wrap=True)
    assert "\u200b" in words.text()
    said = QAccessible.queryAccessibleInterface(words).text(QAccessible.Text.Name)
    assert said == words.text().replace("\u200b", "")


def test_a_caller_s_result_is_the_value_of_its_callback_and_leads_there(
    panel: Inspector, state_of: StateOf, qtbot: QtBot
) -> None:
    document = document_of(state_of())
    caller = node_called(document, "caller.near.multiple_contracts")
    callback = node_called(document, "caller.near.on_multi_done")
    for node in (caller, document.graph.root.id):
        panel.show_state(None, state_of(select=node))
        settle()
        views = [view for view in panel.findChildren(ValueView) if view.name == "result"]
        value = document.analysis.facts[callback].status
        assert value is not None
        assert [view.value for view in views] == [value.value]
        with qtbot.waitSignal(panel.select_wanted) as caught:
            links = [b for b in panel.findChildren(ElidedLink) if "caller.near.on_multi_done" in b.full_text]
            links[-1].click()
        assert caught.args == [callback]
    ran = max(document.timeline.of_node[callback])
    panel.show_state(None, state_of(step=ran - 1, select=caller))
    assert "not yet: it runs at step" in told(panel)
    assert not [view for view in panel.findChildren(ValueView) if view.name == "result"]


def test_equal_deposits_share_an_entry(panel: Inspector, state_of: StateOf) -> None:
    state = state_of("ft-transfer-call-ok")
    document = document_of(state)
    line = document.analysis.deposits[0]
    other = replace(line, amount=line.amount + 1)
    analysis = replace(document.analysis, deposits=(line, line, other, line))
    tab = replace(open_tab(replace(document, analysis=analysis), "x"), selection=line.node)
    panel.show_state(None, AppState((tab,), 0))
    assert told(panel).count("3 × ") == 1
    assert told(panel).count(" → ") >= 2
    rows = money_rows(document_of(AppState((tab,), 0)))
    assert next(row.cells[1] for row in rows if row.node == line.node).startswith("2 × ")


def test_of_the_transaction_key_and_nonce_stand_among_its_ids_and_of_a_receipt_who_sent_it(
    panel: Inspector, state_of: StateOf
) -> None:
    graph = document_of(state_of()).graph
    transaction = graph.trace.transaction
    panel.show_state(None, state_of(select=transaction.hash))
    ids = told(panel).partition("\nIDS\n")[2]
    assert transaction.public_key is not None
    curve, _, key = transaction.public_key.partition(":")
    assert f"public key\n{curve}:{key[:6]}…{key[-5:]}" in ids
    assert f"nonce\n{transaction.nonce}" in ids  # its last digits matter: never shortened
    buttons = {button.accessibleName(): button for button in panel.findChildren(QPushButton)}
    buttons["Copy public key"].click()
    assert QGuiApplication.clipboard().text() == transaction.public_key
    called = next(node.id for node in graph.nodes if node.label.startswith("bravo.near"))
    panel.show_state(None, state_of(select=called))
    assert "predecessor\ncaller.near" in told(panel).partition("\nIDS\n")[2]


def test_the_shard_that_sent_a_receipt_is_told_where_a_chunk_tells_it(
    panel: Inspector, state_of: StateOf
) -> None:
    state = state_of()
    document, tab = document_of(state), state.tab
    assert tab is not None
    called = next(node.id for node in document.graph.nodes if node.label.startswith("bravo.near"))
    trace = replace(document.graph.trace, carried={called: Carried(7, 4)})
    graph = replace(document.graph, trace=trace)
    document = replace(document, graph=graph)
    panel.show_state(None, AppState((replace(tab, document=document, selection=called),), 0))
    assert "sent by shard\n4" in told(panel)
