"""What is counted is what is said to be counted, and what is named is what did it: against recorded answers."""

# covers: xccviz/analysis/time/extent.py, xccviz/words/extent.py, xccviz/words/fates.py

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reference.recorded import document_of, recording, walks_all
from tests.words.test_against_the_raw import without_receipts
from xccviz.analysis.time.extent import extent_of
from xccviz.cli.terminal import Terminal
from xccviz.cli.views import VIEWS
from xccviz.document import Document
from xccviz.export import ExportOptions, find_exporter
from xccviz.graph.types import Node
from xccviz.model.amounts import parse_near
from xccviz.replay.moment import moment_at
from xccviz.words.errors import error_text
from xccviz.words.extent import extent_words
from xccviz.words.fates import fate_words
from xccviz.words.missing import stakes_sentence, untold_moves
from xccviz.words.money import moved_words
from xccviz.words.names import spoken_name
from xccviz.words.roles import role_words
from xccviz.words.steps import step_sentence


@pytest.fixture
def node(shared_data: Path) -> Path:
    return shared_data / "node" / "pv86"


def random_ones(shared: Path) -> Iterator[tuple[str, Document]]:
    for folder in sorted((shared / "node" / "pv86").glob("random-00*")):
        yield folder.name, document_of(folder)


def calls(node: Node) -> bool:
    return any(action.kind == "FunctionCall" for action in node.actions)


def test_a_transfer_that_failed_is_no_call(node: Path) -> None:
    assert "1 more receipt failed." in document_of(node / "detached-fails").verdict.title
    inner = document_of(node / "delegate-inner-missing-account")
    assert inner.verdict.title.startswith("The receipt inside the meta-transaction failed: Transfer to")
    (finding,) = [each for each in inner.findings if each.code == "delegated_call_failed"]
    assert finding.title == "Transfer to nobody-here.near inside the meta-transaction failed"
    assert "call" not in finding.explanation


@walks_all
def test_what_is_called_a_call_that_failed_called(shared_data: Path) -> None:
    for name, document in random_ones(shared_data):
        failed = [each for each in document.graph.nodes if each.failed and not each.is_refund]
        if not all(map(calls, failed)):
            said = f"{document.verdict.title} {document.verdict.explanation}"
            assert "more call" not in said and "failed call" not in said, name


@walks_all
def test_a_failure_that_several_received_is_told_of_all_of_them(shared_data: Path) -> None:
    seen = 0
    for name, document in random_ones(shared_data):
        for id, facts in document.analysis.facts.items():
            receivers = {each.to for each in facts.delivers}
            if len(receivers) < 2 or facts.fate not in ("handled", "propagated"):
                continue
            words, seen = fate_words(document.analysis, facts, None), seen + 1
            failed = sum(document.graph.by_id[each].failed for each in receivers if each is not None)
            some = f"One of the {len(receivers)}" if failed else f"{len(receivers)} callbacks received"
            assert words.startswith(some), (name, id, words)
    assert seen > 5


@walks_all
def test_what_all_of_a_batch_did_is_not_laid_on_the_action_that_failed(shared_data: Path) -> None:
    """Logs, events, gas and slots are those of the receipt: which action they are of is not told."""
    seen = 0
    for name, document in random_ones(shared_data):
        failing = {
            spoken_name(each)
            for each in document.graph.nodes
            if each.failed and each.action_receipt is not None and len(each.actions) > 1
        }
        for view in ("events", "gas", "await"):
            out = io.StringIO()
            VIEWS[view].show(document, Terminal(out, width=400))
            heads = [line.split("  ")[0].strip("✗✓· ") for line in out.getvalue().splitlines()]
            assert failing.isdisjoint(heads), (name, view)
        for finding in document.findings:
            if finding.code in ("reverted_events", "detached_promise", "large_unspent_gas", "slow_join"):
                assert not any(each in finding.title for each in failing), (name, finding.title)
        seen += len(failing)
    assert seen > 20


def test_events_of_a_batch_are_those_of_its_receipt(node: Path) -> None:
    """`callback`, its second action, logged them; `run_a`, the third, failed."""
    titles = [finding.title for finding in document_of(node / "random-0008").findings]
    assert "Events of hub.near (3 actions) are void" in titles
    assert "Nobody saw hub.near.run_a (3 of 3) fail" in titles


@walks_all
@pytest.mark.parametrize("format", ["markdown", "html"])
def test_what_is_cut_twice_tells_no_length_of_its_own(format: str, shared_data: Path) -> None:
    """`174 bytes, hex 0700…` is 174 bytes long, however many characters tell so."""
    for path in sorted((shared_data / "public" / "envelopes").glob("*/*.json")):
        told = find_exporter(format).run(recording(path), ExportOptions()).decode()
        assert not re.search(r"\d bytes, hex [0-9a-f]+… \([\d,]+ characters\)", told), path.name


