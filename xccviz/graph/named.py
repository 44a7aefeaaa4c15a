"""One receipt by what a person calls it: its id, the beginning of one, or its label."""

from __future__ import annotations

from collections.abc import Iterable

from xccviz.catalogue import numeral, tr, trn
from xccviz.graph.types import Node, ReceiptGraph
from xccviz.model.errors import ErrorKind, UserError
from xccviz.model.text import visible_text

NAMED = 10
"""Candidates that an error names; more are counted."""


def node_named(graph: ReceiptGraph, name: str, absent: ErrorKind = "not_found") -> Node:
    """The node of that id, else the one of that label, else the one whose id begins so. Raises UserError: `usage` where
    several do, `absent` where none does."""
    if name in graph.by_id:
        return graph.by_id[name]
    called = [node for node in graph.nodes if node.label == name]
    found = called or [node for node in graph.nodes if name and node.id.startswith(name)]
    if len(found) == 1:
        return found[0]
    shown = visible_text(name, 80)
    if found:
        raise UserError(
            trn(
                "{count} receipt is called {name}",
                "{count} receipts are called {name}",
                len(found),
                name=shown,
            )
            if called
            else trn(
                "{count} id begins with {name}", "{count} ids begin with {name}", len(found), name=shown
            ),
            tr(
                "Give one of their ids: {ids}.",
                ids=_listed((_which if called else _shown)(node) for node in found),
            ),
            kind="usage",
        )
    raise UserError(
        tr("there is no receipt {name} in this transaction", name=shown),
        tr("There are {labels}.", labels=_listed(dict.fromkeys(map(_label, graph.nodes)))),
        kind=absent,
    )


def _shown(node: Node) -> str:
    """An id, with its label where that is not what was asked for."""
    return f"{node.id} ({_label(node)})"


def _which(node: Node) -> str:
    """An id, with where it stands and where it ran: its label is that of the others."""
    where = [tr("depth {depth}", depth=numeral(node.depth))]
    if node.height is not None:
        where.append(tr("block {height}", height=numeral(node.height)))
    return f"{node.id} ({', '.join(where)})"


def _label(node: Node) -> str:
    return visible_text(node.label, 80)


def _listed(names: Iterable[str]) -> str:
    every = list(names)
    more = len(every) - NAMED
    told = every[:NAMED] + ([trn("and {count} more", "and {count} more", more)] if more > 0 else [])
    return ", ".join(told)
