"""The window's own arguments, parsed in one place for the command line and for `create_window`; knows no Qt."""

from __future__ import annotations

import argparse
import re

from xccviz.catalogue import tr, trn
from xccviz.gui.views import VIEWS
from xccviz.model.errors import UserError
from xccviz.opening.arguments import FILTER_HELP, OPEN_HELP, Parser, common_options, scale
from xccviz.settings.rows import THEME

COMPARE = "compare"
"""The view of two transactions; it is no view of one."""
SMALLEST, LARGEST = 10, 8192
"""Px of a window or its picture, each way."""
_OTHER_PICTURES = (".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".svg", ".pdf")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `gui`, beside the common ones."""
    parser.add_argument("open", metavar="OPEN", nargs="*", help=OPEN_HELP)
    parser.add_argument("--step", metavar="N", type=_step, help=tr("the step to stand at"))
    parser.add_argument(
        "--select", metavar="ID", help=tr("the receipt to select: an id, the beginning of one, or a label")
    )
    parser.add_argument("--filter", metavar="EXPR", type=_filter, help=FILTER_HELP)
    parser.add_argument(
        "--mark",
        metavar="EXPR",
        action="append",
        type=_filter,
        default=[],
        help=tr("stop before what this filter finds runs, when playing; may be given several times"),
    )
    parser.add_argument(
        "--view",
        choices=[*(spec.id for spec in VIEWS), COMPARE],
        help=tr("which view to show; compare puts two transactions side by side"),
    )
    parser.add_argument(
        "--expand",
        choices=("all", "auto"),
        default="auto",
        help=tr("unfold all of the graph, or fold what is large (auto, the default)"),
    )
    parser.add_argument("--theme", choices=THEME.choices, help=THEME.doc)
    parser.add_argument(
        "--screenshot", metavar="FILE.png", type=_png, help=tr("draw the window into a file and end")
    )
    parser.add_argument("--size", metavar="WxH", type=_size, help=tr("size of the window, for --screenshot"))
    parser.add_argument(
        "--scale", metavar="N", type=scale, default=1.0, help=tr("device pixels per pixel, for --screenshot")
    )


def parse(argv: list[str]) -> argparse.Namespace:
    """`argv` of a window, without the program's name and without `gui`. Raises UserError (usage) for wrong ones."""
    parser = Parser(prog="xccviz gui", add_help=False, parents=[common_options()])
    add_arguments(parser)
    args = parser.parse_args(argv)
    if args.view == COMPARE and len(args.open) != 2:
        raise UserError(
            trn(
                "--view compare puts two transactions side by side; {count} was given",
                "--view compare puts two transactions side by side; {count} were given",
                len(args.open),
            ),
            tr("Give two: xccviz --view compare A B; or open one and choose File › Compare with…"),
            kind="usage",
        )
    return args


def _png(text: str) -> str:
    if text.lower().endswith(_OTHER_PICTURES):
        raise argparse.ArgumentTypeError(
            tr("a picture of the window is a PNG; {text} has another ending", text=repr(text))
        )
    return text


def _step(text: str) -> int:
    try:
        step = int(text)
    except ValueError:
        step = -1
    if step < 0:
        raise argparse.ArgumentTypeError(
            tr("steps count from 0, before anything ran; {text} is none", text=repr(text))
        )
    return step


def _filter(text: str) -> str:
    """The filter as it was written. Raises FilterError for one that can't be read."""
    from xccviz import query  # late: the first frame of a window does not wait for it

    return query.parse(text).text


def _size(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{1,5})[xX×](\d{1,5})", text)
    width, height = (int(match[1]), int(match[2])) if match is not None else (0, 0)
    if not (SMALLEST <= width <= LARGEST and SMALLEST <= height <= LARGEST):
        raise argparse.ArgumentTypeError(
            tr(
                "a size is WIDTHxHEIGHT, like 1280x800, each at most {most}, not {text}",
                most=LARGEST,
                text=repr(text),
            )
        )
    return width, height
