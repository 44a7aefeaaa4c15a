"""Send and execution fees by protocol.md §4.5, for versions 83 to 86: own table, for the self-check of the gas laws.

Only kinds whose fee follows from the JSON alone; None for the others, so that a law that needs them is left out.
"""

from __future__ import annotations

import base64
import re
from typing import Any

from tests.reference.wire import action_body, action_kind, inner_delegate

NEW_RECEIPT = 108_059_500_000
_ADD_KEY_FULL = 101_765_125_000
_SAME = {  # send and execution alike
    "Transfer": 115_123_062_500,
    "DeleteKey": 94_946_625_000,
    "DeleteAccount": 147_489_000_000,
    "Delegate": 200_000_000_000,
    "DelegateV2": 200_000_000_000,
}
_SIR_BYTE, _FAR_BYTE = 2_235_934, 47_683_715


def _create(protocol: int, send: bool) -> int:
    if protocol < 85:
        return 3_850_000_000_000
    return 500_000_000_000 if send else 7_200_000_000_000


def action_fee(action: Any, receiver: str, protocol: int | None, *, send: bool, sir: bool) -> int | None:
    """Gas for sending (`sir`: sender is receiver) or executing one action; None when it can't be told."""
    if protocol is None or not 83 <= protocol <= 86:
        return None
    kind, body = action_kind(action), action_body(action)
    if kind == "FunctionCall":
        size = len(body["method_name"].encode()) + len(base64.b64decode(body["args"]))
        byte = _SIR_BYTE if not send or sir else _FAR_BYTE
        return (200_000_000_000 if send else 780_000_000_000) + size * byte
    if kind == "Transfer":
        fee = _SAME[kind]
        if re.fullmatch(r"[0-9a-f]{64}", receiver):
            fee += _create(protocol, send) + _ADD_KEY_FULL
        elif receiver.startswith(("0x", "0s", "0u")):
            return None if receiver.startswith("0u") else fee + _create(protocol, send)
        return fee
    if kind == "CreateAccount":
        return _create(protocol, send)
    if kind == "Stake":
        return 141_715_687_500 if send else 102_217_625_000
    if kind == "AddKey" and body["access_key"]["permission"] == "FullAccess":
        return _ADD_KEY_FULL
    return _SAME.get(kind)


def fees_of(
    actions: list[Any],
    receiver: str,
    protocol: int | None,
    *,
    send: bool,
    sir: bool = False,
    receipt: bool = True,
) -> int | None:
    """Fees of a whole receipt, with new_action_receipt's own unless `receipt` is False; what a Delegate carries is
    not in it (`inner_send`)."""
    total = NEW_RECEIPT if receipt else 0
    for action in actions:
        fee = action_fee(action, receiver, protocol, send=send, sir=sir)
        if fee is None:
            return None
        total += fee
    return total


def inner_send(actions: list[Any], protocol: int | None, sir: bool | None = None) -> int | None:
    """Send fees of everything a receipt's Delegate carries, 0 without one. The transaction prices them by its own
    sender and receiver (`sir`), the Delegate's receipt by those of the delegate action."""
    total = 0
    for action in actions:
        inner = inner_delegate(action)
        if inner is None:
            continue
        near = inner["sender_id"] == inner["receiver_id"] if sir is None else sir
        fee = fees_of(inner["actions"], inner["receiver_id"], protocol, send=True, sir=near, receipt=False)
        if fee is None:
            return None
        total += fee
    return total
