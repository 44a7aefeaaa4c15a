"""Settings in the window: in force at once, and written to config.toml without losing anything."""

# covers: xccviz/gui/dialogs/settings/dialog.py, xccviz/gui/dialogs/settings/rows.py
# covers: xccviz/gui/dialogs/settings/section.py, xccviz/gui/dialogs/settings/networks.py
# covers: xccviz/gui/dialogs/settings/endpoint_list.py, xccviz/gui/dialogs/settings/cache.py
# covers: xccviz/gui/dialogs/settings/api_keys.py, xccviz/gui/dialogs/settings/keyboard.py
# covers: xccviz/gui/dialogs/settings/key_field.py, xccviz/gui/tasks/endpoints.py, xccviz/gui/tasks/settings.py
# covers: xccviz/gui/tasks/probing.py, xccviz/gui/tasks/storing.py, xccviz/gui/shell/heeding.py, xccviz/gui/look/flow.py
# covers: xccviz/words/endpoints.py, xccviz/opening/importing.py, xccviz/gui/look/amounts.py

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import BATCH, FAILED, OpenWindow, sized, wait_idle
from tests.gui.looks import CHECKS, settle
from tests.gui.test_no_command_line import SPEAKS
from tests.node.loopback import LoopbackNode
from xccviz.gui.dialogs.settings import cache as cache_section
from xccviz.gui.dialogs.settings.dialog import SettingsDialog
from xccviz.gui.dialogs.settings.rows import EDITORS, SettingRow
from xccviz.gui.look.theme import current_theme, word_scale
from xccviz.gui.look.widgets import copied_text
from xccviz.gui.window import MainWindow
from xccviz.settings.file import read_config
from xccviz.settings.keys import stored_key
from xccviz.settings.rows import CACHE_SIZE, KEYS, NETWORK, SETTINGS, THEME, TIMEOUT
from xccviz.sources.network.probe import Capabilities
from xccviz.sources.network.wanted import DEFAULT_EXTRAS
from xccviz.tables.receipts import COLUMNS
from xccviz.values import replace
from xccviz.words import endpoints as told

MINE = "# mine\ntheme   =  'dark'   # at night\n\n[networks.testnet]  # as it is\naccount_suffix = '.t'\n"
Start = Callable[..., LoopbackNode]


@pytest.fixture(autouse=True)
def _usual_keys() -> Iterator[None]:
    yield
    app = QApplication.instance()
    if app is not None:
        for name in ("xccvizKeys", "xccvizAmounts", "xccvizDensity"):
            app.setProperty(name, None)


def config() -> Path:
    return Path(os.environ["XCCVIZ_CONFIG_DIR"]) / "config.toml"


def settings_of(window: MainWindow, *, endpoint: bool = False, network: str = "") -> SettingsDialog:
    window.actions_by_id["file.endpoints" if endpoint else "edit.settings"].trigger()
    settle()
    dialog = window.findChildren(SettingsDialog)[-1]
    if network:
        dialog.networks.choose(network)
    return dialog


def row_of(dialog: SettingsDialog, name: str) -> SettingRow:
    return next(row for section in dialog.sections for row in section.rows if row.setting.name == name)


def written(qtbot: QtBot, window: MainWindow, change: Callable[[], object]) -> None:
    """Change something, and wait until it is written."""
    with qtbot.waitSignal(window.jobs.finished):
        change()


# ------------------------------------------------------------------------------------------------------------ all rows


