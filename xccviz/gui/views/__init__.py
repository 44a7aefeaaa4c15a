"""The views of a transaction, one row each in `VIEWS`: one selection and one moment for all of them.

A view is a `Panel` of `gui/state/telling.py`: a widget with `show_state(old, new)`, and a signal
`select_wanted(node id)` if it selects. Only the view in front is told; the others catch up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from xccviz.gui.views.graph import GraphView
from xccviz.gui.views.tree import TreeView


@dataclass(frozen=True, slots=True)
class ViewSpec:
    """One view: its id (of --view), the title of its tab, and what makes it."""

    id: str
    title: str
    make: Callable[[], QWidget]


VIEWS: tuple[ViewSpec, ...] = (ViewSpec("graph", "Graph", GraphView), ViewSpec("tree", "Tree", TreeView))
