"""The past knows nothing of the future: what a receipt will return, fail with or give back changes no word of a moment
before it runs."""

# covers: xccviz/words/fates.py, xccviz/replay/standing.py

from __future__ import annotations

import base64
import copy
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.reference.recorded import HERE, document_of, documents_of, load_json, raw_of, tutorial
from xccviz.cli.terminal import Terminal
from xccviz.cli.views import VIEWS
from xccviz.cli.views.gas import show_gas
from xccviz.display.graph.cards import card_of
from xccviz.display.graph.draw import draw
from xccviz.display.look import Look
from xccviz.document import Document, build_document
from xccviz.export import find_exporter
from xccviz.export.types import ExportOptions
from xccviz.layout.layered.build import build_layout
from xccviz.layout.layered.types import LayeredLayout
from xccviz.model.literals import happened
from xccviz.model.raw import RawTransaction
from xccviz.replay import moment_at
from xccviz.replay.standing import deposit_at, fate_at, unspent_at
from xccviz.replay.types import Moment
from xccviz.tables.gas import GAS, gas_rows
from xccviz.tables.ledger import ledger_rows
from xccviz.tables.receipts import RECEIPTS, receipt_rows
from xccviz.tables.shown import shown_at
from xccviz.tables.slots import SLOT_TABLE, slot_rows
from xccviz.tables.waiting import await_rows
from xccviz.words.fates import FATES, fate_words
from xccviz.words.gas import ledger_words
from xccviz.words.lines import edge_sentence
from xccviz.words.money import where_words
from xccviz.words.names import spoken_name
from xccviz.words.progress import result_at, state_words

NAMES = ("tutorial-parallel-3-one-panics", "tutorial-batch-fail-step-two", "forwarded-3-ok", "delegate-inner-fails",
         "yield-timeouts-and-pending--then", "callback-panics", "delete-account-payout")  # fmt: skip


def told(document: Document, moment: Moment, layout: LayeredLayout) -> Iterator[str]:
    """All that is said of a moment, but for the verdict, in boxes as wide as those of `layout`."""
    analysis = document.analysis
    for edge in document.graph.edges:
        yield edge_sentence(analysis, edge, moment)
    for row in receipt_rows(document, moment):
        facts, progress = row.facts, moment.progress[row.node.id]
        yield from RECEIPTS.cells(row, "line")
        yield state_words(row.node, facts, progress)
        yield result_at(analysis, document.timeline, facts, progress)
        if happened(progress):
            yield fate_words(analysis, facts, moment)
            unspent = unspent_at(analysis, row.node.id, moment)
            yield from (f"{each.name} {each.words}" for each in ledger_rows(facts.gas, True, unspent))
    for slot in slot_rows(document, moment):
        yield from SLOT_TABLE.cells(slot, "line")
    for waiter in await_rows(document, moment):
        yield from (waiter.name, waiter.waits, *(cell.full for cell in waiter.cells))
    for line in analysis.deposits:
        now = deposit_at(analysis, line, moment)
        yield where_words(analysis, now, "line") if now is not None else "not yet"
    shown = draw(document, build_layout(analysis), Look(moment=moment))
    yield from (getattr(primitive, "tooltip", "") for primitive in shown.primitives)
    yield from (
        getattr(primitive, "text", "") for primitive in draw(document, layout, Look(moment=moment)).primitives
    )


def altered(answer: dict[str, Any], node: str) -> dict[str, Any]:
    """The answer with another end of `node`: another value, message, or amount that it brings."""
    changed = copy.deepcopy(answer)
    result = changed.get("result", changed)
    for entry in result["receipts_outcome"]:
        status = entry["outcome"]["status"]
        if entry["id"] == node and "SuccessValue" in status:
            status["SuccessValue"] = base64.b64encode(b'"FUTURE"').decode()
        elif entry["id"] == node and "Failure" in status:
            status["Failure"] = json.loads(
                json.dumps(status["Failure"]).replace("panicked: ", "panicked: FUTURE ")
            )
    for receipt in result["receipts"]:
        if receipt["receipt_id"] == node and receipt["predecessor_id"] == "system":
            receipt["receipt"]["Action"]["actions"][0]["Transfer"]["deposit"] = "7" * 25
    return changed


