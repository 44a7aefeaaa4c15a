"""What was opened and marked, and which filters were used, is kept at once, beside the window, not when it closes."""

from __future__ import annotations

from xccviz.gui.state.annotating import lasting
from xccviz.gui.state.memory import Memory
from xccviz.gui.state.store import AppState
from xccviz.gui.state.writing import Writer
from xccviz.gui.tasks.jobs import Jobs, beside
from xccviz.sources.progress import Report


class Remembering:
    """Has what was opened, filters, chosen columns, marks, notes, how one steps and what is open written by `writer`;
    None keeps nothing. Of the rest (place, docks, look) what was `kept` when the window opened stays. `name`: the
    window's own, "" of the first one."""

    def __init__(self, jobs: Jobs, writer: Writer | None, kept: Memory, name: str = "") -> None:
        self._jobs = jobs
        self._writer = writer
        self._rest, self._name = kept, name

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """Keep it when it has changed."""
        writer = self._writer
        if writer is None or old is None or _kept(old) == _kept(new):
            return
        writer.put(lasting(self._rest, new, self._name))

        async def work(report: Report) -> None:
            await beside(writer.write)

        self._jobs.submit(work)


def _kept(state: AppState) -> tuple[object, ...]:
    tabs = tuple(tab.given for tab in state.tabs)
    how = state.grain, state.pace, state.filters, state.columns, state.hints
    pair = state.compared
    both = (pair.a.given, pair.b.given) if pair is not None else None
    return state.recent, state.kept, state.left, state.beside, both, tabs, how
