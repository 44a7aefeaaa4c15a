"""The distribution: what its bars stand for, real mouse and keys that filter, and nothing loaded before it is shown."""

# covers: xccviz/gui/panels/distribution.py, xccviz/gui/panels/histogram.py, xccviz/gui/panels/histogram_places.py

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.conftest import FAILED, OpenWindow
from tests.gui.looks import clipped, faint, nameless, overlapping, settle
from xccviz.gui.look.theme import dress
from xccviz.gui.panels import distribution
from xccviz.gui.panels.distribution import HINT, DistributionPanel
from xccviz.gui.panels.histogram_places import places_of
from xccviz.gui.state.filtering import typed
from xccviz.gui.state.store import AppState
from xccviz.gui.state.tabs import with_tab
from xccviz.layout.measure import measure
from xccviz.tables.bins import bins_for
from xccviz.values import replace

StateOf = Callable[..., AppState]
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
SCRIPT = """
import sys
from PySide6.QtWidgets import QApplication
from xccviz.gui.app import create_window
from xccviz.gui.tasks.slices import AT_WORK

HEAVY = ("pyqtgraph", "numpy")
app = QApplication([])
window = create_window(["sample:tutorial-parallel-3-ok", "--offline"])
window.complete()

def settle():
    for _ in range(4):
        app.processEvents()
        while window.store.state.job is not None or any(slices.busy for slices in tuple(AT_WORK)):
            app.processEvents()

settle()
before = [name for name in HEAVY if name in sys.modules]
window.intents.go_to_panel("distributionPanel")
settle()
print(before, [name for name in HEAVY if name in sys.modules], "OpenGL" in sys.modules)
window.close()
"""


@pytest.fixture
def panel(qtbot: QtBot, state_of: StateOf) -> DistributionPanel:
    made = DistributionPanel()
    dress(made, "light")
    qtbot.addWidget(made)
    made.resize(360, 560)
    made.show()
    made.show_state(None, state_of(FAILED))
    settle()
    assert made.plot is not None
    return made


def asked(panel: DistributionPanel) -> list[str]:
    heard: list[str] = []
    panel.filter_wanted.connect(heard.append)
    return heard


def filtered(panel: DistributionPanel, state: AppState, text: str) -> None:
    """Tell the panel of that filter."""
    new = with_tab(state, lambda tab: replace(tab, filtering=typed(tab.filtering, text, tab.document)))
    panel.show_state(state, new)
    settle()


def point(panel: DistributionPanel, place: int, high: float = 0.3) -> QPoint:
    """In the middle of a bin, in px of the plot."""
    assert panel.plot is not None and panel._places is not None
    start, end = panel._places.bar(place)
    at = panel.plot.ground.mapViewToScene(QPointF((start + end) / 2, high))
    return panel.plot.mapFromScene(at)


def taken(panel: DistributionPanel) -> list[int]:
    """The bins with something in them."""
    return [place for place, bar in enumerate(panel._counts) if sum(bar.values())]


def drag(panel: DistributionPanel, start: QPoint, end: QPoint) -> None:
    assert panel.plot is not None
    port = panel.plot.viewport()
    middle = (start + end) / 2
    kinds = (
        (QEvent.Type.MouseMove, start, Qt.MouseButton.NoButton, Qt.MouseButton.NoButton),
        (QEvent.Type.MouseButtonPress, start, LEFT, LEFT),
        (QEvent.Type.MouseMove, middle, Qt.MouseButton.NoButton, LEFT),
        (QEvent.Type.MouseMove, end, Qt.MouseButton.NoButton, LEFT),
        (QEvent.Type.MouseButtonRelease, end, LEFT, Qt.MouseButton.NoButton),
    )
    panel.plot.sceneObj.lastDrag = None
    for kind, at, button, buttons in kinds:
        place = QPointF(at)
        QApplication.sendEvent(port, QMouseEvent(kind, place, port.mapToGlobal(place), button, buttons, NONE))


def test_it_says_in_words_what_it_shows(panel: DistributionPanel) -> None:
    told = panel.summary.text()
    assert told == "11 nodes, 1 failed: 0.22 Tgas to 2.6 Tgas, median 0.31 Tgas, 95 % at most 2.6 Tgas."
    assert panel.plot is not None
    assert panel.plot.accessibleDescription() == told
    assert panel.plot.accessibleName() == "Distribution: Gas burnt"
    assert panel.told.text().endswith(HINT)
    assert sum(sum(bar.values()) for bar in panel._counts) == 11
    assert [bar["failed"] for bar in panel._counts].count(1) == 1


