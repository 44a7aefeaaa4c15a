"""What can't belong together in one transaction (interface.md §4): two places of the documents, and what each says.

Every rule holds for each recorded transaction since 2019 (protocol.md §4.8 numbers most of them); a rule whose inputs
are not known says nothing.
"""

from __future__ import annotations

import json
from binascii import Error, a2b_base64
from collections import Counter
from collections.abc import Iterator, Mapping
from hashlib import sha256

from xccviz.analysis.failures.fates import deciding_node
from xccviz.analysis.trust.data_ids import data_ids
from xccviz.analysis.trust.hashes import Digests
from xccviz.analysis.trust.proof import Climber, path_of, proofs
from xccviz.analysis.trust.receipt_ids import underived
from xccviz.analysis.types import Contradiction, ContradictionKind, Proof, Said
from xccviz.graph.types import Node, ReceiptGraph
from xccviz.model.ids import SYSTEM
from xccviz.model.raw import Json
from xccviz.model.trace import Action, ActionReceipt, ExecutionStatus, Transaction, TransactionTrace

_ROOTS = 100
"""Outcomes whose roots are compared with each other: the dearest rule, and the weakest one, as headers prove more."""


def judged(graph: ReceiptGraph) -> tuple[Mapping[str, Proof], tuple[Contradiction, ...]]:
    """What of a graph is proven, node by node, and what in it contradicts something else."""
    digests = Digests()
    climber = Climber(digests)
    proven = proofs(graph, climber, digests)
    return proven, contradictions(graph, proven, climber, digests)


def contradictions(
    graph: ReceiptGraph, proven: Mapping[str, Proof], climber: Climber, digests: Digests
) -> tuple[Contradiction, ...]:
    """Everything that contradicts something else, in display order of what it is about within each rule."""
    return (
        *_identity(graph.trace),
        *_twice(graph.trace),
        *_parents(graph.trace),
        *data_ids(graph, lambda: _is_closed(graph)),
        *_first_receipt(graph),
        *_orphans(graph),
        *_accounts(graph),
        *_end(graph),
        *_returned(graph),
        *_ids(graph, digests),
        *_proofs(graph, proven),
        *_roots(graph, proven, climber),
    )


def _against(
    kind: ContradictionKind, node: str | None, one: tuple[str, str | None], other: tuple[str, str | None]
) -> Iterator[Contradiction]:
    """Two places that should say the same, where they don't; one that says nothing contradicts nothing."""
    (here, said), (there, told) = one, other
    if said is not None and told is not None and said != told:
        yield Contradiction(kind, node, Said(here, said), Said(there, told))


def _identity(trace: TransactionTrace) -> Iterator[Contradiction]:
    """Another hash than was asked for; an outcome of the transaction with another id."""
    hash = trace.transaction.hash
    for place, asked in trace.asked.items():
        yield from _against("another_hash", hash, (place, asked), ("transaction.hash", hash))
    outcome = trace.transaction_outcome
    if outcome is not None:
        yield from _against(
            "outcome_id", hash, ("transaction.hash", hash), (f"{outcome.where}.id", outcome.id)
        )


def _twice(trace: TransactionTrace) -> Iterator[Contradiction]:
    """Entries of one answer that have one id and differ: which of them ran, nobody can tell."""
    for id, (one, other) in trace.twice.items():
        yield Contradiction("twice", id, Said(one, id), Said(other, id))


def _parents(trace: TransactionTrace) -> Iterator[Contradiction]:
    """A receipt is made once, so `receipt_ids` have its id once (protocol.md §4.8 I2)."""
    first: dict[str, str] = {trace.transaction.hash: "transaction.hash"}
    outcomes = (trace.transaction_outcome, *trace.outcomes.values())
    for outcome in outcomes:
        if outcome is None:
            continue
        for position, id in enumerate(outcome.receipt_ids):
            at = f"{outcome.where}.outcome.receipt_ids[{position}]"
            known = first.setdefault(id, at)
            if known != at:
                yield Contradiction("parents", id, Said(known, id), Said(at, id))


