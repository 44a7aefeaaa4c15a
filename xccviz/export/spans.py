"""Receipts as spans of time, for the formats that trace: each from where it was made to where it ran, with what was
known of it by a moment.

A fact more in all of them is a row of `DETAILS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from xccviz.analysis.types import Analysis, NodeFacts, PromiseResult
from xccviz.catalogue import numeral, tr
from xccviz.document import Document
from xccviz.export.stressed import emphasis_of, moment_of
from xccviz.export.types import ExportOptions
from xccviz.graph.types import Node
from xccviz.model.literals import Progress, SlotState, happened
from xccviz.model.text import visible_text
from xccviz.pieces import watched
from xccviz.replay.standing import created_by, fate_at, progress_of, slot_states
from xccviz.replay.types import Moment
from xccviz.values import frozen
from xccviz.words.errors import ErrorText
from xccviz.words.names import spoken_name
from xccviz.words.progress import subtitle
from xccviz.words.signs import NOT_KNOWN, PROGRESS
from xccviz.words.slots import numbered, slot_words
from xccviz.words.values import TEXT_LIMIT, value_words

Detail = str | int | bool | tuple[str, ...]
"""What a fact is, for machines and people: yoctoNEAR are text, as most readers know no integers so large."""
SENTENCES = 900
"""Characters of a title or an explanation."""
LISTED = 64
"""So many entries of a list are told, and how many there are more."""


@frozen
class Span:
    """One receipt by a moment. `words`: how it stands, in a few words; `error` where it has failed by then; `dim`: a
    filter looked for something else. Texts are visible and short."""

    analysis: Analysis
    moment: Moment | None
    node: Node
    facts: NodeFacts
    progress: Progress
    account: str
    name: str
    words: str
    error: ErrorText | None
    dim: bool

    @property
    def ran(self) -> bool:
        """Whether it has run by then."""
        return happened(self.progress)

    @property
    def slots(self) -> tuple[tuple[PromiseResult, SlotState], ...]:
        """Its promise results and how each stands."""
        states = slot_states(self.analysis, self.node.id, self.moment)
        return tuple(zip(self.facts.promise_results, states, strict=True))

    def details(self) -> dict[str, Detail]:
        """What is known of it, by the names of `DETAILS`; what is not known is not there."""
        found = {name: read(self) for name, read in DETAILS.items()}
        return {name: value for name, value in found.items() if value is not None and value != ()}


def short(text: str) -> str:
    """A text of the chain, made visible and cut."""
    return visible_text(text, TEXT_LIMIT)


def sentences(text: str) -> str:
    """What is said of the whole, with names of the chain in it: visible, and cut where one of them has no end."""
    return visible_text(text, SENTENCES)


def spans_of(document: Document, options: ExportOptions) -> tuple[Span, ...]:
    """The spans of all receipts that were there by the moment of the options, in display order. Collapsed gas
    refunds, what a filter hides, and data of which nobody tells who sent it and when, are not among them."""
    analysis, graph = document.analysis, document.graph
    moment, emphasis = moment_of(document, options), emphasis_of(document, options)
    made = []
    for node in watched(graph.nodes, options.go_on):
        left_out = node.id in emphasis.gone or (options.collapse_refunds and node.is_gas_refund)
        left_out = left_out or (node.never_runs and node.parent is None)
        if not left_out and created_by(analysis, node.id, moment):
            made.append(_span(document, moment, node, node.id in emphasis.dim))
    return tuple(made)


def _span(document: Document, moment: Moment | None, node: Node, dim: bool) -> Span:
    analysis = document.analysis
    progress = progress_of(analysis, node.id, moment)
    wordings, _ = subtitle(analysis, node, moment, None)
    name = spoken_name(node, happened(progress))
    error = document.errors.get(node.id) if progress == "failed" else None
    return Span(
        analysis, moment, node, analysis.facts[node.id], progress, short(_account(node) or NOT_KNOWN), short(name),
        short(wordings[0]), error, dim,
    )  # fmt: skip


def _account(node: Node) -> str | None:
    """Where it runs; of the transaction who signed it."""
    if node.transaction is not None:
        return node.transaction.signer_id
    receipt = node.receipt
    found = node.outcome.executor_id if node.outcome is not None else None
    return found or (receipt.receiver_id if receipt is not None else None)


def _of_run(read: Callable[[Span], Detail | None]) -> Callable[[Span], Detail | None]:
    """A fact that is known once it has run."""
    return lambda span: read(span) if span.ran else None


def _yocto(amount: int | None) -> str | None:
    return None if amount is None else str(amount)


def _text(text: str | None) -> str | None:
    return None if text is None else short(text)


def _listed(entries: Sequence[str]) -> tuple[str, ...]:
    more = len(entries) - LISTED
    told = tuple(short(entry) for entry in entries[:LISTED])
    return (*told, tr("… {count} more", count=numeral(more))) if more > 0 else told


def _parties(name: str) -> Callable[[Span], Detail | None]:
    """An account that the receipt names; of the transaction those it has."""
    return lambda span: _text(getattr(span.node.receipt or span.node.transaction, name, None))


def _actions(span: Span) -> Detail:
    return _listed([action.method_name or action.kind for action in span.node.actions[: LISTED + 1]])


def _args(span: Span) -> Detail:
    args = zip(span.node.actions, span.facts.args, strict=False)
    told = [numbered(action.index, value_words(value, "card")) for action, value in args if value is not None]
    return _listed(told)


def _result(span: Span) -> Detail | None:
    status = span.facts.status
    if status is None or status.value is None:
        return None
    return value_words(status.value, "card")


def _handed_on(span: Span) -> Detail | None:
    return _text(span.facts.status.receipt_id) if span.facts.status is not None else None


def _slots(span: Span) -> Detail:
    slots = span.slots
    return _listed(
        [numbered(each.slot, slot_words(each, state, "card")) for each, state in slots[:LISTED]]
        + [""] * (len(slots) - LISTED)
    )


DETAILS: Mapping[str, Callable[[Span], Detail | None]] = {
    "receipt.id": lambda span: _text(span.node.id),
    "receipt.kind": lambda span: span.node.kind,
    "receipt.roles": _of_run(lambda span: tuple(span.node.roles)),
    "account.predecessor": _parties("predecessor_id"),
    "account.receiver": _parties("receiver_id"),
    "account.signer": _parties("signer_id"),
    "account.refund_to": _parties("refund_to"),
    "actions": _actions,
    "args": _args,
    "deposit": lambda span: _yocto(span.facts.tokens.deposits),
    "progress": lambda span: span.progress,
    "status": lambda span: PROGRESS[span.progress].word,
    "slots": _slots,
    "result": _of_run(_result),
    "result.receipt": _of_run(_handed_on),
    "error.title": lambda span: _text(span.error.title) if span.error else None,
    "error.explanation": lambda span: visible_text(span.error.explanation) if span.error else None,
    "error.hint": lambda span: visible_text(span.error.hint) or None if span.error else None,
    "failure.fate": _of_run(lambda span: fate_at(span.facts, span.moment)),
    "gas.attached": lambda span: span.facts.gas.attached,
    "gas.burnt": _of_run(lambda span: span.facts.gas.burnt),
    "tokens.burnt": _of_run(lambda span: _yocto(span.facts.tokens.burnt)),
    "logs": _of_run(lambda span: len(span.facts.logs)),
    "block.height": _of_run(lambda span: span.node.height),
    "block.hash": _of_run(lambda span: _text(span.node.block_hash)),
    "waited.blocks": _of_run(lambda span: span.facts.waited_blocks),
    "waited.reason": _of_run(lambda span: span.facts.wait_reason),
}
"""The facts of a span by their names in all formats."""
