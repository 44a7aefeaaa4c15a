"""Receipt ids against the parent, block and position that they are made of (protocol.md §2.9).

    id of a parent's i-th receipt = sha256(parent ‖ height ‖ i)        protocol version 77 on
                                    sha256(parent ‖ block hash ‖ i)    42 to 76

What is made beside the visible children takes numbers too (a promise resume, protocol.md §2.3), so numbers rise but may
leave gaps. Before version 42 ids were made otherwise: nothing is said unless the transaction shows that it is younger.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from xccviz.analysis.trust.hashes import Digests
from xccviz.graph.types import Node, ReceiptGraph
from xccviz.values import frozen

_NEAR = 16
"""Numbers that are tried beyond the one expected, before anything is known about the version."""
_FAR = 1_000
"""Numbers that hidden receipts of one execution can take: a resume costs above a thousandth of all its gas
(protocol.md §4.5)."""
_HASHES = 200_000
"""Hashes in all that the far search may take; of a document that makes it take more, enough is wrong already."""
_FIRST_DERIVED = 42
_U64 = 1 << 64
_TRIES = 4
"""Parents in vain after which a rule is taken for not in force, so that most documents cost a few hashes."""
_ALWAYS = 1 << 40


@frozen
class Underived:
    """A receipt id that its `parent`, its block and its `position` among the parent's receipts don't give."""

    parent: str
    child: str
    position: int


def underived(graph: ReceiptGraph, digests: Digests) -> tuple[Underived, ...]:
    """Every id whose inputs are known and don't give it; () where nothing says by which rule ids were made."""
    opened: list[Node] = []
    by_hash: set[str] = set()
    tries = {True: _TRIES, False: _TRIES}
    for node in graph.nodes:
        if node.outcome is None or not (children := node.outcome.receipt_ids):
            continue
        for tail, of_hash in _tails(node, digests):
            if not tries[of_hash]:
                continue
            left = _search(node.id, tail, children, digests, _NEAR)[1]
            if len(left) < len(children):
                tries[of_hash] = _ALWAYS
                if of_hash:
                    by_hash.add(node.id)
            else:
                tries[of_hash] -= 1
            if not left:
                break
        else:
            opened.append(node)
    if not opened or (max(tries.values()) <= _TRIES and not _young(graph)):
        return ()
    return tuple(_far(graph, opened, by_hash, digests))


def _tails(node: Node, digests: Digests) -> Iterator[tuple[bytes, bool]]:
    """What stands between parent and number, by either rule as far as it is known; whether it is the block's hash."""
    if node.height is not None and node.height < _U64:
        yield node.height.to_bytes(8, "little"), False
    block = digests[node.block_hash] if node.block_hash is not None else None
    if block is not None:
        yield block, True


def _search(
    parent: str, tail: bytes, children: tuple[str, ...], digests: Digests, window: int
) -> tuple[int, list[tuple[int, str]]]:
    """How many hashes it took, and the children (with their positions) that no number gives in their order."""
    start = digests[parent]
    if start is None:
        return 0, []  # an id that is none was never made by a node; other checks speak of it
    base, number, made = start + tail, 0, 0
    left: list[tuple[int, str]] = []
    for position, child in enumerate(children):
        wanted = digests[child]
        for tried in range(number, number + window):
            made += 1
            if sha256(base + tried.to_bytes(8, "little")).digest() == wanted:
                number = tried + 1
                break
        else:
            left.append((position, child))
            if window == _NEAR:  # a first look: the rest may be as wrong, and is looked at again
                left += [*enumerate(children)][position + 1 :]
                break
    return made, left


def _far(graph: ReceiptGraph, opened: list[Node], by_hash: set[str], digests: Digests) -> Iterator[Underived]:
    """The open ones searched far, by every rule that can be meant."""
    older = _ancestors(graph, by_hash)
    budget = _HASHES
    for node in opened:
        tails = list(_tails(node, digests))
        # Without a height only the older rule can be tried: that it was in force must be shown by what came later.
        if node.outcome is None or (len(tails) < 2 and not (tails and tails[0][1] and node.id in older)):
            continue
        best: list[tuple[int, str]] | None = None
        for tail, _ in tails:
            if budget <= 0:
                return
            made, left = _search(node.id, tail, node.outcome.receipt_ids, digests, _FAR)
            budget -= made
            if best is None or len(left) < len(best):
                best = left
        for position, child in best or ():
            yield Underived(node.id, child, position)


def _ancestors(graph: ReceiptGraph, ids: set[str]) -> set[str]:
    """`ids`, and everything that ran before or with one of them: its ancestors, and what shares a block with it."""
    blocks = {graph.by_id[id].block_hash for id in ids}
    found: set[str] = {node.id for node in graph.nodes if node.block_hash in blocks} if ids else set()
    for id in ids:
        parent = graph.by_id[id].parent
        while parent is not None and parent not in found:
            found.add(parent)
            parent = graph.by_id[parent].parent
    return found


def _young(graph: ReceiptGraph) -> bool:
    """Whether it is certainly of version 42 or later: a node said so, or it has gas profiles, which came later."""
    version = graph.trace.protocol_version
    if version is not None:
        return version >= _FIRST_DERIVED
    return any(node.outcome is not None and (node.outcome.profile_version or 0) > 1 for node in graph.nodes)
