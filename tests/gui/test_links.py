"""A link opens exactly what was seen: copied as a command, and pasted into the open bar."""

# covers: xccviz/gui/links.py, xccviz/gui/state/link.py, xccviz/gui/link_intents.py

from __future__ import annotations

import shlex
from collections.abc import Callable

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.gui.conftest import FAILED, OpenWindow, wait_idle
from tests.gui.looks import settle
from xccviz.document import Document
from xccviz.gui.arguments import parse
from xccviz.gui.links import VIEWS as LINKED
from xccviz.gui.links import Link, link_words, read_link
from xccviz.gui.state.comparing import paired
from xccviz.gui.state.link import COMPARE, link_of
from xccviz.gui.state.store import AppState, OpenTab
from xccviz.gui.state.tied import run_of
from xccviz.gui.tasks.comparing import make, standing
from xccviz.gui.views import VIEWS
from xccviz.layout.compare.types import CompareOptions
from xccviz.model.errors import UserError
from xccviz.values import replace

OPTIONS = CompareOptions()
HASH = "4kRtmBcTx6M52apMFVRaPSDbv96fAne39YnQRN8xFDWp"


def test_a_link_knows_every_view() -> None:
    assert {*LINKED} == {*(spec.id for spec in VIEWS), COMPARE}


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("xccviz sample:x", Link(("sample:x",))),
        (f"$ xccviz gui {HASH} --network testnet --step 3", Link((HASH,), "testnet", step=3)),
        (
            "python -m xccviz '/a b/c.json' --select r1 --view tree",
            Link(("/a b/c.json",), select="r1", view="tree"),
        ),
        (
            "xccviz --view compare --step 2 -- a.json b.json",
            Link(("a.json", "b.json"), step=2, view="compare"),
        ),
        ("xccviz a.json --filter 'fail gas>1T'", Link(("a.json",), filter="fail gas>1T")),
        ("xccviz", None),
        (HASH, None),
        ("xccviz-notes.json", None),
        ("xccviz 'not closed", None),
        ("xccviz a\nxccviz b", None),
        ('{"xccviz": 1}', None),
    ],
)
def test_what_is_pasted_is_read(text: str, link: Link | None) -> None:
    assert read_link(text) == link
    assert link_words(text) == (None if link is None else ("link", False))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("a.json --rpc http://127.0.0.1:9", "--rpc"),
        ("a.json --screenshot /tmp/x.png", "--screenshot"),
        ("show a.json --view summary", "summary"),
        ("a.json --step -1", "steps count from 0"),
        ("a.json --view compare", "1 was given"),
        ("--step 3", "opens nothing"),
    ],
)
def test_a_link_says_what_is_seen_and_no_more(options: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        read_link(f"xccviz {options}")
    words = link_words(f"xccviz {options}")
    assert words is not None
    assert words[1]


def test_a_hash_is_linked_with_its_network_and_names_are_quoted(state_of: Callable[..., AppState]) -> None:
    state = state_of(step=3)
    tab = state.tabs[0]
    hash, at = tab.document.trace.transaction.hash, f"--select {tab.selection} --step 3 --view graph"

    def link(**changes: object) -> str:
        return link_of(replace(state, tabs=(replace(tab, **changes),))).line

    assert (
        link(source="network", given=f"{hash}:alice.near")
        == f"xccviz {hash}:alice.near --network localnet {at}"
    )
    assert link(source="file", given="") == f"xccviz {hash} --network localnet {at}", "what was pasted"
    assert link(source="file", given="/a b/$(c).json") == f"xccviz '/a b/$(c).json' {at}"
    odd = link_of(replace(state, tabs=(replace(tab, source="file", given="/a/\u202e.json"),)))
    assert (odd.line, bool(odd.why_not)) == ("", True)
    assert link_of(replace(state, tabs=(), active=-1)).line == ""


def test_a_copied_link_opens_the_same_again(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}", "sample:tutorial-batch-ok")
    do, store = window.intents, window.store
    do.show_view("sequence")
    do.go_to_step(7)
    do.select(store.state.tabs[0].document.graph.nodes[3].id)
    do.set_filter("method:get_value")
    settle()
    left = store.state.tabs[0]
    window.actions_by_id["edit.copyLink"].trigger()
    link = QGuiApplication.clipboard().text()
    args = parse(shlex.split(link)[1:])
    assert (args.open, args.step, args.select, args.view) == (
        [f"sample:{FAILED}"],
        7,
        left.selection,
        "sequence",
    )
    do.close_tab(0)
    do.show_view("tree")
    bar = window.frame.open_bar
    bar.edit.setText(link)
    assert bar.recognised.text() == "link"
    bar.open_button.click()
    wait_idle(qtbot, window)
    tab = store.state.tab
    assert tab is not None
    assert (tab.document.trace.transaction.hash, tab.cursor, tab.selection, tab.filtering.text) == (
        left.document.trace.transaction.hash, left.cursor, left.selection, left.filtering.text,
    )  # fmt: skip
    assert store.state.view == "sequence"
    QGuiApplication.clipboard().setText(f"{link} --rpc http://127.0.0.1:9")
    do.paste()
    assert store.state.problem is not None
    assert "--rpc" in store.state.problem.message
    do.stop()
    QGuiApplication.clipboard().setText(f"xccviz {HASH} --network nowhere")
    do.paste()
    assert store.state.problem is not None
    assert "nowhere" in store.state.problem.message


def test_two_side_by_side_are_linked(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}", "sample:tutorial-batch-ok")
    window.intents.compare_with("sample:tutorial-parallel-3-ok")
    qtbot.waitUntil(lambda: window.store.state.pair is not None)
    window.intents.copy_link()
    link = QGuiApplication.clipboard().text()
    first = window.store.state.pair
    window.intents.close_tab()
    window.intents.open(link)
    qtbot.waitUntil(lambda: window.store.state.pair is not None)
    again = window.store.state.pair
    assert first is not None
    assert again is not None
    assert (again.a.given, again.b.given, again.index, again.selection) == (
        first.a.given, first.b.given, first.index, first.selection,
    )  # fmt: skip


def _on(document: Document, network: str | None) -> Document:
    return replace(document, trace=replace(document.trace, network=network))


def test_a_link_of_two_names_their_network(
    monkeypatch: pytest.MonkeyPatch, state_of: Callable[..., AppState], look_at: OpenWindow
) -> None:
    state = state_of()
    tab = state.tabs[0]
    hash = tab.document.trace.transaction.hash

    def link(*tabs: OpenTab) -> str:
        a, b = map(run_of, tabs)
        pair = standing(paired(a, b, *make(a, b, OPTIONS, None), OPTIONS), 2, None)
        return link_of(replace(state, compared=pair, comparing=True)).line

    fetched, saved = replace(tab, source="network", given=hash), replace(tab, source="file", given="b.json")
    elsewhere = replace(fetched, document=_on(tab.document, "testnet"))
    nowhere = replace(fetched, given="", document=_on(tab.document, None))
    assert link(fetched, saved).endswith(f"--network localnet -- {hash} b.json")
    assert link(saved, replace(saved, given="a.json")).endswith("--step 2 -- b.json a.json")
    assert (link(fetched, elsewhere), link(saved, nowhere)) == ("", ""), "no command opens both"
    asked: list[str | None] = []
    window = look_at()
    monkeypatch.setattr(window.opener, "open", lambda _given, network=None, **_: asked.append(network))
    window.intents.open_given(link(elsewhere, saved))
    assert asked == ["testnet", "testnet"]
