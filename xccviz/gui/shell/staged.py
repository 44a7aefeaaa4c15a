"""A window as the stage of its intents: what only widgets can do (`gui/state/stage.py` says what that is)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent

from xccviz.catalogue import tr
from xccviz.gui.shell.first_frame import FirstFrame
from xccviz.settings.rows import NETWORK, TEXT_SIZE, THEME

if TYPE_CHECKING:
    from PySide6.QtCore import QChildEvent
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

    from xccviz.export import Exporter
    from xccviz.gui.dialogs.palette import Palette
    from xccviz.gui.dialogs.settings.dialog import SettingsDialog
    from xccviz.gui.intents import Intents
    from xccviz.gui.shell.context_menu import ContextMenus
    from xccviz.gui.shell.docks import Docks
    from xccviz.gui.shell.entry import Entry
    from xccviz.gui.shell.frame import Frame
    from xccviz.gui.shell.menus import Actions
    from xccviz.gui.shell.toast import Toast
    from xccviz.gui.shell.windows import Windows
    from xccviz.gui.state.choices import Choice
    from xccviz.gui.state.stage import Sight
    from xccviz.gui.state.store import Closed, Store
    from xccviz.gui.tasks.casing import Casing
    from xccviz.gui.tasks.comparing import Comparing
    from xccviz.gui.tasks.endpoints import EndpointBook
    from xccviz.gui.tasks.exporting import Exporting
    from xccviz.gui.tasks.following import Following
    from xccviz.gui.tasks.jobs import Jobs
    from xccviz.gui.tasks.laying_out import LayingOut
    from xccviz.gui.tasks.opening import Opener
    from xccviz.gui.tasks.playing import Playing
    from xccviz.gui.tasks.replay_files import ReplayFiles
    from xccviz.gui.tasks.replaying import Replaying
    from xccviz.gui.tasks.settings import SettingsBook

FILE_KINDS = f"{tr('Transactions')} (*.json *.json.gz *.json.xz *.json.zst);;{tr('All files')} (*)"


class StagedWindow(FirstFrame):
    """A `Stage` made of the parts that a window has put together."""

    store: Store
    intents: Intents
    views: Mapping[str, QWidget]
    entry: Entry
    menus: Mapping[str, QMenu]
    frame: Frame
    docks: Docks
    endpoints: EndpointBook
    settings: SettingsBook
    commands: Actions
    following: Following
    jobs: Jobs
    opener: Opener
    comparing: Comparing
    casing: Casing
    replaying: Replaying
    replay_files: ReplayFiles
    exporting: Exporting
    playing: Playing
    laying_out: LayingOut
    desk: QMainWindow
    toast: Toast
    context_menus: ContextMenus
    actions_by_id: Mapping[str, QAction]
    windows: Windows[StagedWindow]
    whole = False
    """Whether all is made."""

    _palette_list: Palette | None = None

    @property
    def palette_list(self) -> Palette:
        """The list of commands and receipts: made when it is first wanted, or with the first document, when it is
        promised under its name."""
        return self._palette_list if self._palette_list is not None else self.make_palette()

    def make_palette(self) -> Palette:
        """Make the list of commands and receipts."""
        from xccviz.gui.dialogs.palette import Palette

        self._palette_list = made = Palette(self)
        made.field.setAcceptDrops(False)  # what is dropped anywhere is opened
        return made

    @property
    def sight(self) -> Sight:
        """What of the drawing in front is in sight."""
        from xccviz.gui.state.stage import NoSight
        from xccviz.gui.views.drawing import DrawingView

        compared = self.frame.pages.compared
        if self.store.state.pair is not None and compared is not None:
            return compared
        view = self.views[self.store.state.view]
        return view if isinstance(view, DrawingView) else NoSight()

    def focus_open_bar(self) -> None:
        """Put the keyboard into the open bar."""
        from PySide6.QtCore import Qt

        bar = self.entry.open_bar
        bar.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        bar.edit.selectAll()
        if self.store.state.tab is not None and not bar.edit.isModified():
            bar.show_recent()

    def focus_filter(self) -> None:
        """Put the keyboard into the filter bar."""
        compared = self.frame.pages.compared
        if self.store.state.pair is not None and compared is not None:
            compared.filter_bar.begin()
        elif self.store.state.tab is not None:
            self.frame.filter_bar.begin()

    def focus_view(self) -> None:
        """Put the keyboard into the view in front; of an empty window into the open bar."""
        from PySide6.QtCore import Qt

        self.first_place().setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to_area(self, by: int) -> None:
        """Put the keyboard into the next area of the window (1) or the one before (-1)."""
        from xccviz.gui.shell.areas import move_area

        frame, compared = self.frame, self.entry.pages.compared
        pair = (
            (compared.kinds, compared.list, compared.strip, compared.inspector)
            if compared is not None
            else ()
        )
        strips = (frame.identity, frame.verdict, frame.tool_row, frame.moves, frame.view_bar)
        areas = (
            self.entry.open_bar,
            frame.problem,
            frame.notice,
            *strips,
            frame.view_stack,
            frame.awaits,
            frame.steps,
        )
        move_area(self, (*areas, *pair, frame.empty, *self.docks.docks.values()), by > 0)

    def first_place(self) -> QWidget:
        """What has the keyboard when nothing else wants it."""
        state = self.store.state
        compared = self.entry.pages.compared
        if state.pair is not None and compared is not None:
            return compared.front
        return self.views[state.view] if state.tab is not None else self.entry.open_bar.edit

    def ask_what_to_compare_with(self) -> None:
        """List what is open, what was opened before, and the samples."""
        from datetime import datetime

        from xccviz.gui.state.recent import compare_choices

        do = self.intents
        choices = compare_choices(
            self.store.state, do.compare_with_tab, do.compare_with, datetime.now().astimezone()
        )
        self.palette_list.open(choices)

    def childEvent(self, event: QChildEvent) -> None:
        """A dialog for files looks like the rest."""
        # The type first: to ask for a child that is just being made costs a window a tenth of its start.
        if event.type() == QEvent.Type.ChildPolished and event.child().inherits("QFileDialog"):
            from xccviz.gui.look.file_dialog import dress_files

            dress_files(event)

    def ask_open(self) -> str:
        """Ask for a file to open."""
        from PySide6.QtWidgets import QFileDialog

        return QFileDialog.getOpenFileName(self, tr("Open a transaction"), "", FILE_KINDS)[0]

    def ask_file(self, title: str, kinds: str) -> str:
        """Ask for a file that something is to read."""
        from PySide6.QtWidgets import QFileDialog

        return QFileDialog.getOpenFileName(self, title, "", kinds)[0]

    def ask_save(self, title: str, suggested: str, kind: str) -> str:
        """Ask for a file to write."""
        from PySide6.QtWidgets import QFileDialog

        return QFileDialog.getSaveFileName(self, title, suggested, f"{kind};;{tr('All files')} (*)")[0]

    def show_export(self, exporter: Exporter, folder: str) -> None:
        """Ask how the tab in front is to be written."""
        from xccviz.gui.dialogs.export import ExportDialog

        state = self.store.state
        if state.tab is not None:
            write = self.intents.write_export
            ExportDialog(self, self.jobs, state, state.tab, exporter, folder, write).open()

    def go_to_panel(self, name: str) -> None:
        """Bring a panel to the front with the keyboard in it."""
        self.docks.go_to(name)

    def hide_or_show_panels(self) -> None:
        """Take all panels away, or bring back those that were there."""
        self.docks.hide_or_show()

    def arrange_panels(self) -> None:
        """Put every panel where it stands at first."""
        self.docks.arrange()

    def show_menu(self) -> None:
        """Open the menu of what has the keyboard, as the menu key does."""
        from PySide6.QtGui import QContextMenuEvent
        from PySide6.QtWidgets import QApplication

        widget = QApplication.focusWidget() or self.focusWidget() or self
        middle = widget.rect().center()
        event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, middle, widget.mapToGlobal(middle))
        QApplication.sendEvent(widget, event)

    def show_palette(self) -> None:
        """List every command and every receipt."""
        from xccviz.gui.dialogs.palette import command_choices, receipt_choices

        receipts = receipt_choices(self.store.state, self.intents.select)
        self.palette_list.open((*command_choices(self.actions_by_id), *receipts), self._find_texts)

    def _find_texts(self, typed: str, tell: Callable[[tuple[Choice, ...]], None]) -> None:
        """Texts in the receipts of the transaction in front, as soon as they can be searched."""
        from xccviz.gui.dialogs.palette_texts import text_choices

        self.intents.finding.when_made(
            "palette",
            lambda columns: tell(text_choices(columns, typed, self.intents.select, self.store.state.told)),
        )

    def show_keys(self) -> None:
        """List the real shortcuts."""
        from xccviz.gui.dialogs import about

        about.show_keys(self)

    def show_settings(self) -> None:
        """All that can be set, beginning with the networks."""
        self._open_settings()

    def add_endpoint(self) -> None:
        """The same, with the keyboard where the address of another endpoint goes."""
        self._open_settings().begin_endpoint()

    def _open_settings(self) -> SettingsDialog:
        from xccviz.gui.dialogs.settings.dialog import SettingsDialog

        state = self.store.state
        found = state.tab.document.trace.network if state.tab is not None else None
        opener, book = self.opener, self.endpoints
        self.settings.adopt(THEME, state.theme)
        self.settings.adopt(TEXT_SIZE, state.text_percent)
        network = state.network or found or self.settings[NETWORK]
        dialog = SettingsDialog(self, self.jobs, self.settings, book, lambda: opener.options, network)
        dialog.storing.keys_changed.connect(self._look_up_keys)
        dialog.open()
        return dialog

    def _look_up_keys(self) -> None:
        from xccviz.settings.keys import key_finder

        self.windows.look_up_keys(key_finder(self.settings.settings.config_dir))

    def explain_view(self) -> None:
        """Words at the parts of the view in front; where they stand already they go."""
        from xccviz.gui.shell.explaining import explain

        explain(self, self.store, self.frame, self.views)

    def show_about(self) -> None:
        """Name, version and licences."""
        from xccviz.gui.dialogs import about

        about.show_about(self)

    def show_bug_report(self) -> None:
        """What a report for a bug will hold."""
        from xccviz.gui.shell.reporting import Teller, show_bug_report

        panels = tuple(name for name in self.docks.docks if self.docks.in_front(name))
        told = Teller(
            self.store.state,
            self.opener.options,
            self.endpoints.networks,
            panels,
            self.jobs,
            self.ask_save,
            self.intents.write_bug_report,
        )
        show_bug_report(self, told)

    def open_window(self, left: Closed | None = None) -> None:
        """Open another window, empty or with a tab that goes on as it was left."""
        self.windows.another(self, left)

    def leave(self) -> None:
        """Close all windows."""
        self.windows.quit()
