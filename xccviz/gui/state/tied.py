"""Two transactions that stand side by side, and their tabs: which belong together. Pure functions."""

from __future__ import annotations

from xccviz.analysis.compare.values import Missing
from xccviz.gui.state.pair import Pair, Run
from xccviz.gui.state.store import AppState, OpenTab


def run_of(tab: OpenTab) -> Run:
    """An open transaction as one of two."""
    trace = tab.document.trace
    alone = bool(tab.given) and (tab.source != "network" or trace.network is None)
    return Run(tab.document, tab.title, tab.given or trace.transaction.hash, alone)


def tab_of(state: AppState, pair: Pair, side: Missing) -> OpenTab | None:
    """The tab of one of the two; None where it was closed. What has grown, or was opened again, is the same
    transaction: it has one tab. Where both are states of one transaction, only their documents tell them apart."""
    run, other = pair.run(side).document, pair.run("b" if side == "a" else "a").document
    found = next((tab for tab in state.tabs if tab.document is run), None)
    hash = run.trace.transaction.hash
    if found is not None or hash == other.trace.transaction.hash:
        return found
    return next((tab for tab in state.tabs if tab.document.trace.transaction.hash == hash), None)