def test_what_is_changed_holds_at_once_and_is_written_beside_all_else(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    config().write_text(MINE)
    window = open_window(f"sample:{FAILED}")
    dialog = settings_of(window)
    assert {row.setting for section in dialog.sections for row in section.rows} == {
        row for row in SETTINGS if row.in_file and row.sort in EDITORS
    } | {row for row in SETTINGS if row.name in ("cache_dir", "config_dir")}
    theme = row_of(dialog, "theme").editor.findChildren(QAbstractButton)
    assert [button.isChecked() for button in theme] == [False, True, False, False]
    written(qtbot, window, theme[0].click)
    assert (window.store.state.theme, current_theme().name) == ("light", "light")
    size = row_of(dialog, "text_size").editor.findChildren(QAbstractButton)
    written(qtbot, window, size[-1].click)
    assert (window.store.state.text_percent, word_scale()) == (150, 1.5)
    compact = row_of(dialog, "density").editor.findChildren(QAbstractButton)[1]
    rows = window.docks.panels["logsPanel"].list
    usual = rows.row_px
    written(qtbot, window, compact.click)
    assert rows.row_px < usual
    field = dialog.findChild(QLineEdit, "setting.timeout")
    field.setText("7")
    written(qtbot, window, field.editingFinished.emit)
    assert window.opener.options.timeout == window.following._options.timeout == 7
    indexer = row_of(dialog, "indexer").editor.findChild(QAbstractButton)
    written(qtbot, window, indexer.click)
    assert window.opener.options.indexer
    assert config().read_text() == (
        '# mine\ntheme   =  "light"   # at night\ntext_size = 150\ndensity = "compact"\ntimeout = 7\n'
        "indexer = true\n\n[networks.testnet]  # as it is\naccount_suffix = '.t'\n"
    )
    window.close()
    again = open_window()
    assert (again.store.state.theme, again.store.state.text_percent) == ("light", 150)
    assert again.store.state.density == "compact"


def test_gas_is_written_with_all_digits_where_one_wants_that(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(f"sample:{FAILED}", "--view", "tree")
    settle()
    tree = window.views["tree"]

    def burnt() -> str:
        column = next(n for n, each in enumerate(COLUMNS) if each.id == "gas")
        return str(tree.model.index(0, column).data())

    rounded, width = burnt(), tree.columns._widths[next(n for n, c in enumerate(COLUMNS) if c.id == "gas")]
    exact = row_of(settings_of(window), "amounts").editor.findChildren(QAbstractButton)[1]
    written(qtbot, window, exact.click)
    settle()
    assert burnt() != rounded
    assert burnt() == "311,445,043,765 gas"
    assert tree.columns._widths[next(n for n, c in enumerate(COLUMNS) if c.id == "gas")] > width
    window.close()
    again = open_window(f"sample:{FAILED}", "--view", "tree")
    tree = again.views["tree"]
    assert burnt() == "311,445,043,765 gas"


def test_what_is_no_value_is_refused_in_words_and_a_broken_file_is_told_and_left(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    window = open_window()
    dialog = settings_of(window)
    row, field = row_of(dialog, "timeout"), dialog.findChild(QLineEdit, "setting.timeout")
    field.setText("soon")
    field.editingFinished.emit()
    assert row.said.text() == "Give up after must be a number above 0."
    assert not config().exists()
    config().write_text("broken = [\n")
    with qtbot.waitSignal(window.settings.failed):
        row_of(dialog, "theme").editor.findChildren(QAbstractButton)[1].click()
    assert "line 2" in row_of(dialog, "theme").said.text()
    assert (window.store.state.theme, window.settings[THEME]) == ("system", "system")
    assert config().read_text() == "broken = [\n"


def test_what_could_not_be_written_gives_way_to_what_was_written_last(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    window = open_window()
    book = window.settings
    config().write_text("broken = [\n")
    for theme in ("dark", "light"):
        book.put(THEME, theme)
    qtbot.waitUntil(lambda: not book._writing)
    assert (book[THEME], book.settings.origins["theme"]) == ("system", "default"), "neither was written"
    config().unlink()
    for theme in ("dark", "light", "dark"):
        book.put(THEME, theme)
    book.put(KEYS, (("stepInto", ("F4",)),))
    book.put(KEYS, (("stepOver", ("F4",)),))
    qtbot.waitUntil(lambda: not book._writing)
    said = read_config(config()).values
    assert (said["theme"], said["keys"]) == ("dark", (("stepOver", ("F4",)),)), "as they were wanted last"
    config().write_text("broken = [\n")
    book.put(THEME, "light")
    qtbot.waitUntil(lambda: not book._writing)
    assert (book[THEME], book.settings.origins["theme"]) == ("dark", "file")


def test_what_was_given_for_this_run_is_shown_and_can_not_be_changed(
    open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XCCVIZ_NETWORK", "testnet")
    monkeypatch.setenv("XCCVIZ_API_KEY", "s3cret-k3y")
    window = open_window("--timeout", "9", "--theme", "dark")
    dialog = settings_of(window)
    for name, said in (
        ("timeout", "Given when this window was started"),
        ("theme", "Given when this window was started"),
        ("network", "Set by the environment (XCCVIZ_NETWORK)"),
    ):
        assert not row_of(dialog, name).editor.isEnabled()
        assert copied_text(row_of(dialog, name).said.text()).startswith(said)
    window.settings.put(TIMEOUT, 3.0)
    assert window.opener.options.timeout == 9
    assert not config().exists()
    assert "XCCVIZ_API_KEY" in copied_text(dialog.keys.given.text())
    shown = [w.text() for w in dialog.findChildren(QLineEdit)]
    assert not any("s3cret" in text for text in shown)


def test_the_search_finds_rows_sections_and_keys(look_at: OpenWindow) -> None:
    dialog = settings_of(look_at())

    def found(text: str) -> set[str]:
        dialog.search.setText(text)
        settle()
        return {section.id for section in dialog.sections if section.isVisible()}

    assert found("text size") == {"look"}
    assert not row_of(dialog, "theme").isVisible()
    assert found("XCCVIZ nothing") == set()
    assert dialog.nothing.isVisible()
    assert found("distribution") == {"keyboard"}
    assert [row.command.id for row in dialog.keyboard.keys.values() if row.field.isVisible()] == [
        "panel.distributionPanel"
    ]
    assert found("") == {section.id for section in dialog.sections}
    assert not dialog.networks.new.isVisible(), "what was hidden stays so"
    for n, section in enumerate(dialog.sections):
        dialog.parts.setCurrentRow(n)
        settle()
        assert dialog.parts.currentRow() == n
        assert not section.visibleRegion().isEmpty()
    dialog.area.verticalScrollBar().setValue(0)
    assert dialog.parts.currentRow() == 0
    dialog.close()


def test_all_of_it_is_reached_by_keys_and_has_a_name_at_any_size(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    window = open_window()
    sized(window, 800, 600)
    for percent, theme in ((100, "light"), (150, "dark")):
        window.store.update(lambda s, t=theme, p=percent: replace(s, theme=t, text_percent=p))
        dialog = settings_of(window)
        for part in (0, 1, 4):
            dialog.go_to(part)
            settle()
            assert {name: found for name, check in CHECKS.items() if (found := check(dialog))} == {}
        assert dialog.height() <= 600 and dialog.width() <= 800
        assert not dialog.area.horizontalScrollBar().isVisible()
        wanted = {
            widget
            for widget in dialog.findChildren(QWidget)
            if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and isinstance(widget, QAbstractButton | QLineEdit)
        }  # fmt: skip
        for each in dialog.findChildren(QWidget):
            said = each.text() if isinstance(each, QAbstractButton | QLabel) else ""
            for words in (said, each.toolTip(), each.accessibleName(), each.accessibleDescription()):
                assert not SPEAKS.search(copied_text(words)) or words.startswith("Set by the environment"), (
                    words
                )
        for widget in wanted:
            assert widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()), widget
        reached: set[QWidget] = set()
        for _ in range(3 * len(wanted)):
            qtbot.keyClick(QApplication.focusWidget() or dialog, Qt.Key.Key_Tab)
            focus = QApplication.focusWidget()
            assert focus is not None and dialog.isAncestorOf(focus)
            reached.add(focus)
        exclusive = {w for w in wanted - reached if isinstance(w, QAbstractButton) and w.autoExclusive()}
        assert wanted - reached <= exclusive, "arrows walk among choices"
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        assert not dialog.isVisible()


# ----------------------------------------------------------------------------------------------- networks and endpoints


def test_an_endpoint_is_added_tested_moved_removed_written_and_asked(
    qtbot: QtBot, open_window: OpenWindow, loopback_node: Start
) -> None:
    config().write_text("# mine\ntimeout = 7\n")
    window, node = open_window(), loopback_node(FAILED)
    dialog = settings_of(window, network="localnet")
    section, rows = dialog.networks, dialog.networks.list
    section.add_endpoint.click()
    assert section.address.hasFocus()
    section.address.setText(node.url)
    with qtbot.waitSignal(dialog._probing.tested) as tested:
        section.address.returnPressed.emit()
    assert tested.args[0] == node.url
    assert tested.args[1].sign.shape in ("ok", "caution")
    assert " ms" in tested.args[1].title
    assert " ms" in rows.item(1).data(Qt.ItemDataRole.AccessibleTextRole)
    qtbot.waitUntil(lambda: rows.count() == 2)
    rows.setCurrentRow(1)
    with qtbot.waitSignal(window.endpoints.changed):
        section.archival.click()
    assert rows.endpoints[1].archival
    with qtbot.waitSignal(window.endpoints.changed):
        qtbot.keyClick(rows, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert rows.currentRow() == 0
    assert rows.model().mimeData([rows.model().index(0, 0)]).formats(), "it can be dragged"
    assert [endpoint.url for endpoint in rows.endpoints] == [node.url, "http://127.0.0.1:3030"]
    rows.setCurrentRow(1)
    with qtbot.waitSignal(window.endpoints.changed):
        section.remove.click()
    assert not section.remove.isEnabled(), "one without any could not be asked"
    assert config().read_text().startswith("# mine\ntimeout = 7\n")
    assert read_config(config()).networks["localnet"].endpoints == rows.endpoints
    dialog.close()
    window.intents.choose_network("localnet")
    window.intents.open(next(iter(node.transactions)))
    wait_idle(qtbot, window)
    assert window.store.state.problem is None
    assert window.store.state.tab is not None
    assert window.opener.options.extras == DEFAULT_EXTRAS


def test_an_endpoint_is_added_from_the_message_that_nobody_answered(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    config().write_text('[networks.localnet]\nendpoints = ["http://127.0.0.1:9"]\n')
    window = open_window("--network", "localnet", "9wRbtTGNWM7qvBXAeaTx7i2UNDf7RJ8V7Cxg1xHcJWd6")
    strip, problem = window.frame.problem, window.store.state.problem
    assert problem is not None and (problem.kind, problem.can_wait) == ("network", False)
    strip.others.click()
    settle()
    section = window.findChildren(SettingsDialog)[-1].networks
    assert section.address.hasFocus()
    assert section.network == "localnet"
    window.store.update(lambda s: replace(s, problem=replace(problem, can_ask_others=False)))
    assert not strip.others.isVisible()


def test_a_network_of_ones_own_comes_and_goes_and_others_are_taken_over(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    dialog = settings_of(window)
    section = dialog.networks
    for name, url, said in (
        ("a b", "http://x", "letters"),
        ("testnet", "http://x", "already"),
        ("own", "ftp://x", "http://"),
    ):
        section.name.setText(name)
        section.first.setText(url)
        section.first.returnPressed.emit()
        assert said in section.said.text()
    with qtbot.waitSignal(window.endpoints.changed):
        section.first.setText("http://127.0.0.1:9")
        section.name.returnPressed.emit()
    assert (section.network, section.put_back.text()) == ("own", "Remove network")
    assert "own" in window.opener.options.networks
    chooser = window.entry.open_bar.networks
    assert chooser.findData("own") > 0
    assert row_of(dialog, "network").editor.chooser.findText("own") >= 0
    with qtbot.waitSignal(window.endpoints.changed):
        section.put_back.click()
    assert "own" not in read_config(config()).networks
    assert chooser.findData("own") < 0
    home = tmp_path / ".config" / "near-cli"
    home.mkdir(parents=True)
    (home / "config.toml").write_text(
        "[network_connection.shiny]\nrpc_url = 'https://user:S3CRET@shiny.example'\nrpc_api_key = 'S3CRET'\n"
    )
    monkeypatch.setenv("HOME", str(tmp_path))
    with qtbot.waitSignal(window.endpoints.imported):
        section.importing.click()
    assert "its API key was not copied" in section.said.text()
    assert "S3CRET" not in section.said.text() + config().read_text()
    section.choose("shiny")
    assert [endpoint.url for endpoint in section.list.endpoints] == ["https://shiny.example"]


def test_a_network_that_is_asked_first_goes_and_the_next_window_starts(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    own = '[networks.private]\nendpoints = ["http://127.0.0.1:9"]\n'
    config().write_text(f'# mine\nnetwork = "private"\n\n{own}')
    window = open_window()
    dialog = settings_of(window, network="private")
    with qtbot.waitSignal(window.endpoints.changed):
        dialog.networks.put_back.click()
    assert (window.settings[NETWORK], row_of(dialog, "network").editor.chooser.currentText()) == (
        "mainnet", "mainnet",
    )  # fmt: skip
    assert window.opener.options.first_network == "mainnet"
    assert config().read_text().startswith("# mine\n") and "private" not in config().read_text()
    window.close()
    open_window()


def test_what_can_not_be_added_leaves_the_dialog_as_it_was_with_what_was_typed(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    window = open_window()
    section = settings_of(window, network="testnet").networks
    config().write_text("broken = [\n")
    section.add_network.click()
    section.name.setText("own")
    section.first.setText("http://127.0.0.1:9")
    with qtbot.waitSignal(window.endpoints.failed):
        section._add_network()
    assert "line 2" in section.said.text() and section.new_network.isVisible()
    assert (section.network, section.name.text()) == ("testnet", "own")
    section.add_endpoint.click()
    section.address.setText("http://127.0.0.1:8")
    with qtbot.waitSignal(window.endpoints.failed):
        section._add()
    assert "line 2" in section.said.text() and section.address.text() == "http://127.0.0.1:8"
    config().write_text("")
    for add in (section._add, section._add_network):
        with qtbot.waitSignal(window.endpoints.changed):
            add()
    assert (section.network, section.name.text(), section.address.text()) == ("own", "", "")
    assert section.list.endpoints[0].url == "http://127.0.0.1:9"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", "http://"), ("rpc.example", "http://"), ("ftp://x.example", "http://"), ("http://[", "http://"),
        ("https://rpc.testnet.fastnear.com", "already"),
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused_in_words(look_at: OpenWindow, address: str, said: str) -> None:
    dialog = settings_of(look_at(), endpoint=True, network="testnet")
    before = dialog.networks.list.endpoints
    dialog.networks.address.setText(address)
    dialog.networks.address.returnPressed.emit()
    assert dialog.networks.list.endpoints == before
    assert said in dialog.networks.said.text()
    dialog.close()


def test_a_key_in_an_address_is_not_shown_and_a_file_that_is_broken_is_told(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    window = open_window()
    section = settings_of(window, network="testnet").networks
    section.address.setText("http://127.0.0.1:9/v1/0123456789abcdef0?apiKey=S3CRET")
    with qtbot.waitSignal(window.endpoints.changed):
        section._add()
    said = section.list.item(section.list.count() - 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "127.0.0.1" in said and "••••" in said
    assert "S3CRET" not in said and "0123456789abcdef0" not in said
    config().write_text("broken = [\n")
    with qtbot.waitSignal(window.endpoints.failed):
        section.remove.click()
    assert "line" in section.said.text()
    assert config().read_text() == "broken = [\n"


def test_testing_is_stopped(qtbot: QtBot, open_window: OpenWindow, loopback_node: Start) -> None:
    node = loopback_node(FAILED)
    config().write_text(f'[networks.localnet]\nendpoints = ["{node.url}"]\n')
    window = open_window()
    dialog = settings_of(window, network="localnet")
    section = dialog.networks
    with qtbot.waitSignal(dialog._probing.ended):
        section.test.click()
        assert section.test.text() == "Stop testing"
        section.test.click()
    assert section.test.text() == "Test all"
    assert not dialog._probing.busy
    offline = settings_of(open_window("--offline")).networks
    offline.test.click()
    assert "started offline" in offline.said.text()


@pytest.mark.parametrize(
    ("found", "shape", "title", "detail"),
    [
        (Capabilities("x", True, latency=0.084, chain_id="mainnet", latest_height=9, latest_at=996.0), "ok",
         "84 ms · block 9", "4 s old"),
        (Capabilities("x", True, latency=0.1, latest_height=9, latest_at=0.0), "caution", "100 ms · block 9",
         "17 min old: it is behind"),
        (Capabilities("x", True, latency=0.1, chain_id="betanet"), "failed", "other chain: betanet",
         "mainnet was expected"),
        (Capabilities("x", status=429, trouble="…"), "caution", "HTTP 429", "too many requests, try later"),
        (Capabilities("x", status=401, trouble="…"), "caution", "HTTP 401", "wants an API key"),
        (Capabilities("x", status=503, trouble="it said so"), "failed", "HTTP 503", "it said so"),
        (Capabilities("x", silent=True), "failed", "no answer in 5 s", ""),
        (Capabilities("x", trouble="refused"), "failed", "no answer", "refused"),
        (Capabilities("x", True), "ok", "answers", ""),
        (Capabilities("x", True, trouble="status: odd"), "caution", "answers", "status: odd"),
    ],
)  # fmt: skip
def test_what_came_of_a_test_in_words(found: Capabilities, shape: str, title: str, detail: str) -> None:
    tested = told.tested_words(found, "mainnet", 1000.0, 5.0)
    assert (tested.sign.shape, tested.title, tested.detail) == (shape, title, detail)


# ------------------------------------------------------------------------------------------------------ cache and keys


def test_the_cache_is_told_emptied_once_it_is_sure_and_limited(
    qtbot: QtBot,
    open_window: OpenWindow,
    loopback_node: Start,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XCCVIZ_CACHE_DIR", str(tmp_path))
    node = loopback_node(FAILED, genesis_hash="G" * 43)
    window = open_window("--rpc", node.url, next(iter(node.transactions)))
    opened: list[str] = []
    monkeypatch.setattr(
        cache_section.QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile())
    )
    dialog = settings_of(window)
    section = dialog.cache
    qtbot.waitUntil(lambda: "1 transaction is kept;" in section.told.text())
    assert "of 512 MiB" in section.told.text()
    section.open_folder.click()
    assert opened == [str(tmp_path)]
    section._folder = tmp_path / "file" / "folder"
    (tmp_path / "file").touch()
    section.open_folder.click()
    assert "can't be made" in section.told.text() and opened == [str(tmp_path)]
    section._folder = tmp_path
    window.settings.put(CACHE_SIZE, 64 << 20)
    assert "of 64 MiB" in section.told.text()
    assert window.opener.options.cache_bytes == 64 << 20
    section.empty.click()
    assert section.asking.isVisible() and section.no.hasFocus()
    assert "1 transaction is forgotten" in section.sure.text()
    section.no.click()
    assert not section.asking.isVisible()
    section.empty.click()
    with qtbot.waitSignal(dialog.storing.cache_seen):
        section.yes.click()
    assert "0 transactions" in section.told.text()
    assert not section.empty.isEnabled()


def test_without_a_keyring_the_key_goes_into_a_file_of_ones_own_and_is_forgotten(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    window = open_window()
    dialog = settings_of(window)
    section = dialog.keys
    find_key = window.opener.options.find_key
    qtbot.waitUntil(lambda: bool(section.links))
    assert window.opener.options.find_key is find_key, "nothing was kept or forgotten yet"
    assert "keyring is not installed" in section.about.text()
    assert str(config().parent / "api_key") in copied_text(section.about.text())
    section.links["mainnet", "put"].click()
    assert not section.places.isVisible()
    assert section.key.echoMode() == QLineEdit.EchoMode.Password
    for key, kept in (("two words", None), ("s3cret-k3y", "s3cret-k3y")):
        section.links["mainnet", "put"].click()
        section.key.setText(key)
        written(qtbot, window, section.key.returnPressed.emit)
        assert stored_key(config().parent, "mainnet") == kept
        assert section.said.isVisible() == (kept is None)
        assert key not in section.said.text()
    assert stat.S_IMODE((config().parent / "api_key").stat().st_mode) == 0o600
    assert window.opener.options.find_key is not None
    assert window.opener.options.find_key("testnet") == "s3cret-k3y"
    assert section.key.text() == ""
    with qtbot.waitSignal(dialog.storing.keys_seen):
        section.links["mainnet", "forget"].click()
    assert stored_key(config().parent, "mainnet") is None
    assert window.opener.options.find_key("testnet") is None
    section.links["mainnet", "put"].click()
    section.key.setText("an0ther-k3y")
    find_key = window.opener.options.find_key
    section.key.returnPressed.emit()
    dialog.reject()
    qtbot.waitUntil(lambda: window.opener.options.find_key is not find_key)
    assert window.opener.options.find_key("testnet") == "an0ther-k3y", (
        "also where the dialog is closed before"
    )


# ------------------------------------------------------------------------------------------------------------ keyboard


def test_a_key_is_pressed_taken_swapped_reset_and_kept(qtbot: QtBot, open_window: OpenWindow) -> None:
    config().write_text("[keys]\n'nextFailure' = 'F4'  # mine\n\"no.such\" = 'F6'\nnextLog = 'no key'\n")
    window = open_window(f"sample:{BATCH}")
    actions = window.actions_by_id

    def shortcut(id: str) -> list[str]:
        return [key.toString() for key in actions[id].shortcuts()]

    assert (shortcut("nextFailure"), shortcut("nextLog")) == (["F4"], [])
    section = settings_of(window).keyboard
    field = section.keys["stepInto"].field
    field.click()
    assert (field.waits, field.text()) == (True, "press keys…")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert (field.waits, field.text()) == (False, "F11")
    field.click()
    written(qtbot, window, lambda: qtbot.keyClick(field, Qt.Key.Key_F12, Qt.KeyboardModifier.ControlModifier))
    assert shortcut("stepInto") == ["Ctrl+F12"]
    assert "Ctrl+F12" in window.frame.moves.findChild(QAbstractButton, "stepInto").toolTip()
    field.click()
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert "is used by what has the keyboard" in section.said.text()
    field.click()
    qtbot.keyClick(field, Qt.Key.Key_F10)
    assert "F10 is taken by “Step over" in section.said.text()
    assert shortcut("stepInto") == ["Ctrl+F12"]
    written(qtbot, window, section.swap.click)
    assert (shortcut("stepInto"), shortcut("stepOver")) == (["F10"], ["Ctrl+F12"])
    section.keys["stepInto"].reset.click()
    assert shortcut("stepInto") == ["F11"]
    section.keys["stepInto"].field.click()
    written(qtbot, window, lambda: qtbot.keyClick(field, Qt.Key.Key_Backspace))
    assert (shortcut("stepInto"), field.text()) == ([], "none")
    section.reset_all.click()
    qtbot.waitUntil(lambda: not window.settings._writing)
    # What stands beside a comment is not removed: it would go with it.
    assert "# mine" in config().read_text()
    said = read_config(config()).values.get(KEYS.name)
    assert dict(said or ()).get("stepInto", ("F11",)) in (("F11",), ())


def test_signs_are_keys_by_themselves(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    section = settings_of(window).keyboard
    section.show_all()
    row = section.keys["help.report"]
    row.field.click()
    written(
        qtbot, window, lambda: qtbot.keyClick(row.field, Qt.Key.Key_Exclam, Qt.KeyboardModifier.ShiftModifier)
    )
    assert window.actions_by_id["help.report"].shortcut() == QKeySequence("!")
    assert window.settings[KEYS] == (("help.report", ("!",)),)
