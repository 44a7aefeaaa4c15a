"""`xccviz show OPEN`: readable text on the terminal."""

from __future__ import annotations

import argparse

from xccviz.catalogue import tr
from xccviz.cli.context import Context, open_given, progress
from xccviz.cli.views import VIEWS
from xccviz.opening.arguments import OPEN_HELP


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `show`."""
    parser.add_argument("open", metavar="OPEN", help=OPEN_HELP)
    views = ", ".join(f"{view.name} ({view.note})" if view.note else view.name for view in VIEWS.values())
    parser.add_argument(
        "--view",
        choices=(*VIEWS, "all"),
        metavar="VIEW",
        default="summary",
        help=tr("{views} or all", views=views),
    )


def run(context: Context) -> int:
    """Open and print one view, or all of them under headings."""
    view = VIEWS.get(context.args.view)
    with progress(context) as report:
        extras = view.extras if view is not None else frozenset()
        document = open_given(context, context.args.open, report, extras)
    if view is not None:
        view.show(document, context.out)
        return 0
    for i, each in enumerate(view for view in VIEWS.values() if view.is_there(document)):
        if i:
            context.out.blank()
        context.out.heading(each.heading)
        each.show(document, context.out)
    return 0
