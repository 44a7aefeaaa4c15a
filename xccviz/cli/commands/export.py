"""`xccviz export OPEN --to FORMAT`: one exporter's bytes, into a file or to standard output."""

from __future__ import annotations

import argparse

from xccviz.atomic import write_atomic
from xccviz.catalogue import tr
from xccviz.cli.context import Context, note, open_given, progress, written_words
from xccviz.cli.terminal import is_tty, write_bytes
from xccviz.export import EXPORTERS, Exporter, ExportOptions, find_exporter
from xccviz.model.errors import UserError
from xccviz.opening.arguments import OPEN_HELP
from xccviz.settings.themes import LIGHT, theme_names


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `export`."""
    parser.add_argument("open", metavar="OPEN", help=OPEN_HELP)
    parser.add_argument("--to", metavar="FORMAT", required=True, help=tr("one of `xccviz exporters`"))
    parser.add_argument(
        "-o", "--output", metavar="FILE", default="-", help=tr("where to write; - (the default) for stdout")
    )
    parser.add_argument("--view", help=tr("which drawing"))
    parser.add_argument("--theme", choices=theme_names(), default=LIGHT, help=tr("colours of the drawing"))
    parser.add_argument(
        "--step", metavar="N", type=int, help=tr("draw the moment after this step (default: the end)")
    )
    parser.add_argument(
        "--expand",
        choices=("all", "auto"),
        default="auto",
        help=tr("unfold all of the drawing, or draw it as the window opens it (auto, the default)"),
    )
    parser.add_argument("--collapse", choices=("refunds",), help=tr("fold away the gas refunds"))


def run(context: Context) -> int:
    """Open, export, and write the bytes in one go."""
    args = context.args
    exporter = _exporter(args.to)
    if args.view is not None:
        _check_view(args.view)
    with progress(context) as report:
        document = open_given(context, args.open, report)
    last = len(document.timeline)
    if args.step is not None and not 0 <= args.step <= last:
        raise UserError(
            tr("there is no step {step}", step=args.step),
            tr("The steps go from 0 to {last}.", last=last),
            kind="usage",
        )
    options = ExportOptions(
        view=args.view,
        theme=args.theme,
        step=args.step,
        collapse_refunds=args.collapse == "refunds",
        expand_all=args.expand == "all",
    )
    data = exporter.run(document, options)
    if args.output != "-":
        write_atomic(args.output, data, sync=False)  # what is lost is made again
        note(context, written_words(args.output, len(data)))
        return 0
    if is_tty(context.stdout) and not _is_text(exporter):
        raise UserError(
            tr("{name} is no text for a terminal", name=exporter.name),
            tr("Give a file with -o FILE, or a pipe."),
            kind="usage",
        )
    write_bytes(context.stdout, data)
    return 0


def _exporter(name: str) -> Exporter:
    exporter = find_exporter(name)
    if exporter is None:
        names = ", ".join(row.name for row in EXPORTERS)
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
