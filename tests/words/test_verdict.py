"""What the verdict says when part of the transaction is not in the document (interface.md §4, Honesty)."""

from __future__ import annotations

import json
from pathlib import Path

from xccviz.document import build_document
from xccviz.sources.files.read import open_text

FOLDER = "tests/data/node/tutorial-batch-ok/tx_status.json"


def test_a_success_is_not_claimed_of_receipts_that_are_not_there(repo_root: Path) -> None:
    answer = json.loads((repo_root / FOLDER).read_bytes())
    whole = build_document(open_text(json.dumps(answer)))
    assert whole.verdict.explanation.startswith("All 3 receipts ran without a failure. It returned")
    lost = next(node.id for node in whole.graph.nodes if "batch" in node.roles)
    result = answer["result"]
    result["receipts_outcome"] = [entry for entry in result["receipts_outcome"] if entry["id"] != lost]
    verdict = build_document(open_text(json.dumps(answer))).verdict
    assert verdict.code == "success"
    said = "2 receipts ran without a failure; the outcome of 1 more is not in this document."
    assert verdict.explanation.startswith(said)
