"""What a person chose for an export, and what that means: options, a file's name, the same as a command line."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import Literal

from xccviz.annotations import Mark
from xccviz.document import Document
from xccviz.export import Exporter, ExportOptions
from xccviz.gui.state.exporting import export_options
from xccviz.gui.state.store import AppState, OpenTab
from xccviz.layout.types import REFUNDS_KEY
from xccviz.model.text import visible_text
from xccviz.settings.themes import LIGHT
from xccviz.values import frozen, replace

When = Literal["end", "now", "each"]
SCALES = (1.0, 2.0, 3.0)
MOST_FILES = 500
"""Steps that are written a file each; of more nobody wants a folder full."""


@frozen
class ExportChoice:
    """`theme`: a name of one, "" for the window's. `when`: the end, the moment that the window shows, or a file for
    each step. `selected_only`: the selected receipt, the way to it and what it called. What a format doesn't heed
    stays chosen for the next."""

    view: str
    theme: str = ""
    when: When = "now"
    scale: float = 2.0
    table: str = "nodes"
    selected_only: bool = False
    refunds_folded: bool = True
    legend: bool = True


def first_choice(state: AppState, tab: OpenTab) -> ExportChoice:
    """As the window shows it."""
    shown = export_options(state, tab)
    return ExportChoice(
        shown.view or "",
        when="end" if tab.moment.at_end else "now",
        refunds_folded=REFUNDS_KEY not in tab.expanded,
    )


def options_of(choice: ExportChoice, state: AppState, tab: OpenTab) -> ExportOptions:
    """The options of one file; of `each` those of the last."""
    shown = export_options(state, tab)
    expanded = tab.expanded - {REFUNDS_KEY} if choice.refunds_folded else tab.expanded | {REFUNDS_KEY}
    return replace(
        shown,
        view=choice.view,
        theme=choice.theme or shown.theme,
        step=tab.cursor.index if choice.when == "now" and not tab.moment.at_end else None,
        scale=choice.scale,
        table=choice.table,
        expanded=expanded,
        collapse_refunds=choice.refunds_folded,
        legend=choice.legend,
        stopped=shown.stopped if choice.when == "now" else None,
        only=frozenset(_below(tab)) if choice.selected_only and tab.selection is not None else None,
    )


def _below(tab: OpenTab) -> Iterator[str]:
    """The selected receipt, and all that came of it."""
    waiting = [tab.selection or ""]
    seen: set[str] = set()
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            yield node
            waiting += tab.document.graph.children.get(node, ())


def numbered(name: str, step: int, steps: int, exporter: Exporter) -> str:
    """The name of the file of one step: `HASH-07.png` of 15."""
    ending = f".{exporter.suffix}"
    stem = name[: -len(ending)] if name.lower().endswith(ending) else name
    return f"{stem}-{step:0{len(str(steps))}}{ending}"


def command_line(exporter: Exporter, choice: ExportChoice, state: AppState, tab: OpenTab, name: str) -> str:
    """The same for a shell, as far as it has words: what stands open and what is selected are the window's own."""
    options, heeds = options_of(choice, state, tab), exporter.heeds
    words = ["xccviz", "export", _opened(tab.document, tab.given), "--to", exporter.name]
    if "view" in heeds and options.view is not None:
        words += ["--view", options.view]
    # A page that is given none is as its reader prefers.
    if "theme" in heeds and (options.theme != LIGHT or exporter.group == "report"):
        words += ["--theme", options.colours]
    if "step" in heeds and options.step is not None:
        words += ["--step", str(options.step)]
    if "filter" in heeds and options.filter is not None:
        words += ["--filter", visible_text(options.filter.text)]
    if "annotations" in heeds:
        for mark in tab.marking.marks:
            if mark == Mark(filter=mark.filter):
                words += ["--mark", visible_text(mark.filter)]
    if "scale" in heeds and options.scale != 1:
        words += ["--scale", f"{options.scale:g}"]
    if "table" in heeds and options.table is not None:
        words += ["--table", options.table]
    return shlex.join([*words, "-o", visible_text(name)])


def _opened(document: Document, given: str) -> str:
    """What opens it again: a file or address as it was given, else its hash."""
    short = len(given) <= 200 and "\n" not in given and not given.lstrip().startswith(("{", "["))
    return visible_text(given) if given and short else document.trace.transaction.hash
