"""The panels beside the drawing, one row each in `PANELS`: a panel is a module and a row here. Its keys are a row of
`gui/keys.py`. Reading the rows loads no panel: a row loads its panel when it makes it.

Strips that the window always has (open bar, verdict, steps) are modules here too; `gui/shell/frame.py` places them.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from xccviz.catalogue import tr
from xccviz.values import frozen


@frozen
class PanelSpec:
    """One panel: `name` is its object name, `title` its tab, `make` makes it (a `Panel` of `gui/state/telling.py`),
    `area` is where its dock stands at first, `shown` whether it does. Those of one `group` are tabs of one place."""

    name: str
    title: str
    make: Callable[[], QWidget]
    area: Qt.DockWidgetArea = Qt.DockWidgetArea.RightDockWidgetArea
    shown: bool = True
    group: str = "side"


def _inspector() -> QWidget:
    from xccviz.gui.inspector.panel import Inspector

    return Inspector()


def _findings() -> QWidget:
    from xccviz.gui.panels.findings import FindingsPanel

    return FindingsPanel()


def _logs() -> QWidget:
    from xccviz.gui.panels.logs import LogsPanel

    return LogsPanel()


def _transfers() -> QWidget:
    from xccviz.gui.panels.transfers import TransfersPanel

    return TransfersPanel()


def _gas() -> QWidget:
    from xccviz.gui.panels.gas import GasPanel

    return GasPanel()


def _distribution() -> QWidget:
    from xccviz.gui.panels.distribution import DistributionPanel

    return DistributionPanel()


def _marks() -> QWidget:
    from xccviz.gui.panels.marks import MarksPanel

    return MarksPanel()


def _notes() -> QWidget:
    from xccviz.gui.panels.notes import NotesPanel

    return NotesPanel()


def _case() -> QWidget:
    from xccviz.gui.panels.case import CasePanel

    return CasePanel()


PANELS: tuple[PanelSpec, ...] = (
    PanelSpec("inspector", tr("Inspector"), _inspector),
    PanelSpec("findings", tr("Findings"), _findings),
    PanelSpec("logsPanel", tr("Logs"), _logs),
    PanelSpec("transfersPanel", tr("Money"), _transfers),
    PanelSpec("gasPanel", tr("Gas table"), _gas),
    PanelSpec("distributionPanel", tr("Distribution"), _distribution, shown=False),
    PanelSpec("marksPanel", tr("Marks"), _marks, shown=False),
    PanelSpec("notesPanel", tr("Notes"), _notes, shown=False),
    PanelSpec("casePanel", tr("Case"), _case, shown=False),
)
