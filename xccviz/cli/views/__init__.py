"""The views of `xccviz show`: each is a function of a document that writes to a terminal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from xccviz.catalogue import tr
from xccviz.cli.terminal import Terminal
from xccviz.cli.views.awaits import show_awaits
from xccviz.cli.views.errors import show_errors
from xccviz.cli.views.events import show_events
from xccviz.cli.views.gas import show_gas
from xccviz.cli.views.summary import show_summary
from xccviz.cli.views.timeline import show_timeline
from xccviz.cli.views.transfers import show_transfers
from xccviz.cli.views.tree import show_tree
from xccviz.document import Document

View = Callable[[Document, Terminal], None]

VIEWS: Mapping[str, tuple[str, View]] = MappingProxyType(
    {
        "summary": (tr("Summary"), show_summary),
        "tree": (tr("Receipt tree"), show_tree),
        "await": (tr("What each callback received"), show_awaits),
        "errors": (tr("Failures"), show_errors),
        "gas": (tr("Gas"), show_gas),
        "events": (tr("Events and logs"), show_events),
        "transfers": (tr("Transfers"), show_transfers),
        "timeline": (tr("Timeline"), show_timeline),
    }
)
"""Name on the command line → (heading, function), in the order in which `all` shows them."""
