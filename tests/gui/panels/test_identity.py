"""Which transaction the window shows is always said, and follows the tab: hash, network, signer, date."""

# covers: xccviz/gui/panels/identity.py, xccviz/words/identity.py

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.gui.conftest import BATCH, FAILED, OpenWindow, wait_idle
from tests.node.loopback import LoopbackNode
from xccviz.document import Document
from xccviz.gui.panels.notice_words import awaited_words
from xccviz.gui.state.memory import Recent
from xccviz.gui.state.store import Awaited
from xccviz.gui.state.tabs import with_tab
from xccviz.gui.tasks import opening
from xccviz.gui.window import MainWindow
from xccviz.model.errors import ErrorKind, UserError
from xccviz.opening import follow
from xccviz.values import replace
from xccviz.words.identity import date_words, identity_words


def words_of(document: Document) -> tuple[str, ...]:
    return identity_words(document.trace, document.graph)


@pytest.mark.parametrize(
    ("nanoseconds", "said"),
    [
        (1776618119230127276, "2026-04-19 17:01:59 UTC"),
        (0, "1970-01-01 00:00:00 UTC"),
        (None, ""),
        (10**40, ""),
        (-(10**40), ""),
    ],
)
def test_a_date_is_said_to_the_second_or_not_at_all(nanoseconds: int | None, said: str) -> None:
    assert date_words(nanoseconds) == said


def test_what_a_document_does_not_say_is_not_known(documents: Callable[[str], Document]) -> None:
    assert (
        words_of(documents("mainnet-intents"))
        == (
            "mainnet",
            "signed by intents-relay-0.hot.tg",
            "date not known",
        )
        or words_of(documents("mainnet-intents"))[2] == "date not known"
    )
    network, signer, date = words_of(documents(FAILED))
    assert (network, signer, date) == ("localnet", "signed by alice.near", "2026-11-22 13:35:30 UTC")


def told(window: MainWindow) -> tuple[str, str, str, str]:
    frame = window.frame
    return (
        frame.identity.first.hash.text(),
        frame.identity.first.where.full_text,
        frame.open_bar.edit.text(),
        frame.open_bar.networks.told or frame.open_bar.networks.currentText(),
    )


def test_it_follows_the_tab_with_the_open_bar_and_the_network(
    qtbot: QtBot, open_window: OpenWindow, documents: Callable[[str], Document]
) -> None:
    window = open_window(f"sample:{FAILED}", "sample:mainnet-hidden-failure")
    local, main = documents(FAILED), documents("mainnet-hidden-failure")
    first = (
        local.trace.transaction.hash,
        " · ".join(words_of(local)),
        f"sample:{FAILED}",
        "localnet (any network)",
    )
    second = (
        main.trace.transaction.hash,
        " · ".join(words_of(main)),
        "sample:mainnet-hidden-failure",
        "mainnet (any network)",
    )
    assert window.frame.identity.isVisible()
    assert told(window) == first
    window.frame.tab_bar.setCurrentIndex(1)
    assert told(window) == second
    window.intents.previous_tab()
    assert told(window) == first
    window.frame.identity.first.copy.click()
    assert QGuiApplication.clipboard().text() == local.trace.transaction.hash
    window.intents.close_tab()
    assert told(window) == second
    window.intents.close_tab()
    assert not window.frame.identity.isVisible()
    assert told(window)[2:] == ("", "any network")


