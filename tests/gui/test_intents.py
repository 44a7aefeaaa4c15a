# covers: xccviz/gui/intents.py, xccviz/gui/state/stage.py, xccviz/gui/state/looking.py
"""Intents know no widgets: here they run against a stage that only writes down what it is asked."""

# covers: xccviz/gui/state/stage.py

from __future__ import annotations

import inspect
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from xccviz.export import find_exporter
from xccviz.gui.commands import COMMANDS
from xccviz.gui.intents import Intents, Work
from xccviz.gui.state.exporting import export_options
from xccviz.gui.state.stage import Sight, Stage
from xccviz.gui.state.store import AppState, OpenTab, Store
from xccviz.gui.tasks.comparing import Comparing
from xccviz.gui.tasks.exporting import Exporting
from xccviz.gui.tasks.following import Following
from xccviz.gui.tasks.jobs import Jobs
from xccviz.gui.tasks.laying_out import LayingOut
from xccviz.gui.tasks.opening import Opener
from xccviz.layout.types import REFUNDS_KEY
from xccviz.opening.options import OpenOptions
from xccviz.replay.moves import BY_ID

StateOf = Callable[..., AppState]


class Written:
    """A stage, and the sight of its drawing: everything it is asked stands in `asked`."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answers: dict[str, str] = {}

    @property
    def sight(self) -> Written:
        return self

    def __getattr__(self, name: str) -> Callable[..., str]:
        def ask(*given: object, **named: object) -> str:
            self.asked.append(" ".join((name, *map(str, given), *map(str, named.values()))))
            return self.answers.get(name, "")

        return ask


class Set:
    """A store with its intents."""

    def __init__(self, state: AppState) -> None:
        self.owner = QObject()
        self.stage = Written()
        self.store = Store(state, self.owner)
        self.jobs = Jobs(self.owner)
        options = OpenOptions(offline=True)
        laying_out = LayingOut(self.store, self.jobs, self.owner)
        self.work = Work(
            Opener(self.store, self.jobs, options, self.owner),
            Exporting(self.store, self.jobs, self.owner),
            laying_out,
            Following(self.store, self.jobs, laying_out, options, self.owner),
            Comparing(self.store, self.jobs, self.owner),
        )
        self.intents = Intents(self.store, self.work, self.stage, self.owner)  # type: ignore[arg-type]

    @property
    def tab(self) -> OpenTab:
        assert self.store.state.tab is not None
        return self.store.state.tab


@pytest.fixture
def made(qtbot: QtBot, state_of: StateOf) -> Iterator[Set]:
    found = Set(state_of())
    yield found
    found.jobs.close()


def test_the_table_and_the_intents_load_no_window() -> None:
    code = "import xccviz.gui.commands, sys; print('xccviz.gui.window' in sys.modules)"
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert ended.stdout.strip() == "False"


def test_a_stage_is_asked_only_for_what_it_promises(made: Set) -> None:
    """Every command runs; what it asks of the stage is in its protocol."""
    promised = {name for kind in (Stage, Sight) for name, _ in inspect.getmembers(kind, callable)}
    for command in COMMANDS:
        command.run(made.intents)
    assert {asked.split()[0] for asked in made.stage.asked} <= promised
    assert "leave" in made.stage.asked


def test_selecting_and_moving_bring_in_sight_what_they_select(made: Set) -> None:
    root = made.tab.document.graph.root.id
    made.intents.select(root)
    assert made.tab.selection == root
    made.intents.move(BY_ID["step_first"])
    assert made.tab.cursor.index == 0
    made.intents.go_to_step(3)
    assert made.tab.cursor.index == 3
    assert made.stage.asked == ["reveal_selection", "reveal_step", "reveal_step"]


def test_folding_goes_through_a_new_layout(made: Set) -> None:
    before = made.tab.layouts["graph"]
    made.intents.toggle_refunds()
    assert made.tab.expanded == {REFUNDS_KEY}
    assert made.tab.layouts["graph"] is not before
    made.intents.fold_all()
    assert made.tab.expanded == frozenset()


def test_in_a_list_the_selection_unfolds_nothing_but_the_refunds_it_is_one_of(made: Set) -> None:
    made.intents.show_view("tree")
    made.intents.toggle_selection()
    assert made.tab.expanded == frozenset()
    refund = next(node for node in made.tab.document.graph.nodes if "refund_gas" in node.roles)
    made.intents.select(refund.id)
    made.intents.toggle_selection()
    assert made.tab.expanded == {REFUNDS_KEY}
    assert made.tab.layouts == {}
    made.intents.show_view("graph")
    assert refund.id in made.tab.layouts["graph"].by_key


def test_an_export_draws_the_drawing_in_front_and_the_first_where_none_is(made: Set) -> None:
    for view in ("graph", "tree"):
        made.intents.show_view(view)
        assert export_options(made.store.state, made.tab).view == "graph"


def test_an_export_asks_for_a_name_and_none_writes_nothing(qtbot: QtBot, made: Set, tmp_path: Path) -> None:
    exporter = find_exporter("dot")
    assert exporter is not None
    made.intents.export(exporter)
    assert made.stage.asked[-1].startswith(f"ask_save Export {exporter.title} ")
    path = tmp_path / "a.dot"
    made.stage.answers["ask_save"] = str(path)
    with qtbot.waitSignal(made.work.exporting.written):
        made.intents.export(exporter)
    assert path.read_text().startswith("digraph")
    assert list(tmp_path.iterdir()) == [path]


def test_without_a_document_nothing_goes_wrong(qtbot: QtBot) -> None:
    made = Set(AppState())
    try:
        for command in COMMANDS:
            command.run(made.intents)
        made.intents.select("x")
        made.intents.go_to_step(2)
        assert made.store.state.tab is None
    finally:
        made.jobs.close()
