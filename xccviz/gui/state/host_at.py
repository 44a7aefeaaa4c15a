"""The host call that is looked at. Loaded by what shows a call that was run again only."""

from __future__ import annotations

from xccviz.gui.state.rerun import Rerun
from xccviz.rerun.types import Ran
from xccviz.tables.host_calls import HostRow, counterpart, row_at
from xccviz.values import frozen


@frozen(eq=False)
class HostAt:
    """A row of the run `ran`; `here`: what the same call came to in the other run, of two (`changed`: in the one as it
    was). `others`: there is another run."""

    run: Rerun
    ran: Ran
    row: HostRow
    here: HostRow | None
    others: bool

    @property
    def changed(self) -> bool:
        """Whether it is of the call with its changes."""
        return self.run.answer is not None and self.ran is self.run.answer.what_if


def host_at(run: Rerun) -> HostAt | None:
    """What is looked at; None where nothing is."""
    answer = run.answer
    if answer is None or run.row is None or answer.replay.ran is None:
        return None
    pair = (answer.replay.ran, answer.what_if)
    ran, other = (pair[1], pair[0]) if run.changed and pair[1] is not None else pair
    assert ran is not None
    row = row_at(ran.calls, run.row)
    if row is None:
        return None
    here = counterpart(row, ran.calls, other.calls) if other is not None and not row.rows else None
    return HostAt(run, ran, row, here, other is not None)
