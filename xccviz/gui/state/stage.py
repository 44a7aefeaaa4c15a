"""What intents ask of widgets: a stage, and what of the drawing is in sight. Tests give one without any widget."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from xccviz.export import Exporter
    from xccviz.gui.state.store import Closed


class Sight(Protocol):
    """What of the drawing is in sight."""

    def reveal_selection(self) -> None:
        """Scroll just enough that the selection is in sight; what is in sight moves nothing."""

    def reveal_step(self) -> None:
        """The same after a step; what is folded at the end may stay under what stands below, so that nothing moves."""

    def zoom_to_selection(self) -> None:
        """Show the selection and its neighbours closely."""

    def fit_whole(self) -> None:
        """Show everything."""

    def zoom_in(self) -> None:
        """One step closer."""

    def zoom_out(self) -> None:
        """One step back."""

    def fold_map(self) -> None:
        """Fold or unfold the map of the drawing."""


class NoSight:
    """The sight of a view that is no drawing: all of it scrolls by itself, and nothing is fitted or zoomed."""

    def reveal_selection(self) -> None:
        """The view does that when it is told of the selection."""

    def reveal_step(self) -> None:
        """The same."""

    def zoom_to_selection(self) -> None:
        """It has one size."""

    def fit_whole(self) -> None:
        """The same."""

    def zoom_in(self) -> None:
        """The same."""

    def zoom_out(self) -> None:
        """The same."""

    def fold_map(self) -> None:
        """It has none."""


class Stage(Protocol):
    """What only widgets can do for an intent; the window is one."""

    @property
    def sight(self) -> Sight:
        """Of the view in front."""

    def focus_open_bar(self) -> None:
        """Put the keyboard into the open bar."""

    def focus_filter(self) -> None:
        """Put the keyboard into the filter bar."""

    def focus_view(self) -> None:
        """Put the keyboard into the view in front."""

    def go_to_area(self, by: int) -> None:
        """Put the keyboard into the next area of the window (1) or the one before (-1)."""

    def ask_what_to_compare_with(self) -> None:
        """List what the transaction in front can be compared with."""

    def ask_open(self) -> str:
        """Ask for a file to open; "" for none."""

    def ask_save(self, title: str, suggested: str, kind: str) -> str:
        """Ask for a file of a kind, `SVG (*.svg)`, to write; "" for none."""

    def show_export(self, exporter: Exporter, folder: str) -> None:
        """Ask how the tab in front is to be written, beginning with that format; "" for the usual folder."""

    def go_to_panel(self, name: str) -> None:
        """Bring a panel to the front with the keyboard in it."""

    def hide_or_show_panels(self) -> None:
        """Take all panels away, or bring back those that were there."""

    def arrange_panels(self) -> None:
        """Put every panel where it stands at first."""

    def show_menu(self) -> None:
        """Open the menu of what has the keyboard."""

    def show_palette(self) -> None:
        """List every command and every receipt."""

    def show_keys(self) -> None:
        """List the keys."""

    def show_settings(self) -> None:
        """All that can be set, beginning with the networks."""

    def add_endpoint(self) -> None:
        """The same, with the keyboard where the address of another endpoint goes."""

    def explain_view(self) -> None:
        """Say what the parts of the view in front are, or take that away again."""

    def show_about(self) -> None:
        """Name, version and licences."""

    def show_bug_report(self) -> None:
        """What a report for a bug will hold."""

    def open_window(self, left: Closed | None = None) -> None:
        """Open another window, empty or with a tab that goes on as it was left."""

    def leave(self) -> None:
        """Close all windows."""
