"""What a person can want to know of a receipt, and to go back to: a part of `Intents`."""

from __future__ import annotations

from typing import Literal

from xccviz.analysis.why.reasons import Question
from xccviz.gui.state.asking import asked, gone
from xccviz.gui.state.stage import Stage
from xccviz.gui.state.store import Store
from xccviz.gui.state.tabs import with_tab
from xccviz.values import replace


class WhyIntents:
    """Questions about a receipt, and the history of the selection."""

    _store: Store
    _stage: Stage

    def ask(self, question: Question | Literal[""], node: str = "", slot: int | None = None) -> None:
        """Ask it of a node, "" for the selected one; the answer stands in the inspector, its way in every view. No
        question puts the answer away."""
        if not question:
            self.ask_no_more()
            return
        ahead = self._store.state.ahead
        self._store.update(
            lambda s: with_tab(
                s, lambda tab: asked(tab, question, node or tab.selection or "", slot, ahead=ahead)
            )
        )
        tab = self._store.state.tab
        if tab is not None and tab.answer is not None:
            self._stage.go_to_panel("inspector")

    def ask_no_more(self) -> None:
        """Put the answer away."""
        self._store.update(
            lambda s: with_tab(s, lambda tab: replace(tab, answer=None) if tab.answer else tab)
        )

    def select_back(self) -> None:
        """Select what was selected before."""
        self._go(-1)

    def select_on(self) -> None:
        """Select again what was selected after it."""
        self._go(1)

    def _go(self, by: int) -> None:
        self._store.update(lambda s: with_tab(s, lambda tab: gone(tab, by)))
        self._stage.sight.reveal_selection()
