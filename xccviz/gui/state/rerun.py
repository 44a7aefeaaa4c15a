"""What came of a call that was run again in the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xccviz.model.errors import UserError
from xccviz.values import frozen

if TYPE_CHECKING:
    from xccviz.document import Document
    from xccviz.rerun.answer import Answer


@frozen(eq=False)
class Rerun:
    """A call of the tab `key` that is run again: the `node` of a `document`. `answer` once it ended, `error` where it
    could not be ended; until then `text` says what is being done. `fetching`: a node is asked for what is missing."""

    key: int
    document: Document
    node: str
    text: str = ""
    answer: Answer | None = None
    error: UserError | None = None
    fetching: bool = False

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self.answer is None and self.error is None
