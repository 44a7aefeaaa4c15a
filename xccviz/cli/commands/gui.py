"""`xccviz [gui] [OPEN…]`: the window. Whether one can be opened is asked in a child process first."""

from __future__ import annotations

import argparse
import os
import re

from xccviz.cli.context import OPEN_HELP, Context
from xccviz.cli.errors import EXIT_STATUS
from xccviz.launch import probe_display
from xccviz.model.errors import UserError
from xccviz.settings.declared import THEMES
from xccviz.sources.classify import NotOpenable, classify

HELP = "open the window"
VIEWS = ("graph", "tree")
"""As in `gui.views`, which a command may not load before Qt is wanted."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `gui`."""
    parser.add_argument("open", metavar="OPEN", nargs="*", help=OPEN_HELP)
    parser.add_argument("--step", metavar="N", type=int, help="the step to stand at")
    parser.add_argument("--select", metavar="ID", help="the receipt to select")
    parser.add_argument("--view", choices=VIEWS, help="which view to show")
    parser.add_argument("--theme", choices=THEMES, help="light, dark or system")
    parser.add_argument("--screenshot", metavar="FILE.png", help="draw the window into a file and end")
    parser.add_argument("--size", metavar="WxH", type=_size, help="size of the window, for --screenshot")
    parser.add_argument("--scale", metavar="N", type=_scale, help="device pixels per pixel, for --screenshot")


def run(context: Context) -> int:
    """Open the window and stay until it is closed; exit 7 where that is not possible."""
    args = context.args
    for given in args.open:
        opened = classify(given)
        if isinstance(opened, NotOpenable):
            raise UserError(opened.message, opened.hint, kind="usage")
    if args.step is not None and args.step < 0:
        raise UserError("--step counts from 0, before anything ran", kind="usage")
    probe = probe_display(dict(context.environ))
    if not probe.ok and args.screenshot:
        # A picture needs no screen.
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        probe = probe_display(dict(os.environ))
    if not probe.ok:
        raise UserError(f"no window can be opened: {probe.reason}", _sentence(probe.hint), kind="output")
    from xccviz.gui.app import run as run_window  # late: Qt is for this command only

    failed = run_window([word for i, word in enumerate(context.argv) if not (i == 0 and word == "gui")])
    return EXIT_STATUS[failed or "ok"]


def _size(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{2,5})[xX×](\d{2,5})", text)
    if match is None:
        raise argparse.ArgumentTypeError(f"a size is WIDTHxHEIGHT, like 1280x800, not {text!r}")
    return int(match[1]), int(match[2])


def _scale(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0.25 <= value <= 8:
        raise argparse.ArgumentTypeError(f"a scale is a number from 0.25 to 8, not {text!r}")
    return value


def _sentence(hint: str) -> str:
    if not hint:
        return "`xccviz show` and `xccviz export` need no window."
    return f"{hint[0].upper()}{hint[1:].rstrip('.')}."
