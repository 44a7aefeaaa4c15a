"""Findings, logs, money and gas: rows without a widget, then each panel alone with a state."""

# covers: xccviz/gui/lists/row_model.py, xccviz/gui/lists/row_paint.py, xccviz/gui/lists/row_view.py
# covers: xccviz/gui/lists/rows.py, xccviz/gui/panels/findings.py, xccviz/gui/panels/gas.py
# covers: xccviz/gui/panels/gas_rows.py, xccviz/gui/panels/log_rows.py, xccviz/gui/panels/logs.py
# covers: xccviz/gui/panels/money_rows.py, xccviz/gui/panels/transfers.py

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QPushButton, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.looks import clipped, nameless, overlapping, settle
from xccviz.analysis.types import LogLine, NodeFacts
from xccviz.document import Document
from xccviz.gui.lists.row_model import Columns, RowModel
from xccviz.gui.lists.row_paint import PAD, UNFOLDED_PX, unfolded_font
from xccviz.gui.lists.row_view import RowView
from xccviz.gui.lists.rows import Row, RowSource, shares_of
from xccviz.gui.look.amounts import take_amounts
from xccviz.gui.look.theme import dress
from xccviz.gui.panels.findings import FindingsPanel
from xccviz.gui.panels.gas import GasPanel
from xccviz.gui.panels.gas_rows import RECEIPT_HEADERS, GasRows, total_list
from xccviz.gui.panels.log_rows import LogRows
from xccviz.gui.panels.logs import LogsPanel
from xccviz.gui.panels.money_rows import deposit, money_rows, token
from xccviz.gui.panels.side import SidePanel
from xccviz.gui.panels.transfers import TransfersPanel
from xccviz.gui.state.store import AppState, OpenTab
from xccviz.sources.files.sample import list_samples
from xccviz.tables.events import LogSource, log_sources, matches
from xccviz.tables.findings import finding_groups
from xccviz.tables.gas import gas_rows, total_rows
from xccviz.tables.money import deposit_rows
from xccviz.tables.tokens import token_rows
from xccviz.values import replace
from xccviz.words.evidence import evidence_words
from xccviz.words.findings import FindingText
from xccviz.words.numbers import gas_number

StateOf = Callable[..., AppState]
NAMES = [sample.name for sample in list_samples()]
PANELS = (FindingsPanel, LogsPanel, TransfersPanel, GasPanel)
EVERY = frozenset(("error", "warning", "info"))
LEFT = Qt.MouseButton.LeftButton


def show(qtbot: QtBot, panel: QWidget, width: int = 360, height: int = 600) -> None:
    qtbot.addWidget(panel)
    dress(panel, "light")
    panel.resize(width, height)
    panel.show()


def document_tab(state: AppState) -> OpenTab:
    assert state.tab is not None
    return state.tab


def facts_of(state: AppState, row: Row) -> NodeFacts:
    return document_of(state).analysis.facts[row.node or ""]


def document_of(state: AppState) -> Document:
    assert state.tab is not None
    return state.tab.document


def all_rows(source: RowSource) -> list[Row]:
    return [source.row(i) for i in range(len(source))]


def every_line(sources: Sequence[LogSource], text: str = "", contract: str = "") -> list[tuple[int, int]]:
    return [found for found in matches(sources, text, contract) if found is not None]


def lines_of(panel: LogsPanel) -> list[Row]:
    """The rows of the list that are lines."""
    return [row for row in all_rows(panel.list.rows.source) if not row.heading]


def measured(text: str) -> float:
    """Px that an unfolded line takes."""
    return UNFOLDED_PX + QFontMetrics(unfolded_font(QApplication.font())).horizontalAdvance(text.rstrip())


# ------------------------------------------------------------------------------------------------------------- rows


