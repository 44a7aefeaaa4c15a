"""`xccviz replay OPEN --receipt ID`: run a call again, here, as it was or with something changed (interface.md §12)."""

from __future__ import annotations

import argparse

from xccviz.catalogue import tr
from xccviz.cli.context import Context, add_force, open_options
from xccviz.opening.arguments import OPEN_HELP
from xccviz.opening.sandboxes import sandbox_for

_ABOUT = tr("""
First it runs as it was, and is held against what the node said: error, logs, value, receipts, gas with its profile, and
what was written. What is given with an option is a change where what was there is known, else it is taken for what was
there. Receipts that a what-if makes are not run further.

Code and state come from the capture, from the options, else from a node; `xccviz fetch --with replay` saves a capture
that has them. KEY and VALUE are text; hex:, base64: and json: stand before others.

Exit status: 0 it came out as on the chain, 1 it differs, 6 a key, code or slot is missing, 5 what was given is no
module, else as everywhere. Needs the extra replay: without it, it says how to install that.
""")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `replay`."""
    parser.epilog = _ABOUT
    add = parser.add_argument
    add("open", metavar="OPEN", help=OPEN_HELP)
    add("--receipt", metavar="ID|LABEL", help=tr("the receipt: its id, the beginning of one, or its label"))
    add(
        "--action",
        metavar="K",
        type=int,
        help=tr("which of its actions, from 0 (the one that failed, or the first)"),
    )
    add(
        "--slot",
        metavar="I=RESULT",
        action="append",
        default=[],
        help=tr("what a slot received: failed, text:TEXT, json:JSON or hex:HEX"),
    )
    add("--args", metavar="JSON|@FILE", help=tr("other arguments"))
    add("--deposit", metavar="NEAR", help=tr("another deposit, like 1N"))
    add("--gas", metavar="GAS", help=tr("other gas, like 30T"))
    add("--code", metavar="FILE.wasm", help=tr("the code, or another one"))
    add("--state", metavar="FILE.json", help=tr("the account's storage, as -o writes it"))
    add(
        "--set",
        metavar="KEY=VALUE",
        action="append",
        default=[],
        help=tr("one key of the storage; KEY=- for one that is absent"),
    )
    add("--each-slot-fails", action="store_true", help=tr("run once for each slot, with that one failed"))
    add("--least-gas", action="store_true", help=tr("find the least gas with which it ends the same"))
    add("--calls", action="store_true", help=tr("list every host call with its gas"))
    add("--json", action="store_true", help=tr("print the answer as JSON"))
    add(
        "-o",
        "--output",
        metavar="STATE.json",
        help=tr("write the keys that it looked at, as --state takes them"),
    )
    add_force(parser)  # fmt: skip


def run(context: Context) -> int:
    """Start the process that calls run in; it loads what it needs while this one reads. Raises UserError."""
    options = open_options(context)
    with sandbox_for(options) as sandbox:
        from xccviz.cli.replaying import replayed  # late: the other process has begun

        return replayed(context, options, sandbox)
