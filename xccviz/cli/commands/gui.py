"""`xccviz [gui] [OPEN…]`: the window. Whether one can be opened is asked in a child process first."""

from __future__ import annotations

import argparse
import os

from xccviz.catalogue import tr
from xccviz.cli.context import Context
from xccviz.cli.errors import EXIT_STATUS
from xccviz.gui import arguments
from xccviz.model.errors import UserError
from xccviz.opening.refusing import not_openable
from xccviz.screen import probe_display
from xccviz.sources.given import reference_to
from xccviz.sources.recognise.references import NotOpenable


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `gui`: the window's own, which parses them too."""
    arguments.add_arguments(parser)


def run(context: Context) -> int:
    """Open the window and stay until it is closed; exit 7 where that is not possible."""
    args = context.args
    for given in args.open:
        opened = reference_to(given)
        if isinstance(opened, NotOpenable):
            raise not_openable(opened)
    probe = probe_display(dict(context.environ))
    if not probe.ok and args.screenshot:
        # A picture needs no screen.
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        probe = probe_display(dict(os.environ))
    if not probe.ok:
        raise UserError(
            tr("no window can be opened: {reason}", reason=probe.reason), _sentence(probe.hint), kind="output"
        )
    from xccviz.gui.app import run as run_window  # late: Qt is for this command only

    failed = run_window([word for i, word in enumerate(context.argv) if not (i == 0 and word == "gui")])
    return EXIT_STATUS[failed or "ok"]


def _sentence(hint: str) -> str:
    if not hint:
        return tr("`xccviz show` and `xccviz export` need no window.")
    return f"{hint[0].upper()}{hint[1:].rstrip('.')}."
