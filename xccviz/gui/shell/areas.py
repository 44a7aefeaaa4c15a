"""F6: from one area of a window to the next, as desktops do: strips, the view, the step strip, the panel in front."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from xccviz.gui.shell.tabbing import show_focus, tab_places


def move_area(window: QWidget, areas: Sequence[QWidget], forward: bool) -> bool:
    """Give the keyboard to the next of the `areas` of a window that takes it, or to the one before; they stand in the
    order one reads them. False if none takes it."""
    places = tab_places(window)
    firsts = {area: next((p for p in places if _holds(area, p)), None) for area in areas}
    stops = [(area, first) for area, first in firsts.items() if first is not None]
    if not stops:
        return False
    now = QApplication.focusWidget()
    at = next((n for n, (area, _) in enumerate(stops) if now is not None and _holds(area, now)), None)
    step = 1 if forward else -1
    _, target = stops[(at + step) % len(stops) if at is not None else (0 if forward else -1)]
    target.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    show_focus(target)
    return True


def _holds(area: QWidget, widget: QWidget) -> bool:
    return area is widget or area.isAncestorOf(widget)
