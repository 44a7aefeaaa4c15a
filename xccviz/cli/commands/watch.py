"""`xccviz watch OPEN`: follow a transaction until it is final and print what happens as it happens."""

from __future__ import annotations

import argparse
import asyncio
import gc
from collections.abc import Set as AbstractSet

from xccviz.catalogue import tr
from xccviz.cli.context import Context, note, open_options, progress
from xccviz.cli.terminal import Terminal
from xccviz.document import Document
from xccviz.model.errors import Cancelled
from xccviz.opening.arguments import OPEN_HELP
from xccviz.opening.follow import follow_document, is_final
from xccviz.replay.types import Step
from xccviz.sources.progress import Report
from xccviz.words.places import height_words
from xccviz.words.steps import step_sentence

_Key = tuple[str, str, int | None]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `watch`."""
    parser.add_argument("open", metavar="OPEN", help=OPEN_HELP)


def run(context: Context) -> int:
    """Print steps as they are learned, then the verdict. Ends when the transaction is final, or with Ctrl+C."""
    gc.enable()  # what goes on for hours leaves garbage, as other commands don't
    with progress(context) as report:
        try:
            asyncio.run(_follow(context, report))
        except KeyboardInterrupt as error:
            raise Cancelled from error
    return 0


async def _follow(context: Context, report: Report) -> None:
    printed: set[_Key] = set()
    title = ""
    document: Document | None = None
    async for result in follow_document(context.args.open, open_options(context), report):
        document = result.document
        printed |= _print_new(document, printed, context.out)
        if document.verdict.title != title:
            title = document.verdict.title
            context.out.paragraph(title, style="bold", first="= ")
        context.out.flush()
    if document is not None and not is_final(document):
        note(context, tr("Not final: this is a saved answer, and nothing was asked."))


def _print_new(document: Document, printed: AbstractSet[_Key], out: Terminal) -> set[_Key]:
    """Print the steps that were not printed yet, in causal order; what became known late may precede what was."""
    new = [step for step in document.timeline.steps if _key(step) not in printed]
    for step in new:
        failed = document.analysis.facts[step.node].failed and step.kind in ("execute", "refund")
        sign = ("✗", "failed") if failed else ("·", "dim")
        height = height_words(step.height)
        out.line(sign, " ", step_sentence(step, document.analysis), (f"  {height}" if height else "", "dim"))
    return {_key(step) for step in new}


def _key(step: Step) -> _Key:
    return step.kind, step.node, step.slot
