"""What sentences count, against what recorded answers hold: receipts and what `system` sends are told apart, and what
no document tells is not counted as none."""

# covers: xccviz/words/extent.py, xccviz/words/standing.py, xccviz/words/missing.py, xccviz/analysis/time/extent.py
# covers: xccviz/words/folding.py, xccviz/words/money.py

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from tests.reference.recorded import document_of, load_json, recording
from xccviz.analysis.checks import Wanted, check
from xccviz.cli.terminal import Terminal
from xccviz.cli.views import VIEWS
from xccviz.document import Document
from xccviz.export.mermaid import flowchart
from xccviz.export.types import ExportOptions
from xccviz.replay.moment import moment_at
from xccviz.tables.shown import shown_at
from xccviz.tables.so_far import doings_of, doings_words
from xccviz.words.standing import standing_words


def told(document: Document, view: str, step: int | None = None) -> str:
    """A view of the terminal, as it stood after a step."""
    out = io.StringIO()
    VIEWS[view].show(document, Terminal(out, width=400), shown_at(document, step, None))
    return out.getvalue()


@pytest.fixture
def node(shared_data: Path) -> Path:
    return shared_data / "node" / "pv86"


def stood(document: Document, step: int) -> str:
    return standing_words(document.analysis, moment_at(document.analysis, document.timeline, step))


def test_what_had_run_is_counted_as_at_the_end(node: Path) -> None:
    document = document_of(node / "random-0013")
    assert stood(document, 3).startswith("1 receipt and 1 deposit refund have run, 1 of them failed, ")
    assert stood(document, 2).startswith("1 receipt has run and failed, ")
    assert "1 receipt, 1 gas refund, 1 deposit refund, 1 failed" in told(document, "summary")


@pytest.mark.parametrize(
    "name", ["random-0001", "refund-deposit", "delete-account-payout", "global-deploy-by-hash"]
)
def test_the_last_step_counts_as_the_whole(name: str, node: Path) -> None:
    document = document_of(node / name)
    (extent,) = re.findall(r"extent +(.*)", told(document, "summary"))
    numbers = [int(n) for n in re.findall(r"(\d+) (?:receipt|gas|deposit|payout)", extent)]
    last = stood(document, len(document.timeline)).split(" ran ")[0].split("run, ")[0]
    assert [int(n) for n in re.findall(r"\d+", last)] == numbers


def test_what_is_to_come_is_counted_apart_too(node: Path) -> None:
    """Of 21 receipts and 9 refunds some have run by each step, some are on their way, and the others are to come."""
    document = document_of(node / "random-0001")
    graph = document.graph
    for step in range(len(document.timeline)):
        shown = shown_at(document, step, None)
        calls = sum(not shown.there(n, document) and not n.is_refund for n in graph.nodes)
        found = re.findall(r"^\+ (\d+) receipts?\b.* to come$", told(document, "tree", step), re.MULTILINE)
        assert found == ([str(calls)] if calls else [])


def test_what_is_folded_is_called_what_it_is(node: Path) -> None:
    """Refunds are no receipts, nor is the transaction."""
    document = document_of(node / "random-0001")
    (folded,) = re.findall(r"folded into 1 box: (.*)", flowchart(document, ExportOptions()))
    assert folded == f"{sum(each.is_gas_refund for each in document.graph.nodes)} gas refunds"


def test_who_has_its_data_does_not_wait(node: Path) -> None:
    document = document_of(node / "value-unicode")
    (ready,) = (step.n for step in document.timeline.steps if step.kind == "deliver")
    assert ", 1 callback waits" in stood(document, ready - 1)
    assert ", 1 callback can run now" in stood(document, ready)
    assert "wait" not in stood(document, ready)


def test_all_that_succeeded_is_counted(node: Path) -> None:
    """One of them had no actions."""
    said = " ".join(told(document_of(node / "random-0072"), "summary").split())
    assert "What the 11 receipts that succeeded changed stays." in said


def test_whoever_does_not_exist_neither_gains_nor_loses(node: Path) -> None:
    said = " ".join(told(document_of(node / "random-0055"), "transfers").split())
    assert "4 other accounts neither gained nor lost" in said


LACKING = ["DZhE4oxxaz", "BpoRax4dyM", "9ucRZ9Bwkh", "DEtAE5d6M8"]


@pytest.mark.parametrize("name", LACKING)
def test_what_nobody_saw_may_have_failed_and_logged(name: str, shared_data: Path) -> None:
    (path,) = (shared_data / "public" / "lake" / "partial").glob(f"*{name}.json")
    document, answer = recording(path), load_json(path)
    answer = answer.get("result", answer)
    seen = {each["id"] for each in (answer["transaction_outcome"], *answer["receipts_outcome"])}
    made = {
        id
        for each in (answer["transaction_outcome"], *answer["receipts_outcome"])
        for id in each["outcome"]["receipt_ids"]
    }
    lack = len((made | {each["receipt_id"] for each in answer["receipts"]}) - seen)
    lines = f"{lack} outcomes are not in this document." if lack > 1 else "1 outcome is not in this document."
    for view, none, known in (
        ("errors", "No receipt failed.", "No failure is known: "),
        ("events", "Nothing was logged.", "No log line is known: "),
    ):
        said = told(document, view)
        assert none not in said
        assert known + lines in said or not said.startswith(known)


