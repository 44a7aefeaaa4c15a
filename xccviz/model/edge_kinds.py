"""Every kind of edge of the receipt graph, one row each (interface.md §4, protocol.md §2.14).

`graph/build.py` finds the edges; how they are drawn is in `display/`, what they are called in `words/lines.py`. A new
kind is a row here and its words; it is drawn like its sort.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from xccviz.model.literals import Origin

EdgeKind = Literal["converts", "spawns", "returns", "awaits", "delivers", "refunds", "resumes"]

EdgeSort = Literal["creation", "result", "data"]
"""What an edge tells: who created a receipt, whose result a receipt hands on, what feeds a slot of a callback."""


@dataclass(frozen=True, slots=True)
class EdgeRow:
    """One kind of edge, from cause to effect. `origins`: how it can be known."""

    kind: EdgeKind
    sort: EdgeSort
    origins: tuple[Origin, ...] = ("reported",)
    delivers: bool = False
    """A value, or a failure, that its slot has received or will."""
    from_outside: bool = False
    """Its source may be somebody outside the transaction."""


_ROWS = (
    EdgeRow("converts", "creation"),
    EdgeRow("spawns", "creation", ("reported", "inferred")),
    EdgeRow("refunds", "creation"),
    EdgeRow("returns", "result"),
    EdgeRow("awaits", "data", ("reported", "inferred")),
    EdgeRow("delivers", "data", delivers=True),
    EdgeRow("resumes", "data", ("reported", "inferred"), delivers=True, from_outside=True),
)

EDGE_KINDS: Mapping[EdgeKind, EdgeRow] = {row.kind: row for row in _ROWS}