@walks_all
def test_a_deposit_that_was_not_needed_is_not_paid_out(shared_data: Path) -> None:
    """What a state init leaves of its deposit goes back to who gave it; only a deleted account is paid out."""
    seen = set[bool]()
    for name in ("state-init-by-promise", "delegate-all-kinds--state-init", "delete-account-payout"):
        document = document_of(shared_data / "node" / "pv86" / name)
        (sent,) = [each for each in document.graph.nodes if "payout" in each.roles]
        deletes = any(
            each.kind == "DeleteAccount" for each in document.graph.by_id[sent.parent or ""].actions
        )
        said = " ".join((
            *(step_sentence(step, document.analysis) for step in document.timeline.steps),
            extent_words(extent_of(document.graph)),
            role_words(sent, "card"),
            role_words(sent, "line"),
            moved_words(sent),
        ))  # fmt: skip
        assert ("payout" in said and "paid out" in said) is deletes, name
        assert ("leftover deposit" in said and "left of a deposit" in said) is not deletes, name
        seen.add(deletes)
    assert seen == {True, False}


@walks_all
def test_a_hint_about_arguments_fits_a_call_without_any(shared_data: Path) -> None:
    """What a contract hands to the network may be built into it: a call without arguments can't check them."""
    seen = 0
    for folder in sorted((shared_data / "node" / "pv86").glob("host-errors--*")):
        document = document_of(folder)
        assert not any(action.args for action in document.graph.root.actions), folder.name
        for facts in document.analysis.facts.values():
            error = facts.status.error if facts.status is not None else None
            hint = error_text(error).hint if error is not None else ""
            assert "arguments" not in hint or "its state" in hint, (folder.name, hint)
            seen += "arguments" in hint
    assert seen > 5


def test_what_is_held_is_not_rounded_up(node: Path) -> None:
    """A key that holds 2.99958… N can't give 2.9996 N."""
    document = document_of(node / "gas-key--withdraw-too-much")
    (failed,) = [each for each in document.graph.nodes if each.failed]
    (error,) = [
        facts.status.error
        for id, facts in document.analysis.facts.items()
        if id == failed.id and facts.status
    ]
    assert error is not None and failed.outcome is not None
    held = int(failed.outcome.status.action_error["kind"]["InsufficientGasKeyBalance"]["balance"])
    told = parse_near(error_text(error).title.removeprefix("the gas key holds only "))
    assert held - 10**20 < told <= held


def test_a_deposit_of_a_failed_receipt_came_back_though_no_receipts_are_listed(shared_data: Path) -> None:
    """That the refund ran is told, and a failure gives back all that it carried (protocol.md §2.10)."""
    document = recording(shared_data / "public" / "localnet" / "7N7YSKgXhU.json")
    (line,) = document.analysis.deposits
    assert (line.where, line.holder, line.amount) == ("returned", "test.near", 3 * 10**24)
    assert untold_moves(document.graph).startswith("What 1 gas refund moved is not known")
    for folder in sorted((shared_data / "node" / "pv86").glob("refund-*")):
        whole, bare = document_of(folder), without_receipts(folder)
        known = {(line.node, line.action): line for line in whole.analysis.deposits}
        for line in bare.analysis.deposits:
            if line.where not in ("unknown", "arrived"):
                told = known[line.node, line.action]
                assert (line.where, line.holder, line.amount) == (told.where, told.holder, told.amount), (
                    folder.name
                )


def test_a_stake_is_told_where_nothing_moved(node: Path) -> None:
    """It stays in its own account: `accounts.json` has 1.9 million before and 0.9 after, and 1 million locked."""
    said = {
        "stake-and-unstake": "set its stake to 1,000,000 N, locked in its own account.",
        "stake-and-unstake--unstake": "what is locked stays in its own account until it is freed.",
        "create-fail-stake-index-2": "",
    }
    for name, sentence in said.items():
        document, out = document_of(node / name), io.StringIO()
        VIEWS["transfers"].show(document, Terminal(out, width=400))
        told = stakes_sentence(document.graph)
        assert told.endswith(sentence) and bool(told) is bool(sentence), name
        assert told in out.getvalue(), name
        assert told in find_exporter("html").run(document, ExportOptions()).decode(), name
        assert not stakes_sentence(document.graph, moment_at(document.analysis, document.timeline, 0)), name
    (staked,) = [
        each for each in document_of(node / "stake-and-unstake").graph.nodes if each.label.endswith(": Stake")
    ]
    assert moved_words(staked) == "stake set to 1,000,000 N"