def test_what_can_run_need_not_run_next(shared_data: Path, node: Path) -> None:
    for document, step in (
        (recording(shared_data / "public" / "mainnet" / "7btFS8LzGQ.json"), 19),
        (document_of(node / "random-0033"), 8),
    ):
        assert "runs next" not in told(document, "await", step)


def test_a_document_that_says_what_was_burnt_lacks_what_was_paid(shared_data: Path) -> None:
    document = recording(shared_data / "public" / "envelopes" / "testnet" / "CqiBnYCRgk.json")
    said = told(document, "transfers")
    assert "what it burnt" not in said
    assert "an outcome does not say what was paid" in said


def test_sums_of_accounts_leave_out_what_contracts_get(node: Path) -> None:
    """ft.near gained a part of what was burnt in it (accounts.json)."""
    said = " ".join(told(document_of(node / "refund-to-other"), "transfers").split())
    assert said.endswith(
        "A contract's share of the gas burnt in it is not counted. "
        "Without such shares, 1 other account neither gained nor lost by what moved and by fees."
    )
    plain = told(document_of(node / "transfer-self"), "transfers")
    assert "share" not in plain


def test_gas_that_a_failed_call_left_may_have_been_set_aside_for_others(node: Path) -> None:
    said = " ".join(told(document_of(node / "random-0013"), "errors").split())
    assert "used and promised more gas than it had" in said
    assert "It failed: gas that it may have set aside for other calls is in it." in said


PLAIN = ["testnet/6zgh2u9DqH", "mainnet/J4z6WZV3X3", "mainnet/B5REQdxGBx"]


@pytest.mark.parametrize("name", PLAIN)
def test_a_refund_alone_leaves_no_call_unknown(name: str, shared_data: Path) -> None:
    """The only receipt made one more, which ran at no price: nothing was called, nobody waits."""
    document = recording(shared_data / "public" / f"{name}.json")
    summary, awaits = told(document, "summary"), told(document, "await")
    assert "the answer lists no receipts: only what 1 gas refund brought is not known" in " ".join(
        summary.split()
    )
    assert "1 receipt, 1 gas refund" in summary
    assert awaits.strip() == "No receipt of this transaction waits for a promise."
    assert "?" not in told(document, "gas")
    assert told(document, "timeline").rstrip().endswith("; how much NEAR is not known")
    assert "prepaid gas goes back to" in told(document, "timeline")
    assert "What 1 gas refund moved is not known" in told(document, "transfers")


def test_what_a_failed_receipt_without_a_deposit_gives_back_is_gas(node: Path) -> None:
    for name in ("gas-key--delete-account-rich", "yield-with-then--resumer"):
        said = told(recording(node / name / "tx.json"), "timeline")
        assert "something goes back" not in said
        assert "prepaid gas goes back to" in said


def test_what_is_to_come_when_all_calls_have_run_is_a_refund(shared_data: Path) -> None:
    """`EXECUTED`: the node waits for nothing but refunds, which cost nothing and log nothing."""
    document = recording(shared_data / "public" / "mainnet" / "9wTdvynYs6.json")
    assert "All 3 receipts ran without a failure. 1 refund or payout is still to come." in (
        document.verdict.explanation
    )
    summary = told(document, "summary")
    assert "3 receipts, 1 gas refund, 1 refund or payout, 1 more to come" in summary
    assert "so far" not in summary
    assert re.search(r"○ 8j2oWs\w+  refund or payout  has not run yet", told(document, "tree"))
    assert "8j2oWs" not in told(document, "gas")
    held = {
        assertion.name: assertion.holds
        for assertion in check(document.analysis, Wanted(max_gas=10**15, max_fee=10**24))
    }
    assert held == {"max-gas": True, "max-fee": True}


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        ("delete-account-payout", "tx_status", ["gives back", "pays out"]),
        ("tutorial-batch-ok", "tx", ["gives back", "gives back or pays out", "gives back or pays out"]),
        ("refund-deposit", "tx", ["gives back", "gives back"]),
    ],
)
def test_a_payout_gives_nothing_back(name: str, answer: str, words: list[str], node: Path) -> None:
    drawn = flowchart(recording(node / name / f"{answer}.json"), ExportOptions())
    assert sorted(re.findall('-[.]->[|]"(gives back[a-z ]*|pays out)"', drawn)) == words


def test_on_an_account_more_may_have_run_than_is_told(shared_data: Path) -> None:
    document = recording(shared_data / "public" / "lake" / "partial" / "mainnet_DEtAE5d6M8.json")
    end = moment_at(document.analysis, document.timeline, len(document.timeline))
    said = doings_words(doings_of(document, end, "relay.aurora"))
    assert said[0] == "nothing is known to have run on it"
