# covers: xccviz/gui/views/tree.py, xccviz/gui/views/tree_table.py, xccviz/gui/views/tree_bar.py
# covers: xccviz/gui/views/tree_columns.py, xccviz/gui/views/receipt_model.py
"""The tree of receipts: its words, its order, and what it does with mouse and keyboard."""

# covers: xccviz/gui/look/signs.py, xccviz/gui/views/receipt_model.py, xccviz/gui/views/tree_columns.py
# covers: xccviz/gui/views/tree_table.py

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPoint, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QStyleOptionViewItem, QToolButton
from pytestqt.qtbot import QtBot

from tests.gui.conftest import BATCH, FAILED, OpenWindow, node_called
from tests.gui.looks import settle
from tests.reference.executor import Program, Promise, execute
from tests.reference.extremes import long_names
from tests.reference.recorded import HERE, raw_of
from xccviz.document import Document, build_document
from xccviz.gui.state.filtering import hiding
from xccviz.gui.state.store import AppState, OpenTab
from xccviz.gui.state.tabs import filtered, open_tab, stepped, unfolded
from xccviz.gui.views.receipt_model import HIT_ROLE, NAME_ROLE, ROLE_ROLE, SIGN_ROLE, ReceiptTree
from xccviz.gui.views.tree import TreeView
from xccviz.layout.types import REFUNDS_KEY
from xccviz.model.raw import RawDocument, RawTransaction
from xccviz.replay import moment_at
from xccviz.replay.cursor import at
from xccviz.sources.files.read import open_file
from xccviz.tables.receipts import COLUMNS, accessible_text, row_of, sorted_nodes, used_columns
from xccviz.values import replace

StateOf = Callable[..., AppState]
Documents = Callable[[str], Document]
COLUMN = {column.id: i for i, column in enumerate(COLUMNS)}
LEFT = Qt.MouseButton.LeftButton


def cells(document: Document, label: str, step: int | None = None) -> dict[str, str]:
    """The words of one row by column."""
    moment = moment_at(document.analysis, document.timeline, len(document.timeline) if step is None else step)
    row = row_of(document, moment, document.graph.by_id[node_called(document, label)])
    return {column.id: column.words(row, "line") for column in COLUMNS}


def labels(model: QAbstractItemModel, parent: QModelIndex = QModelIndex(), depth: int = 0) -> list[str]:
    """All rows in order, indented."""
    found = []
    for i in range(model.rowCount(parent)):
        index = model.index(i, 0, parent)
        found += ["  " * depth + index.data(), *labels(model, index, depth + 1)]
    return found


def front(state: AppState) -> OpenTab:
    assert state.tab is not None
    return state.tab


def at_step(state: AppState, step: int) -> AppState:
    """`state` at another step of its document."""
    tab = front(state)
    return replace(state, tabs=(stepped(tab, at(tab.document.timeline, step)),))


@pytest.fixture
def shown(qtbot: QtBot, state_of: StateOf) -> tuple[TreeView, AppState]:
    state = state_of()
    view = TreeView()
    qtbot.addWidget(view)
    view.resize(1000, 600)
    view.show()
    view.show_state(None, state)
    return view, state


# ----------------------------------------------------------------------------------------------------------- words


def test_a_callback_s_row_counts_its_slots_and_its_gas_of_what(documents: Documents) -> None:
    row = cells(documents(FAILED), "caller.near.on_multi_done")
    assert row["slots"] == "3 of 3, 1 failed"
    assert row["gas"] == "1.1 of 265 T"
    assert row["block"] == "524"
    assert row["waited"] == "1 block"


def test_before_it_runs_a_row_tells_nothing_of_what_comes(documents: Documents) -> None:
    row = cells(documents(FAILED), "caller.near.on_multi_done", step=4)
    assert row["what"].startswith("waits for slots 0, 1, 2")
    assert row["slots"] == "0 of 3"
    assert row["gas"] == "of 265 T"
    assert (row["unspent"], row["block"], row["waited"], row["logs"]) == ("", "", "", "")