def test_what_is_pasted_is_shown_and_what_is_written_is_left_alone(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    window = open_window(f"sample:{FAILED}")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    edit = window.frame.open_bar.edit
    QGuiApplication.clipboard().setText(f"sample:{BATCH}")
    window.intents.paste()
    assert edit.text() == f"sample:{BATCH}"
    wait_idle(qtbot, window)
    QGuiApplication.clipboard().setText("11111111111111111111111111111111")  # nobody can have it
    window.intents.choose_network("localnet")
    window.intents.paste()
    wait_idle(qtbot, window)
    assert window.store.state.problem is not None
    assert edit.text() == "11111111111111111111111111111111"
    window.intents.open(f"sample:{FAILED}")
    edit.setFocus()
    edit.clear()
    qtbot.keyClicks(edit, "half a")
    wait_idle(qtbot, window)
    assert edit.text() == "half a"
    assert edit.hasFocus()


def test_given_endpoints_are_said(
    open_window: OpenWindow, loopback_node: Callable[..., LoopbackNode], qtbot: QtBot
) -> None:
    node = loopback_node(FAILED)
    window = open_window("--rpc", node.url)
    assert window.frame.open_bar.networks.currentText() == "given endpoint"
    window.intents.open(next(iter(node.transactions)))
    wait_idle(qtbot, window)
    assert window.store.state.tab is not None
    assert window.frame.open_bar.networks.told.endswith("(given endpoint)")


def test_a_hash_is_found_in_the_sample_or_file_it_was_opened_from(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    window = open_window("sample:tutorial-batch-ok", "sample:mainnet-hidden-failure")
    for _ in range(2):
        tab = window.store.state.tab
        assert tab is not None
        window.intents.copy_hash()
        window.intents.close_tab()
        # Of a public network that can't be asked the sample is opened too.
        window.opener._options = replace(window.opener._options, offline=True)
        window.intents.paste()
        wait_idle(qtbot, window)
        assert window.store.state.problem is None
        assert window.store.state.tab is not None
        assert window.store.state.tab.given == tab.given
        window.intents.next_tab()


def test_a_hash_is_asked_of_the_network_it_was_opened_from(
    qtbot: QtBot, open_window: OpenWindow, loopback_node: Callable[..., LoopbackNode]
) -> None:
    node = loopback_node(FAILED)
    (Path(os.environ["XCCVIZ_CONFIG_DIR"]) / "config.toml").write_text(
        f'[networks.localnet]\nendpoints = ["{node.url}"]\n'
        '[networks.mainnet]\nendpoints = ["http://127.0.0.1:9"]\n'
        '[networks.testnet]\nendpoints = ["http://127.0.0.1:9"]\n'
    )
    window = open_window("--no-cache", "--network", "localnet", next(iter(node.transactions)))
    assert window.store.state.tab is not None
    window.intents.copy_hash()
    window.intents.close_tab()
    window.intents.choose_network("")
    window.intents.paste()
    wait_idle(qtbot, window)
    assert window.store.state.problem is None
    assert window.frame.open_bar.networks.told == "localnet (any network)"


def test_what_was_just_sent_is_waited_for_and_opens(
    qtbot: QtBot,
    open_window: OpenWindow,
    loopback_node: Callable[..., LoopbackNode],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(follow, "POLL_SECONDS", (0.01, 0.02))
    node = loopback_node(FAILED)
    hash, states = next(iter(node.transactions.items()))
    del node.transactions[hash]
    window = open_window("--no-cache", "--rpc", node.url, hash)
    strip, problem = window.frame.problem, window.store.state.problem
    assert problem is not None
    assert "If it was just sent, it is not in a block yet." in problem.hint
    qtbot.waitUntil(lambda: (window.store.state.awaited or Awaited(0, "", 0)).asked > 3)
    assert window.store.state.job is None, "other things can be opened meanwhile"
    assert strip.property("tone") == "offer"
    assert "Waiting for it: asked" in strip.time.text()
    assert strip.leave.isVisible()
    assert not strip.retry.isVisible()
    strip.leave.click()
    asked = sum(node.requests.values())
    assert window.store.state.awaited is None
    assert (strip.property("tone"), strip.time.isVisible()) == ("wrong", False)
    strip.wait.click()
    qtbot.waitUntil(lambda: sum(node.requests.values()) > asked + 3)
    window.intents.stop()  # as Esc does
    assert (window.store.state.problem, window.store.state.awaited) == (None, None)
    window.intents.wait_for(hash)
    qtbot.waitUntil(lambda: window.store.state.awaited is not None)
    with qtbot.waitSignal(window.opener.opened):
        node.transactions[hash] = states
    state = window.store.state
    assert (state.problem, state.awaited, len(state.tabs)) == (None, None, 1)
    # Whoever opens something else waits no more; offline nobody waits.
    other = "9" * 43
    window.intents.open(other)
    wait_idle(qtbot, window)
    assert window.store.state.awaited is not None
    window.intents.open(f"sample:{BATCH}")
    wait_idle(qtbot, window)
    assert (window.store.state.awaited, window.store.state.problem) == (None, None)


def test_of_a_hash_whose_file_has_gone_the_hash_is_waited_for(
    qtbot: QtBot, reuse_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    async def nobody(given: str, *_: object) -> None:
        asked.append(given)
        kind: ErrorKind = "not_found" if given == "9" * 43 else "usage"
        raise UserError(f"no {given}", kind=kind)

    monkeypatch.setattr(follow, "POLL_SECONDS", (0.01, 0.02))
    monkeypatch.setattr(opening, "open_document", nobody)
    window, hash = reuse_window(), "9" * 43
    gone = Recent("/gone.json", "t", "success", "v", "mainnet", "", hash)
    window.store.update(lambda s: replace(s, recent=(gone,)))
    window.intents.open(hash)
    qtbot.waitUntil(lambda: len(asked) > 3)
    assert asked[:2] == [hash, "/gone.json"] and {*asked[2:]} == {hash}
    window.intents.wait_for(hash)
    awaited = window.store.state.awaited
    assert awaited is not None and awaited.given == hash
    window.intents.stop()


@pytest.mark.parametrize(
    ("asked", "trouble", "said"),
    [
        (0, "", "Waiting for it: 12 seconds."),
        (1, "", "Waiting for it: asked 1 time more in 12 seconds."),
        (9, "no answer this time", "Waiting for it: asked 9 times more in 12 seconds. No answer this time."),
    ],
)
def test_how_long_is_waited_is_said(asked: int, trouble: str, said: str) -> None:
    assert awaited_words(Awaited(1, "x", 100.0, asked, trouble), 112.9) == said


def test_esc_puts_away_what_is_said_of_the_document(open_window: OpenWindow) -> None:
    window = open_window("sample:mainnet-intents", "--offline")
    window.store.update(lambda s: with_tab(s, lambda tab: replace(tab, notes=("it is old",))))
    assert window.frame.notice.isVisible()
    assert window.actions_by_id["file.cancel"].isEnabled()
    window.intents.stop()
    assert not window.frame.notice.isVisible()
    assert not window.actions_by_id["file.cancel"].isEnabled()
