"""Every kind of edge of the receipt graph, one row each (interface.md §4, protocol.md §2.14).

`graph/build.py` finds the edges. A new kind is a row here, its sentences in `words/lines.py`, and, where no line of
`display/lines.py` and `words/legend.py` suits it, one there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from xccviz.model.literals import LineKind, Origin
from xccviz.values import frozen

EdgeKind = Literal["converts", "spawns", "returns", "awaits", "delivers", "refunds", "resumes"]

EdgeSort = Literal["creation", "result", "data"]
"""What an edge tells: who created a receipt, whose result a receipt hands on, what feeds a slot of a callback."""


@frozen
class EdgeRow:
    """One kind of edge, from cause to effect. `line`: the sort of line that draws it, None where that follows from the
    state of the slot it feeds; `origins`: how it can be known."""

    kind: EdgeKind
    sort: EdgeSort
    line: LineKind | None = None
    origins: tuple[Origin, ...] = ("reported",)
    delivers: bool = False
    """A value, or a failure, that its slot has received or will."""
    from_outside: bool = False
    """Its source may be somebody outside the transaction."""
    drawn_only: tuple[Origin, ...] = ()
    """Known so, it is a line of drawings and no edge of the exported document, whose edges interface.md §4 lists."""


_ROWS = (
    EdgeRow("converts", "creation", "calls"),
    # Of a distribution that no outcome lists, only that it was sent on is known.
    EdgeRow("spawns", "creation", "calls", ("reported", "inferred"), drawn_only=("inferred",)),
    EdgeRow("refunds", "creation", "refunds"),
    EdgeRow("returns", "result", "returns"),
    EdgeRow("awaits", "data", None, ("reported", "inferred")),
    EdgeRow("delivers", "data", delivers=True),
    EdgeRow("resumes", "data", None, ("reported", "inferred"), delivers=True, from_outside=True),
)

EDGE_KINDS: Mapping[EdgeKind, EdgeRow] = {row.kind: row for row in _ROWS}
