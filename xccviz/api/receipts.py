"""Receipts, and what callbacks received of each other: views over one document, which look up what they are asked for.

Book (one a document) ── receipt(id) ─▸ Receipt ── promise_results ─▸ PromiseResult ── producer ─▸ Receipt
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from xccviz.analysis.types import PromiseResult as SlotFacts
from xccviz.api.nodes import Frozen, NodeView
from xccviz.api.parts import Answer, bytes_of, json_of, shortened
from xccviz.document import Document, build_document
from xccviz.graph.types import Node
from xccviz.model.raw import RawTransaction
from xccviz.words.slots import open_words

if TYPE_CHECKING:
    from xccviz.query import Columns
    from xccviz.replay.ways import Ways


class Book:
    """One document with what views of it look up, each made when it is first asked for."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.hash = document.trace.transaction.hash
        self._receipts: dict[str, Receipt] = {}

    def __reduce__(self) -> tuple[object, ...]:
        """How it is pickled: by what was answered; the rest follows from that."""
        return _book_of, (self.document.raw,)

    def receipt(self, id: str) -> Receipt:
        """The receipt (or the transaction) of that id. Raises KeyError where there is none."""
        found = self._receipts.get(id)
        if found is None:
            found = self._receipts[id] = Receipt(self, self.document.graph.by_id[id])
        return found

    def known(self, id: str | None) -> Receipt | None:
        """The same, None where it is not in the documents."""
        return self.receipt(id) if id is not None and id in self.document.graph.by_id else None

    def receipts(self, ids: Iterable[str]) -> tuple[Receipt, ...]:
        """Several of them."""
        return tuple(map(self.receipt, ids))

    @cached_property
    def all(self) -> tuple[Receipt, ...]:
        """All of them, in display order."""
        return self.receipts(node.id for node in self.document.graph.nodes)

    @cached_property
    def ways(self) -> Ways:
        """What moves look up."""
        from xccviz.replay.ways import Ways  # late: few programs step

        return Ways(self.document.analysis, self.document.timeline)

    @cached_property
    def columns(self) -> Columns:
        """What filters look up."""
        from xccviz.query import Columns  # late: few programs search

        return Columns(self.document)


def _book_of(raw: RawTransaction) -> Book:
    return Book(build_document(raw))


class Receipt(NodeView):
    """One receipt, or the transaction itself (`kind` "transaction"). Equal to the one of the same id in the same
    transaction, also where that was opened twice. None stands for what is not known, never 0 or ""."""

    __slots__ = ("_book",)
    _book: Book

    def __init__(self, book: Book, node: Node) -> None:
        super().__init__(book.document, node)
        object.__setattr__(self, "_book", book)

    @property
    def parent(self) -> Receipt | None:
        """Who made it; None for the transaction."""
        return self._book.known(self._node.parent)

    @property
    def children(self) -> tuple[Receipt, ...]:
        """What it made, in display order, refunds included."""
        return self._book.receipts(self._book.document.graph.children.get(self.id, ()))

    @property
    def promise_results(self) -> tuple[PromiseResult, ...]:
        """What a callback or yield received, slot by slot; () for anything else."""
        return tuple(PromiseResult(self, result) for result in self._facts.promise_results)

    @property
    def callbacks(self) -> tuple[Receipt, ...]:
        """The callbacks that receive its result, through whatever it was forwarded."""
        return self._book.receipts(self._book.ways.receivers.get(self.id, ()))

    def __eq__(self, other: object) -> bool:
        """Whether it is the same one of the same transaction."""
        if not isinstance(other, Receipt):
            return NotImplemented
        return self.id == other.id and self._book.hash == other._book.hash

    def __hash__(self) -> int:
        """By its id and its transaction's."""
        return hash((self.id, self._book.hash))

    def __reduce__(self) -> tuple[object, ...]:
        """How it is pickled: by its place in the document, which goes once for all of them."""
        return Book.receipt, (self._book, self.id)


class PromiseResult(Frozen):
    """One slot of a callback or yield: what `promise_result(slot)` returned to it."""

    __slots__ = ("_callback", "_result")
    _callback: Receipt
    _result: SlotFacts

    def __init__(self, callback: Receipt, result: SlotFacts) -> None:
        object.__setattr__(self, "_callback", callback)
        object.__setattr__(self, "_result", result)

    @property
    def slot(self) -> int:
        """Its number, from 0."""
        return self._result.slot

    @property
    def callback(self) -> Receipt:
        """Whose slot it is."""
        return self._callback

    @property
    def ok(self) -> bool | None:
        """Whether a value came; False for a failure or a time-out, None where that is not known (yet)."""
        return {"success": True, "failed": False}.get(self._result.result)

    @property
    def value(self) -> bytes | None:
        """The bytes that came; None where none did, or none are at hand."""
        return bytes_of(self._result.value)

    @property
    def value_json(self) -> Answer:
        """The same as JSON, None where they are none. A copy."""
        return json_of(self._result.value)

    @property
    def timed_out(self) -> bool:
        """Whether it is the slot of a yield that nobody resumed in time."""
        return self._result.timed_out

    @property
    def error(self) -> str | None:
        """Why no value came: the title of its producer's error, or that it timed out. None where one came, and where
        that is not known. The code itself is told no more than that it failed."""
        if self.ok is not False:
            return None
        if self.timed_out:
            return open_words("failed", True, "card")
        failure = self.producer.error if self.producer is not None else None
        return failure.title if failure is not None else None

    @property
    def awaited(self) -> Receipt | None:
        """The receipt that `.then` was put on."""
        return self._callback._book.known(self._result.awaited)

    @property
    def producer(self) -> Receipt | None:
        """The receipt that the result is of, at the end of whatever the awaited one was forwarded to."""
        return self._callback._book.known(self._result.producer)

    @property
    def delivered_at(self) -> int | None:
        """The height of the block in which it arrived."""
        return self._result.delivered_at

    def __repr__(self) -> str:
        """Its number, and what came."""
        said = {True: "ok", False: "failed", None: "not known"}[self.ok]
        count = len(self.value) if self.value is not None else 0
        size = f" {count} {'byte' if count == 1 else 'bytes'}" if self.value is not None else ""
        return f"<PromiseResult {self.slot} of {shortened(self._callback.label)}: {said}{size}>"

    def __eq__(self, other: object) -> bool:
        """Whether it is the same slot of the same callback."""
        if not isinstance(other, PromiseResult):
            return NotImplemented
        return self.slot == other.slot and self._callback == other._callback

    def __hash__(self) -> int:
        """By its callback and number."""
        return hash((self._callback, self.slot))
