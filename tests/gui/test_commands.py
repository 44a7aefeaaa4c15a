# covers: xccviz/gui/when.py, xccviz/gui/commands.py, xccviz/gui/keys.py, xccviz/gui/shell/menus.py
# covers: xccviz/gui/when_in_front.py
"""The table of actions: texts, keys, and that each row really does what it says."""

# covers: xccviz/gui/dialogs/about.py, xccviz/gui/shell/menus.py, xccviz/gui/state/recent.py
# covers: xccviz/gui/window.py

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QDialog, QFileDialog, QMenu, QToolButton
from pytestqt.qtbot import QtBot

from tests.cli.test_watch import running
from tests.gui.conftest import FAILED, OpenWindow, wait_idle
from xccviz.annotations import Standing
from xccviz.document import build_document
from xccviz.export import EXPORTERS
from xccviz.gui.canvas.camera import SMALLEST_FIT
from xccviz.gui.commands import COMMANDS, plain
from xccviz.gui.intents import Intents
from xccviz.gui.keys import KEYS
from xccviz.gui.state.memory import Recent
from xccviz.gui.state.pair import Run
from xccviz.gui.state.session import Left
from xccviz.gui.state.store import AppState, FollowState
from xccviz.gui.state.tabs import open_tab
from xccviz.gui.state.tied import run_of
from xccviz.gui.window import MainWindow
from xccviz.layout.types import REFUNDS_KEY
from xccviz.replay.moves import MOVES
from xccviz.sources.files.read import raw_from_json
from xccviz.sources.files.sample import read_sample
from xccviz.values import replace


def test_no_two_rows_share_an_id_or_a_text() -> None:
    assert len({spec.id for spec in COMMANDS}) == len(COMMANDS)
    assert len({(spec.menu, spec.text) for spec in COMMANDS}) == len(COMMANDS)


def test_every_row_of_keys_is_a_command_and_no_key_is_there_twice() -> None:
    assert KEYS.keys() <= {spec.id for spec in COMMANDS}
    keys = [QKeySequence(key).toString() for sequences in KEYS.values() for key in sequences]
    assert all(keys)
    assert len(keys) == len(set(keys))


def test_a_move_is_a_command_under_its_name_of_interface_md() -> None:
    ids = {spec.id for spec in COMMANDS if spec.menu == "Step"}
    for move in MOVES:
        first, *rest = move.id.split("_")
        assert first + "".join(word.capitalize() for word in rest) in ids
    named = (
        "stepInto stepOver stepOut stepToHere stepPlay nextReceipt previousReceipt nextOnAccount previousOnAccount "
        "nextLog previousLog nextBlock previousBlock previousCallback previousFailure nextMark previousMark "
        "stepFirst stepBack stepForward stepLast nextCallback nextFailure"
    )
    assert set(named.split()) <= ids


@pytest.mark.parametrize(
    ("step", "name", "stuck"),
    [(0, "stepBack", "Nothing has happened yet"), (99, "stepForward", "This is the last step.")],
)
def test_a_move_that_can_not_be_taken_says_why(
    reuse_window: OpenWindow, step: int, name: str, stuck: str
) -> None:
    window = reuse_window(f"sample:{FAILED}")
    window.intents.go_to_step(step)
    action, button = window.actions_by_id[name], window.frame.steps.findChild(QToolButton, name)
    assert not action.isEnabled()
    assert action.statusTip().startswith(stuck)
    for told in (action.toolTip(), button.toolTip()):
        assert stuck in told
    window.intents.go_to_step(3)
    assert action.isEnabled()
    assert action.statusTip() == ""
    assert stuck not in action.toolTip() + button.toolTip()


def test_every_row_has_words_and_stands_in_a_menu(look_at: OpenWindow) -> None:
    window = look_at()
    shown = {a.objectName() for menu in window.findChildren(QMenu) for a in menu.actions()}
    for spec in COMMANDS:
        action = window.actions_by_id[spec.id]
        assert plain(spec.text).strip()
        assert action.text() == spec.text
        assert spec.id in shown


