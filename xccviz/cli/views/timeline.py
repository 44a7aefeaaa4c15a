"""The steps in causal order, block by block: the same numbers as --step and the window's step strip."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from xccviz.analysis.time.critical_path import critical_path, slowest_hop
from xccviz.cli.terminal import Part, Terminal, sign_part
from xccviz.cli.views.parts import mark
from xccviz.document import Document
from xccviz.graph.types import Node
from xccviz.replay.standing import slot_state
from xccviz.replay.types import Step
from xccviz.words.numbers import UNKNOWN_NUMBER
from xccviz.words.signs import SLOTS
from xccviz.words.steps import refund_sentence
from xccviz.words.titles import name_of
from xccviz.words.waits import blocks

_HOPS = {
    "start": "",
    "created": "",
    "delivers": "  had its last result in slot",
    "resumed": "  was resumed",
    "timed_out": "  was not resumed in time",
}
"""How a node of the critical path came to run, after its label."""


def show_timeline(document: Document, terminal: Terminal) -> None:
    """Write every step with its number, grouped by block where heights are known."""
    steps = document.timeline.steps
    if not steps:
        terminal.line("Nothing has run yet.")
        return
    digits = len(str(steps[-1].n))
    height: int | None = None
    skip = 0
    for i, step in enumerate(steps):
        if skip:
            skip -= 1
            continue
        if step.height is not None and (i == 0 or step.height != height):
            gap = step.height - height - 1 if height is not None else 0
            idle = f", after {blocks(gap)} without any" if gap > 0 else ""
            terminal.line((f"block {step.height:,}{idle}", "dim"))
        height = step.height if step.height is not None else height
        skip = _same_refunds(steps, i, document)
        times = f" ({skip + 1} times, to step {step.n + skip})" if skip else ""
        terminal.line(
            (f"{step.n:>{digits}} ", "dim"), *_words(step, document), (times, "dim"), indent=2, cut=True
        )
    _show_path(document, terminal)


def _show_path(document: Document, terminal: Terminal) -> None:
    """What the result waited for, block by block, where that is known."""
    path = critical_path(document.graph)
    if not any(hop.blocks for hop in path):
        return
    slowest = slowest_hop(path)
    terminal.blank()
    total = sum(hop.blocks or 0 for hop in path)
    terminal.line(("what the result waited for", "bold"), (f"  {blocks(total)} in all", "dim"))
    for hop in path:
        gap = "" if hop.via == "start" else UNKNOWN_NUMBER if hop.blocks is None else f"+{hop.blocks:,}"
        parts: list[Part] = [
            (f"{gap:>6}  ", "dim"),
            name_of(document.graph, hop.node),
            (_HOPS[hop.via], "dim"),
        ]
        if hop.slot is not None:
            parts.append((f" {hop.slot}", "dim"))
        if hop is slowest:
            parts.append(("  the longest wait", "warning"))
        terminal.line(*parts, cut=True)


def _same_refunds(steps: Sequence[Step], start: int, document: Document) -> int:
    """How many of the following steps are the same refund to the same account in the same block."""
    first, count = steps[start], 0
    if first.kind != "refund":
        return 0
    words = _refund_words(document.graph.by_id[first.node])
    for step in islice(steps, start + 1, None):
        if step.kind != "refund" or step.height != first.height:
            break
        if _refund_words(document.graph.by_id[step.node]) != words:
            break
        count += 1
    return count


def _words(step: Step, document: Document) -> list[Part]:
    facts = document.analysis.facts[step.node]
    label: Part = (name_of(document.graph, step.node), "bold")
    slot = f"slot {step.slot} of " if step.slot is not None else ""
    sign = mark(document.graph.by_id[step.node], document)
    if step.kind == "convert":
        return [sign, " ", label, " becomes a receipt" if not facts.failed else " is refused"]
    if step.kind == "execute":
        error = document.errors.get(step.node)
        tail = f": {error.title}" if error is not None else ""
        return [sign, " ", label, " runs", (tail, "failed")]
    if step.kind == "refund":
        return [(_refund_words(document.graph.by_id[step.node]), "dim")]
    if step.kind == "ready":
        return ["· ", label, " has all it waited for"]
    if step.kind == "yield":
        return ["… ", label, " starts to wait for a resume"]
    if step.kind == "resume":
        return ["→ ", label, " is resumed"]
    if step.kind == "timeout":
        return [("✗ ", "failed"), label, " has waited too long"]
    result = next((result for result in facts.promise_results if result.slot == step.slot), None)
    state = slot_state(document.analysis, step.node, result, None) if result is not None else "unknown"
    got = {"arrived": "a value", "failed": "a failure"}.get(state, "data")
    return [
        sign_part(SLOTS[state]),
        f" {got} for {slot}",
        label,
        f" from {name_of(document.graph, step.source)}",
    ]


def _refund_words(node: Node) -> str:
    return f"· {refund_sentence(node)}"
