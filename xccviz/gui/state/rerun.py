"""What came of a call that was run again in the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xccviz.model.errors import UserError
from xccviz.values import frozen, replace

if TYPE_CHECKING:
    from xccviz.document import Document
    from xccviz.gui.state.asked_again import Asked
    from xccviz.opening.recorded import KnownRun
    from xccviz.rerun.answer import Answer
    from xccviz.rerun.making import Making
    from xccviz.tables.host_calls import HostPlace, Tie

KEPT = 8
"""So many calls keep what came of them, and what was changed."""
MOST_BACK = 100
"""So many changes of one call can be undone."""


@frozen(eq=False)
class Rerun:
    """A call of the tab `key` that is run again: the `node` of a `document`.

    `asked` is what the form says (None: nothing), `wanted` what was told to be run of it, `told` what the `answer` is
    of. `error` where it could not be ended; while it is `running` `text` says what is being done. `fetching`: a node is
    asked for what is missing, `endpoint` where it is to be one of a person's own. `each`: every change is run at once;
    `done` and `undone`: forms to go back and on to. `row`: the host call that is looked at, or the loop;
    `changed`: those of the call with its changes are listed; `hex`: bytes are shown as such; `sought`: the
    row of a slot, a line of the log, or a receipt is to be looked at, once it is known. `making`: the call that made
    it, where that could be run too; `recorded`: recorded calls with the input of the what-if, None until that was
    looked for."""

    key: int
    document: Document
    node: str
    text: str = ""
    running: bool = False
    answer: Answer | None = None
    error: UserError | None = None
    fetching: bool = False
    endpoint: str = ""
    asked: Asked | None = None
    wanted: Asked | None = None
    told: Asked | None = None
    each: bool = True
    done: tuple[Asked, ...] = ()
    undone: tuple[Asked, ...] = ()
    row: HostPlace | None = None
    changed: bool = False
    hex: bool = False
    sought: tuple[Tie, int | str] | None = None
    making: Making | None = None
    recorded: tuple[KnownRun, ...] | None = None

    def same(self, other: Rerun) -> bool:
        """Whether both are of one call."""
        return (self.key, self.node) == (other.key, other.node)

    def shows(self, other: Rerun) -> bool:
        """Whether both look at the same host call in the same way."""
        mine = (self.answer, self.row, self.changed, self.hex)
        return self.same(other) and mine == (other.answer, other.row, other.changed, other.hex)

    def fills(self, other: Rerun) -> bool:
        """Whether both fill the form in the same way."""
        mine = (self.asked, self.told, self.running, self.text, self.each)
        theirs = (other.asked, other.told, other.running, other.text, other.each)
        return self.same(other) and self.answer is other.answer and mine == theirs

    @property
    def put_aside(self) -> Rerun:
        """The same with what the form says alone, to be run when it is looked at again."""
        gone = replace(self, answer=None, recorded=None, told=None, error=None, text="", running=False)
        return replace(gone, wanted=self.asked, row=None, sought=None)
