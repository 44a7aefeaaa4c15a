"""Each panel alone: a state goes in, words and widgets come out, intents are emitted."""

# covers: xccviz/gui/look/widgets.py, xccviz/gui/panels/await_table.py, xccviz/gui/panels/empty.py
# covers: xccviz/gui/panels/notices.py, xccviz/gui/panels/step_strip.py, xccviz/gui/panels/verdict.py
# covers: xccviz/gui/panels/step_slider.py

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.analysis.trust.answers import answer, blocks, document
from tests.gui.conftest import BATCH, FAILED, node_called
from tests.gui.looks import settle
from xccviz.gui.commands import move_command
from xccviz.gui.inspector.panel import Inspector
from xccviz.gui.look.widgets import label
from xccviz.gui.panels.await_table import BELOW, AwaitTable, column_widths, squares_shown
from xccviz.gui.panels.empty import EmptyPage
from xccviz.gui.panels.notices import ProblemStrip, ProgressStrip
from xccviz.gui.panels.open_bar import OpenBar
from xccviz.gui.panels.step_strip import StepStrip
from xccviz.gui.panels.verdict import VerdictStrip
from xccviz.gui.state.store import AppState, JobState, OpenTab, ProblemState
from xccviz.gui.state.tabs import open_tab
from xccviz.replay.moves import MOVES
from xccviz.sources.files.sample import list_samples
from xccviz.values import replace

StateOf = Callable[..., AppState]
LEFT = Qt.MouseButton.LeftButton


def words(panel: QWidget) -> str:
    """All text the panel shows, as one; Qt shows new children when it is back in its loop."""
    settle()
    QApplication.sendPostedEvents()
    shown = [w.text() for w in panel.findChildren(QLabel) if w.isVisibleTo(panel)]
    return "\n".join(shown).replace("\u200b", "")


def front(state: AppState) -> OpenTab:
    tab = state.tab
    assert tab is not None
    return tab


def show(qtbot: QtBot, panel: QWidget, width: int = 360, height: int = 700) -> None:
    qtbot.addWidget(panel)
    panel.resize(width, height)
    panel.show()


def test_every_label_is_plain_text(qtbot: QtBot, state_of: StateOf) -> None:
    verdict, inspector = VerdictStrip(), Inspector()
    for panel in (verdict, inspector):
        show(qtbot, panel)
        panel.show_state(None, state_of())
        labels = panel.findChildren(QLabel)
        assert labels
        assert all(text.textFormat() == Qt.TextFormat.PlainText for text in labels)


def test_markup_and_bidi_controls_are_shown_not_obeyed(qtbot: QtBot) -> None:
    text = label("<b>bold</b> \u202egnp.exe", wrap=True)
    qtbot.addWidget(text)
    assert "<b>bold</b>" in text.text()
    assert "⟨U+202E⟩" in text.text()


