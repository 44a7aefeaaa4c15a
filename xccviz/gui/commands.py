"""Every command of the window, one row each in `COMMANDS`: menus, buttons, palette and the list of keys show them.

A row says what it is called, when it can be taken, and which intent it is. Its keys are a row of `gui/keys.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from xccviz.analysis.why.reasons import QUESTIONS, Question
from xccviz.catalogue import tr
from xccviz.export import EXPORTERS, Exporter
from xccviz.gui.filter_intents import FilterIntents
from xccviz.gui.intents import Intents
from xccviz.gui.panels import PANELS
from xccviz.gui.panels.notice_words import can_fetch, can_follow
from xccviz.gui.state.asking import can_ask, can_go
from xccviz.gui.state.comparing import goal_of, heres, markings
from xccviz.gui.state.moving import here_of
from xccviz.gui.state.store import AppState
from xccviz.gui.state.undoing import (
    can_redo,
    can_undo,
    not_redone,
    not_undone,
    redo_words,
    undo_words,
)
from xccviz.gui.views import VIEWS
from xccviz.gui.when import (
    always,
    busy,
    can_grow,
    can_shrink,
    compares,
    differs,
    differs_not,
    draws,
    draws_nothing,
    has_document,
    has_failure,
    has_front,
    has_hits,
    has_left,
    has_link,
    has_other_tab,
    has_recent,
    has_tabs,
    in_force,
    is_filtered,
    may_fetch,
    no_hits,
    no_link,
    no_reason,
    own_theme,
    unfolded,
    was_cleared,
    was_closed,
    was_hinted,
)
from xccviz.gui.when_in_front import (
    does_not_follow,
    follows,
    has_lead,
    has_marks,
    has_picture,
    is_case,
    is_selected,
    may_mark,
    may_mark_hits,
    may_replay,
    no_call,
    no_case,
    no_filter,
    no_lead,
    no_marks,
    no_picture,
    unmarkable,
)
from xccviz.layout.layered.options import APART, GRAPH, PATH, RIGHT, shade_key
from xccviz.replay.moves import BY_ID, MOVES, Move, MoveKind
from xccviz.values import frozen, replace
from xccviz.words.case import OPEN_RESUMER
from xccviz.words.moves import MOVE_WORDS, why_not_words
from xccviz.words.why import NOTHING_TO_ASK
from xccviz.words.why import QUESTIONS as WORDS

Run = Callable[[Intents], None]


@frozen
class Command:
    """One command. `id` is also the object name of its QAction; `menu` is the one it stands in ("View/Panels" is one
    inside View), `text` its words with the menu's letter behind an &. `run` does it where `enabled`; `why_not` says in
    a sentence why it can't be taken, where that is not plain. `group` separates entries of a menu; `icon` is a name of
    `look.icons.icon`, "" for none; `words` say what it would do now, in place of `text`."""

    id: str
    menu: str
    text: str
    run: Run
    enabled: Callable[[AppState], bool] = has_document
    group: int = 0
    icon: str = ""
    why_not: Callable[[AppState], str] = no_reason
    words: Callable[[AppState], str] | None = None


def plain(text: str) -> str:
    """The text of a row without the mark of its letter: `Open file…`."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")


def _fetch_chunks(do: Intents) -> None:
    do.fetch_rest("chunks")


# -------------------------------------------------------------------------------------------------------------- moves

_MOVE_ICONS = {
    "step_first": "first", "step_back": "back", "step_forward": "forward", "step_last": "last", "step_into": "into",
    "step_over": "over", "step_out": "out", "step_to_here": "to-here", "step_play": "play",
    "next_on_account": "on-account", "next_log": "log",
}  # fmt: skip
_MOVE_GROUPS: Mapping[MoveKind, int] = {"step": 0, "cause": 1, "jump": 2}


def _has_steps(state: AppState) -> bool:
    if state.pair is not None:
        return bool(state.pair.found.line.steps)
    return state.tab is not None and bool(state.tab.document.timeline.steps)


def _plays(state: AppState) -> bool:
    return state.playing is not None


def move_command(move: Move) -> Command:
    """The row of a move: `next_failure` is the command `nextFailure`."""

    def enabled(state: AppState) -> bool:
        if state.pair is not None:
            return goal_of(state.pair, move, state.grain, markings(state, state.pair)) is not None
        here = here_of(state)
        return here is not None and move.to(here) is not None

    def why_not(state: AppState) -> str:
        if state.pair is not None:
            both = heres(state.pair, state.grain, markings(state, state.pair))
            first = sorted(both, key=lambda h: (bool(h.marked), any(h.heeded), len(h.heeded)), reverse=True)
            stuck = (why_not_words(move, here) for here in first)
            return "" if enabled(state) else next(filter(None, stuck), "")
        here = here_of(state)
        return why_not_words(move, here) if here is not None else ""

    first, *rest = move.id.split("_")
    words = MOVE_WORDS[move.id]
    at = words.title.find(words.letter) if words.letter else -1
    return Command(
        id=first + "".join(word.capitalize() for word in rest),
        menu="Step",
        text=f"{words.title[:at]}&{words.title[at:]}" if at >= 0 else words.title,
        run=lambda intents: intents.move(move),
        enabled=enabled,
        group=_MOVE_GROUPS[move.kind],
        icon=_MOVE_ICONS.get(move.id, ""),
        why_not=why_not,
    )


