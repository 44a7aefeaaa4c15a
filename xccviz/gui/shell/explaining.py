"""Who asks "What am I looking at?" gets words at the parts of the view in front, until anything else is done."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from xccviz.catalogue import tr
from xccviz.gui.panels.guide import Guide
from xccviz.gui.shell.frame import Frame
from xccviz.gui.state.rerunning import rerun_of
from xccviz.gui.state.store import AppState, Store
from xccviz.gui.views import VIEWS
from xccviz.gui.views.guided import guide_parts, widget_parts
from xccviz.words.guides import VIEWS as SAID


def explain(window: QWidget, store: Store, frame: Frame, views: Mapping[str, QWidget]) -> None:
    """Show it; where it is shown, take it away."""
    shown = window.findChild(Guide)
    if shown is not None and shown.isVisible():
        shown.leave()
        return
    state = store.state
    compared = frame.pages.compared
    if state.pair is not None and compared is not None:
        id, title = "compare", tr("Compare")
        above = _in(window, frame.identity)
        over, head = _in(window, compared).united(above), above.height()
        named = {
            "names": compared.halves,
            "drawings": compared.kinds,
            "list": compared.list,
            "strip": compared.strip,
        }
        parts = widget_parts(id, compared, named)
    else:
        id = state.view
        parts = guide_parts(id, views[id])
        title = next(spec.title for spec in VIEWS if spec.id == id)
        # The line above the view, which is told of nothing: the buttons of moves, or the tabs where these have no room.
        above = _in(window, frame.moves if frame.moves.isVisible() else frame.tool_row)
        over, head = _in(window, frame.view_stack).united(above), above.height()
    guide = Guide(window, over, head, title, SAID[id], parts)

    def leave(old: AppState, new: AppState) -> None:
        if _stands(old) == _stands(new):
            return
        store.changed.disconnect(leave)
        if isValid(guide) and guide.isVisible():
            guide.leave()

    store.changed.connect(leave)


def _stands(state: AppState) -> tuple[object, ...]:
    """What the parts of a view depend on: another one, another step, another selection."""
    tab, pair = state.tab, state.pair
    look = (state.colours, state.text_percent, state.density, state.ahead)
    of_pair = (pair.node("a"), pair.node("b"), pair.index) if pair is not None else ()
    of_tab = (tab.key, id(tab.moment), tab.selection, tab.expanded) if tab is not None else ()
    return state.view, look, of_pair, of_tab, rerun_of(state)


def _in(window: QWidget, part: QWidget) -> QRect:
    return QRect(part.mapTo(window, QPoint(0, 0)), part.size())
