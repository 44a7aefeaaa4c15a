"""A drawing as a view: it draws the moment of the tab in front, and says which node is wanted."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QResizeEvent, QShowEvent

from xccviz.display.drawings import Drawing
from xccviz.display.hosting import Strips
from xccviz.display.look import Look
from xccviz.display.place_words import words_of_place
from xccviz.display.types import DisplayList
from xccviz.gui.canvas.camera import SMALLEST_FIT
from xccviz.gui.canvas.mark_overlay import MarkOverlay
from xccviz.gui.canvas.minimap import Minimap
from xccviz.gui.canvas.note_overlay import NoteOverlay
from xccviz.gui.canvas.view import Canvas
from xccviz.gui.look.heard import Heard
from xccviz.gui.look.theme import current_theme
from xccviz.gui.panels.await_table import table_px
from xccviz.gui.pointed import Pointed
from xccviz.gui.state.asking import emphasis_of
from xccviz.gui.state.playing import HURRIED_MS, hurries
from xccviz.gui.state.stopping import stop_of
from xccviz.gui.state.store import AppState, OpenTab
from xccviz.gui.state.telling import moved, same_front
from xccviz.layout.types import Layout
from xccviz.replay.history import most_waiting

MAP_MS = 40
"""Milliseconds after which the map follows the drawing."""


class DrawingView(Canvas):
    """Emits `select_wanted(node id)`, `toggle_wanted(key of what is folded)`, `mark_wanted(node id)` and, when it
    stands in front, `drawn(DisplayList, Theme)`."""

    select_wanted = Signal(str)
    toggle_wanted = Signal(str)
    drawn = Signal(object, object)
    mark_wanted = Signal(str)

    def __init__(self, drawing: Drawing[Any]) -> None:
        super().__init__(drawing)
        self.setObjectName(f"{drawing.id}View")
        self.setAccessibleName(drawing.name)
        self.selected.connect(self._walk_to)
        self.node_wanted.connect(self.select_wanted)
        self.walked.connect(self._walk_to)
        self.opened.connect(self.toggle_wanted)
        self.fit_wanted.connect(self.fit_whole)
        self._tab: OpenTab | None = None
        self._list: DisplayList | None = None
        self._open: frozenset[str] = frozenset()  # in the layout that is shown
        self._overlaid: Layout | None = None
        self.map: Minimap | None = None
        if drawing.chart is not None:
            self.map = Minimap(self)
            self.map.wanted.connect(self._look_around)
        self._overlay = MarkOverlay(drawing.upon)
        self.notes = NoteOverlay(drawing.upon)
        self._maps = QTimer(self)  # of steps in a row the last
        self._maps.setSingleShot(True)
        self._maps.timeout.connect(self._chart)
        self._moves = self._untold = False
        self._following = QTimer(self)  # what stands around the drawing, when that is painted
        self._following.setSingleShot(True)
        self._following.timeout.connect(self._follow_on)

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """Draw the moment. A layout that replaces another of the same document, as when a group was unfolded, leaves
        the selection where it stands; another document is shown from its beginning. Of a move in a large transaction
        what stands around the drawing follows when that is painted."""
        self._moves = moved(old, new)
        self._untold = self._untold or self._moves
        before, self._tab = self._tab, new.tab
        self.size_words(new.text_percent / 100)
        self.show_ground(current_theme())
        tab = new.tab
        if tab is None:
            self._show_nothing()
            return
        self.taken = self._px_of(len(tab.moment.waiters))
        same_tab = before is not None and before.key == tab.key
        layout = tab.layouts.get(self.drawing.id)
        if layout is None:
            # It is being made. An earlier picture of the same transaction stays meanwhile.
            if not same_tab:
                self._show_nothing()
            return
        if layout is not self.layout_shown or not same_front(old, new):
            chosen = layout.box_of.get(tab.selection or "")
            new_layout = self.layout_shown is not layout
            grown = same_tab and before is not None and before.document is not tab.document
            place = self.place_of(self._chosen()) if new_layout and same_tab else None
            refolded, self._open = self._open != tab.expanded, tab.expanded
            self._draw(tab, layout, chosen)
            if new_layout and self.fitting:
                self.fit_whole(SMALLEST_FIT)
                if place is not None and refolded and not grown and not self.sees_all:
                    # What was unfolded has no room: it goes on from where one was reading.
                    self.put(chosen, place)
                    self.hold()
            elif place is not None:
                self.put(chosen, place)
            elif new_layout:
                self.fit_whole(SMALLEST_FIT)
            elif before is not None and before.selection != tab.selection:
                self.follow(chosen)
            if not hurries(new):
                self._maps.start(MAP_MS)
            elif not self._maps.isActive():
                self._maps.start(HURRIED_MS)
        if self.drawing.signed:
            self._show_marks(before, tab)
            if self.notes.show(self.layout_shown, tab.own_notes):
                self.viewport().update()
        if self._moves:
            self._following.start()
        else:
            self._following.stop()
            self._tell_around()

    def showEvent(self, event: QShowEvent) -> None:
        """What was to follow a move when it was hidden follows now."""
        super().showEvent(event)
        if self._untold:
            self._following.start()

    def _follow_on(self) -> None:
        if self.isVisible():
            self._tell_around()

    def _tell_around(self) -> None:
        """Show what stands around the drawing, and upon it: of the last move, also where something else came before
        it was told."""
        self._moves = False
        if self._untold:
            self._untold = False
            self._tell_sight()
        if self._list is not None:
            self.drawn.emit(self._list, current_theme())

    def heard_place(self, key: str) -> Heard:
        """The words of its card, at the moment that is drawn."""
        tab, layout = self._tab, self.layout_shown
        if tab is None or layout is None:
            return Heard(key)
        look = Look(tab.moment, tab.selection, emphasis_of(tab))
        words = words_of_place(self.drawing, tab.document, layout, look, key)
        return Heard(words.name, words.state, words.told, layout.by_key[key].unfolds, words.hidden)

    # ---------------------------------------------------------------------------------------------------------- marks

    def _show_marks(self, before: OpenTab | None, tab: OpenTab) -> None:
        """The signs of the marks, and where play has stopped."""
        same = before is not None and before.halted == tab.halted
        same = same and before is not None and before.marking.of_node is tab.marking.of_node
        if same and (tab.halted is None or before is tab) and self._overlaid is self.layout_shown:
            return
        self._overlaid = self.layout_shown
        changed = self._overlay.show(self._overlaid, tab.marking, stop_of(tab))
        if changed is None:
            self.viewport().update()
            return
        for area in changed:
            self.viewport().update(self.mapFromScene(area).boundingRect().adjusted(-2, -2, 2, 2))

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """Notes and marks, upon everything else."""
        super().drawForeground(painter, rect)
        self.paint_signs(painter)

    def paint_signs(self, painter: QPainter) -> None:
        """Notes, and marks upon them."""
        self.notes.paint(painter, current_theme())
        self._overlay.paint(painter, current_theme())

    def _marks_at(self, position: QPoint) -> str | None:
        """Key of the place that a click at a point of the viewport marks."""
        if not self.drawing.marks or self.box_at(position) is not None:
            return None
        return self._overlay.place_beside(self.mapToScene(position))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Beside a place a click marks it."""
        key = (
            self._marks_at(event.position().toPoint())
            if event.button() == Qt.MouseButton.LeftButton
            else None
        )
        node = self._shown_by(key)
        if node is not None:
            self.mark_wanted.emit(node)
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show where a click would mark."""
        ghost = self._marks_at(event.position().toPoint()) if not event.buttons() else None
        if ghost != self._overlay.ghost:
            self._overlay.ghost = ghost
            self.viewport().update()
        super().mouseMoveEvent(event)

    # -------------------------------------------------------------------------------------------------------- the map

    def _chart(self) -> None:
        """Draw the map of what is shown."""
        tab, layout = self._tab, self.layout_shown
        if self.map is None or self.drawing.chart is None or tab is None or layout is None:
            return
        look = Look(tab.moment, tab.selection, emphasis_of(tab))
        self.map.show_chart(self.drawing.chart(tab.document, layout, look), current_theme())
        self._tell_sight()

    def _scrolled(self) -> None:
        if not self._moves:
            super()._scrolled()

    def _tell_sight(self) -> None:
        if self.map is not None:
            box, spared = self._box(self._chosen()), None
            if box is not None:
                b = box.bounds
                spared = self.mapFromScene(QRectF(b.x, b.y, b.width, b.height)).boundingRect()
            seen = self.mapToScene(self.viewport().rect()).boundingRect()
            self.map.show_sight(seen, spared, self.beyond.in_sight(seen))
        super()._tell_sight()

    def _covered(self) -> QRect:
        """The map lies upon it."""
        return self.map.geometry() if self.map is not None and self.map.isVisible() else QRect()

    def _look_around(self, middle: QPointF) -> None:
        self.hold()
        self.centerOn(middle)

    def fold_map(self) -> None:
        """Fold or unfold the map."""
        if self.map is not None:
            self.map.fold()

    @property
    def shown_strips(self) -> Strips:
        """What of it stays in sight."""
        return self._list.strips if self._list is not None else Strips()

    def _draw(self, tab: OpenTab, layout: Layout, chosen: str | None) -> None:
        look = Look(tab.moment, tab.selection, emphasis_of(tab))
        theme = current_theme()
        if self.drawing.parts is None:
            self._list = self.drawing.draw(tab.document, layout, look)
            self.show_list(layout, self._list, theme, chosen)
            return
        shown = layout is self.layout_shown
        parts = self._parts if shown and self._parts is not None else None
        if parts is None:
            parts = self.drawing.parts(tab.document, layout)
        changed: Set[str] | None = frozenset()
        if shown and self._drawn is not None and self._drawn.turn_to(look):
            parts = self._parts = self._drawn.shown_parts
        else:
            changed = parts.take(look)
        self.show_parts(layout, parts, changed, theme, chosen)
        self._list = parts.furniture

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window who waits gets less."""
        if self._tab is not None:
            self.taken = self._px_of(len(self._tab.moment.waiters))
            self._spare_room(self._tab)
        super().resizeEvent(event)

    def _px_of(self, waiting: int) -> int:
        return table_px(waiting, self.window().height())

    def _spare_room(self, tab: OpenTab) -> None:
        self.reserve = self._px_of(most_waiting(tab.document.timeline.history))

    def _show_nothing(self) -> None:
        self.clear()
        self._list = None
        if self.map is not None:
            self.map.hide()

    # --------------------------------------------------------------------------------------------- what is in sight

    def fit_whole(self, smallest: float = 0.0) -> None:
        """Show the whole drawing, with room below for who waits, so that stepping back moves nothing. `smallest`: the
        scale below which rather a part is shown."""
        if self._tab is not None:
            self._spare_room(self._tab)
            self.fit(smallest)

    def follow(self, chosen: str | None) -> None:
        """Bring what has just been selected in sight, unless it is what may lie under who waits."""
        if not self._may_hide(chosen):
            self.reveal(chosen)

    def reveal_step(self) -> None:
        """Bring where a step has led in sight; the drawing stands still for what may lie under who waits."""
        self.follow(self._chosen())

    def reveal_selection(self) -> None:
        """Scroll just enough that the selection is in sight."""
        self.reveal(self._chosen())

    def zoom_to_selection(self) -> None:
        """Show the selection and its neighbours closely."""
        self.zoom_to(self._chosen())

    def _chosen(self) -> str | None:
        """Key of the place that shows the selection."""
        layout, tab = self.layout_shown, self._tab
        return layout.box_of.get(tab.selection or "") if layout is not None and tab is not None else None

    # ---------------------------------------------------------------------------------------------------------- menus

    def pointed_at(self, at: QPoint | None) -> tuple[Pointed, QPoint] | None:
        """What a place or a dot in it shows; beside places, the transaction alone."""
        layout, tab = self.layout_shown, self._tab
        if layout is None or tab is None:
            return None
        if at is None:
            key, spot = self._chosen(), self.viewport().rect().center()
            place = self._box(key)
            if place is not None:
                centre = self.mapFromScene(place.bounds.center_x, place.bounds.center_y)
                spot = centre if self.viewport().rect().contains(centre) else spot
            return Pointed(tab.selection, key=key or ""), self.viewport().mapToGlobal(spot)
        position = self.viewport().mapFromGlobal(at)
        key = self.box_at(position)
        return Pointed(self.node_at(position) or self._shown_by(key), key=key or ""), at

    # -------------------------------------------------------------------------------------------------------- wishes

    def _walk_to(self, key: str) -> None:
        """Select what a place shows."""
        wanted = self._shown_by(key)
        if wanted is not None:
            self.select_wanted.emit(wanted)

    def _shown_by(self, key: str | None) -> str | None:
        """The node of a place; of several the first that failed, else the first."""
        place, tab = self._box(key), self._tab
        if place is None or tab is None:
            return None
        facts = tab.document.analysis.facts
        failed = (node for node in place.nodes if node in facts and facts[node].failed)
        return next(failed, None) or next(iter(place.nodes), None)
