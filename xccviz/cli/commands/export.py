"""`xccviz export OPEN --to FORMAT`: one exporter's bytes, into a file or to standard output."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from xccviz.atomic import write_atomic
from xccviz.catalogue import tr
from xccviz.cli.context import (
    Context,
    add_force,
    note,
    open_given,
    progress,
    read_filter,
    refuse_input,
    written_words,
)
from xccviz.cli.terminal import is_tty, write_bytes
from xccviz.document import Document, checked_step
from xccviz.export import EXPORTERS, Exporter, ExportOptions, exporter_for, file_name, find_exporter
from xccviz.export.types import TABLE_SORTS, VIEWS
from xccviz.model.errors import UserError
from xccviz.opening.arguments import FILTER_HELP, OPEN_HELP, scale
from xccviz.settings.themes import theme_names
from xccviz.sources.files.capture import packed

if TYPE_CHECKING:
    from xccviz.annotations import Annotations
    from xccviz.query import Filter


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `export`."""
    parser.add_argument("open", metavar="OPEN", help=OPEN_HELP)
    parser.add_argument(
        "--to",
        metavar="FORMAT",
        help=tr("one of `xccviz exporters`; without it the one that the ending of FILE names"),
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        default="-",
        help=tr(
            "where to write, packed where it ends in .gz or .xz; a folder: named after hash and format; - (the "
            "default) for stdout"
        ),
    )
    add_force(parser)
    parser.add_argument("--view", metavar="VIEW", help=tr("which drawing: {names}", names=", ".join(VIEWS)))
    parser.add_argument(
        "--theme", choices=theme_names(), help=tr("colours (default: light; a page is as its reader prefers)")
    )
    parser.add_argument(
        "--step", metavar="N", type=int, help=tr("draw the moment after this step (default: the end)")
    )
    parser.add_argument("--filter", metavar="EXPR", help=FILTER_HELP)
    parser.add_argument(
        "--mark",
        metavar="EXPR",
        action="append",
        help=tr("give what this filter finds the sign of a mark; may be given several times"),
    )
    parser.add_argument(
        "--expand",
        choices=("all", "auto"),
        help=tr("unfold all of the drawing, or draw it as the window opens it (auto, the default)"),
    )
    parser.add_argument("--collapse", choices=("refunds",), help=tr("fold away the gas refunds"))
    parser.add_argument(
        "--scale", metavar="N", type=scale, help=tr("pixels for one unit of the drawing (default: 1)")
    )
    parser.add_argument(
        "--table", choices=TABLE_SORTS, help=tr("which rows of a table of values (default: nodes)")
    )


def run(context: Context) -> int:
    """Open, export, and write the bytes in one go."""
    args = context.args
    exporter = _exporter(args.to, args.output)
    refuse_input(context, args.output, [args.open])
    if args.view is not None:
        _check_view(args.view)
    wanted = read_filter(args.filter)
    marks = [filter.text for text in args.mark or () if (filter := read_filter(text)) is not None]
    with progress(context) as report:
        document = open_given(context, args.open, report)
    options = ExportOptions(
        view=args.view,
        theme=args.theme,
        step=checked_step(document, args.step),
        collapse_refunds=args.collapse == "refunds",
        expand_all=args.expand == "all",
        filter=wanted,
        annotations=_marked_too(document, marks) if marks else None,
        scale=args.scale or 1.0,
        tell=lambda words: note(context, words),
        table=args.table,
    )
    data = exporter.run(document, options)
    if wanted is not None and "filter" in exporter.heeds:
        _say_where_nothing_matches(context, wanted, document, options.step)
    for option, member in _MEMBERS.items():
        if getattr(args, option) is not None and member not in exporter.heeds:
            note(context, tr("--{option} means nothing to {format}", option=option, format=exporter.name))
    if args.output != "-":
        path = _in_folder(args.output, exporter, document)
        data = packed(path, data)
        write_atomic(path, data, force=args.force, sync=False)  # what is lost is made again
        note(context, written_words(path, len(data)))
        return 0
    if is_tty(context.stdout) and not _is_text(exporter):
        raise UserError(
            tr("{name} is no text for a terminal", name=exporter.name),
            tr("Give a file with -o FILE, or a pipe."),
            kind="usage",
        )
    write_bytes(context.stdout, data)
    return 0


def _marked_too(document: Document, filters: Sequence[str]) -> Annotations:
    from xccviz.annotations import Mark, marked_too  # late: few are asked for a mark

    return marked_too(document.raw.extra, [Mark(filter=filter) for filter in filters])


def _say_where_nothing_matches(
    context: Context, wanted: Filter, document: Document, step: int | None
) -> None:
    from xccviz.query import nothing_of  # late: few are asked for a filter
    from xccviz.words.filters import matching_words

    nothing = nothing_of(wanted, document, step)
    if nothing is not None:
        past = step if step is not None and step < len(document.timeline) else None
        found = matching_words(0, len(document.graph.nodes), wanted.words(), past)
        note(context, "; ".join((found, *nothing.words())))


_MEMBERS = {
    "view": "view",
    "theme": "theme",
    "step": "step",
    "filter": "filter",
    "mark": "annotations",
    "expand": "expand_all",
    "collapse": "collapse_refunds",
    "scale": "scale",
    "table": "table",
}
"""Option → the member of `ExportOptions` that it sets."""


def _in_folder(output: str, exporter: Exporter, document: Document) -> str:
    """The file to write: in a folder one that is named after hash and format."""
    return os.path.join(output, file_name(exporter, document)) if os.path.isdir(output) else output


def _exporter(name: str | None, output: str) -> Exporter:
    """The exporter of that name, else the one that the file's ending names, before .gz or .xz where it is packed."""
    output = output[:-3] if output.lower().endswith((".gz", ".xz")) else output
    names = ", ".join(row.name for row in EXPORTERS)
    exporter = find_exporter(name) if name is not None else exporter_for(output)
    ending = os.path.splitext(output)[1]
    if exporter is None and name is None and ending:
        raise UserError(
            tr("no format is given, and {ending} is the ending of none", ending=ending),
            tr("Give one with --to: there are {names}.", names=names),
            kind="usage",
        )
    if exporter is None and name is None:
        raise UserError(
            tr("no format is given, and the name of the file tells none"),
            tr("Give one with --to: there are {names}.", names=names),
            kind="usage",
        )
    if exporter is None:
        raise UserError(
            tr("there is no exporter {name}", name=f"{name!r}"),
            tr("There are {names}.", names=names),
            kind="usage",
        )
    return exporter


def _check_view(name: str) -> None:
    from xccviz.display.drawings import DRAWINGS, find_drawing  # late: loading all drawings takes a while

    if find_drawing(name) is None:
        raise UserError(
            tr("there is no drawing {name}", name=f"{name!r}"),
            tr("There are {names}.", names=", ".join(row.id for row in DRAWINGS)),
            kind="usage",
        )


def _is_text(exporter: Exporter) -> bool:
    media = exporter.media_type
    return media.startswith("text/") or media.endswith(("json", "xml"))