@pytest.mark.parametrize("name", NAMES)
def test_every_log_line_is_a_row_in_the_order_of_time(documents: Callable[..., Document], name: str) -> None:
    document = documents(name)
    sources = log_sources(document)
    shown = all_rows(LogRows(sources, every_line(sources)))
    rows = [row for row in shown if not row.heading]
    assert len(rows) == sum(len(facts.logs) for facts in document.analysis.facts.values())
    steps = [row.step for row in shown if row.step is not None]
    assert steps == sorted(steps)
    for row in rows:
        assert row.struck == document.analysis.facts[row.node or ""].failed
    headings = [row for row in shown if row.heading]
    assert [row.node for row in headings] == [source.node for source in sources]
    for source, heading in zip(sources, headings, strict=True):
        assert source.contract in heading.cells[0]
        assert all(heading.cells[0].startswith(row.context) for row in rows if row.node == source.node)


@pytest.mark.parametrize("name", NAMES)
def test_rows_of_a_node_are_its_lines(documents: Callable[..., Document], name: str) -> None:
    sources = log_sources(documents(name))
    for lines in (every_line(sources), every_line(sources)[1::2]):
        rows = LogRows(sources, lines)
        for source in sources:
            mine = [i for i, row in enumerate(all_rows(rows)) if row.node == source.node and not row.heading]
            assert list(rows.of_node(source.node)) == mine


@pytest.mark.parametrize("name", NAMES)
def test_every_deposit_and_token_is_a_row_with_its_node(
    documents: Callable[..., Document], name: str
) -> None:
    document = documents(name)
    deposits = [deposit(row) for row in deposit_rows(document)]
    assert [row.node for row in deposits] == [line.node for line in document.analysis.deposits]
    for row, line in zip(deposits, document.analysis.deposits, strict=True):
        assert f"{line.amount:,} yocto" in row.tip
        assert line.receiver in row.cells[0]
    tokens = [token(document, row) for row in token_rows(document)]
    assert [row.struck for row in tokens] == [token.reverted for token in document.analysis.tokens]
    captions = [row.cells[0] for row in money_rows(document) if row.heading]
    assert len(captions) == len(set(captions))


@pytest.mark.parametrize("name", NAMES)
def test_the_gas_rows_are_the_ledgers(documents: Callable[..., Document], name: str) -> None:
    document = documents(name)
    found = list(gas_rows(document))
    rows = all_rows(GasRows(found))
    assert [row.node for row in rows] == [row.node.id for row in found]
    for row in rows:
        assert row.bar is not None
        assert 0 <= row.bar.whole <= 1
        assert sum(share for _, share in row.bar.shares) <= 1 + 1e-9
    for column in range(1, len(RECEIPT_HEADERS)):
        ranked = [row.cells[column] for row in all_rows(GasRows(found, column, True))]
        known = [float(text.replace(",", "").replace("<", "")) for text in ranked if text != "?"]
        assert known == sorted(known, reverse=True)
        assert "?" not in ranked[: len(known)]
    for kind in ("accounts", "methods", "costs"):
        assert all(
            0 <= (row.bar.whole if row.bar else 0) <= 1 for row in total_list(total_rows(document, kind))
        )


def test_a_failed_receipt_s_bar_is_what_it_burnt(documents: Callable[..., Document]) -> None:
    document = documents()
    cause = document.analysis.verdict.root_causes[0]
    ledger = document.analysis.facts[cause].gas
    shares = dict(shares_of(ledger))
    assert shares["indbg"] == 0
    assert 0 < shares["ind"] < shares["ref"] < 1


def test_findings_of_a_code_share_a_card_and_an_explanation() -> None:
    def made(code: str, title: str, explanation: str = "why", severity: str = "warning") -> FindingText:
        return FindingText(code, severity, title, explanation, (), {"count": 1})  # type: ignore[arg-type]  # a literal

    findings = [made("a_b", "one"), made("c", "two", severity="info"), made("a_b", "three")]
    groups = finding_groups(findings, EVERY)
    assert [(group.title, group.explanation, len(group.findings)) for group in groups] == [
        ("A b", "why", 2), ("two", "why", 1)]  # fmt: skip
    assert [group.code for group in finding_groups(findings, frozenset(("info",)))] == ["c"]
    assert finding_groups([made("a", "x", "one"), made("a", "y", "two")], EVERY)[0].explanation == ""


