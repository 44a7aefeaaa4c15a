"""The await table: each callback with its slots, who filled them, and when."""

from __future__ import annotations

from xccviz.analysis.types import NodeFacts, PromiseResult
from xccviz.catalogue import tr
from xccviz.cli.terminal import Column, Part, Terminal
from xccviz.cli.views.parts import block_words, mark, slot_cell
from xccviz.document import Document
from xccviz.graph.types import Node
from xccviz.words.names import spoken_name
from xccviz.words.titles import name_of
from xccviz.words.waits import blocks

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
        about = [text for text in (_waited(facts), block_words(node)) if text]
        terminal.line(
            mark(node, document), " ", (spoken_name(node), "bold"), (f"  {', '.join(about)}", "dim"), cut=True
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
    sign, got = slot_cell(result, node, document)
    awaited, producer = _sources(result, node, document)
    return [
        str(result.slot),
        sign,
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
    awaited: Part = name_of(document.graph, result.awaited) if result.awaited else unseen
    if not result.producer:
        return awaited, unseen
    if result.producer == result.awaited:
        return awaited, ("the same", "dim")
    between = len(result.chain) - 2
    through = f" (through {between} more)" if between > 0 else ""
    return awaited, f"{name_of(document.graph, result.producer)}{through}"


def _resumer(node: Node, document: Document) -> Part:
    """Who resumed a yield, as far as it is known."""
    for edge in document.graph.edges:
        if edge.kind == "resumes" and edge.target == node.id:
            if edge.source is not None:
                return name_of(document.graph, edge.source)
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
    waited = f", {blocks(lay)} before the rest" if lay > 0 else ""
    return f"block {result.delivered_at:,}{waited}"


def _waited(facts: NodeFacts) -> str:
    return tr("waited {blocks}", blocks=blocks(facts.waited_blocks)) if facts.waited_blocks else ""
