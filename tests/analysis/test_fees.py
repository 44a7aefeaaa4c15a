"""Fees by protocol version: the bundled table says what a recorded protocol config says, and narrows versions down."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.reference.recorded import document_of, load_json, tutorial
from xccviz.analysis.fees import consistent_tables
from xccviz.document import fee_tables


def config_of(value: Any) -> Any:
    """The protocol config inside a recorded exchange, however deep it lies."""
    if isinstance(value, dict):
        if "runtime_config" in value:
            return value
        for inner in value.values():
            found = config_of(inner)
            if found is not None:
                return found
    if isinstance(value, str) and "runtime_config" in value:
        return config_of(json.loads(value))
    return None


def test_the_newest_table_is_the_recorded_protocol_config(shared_data: Path) -> None:
    config = config_of(load_json(shared_data / "node" / "pv86" / "node" / "protocol_config.json"))
    costs = config["runtime_config"]["transaction_costs"]
    actions = costs["action_creation_config"]
    fees = [table for table in fee_tables() if table.since <= config["protocol_version"]][-1].fees
    assert fees["new_action_receipt"] == costs["action_receipt_creation_config"]
    for name, key in {
        "CreateAccount": "create_account_cost",
        "FunctionCall": "function_call_cost",
        "FunctionCall/byte": "function_call_cost_per_byte",
        "Transfer": "transfer_cost",
        "Stake": "stake_cost",
        "DeleteKey": "delete_key_cost",
        "DeleteAccount": "delete_account_cost",
        "Delegate": "delegate_cost",
    }.items():
        assert fees[name] == actions[key], name
    assert fees["AddKey/full"] == actions["add_key_cost"]["full_access_cost"]
    assert fees["AddKey/function_call"] == actions["add_key_cost"]["function_call_cost"]
    assert fees["AddKey/function_call/byte"] == actions["add_key_cost"]["function_call_cost_per_byte"]


def test_a_recorded_transaction_is_consistent_with_its_own_version(shared_data: Path) -> None:
    for folder in ("pv83/tutorial-batch-ok", "pv85/delegate-ok", "pv86/delegate-sender-is-relayer--newer-nonce"):
        graph = document_of(shared_data / "node" / folder).graph
        version = int(folder[2:4])
        own = [table for table in fee_tables() if table.since <= version][-1]
        assert own in consistent_tables(graph, fee_tables()), folder


def test_a_batch_that_stopped_early_still_adds_up() -> None:
    """The profile shows the fees of the first action only; the second's come from the table (invariant I11)."""
    document = tutorial("tutorial-batch-fail-step-one")
    batch = next(node for node in document.graph.nodes if "batch" in node.roles)
    gas = document.analysis.facts[batch.id].gas
    assert gas.reconciles is True
    assert gas.unspent == gas.refund_gas == 60_513_397_802_010
    parent = document.analysis.facts[batch.parent or ""].gas
    assert parent.reconciles is True


def test_a_meta_transaction_adds_up_with_what_it_carries() -> None:
    document = tutorial("delegate-inner-fails")
    outer = next(node for node in document.graph.nodes if "delegate" in node.roles)
    assert document.analysis.facts[outer.id].gas.reconciles is True


def test_what_a_meta_transaction_burns_is_the_sum_of_its_parts(shared_data: Path) -> None:
    """Also where the fee tables do not know an inner action's fees (delegate-all-kinds…)."""
    names = ("delegate-ok", "delegate-many-inner", "delegate-nonce-too-large", "delegate-all-kinds--state-init")
    for name in names:
        document = document_of(shared_data / "node" / "pv86" / name)
        outer = next(node for node in document.graph.nodes if "delegate" in node.roles)
        gas = document.analysis.facts[outer.id].gas
        assert gas.execution_fees is not None and gas.contract is not None and gas.send_fees is not None
        assert gas.burnt == gas.execution_fees + gas.contract + gas.send_fees, name
