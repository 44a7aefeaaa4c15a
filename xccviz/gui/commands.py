"""The table of actions: everything menus, buttons, shortcuts and the help list offer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from xccviz.export import EXPORTERS
from xccviz.gui.look.theme import TEXT_PERCENT
from xccviz.gui.panels.notice_words import can_fetch, can_follow
from xccviz.gui.shell.docks import DOCKS
from xccviz.gui.shell.menus import ActionSpec, always, can_go_back, can_go_on, has_document
from xccviz.gui.state.store import AppState
from xccviz.gui.views import VIEWS
from xccviz.replay import cursor as cursors

if TYPE_CHECKING:
    from xccviz.gui.window import MainWindow

JUMPS = {
    "previous_failure": cursors.previous_failure,
    "next_failure": cursors.next_failure,
    "previous_callback": cursors.previous_callback,
    "next_callback": cursors.next_callback,
    "previous_block": lambda _analysis, timeline, cursor: cursors.previous_block(timeline, cursor),
    "next_block": lambda _analysis, timeline, cursor: cursors.next_block(timeline, cursor),
}


def action_rows(window: MainWindow) -> tuple[ActionSpec, ...]:
    """All actions of a window, in menu order."""
    w, step, jump = window, window.step, window.jump
    row = ActionSpec
    return (
        row("file.focus", "File", "&Open…", ("Ctrl+L",), always, w.focus_open_bar),
        row("file.openFile", "File", "Open &file…", ("Ctrl+O",), always, w.open_file),
        row("file.paste", "File", "&Paste and open", ("Ctrl+V", "Ctrl+Shift+V"), always, w.paste),
        row("file.cancel", "File", "Ca&ncel opening, or stop following", ("Esc",), _busy, w.noticed.stop),
        row("file.follow", "File", "Follow &until it is final", (), can_follow, w.noticed.follow),
        row("file.fetchRest", "File", "Fetch &what is missing", (), can_fetch, w.noticed.fetch),
        row("file.closeTab", "File", "&Close transaction", ("Ctrl+W",), has_document, w.close_tab, 1),
        row("file.clearRecent", "File", "Clear &recent list", (), _has_recent, w.clear_recent, 1),
        row("file.quit", "File", "&Quit", ("Ctrl+Q",), always, w.quit, 2),
        row("edit.copyHash", "Edit", "Copy transaction &hash", ("Ctrl+Shift+C",), has_document, w.copy_hash),
        row("step.first", "Step", "&First", ("Home",), can_go_back, lambda: step(cursors.first), 0, "first"),
        row("step.back", "Step", "Step &back", ("Shift+F10",), can_go_back, lambda: step(cursors.back), 0, "back"),
        row("step.forward", "Step", "Step f&orward", ("F10",), can_go_on, lambda: step(cursors.forward), 0, "forward"),
        row("step.last", "Step", "&Last, back to the end", ("End",), can_go_on, lambda: step(cursors.last), 0, "last"),
        row("step.previousFailure", "Step", "Previous failure", ("Shift+F8",), _can("previous_failure"),
            lambda: jump("previous_failure"), 1),
        row("step.nextFailure", "Step", "Next f&ailure", ("F8",), _can("next_failure"),
            lambda: jump("next_failure"), 1),
        row("step.previousCallback", "Step", "Previous callback", ("Shift+F9",), _can("previous_callback"),
            lambda: jump("previous_callback"), 1),
        row("step.nextCallback", "Step", "Next &callback", ("F9",), _can("next_callback"),
            lambda: jump("next_callback"), 1),
        row("step.previousBlock", "Step", "Previous block", ("Shift+F7",), _can("previous_block"),
            lambda: jump("previous_block"), 1),
        row("step.nextBlock", "Step", "Next bloc&k", ("F7",), _can("next_block"), lambda: jump("next_block"), 1),
        row("view.fit", "View", "&Fit", ("Ctrl+0", "F"), has_document, lambda: w.fit(), 0, "fit"),
        row("view.zoomSelection", "View", "Zoom to the &selection", ("Z",), has_document, w.zoom_to_selection),
        row("view.zoomFailure", "View", "Zoom to the f&ailure", ("Shift+Z",), _has_failure, w.zoom_to_failure),
        row("view.zoomIn", "View", "Zoom &in", ("Ctrl++", "Ctrl+="), has_document, w.graph.zoom_in, 0, "zoomIn"),
        row("view.zoomOut", "View", "Zoom &out", ("Ctrl+-",), has_document, w.graph.zoom_out, 0, "zoomOut"),
        row("view.unfold", "View", "Fold or &unfold the selection", ("Ctrl+U",), has_document, w.unfold, 1),
        row("view.refunds", "View", "Show or hide gas &refunds", ("Ctrl+R",), has_document, w.toggle_refunds, 1),
        row("view.fold", "View", "Fold all &groups again", ("Ctrl+Shift+U",), _unfolded, w.fold_all, 1),
        *(
            row(f"view.{spec.id}", "View", spec.title, (f"Ctrl+{n}",), has_document,
                lambda i=spec.id: w.show_view(i), 2)
            for n, spec in enumerate(VIEWS, start=1) if len(VIEWS) > 1
        ),
        *(
            row(f"panel.{spec.name}", "View/Panels", spec.title, (spec.shortcut,) if spec.shortcut else (),
                has_document, lambda i=spec.name: w.docks.toggle(i), 0, "", True)
            for spec in DOCKS
        ),
        row("panel.arrange", "View/Panels", "Put all &panels back", (), has_document, w.docks.arrange, 1),
        row("view.larger", "View", "Larger te&xt", ("Ctrl+Alt++", "Ctrl+Alt+="), _can_grow,
            lambda: _size_text(w, 1), 3),
        row("view.smaller", "View", "S&maller text", ("Ctrl+Alt+-",), _can_shrink, lambda: _size_text(w, -1), 3),
        row("view.theme", "View", "Light or dark &theme", ("Ctrl+T",), always, w.switch_theme, 3),
        row("view.themeSystem", "View", "Theme of the &desktop", (), _own_theme, w.follow_system, 3),
        *(
            row(f"export.{exporter.name}", "Export", f"{exporter.title}…", (), has_document,
                lambda e=exporter: w.export(e), int(exporter.rare))
            for exporter in EXPORTERS
        ),
        row("help.palette", "Help", "&Find an action or a receipt…", ("Ctrl+K",), always, w.show_palette),
        row("help.keys", "Help", "&Keyboard shortcuts", ("F1", "?"), always, w.show_keys),
        row("help.about", "Help", "&About xccviz", (), always, w.show_about),
    )  # fmt: skip


def _busy(state: AppState) -> bool:
    return state.job is not None or (state.follow is not None and state.follow.ended is None)


def _has_failure(state: AppState) -> bool:
    return state.tab is not None and bool(state.tab.document.timeline.history.failures)


def _has_recent(state: AppState) -> bool:
    return bool(state.recent)


def _can_grow(state: AppState) -> bool:
    return state.text_percent < TEXT_PERCENT[-1]


def _can_shrink(state: AppState) -> bool:
    return state.text_percent > TEXT_PERCENT[0]


def _size_text(window: MainWindow, by: int) -> None:
    """The next size of words in that direction."""
    now = window.store.state.text_percent
    sizes = [size for size in TEXT_PERCENT if (size > now if by > 0 else size < now)]
    if sizes:
        window.size_text(min(sizes) if by > 0 else max(sizes))


def _unfolded(state: AppState) -> bool:
    return state.tab is not None and bool(state.tab.expanded)


def _own_theme(state: AppState) -> bool:
    return state.theme != "system"


def _can(name: str) -> Callable[[AppState], bool]:
    """Enabled while there is somewhere to jump to."""
    target = JUMPS[name]

    def enabled(state: AppState) -> bool:
        tab = state.tab
        if tab is None:
            return False
        return bool(target(tab.document.analysis, tab.document.timeline, tab.cursor) != tab.cursor)

    return enabled
