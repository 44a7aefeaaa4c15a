"""What was opened and marked, and which filters were used, is kept at once, beside the window, not when it closes."""

from __future__ import annotations

from pathlib import Path

from xccviz.gui.state.annotating import session_of
from xccviz.gui.state.memory import read_memory, write_memory
from xccviz.gui.state.store import AppState
from xccviz.gui.tasks.jobs import Jobs, beside
from xccviz.sources.progress import Report
from xccviz.values import replace


class Remembering:
    """Writes what was opened, filters, chosen columns, marks, notes, how one steps and what is open into the window's
    memory at `path`; None keeps nothing."""

    def __init__(self, jobs: Jobs, path: Path | None) -> None:
        self._jobs = jobs
        self._path = path

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """Keep it when it has changed."""
        path = self._path
        if path is None or old is None or _kept(old) == _kept(new):
            return
        memory = replace(
            read_memory(path),
            recent=new.recent,
            filters=new.filters,
            columns=new.columns,
            kept=new.kept,
            session=session_of(new),
            everything=new.grain == "everything",
            pace=new.pace,
        )

        async def work(report: Report) -> None:
            await beside(write_memory, path, memory)

        self._jobs.submit(work)


def _kept(state: AppState) -> tuple[object, ...]:
    tabs = tuple(tab.given for tab in state.tabs)
    return state.recent, state.filters, state.columns, state.kept, state.grain, state.pace, tabs
