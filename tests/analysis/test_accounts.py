"""What flowed to and from each account is what the chain's balances say, contract rewards apart."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.reference.recorded import document_of, load_json
from xccviz.document import Document
from xccviz.model.trace import ActionReceipt

# Recorded while other transactions touched the same accounts, or with a gas key's own balance in play.
SHARED_WINDOW = ("transfer-eth-implicit--", "--resumer", "yield", "congested", "gas-key",
                 "-all-kinds", "delete-key-race", "ft-contract-real")  # fmt: skip


def contract_rewards(document: Document, folder: Path) -> Counter[str]:
    """Protocol before 87 pays ⌊Σ profile · 3/10⌋ of the burnt gas to the called contract (FINDINGS.md)."""
    heights = load_json(folder / "heights.json")
    version = int(folder.parent.name[2:])
    rewards: Counter[str] = Counter()
    for node in document.graph.nodes:
        receipt, outcome = node.receipt, node.outcome
        if not isinstance(receipt, ActionReceipt) or outcome is None or not outcome.profile:
            continue
        market = int(heights[outcome.block_hash]["parent_gas_price"])
        bought = receipt.gas_price or market
        price = bought if version < 85 else min(bought, market)
        if any(action.kind == "FunctionCall" for action in receipt.actions):
            gas = sum(entry.gas for entry in outcome.profile)
            rewards[receipt.receiver_id] += gas * 3 // 10 * price
    return rewards


def test_flows_equal_the_recorded_balance_changes(shared_data: Path) -> None:
    compared = 0
    for path in sorted(shared_data.glob("node/*/*/accounts.json")):
        name = path.parent.name
        if any(part in name for part in SHARED_WINDOW):
            continue
        document = document_of(path.parent)
        rewards = contract_rewards(document, path.parent)
        recorded = load_json(path)
        for account in document.analysis.accounts:
            before = recorded["before"]["accounts"].get(account.id) or {}
            after = recorded["after"]["accounts"].get(account.id) or {}
            if account.flow is None or not ("amount" in before or "amount" in after):
                continue
            change = sum(int(after.get(k, 0)) - int(before.get(k, 0)) for k in ("amount", "locked"))
            assert change == account.flow + rewards[account.id], (name, account.id)
            compared += 1
    assert compared > 600
