"""The docks, one around each panel of `PANELS`. A dock is moved by its tab or by its title; it has no frame of its own.

What can't be seen is not told of the state: a panel catches up when it comes to the front.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from PySide6.QtCore import QByteArray, QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QLineEdit, QMainWindow, QTabBar, QTabWidget, QWidget

from xccviz.catalogue import tr
from xccviz.gui.look.theme import current_theme
from xccviz.gui.look.widgets import button, label, restyle
from xccviz.gui.panels import PANELS, PanelSpec
from xccviz.gui.shell.giving_way import resize_docks
from xccviz.gui.shell.tabbing import show_focus, tab_places
from xccviz.gui.shell.widths import Widths
from xccviz.gui.state.store import AppState
from xccviz.gui.state.telling import CatchingUp, closes, same_front, same_look, stepping

GRIP_PX = 8
TITLE_PX = 30
DOCK_WIDTH, MOST_OF_WIDTH, LEAST_WIDTH = 360, 0.3, 320
FEW = 5
"""Tabs of one bar that have room around their words."""


class Docks(QObject):
    """The docks of a window, by the names of their panels. `trouble(Exception)`: one that came into sight can't show
    what is open; `select_wanted(node id)`, `filter_wanted(text)`, `mark_wanted(what, of which, value)`,
    `note_wanted(what, node, text)`, `case_wanted(what, value)`, `ahead_wanted()`, `fetch_wanted(extra)` and
    `ask_wanted(question, node id, slot)` and `host_wanted(HostPlace)` are said by any panel; `leave_wanted()`: Esc,
    where it has nothing else to do, leads back to the drawing."""

    trouble = Signal(object)
    select_wanted = Signal(str)
    filter_wanted = Signal(str)
    mark_wanted = Signal(str, object, object)
    note_wanted = Signal(str, object, str)
    case_wanted = Signal(str, object)
    ahead_wanted = Signal()
    fetch_wanted = Signal(str)
    ask_wanted = Signal(str, str, object)
    host_wanted = Signal(object)
    leave_wanted = Signal()

    def __init__(self, desk: QMainWindow, specs: tuple[PanelSpec, ...] = PANELS) -> None:
        super().__init__(desk)
        self._desk = desk
        self._specs = {spec.name: spec for spec in specs}
        self._version = zlib.crc32(" ".join(self._specs).encode()) & 0x7FFF
        self._state = AppState()
        self._front: set[str] = set()
        self._on_the_move = False
        self._widths = Widths()
        self._away: list[str] = []
        self._panels: dict[str, QWidget] = {}
        self._catching_up = CatchingUp(self._panels)
        self.docks: dict[str, QDockWidget] = {}
        desk.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        desk.setDockOptions(
            QMainWindow.DockOption.AllowTabbedDocks
            | QMainWindow.DockOption.AllowNestedDocks
            | QMainWindow.DockOption.GroupedDragging
        )
        # Beside the drawing docks go down to the foot; those below are as wide as it is.
        desk.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)
        desk.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea)
        for spec in specs:
            self._make(spec)
        self.arrange()
        self._new = True
        self._kept = self._restored = b""
        desk.installEventFilter(self)

    @property
    def panels(self) -> Mapping[str, QWidget]:
        """The panels by name. They are made when somebody asks for one, or with the first document: an empty window
        needs none."""
        if not self._panels:
            for spec in self._specs.values():
                self._furnish(spec)
        return self._panels

    @property
    def furnished(self) -> bool:
        """Whether the panels have been made."""
        return bool(self._panels)

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """Tell the panels in sight; also when a tab behind is closed, so that nobody holds on to it."""
        self._state = new
        if old is not None and old.text_percent != new.text_percent:
            self._words_change(old.text_percent, new.text_percent)
        if not same_look(old, new):
            self._retitle()
        if not (old and same_front(old, new)) or closes(old, new) or _cased(old, new) or _rerun(old, new):
            if new.tab is not None or self.furnished:
                self._catching_up.tell_all(new, {name for name in self.panels if self.in_front(name)})

    def may_wait(self, old: AppState, new: AppState) -> bool:
        """While one steps through a large transaction the docks follow."""
        return stepping(old, new)

    def keep_widths(self, percent: int) -> None:
        """Keep how wide docks are with words of this size, before those change: larger ones widen a dock at once."""
        self._widths.keep(percent, {dock.objectName(): dock.width() for dock in self._shown()})

    def _shown(self) -> list[QDockWidget]:
        """Those in sight: the ones behind others are as wide as the one in front, but do not know it."""
        return [dock for name, dock in self.docks.items() if self.in_front(name) and not dock.isFloating()]

    def _words_change(self, before: int, now: int) -> None:
        """Larger words may widen a dock; smaller ones make it as narrow as it was, or would be."""
        found = ((dock, self._widths.wanted(dock.objectName(), before, now)) for dock in self._shown())
        # once the words have their new size: until then the docks could not be as narrow
        wanted = {dock: width for dock, width in found if width is not None}
        QTimer.singleShot(0, self, lambda: self._narrow(wanted))

    def _narrow(self, wanted: Mapping[QDockWidget, int]) -> None:
        for dock in self.docks.values():
            dock.setMinimumWidth(LEAST_WIDTH)  # which Qt raised for larger words, and does not lower again
        resize_docks(self._desk, wanted, Qt.Orientation.Horizontal)

    def in_front(self, name: str) -> bool:
        """Whether a person sees the panel now. Of one that floats Qt's word that it is behind another may be late."""
        dock = self.docks[name]
        return name in self._front or (dock.isFloating() and dock.isVisible())

    def go_to(self, name: str) -> None:
        """Bring a dock to the front with the keyboard in it."""
        self.bring(name)
        panel = self.panels[name]
        proxy = panel.focusProxy()
        wanted = [panel] if panel.focusPolicy() & Qt.FocusPolicy.TabFocus else []
        wanted += [proxy] if proxy is not None and proxy.isVisible() else tab_places(panel)
        # One with nothing to say takes it itself: a key would else go to what stands behind it.
        target = next(iter(wanted), self.docks[name])
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)
        show_focus(target)

    def bring(self, name: str) -> None:
        """Bring a dock to the front; the keyboard stays where it is."""
        dock = self.docks[name]
        dock.show()
        dock.raise_()
        if dock.isFloating():
            dock.activateWindow()

    def bring_if_any(self, name: str) -> None:
        """The same, unless all docks were taken away."""
        if any(not dock.isHidden() for dock in self.docks.values()):
            self.bring(name)

    def hide_or_show(self) -> None:
        """Take all docks away, so that the drawing has the whole window; or bring those back that were there."""
        shown = [name for name, dock in self.docks.items() if not dock.isHidden()]
        if shown:
            self._away = [name for name in shown if name not in self._front] + [
                name for name in shown if name in self._front
            ]
            for name in shown:
                self.docks[name].hide()
            return
        for name in self._away or [name for name, spec in self._specs.items() if spec.shown]:
            self.bring(name)

    def arrange(self) -> None:
        """Put every dock where it stands at first."""
        with self._moving():
            self._put_at_first()
        self._widen()

    @contextmanager
    def _moving(self) -> Iterator[None]:
        """While many docks come and go at once titles are left as they are; afterwards each says what it is."""
        self._on_the_move = True
        try:
            yield
        finally:
            self._on_the_move = False
        self._retitle()

    def _put_at_first(self) -> None:
        first: dict[str, QDockWidget] = {}
        for name, dock in self.docks.items():
            spec = self._specs[name]
            dock.setFloating(False)
            if spec.group in first:
                self._desk.tabifyDockWidget(first[spec.group], dock)
            else:
                self._desk.addDockWidget(spec.area, dock)
                first[spec.group] = dock
            dock.setVisible(spec.shown)
        for dock in first.values():
            dock.raise_()

    def save(self) -> bytes:
        """Where the docks stand, in Qt's own bytes."""
        now = bytes(self._desk.saveState(self._version).data())
        return self._kept if now == self._restored else now

    def restore(self, kept: bytes) -> None:
        """Put the docks where they stood; bytes that tell of other docks are not heeded."""
        with self._moving():
            if self._desk.restoreState(QByteArray(kept), self._version):
                self._kept = kept
                self._restored = bytes(self._desk.saveState(self._version).data())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Widths are given once the desk has its size; before, Qt doesn't heed them. A key that nobody wanted in a dock
        comes to it."""
        if event.type() == QEvent.Type.Resize and self._new:
            self._new = False
            if self._kept:
                self._desk.restoreState(QByteArray(self._kept), self._version)
                self._restored = b""
            else:
                self._widen()
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and isinstance(watched, QDockWidget)
        ):
            self.leave_wanted.emit()
            return True
        return super().eventFilter(watched, event)

    def _widen(self) -> None:
        below = Qt.DockWidgetArea.BottomDockWidgetArea
        docks = [dock for dock in self.docks.values() if not dock.isFloating()]
        sides = [dock for dock in docks if self._desk.dockWidgetArea(dock) != below]
        width = min(DOCK_WIDTH, round(self._desk.width() * MOST_OF_WIDTH))
        resize_docks(self._desk, dict.fromkeys(sides, width), Qt.Orientation.Horizontal)

    def _make(self, spec: PanelSpec) -> None:
        dock = QDockWidget(spec.title, self._desk)
        dock.setObjectName(f"{spec.name}Dock")
        dock.setTitleBarWidget(DockTitle(dock))
        dock.setMinimumWidth(LEAST_WIDTH)
        edge = Edge(dock)
        dock.installEventFilter(self)
        dock.visibilityChanged.connect(lambda seen, name=spec.name: self._seen(name, seen))
        dock.topLevelChanged.connect(lambda floats, name=spec.name: self._floats(name, floats))
        dock.topLevelChanged.connect(edge.setVisible)
        dock.dockLocationChanged.connect(self._retitle)
        self.docks[spec.name] = dock

    def _furnish(self, spec: PanelSpec) -> None:
        panel = spec.make()
        panel.setObjectName(spec.name)
        for field in panel.findChildren(QLineEdit):
            field.setAcceptDrops(False)  # as everywhere in the window: what is dropped is opened
        for told in (
            "select_wanted", "filter_wanted", "mark_wanted", "note_wanted", "case_wanted", "ahead_wanted",
            "fetch_wanted", "ask_wanted", "host_wanted",
        ):  # fmt: skip
            wanted = getattr(panel, told, None)
            if wanted is not None:
                wanted.connect(getattr(self, told))
        self._panels[spec.name] = panel
        self.docks[spec.name].setWidget(panel)
        panel.show()

    def _floats(self, name: str, floats: bool) -> None:
        """Of a tab behind that is taken out Qt does not say that it can be seen now."""
        if floats and self.docks[name].isVisible():
            self._seen(name, True)
        self._retitle()

    def _seen(self, name: str, seen: bool) -> None:
        (self._front.add if seen else self._front.discard)(name)
        if seen and self.furnished:
            try:
                self._catching_up.tell(name, self._state)
            except Exception as error:
                self.trouble.emit(error)
        self._retitle()

    def _retitle(self) -> None:
        """A tab says the title; the inspector alone needs none; every other place says it above."""
        if self._on_the_move:
            return
        for name, dock in self.docks.items():
            title = dock.titleBarWidget()
            assert isinstance(title, DockTitle)
            beside = [other for other in self._desk.tabifiedDockWidgets(dock) if not other.isHidden()]
            if dock.isFloating():
                title.show_as("title")
            elif beside:
                title.show_as("nothing")
            else:
                title.show_as("grip" if name == "inspector" else "title")
        for bar in self._desk.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if not bar.count():
                continue  # Qt keeps those that it has no use for
            bar.setAccessibleName(tr("Panels"))
            # Many share the room, the one in front whole and the others with their first letters, so that every one
            # can be reached; a tip says the rest.
            bar.setElideMode(Qt.TextElideMode.ElideRight)
            bar.setUsesScrollButtons(False)
            bar.setDrawBase(False)
            bar.setExpanding(False)
            restyle(bar, "look", "docks" if bar.count() > FEW else "dock")
            # Qt cuts where the words are a fraction of a px wider than their room.
            measure = QFontMetricsF(bar.fontMetrics())
            whole = math.ceil(measure.horizontalAdvance(bar.tabText(bar.currentIndex()))) + 1
            style = f"QTabBar::tab:selected {{ min-width: {whole}px; }}"
            if bar.styleSheet() != style:
                bar.setStyleSheet(style)


class Edge(QWidget):
    """The line around a dock that floats: it has no frame of its own, and stands on what looks like it."""

    def __init__(self, dock: QDockWidget) -> None:
        super().__init__(dock)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        dock.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """As large as the dock, upon all that it holds."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show) and isinstance(watched, QDockWidget):
            self.setGeometry(watched.rect())
            self.setVisible(watched.isFloating())
            self.raise_()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """One pixel all around."""
        painter = QPainter(self)
        painter.setPen(current_theme().roles["mute"])
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