def test_evidence_is_readable_and_never_repeats_the_title() -> None:
    evidence = {"count": 3, "attached": 5 * 10**12, "amount": "1000000000000000000000000", "burnt": None,
                "slots": [0, 2], "caller": "app.near.run", "blocks": 1234}  # fmt: skip
    finding = FindingText("x", "error", "app.near.run gave it 5 Tgas", "", (), evidence)
    assert evidence_words(finding, "line") == (("amount", "1 N"), ("slots", "0, 2"), ("blocks", "1,234"))


# ------------------------------------------------------------------------------------------------------------- list


class Ten:
    """Ten rows; each third unfolds into as many lines as its number."""

    def __len__(self) -> int:
        return 10

    def row(self, index: int) -> Row:
        return Row((f"row {index}", ""), node=f"n{index}")

    def has_children(self, index: int) -> bool:
        return index % 3 == 0

    def children(self, index: int) -> Sequence[Row]:
        return [Row(("", f"{index}.{i}")) for i in range(index)]

    def of_node(self, node: str) -> Sequence[int]:
        return (int(node[1:]),)


def unfolded(model: RowModel) -> Iterator[str]:
    for place in range(model.rowCount()):
        row = model.row_at(place)
        assert row is not None
        yield row.cells[0] or row.cells[1]


@pytest.mark.parametrize("order", [(0, 3, 9), (9, 3, 6), (6, 9, 3, 9, 6), (3, 6, 3)])
def test_unfolded_lines_stand_below_their_row(order: tuple[int, ...]) -> None:
    model = RowModel(Columns(("A", "B"), (0, 50), unfold=True))
    model.show(Ten())
    open_: set[int] = set()
    for number in order:
        open_ ^= {number}
        model.turn(model.place_of(number))
        wanted = [[f"row {i}", *(f"{i}.{j}" for j in range(i) if i in open_)] for i in range(10)]
        assert list(unfolded(model)) == [text for texts in wanted for text in texts]
        for place, text in enumerate(unfolded(model)):
            top, line = model.number_of(place)
            assert text == (f"row {top}" if line < 0 else f"{top}.{line}")


def test_the_list_is_walked_unfolded_chosen_and_copied_with_keys(qtbot: QtBot) -> None:
    view = RowView(Columns(("A", "B"), (0, 50), unfold=True))
    show(qtbot, view)
    view.show_source(Ten())
    view.setFocus()
    view.setCurrentIndex(view.rows.index(2, 0))
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.rows.rowCount() == 13
    with qtbot.waitSignal(view.row_chosen) as caught:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert caught.args == ["n3"]
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "row 3"
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert view.rows.rowCount() == 10


def test_a_click_chooses_and_a_click_on_the_arrow_unfolds(qtbot: QtBot) -> None:
    view = RowView(Columns(("A", "B"), (0, 50), unfold=True))
    show(qtbot, view)
    view.show_source(Ten())
    chosen: list[str] = []
    view.row_chosen.connect(chosen.append)
    qtbot.mouseClick(view.viewport(), LEFT, pos=view.arrow_point(3))
    assert view.rows.rowCount() == 13
    assert chosen == []
    qtbot.mouseClick(view.viewport(), LEFT, pos=view.arrow_point(1) + QPoint(80, 0))
    assert chosen == ["n1"]


# ----------------------------------------------------------------------------------------------------------- panels


@pytest.mark.parametrize("make", PANELS)
def test_a_hidden_panel_waits_and_then_shows_what_is(
    qtbot: QtBot, state_of: StateOf, make: Callable[[], SidePanel]
) -> None:
    panel = make()
    qtbot.addWidget(panel)
    drawn: list[Document | None] = []
    draw = panel.draw_document
    panel.draw_document = lambda document: (drawn.append(document), draw(document))  # type: ignore[method-assign]  # a spy
    panel.show_state(None, state_of("join-of-joins"))
    panel.show_state(None, state_of())
    assert drawn == []
    panel.show()
    panel.show_state(None, state_of(step=3))
    assert drawn == [document_of(state_of())]
    panel.show_state(None, AppState())
    assert drawn[-1] is None


