"""`xccviz self-test`: does this installation have all its parts, and do they work together?"""

from __future__ import annotations

import argparse
import io
from collections.abc import Callable

from xccviz import resources
from xccviz.catalogue import tr, trn
from xccviz.cli.context import Context
from xccviz.cli.errors import EXIT_STATUS
from xccviz.cli.terminal import Terminal
from xccviz.cli.views import VIEWS
from xccviz.document import error_dictionary
from xccviz.opening.open import open_document_sync
from xccviz.opening.options import OpenOptions
from xccviz.screen import probe_display
from xccviz.sources.files.sample import list_samples
from xccviz.tables.shown import WHOLE


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`self-test` takes none of its own."""


def run(context: Context) -> int:
    """Run every check, a line each; exit 1 when one fails."""
    failed = False
    checks: list[tuple[str, Callable[[], str]]] = [
        (tr("error dictionary"), _dictionary),
        (tr("files"), _files),
        (tr("samples"), _samples),
    ]
    for name, check in checks:
        try:
            words, ok = check(), True
        except Exception as error:  # whatever is wrong is the answer
            words, ok = f"{type(error).__name__}: {error}", False
        failed = failed or not ok
        context.out.line(("✓" if ok else "✗", "ok" if ok else "failed"), f" {name}: {words}")
    probe = probe_display(dict(context.environ))
    if probe.ok:
        context.out.line(("✓", "ok"), " " + tr("window: can be opened"))
    else:
        context.out.line(
            ("○", "dim"), " " + tr("window: cannot be opened here: {reason}", reason=probe.reason)
        )
        if probe.hint:
            context.out.line(probe.hint, indent=4)
    return EXIT_STATUS["check_failed" if failed else "ok"]


def _dictionary() -> str:
    dictionary = error_dictionary()
    count = sum(map(len, (*dictionary.groups.values(), *dictionary.texts.values())))
    return trn("{count} explanation", "{count} explanations", count)


def _files() -> str:
    return tr("found in {folder}", folder=resources.resource_root())


def _samples() -> str:
    samples = list_samples()
    if not samples:
        raise ValueError(tr("none are installed"))
    nowhere = Terminal(io.StringIO())
    for sample in samples:
        document = open_document_sync(f"sample:{sample.name}", OpenOptions(offline=True)).document
        for view in VIEWS.values():
            view.show(document, nowhere, WHOLE)
    return tr("{count} open and read well", count=len(samples))
