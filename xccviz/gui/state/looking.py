"""What a person can want of the drawing in front, whatever it shows: to see it closer, or all of it."""

from __future__ import annotations

from xccviz.gui.state.stage import Stage


class Looking:
    """Those of the `Intents` that change nothing but what is in sight."""

    _stage: Stage

    def fit(self) -> None:
        """Show the whole drawing."""
        self._stage.sight.fit_whole()

    def zoom_in(self) -> None:
        """One step closer."""
        self._stage.sight.zoom_in()

    def zoom_out(self) -> None:
        """One step back."""
        self._stage.sight.zoom_out()

    def fold_map(self) -> None:
        """Fold or unfold the map."""
        self._stage.sight.fold_map()

    def zoom_to_selection(self) -> None:
        """Show the selected box and its neighbours closely."""
        self._stage.sight.zoom_to_selection()
