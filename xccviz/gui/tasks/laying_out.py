"""Layouts are made when a drawing is first shown, and anew when something is unfolded; those of a large transaction
beside the window, which keeps the old picture meanwhile."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from xccviz.analysis.types import Analysis
from xccviz.display.drawings import find_drawing
from xccviz.document import Document
from xccviz.gui.state.store import AppState, Store
from xccviz.gui.state.tabs import laid_out, unfolded
from xccviz.gui.state.telling import LARGE
from xccviz.gui.tasks.collector import resting
from xccviz.gui.tasks.jobs import Jobs, beside
from xccviz.layout.types import WIDTH, Layout, LayoutOptions
from xccviz.sources.progress import Report
from xccviz.values import frozen


def layouts_for(
    analysis: Analysis,
    view: str,
    expanded: frozenset[str] = frozenset(),
    width: float = WIDTH,
    selected: str | None = None,
) -> Mapping[str, Layout]:
    """The layout that `view` needs, by its id; none for a view that is no drawing."""
    drawing = find_drawing(view)
    options = LayoutOptions(expanded, width=width, selected=selected)
    return {} if drawing is None else {view: drawing.lay_out(analysis, options)}


def fits(view: str, layout: Layout, width: float) -> bool:
    """Whether a layout of `view` is as wide as it may be."""
    drawing = find_drawing(view)
    return drawing is None or not drawing.flows or getattr(layout, "room", width) == width


@frozen(eq=False)
class _Wanted:
    document: Document
    view: str
    expanded: frozenset[str]
    width: float
    selected: str | None

    def is_for(self, document: Document, view: str, expanded: frozenset[str], width: float) -> bool:
        here = self.document is document and self.view == view and self.expanded == expanded
        return here and self.width == width


class LayingOut(QObject):
    """Gives the tab in front the layout of the view in front. `failed(view, Exception)` tells of one that could not be
    made; it is not tried again."""

    failed = Signal(str, object)

    def __init__(self, store: Store, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._jobs = jobs
        self._wanted: dict[int, _Wanted] = {}
        self._failed: list[_Wanted] = []
        jobs.finished.connect(self._finished)
        store.changed.connect(self._changed)

    def unfold(self, document: Document, expanded: frozenset[str]) -> None:
        """Show `document` with what `expanded` names open. The drawing in front stays as it is until it is laid out;
        the others are laid out when they are shown."""
        view = self._store.state.view
        if find_drawing(view) is None:
            self._forget(document, view, expanded)
            self._store.update(lambda s: unfolded(s, document, expanded))
        else:
            self._lay_out(document, view, expanded)

    @property
    def busy(self) -> bool:
        """Whether a layout is being made."""
        return bool(self._wanted)

    def pending(self, document: Document, now: frozenset[str]) -> frozenset[str]:
        """What will be open once the running layout of `document` is done; `now` when none runs."""
        return next((w.expanded for w in self._wanted.values() if w.document is document), now)

    def _changed(self, _old: AppState, _new: AppState) -> None:
        state = self._store.state
        open_now = [tab.document for tab in state.tabs]
        self._failed = [w for w in self._failed if any(w.document is document for document in open_now)]
        tab, view = state.tab, state.view
        if tab is None or find_drawing(view) is None:
            return
        layout = tab.layouts.get(view)
        if layout is not None and fits(view, layout, state.width):
            return
        expanded = self.pending(tab.document, tab.expanded)
        known = (*self._wanted.values(), *self._failed)
        if not any(wanted.is_for(tab.document, view, expanded, state.width) for wanted in known):
            self._lay_out(tab.document, view, expanded)

    def _lay_out(self, document: Document, view: str, expanded: frozenset[str]) -> None:
        state = self._store.state
        chosen = next((tab.selection for tab in state.tabs if tab.document is document), None)
        wanted = _Wanted(document, view, expanded, state.width, chosen)
        self._forget(document, view, expanded)
        given = (document.analysis, view, expanded, state.width, chosen)
        if len(document.graph.nodes) <= LARGE:  # a layout takes a few milliseconds
            try:
                self._show(wanted, layouts_for(*given))
            except Exception as error:  # a drawing that breaks must not take the window with it
                self._tell(wanted, error)
            return

        async def work(report: Report) -> Mapping[str, Layout]:
            with resting():  # half a layout is no garbage, and a whole one stays
                return await beside(layouts_for, *given)

        self._wanted[self._jobs.submit(work)] = wanted

    def _forget(self, document: Document, view: str, expanded: frozenset[str]) -> None:
        """Layouts of `document` that are being made but not wanted any more: with other things open, or this one."""
        self._wanted = {
            job: wanted
            for job, wanted in self._wanted.items()
            if wanted.document is not document or (wanted.expanded == expanded and wanted.view != view)
        }

    def _finished(self, job: int, result: object, error: Exception | None) -> None:
        wanted = self._wanted.pop(job, None)
        if wanted is None:
            return
        if error is None:
            assert isinstance(result, Mapping)
            self._show(wanted, result)
        else:
            self._tell(wanted, error)

    def _show(self, wanted: _Wanted, layouts: Mapping[str, Layout]) -> None:
        self._store.update(lambda s: laid_out(s, wanted.document, wanted.expanded, layouts))

    def _tell(self, wanted: _Wanted, error: Exception) -> None:
        self._failed.append(wanted)
        self.failed.emit(wanted.view, error)
