"""Which fee tables may have been in force for one transaction, and the sizes of the code it deploys.

A version that was not fetched is narrowed down by what the document itself shows, each an equation in gas:

    burnt by the transaction  = Σ send fees of its receipt and actions        (protocol.md §4.8, I20)
    burnt − exact profile     = Σ execution fees of a receipt that ran        (I14)
    DEPLOY_CONTRACT_BYTE …    = Σ byte fees of the code in created receipts   (§4.4)

Where only the size of one piece of code is unknown, the equation is solved for it; an answer that is no whole number
contradicts the table. Where the tables that remain disagree about a fee, it is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from xccviz.analysis.gas.fees import NEWEST, Charge, FeeTable, Way, action_charges, receipt_charges
from xccviz.graph.types import Node, ReceiptGraph
from xccviz.model.action_kinds import ACTION_KINDS
from xccviz.model.trace import Action, ActionReceipt, ExecutionOutcome
from xccviz.values import frozen, replace

EXACT_PROFILES = (3, 4)
"""Metadata versions whose profile lists everything but the receipt's own execution fees (protocol.md §4.4, I14)."""

_CONTRACTS_LISTED = 4
"""The metadata version that came with protocol version 85; 3 is that of all receipts of 78 to 84 (recorded)."""
_FIRST_WITH_CONTRACTS = 85
_DEPLOYS = {kind.byte_cost: f"{kind.fee}/byte" for kind in ACTION_KINDS if kind.byte_cost is not None}
"""Under which name a profile lists what sending code cost → the row of the fee table."""


@frozen
class _Equation:
    """`gas` = Σ charges, each with its own way. `firm`: of the transaction itself, which no table may contradict."""

    gas: int
    charges: tuple[tuple[Charge, Way], ...]
    firm: bool = False


def versions_shown(graph: ReceiptGraph) -> tuple[int, int]:
    """First and last protocol version that may have run this: the known one, else what the metadata tells."""
    known = graph.trace.protocol_version
    if known is not None:
        return known, known
    seen = {
        outcome.profile_version
        for node in graph.nodes
        if node.kind == "action_receipt" and (outcome := node.outcome) is not None
    }
    if any(version is not None and version >= _CONTRACTS_LISTED for version in seen):
        return _FIRST_WITH_CONTRACTS, NEWEST
    return 0, NEWEST if not seen - {None} else _FIRST_WITH_CONTRACTS - 1


def possible_tables(
    graph: ReceiptGraph, tables: Sequence[FeeTable], executions: Executions | None = None
) -> tuple[FeeTable, ...]:
    """The tables that may have been in force, with the sizes of deployed code; () when the document contradicts all
    (a newer protocol). The fees of a fetched protocol config stand above the bundled ones. `executions` are those of
    the graph, where others ask for them too."""
    first, last = versions_shown(graph)
    equations = _equations(graph, executions or Executions())
    candidates = [table for table in tables if table.covers(first, last)]
    known = graph.trace.protocol_version is not None
    if known and graph.trace.fee_config:
        candidates = [table.overlaid(graph.trace.fee_config) for table in candidates]
    solved = [_solve(table, equations) for table in candidates]
    # An equation that no table fits (a cut profile, a newer protocol) says nothing about the version.
    nowhere = set.intersection(*(wrong for _, wrong in solved)) if solved else set()
    if not known and any(equations[i].firm for i in nowhere):
        return ()
    return tuple(table for table, wrong in solved if known or wrong <= nowhere)


def agreed(tables: Iterable[FeeTable], fee: Callable[[FeeTable], int | None]) -> int | None:
    """The fee when all tables that may have been in force agree about it, else None."""
    values = {fee(table) for table in tables}
    return values.pop() if len(values) == 1 else None


