"""`xccviz diff A B`: two runs side by side, as text or as JSON (resources/schema/xccviz-diff-1.schema.json)."""

from __future__ import annotations

import argparse
import json
from typing import Any

from xccviz.analysis.compare.diff import diff
from xccviz.analysis.compare.types import Diff, Difference
from xccviz.catalogue import tr
from xccviz.cli.context import Context, open_given, progress
from xccviz.cli.errors import EXIT_STATUS
from xccviz.cli.terminal import write_bytes
from xccviz.cli.views.diff import show_diff
from xccviz.document import Document
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


def to_json(a: Document, b: Document, found: Diff) -> dict[str, Any]:
    """The comparison as JSON values; a pure function of the two documents."""
    return {
        "format": "xccviz-diff",
        "version": 1,
        "a": _run(a),
        "b": _run(b),
        "accounts": [{"a": left, "b": right} for left, right in found.accounts],
        "same": found.same,
        "differences": [_difference(difference) for difference in found.differences],
    }


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


def _run(document: Document) -> dict[str, Any]:
    transaction, analysis = document.trace.transaction, document.analysis
    return {
        "hash": transaction.hash,
        "signer_id": transaction.signer_id,
        "receiver_id": transaction.receiver_id,
        "network": document.trace.network,
        "protocol_version": document.trace.protocol_version,
        "verdict": analysis.verdict.code,
        "title": document.verdict.title,
        "complete": analysis.complete,
    }


def _difference(difference: Difference) -> dict[str, Any]:
    return {
        "kind": difference.kind,
        "what": difference.what,
        "path": list(difference.path),
        "a_node": difference.a_node,
        "b_node": difference.b_node,
        "action": difference.action,
        "slot": difference.slot,
        "a": difference.a,
        "b": difference.b,
        "missing": difference.missing,
        "changes": [
            {"at": change.at, "a": change.a, "b": change.b, "missing": change.missing}
            for change in difference.changes
        ],
        "more_changes": difference.more_changes,
    }
