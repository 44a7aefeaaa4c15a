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
        if not tries[True] and (not tries[False] or node.block_hash not in graph.trace.blocks):
            opened.append(node)
            continue
        base = digests[node.id]  # None of an id that no node ever made: other checks speak of it
        if base is None:
            continue
        for tail, of_hash in _tails(graph, node, digests):
            if not tries[of_hash]:
                continue
            left = _near(base + tail, children, digests)
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


def _tails(graph: ReceiptGraph, node: Node, digests: Digests) -> Iterator[tuple[bytes, bool]]:
    """What stands between parent and number, by either rule as far as it is known; whether it is the block's hash.
    A height is known from the block's header; what an index writes beside an outcome may be anything."""
    block = graph.trace.blocks.get(node.block_hash or "")
    if block is not None and block.height < _U64:
        yield block.height.to_bytes(8, "little"), False
    hash = digests[node.block_hash] if node.block_hash is not None else None
    if hash is not None:
        yield hash, True


def _near(base: bytes, children: tuple[str, ...], digests: Digests) -> tuple[str, ...]:
    """The children from the first one on that no number close to the one before gives."""
    number = 0
    for position, child in enumerate(children):
        wanted = digests[child]
        for tried in range(number, number + _NEAR):
            if sha256(base + tried.to_bytes(8, "little")).digest() == wanted:
                number = tried + 1
                break
        else:
            return children[position:]
    return ()


def _far(graph: ReceiptGraph, opened: list[Node], by_hash: set[str], digests: Digests) -> Iterator[Underived]:
    """The open ones searched far, by every rule that can be meant."""
    older = _ancestors(graph, by_hash)
    left = _HASHES
    for node in opened:
        tails = [tail for tail, _ in _tails(graph, node, digests)]
        # Without a height only the older rule can be tried: that it was in force must be shown by what came later.
        if not tails or (len(tails) < 2 and node.id not in older):
            continue
        found: list[list[Underived]] = []
        for tail in tails:
            wrong: list[Underived] = []
            left = _search(node, tail, digests, left, wrong)
            found.append(wrong)
        yield from min(found, key=len)
        if left <= 0:
            return


def _search(node: Node, tail: bytes, digests: Digests, left: int, wrong: list[Underived]) -> int:
    """Add to `wrong` the children that no number gives in their order, as far as `left` hashes reach; how many are
    left."""
    parent, outcome = digests[node.id], node.outcome
    if parent is None or outcome is None:
        return left
    base, number = parent + tail, 0
    for position, child in enumerate(outcome.receipt_ids):
        wanted = digests[child]
        for tried in range(number, number + _FAR):
            if sha256(base + tried.to_bytes(8, "little")).digest() == wanted:
                left -= tried - number + 1
                number = tried + 1
                break
        else:
            left -= _FAR
            wrong.append(Underived(node.id, child, position))
        if left <= 0:
            break
    return left


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
