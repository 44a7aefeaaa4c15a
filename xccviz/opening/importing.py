"""Taking over the networks of near-cli-rs into config.toml: what is not there yet, and never a key."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from xccviz.catalogue import tr
from xccviz.settings.networks import Network
from xccviz.sources.network.near_cli import Imported, read_near_cli
from xccviz.sources.redact import redact
from xccviz.values import frozen

NEAR_CLI = "~/.config/near-cli/config.toml"
"""Where near-cli-rs keeps its networks."""


@frozen
class Plan:
    """What is to be taken over: `changes` of config.toml, the `networks` that are new, and what is `said` of each that
    was found: its name, and what became of it."""

    changes: Mapping[tuple[str, ...], object]
    networks: tuple[Network, ...]
    said: tuple[tuple[str, str], ...]


def plan_import(path: Path, known: Mapping[str, Network]) -> Plan:
    """What of a configuration of near-cli-rs is not `known` yet. Raises UserError as `read_near_cli`."""
    found = read_near_cli(path)
    new = [one.network for one in found if one.network is not None and one.name not in known]
    changes = {place: value for network in new for place, value in members_of(network).items()}
    return Plan(changes, tuple(new), tuple((one.name, _did(one, known)) for one in found))


def members_of(network: Network) -> dict[tuple[str, ...], object]:
    """What config.toml says of a network, by its place."""
    members: dict[tuple[str, ...], object] = {
        ("networks", network.name, "endpoints"): [endpoint.url for endpoint in network.endpoints]
    }
    if network.account_suffix is not None:
        members["networks", network.name, "account_suffix"] = network.account_suffix
    return members


def _did(one: Imported, known: Mapping[str, Network]) -> str:
    if one.network is None:
        return tr("not added: {why}", why=one.problem)
    if one.name in known:
        return tr("is there already, left as it is")
    asks = tr("added, asks {endpoint}", endpoint=redact(one.network.endpoints[0].url))
    return asks + (tr("; its API key was not copied") if one.keyless else "")
