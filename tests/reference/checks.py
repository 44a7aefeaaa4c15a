"""What the laws of the exported document share: a comparison in words, and what the wire says of data and yields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.reference.wire import Wire

Check = Iterator["str | None"]
_RESUME_AFTER = 200


def same(what: str, seen: Any, expected: Any) -> str | None:
    return None if seen == expected else f"{what} is {str(seen)[:300]}, expected {str(expected)[:300]}"


def by_id(exported: Any) -> dict[str, Any]:
    return {node["id"]: node for node in exported["nodes"]}


def carried(wire: Wire, data_id: str) -> Any:
    """The Data receipt that some document shows for a data id."""
    for receipt in [*wire.data.values(), *wire.side.values()]:
        data = (receipt.get("receipt") or {}).get("Data")
        if data is not None and data["data_id"] == data_id:
            return data
    return None


def yield_end(wire: Wire, receipt_id: str) -> str | None:
    """How a yield ended: by its resume where a document shows it, else by the blocks that passed (§2.8)."""
    if not wire.is_yield(receipt_id):
        return None
    for slot in wire.slots.get(receipt_id, ()):
        data = carried(wire, slot.data_id)
        if data is not None:
            return "timed_out" if data["data"] is None else "resumed"
    ran, made = wire.height(receipt_id), wire.height(wire.parent.get(receipt_id))
    if ran is None or made is None or not wire.ran(receipt_id):
        return None
    return "timed_out" if ran - made > _RESUME_AFTER else "resumed"
