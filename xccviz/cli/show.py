"""`xccviz show OPEN`: readable text on the terminal."""

from __future__ import annotations

import argparse

from xccviz.cli.context import OPEN_HELP, Context, open_given, progress
from xccviz.cli.views import VIEWS

HELP = "print a transaction as readable text"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `show`."""
    parser.add_argument("open", metavar="OPEN", help=OPEN_HELP)
    parser.add_argument(
        "--view",
        choices=(*VIEWS, "all"),
        metavar="VIEW",
        default="summary",
        help=f"{', '.join(VIEWS)} or all",
    )


def run(context: Context) -> int:
    """Open and print one view, or all of them under headings."""
    with progress(context) as report:
        document = open_given(context, context.args.open, report)
    wanted = context.args.view
    if wanted != "all":
        VIEWS[wanted][1](document, context.out)
        return 0
    for i, (heading, view) in enumerate(VIEWS.values()):
        if i:
            context.out.blank()
        context.out.heading(heading)
        view(document, context.out)
    return 0
