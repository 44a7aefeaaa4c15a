"""Explorers whose addresses say more than any address does: one row a host, that of a new explorer included.

Any address is read that holds a hash (`addresses`); a row adds which network the host shows where the address doesn't
say it, which page is of what where the host has words of its own for it, and lets the address open without https://.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from xccviz.values import frozen

Page = Literal["", "transaction", "receipt", "block"]
"""What the page of an explorer shows; "": its address doesn't tell."""

WORDS: Mapping[str, Page] = {
    "txns": "transaction",
    "txn": "transaction",
    "txs": "transaction",
    "tx": "transaction",
    "transactions": "transaction",
    "transaction": "transaction",
    "transaction-viewer": "transaction",
    "receipts": "receipt",
    "receipt": "receipt",
    "blocks": "block",
    "block": "block",
}
"""What a part of a path before an id says on any host, known or not: the id is of that."""


@frozen
class Explorer:
    """`host`, and every host below it; the `network` it shows (None: its addresses say which); the `path` of a
    transaction's page as people copy it, HASH in place of the hash, and those of a `receipt` and of a `block` where
    `WORDS` doesn't know them."""

    host: str
    network: str | None = None
    path: str = "/transactions/HASH"
    receipt: str = ""
    block: str = ""

    def page_of(self, before: Sequence[str]) -> Page:
        """What the page is of by what its path has before the id, in lower case; "" where no path of the row is it."""
        paths: Mapping[Page, str] = {"block": self.block, "transaction": self.path, "receipt": self.receipt}
        return next((page for page, path in paths.items() if path and _leads(path, before)), "")


def _leads(path: str, before: Sequence[str]) -> bool:
    """Whether what stands before an id ends as `path` does before its HASH; more may stand above (a language)."""
    own = [part for part in path.partition("HASH")[0].partition("?")[0].lower().split("/") if part]
    return list(before[-len(own) :]) == own if own else not before


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


def page_of(host: str, before: Sequence[str]) -> Page:
    """What the page is of whose path has these parts before the id: by the paths of the host's row, else by the words
    that explorers share, of which a block's and a transaction's count before a receipt's."""
    parts = [part.lower() for part in before]
    row = explorer_of(host)
    own = row.page_of(parts) if row is not None else ""
    named = {WORDS.get(part, "") for part in parts}
    shared: tuple[Page, ...] = ("block", "transaction", "receipt")
    return own or next((page for page in shared if page in named), "")