def test_a_failure_says_why_and_its_logs_are_rolled_back(documents: Documents) -> None:
    document = documents(FAILED)
    assert cells(document, "bravo.near.get_value")["what"] == "panicked: no value today"
    seen = 0
    for name in (BATCH, "ft-transfer-call-refused", "callback-panics"):
        other = documents(name)
        end = moment_at(other.analysis, other.timeline, len(other.timeline))
        for node in other.graph.nodes:
            text = COLUMNS[COLUMN["logs"]].words(row_of(other, end, node), "line")
            facts = other.analysis.facts[node.id]
            seen += bool(facts.failed and facts.logs)
            assert text.endswith("rolled back") == bool(facts.failed and facts.logs)
    assert seen


def test_every_cell_of_every_sample_has_words_at_every_step(documents: Documents) -> None:
    for name in (
        FAILED,
        BATCH,
        "yield-resumed-by-other-tx",
        "delegate-inner-fails",
        "mainnet-yield-then-call",
    ):
        document = documents(name)
        for step in range(len(document.timeline) + 1):
            moment = moment_at(document.analysis, document.timeline, step)
            for node in document.graph.nodes:
                row = row_of(document, moment, node)
                for i, column in enumerate(COLUMNS):
                    assert isinstance(column.words(row, "line"), str)
                    assert isinstance(column.words(row, "whole"), str)
                    assert accessible_text(row, i)


def test_what_has_no_value_comes_last_in_both_directions(documents: Documents) -> None:
    document = documents(FAILED)
    everything = list(range(len(document.graph.nodes)))
    for column in range(len(COLUMNS)):
        keys = [COLUMNS[column].sort_key(row_of(document, None, node)) for node in document.graph.nodes]
        for descending in (False, True):
            order = [keys[i] for i in sorted_nodes(document, everything, column, descending)]
            known = [key for key in order if key is not None]
            assert order == known + [None] * (len(order) - len(known))
            assert known == sorted(known, reverse=descending)  # type: ignore[type-var]


def test_an_empty_column_takes_no_space(documents: Documents) -> None:
    document = documents(FAILED)
    shown = [n for n in document.graph.nodes if "refund_gas" not in n.roles]
    used = used_columns(document, shown)
    assert used[COLUMN["slots"]]
    assert not used[COLUMN["deposit"]]
    assert not used[COLUMN["logs"]]


# ----------------------------------------------------------------------------------------------------------- model


def test_the_model_keeps_qt_s_rules(qtbot: QtBot, documents: Documents) -> None:
    model = ReceiptTree()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    for name in (FAILED, "mainnet-intents", "yield-resumed-by-other-tx"):
        document = documents(name)
        for step in (0, 3, len(document.timeline)):
            model.show_document(document, moment_at(document.analysis, document.timeline, step))
        model.show_moment(moment_at(document.analysis, document.timeline, 2))
        model.sort(3, Qt.SortOrder.DescendingOrder)
        model.sort(-1)
    model.show_document(None, None)
    assert model.rowCount() == 0
    del tester


def test_rows_stand_as_the_graph_s_tree_with_the_refunds_in_one_row(
    qtbot: QtBot, documents: Documents
) -> None:
    document, model = documents(FAILED), ReceiptTree()
    model.show_document(document, moment_at(document.analysis, document.timeline, 15))
    refunds = sum("refund_gas" in node.roles for node in document.graph.nodes)
    assert labels(model)[: -refunds - 1] == [
        "alice.near → caller.near",
        "  caller.near.multiple_contracts",
        "    alpha.near.get_value",
        "    bravo.near.get_value",
        "    delta.near.get_value",
        "    caller.near.on_multi_done",
    ]
    quiet = model.quiet_index()
    assert quiet.data() == "Prepaid gas back to alice.near: 0.3002 N"
    assert model.rowCount(quiet) == refunds
    assert model.node_of(quiet) is None


def test_every_receipt_has_exactly_one_row(qtbot: QtBot, documents: Documents) -> None:
    for name in (FAILED, "mainnet-intents", "join-of-joins", "ft-transfer-call-refused"):
        document, model = documents(name), ReceiptTree()
        model.show_document(document, moment_at(document.analysis, document.timeline, 99))
        for sort in (-1, 0, 3):
            model.sort(sort)
            rows = [index for index in _walk(model) if model.node_of(index) is not None]
            ids = [model.node_of(index) for index in rows]
            slots = {slot.data for slots in document.graph.slots.values() for slot in slots}
            assert sorted(filter(None, ids)) == sorted(
                n.id for n in document.graph.nodes if n.id not in slots
            )
            assert all(model.index_of_node(node.id).isValid() for node in document.graph.nodes)


