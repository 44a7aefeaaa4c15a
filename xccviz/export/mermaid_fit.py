"""What stands folded in a diagram of Mermaid: what was asked, and more of it until it is within what Mermaid draws.

Many siblings alike first, gas refunds, then the deepest; the ways to failures and to the result stay longest, and what
fails among siblings alike stands beside their box.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from xccviz.analysis.types import Analysis
from xccviz.export.mermaid_text import MOST_CHARACTERS, MOST_EDGES, size_of
from xccviz.export.types import ExportOptions
from xccviz.layout.layered.fold import Fold, fold
from xccviz.layout.layered.options import APART, WHOLE
from xccviz.layout.types import Unit
from xccviz.values import frozen, replace

_BUDGETS = (300, 200, 120, 80, 40, 20, 10)
"""About how many boxes, ever fewer."""
_LEAST_OF_A_BOX = 30
"""Characters of a box at least: of more boxes than that allows nothing is written to find out."""
REST = "rest"
"""Key of the box of all that stands between, where even the way to a failure is too long."""


@frozen
class Written:
    """A diagram and how many lines it has."""

    text: str
    edges: int


@frozen
class Fitted:
    """What fits; `more`: whether more is folded than was asked."""

    text: str
    more: bool


Write = Callable[[Fold, bool], Written]
"""Writes a fold; told whether it folds more than was asked."""


def fitted(analysis: Analysis, options: ExportOptions, write: Write) -> Fitted:
    """The diagram of the first fold that is within the limits; the smallest, if none is."""
    written = Written("", 0)
    for number, folded in enumerate(_folds(analysis, options)):
        if len(folded.units) * _LEAST_OF_A_BOX > MOST_CHARACTERS:
            continue
        written = write(folded, number > 0)
        if written.edges <= MOST_EDGES and size_of(written.text) <= MOST_CHARACTERS:
            return Fitted(written.text, number > 0)
    return Fitted(written.text, True)


def _folds(analysis: Analysis, options: ExportOptions) -> Iterator[Fold]:
    """What was asked, then ever more of it folded."""
    expanded, everything = options.expanded, len(analysis.graph.nodes) + 1
    whole = options.expand_all or WHOLE in expanded
    refunds = (options.collapse_refunds or not options.expand_all) and WHOLE not in expanded
    budget = everything if whole else options.budget
    alike = not whole and APART not in expanded
    yield _opened(analysis, expanded, refunds, budget, alike, options.selected)
    if not alike:
        yield _opened(analysis, expanded, refunds, budget, True, options.selected)
    if not refunds:
        yield _opened(analysis, expanded, True, budget, True, options.selected)
    for fewer in _BUDGETS:
        if fewer < budget:
            yield _opened(analysis, frozenset(), True, fewer, True, options.selected)
    least = fold(analysis, budget=_BUDGETS[-1])
    for boxes in (200, 100, 50):
        yield _shortened(analysis, least, boxes)


def _opened(
    analysis: Analysis,
    expanded: frozenset[str],
    refunds: bool,
    budget: int,
    alike: bool,
    selected: str | None,
) -> Fold:
    """A fold in which what failed among siblings alike stands for itself: opening their box shows it first."""

    def folded(open_now: frozenset[str]) -> Fold:
        return fold(
            analysis, expanded=open_now, fold_refunds=refunds, budget=budget, alike=alike, selected=selected
        )

    made = folded(expanded)
    facts = analysis.facts
    failing = {
        unit.key
        for unit in made.units
        if unit.heads and any(facts[unit.members[head]].failed for head in unit.heads)
    }
    return folded(expanded | failing) if failing - expanded else made


def _shortened(analysis: Analysis, made: Fold, boxes: int) -> Fold:
    """Of a fold the boxes that matter most, and one box for all that stands between them: the last resort for a way of
    thousands of receipts."""
    if len(made.units) <= boxes:
        return made
    facts, first = analysis.facts, set(analysis.verdict.root_causes)
    decides = analysis.verdict.deciding

    def weight(item: tuple[int, Unit]) -> tuple[bool, bool, bool, int]:
        place, unit = item
        node = unit.node or ""
        failed = node in facts and facts[node].failed
        near = min(place, len(made.units) - place)
        return place != 0, not (node in first or node == decides), not failed, near

    ranked = sorted(enumerate(made.units), key=weight)
    kept = {place for place, _ in ranked[:boxes]}
    rest = [unit for place, unit in enumerate(made.units) if place not in kept and unit.kind != "outside"]
    members = tuple(member for unit in rest for member in (unit.members or (unit.node or "",)))
    units = [unit for place, unit in enumerate(made.units) if place in kept]
    units.insert(1, Unit(REST, "group", None, members, analysis.graph.root.id))
    gone = {unit.key for unit in rest}
    unit_of = {node: REST if key in gone else key for node, key in made.unit_of.items()}
    return replace(made, units=tuple(units), unit_of=unit_of)
