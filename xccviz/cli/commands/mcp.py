"""`xccviz mcp`: what the commands know, for editors and assistants that speak the Model Context Protocol over stdio."""

from __future__ import annotations

import argparse
import gc

from xccviz.catalogue import plain_numerals, tr
from xccviz.cli.context import Context
from xccviz.installing import extra_hint
from xccviz.model.errors import UserError

_ABOUT = tr("""
Started by an editor or an assistant, not by hand: it speaks JSON-RPC on standard input and output. Its tools are open,
show, find, explain, diff and check; none changes anything. --network, --rpc, --offline and --no-cache hold for all that
is opened: an assistant can choose among the configured networks, and give no address of its own.
""")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`mcp` takes the common options alone."""
    parser.epilog = _ABOUT


def run(context: Context) -> int:
    """Serve until the other side closes standard input. Raises UserError (usage) where the extra is not installed."""
    gc.enable()  # what goes on for hours leaves garbage, as other commands don't
    try:
        import mcp.server.mcpserver  # noqa: F401 - only to see whether it is there
    except ImportError as error:
        raise UserError(
            tr("the Model Context Protocol needs the extra mcp"),
            extra_hint("mcp"),
            kind="usage",
        ) from error
    from xccviz.cli.assistants.server import make_server  # late: needs the extra

    with plain_numerals():
        make_server(context).run()
    return 0