def _walk(model: QAbstractItemModel, parent: QModelIndex = QModelIndex()) -> list[QModelIndex]:
    below = [model.index(i, 0, parent) for i in range(model.rowCount(parent))]
    return [found for index in below for found in (index, *_walk(model, index))]


def test_what_has_not_run_yet_is_dim_and_signed_so(qtbot: QtBot, documents: Documents) -> None:
    document, model = documents(FAILED), ReceiptTree()
    model.show_document(document, moment_at(document.analysis, document.timeline, 4))
    late = model.index_of_node(node_called(document, "delta.near.get_value"))
    assert late.data(SIGN_ROLE) == ("not_yet", "faint")
    assert {late.siblingAtColumn(i).data(ROLE_ROLE) for i in range(len(COLUMNS))} == {"faint"}
    model.show_moment(moment_at(document.analysis, document.timeline, 15))
    assert late.data(SIGN_ROLE) == ("ok", "ok")
    assert late.data(ROLE_ROLE) == "text"


def test_stepping_tells_of_every_cell_that_changed(qtbot: QtBot, documents: Documents) -> None:
    for name in (FAILED, "mainnet-yield-then-call", "join-of-joins"):
        document, model = documents(name), ReceiptTree()
        model.show_document(document, moment_at(document.analysis, document.timeline, 0))
        told: set[str | None] = set()
        model.dataChanged.connect(lambda top, _bottom, _roles, m=model, t=told: t.add(m.node_of(top)))

        def words(m: ReceiptTree = model) -> dict[str, list[object]]:
            rows = {m.node_of(index): index for index in _walk(m)}
            return {
                node: [
                    index.siblingAtColumn(i).data(role)
                    for i in range(len(COLUMNS))
                    for role in (0, ROLE_ROLE)
                ]
                for node, index in rows.items()
                if node is not None
            }

        for step in [*range(1, len(document.timeline) + 1), 2, 0]:
            before = words()
            told.clear()
            model.show_moment(moment_at(document.analysis, document.timeline, step))
            after = words()
            assert {node for node in after if after[node] != before[node]} <= told


# ------------------------------------------------------------------------------------------------------------ view


def test_the_selection_is_the_current_row_and_stays_in_sight(shown: tuple[TreeView, AppState]) -> None:
    view, state = shown
    assert view.table.currentIndex().data() == "bravo.near.get_value"
    view.collapse_all()
    assert view.table.currentIndex().data() == "caller.near.multiple_contracts"
    other = node_called(front(state).document, "delta.near.get_value")
    view.show_state(None, replace(state, tabs=(replace(front(state), selection=other),)))
    assert view.table.currentIndex().data() == "delta.near.get_value"
    assert view.table.visualRect(view.table.currentIndex()).isValid()


def test_keys_walk_the_rows_and_ask_for_the_selection(qtbot: QtBot, shown: tuple[TreeView, AppState]) -> None:
    view, state = shown
    asked: list[str] = []
    view.select_wanted.connect(asked.append)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Left):
        qtbot.keyClick(view.table, key)
    by_id = front(state).document.graph.by_id
    assert [by_id[node].label for node in asked] == [
        "delta.near.get_value",
        "caller.near.on_multi_done",
        "delta.near.get_value",
        "caller.near.multiple_contracts",
    ]
    assert not view.table.isExpanded(view.table.currentIndex())


def test_a_click_asks_for_the_selection_and_rendering_asks_for_nothing(
    qtbot: QtBot, shown: tuple[TreeView, AppState]
) -> None:
    view, state = shown
    asked: list[str] = []
    view.select_wanted.connect(asked.append)
    for step in range(15):
        view.show_state(None, at_step(state, step))
    view.show_state(None, state)
    assert asked == []
    node = node_called(front(state).document, "alpha.near.get_value")
    where = view.table.visualRect(view.model.index_of_node(node)).center()
    qtbot.mouseClick(view.table.viewport(), LEFT, pos=where)
    assert asked == [node]


