"""`--to dot`: the graph for Graphviz. Every receipt (nothing is folded but data receipts that an edge stands for and,
when asked, gas refunds); batches as tables with a row per action; edges by kind in style and colour."""

from __future__ import annotations

from collections.abc import Callable

from xccviz.catalogue import tr
from xccviz.display.lines import line_style
from xccviz.display.look import lit
from xccviz.display.themes import load_theme
from xccviz.display.types import Theme
from xccviz.document import Document
from xccviz.export.about import said_first
from xccviz.export.types import ExportOptions
from xccviz.graph.types import Edge, Node
from xccviz.layout.cards import action_rows
from xccviz.layout.layered.fold import fold
from xccviz.layout.layered.links import choose_links
from xccviz.model.literals import Progress, happened
from xccviz.model.text import visible_text
from xccviz.pieces import watched
from xccviz.replay import moment_at
from xccviz.replay.standing import action_result, edge_slot_state, progress_of
from xccviz.replay.types import Moment
from xccviz.words.actions import action_end
from xccviz.words.lines import outside_then
from xccviz.words.progress import gas_at, refunds_then, subtitle
from xccviz.words.signs import MARKS, PROGRESS
from xccviz.words.slots import end_chip
from xccviz.words.titles import card_title

_LABEL_LIMIT = 120


def run(document: Document, options: ExportOptions) -> bytes:
    """The graph as UTF-8 DOT, in display order; refunds folded as the options say, what a filter doesn't find without
    colours."""
    moment = None if options.step is None else moment_at(document.analysis, document.timeline, options.step)
    wanted, everything = options.filter, document.graph.by_id
    dim = (
        lit(wanted.matches(document, options.known_by), everything).dim
        if wanted is not None
        else frozenset[str]()
    )
    writer = _Writer(document, moment, load_theme(options.colours), dim)
    return writer.write(options.go_on, fold_refunds=options.collapse_refunds).encode("utf-8")


