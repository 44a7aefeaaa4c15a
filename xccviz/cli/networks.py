"""`xccviz networks`: the configured networks and whom they ask."""

from __future__ import annotations

import argparse

from xccviz.cli.context import Context
from xccviz.settings import NETWORKS
from xccviz.sources.redact import redact

HELP = "list the networks and their endpoints"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`networks` takes none of its own."""


def run(context: Context) -> int:
    """Print each network with its endpoints in the order in which they are asked."""
    for network in NETWORKS.values():
        context.out.line((network.name, "bold"))
        for endpoint in network.endpoints:
            context.out.line(
                redact(endpoint.url), ("  archival" if endpoint.archival else "", "dim"), indent=2
            )
        if network.indexer is not None:
            context.out.line(redact(network.indexer), ("  indexer, off by default", "dim"), indent=2)
    return 0