def test_a_folded_refund_selects_the_quiet_row(shown: tuple[TreeView, AppState]) -> None:
    view, state = shown
    tab = front(state)
    refund = next(node.id for node in tab.document.graph.nodes if "refund_gas" in node.roles)
    state = replace(state, tabs=(replace(tab, selection=refund),))
    view.show_state(None, state)
    assert view.table.currentIndex() == view.model.quiet_index()
    opened = frozenset({REFUNDS_KEY})
    state = unfolded(state, tab.document, opened)
    state = replace(state, tabs=(replace(front(state), selection=tab.selection),))
    view.show_state(None, state)
    view.show_state(None, replace(state, tabs=(replace(front(state), selection=refund),)))
    assert view.model.node_of(view.table.currentIndex()) == refund


def test_a_header_sorts_siblings_and_keeps_the_tree(qtbot: QtBot, shown: tuple[TreeView, AppState]) -> None:
    view, _ = shown
    header = view.table.header()
    before = labels(view.model)
    assert view.bar.back.isHidden()
    for _ in range(2):
        x = header.sectionViewportPosition(COLUMN["gas"]) + 10
        qtbot.mouseClick(header.viewport(), LEFT, pos=QPoint(x, 10))
    assert view.model.is_tree and view.model.is_sorted
    assert [text.strip() for text in labels(view.model)][2:6] == [
        "caller.near.on_multi_done",
        "alpha.near.get_value",
        "delta.near.get_value",
        "bravo.near.get_value",
    ]
    assert [len(text) - len(text.lstrip()) for text in labels(view.model)] == [
        len(text) - len(text.lstrip()) for text in before
    ]
    assert view.table.currentIndex().data() == "bravo.near.get_value"
    assert view.bar.unfold.isVisible() and view.bar.back.isVisible()
    qtbot.mouseClick(view.bar.back, LEFT)
    assert labels(view.model) == before and not view.model.is_sorted


def test_without_room_all_is_unfolded_from_the_menu_of_the_levels(shown: tuple[TreeView, AppState]) -> None:
    view, _ = shown
    view.resize(view.bar.minimumSizeHint().width(), 300)
    settle()
    assert view.bar.unfold.isHidden() and view.bar.fold.isHidden()
    menu = view.bar.levels.menu()
    menu.aboutToShow.emit()
    words = [action.text() for action in menu.actions() if action.text()]
    assert words[:3] == ["Expand all", "Collapse all", "1"]
    menu.actions()[1].trigger()
    assert not view.table.isExpanded(view.model.index_of(1))
    view.resize(900, 300)
    settle()
    menu.aboutToShow.emit()
    assert view.bar.unfold.isVisible() and menu.actions()[0].text() == "1"


def test_all_rows_are_sorted_as_one_list_on_demand(qtbot: QtBot, shown: tuple[TreeView, AppState]) -> None:
    view, _ = shown
    header = view.table.header()
    assert not view._flat.isEnabled()
    x = header.sectionViewportPosition(COLUMN["gas"]) + 10
    qtbot.mouseClick(header.viewport(), LEFT, pos=QPoint(x, 10))
    view._flat.trigger()
    flat = labels(view.model)
    assert flat[0] == "caller.near.multiple_contracts"
    assert flat[1] == "bravo.near.get_value"
    assert all(not text.startswith(" ") for text in flat[:6])
    assert view.table.currentIndex().data() == "bravo.near.get_value"
    assert view.model.headerData(COLUMN["gas"], Qt.Orientation.Horizontal) == "GAS BURNT ▾"
    assert view.bar.back.isVisible()
    qtbot.mouseClick(view.bar.back, LEFT)
    assert view.model.is_tree
    assert view.bar.back.isHidden()
    assert view.table.isExpanded(view.model.index_of(1))


