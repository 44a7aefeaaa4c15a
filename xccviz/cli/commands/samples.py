"""`xccviz samples`: the bundled transactions with their stories."""

from __future__ import annotations

import argparse

from xccviz.catalogue import tr
from xccviz.cli.context import Context
from xccviz.sources.files.sample import list_samples
from xccviz.words.samples import samples_words


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`samples` takes none of its own."""


def run(context: Context) -> int:
    """Print each sample's name, the network it was recorded on, and its story; and of which the calls can be run
    again offline."""
    samples = list_samples()
    if not samples:
        context.out.line(tr("No samples are installed."))
        return 0
    width = max(len(sample.name) for sample in samples)
    networks = max(len(sample.network or "") for sample in samples)
    for sample in samples:
        first = f"{sample.name:<{width}}  {sample.network or '':<{networks}}  "
        context.out.paragraph(sample.story, first=first)
    if words := samples_words(samples):
        context.out.blank()
        context.out.paragraph(words)
    context.out.flush()
    return 0