def test_a_click_on_a_bar_and_a_drag_filter_by_it(
    panel: DistributionPanel, qtbot: QtBot, state_of: StateOf
) -> None:
    heard = asked(panel)
    assert panel.plot is not None and panel._places is not None
    edges, bins = panel._places.bins.edges, taken(panel)
    qtbot.mouseClick(panel.plot.viewport(), LEFT, pos=point(panel, bins[0]))
    assert heard == ["gas>=0.2T gas<0.25T"]
    drag(panel, point(panel, bins[0]), point(panel, bins[-1]))
    assert len(heard) == 2
    assert (edges[bins[0]], edges[bins[-1] + 1]) == (2 * 10**11, 3 * 10**12)
    state = state_of(FAILED)
    filtered(panel, state, "call | callback")
    drag(panel, point(panel, taken(panel)[0]), point(panel, taken(panel)[-1]))
    assert heard[-1].startswith("(call | callback) gas>=")


def test_a_range_in_force_is_shown_and_given_up(
    panel: DistributionPanel, qtbot: QtBot, state_of: StateOf
) -> None:
    heard, state = asked(panel), state_of(FAILED)
    filtered(panel, state, "!refund gas>=1T gas<1.25T")
    assert panel.plot is not None and panel._places is not None
    assert panel.plot.region.isVisible()
    assert panel.plot.region.getRegion() == pytest.approx((0.0, 0.0969100130))
    assert panel.told.text() == "1 to under 1.25 Tgas: 4 nodes, 1 failed"
    # all that the rest of the filter lets through stays
    assert panel.summary.text().startswith("6 nodes, 1 failed")
    panel.plot.setFocus()
    qtbot.keyClick(panel.plot, Qt.Key.Key_Delete)
    panel.all.click()
    assert heard == ["!refund", "!refund"]
    filtered(panel, state, "")
    assert not panel.plot.region.isVisible()
    assert panel.all.isHidden()


