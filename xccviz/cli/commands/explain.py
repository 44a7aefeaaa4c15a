"""`xccviz explain ERROR`: the error dictionary on its own, for a text or JSON from anywhere."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from xccviz.analysis.types import ErrorFacts
from xccviz.catalogue import tr
from xccviz.cli.context import Context
from xccviz.model import base58
from xccviz.model.errors import UserError
from xccviz.opening.explain import explain, told_document
from xccviz.opening.not_an_error import not_an_error
from xccviz.sources.files import unpack
from xccviz.sources.files.read import read_stdin
from xccviz.sources.given import reference_to
from xccviz.sources.recognise.references import FileRef
from xccviz.whole import SECONDS, expanded, read_whole


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `explain`."""
    parser.add_argument(
        "error",
        metavar="ERROR",
        nargs="+",
        help=tr("the error's text or JSON, or a file that holds it; - reads standard input"),
    )


def run(context: Context) -> int:
    """Print title, explanation and hint, and where in the node's enums the error stands. Of a whole transaction, those
    of what failed first."""
    seconds: float = context.args.timeout or SECONDS
    given = " ".join(context.args.error).strip()
    text = _said(given, seconds).strip()
    if not text:
        raise UserError(tr("there is no error to explain"), tr("Give its text or its JSON."), kind="usage")
    if base58.is_hash(text):
        raise UserError(
            tr("this is a hash, no error"),
            tr("`xccviz show {hash}` tells what became of it.", hash=text),
            kind="usage",
        )
    document = told_document(text)
    if document is None:
        words, error = explain(text)
        name = tr("standard input") if given == "-" else tr("pasted text") if given == text else given
        instead = not_an_error(given, text, name) if error is None else None
        if instead is not None:
            raise instead
        _print(context, words.title, (words.explanation, words.hint), error)
        return 0
    cause = (
        next(iter(document.analysis.verdict.root_causes), None) or document.analysis.verdict.deciding or ""
    )
    known = document.errors.get(cause)
    status = document.analysis.facts[cause].status if known is not None else None
    told = (known.beside_cause, known.hint) if known is not None else (document.verdict.explanation,)
    more = tr("This is a whole transaction: `xccviz show` tells more of it.")
    _print(context, document.verdict.title, (*told, more), status.error if status is not None else None)
    return 0


def _said(given: str, seconds: float) -> str:
    """The text itself, or what standard input or a file of that name holds. Raises UserError where that can't be
    read."""
    if given == "-":
        return unpack.decode_text(read_stdin(seconds=seconds), tr("standard input"))
    reference = reference_to(given)
    if not isinstance(reference, FileRef) or reference.transaction is not None:
        return given
    try:
        place = expanded(reference.path)
        if not place.is_file():
            return given
        data = read_whole(place, unpack.MAX_BYTES, seconds)
    except OSError as error:
        why = error.strerror or str(error)
        raise UserError(
            tr("cannot read {path}: {reason}", path=reference.path, reason=why), kind="usage"
        ) from error
    return unpack.decode_text(unpack.unpack(data, place.name), place.name)


def _print(context: Context, title: str, told: Sequence[str], error: ErrorFacts | None) -> None:
    context.out.paragraph(title, style="bold")
    for sentence in told:
        context.out.paragraph(sentence, indent=2)
    if error is not None and error.path and error.path[0] != "Client":  # no enum of the node
        context.out.paragraph(" / ".join(error.path), indent=2, style="dim")