@pytest.mark.parametrize("name", NAMES)
def test_no_word_of_a_moment_depends_on_what_comes_later(name: str) -> None:
    packed = load_json(HERE / "tutorial" / f"{name}.json.gz")
    document = build_document(raw_of(packed["tx_status"], packed["heights"]))
    ran_at, layout = document.timeline.history.ran_at, build_layout(document.analysis)
    for node in document.graph.nodes[1:]:
        other = build_document(raw_of(altered(packed["tx_status"], node.id), packed["heights"]))
        refund = node.is_refund
        before = ran_at.get(node.parent or "", 1) - 1 if refund else ran_at[node.id] - 1
        for index in {0, before // 2, before}:
            moments = [moment_at(each.analysis, each.timeline, index) for each in (document, other)]
            words = [
                list(told(each, moment, layout))
                for each, moment in zip((document, other), moments, strict=True)
            ]
            assert words[0] == words[1]


def test_a_failure_is_pending_until_its_callback_has_run() -> None:
    document = tutorial("tutorial-parallel-3-one-panics")
    (failed,) = document.analysis.verdict.root_causes
    facts, history = document.analysis.facts[failed], document.timeline.history
    (delivery,) = facts.delivers
    assert delivery.to is not None
    ran, received = history.ran_at[failed], history.ran_at[delivery.to]
    fates = [
        fate_at(facts, moment_at(document.analysis, document.timeline, index))
        for index in (ran, received - 1, received)
    ]
    assert fates == ["pending", "pending", "handled"] and fate_at(facts, None) == "handled"
    assert FATES["pending"] == "A callback that will receive the failure has not run yet."


def test_unused_gas_and_deposits_come_back_when_their_refunds_arrive() -> None:
    document = tutorial("delegate-inner-fails")
    analysis, history = document.analysis, document.timeline.history
    (line,) = analysis.deposits
    assert line.refund is not None
    steps = (history.ran_at[line.node] - 1, history.ran_at[line.node], history.ran_at[line.refund])
    moments = [moment_at(analysis, document.timeline, index) for index in steps]
    found = [deposit_at(analysis, line, moment) for moment in moments]
    assert [each and each.where for each in found] == ["in_flight", "returning", "returned"]
    call = analysis.graph.by_id[line.node]
    refunds = [
        child for child in analysis.graph.children[call.id] if analysis.graph.by_id[child].is_gas_refund
    ]
    for index in range(history.ran_at[call.id], len(document.timeline) + 1):
        moment = moment_at(analysis, document.timeline, index)
        come = all(history.ran_at[refund] <= index for refund in refunds)
        unspent = unspent_at(analysis, call.id, moment)
        assert unspent == ("returned" if come else "returning")
        (left,) = [row.name for row in ledger_rows(analysis.facts[call.id].gas, True, unspent)][-1:]
        assert left == ("got back" if come else "coming back")


def test_gas_whose_refund_failed_did_not_come_back() -> None:
    answer = load_json(HERE / "tutorial" / "delegate-inner-fails.json.gz")
    graph = build_document(raw_of(answer["tx_status"], answer["heights"])).graph
    refunds = {node.id: node.parent for node in graph.nodes if node.is_gas_refund}
    result = answer["tx_status"].get("result", answer["tx_status"])
    for entry in result["receipts_outcome"]:
        if entry["id"] in refunds:
            gone = {"AccountDoesNotExist": {"account_id": "relayer.near"}}
            entry["outcome"]["status"] = {"Failure": {"ActionError": {"index": 0, "kind": gone}}}
    document = build_document(raw_of(answer["tx_status"], answer["heights"]))
    left = {row.node.id: row for row in gas_rows(document) if row.facts.gas.unspent}
    assert left and left.keys() <= set(refunds.values())
    for row in left.values():
        assert row.unspent == "burnt"
        assert ledger_rows(row.facts.gas, True, row.unspent)[-1].name == "burnt on its way back"
        assert "burnt on its way back" in ledger_words(row.facts.gas, row.unspent)
        column = next(column for column in GAS.columns if column.id == "unspent")
        assert (column.value(row), column.words(row, "card")) == (0, "0.000")
        whole = f"{row.facts.gas.unspent:,} gas burnt on its way back"
        assert column.words(row, "whole") == whole
        [listed] = [each for each in receipt_rows(document, None) if each.node.id == row.node.id]
        column = next(column for column in RECEIPTS.columns if column.id == "unspent")
        assert (column.value(listed), column.words(listed, "card")) == (0, "0 T")
        assert column.words(listed, "line").endswith("burnt on its way back")
    out = io.StringIO()
    show_gas(document, Terminal(out, environ={"COLUMNS": "100"}))
    assert f"! what {len(left)} receipt" in out.getvalue()


def test_who_resumed_a_yield_is_not_told_before() -> None:
    document = build_document(RawTransaction(documents_of(HERE / "node" / "yield-resumed-by-other-tx")))
    layout = build_layout(document.analysis)
    (edge,) = [edge for edge in document.graph.edges if edge.kind == "resumes"]
    assert edge.external is not None and edge.external[1] is not None
    resume = next(step.n for step in document.timeline.steps if step.kind == "resume")
    for index in range(resume):
        words = "\n".join(told(document, moment_at(document.analysis, document.timeline, index), layout))
        assert "resumed by" not in words and "another transaction resumed" not in words
        assert not [each for each in edge.external if each is not None and each in words]
        assert "nobody has resumed it yet" in words
    words = "\n".join(told(document, moment_at(document.analysis, document.timeline, resume), layout))
    assert "another transaction resumed app.near.on_done" in words and "resumed by another" in words
    box = next(box.key for box in layout.boxes if box.kind == "outside")
    for index, known in ((resume - 1, False), (resume, True)):
        look = Look(moment=moment_at(document.analysis, document.timeline, index))
        card = card_of(document, layout, look, box)
        assert card is not None and ("another transaction" in card.title) == known
        dot = find_exporter("dot")
        assert dot is not None
        assert (b"another transaction" in dot.run(document, ExportOptions(step=index))) == known


@pytest.mark.parametrize("name", ["random-0015", "random-0039", "random-0070"])
def test_which_action_of_a_batch_fails_is_not_told_before(shared_data: Path, name: str) -> None:
    document = document_of(shared_data / "node" / "pv86" / name)
    ran_at = document.timeline.history.ran_at
    fails = [
        (ran_at[node.id], spoken_name(node))
        for node in document.graph.nodes
        if node.failed and spoken_name(node) != spoken_name(node, ended=False)
    ]
    assert fails
    for ran, failing in fails:
        for step in range(ran):
            shown = shown_at(document, step, None)
            for view in VIEWS.values():
                out = io.StringIO()
                if view.is_there(document):
                    view.show(document, Terminal(out, environ={}), shown)
                assert failing not in " ".join(out.getvalue().split()), (view.name, step)
        for format in ("dot", "html", "markdown"):
            exporter = find_exporter(format)
            assert exporter is not None
            assert failing not in exporter.run(document, ExportOptions(step=ran - 1)).decode(), format
