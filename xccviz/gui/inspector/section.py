"""What a section is made from and made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractButton, QLabel, QPlainTextEdit, QTableWidget, QWidget

from xccviz.analysis.types import NodeFacts
from xccviz.graph.types import Node
from xccviz.gui.inspector.value_view import LONG, ValueView
from xccviz.gui.look.widgets import ElidedLabel, ElidedLink
from xccviz.gui.state.store import OpenTab
from xccviz.model.literals import Progress, happened
from xccviz.replay.standing import created_by
from xccviz.values import frozen
from xccviz.words.value_lines import value_text

if TYPE_CHECKING:
    from xccviz.gui.state.host_at import HostAt


@frozen
class Subject:
    """The selected node at the moment; `happened`: it has run by then. `select` shows another node; `again` shows
    this one anew; `unfolded` holds the names of what the person has unfolded; `ahead`: what comes later is
    told too; `fetch` asks the network for an extra, None where nobody may; `ask` puts a question about a node and
    perhaps a slot, "" puts the answer away. `host`: the host call that is looked at of the node, which `leave` ends."""

    tab: OpenTab
    node: Node
    facts: NodeFacts
    progress: Progress
    happened: bool
    select: Callable[[str], None]
    again: Callable[[], None]
    unfolded: set[str]
    ahead: bool = False
    fetch: Callable[[str], None] | None = None
    ask: Callable[[str, str, int | None], None] | None = None
    host: HostAt | None = None
    leave: Callable[[], None] = lambda: None

    @property
    def created(self) -> bool:
        """Whether it is there by then: whoever made it has run."""
        return created_by(self.tab.document.analysis, self.node.id, self.tab.moment)

    @property
    def ran_at(self) -> int | None:
        """The step in which it runs, whether that has come or not; None where no document says."""
        return self.tab.document.timeline.history.ran_at.get(self.node.id)

    def ran(self, node: str) -> bool:
        """Whether another receipt has run by the moment."""
        return happened(self.tab.moment.progress.get(node))

    def unfold(self, what: str) -> None:
        """Show `what` as well; once more hides it."""
        self.unfolded.symmetric_difference_update((what,))
        self.again()


@frozen
class Section:
    """A caption ("" for none) and what stands below it, made one by one as it is asked for; `ahead`: it
    tells of what comes later."""

    caption: str
    widgets: Iterable[QWidget]
    ahead: bool = False


def shown_text(widget: QWidget) -> str:
    """All words that a widget and what is in it show; of a value also what is folded or cut."""
    if isinstance(widget, ValueView):
        return value_text(widget.value, "Text", LONG)[0]
    words = []
    for each in (widget, *widget.findChildren(QWidget)):
        if isinstance(each, ElidedLabel | ElidedLink):
            words.append(each.full_text)
        elif isinstance(each, QLabel | QAbstractButton):
            words.append(each.text().replace("\u200b", ""))
        elif isinstance(each, QPlainTextEdit):
            words.append(each.toPlainText())
        elif isinstance(each, QTableWidget):
            cells = [each.item(i, j) for i in range(each.rowCount()) for j in range(each.columnCount())]
            words += [cell.text() for cell in cells if cell is not None]
    return "\n".join(words)
