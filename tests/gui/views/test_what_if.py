"""A call is changed in the window: by hand, back again, and nothing that a contract does loses what is there."""

# covers: xccviz/gui/views/rerun/form.py, xccviz/gui/views/rerun/found.py, xccviz/gui/views/rerun/values.py
# covers: xccviz/gui/views/rerun/calls.py, xccviz/gui/views/rerun/head.py, xccviz/gui/views/rerun/missing.py
# covers: xccviz/gui/views/rerun/code.py, xccviz/gui/state/what_if.py, xccviz/gui/state/asked_again.py
# covers: xccviz/gui/state/host_at.py
# covers: xccviz/gui/replay_intents.py, xccviz/gui/inspector/host_call.py, xccviz/words/host_pages.py
# covers: xccviz/gui/tasks/replay_session.py, xccviz/gui/tasks/replay_files.py

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from tests.gui.conftest import OpenWindow, node_called, sized
from tests.gui.looks import settle
from tests.gui.views.test_replay import CALLBACK, SAMPLE, ran, told, view_of

pytest.importorskip("wasmtime", reason="the extra replay is not installed")

from tests.rerun.calls import CALLER, Here
from tests.vm.hosts import wasm
from xccviz.gui.state.rerunning import rerun_of
from xccviz.gui.views.replay import ReplayView
from xccviz.gui.views.rerun.missing import Told
from xccviz.gui.window import MainWindow
from xccviz.model.amounts import format_gas_whole
from xccviz.rerun.facts import facts_of
from xccviz.rerun.sandbox import SandboxFailed
from xccviz.rerun.types import Changes
from xccviz.values import replace
from xccviz.vm.call import call
from xccviz.words.replays import bytes_words