def test_stepping_moves_no_row_of_a_sorted_list(shown: tuple[TreeView, AppState]) -> None:
    view, state = shown
    view._sort_by(COLUMN["gas"])
    before = [each.split(":")[0].split(" to ")[0] for each in labels(view.model)]
    for step in (0, 3, 7, 15):
        view.show_state(None, at_step(state, step))
        # What came back so far is told in the row of the refunds.
        assert [each.split(":")[0].split(" to ")[0] for each in labels(view.model)] == before


def test_each_document_keeps_its_own_order(shown: tuple[TreeView, AppState], state_of: StateOf) -> None:
    view, state = shown
    gas = COLUMN["gas"]
    view._sort_by(gas)
    view._flat.trigger()
    flat = labels(view.model)
    other = state_of(BATCH)
    both = replace(state, tabs=(front(state), front(other)), active=1)
    view.show_state(state, both)
    assert view.model.is_tree and not view._flat.isChecked()
    assert not view.bar.back.isVisible()
    first = replace(both, active=0)
    view.show_state(both, first)
    assert view.table.header().sortIndicatorSection() == gas
    assert labels(view.model) == flat
    view.show_tree_order()
    view.show_state(first, both)
    view.show_state(both, first)
    assert view.model.is_tree


def test_columns_are_hidden_and_stay_so_for_the_next_document(
    shown: tuple[TreeView, AppState], state_of: StateOf
) -> None:
    view, state = shown
    assert view.table.isColumnHidden(COLUMN["deposit"])
    chosen: dict[str, bool] = {}
    view.columns.chosen.connect(chosen.__setitem__)
    for action in view.columns.menu.actions():
        if action.data() in ("unspent", "deposit"):
            action.trigger()
    columns = tuple(chosen.items())
    assert dict(columns) == {"unspent": False, "deposit": True}
    view.show_state(state, replace(state, columns=columns))
    assert view.table.isColumnHidden(COLUMN["unspent"])
    assert not view.table.isColumnHidden(COLUMN["deposit"])
    view.show_state(None, replace(state_of(BATCH), columns=columns))
    assert view.table.isColumnHidden(COLUMN["unspent"])
    assert not view.table.isColumnHidden(COLUMN["deposit"])


def test_a_tree_expands_to_a_level(shown: tuple[TreeView, AppState]) -> None:
    view, _ = shown
    view._level_menu.aboutToShow.emit()
    levels = view._level_menu.actions()
    assert [level.text() for level in levels] == ["1", "2"]
    levels[0].trigger()
    root = view.model.index_of(1)
    assert not view.table.isExpanded(root)
    assert view.table.currentIndex() == root
    view._level_menu.aboutToShow.emit()
    view._level_menu.actions()[1].trigger()
    assert view.table.isExpanded(root)


def test_folding_is_remembered_while_the_document_is_open(
    shown: tuple[TreeView, AppState], state_of: StateOf
) -> None:
    view, state = shown
    root = view.model.index_of(1)
    view.table.collapse(root)
    both = replace(state, tabs=(*state.tabs, *state_of(BATCH).tabs), active=1)
    view.show_state(None, both)
    first = replace(front(state), selection=front(state).document.graph.root.id)
    view.show_state(None, replace(both, active=0, tabs=(first, both.tabs[1])))
    assert not view.table.isExpanded(view.model.index_of(1))


def test_each_document_is_replaced_whole(shown: tuple[TreeView, AppState], state_of: StateOf) -> None:
    view, _ = shown
    view.show_state(None, state_of(BATCH))
    assert "alpha.near.get_value" not in "\n".join(labels(view.model))
    view.show_state(None, AppState())
    assert labels(view.model) == []


def test_everything_can_be_reached_and_named_without_a_mouse(shown: tuple[TreeView, AppState]) -> None:
    view, _ = shown
    assert view.table.accessibleName()
    for tool in view.findChildren(QToolButton):
        assert tool.accessibleName()
        assert tool.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert next(a.text() for a in view._sort_menu.actions()) == "Tree order"
    texts = [
        view.table.currentIndex().siblingAtColumn(i).data(Qt.ItemDataRole.AccessibleTextRole)
        for i in range(len(COLUMNS))
    ]
    assert texts[0] == "bravo.near.get_value, failed"
    assert texts[1] == "What it did: panicked: no value today"
    assert all(texts)


