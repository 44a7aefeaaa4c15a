"""`xccviz exporters`: the formats that `export --to` takes."""

from __future__ import annotations

import argparse

from xccviz.catalogue import tr
from xccviz.cli.context import Context
from xccviz.cli.terminal import Column
from xccviz.export import EXPORTERS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`exporters` takes none of its own."""


def run(context: Context) -> int:
    """Print each exporter's name, what its files end in, and title."""
    rows = [(row.name, f".{row.suffix}", row.title) for row in EXPORTERS]
    context.out.table((Column(tr("name")), Column(tr("file")), Column(tr("what"), stretch=True)), rows)
    return 0
