"""`--to mermaid`: the graph as a flowchart, for pages that draw Mermaid (GitHub, GitLab, wikis).

Boxes say what cards say, how far they are by sign and colour; a batch has a line an action; lines are told apart by
style, colour and words. Folded as asked, and further where it would be more than Mermaid draws, which it then says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from xccviz.display.graph.pieces import summed
from xccviz.display.lines import line_style
from xccviz.display.look import Emphasis
from xccviz.display.themes import load_theme
from xccviz.document import Document
from xccviz.export.mermaid_fit import Written, fitted
from xccviz.export.mermaid_lines import Lines
from xccviz.export.mermaid_text import MOST_CHARACTERS, MOST_EDGES, comment, head, label
from xccviz.export.stressed import emphasis_of, moment_of
from xccviz.export.types import ExportOptions
from xccviz.graph.types import Edge, Node
from xccviz.layout.layered.fold import Fold
from xccviz.layout.layered.links import Link, choose_links
from xccviz.layout.layered.options import RIGHT
from xccviz.layout.types import Unit
from xccviz.model.literals import LineKind, Progress
from xccviz.replay.standing import (
    edge_slot_state,
    progress_counts,
    progress_of,
)
from xccviz.words.folding import folded_words, limit_words
from xccviz.words.legend import LEGEND, line_label
from xccviz.words.progress import refunds_then
from xccviz.words.signs import MARKS, PROGRESS, Tone
from xccviz.words.slots import slot_list

_ARROWS: dict[LineKind, str] = {
    "calls": "-->", "detached": "--o", "returns": "-.->", "refunds": "-.->", "delivers": "==>",
    "delivers_failed": "==x", "in_flight": "-.->", "awaited": "-.->",
}  # fmt: skip
_WIDEST = 340
"""Px of a line of a box, as much as a card has; Mermaid's own 200 break most names."""
_DASHED = "stroke-dasharray:4 3"
_TONES: tuple[Tone, ...] = ("ok", "bad", "wait", "ind", "mute", "faint", "ref", "text")


def run(document: Document, options: ExportOptions) -> bytes:
    """The flowchart as UTF-8."""
    return flowchart(document, options).encode("utf-8")


def flowchart(document: Document, options: ExportOptions, *, titled: bool = True) -> str:
    """The same as text; without a title where one stands above it already."""
    writer = _Writer(document, options, titled)
    return fitted(document.analysis, options, writer.write).text


