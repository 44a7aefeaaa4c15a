"""`--to mermaid-sequence`: who called whom, block by block, as a sequence diagram for pages that draw Mermaid.

A call is an arrow from who sent it to the account it ran on, in the block where it ran; what fills a slot a dashed one.
Notes tell how something failed, what became of a batch, and what a callback found in its slots. Alike arrows of a block
are one, counted; of many accounts the least busy share a lifeline; what would be more than Mermaid draws is left out,
deepest first, and counted where it stood.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from xccviz.analysis.types import result_in
from xccviz.catalogue import numeral, tr
from xccviz.document import Document
from xccviz.export.about import said_first
from xccviz.export.mermaid_lines import Lines
from xccviz.export.mermaid_text import (
    BESIDE,
    MOST_CHARACTERS,
    broken,
    comment,
    head,
    mermaid_text,
    size_of,
    wrapped,
)
from xccviz.export.stressed import emphasis_of, moment_of
from xccviz.export.types import ExportOptions
from xccviz.graph.types import Node
from xccviz.layout.sequence.names import account_of, account_words, bar_title
from xccviz.model.literals import LineKind, SlotState, happened
from xccviz.pieces import watched
from xccviz.replay.standing import created_by, progress_of, slot_state
from xccviz.replay.types import Step
from xccviz.values import field, mutable
from xccviz.words.ends import end_words
from xccviz.words.folding import left_out_words, limit_words, more_accounts
from xccviz.words.legend import line_label
from xccviz.words.places import height_words
from xccviz.words.progress import subtitle
from xccviz.words.signs import MARKS, PROGRESS
from xccviz.words.slots import slot_list
from xccviz.words.steps import end_words as how_it_ended
from xccviz.words.steps import step_sentence
from xccviz.words.timeline import order_words
from xccviz.words.titles import outside_name

MOST_ACCOUNTS, MOST_UNFOLDED = 12, 30
"""Lifelines that are looked through at a glance; so many where all is unfolded."""
_NAME, _TITLE = 40, 240
_WIDE, _NARROW = 90, 44
"""Characters of a line of a note over all lifelines, over one: longer ones widen all."""
_OTHERS = "others"
_OUTSIDE = "\0"
"""Begins the name of who is no account of this transaction."""
_LINES: dict[SlotState, LineKind] = {
    "arrived": "delivers", "failed": "delivers_failed", "in_flight": "in_flight", "outstanding": "awaited",
    "unknown": "awaited",
}  # fmt: skip


@mutable
class _Item:
    """An arrow from one account to another, or a note over one. `kept`: it stands on the way to a failure, or is one;
    `depth`: of its receipt. `count`: how many alike it stands for; `slots` that it fills, and their `state`. `told`:
    its words as Mermaid reads them, once they were written: what fits is found by writing it often."""

    source: str
    target: str | None
    arrow: str
    lines: tuple[str, ...]
    node: str
    depth: int
    kept: bool
    height: int | None
    count: int = 1
    slots: list[int] = field(default_factory=list)
    state: SlotState | None = None
    told: str = ""


def run(document: Document, options: ExportOptions) -> bytes:
    """The diagram as UTF-8."""
    return _Writer(document, options).write().encode("utf-8")


class _Writer:
    def __init__(self, document: Document, options: ExportOptions) -> None:
        self.document, self.analysis, self.graph = document, document.analysis, document.graph
        self.options, self.moment = options, moment_of(document, options)
        self.emphasis = emphasis_of(document, options)
        self.lines = Lines(document, self.moment)
        self.ways = self._ways()

    def write(self) -> str:
        """All of it, or what fits."""
        items = [item for item in self._items() if item.node not in self.emphasis.gone]
        order = sorted(
            (n for n, item in enumerate(items) if not item.kept), key=lambda n: (-items[n].depth, -n)
        )
        order += sorted(
            (n for n, item in enumerate(items) if item.kept), key=lambda n: (-min(n, len(items) - n), -n)
        )
        whole = self._text(items, frozenset())
        if size_of(whole) <= MOST_CHARACTERS:
            return whole
        fits, least, most = whole, 1, len(order)
        while least <= most:  # the fewest that must go
            middle = (least + most) // 2
            text = self._text(items, frozenset(order[:middle]))
            if size_of(text) <= MOST_CHARACTERS:
                fits, most = text, middle - 1
            else:
                least = middle + 1
        return fits

    # ------------------------------------------------------------------------------------------- what there is to tell

    def _ways(self) -> frozenset[str]:
        """Failures by the moment, and all that led to them."""
        kept: set[str] = set()
        for node in self.graph.nodes:
            current: str | None = node.id
            if progress_of(self.analysis, node.id, self.moment) != "failed":
                continue
            while current is not None and current not in kept and current in self.graph.by_id:
                kept.add(current)
                current = self.graph.by_id[current].parent
        return frozenset(kept)

    def _items(self) -> list[_Item]:
        """All arrows and notes in the order of the steps, alike ones of a block as one."""
        steps = self.document.timeline.steps
        made: list[_Item] = []
        known: dict[tuple[object, ...], _Item] = {}
        told = steps if self.moment is None else steps[: self.moment.index]
        for step in watched(told, self.options.go_on):
            for item in self._of(step):
                when = step.n if item.height is None else item.height
                whose = item.node if item.state is not None else ""
                key = (when, item.source, item.target, item.arrow, item.lines, item.state, whose)
                same = known.get(key)
                if same is None:
                    known[key] = item
                    made.append(item)
                else:
                    same.count += 1
                    same.slots += item.slots
                    same.kept = same.kept or item.kept
        made += self._to_come()
        return made

    def _of(self, step: Step) -> Iterator[_Item]:
        node = self.graph.by_id[step.node]
        if step.kind == "execute" or (step.kind == "refund" and not self._folds(node)):
            yield from self._ran(node, step.height)
        elif step.kind == "deliver":
            yield from self._delivered(node, step)
        elif step.kind in ("yield", "timeout"):
            yield self._note(node, (step_sentence(step, self.analysis),), step.height)
        elif step.kind == "convert" and node.failed:
            told = step_sentence(step, self.analysis), end_words(self.analysis, node)
            yield self._note(node, told, step.height)
        elif step.kind == "resume":
            yield from self._resumed(node, step)

    def _folds(self, node: Node) -> bool:
        refunds = self.options.collapse_refunds or not self.options.expand_all
        return refunds and node.is_gas_refund and not node.failed

    def _ran(self, node: Node, height: int | None) -> Iterator[_Item]:
        progress = progress_of(self.analysis, node.id, self.moment)
        sign = f"{MARKS[PROGRESS[progress].shape]}{BESIDE}"
        arrow = "-x" if progress == "failed" else "->>"
        yield self._arrow(self._sender(node), node, arrow, (f"{sign}{bar_title(node)}",), height)
        facts = self.analysis.facts[node.id]
        told = [*self.lines.actions(node, facts, progress), *self.lines.slots(facts)]
        if progress == "failed":
            told.insert(0, f"{sign}{end_words(self.analysis, node)}")
        if told:
            yield self._note(node, tuple(told), height)

    def _delivered(self, node: Node, step: Step) -> Iterator[_Item]:
        facts = self.analysis.facts[node.id]
        result = result_in(facts.promise_results, step.slot)
        source = self.graph.by_id.get(step.source or "")
        if result is None or source is None:
            return
        state = slot_state(self.analysis, node.id, result, self.moment)
        arrow = "--x" if state == "failed" else "-->>"
        item = self._arrow(account_of(self.graph, source), node, arrow, (bar_title(node),), step.height)
        item.state, item.slots, item.kept = state, [result.slot], state == "failed"
        yield item

    def _resumed(self, node: Node, step: Step) -> Iterator[_Item]:
        """A yield that is resumed: by a receipt of this transaction, or from outside."""
        edges = self.graph.resumes.get(node.id, ())
        inside = next((edge.source for edge in edges if edge.source is not None), None)
        giver = _OUTSIDE + outside_name(edges[0]) if edges else ""
        if inside is not None:
            giver = account_of(self.graph, self.graph.by_id[inside])
        yield self._arrow(giver, node, "-->>", (step_sentence(step, self.analysis),), step.height)

    def _to_come(self) -> Iterator[_Item]:
        """What is made and has not run by then."""
        for node in self.graph.nodes[1:]:
            progress = progress_of(self.analysis, node.id, self.moment)
            if happened(progress) or node.kind == "data_receipt" or self._folds(node):
                continue
            if created_by(self.analysis, node.id, self.moment):
                words, _ = subtitle(self.analysis, node, self.moment, None)
                told = f"{MARKS[PROGRESS[progress].shape]}{BESIDE}{bar_title(node)}", words[0]
                yield self._arrow(self._sender(node), node, "--)", told, None)

    def _sender(self, node: Node) -> str:
        if node.receipt is not None and node.receipt.predecessor_id is not None:
            return node.receipt.predecessor_id
        parent = self.graph.by_id.get(node.parent or "")
        return account_of(self.graph, parent) if parent is not None else ""

    def _arrow(
        self, source: str, node: Node, arrow: str, lines: tuple[str, ...], height: int | None
    ) -> _Item:
        kept = node.id in self.ways
        return _Item(source, account_of(self.graph, node), arrow, lines, node.id, node.depth, kept, height)

    def _note(self, node: Node, lines: tuple[str, ...], height: int | None) -> _Item:
        account = account_of(self.graph, node)
        return _Item(account, None, "", lines, node.id, node.depth, node.id in self.ways, height)

    # -------------------------------------------------------------------------------------------------- how it is told

    def _text(self, items: Sequence[_Item], left_out: frozenset[int]) -> str:
        there = [item for number, item in enumerate(items) if number not in left_out]
        names = self._lifelines(there)
        lines = [*head(self.document, self.moment, self.options.step, (), "sequenceDiagram", False)]
        folded = sum(1 for key in names if names[key] == _OTHERS)
        for key, id in names.items():
            if id != _OTHERS:
                lines.append(f"  participant {id} as {mermaid_text(_account(key), _NAME)}")
        if folded:
            lines.append(f"  participant {_OTHERS} as {mermaid_text(more_accounts(folded))}")
        ends = _ends(list(dict.fromkeys(names.values())))
        title, _ = said_first(self.document, self.moment)  # a title of the diagram's own would be cut
        lines.append(f"  Note over {ends}: {broken(wrapped(title, _WIDE, _TITLE))}")
        if open_in_part := order_words(self.graph):
            lines.append(f"  Note over {ends}: {broken(wrapped(open_in_part, _WIDE, _TITLE))}")
        if left_out:
            why = f"{limit_words(MOST_CHARACTERS)}: {left_out_words(sum(items[n].count for n in left_out))}"
            lines += [f"  {comment(why)}", f"  Note over {ends}: {MARKS['caution']} {mermaid_text(why)}"]
        height, gap = None, 0
        for number, item in watched(enumerate(items), self.options.go_on):
            if number in left_out:
                gap += item.count
                continue
            if gap:
                lines.append(f"  Note over {ends}: {mermaid_text(left_out_words(gap))}")
                gap = 0
            if item.height is not None and item.height != height:
                height = item.height
                lines.append(f"  Note over {ends}: {mermaid_text(height_words(height))}")
            lines += self._line(item, names)
        if gap:
            lines.append(f"  Note over {ends}: {mermaid_text(left_out_words(gap))}")
        told = self._end() if self.moment is None else ""
        if told:
            lines.append(f"  Note over {ends}: {broken(wrapped(told, _WIDE, _TITLE))}")
        return "\n".join(lines) + "\n"

    def _end(self) -> str:
        """What the result is; of one that is not known, that, and not what happened last."""
        verdict = self.analysis.verdict
        if verdict.code == "unknown":
            return tr("the result is not known")
        if verdict.code == "pending" and verdict.result is None:
            return tr("the result is not known yet")
        if verdict.deciding is None:  # the title has said all that is known of it
            return ""
        return how_it_ended(self.document.timeline, self.analysis)

    def _line(self, item: _Item, names: dict[str, str]) -> Iterator[str]:
        """An arrow or a note; what a filter finds stands on a ground of its own."""
        item.told = item.told or _told(item)
        if item.target is None:
            line = f"Note over {names[item.source]}: {item.told}"
        else:
            line = f"{names[item.source]}{item.arrow}{names[item.target]}: {item.told}"
        if item.node in self.emphasis.hits:
            yield from ("  rect rgba(90, 130, 255, 0.18)", f"    {line}", "  end")
        else:
            yield f"  {line}"

    def _lifelines(self, items: Sequence[_Item]) -> dict[str, str]:
        """Each account's id in the diagram, in the order in which they appear; those without a lifeline of their own
        share one. The signer, whoever fails or calls and the busiest have one."""
        busy: Counter[str] = Counter()
        calls: set[str] = set()
        fails: set[str] = set()
        signer = account_of(self.graph, self.graph.root)
        order = dict.fromkeys([signer])
        for item in items:
            for account in (item.source, item.target):
                if account is not None:
                    order.setdefault(account)
                    busy[account] += 1
            if item.target is not None:
                calls.add(item.source)
                if item.arrow == "-x":
                    fails.add(item.target)
        most = MOST_UNFOLDED if self.options.expand_all else MOST_ACCOUNTS
        chosen = set(order)
        if len(order) > most:
            ranked = sorted(order, key=lambda a: (a != signer, a not in fails, a not in calls, -busy[a]))
            chosen = set(ranked[: most - 1])
        numbers = {account: f"p{n}" for n, account in enumerate(a for a in order if a in chosen)}
        return {account: numbers.get(account, _OTHERS) for account in order}


def _told(item: _Item) -> str:
    """What an arrow or a note says, in the lines that Mermaid breaks it into."""
    told = [part for line in item.lines for part in wrapped(line, _NARROW, _TITLE)]
    if item.state is not None:
        slots = slot_list(tuple(sorted(item.slots)))
        told = [line_label(_LINES[item.state], slots, known=item.state != "unknown"), *told]
    elif item.count > 1:
        told[0] = f"{told[0]} ×{numeral(item.count)}"
    return broken(told)


def _account(key: str) -> str:
    return key.removeprefix(_OUTSIDE) if key.startswith(_OUTSIDE) else account_words(key)


def _ends(ids: Sequence[str]) -> str:
    return ids[0] if len(ids) == 1 else f"{ids[0]},{ids[-1]}"
