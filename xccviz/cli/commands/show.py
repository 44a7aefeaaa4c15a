"""`xccviz show OPEN`: readable text on the terminal."""

from __future__ import annotations

import argparse

from xccviz.catalogue import tr
from xccviz.cli.context import Context, open_given, progress, read_filter
from xccviz.cli.views import VIEWS
from xccviz.cli.views.shown import show_what_is_shown, shown_of
from xccviz.document import checked_step
from xccviz.opening.arguments import OPEN_HELP


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `show`."""
    parser.add_argument("open", metavar="OPEN", help=OPEN_HELP)
    views = ", ".join(f"{view.name} ({view.note})" if view.note else view.name for view in VIEWS.values())
    parser.add_argument(
        "--view",
        choices=(*VIEWS, "all"),
        metavar="VIEW",
        help=tr("{views} or all; default summary, with --filter tree", views=views),
    )
    parser.add_argument("--step", metavar="N", type=int, help=tr("as it stood after this step"))
    parser.add_argument(
        "--filter",
        metavar="EXPR",
        help=tr("what matches and the way to it; `xccviz find --help` says how a filter is written"),
    )


def run(context: Context) -> int:
    """Open and print one view, or all of them under headings; first which moment and what is shown of it."""
    args = context.args
    wanted = read_filter(args.filter)
    name = args.view or ("summary" if wanted is None else "tree")
    view = VIEWS.get(name)
    with progress(context) as report:
        extras = view.extras if view is not None else frozenset()
        document = open_given(context, args.open, report, extras)
    shown = shown_of(document, checked_step(document, args.step), wanted)
    show_what_is_shown(document, context.out, shown, wanted)
    if view is not None:
        view.show(document, context.out, shown)
        return 0
    for i, each in enumerate(view for view in VIEWS.values() if view.is_there(document)):
        if i:
            context.out.blank()
        context.out.heading(each.heading)
        each.show(document, context.out, shown)
    return 0
