"""What is certain is told although other things are not, and nothing in more than its number."""

# covers: xccviz/words/extent.py, xccviz/words/missing.py, xccviz/words/steps.py, xccviz/words/logs.py
# covers: xccviz/words/numbers.py, xccviz/cli/views/timeline.py, xccviz/cli/views/summary.py

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from tests.reference.recorded import document_of, recording, walks_all
from xccviz.analysis.time.extent import extent_of_nodes
from xccviz.cli.terminal import Terminal
from xccviz.cli.views import VIEWS
from xccviz.document import Document
from xccviz.tables.steps import step_rows
from xccviz.values import replace
from xccviz.words.extent import counted_words, refunds_counted
from xccviz.words.logs import rolled_back
from xccviz.words.numbers import share
from xccviz.words.steps import ahead_step_words, step_sentence


def told(document: Document, view: str, width: int = 400) -> str:
    """A view of the terminal, its lines joined."""
    out = io.StringIO()
    VIEWS[view].show(document, Terminal(out, width=width))
    return " ".join(out.getvalue().split())


@pytest.fixture
def node(shared_data: Path) -> Path:
    return shared_data / "node"


def test_a_deposit_that_is_known_to_have_come_back_is_not_said_to_be_unknown(shared_data: Path) -> None:
    document = recording(shared_data / "public" / "localnet" / "2LPfknEZfo.json")
    assert "only what 1 gas refund brought is not known." in told(document, "summary")
    transfers = told(document, "transfers")
    assert "What 1 gas refund moved is not known" in transfers
    assert "test.near signer, caller, beneficiary −0.0008133 N" in transfers


def test_where_to_ask_is_told_with_the_network_and_not_what_it_will_answer(shared_data: Path) -> None:
    document = recording(shared_data / "public" / "localnet" / "2LPfknEZfo.json")
    hash = document.trace.transaction.hash
    assert f"`xccviz show {hash}` asks the network for them." in told(document, "summary")
    local = replace(document, raw=replace(document.raw, network="localnet"))
    assert f"`xccviz show {hash} --network localnet` asks the network for them." in told(local, "summary")


def test_each_that_system_sent_is_counted_as_what_it_is_known_to_be(node: Path) -> None:
    document = recording(node / "pv86" / "tutorial-batch-same-account" / "tx.json")
    assert "3 receipts, 1 gas refund, 1 refund, 1 refund or payout, 1 failed" in told(document, "summary")
    sent = [each for each in document.graph.nodes if each.is_refund]
    assert refunds_counted(sent) == ["2 refunds", "1 refund or payout"]


@walks_all
def test_nodes_together_are_counted_as_each_is_alone(recorded_files: tuple[Path, ...]) -> None:
    for path in recorded_files:
        nodes = [each for each in recording(path).graph.nodes if each.is_refund and not each.refund_to_come]
        alone = {word.removeprefix("1 ") for each in nodes for word in counted_words(extent_of_nodes([each]))}
        kinds = {
            re.sub(r"(refund|payout|deposit)s", r"\1", word.partition(" ")[2])
            for word in counted_words(extent_of_nodes(nodes))
        }
        assert kinds == (alone or {"receipts"}), path


@walks_all
def test_as_many_deposits_go_back_as_the_failed_receipt_carried(recorded_files: tuple[Path, ...]) -> None:
    seen = set()
    for path in recorded_files:
        document = recording(path)
        for step in document.timeline.steps:
            back = document.graph.by_id[step.node]
            if step.kind != "refund" or back.refund != "refund_deposit" or back.deposit == 1:
                continue
            said = step_sentence(step, document.analysis)
            count = sum(line.node == back.parent for line in document.analysis.deposits)
            wanted = "a deposit " if count == 1 else f"{count} deposits " if count else "what was deposited "
            assert said.startswith(wanted), path
            seen.add(min(count, 2))
    assert {1, 2} <= seen


def test_two_deposits_in_one_refund_are_two(node: Path) -> None:
    document = document_of(node / "pv86" / "random-0043")
    (step,) = [
        step for step in document.timeline.steps if document.graph.by_id[step.node].refund == "refund_deposit"
    ]
    assert step_sentence(step, document.analysis) == "2 deposits go back to user-07.near"
    assert ahead_step_words(step, document.analysis) == "2 deposits go back to user-07.near"


def test_one_event_and_one_line_are_one(node: Path) -> None:
    errors = told(document_of(node / "pv86" / "random-0043"), "errors")
    assert "An event of farm.near (3 actions) is void" in errors
    assert "what this event tells was rolled back; the log line remains." in errors
    assert rolled_back(1) == "The receipt failed: what this line tells of was rolled back."
    assert rolled_back(2) == "The receipt failed: what these lines tell of was rolled back."


@pytest.mark.parametrize("width", [40, 60, 100])
def test_a_timeline_is_told_to_its_end_whatever_the_width(width: int, shared_data: Path) -> None:
    document = recording(shared_data / "public" / "mainnet" / "6cJTAsWzgP.json")
    said = told(document, "timeline", width)
    assert "…" not in said
    assert said.endswith("of how much is not known (2 times, to step 7)")
    assert "how much NEAR is not known" in said
    assert len(list(step_rows(document))) == 7


BEHIND_A_NAME = (
    r"the longest wait|waited \d+ blocks?|in which block is not known|\d times, to step \d+|"
    r"tell of was rolled back"
)


def test_what_is_told_behind_a_name_is_there_however_narrow_it_is(node: Path) -> None:
    folders = [folder for folder in sorted((node / "pv86").iterdir()) if (folder / "heights.json").exists()]
    for folder in folders[:25]:
        document = document_of(folder)
        for view in ("timeline", "await", "errors", "events"):
            wide, narrow = told(document, view), told(document, view, 50)
            assert re.findall(BEHIND_A_NAME, narrow) == re.findall(BEHIND_A_NAME, wide), (folder.name, view)


@pytest.mark.parametrize(
    ("part", "whole", "card", "line"),
    [
        (0, 4, "0 %", "0.0 %"),
        (1, 10_000, "<1 %", "<0.1 %"),
        (1, 3, "33 %", "33.3 %"),
        (996, 1000, ">99 %", "99.6 %"),
        (9_999, 10_000, ">99 %", ">99.9 %"),
        (4, 4, "100 %", "100.0 %"),
    ],
)
def test_something_is_not_none_and_nearly_all_is_not_all(part: int, whole: int, card: str, line: str) -> None:
    assert share(part, whole, "card") == card
    assert share(part, whole, "line") == line
