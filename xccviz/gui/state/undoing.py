"""What can be undone in the tab in front, in words. All pure functions."""

from __future__ import annotations

from xccviz.catalogue import tr, trn
from xccviz.gui.state.past import Change, Kind
from xccviz.gui.state.rerunning import REPLAY, rerun_of
from xccviz.gui.state.store import AppState
from xccviz.model.text import visible_text
from xccviz.words.undoing import CHANGES

SHOWN = 60
"""Characters of a filter."""


def name_of(change: Change) -> str:
    """What a change is of: options of a drawing are kept where folding is (`layout.types.option_key`)."""
    if change.kind == "fold" and all("=" in key for key in change.before ^ change.after):
        return "option"
    return change.kind


def held_words(kind: Kind, value: object) -> str:
    """What a tab holds again, "" where that is plain to see."""
    if kind == "filter":
        text = visible_text(str(value), SHOWN)
        return tr("filtered by {text}", text=text) if text else tr("nothing is filtered")
    size = len(value) if isinstance(value, tuple) else 0
    if kind == "mark":
        return trn("{count} mark", "{count} marks", size)
    return trn("{count} note", "{count} notes", size) if kind == "note" else ""


def form_done(state: AppState) -> bool:
    """Whether undo means the form of the replay: it is in front, and was changed."""
    run = rerun_of(state)
    return state.view == REPLAY and run is not None and bool(run.done)


def form_undone(state: AppState) -> bool:
    """Whether redo means it: something of it was undone."""
    run = rerun_of(state)
    return state.view == REPLAY and run is not None and bool(run.undone)


def undo_words(state: AppState) -> str:
    """What the menu calls it: `Undo fold`."""
    if form_done(state):
        return tr("&Undo {what}", what=CHANGES["what_if"])
    done = state.tab.past.done if state.tab is not None else ()
    return tr("&Undo {what}", what=CHANGES[name_of(done[-1])]) if done else tr("&Undo")


def redo_words(state: AppState) -> str:
    """The same of what was undone."""
    if form_undone(state):
        return tr("&Redo {what}", what=CHANGES["what_if"])
    undone = state.tab.past.undone if state.tab is not None else ()
    return tr("&Redo {what}", what=CHANGES[name_of(undone[-1])]) if undone else tr("&Redo")


def can_undo(state: AppState) -> bool:
    """While something was changed in the tab in front."""
    return form_done(state) or (state.tab is not None and bool(state.tab.past.done))


def can_redo(state: AppState) -> bool:
    """While something was undone there."""
    return form_undone(state) or (state.tab is not None and bool(state.tab.past.undone))


def not_undone(state: AppState) -> str:
    """Why nothing can be undone."""
    if state.tab is None or can_undo(state):
        return ""
    return tr("Nothing was folded, filtered, marked or noted in it.")


def not_redone(state: AppState) -> str:
    """Why nothing can be made again."""
    return "" if state.tab is None or can_redo(state) else tr("Nothing was undone in it.")
