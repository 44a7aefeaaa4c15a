"""`--to mermaid`: the graph as a flowchart, for pages that draw Mermaid (GitHub, GitLab, wikis).

Boxes say what cards say, how far they are by sign and colour; a batch has a line an action; lines are told apart by
style, colour and words. Folded as asked, and further where it would be more than Mermaid draws, which it then says.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence

from xccviz.analysis.types import NodeFacts
from xccviz.display.graph.pieces import summed
from xccviz.display.lines import line_style
from xccviz.display.look import Emphasis
from xccviz.display.themes import load_theme
from xccviz.document import Document
from xccviz.export.about import about, said_first
from xccviz.export.mermaid_fit import Written, fitted
from xccviz.export.mermaid_text import MOST_CHARACTERS, MOST_EDGES, mermaid_text, shortened
from xccviz.export.stressed import emphasis_of, moment_of
from xccviz.export.types import ExportOptions
from xccviz.graph.types import Edge, Node
from xccviz.layout.cards import action_rows
from xccviz.layout.layered.fold import Fold
from xccviz.layout.layered.links import Link, choose_links
from xccviz.layout.layered.options import RIGHT
from xccviz.layout.types import Unit
from xccviz.model.literals import LineKind, Progress
from xccviz.model.text import visible_text
from xccviz.replay.standing import (
    action_result,
    edge_slot_state,
    progress_counts,
    progress_of,
    resumed_by,
    roles_at,
    slot_states,
)
from xccviz.values import replace
from xccviz.words.actions import action_end
from xccviz.words.folding import folded_words, limit_words
from xccviz.words.gas import card_gas
from xccviz.words.legend import LEGEND, line_label
from xccviz.words.progress import refunds_then, subtitle
from xccviz.words.roles import role_words
from xccviz.words.signs import ACTIONS, MARKS, PROGRESS, SLOTS, Tone
from xccviz.words.slots import numbered, slot_list, slot_words, slots_summary
from xccviz.words.titles import (
    WAITS_FOR_OUTSIDE,
    block_title,
    card_title,
    group_methods,
    group_title,
    outside_title,
    so_far,
)

_SLOTS_TOLD = 6
_VALUE = 50
"""Characters of a value in a box."""
_TITLE = 110
"""Characters of the title above a diagram, which widens it."""
_ARROWS: dict[LineKind, str] = {
    "calls": "-->", "detached": "--o", "returns": "-.->", "refunds": "-.->", "delivers": "==>",
    "delivers_failed": "==x", "in_flight": "-.->", "awaited": "-.->",
}  # fmt: skip
_BESIDE = "\N{NO-BREAK SPACE}"
"""Between a sign and what it is of: they stay on one line."""
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
        self.emphasis: Emphasis = emphasis_of(document, options)
        self.theme = load_theme(options.theme)
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
            why = f"{MARKS['caution']} {limit_words(MOST_EDGES, MOST_CHARACTERS)}"
            lines.append(f"  note[{_label([why, self._folded(folded)])}]")
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
        title, _ = said_first(self.document, self.moment)
        hash, facts = about(self.document, self.options.step)
        yield "---"
        if self.titled:
            yield f"title: {_yaml(shortened(visible_text(title), _TITLE))}"
        yield from ("config:", "  flowchart:", f"    wrappingWidth: {_WIDEST}", "---")
        yield f"flowchart {'LR' if RIGHT in self.options.expanded else 'TB'}"
        for line in (title, hash, facts):
            yield f"  {_comment(line)}"
        if any(unit.members for unit in folded.units):
            yield f"  %% {self._folded(folded)}"
        if more:
            yield f"  %% {limit_words(MOST_EDGES, MOST_CHARACTERS)}"

    def _folded(self, folded: Fold) -> str:
        boxes = [unit for unit in folded.units if unit.members]
        count = sum(len(unit.members) for unit in boxes)
        return folded_words(count, len(self.document.graph.nodes), len(boxes))

    def _gone(self, unit: Unit) -> bool:
        gone = self.emphasis.gone
        nodes = unit.members or (unit.node or unit.parent or "",)
        return bool(gone) and gone.issuperset(nodes)

    def _box(self, unit: Unit) -> str:
        if unit.kind == "refunds":
            history = self.document.timeline.history
            return f"([{_label([refunds_then(self.analysis, history, unit.members, self.moment)])}])"
        if unit.kind == "outside":
            return f"([{_label(self._outside(unit.parent or ''))}])"
        if unit.node is None:
            return f"[[{_label(self._group(unit))}]]"
        node = self.document.graph.by_id[unit.node]
        begin, end = (
            ("([", "])") if node.kind == "transaction" else ("(", ")") if _is_callback(node) else ("[", "]")
        )
        return f"{begin}{_label(self._node(node))}{end}"

    def _outside(self, target: str) -> Sequence[str]:
        edges = self.document.graph.resumes.get(target, ())
        outside = next((edge for edge in edges if edge.source is None), None)
        if outside is not None and not resumed_by(self.analysis, outside, self.moment):
            return (WAITS_FOR_OUTSIDE,)
        return outside_title(self.analysis, target)

    def _group(self, unit: Unit) -> Iterator[str]:
        counts = progress_counts(self.analysis, unit.members, self.moment)
        progress = summed(counts)
        state = ""
        if counts["failed"]:
            state = f"{counts['failed']:,} {PROGRESS['failed'].word}"
        elif counts["not_yet"] and self.moment is not None:
            state = so_far(len(unit.members) - counts["not_yet"])
        mark = MARKS[PROGRESS[progress].shape]
        if unit.heads:
            yield f"{mark}{_BESIDE}{block_title(self.analysis, [unit.members[head] for head in unit.heads])}"
            yield group_title(unit.members, state)
        else:
            yield f"{mark}{_BESIDE}{group_title(unit.members, state)}"
            yield group_methods(self.analysis, unit.members)

    def _node(self, node: Node) -> Iterator[str]:
        facts = self.analysis.facts[node.id]
        progress = progress_of(self.analysis, node.id, self.moment)
        yield f"{MARKS[PROGRESS[progress].shape]}{_BESIDE}{card_title(node)}"
        roles = role_words(replace(node, roles=roles_at(node, self.moment)), "card")
        if roles:
            yield roles
        words, _ = subtitle(self.analysis, node, self.moment, None)
        gas = card_gas(node, facts, progress).replace(" ", _BESIDE)
        yield " · ".join(part for part in (shortened(words[0], _VALUE), gas) if part)
        yield from self._actions(node, facts, progress)
        yield from self._slots(facts)

    def _actions(self, node: Node, facts: NodeFacts, progress: Progress) -> Iterator[str]:
        rows = action_rows(self.analysis, node)
        for row, text in zip(rows.rows, rows.texts, strict=True) if rows is not None else ():
            if row.action is None:
                yield text
                continue
            result = action_result(facts, row.action, progress)
            word = action_end(result, "card")
            told = f"{MARKS[ACTIONS[result].shape]}{_BESIDE}{row.action} {shortened(text, _VALUE)}"
            yield f"{told} ({word})" if word else told

    def _slots(self, facts: NodeFacts) -> Iterator[str]:
        results = facts.promise_results
        states = slot_states(self.analysis, facts.id, self.moment)
        if len(results) > _SLOTS_TOLD:
            yield slots_summary(states, named=True)
            return
        for result, state in zip(results, states, strict=True):
            words = shortened(numbered(result.slot, slot_words(result, state, "card")), _VALUE)
            yield f"{MARKS[SLOTS[state].shape]}{_BESIDE}{words}"

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
        words = line_label(look.kind, slot_list(tuple(link.slots)) if link.slots else "")
        if inferred:
            words = f"{words} · {LEGEND['inferred']}" if words else LEGEND["inferred"]
        dim = self._dimmed(edges)
        arrow = _ARROWS[look.kind] + (f"|{_label([words])}|" if words else "")
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


def _label(lines: Sequence[str] | Iterator[str]) -> str:
    """Lines of a box or of an arrow, in the quotes that Mermaid wants."""
    return '"' + "<br/>".join(mermaid_text(line) for line in lines if line) + '"'


def _comment(text: str) -> str:
    """A line that is not drawn; nothing in it is a directive."""
    return "%% " + visible_text(text).replace("%{", "% {")


def _yaml(text: str) -> str:
    """A string of the front matter, as JSON: YAML reads it so. What Mermaid would read as markup is spelled out, and no
    directive is in it."""
    plain = "".join(f"⟨U+{ord(char):04X}⟩" if char in "<>&" else char for char in text)
    return json.dumps(plain).replace("%", "\\u0025")