@pytest.mark.parametrize("width", [360, 700])
@pytest.mark.parametrize("make", PANELS)
def test_nothing_is_cut_or_too_wide(
    qtbot: QtBot, state_of: StateOf, make: Callable[[], SidePanel], width: int
) -> None:
    panel = make()
    show(qtbot, panel, width)
    before = None
    for name in NAMES:
        state = state_of(name)
        panel.show_state(before, state)
        before = state
        settle()
        assert panel.width() == width, name
        for area in panel.findChildren(QAbstractScrollArea):
            bar: QScrollBar = area.horizontalScrollBar()
            assert bar.maximum() == 0, (name, area.accessibleName())
        assert (name, clipped(panel), overlapping(panel), nameless(panel)) == (name, [], [], [])


def test_the_findings_count_filter_mark_and_lead_to_their_nodes(qtbot: QtBot, state_of: StateOf) -> None:
    panel = FindingsPanel()
    show(qtbot, panel, height=1_200)
    state = state_of("delegate-inner-fails")
    findings = document_of(state).findings
    panel.show_state(None, state)
    settle()
    assert sum(finding.severity != "info" for finding in findings) > 0
    shows = [b for b in panel.findChildren(QPushButton) if b.text() == "Show the call"]
    with qtbot.waitSignal(panel.select_wanted) as caught:
        qtbot.mouseClick(shows[0], LEFT)
    assert caught.args[0] in findings[0].nodes
    cards = panel.cards.count()
    qtbot.mouseClick(panel.filters["error"], LEFT)
    assert panel.cards.count() < cards
    assert not panel.filters["error"].isChecked()
    qtbot.mouseClick(panel.filters["warning"], LEFT)
    assert panel.cards.count() == cards  # nothing chosen means everything


def test_findings_can_be_walked_and_unfolded_with_keys(qtbot: QtBot, state_of: StateOf) -> None:
    panel = FindingsPanel()
    show(qtbot, panel)
    panel.show_state(None, state_of("mainnet-intents"))
    folds = [b for b in panel.findChildren(QPushButton) if b.accessibleName().startswith("Unfold")]
    before = panel.cards.itemAt(1).widget().sizeHint().height()
    folds[0].setFocus()
    qtbot.keyClick(folds[0], Qt.Key.Key_Return)
    settle()
    assert panel.cards.itemAt(1).widget().sizeHint().height() > before


def test_no_finding_is_one_quiet_line(qtbot: QtBot, state_of: StateOf) -> None:
    panel = FindingsPanel()
    show(qtbot, panel)
    state = state_of()
    assert state.tab is not None
    document = document_of(state)
    panel.show_state(None, AppState((replace(state.tab, document=replace(document, findings=())),), 0))
    assert panel.nothing.isVisible()
    assert panel.nothing.text() == "Nothing found."
    assert not panel.area.isVisible()


def test_logs_are_filtered_by_text_and_contract(qtbot: QtBot, state_of: StateOf) -> None:
    panel = LogsPanel()
    show(qtbot, panel)
    state = state_of("mainnet-intents")
    panel.show_state(None, state)
    settle()
    whole = len(lines_of(panel))
    assert whole == panel.count > 3
    qtbot.keyClicks(panel.text, "MT_BURN")
    settle()
    assert 0 < len(lines_of(panel)) < whole
    assert panel.told.isVisible()
    assert panel.told.text() == f"{len(lines_of(panel))} of {whole} lines"
    panel.text.clear()
    panel.contract.setCurrentIndex(1)
    settle()
    name = panel.contract.currentData()
    assert lines_of(panel)
    assert all(row.context.endswith(f" · {name}") for row in lines_of(panel))


