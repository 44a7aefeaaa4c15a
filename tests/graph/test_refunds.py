"""What `system` sent, in answers that list no receipts: what their documents tell of it is what the receipts say."""

# covers: xccviz/graph/refunds.py, xccviz/graph/build.py, xccviz/analysis/gas/ledger.py
# covers: xccviz/analysis/money/accounts.py

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from tests.reference.recorded import load_json, raw_of, recording, usual_files, walks_all
from xccviz.document import Document, build_document


def without_receipts(answer: Any) -> Document | None:
    """The answer that `tx` gives of the same transaction; None where it lists none."""
    result = answer.get("result", answer)
    if not isinstance(result.get("receipts"), list):
        return None
    return build_document(raw_of({"result": {key: result[key] for key in result if key != "receipts"}}))


@walks_all
def test_without_receipts_nothing_is_told_that_they_contradict(shared_data: Path) -> None:
    """Which refund it is, the gas of the ledger, and what an account gained: equal, or not known."""
    wrong, told = list[object](), Counter[str]()
    for path in usual_files(shared_data):
        bare = without_receipts(load_json(path))
        if bare is None:
            continue
        whole = recording(path)
        for node in bare.graph.nodes:
            real = whole.graph.by_id[node.id]
            if node.told_refund is not None:
                told[node.told_refund] += 1
                wrong += [] if node.told_refund == real.refund else [(path, node.id, node.told_refund)]
            gas, there = bare.analysis.facts[node.id].gas, whole.analysis.facts[node.id].gas
            for name in ("forwarded", "unspent"):
                value = getattr(gas, name)
                told[name] += value is not None
                wrong += [] if value in (None, getattr(there, name)) else [(path, node.id, name, value)]
        flows = {account.id: account.flow for account in whole.analysis.accounts}
        for account in bare.analysis.accounts:
            told["flow"] += account.flow is not None
            wrong += [] if account.flow in (None, flows[account.id]) else [(path, account)]
        where = {(each.node, each.action, each.inner): each for each in whole.analysis.deposits}
        for each in bare.analysis.deposits:
            real_end = where.get((each.node, each.action, each.inner))
            if each.where != "unknown" and real_end is not None:
                told["deposit"] += each.refund is not None
                same = (each.where, each.holder) == (real_end.where, real_end.holder)
                wrong += [] if same else [(path, each, real_end)]
    assert not wrong, wrong[:10]
    assert (
        min(
            told[what] for what in ("refund_gas", "refund_deposit", "forwarded", "unspent", "flow", "deposit")
        )
        > 40
    )


def test_what_may_be_a_payout_stays_open(shared_data: Path) -> None:
    """A deleted account pays out, and gives gas back: without a document nothing tells which is which."""
    path = shared_data / "node" / "pv86" / "delete-account-payout" / "tx_status.json"
    bare = without_receipts(load_json(path))
    assert bare is not None
    assert [node.told_refund for node in bare.graph.nodes if node.untold_refund] == [None, None]
