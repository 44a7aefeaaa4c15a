"""Fees of a fetched protocol config, under the names of the bundled fee tables (protocol.md §4.6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_WAYS = ("send_sir", "send_not_sir", "execution")
_PATHS: Mapping[str, tuple[str, ...]] = {
    "new_action_receipt": ("action_receipt_creation_config",),
    "CreateAccount": ("action_creation_config", "create_account_cost"),
    "DeployContract": ("action_creation_config", "deploy_contract_cost"),
    "DeployContract/byte": ("action_creation_config", "deploy_contract_cost_per_byte"),
    "FunctionCall": ("action_creation_config", "function_call_cost"),
    "FunctionCall/byte": ("action_creation_config", "function_call_cost_per_byte"),
    "Transfer": ("action_creation_config", "transfer_cost"),
    "Stake": ("action_creation_config", "stake_cost"),
    "AddKey/full": ("action_creation_config", "add_key_cost", "full_access_cost"),
    "AddKey/function_call": ("action_creation_config", "add_key_cost", "function_call_cost"),
    "AddKey/function_call/byte": ("action_creation_config", "add_key_cost", "function_call_cost_per_byte"),
    "DeleteKey": ("action_creation_config", "delete_key_cost"),
    "DeleteAccount": ("action_creation_config", "delete_account_cost"),
    "Delegate": ("action_creation_config", "delegate_cost"),
}


def parse_fee_config(runtime_config: Any) -> dict[str, dict[str, int]]:
    """Row → way → gas for every fee that the config states in full; a node leaves newer kinds out of its answer."""
    costs = runtime_config.get("transaction_costs") if isinstance(runtime_config, dict) else None
    found = {}
    for name, path in _PATHS.items():
        value = costs
        for step in path:
            value = value.get(step) if isinstance(value, dict) else None
        if isinstance(value, dict) and all(_is_gas(value.get(way)) for way in _WAYS):
            found[name] = {way: value[way] for way in _WAYS}
    return found


def _is_gas(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
