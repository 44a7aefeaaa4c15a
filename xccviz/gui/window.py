"""The main window: puts the panels in their places, hears what they want, and tells them of every change.

gesture → command or panel signal → Intents → Store.update → changed(old, new) → show_state(old, new) of every panel
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, get_args

from PySide6.QtCore import Property, QEvent, Signal
from PySide6.QtGui import QKeyEvent, QPalette

from xccviz.gui.shell.staged import StagedWindow
from xccviz.values import replace

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QContextMenuEvent, QDragEnterEvent, QDropEvent

    from xccviz.gui.inspector.panel import Inspector
    from xccviz.gui.intents import Intents
    from xccviz.gui.state.session import Session
    from xccviz.gui.state.store import AppState, OpenTab
    from xccviz.gui.state.telling import Together
    from xccviz.opening.options import OpenOptions
    from xccviz.replay.moves import Grain


class MainWindow(StagedWindow):
    """The composition of all panels around one Store, and the `Stage` of its intents; a frame until it is furnished.
    `idle` is emitted when an open has ended, well or not."""

    idle = Signal()

    def receive(self, options: OpenOptions, view: str, rest: Iterator[None], left: Session) -> None:
        """Put the way in into the frame: from now on the window takes what is typed, dropped and chosen. `rest` makes
        what documents need, piece by piece: when nothing else is to do, or by `complete`; `left`: what was left open
        and waits to be opened.

        Modules are imported here, and in what is called from here, as late as they are wanted: loading them takes
        longer than showing a frame, and more of them than taking a line of text."""
        from PySide6.QtGui import QGuiApplication

        from xccviz.gui.look.theme import desktop_theme, dress, readable
        from xccviz.gui.shell.entry import Entry
        from xccviz.gui.shell.menu_bar import add_menus
        from xccviz.gui.state.session import waiting
        from xccviz.gui.state.store import AppState, PaceId, Store
        from xccviz.gui.state.telling import Together
        from xccviz.gui.tasks.furnishing import Furnishing

        kept = self.kept
        state = AppState(
            theme=self.began_with, network=options.network or "", offline=options.offline, view=view
        )
        state = replace(state, own_endpoints=bool(options.rpc), filters=kept.filters, columns=kept.columns)
        size = readable(kept.size_with(self.configured_size))
        state = replace(state, recent=kept.recent, text_percent=size, desktop=desktop_theme())
        pace = next((known for known in get_args(PaceId) if known == kept.pace), state.pace)
        grain: Grain = "everything" if kept.everything else "receipts"
        state = replace(state, kept=kept.kept, grain=grain, pace=pace, left=waiting(left), beside=left.beside)
        state = replace(state, density=self.density, hints=kept.hints)
        self.store = Store(state, self)
        self.windows.add(self)
        dress(self, state.colours, state.text_percent, state.density)
        self.setPalette(QPalette())  # the ground is the theme's from now on
        self.entry = Entry(options.networks, options.first_network)
        self.menus = add_menus(self.menuBar())
        self.setCentralWidget(self.entry)
        self.entry.hear(self._want, self.focus_view)
        for menu in self.menus.values():
            menu.aboutToShow.connect(self.complete)
        self._panels = Together(self.entry.panels)
        self.store.changed.connect(self._tell)
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._desktop_changed)
        hints.accessibility().contrastPreferenceChanged.connect(self._desktop_changed)
        self._tell(None, state)
        # The frame is shown already: what comes into it shows itself, and only then takes the keyboard.
        for part in (self.menuBar(), self.entry):
            part.show()
        self.focus_view()
        self._furnishing = Furnishing(rest, self)

    def complete(self) -> None:
        """Make at once what of the window is still to be made."""
        self._furnishing.finish()

    def tell_all(self, panels: Together) -> None:
        """The window is whole: from now on all these are told of the state."""
        self.whole, self._panels = True, panels
        self._tell(None, self.store.state)

    def _want(self) -> Intents:
        self.complete()
        return self.intents

    # ------------------------------------------------------------------------------------------- for scripts and tests

    @property
    def inspector(self) -> Inspector:
        """The panel that tells all of one receipt."""
        from xccviz.gui.inspector.panel import Inspector

        panel = self.docks.panels["inspector"]
        assert isinstance(panel, Inspector)
        return panel

    def forget(self) -> None:
        """Let go of what the inspector has made; it makes it anew when it shows something."""
        if self.whole and self.docks.furnished:
            self.inspector.forget()

    def select(self, node: str) -> None:
        """Select a node and bring it in sight."""
        self._want().select(node)

    def compare_with(self, given: str) -> None:
        """Put the transaction in front beside another one: anything that opens."""
        self._want().compare_with(given)

    def _selected_node(self) -> str:
        state = self.store.state
        if state.pair is not None:
            return state.pair.node("a") or state.pair.node("b") or ""
        return (state.tab.selection or "") if state.tab is not None else ""

    selectedNode = Property(str, _selected_node)

    # ---------------------------------------------------------------------------------------------------------- telling

    def _tell(self, old: AppState | None, new: AppState) -> None:
        from xccviz.gui.look.theme import dress
        from xccviz.gui.state.telling import same_look
        from xccviz.model.text import visible_text
        from xccviz.words.ids import pair_title

        if old is not None and not same_look(old, new):
            self.forget()
            if self.whole:
                self.docks.keep_widths(old.text_percent)
            dress(self, new.colours, new.text_percent, new.density)
        if new.tab is not None and self._palette_list is None:
            self.make_palette()
        error = self._panels.tell(old, new)
        if error is not None and old is not None:
            from xccviz.gui.tasks.problems import put_back

            self.store.update(partial(put_back, before=old, error=error))
            return
        tab, before = new.tab, old.tab if old is not None else None
        compares = old is not None and (old.pair is None) != (new.pair is None)
        if compares or (tab.key if tab is not None else None) != (before.key if before is not None else None):
            # Keys step and walk at once, unless somebody writes the next one; the open bar is one Ctrl+L away.
            if not self.entry.open_bar.typing:
                self.focus_view()
        title = tab.title if tab is not None else ""
        if new.pair is not None:
            title = pair_title(new.pair.a.title, new.pair.b.title)
        self.setWindowTitle(f"{visible_text(title, 120)} — xccviz" if title else "xccviz")

    def show_why(self, tab: OpenTab) -> None:
        """Of a failure one wants to see why, whatever panel was looked at last."""
        from xccviz.gui.state.tabs import first_failure

        if tab is self.store.state.tab and first_failure(tab.document.analysis) is not None:
            self.docks.bring_if_any("inspector")

    def _desktop_changed(self) -> None:
        from xccviz.gui.look.theme import desktop_theme

        self.store.update(lambda s: replace(s, desktop=desktop_theme()))

    # ----------------------------------------------------------------------------------------------------------- events

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of what is pointed at, wherever in the window."""
        if self.whole and not self.context_menus.open(event, self):
            event.ignore()

    def event(self, event: QEvent) -> bool:
        """A key that may be a command's comes before the commands: they are made for it."""
        if not self.whole and event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if not (event.text() and event.text().isprintable()):
                self.complete()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A key of a command that can't be taken now says why."""
        super().keyPressEvent(event)
        if not self.whole:
            return
        from PySide6.QtGui import QKeySequence

        from xccviz.gui.look.bulletin import bulletin

        pressed = QKeySequence(event.keyCombination())
        for action in self.actions_by_id.values():
            if not action.isEnabled() and action.statusTip() and pressed in action.shortcuts():
                bulletin().say(action.statusTip(), self)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes through the window in reading order. Nobody loses the keyboard to the open bar, where the next key
        would write over what stands there: what was hidden or switched off leaves it to what is around it."""
        from PySide6.QtCore import Qt

        from xccviz.gui.shell.tabbing import heir_of, lost_focus, move_focus

        if not lost_focus(self):
            return move_focus(self, forward)
        heir_of(self.focusWidget(), self.first_place()).setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files, addresses and text."""
        from xccviz.gui.tasks.opening import given_by

        if given_by(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        from xccviz.gui.tasks.opening import given_by

        given = given_by(event.mimeData())
        if given:
            event.acceptProposedAction()
        self._want().open_all(given)

    def closeEvent(self, event: QCloseEvent) -> None:
        """End all work; at most half a second."""
        from xccviz.gui.state.annotating import closed
        from xccviz.gui.tasks import collector

        ends = self.windows.ends_with(self)
        state = self.store.state if ends else closed(self.store.state)
        if self.whole:
            self.replaying.stop()
            self.jobs.close()
            self.forget()
        self._furnishing.stop()
        self.remember(self.docks.save() if self.whole else self.kept.docks, state)
        collector.release()
        super().closeEvent(event)
        self.windows.gone(self)