def _first_receipt(graph: ReceiptGraph) -> Iterator[Contradiction]:
    """Signer, receiver, key and actions of the transaction against its first receipt (protocol.md §2.2)."""
    trace = graph.trace
    outcome, transaction = trace.transaction_outcome, trace.transaction
    first = (
        trace.receipts.get(outcome.receipt_ids[0]) if outcome is not None and outcome.receipt_ids else None
    )
    if not isinstance(first, ActionReceipt) or first.synthesized:
        return
    id, at, action = first.receipt_id, first.where, f"{first.where}.receipt.Action"
    signer = ("transaction.signer_id", transaction.signer_id)
    yield from _against("signer", id, signer, (f"{at}.predecessor_id", first.predecessor_id))
    yield from _against(
        "receiver",
        id,
        ("transaction.receiver_id", transaction.receiver_id),
        (f"{at}.receiver_id", first.receiver_id),
    )
    if _same_sort(transaction.public_key, first.signer_public_key):
        yield from _against(
            "public_key", id, ("transaction.public_key", transaction.public_key),
            (f"{action}.signer_public_key", first.signer_public_key),
        )  # fmt: skip
    yield from _actions(transaction, first)


def _same_sort(one: str | None, other: str | None) -> bool:
    """Whether two keys can be compared: of some sorts a receipt holds the hash only (protocol.md §0.3)."""
    return one is not None and other is not None and one.partition(":")[0] == other.partition(":")[0]


def _actions(transaction: Transaction, first: ActionReceipt) -> Iterator[Contradiction]:
    raw = transaction.raw
    if isinstance(raw, dict) and "actions" not in raw:
        return  # nobody told what it does
    place = f"{first.where}.receipt.Action.actions"
    counts = (str(len(transaction.actions)), str(len(first.actions)))
    if counts[0] != counts[1]:
        yield from _against(
            "action_count", first.receipt_id, ("transaction.actions", counts[0]), (place, counts[1])
        )
        return
    for signed, run in zip(transaction.actions, first.actions, strict=True):
        for member, one, other in _differing(signed, run):
            at = f"[{signed.index}].{member}"
            yield from _against(
                "action", first.receipt_id, (f"transaction.actions{at}", one), (f"{place}{at}", other)
            )


def _differing(one: Action, other: Action) -> Iterator[tuple[str, str, str]]:
    """The members in which two actions differ, with what each says."""
    if one.raw == other.raw:
        return
    if one.kind != other.kind:
        yield "kind", one.kind, other.kind
        return
    members = (
        ("method_name", one.method_name, other.method_name),
        ("args", _text(one.args), _text(other.args)),
        ("gas", one.gas, other.gas),
        ("deposit", one.deposit, other.deposit),
        *((name, one.fields.get(name), other.fields.get(name)) for name in {**one.fields, **other.fields}),
    )
    for name, here, there in members:
        if here is not None and there is not None and not _alike(name, here, there):
            yield name, str(here), str(there)


def _text(args: bytes | None) -> str | None:
    return None if args is None else args.decode("utf-8", "backslashreplace")


def _alike(name: str, one: Json, other: Json) -> bool:
    """Whether two members say the same: numbers may be texts, code may stand for itself or as its hash
    (protocol.md §0.3, §5.1)."""
    if one == other or (not isinstance(one, dict | list) and str(one) == str(other)):
        return True
    return name == "code" and _code_hash(one) == _code_hash(other) is not None


def _code_hash(value: Json) -> bytes | None:
    try:
        code = a2b_base64(value, strict_mode=True) if isinstance(value, str) else None
    except (Error, ValueError):
        return None
    return code if code is None or len(code) == 32 else sha256(code).digest()


