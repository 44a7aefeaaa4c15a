"""Fees by protocol version: the bundled tables say what recorded transactions and a recorded config say."""

# covers: xccviz/analysis/gas/versions.py, xccviz/parse/fee_config.py

from __future__ import annotations

import json
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

from tests.reference.executor import Program, execute
from tests.reference.recorded import load_json, raw_of, recording, walks_all
from xccviz.analysis.gas.fees import FeeTable
from xccviz.analysis.gas.versions import Executions, possible_tables
from xccviz.document import build_document, fee_tables
from xccviz.model.raw import RawDocument, RawTransaction
from xccviz.parse.fee_config import parse_fee_config

VERSIONS = (83, 84, 85, 86)


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


def configs(shared: Path) -> list[Any]:
    """Every recorded protocol config."""
    paths = sorted(shared.glob("node/pv*/node/protocol_config.json"))
    return [config_of(load_json(path)) for path in paths]


def base58_decode(text: str) -> bytes:
    """32 bytes of base58."""
    number = 0
    for char in text:
        number = number * 58 + "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".index(char)
    return number.to_bytes(32, "big")


def table_of(version: int) -> FeeTable:
    """The bundled table in force in one version."""
    (table,) = [table for table in fee_tables() if table.covers(version, version)]
    return table


def test_each_version_has_exactly_one_table() -> None:
    for version in (*range(90), 10**6):
        table_of(version)


def test_the_tables_are_the_recorded_protocol_configs(shared_data: Path) -> None:
    recorded = configs(shared_data)
    assert recorded
    for config in recorded:
        rows = parse_fee_config(config["runtime_config"])
        assert len(rows) == 14
        bundled = table_of(config["protocol_version"]).fees
        assert {name: bundled[name] for name in rows} == rows


def test_odd_configs_state_no_fees() -> None:
    assert parse_fee_config(None) == {}
    assert parse_fee_config({"transaction_costs": [1]}) == {}
    odd = {"transaction_costs": {"action_receipt_creation_config": {"send_sir": "1", "send_not_sir": 1}}}
    assert parse_fee_config(odd) == {}


def with_config(answer: Any, config: Any) -> RawTransaction:
    """An answer with the protocol config of its block."""
    config_document = RawDocument("EXPERIMENTAL_protocol_config", None, {"result": config})
    return RawTransaction((*raw_of(answer).documents, config_document))


@pytest.mark.parametrize(
    "name", ["join-2", "create-deploy-init", "delegate-all-kinds", "create-fail-delete-key-index-2"]
)
def test_a_fetched_config_gives_the_same_numbers(shared_data: Path, name: str) -> None:
    answer = load_json(shared_data / "node" / "pv86" / name / "tx_status.json")
    (config,) = configs(shared_data)
    alone, fetched = build_document(raw_of(answer)), build_document(with_config(answer, config))
    assert fetched.trace.fee_config
    assert fetched.analysis.fees.price_regime == "ge85"
    for node in alone.graph.nodes:
        assert fetched.analysis.facts[node.id].gas == alone.analysis.facts[node.id].gas


def test_the_fees_of_a_fetched_config_stand_above_the_bundled_ones(shared_data: Path) -> None:
    """A network with other fees: what a failed batch had prepaid for actions that did not run follows the config."""
    answer = load_json(shared_data / "node" / "pv86" / "tutorial-batch-fail-step-one" / "tx_status.json")
    (config,) = configs(shared_data)
    dearer = json.loads(json.dumps(config))
    dearer["runtime_config"]["transaction_costs"]["action_creation_config"]["function_call_cost"][
        "execution"
    ] += 7
    document = build_document(with_config(answer, dearer))
    batch = next(node for node in document.graph.nodes if "batch" in node.roles)
    assert document.analysis.facts[batch.id].gas.reconciles is not True
    (table,) = possible_tables(document.graph, fee_tables())
    assert table.fees["FunctionCall"]["execution"] == 780_000_000_007


@walks_all
def test_a_recorded_transaction_agrees_with_its_own_version(shared_data: Path) -> None:
    """Never is the true version ruled out, and the transaction's burnt gas is the sum of its send fees (I20)."""
    for version in VERSIONS:
        for path in sorted(shared_data.glob(f"node/pv{version}/*/tx_status.json")):
            if path.parent.name.startswith("random"):
                continue
            document = recording(path)
            outcome = document.graph.root.outcome
            if outcome is None or not outcome.gas_burnt or outcome.status.kind != "success_receipt":
                continue
            possible = {table.since for table in possible_tables(document.graph, fee_tables())}
            assert table_of(version).since in possible, path


@walks_all
def test_the_size_of_deployed_code_follows_from_gas(shared_data: Path) -> None:
    """The answer holds the hash of the code only; the recordings list the true sizes."""
    codes = load_json(shared_data / "node" / "codes.json")
    sizes = {base58_decode(name).hex(): size for name, size in codes.items()}
    found = set()
    for path in sorted(shared_data.glob("node/pv8*/*/tx_status.json")):
        for table in possible_tables(recording(path).graph, fee_tables()):
            for code, size in table.sizes.items():
                # The list has contracts of accounts, not what was deployed globally.
                if b64decode(code).hex() in sizes:
                    assert sizes[b64decode(code).hex()] == size, path
                    found.add((path, code))
    assert len(found) >= 5


@walks_all
def test_actions_of_every_kind_have_fees(shared_data: Path) -> None:
    """Exact profiles leave the execution fees of what ran: the table gives the same to the last gas."""
    kinds = set()
    for version in VERSIONS:
        for path in sorted(shared_data.glob(f"node/pv{version}/*/tx_status.json")):
            document = recording(path)
            for table in possible_tables(document.graph, [table_of(version)]):
                for node in document.graph.nodes:
                    outcome, gas = node.outcome, document.analysis.facts[node.id].gas
                    if node.kind != "action_receipt" or outcome is None or outcome.status.kind == "failure":
                        continue
                    charges = Executions().charges(node.action_receipt)  # type: ignore[arg-type]
                    fees = table.gas(charges, "execution")
                    assert fees == gas.execution_fees, (path, node.label)
                    kinds.update(action.kind for action in node.receipt.actions)  # type: ignore[union-attr]
    assert kinds >= {
        "CreateAccount", "DeployContract", "FunctionCall", "Transfer", "Stake", "AddKey", "DeleteKey",
        "DeleteAccount", "Delegate", "DelegateV2", "DeployGlobalContract", "DeployGlobalContractByAccountId",
        "UseGlobalContract", "UseGlobalContractByAccountId", "DeterministicStateInit", "TransferToGasKey",
        "WithdrawFromGasKey",
    }  # fmt: skip


def test_the_signer_pays_also_what_is_not_known() -> None:
    answer = execute(Program(False, b"")).answer
    del answer["transaction_outcome"]["outcome"]["tokens_burnt"]  # as documents of 2019 have none
    fees = build_document(raw_of(answer)).analysis.fees
    assert (fees.total, fees.payer) == (None, answer["transaction"]["signer_id"])
