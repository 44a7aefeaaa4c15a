"""Networks that are there without any configuration, and what a network is.

A *network* is a named chain with endpoints in order of preference; an *archival* endpoint keeps what others have
pruned.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import urlsplit

from xccviz.catalogue import tr
from xccviz.model.errors import UserError
from xccviz.values import field, frozen

NEVER_UNASKED = ("localnet",)
"""Networks that are asked only when they are chosen."""
_THIS_MACHINE = ("localhost", "::1")


def is_address(url: str) -> bool:
    """Whether it is an http:// or https:// address that can be asked."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


@frozen
class EndpointSpec:
    """One JSON-RPC address of a network. The address may hold a key, so `repr` leaves it out; `takes_key`: the user
    wants a stored API key sent to it."""

    url: str = field(repr=False)
    archival: bool = False
    takes_key: bool = False


@frozen
class Network:
    """A named chain: whom to ask, in order, and how its accounts end (None where nobody said it).

    `indexer` is a transaction indexer's address, asked only when the user wants it. `public`: its chain never begins
    anew, so that its name is enough to know it.
    """

    name: str
    endpoints: tuple[EndpointSpec, ...]
    chain_id: str | None = None
    account_suffix: str | None = None
    indexer: str | None = field(default=None, repr=False)
    public: bool = False

    @property
    def is_local(self) -> bool:
        """Whether it is asked only when it is chosen: it is on this machine."""
        hosts = {urlsplit(endpoint.url).hostname or "" for endpoint in self.endpoints}
        return self.name in NEVER_UNASKED or all(
            host in _THIS_MACHINE or host.startswith("127.") for host in hosts
        )


NETWORKS: Mapping[str, Network] = MappingProxyType(
    {
        network.name: network
        for network in (
            Network(
                name="mainnet",
                endpoints=(
                    EndpointSpec("https://rpc.mainnet.fastnear.com"),
                    EndpointSpec("https://free.rpc.fastnear.com"),
                    EndpointSpec("https://near.drpc.org"),
                    EndpointSpec("https://archival-rpc.mainnet.fastnear.com", archival=True),
                ),
                chain_id="mainnet",
                account_suffix=".near",
                indexer="https://tx.main.fastnear.com",
                public=True,
            ),
            Network(
                name="testnet",
                endpoints=(
                    EndpointSpec("https://rpc.testnet.fastnear.com"),
                    EndpointSpec("https://test.rpc.fastnear.com"),
                    EndpointSpec("https://archival-rpc.testnet.fastnear.com", archival=True),
                ),
                chain_id="testnet",
                account_suffix=".testnet",
                indexer="https://tx.test.fastnear.com",
                public=True,
            ),
            Network(
                name="localnet",
                endpoints=(EndpointSpec("http://127.0.0.1:3030"),),
                chain_id="localnet",
                account_suffix=".test.near",
            ),
        )
    }
)


def find_network(name: str, networks: Mapping[str, Network] = NETWORKS) -> Network:
    """Return the network of that name; a UserError names the ones there are."""
    try:
        return networks[name]
    except KeyError:
        raise UserError(
            tr("no network is called {name}", name=repr(name)),
            tr("there are {names}", names=", ".join(networks)),
        ) from None
