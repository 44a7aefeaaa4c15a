"""Values of the layout of two runs.

CompareLayout
  ├─ layout   boxes and lines of the union: the key of a box is that of its call (`analysis.compare.union`)
  └─ lines    key of a line → the edges of each run that it stands for; none where a run lacks it
"""

from __future__ import annotations

from collections.abc import Mapping

from xccviz.analysis.compare.values import Missing
from xccviz.analysis.types import Analysis
from xccviz.layout.layered.types import Box, LayeredLayout
from xccviz.values import field, frozen

EQUAL = "equal:"
"""How the key of what is folded begins because nothing differs in it."""


@frozen
class Sides:
    """The facts of both runs."""

    a: Analysis
    b: Analysis

    def of(self, side: Missing) -> Analysis:
        """Those of one."""
        return self.a if side == "a" else self.b


@frozen
class CompareOptions:
    """How to lay out. `expanded`: keys of what stands open; `only`: what does not differ is folded; `selected`: the key
    of a call that should not be folded; `budget`: about how many boxes may stand unfolded."""

    expanded: frozenset[str] = frozenset()
    only: bool = False
    selected: str | None = None
    budget: int = 40


@frozen
class SideLine:
    """The edges that a line stands for in one run, as indices into its graph, and the slots they feed."""

    edges: tuple[int, ...] = ()
    slots: tuple[int, ...] = ()


NO_LINE = SideLine()


@frozen
class CompareLayout:
    """The layout, and what of it each run has."""

    layout: LayeredLayout
    lines: Mapping[str, Mapping[Missing, SideLine]] = field(default_factory=dict)

    def line(self, key: str, side: Missing) -> SideLine:
        """What of a line one run has."""
        return self.lines[key].get(side, NO_LINE)

    def equal(self, box: Box) -> bool:
        """Whether a box stands for calls in which nothing differs."""
        return box.key.startswith(EQUAL)