@pytest.mark.parametrize("width", [300, 437, 900])
def test_every_character_of_an_unfolded_line_is_shown(qtbot: QtBot, state_of: StateOf, width: int) -> None:
    panel = LogsPanel()
    show(qtbot, panel, width)
    state = state_of("mainnet-hidden-failure")
    panel.show_state(None, state)
    settle()
    rows = panel.list.rows
    numbers = [number for number in range(len(rows.source)) if rows.source.has_children(number)][:6]
    for number in numbers:
        rows.turn(rows.place_of(number))
    for other in (width, width + 130, width):
        panel.resize(other, 500)
        settle()
        for number in numbers:
            wanted = "".join(line.cells[-1] for line in rows.source.children(number))
            first, shown = rows.place_of(number) + 1, ""
            while first < rows.rowCount() and rows.number_of(first)[0] == number:
                line = rows.row_at(first)
                assert line is not None
                assert measured(line.cells[-1]) <= panel.list.viewport().width()
                shown += line.cells[-1]
                first += 1
            assert shown.replace(" ", "") == wanted.replace(" ", "")
            assert len(shown) > 40


def test_selecting_marks_and_choosing_selects(qtbot: QtBot, state_of: StateOf) -> None:
    state = state_of("mainnet-intents")
    for make in (LogsPanel, TransfersPanel, GasPanel):
        panel = make()
        show(qtbot, panel, height=300)
        panel.show_state(None, state)
        settle()
        source = panel.list.rows.source
        last = next(row.node for row in reversed(all_rows(source)) if row.node is not None)
        panel.show_state(None, state_of("mainnet-intents", select=last))
        settle()
        assert panel.list.node == last
        place = panel.list.rows.place_of(source.of_node(last)[0])
        where = panel.list.rowViewportPosition(place)
        assert 0 <= where < panel.list.viewport().height()
        with qtbot.waitSignal(panel.select_wanted) as caught:
            qtbot.mouseClick(panel.list.viewport(), LEFT, pos=QPoint(120, where + 10))
        assert caught.args == [last]


def texts_of(view: RowView) -> set[str]:
    model = view.rows
    return {row.spoken for row in map(model.row_at, range(model.rowCount())) if row is not None}


def test_what_is_ahead_is_told_with_a_look_ahead_and_marked(qtbot: QtBot, state_of: StateOf) -> None:
    for make in (LogsPanel, TransfersPanel, GasPanel):
        panel = make()
        show(qtbot, panel)
        node = document_of(state_of("mainnet-intents")).graph.root.id
        panel.show_state(None, state_of("mainnet-intents", step=1, select=node))
        settle()
        past = texts_of(panel.list)
        panel.show_state(None, replace(state_of("mainnet-intents", step=1, select=node), ahead=True))
        settle()
        ahead = texts_of(panel.list)
        image = panel.list.viewport().grab().toImage()
        panel.show_state(None, state_of("mainnet-intents", step=1_000, select=node))
        settle()
        end = texts_of(panel.list)
        assert len(past) < len(ahead) or panel.list.viewport().grab().toImage() != image
        assert len(end - past) > 5
        assert len(end - ahead) <= len(end - past) // 2, "a look ahead tells nearly all of it"


@pytest.fixture
def all_digits(qapp: QApplication) -> Iterator[None]:
    """Whoever uses the program wants them."""
    take_amounts("exact")
    yield
    take_amounts("rounded")


