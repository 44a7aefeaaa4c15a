"""What an exporter is, and what may be asked of one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from xccviz.document import Document
from xccviz.pieces import nothing
from xccviz.settings.themes import LIGHT
from xccviz.values import frozen

if TYPE_CHECKING:
    from xccviz.analysis.why.reasons import Question
    from xccviz.annotations import Annotations
    from xccviz.query import Filter


def silent(words: str) -> None:
    """Tell nobody."""


@frozen
class Asked:
    """A question about a node, or about one of its slots, whose answer lights up."""

    question: Question
    node: str
    slot: int | None = None


@frozen
class ExportOptions:
    """How to draw or write. `theme`: one of `settings.themes.theme_names()`, None where nobody chose: light, and a
    page is as its reader prefers. `step`: the moment after that many steps, None for the end. `view`: which drawing,
    an id of `display.drawings`, None for the first. `collapse_refunds`: fold gas refunds. `expanded` and `budget`:
    which groups stand open, as in `LayoutOptions`, so that a window can export exactly what it shows; `expand_all`:
    every one; `width` (None: the usual) and `selected` as there. A drawing folds gas refunds unless all is expanded,
    as windows do. `filter`: what it finds stands out of a drawing, the rest steps back, or is not there (`hides`)
    unless it led to what was found; `ahead`: it finds what is known by the end, whatever the step. `annotations`:
    marks, notes and how one stands before it, None for those that the capture has. `asked`: the way of its answer, as
    known by the moment, stands out. `stopped`: the node at which play has stopped, and what is said beside it.
    `scale`: pixels for one unit of the drawing. `table`: which rows, where a format has several sorts of them, None
    for the receipts. `only`: nothing but these receipts and the way to them, None for all. `legend`: whether a drawing
    explains its lines. `tell`: called with a sentence for whoever exports where a file is not quite what was asked
    for. `go_on`: called now and then by formats that take a while; raises Cancelled where the file is not wanted any
    more. Exporters ignore what they don't heed."""

    theme: str | None = None
    step: int | None = None
    view: str | None = None
    collapse_refunds: bool = True
    expanded: frozenset[str] = frozenset()
    budget: int = 40
    expand_all: bool = False
    width: float | None = None
    selected: str | None = None
    filter: Filter | None = None
    hides: bool = False
    ahead: bool = False
    annotations: Annotations | None = None
    asked: Asked | None = None
    stopped: tuple[str, str] | None = None
    scale: float = 1.0
    table: str | None = None
    only: frozenset[str] | None = None
    legend: bool = True
    tell: Callable[[str], None] = silent
    go_on: Callable[[], None] = nothing

    @property
    def known_by(self) -> int | None:
        """By which step what a filter finds was known, None for the end."""
        return None if self.ahead else self.step

    @property
    def colours(self) -> str:
        """The theme that a drawing takes."""
        return self.theme or LIGHT


DRAWN = frozenset({
    "view", "theme", "step", "collapse_refunds", "expanded", "budget", "expand_all", "width", "selected", "filter",
    "hides", "ahead", "only", "legend", "annotations", "asked", "stopped",
})  # fmt: skip
"""The options of every picture."""


VIEWS = ("graph", "sequence", "timeline", "gas")
"""The ids of `display.drawings.DRAWINGS`, for those who name them without loading all drawings."""
TABLE_SORTS = ("nodes", "events", "transfers")
"""What `table` chooses from; the first where it names none."""


Group = Literal["drawing", "report", "diagram", "data"]
"""What formats are for."""


@frozen
class Exporter:
    """One format: `name` as in `--to name`, `extension` without the dot, `media_type`, `title` for menus. `run` gives
    the whole file as bytes; a pure function of the document and the options. `heeds`: the members of `ExportOptions`
    that change what is written. `rare`: listed under *More*. `ending`: what names of its files end in, where other
    formats have the extension too: `xcc.json`. `group` and `short`: where a list of formats has it, and as what."""

    name: str
    extension: str
    media_type: str
    title: str
    run: Callable[[Document, ExportOptions], bytes]
    heeds: frozenset[str] = frozenset()
    rare: bool = False
    ending: str = ""
    group: Group = "data"
    short: str = ""

    @property
    def suffix(self) -> str:
        """What names of its files end in, without the dot."""
        return self.ending or self.extension
