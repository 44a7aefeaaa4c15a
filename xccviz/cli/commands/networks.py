"""`xccviz networks`: the configured networks and whom they ask, what those can do, and networks of near-cli-rs."""

from __future__ import annotations

import argparse
import asyncio
import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from xccviz.catalogue import tr
from xccviz.cli.context import Context, note, open_options
from xccviz.cli.terminal import Terminal
from xccviz.model.errors import Cancelled, UserError
from xccviz.opening.options import OpenOptions
from xccviz.opening.targets import targets_for
from xccviz.settings.file import FILE_NAME, write_config
from xccviz.settings.networks import Network, find_network
from xccviz.settings.rows import INDEXER, NETWORK, Settings
from xccviz.sources.network.endpoint import Target
from xccviz.sources.network.health import Health, HealthBook, health_in
from xccviz.sources.network.near_cli import Imported, read_near_cli
from xccviz.sources.network.probe import METHODS, NOWHERE, Capabilities, probe_all
from xccviz.sources.recognise.references import TransactionRef
from xccviz.sources.redact import redact

HELP = "list the networks and their endpoints, or ask what they can do"
NEAR_CLI = "~/.config/near-cli/config.toml"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `networks`."""
    group = parser.add_mutually_exclusive_group()
    group.add_argument(
        "--probe", action="store_true", help="ask each endpoint (of --network or --rpc alone) what it can do"
    )
    group.add_argument(
        "--import",
        dest="import_from",
        metavar="FILE",
        nargs="?",
        const=NEAR_CLI,
        help=f"add the networks of near-cli-rs that are not there yet (default: {NEAR_CLI})",
    )


def run(context: Context) -> int:
    """Print each network with its endpoints in the order in which they are configured; or probe, or import."""
    if context.args.import_from is not None:
        return _import(context, Path(context.args.import_from).expanduser())
    if context.args.probe:
        return _probe(context)
    settings = context.settings
    book = health_in(settings.cache_dir)
    for network in _chosen(settings.networks, context.args.network):
        first = "  asked first" if network.name == settings[NETWORK] else ""
        context.out.line((network.name, "bold"), (first, "dim"))
        for endpoint in network.endpoints:
            marks = "  archival" * endpoint.archival + "  takes an API key" * endpoint.takes_key
            context.out.line(redact(endpoint.url), (marks, "dim"), indent=2)
            if context.args.verbose and (seen := _seen(book.of(endpoint.url), book.now())):
                context.out.paragraph(seen, indent=4, style="dim")
        if network.indexer is not None:
            state = "on" if settings[INDEXER] else "off unless asked for"
            context.out.line(redact(network.indexer), (f"  indexer, {state}", "dim"), indent=2)
    return 0


def _chosen(networks: Mapping[str, Network], name: str | None) -> tuple[Network, ...]:
    return (find_network(name, networks),) if name is not None else tuple(networks.values())


def _seen(health: Health, now: float) -> str:
    """What is remembered of an endpoint, in words; "" for nothing."""
    told = []
    if health.latency is not None:
        told.append(f"answered in {_milliseconds(health.latency)} {_ago(now - health.seen_at)}")
    if health.failed_at is not None:
        told.append(f"failed {_ago(now - health.failed_at)}: {health.failure}")
    if health.keeps():
        told.append(health.keeps())
    if health.refuses:
        told.append(f"does not offer {', '.join(sorted(health.refuses))}")
    return "; ".join(told)


# ---------------------------------------------------------------------------------------------------------- import


def _import(context: Context, path: Path) -> int:
    """Add what is not there yet and say what was done with each."""
    settings = context.settings
    target = settings.config_dir / FILE_NAME
    found = read_near_cli(path)
    new = [one for one in found if one.network is not None and one.name not in settings.networks]
    if new:
        write_config(target, {place: value for one in new for place, value in _members(one).items()})
    for one in found:
        context.out.line((one.name, "bold"), "  ", _did(one, settings))
    note(context, f"{len(new)} of {len(found)} added to {target}" if new else f"Nothing to add to {target}.")
    return 0


def _members(one: Imported) -> dict[tuple[str, ...], object]:
    network = one.network
    assert network is not None  # the caller asks for those that can be taken over
    members: dict[tuple[str, ...], object] = {
        ("networks", network.name, "endpoints"): [endpoint.url for endpoint in network.endpoints]
    }
    if network.account_suffix is not None:
        members["networks", network.name, "account_suffix"] = network.account_suffix
    return members


def _did(one: Imported, settings: Settings) -> str:
    if one.network is None:
        return f"not added: {one.problem}"
    if one.name in settings.networks:
        return "is there already, left as it is"
    asks = f"added, asks {redact(one.network.endpoints[0].url)}"
    return asks + ("; its API key was not copied" if one.keyless else "")


# ----------------------------------------------------------------------------------------------------------- probe


def _probe(context: Context) -> int:
    """Ask all endpoints at once and print what each can do; 4 when none answers."""
    options = open_options(context)
    if options.offline:
        raise UserError(
            tr("--probe asks the network, and --offline is given"), tr("Leave one out."), kind="usage"
        )
    if not (math.isfinite(options.timeout) and options.timeout > 0):
        raise UserError(tr("the timeout must be a number of seconds above 0"), kind="usage")
    targets = _targets(context, options)
    book = health_in(options.cache_dir)
    found = _run_probe(targets, options.timeout, book)
    shown = ""
    for target, capabilities in zip(targets, found, strict=True):
        if target.network and target.network != shown:
            shown = target.network
            context.out.heading(shown)
        _print(context.out, target, capabilities)
    if not any(capabilities.answers for capabilities in found):
        raise UserError(
            tr("no endpoint answered"),
            tr("Check the network connection, or give another endpoint."),
            kind="network",
        )
    return 0


def _targets(context: Context, options: OpenOptions) -> tuple[Target, ...]:
    """Those of --rpc, else of the chosen network, else of all, those on this machine too."""
    nowhere = TransactionRef(NOWHERE)
    named = context.args.network
    rpc = tuple(context.args.rpc or ()) or (() if named else options.rpc)
    if rpc:
        return targets_for(nowhere, _replaced(options, rpc, options.network))
    names = [options.network] if options.network is not None else list(options.networks)
    return tuple(target for name in names for target in targets_for(nowhere, _replaced(options, (), name)))


def _replaced(options: OpenOptions, rpc: tuple[str, ...], network: str | None) -> OpenOptions:
    return replace(options, rpc=rpc, network=network, signer=None)


def _run_probe(targets: tuple[Target, ...], seconds: float, book: HealthBook) -> tuple[Capabilities, ...]:
    try:
        found = asyncio.run(probe_all(targets, seconds, book))
    except KeyboardInterrupt as error:
        raise Cancelled from error
    book.save()
    return found


def _print(out: Terminal, target: Target, found: Capabilities) -> None:
    out.line(found.name, ("  archival" if target.archival else "", "dim"), indent=2)
    if not found.answers:
        out.paragraph(tr("no answer: {trouble}", trouble=found.trouble), indent=4, style="failed")
        return
    out.paragraph(_identity(found), indent=4)
    if (kept := _kept(found)) is not None:
        out.paragraph(kept, indent=4)
    for heading, wanted in (("offers    ", True), ("lacks     ", False), ("not known ", None)):
        methods = [method for method in METHODS if found.offers.get(method) is wanted]
        if methods:
            out.paragraph(", ".join(methods), indent=4, first=heading)


def _identity(found: Capabilities) -> str:
    told = [f"answers in {_milliseconds(found.latency)}" if found.latency is not None else "answers"]
    told.append(f"chain {found.chain_id}" if found.chain_id is not None else "chain not told")
    if found.protocol_version is not None:
        told.append(f"protocol {found.protocol_version}")
    if found.version is not None:
        told.append(f"version {found.version}")
    return " · ".join(told) + (f" · {found.trouble}" if found.trouble else "")


def _kept(found: Capabilities) -> str | None:
    if found.earliest_height is None:
        return "does not say how far back it keeps blocks"
    if found.latest_height is None or found.latest_height < found.earliest_height:
        return f"keeps blocks from {found.earliest_height:,} on"
    count = found.latest_height - found.earliest_height + 1
    lasting = f", {found.kept_seconds / 86400:,.1f} days" if found.kept_seconds is not None else ""
    return f"keeps blocks from {found.earliest_height:,} on ({count:,} heights{lasting})"


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:,.0f} ms"


def _ago(seconds: float) -> str:
    for size, word in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds / size:.0f} {word} ago"
    return "just now"
