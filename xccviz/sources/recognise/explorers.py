"""Explorers whose addresses say more than any address does: one row a host, that of a new explorer included.

Any address is read that holds a hash (`addresses`); a row adds which network the host shows where the address doesn't
say it, and lets the address open without https://.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Explorer:
    """`host`, and every host below it; the `network` it shows (None: its addresses say which); the `path` of a
    transaction's page as people copy it, HASH in place of the hash."""

    host: str
    network: str | None = None
    path: str = "/transactions/HASH"


EXPLORERS = (
    Explorer("nearblocks.io", "mainnet", "/txns/HASH"),
    Explorer("pikespeak.ai", "mainnet", "/transaction-viewer/HASH/detailed"),
    Explorer("explorer.near.org", "mainnet"),
    Explorer("explorer.fastnear.com", "mainnet", "/tx/HASH"),
    Explorer("nearvalidate.org", "mainnet"),
    Explorer("near.org"),
    Explorer("fastnear.com", path="/tx/HASH"),
    Explorer("nearprotocol.com"),
    Explorer("near.ai"),
)


def explorer_of(host: str) -> Explorer | None:
    """The first row whose host this is, or is below of; None for others."""
    name = host.lower().split(":", 1)[0]
    return next((row for row in EXPLORERS if name == row.host or name.endswith("." + row.host)), None)
