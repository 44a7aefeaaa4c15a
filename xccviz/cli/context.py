"""What every command gets, and the options and ways of opening that they share."""

from __future__ import annotations

import argparse
import functools
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, NoReturn, TextIO

from xccviz.cli.terminal import Terminal, cut_text, is_tty
from xccviz.document import Document
from xccviz.model.errors import UserError
from xccviz.model.text import visible_text
from xccviz.opening.open import open_document_sync
from xccviz.opening.options import OpenOptions
from xccviz.settings.declared import Settings
from xccviz.settings.file import load_settings
from xccviz.settings.keys import stored_key
from xccviz.sources.network.wanted import Extra
from xccviz.sources.progress import Progress, Report

OPEN_HELP = "a transaction hash, HASH:SIGNER, an explorer's address, a file, - or sample:NAME"


@dataclass(frozen=True, slots=True)
class Context:
    """One run of a command: where to write, what was asked, and the environment."""

    args: argparse.Namespace
    argv: tuple[str, ...]
    out: Terminal
    err: Terminal
    stdout: TextIO
    stderr: TextIO
    environ: Mapping[str, str]

    @property
    def settings(self) -> Settings:
        """The settings of this environment and its config.toml. Raises UserError (exit 2) for a file it can't use."""
        return load_settings(self.environ)


class Parser(argparse.ArgumentParser):
    """An argument parser whose complaints are UserErrors."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("allow_abbrev", False)
        kwargs.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        super().__init__(*args, **kwargs)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments (exit 2)."""
        raise UserError(message, f"`{self.prog} --help` lists what is possible.", kind="usage")


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


def common_options() -> Parser:
    """The options that every command takes (interface.md §2), as a parent parser."""
    parser = Parser(add_help=False)
    group = parser.add_argument_group("common options")
    group.add_argument("--network", metavar="NAME", help="mainnet, testnet, localnet or a configured one")
    group.add_argument(
        "--rpc", metavar="URL", action="append", help="ask only this endpoint (repeatable, in order)"
    )
    group.add_argument("--signer", metavar="ACCOUNT", help="the account that signed the transaction")
    group.add_argument("--timeout", metavar="SECONDS", type=float, help="for the whole command (default 30)")
    group.add_argument("--offline", action="store_true", help="never ask the network")
    group.add_argument("--no-cache", action="store_true", help="neither read nor write the cache")
    group.add_argument("-q", "--quiet", action="store_true", help="no progress and no notes")
    group.add_argument(
        "-v", "--verbose", action="count", default=0, help="more about errors; -vv for tracebacks"
    )
    return parser


VALUE_OPTIONS = ("--network", "--rpc", "--signer", "--timeout")
"""The common options that take a value, for finding the command among the arguments."""


def open_options(context: Context) -> OpenOptions:
    """How to open, from the options, then the environment, then config.toml."""
    args, settings = context.args, context.settings
    return OpenOptions(
        network=args.network or settings.chosen_network,
        rpc=tuple(args.rpc or ()) or settings.rpc,
        signer=args.signer,
        timeout=args.timeout if args.timeout is not None else settings.timeout_seconds,
        offline=args.offline,
        api_key=settings.api_key or None,
        cache_dir=None if args.no_cache else settings.cache_dir,
        cache_bytes=settings.cache_bytes,
        max_answer_bytes=settings.max_answer_bytes,
        indexer=settings.indexer,
        networks=settings.networks,
        first_network=settings.network,
        find_key=functools.cache(functools.partial(stored_key, settings.config_dir)),
    )


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
        count = f" {step.done} of {step.total}" if step.total else ""
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
    options = open_options(context)
    result = open_document_sync(given, replace(options, extras=options.extras | extras), report)
    remarks(context, result.notes, (*result.asked, *result.costs))
    return result.document


def remarks(context: Context, notes: Sequence[str], more: Sequence[str]) -> None:
    """Say where a document came from, and with -v `more`: what each endpoint said, and what it cost."""
    for text in (*notes, *(more if context.args.verbose else ())):
        note(context, text)


def note(context: Context, text: str) -> None:
    """A remark on standard error, unless -q was given."""
    if not context.args.quiet:
        if is_tty(context.stderr):
            context.stderr.write("\r\x1b[K")  # a progress line may stand there
        context.err.line(text)
