"""The box to tick for a look ahead: what comes after the moment is told too, marked as that."""

from __future__ import annotations

from PySide6.QtGui import QAction

from xccviz.catalogue import tr
from xccviz.gui.look.switch_box import SwitchBox
from xccviz.gui.state.store import AppState
from xccviz.words.ahead import LOOK_AHEAD


class LookAhead(SwitchBox):
    """Triggers the command; ticked while one looks ahead."""

    def __init__(self, action: QAction) -> None:
        super().__init__()
        self.setObjectName("lookAhead")
        self.setText(LOOK_AHEAD)
        self._action = action
        self.clicked.connect(action.trigger)
        action.changed.connect(self._tell)
        self._tell()

    def _tell(self) -> None:
        keys = ", ".join(key.toString() for key in self._action.shortcuts())
        self.setToolTip(
            tr("Tell what comes after this step too, marked as ahead ({keys})", keys=keys)
            if keys
            else tr("Tell what comes after this step too, marked as ahead")
        )

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """Whether one looks ahead."""
        self.setChecked(new.ahead)
        self.updateGeometry()