class _Writer:
    """Writes one document as its options ask, fold by fold."""

    def __init__(self, document: Document, options: ExportOptions, titled: bool) -> None:
        self.document, self.analysis, self.options = document, document.analysis, options
        self.moment = moment_of(document, options)
        self.lines = Lines(document, self.moment)
        self.emphasis: Emphasis = emphasis_of(document, options)
        self.theme = load_theme(options.colours)
        self.titled = titled

    def write(self, folded: Fold, more: bool) -> Written:
        """A fold; `more`: it folds more than was asked, which the diagram says."""
        units = [unit for unit in folded.units if not self._gone(unit)]
        ids = {unit.key: f"n{number}" for number, unit in enumerate(units)}
        links = [
            link
            for link in choose_links(self.document.graph, folded)
            if link.source in ids and link.target in ids
        ]
        lines = [*self._head(folded, more)]
        classes: dict[str, list[str]] = defaultdict(list)
        if more:
            why = f"{MARKS['caution']} {limit_words(MOST_CHARACTERS, MOST_EDGES)}"
            lines.append(f"  note[{label([why, self._folded(folded)])}]")
            classes["wait"].append("note")
        for unit in units:
            lines.append(f"  {ids[unit.key]}{self._box(unit)}")
            for name in self._classes(unit):
                classes[name].append(ids[unit.key])
        styles: dict[str, list[int]] = defaultdict(list)
        for number, link in enumerate(links):
            arrow, style = self._line(link)
            lines.append(f"  {ids[link.source]} {arrow} {ids[link.target]}")
            styles[style].append(number)
        lines += [f"  {row}" for row in (*self._styles(classes), *_line_styles(styles))]
        return Written("\n".join(lines) + "\n", len(links))

    def _head(self, folded: Fold, more: bool) -> Iterator[str]:
        """Title and comments: what it is of, and what is folded."""
        config = ("  flowchart:", f"    wrappingWidth: {_WIDEST}")
        kind = f"flowchart {'LR' if RIGHT in self.options.expanded else 'TB'}"
        yield from head(self.document, self.moment, self.options.step, config, kind, self.titled)
        if any(unit.members for unit in folded.units):
            yield f"  {comment(self._folded(folded))}"
        if more:
            yield f"  {comment(limit_words(MOST_CHARACTERS, MOST_EDGES))}"

    def _folded(self, folded: Fold) -> str:
        boxes = [unit for unit in folded.units if unit.members]
        by_id = self.document.graph.by_id
        return folded_words([by_id[id] for unit in boxes for id in unit.members], len(boxes))

    def _gone(self, unit: Unit) -> bool:
        gone = self.emphasis.gone
        nodes = unit.members or (unit.node or unit.parent or "",)
        return bool(gone) and gone.issuperset(nodes)

    def _box(self, unit: Unit) -> str:
        if unit.kind == "refunds":
            history = self.document.timeline.history
            return f"([{label([refunds_then(self.analysis, history, unit.members, self.moment)])}])"
        if unit.kind == "outside":
            return f"([{label(self.lines.outside(unit.parent or ''))}])"
        if unit.node is None:
            return f"[[{label(self.lines.group(unit))}]]"
        node = self.document.graph.by_id[unit.node]
        begin, end = (
            ("([", "])") if node.kind == "transaction" else ("(", ")") if _is_callback(node) else ("[", "]")
        )
        return f"{begin}{label(self.lines.node(node))}{end}"

    def _classes(self, unit: Unit) -> Iterator[str]:
        """The classes of a box; what steps back keeps none of its colours."""
        nodes = unit.members or ((unit.node,) if unit.node is not None else ())
        if nodes and self.emphasis.dim.issuperset(nodes):
            yield "dim"
        elif unit.node is not None:
            yield PROGRESS[progress_of(self.analysis, unit.node, self.moment)].tone
        elif unit.kind == "group":
            yield PROGRESS[summed(progress_counts(self.analysis, unit.members, self.moment))].tone
        else:
            yield "ref"
        if not self.emphasis.hits.isdisjoint(nodes):
            yield "hit"
        if nodes and all("detached" in self.document.graph.by_id[node].roles for node in nodes):
            yield "detached"
        if self.options.selected is not None and unit.node == self.options.selected:
            yield "selected"

    def _line(self, link: Link) -> tuple[str, str]:
        """The arrow with its words, and its style."""
        graph = self.document.graph
        edges: list[Edge] = [graph.edges[number] for number in link.edges]
        ran: Progress = "unknown"
        if edges[0].source is not None:
            ran = summed(progress_counts(self.analysis, [e.source for e in edges if e.source], self.moment))
        detached = edges[0].row.line == "calls" and all(
            "detached" in graph.by_id[edge.target].roles for edge in edges
        )
        states = {
            edge_slot_state(self.analysis, edge, self.moment) for edge in edges if edge.slot is not None
        }
        inferred = any(edge.origin == "inferred" for edge in edges)
        look = line_style(link.kind, states, ran, detached=detached, inferred=inferred)
        words = line_label(
            look.kind,
            slot_list(tuple(link.slots)) if link.slots else "",
            known=states != {"unknown"},
            targets=[graph.by_id[edge.target] for edge in edges],
        )
        if inferred:
            words = f"{words} · {LEGEND['inferred']}" if words else LEGEND["inferred"]
        dim = self._dimmed(edges)
        arrow = _ARROWS[look.kind] + (f"|{label([words])}|" if words else "")
        colour = self._colour("cardline" if dim else look.role)
        return arrow, f"stroke:{colour},stroke-width:{look.width:g}px"

    def _dimmed(self, edges: Sequence[Edge]) -> bool:
        dim = self.emphasis.dim
        return any(edge.source in dim or edge.target in dim for edge in edges)

    def _styles(self, classes: dict[str, list[str]]) -> Iterator[str]:
        """What the classes look like, and who has them; none that nobody has."""
        colour = self._colour
        text = f"color:{colour('text')}"
        look = {str(tone): f"fill:{colour('card')},stroke:{colour(tone)},{text}" for tone in _TONES} | {
            "bad": f"fill:{colour('badbg')},stroke:{colour('bad')},{text},stroke-width:2px",
            "dim": f"fill:{colour('bg')},stroke:{colour('cardline')},color:{colour('faint')},{_DASHED}",
            "hit": f"stroke:{colour('ind')},stroke-width:2px",
            "detached": _DASHED,
            "selected": f"stroke:{colour('sel')},stroke-width:3px",
        }
        for name, style in look.items():
            if classes.get(name):
                yield f"classDef {name} {style}"
        for name in look:
            if classes.get(name):
                yield f"class {','.join(classes[name])} {name}"

    def _colour(self, role: str) -> str:
        return self.theme.colour(role) or "#000000"


def _line_styles(styles: dict[str, list[int]]) -> Iterator[str]:
    for style, numbers in styles.items():
        yield f"linkStyle {','.join(map(str, numbers))} {style}"


def _is_callback(node: Node) -> bool:
    return "callback" in node.roles or "yield" in node.roles
