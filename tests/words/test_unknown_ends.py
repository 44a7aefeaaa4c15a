# covers: xccviz/words/verdict.py, xccviz/words/fates.py, xccviz/replay/history.py, xccviz/replay/standing.py
"""A callback whose outcome is missing: what is still to come waits, of anything else it is not known whether it ran."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from xccviz.document import Document, build_document
from xccviz.replay.moment import moment_at
from xccviz.sources.files.read import open_text
from xccviz.tables.receipts import RECEIPTS, receipt_rows
from xccviz.tables.slots import SLOT_TABLE, slots_of
from xccviz.tables.waiting import await_rows
from xccviz.words.ends import unfinished_words
from xccviz.words.fates import fate_words

ANSWER = "tests/data/node/tutorial-parallel-3-one-panics/tx_status.json"
RUNNING = {"status": {"Started": {}}, "final_execution_status": "INCLUDED"}


def cut(repo_root: Path, end: dict[str, Any] | None) -> tuple[Document, str, str]:
    """The transaction until its callback ran, the failed call, and the callback; `end` as a node answers while it runs,
    None for one that does not say how far it is."""
    answer = json.loads((repo_root / ANSWER).read_bytes())
    whole = build_document(open_text(json.dumps(answer)))
    (callback,) = (node for node in whole.graph.nodes if "join" in node.roles)
    (cause,) = whole.analysis.verdict.root_causes
    result = answer["result"]
    gone = {callback.id, *whole.graph.children[callback.id]}
    result["receipts_outcome"] = [entry for entry in result["receipts_outcome"] if entry["id"] not in gone]
    result["receipts"] = [
        entry for entry in result["receipts"] if entry["receipt_id"] not in gone - {callback.id}
    ]
    for member in ("status", "final_execution_status"):
        del result[member]
    result |= end or {}
    return build_document(open_text(json.dumps(answer))), cause, callback.id


def said_of(document: Document, callback: str) -> str:
    """All that tables say of the callback at the end."""
    moment = moment_at(document.analysis, document.timeline, len(document.timeline))
    row = next(row for row in receipt_rows(document, moment) if row.node.id == callback)
    return " | ".join(
        [
            *RECEIPTS.cells(row, "line"),
            unfinished_words(document.analysis, row.node),
            *(
                text
                for slot in slots_of(document, moment, row.facts)
                for text in SLOT_TABLE.cells(slot, "line")
            ),
        ]
    )


def test_what_may_have_run_unseen_neither_waits_nor_is_still_to_come(repo_root: Path) -> None:
    document, cause, callback = cut(repo_root, None)
    end = moment_at(document.analysis, document.timeline, len(document.timeline))
    assert end.progress[callback] == "unknown" and not tuple(await_rows(document, end))
    said = said_of(document, callback)
    assert "not known to have run" in said and "wait" not in said and "not yet" not in said
    fate = fate_words(document.analysis, document.analysis.facts[cause], None)
    assert fate == "Whether the callback that receives the failure has run is not known."
    ran = document.timeline.history.ran_at[cause]
    before = moment_at(document.analysis, document.timeline, ran - 1)
    assert before.progress[callback] == "waiting" and [row.node for row in await_rows(document, before)] == [
        callback
    ]


def test_what_is_still_to_come_has_not_run_yet(repo_root: Path) -> None:
    document, cause, callback = cut(repo_root, RUNNING)
    end = moment_at(document.analysis, document.timeline, len(document.timeline))
    assert end.progress[callback] == "waiting"
    (row,) = await_rows(document, end)
    assert [cell.text for cell in row.cells][1:2] == [
        "Failed"
    ] and row.released_below == "has its data, has not run yet"
    assert "has its data, has not run yet" in said_of(document, callback)
    fate = fate_words(document.analysis, document.analysis.facts[cause], None)
    assert fate == "A callback that will receive the failure has not run yet."


@pytest.mark.parametrize(("end", "first"), [(None, "The end is not known."), (RUNNING, "Still running.")])
def test_a_failure_that_is_known_is_told_though_the_end_is_not(
    repo_root: Path, end: dict[str, Any] | None, first: str
) -> None:
    document, cause, _ = cut(repo_root, end)
    assert document.verdict.title.startswith(f"{first} {document.graph.by_id[cause].label} panicked: ")
    assert "outcome" in document.verdict.explanation
