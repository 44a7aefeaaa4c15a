"""What can't be shown changes nothing: what was open stands as it did, and a sentence says so."""

# covers: xccviz/gui/state/telling.py, xccviz/gui/window.py

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.conftest import BATCH, FAILED, OpenWindow, wait_idle
from tests.gui.looks import settle
from xccviz.document import Document
from xccviz.gui.state.store import AppState
from xccviz.gui.state.telling import CatchingUp
from xccviz.gui.views.receipt_model import ReceiptTree
from xccviz.opening.open import open_document_sync
from xccviz.replay import moment_at

TX = "FECZty8cy5x5QUxYUdQDYp9pgU4CKR2iHu8a6a39hq5X"


def refusing(panel: Any, wanted: Callable[[AppState], bool]) -> Callable[[AppState | None, AppState], None]:
    """A `show_state` that breaks half-way through some states."""
    real = panel.show_state

    def show_state(old: AppState | None, new: AppState) -> None:
        real(old, new)
        if wanted(new):
            raise KeyError("no row")

    return show_state


@pytest.mark.parametrize("part", ["verdict", "steps", "inspector", "tree", "graph"])
def test_a_document_that_can_not_be_shown_leaves_what_was_open(
    qtbot: QtBot, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    window = open_window(f"sample:{FAILED}", "--view", part if part in ("tree", "graph") else "graph")
    before = window.store.state
    shown = {"verdict": window.frame.verdict, "steps": window.frame.steps, "inspector": window.inspector}
    panel = shown.get(part) or window.views[part]
    kept = before.tabs[0].document
    with monkeypatch.context() as broken:
        refuse = refusing(panel, lambda s: s.tab is not None and s.tab.document is not kept)
        broken.setattr(panel, "show_state", refuse)
        window.opener.open(f"sample:{BATCH}")
        wait_idle(qtbot, window)
        settle()
    after = window.store.state
    assert (after.tabs, after.active, after.recent) == (before.tabs, before.active, before.recent)
    assert after.job is None
    assert after.problem is not None
    assert after.problem.kind == "bug"
    assert "KeyError" in "\n".join(after.problem.details)
    assert window.frame.problem.isVisible()
    title = window.frame.verdict.title.text().replace("\u200b", "")
    assert before.tab is not None
    assert title == before.tab.document.verdict.title
    window.opener.open(f"sample:{BATCH}")  # whatever was wrong is not wrong any more
    wait_idle(qtbot, window)
    assert len(window.store.state.tabs) == 2
    assert window.store.state.problem is None


def test_a_view_that_can_not_show_it_gives_way_to_the_one_before(
    reuse_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = reuse_window(f"sample:{FAILED}")
    with monkeypatch.context() as broken:
        tree = window.views["tree"]
        broken.setattr(tree, "show_state", refusing(tree, lambda s: s.view == "tree"))
        window.actions_by_id["view.tree"].trigger()
    assert window.store.state.view == "graph"
    assert window.views["graph"].isVisible()
    assert window.store.state.problem is not None
    window.actions_by_id["view.tree"].trigger()
    assert window.views["tree"].isVisible()


def test_a_panel_beside_it_that_can_not_show_it_says_so(
    reuse_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = reuse_window(f"sample:{FAILED}")
    panel = window.docks.panels["gasPanel"]
    monkeypatch.setattr(panel, "show_state", refusing(panel, lambda s: s.tab is not None))
    window.actions_by_id["panel.gasPanel"].trigger()
    settle()
    assert window.store.state.problem is not None


def test_what_half_showed_something_is_told_from_the_beginning() -> None:
    told: list[tuple[AppState | None, AppState]] = []

    class Panel:
        broken = True

        def show_state(self, old: AppState | None, new: AppState) -> None:
            told.append((old, new))
            if self.broken and new.network:
                raise ValueError

    panel, state = Panel(), AppState(network="testnet")
    catching_up = CatchingUp({"one": panel})
    with pytest.raises(ValueError):
        catching_up.tell("one", state)
    assert told == [(None, state), (state, AppState())]
    panel.broken = False
    catching_up.tell("one", state)
    assert told[-1] == (None, state)


def ids() -> list[str]:
    return [TX, "3VND", "2AbC", "4DeF"]


@pytest.mark.parametrize("order", list(permutations(ids()))[::5])
def test_every_receipt_has_its_row_whatever_awaits_and_is_whose(
    tmp_path: Path, order: list[str], documents: Callable[[str], Document]
) -> None:
    """Rings of receipts that await one another, a data receipt with the transaction's own hash among them."""
    document = ring(tmp_path, order)
    model = ReceiptTree()
    timeline = document.timeline
    model.show_document(document, moment_at(document.analysis, timeline, len(timeline)))
    for position in model.parents():
        assert model.index_of(position).isValid()
    for node in document.graph.nodes:
        assert model.index_of_node(node.id).isValid(), node.id


def ring(folder: Path, order: list[str]) -> Document:
    """A document in which each of `order` awaits the next, by data with its name."""
    receipts = []
    for at, name in enumerate(order):
        data = order[(at + 1) % len(order)]
        receipts += [
            {"receipt_id": name, "receipt": {"Action": {"input_data_ids": [data]}}},
            {"receipt_id": data, "receipt": {"Data": {"data_id": data}}},
        ]
    answer = {
        "transaction": {"hash": TX, "receiver_id": "farm.near", "signer_id": "user.near"},
        "transaction_outcome": {},
        "receipts": receipts[:: 1 if order[0] < order[1] else -1],
    }
    path = folder / "ring.json"
    path.write_text(json.dumps({"result": answer}))
    return open_document_sync(str(path)).document


def test_a_ring_opens_in_both_views_and_steps(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    ring(tmp_path, ids())
    for view in ("tree", "graph"):
        window = open_window(str(tmp_path / "ring.json"), "--view", view)
        assert window.store.state.problem is None
        for step in range(len(window.store.state.tabs[0].document.timeline) + 1):
            window.intents.go_to_step(step)
            assert window.frame.steps.slider.value() == step
