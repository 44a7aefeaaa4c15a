"""The receipt tree as lines, indented: a node a line with its status, then its result, its batch and its slots."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from xccviz.analysis.types import NodeFacts
from xccviz.catalogue import tr, trn
from xccviz.document import Document
from xccviz.graph.types import Node
from xccviz.model.amounts import format_near
from xccviz.model.literals import happened
from xccviz.tables.lines import Part, sign_part
from xccviz.tables.parts import mark, slot_parts
from xccviz.tables.shown import NOTHING_MATCHES, WHOLE, Shown
from xccviz.tables.slots import slots_of
from xccviz.values import replace
from xccviz.words.actions import action_end, action_name
from xccviz.words.ends import NOT_KNOWN_TO_HAVE_RUN, carried_words
from xccviz.words.extent import more_to_come
from xccviz.words.gas import spent_words
from xccviz.words.names import spoken_name
from xccviz.words.places import block_words
from xccviz.words.progress import progress_words
from xccviz.words.roles import role_words
from xccviz.words.signs import ACTIONS, NOT_KNOWN
from xccviz.words.values import value_words

_DEEPEST = 16


def tree_lines(document: Document, shown: Shown = WHOLE) -> Iterator[Sequence[Part]]:
    """The nodes in display order; gas refunds are folded into one line at the end. With a filter the hits and the
    way to them, gas refunds too where it finds them."""
    there = [
        node
        for node in document.graph.nodes
        if shown.there(node, document) and not _folded(node, document, shown)
    ]
    nodes = [node for node in there if shown.has(node.id) or node.id in shown.way]
    for node, lead, below in _with_lines(nodes):
        facts = document.analysis.facts[node.id]
        yield (lead, "dim"), *_head(node, document, shown)
        for parts in _details(node, facts, document, shown) if shown.has(node.id) else ():
            yield (below, "dim"), *parts
    if not nodes:
        yield ("",) if shown.hits is None else ((NOTHING_MATCHES, "dim"),)
    if shown.hits is None:
        yield from _refunds(document, shown)
    to_come = more_to_come([node for node in document.graph.nodes if not shown.there(node, document)])
    if to_come:
        yield ((to_come, "dim"),)


def _folded(node: Node, document: Document, shown: Shown) -> bool:
    found = shown.hits is not None and node.id in shown.hits
    return node.is_gas_refund and not document.analysis.facts[node.id].failed and not found


def _with_lines(nodes: list[Node]) -> Iterator[tuple[Node, str, str]]:
    """Each node with the drawing before its own line and before the lines about it."""
    last = _last_flags(nodes)
    open_levels: list[bool] = []
    for i, node in enumerate(nodes):
        depth = node.depth
        del open_levels[depth:]
        open_levels.extend([False] * (depth - len(open_levels)))
        has_child = i + 1 < len(nodes) and nodes[i + 1].depth > depth
        skipped = max(0, depth - _DEEPEST)
        above = "".join("│  " if level else "   " for level in open_levels[1 + skipped : depth])
        deep = f"[{depth}] " if skipped else ""
        branch = ("└─ " if last[i] else "├─ ") if depth else ""
        open_levels.append(not last[i])
        under = above + ("" if not depth else "   " if last[i] else "│  ")
        yield node, deep + above + branch, " " * len(deep) + under + ("│   " if has_child else "    ")


def _last_flags(nodes: list[Node]) -> list[bool]:
    """Whether each node is the last at its depth below its parent."""
    flags = [True] * len(nodes)
    later: list[bool] = []
    for i in range(len(nodes) - 1, -1, -1):
        depth = nodes[i].depth
        if depth >= len(later):
            later.extend([False] * (depth + 1 - len(later)))
        flags[i] = not later[depth]
        del later[depth + 1 :]
        later[depth] = True
    return flags


def _head(node: Node, document: Document, shown: Shown) -> list[Part]:
    facts, ran = document.analysis.facts[node.id], shown.ran(node.id, document)
    if not shown.has(node.id):
        return [mark(node, document, shown), " ", (spoken_name(node, ran), "dim")]
    parts: list[Part] = [
        mark(node, document, shown),
        " ",
        (spoken_name(node, ran), "failed bold" if facts.failed and ran else "bold"),
    ]
    words = role_words(replace(node, roles=shown.roles_then(node)), "card")
    if words:
        parts.append((f"  {words}", "warning" if "detached" in node.roles else "account"))
    gas = spent_words(facts.gas.attached, facts.gas.burnt if ran else None, "line")
    about = [text for text in (gas, block_words(node) if ran else "") if text]
    if facts.state in ("waiting", "not_executed") or not ran:
        about.append(progress_words(shown.progress(node.id, document), node))
    if node.synthesized:
        about.append(tr("receipt rebuilt from the transaction"))
    if about:
        parts.append((f"  {', '.join(about)}", "dim"))
    return parts


def _details(node: Node, facts: NodeFacts, document: Document, shown: Shown) -> Iterator[list[Part]]:
    for slot in slots_of(document, shown.moment, facts):
        yield slot_parts(slot)
    if not shown.ran(node.id, document):
        return
    yield from _batch(node, facts, document)
    status = facts.status
    if node.kind == "data_receipt":
        words = carried_words(node)
        if words:
            yield [(words, "dim")]
    elif status is None:
        return
    elif status.error is not None:
        yield [(document.errors[node.id].title, "failed")]
    elif status.kind == "success_value" and status.value is not None and status.value.kind != "empty":
        yield [(tr("returned") + " ", "dim"), (value_words(status.value, "line"), "value")]
    elif status.kind == "success_receipt" and node.kind != "transaction":
        answer = document.graph.by_id.get(status.receipt_id or "")
        name = (
            spoken_name(answer, shown.ran(answer.id, document)) if answer is not None else status.receipt_id
        )
        yield [(tr("answers with") + " ", "dim"), name or NOT_KNOWN]
    elif status.kind == "unknown":
        yield [(tr("its outcome is not known"), "dim")]


def _batch(node: Node, facts: NodeFacts, document: Document) -> Iterator[list[Part]]:
    """The rows of a batch; a single action is told by the node's own line, except for its deposit."""
    actions = node.actions
    if node.kind == "transaction" or "refund_deposit" in node.roles or "payout" in node.roles:
        actions = ()
    for i, action in enumerate(actions):
        deposit = format_near(action.deposit) if action.deposit else ""
        if len(actions) == 1:
            if deposit:
                yield [(tr("with {deposit}", deposit=deposit), "dim")]
            return
        result = facts.action_results[i] if i < len(facts.action_results) else "unknown"
        sign, word = sign_part(ACTIONS[result]), action_end(result, "card")
        parts: list[Part] = [(f"{i} ", "dim"), sign, " ", action_name(action)]
        if deposit:
            parts.append(("  " + tr("with {deposit}", deposit=deposit), "dim"))
        if word:
            parts.append((f"  {word}", sign[1]))
        yield parts