def _play_command() -> Command:
    """Playing begins again where it ended."""
    row = move_command(BY_ID["step_play"])
    return replace(row, run=Intents.play, enabled=_has_steps, why_not=no_reason)


def _moves(*kinds: MoveKind) -> Iterator[Command]:
    return (move_command(move) for move in MOVES if move.kind in kinds and move.id != "step_play")


_ASK_LETTERS: Mapping[Question, str] = {"ran": "r", "failed": "f", "went": "g", "came": "c"}


def _question(question: Question) -> Command:
    """A question about what is selected."""
    words = WORDS[question]
    before, letter, behind = words.partition(_ASK_LETTERS[question])
    marked = f"{before}&{letter}{behind}" if letter else words  # a translation may lack the letter

    def why_not(state: AppState) -> str:
        return "" if state.tab is None or can_ask(state, question) else NOTHING_TO_ASK[question]

    return Command(
        f"why.{question}", "Step/Why", marked, lambda do: do.ask(question),
        lambda state: can_ask(state, question), 5, why_not=why_not,
    )  # fmt: skip


def _went_by(by: int) -> Callable[[AppState], bool]:
    return lambda state: can_go(state.tab, by)


def _nowhere(by: int) -> Callable[[AppState], str]:
    words = tr("Nothing was selected before this.") if by < 0 else tr("Nothing was selected after this.")
    return lambda state: "" if state.tab is None or can_go(state.tab, by) else words


def _of_drawings(id: str, text: str, run: Run, icon: str = "") -> Command:
    """What only a drawing can do; other views have one size."""
    return Command(id, "View", text, run, draws, icon=icon, why_not=draws_nothing)


def _shows_graph(state: AppState) -> bool:
    return state.tab is not None and state.view == GRAPH


def _has_below(state: AppState) -> bool:
    tab = state.tab
    return (
        _shows_graph(state) and tab is not None and bool(tab.document.graph.children.get(tab.selection or ""))
    )


def _of_graph(id: str, text: str, option: str) -> Command:
    return Command(id, "View/Graph options", text, lambda intents: intents.take_option(option), _shows_graph)


_GRAPH = (
    ("graph.right", tr("From left to &right"), RIGHT),
    ("graph.path", tr("&Critical path"), PATH),
    ("graph.apart", tr("&Siblings alike each for itself"), APART),
    ("graph.contract", tr("Mark the &account"), shade_key("contract")),
    ("graph.gas", tr("Mark the &gas burnt"), shade_key("gas")),
    ("graph.waiting", tr("Mark the &waiting"), shade_key("waiting")),
)
"""Options of the graph: id, words, key."""


def _of_pair(id: str, text: str, run: Run) -> Command:
    """What goes from difference to difference."""
    return Command(id, "View/Compare", text, run, differs, why_not=differs_not)


def _of_hits(id: str, text: str, run: Run) -> Command:
    """What goes from hit to hit."""
    return Command(id, "Edit", text, run, has_hits, group=1, why_not=no_hits)


def _show_view(name: str) -> Run:
    return lambda intents: intents.go_to_view(name)


def _go_to_panel(name: str) -> Run:
    return lambda intents: intents.go_to_panel(name)


def _export(exporter: Exporter) -> Run:
    return lambda intents: intents.export(exporter)


# --------------------------------------------------------------------------------------------------------------- table

