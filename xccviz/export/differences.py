"""A comparison as JSON (resources/schema/xccviz-diff-1.schema.json)."""

from __future__ import annotations

from typing import Any

from xccviz.analysis.compare.types import Diff, Difference
from xccviz.document import Document


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
