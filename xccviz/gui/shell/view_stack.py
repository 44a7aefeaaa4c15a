"""The views of the transaction in front: their tabs, and the stack in which one of them stands in front."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QTabBar, QWidget

from xccviz.catalogue import tr
from xccviz.gui.canvas.camera import Camera
from xccviz.gui.state.rerunning import offers
from xccviz.gui.state.store import AppState
from xccviz.gui.state.telling import CatchingUp, closes, same_front, same_look
from xccviz.gui.views import VIEWS


class ViewTabs(QTabBar):
    """One tab a view. Emits `view_wanted(id)`."""

    view_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("viewTabs")
        self.setAccessibleName(tr("Views"))
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.setUsesScrollButtons(False)
        for spec in VIEWS:
            self.addTab(spec.title)
        self.currentChanged.connect(lambda index: self.view_wanted.emit(VIEWS[index].id))

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """The view in front is the chosen one."""
        if not same_look(old, new):
            self.updateGeometry()
        with QSignalBlocker(self):
            for index, spec in enumerate(VIEWS):
                if spec.of_call and self.isTabVisible(index) != offers(new):
                    self.setTabVisible(index, offers(new))
                    self.updateGeometry()
            self.setCurrentIndex([spec.id for spec in VIEWS].index(new.view))


class WordSizes:
    """Tells drawings how large words are before anything around them takes another size: how a drawing was looked at is
    kept with the room that it had then."""

    def __init__(self, views: Mapping[str, QWidget]) -> None:
        self._cameras = [view for view in views.values() if isinstance(view, Camera)]

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """Show them in another size."""
        if old is not None and old.text_percent != new.text_percent:
            for camera in self._cameras:
                camera.size_words(new.text_percent / 100)


class ViewStack(QStackedWidget):
    """Shows the view in front and tells only that one of the state; the others catch up. Emits `select_wanted(node)`
    for any of them."""

    select_wanted = Signal(str)

    def __init__(self, views: Mapping[str, QWidget]) -> None:
        super().__init__()
        # A view takes the room that is left, whatever it would like: strips below it get theirs first.
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._views = views
        self._catching_up = CatchingUp(views)
        for view in views.values():
            self.addWidget(view)
            wanted = getattr(view, "select_wanted", None)
            if wanted is not None:
                wanted.connect(self.select_wanted)

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """Bring the view to the front, and tell it."""
        if old is not None and (old.view, old.columns) == (new.view, new.columns):
            if same_front(old, new) and old.reruns is new.reruns and not closes(old, new):
                return
        self.setCurrentWidget(self._views[new.view])
        self._catching_up.tell_all(new, (new.view,))
