"""What every command gets, and the options and ways of opening that they share."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from xccviz.atomic import same_file
from xccviz.catalogue import tr, trn
from xccviz.cli.terminal import Terminal, is_tty
from xccviz.decode.installed import installed_decoders
from xccviz.model.errors import UserError
from xccviz.model.text import visible_text
from xccviz.opening.arguments import options_from
from xccviz.opening.options import OpenOptions
from xccviz.settings.file import load_settings
from xccviz.settings.keys import key_finder
from xccviz.settings.rows import Settings
from xccviz.sources.network.wanted import Extra
from xccviz.sources.progress import Progress, Report
from xccviz.sources.recognise.references import FileRef
from xccviz.tables.lines import cut_text
from xccviz.values import frozen, replace

if TYPE_CHECKING:
    from xccviz.document import Document
    from xccviz.query import Filter


@frozen
class Context:
    """One run of a command: where to write, what was asked, and the environment."""

    args: argparse.Namespace
    argv: tuple[str, ...]
    out: Terminal
    err: Terminal
    stdout: TextIO
    stderr: TextIO
    environ: Mapping[str, str]
    discreet: bool = False
    """Whether who reads the answers must not learn what stands in files that hold no transaction."""

    @property
    def settings(self) -> Settings:
        """The settings of this environment and its config.toml. Raises UserError (exit 2) for a file it can't use."""
        return load_settings(self.environ)


def make_context(
    args: argparse.Namespace,
    argv: list[str],
    stdout: TextIO,
    stderr: TextIO,
    environ: Mapping[str, str] = os.environ,
) -> Context:
    """The context of one run; widths and colours are decided here."""
    return Context(
        args=args,
        argv=tuple(argv),
        out=Terminal(stdout, environ=environ),
        err=Terminal(stderr, environ=environ),
        stdout=stdout,
        stderr=stderr,
        environ=environ,
    )


def open_options(context: Context) -> OpenOptions:
    """How to open, from the options, then the environment, then config.toml; with the decoders that are installed."""
    settings = context.settings
    decoders, troubles = installed_decoders()
    options = options_from(context.args, settings, key_finder(settings.config_dir))
    return replace(options, decoders=decoders, remarks=troubles, discreet=context.discreet)


@contextmanager
def progress(context: Context) -> Iterator[Report]:
    """A progress line on standard error while work runs: only on a tty, never with -q, and gone afterwards."""
    stream = context.stderr
    if context.args.quiet or not is_tty(stream):
        yield lambda step: None
        return
    shown = False

    def report(step: Progress) -> None:
        nonlocal shown
        shown = True
        count = " " + tr("{done} of {total}", done=step.done, total=step.total) if step.total else ""
        stream.write(f"\r\x1b[K{cut_text(visible_text(step.text + count), context.err.width - 1)}")
        stream.flush()

    try:
        yield report
    finally:
        if shown:
            stream.write("\r\x1b[K")
            stream.flush()


def open_given(
    context: Context, given: str, report: Report, extras: frozenset[Extra] = frozenset()
) -> Document:
    """Open what the user gave, with `extras` beside the usual; where it came from is said on standard error."""
    from xccviz.opening.open import open_document_sync  # late: `replay` starts its process before

    options = open_options(context)
    if extras:
        options = replace(options, extras=options.extras | extras)
    result = open_document_sync(given, options, report)
    remarks(context, result.notes, (*result.asked, *result.costs))
    return result.document


def remarks(context: Context, notes: Sequence[str], more: Sequence[str]) -> None:
    """Say where a document came from, and with -v `more`: what each endpoint said, and what it cost."""
    for text in (*notes, *(more if context.args.verbose else ())):
        note(context, text)


def read_filter(text: str | None) -> Filter | None:
    """The filter of an option, None for none. Raises FilterError (usage) for one that can't be read."""
    if text is None:
        return None
    from xccviz import query  # late: few commands are given one

    return query.parse(text)


def add_force(parser: argparse.ArgumentParser) -> None:
    """The option that lets a file be replaced which a slip of the hand must not replace."""
    parser.add_argument(
        "--force", action="store_true", help=tr("replace also a file that is read-only or was given to read")
    )


def refuse_input(context: Context, output: str, given: Sequence[str]) -> None:
    """Raises UserError (output) for an output that is one of the files which were given to read, without --force."""
    for text in () if context.args.force else given:
        if any(path and same_file(path, output) for path in _paths_in(text)):
            raise UserError(
                tr("{path} is what was given to read, and would be replaced", path=output),
                tr("Choose another place; --force replaces it. Nothing was changed."),
                kind="output",
            )


def _paths_in(text: str) -> Iterator[str]:
    """The files that a text may mean: one that is there is meant before anything that its name looks like."""
    from xccviz.sources.classify import classify  # late, as above

    given = text.strip()
    yield given
    if not os.path.isfile(given):
        reference = classify(text)
        yield given.rpartition("#")[0]
        yield reference.path if isinstance(reference, FileRef) else ""


def written_words(path: str, size: int) -> str:
    """What is said of a file that was written; `size` in bytes."""
    return trn("wrote {path} ({count} byte)", "wrote {path} ({count} bytes)", size, path=path)


def note(context: Context, text: str) -> None:
    """A remark on standard error, unless -q was given."""
    if not context.args.quiet:
        if is_tty(context.stderr):
            context.stderr.write("\r\x1b[K")  # a progress line may stand there
        context.err.line(text)
