"""What the window shows, as options of an export."""

from __future__ import annotations

from xccviz.display.drawings import DRAWINGS, find_drawing
from xccviz.export import ExportOptions
from xccviz.export.types import Asked
from xccviz.gui.state.annotating import annotations_at
from xccviz.gui.state.stopping import stop_of
from xccviz.gui.state.store import AppState, OpenTab
from xccviz.gui.state.tabs import selection_at
from xccviz.layout.types import REFUNDS_KEY


def export_options(state: AppState, tab: OpenTab) -> ExportOptions:
    """Options that draw exactly what the window shows of `tab`; the first drawing where no drawing is in front."""
    drawing = find_drawing(state.view) or DRAWINGS[0]
    answer, stop = tab.answer, stop_of(tab)
    return ExportOptions(
        view=drawing.id,
        theme=state.colours,
        step=None if tab.moment.at_end else tab.cursor.index,
        collapse_refunds=REFUNDS_KEY not in tab.expanded,
        expanded=tab.expanded,
        width=state.width,
        selected=tab.selection,
        filter=tab.filtering.filter,
        hides=tab.filtering.hides,
        ahead=state.ahead and not tab.moment.at_end,
        annotations=annotations_at(tab, selection_at(tab.document, tab.moment)),
        asked=Asked(answer.question, answer.node, answer.slot) if answer is not None else None,
        stopped=(stop.node, stop.words) if stop is not None else None,
    )