def letter(text: str) -> str:
    """The mnemonic of a text, "" without one."""
    text = text.replace("&&", "")
    return text[text.index("&") + 1].lower() if "&" in text else ""


def test_no_two_entries_of_a_menu_share_a_letter(look_at: OpenWindow) -> None:
    window = look_at()
    assert all(letter(action.text()) for action in window.menuBar().actions())
    for menu in (window.menuBar(), *window.findChildren(QMenu)):
        found = [letter(action.text()) for action in menu.actions() if letter(action.text())]
        assert len(found) == len(set(found)), found


def test_every_row_that_can_be_taken_runs_by_its_keys_or_the_palette(reuse_window: OpenWindow) -> None:
    """What is in no menu bar letter is found by the palette: all of them are."""
    window = reuse_window(f"sample:{FAILED}")
    window.show_palette()
    offered = " ".join(choice.text for choice in window.palette_list.list.choices)
    for spec in COMMANDS:
        if window.actions_by_id[spec.id].isEnabled():
            assert plain(spec.text) in offered


def seen(window: MainWindow) -> tuple[object, ...]:
    """Everything an action may change, to tell that one did."""
    state = window.store.state
    tab = state.tab
    graph = window.views["graph"]
    return (
        len(state.tabs), state.active, state.theme, state.view, state.job is not None, state.recent, state.text_percent,
        state.following, state.problem, state.grain, state.playing, state.kept, state.compared, state.comparing,
        state.left, state.hints,
        tab.stays if tab else None, tab.answer if tab else None, state.ahead,
        tab.cursor.index if tab else None, tab.selection if tab else None, tab.expanded if tab else None,
        graph.transform().m11(), graph.horizontalScrollBar().value(), graph.verticalScrollBar().value(),
        graph.map.folded, tab.filtering if tab else None, state.filters, window.frame.filter_bar.field.hasFocus(),
        window.frame.open_bar.edit.hasFocus(), graph.hasFocus(), window.palette_list.isVisible(), window.isVisible(),
        window.context_menus.menu is not None,
        tuple(sorted(name for name in window.docks.docks if window.docks.in_front(name))),
        tuple(box.isVisible() for box in window.findChildren(QDialog)), QGuiApplication.clipboard().text(),
        QGuiApplication.clipboard().mimeData().hasImage(),
    )  # fmt: skip


def select_refund(window: MainWindow) -> None:
    """Select what lies folded among the gas refunds."""
    tab = window.store.state.tab
    assert tab is not None
    window.select(next(node for node, box in tab.layouts["graph"].box_of.items() if box == REFUNDS_KEY))


def open_saved(window: MainWindow, document: dict[str, Any]) -> None:
    """A document as somebody saved it."""
    built = build_document(raw_from_json(document, "saved"))
    tab = open_tab(built, "saved")
    window.store.update(lambda s: replace(s, tabs=(replace(tab, source="file"),), active=0))