COMMANDS: tuple[Command, ...] = (
    Command("file.newWindow", "File", tr("New w&indow"), Intents.open_window, always),
    Command("file.focus", "File", tr("&Open…"), Intents.focus_open_bar, always),
    Command("file.openFile", "File", tr("Open &file…"), Intents.open_file, always),
    Command("file.paste", "File", tr("&Paste and open"), Intents.paste, always),
    Command("file.cancel", "File", tr("Ca&ncel, stop, or dismiss"), Intents.stop, busy),
    Command("file.follow", "File", tr("Follow &until it is final"), Intents.follow, can_follow),
    Command("file.fetchRest", "File", tr("Fetch &what is missing"), Intents.fetch_rest, can_fetch),
    Command("file.fetchChunks", "File", tr("Fetch c&hunks"), _fetch_chunks, may_fetch),
    Command("file.resumer", "File", OPEN_RESUMER, Intents.open_resumer, has_lead, why_not=no_lead),
    Command(
        "file.saveCase", "File", tr("Save the case as one capture…"), Intents.save_case, is_case, why_not=no_case,
    ),
    Command("file.endpoints", "File", tr("A&dd an endpoint…"), Intents.add_endpoint, always),
    Command("file.nextTab", "File", tr("Ne&xt transaction"), Intents.next_tab, has_tabs, 1),
    Command("file.previousTab", "File", tr("Pre&vious transaction"), Intents.previous_tab, has_tabs, 1),
    Command("file.moveToWindow", "File", tr("Mov&e to a new window"), Intents.move_to_window, has_other_tab, 1),
    Command("file.closeTab", "File", tr("&Close transaction"), Intents.close_tab, has_front, 1),
    Command("file.reopenTab", "File", tr("Reopen closed &transaction"), Intents.reopen_tab, was_closed, 1),
    Command("compare.with", "File", tr("Co&mpare with…"), Intents.choose_what_to_compare_with, has_front, 1),
    Command("file.clearRecent", "File", tr("Clear &recent list"), Intents.clear_recent, has_recent, 1),
    Command("file.restoreRecent", "File", tr("&Bring back the recent list"), Intents.restore_recent, was_cleared, 1),
    Command("file.openLeft", "File", tr("Open what was &left open"), Intents.open_left, has_left, 1),
    Command("file.forgetLeft", "File", tr("For&get what was left open"), Intents.forget_left, has_left, 1),
    Command("file.quit", "File", tr("&Quit"), Intents.quit, always, 2),
    Command("edit.undo", "Edit", tr("&Undo"), Intents.undo, can_undo, why_not=not_undone, words=undo_words),
    Command("edit.redo", "Edit", tr("&Redo"), Intents.redo, can_redo, why_not=not_redone, words=redo_words),
    Command("edit.copyHash", "Edit", tr("Copy transaction &hash"), Intents.copy_hash),
    Command("edit.copyLink", "Edit", tr("Copy &link"), Intents.copy_link, has_link, why_not=no_link),
    Command("edit.copyId", "Edit", tr("Copy the &id of the selection"), Intents.copy_selected_id, is_selected),
    Command(
        "edit.copyPicture", "Edit", tr("Cop&y the picture"), Intents.copy_picture, has_picture, why_not=no_picture,
    ),
    Command("edit.copyMarkdown", "Edit", tr("Copy as Mar&kdown, for an issue"), Intents.copy_markdown),
    Command("edit.copyMermaid", "Edit", tr("Copy as M&ermaid"), Intents.copy_mermaid),
    Command(
        "edit.back", "Edit", tr("&Back to what was selected before"), Intents.select_back, _went_by(-1),
        why_not=_nowhere(-1),
    ),
    Command(
        "edit.on", "Edit", tr("&On to what was selected after"), Intents.select_on, _went_by(1), why_not=_nowhere(1),
    ),
    Command("edit.menu", "Edit", tr("&Menu of what has the keyboard"), Intents.show_menu, has_front),
    Command("edit.filter", "Edit", tr("&Filter…"), FilterIntents.focus_filter, group=1),
    _of_hits("edit.nextHit", tr("&Next hit"), FilterIntents.next_hit),
    _of_hits("edit.previousHit", tr("&Previous hit"), FilterIntents.previous_hit),
    Command(
        "edit.hideRest", "Edit", tr("&Dim or hide the rest"), FilterIntents.switch_rest, in_force, 1,
        why_not=no_filter,
    ),
    Command(
        "edit.saveFilter", "Edit", tr("&Save or forget this filter"), FilterIntents.save_filter, in_force, 1,
        why_not=no_filter,
    ),
    Command(
        "edit.clearFilter", "Edit", tr("&Clear the filter"), FilterIntents.clear_filter, is_filtered, 1,
        why_not=no_filter,
    ),
    Command("addNote", "Edit", tr("Write a no&te on the selection…"), Intents.begin_note, group=2),
    Command("edit.settings", "Edit", tr("Settin&gs…"), Intents.show_settings, always, 3),
    *_moves("step", "cause"),
    _play_command(),
    Command("stepPause", "Step", tr("Pau&se"), Intents.pause, _plays, group=1),
    *_moves("jump"),
    Command(
        "toggleMark", "Step", tr("Mark or unmark &the selection"), Intents.toggle_mark, may_mark, 3,
        why_not=unmarkable,
    ),
    Command(
        "markHits", "Step", tr("Mark what the filter finds"), Intents.mark_hits, may_mark_hits, 3,
        why_not=no_filter,
    ),
    Command("removeMarks", "Step", tr("Remove all marks"), Intents.remove_marks, has_marks, 3, why_not=no_marks),
    Command(
        "stepAlong", "Step", tr("Stay at the end as it grows, or at this step"), Intents.switch_along, follows, 4,
        why_not=does_not_follow,
    ),
    Command("stepGrain", "Step", tr("Stop at &deliveries and refunds too, or no more"), Intents.switch_grain, group=4),
    *(_question(question) for question in QUESTIONS),
    Command("lookAhead", "Step", tr("Look ah&ead, or not"), Intents.look_ahead, group=4),
    _of_drawings("view.fit", tr("&Fit"), Intents.fit, "fit"),
    _of_drawings("view.zoomSelection", tr("Zoom to the &selection"), Intents.zoom_to_selection),
    Command("view.zoomFailure", "View", tr("Zoom to the f&ailure"), Intents.zoom_to_failure, has_failure),
    _of_drawings("view.zoomIn", tr("Zoom &in"), Intents.zoom_in, "zoom-in"),
    _of_drawings("view.zoomOut", tr("Zoom &out"), Intents.zoom_out, "zoom-out"),
    _of_drawings("view.map", tr("Sho&w or fold the map"), Intents.fold_map),
    *(_of_graph(*row) for row in _GRAPH),
    Command("view.unfold", "View", tr("Fold or &unfold the selection"), Intents.toggle_selection, group=1),
    Command("view.foldBelow", "View", tr("Fo&ld below the selection"), Intents.fold_below, _has_below, 1),
    Command("view.refunds", "View", tr("Show or hide gas &refunds"), Intents.toggle_refunds, group=1),
    Command("view.fold", "View", tr("Fold all groups agai&n"), Intents.fold_all, unfolded, 1),
    *(
        Command(
            f"view.{spec.id}", "View", spec.title, _show_view(spec.id), may_replay if spec.of_call else has_front, 2,
            why_not=no_call if spec.of_call else no_reason,
        )
        for spec in VIEWS
    ),
    _of_pair("compare.next", tr("&Next difference"), Intents.next_difference),
    _of_pair("compare.previous", tr("&Previous difference"), Intents.previous_difference),
    _of_pair("compare.copyOne", tr("&Copy this difference as Markdown"), Intents.copy_difference),
    _of_pair("compare.copy", tr("Copy &all differences as Markdown"), Intents.copy_differences),
    Command("compare.only", "View/Compare", tr("&Only differences"), Intents.switch_equal, compares, 1),
    Command("compare.costs", "View/Compare", tr("&Gas and fees too"), Intents.switch_costs, compares, 1),
    Command("compare.swap", "View/Compare", tr("&Swap A and B"), Intents.swap_runs, compares, 1),
    *(
        Command(f"panel.{spec.name}", "View/Panels", tr("Go to {panel}", panel=spec.title), _go_to_panel(spec.name))
        for spec in PANELS
    ),
    Command("view.nextArea", "View", tr("Next part of the window"), Intents.next_area, always, 2),
    Command("view.previousArea", "View", tr("Part of the window before"), Intents.previous_area, always, 2),
    Command("panel.hide", "View/Panels", tr("&Hide or show all panels"), Intents.hide_or_show_panels, group=1),
    Command("panel.arrange", "View", tr("Reset la&yout"), Intents.arrange_panels, group=2),
    Command("view.larger", "View", tr("Larger te&xt"), Intents.enlarge_text, can_grow, 3),
    Command("view.smaller", "View", tr("S&maller text"), Intents.shrink_text, can_shrink, 3),
    Command("view.theme", "View", tr("Next &theme"), Intents.switch_theme, always, 3),
    Command("view.themeSystem", "View", tr("Theme of the &desktop"), Intents.follow_system, own_theme, 3),
    Command("export.choose", "Export", tr("&Export…"), Intents.choose_export),
    *(
        Command(
            f"export.{exporter.name}", "Export", f"{exporter.title}…", _export(exporter),
            group=1 + int(exporter.rare),
        )
        for exporter in EXPORTERS
    ),
    Command("help.palette", "Help", tr("&Find an action or a receipt…"), Intents.show_palette, always),
    Command("help.keys", "Help", tr("&Keyboard shortcuts"), Intents.show_keys, always),
    Command("help.view", "Help", tr("What am I &looking at?"), Intents.explain_view, has_front),
    Command("help.hints", "Help", tr("Sho&w the hints again"), Intents.show_hints_again, was_hinted),
    Command("help.report", "Help", tr("Save a &report for a bug…"), Intents.report_bug, always),
    Command("help.about", "Help", tr("&About xccviz"), Intents.show_about, always),
)  # fmt: skip
"""In menu order."""
