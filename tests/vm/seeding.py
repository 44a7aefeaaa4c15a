"""State that scenarios set up by calls which were not recorded: run here first."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tests.vm.recordings import TOKEN, Recording, World
from xccviz.vm.call import call
from xccviz.vm.prices import Prices
from xccviz.vm.types import Context, State

METADATA = {"spec": "ft-1.0.0", "name": "Example", "symbol": "EX", "decimals": 6}
NEW = ("new", {"owner_id": "alice.near", "total_supply": "1000000", "metadata": METADATA}, 0)
REGISTRATION = 10**24 // 80
STEPS: dict[str, list[tuple[str, Any, int]]] = {
    "ft-contract-real": [
        NEW,
        ("storage_deposit", {"account_id": "bob.near"}, REGISTRATION),
        ("storage_deposit", {"account_id": "amm.near"}, REGISTRATION),
        ("ft_transfer", {"receiver_id": "bob.near", "amount": "250", "memo": "rent"}, 1),
    ],
    "sdk-panics": [NEW],
}
"""Scenario → calls on its token."""


def seed_tokens(
    world: World, found: list[Recording], version: int, codes: Mapping[str, bytes], prices: Prices
) -> None:
    """Give each token of a chain the state that its scenario gave it."""
    for recording in found:
        scenario = recording.name.partition("/")[2].partition("--")[0]
        account = recording.result["transaction"]["receiver_id"]
        is_token = account.startswith("token") and scenario in STEPS
        if recording.version != version or not is_token or account in world.state or TOKEN not in codes:
            continue
        for method, args, deposit in STEPS[scenario]:
            context = Context(
                account,
                "alice.near",
                "alice.near",
                bytes(33),
                bytes(32),
                1,
                json.dumps(args).encode(),
                deposit,
            )
            context = _rich(context)
            outcome = call(codes[TOKEN], method, context, State(world.state[account], whole=True), prices)
            assert outcome.failure is None, (method, outcome.failure)
            world.state[account].update({write.key: write.new for write in outcome.writes})
        world.codes[account] = "local", TOKEN


def _rich(context: Context) -> Context:
    from xccviz.values import replace

    return replace(context, balance=10**25, storage_usage=180_000, waiting=frozenset(), yield_ids={})