@pytest.mark.parametrize(("width", "shown"), [(360, 5), (700, 5), (1400, 8)])
def test_whoever_wants_all_digits_has_them_where_there_is_room(
    qtbot: QtBot, state_of: StateOf, all_digits: None, width: int, shown: int
) -> None:
    """None is cut, and where there is no room the tip tells them."""
    panel = GasPanel()
    show(qtbot, panel, width)
    panel.show_state(None, state_of("mainnet-hidden-failure"))
    settle()
    rows = all_rows(panel.list.rows.source)
    burnt = [facts.gas.burnt for row in rows if (facts := facts_of(state_of("mainnet-hidden-failure"), row))]
    exact = [f"{gas:,}" for gas in burnt if gas is not None]
    assert len(exact) == len(rows) > 10
    assert all(f"{number} gas burnt here" in row.tip for row, number in zip(rows, exact, strict=True))
    assert ([row.cells[2] for row in rows] == exact) == (width > 360)
    assert ("All numbers in gas." in panel.summary.text()) == (width > 360)
    columns = [i for i in range(len(RECEIPT_HEADERS)) if not panel.list.isColumnHidden(i)]
    assert len(columns) == shown
    font = QFont("JetBrains Mono")
    font.setPixelSize(12)
    metrics = QFontMetrics(font)
    for row in rows:
        for i in columns[1:]:
            assert metrics.horizontalAdvance(row.cells[i]) + PAD <= panel.list.columnWidth(i), row.cells[i]
    take_amounts("rounded")
    panel.draw_moment(document_tab(state_of("mainnet-hidden-failure")))
    assert panel.list.rows.source.row(0).cells[2] == gas_number(burnt[0])


def test_gas_is_sorted_by_a_click_on_its_caption_and_back_again(qtbot: QtBot, state_of: StateOf) -> None:
    panel = GasPanel()
    show(qtbot, panel, 700)
    panel.show_state(None, state_of("mainnet-intents"))
    settle()
    first = [row.node for row in all_rows(panel.list.rows.source)]
    header = panel.list.horizontalHeader()
    seen = []
    for _ in range(3):
        where = QPoint(header.sectionViewportPosition(2) + 10, 5)
        qtbot.mouseClick(header.viewport(), LEFT, pos=where)
        settle()
        seen.append([row.node for row in all_rows(panel.list.rows.source)])
    assert seen[0] != first
    assert seen[1] == seen[0][::-1]
    assert seen[2] == first
    qtbot.mouseClick(panel.kinds["methods"], LEFT)
    assert panel.list.rows.columnCount() == 3
    assert panel.list.rows.rowCount() == len(document_of(state_of("mainnet-intents")).analysis.gas.by_method)
    assert not panel.beside.isVisible()
    qtbot.mouseClick(panel.kinds["costs"], LEFT)
    assert panel.beside.isVisible() and panel.beside.text().endswith(
        "is execution and sending, no host cost."
    )


def test_a_hundred_thousand_lines_and_megabytes_cost_nothing_before_they_are_seen(
    qtbot: QtBot, state_of: StateOf
) -> None:
    panel = LogsPanel()
    show(qtbot, panel)
    state = state_of()
    assert state.tab is not None
    document = document_of(state)
    hostile = "<b>x</b>\u202e" + "y" * 1_000_000
    lines = tuple(LogLine(i, hostile if i % 5_000 == 0 else f"line {i}", None, False) for i in range(100_000))
    node = document.graph.nodes[1].id
    facts = {**document.analysis.facts, node: replace(document.analysis.facts[node], logs=lines)}
    document = replace(document, analysis=replace(document.analysis, facts=facts))
    panel.show_state(None, AppState((replace(state.tab, document=document),), 0))
    if panel.slices.busy:
        with qtbot.waitSignal(panel.slices.ended, timeout=20_000):
            pass
    assert len(panel.list.rows.source) == panel.count + len(log_sources(document))
    assert panel.count >= 100_000
    panel.list.scrollToBottom()
    settle()
    first = panel.list.rows.data(panel.list.rows.index(panel.list.rows.source.of_node(node)[0], 0))
    assert "⟨U+202E⟩" in str(first)
    assert len(str(first)) < 1_000
    panel.list.rows.turn(panel.list.rows.source.of_node(node)[0])
    settle()
    with qtbot.waitSignal(panel.slices.ended, timeout=30_000):
        panel.text.setText("line 99999")
    assert len(lines_of(panel)) == 1