def test_only_a_drawing_is_fitted_and_zoomed(reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    names = ("view.fit", "view.zoomIn", "view.zoomOut", "view.zoomSelection")
    actions = [window.actions_by_id[name] for name in names]
    assert all(action.isEnabled() and not action.statusTip() for action in actions)
    window.intents.show_view("tree")
    assert not any(action.isEnabled() for action in actions)
    assert {action.statusTip() for action in actions} == {
        "This view has one size: only a drawing can be fitted and zoomed."
    }
    assert window.actions_by_id["view.zoomFailure"].isEnabled()  # it selects it in any view


def selected_back(window: MainWindow) -> None:
    window.select(window.store.state.tab.document.graph.root.id)
    window.intents.select_back()


def leave_open(window: MainWindow) -> None:
    """Something that was left open and waits."""
    left = ((0, Left("sample:join-of-joins", "", Standing())),)
    window.store.update(lambda s: replace(s, left=left))


def two_tabs(window: MainWindow) -> None:
    """The same document once more, in a tab behind."""
    tab = window.store.state.tabs[0]
    window.store.update(lambda s: replace(s, tabs=(tab, open_tab(tab.document, "again"))))


def open_logging(window: MainWindow, step: int | None) -> None:
    """One with logs, at a step."""
    document = build_document(read_sample("mainnet-hidden-failure"))
    window.store.update(lambda s: replace(s, tabs=(open_tab(document, "logs", step=step),), active=0))


def side_by_side(window: MainWindow) -> None:
    """The document beside the run that worked."""
    worked = build_document(read_sample("tutorial-parallel-3-ok"))
    window.comparing.compare(Run(worked, "ok"), run_of(window.store.state.tabs[0]))


def mark_two(window: MainWindow, step: int | None) -> None:
    """Calls of a method marked, before all of them or after."""
    window.intents.mark_by_filter("method:get_value")
    if step is not None:
        window.intents.go_to_step(step)


def open_yield(window: MainWindow) -> None:
    """One that another transaction resumed, selected."""
    document = build_document(read_sample("yield-resumed-by-other-tx"))
    node = next(node.id for node in document.graph.nodes if "yield" in node.roles)
    window.store.update(lambda s: replace(s, tabs=(open_tab(document, "yield", node),), active=0))


# What has to stand before an action has something to do.
BEFORE: dict[str, Callable[[MainWindow], object]] = {
    **{spec.id: side_by_side for spec in COMMANDS if spec.menu == "View/Compare"},
    "view.foldBelow": lambda w: w.select(w.store.state.tab.document.graph.root.id),
    "file.paste": lambda w: QGuiApplication.clipboard().setText("sample:join-of-joins"),
    "file.cancel": lambda w: w.opener.open("sample:join-of-joins"),
    "file.follow": lambda w: open_saved(w, running()[3]),
    "file.fetchRest": lambda w: open_saved(w, {k: v for k, v in running()[-1].items() if k != "receipts"}),
    "file.resumer": lambda w: open_yield(w),
    "file.nextTab": two_tabs,
    "file.previousTab": two_tabs,
    "file.reopenTab": lambda w: (two_tabs(w), w.intents.close_tab()),
    "help.hints": lambda w: w.intents.tell_hint("parts"),
    "edit.undo": lambda w: w.intents.set_filter("ok"),
    "edit.redo": lambda w: (w.intents.set_filter("ok"), w.intents.undo()),
    "edit.nextHit": lambda w: w.intents.set_filter("ok"),
    "edit.previousHit": lambda w: w.intents.set_filter("ok"),
    "edit.hideRest": lambda w: w.intents.set_filter("ok"),
    "edit.saveFilter": lambda w: w.intents.set_filter("ok"),
    "edit.clearFilter": lambda w: w.intents.set_filter("ok"),
    "stepFirst": lambda w: w.intents.go_to_step(5),
    "stepInto": lambda w: w.intents.go_to_step(2),
    "stepOver": lambda w: w.intents.go_to_step(2),
    "stepOut": lambda w: w.intents.go_to_step(2),
    "stepToHere": lambda w: w.intents.go_to_step(10),
    "stepPause": lambda w: w.intents.play(),
    "stepAlong": lambda w: w.store.update(
        lambda s: replace(s, following=(FollowState(s.tabs[s.active].key, job=-1),))
    ),
    "edit.back": lambda w: w.select(w.store.state.tab.document.graph.root.id),
    "edit.on": selected_back,
    "why.came": lambda w: w.select(w.store.state.tab.document.graph.root.id),
    "nextReceipt": lambda w: w.intents.go_to_step(5),
    "nextOnAccount": lambda w: w.intents.go_to_step(2),
    "nextMark": lambda w: mark_two(w, 0),
    "previousMark": lambda w: mark_two(w, None),
    "markHits": lambda w: w.intents.set_filter("ok"),
    "removeMarks": lambda w: mark_two(w, None),
    "nextLog": lambda w: open_logging(w, 0),
    "previousLog": lambda w: open_logging(w, None),
    "stepForward": lambda w: w.intents.go_to_step(5),
    "stepLast": lambda w: w.intents.go_to_step(5),
    "nextFailure": lambda w: w.intents.go_to_step(0),
    "nextCallback": lambda w: w.intents.go_to_step(0),
    "nextBlock": lambda w: w.intents.go_to_step(0),
    "view.fit": lambda w: w.views["graph"].zoom(2.0),
    "view.unfold": select_refund,
    "view.fold": lambda w: w.intents.toggle_refunds(),
    "view.graph": lambda w: w.intents.show_view("tree"),
    "view.smaller": lambda w: w.intents.size_text(130),
    "panel.inspector": lambda w: w.docks.bring("gasPanel"),
    "panel.arrange": lambda w: w.docks.bring("gasPanel"),
    "file.restoreRecent": lambda w: w.store.update(
        lambda s: replace(s, cleared=(Recent("sample:x", "t", "success", "v", "", ""),))
    ),
    "file.openLeft": leave_open,
    "file.forgetLeft": leave_open,
    "file.clearRecent": lambda w: w.store.update(
        lambda s: replace(s, recent=(Recent("sample:x", "t", "success", "v", "", ""),))
    ),
}


def as_at_first(window: MainWindow, state: AppState, docks: bytes) -> None:
    """The window as it was when `state` was its state, with the keyboard in the graph."""
    window.palette_list.close_palette()
    if window.context_menus.menu is not None:
        window.context_menus.menu.close()
    for box in window.findChildren(QDialog):
        box.close()
    QGuiApplication.clipboard().setText("")
    if window.docks.save() != docks:
        window.docks.restore(docks)
    window.store.update(lambda _: state)
    window.views["graph"].fit_whole(SMALLEST_FIT)
    window.activateWindow()  # as a desktop does when a dialog has closed
    window.views["graph"].setFocus()


def test_every_row_does_something(
    qtbot: QtBot, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch, repo_root: Path
) -> None:
    exported: list[str] = []
    monkeypatch.setattr(Intents, "export", lambda self, exporter: exported.append(exporter.name))
    chosen = str(repo_root / "tests/data/node/tutorial-batch-ok/tx_status.json")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (chosen, ""))
    window = open_window(f"sample:{FAILED}", "--theme", "light", "--rpc", "http://127.0.0.1:9")
    first, docks = replace(window.store.state, recent=()), window.docks.save()
    for spec in sorted(COMMANDS, key=lambda spec: spec.id == "file.quit"):  # that one last
        if spec.id in ("file.saveCase", "file.newWindow", "file.moveToWindow"):
            continue  # it writes a file, or opens a window: tests/gui/test_cases.py, tests/gui/shell/test_windows.py
        as_at_first(window, first, docks)
        BEFORE.get(spec.id, lambda _: None)(window)
        action = window.actions_by_id[spec.id]
        qtbot.waitUntil(action.isEnabled)
        before, count = seen(window), len(exported)
        action.trigger()
        qtbot.waitUntil(lambda b=before, n=count: seen(window) != b or len(exported) > n)
        wait_idle(qtbot, window)
        if spec.id == "file.cancel":
            assert len(window.store.state.tabs) == 1
        if spec.id == "file.openFile":
            assert len(window.store.state.tabs) == 2
    assert exported == [exporter.name for exporter in EXPORTERS]
    assert not window.isVisible()


@pytest.mark.parametrize("key", [Qt.Key.Key_F1, "?"])
def test_help_opens_by_both_keys(qtbot: QtBot, reuse_window: OpenWindow, key: Qt.Key | str) -> None:
    """A desktop offers `?` to shortcuts without the Shift that it is typed with; there is none here to do so."""
    window = reuse_window(f"sample:{FAILED}")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window.views["graph"], key)
    box = window.findChild(QDialog, "keys")
    assert box is not None
    assert box.isVisible()
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert not box.isVisible()