class DockTitle(QWidget):
    """What a dock is dragged by: its name with a cross, a row of dots, or nothing."""

    def __init__(self, dock: QDockWidget) -> None:
        super().__init__(dock)
        self._kind = "grip"
        self.setProperty("look", "panel")
        self._name = label(dock.windowTitle(), "caption")
        self.close_button = button(
            "✕", "link", lambda: dock.setVisible(False), tr("Close {panel}", panel=dock.windowTitle())
        )
        layout = QHBoxLayout(self)
        layout.setContentsMargins(18, 0, 8, 0)
        layout.addWidget(self._name, 1)
        layout.addWidget(self.close_button)

    def show_as(self, kind: str) -> None:
        """`title`, `grip` or `nothing`."""
        self._kind = kind
        self._name.setVisible(kind == "title")
        self.close_button.setVisible(kind == "title")
        self.setFixedHeight({"title": TITLE_PX, "grip": GRIP_PX}.get(kind, 0))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As high as what is shown."""
        return QSize(60, self.maximumHeight())

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground, and the dots of a grip."""
        roles = current_theme().roles
        painter = QPainter(self)
        painter.fillRect(self.rect(), roles["panel"])
        if self._kind != "grip":
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(roles["cardline"])
        middle = self.rect().center()
        for n in range(-2, 3):
            painter.drawEllipse(QRectF(middle.x() + 7 * n - 1.2, self.height() - 4, 2.4, 2.4))


def _rerun(old: AppState, new: AppState) -> bool:
    """Whether another host call may be looked at."""
    return old.reruns is not new.reruns or (bool(new.reruns) and old.view != new.view)


def _cased(old: AppState, new: AppState) -> bool:
    """Whether other transactions belong together, or step so."""
    return old.cases is not new.cases or old.together != new.together