def _refunds(document: Document, shown: Shown) -> Iterator[Sequence[Part]]:
    """Folded gas refunds that are there: what has come back, and how many are on their way."""
    there = [
        node
        for node in document.graph.nodes
        if _folded(node, document, shown) and shown.there(node, document)
    ]
    nodes = {node.id for node in there if happened(shown.progress(node.id, document))}
    if nodes:
        yield _came_back(document, nodes)
    for words, unseen in ((tr("on the way"), False), (NOT_KNOWN_TO_HAVE_RUN, True)):
        rest = [node.id for node in there if node.id not in nodes]
        count = sum((shown.progress(node, document) == "unknown") == unseen for node in rest)
        if count:
            yield ((f"+ {_gas_refunds(count)}, {words}", "dim"),)


def _gas_refunds(count: int) -> str:
    return trn("{count} gas refund", "{count} gas refunds", count)


def _came_back(document: Document, nodes: Collection[str]) -> Sequence[Part]:
    amounts: dict[str, int] = {}
    for transfer in document.analysis.transfers:
        if transfer.node in nodes:
            amounts[transfer.to_id] = amounts.get(transfer.to_id, 0) + transfer.amount
    back = ", ".join(
        tr("{amount} to {account}", amount=format_near(amount), account=account)
        for account, amount in amounts.items()
    )
    count = _gas_refunds(len(nodes))
    return ((f"+ {count}: {back}" if back else f"+ {count}", "dim"),)
