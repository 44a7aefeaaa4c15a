"""`--to graphml`: every receipt and every edge as data, for networkx, Gephi and yEd.

The members of a node and their types are the columns of `tables/nodes`; amounts in yocto are strings, as they outgrow
every number of the format. `label` is what Gephi shows; yEd also finds names, colours, and places: those of the drawing
with nothing folded.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from xccviz.analysis.types import Analysis
from xccviz.display.lines import line_style
from xccviz.display.look import Emphasis
from xccviz.display.themes import load_theme
from xccviz.display.types import Theme
from xccviz.document import Document
from xccviz.export.about import said_first
from xccviz.export.stressed import emphasis_of, moment_of
from xccviz.export.types import ExportOptions
from xccviz.graph.types import Edge
from xccviz.layout.cards import MAX_WIDTH
from xccviz.layout.layered.arrange import arrange
from xccviz.layout.layered.fold import fold, outside_key
from xccviz.layout.layered.grid import WIDEST
from xccviz.layout.layered.links import choose_links
from xccviz.layout.measure import measure
from xccviz.layout.types import Bounds
from xccviz.model.edge_kinds import EDGE_KINDS
from xccviz.model.literals import Progress
from xccviz.model.text import visible_text
from xccviz.pieces import between, utf8, watched
from xccviz.replay.standing import edge_slot_state, progress_of
from xccviz.replay.types import Moment
from xccviz.tables.nodes import NODES
from xccviz.tables.receipts import ReceiptRow
from xccviz.tables.table import Value
from xccviz.words.identity import date_words
from xccviz.words.lines import outside_then
from xccviz.words.names import spoken_name
from xccviz.words.signs import MARKS, PROGRESS

LONGEST = 4_000
"""Characters of one value."""
_NAMESPACES = (
    'xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xmlns:y="http://www.yworks.com/xml/graphml" '
    'xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd"'
)
_COLUMNS = tuple(column for column in NODES.columns if column.id != "id")
_OF_EDGES = {"kind": "string", "slot": "long", "state": "string", "data_id": "string", "origin": "string"}
_OF_GRAPH = ("title", "transaction", "network", "signer", "date")
_GRAPHICS = "graphics"
_ARROW, _OPEN_ARROW = "standard", "plain"
_BESIDE = Bounds(0.0, 0.0, 180.0, 40.0)
"""Where stands what has no box in the drawing: a data receipt that a line stands for."""


def run(document: Document, options: ExportOptions) -> bytes:
    """The graph as UTF-8 GraphML, in display order; what a filter finds `matches`."""
    writer = _Writer(document, options)
    return utf8(watched(between("\n", writer.lines()), options.go_on))


class _Writer:
    def __init__(self, document: Document, options: ExportOptions) -> None:
        self.document = document
        self.moment: Moment | None = moment_of(document, options)
        self.theme: Theme = load_theme(options.colours)
        self.emphasis: Emphasis = emphasis_of(document, options)
        self.filtered = options.filter is not None
        self.places = _places(document.analysis)

    def lines(self) -> Iterator[str]:
        yield '<?xml version="1.0" encoding="UTF-8"?>'
        yield f"<graphml {_NAMESPACES}>"
        yield from self._keys()
        yield '  <graph id="receipts" edgedefault="directed">'
        for name, text in self._about().items():
            if text:
                yield f"    {_data(f'graph_{name}', text)}"
        for row in NODES.rows(self.document, self.moment):
            if row.node.id not in self.emphasis.gone:
                yield from self._node(row)
        edges = [edge for edge in self.document.graph.edges if edge.exported and self._there(edge)]
        for edge in edges:
            if edge.source is None:
                yield from self._outside(edge)
        for number, edge in enumerate(edges):
            yield from self._edge(number, edge)
        yield "  </graph>"
        yield "</graphml>"
        yield ""

    def _about(self) -> dict[str, str | None]:
        """Which transaction it is and how it ended, by the names of `_OF_GRAPH`."""
        trace = self.document.trace
        told = (
            said_first(self.document, self.moment)[0], trace.transaction.hash, trace.network,
            trace.transaction.signer_id, date_words(self.document.graph.root.timestamp_ns),
        )  # fmt: skip
        return dict(zip(_OF_GRAPH, told, strict=True))

    def _keys(self) -> Iterator[str]:
        for name in _OF_GRAPH:
            yield f'  <key id="graph_{name}" for="graph" attr.name="{name}" attr.type="string"/>'
        yield f'  <key id="{_GRAPHICS}" for="node" yfiles.type="nodegraphics"/>'
        yield f'  <key id="edge_{_GRAPHICS}" for="edge" yfiles.type="edgegraphics"/>'
        for column in _COLUMNS:
            kind = "long" if column.number and column.unit != "yocto" else "string"
            yield f'  <key id="{column.id}" for="node" attr.name="{column.id}" attr.type="{kind}"/>'
        if self.filtered:
            yield '  <key id="matches" for="node" attr.name="matches" attr.type="boolean"/>'
        for name, kind in _OF_EDGES.items():
            yield f'  <key id="edge_{name}" for="edge" attr.name="{name}" attr.type="{kind}"/>'

    def _there(self, edge: Edge) -> bool:
        return edge.target not in self.emphasis.gone and edge.source not in self.emphasis.gone

    def _node(self, row: ReceiptRow) -> Iterator[str]:
        node = row.node
        sign = PROGRESS[row.progress]
        name = f"{MARKS[sign.shape]} {spoken_name(node, row.happened)}"
        dim = node.id in self.emphasis.dim
        yield f"    <node id={_quoted(node.id)}>"
        yield f"      {self._drawn(node.id, name, 'cardline' if dim else sign.tone, dim)}"
        for column in _COLUMNS:
            value = column.value(row)
            if value is not None:
                yield f"      {_data(column.id, value)}"
        if self.filtered:
            yield f"      {_data('matches', node.id in self.emphasis.hits)}"
        yield "    </node>"

    def _drawn(self, key: str, name: str, line: str, faint: bool) -> str:
        """What yEd draws: where, how large, which colours, and the name."""
        at = self.places.get(key, _BESIDE)
        text = self._colour("faint" if faint else "text")
        style = "dashed" if faint else "line"
        return (
            f'<data key="{_GRAPHICS}"><y:ShapeNode>'
            f'<y:Geometry x="{at.x:.0f}" y="{at.y:.0f}" width="{at.width:.0f}" height="{at.height:.0f}"/>'
            f'<y:Fill color="{self._colour("card")}"/>'
            f'<y:BorderStyle color="{self._colour(line)}" type="{style}" width="1.5"/>'
            f'<y:NodeLabel textColor="{text}">{_text(name)}</y:NodeLabel><y:Shape type="roundrectangle"/>'
            "</y:ShapeNode></data>"
        )

    def _colour(self, role: str) -> str:
        return self.theme.colour(role) or "#000000"

    def _outside(self, edge: Edge) -> Iterator[str]:
        """Who resumes a yield and is no receipt of this transaction."""
        name = " · ".join(outside_then(self.document.analysis, edge.target, self.moment))
        key = outside_key(edge.target)
        yield f"    <node id={_quoted(key)}>"
        yield f"      {self._drawn(key, name, 'cardline', False)}"
        yield f"      {_data('label', name)}"
        yield f"      {_data('kind', 'outside')}"
        yield "    </node>"

    def _edge(self, number: int, edge: Edge) -> Iterator[str]:
        analysis = self.document.analysis
        source = edge.source if edge.source is not None else outside_key(edge.target)
        state = edge_slot_state(analysis, edge, self.moment) if edge.slot is not None else None
        ran: Progress = "unknown"
        if edge.source is not None:
            ran = progress_of(analysis, edge.source, self.moment)
        detached = edge.row.line == "calls" and "detached" in analysis.graph.by_id[edge.target].roles
        look = line_style(edge.kind, [state] if state is not None else [], ran, detached=detached)
        label = "" if edge.slot is None else f"<y:EdgeLabel>{edge.slot}</y:EdgeLabel>"
        style = {"solid": "line"}.get(look.dot, look.dot)
        yield f'    <edge id="e{number}" source={_quoted(source)} target={_quoted(edge.target)}>'
        yield (
            f'      <data key="edge_{_GRAPHICS}"><y:PolyLineEdge>'
            f'<y:LineStyle color="{self._colour(look.role)}" type="{style}" width="{look.width}"/>'
            f'<y:Arrows source="none" target="{_OPEN_ARROW if look.open_head else _ARROW}"/>{label}'
            "</y:PolyLineEdge></data>"
        )
        values = {
            "kind": edge.kind, "slot": edge.slot, "state": state, "data_id": edge.data_id, "origin": edge.origin,
        }  # fmt: skip
        for name, value in values.items():
            if value is not None:
                yield f"      {_data(f'edge_{name}', value)}"
        yield "    </edge>"


def _places(analysis: Analysis) -> dict[str, Bounds]:
    """Where each box stands, as wide as its label: how something ends changes neither."""
    graph = analysis.graph
    folded = fold(analysis, fold_refunds=False, budget=len(graph.nodes) + 1, alike=False)
    number = {unit.key: i for i, unit in enumerate(folded.units)}
    links = choose_links(graph, folded)
    labels = [graph.by_id[unit.key].label if unit.node is not None else "" for unit in folded.units]
    sizes = [
        (max(_BESIDE.width, min(measure(label, "regular", 12.0) + 40, MAX_WIDTH)), _BESIDE.height)
        for label in labels
    ]
    found = arrange(
        sizes,
        [(number[link.source], number[link.target]) for link in links],
        [EDGE_KINDS[link.kind].sort == "result" for link in links],
        [tuple(link.slots) for link in links],
        widest=WIDEST,
    )
    return {unit.key: spot for unit, spot in zip(folded.units, found.spots, strict=True)}


def _data(key: str, value: Value) -> str:
    text = _text(value) if isinstance(value, str) else str(value).lower()
    return f'<data key="{key}">{text}</data>'


def _text(value: str) -> str:
    """Chain text as XML takes it: no character that XML has no place for, none that looks like markup."""
    return escape(visible_text(value, LONGEST, keep="\n\t"))


def _quoted(value: str) -> str:
    return '"' + escape(visible_text(value), {'"': "&quot;"}) + '"'
