"""`xccviz explain ERROR`: the error dictionary on its own, for a text or JSON from anywhere."""

from __future__ import annotations

import argparse

from xccviz.catalogue import tr
from xccviz.cli.context import Context
from xccviz.model.errors import UserError
from xccviz.opening.explain import explain
from xccviz.sources.files.read import read_stdin
from xccviz.sources.files.unpack import decode_text
from xccviz.whole import SECONDS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `explain`."""
    parser.add_argument(
        "error", metavar="ERROR", nargs="+", help=tr("the error's text or JSON; - reads standard input")
    )


def run(context: Context) -> int:
    """Print title, explanation and hint, and where in the node's enums the error stands."""
    text = " ".join(context.args.error)
    if text == "-":
        text = decode_text(read_stdin(seconds=context.args.timeout or SECONDS), tr("standard input"))
    text = text.strip()
    if not text:
        raise UserError(tr("there is no error to explain"), tr("Give its text or its JSON."), kind="usage")
    words, error = explain(text)
    context.out.paragraph(words.title, style="bold")
    context.out.paragraph(words.explanation, indent=2)
    context.out.paragraph(words.hint, indent=2)
    if error is not None and error.path and error.path[0] != "Client":  # no enum of the node
        context.out.paragraph(" / ".join(error.path), indent=2, style="dim")
    return 0
