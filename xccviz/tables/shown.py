"""How much of a transaction a list shows: as it stood after a step, and of that what a filter finds."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from xccviz.catalogue import tr
from xccviz.document import Document
from xccviz.graph.types import Node
from xccviz.model.literals import Progress, Role, happened
from xccviz.replay import moment_at
from xccviz.replay.standing import roles_at
from xccviz.replay.types import Moment
from xccviz.values import frozen

NOTHING_MATCHES = tr("Nothing here matches.")
"""What a list says in which a filter finds nothing."""


@frozen
class Shown:
    """`moment`: None for the end. `hits`: the ids that a filter finds, None without one; `way`: those that lead to
    them, from the transaction on."""

    moment: Moment | None = None
    hits: frozenset[str] | None = None
    way: frozenset[str] = frozenset()

    @property
    def step(self) -> int | None:
        """After how many steps; None for the end."""
        return self.moment.index if self.moment is not None else None

    def has(self, node: str) -> bool:
        """Whether the filter finds a node, or there is none."""
        return self.hits is None or node in self.hits

    def has_any(self, nodes: Iterable[str]) -> bool:
        """Whether it finds one of several."""
        return any(map(self.has, nodes))

    def progress(self, node: str, document: Document) -> Progress:
        """How far a node has come by then."""
        if self.moment is None:
            return document.timeline.history.stages[node][-1][1]
        return self.moment.progress.get(node, "unknown")

    def ran(self, node: str, document: Document) -> bool:
        """Whether what a node did may be told: it has run by then, or the moment is the end."""
        return self.moment is None or happened(self.moment.progress.get(node))

    def there(self, node: Node, document: Document) -> bool:
        """Whether a node exists by then."""
        if self.moment is None or node.kind == "transaction":
            return True
        if node.parent is not None:
            return happened(self.moment.progress.get(node.parent))
        return self.moment.progress.get(node.id) != "not_yet"  # what resumes a yield comes from elsewhere

    def roles_then(self, node: Node) -> tuple[Role, ...]:
        """Its roles, but for those that only the end tells."""
        return roles_at(node, self.moment)


WHOLE = Shown()
"""Everything, at the end."""


def shown_at(document: Document, step: int | None, hits: Collection[str] | None) -> Shown:
    """What is shown after a step (None: the end) of what was found (None: everything)."""
    past = step is not None and step < len(document.timeline)
    moment = moment_at(document.analysis, document.timeline, step or 0) if past else None
    if hits is None:
        return Shown(moment)
    return Shown(moment, frozenset(hits), _way_to(frozenset(hits), document))


def _way_to(hits: frozenset[str], document: Document) -> frozenset[str]:
    """All nodes above the hits."""
    by_id, way = document.graph.by_id, set[str]()
    for hit in hits:
        parent = by_id[hit].parent
        while parent is not None and parent not in way and parent in by_id:
            way.add(parent)
            parent = by_id[parent].parent
    return frozenset(way)
