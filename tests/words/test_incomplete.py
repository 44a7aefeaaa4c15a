# covers: xccviz/words/costs.py, xccviz/words/missing.py, xccviz/words/timeline.py, xccviz/layout/sequence/bars.py
"""What is not there is not told of. Of documents that end before their transaction does: what is missing is not said to
be still to come, sums say that more may come to them, and who may hand the result on is not said to give it. Of a past
step: only what had run by then, or may have, is counted."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.reference.recorded import HERE, document_of, load_json, raw_of, recording, running_answers
from xccviz.cli.terminal import Terminal
from xccviz.cli.views.awaits import show_awaits
from xccviz.cli.views.errors import show_errors
from xccviz.cli.views.events import show_events
from xccviz.cli.views.gas import show_gas
from xccviz.cli.views.summary import show_summary
from xccviz.cli.views.transfers import show_transfers
from xccviz.display.drawings import find_drawing
from xccviz.display.look import Look
from xccviz.display.types import Text
from xccviz.document import Document, build_document
from xccviz.export.html import run as html
from xccviz.export.mermaid_sequence import run as mermaid_sequence
from xccviz.export.types import ExportOptions
from xccviz.gui.panels.money_rows import money_rows
from xccviz.layout.types import LayoutOptions
from xccviz.replay.standing import progress_of
from xccviz.tables.gas import summary_words
from xccviz.tables.lines import plain
from xccviz.tables.shown import WHOLE, Shown, shown_at
from xccviz.tables.tree import tree_lines
from xccviz.words.progress import result_at

CUT_OFF = "mainnet_EKfvBswdJX"


@pytest.fixture(scope="module")
def partial(shared_data: Path) -> list[Document]:
    """What a lake of blocks holds of transactions that go on beyond them."""
    return [recording(path) for path in sorted((shared_data / "public" / "lake" / "partial").glob("*.json"))]


def in_place_of_blocks(document: Document) -> Iterator[str]:
    """What stands above the columns of a timeline and beside the rows of a sequence."""
    for name, pattern in (("timeline", r"block:\d+/height"), ("sequence", r"gutter:\d+/block")):
        drawing = find_drawing(name)
        assert drawing is not None
        layout = drawing.lay_out(document.analysis, LayoutOptions(width=1200.0))
        for primitive in drawing.draw(document, layout, Look()).primitives:
            if isinstance(primitive, Text) and re.fullmatch(pattern, primitive.key):
                yield primitive.text


def test_only_what_is_still_to_come_runs_not_yet(shared_data: Path, partial: list[Document]) -> None:
    for document in partial:
        unseen = {n.id for n in document.graph.nodes if not n.has_run and not n.never_runs}
        told = set(in_place_of_blocks(document))
        assert ("not yet" in told) <= bool(unseen & document.graph.to_come)
        if unseen and not unseen & document.graph.to_come:
            assert "not known" in told
    folder = shared_data / "node" / "pv83" / "delegate-ok"
    states = [build_document(raw_of(answer)) for _, answer in running_answers(folder)]
    running = [state for state in states if state.graph.to_come]
    assert running and all("not yet" in set(in_place_of_blocks(state)) for state in running)


def written(show: Callable[..., None], document: Document, shown: Shown = WHOLE) -> str:
    out = io.StringIO()
    show(document, Terminal(out, environ={}), shown)
    return out.getvalue()


def test_sums_of_a_document_that_ends_before_say_so_wherever_they_stand(partial: list[Document]) -> None:
    incomplete = 0
    for document in partial:
        told = re.search(r"\(so far: .*?\)", " ".join(written(show_summary, document).split()))
        more = told[0] if told is not None else ""
        incomplete += bool(more)
        assert summary_words(document).endswith(more)
        sums = " ".join(written(show_gas, document).partition("\n\n")[0].split())
        assert not more or sums.count(more) == 2 or "fee not known" in sums
        headings = [row.cells[0] for row in money_rows(document) if row.heading]
        assert ("FEE SO FAR" in headings) == (bool(more) and document.analysis.fees.total is not None)
    assert incomplete > 20
    page = html(
        next(d for d in partial if d.trace.transaction.hash.startswith(CUT_OFF[-10:])), ExportOptions()
    )
    assert page.decode().count("(so far: 3 outcomes are missing)") == 2


def test_who_is_not_known_to_give_the_result_may_hand_it_on(partial: list[Document]) -> None:
    endless = [document for document in partial if document.verdict.code == "unknown"]
    assert endless
    for document in endless:
        assert "which gives the result," not in document.verdict.explanation
        assert (
            mermaid_sequence(document, ExportOptions())
            .decode()
            .splitlines()[-1]
            .endswith(": the result is not known")
        )


def numbers_in(pattern: str, text: str) -> list[int]:
    return [int(number) for number in re.findall(pattern, " ".join(text.split()))]


def test_a_past_step_counts_nothing_that_was_not_there(shared_data: Path, partial: list[Document]) -> None:
    public = shared_data / "public" / "testnet"
    documents = [*partial, *(recording(public / f"{name}.json") for name in ("EBz4gvA9v4", "6zgh2u9DqH"))]
    for document in documents:
        graph = document.graph
        for step in range(len(document.timeline)):
            shown = shown_at(document, step, None)
            there = sum(shown.there(node, document) for node in graph.nodes if node.kind != "transaction")
            out = "".join(
                written(show, document, shown) for show in (show_errors, show_events, show_transfers)
            )
            told = numbers_in(r"What (\d+) receipts? moved", out) + numbers_in(r"known: (\d+) outcome", out)
            assert all(number <= there for number in told)
            assert not re.search(r"No receipt failed|Nothing was logged|No NEAR was moved", out)


@pytest.mark.parametrize("name", ["random-0070", "random-0004", "delegate-inner-fails", "fan-out-50"])
def test_the_tree_of_a_past_step_counts_every_receipt_once(shared_data: Path, name: str) -> None:
    document = document_of(shared_data / "node" / "pv86" / name)
    for step in range(len(document.timeline)):
        shown = shown_at(document, step, None)
        lines = [plain(parts, 1000) for parts in tree_lines(document, shown)]
        folded = [
            node
            for node in document.graph.nodes
            if node.is_gas_refund and not document.analysis.facts[node.id].failed
        ]
        rows = sum(shown.there(node, document) for node in document.graph.nodes if node not in folded)
        counted = [line for line in lines if line.startswith("+ ")]
        assert rows + sum(
            sum(numbers_in(r"(\d+) (?:gas |deposit )?(?:receipt|refund)", x)) for x in counted
        ) == len(document.graph.nodes)


def test_who_may_wait_unseen_is_not_said_not_to() -> None:
    """Of the first receipt only what it is is at hand: what it made, and who waits for that, is not known."""
    answer = load_json(HERE / "node" / "delegate-inner-fails" / "tx_status.json")
    result = answer["result"]
    first, *_ = result["transaction_outcome"]["outcome"]["receipt_ids"]
    result["receipts_outcome"] = []
    result["receipts"] = [receipt for receipt in result["receipts"] if receipt["receipt_id"] == first]
    del result["status"], result["final_execution_status"]
    document = build_document(raw_of(answer))
    assert [node.id for node in document.graph.nodes[1:]] == [first]
    said = written(show_awaits, document)
    assert said.strip() == "No receipt that this document describes waits for a promise."
    assert written(show_awaits, document, shown_at(document, 0, None)).startswith("Nobody has waited")


def test_blocks_in_which_something_may_have_run_unseen_are_not_said_to_be_without() -> None:
    folder = HERE / "node" / "congested-callback"
    heights = {h: block["height"] for h, block in load_json(folder / "heights.json").items()}
    answer = load_json(folder / "tx_status.json")
    whole = build_document(raw_of(answer, heights))
    result = answer["result"]
    (gone,) = (node.id for node in whole.graph.nodes if "callback" in node.roles)
    result["receipts_outcome"] = [entry for entry in result["receipts_outcome"] if entry["id"] != gone]
    del result["status"], result["final_execution_status"]
    for document, words in (
        (whole, "Nothing of this transaction ran in them"),
        (build_document(raw_of(answer, heights)), "Nothing of this transaction is known to have run in them"),
    ):
        drawing = find_drawing("timeline")
        assert drawing is not None and drawing.card is not None
        layout = drawing.lay_out(document.analysis, LayoutOptions(width=1200.0))
        idle = next(n for n, column in enumerate(layout.columns) if column.kind == "idle")
        card = drawing.card(document, layout, Look(), f"column:{idle}")
        assert card is not None and [row.text for row in card.rows][1] == words


def test_the_result_of_what_may_have_run_is_not_known_and_of_what_is_to_come_not_yet(
    shared_data: Path, partial: list[Document]
) -> None:
    states = running_answers(shared_data / "node" / "pv83" / "delegate-ok")
    told: set[str] = set()
    for document in (*partial, *(build_document(raw_of(answer)) for _, answer in states)):
        for node in document.graph.nodes:
            if not node.has_run and not node.never_runs and not document.timeline.of_node.get(node.id):
                facts, progress = (
                    document.analysis.facts[node.id],
                    progress_of(document.analysis, node.id, None),
                )
                said = result_at(document.analysis, document.timeline, facts, progress).partition(":")[0]
                assert said == ("not yet" if node.id in document.graph.to_come else "not known")
                told.add(said)
    assert told == {"not yet", "not known"}