ENDLESS = '(module (func (export "on_multi_done") (loop (br 0))))'
MANY = """(module (import "env" "prepaid_gas" (func $gas (result i64)))
    (import "env" "storage_usage" (func $usage (result i64))) (func (export "on_multi_done") (local $n i32)
    (loop $more (drop (call $gas)) (drop (call $gas)) (local.set $n (i32.add (local.get $n) (i32.const 1)))
    (br_if $more (i32.lt_u (local.get $n) (i32.const 5000))))))"""


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Contracts run in this process: starting one takes longer than the runs."""
    monkeypatch.setattr("xccviz.opening.sandboxes.sandbox_for", Here)


def done(qtbot: QtBot, window: MainWindow) -> ReplayView:
    """Once what the form says was run."""

    def is_done() -> bool:
        run = window.store.state.rerun
        return run is not None and not run.running and run.told == run.wanted

    qtbot.waitUntil(is_done, timeout=20_000)
    settle()
    return view_of(window)


def asked(qtbot: QtBot, window: MainWindow, **changes: Any) -> ReplayView:
    window.intents.ask_again(lambda one: replace(one, changes=replace(one.changes, **changes)))
    return done(qtbot, window)


def rows(view: ReplayView) -> list[tuple[str, ...]]:
    assert view.found is not None
    source = view.found.list.rows.source
    return [source.row(n).cells for n in range(len(source))]


def inspected(window: MainWindow) -> str:
    settle()
    found = window.docks.panels["inspector"].findChildren(QLabel)
    return "\n".join(each.text().replace("\u200b", "") for each in found if each.isVisible())


def choose(line: Any, at: int) -> None:
    line.choice.setCurrentIndex(at)
    line.choice.activated.emit(at)


def test_a_slot_is_changed_and_changed_back(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(SAMPLE)
    view = ran(qtbot, window, CALLBACK)
    assert view.form is not None and view.found is not None and not view.found.isVisibleTo(view)
    line = view.form.slots.by_key[0]
    assert line.was.full_text == '"value of alpha.near"'
    choose(line, 1)
    done(qtbot, window)
    assert view.found.isVisibleTo(view) and "1 change" in told(view)
    assert view.found.told.full_text == "5 differences; it would still succeed"
    assert [cells[1:] for cells in rows(view)] == [
        ("promise_result(0)", 'Successful: "value of alpha.near"', "Failed"),
        ("returned $[0].Err", "nothing", "failed"),
        ("returned $[0].Ok", '"value of alpha.near"', "nothing"),
        ("host calls", "16", "14 −2"),
        ("gas of its code", "203,782,276,215", "193,907,849,046 −9,874,427,169"),
        ("same in both", "state: nothing written · promises: none · logs: none"),
    ]
    # other bytes, typed; what can't be read is said, and nothing is run of it
    choose(line, 2)
    QTest.keyClick(line.field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(line.field, "hex:zz")
    QTest.keyClick(line.field, Qt.Key.Key_Return)
    assert line.why.isVisibleTo(view) and line.why.text() == "no hex that can be read"
    QTest.keyClick(line.field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(line.field, '"5"')
    QTest.keyClick(line.field, Qt.Key.Key_Return)
    done(qtbot, window)
    assert rows(view)[0][1:] == ("promise_result(0)", 'Successful: "value of alpha.near"', 'Successful: "5"')
    # back twice, on once, and the link
    undo = window.actions_by_id["edit.undo"]
    assert undo.isEnabled() and undo.text() == "&Undo what if"
    undo.trigger()
    done(qtbot, window)
    assert rows(view)[0][3] == "Failed"
    window.actions_by_id["edit.redo"].trigger()
    done(qtbot, window)
    assert rows(view)[0][3] == 'Successful: "5"'
    line.undo.click()
    done(qtbot, window)
    assert not view.found.isVisibleTo(view) and "1 change" not in told(view)


def test_what_was_so_already_is_said_and_is_no_change(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(SAMPLE)
    view = ran(qtbot, window, CALLBACK)
    run = window.store.state.rerun
    assert view.form is not None and view.found is not None and run is not None and run.answer is not None
    form, call = view.form, run.answer.replay.subject.call
    choose(form.slots.by_key[1], 1)
    done(qtbot, window)
    assert rows(view) == [("=", "no change", "slot 1 was failed already")]
    assert (
        view.found.told.full_text == "Nothing would have been different."
        and "change" not in form.count.text()
    )
    assert form.slots.by_key[1].choice.currentIndex() == 1 and not form.slots.by_key[1].property("changed")
    form.gas.given.emit(call.gas)
    form.args.given.emit(call.args)
    form.deposit.given.emit(0)
    choose(form.keys.by_key[b"STATE"], 1)
    same = run.document.raw.documents and run.answer.replay.code_hash
    code = facts_of(run.document.raw.documents).codes[same or ""]
    asked(qtbot, window, code=code)
    assert [cells[2].partition(" already")[0] for cells in rows(view)] == [
        "slot 1 was failed",
        f"the arguments were {bytes_words(call.args or b'')}",
        "the deposit was 0 N",
        f"its gas was {format_gas_whole(call.gas)}",
        "its code was this one",
        "STATE in its storage was absent",
    ]
    assert "change" not in form.count.text() and not form.code.property("changed")
    assert not any(one.property("changed") for one in (form.gas, form.args, form.deposit))
    assert not form.keys.by_key[b"STATE"].property("changed")
    # one that is another beside them
    choose(form.slots.by_key[0], 1)
    done(qtbot, window)
    assert form.count.full_text == "1 change" and form.slots.by_key[0].property("changed")
    assert rows(view)[0][1] == "promise_result(0)" and (
        "=",
        "no change",
        "slot 1 was failed already",
    ) in rows(view)
    form.slots.by_key[1].undo.click()
    done(qtbot, window)
    assert "slot 1 was failed already" not in told(view)


WAITS = """(module (import "env" "prepaid_gas" (func $gas (result i64)))
    (func (export "on_multi_done") (drop (call $gas)) (loop (br 0))))"""


def test_where_a_run_ends_in_its_own_code_is_seen(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(SAMPLE)
    view = ran(qtbot, window, CALLBACK)

    def listed() -> list[tuple[str, ...]]:
        source = view.list.rows.source
        return [source.row(n).cells for n in range(len(source))][-17:]

    assert "it ends here" not in [cells[1] for cells in listed() if len(cells) > 1]
    ends = ("", "it ends here", "Exceeded the prepaid gas.", "164.719185 T")
    for code, hollow in ((ENDLESS, 8), (WAITS, 7)):
        asked(qtbot, window, code=wasm(code))
        window.intents.list_changed_calls(True)
        settle()
        rows = [cells for cells in listed() if len(cells) > 1]
        assert rows.count(ends) == 1
        at = rows.index(ends)
        assert all(cells[0] == "" for cells in rows[at:]) and len(rows[at + 1 :]) == hollow
        assert view.calls.gas.accessibleName() == "164.719185 T of 164.719185 T gas used"
    (first,) = view.list.rows.source.of_node("1")
    view.list.setCurrentIndex(view.list.rows.index(first, 0))
    assert view.calls.gas.accessibleName().endswith(" T of 164.719185 T gas used")
    view.list.setCurrentIndex(view.list.rows.index(first + 1, 0))
    assert view.calls.gas.accessibleName().startswith("164.719185 T of ")
    # found by its words; what has none of them is not shown
    view.head.field.setText("ends here")
    assert listed()[-1] == ends
    view.head.field.setText("prepaid_gas")
    assert ends not in listed()
    view.head.field.setText("")


def test_the_keyboard_goes_through_what_differs_and_the_page_of_a_host_call(
    qtbot: QtBot, reuse_window: OpenWindow
) -> None:
    window = reuse_window(SAMPLE)
    view = ran(qtbot, window, CALLBACK)
    assert view.found is not None
    asked(qtbot, window, slots={0: None})
    view.list.setFocus()
    QTest.keyClick(view.list, Qt.Key.Key_D)
    assert view.found.list.currentIndex().row() == 0
    page = inspected(window)
    assert "promise_result(0)" in page and "host call 9 of 16 · caller.near.on_multi_done" in page
    assert '"value of alpha.near"' in page and "Failed" in page and "00000  22 76" not in page
    for part in ("3 × base", "794,304,333", "9,040,055,880", "264,768,111", "182,210,155,773"):
        assert part in page
    QTest.keyClick(view.found.list, Qt.Key.Key_H)
    assert "00000  22 76" in inspected(window)
    for _ in range(5):
        QTest.keyClick(view.found.list, Qt.Key.Key_D)
    assert view.found.list.currentIndex().row() == 0  # from the last to the first
    QTest.keyClick(view.found.list, Qt.Key.Key_D, Qt.KeyboardModifier.ShiftModifier)
    assert view.found.list.currentIndex().row() == 4
    QApplication.clipboard().clear()
    view.found.copy.click()
    assert "| 1 | promise_result(0) |" in QApplication.clipboard().text()
    view.head.whose.buttons[True].click()
    settle()
    assert [view.list.rows.source.row(n).cells[2] for n in range(14, 16)] == ["0 → Failed", "1 → Failed"]
    view.list.stand_at(14)
    settle()
    back = [each for each in window.docks.panels["inspector"].findChildren(QPushButton) if each.isVisible()]
    assert "what if" in inspected(window)
    next(each for each in back if each.text().startswith("back to")).click()
    assert "host call" not in inspected(window)


def test_what_a_form_says_goes_along_with_its_tab(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(SAMPLE, "sample:tutorial-batch-ok")
    window.intents.choose_tab(0)
    ran(qtbot, window, CALLBACK)
    tab = window.store.state.tab
    assert tab is not None
    asked(qtbot, window, slots={0: None})
    asked(qtbot, window, slots={0: None, 1: b"1"})
    window.intents.close_tab(0)
    settle()
    assert not any(run.key == tab.key for run in window.store.state.reruns)
    window.intents.reopen_tab()
    done(qtbot, window)
    run = rerun_of(window.store.state)
    assert run is not None and run.told == run.asked and run.asked is not None
    assert run.asked.changes.slots == {0: None, 1: b"1"} and run.answer is not None
    window.intents.undo()
    window.intents.move_to_window(0)
    other = window.windows.open[-1]
    assert isinstance(other, MainWindow)
    done(qtbot, other)
    run = rerun_of(other.store.state)
    assert run is not None and run.asked is not None and run.answer is not None
    assert run.asked.changes.slots == {0: None} and len(run.done) == 1 and run.answer.what_if is not None
    assert not any(run.key == tab.key for run in window.store.state.reruns)
    other.close()


def test_a_run_that_ends_with_a_bug_runs_no_more(
    qtbot: QtBot, reuse_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = reuse_window(SAMPLE)
    view = ran(qtbot, window, CALLBACK)

    def broken(*_: object) -> None:
        raise TypeError("no answer")

    with monkeypatch.context() as patch, qtbot.captureExceptions() as raised:
        patch.setattr("xccviz.gui.tasks.replay_session.Session.run", broken)
        window.intents.ask_again(lambda one: replace(one, changes=Changes(slots={0: None})))
        done(qtbot, window)
    assert [error for _, error, _ in raised if str(error) == "no answer"]
    assert "the run was ended" in told(view) and view.form is not None and view.form.run.text() == "Run"
    window.intents.run_what_if()
    window.replaying.again()
    done(qtbot, window)
    assert "the run was ended" not in told(view) and "1 change" in told(view)


def test_who_walks_through_host_calls_fills_no_form_anew(
    qtbot: QtBot, reuse_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = reuse_window(SAMPLE)
    view = ran(qtbot, window, CALLBACK)
    assert view.form is not None
    filled: list[object] = []
    monkeypatch.setattr(view.form, "_fill_keys", lambda: filled.append(None))
    for row in (10, 11, 12):
        view.list.stand_at(row)
    window.intents.turn_hex()
    settle()
    run = window.store.state.rerun
    assert run is not None and run.row == view.calls.shown[2].place and filled == []
    window.intents.run_on_every_change(False)
    assert filled and not view.form.each.isChecked()


def test_on_demand_each_slot_and_the_least_gas(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(SAMPLE)
    view = ran(qtbot, window, CALLBACK)
    assert view.form is not None
    view.form.each.click()
    view.form.each_slot.click()
    view.form.least_gas.click()
    run = window.store.state.rerun
    assert run is not None and not run.running and run.told != run.asked
    assert view.form.run.property("look") == "primary"
    view.list.setFocus()
    QTest.keyClick(view.list, Qt.Key.Key_F5)
    done(qtbot, window)
    said = [" ".join(cells) for cells in rows(view)]
    assert said[0] == "What if a slot failed" and said[1].startswith(" slot 0 still succeeds: returns [{")
    assert said[2].startswith(" slot 1 (as on the chain) still succeeds")
    assert said[4] == "The least gas" and "or more it ends the same; it was given 165 Tgas." in said[5]


def test_beside_the_least_gas_stands_which_receipt_would_get_less(
    qtbot: QtBot, reuse_window: OpenWindow
) -> None:
    window = reuse_window(SAMPLE)
    assert ran(qtbot, window, CALLER).form is not None
    window.intents.ask_again(lambda one: replace(one, gas=True))
    said = [" ".join(cells) for cells in rows(done(qtbot, window))]
    assert said[-1].startswith(" receipts With the least, 1 receipt that it makes gets less gas: ")


def test_the_gas_of_a_call_that_gave_some_away_is_of_all_that_it_used(
    qtbot: QtBot, reuse_window: OpenWindow
) -> None:
    """Its weight took what was left of 200 Tgas."""
    calls = ran(qtbot, reuse_window(SAMPLE), CALLER).calls
    calls.list.stand_at(calls.list.rows.rowCount() - 1)
    assert calls.gas.accessibleName() == "55.276747 T of 200.000000 T gas used"


def test_receipts_of_a_what_if_are_listed_and_never_sent(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(SAMPLE)
    view = ran(qtbot, window, CALLER)
    asked(qtbot, window, gas=150 * 10**12)
    said = [" ".join(cells) for cells in rows(view)]
    assert said[0].startswith("1 gas given 200 Tgas 150 Tgas")
    at = next(n for n, words in enumerate(said) if words.startswith("It would make 4 receipts"))
    assert "never sent" in said[at] and said[at + 1].startswith("0 alpha.near get_value(")
    asked(qtbot, window, gas=None, args=b"{}")
    said = [" ".join(cells) for cells in rows(view)]
    assert any(words.startswith("3 receipt[0] alpha.near get_value(") for words in said)
    assert any("missing field" in words for words in said)
    # a row leads to the receipt, and the receipt to its row
    tab = window.store.state.tab
    assert tab is not None
    bravo = node_called(tab.document, "bravo.near.get_value")
    window.select(bravo)
    caller = node_called(tab.document, CALLER)
    window.intents.show_host_call(caller, "receipt", bravo)
    settle()
    run = rerun_of(window.store.state)
    assert run is not None and window.selectedNode == caller and run.row is not None
    assert "promise_batch_create" in inspected(window) and "receipt: bravo.near.get_value" in {
        each.text() for each in window.docks.panels["inspector"].findChildren(QPushButton)
    }
    assert view.list.currentIndex().isValid()


@pytest.mark.parametrize("why", ["time", "memory"])
def test_what_does_not_end_is_told_and_nothing_is_lost(
    qtbot: QtBot, reuse_window: OpenWindow, monkeypatch: pytest.MonkeyPatch, why: Any
) -> None:
    window = reuse_window(SAMPLE)
    view = ran(qtbot, window, CALLBACK)
    before = len(view.list.rows.source)

    def stuck(self: Here, code: bytes, *given: Any) -> Any:
        if code.startswith(b"\0asm") and len(code) < 200:
            raise SandboxFailed(why)
        return call(code, *given)

    monkeypatch.setattr(Here, "call", stuck)
    asked(qtbot, window, code=wasm(ENDLESS))
    words = {"time": "the run took too long and was ended", "memory": "needed more memory than it is allowed"}
    assert words[why] in told(view) and len(view.list.rows.source) == before
    assert "as on chain" in told(view) and "1 change" in told(view)
    window.intents.undo()
    done(qtbot, window)
    assert words[why] not in told(view)


def test_a_run_that_goes_on_blocks_nothing_and_can_be_cancelled(
    qtbot: QtBot, reuse_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = reuse_window(SAMPLE)
    view = ran(qtbot, window, CALLBACK)
    assert view.form is not None
    ended, begun = threading.Event(), threading.Event()

    def endless(self: Here, code: bytes, *given: Any) -> Any:
        if len(code) > 200:
            return call(code, *given)
        begun.set()
        ended.wait(20)
        raise SandboxFailed("ended")

    monkeypatch.setattr(Here, "call", endless)
    monkeypatch.setattr(Here, "end", lambda self: ended.set())
    before = len(view.list.rows.source)
    window.intents.ask_again(lambda one: replace(one, changes=Changes(code=wasm(ENDLESS))))
    qtbot.waitUntil(begun.is_set)
    assert "running it" in told(view) and len(view.list.rows.source) == before
    view.list.stand_at(10)
    assert "current_account_id" in inspected(window)
    assert view.form.run.text() == "Cancel"
    view.form.run.click()
    assert "the run was ended" in told(view) and "1 change" in told(view) and ended.is_set()
    assert len(view.list.rows.source) == before and view.form.run.text() == "Run"
    window.intents.undo()
    done(qtbot, window)
    assert "as on chain" in told(view) and "1 change" not in told(view)


def test_an_endless_loop_ends_by_its_gas_and_ten_thousand_calls_fold(
    qtbot: QtBot, reuse_window: OpenWindow
) -> None:
    window = reuse_window(SAMPLE)
    view = ran(qtbot, window, CALLBACK)
    asked(qtbot, window, code=wasm(ENDLESS), gas=10**12)
    assert view.found is not None and view.found.told.full_text.endswith(
        "it would fail: Exceeded the prepaid gas."
    )
    window.intents.list_changed_calls(True)
    settle()
    # the calls that it does not come to are hollow
    loading, hollow = (view.list.rows.source.row(n) for n in (9, 11))
    assert loading.cells[1:] == ("load the contract", f"{len(wasm(ENDLESS)):,} bytes", "0.000088 T")
    assert (hollow.cells[:2], hollow.tone) == (("", "current_account_id"), "faint")
    asked(qtbot, window, code=wasm(MANY), gas=None)
    source = view.list.rows.source
    assert len(source) == 11 and source.row(10).cells[1] == "prepaid_gas × 10,000"
    assert len(source.children(10)) == 10_000
    view.list.stand_at(10)
    assert "10,000 calls, one after the other" in inspected(window)
    # unfolded, each of them is a place of its own
    QTest.keyClick(view.list, Qt.Key.Key_Right)
    QTest.keyClick(view.list, Qt.Key.Key_Down)
    QTest.keyClick(view.list, Qt.Key.Key_Down)
    run = window.store.state.rerun
    assert run is not None and run.row == (2, 1)
    assert "host call 2 of 10,000" in inspected(window) and view.list.node == "2"
    assert view.calls.gas.accessibleName().startswith("0.000745 T of ")


def test_what_is_missing_is_given_by_hand(
    qtbot: QtBot, reuse_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = reuse_window("sample:tutorial-parallel-3-ok", "--offline")
    view = ran(qtbot, window, CALLBACK)
    assert view.form is not None and "missing: the code of caller.near" in told(view)
    assert view.form.isVisibleTo(view) and "not at hand" in view.form.code.hash.full_text
    wrong = tmp_path / "wrong.wasm"
    wrong.write_bytes(b"no module")
    window.replay_files.take("code", str(wrong))
    qtbot.waitUntil(lambda: window.store.state.problem is not None)
    problem = window.store.state.problem
    assert problem is not None and "is no WebAssembly module" in problem.message
    other, state = tmp_path / "other.wasm", tmp_path / "state.json"
    other.write_bytes(wasm(ENDLESS))
    state.write_text("[]")
    window.intents.dismiss_problem()
    window.replay_files.take("code", str(other))
    window.replay_files.take("state", str(state))  # both are read
    qtbot.waitUntil(lambda: window.store.state.problem is not None)
    qtbot.waitUntil(lambda: "other.wasm" in view.form.code.said.text())  # type: ignore[union-attr]
    done(qtbot, window)
    assert "missing: the code" in told(view)  # it is not what ran
    window.intents.dismiss_problem()


def test_another_endpoint_is_asked(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window("sample:tutorial-parallel-3-ok", "--offline")
    ran(qtbot, window, CALLBACK)
    run = window.store.state.rerun
    assert run is not None
    page, asked_of = Told(), list[str]()
    qtbot.addWidget(page)
    page.fetch_wanted.connect(asked_of.append)
    page.show_run(run, offline=False)
    links = {each.text(): each for each in page.findChildren(QPushButton)}
    links["Fetch what is missing"].click()
    assert not page.findChildren(QLineEdit)
    page.show_run(replace(run, fetching=True), offline=False)
    field = page.findChild(QLineEdit, "askAnotherEndpoint")
    assert "archival" in field.placeholderText()
    for text in ("ftp://a.example", "https://archive.example"):
        field.setText(text)
        field.editingFinished.emit()
    assert asked_of == ["", "https://archive.example"]


def test_a_small_window_shows_a_part_at_a_time(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(SAMPLE)
    view = ran(qtbot, window, CALLBACK)
    asked(qtbot, window, slots={0: None})
    assert view.form is not None and view.found is not None
    sized(window, 800, 600)
    settle()
    assert window.width() == 800
    parts = (view.calls, view.form, view.found)
    assert [part.isVisibleTo(view) for part in parts] == [True, False, False]
    view.head.part.buttons["form"].click()
    assert [part.isVisibleTo(view) for part in parts] == [False, True, False]
    QTest.keyClick(view, Qt.Key.Key_D)
    assert [part.isVisibleTo(view) for part in parts] == [False, False, True]


def test_which_call_of_a_batch(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window("sample:tutorial-batch-ok", "--offline")
    tab = window.store.state.tab
    assert tab is not None
    receipts = [node for node in tab.document.graph.nodes if node.kind == "action_receipt"]
    batch = next(n for n in receipts if sum(a.kind == "FunctionCall" for a in n.actions) > 1)
    view = ran(qtbot, window, batch.label)
    assert view.head.action.isVisibleTo(view)
    view.head.action.activated.emit(1)
    done(qtbot, window)
    run = window.store.state.rerun
    assert run is not None and run.answer is not None
    assert run.answer.replay.subject.action == view.head.action.itemData(1) == view.head.action.currentData()
