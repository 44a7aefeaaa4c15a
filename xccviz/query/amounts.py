"""The numbers that filters compare, one of each node; None where it is not known, which matches nothing."""

from __future__ import annotations

from xccviz.analysis.types import NodeFacts
from xccviz.graph.types import Node
from xccviz.query.columns import Columns


def gas(columns: Columns, node: Node, facts: NodeFacts) -> int | None:
    """Burnt gas."""
    return facts.gas.burnt


def attached(columns: Columns, node: Node, facts: NodeFacts) -> int | None:
    """Attached gas."""
    return facts.gas.attached


def unspent(columns: Columns, node: Node, facts: NodeFacts) -> int | None:
    """Unspent gas."""
    return facts.gas.unspent


def deposit(columns: Columns, node: Node, facts: NodeFacts) -> int | None:
    """Sum of the deposits of its actions in yoctoNEAR."""
    return facts.tokens.deposits


def fee(columns: Columns, node: Node, facts: NodeFacts) -> int | None:
    """Tokens burnt in yoctoNEAR."""
    return facts.tokens.burnt


def depth(columns: Columns, node: Node, facts: NodeFacts) -> int | None:
    """Its depth; that of the transaction is 0."""
    return node.depth


def slots(columns: Columns, node: Node, facts: NodeFacts) -> int | None:
    """How many slots it has; not known of a receipt that is not at hand."""
    return len(facts.promise_results) if _says_what_it_is(node) or facts.promise_results else None


def log_count(columns: Columns, node: Node, facts: NodeFacts) -> int | None:
    """How many lines it logged; not known of what has no outcome and can have one."""
    return len(facts.logs) if node.has_run or node.never_runs else None


def action_count(columns: Columns, node: Node, facts: NodeFacts) -> int | None:
    """How many actions it has; not known of a receipt that is not at hand."""
    return len(node.actions) if _says_what_it_is(node) else None


def block(columns: Columns, node: Node, facts: NodeFacts) -> int | None:
    """The height it ran at."""
    return node.height


def wait(columns: Columns, node: Node, facts: NodeFacts) -> int | None:
    """How many blocks it waited."""
    return facts.waited_blocks


def step(columns: Columns, node: Node, facts: NodeFacts) -> int | None:
    """The number of the step that executes it, or converts it."""
    ran = node.has_run or columns.ended(node)
    return columns.document.timeline.history.ran_at.get(node.id) if ran else None


def _says_what_it_is(node: Node) -> bool:
    return node.described or node.never_runs
