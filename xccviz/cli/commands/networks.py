"""`xccviz networks`: the configured networks and whom they ask, what those can do, and networks of near-cli-rs."""

from __future__ import annotations

import argparse
import asyncio
import math
from collections.abc import Mapping
from pathlib import Path

from xccviz.catalogue import numeral, tr, trn
from xccviz.cli.context import Context, note, open_options
from xccviz.cli.terminal import Terminal
from xccviz.model.errors import Cancelled, UserError
from xccviz.opening.importing import NEAR_CLI, plan_import
from xccviz.opening.options import OpenOptions
from xccviz.opening.targets import targets_for
from xccviz.settings.file import FILE_NAME
from xccviz.settings.networks import Network, find_network
from xccviz.settings.rows import INDEXER, NETWORK
from xccviz.settings.writing import write_config
from xccviz.sources.network.endpoint import Target
from xccviz.sources.network.health import Health, HealthBook, health_in
from xccviz.sources.network.probe import METHODS, NOWHERE, Capabilities, probe_all
from xccviz.sources.recognise.references import TransactionRef
from xccviz.sources.redact import redact
from xccviz.values import replace
from xccviz.words.endpoints import milliseconds
from xccviz.words.signs import NOT_KNOWN


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `networks`."""
    group = parser.add_mutually_exclusive_group()
    group.add_argument(
        "--probe",
        action="store_true",
        help=tr("ask each endpoint (of --network or --rpc alone) what it can do"),
    )
    group.add_argument(
        "--import",
        dest="import_from",
        metavar="FILE",
        nargs="?",
        const=NEAR_CLI,
        help=tr("add the networks of near-cli-rs that are not there yet (default: {file})", file=NEAR_CLI),
    )


def run(context: Context) -> int:
    """Print each network with its endpoints in the order in which they are configured; or probe, or import."""
    if context.args.import_from is not None:
        return _import(context, Path(context.args.import_from))
    if context.args.probe:
        return _probe(context)
    settings = context.settings
    book = health_in(settings.cache_dir)
    for network in _chosen(settings.networks, context.args.network):
        first = "  " + tr("asked first") if network.name == settings[NETWORK] else ""
        context.out.line((network.name, "bold"), (first, "dim"))
        for endpoint in network.endpoints:
            marks = _archival(endpoint.archival) + (
                "  " + tr("takes an API key") if endpoint.takes_key else ""
            )
            context.out.line(redact(endpoint.url), (marks, "dim"), indent=2)
            if context.args.verbose and (seen := _seen(book.of(endpoint.url), book.now())):
                context.out.paragraph(seen, indent=4, style="dim")
        if network.indexer is not None:
            state = tr("indexer, on") if settings[INDEXER] else tr("indexer, off unless asked for")
            context.out.line(redact(network.indexer), (f"  {state}", "dim"), indent=2)
    return 0


def _chosen(networks: Mapping[str, Network], name: str | None) -> tuple[Network, ...]:
    return (find_network(name, networks),) if name is not None else tuple(networks.values())


def _seen(health: Health, now: float) -> str:
    """What is remembered of an endpoint, in words; "" for nothing."""
    told = []
    if health.latency is not None:
        ago = _ago(now - health.seen_at)
        told.append(tr("answered in {time} {ago}", time=milliseconds(health.latency), ago=ago))
    if health.failed_at is not None:
        told.append(tr("failed {ago}: {why}", ago=_ago(now - health.failed_at), why=health.failure))
    if health.keeps():
        told.append(health.keeps())
    if health.refuses:
        told.append(tr("does not offer {methods}", methods=", ".join(sorted(health.refuses))))
    return "; ".join(told)


# ---------------------------------------------------------------------------------------------------------- import


def _import(context: Context, path: Path) -> int:
    """Add what is not there yet and say what was done with each."""
    settings = context.settings
    if settings.config_dir is None:
        raise UserError(
            tr("there is no home folder to keep networks in"),
            tr("Set XCCVIZ_CONFIG_DIR to a folder."),
            kind="output",
        )
    target = settings.config_dir / FILE_NAME
    plan = plan_import(path, settings.networks)
    if plan.networks:
        write_config(target, plan.changes)
    for name, did in plan.said:
        context.out.line((name, "bold"), "  ", did)
    if plan.networks:
        done, total = len(plan.networks), len(plan.said)
        note(context, tr("{done} of {total} added to {file}", done=done, total=total, file=target))
    else:
        note(context, tr("Nothing to add to {file}.", file=target))
    return 0


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
    out.line(found.name, (_archival(target.archival), "dim"), indent=2)
    if not found.answers:
        out.paragraph(tr("no answer: {trouble}", trouble=found.trouble), indent=4, style="failed")
        return
    out.paragraph(_identity(found), indent=4)
    if (kept := _kept(found)) is not None:
        out.paragraph(kept, indent=4)
    for heading, wanted in ((tr("offers"), True), (tr("lacks"), False), (NOT_KNOWN, None)):
        methods = [method for method in METHODS if found.offers.get(method) is wanted]
        if methods:
            out.paragraph(", ".join(methods), indent=4, first=f"{heading:<10}")


def _identity(found: Capabilities) -> str:
    told = [tr("answers")]
    if found.latency is not None:
        told = [tr("answers in {time}", time=milliseconds(found.latency))]
    told.append(tr("chain {id}", id=found.chain_id) if found.chain_id is not None else tr("chain not told"))
    if found.protocol_version is not None:
        told.append(tr("protocol {version}", version=found.protocol_version))
    if found.version is not None:
        told.append(tr("version {version}", version=found.version))
    return " · ".join(told) + (f" · {found.trouble}" if found.trouble else "")


def _kept(found: Capabilities) -> str | None:
    if found.earliest_height is None:
        return tr("does not say how far back it keeps blocks")
    kept = tr("keeps blocks from {height} on", height=numeral(found.earliest_height))
    if found.latest_height is None or found.latest_height < found.earliest_height:
        return kept
    many = trn("{count} height", "{count} heights", found.latest_height - found.earliest_height + 1)
    if found.kept_seconds is not None:
        many += tr(", {days} days", days=numeral(f"{found.kept_seconds / 86400:,.1f}"))
    return f"{kept} ({many})"


def _archival(archival: bool) -> str:
    return "  " + tr("archival") if archival else ""


def _ago(seconds: float) -> str:
    for size, word in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return tr("{time} {unit} ago", time=f"{seconds / size:.0f}", unit=word)
    return tr("just now")
