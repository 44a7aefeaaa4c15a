"""Names for the kinds of ids, so that signatures say which one they take. All are base58 or account text."""

from __future__ import annotations

from typing import NewType

AccountId = NewType("AccountId", str)
TxHash = NewType("TxHash", str)
ReceiptId = NewType("ReceiptId", str)
DataId = NewType("DataId", str)
BlockHash = NewType("BlockHash", str)

SYSTEM = AccountId("system")
"""The account that refunds and payouts come from (protocol.md §2.10)."""