class _Writer:
    def __init__(self, document: Document, moment: Moment | None, theme: Theme, dim: frozenset[str]) -> None:
        self.analysis = document.analysis
        self.history = document.timeline.history
        self.title, _ = said_first(document, moment)
        self.moment = moment
        self.theme = theme
        self.dim = dim

    def write(self, go_on: Callable[[], None], *, fold_refunds: bool) -> str:
        analysis = self.analysis
        everything = len(analysis.graph.nodes) + 1
        folded = fold(analysis, fold_refunds=fold_refunds, budget=everything, alike=False)
        lines = [
            "digraph receipts {",
            f"  label={quote(self.title)}; labelloc=t; rankdir=TB;",
            f'  bgcolor={quote(self._colour("bg"))}; fontname="Inter"; fontcolor={quote(self._colour("text"))};',
            f'  node [shape=box, style="rounded,filled", fontname="Inter", fontsize=12, '
            f"fillcolor={quote(self._colour('card'))}, fontcolor={quote(self._colour('text'))}];",
            f'  edge [fontname="Inter", fontsize=10, fontcolor={quote(self._colour("mute"))}];',
        ]
        for unit in watched(folded.units, go_on):
            if unit.kind == "refunds":
                text = refunds_then(analysis, self.history, unit.members, self.moment)
                style = 'shape=box, style="rounded,dashed"' + self._faint(self.dim.issuperset(unit.members))
                lines.append(f"  {quote(unit.key)} [{style}, label={quote(text)}];")
            elif unit.kind == "outside":
                text = "\n".join(outside_then(analysis, unit.parent or "", self.moment))
                lines.append(f'  {quote(unit.key)} [style="rounded,dashed", label={quote(text)}];')
            elif unit.node is not None:
                lines.append(self._node(analysis.graph.by_id[unit.node]))
        for link in watched(choose_links(analysis.graph, folded), go_on):
            for number in link.edges:
                edge = self._edge(analysis.graph.edges[number])
                lines.append(f"  {quote(link.source)} -> {quote(link.target)} [{edge}];")
        lines.append("}")
        return "\n".join(lines) + "\n"

    def _colour(self, role: str) -> str:
        return self.theme.colour(role) or "#000000"

    def _node(self, node: Node) -> str:
        progress = progress_of(self.analysis, node.id, self.moment)
        dim = node.id in self.dim
        colour = self._colour("cardline" if dim else PROGRESS[progress].tone)
        attributes = [
            f"label={self._label(node, progress)}",
            f"color={quote(colour)}",
            f"tooltip={quote(node.id)}",
        ]
        if "detached" in node.roles or dim:
            attributes.append('style="rounded,dashed"')
        return f"  {quote(node.id)} [{', '.join(attributes)}{self._faint(dim)}];"

    def _faint(self, dim: bool) -> str:
        return f", fontcolor={quote(self._colour('faint'))}" if dim else ""

    def _label(self, node: Node, progress: Progress) -> str:
        title = f"{MARKS[PROGRESS[progress].shape]} {card_title(node)}"
        wordings, _ = subtitle(self.analysis, node, self.moment, None)
        facts = self.analysis.facts[node.id]
        gas = gas_at(self.analysis, node, self.moment)
        lines = [_short(title), " · ".join(part for part in (_short(wordings[0]), gas) if part)]
        slots = [_short(end_chip(result)) for result in facts.promise_results[:12]]
        if happened(progress) and slots:
            more = len(facts.promise_results) - len(slots)
            if more > 0:
                slots.append(tr("… {count} more", count=more))
            lines.append(tr("slots: {states}", states="; ".join(slots)))
        rows = action_rows(self.analysis, node)
        if rows is None:
            return quote("\n".join(lines))
        cells = [f'<TR><TD ALIGN="LEFT"><B>{_html(lines[0])}</B></TD></TR>']
        cells += [f'<TR><TD ALIGN="LEFT">{_html(line)}</TD></TR>' for line in lines[1:]]
        for row, text in zip(rows.rows, rows.texts, strict=True):
            cells.append(
                f'<TR><TD ALIGN="LEFT" BORDER="1" SIDES="T">{self._action(node, row.action, text, progress)}</TD></TR>'
            )
        return f'<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="3">{"".join(cells)}</TABLE>>'

    def _action(self, node: Node, index: int | None, text: str, progress: Progress) -> str:
        if index is None:
            return _html(text)
        result = action_result(self.analysis.facts[node.id], index, progress)
        word = action_end(result, "card")
        shown = _html(_short(text))
        if result == "not_run":
            shown = f"<S>{shown}</S>"
        return f"{index}: {shown}" + (f" <I>{_html(word)}</I>" if word else "")

    def _edge(self, edge: Edge) -> str:
        analysis = self.analysis
        source: Progress = "unknown"
        if edge.source is not None:
            source = progress_of(analysis, edge.source, self.moment)
        detached = edge.row.line == "calls" and "detached" in analysis.graph.by_id[edge.target].roles
        states = [edge_slot_state(analysis, edge, self.moment)] if edge.slot is not None else []
        look = line_style(edge.kind, states, source, detached=detached)
        dim = edge.source in self.dim or edge.target in self.dim
        parts = [
            f"color={quote(self._colour('ref' if dim else look.role))}",
            f"style={look.dot}",
            f"arrowhead={'vee' if look.open_head else 'normal'}",
            f"class={quote(edge.kind)}",
        ]
        if edge.slot is not None:
            parts.append(f"label={quote(str(edge.slot))}")
        elif look.named:
            parts.append(f"label={quote(look.kind)}")
        if edge.row.sort == "result":
            parts.append("constraint=false")
        return ", ".join(parts)


def _short(text: str) -> str:
    return text if len(text) <= _LABEL_LIMIT else text[: _LABEL_LIMIT - 1] + "…"


def quote(text: str) -> str:
    """A DOT string that shows exactly `text`: markup, entities and escapes of DOT mean nothing in it."""
    shown = visible_text(text, keep="\n").replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')
    return '"' + shown.replace("\n", "\\n") + '"'


def _html(text: str) -> str:
    return (
        visible_text(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace('"', "&quot;")
    )
