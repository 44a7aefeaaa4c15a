"""The views of a transaction, one row each in `VIEWS`: the drawings, and what is no drawing. Tabs, the View menu,
`--view` and the list of shortcuts read them here.

One selection and one moment for all of them. A view is a `Panel` of `gui/state/telling.py`: a widget with
`show_state(old, new)`, and a signal `select_wanted(node id)` if it selects; a drawing's is made from its row in
`display.drawings`. Only the view in front is told of the state; the others catch up. Reading the rows loads no Qt: a
row loads its widget when it makes it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from xccviz.catalogue import tr
from xccviz.display.drawings import DRAWINGS, Drawing
from xccviz.values import frozen

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


@frozen
class ViewSpec:
    """One view: its id (of --view), the title of its tab, and what makes it. `of_call`: it is about one
    function call, and stands among the others while one is selected."""

    id: str
    title: str
    make: Callable[[], QWidget]
    of_call: bool = False


def _drawn(drawing: Drawing[Any]) -> ViewSpec:
    def make() -> QWidget:
        from xccviz.gui.views.flowing import FlowingView
        from xccviz.gui.views.hovering import HoveringView
        from xccviz.gui.views.paned import PanedView

        if drawing.panes:
            return PanedView(drawing)
        return FlowingView(drawing) if drawing.flows else HoveringView(drawing)

    return ViewSpec(drawing.id, drawing.title, make)


def _tree() -> QWidget:
    from xccviz.gui.views.tree import TreeView

    return TreeView()


def _replay() -> QWidget:
    from xccviz.gui.views.replay import ReplayView

    return ReplayView()


LAST = "gas"
"""The drawing that stands behind what is no drawing: it answers another question than where things went."""
VIEWS: tuple[ViewSpec, ...] = (
    *(_drawn(drawing) for drawing in DRAWINGS if drawing.id != LAST),
    ViewSpec("tree", tr("Tree"), _tree),
    *(_drawn(drawing) for drawing in DRAWINGS if drawing.id == LAST),
    ViewSpec("replay", tr("Replay"), _replay, of_call=True),
)
PAIRED: tuple[ViewSpec, ...] = tuple(spec for spec in VIEWS if not spec.of_call)
"""Those in which two transactions stand side by side."""
