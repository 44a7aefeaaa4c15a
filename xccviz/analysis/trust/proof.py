"""Merkle proofs of outcomes: does the path that came with an outcome lead to what a block says? (protocol.md §12)

    leaf  = sha256(borsh([id, sha256(borsh(partial outcome)), sha256(log 0), sha256(log 1) …]))
    climb = sha256(step ‖ here) for a step to the left, sha256(here ‖ step) for one to the right
    end   = `outcome_root` of a chunk header in the block AFTER the one that the outcome's `block_hash` names

    partial outcome = receipt_ids, gas_burnt u64, tokens_burnt u128, executor_id,
                      status: 0 Unknown · 1 Failure · 2 SuccessValue(bytes) · 3 SuccessReceiptId(32 bytes)

Checked against every recorded outcome of protocol 83 to 86, and public ones since 2020. Error text, profile and other
metadata are not part of it: they are the node's word.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from xccviz.analysis.trust.hashes import Digests
from xccviz.analysis.types import Proof
from xccviz.graph.types import ReceiptGraph
from xccviz.model.raw import Json, object_of
from xccviz.model.trace import ExecutionOutcome, ExecutionStatus

NOWHERE = b""
"""The end of a path that leads to no hash at all: a step that is none, a number too large to be written."""


class Climber:
    """Climbs the paths of many outcomes. Paths of one chunk meet: what lies above a meeting point is hashed once, for
    those whose remaining steps are the same to the letter."""

    def __init__(self, digests: Digests) -> None:
        self._digests = digests
        self._above: dict[bytes, tuple[list[Json], int, bytes]] = {}

    def root_of(self, outcome: ExecutionOutcome) -> bytes | None:
        """Where the path of an outcome leads; None where it came without one, or says too little to be hashed."""
        path = path_of(outcome)
        here = leaf_of(outcome, self._digests) if path is not None else None
        return here if path is None or not here else self._climb(here, path)

    def _climb(self, leaf: bytes, path: list[Json]) -> bytes:
        here, above = leaf, self._above
        passed: list[bytes] = []
        for entry in path:
            known = above.get(here)
            if known is not None and known[0][known[1] :] == path[len(passed) :]:
                here = known[2]
                break
            passed.append(here)
            step = object_of(entry)
            hash, direction = step.get("hash"), step.get("direction")
            other = self._digests[hash] if isinstance(hash, str) else None
            if other is None or direction not in ("Left", "Right"):
                here = NOWHERE
                break
            here = sha256(other + here if direction == "Left" else here + other).digest()
        for level, place in enumerate(passed):
            above[place] = (path, level, here)
        return here


def path_of(outcome: ExecutionOutcome) -> list[Json] | None:
    """The Merkle path that came with an outcome, from the leaf up; None where none did."""
    path = object_of(outcome.raw).get("proof")
    return path if isinstance(path, list) else None


def proofs(graph: ReceiptGraph, climber: Climber, digests: Digests) -> Mapping[str, Proof]:
    """Node id → whether its outcome is proven or contradicted; not in it: no path came with it, or the block after
    its own is not at hand."""
    blocks = graph.trace.blocks.values()
    after = {block.prev_hash: block for block in blocks if block.outcome_roots}
    if not after:
        return {}
    found: dict[str, Proof] = {}
    for node in graph.nodes:
        outcome = node.outcome
        following = after.get(outcome.block_hash) if outcome is not None and outcome.block_hash else None
        if outcome is None or following is None or (root := climber.root_of(outcome)) is None:
            continue
        if any(digests[told] == root for told in following.outcome_roots):
            found[node.id] = "proven"
        elif following.has_all_roots and (path_of(outcome) or graph.trace.is_a_nodes):
            found[node.id] = "contradicted"
    return found


def leaf_of(outcome: ExecutionOutcome, digests: Digests) -> bytes | None:
    """The leaf that stands for an outcome in its chunk's tree; None where it says too little."""
    partial = partial_outcome(outcome, digests)
    id = digests[outcome.id]
    if not partial or id is None:
        return partial if id is not None else NOWHERE
    logs = [sha256(line.encode()).digest() for line in outcome.logs]
    count = (2 + len(logs)).to_bytes(4, "little")
    return sha256(b"".join((count, id, sha256(partial).digest(), *logs))).digest()


def partial_outcome(outcome: ExecutionOutcome, digests: Digests) -> bytes | None:
    """What a node hashes of an outcome, in borsh; None where the document lacks one of its parts."""
    status = _status(outcome.status, digests)
    gas, tokens, executor = outcome.gas_burnt, outcome.tokens_burnt, outcome.executor_id
    if not status or gas is None or tokens is None or executor is None:
        return status if status == NOWHERE else None
    children = [digests[child] for child in outcome.receipt_ids]
    if gas >> 64 or tokens >> 128 or None in children:
        return NOWHERE
    account = executor.encode()
    return b"".join(
        (
            len(children).to_bytes(4, "little"),
            *(child for child in children if child is not None),
            gas.to_bytes(8, "little"),
            tokens.to_bytes(16, "little"),
            len(account).to_bytes(4, "little"),
            account,
            status,
        )
    )


def _status(status: ExecutionStatus, digests: Digests) -> bytes | None:
    if status.kind == "failure":
        return b"\1"
    if status.kind == "success_value":
        value = status.value
        return None if value is None else b"\2" + len(value).to_bytes(4, "little") + value
    if status.kind == "success_receipt":
        id = digests[status.receipt_id or ""]
        return NOWHERE if id is None else b"\3" + id
    return None
