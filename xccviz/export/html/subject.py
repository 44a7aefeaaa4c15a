"""What a page is about: one transaction at a moment, what of it stands out, and which of its receipts are listed."""

from __future__ import annotations

from xccviz.annotations import Annotations, annotations_of
from xccviz.display.look import Emphasis
from xccviz.document import Document
from xccviz.export.html.markup import Html, element, text
from xccviz.export.stressed import emphasis_of, moment_of
from xccviz.export.types import ExportOptions
from xccviz.graph.types import Node
from xccviz.model.literals import happened
from xccviz.replay.standing import progress_of
from xccviz.replay.types import Moment
from xccviz.tables.receipts import ReceiptRow, row_of
from xccviz.values import frozen, replace
from xccviz.words.names import spoken_name
from xccviz.words.titles import name_of

LISTED = 500
"""Receipts that a page lists."""


@frozen
class Subject:
    """`moment`: None is the end. `prefix`: what ids of this transaction begin with on its page. `listed`: the receipts
    that have a place there to go to; `noted`: those that somebody has written a note about."""

    document: Document
    options: ExportOptions
    moment: Moment | None
    emphasis: Emphasis
    annotations: Annotations
    prefix: str = ""
    listed: frozenset[str] = frozenset()
    noted: frozenset[str] = frozenset()

    def row(self, node: str) -> ReceiptRow:
        """The row of a receipt at the moment."""
        return row_of(self.document, self.moment, self.document.graph.by_id[node])

    def ran(self, node: str) -> bool:
        """Whether what a receipt did may be told."""
        return self.moment is None or happened(self.moment.progress.get(node))

    def gone(self, node: str | None) -> bool:
        """Whether the filter leaves out what is said of a receipt."""
        return node is not None and node in self.emphasis.gone

    def dimmed(self, node: str | None) -> str | None:
        """The class of what is said of a receipt that the filter does not find, or that only leads to what it finds."""
        return "dim" if node is not None and node in self.emphasis.dim else None

    def place(self, node: str) -> str:
        """The id of a receipt's row."""
        return f"{self.prefix}r{self.document.graph.by_id[node].index}"

    def link_to_all(self, node: str) -> Html:
        """The same by the name of the whole receipt, where what is told is not what failed in it."""
        return self.link(node, spoken_name(self.document.graph.by_id[node], ended=False))

    def link(self, node: str | None, words: str | None = None) -> Html:
        """A receipt by name, as a link to its row where it has one."""
        said = text(words if words is not None else self._name(node))
        if node is None or node not in self.listed:
            return said
        return element("a", said, href=f"#{self.place(node)}")

    def _name(self, node: str | None) -> str:
        """What a receipt is called: of a batch the action that failed only once it has run."""
        found = self.document.graph.by_id.get(node or "")
        if found is None:
            return name_of(self.document.graph, node)
        return spoken_name(found, happened(progress_of(self.document.analysis, found.id, self.moment)))


def subject_of(document: Document, options: ExportOptions, prefix: str = "", most: int = LISTED) -> Subject:
    """The subject of a page as the options have it."""
    moment, emphasis = moment_of(document, options), emphasis_of(document, options)
    if moment is None:  # the last step is the end
        options = replace(options, step=None)
    kept = options.annotations or annotations_of(document.raw.extra.get("view"))
    noted = frozenset(note.node for note in kept.notes)
    bare = Subject(document, options, moment, emphasis, kept, prefix, noted=noted)
    return replace(bare, listed=frozenset(_listed(bare, most)))


def _listed(subject: Subject, most: int) -> list[str]:
    """What is there at the moment, but for gas refunds that came: of more than can be listed first what failed with the
    way to it, then what the filter finds, then the others in their order."""
    graph, facts = subject.document.graph, subject.document.analysis.facts
    there = [node for node in graph.nodes if in_table(subject, node)]
    if len(there) <= most:
        return [node.id for node in there]
    failed = [node.id for node in there if facts[node.id].failed and subject.ran(node.id)]
    found = [node.id for node in there if node.id in subject.emphasis.hits or node.id in subject.noted]
    first = [way for id in (*failed[: most // 2], *found) for way in _way(subject, id)]
    order = dict.fromkeys([*first, *(node.id for node in there)])
    known = {node.id for node in there}
    return [id for id in order if id in known][:most]


def in_table(subject: Subject, node: Node) -> bool:
    """Whether a receipt belongs into the table of all: it exists by the moment and is no gas refund that came, unless
    somebody has something to say of it."""
    if subject.gone(node.id) or not subject.row(node.id).created:
        return False
    if not node.is_gas_refund or node.id in subject.noted:
        return True
    return subject.document.analysis.facts[node.id].failed and subject.ran(node.id)


def _way(subject: Subject, id: str) -> list[str]:
    by_id, way = subject.document.graph.by_id, [id]
    parent = by_id[id].parent
    while parent is not None and parent in by_id and len(way) < LISTED:
        way.append(parent)
        parent = by_id[parent].parent
    return way[::-1]
