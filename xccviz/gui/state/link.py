"""Links: a command that opens exactly what is seen (docs/interface.md §2). How one is read: `gui/links`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xccviz.catalogue import tr

if TYPE_CHECKING:
    from xccviz.gui.state.pair import Pair
    from xccviz.gui.state.store import AppState, OpenTab
    from xccviz.words.shell import ShellLine

COMPARE = "compare"
"""The view of two transactions; it is no view of one."""


NOWHERE = tr("It was pasted, and nobody knows on which network it ran: nothing opens it again.")


def link_of(state: AppState) -> ShellLine:
    """The command that opens what stands in front, quoted for a shell, or why there is none."""
    import shlex  # late, as the others: an empty window has nothing to link to

    from xccviz.model.text import visible_text
    from xccviz.words.shell import ShellLine

    words = _words_of(state)
    if isinstance(words, str):
        return ShellLine(why_not=words)
    if any(visible_text(word) != word for word in words):
        return ShellLine(why_not=tr("Its name holds characters that can't be seen."))
    return ShellLine(shlex.join(words))


def _words_of(state: AppState) -> tuple[str, ...] | str:
    """The words of the command, or why there is none."""
    pair, tab = state.pair, state.tab
    if pair is not None:
        return _words_of_pair(pair)
    opened = _opened(tab) if tab is not None else None
    if tab is None or opened is None:
        return NOWHERE
    filtering = ("--filter", tab.filtering.text) if tab.filtering.filter is not None else ()
    return ("xccviz", *opened, *_at(tab.selection or "", tab.cursor.index), "--view", state.view, *filtering)


def _words_of_pair(pair: Pair) -> tuple[str, ...] | str:
    runs = (pair.a, pair.b)
    networks = {run.document.trace.network for run in runs if not run.alone}
    if None in networks:
        return NOWHERE
    if len(networks) > 1:
        return tr("They ran on different networks: no one command opens both.")
    node = pair.node("a") or pair.node("b") or ""
    network = [word for name in networks if name for word in ("--network", name)]
    given = (run.given for run in runs)
    filtering = ("--filter", pair.filters[0].text) if pair.filters[0].filter is not None else ()
    return ("xccviz", "--view", COMPARE, *_at(node, pair.index), *filtering, *network, "--", *given)


def _at(node: str, step: int) -> tuple[str, ...]:
    return (*(("--select", node) if node else ()), "--step", str(step))


def _opened(tab: OpenTab) -> tuple[str, ...] | None:
    """What opens a tab again, anywhere: a sample, a file by its whole path, else the hash on its network."""
    network = tab.document.trace.network
    if tab.source != "network" and tab.given:
        return (tab.given,)
    if not network:
        return (tab.given,) if tab.given else None
    return (tab.given or tab.document.trace.transaction.hash, "--network", network)