def test_keys_go_from_bar_to_bar_and_take_in_several(panel: DistributionPanel, qtbot: QtBot) -> None:
    heard = asked(panel)
    assert panel.plot is not None
    panel.plot.setFocus()
    qtbot.keyClick(panel.plot, Qt.Key.Key_Right)
    assert panel.told.text() == "0.2 to under 0.25 Tgas: 5 nodes"
    assert panel.plot.accessibleDescription().startswith(panel.told.text())
    qtbot.keyClick(panel.plot, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(panel.plot, Qt.Key.Key_Return)
    qtbot.keyClick(panel.plot, Qt.Key.Key_Left)
    qtbot.keyClick(panel.plot, Qt.Key.Key_Return)
    assert heard[0].startswith("gas>=0.2T gas<")
    assert heard[0] != heard[1] == "gas>=0.2T gas<0.25T"


def test_what_cannot_be_read_is_given_up_and_the_plot_stands_still(
    panel: DistributionPanel, qtbot: QtBot, state_of: StateOf
) -> None:
    heard = asked(panel)
    assert panel.plot is not None
    before = panel.plot.geometry()
    filtered(panel, state_of(FAILED), "gaz>2T")
    panel.plot.setFocus()
    qtbot.keyClick(panel.plot, Qt.Key.Key_Right)
    assert panel.told.text() == "0.2 to under 0.25 Tgas: 5 nodes"
    assert panel.plot.geometry() == before
    panel.show_state(panel._state, state_of(FAILED, select=None))
    assert panel.told.text() == "0.2 to under 0.25 Tgas: 5 nodes"  # the bar still has the keyboard
    qtbot.keyClick(panel.plot, Qt.Key.Key_Return)
    assert heard == ["gas>=0.2T gas<0.25T"]


def test_it_follows_moment_selection_quantity_and_scale(panel: DistributionPanel, state_of: StateOf) -> None:
    assert panel.plot is not None
    early = state_of(FAILED, step=2)
    panel.show_state(panel._state, early)
    assert sum(bar["later"] for bar in panel._counts) > 5
    assert sum(bar["failed"] for bar in panel._counts) == 0
    tab = early.tab
    assert tab is not None
    node = tab.document.graph.root.id
    panel.show_state(early, state_of(FAILED, select=node))
    assert panel.told.text().startswith("Selected: ")
    assert panel.plot.mark.isVisible()
    panel.quantity.setCurrentIndex(3)
    assert panel._places is not None
    assert panel._places.bins.scale == "linear"
    assert "block" in panel.summary.text()
    panel.scales["log"].click()
    assert panel._places.bins.scale == "log"
    panel.show_state(panel._state, AppState())
    assert panel.bar.isHidden()


def test_a_step_counts_no_value_anew(
    panel: DistributionPanel, state_of: StateOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[str] = []
    of = distribution.spread_of
    monkeypatch.setattr(
        distribution,
        "spread_of",
        lambda *given: counted.append(given[2].id) or of(*given),  # type: ignore[func-returns-value]
    )
    for step in (1, 3, 2, 5):
        panel.show_state(panel._state, state_of(FAILED, step=step))
    assert counted == []
    filtered(panel, state_of(FAILED), "fail")
    panel.quantity.setCurrentIndex(1)
    assert counted == ["gas", "fee"]


def test_the_wheel_and_the_other_buttons_are_left_to_the_window(
    panel: DistributionPanel, qtbot: QtBot
) -> None:
    heard = asked(panel)
    assert panel.plot is not None
    before = panel.plot.ground.viewRange()
    for button in (Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton):
        qtbot.mouseClick(panel.plot.viewport(), button, pos=point(panel, taken(panel)[0]))
    assert panel.plot.ground.viewRange() == before
    assert heard == []
    assert not panel.plot.ground.menuEnabled()
    assert QApplication.activePopupWidget() is None


def test_words_keep_their_size_and_follow_the_theme(panel: DistributionPanel, qapp: QApplication) -> None:
    assert panel.plot is not None
    grounds = set()
    for theme, percent, px in (("light", 100, 12), ("dark", 150, 17)):
        dress(panel, theme, percent)
        panel._dress()
        assert panel.plot.getAxis("bottom").style["tickFont"].pixelSize() == px
        assert panel.plot.getAxis("bottom").label.font().pixelSize() == px
        grounds.add(panel.plot.grab().toImage().pixelColor(3, 3).name())
    assert len(grounds) == 2


VALUES = st.lists(st.integers(0, 10**15), min_size=1, max_size=40)


@given(VALUES, st.sampled_from(("linear", "log")), st.floats(80, 900))
def test_places_rise_and_their_words_stand_apart(values, scale, width) -> None:
    places = places_of(bins_for(values, scale), "gas")
    assert all(a < b for a, b in pairwise(places.edges))
    for value in values:
        start, end = places.bar(places.bins.bin_of(value))
        assert start - 1e-9 <= places.at(value) <= end + 1e-9
    for place in range(len(places.bins)):
        assert places.bin_at(sum(places.bar(place)) / 2) == place
        assert places.around(*places.bar(place)) == (place, place + 1)
    span = places.edges[-1] - places.edges[0]
    ends = [
        ((at - places.edges[0]) / span * width, measure(words, "regular", 11.5))
        for at, words in places.ticks(width)
    ]
    for (left, wide), (right, wider) in pairwise(ends):
        assert right - left >= (wide + wider) / 2 + 11


def test_a_window_without_it_loads_no_plot(tmp_path: Path) -> None:
    root = Path(__file__).parents[3]
    environ = {
        **os.environ, "QT_QPA_PLATFORM": "offscreen", "XCCVIZ_CONFIG_DIR": str(tmp_path), "PYTHONPATH": str(root)
    }  # fmt: skip
    child = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True, env=environ, cwd=root
    )
    assert child.stdout.splitlines()[-1] == "[] ['pyqtgraph', 'numpy'] False"


def test_what_is_dragged_there_filters_the_window(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    window.intents.go_to_panel("distributionPanel")
    settle()
    panel = window.docks.panels["distributionPanel"]
    assert isinstance(panel, DistributionPanel) and panel.plot is not None
    qtbot.mouseClick(panel.plot.viewport(), LEFT, pos=point(panel, taken(panel)[-1]))
    settle()
    tab = window.store.state.tab
    assert tab is not None
    assert tab.filtering.text == "gas>=2.5T gas<3T"
    assert len(tab.filtering.hits) == 1
    assert panel.plot.region.isVisible()
    assert panel.summary.text().startswith("11 nodes")
    assert sys.excepthook.__module__ != "pyqtgraph.exceptionHandling"


def test_in_a_window_nothing_is_cut_nameless_or_faint(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window("sample:mainnet-hidden-failure")
    for theme, percent in (("light", 100), ("dark", 150)):
        window.store.update(lambda s, t=theme, p=percent: replace(s, theme=t, text_percent=p))
        window.intents.go_to_panel("distributionPanel")
        settle()
        panel = window.docks.panels["distributionPanel"]
        for found in (clipped(window), overlapping(window), nameless(window), faint(window)):
            assert [told for told in found if "istribution" in told or "histogram" in told] == []
    assert isinstance(panel, DistributionPanel)
    for index in range(panel.quantity.count()):
        panel.quantity.setCurrentIndex(index)
        settle()
        assert clipped(panel) == overlapping(panel) == []
