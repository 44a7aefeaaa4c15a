"""The await table: each callback with its slots, who filled them, and when."""

from __future__ import annotations

from xccviz.analysis.types import PromiseResult
from xccviz.cli.terminal import Column, Part, Terminal
from xccviz.cli.views.words import SLOT_MARKS, block_words, counted, label_of, mark, value_words
from xccviz.document import Document
from xccviz.graph.types import Node
from xccviz.words.names import spoken_name

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
        terminal.line(
            mark(facts), " ", (spoken_name(node), "bold"), (f"  {', '.join(about)}", "dim"), cut=True
        )
        rows = [_row(result, node, document) for result in facts.promise_results]
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


def _row(result: PromiseResult, node: Node, document: Document) -> list[Part]:
    if result.result == "success":
        got: Part = (value_words(result.value), "value")
    elif result.timed_out:
        got = ("timed out", "failed")
    elif result.result == "failed":
        got = ("Failed", "failed")
    else:
        got = "not there yet" if result.result == "pending" else "not known"
    awaited, producer = _sources(result, node, document)
    return [
        str(result.slot),
        SLOT_MARKS[result.result],
        got,
        awaited,
        producer,
        _arrival(result, node),
    ]


def _sources(result: PromiseResult, node: Node, document: Document) -> tuple[Part, Part]:
    """Whom the callback waited for, and who gave the value in the end."""
    unseen = ("not in this answer", "dim")
    if "yield" in node.roles and result.awaited is None:
        waits_for = "a resume" if result.result in ("pending", "success") else "a resume or time-out"
        return waits_for, _resumer(node, document)
    awaited: Part = label_of(result.awaited, document) if result.awaited else unseen
    if not result.producer:
        return awaited, unseen
    if result.producer == result.awaited:
        return awaited, ("the same", "dim")
    between = len(result.chain) - 2
    through = f" (through {between} more)" if between > 0 else ""
    return awaited, f"{label_of(result.producer, document)}{through}"


def _resumer(node: Node, document: Document) -> Part:
    """Who resumed a yield, as far as it is known."""
    for edge in document.graph.edges:
        if edge.kind == "resumes" and edge.target == node.id:
            if edge.source is not None:
                return label_of(edge.source, document)
            transaction, receipt = edge.external or (None, None)
            if transaction is not None:
                return f"transaction {transaction}"
            return "another transaction" if receipt is not None else ("not known", "dim")
    return ("nobody", "dim") if "timed_out" in node.roles else ("not known", "dim")


def _arrival(result: PromiseResult, node: Node) -> str:
    """The block in which a result arrived, and how long it lay there until the callback ran."""
    if result.delivered_at is None:
        return ""
    lay = (node.height or 0) - result.delivered_at
    waited = f", {counted(lay, 'block')} before the rest" if lay > 0 else ""
    return f"block {result.delivered_at:,}{waited}"


def _waited(blocks: int | None) -> str:
    return f"waited {counted(blocks, 'block')}" if blocks else ""
