"""`xccviz diff A B`: two runs side by side, as text or as JSON (resources/schema/xccviz-diff-1.schema.json)."""

from __future__ import annotations

import argparse
import json

from xccviz.analysis.compare.diff import diff
from xccviz.catalogue import tr
from xccviz.cli.context import Context, open_given, progress
from xccviz.cli.errors import EXIT_STATUS
from xccviz.cli.terminal import write_bytes
from xccviz.cli.views.diff import show_diff
from xccviz.document import Document
from xccviz.export.differences import to_json
from xccviz.model.errors import UserError
from xccviz.opening.arguments import OPEN_HELP
from xccviz.words.differences import with_titles

_ABOUT = tr("""
Calls are paired by call path: contract, method, role, and among equal ones by arguments, slots and results. The order
of siblings, ids, blocks, times, nonces and gas refunds are no differences; gas and fees are, and come last. Where the
signer or the receiver of the transaction has another name, that name (and accounts below it) is read as the same
account if that can't mix two accounts up, and the answer says so.

Exit status: 0 nothing differs, 1 something does; else as for every command.
""")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `diff`."""
    parser.epilog = _ABOUT
    parser.add_argument("a", metavar="A", help=OPEN_HELP)
    parser.add_argument("b", metavar="B", help=tr("what to compare it with, given like A"))
    parser.add_argument("--json", action="store_true", help=tr("print the differences as JSON"))


def run(context: Context) -> int:
    """Open both, compare, print. 1 when something differs."""
    args = context.args
    a, b = _open(context, "A", args.a), _open(context, "B", args.b)
    found = with_titles(diff(a.analysis, b.analysis), a, b)
    if args.json:
        text = json.dumps(to_json(a, b, found), ensure_ascii=False, allow_nan=False, indent=1)
        write_bytes(context.stdout, text.encode("utf-8", "backslashreplace") + b"\n")
    else:
        show_diff(a, b, found, context.out)
    return EXIT_STATUS["ok" if found.same else "check_failed"]


def _open(context: Context, side: str, given: str) -> Document:
    try:
        with progress(context) as report:
            return open_given(context, given, report)
    except UserError as error:
        raise UserError(
            f"{side}: {error.message}",
            error.hint,
            kind=error.kind,
            details=error.details,
            listed=error.listed,
            offers=error.offers,
        ) from error
