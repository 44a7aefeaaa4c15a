"""By a moment: the gas along the way, and what an account had done; at the end it is all of it."""

# covers: xccviz/tables/so_far.py, xccviz/gui/inspector/so_far.py

from __future__ import annotations

import pytest

from tests.reference.later import TEN, recorded_ten
from xccviz.document import Document
from xccviz.replay import moment_at
from xccviz.tables.so_far import doings_of, doings_words, gas_along


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    return dict(recorded_ten())


@pytest.mark.parametrize("name", TEN)
def test_what_accounts_have_done_grows_to_all_there_is(documents: dict[str, Document], name: str) -> None:
    document = documents[name]
    accounts = {node.outcome.executor_id for node in document.graph.nodes if node.outcome is not None}
    for account in filter(None, accounts):
        before = (0, 0, 0, 0, 0)
        for step in range(len(document.timeline) + 1):
            did = doings_of(document, moment_at(document.analysis, document.timeline, step), account)
            now = (did.ran, did.failed, len(did.sent), did.burnt, did.logs)
            assert all(a <= b for a, b in zip(before, now, strict=True))
            before = now
        burnt = dict(document.analysis.gas.by_contract).get(account, 0)
        assert before[3] == burnt
        flow = next(each.flow for each in document.analysis.accounts if each.id == account)
        assert did.flow == flow
        assert doings_words(did)
        ran = [
            n for n in document.graph.nodes if n.outcome and n.outcome.executor_id == account and n.has_run
        ]
        assert did.ran + len(did.sent) == sum(node.kind != "transaction" for node in ran)


def test_a_refund_that_ran_is_told(documents: dict[str, Document]) -> None:
    """Not "nothing has run on it yet" right below the refund that has."""
    document = documents["tutorial-parallel-3-one-panics"]
    for step, said in ((5, "nothing has run on it yet"), (6, "1 refund has run"), (15, "5 refunds have run")):
        did = doings_of(document, moment_at(document.analysis, document.timeline, step), "alice.near")
        assert doings_words(did)[0] == said


def test_gas_along_the_way_is_what_each_was_given_and_has_left(documents: dict[str, Document]) -> None:
    document = documents["tutorial-parallel-3-one-panics"]
    callback = next(node.id for node in document.graph.nodes if "on_multi_done" in node.label)
    for step in range(len(document.timeline) + 1):
        moment = moment_at(document.analysis, document.timeline, step)
        rows = gas_along(document, moment, callback)
        assert all(row.left is None or row.given is None or row.left <= row.given for row in rows)
        if step == 10:
            run, waits = rows
            assert (run.name, run.left) == ("caller.near.multiple_contracts", 0)
            attached = document.analysis.facts[callback].gas.attached
            assert (waits.node, waits.given, waits.left, waits.where) == (
                callback,
                attached,
                attached,
                "to use",
            )
        if step < 2:
            assert [row.node for row in rows if row.node == callback] == []
