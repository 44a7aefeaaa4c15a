"""What a menu of a thing is opened for: rows of `gui/context` ask it. No widgets."""

from __future__ import annotations

from xccviz.analysis.compare.values import Missing
from xccviz.document import Document
from xccviz.graph.types import Node
from xccviz.gui.pointed import Pointed
from xccviz.gui.state.comparing import run_as_tab
from xccviz.gui.state.store import AppState, OpenTab
from xccviz.values import frozen
from xccviz.words import shell


@frozen
class Asked:
    """What a menu is opened for, in which state, and the tab in front. `side`: the one that is pointed at of two that
    stand side by side, whose tab is the run alone; None where one transaction stands in front."""

    state: AppState
    tab: OpenTab
    pointed: Pointed
    side: Missing | None = None

    @property
    def document(self) -> Document:
        """Of the tab in front."""
        return self.tab.document

    @property
    def network(self) -> str | None:
        """Where its transaction ran."""
        return self.document.trace.network

    @property
    def node(self) -> Node | None:
        """What is pointed at."""
        return self.document.graph.by_id.get(self.pointed.node or "")

    @property
    def account(self) -> str:
        """The account that is pointed at, else the one that runs the node; "" for none."""
        node = self.node
        return self.pointed.account or (shell.parties(node)[1] if node is not None else None) or ""

    @property
    def methods(self) -> tuple[str, ...]:
        """The methods that the node calls, each once."""
        actions = self.node.actions if self.node is not None else ()
        return tuple(dict.fromkeys(a.method_name for a in actions if a.method_name is not None))

    @property
    def ran_at(self) -> int | None:
        """The step that is pointed at, else the one in which the node ran: a transaction runs in none."""
        step = self.pointed.step
        return step if step is not None else self.tab.ways.run(self.pointed.node)

    @property
    def goal(self) -> int | None:
        """The same among the steps that the window goes through, which of two runs are those of both."""
        pair, step = self.state.pair, self.ran_at
        return (
            step
            if pair is None or self.side is None or step is None
            else pair.found.line.index(self.side, step)
        )

    @property
    def here(self) -> int:
        """Where among these it stands."""
        return self.state.pair.index if self.state.pair is not None else self.tab.cursor.index


def asked_for(state: AppState, pointed: Pointed, side: Missing | None) -> Asked | None:
    """What is asked where something is pointed at, of two runs in one of them; None where no menu opens."""
    if state.pair is None:
        return Asked(state, state.tab, pointed) if state.tab is not None else None
    return Asked(state, run_as_tab(state.pair, side), pointed, side) if side is not None else None
