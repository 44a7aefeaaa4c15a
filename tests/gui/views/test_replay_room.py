"""In a window of 1280 × 800 nothing of a small call that is run again is cut, with a what-if and without."""

# covers: xccviz/gui/views/rerun/calls.py, xccviz/gui/views/rerun/head.py, xccviz/gui/views/rerun/code.py
# covers: xccviz/gui/views/rerun/values.py, xccviz/gui/lists/host_rows.py

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.conftest import OpenWindow, sized
from tests.gui.looks import settle
from tests.gui.views.test_replay import CALLBACK, SAMPLE, ran

pytest.importorskip("wasmtime", reason="the extra replay is not installed")

from tests.gui.views.test_what_if import asked
from tests.rerun.calls import Here
from xccviz.gui.look.widgets import ElidedLabel
from xccviz.gui.views.replay import ReplayView


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Contracts run in this process: starting one takes longer than the runs."""
    monkeypatch.setattr("xccviz.opening.sandboxes.sandbox_for", Here)


def cut(view: ReplayView) -> list[str]:
    """What is shortened: of the line above, of the form, and the captions of the list."""
    assert view.form is not None
    labels = [one for part in (view.head, view.form) for one in part.findChildren(ElidedLabel)]
    found = [one.full_text for one in labels if one.isVisibleTo(view) and one.text().endswith("…")]
    header = view.list.horizontalHeader()
    for n in range(header.count()):
        caption = str(
            view.list.rows.headerData(n, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole) or ""
        )
        if header.fontMetrics().horizontalAdvance(caption) > header.sectionSize(n):
            found.append(caption)
    return found


def first_in_sight(view: ReplayView) -> int:
    """The row of the source at the top of the list."""
    index = view.list.indexAt(QPoint(60, 12))
    return view.list.rows.number_of(index.row())[0]


def test_nothing_is_cut_and_the_call_itself_is_in_sight(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(SAMPLE)
    sized(window, 1280, 800)
    view = ran(qtbot, window, CALLBACK)
    settle()
    assert cut(view) == []
    own = max(view.list.rows.source.headings)
    assert own > 0
    asked(qtbot, window, slots={0: None})
    settle()
    assert cut(view) == []
    # there is less room now, and still it begins with the call itself
    assert first_in_sight(view) == own
    # whoever scrolls stays where they are, whatever is changed
    bar, place = view.list.verticalScrollBar(), QPointF(50, 50)
    wheel = QWheelEvent(
        place,
        view.list.mapToGlobal(place),
        QPoint(0, 240),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.list.viewport(), wheel)
    assert first_in_sight(view) < own
    at = bar.value()
    sized(window, 1280, 780)
    settle()
    assert bar.value() == at
