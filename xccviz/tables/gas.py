"""Where the gas went: a row a receipt with a bar that can be compared, and totals by contract, method and host cost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from xccviz.analysis.types import GasLedger
from xccviz.document import Document
from xccviz.graph.types import Node
from xccviz.model.amounts import format_gas, format_gas_exact
from xccviz.tables.rows import Bar, MadeRows, Row
from xccviz.words.gas import COST_KINDS, STARVED, cost_words, ledger_words
from xccviz.words.names import spoken_name
from xccviz.words.numbers import gas_number

RECEIPT_HEADERS = ("CALL", "ATTACHED", "BURNT", "PASSED ON", "GOT BACK", "EXECUTION", "CONTRACT", "SENDING")
TOTAL_HEADERS = ("BY", "BURNT", "SHARE")
_NUMBERS: tuple[Callable[[GasLedger], int | None], ...] = (
    lambda gas: gas.attached,
    lambda gas: gas.burnt,
    lambda gas: gas.forwarded,
    lambda gas: gas.unspent,
    lambda gas: gas.execution_fees,
    lambda gas: gas.contract,
    lambda gas: gas.send_fees,
)
KINDS = ("calls", "contracts", "methods", "costs")


def whole_of(gas: GasLedger) -> int:
    """The gas a ledger is about: what was attached and prepaid, as the sum of where it went."""
    parts = (gas.burnt or 0) + (gas.forwarded or 0) + max(0, gas.unspent or 0)
    return max(gas.attached or 0, parts)


def shares_of(gas: GasLedger) -> tuple[tuple[str, float], ...]:
    """Burnt here (accent), passed on (edge), got back (ref, hollow) as parts of the whole."""
    whole = whole_of(gas)
    if not whole:
        return ()
    parts = (("ind", gas.burnt), ("edge", gas.forwarded), ("ref", gas.unspent))
    return tuple((role, max(0, part or 0) / whole) for role, part in parts)


def gas_nodes(document: Document) -> Iterator[tuple[Node, int] | None]:
    """(node, gas it is about) of all receipts but gas refunds and data receipts, in display order. None for the
    others, so that a caller can pause between any two."""
    facts = document.analysis.facts
    for node in document.graph.nodes:
        left_out = node.kind == "data_receipt" or "refund_gas" in node.roles
        yield None if left_out else (node, whole_of(facts[node.id].gas))


class GasRows(MadeRows):
    """A row a receipt of `gas_nodes`, sorted by a column of RECEIPT_HEADERS, by default in their own order (column
    −1); unknown numbers come last."""

    def __init__(
        self, document: Document, found: Sequence[tuple[Node, int]], column: int = -1, descending: bool = True
    ) -> None:
        super().__init__()
        self.document = document
        facts = document.analysis.facts
        nodes = [node for node, _ in found]
        if column == 0:
            nodes.sort(key=spoken_name, reverse=descending)
        elif 0 < column <= len(_NUMBERS):
            number = _NUMBERS[column - 1]
            known = [(number(facts[node.id].gas), node) for node in nodes]
            ranked = sorted(((n, node) for n, node in known if n is not None), key=lambda pair: pair[0])
            nodes = [node for _, node in (reversed(ranked) if descending else ranked)]
            nodes += [node for n, node in known if n is None]
        self.nodes = nodes
        self._most = max((whole for _, whole in found), default=0)
        self._starved = starved_nodes(document)
        self._place: Mapping[str, int] | None = None

    def __len__(self) -> int:
        return len(self.nodes)

    def make(self, index: int) -> Row:
        """The row of a receipt."""
        node = self.nodes[index]
        facts = self.document.analysis.facts[node.id]
        starved = node.id in self._starved
        odd = facts.gas.reconciles is False
        steps = self.document.timeline.of_node.get(node.id, ())
        tip = f"{spoken_name(node)}\n{ledger_words(facts.gas)}"
        if starved:
            tip += f"\n{STARVED}"
        whole = whole_of(facts.gas)
        return Row(
            cells=(spoken_name(node), *(gas_number(read(facts.gas)) for read in _NUMBERS)),
            node=node.id,
            sign="caution" if starved or odd else "failed" if facts.failed else "none",
            sign_tone="wait" if starved or odd else "bad",
            tag="starved" if starved else "",
            step=steps[-1] if steps else None,
            bar=Bar(shares_of(facts.gas), whole / self._most if self._most else 0.0),
            tip=tip,
        )

    def has_children(self, index: int) -> bool:
        """No row of these unfolds."""
        return False

    def children(self, index: int) -> Sequence[Row]:
        """None."""
        return ()

    def of_node(self, node: str) -> Sequence[int]:
        """The node's row."""
        if self._place is None:
            self._place = {each.id: i for i, each in enumerate(self.nodes)}
        return (self._place[node],) if node in self._place else ()


def starved_nodes(document: Document) -> frozenset[str]:
    """Calls that ran out of gas beside a sibling that gave back at least as much as they had."""
    found = (f.nodes for f in document.analysis.findings if f.code == "gas_starved_beside_plenty")
    return frozenset(node for nodes in found for node in nodes)


def total_rows(document: Document, kind: str) -> list[Row]:
    """Totals by contract, method or cost, largest first, as parts of all the gas burnt (refunds left out)."""
    gas = document.analysis.gas
    parts: list[tuple[str, int]] = []
    if kind == "contracts":
        parts = list(gas.by_contract)
    elif kind == "methods":
        parts = [(f"{contract}.{method}", burnt) for contract, method, burnt in gas.by_method]
    elif kind == "costs":
        parts = [
            (f"{COST_KINDS.get(group, group)}: {cost_words(cost)}", burnt)
            for group, cost, burnt in gas.by_cost
        ]
    most = max((burnt for _, burnt in parts), default=0)
    whole = gas.total_burnt
    return [
        Row(
            cells=(name, gas_number(burnt), f"{100 * burnt / whole:.1f} %" if whole else ""),
            bar=Bar((("ind", 1.0),), burnt / most if most else 0.0),
            tip=f"{name}\n{format_gas(burnt)} of {format_gas(whole)} burnt ({format_gas_exact(burnt)})",
        )
        for name, burnt in parts
    ]


def summary_words(document: Document) -> str:
    """All the gas in one line: burnt of what the transaction attached."""
    gas = document.analysis.gas
    attached = document.analysis.facts[document.graph.root.id].gas.attached
    words = f"{format_gas(gas.total_burnt)} burnt"
    if attached:
        words += f" of {format_gas(attached)} attached"
    if gas.refunds_burnt:
        words += f", and {format_gas(gas.refunds_burnt)} by refunds"
    return words
