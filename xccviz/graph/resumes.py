"""Who resumed a yield (protocol.md §2.3 and §2.8). Yields ask by account, and each node is looked at once for all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from xccviz.graph.derive import child_receipt_id
from xccviz.graph.types import Edge, Node, Slot
from xccviz.model.trace import TransactionTrace


class Resumes:
    """Looks in one transaction for the nodes that resumed its yields."""

    def __init__(self, trace: TransactionTrace, nodes: Iterable[Node]) -> None:
        self._trace = trace
        self._of_account: dict[str | None, list[Node]] = defaultdict(list)
        for node in nodes:
            if node.outcome is not None:
                self._of_account[node.outcome.executor_id].append(node)
        self._creators: dict[str | None, dict[str | None, str]] = {}
        self._callers: dict[str | None, dict[int, str]] = {}

    def edge(self, target: Node, slot: Slot) -> Edge:
        """Who resumed `target`: a node of this transaction when the resume's id derives from it, else somebody outside.

        Without the resume receipt: a node that called `promise_yield_resume` on that account in the block before, and
        whose child ids leave out an index for a hidden receipt; else only the elapsed blocks tell.
        """
        resume = slot.data
        account = target.receipt.receiver_id if target.receipt is not None else None
        if resume is not None:
            creator = self._created_by(account).get(resume)
            if creator is not None:
                return Edge("resumes", creator, target.id, "inferred", slot.data_id, slot.slot)
            # The data id is the link; where it came from is what a node says about the receipt, if it was asked.
            external = (self._trace.origins.get(resume), resume)
            return Edge("resumes", None, target.id, "reported", slot.data_id, slot.slot, external=external)
        caller = self._called_at(account).get(target.height - 1) if target.height is not None else None
        outside = (None, None) if caller is None else None
        return Edge("resumes", caller, target.id, "inferred", slot.data_id, slot.slot, external=outside)

    def _created_by(self, account: str | None) -> dict[str | None, str]:
        """The nodes of an account by the ids of what they created; the first one where several would have."""
        if account not in self._creators:
            found: dict[str | None, str] = {}
            for node in self._of_account.get(account, ()):
                for child in _child_ids(node):
                    found.setdefault(child, node.id)
            self._creators[account] = found
        return self._creators[account]

    def _called_at(self, account: str | None) -> dict[int, str]:
        """The first node of an account at each height that resumed a yield whose receipt is not to be seen."""
        if account not in self._callers:
            found: dict[int, str] = {}
            for node in self._of_account.get(account, ()):
                if node.height is not None and _called_resume(node) and _hides_a_child(node):
                    found.setdefault(node.height, node.id)
            self._callers[account] = found
        return self._callers[account]


def _child_ids(node: Node) -> list[str | None]:
    """Ids of the first receipts that the node created; hidden ones share the numbering, so a few more are tried."""
    if node.height is None or node.outcome is None:
        return []
    return [
        child_receipt_id(node.id, node.height, index) for index in range(len(node.outcome.receipt_ids) + 8)
    ]


def _called_resume(node: Node) -> bool:
    profile = node.outcome.profile if node.outcome is not None else None
    return any(entry.cost.startswith("YIELD_RESUME") for entry in profile or ())


def _hides_a_child(node: Node) -> bool:
    """Whether the visible children, found by hash derivation, leave an index between or before them free."""
    children = set(node.outcome.receipt_ids if node.outcome is not None else ())
    indices = [i for i, child in enumerate(_child_ids(node)) if child in children]
    return len(indices) == len(children) > 0 and indices[-1] + 1 > len(indices)
