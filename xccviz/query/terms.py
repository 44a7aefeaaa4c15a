"""Every term of the filter language, one row each (interface.md §8): what it takes, what it is true for, its words and
its test. Parser, help, completion and page read these rows; a new term is a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, get_args

from xccviz.analysis.findings import CODES
from xccviz.analysis.types import NodeEnd, NodeFacts, State
from xccviz.catalogue import tr
from xccviz.graph.types import Node
from xccviz.model.action_kinds import ACTION_KINDS
from xccviz.model.literals import REFUND_ROLES, Fate, NodeKind, Role
from xccviz.query import amounts as n
from xccviz.query import columns as c
from xccviz.query.columns import Columns
from xccviz.query.globs import is_wild, matcher
from xccviz.query.lexer import plain
from xccviz.query.numbers import COMPARE, Amount, Sort
from xccviz.query.tree import Test
from xccviz.values import frozen
from xccviz.words import filters as said

Takes = Literal["choice", "glob", "text", "prefix"]
Values = Callable[[Columns, Node, NodeFacts], c.Texts]
ROLES: tuple[Role, ...] = get_args(Role)


@frozen
class WordRow:
    """A word that stands alone. `means`: what it is true for; `words`: how it is said."""

    name: str
    means: str
    words: str
    test: Test


@frozen
class ValueRow:
    """A name that takes a value behind a colon: one of `choices`, else free text of the sort `takes`. `words` and
    `test` are made of the value as it was written, escapes included; a choice comes as it stands in `choices`.
    `values`: which ones a node has, None where they are no names."""

    name: str
    takes: Takes
    means: str
    words: Callable[[str], str]
    test: Callable[[str], Test]
    choices: tuple[str, ...] = ()
    values: Values | None = None


@frozen
class NumberRow:
    """A name that is compared with a number. `number` is None of what is not known, which matches nothing."""

    name: str
    sort: Sort
    means: str
    number: Callable[[Columns, Node, NodeFacts], int | None]

    def words(self, operator: str, amount: Amount) -> str:
        """How a comparison is said."""
        return said.number_phrase(self.name, operator, amount.words)

    def test(self, operator: str, amount: Amount) -> Test:
        """The comparison."""
        compare, value = COMPARE[operator], amount.value
        return lambda columns: columns.where(self.number, lambda n: n is not None and compare(n, value))


Row = WordRow | ValueRow | NumberRow


# ------------------------------------------------------------------------------------------------------ tests by sort


def _ended(*ends: NodeEnd) -> Test:
    return lambda columns: columns.where(c.end, lambda end: end in ends)


def _any_role(roles: Sequence[str]) -> Test:
    return lambda columns: columns.where(c.roles, lambda all_roles: any(role in roles for role in all_roles))


def contains(*places: c.Place) -> Callable[[str], Test]:
    """Makes a test whether a text stands in one of the places."""

    def make(value: str) -> Test:
        meant = plain(value).casefold()
        return lambda columns: frozenset().union(*(columns.containing(place, meant) for place in places))

    return make


def _id_begins(value: str) -> Test:
    meant = plain(value).casefold()
    return lambda columns: columns.where(c.folded_id, lambda own: own.startswith(meant))


find_text = contains(*c.PLACES)
"""The test of text that stands alone."""


def text_words(value: str) -> str:
    """What text that stands alone asks for."""
    return said.WITH[""](plain(value))


# --------------------------------------------------------------------------------------------------------------- rows


def _choice(
    name: str, means: str, choices: tuple[str, ...], words: Callable[[str], str], values: Values
) -> ValueRow:
    def test(choice: str) -> Test:
        return lambda columns: columns.where(values, lambda all_values: choice in all_values)

    return ValueRow(name, "choice", means, words, test, choices, values)


def _glob(name: str, means: str, values: Values) -> ValueRow:
    def words(value: str) -> str:
        table = said.WILD if is_wild(value) else said.EXACT
        return table[name](value if is_wild(value) else plain(value))

    def test(value: str) -> Test:
        fits = matcher(value)
        return lambda columns: columns.where(values, lambda all_values: any(map(fits, all_values)))

    return ValueRow(name, "glob", means, words, test, values=values)


def _text(name: str, takes: Takes, means: str, test: Callable[[str], Test]) -> ValueRow:
    return ValueRow(name, takes, means, lambda value: said.WITH[name](plain(value)), test)


_WORDS = (
    WordRow("fail", tr("failed or invalid"), said.FAILED, _ended("failed")),
    WordRow("ok", tr("executed and succeeded"), said.SUCCEEDED, _ended("ok")),
    WordRow("pending", tr("not executed or waiting"), said.PENDING, _ended("pending")),
    *(WordRow(role, tr("has that role"), said.role_phrase(role), _any_role((role,))) for role in ROLES),
    WordRow("refund", tr("a gas refund, a deposit refund or a payout"), said.REFUND, _any_role(REFUND_ROLES)),
    WordRow(
        "transaction",
        tr("the transaction itself"),
        said.TRANSACTION,
        lambda columns: columns.where(c.kinds, lambda kinds: "transaction" in kinds),
    ),
)
_VALUES = (
    _choice("role", tr("has the role"), ROLES, lambda role: said.role_phrase(_ROLE[role]), c.roles),
    _choice(
        "fate",
        tr("failed, and that became of its failure"),
        get_args(Fate),
        lambda fate: said.FATES[_FATE[fate]],
        c.fates,
    ),
    _choice(
        "state", tr("is in the state"), get_args(State), lambda state: said.STATES[_STATE[state]], c.states
    ),
    _choice("kind", tr("is of the kind"), get_args(NodeKind), lambda kind: said.KINDS[_KIND[kind]], c.kinds),
    _choice(
        "action",
        tr("an action is of the kind, any one of a batch"),
        tuple(kind.name for kind in ACTION_KINDS),
        said.action_phrase,
        c.action_kinds,
    ),
    _choice("finding", tr("the finding is about it"), CODES, said.finding_phrase, c.findings),
    _choice(
        "slot", tr("any promise result is so"), tuple(said.SLOTS), said.SLOTS.__getitem__, c.slot_results
    ),
    _glob("account", tr("its receiver or predecessor"), c.parties),
    _glob("to", tr("its receiver"), c.receivers),
    _glob("from", tr("its predecessor"), c.predecessors),
    _glob("signer", tr("who signed it"), c.signers),
    _glob("method", tr("the method of any FunctionCall action"), c.methods),
    _glob("event", tr("the name of an event, its standard, or “standard:name”"), c.events),
    _glob("cost", tr("a cost it burnt gas on, as its profile spells it"), c.costs),
    _text("log", "text", tr("stands in its logs"), contains("logs")),
    _text("arg", "text", tr("stands in the arguments of its actions, as text"), contains("args")),
    _text("result", "text", tr("stands in its result, as text"), contains("result")),
    _text("error", "text", tr("stands in its error: title, explanation or raw"), contains("error")),
    _text("text", "text", tr("stands in any of these four"), contains("logs", "args", "result", "error")),
    _text("id", "prefix", tr("its id begins so"), _id_begins),
)
_NUMBERS = (
    NumberRow("gas", "gas", tr("burnt gas"), n.gas),
    NumberRow("attached", "gas", tr("attached gas"), n.attached),
    NumberRow("unspent", "gas", tr("unspent gas"), n.unspent),
    NumberRow("deposit", "near", tr("the sum of its deposits"), n.deposit),
    NumberRow("fee", "near", tr("tokens burnt"), n.fee),
    NumberRow("depth", "count", tr("its depth; the transaction's is 0"), n.depth),
    NumberRow("slots", "count", tr("the number of its slots"), n.slots),
    NumberRow("logs", "count", tr("the number of its log lines"), n.log_count),
    NumberRow("actions", "count", tr("the number of its actions"), n.action_count),
    NumberRow("block", "count", tr("the height it ran at"), n.block),
    NumberRow("wait", "count", tr("the blocks it waited"), n.wait),
    NumberRow("step", "count", tr("the number of the step that executes it"), n.step),
)
WORDS: Mapping[str, WordRow] = {row.name: row for row in _WORDS}
NAMES: Mapping[str, ValueRow | NumberRow] = {row.name: row for row in (*_VALUES, *_NUMBERS)}
ASKED: tuple[Callable[[Columns, Node, NodeFacts], Any], ...] = tuple(
    dict.fromkeys(
        (c.end, c.roles, c.kinds, c.folded_id)
        + tuple(row.values for row in NAMES.values() if isinstance(row, ValueRow) and row.values is not None)
        + tuple(row.number for row in NAMES.values() if isinstance(row, NumberRow))
    )
)
"""All that the rows ask of a node, texts left out."""
_ROLE: Mapping[str, Role] = {role: role for role in ROLES}
_FATE: Mapping[str, Fate] = {fate: fate for fate in get_args(Fate)}
_STATE: Mapping[str, State] = {state: state for state in get_args(State)}
_KIND: Mapping[str, NodeKind] = {kind: kind for kind in get_args(NodeKind)}