def test_a_copy_holds_no_character_that_was_not_there(qtbot: QtBot) -> None:
    given = "4kRtmBcTx6M52apMFVRaPSDbv96fAne39YnQRN8xFDWp of oracle-b.price-feeds.near"
    text = label(given, wrap=True, selectable=True)
    qtbot.addWidget(text)
    text.show()
    text.setSelection(0, len(text.text()))
    qtbot.keyClick(text, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == given


def test_the_verdict_strip_speaks_of_the_end(qtbot: QtBot, state_of: StateOf) -> None:
    strip = VerdictStrip()
    show(qtbot, strip, 1200, 60)
    strip.show_state(None, state_of(step=2))
    title = strip.title.text().replace("\u200b", "")
    assert title.startswith("Succeeded, but bravo.near.get_value panicked: no value today.")
    chips = [b.text() for b in strip.findChildren(QPushButton)]
    assert "1 failed call" in chips
    assert any("burnt" in chip for chip in chips)
    assert any(chip.startswith("fee") for chip in chips)
    assert "5 blocks" in chips
    strip.show_state(None, AppState())
    assert not strip.isVisible()


def test_in_a_low_window_the_verdict_explains_itself_in_one_line(qtbot: QtBot, state_of: StateOf) -> None:
    window = QWidget()
    strip = VerdictStrip()
    strip.setParent(window)
    strip.resize(500, 100)
    show(qtbot, window, 500, 800)
    strip.show_state(None, state_of())
    assert strip.explanation.isVisible() and not strip.brief.isVisible()
    window.resize(500, 600)
    assert strip.brief.isVisible() and not strip.explanation.isVisible()
    assert strip.brief.full_text == "caller.near.on_multi_done got Failed in slot 1."
    window.resize(500, 800)
    assert strip.explanation.isVisible() and not strip.brief.isVisible()


def test_what_is_proven_and_what_contradicts_itself_says_so(qtbot: QtBot, state_of: StateOf) -> None:
    strip, inspector = VerdictStrip(), Inspector()
    show(qtbot, strip, 1200, 60)
    show(qtbot, inspector)
    result = answer()
    proven = replace(state_of(), tabs=(open_tab(document(result, blocks()), "proven"),))
    strip.show_state(None, proven)
    inspector.show_state(None, proven)
    assert "proven" in [b.text() for b in strip.findChildren(QPushButton)]
    qtbot.waitUntil(lambda: "Proven: the next block's header holds this outcome." in words(inspector))
    result["receipts_outcome"][3]["outcome"]["gas_burnt"] += 1
    strip.show_state(None, replace(state_of(), tabs=(open_tab(document(result, blocks()), "altered"),)))
    assert strip.title.text().replace("\u200b", "").startswith("This contradicts itself")
    assert "contradictory" in [b.text() for b in strip.findChildren(QPushButton)]


def test_the_failed_chip_asks_for_the_root_cause(qtbot: QtBot, state_of: StateOf) -> None:
    strip = VerdictStrip()
    show(qtbot, strip, 1200, 60)
    state = state_of()
    strip.show_state(None, state)
    chip = next(b for b in strip.findChildren(QPushButton) if b.text() == "1 failed call")
    with qtbot.waitSignal(strip.select_wanted) as caught:
        qtbot.mouseClick(chip, LEFT)
    assert caught.args == [front(state).document.analysis.verdict.root_causes[0]]


def test_the_inspector_tells_a_failure_in_words(qtbot: QtBot, state_of: StateOf) -> None:
    panel = Inspector()
    show(qtbot, panel)
    panel.show_state(None, state_of())
    told = words(panel)
    assert "bravo.near.get_value" in told
    assert "panicked: no value today" in told
    assert "caller.near.on_multi_done received the failure and succeeded." in told
    assert "1.150 Tgas" in told
    assert "10 Tgas" in told
    assert "handled" not in told
    assert not panel.results.isVisible()


def test_the_inspector_of_the_past_does_not_know_the_future(qtbot: QtBot, state_of: StateOf) -> None:
    panel = Inspector()
    show(qtbot, panel)
    state = state_of()
    callback = node_called(front(state).document, "caller.near.on_multi_done")
    ran_at = front(state).document.timeline.of_node[callback][-1]
    panel.show_state(None, state_of(step=ran_at - 2, select=callback))
    told = words(panel)
    assert f"not yet: step {ran_at}" in told
    assert "not yet" in told
    assert '"Ok"' not in told
    panel.show_state(None, state_of(select=callback))
    assert '"Ok"' in words(panel)


def test_a_batch_lists_its_actions_with_their_ends(qtbot: QtBot, state_of: StateOf) -> None:
    panel = Inspector()
    show(qtbot, panel)
    panel.show_state(None, state_of(BATCH))
    told = words(panel)
    assert "step_one · rolled back · 30 Tgas attached" in told
    assert "step_two · failed · 30 Tgas attached" in told


def test_ids_are_copied_whole_and_raw_json_unfolds(qtbot: QtBot, state_of: StateOf) -> None:
    panel = Inspector()
    show(qtbot, panel, height=1400)
    state = state_of()
    panel.show_state(None, state)
    settle()
    copy = next(b for b in panel.findChildren(QPushButton) if b.accessibleName() == "Copy receipt")
    copy.click()
    assert QGuiApplication.clipboard().text() == front(state).selection
    assert not panel.findChildren(QPlainTextEdit)
    raw = next(b for b in panel.findChildren(QPushButton) if "raw JSON" in b.text())
    raw.click()
    settle()
    text = panel.findChild(QPlainTextEdit)
    assert '"receipt_id"' in text.toPlainText()
    assert text.isReadOnly()


def test_a_long_account_does_not_widen_the_inspector(qtbot: QtBot, state_of: StateOf) -> None:
    panel = Inspector()
    show(qtbot, panel, 320)
    state = state_of()
    panel.show_state(None, state)
    panel.name.setText("x" * 10)
    for name in (
        "mainnet-intents",
        "mainnet-hidden-failure",
        "mainnet-yield-then-call",
        "delegate-inner-fails",
    ):
        state = state_of(name)
        for node in front(state).document.graph.nodes:
            panel.show_state(None, state_of(name, select=node.id))
            assert not [w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not panel]
            assert panel.widget().minimumSizeHint().width() <= panel.viewport().width(), (name, node.label)


@pytest.mark.parametrize("name", [s.name for s in list_samples()])
def test_every_node_of_every_sample_can_be_inspected_at_its_start_and_end(
    qtbot: QtBot, state_of: StateOf, name: str
) -> None:
    panel = Inspector()
    show(qtbot, panel)
    for step in (0, None):
        for node in front(state_of(name)).document.graph.nodes:
            panel.show_state(None, state_of(name, step, node.id))
            assert panel.name.text()
            assert panel.subtitle.text()


def test_the_await_table_says_who_waits_for_what(qtbot: QtBot, state_of: StateOf) -> None:
    table = AwaitTable()
    qtbot.addWidget(table)
    told = set()
    for step in range(16):
        state = state_of(step=step)
        table.show_state(None, state)
        assert table.isHidden() == (not front(state).moment.waiting)
        if front(state).moment.waiting:
            cells = (table.model().index(0, c) for c in range(table.model().columnCount()))
            told |= {f"{cell.data()} {cell.data(BELOW)}" for cell in cells}
    all_words = " | ".join(sorted(told))
    assert "Failed" in all_words
    assert "in flight" in all_words
    assert "caller.near.on_multi_done" in all_words


def test_no_caption_of_the_await_table_is_cut(qtbot: QtBot, state_of: StateOf) -> None:
    table = AwaitTable()
    show(qtbot, table, 900, 80)
    table.show_state(None, state_of(step=6))
    header, model = table.horizontalHeader(), table.model()
    edges = table.width() - table.viewport().width()
    assert header.count() == 5
    hints = [header.sectionSizeHint(column) for column in range(5)]
    needed = hints[0] + 3 * max(hints[1:4]) + hints[4]  # slots are all as wide
    for width, caption in ((800, "SLOT 0"), (needed, "SLOT 0"), (needed - 1, "0"), (800, "SLOT 0")):
        table.resize(width + edges, 80)
        assert model.headerData(1, Qt.Orientation.Horizontal) == caption
        assert model.headerData(1, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole) == "SLOT 0"
        assert all(header.sectionSize(column) >= header.sectionSizeHint(column) for column in range(5))
        assert header.length() <= table.viewport().width()


@pytest.mark.parametrize("width", range(100, 800, 37))
def test_columns_share_the_width_and_none_is_narrower_than_its_caption(width: int) -> None:
    least = (100, 55, 55, 90)
    found = column_widths(width, int(width * 0.34), int(width * 0.3), least)
    assert all(wide >= narrow for wide, narrow in zip(found, least, strict=True))
    assert sum(found) <= max(width, 100 + 2 * 55 + 90)
    assert sum(found) >= width - 1


def actions(owner: QMainWindow, ran: list[str]) -> dict[str, QAction]:
    """An action a move, which only writes down that it was taken."""
    made = {}
    for command in map(move_command, MOVES):
        made[command.id] = action = QAction(command.text, owner)
        action.triggered.connect(lambda _checked=False, name=command.id: ran.append(name))
    return made


def test_the_step_strip_tells_and_asks(qtbot: QtBot, state_of: StateOf) -> None:
    owner = QMainWindow()
    qtbot.addWidget(owner)
    ran: list[str] = []
    strip = StepStrip(actions(owner, ran))
    owner.setCentralWidget(strip)
    owner.resize(900, 120)
    owner.show()
    strip.show_state(None, state_of(step=9))
    assert "tep 9 of 15, in the past" in strip.place.text()
    assert strip.slider.value() == 9
    with qtbot.waitSignal(strip.step_wanted) as caught:
        strip.slider.setValue(4)
    assert caught.args == [4]
    for name in ("stepFirst", "stepBack", "stepForward", "stepLast", "nextCallback", "nextFailure"):
        qtbot.mouseClick(strip.findChild(QWidget, name), LEFT)
    assert ran == ["stepFirst", "stepBack", "stepForward", "stepLast", "nextCallback", "nextFailure"]
    strip.show_state(None, AppState())
    assert not strip.isVisible()


def test_rendering_the_slider_asks_for_nothing(qtbot: QtBot, state_of: StateOf) -> None:
    owner = QMainWindow()
    qtbot.addWidget(owner)
    strip = StepStrip(actions(owner, []))
    owner.setCentralWidget(strip)
    asked: list[int] = []
    strip.step_wanted.connect(asked.append)
    for name, step in ((FAILED, 3), ("join-of-joins", None), (BATCH, 1), (FAILED, None)):
        strip.show_state(None, state_of(name, step))
    assert asked == []


def test_the_problem_strip_tells_unfolds_and_goes(qtbot: QtBot) -> None:
    strip = ProblemStrip()
    show(qtbot, strip, 900, 100)
    problem = ProblemState("X", "node <b>one</b> refused", "Try another.", ("one: refused", "two: timeout"))
    strip.show_state(None, AppState(problem=problem))
    assert strip.message.text() == "Node <b>one</b> refused"
    assert not strip.details.isVisible()
    strip.unfold.click()
    assert strip.details.isVisible()
    strip.copy.click()
    for line in ("node <b>one</b> refused", "Try another.", "one: refused", "two: timeout"):
        assert line in QGuiApplication.clipboard().text()
    with qtbot.waitSignal(strip.dismissed):
        next(b for b in strip.findChildren(QPushButton) if b.text() == "Dismiss").click()
    strip.show_state(None, AppState())
    assert not strip.isVisible()


def test_details_fold_again_for_the_next_problem(qtbot: QtBot) -> None:
    strip = ProblemStrip()
    show(qtbot, strip, 900, 100)
    strip.show_state(None, AppState(problem=ProblemState("X", "first", "", ("a",))))
    strip.unfold.click()
    strip.show_state(None, AppState(problem=ProblemState("Y", "second", "", ("b",))))
    assert not strip.details.isVisible()


def test_what_was_given_keeps_its_spelling_in_a_problem(qtbot: QtBot) -> None:
    strip = ProblemStrip()
    show(qtbot, strip, 900, 100)
    for given in ("answer", "/tmp/answer"):
        strip.show_state(None, AppState(problem=ProblemState(given, "answer is empty", "", ())))
        assert strip.message.text() == "answer is empty"


def test_the_progress_strip_says_what_is_being_done(qtbot: QtBot) -> None:
    strip = ProgressStrip()
    show(qtbot, strip, 900, 40)
    strip.show_state(None, AppState(job=JobState(1, "4kRtmB", "receipts 3 of 9")))
    assert "receipts 3 of 9" in strip.text.text()
    plain = strip.grab().toImage()
    strip.show_state(None, AppState(job=JobState(1, "4kRtmB", "receipts 3 of 9", 3, 9)))
    assert strip.grab().toImage() != plain
    strip.show_state(None, AppState())
    assert not strip.isVisible()


def test_the_open_bar_asks_and_shows_cancel_while_busy(qtbot: QtBot) -> None:
    bar = OpenBar()
    show(qtbot, bar, 900, 50)
    bar.show_state(None, AppState())
    assert bar.open_button.isVisible()
    assert not bar.cancel_button.isVisible()
    qtbot.keyClicks(bar.edit, "sample:x")
    with qtbot.waitSignal(bar.open_wanted) as caught:
        qtbot.mouseClick(bar.open_button, LEFT)
    assert caught.args == ["sample:x"]
    bar.show_state(None, AppState(job=JobState(1, "x", "asking")))
    with qtbot.waitSignal(bar.cancel_wanted):
        qtbot.mouseClick(bar.cancel_button, LEFT)
    bar.show_state(None, replace(AppState(), network="my-own"))
    assert bar.networks.currentText() == "my-own"


def test_the_empty_page_offers_every_sample_with_its_story(qtbot: QtBot) -> None:
    page = EmptyPage()
    show(qtbot, page, 900, 700)
    assert len(page.samples) == len(list_samples())
    settle()
    rows = [row for row in page.findChildren(QPushButton) if row.isVisible()]
    told = [row.accessibleName() for row in rows]
    for sample in list_samples():
        assert f"Open sample {sample.name}: {sample.story}" in told
    for row in rows:
        assert row.height() >= row.heightForWidth(row.width())


@pytest.mark.parametrize("failed", [(), (63,), (0, 64, 127), tuple(range(70))])
def test_of_more_squares_than_have_room_no_failed_one_is_missed(failed: tuple[int, ...]) -> None:
    squares = tuple(("failed", "bad") if slot in failed else ("ok", "ok") for slot in range(128))
    shown = squares_shown(squares, 57)  # type: ignore[arg-type]  # literals
    assert len(shown) == 56 and sum(tone == "bad" for _, tone in shown) == min(56, len(failed))
    assert squares_shown(squares, 128) == squares  # type: ignore[arg-type]  # literals
