# covers: xccviz/gui/state/memory.py, xccviz/gui/state/recent.py, xccviz/gui/tasks/remembering.py
"""What the window remembers: its place, its docks, what was opened; never a secret, never a picture's window."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from tests.gui.conftest import BATCH, FAILED, OpenWindow, sized, wait_idle
from tests.gui.looks import settle
from tests.node.loopback import LoopbackNode
from xccviz.document import Document
from xccviz.gui.app import run
from xccviz.gui.panels import PANELS
from xccviz.gui.state.memory import (
    KEPT,
    Memory,
    Recent,
    listed,
    may_be_kept,
    memory_path,
    read_memory,
    recent_of,
    when_words,
    with_recent,
    write_memory,
)
from xccviz.gui.state.merging import merged
from xccviz.gui.views.tree import TreeView
from xccviz.tables.receipts import COLUMNS
from xccviz.values import replace

HASH = "4kRtmBcTx6M52apMFVRaPSDbv96fAne39YnQRN8xFDWp"
NOW = datetime(2026, 11, 22, 14, 3, tzinfo=UTC)
ENTRY = Recent(HASH, "app.near.run", "failure", "Failed", "mainnet", "2026-11-22T14:03:00+00:00")


def file() -> Path:
    return memory_path(Path(os.environ["XCCVIZ_CONFIG_DIR"]))


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "new" / "window.json"
    memory = Memory(
        b"\x00place", b"\xffdocks", 115, (ENTRY, replace(ENTRY, given="sample:x", title="\u202e\ud800"))
    )
    write_memory(path, memory)
    assert read_memory(path) == memory
    assert [entry.name for entry in path.parent.iterdir()] == ["window.json"]


GOOD = '{"format": "xccviz-window", "version": 1, "geometry": "", "docks": "", "text_percent": 100, "recent": []}'


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "null", "[" * 50_000, "x" * 2_000_000, "\ud800".encode("utf-8", "surrogatepass"),
     GOOD.replace('"version": 1', '"version": 2'), GOOD.replace("[]", "[1]"), GOOD.replace("[]", "{}"),
     GOOD.replace("[]", '[{"given": 1}]'), GOOD.replace('"docks": ""', '"docks": "%"')],
    ids=range(12),
)  # fmt: skip
def test_a_damaged_file_is_forgotten_with_a_line_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, content: str | bytes
) -> None:
    path = tmp_path / "window.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with caplog.at_level(logging.WARNING):
        assert read_memory(path) == Memory()
    assert str(path) in caplog.text


@pytest.mark.parametrize(("kept", "shown"), [(99_999, 150), (-5, 85), (0, 85), (115, 115)])
def test_a_size_of_words_beyond_reason_is_not_taken(open_window: OpenWindow, kept: int, shown: int) -> None:
    write_memory(file(), Memory(text_percent=kept))
    assert open_window().store.state.text_percent == shown


def test_no_file_is_no_trouble_and_one_that_can_not_be_written_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert read_memory(tmp_path / "none") == Memory()
    assert not caplog.text
    (tmp_path / "file").write_text("")
    write_memory(tmp_path / "file" / "window.json", Memory())
    assert "can't be written" in caplog.text


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (HASH, HASH),
        (f"{HASH}:alice.near", f"{HASH}:alice.near"),
        (f"https://user:pass@nearblocks.io/txns/{HASH}?apiKey=SECRET#SECRET", HASH),
        ("sample:join-of-joins", "sample:join-of-joins"),
        ("/a/b/../run.json", "/a/run.json"),
        ('{"secret": 1}', None),
        ("-", None),
        ("ed25519:" + "1" * 64, None),
        ("https://rpc.example/?apiKey=SECRET", None),
    ],
)
def test_only_what_opens_again_and_holds_no_secret_is_kept(given: str, kept: str | None) -> None:
    assert may_be_kept(given) == kept
    if kept is not None:
        assert may_be_kept(kept) == kept


def test_an_address_smuggled_into_the_file_is_dropped(tmp_path: Path) -> None:
    path = tmp_path / "window.json"
    write_memory(path, Memory(recent=(replace(ENTRY, given=f"https://evil.example/{HASH}?k=1"), ENTRY)))
    assert read_memory(path).recent == (ENTRY,)


def test_an_entry_says_what_it_was_and_how_it_ended(documents: Callable[..., Document]) -> None:
    entry = recent_of(f"sample:{FAILED}", documents(), "caller.near.x", NOW)
    assert entry is not None
    assert entry.verdict == "Succeeded, but bravo.near.get_value panicked: no value today"
    assert (entry.code, entry.network, entry.at) == (
        "success_with_hidden_failure",
        "localnet",
        "2026-11-22T14:03:00+00:00",
    )
    assert recent_of("{}", documents(), "x", NOW) is None


def test_each_thing_stands_once_the_latest_first_and_the_list_ends() -> None:
    entries: tuple[Recent, ...] = ()
    for n in range(KEPT + 5):
        entries = with_recent(entries, replace(ENTRY, given=f"sample:{n}"))
    again = with_recent(entries, replace(ENTRY, given=f"sample:{KEPT}", title="again"))
    assert len(again) == len(entries) == KEPT
    assert again[0].title == "again"
    assert len({entry.given for entry in again}) == KEPT
    assert with_recent(entries, None) == entries


def test_pins_are_read_again_and_keep_their_places(tmp_path: Path) -> None:
    pinned = [replace(ENTRY, given=f"sample:pin-{n}", pinned=True) for n in range(2)]
    others = [replace(ENTRY, given=f"sample:{n}") for n in range(KEPT)]
    recent = listed((*others, *pinned))
    assert recent == (*pinned, *others)
    path = tmp_path / "window.json"
    write_memory(path, Memory(recent=recent))
    assert read_memory(path).recent == recent
    again = with_recent(recent, replace(ENTRY, given="sample:pin-1", title="again"))
    assert again[1] == replace(pinned[1], title="again")
    latest = with_recent(recent, replace(ENTRY, given="sample:new"))
    assert [entry.given for entry in latest[:3]] == ["sample:pin-0", "sample:pin-1", "sample:new"]
    elsewhere = Memory(recent=with_recent(recent, replace(ENTRY, given="sample:elsewhere")))
    unpinned = Memory(recent=listed((replace(pinned[0], pinned=False), *recent[1:])))
    both = merged(Memory(recent=recent), unpinned, elsewhere).recent
    assert [entry.given for entry in both if entry.pinned] == ["sample:pin-1"]
    assert "sample:elsewhere" in {entry.given for entry in both}


def test_when_is_said_briefly() -> None:
    here = NOW.astimezone(timezone(timedelta(hours=2)))
    assert when_words(ENTRY.at, here) == "16:03"
    assert when_words("2026-11-21T23:30:00+00:00", here) == "01:30"
    assert when_words("2026-11-21T20:00:00+00:00", here) == "yesterday"
    assert when_words("2026-03-02T20:00:00+00:00", here) == "2 Mar"
    assert when_words("2019-03-02T20:00:00+00:00", here) == "2 Mar 2019"
    assert when_words("soon", here) == ""


def test_place_docks_and_list_come_back(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(f"sample:{FAILED}")
    sized(window, 780, 620)
    window.actions_by_id["panel.logsPanel"].trigger()
    window.docks.docks["gasPanel"].close()
    assert window.docks.docks["gasPanel"].isHidden()
    window.close()
    again = open_window(f"sample:{BATCH}")
    assert again.size() == QSize(780, 620)
    assert again.docks.docks["gasPanel"].isHidden()
    assert not again.docks.docks["logsPanel"].isHidden()
    assert [entry.given for entry in again.store.state.recent] == [f"sample:{BATCH}", f"sample:{FAILED}"]
    assert open_window("--size", "900x640").size() == QSize(900, 640)


def test_the_theme_chosen_in_the_window_comes_back_until_the_settings_say_another(
    open_window: OpenWindow,
) -> None:
    window = open_window("--theme", "light")
    window.close()
    assert read_memory(file()).theme == ""  # an option holds for one run
    window = open_window()
    for _ in range(2):
        window.actions_by_id["view.theme"].trigger()
    chosen = window.store.state.theme
    window.close()
    assert open_window().store.state.theme == chosen
    assert open_window("--theme", "light").store.state.theme == "light"
    config = file().parent / "config.toml"
    config.write_text(f'theme = "{"dark" if chosen != "dark" else "light"}"\n')
    assert open_window().store.state.theme == ("dark" if chosen != "dark" else "light")
    write_memory(file(), Memory(theme="no such theme", instead_of="system"))
    config.unlink()
    assert open_window().store.state.theme == "system"


def test_docks_of_another_version_are_not_heeded(open_window: OpenWindow) -> None:
    write_memory(file(), Memory(b"rubbish", b"rubbish"))
    window = open_window(f"sample:{FAILED}")
    assert window.size() == QSize(1280, 800)
    for spec in PANELS:
        assert window.docks.docks[spec.name].isHidden() != spec.shown


def test_the_list_is_written_as_soon_as_something_has_opened(qtbot: QtBot, open_window: OpenWindow) -> None:
    open_window(f"sample:{FAILED}")
    qtbot.waitUntil(lambda: [entry.given for entry in read_memory(file()).recent] == [f"sample:{FAILED}"])


def test_a_picture_neither_reads_nor_writes_it(qtbot: QtBot, tmp_path: Path) -> None:
    assert run([f"sample:{FAILED}", "--screenshot", str(tmp_path / "a.png")]) is None
    assert not file().exists()
    write_memory(file(), Memory(recent=(ENTRY,), text_percent=150))
    before = file().read_bytes()
    assert run([f"sample:{FAILED}", "--screenshot", str(tmp_path / "b.png")]) is None
    assert file().read_bytes() == before
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


def test_nothing_of_a_key_reaches_the_file(
    qtbot: QtBot, open_window: OpenWindow, loopback_node: Callable[..., LoopbackNode]
) -> None:
    node = loopback_node(FAILED)
    tx = next(iter(node.transactions))
    window = open_window("--rpc", f"{node.url}/?apiKey=S3CRETKEY")
    window.opener.open(f"https://nearblocks.io/txns/{tx}?apiKey=S3CRETKEY")
    wait_idle(qtbot, window)
    assert window.store.state.tab is not None
    window.close()
    text = file().read_text()
    assert tx in text
    assert "S3CRETKEY" not in text
    assert "127.0.0.1" not in text


def test_the_empty_page_lists_what_was_opened_and_a_click_opens_it_again(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    entry = replace(ENTRY, given=f"sample:{FAILED}", title="caller.near.run")
    write_memory(file(), Memory(recent=(entry,)))
    window = open_window()
    cards = [
        b for b in window.frame.empty.findChildren(QPushButton) if b.accessibleName().startswith("Open again")
    ]
    assert [card.accessibleName() for card in cards] == ["Open again: caller.near.run, Failed"]
    qtbot.mouseClick(cards[0], Qt.MouseButton.LeftButton)
    wait_idle(qtbot, window)
    assert window.store.state.tab is not None


def test_the_list_can_be_cleared(qtbot: QtBot, open_window: OpenWindow) -> None:
    write_memory(file(), Memory(recent=(ENTRY,)))
    window = open_window()
    assert window.frame.empty.clear_button.isVisible()
    qtbot.mouseClick(window.frame.empty.clear_button, Qt.MouseButton.LeftButton)
    assert window.store.state.recent == ()
    assert not window.frame.empty.clear_button.isVisible()
    assert not window.actions_by_id["file.clearRecent"].isEnabled()
    qtbot.waitUntil(lambda: read_memory(file()).recent == ())
    QApplication.processEvents()


def test_hostile_titles_are_shown_as_text(open_window: OpenWindow) -> None:
    title = "<b>x</b>\u202e&amp;" + "m" * 3_000
    write_memory(file(), Memory(recent=(replace(ENTRY, title=title, verdict=title),)))
    window = open_window()
    sized(window, 800, 600)
    assert window.width() == 800
    window.frame.open_bar.edit.setFocus()
    window.frame.open_bar.show_recent()
    assert window.frame.open_bar.suggestions.isVisible()
    window.grab()


def test_chosen_columns_come_back_until_they_are_left_to_the_room(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    """With real clicks in the menu of the header."""
    window = open_window("sample:tutorial-parallel-3-one-panics", "--offline", "--view", "tree")
    tree = window.views["tree"]
    assert isinstance(tree, TreeView)
    header = tree.table.header()
    header.customContextMenuRequested.emit(QPoint(5, 5))
    menu = tree.columns.menu
    action = next(a for a in menu.actions() if a.data() == "slots")
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
    assert window.store.state.columns == (("slots", False),)
    slots = next(i for i, column in enumerate(COLUMNS) if column.id == "slots")
    assert tree.table.isColumnHidden(slots)
    window.close()
    window = open_window("sample:tutorial-parallel-3-one-panics", "--offline", "--view", "tree")
    tree = window.views["tree"]
    assert isinstance(tree, TreeView)
    assert window.store.state.columns == (("slots", False),)
    assert tree.table.isColumnHidden(slots)
    window.resize(1700, 800)
    settle()
    tree.columns.menu.actions()[-1].trigger()
    assert window.store.state.columns == ()
    assert not tree.table.isColumnHidden(slots)
