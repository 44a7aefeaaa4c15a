"""Two transactions side by side, as the window holds them. What becomes of them: `comparing`."""

from __future__ import annotations

from xccviz.analysis.compare.values import Missing
from xccviz.annotations.marks import When
from xccviz.comparison import Comparison, Entry
from xccviz.display.compare.draw import PairLook
from xccviz.document import Document
from xccviz.gui.state.filtering import Filtering
from xccviz.layout.compare.types import CompareLayout, CompareOptions
from xccviz.replay.types import Moment
from xccviz.replay.ways import Ways
from xccviz.values import field, frozen
from xccviz.words.marks import Halt

SIDES: tuple[Missing, ...] = ("a", "b")


@frozen(eq=False)
class Run:
    """One of the two: its document, the name of its tab, what opens it again ("": nothing does), and whether that
    does so `alone`: without a network beside it, as a file does."""

    document: Document
    title: str
    given: str = ""
    alone: bool = False


@frozen
class Halting:
    """A mark of one of the two at which playing stopped: the id of its node there, before it runs or after it ran."""

    side: Missing
    node: str
    when: When


@frozen(eq=False)
class Pair:
    """Two runs side by side: `index` steps of their line have happened. `selection`: the key of a call; `number`: what
    is chosen in the list of differences; `only`: what does not differ is folded; `costs`: differences of gas and fees
    are shown too; `expanded`: what stands open; `arranged`: the options that `layout` was made with;
    `filters`: what one filter finds in each; `ahead`: what it finds by the end, wherever they stand;
    `halted`: what ended playing where they stand, None where nothing did, and the marks that did so."""

    a: Run
    b: Run
    found: Comparison
    layout: CompareLayout
    arranged: CompareOptions
    index: int
    moments: tuple[Moment, Moment]
    ways: tuple[Ways, Ways]
    selection: str
    number: int | None = None
    only: bool = False
    costs: bool = True
    expanded: frozenset[str] = field(default_factory=frozenset)
    halted: Halt | None = None
    halting: tuple[Halting, ...] = ()
    filters: tuple[Filtering, Filtering] = (Filtering(), Filtering())
    ahead: bool = False

    @property
    def look(self) -> PairLook:
        """How both are drawn."""
        return PairLook(*self.moments, self.selection, self.costs, self.later)

    @property
    def later(self) -> frozenset[int]:
        """The numbers of what shows only after the moment at which both stand."""
        return self.found.later(self.index)

    @property
    def at_end(self) -> bool:
        """Whether all has happened."""
        return self.index >= len(self.found.line)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The differences that are listed."""
        return tuple(entry for entry in self.found.entries if self.costs or not entry.costs)

    @property
    def wanted(self) -> CompareOptions:
        """How it is to be laid out."""
        return CompareOptions(self.expanded, self.only, self.selection)

    def filtering(self, side: Missing) -> Filtering:
        """What the filter finds in one of the two."""
        return self.filters[0] if side == "a" else self.filters[1]

    def run(self, side: Missing) -> Run:
        """One of the two."""
        return self.a if side == "a" else self.b

    def node(self, side: Missing) -> str | None:
        """The selected call in one run, None where that lacks it."""
        return self.found.union.by_key[self.selection].node(side)
