"""The graph of receipts as a view: it draws the moment of the tab in front, and says which node is wanted."""

from __future__ import annotations

from PySide6.QtCore import Signal

from xccviz.display.graph.draw import draw
from xccviz.display.look import Look
from xccviz.gui.canvas.camera import SMALLEST_FIT, ZOOM_RANGE
from xccviz.gui.canvas.view import Canvas
from xccviz.gui.look.theme import current_theme
from xccviz.gui.panels.await_table import ONE_ROW
from xccviz.gui.state.store import AppState, OpenTab
from xccviz.gui.state.telling import same_front


class GraphView(Canvas):
    """Emits `select_wanted(node id)`, `toggle_wanted(key of a group)` and, when it has drawn,
    `drawn(DisplayList, Theme)`."""

    select_wanted = Signal(str)
    toggle_wanted = Signal(str)
    drawn = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("graphView")
        self.setAccessibleName("Receipt graph")
        self.selected.connect(self._select_box)
        self.walked.connect(self._walk_to)
        self.opened.connect(self.toggle_wanted)
        self.fit_wanted.connect(self.fit_whole)
        self._tab: OpenTab | None = None

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """Draw the moment. A layout that replaces another of the same document, as when a group was unfolded, leaves
        the selection where it stands; another document is shown from its beginning."""
        if same_front(old, new):
            return
        before, self._tab = self._tab, new.tab
        tab = new.tab
        if tab is None:
            self.clear()
            return
        box = tab.layout.box_of.get(tab.selection or "")
        shown, theme = draw(tab.document, tab.layout, Look(tab.moment, tab.selection)), current_theme()
        new_layout = self.layout_shown is not tab.layout
        unfolded = new_layout and not self.fitting and before is not None and before.key == tab.key
        place = self.place_of(box) if unfolded else None
        self.show_list(tab.layout, shown, theme, box)
        self.drawn.emit(shown, theme)
        if place is not None:
            self.put(box, place)
        elif new_layout:
            self.fit_whole(SMALLEST_FIT)
        elif before is not None and before.selection != tab.selection:
            self.follow(box)

    # --------------------------------------------------------------------------------------------- what is in sight

    def fit_whole(self, smallest: float = 0.0) -> None:
        """Show the whole drawing, with room below for who waits, so that stepping back moves nothing. `smallest`: the
        scale below which rather a part is shown."""
        if self._tab is not None:
            waits = self._tab.document.graph.slots and not self._tab.moment.waiting
            self.fit(ONE_ROW if waits else 0, max(smallest, ZOOM_RANGE[0]))

    def reveal_selection(self) -> None:
        """Scroll just enough that the selected box is in sight."""
        self.reveal(self._selected_box())

    def follow_selection(self) -> None:
        """The same, but only where it is not wholly in sight."""
        self.follow(self._selected_box())

    def zoom_to_selection(self) -> None:
        """Show the selected box and its neighbours closely."""
        self.zoom_to(self._selected_box())

    def _selected_box(self) -> str | None:
        return self._tab.layout.box_of.get(self._tab.selection or "") if self._tab is not None else None

    # -------------------------------------------------------------------------------------------------------- wishes

    def _select_box(self, key: str) -> None:
        """A click: select the node, unfold the group, go where what lies outside leads to."""
        box = self._tab.layout.by_key.get(key) if self._tab is not None else None
        if box is not None and box.node is not None:
            self.select_wanted.emit(box.node)
        elif box is not None and box.kind == "outside":
            self._walk_to(key)
        elif box is not None:
            self.toggle_wanted.emit(key)

    def _walk_to(self, key: str) -> None:
        """Select what a box shows; of a group the first failure in it, else its first receipt."""
        tab = self._tab
        box = tab.layout.by_key.get(key) if tab is not None else None
        if tab is None or box is None:
            return
        failed = (member for member in box.members if tab.document.analysis.facts[member].failed)
        wanted = box.node or next(failed, None) or next(iter(box.members), None) or box.parent or key
        self.select_wanted.emit(wanted)
