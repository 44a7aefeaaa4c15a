"""An endpoint as it is to be asked, before anything is: its address, and how a transaction is looked up there."""

from __future__ import annotations

from xccviz.values import field, frozen

LOOK_UPS = ("EXPERIMENTAL_tx_status", "tx_status", "tx")
"""Methods that look a transaction up, from the one that tells most to the oldest (protocol.md §1.8)."""
ANY_ACCOUNT = "xccviz.near"
"""A valid account for `sender_account_id` when the signer isn't known; only nodes that track few shards care."""


@frozen
class Target:
    """An endpoint to ask: its address (which may hold a key), the network it serves if known, a key for it, whether it
    is a transaction indexer, and whether it keeps what others have pruned."""

    url: str = field(repr=False)
    network: str | None = None
    api_key: str | None = field(default=None, repr=False)
    indexer: bool = False
    archival: bool = False
