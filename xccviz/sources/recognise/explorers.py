"""Explorers whose addresses say more than any address does: one row a host, that of a new explorer included.

Any address is read that holds a hash (`addresses`); a row adds which network the host shows where the address doesn't
say it, which page is of what where the host has words of its own for it, and lets the address open without https://.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal
from urllib.parse import quote

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
    `WORDS` doesn't know them. `sites`: the host of each network whose pages are opened from here, with the path of an
    `account`'s page, ACCOUNT in place of its name."""

    host: str
    network: str | None = None
    path: str = "/transactions/HASH"
    receipt: str = ""
    block: str = ""
    account: str = ""
    sites: tuple[tuple[str, str], ...] = ()

    def page_of(self, before: Sequence[str]) -> Page:
        """What the page is of by what its path has before the id, in lower case; "" where no path of the row is it."""
        paths: Mapping[Page, str] = {"block": self.block, "transaction": self.path, "receipt": self.receipt}
        return next((page for page, path in paths.items() if path and _leads(path, before)), "")


def _leads(path: str, before: Sequence[str]) -> bool:
    """Whether what stands before an id ends as `path` does before its HASH; more may stand above (a language)."""
    own = [part for part in path.partition("HASH")[0].partition("?")[0].lower().split("/") if part]
    return list(before[-len(own) :]) == own if own else not before


EXPLORERS = (
    Explorer(
        "nearblocks.io",
        "mainnet",
        "/txns/HASH",
        account="/address/ACCOUNT",
        sites=(("mainnet", "nearblocks.io"), ("testnet", "testnet.nearblocks.io")),
    ),
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


def transaction_page(network: str | None, hash: str) -> str | None:
    """The address of a transaction's page; None where no explorer of the network is known."""
    return next(
        (f"https://{host}{row.path}".replace("HASH", _quoted(hash)) for row, host in _of(network)), None
    )


def account_page(network: str | None, account: str) -> str | None:
    """The address of an account's page; None where no explorer of the network is known."""
    found = (
        f"https://{host}{row.account}".replace("ACCOUNT", _quoted(account))
        for row, host in _of(network)
        if row.account
    )
    return next(found, None)


def _of(network: str | None) -> Iterator[tuple[Explorer, str]]:
    return ((row, host) for row in EXPLORERS for name, host in row.sites if name == network)


def _quoted(part: str) -> str:
    """A part of a path: whatever stands in it leads nowhere else."""
    return quote(part, safe="")
