"""Fees of a fetched protocol config, under the names of the bundled fee tables (protocol.md §4.6)."""

from __future__ import annotations

from collections.abc import Mapping

from xccviz.model.action_kinds import ACTION_KINDS
from xccviz.model.raw import Json, count_of, object_of

_WAYS = ("send_sir", "send_not_sir", "execution")
_PATHS: Mapping[str, tuple[str, ...]] = {
    "new_action_receipt": ("action_receipt_creation_config",),
    **{
        row: ("action_creation_config", *path)
        for kind in ACTION_KINDS
        for row, path in kind.fee_config.items()
    },
}


def parse_fee_config(runtime_config: Json) -> dict[str, dict[str, int]]:
    """Row → way → gas for every fee that the config states in full; a node leaves newer kinds out of its answer."""
    costs = runtime_config.get("transaction_costs") if isinstance(runtime_config, dict) else None
    found: dict[str, dict[str, int]] = {}
    for name, path in _PATHS.items():
        value = costs
        for step in path:
            value = value.get(step) if isinstance(value, dict) else None
        stated = object_of(value)
        fees = {way: fee for way in _WAYS if (fee := count_of(stated.get(way))) is not None}
        if len(fees) == len(_WAYS):
            found[name] = fees
    return found
