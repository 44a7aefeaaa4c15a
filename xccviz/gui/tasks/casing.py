"""Sees which open transactions belong together, and lets them stand at the same time while that is wanted."""

from __future__ import annotations

from PySide6.QtCore import QObject

from xccviz.gui.state.casing import found_cases, stood_together
from xccviz.gui.state.store import AppState, Store


class Casing(QObject):
    """Hears of every change of the store."""

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        store.changed.connect(self._changed)

    def _changed(self, old: AppState, new: AppState) -> None:
        if _open(old) != _open(new) or old.given_together is not new.given_together:
            self._store.update(found_cases)
        elif new.cases and new.together and (not old.together or _moved(old, new)):
            self._store.update(stood_together)


def _open(state: AppState) -> list[int]:
    return [id(tab.document) for tab in state.tabs]


def _moved(old: AppState, new: AppState) -> bool:
    """Whether the transaction in front stands elsewhere than it did."""
    before, now = old.tab, new.tab
    same = before is not None and now is not None and before.key == now.key
    return same and before is not None and now is not None and before.cursor != now.cursor