class Executions:
    """What the receipts of one graph are charged for being executed, each worked out once: versions, prices and ledgers
    ask for the same."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int], tuple[Charge, ...] | None] = {}

    def charges(self, receipt: ActionReceipt, first: int | None = None) -> tuple[Charge, ...] | None:
        """Those of a receipt and its actions (only the first `first` ones when given); None when one is not known."""
        count = len(receipt.actions) if first is None else first
        place = (receipt.receipt_id, count)
        if place not in self._known:
            actions = receipt.actions[:count]
            self._known[place] = receipt_charges(actions, receipt.receiver_id, "execution")
        return self._known[place]


def delegate_prepaid(node: Node, table: FeeTable) -> tuple[int, int] | None:
    """What a meta-transaction prepays for its inner receipt: (send fees of the inner actions, burnt when it runs, and
    execution fees of the inner receipt), in gas; None when one is not known (node.md §1.2, protocol.md §4.2)."""
    receipt = node.action_receipt
    if receipt is None:
        return None
    send = execution = 0
    for action in receipt.actions:
        inner = action.delegate
        if inner is None:
            if action.row.signed_by_user:
                return None
            continue
        way: Way = "send_sir" if inner.sender_id == inner.receiver_id else "send_not_sir"
        sent = table.gas(action_charges(inner.actions, inner.receiver_id, way, carried=True), way)
        ran = table.gas(
            receipt_charges(inner.actions, inner.receiver_id, "execution", carried=True), "execution"
        )
        if sent is None or ran is None:
            return None
        send += sent
        execution += ran
    return send, execution


def ran_actions(node: Node) -> int | None:
    """How many actions of an executed receipt ran, the failing one included; None when the failure does not tell."""
    receipt, outcome = node.action_receipt, node.outcome
    if receipt is None or outcome is None:
        return None
    if not outcome.failed:
        return len(receipt.actions)
    index = outcome.failed_at
    return None if index is None else min(index + 1, len(receipt.actions))


def beyond_profile(receipt: ActionReceipt, outcome: ExecutionOutcome) -> int | None:
    """Gas burnt beyond what the profile lists: the execution fees, where the profile is exact, or where no contract
    ran at all. None where neither is so (Delegates are asked elsewhere), and where a profile lists more than was
    burnt: it explains nothing then."""
    exact = outcome.profile is not None and outcome.profile_version in EXACT_PROFILES
    if outcome.gas_burnt is None or not (exact or all(action.row.only_fees for action in receipt.actions)):
        return None
    left = outcome.gas_burnt
    for entry in outcome.profile or ():
        left -= entry.gas
    return left if left >= 0 else None


def _equations(graph: ReceiptGraph, executions: Executions) -> list[_Equation]:
    found = [_of_transaction(graph)]
    for node in graph.nodes:
        if node.kind == "action_receipt" and node.outcome is not None and "delegate" not in node.roles:
            found.append(_of_execution(node, executions))
            found.extend(_of_deploys(graph, node))
    # Most receipts of a transaction are charged alike, and an equation twice says what it says once.
    return [equation for equation in dict.fromkeys(found) if equation is not None]


def _of_transaction(graph: ReceiptGraph) -> _Equation | None:
    transaction, outcome = graph.trace.transaction, graph.root.outcome
    if outcome is None or not outcome.gas_burnt or outcome.status.kind != "success_receipt":
        return None
    own = transaction.signer_id == transaction.receiver_id
    way: Way = "send_sir" if own else "send_not_sir"
    charges = receipt_charges(transaction.actions, transaction.receiver_id, way)
    # The transaction's own way counts here, also for what a Delegate carries (recorded).
    inner = [_carried(action, way) for action in transaction.actions]
    if charges is None or any(part is None for part in inner):
        return None
    signature: tuple[Charge, ...] = ()
    if (transaction.public_key or "").startswith("ml-dsa-65"):
        signature = (("ml_dsa_65_signature", 1),)
    every = (*charges, *(charge for part in inner for charge in part or ()), *signature)
    return _Equation(outcome.gas_burnt, tuple((charge, way) for charge in every), firm=True)


def _carried(action: Action, way: Way) -> tuple[Charge, ...] | None:
    if action.delegate is None:
        return None if action.row.signed_by_user else ()
    return action_charges(action.delegate.actions, action.delegate.receiver_id, way, carried=True)


def _of_execution(node: Node, executions: Executions) -> _Equation | None:
    receipt, outcome = node.action_receipt, node.outcome
    ran = ran_actions(node)
    if receipt is None or outcome is None or not outcome.has_run or ran is None:
        return None
    left = beyond_profile(receipt, outcome)
    if left is None:
        return None
    charges = executions.charges(receipt, ran)
    if charges is None:
        return None
    return _Equation(left, tuple((charge, "execution") for charge in charges))


def _of_deploys(graph: ReceiptGraph, node: Node) -> list[_Equation]:
    """What a contract paid to send code along, as its profile lists it; a failed one's receipts are not visible."""
    outcome = node.outcome
    if outcome is None or outcome.profile_version not in EXACT_PROFILES or outcome.failed:
        return []
    found = []
    for entry in outcome.profile or ():
        row = _DEPLOYS.get(entry.cost)
        if entry.category != "ACTION_COST" or row is None:
            continue
        charges: list[tuple[Charge, Way]] = []
        for child in graph.children.get(node.id, ()):
            receipt = graph.by_id[child].action_receipt if child in graph.by_id else None
            if receipt is not None and not receipt.from_system:
                own = receipt.predecessor_id == receipt.receiver_id
                way: Way = "send_sir" if own else "send_not_sir"
                sent = action_charges(receipt.actions, receipt.receiver_id, way) or ()
                charges.extend((charge, way) for charge in sent if charge[0] == row)
        if charges:
            found.append(_Equation(entry.gas, tuple(charges)))
    return found


def _solve(table: FeeTable, equations: Sequence[_Equation]) -> tuple[FeeTable, set[int]]:
    """The table with the sizes that follow from the equations, and the equations it contradicts."""
    sizes = dict(table.sizes)
    wrong: set[int] = set()
    waiting = set(range(len(equations)))
    progress = True
    while progress:
        progress = False
        for i in sorted(waiting):
            rest = _rest(table, equations[i], sizes)
            if rest is None:
                # An action that this version did not have.
                wrong.add(i)
                waiting.discard(i)
                continue
            gas, unknown = rest
            if len(unknown) > 1:
                continue
            waiting.discard(i)
            progress = True
            if not unknown:
                wrong.update([i] if gas else [])
                continue
            ((code, per_byte),) = unknown.items()
            size, left = divmod(gas, per_byte) if per_byte > 0 else (-1, 0)
            if left or size < 0:
                wrong.add(i)
            else:
                sizes[code] = size
    return replace(table, sizes=sizes) if sizes else table, wrong


def _rest(table: FeeTable, equation: _Equation, sizes: dict[str, int]) -> tuple[int, dict[str, int]] | None:
    """What known charges leave, and gas a byte of each piece of code of unknown size; None when a row is not known."""
    gas = equation.gas
    unknown: dict[str, int] = {}
    for (row, times), way in equation.charges:
        fee = table.fees.get(row)
        if fee is None:
            return None
        count = sizes.get(times) if isinstance(times, str) else times
        if count is None:
            unknown[str(times)] = unknown.get(str(times), 0) + fee[way]
        else:
            gas -= fee[way] * count
    return gas, unknown