def test_hostile_names_and_results_stay_text(qtbot: QtBot) -> None:
    run = execute(
        Program(False, b"", [Promise(Program(False, '"<b>x</b>\u202e"'.encode()), "<i>\u202eevil", [])], 0)
    )
    raw = RawTransaction(documents=(RawDocument("EXPERIMENTAL_tx_status", {}, {"result": run.answer}),))
    document = build_document(raw)
    tab = open_tab(document, "x")
    view = TreeView()
    qtbot.addWidget(view)
    view.show()
    view.show_state(None, AppState(tabs=(tab,), active=0))
    for index in _walk(view.model):
        for column in range(len(COLUMNS)):
            cell = index.siblingAtColumn(column)
            assert "\u202e" not in (cell.data() or "")
            tip = cell.data(Qt.ItemDataRole.ToolTipRole) or ""
            assert "<b>" not in tip
            assert "<i>" not in tip
    assert any("⟨U+202E⟩" in index.data() for index in _walk(view.model))


def texts_of_calls(view: TreeView) -> list[str]:
    """What is painted of each call, top down."""
    painted = []
    for index in _walk(view.model):
        if index.data(NAME_ROLE) is not None:
            option = QStyleOptionViewItem()
            option.widget = view.table
            option.rect = view.table.visualRect(index)
            option.font = view.table.font()
            option.fontMetrics = view.table.fontMetrics()
            view.table.itemDelegate().initStyleOption(option, index)
            painted.append(option.text)
            assert option.fontMetrics.horizontalAdvance(option.text) <= option.rect.width()
    return painted


def test_in_little_room_a_call_says_first_what_is_called(qtbot: QtBot) -> None:
    """And accounts that differ in their middle only are still told apart."""
    view = TreeView()
    qtbot.addWidget(view)
    view.resize(700, 400)
    view.show()
    view.show_state(
        None, AppState(tabs=(open_tab(build_document(raw_of(long_names().answer)), "x"),), active=0)
    )
    calls = texts_of_calls(view)
    assert calls[0] == calls[-1] == "app.near.run"
    assert all(text.startswith("run · ") for text in calls[1:5])
    assert len(set(calls[1:5])) == 4
    view.table.setColumnWidth(0, 900)
    assert texts_of_calls(view)[1].endswith(".near.run") or texts_of_calls(view)[1].endswith("x.run")


def test_a_call_has_the_room_that_what_it_did_does_not_need(open_window: OpenWindow) -> None:
    """And its account is cut in one place, however little is left."""
    view = open_window("sample:mainnet-yield-then-call", "--view", "tree", "--size", "1280x800").views["tree"]
    assert "recipes.mike.near.recipe_chained_yield" in texts_of_calls(view)
    words = max(
        view.table.fontMetrics().horizontalAdvance(
            view.model.index_of_node(node.id).siblingAtColumn(1).data() or ""
        )
        for node in view.model.nodes_shown()
    )
    assert words <= view.table.columnWidth(1) < words + 60
    for px in range(190, 400, 10):
        view.table.setColumnWidth(0, px)
        assert all(text.count("…") <= 1 for text in texts_of_calls(view)), px


def test_what_a_deep_call_called_is_never_cut_for_a_column_that_may_go(open_window: OpenWindow) -> None:
    """Its steps to the right take room too."""
    view = open_window("sample:mainnet-hidden-failure", "--view", "tree", "--size", "1280x800").views["tree"]
    called = [(node.depth, node.actions[0].method_name) for node in view.model.nodes_shown() if node.actions]
    assert max(depth for depth, _ in called) > 3
    calls = "\n".join(texts_of_calls(view))
    assert [name for _, name in called if name is not None and name not in calls] == []


def test_no_figure_is_elided(open_window: OpenWindow) -> None:
    """Columns are as wide as their words in figures of one width."""
    window = open_window(
        str(HERE / "pictured" / "mainnet-swap.json.gz"), "--view", "tree", "--size", "1280x800"
    )
    view = window.views["tree"]
    figures = QFont(view.table.font())
    figures.setFeature(QFont.Tag("tnum"), 1)
    metrics = QFontMetrics(figures)
    shown = [i for i, spec in enumerate(COLUMNS) if spec.number and not view.table.isColumnHidden(i)]
    assert shown
    for node in view.model.nodes_shown():
        index = view.model.index_of_node(node.id)
        for column in shown:
            words = index.siblingAtColumn(column).data() or ""
            assert metrics.horizontalAdvance(words) + 18 <= view.table.columnWidth(column), words


