"""`xccviz show OPEN`: readable text on the terminal."""

from __future__ import annotations

import argparse

from xccviz.catalogue import tr
from xccviz.cli.context import Context, open_given, progress
from xccviz.cli.views import VIEWS
from xccviz.cli.views.contracts import show_contracts
from xccviz.opening.arguments import OPEN_HELP
from xccviz.parse.contracts import contracts_in
from xccviz.sources.network.wanted import Extra

_CONTRACTS = "contracts"
HELP = tr("print a transaction as readable text")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `show`."""
    parser.add_argument("open", metavar="OPEN", help=OPEN_HELP)
    parser.add_argument(
        "--view",
        choices=(*VIEWS, _CONTRACTS, "all"),
        metavar="VIEW",
        default="summary",
        help=tr(
            "{views}, {asking} (asks them about themselves) or all", views=", ".join(VIEWS), asking=_CONTRACTS
        ),
    )


def run(context: Context) -> int:
    """Open and print one view, or all of them under headings."""
    wanted = context.args.view
    with progress(context) as report:
        extras: frozenset[Extra] = frozenset({"metadata"} if wanted == _CONTRACTS else ())
        document = open_given(context, context.args.open, report, extras)
    if wanted == _CONTRACTS:
        show_contracts(document, context.out)
        return 0
    if wanted != "all":
        VIEWS[wanted][1](document, context.out)
        return 0
    for i, (heading, view) in enumerate(VIEWS.values()):
        if i:
            context.out.blank()
        context.out.heading(heading)
        view(document, context.out)
    if contracts_in(document.raw.documents):
        context.out.blank()
        context.out.heading(tr("Contracts, by their own words"))
        show_contracts(document, context.out)
    return 0
