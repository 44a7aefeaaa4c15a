"""The one place where bytes of the chain are decoded: arguments, results, and what resumed a callback.

Every surface shows what stands in the facts; nobody else asks a decoder.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from xccviz.decode.registry import DECODERS, decode_bytes
from xccviz.decode.types import Decoded, Decoder, Part, Where
from xccviz.graph.types import Node, ReceiptGraph, Slot
from xccviz.model.trace import Action, DataReceipt
from xccviz.values import maker

_new_where = maker(Where)


class Readings:
    """All bytes of one graph as the decoders read them. The same bytes in the same place are read once."""

    def __init__(self, graph: ReceiptGraph, decoders: Sequence[Decoder] = DECODERS) -> None:
        self._graph = graph
        self._decoders = tuple(decoders)
        self._known: dict[tuple[bytes, str | None, str | None, Part, str | None], Decoded] = {}

    @property
    def troubles(self) -> tuple[str, ...]:
        """What decoders could not read of what they took for their own, each once, in the order it was met."""
        return tuple(dict.fromkeys(decoded.problem for decoded in self._known.values() if decoded.problem))

    def args(self, node: Node) -> tuple[Decoded | None, ...]:
        """Arguments of a node's actions; None for actions that call nothing."""
        return tuple([self._args(node, action) for action in node.actions]) if node.actions else ()

    def signed_args(self, node: Node) -> Mapping[tuple[int, ...], Decoded]:
        """Arguments of the calls that users signed inside a node's actions, by the indices that lead there."""
        found: dict[tuple[int, ...], Decoded] = {}
        for action in node.actions:
            if action.delegate is not None:
                found.update(self._signed(action, (action.index,)))
        return found

    def result(self, node: Node | None) -> Decoded | None:
        """What a node returned; None where it returned nothing yet, failed, or handed its result on."""
        if node is None or node.outcome is None or node.outcome.status.value is None:
            return None
        last = len(node.actions) - 1
        method = node.actions[last].method_name if last >= 0 else None
        return self._read(
            node.outcome.status.value, node.outcome.executor_id, method, "result", _code(node, last)
        )

    def slot(self, slot: Slot) -> Decoded | None:
        """What a slot of a callback received: its data receipt where that is at hand, else its producer's result."""
        carried = self._graph.trace.receipts.get(slot.data or "")
        producer = self._graph.by_id.get(slot.producer or "")
        if not isinstance(carried, DataReceipt):
            return self.result(producer)
        if carried.data is None:
            return None
        returned = (
            producer.outcome.status.value if producer is not None and producer.outcome is not None else None
        )
        if returned == carried.data:
            return self.result(producer)
        part: Part = "resume" if carried.is_promise_resume else "result"
        return self._read(carried.data, carried.predecessor_id, None, part, None)

    def final(self, deciding: Node | None) -> Decoded | None:
        """The transaction's result; `deciding`: the node that gives it, where that is known."""
        status = self._graph.trace.final_status
        if status is None or status.kind != "success_value":
            return self.result(deciding) if deciding is not None and deciding.kind != "transaction" else None
        if status.value is None:
            return None
        if (
            deciding is not None
            and deciding.outcome is not None
            and deciding.outcome.status.value == status.value
        ):
            return self.result(deciding)
        return self._read(status.value, None, None, "result", None)

    def _args(self, node: Node, action: Action) -> Decoded | None:
        if action.args is None:
            return None
        receipt, transaction = node.receipt, node.transaction
        account = (
            transaction.receiver_id if transaction is not None else receipt.receiver_id if receipt else None
        )
        return self._read(action.args, account, action.method_name, "args", _code(node, action.index))

    def _signed(self, action: Action, path: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], Decoded]]:
        if action.delegate is None:
            return
        for inner in action.delegate.actions:
            here = (*path, inner.index)
            if inner.args is not None:
                account = action.delegate.receiver_id
                yield here, self._read(inner.args, account, inner.method_name, "args", None)
            yield from self._signed(inner, here)

    def _read(
        self, raw: bytes, account: str | None, method: str | None, part: Part, code_hash: str | None
    ) -> Decoded:
        place = (raw, account, method, part, code_hash)
        known = self._known.get(place)
        if known is None:
            where = _new_where(account, method, part, code_hash)
            known = self._known[place] = decode_bytes(raw, where, self._decoders)
        return known


def _code(node: Node, index: int) -> str | None:
    """Hash of the code that the receiver had before action `index` (protocol.md R1.6), None where it is not told."""
    contracts = node.outcome.contracts if node.outcome is not None else ()
    entry = contracts[index] if 0 <= index < len(contracts) else None
    if not isinstance(entry, dict):
        return None
    found = entry.get("local", entry.get("global_hash"))
    return found if isinstance(found, str) else None
