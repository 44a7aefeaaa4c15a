"""What a window needs for documents: its work, its panels, and who hears whom. `furnish` makes it in pieces between
which the window takes keys; what it imports is loaded piece by piece before (`ROOMS` of `app`).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QMainWindow, QWidget

from xccviz.decode.installed import installed_decoders
from xccviz.gui.intents import Intents, Work
from xccviz.gui.look.amounts import take_amounts
from xccviz.gui.look.theme import application
from xccviz.gui.shell.announcing import Announcing
from xccviz.gui.shell.context_menu import ContextMenus
from xccviz.gui.shell.docks import Docks
from xccviz.gui.shell.following_on import together
from xccviz.gui.shell.frame import Frame
from xccviz.gui.shell.giving_way import GivingWay
from xccviz.gui.shell.heeding import heed
from xccviz.gui.shell.menus import Actions, fill
from xccviz.gui.shell.toast import Toast
from xccviz.gui.state.telling import Panel
from xccviz.gui.tasks.casing import Casing
from xccviz.gui.tasks.collector import settle
from xccviz.gui.tasks.comparing import Comparing
from xccviz.gui.tasks.endpoints import EndpointBook
from xccviz.gui.tasks.exporting import Exporting
from xccviz.gui.tasks.following import Following
from xccviz.gui.tasks.jobs import Jobs
from xccviz.gui.tasks.laying_out import LayingOut
from xccviz.gui.tasks.opening import Opener
from xccviz.gui.tasks.playing import Playing
from xccviz.gui.tasks.recorded import Recorded
from xccviz.gui.tasks.remembering import Remembering
from xccviz.gui.tasks.replay_files import ReplayFiles
from xccviz.gui.tasks.replaying import Replaying
from xccviz.gui.tasks.settings import SettingsBook
from xccviz.gui.views import VIEWS
from xccviz.gui.views.drawing import DrawingView
from xccviz.gui.views.hovering import HoveringView
from xccviz.gui.views.paged import PagedView
from xccviz.gui.views.replay import ReplayView
from xccviz.gui.views.tree import TreeView
from xccviz.gui.wishes import connect_filter, grant, grant_case, grant_mark, grant_note
from xccviz.settings.rows import AMOUNTS
from xccviz.values import replace

if TYPE_CHECKING:
    from xccviz.gui.compare.page import CompareView
    from xccviz.gui.window import MainWindow
    from xccviz.opening.options import OpenOptions
    from xccviz.opening.recorded import KnownRun
    from xccviz.settings.rows import Settings


def furnish(
    window: MainWindow, options: OpenOptions, settings: Settings, config: Path | None
) -> Iterator[None]:
    """Make everything and give it to the window; `config` is the file of the settings, None keeps nothing."""
    decoders, troubles = installed_decoders()
    _start_work(window, replace(options, decoders=decoders, remarks=troubles), settings, config)
    yield
    window.commands = commands = Actions(window.intents, window)
    window.actions_by_id = commands.by_id
    fill(window.menus, window.actions_by_id)
    yield
    window.views = {spec.id: spec.make() for spec in VIEWS}
    yield
    window.desk = QMainWindow()
    window.docks = Docks(window.desk)
    yield
    window.frame = frame = Frame(window.entry, window.desk, window.views, window.actions_by_id)
    yield
    frame.pages.compare_on(partial(_compare_page, window))
    window.toast = Toast(window, partial(_looked_at, frame), lambda: (frame.moves, frame.moves.free))
    window.context_menus = ContextMenus(window, window.intents, lambda: window.store.state)
    GivingWay(window.desk, window.docks.docks.values(), frame.view_stack)
    for dock in window.docks.docks.values():
        window.context_menus.hear(dock)  # a dock that floats is a window of its own
    for field in window.findChildren(QLineEdit):
        field.setAcceptDrops(False)  # what is dropped anywhere is opened: a field would take it for words
    remembering = Remembering(window.jobs, window.writer, window.kept, window.name)
    window.playing = Playing(window.intents.tick, window)
    announcing = Announcing(window, frame.verdict, frame.steps)
    panels: tuple[Panel, ...] = (
        remembering, window.playing, commands, *frame.panels, window.docks, announcing,
    )  # fmt: skip
    _connect(window, panels)
    if window.kept.docks:
        window.docks.restore(window.kept.docks)
    yield
    window.tell_all(together(panels, (frame.view_stack,), window, partial(window.opener.tell, "")))
    settle(application())


def _start_work(window: MainWindow, options: OpenOptions, settings: Settings, config: Path | None) -> None:
    store = window.store
    window.jobs = jobs = Jobs(window)
    window.opener = opener = Opener(store, jobs, options, window)
    window.exporting = Exporting(store, jobs, window)
    window.laying_out = LayingOut(store, jobs, window)
    window.comparing = Comparing(store, jobs, window)
    window.following = following = Following(store, jobs, window.laying_out, options, window)
    opener.ended.connect(window.comparing.put_back)
    opener.ended.connect(window.idle)
    opener.opened.connect(following.opened)
    opener.opened.connect(window.show_why)
    window.comparing.refused.connect(opener.refuse)
    for beside in (window.exporting, window.laying_out, window.comparing):
        beside.failed.connect(opener.tell)
    window.casing = Casing(store, window)
    window.replaying = Replaying(store, jobs, lambda: opener.options, window)
    window.replay_files = ReplayFiles(jobs, window.ask_file, window)
    Recorded(
        store,
        jobs,
        lambda: opener.options,
        lambda: [other.store.state for other in window.windows.open],
        window,
    )
    work = Work(opener, window.exporting, window.laying_out, following, window.comparing)
    window.endpoints = EndpointBook(options.networks, config, jobs, window)
    for asks in (opener, following):
        window.endpoints.changed.connect(asks.ask_of)
    window.endpoints.changed.connect(window.entry.open_bar.offer_networks)
    window.endpoints.changed.connect(window.entry.empty.offer_networks)
    window.settings = SettingsBook(settings, config, jobs, window)
    window.settings.changed.connect(partial(heed, window))
    window.endpoints.changed.connect(window.settings.know)
    window.windows.share(window)
    take_amounts(settings[AMOUNTS])
    window.intents = Intents(store, work, window, window)


def _looked_at(frame: Frame) -> QWidget:
    """What notices stand upon: the drawing in front, the two side by side; the page where there is none."""
    compared = frame.pages.compared
    if compared is not None and compared.isVisible():
        return compared.kinds
    return frame.view_stack if frame.view_stack.isVisible() else frame.pages


def _compare_page(window: MainWindow) -> CompareView:
    from xccviz.gui.compare.page import CompareView  # late: most windows compare nothing

    made = CompareView(window.intents, window.actions_by_id, window.jobs)
    window.entry.open_bar.stand_in(made.names)
    return made


def _open_recorded(window: MainWindow, found: KnownRun) -> None:
    """Show a recorded call where it is open, in this window first, else open it here."""
    for other in (window, *window.windows.open):
        if other.whole and other.intents.show_recorded(found):
            other.activateWindow()
            return
    window.intents.open_recorded(found)


def _connect_replay(window: MainWindow, view: ReplayView) -> None:
    do, replaying, files = window.intents, window.replaying, window.replay_files
    view.fetch_wanted.connect(replaying.fetch)
    view.again_wanted.connect(replaying.again)
    view.stop_wanted.connect(replaying.stop)
    view.edited.connect(do.ask_again)
    view.run_wanted.connect(do.run_what_if)
    view.each_wanted.connect(do.run_on_every_change)
    view.row_wanted.connect(do.look_at_host_call)
    view.changed_wanted.connect(do.list_changed_calls)
    view.hex_wanted.connect(do.turn_hex)
    view.recorded_wanted.connect(partial(_open_recorded, window))
    view.file_wanted.connect(files.choose)
    view.dropped.connect(files.take)
    files.read.connect(do.ask_again)
    files.refused.connect(window.opener.refuse)


def _connect(window: MainWindow, panels: tuple[Panel, ...]) -> None:
    do, frame = window.intents, window.frame
    for panel in panels:
        wanted = getattr(panel, "select_wanted", None)
        if wanted is not None:
            wanted.connect(do.select)
    frame.problem.retry_wanted.connect(do.open)
    frame.problem.wait_wanted.connect(do.wait_for)
    frame.problem.kept_wanted.connect(do.open_kept)
    frame.problem.fetch_wanted.connect(do.open)
    frame.problem.pick_wanted.connect(do.pick)
    frame.problem.all_wanted.connect(do.open_offered)
    frame.problem.leave_wanted.connect(do.stop_waiting)
    frame.problem.endpoint_wanted.connect(do.add_endpoint)
    frame.problem.dismissed.connect(do.dismiss_problem)
    frame.verdict.panel_wanted.connect(do.go_to_panel)
    frame.notice.wanted.connect(do.answer_notice)
    window.docks.ahead_wanted.connect(do.look_ahead)
    window.docks.leave_wanted.connect(do.focus_view)
    window.docks.fetch_wanted.connect(do.fetch_rest)
    window.docks.ask_wanted.connect(do.ask)
    window.docks.host_wanted.connect(do.look_at_host_call)
    frame.notice.along_wanted.connect(do.go_along)
    frame.tab_bar.tab_wanted.connect(do.choose_tab)
    frame.tab_bar.close_wanted.connect(do.close_tab)
    frame.tab_bar.move_wanted.connect(do.move_tab)
    frame.tab_bar.window_wanted.connect(do.move_to_window)
    frame.tab_bar.compare_wanted.connect(do.compare_with_tab)
    frame.identity.copy_wanted.connect(do.copy_hash)
    frame.identity.hint.keeps = window.writer is not None
    frame.identity.hint.tell_wanted.connect(do.tell_hint)
    frame.identity.hint.dismissed.connect(do.dismiss_hint)
    frame.view_tabs.view_wanted.connect(do.show_view)
    frame.steps.step_wanted.connect(do.go_to_step)
    frame.moves.pace_wanted.connect(do.play_at)
    for view in window.views.values():
        if isinstance(view, TreeView):
            view.columns.chosen.connect(do.choose_column)
            view.columns.left.connect(do.forget_columns)
        if isinstance(view, ReplayView):
            _connect_replay(window, view)
        if isinstance(view, DrawingView):
            view.toggle_wanted.connect(do.toggle)
            view.mark_wanted.connect(do.toggle_mark)
            view.drawn.connect(frame.view_bar.show_list)
            if isinstance(view, HoveringView):
                view.wished.connect(partial(grant, do))
            if isinstance(view, PagedView):
                view.width_wanted.connect(do.fit_width)
    frame.view_bar.wished.connect(partial(grant, do))
    connect_filter(do, frame)
    window.docks.mark_wanted.connect(partial(grant_mark, do))
    window.docks.case_wanted.connect(partial(grant_case, do))
    window.docks.note_wanted.connect(partial(grant_note, do))
    window.docks.filter_wanted.connect(do.set_filter)
    window.docks.trouble.connect(partial(window.opener.tell, ""))