def _orphans(graph: ReceiptGraph) -> Iterator[Contradiction]:
    """Outcomes and receipts that no `receipt_ids` of this transaction leads to.

    Where an outcome that is listed is not there, what it made may be all the same: then only another signer tells that
    something doesn't belong here (protocol.md §4.8 I6), or that of receipt and outcome, which come in pairs where
    receipts come at all (R1.3), one has no other half.
    """
    trace = graph.trace
    loose = [
        node
        for node in graph.nodes[1:]
        if node.parent is None
        and (node.action_receipt is not None or node.outcome is not None)
        and node.id not in trace.superseded
    ]
    if not loose:
        return
    closed, signer = _is_closed(graph), _signer(trace)
    listed = trace.transaction_outcome.where if trace.transaction_outcome is not None else "transaction"
    for node in loose:
        receipt, outcome = node.action_receipt, node.outcome
        half = graph.root.has_run and trace.has_receipts and (receipt is None or outcome is None)
        if closed or half or _of_another_signer(receipt, signer):
            where = outcome.where if outcome is not None else receipt.where if receipt is not None else ""
            yield Contradiction(
                "orphan", node.id, Said(f"{listed}.outcome.receipt_ids", ""), Said(where, node.id)
            )


def _is_closed(graph: ReceiptGraph) -> bool:
    """Whether everything that the transaction leads to has run and is at hand, so that nothing else can be its own."""
    found = [graph.root]
    for node in found:
        if not node.has_run and not node.never_runs:
            return False
        found += [graph.by_id[child] for child in graph.children.get(node.id, ())]
    return True


def _of_another_signer(receipt: ActionReceipt | None, signer: str) -> bool:
    return receipt is not None and receipt.signer_id not in (None, SYSTEM, signer)


def _signer(trace: TransactionTrace) -> str:
    """Who signed, by the account that ran the transaction where that is told: if the transaction names another one, it
    is said once and not again of every receipt."""
    outcome = trace.transaction_outcome
    return (outcome.executor_id if outcome is not None else None) or trace.transaction.signer_id


def _accounts(graph: ReceiptGraph) -> Iterator[Contradiction]:
    """Who ran, sent and signed: an outcome is of the account that its receipt was for, a receipt of the account that
    ran its parent, or of `system`, and all are signed by who signed the transaction (protocol.md §4.8 I4 to I6)."""
    transaction, root = graph.trace.transaction, graph.root
    signer = ("transaction.signer_id", transaction.signer_id)
    if root.outcome is not None:
        ran = (f"{root.outcome.where}.outcome.executor_id", root.outcome.executor_id)
        yield from _against("executor", root.id, signer, ran)
    for node in graph.nodes[1:]:
        receipt, outcome = node.action_receipt, node.outcome
        if receipt is None:
            continue
        if (
            outcome is not None
            and outcome.executor_id is not None
            and outcome.executor_id != receipt.receiver_id
        ):
            asked = (
                ("transaction.receiver_id", transaction.receiver_id)
                if receipt.synthesized
                else (f"{receipt.where}.receiver_id", receipt.receiver_id)
            )
            yield from _against(
                "executor", node.id, asked, (f"{outcome.where}.outcome.executor_id", outcome.executor_id)
            )
        if receipt.synthesized or node.parent is None:
            continue
        if _of_another_signer(receipt, _signer(graph.trace)):
            at = f"{receipt.where}.receipt.Action.signer_id"
            yield from _against("signer", node.id, signer, (at, receipt.signer_id))
        parent = graph.by_id[node.parent]
        sender = parent.outcome.executor_id if parent.outcome is not None else None
        if parent is not root and not receipt.from_system and sender not in (None, receipt.predecessor_id):
            assert parent.outcome is not None
            yield from _against(
                "sender", node.id, (f"{parent.outcome.where}.outcome.executor_id", sender),
                (f"{receipt.where}.predecessor_id", receipt.predecessor_id),
            )  # fmt: skip


def _end(graph: ReceiptGraph) -> Iterator[Contradiction]:
    """The answer's own `status` against the end of the SuccessReceiptId chain (protocol.md R1.1, I18)."""
    trace, deciding = graph.trace, deciding_node(graph)
    if deciding is None or deciding.outcome is None or not deciding.outcome.has_run:
        return
    ended, said = deciding.outcome.status, trace.final_status
    if said is None or said.kind == "unknown" or _same_end(said, ended):
        return  # `Started` only says that whoever answered did not know the end yet
    place = f"{deciding.outcome.where}.outcome.status"
    yield Contradiction("status", deciding.id, Said("status", _ended(said)), Said(place, _ended(ended)))


