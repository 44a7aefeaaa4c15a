"""What a person can want of hints: a part of `Intents`."""

from __future__ import annotations

from functools import partial

from xccviz.catalogue import tr
from xccviz.gui.look.bulletin import bulletin
from xccviz.gui.state.hinting import dismissed, forgotten, told
from xccviz.gui.state.store import Store
from xccviz.words.hints import HintId


class HintIntents:
    """Hints are told once each, are taken away for good, and can be had again."""

    _store: Store

    def tell_hint(self, hint: HintId) -> None:
        """Tell it: it is of use now."""
        self._store.update(partial(told, hint=hint))

    def dismiss_hint(self) -> None:
        """Take it away for good."""
        self._store.update(dismissed)

    def show_hints_again(self) -> None:
        """Tell each once more, when it is of use."""
        self._store.update(forgotten)
        bulletin().say(tr("Hints will be shown again, each when it is of use"), self)