def test_a_giant_opens_and_sorts_at_once(qtbot: QtBot, shared_data: Path) -> None:
    document = build_document(open_file(shared_data / "node/pv86/giant-4000/tx_status.json.xz"))
    tab = open_tab(document, "giant")
    view = TreeView()
    qtbot.addWidget(view)
    view.show()
    view.show_state(None, AppState(tabs=(tab,), active=0))
    asked = len(view.model._rows)
    assert asked < 1_000, "only rows in sight, and those that are measured, are made"
    view._sort_by(COLUMN["gas"])
    assert view.model.is_tree
    view._flat.trigger()
    assert view.model.rowCount() > 4_000


# ---------------------------------------------------------------------------------------------------------- filtered


def with_filter(state: AppState, text: str, hides: bool = False) -> AppState:
    tab = filtered(front(state), text)
    tab = replace(tab, filtering=hiding(tab.filtering, hides))
    return replace(state, tabs=(tab,))


def rows(view: TreeView, role: int) -> dict[str, object]:
    model = view.model
    found = [index for index in _walk(model) if index.column() == 0]
    return {str(index.data()): index.data(role) for index in found}


def test_hits_are_marked_and_the_rest_is_dim(shown: tuple[TreeView, AppState]) -> None:
    view, state = shown
    before = labels(view.model)
    view.show_state(state, with_filter(state, "method:get_value"))
    hits = {label for label, hit in rows(view, HIT_ROLE).items() if hit}
    assert hits == {"alpha.near.get_value", "bravo.near.get_value", "delta.near.get_value"}
    assert {label for label, role in rows(view, ROLE_ROLE).items() if role != "faint"} == hits
    assert labels(view.model) == before
    view.show_state(with_filter(state, "method:get_value"), state)
    assert not any(rows(view, HIT_ROLE).values())
    assert set(rows(view, ROLE_ROLE).values()) != {"faint"}


def test_hidden_the_hits_are_left_and_the_way_to_them(shown: tuple[TreeView, AppState]) -> None:
    view, state = shown
    before = labels(view.model)
    bravo = node_called(front(state).document, "bravo.near.get_value")
    hiding_all_but = with_filter(state, "method:get_value fail", hides=True)
    view.show_state(state, hiding_all_but)
    assert [label.strip() for label in labels(view.model)] == [
        "alice.near → caller.near",
        "caller.near.multiple_contracts",
        "bravo.near.get_value",
    ]
    assert view.model.node_of(view.table.currentIndex()) == bravo
    assert not view.table.visualRect(view.table.currentIndex()).isEmpty()
    view._sort_by(next(k for k, column in enumerate(COLUMNS) if column.number))
    assert len(labels(view.model)) == 3, "the way to it"
    view._flat.trigger()
    assert [label.strip() for label in labels(view.model)] == ["bravo.near.get_value"]
    view.show_tree_order()
    refunds = with_filter(state, "refund", hides=True)
    view.show_state(hiding_all_but, refunds)
    assert view.model.quiet_index().isValid()
    assert view.model.quiet_index().data(HIT_ROLE)
    view.show_state(refunds, with_filter(state, "gas>9000T", hides=True))
    assert labels(view.model) == before


def test_hiding_and_showing_keeps_the_rules_of_qt(
    qtbot: QtBot, documents: Documents, state_of: StateOf
) -> None:
    view = TreeView()
    qtbot.addWidget(view)
    QAbstractItemModelTester(view.model, QAbstractItemModelTester.FailureReportingMode.Fatal, view)
    state = before = state_of()
    view.show_state(None, state)
    for text, hides in (
        ("fail", True),
        ("fail", False),
        ("refund", True),
        ("x", True),
        ("", True),
        ("ok", True),
    ):
        state = with_filter(state, text, hides)
        view.show_state(before, state)
        before = state
