"""What the protocol charges and allows: from the block's protocol config, or the table that ships (vm.md §4, §5).

A config (`EXPERIMENTAL_protocol_config`) does not tell the fees of global contracts, state inits and gas keys; those
stand in resources/fees, whatever the rest is from.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal

from xccviz.model.raw import Json, JsonObject, count_of, object_of
from xccviz.resources import read_text
from xccviz.values import field, frozen, replace
from xccviz.vm.types import NotSupported
from xccviz.vm.wasm.rules import Rules

OLDEST, NEWEST = 83, 87
"""The protocol versions of the table that ships. Of a newer one nobody knows here what a contract may call."""
OLDEST_CONFIG = 77
"""The first protocol version that a config makes computable: since then ids are derived as they are (vm.md §4)."""

Origin = Literal["config", "table"]
"""Where prices are from: what the node said of the block, or what ships for that version."""

_WASMTIME_SINCE = 84
_WAYS = ("send_sir", "send_not_sir", "execution")
_ROWS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("new_action_receipt", "new_action_receipt", ("action_receipt_creation_config",)),
    ("new_data_receipt_base", "", ("data_receipt_creation_config", "base_cost")),
    ("new_data_receipt_byte", "", ("data_receipt_creation_config", "cost_per_byte")),
    ("create_account", "CreateAccount", ("action_creation_config", "create_account_cost")),
    ("delete_account", "DeleteAccount", ("action_creation_config", "delete_account_cost")),
    ("deploy_contract_base", "DeployContract", ("action_creation_config", "deploy_contract_cost")),
    (
        "deploy_contract_byte",
        "DeployContract/byte",
        ("action_creation_config", "deploy_contract_cost_per_byte"),
    ),
    ("function_call_base", "FunctionCall", ("action_creation_config", "function_call_cost")),
    ("function_call_byte", "FunctionCall/byte", ("action_creation_config", "function_call_cost_per_byte")),
    ("transfer", "Transfer", ("action_creation_config", "transfer_cost")),
    ("stake", "Stake", ("action_creation_config", "stake_cost")),
    ("add_full_access_key", "AddKey/full", ("action_creation_config", "add_key_cost", "full_access_cost")),
    (
        "add_function_call_key_base",
        "AddKey/function_call",
        ("action_creation_config", "add_key_cost", "function_call_cost"),
    ),
    (
        "add_function_call_key_byte",
        "AddKey/function_call/byte",
        ("action_creation_config", "add_key_cost", "function_call_cost_per_byte"),
    ),
    ("delete_key", "DeleteKey", ("action_creation_config", "delete_key_cost")),
    ("deploy_global_contract_base", "DeployGlobalContract", ()),
    ("deploy_global_contract_byte", "DeployGlobalContract/byte", ()),
    ("use_global_contract_base", "UseGlobalContract", ()),
    ("use_global_contract_byte", "UseGlobalContract/byte", ()),
    ("deterministic_state_init_base", "DeterministicStateInit", ()),
    ("deterministic_state_init_byte", "DeterministicStateInit/byte", ()),
    ("deterministic_state_init_entry", "DeterministicStateInit/entry", ()),
    ("gas_key_transfer_base", "GasKeyTransfer", ()),
    ("gas_key_byte", "GasKey/byte", ()),
    ("gas_key_nonce_write_base", "GasKey/nonce", ()),
)
"""Fees by name: as a profile lists them (in capitals), as resources/fees has them, where a config tells them."""


@frozen
class Fee:
    """Gas for sending to oneself or to others, and for executing."""

    to_self: int
    to_others: int
    execution: int

    def send(self, to_self: bool) -> int:
        """What sending burns now."""
        return self.to_self if to_self else self.to_others


@frozen
class Prices:
    """Costs and fees in gas, limits, and what is switched on, in one protocol version.

    `costs` and `limits` have a node's names (`ext_costs`, `limit_config`), `fees` those of a profile; `switches` are
    what the config says with true or false, by its names. `rules` are those for modules.
    """

    version: int
    origin: Origin
    costs: Mapping[str, int] = field(hash=False)
    fees: Mapping[str, Fee] = field(hash=False)
    limits: Mapping[str, int] = field(hash=False)
    switches: Mapping[str, bool] = field(hash=False)
    rules: Rules
    bytes_per_record: int = 40

    def cost(self, name: str) -> int:
        """The price of one unit of a cost. Raises NotSupported where nothing tells it."""
        if name not in self.costs:
            raise NotSupported(name, f"has no known price in protocol version {self.version}")
        return self.costs[name]

    def fee(self, name: str) -> Fee:
        """The fee of an action or a receipt. Raises NotSupported where nothing tells it."""
        if name not in self.fees:
            raise NotSupported(name, f"has no known fee in protocol version {self.version}")
        return self.fees[name]


def variants(prices: Prices) -> tuple[Prices, ...]:
    """These prices, and where a table cannot know which of two nodes ran, those of the other: version 84 was run with
    and without a price of growing memory by how much (vm.md §3). The recorded profile tells which fits."""
    if prices.origin == "config" or prices.version != _WASMTIME_SINCE:
        return (prices,)
    return prices, replace(prices, rules=replace(prices.rules, linear_grow=False))


def of_block(config: Json, version: int) -> Prices:
    """From the config of the block where a capture has one, else from the table. Raises NotSupported without both."""
    answer = object_of(config)
    if object_of(answer.get("runtime_config")).get("wasm_config"):
        return from_config(answer)
    return built_in(version)


def from_config(config: JsonObject) -> Prices:
    """From the `result` of EXPERIMENTAL_protocol_config.

    Raises NotSupported for one that lacks what a run needs, or says what cannot be: nothing is filled in from
    elsewhere but the fees above.
    """
    version = config.get("protocol_version")
    if isinstance(version, int) and not OLDEST_CONFIG <= version <= NEWEST:
        raise NotSupported(f"protocol version {version}", "is not known to this program")
    try:
        return _from_config(config)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise NotSupported("protocol config", f"of the block cannot be read: {error!r}") from error


@cache
def built_in(version: int) -> Prices:
    """From the table that ships. Raises NotSupported for a version that it does not have."""
    if not OLDEST <= version <= NEWEST:
        raise NotSupported(
            f"protocol version {version}", "has no table here: the block's protocol config is needed"
        )
    costs: dict[str, int] = {}
    limits: dict[str, int] = {}
    switches: dict[str, bool] = {}
    fees = _shipped_fees(version)
    op, linear = 0, (0, 0)
    for row in json.loads(read_text("vm", "prices.json"))["rows"]:
        if row["since"] > version:
            break
        costs |= row.get("costs", {})
        limits |= row.get("limits", {})
        switches |= row.get("flags", {})
        fees |= {name: Fee(*fee) for name, fee in row.get("fees", {}).items()}
        op, linear = row.get("op", op), tuple(row.get("linear", linear))
    return Prices(
        version, "table", costs, fees, limits, switches, _rules(op, linear, limits, switches, version)
    )


def _from_config(config: Any) -> Prices:
    version, runtime = _count(config["protocol_version"]), config["runtime_config"]
    wasm, transactions = runtime["wasm_config"], runtime["transaction_costs"]
    fees = _shipped_fees(version)
    for name, _, path in _ROWS:
        if path:
            told = transactions
            for step in path:
                told = told[step]
            fees[name] = Fee(*(_count(told[way]) for way in _WAYS))
    limits = {name: _count(most) for name, most in wasm["limit_config"].items() if most is not None}
    limits |= {name: limits[name] for name in built_in(OLDEST).limits}  # KeyError where one is missing
    switches = {name: on for name, on in wasm.items() if isinstance(on, bool)}
    switches["wasmtime"] = str(wasm["vm_kind"]).lower().startswith("wasmtime")
    linear = _count(wasm.get("linear_op_base_cost", 0)), _count(wasm.get("linear_op_unit_cost", 0))
    rules = _rules(_count(wasm["regular_op_cost"]), linear, limits, switches, version)
    record = _count(transactions["storage_usage_config"]["num_extra_bytes_record"])
    costs = {name: _count(cost) for name, cost in wasm["ext_costs"].items()}
    return Prices(version, "config", costs, fees, limits, switches, rules, record)


def _count(value: Json) -> int:
    """A number as the chain has them: 64 bits, no sign. Raises ValueError for anything else."""
    number = count_of(value)
    if number is None:
        raise ValueError(f"{value!r} is no number of 64 bits")
    return number


def _rules(
    op: int, linear: tuple[int, ...], limits: Mapping[str, int], switches: Mapping[str, bool], version: int
) -> Rules:
    """A node from before nearcore's pull request 15482 says so by lacking a limit that came with it (vm.md §3)."""
    return Rules.of(
        op,
        (linear[0], linear[1]),
        limits,
        wasmtime=switches.get("wasmtime", False),
        bulk=switches.get("reftypes_bulk_memory", False),
        linear_grow=version >= _WASMTIME_SINCE and "max_types_per_contract" in limits,
    )


def _shipped_fees(version: int) -> dict[str, Fee]:
    """The fees of resources/fees in force in a version, by the names here."""
    told: dict[str, Mapping[str, int]] = {}
    for row in json.loads(read_text("fees", "fees.json"))["rows"]:
        if row["since"] <= version:
            told |= row["fees"]
    return {
        name: Fee(*(told[shipped][way] for way in _WAYS)) for name, shipped, _ in _ROWS if shipped in told
    }
