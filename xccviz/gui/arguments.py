"""The window's own arguments, parsed in one place for the command line and for `create_window`; knows no Qt."""

from __future__ import annotations

import argparse
import re

from xccviz.catalogue import tr
from xccviz.gui.links import check_pair, filter_of, linked_arguments
from xccviz.gui.state.link import COMPARE
from xccviz.gui.views import VIEWS
from xccviz.opening.arguments import Parser, common_options, scale
from xccviz.settings.rows import THEME

SMALLEST, LARGEST = 10, 8192
"""Px of a window or its picture, each way."""
_OTHER_PICTURES = (".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".svg", ".pdf")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `gui`, beside the common ones."""
    linked_arguments(parser, [*(spec.id for spec in VIEWS), COMPARE])
    parser.add_argument(
        "--mark",
        metavar="EXPR",
        action="append",
        type=filter_of,
        default=[],
        help=tr("stop before what this filter finds runs, when playing; may be given several times"),
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
    check_pair(args)
    return args


def _png(text: str) -> str:
    if text.lower().endswith(_OTHER_PICTURES):
        raise argparse.ArgumentTypeError(
            tr("a picture of the window is a PNG; {text} has another ending", text=repr(text))
        )
    return text


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
