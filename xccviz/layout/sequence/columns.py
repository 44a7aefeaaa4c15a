"""The lifelines: in which order accounts stand, and which of many share a column.

Many accounts that are alike in who calls them, with what and in which block become one column. Never folded are the
signer, whoever calls others, whatever failed, and what is selected.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence

from xccviz.analysis.types import Analysis
from xccviz.graph.types import Node, ReceiptGraph
from xccviz.layout.sequence.names import account_of, alike_title
from xccviz.layout.sequence.types import FIRST
from xccviz.layout.sequence.when import When
from xccviz.layout.types import LayoutOptions, option_key, option_of
from xccviz.values import frozen

LEAST = 88.0
"""Px of a column at least."""
RIGHT = 12.0
"""Px right of the last column."""
MOST = 12
"""Columns that are looked through at a glance."""
APART = option_key("sequence", "accounts", "apart")
"""Taken: accounts that are alike stand apart."""
_GROUP = "accounts:"
_ONE = "account:"

Signature = Callable[["_Account"], Hashable]


@frozen
class _Account:
    """An account's receipts as others see them: who called which method in which row. `kept`: it is never folded;
    `chosen`: only because it is selected or was taken out."""

    id: str
    nodes: tuple[Node, ...]
    calls: tuple[tuple[str, str, int], ...]
    kept: bool
    chosen: bool


@frozen
class Group:
    """A column: its accounts, the nodes on it, and what unfolds it or folds it again (`key`, "": nothing)."""

    accounts: tuple[str, ...]
    nodes: tuple[Node, ...]
    key: str
    folded: bool


@frozen
class Columns:
    """All columns from the left; `alike`: how many accounts could share one; `apart`: whether they stand apart."""

    groups: tuple[Group, ...]
    alike: int
    apart: bool


def one_key(account: str) -> str:
    """Key that takes one account out of those that share a column."""
    return f"{_ONE}{account}"


def columns_of(analysis: Analysis, when: When, shown: Collection[str], options: LayoutOptions) -> Columns:
    """The columns for the nodes that are `shown`."""
    accounts = _accounts(analysis, when, shown, options)
    groups: list[Group] = [Group((a.id,), a.nodes, "", False) for a in accounts]
    if not _many(len(groups), options.width) or options.whole:
        return Columns(tuple(groups), 0, False)
    alike = _fold(accounts, options)
    count = sum(len(members) for members in alike if len(members) > 1)
    if option_of(options.expanded, "sequence", "accounts") == "apart":
        return Columns(tuple(groups), count, True)
    return Columns(tuple(_grouped(alike, options)), count, False)


def _many(count: int, width: float) -> bool:
    """Whether so many columns are too many for a window."""
    return count > MOST or count * LEAST > width - FIRST - RIGHT


def _accounts(
    analysis: Analysis, when: When, shown: Collection[str], options: LayoutOptions
) -> list[_Account]:
    graph = analysis.graph
    nodes_of: dict[str, list[Node]] = defaultdict(list)
    account: dict[str, str] = {}
    for node in graph.nodes:
        if node.id in shown:
            account[node.id] = account_of(graph, node)
            nodes_of[account[node.id]].append(node)
    signer = account.get(graph.root.id, "")

    def first(name: str) -> tuple[bool, int, int]:
        return name != signer, *min((when.row_of[n.id], n.index) for n in nodes_of[name])

    found = []
    for name in sorted(nodes_of, key=first):
        nodes = tuple(nodes_of[name])
        ids = {node.id for node in nodes}
        calls = [(account.get(n.parent or "", ""), alike_title(n), when.row_of[n.id]) for n in nodes]
        chosen = options.selected in ids or one_key(name) in options.expanded
        kept = (
            name == signer
            or any(analysis.facts[n.id].failed for n in nodes)
            or any(_calls(graph, child, shown) for n in nodes for child in graph.children.get(n.id, ()))
        )
        found.append(_Account(name, nodes, tuple(sorted(calls)), kept or chosen, chosen and not kept))
    return found


def _calls(graph: ReceiptGraph, child: str, shown: Collection[str]) -> bool:
    """Whether a receipt that somebody made is a call: what is given back is none."""
    return child in shown and not graph.by_id[child].is_refund


_SIGNATURES: Sequence[Signature] = (
    lambda a: a.calls,
    lambda a: tuple(sorted({(caller, row) for caller, _, row in a.calls})),
    lambda a: tuple(sorted({caller for caller, _, _ in a.calls})),
    lambda a: (),
)
"""Ever less that accounts of a column have in common, until there are few columns."""


def _fold(accounts: Sequence[_Account], options: LayoutOptions) -> list[list[_Account]]:
    """Accounts by column, in the order of their first. Those that were unfolded stand together once more, with whoever
    is chosen of them."""
    made: list[list[_Account]] = []
    for signature in _SIGNATURES:
        groups: dict[Hashable, list[_Account]] = {}
        for account in accounts:
            groups.setdefault(("", account.id) if account.kept else signature(account), []).append(account)
        made = list(groups.values())
        if not _many(len(made), options.width):
            break
    firsts = {signature(members[0]): members for members in made if len(members) > 1}
    for members in [members for members in made if len(members) == 1 and members[0].chosen]:
        others = firsts.get(signature(members[0]))
        if others is not None and f"{_GROUP}{others[0].id}" in options.expanded:
            others.append(members[0])
            made.remove(members)
    return made


def _grouped(alike: Sequence[Sequence[_Account]], options: LayoutOptions) -> list[Group]:
    made: list[Group] = []
    for members in alike:
        key = f"{_GROUP}{members[0].id}" if len(members) > 1 else ""
        if key and key not in options.expanded:
            nodes = tuple(sorted((node for a in members for node in a.nodes), key=lambda node: node.index))
            made.append(Group(tuple(a.id for a in members), nodes, key, True))
        else:
            made.extend(Group((a.id,), a.nodes, key, False) for a in members)
    return made


def widths_of(least: Sequence[float], width: float) -> list[float]:
    """Px of each column: as wide as all others where there is room, but at least what it needs; what the wide ones need
    more the others give. Where that is not enough, the drawing is wider than its window."""
    room = width - FIRST - RIGHT
    wide: dict[int, float] = {}
    while True:
        rest = len(least) - len(wide)
        share = (room - sum(wide.values())) / rest if rest else 0.0
        more = {i: need for i, need in enumerate(least) if i not in wide and need > share}
        if not more:
            return [wide.get(i, max(share, LEAST)) for i in range(len(least))]
        wide.update(more)


def lifeline_of(groups: Sequence[Group]) -> Mapping[str, int]:
    """The column of every node."""
    return {node.id: number for number, group in enumerate(groups) for node in group.nodes}
