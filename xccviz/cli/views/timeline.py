"""The steps in causal order, block by block: the same numbers as --step and the window's step strip."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from xccviz.analysis.time.critical_path import critical_path, slowest_hop
from xccviz.catalogue import numeral, tr
from xccviz.cli.terminal import Terminal
from xccviz.cli.views.shown import say_nothing
from xccviz.document import Document
from xccviz.tables.lines import Part, sign_part
from xccviz.tables.shown import WHOLE, Shown
from xccviz.tables.steps import STEPS, StepRow, step_rows
from xccviz.words.numbers import UNKNOWN_NUMBER
from xccviz.words.timeline import last_words, order_words
from xccviz.words.titles import name_of
from xccviz.words.waits import blocks

_WHAT = STEPS.column("what")
_HOPS = {
    "start": "",
    "created": "",
    "delivers": "",
    "resumed": "  " + tr("was resumed"),
    "timed_out": "  " + tr("was not resumed in time"),
    "yielded": "  " + tr("was resumed or timed out"),
}
"""How a node of the critical path came to run, after its label; what it received last is said as in the table."""


ARRIVED_LATER = tr("(in which block is not known)")
"""Behind a result that arrived in a block that no document tells."""


def show_timeline(document: Document, terminal: Terminal, shown: Shown = WHOLE) -> None:
    """Write every step with its number, grouped by block where heights are known; with a filter those that happen to a
    hit, or that it caused."""
    rows = [row for row in step_rows(document, shown.moment) if _concerns(row, shown)]
    if not rows:
        say_nothing(terminal, shown, tr("Nothing has run yet."))
        return
    digits = len(str(rows[-1].step.n))
    height: int | None = None
    skip = 0
    for i, row in enumerate(rows):
        if skip:
            skip -= 1
            continue
        step = row.step
        if step.height is not None and (i == 0 or step.height != height):
            gap = step.height - height - 1 if height is not None and shown.hits is None else 0
            idle = tr(", after {blocks} without any", blocks=blocks(gap)) if gap > 0 else ""
            terminal.line((tr("block {height}{idle}", height=numeral(step.height), idle=idle), "dim"))
        height = step.height if step.height is not None else height
        skip = _same_refunds(rows, i)
        times = (
            " " + tr("({count} times, to step {step})", count=skip + 1, step=step.n + skip) if skip else ""
        )
        if step.kind == "deliver" and step.height is None and height is not None:
            times = f" {ARRIVED_LATER}"  # the block above is that of what ran before it
        first: list[Part] = [(f"{step.n:>{digits}} ", "dim"), sign_part(row.sign), " "]
        terminal.wrapped(*_parts(row), (times, "dim"), indent=2, first=first)
    if said := order_words(document.graph):
        terminal.paragraph(said, style="dim")
    if shown == WHOLE:
        _show_path(document, terminal)


def _concerns(row: StepRow, shown: Shown) -> bool:
    step = row.step
    return shown.has(step.node) or (step.source is not None and shown.has(step.source))


def _show_path(document: Document, terminal: Terminal) -> None:
    """What the result waited for, block by block, where that is known."""
    path = critical_path(document.graph)
    if not any(hop.blocks for hop in path):
        return
    slowest = slowest_hop(path)
    terminal.blank()
    total = sum(hop.blocks or 0 for hop in path)
    terminal.line(
        (tr("what the result waited for"), "bold"),
        ("  " + tr("{blocks} in all", blocks=blocks(total)), "dim"),
    )
    for hop in path:
        gap = (
            "" if hop.via == "start" else UNKNOWN_NUMBER if hop.blocks is None else f"+{numeral(hop.blocks)}"
        )
        parts: list[Part] = [name_of(document.graph, hop.node), (_HOPS[hop.via], "dim")]
        if hop.via == "delivers":
            parts.append((f"  {last_words(hop)}", "dim"))
        if hop is slowest:
            parts.append(("  " + tr("the longest wait"), "warning"))
        terminal.wrapped(*parts, first=[(f"{gap:>6}  ", "dim")])


def _same_refunds(rows: Sequence[StepRow], start: int) -> int:
    """How many of the following steps are the same refund to the same account in the same block."""
    first, count = rows[start], 0
    if first.step.kind != "refund":
        return 0
    words = _WHAT.words(first, "line")
    for row in islice(rows, start + 1, None):
        if row.step.kind != "refund" or row.step.height != first.step.height:
            break
        if _WHAT.words(row, "line") != words:
            break
        count += 1
    return count


def _parts(row: StepRow) -> list[Part]:
    """The sentence of a step, in which the name of what it happens to stands out."""
    sentence = _WHAT.words(row, "line")
    if row.step.kind == "refund":
        return [(sentence, "dim")]
    before, name, after = sentence.partition(row.name)
    failed = row.step.kind == "execute" and sign_part(row.sign)[1] == "failed"
    return [before, (name, "bold"), (after, "failed" if failed else "")]
