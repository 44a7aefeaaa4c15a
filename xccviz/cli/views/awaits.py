"""The await table: each callback with its slots, who filled them, and when."""

from __future__ import annotations

from xccviz.analysis.types import PromiseResult
from xccviz.cli.terminal import Column, Part, Terminal
from xccviz.cli.words import SLOT_MARKS, block_words, counted, label_of, mark, value_words
from xccviz.document import Document

_COLUMNS = (
    Column("slot", ">"),
    Column(""),
    Column("received", stretch=True),
    Column("awaited", stretch=True),
    Column("produced by", stretch=True),
    Column("arrived"),
)


def show_awaits(document: Document, terminal: Terminal) -> None:
    """Write one table for each callback or yield; say so when there is none."""
    found = False
    for node in document.graph.nodes:
        facts = document.analysis.facts[node.id]
        if not facts.promise_results:
            continue
        if found:
            terminal.blank()
        found = True
        about = [text for text in (_waited(facts.waited_blocks), block_words(node)) if text]
        terminal.line(mark(facts), " ", (node.label, "bold"), (f"  {', '.join(about)}", "dim"), cut=True)
        rows = [_row(result, document) for result in facts.promise_results]
        terminal.table(_columns(facts.promise_results), rows, indent=2)
    if not document.trace.has_receipts:
        terminal.paragraph("This answer lists no receipts, so it does not tell who waits for what.")
    elif not found:
        terminal.line("No receipt of this transaction waits for a promise.")


def _columns(results: tuple[PromiseResult, ...]) -> tuple[Column, ...]:
    return (
        _COLUMNS
        if any(result.delivered_at is not None for result in results)
        else (*_COLUMNS[:-1], Column(""))
    )


def _row(result: PromiseResult, document: Document) -> list[Part]:
    if result.result == "success":
        got: Part = (value_words(result.value), "value")
    elif result.timed_out:
        got = ("timed out", "failed")
    elif result.result == "failed":
        got = ("Failed", "failed")
    else:
        got = "not there yet" if result.result == "pending" else "not known"
    between = len(result.chain) - 2
    producer: Part = label_of(result.producer, document) if result.producer else ("not in this answer", "dim")
    if result.producer and result.producer == result.awaited:
        producer = ("the same", "dim")
    elif between > 0:
        producer = f"{label_of(result.producer, document)} (through {between} more)"
    return [
        str(result.slot),
        SLOT_MARKS[result.result],
        got,
        label_of(result.awaited, document) if result.awaited else ("not in this answer", "dim"),
        producer,
        f"block {result.delivered_at:,}" if result.delivered_at is not None else "",
    ]


def _waited(blocks: int | None) -> str:
    return f"waited {counted(blocks, 'block')}" if blocks else ""
