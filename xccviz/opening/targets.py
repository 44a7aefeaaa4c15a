"""Whom to ask for a transaction, in order, and which of them may have a key (interface.md §1 and §2)."""

from __future__ import annotations

from collections.abc import Mapping

from xccviz.opening.options import OpenOptions
from xccviz.settings.networks import NEVER_UNASKED, EndpointSpec, Network, find_network
from xccviz.sources.network.endpoint import Target
from xccviz.sources.network.indexer import is_indexer
from xccviz.sources.recognise.references import TransactionRef, network_of_account
from xccviz.sources.redact import redact
from xccviz.values import replace

_TAKES_KEYS = ".fastnear.com"
_THIS_MACHINE = ("localhost", "::1")


def targets_for(ref: TransactionRef, options: OpenOptions) -> tuple[Target, ...]:
    """Whom to ask for a transaction, in configured order (interface.md §1 and §2).

    `options.rpc` alone if given; else the endpoints of the chosen network, or the one its address or signer names;
    else the first network's and then those of the others, none on this machine. Raises UserError (usage) for a
    network that is not configured, or a stored key that can't be used.
    """
    networks = options.networks
    chosen = options.network or ref.network or _network_of_account(options.signer or ref.signer, networks)
    if options.rpc:
        name = find_network(chosen, networks).name if chosen is not None else None
        known = {redact(e.url): (e, network.name) for network in networks.values() for e in network.endpoints}
        specs = [(url, *known.get(redact(url), (EndpointSpec(url), None))) for url in options.rpc]
        return tuple(
            Target(
                url, name, _key_for(replace(spec, url=url), name or of, options, given=True), is_indexer(url)
            )
            for url, spec, of in specs
        )
    if chosen is not None:
        names = [find_network(chosen, networks).name]
    else:
        first = find_network(options.first_network, networks).name
        names = [first, *(n for n in networks if n != first and not networks[n].is_local)]
    wanted: dict[str, tuple[EndpointSpec, str, bool]] = {}
    for name in names:
        for endpoint in networks[name].endpoints:
            wanted.setdefault(endpoint.url.rstrip("/"), (endpoint, name, False))
    for name in names if options.indexer else ():
        if (url := networks[name].indexer) is not None:
            wanted.setdefault(url.rstrip("/"), (EndpointSpec(url), name, True))
    return tuple(
        Target(endpoint.url, name, _key_for(endpoint, name, options), indexer, endpoint.archival)
        for endpoint, name, indexer in wanted.values()
    )


def recorded_target(options: OpenOptions) -> Target:
    """Whom a recorder passes everything on to: the first endpoint given, else the first of the chosen network, else of
    this machine's node, since nobody's tests should reach a public chain by accident. Raises UserError (usage) for a
    network that is not configured."""
    network = options.network if options.rpc or options.network else NEVER_UNASKED[0]
    targets = targets_for(TransactionRef(""), replace(options, network=network))
    return next(target for target in targets if not target.indexer)


def _network_of_account(account: str | None, networks: Mapping[str, Network]) -> str | None:
    """The network whose accounts alone end like this one. `.near` and what ends so exist on private chains too."""
    known = network_of_account(account)
    if known is not None or account is None:
        return known
    named = [
        network.name
        for network in networks.values()
        if (suffix := network.account_suffix) and not suffix.endswith(".near") and account.endswith(suffix)
    ]
    return named[0] if len(named) == 1 else None


def _key_for(
    endpoint: EndpointSpec, network: str | None, options: OpenOptions, *, given: bool = False
) -> str | None:
    """The API key for an endpoint, if it may have it: FastNEAR's, those configured so, and of the environment's key
    those given for this run. A stored key goes to nobody who was only named in passing."""
    takes = endpoint.takes_key or _takes_key(endpoint.url)
    if not _key_is_safe(endpoint.url) or not (takes or given):
        return None
    if options.api_key is not None:
        return options.api_key
    return options.find_key(network) if takes and options.find_key is not None else None


def _takes_key(url: str) -> bool:
    """Default endpoints get the key only if they are FastNEAR's: it is nobody else's business."""
    return url.startswith("https://") and url.split("/")[2].endswith(_TAKES_KEYS)


def _key_is_safe(url: str) -> bool:
    """A key never travels unencrypted, except on this machine."""
    return url.startswith(("https://", "http://127.0.0.1", "http://localhost", "http://[::1]"))
