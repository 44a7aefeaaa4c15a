"""What a person can want of a call that is run again: a part of `Intents`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from xccviz.gui.state.rerunning import REPLAY, rerun_of
from xccviz.gui.state.store import Store
from xccviz.values import replace

if TYPE_CHECKING:
    from xccviz.gui.state.asked_again import Asked
    from xccviz.gui.tasks.opening import Opener
    from xccviz.opening.recorded import KnownRun
    from xccviz.tables.host_calls import HostPlace, Tie


class ReplayIntents:
    """Fill the form in, run it, undo it, look at a host call."""

    _store: Store
    opener: Opener
    choose_tab: Callable[[int], None]
    select: Callable[[str], None]
    go_to_view: Callable[[str], None]

    def ask_again(self, change: Callable[[Asked], Asked]) -> None:
        """Have the form say something else; it is run at once where every change is."""
        from xccviz.gui.state.what_if import (
            filled_in,
        )  # late: a window that runs nothing again loads none of it

        self._store.update(lambda s: filled_in(s, change))

    def run_what_if(self) -> None:
        """Run what the form says."""
        from xccviz.gui.state.what_if import run_now

        self._store.update(run_now)

    def run_on_every_change(self, each: bool) -> None:
        """Run the form whenever it is changed, or on demand only."""
        from xccviz.gui.state.what_if import on_every_change

        self._store.update(lambda s: on_every_change(s, each))

    def look_at_host_call(self, row: HostPlace | None) -> None:
        """Show a host call or a loop beside; None shows the receipt again."""
        from xccviz.gui.state.what_if import stood_at

        self._store.update(lambda s: stood_at(s, row))

    def list_changed_calls(self, changed: bool) -> None:
        """List the host calls of the call with its changes, or those of the call as it was."""
        from xccviz.gui.state.what_if import with_rerun

        run = rerun_of(self._store.state)
        if run is not None and run.changed != changed:
            self._store.update(lambda s: with_rerun(s, replace(run, changed=changed, row=None)))

    def show_recorded(self, found: KnownRun) -> bool:
        """Bring a recorded call to the front where its transaction is open, in the tab in front first; whether it
        is."""
        node, state = found.alike.call.node.id, self._store.state
        places = [n for n, tab in enumerate(state.tabs) if node in tab.document.graph.by_id]
        if places:
            self.choose_tab(state.active if state.active in places else places[0])
            self.select(node)
        return bool(places)

    def open_recorded(self, found: KnownRun) -> None:
        """Open the transaction of a recorded call, with the call selected."""
        call = found.alike.call
        if found.given:
            self.opener.open(found.given, select=call.node.id, network=call.network)

    def turn_hex(self) -> None:
        """Show the bytes of the host call as hex, or as text again."""
        from xccviz.gui.state.what_if import with_rerun

        run = rerun_of(self._store.state)
        if run is not None:
            self._store.update(lambda s: with_rerun(s, replace(run, hex=not run.hex)))

    def show_host_call(self, node: str, kind: Tie, value: int | str) -> None:
        """Run a call again, and look at the host call that asked for a slot, wrote a line of the log, or made a
        receipt."""
        from xccviz.gui.state.what_if import sought_in

        self.select(node)
        self.go_to_view(REPLAY)
        self._store.update(lambda s: sought_in(s, kind, value))