def _returned(graph: ReceiptGraph) -> Iterator[Contradiction]:
    """A receipt hands its result on to one that it made itself (protocol.md §2.4)."""
    for node in graph.nodes:
        outcome = node.outcome
        handed = outcome.status.receipt_id if outcome is not None else None
        if outcome is not None and handed is not None and handed not in outcome.receipt_ids:
            at = f"{outcome.where}.outcome"
            one, other = Said(f"{at}.receipt_ids", ""), Said(f"{at}.status.SuccessReceiptId", handed)
            yield Contradiction("returned", node.id, one, other)


def _same_end(one: ExecutionStatus, other: ExecutionStatus) -> bool:
    """Whether two ends are the same, as far as both tell."""
    if one.kind != other.kind:
        return False
    if one.kind == "failure":
        return one.failure == other.failure
    return one.value is None or other.value is None or one.value == other.value


def _ended(status: ExecutionStatus) -> str:
    """What a status says: the wire's word, and the value or failure."""
    if status.kind == "success_value":
        return f"SuccessValue {_text(status.value)}"
    return (
        f"Failure {json.dumps(status.failure, ensure_ascii=False)}"
        if status.kind == "failure"
        else status.kind
    )


def _ids(graph: ReceiptGraph, digests: Digests) -> Iterator[Contradiction]:
    """Receipt ids that their parent, block and position don't give."""
    for found in underived(graph, digests):
        parent = graph.by_id[found.parent]
        outcome = parent.outcome
        assert outcome is not None
        place = f"{outcome.where}.outcome.receipt_ids[{found.position}]"
        block = Said(f"{outcome.where}.block_hash", _block(parent))
        yield Contradiction("receipt_id", found.child, block, Said(place, found.child))


def _block(node: Node) -> str:
    return str(node.block_hash) if node.height is None else f"{node.block_hash} ({node.height})"


def _proofs(graph: ReceiptGraph, proven: Mapping[str, Proof]) -> Iterator[Contradiction]:
    """Outcomes whose Merkle path leads elsewhere than to what the block after theirs says."""
    for node in graph.nodes:
        if proven.get(node.id) == "contradicted" and node.outcome is not None:
            at = node.outcome.where
            yield Contradiction(
                "proof",
                node.id,
                Said(f"{at}.proof", node.id),
                Said("block.chunks.outcome_root", str(node.block_hash)),
            )


def _roots(graph: ReceiptGraph, proven: Mapping[str, Proof], climber: Climber) -> Iterator[Contradiction]:
    """Outcomes of one account in one block ran in one chunk, so their paths lead to one root, whatever it is: the one
    of most of them. Asked only where no later block has answered."""
    together: dict[tuple[str, str], list[Node]] = {}
    for node in graph.nodes:
        outcome = node.outcome
        if outcome is None or outcome.block_hash is None or outcome.executor_id is None or node.id in proven:
            continue
        if not path_of(outcome):
            continue  # alone in its chunk, or left out by whoever wrote the document
        together.setdefault((outcome.block_hash, outcome.executor_id), []).append(node)
    left = _ROOTS
    for nodes in together.values():
        nodes = nodes[:left]
        if len(nodes) < 2:
            continue
        left -= len(nodes)
        ends = {node.id: climber.root_of(node.outcome) for node in nodes if node.outcome is not None}
        known = Counter(end for end in ends.values() if end is not None)
        if len(known) < 2:
            continue
        most = known.most_common(1)[0][0]
        like = next(node for node in nodes if ends[node.id] == most)
        for node in nodes:
            if ends[node.id] not in (None, most) and node.outcome is not None and like.outcome is not None:
                one, other = (
                    Said(f"{like.outcome.where}.proof", like.id),
                    Said(f"{node.outcome.where}.proof", node.id),
                )
                yield Contradiction("roots", node.id, one, other)
