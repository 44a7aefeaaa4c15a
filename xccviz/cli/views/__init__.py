"""The views of `xccviz show`, one row each: a function of a document that writes to a terminal."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from xccviz.catalogue import tr
from xccviz.cli.terminal import Terminal
from xccviz.cli.views.awaits import show_awaits
from xccviz.cli.views.contracts import show_contracts
from xccviz.cli.views.errors import show_errors
from xccviz.cli.views.events import show_events
from xccviz.cli.views.gas import show_gas
from xccviz.cli.views.summary import show_summary
from xccviz.cli.views.timeline import show_timeline
from xccviz.cli.views.transfers import show_transfers
from xccviz.cli.views.tree import show_tree
from xccviz.document import Document
from xccviz.parse.contracts import contracts_in
from xccviz.sources.network.wanted import Extra
from xccviz.tables.shown import Shown
from xccviz.values import frozen


def _always(document: Document) -> bool:
    return True


@frozen
class View:
    """One view: its name on the command line, its heading in `all`, and what writes it, told how much is `Shown`.

    `extras`: what is fetched for it alone; `note`: what the help says of that. `all` fetches nothing and shows each
    view for which there `is_there` something.
    """

    name: str
    heading: str
    show: Callable[[Document, Terminal, Shown], None]
    extras: frozenset[Extra] = frozenset()
    note: str = ""
    is_there: Callable[[Document], bool] = _always


_ROWS = (
    View("summary", tr("Summary"), show_summary),
    View("tree", tr("Receipt tree"), show_tree),
    View("await", tr("What each callback received"), show_awaits),
    View("errors", tr("Failures"), show_errors),
    View("gas", tr("Gas"), show_gas),
    View("events", tr("Events and logs"), show_events),
    View("transfers", tr("Transfers"), show_transfers),
    View("timeline", tr("Timeline"), show_timeline),
    View(
        "contracts",
        tr("Contracts, by their own words"),
        show_contracts,
        frozenset({"metadata"}),
        tr("asks them about themselves"),
        lambda document: bool(contracts_in(document.raw.documents)),
    ),
)

VIEWS: Mapping[str, View] = {row.name: row for row in _ROWS}
"""By name, in the order in which `all` shows them."""
