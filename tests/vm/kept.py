"""Recorded receipts with all that a run needs, in one file: tests/data/vm/recorded.json.xz.

    python -m tests.vm.kept ../shared/data/node     chooses and writes them again

Chosen so that each host function and each kind of error that small contracts reach is reached in each version.
"""

from __future__ import annotations

import base64
import json
import lzma
import sys
from functools import cache
from pathlib import Path
from typing import Any

from tests.vm.comparing import Compared, compare, tell
from tests.vm.recordings import Call, Receipt, World, codes, names, receipts, recordings
from xccviz.values import names as members
from xccviz.vm.prices import built_in
from xccviz.vm.types import Context, NotSupported, State

FILE = Path(__file__).resolve().parent.parent / "data" / "vm" / "recorded.json.xz"
_MOST_CODE, _MOST_RECEIPT = 37_000, 60_000


@cache
def kept() -> tuple[list[Receipt], dict[str, bytes]]:
    """The receipts and their codes by hash."""
    told = json.loads(lzma.decompress(FILE.read_bytes()))
    return [_receipt(each) for each in told["receipts"]], {
        digest: _bytes(code) for digest, code in told["codes"].items()
    }


def main(node: Path) -> None:
    """Run everything, and keep the smallest that reach something new."""
    found = recordings(node)
    known, named = codes(node, found), names(node)
    ran: list[tuple[int, set[object], Receipt]] = []
    for version in (83, 84, 85, 86):
        world = World()
        for receipt in receipts(found, version, world, named):
            if not receipt.why_not and all(call.code in known for call in receipt.calls):
                try:
                    compared = compare(receipt, known, built_in(version))
                except NotSupported:
                    continue
                tell(world, compared)
                if not compared.differs and all(len(known[str(c.code)]) < _MOST_CODE for c in receipt.calls):
                    ran.append((len(json.dumps(_told(receipt))), _reached(compared), receipt))
    chosen, seen = [], set[object]()
    for size, reached, receipt in sorted(ran, key=lambda each: each[0]):
        if reached - seen and size < _MOST_RECEIPT:
            seen |= reached
            chosen.append(receipt)
    used = {str(call.code) for receipt in chosen for call in receipt.calls}
    told = {
        "codes": {digest: _text(known[digest]) for digest in sorted(used)},
        "receipts": [_told(receipt) for receipt in chosen],
    }
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_bytes(lzma.compress(json.dumps(told).encode(), preset=9 | lzma.PRESET_EXTREME))
    print(f"{len(chosen)} receipts, {len(used)} codes, {FILE.stat().st_size} bytes")


def _reached(compared: Compared) -> set[object]:
    """What makes a receipt worth keeping: a function or an error that none before it has."""
    kinds = {outcome.failure.kind for outcome in compared.outcomes if outcome.failure}
    first = compared.receipt.version in (83, 86)
    versions = {("version", compared.receipt.version, kind) for kind in kinds} if first else set()
    return compared.reached | kinds | versions


def _told(receipt: Receipt) -> Any:
    outcome = {name: receipt.node["outcome"][name] for name in ("logs", "receipt_ids", "status")}
    profile = receipt.node["outcome"]["metadata"].get("gas_profile")
    return {
        "recording": receipt.recording,
        "id": receipt.id,
        "version": receipt.version,
        "account": receipt.account,
        "height": receipt.height,
        "calls": [
            {
                "action": call.action,
                "method": call.method,
                "code": call.code,
                "context": {name: _plain(getattr(call.context, name)) for name in members(Context)},
            }
            for call in receipt.calls
        ],
        "state": [[_text(key), _plain(value)] for key, value in receipt.state.values.items()],
        "node": receipt.node | {"outcome": {**outcome, "metadata": {"gas_profile": profile}}},
    }


def _receipt(told: Any) -> Receipt:
    calls = tuple(
        Call(each["action"], each["method"], each["code"], Context(**_context(each["context"])))
        for each in told["calls"]
    )
    state = State({_bytes(key): _value(value) for key, value in told["state"]}, whole=True)
    return Receipt(
        told["recording"],
        told["id"],
        told["version"],
        told["account"],
        told["height"],
        calls,
        state,
        told["node"],
    )


def _context(told: Any) -> dict[str, Any]:
    values = {name: _value(value) for name, value in told.items()}
    return values | {"yield_ids": dict(values["yield_ids"]), "waiting": frozenset(values["waiting"])}


def _plain(value: Any) -> Any:
    """As JSON has it: bytes as an object, tuples and sets as arrays."""
    if isinstance(value, bytes):
        return {"bytes": _text(value)}
    if isinstance(value, tuple | frozenset):
        return [_plain(each) for each in (sorted(value) if isinstance(value, frozenset) else value)]
    return value


def _value(told: Any) -> Any:
    if isinstance(told, dict) and "bytes" in told:
        return _bytes(told["bytes"])
    return tuple(_value(each) for each in told) if isinstance(told, list) else told


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
