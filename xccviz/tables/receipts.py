"""What the tree says about a receipt, column by column: a document and a moment in, unescaped words out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from xccviz.analysis.types import NodeFacts
from xccviz.catalogue import tr
from xccviz.document import Document
from xccviz.graph.types import Node
from xccviz.model.amounts import format_gas, format_gas_exact, format_near
from xccviz.model.literals import Progress
from xccviz.model.text import visible_text
from xccviz.replay.standing import happened, slot_states
from xccviz.replay.types import Moment
from xccviz.words.ends import end_words
from xccviz.words.gas import card_gas
from xccviz.words.names import spoken_name
from xccviz.words.progress import progress_words, subtitle
from xccviz.words.roles import role_words
from xccviz.words.signs import SLOTS, Tone
from xccviz.words.values import TEXT_LIMIT
from xccviz.words.waits import blocks, waited_words

SortKey = int | str | None
"""None: nothing to sort by, last in either direction."""


@dataclass(frozen=True, slots=True)
class Row:
    """One receipt at one moment: `happened` says whether it has run by then."""

    document: Document
    moment: Moment
    node: Node
    facts: NodeFacts
    progress: Progress
    happened: bool


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `title` of its header, `name` in menus and for assistive tools, the words of a cell and of its tool
    tip, and what it is sorted by: always the end of what is known, so that stepping moves no row."""

    id: str
    title: str
    name: str
    text: Callable[[Row], str]
    tip: Callable[[Row], str]
    key: Callable[[Document, Node], SortKey]
    number: bool = True


def row_of(document: Document, moment: Moment, node: Node) -> Row:
    """The row of a node at a moment."""
    facts = document.analysis.facts[node.id]
    progress = moment.progress.get(node.id, "unknown")
    return Row(document, moment, node, facts, progress, happened(progress))


def call_text(row: Row) -> str:
    """Whom it calls and what, on one line."""
    return visible_text(spoken_name(row.node, row.happened), TEXT_LIMIT)


def what_words(row: Row) -> tuple[tuple[str, ...], Tone]:
    """What it did, or where it stands: the words the graph has on its card, longest wording first, and their tone."""
    document = row.document
    return subtitle(document.analysis, row.node, row.moment, document.timeline)


def what_text(row: Row) -> str:
    """What it did, or where it stands, in the longest wording."""
    return what_words(row)[0][0]


def slots_text(row: Row) -> str:
    """Slots of a callback: `3 of 3, 1 failed`, `1 of 3`; "" for what has none."""
    results = row.facts.promise_results
    if not results:
        return ""
    states = slot_states(row.document.analysis, row.node.id, row.moment)
    counts = Counter(states)
    late = sum(state == "failed" and result.timed_out for state, result in zip(states, results, strict=True))
    parts = [
        tr("{count} of {whole}", count=f"{counts['arrived'] + counts['failed']:,}", whole=f"{len(results):,}")
    ]
    named = (
        (counts["failed"] - late, SLOTS["failed"].word),
        (late, tr("timed out")),
        (counts["unknown"], SLOTS["unknown"].word),
    )
    return ", ".join(parts + [f"{count:,} {word}" for count, word in named if count])


def gas_text(row: Row) -> str:
    """Gas burnt of what was attached: `1.1 of 10 T`; before it ran only what is attached."""
    return card_gas(row.node, row.facts, row.progress)


def unspent_text(row: Row) -> str:
    """Gas that was left over; "" before it ran and for what burns none of its own."""
    if not row.happened or row.node.kind == "transaction" or row.node.outcome is None:
        return ""
    unspent = row.facts.gas.unspent
    return tr("not known") if unspent is None else f"{format_gas(unspent, False)} T"


def deposit_text(row: Row) -> str:
    """NEAR that its actions carry; "" for none."""
    deposits = row.facts.tokens.deposits
    return format_near(deposits) if deposits else ""


def logs_text(row: Row) -> str:
    """How many lines it logged, and whether they were rolled back; "" for none."""
    logs = row.facts.logs if row.happened else ()
    if not logs:
        return ""
    return tr("{count} rolled back", count=f"{len(logs):,}") if logs[0].reverted else f"{len(logs):,}"


def block_text(row: Row) -> str:
    """Height of the block it ran in; "" before it ran."""
    return f"{row.node.height:,}" if row.happened and row.node.height is not None else ""


def waited_text(row: Row) -> str:
    """Blocks it lay there longer than it had to; "" for none."""
    waited = row.facts.waited_blocks if row.happened else None
    return blocks(waited) if waited else ""


def _call_tip(row: Row) -> str:
    roles = role_words(row.node, "line")
    name = spoken_name(row.node, row.happened)
    return f"{name}\n{roles}" if roles else name


def _gas_tip(row: Row) -> str:
    gas = row.facts.gas
    attached = f"{format_gas_exact(gas.attached)} attached" if gas.attached else ""
    burnt = f"{format_gas_exact(gas.burnt)} burnt" if row.happened and gas.burnt is not None else ""
    return ", ".join(part for part in (burnt, attached) if part)


def _unspent_tip(row: Row) -> str:
    return format_gas_exact(row.facts.gas.unspent) if unspent_text(row) else ""


def _deposit_tip(row: Row) -> str:
    return f"{row.facts.tokens.deposits:,} yoctoNEAR" if row.facts.tokens.deposits else ""


def _logs_tip(row: Row) -> str:
    lines = [log.text for log in row.facts.logs[:8]] if row.happened else []
    more = len(row.facts.logs) - len(lines)
    return "\n".join(
        [visible_text(line, 200) for line in lines] + ([f"… {more:,} more"] if lines and more else [])
    )


def _waited_tip(row: Row) -> str:
    return waited_words(row.facts) if row.happened else ""


def _or_none(value: int | None) -> int | None:
    return value or None


COLUMNS: tuple[Column, ...] = (
    Column("call", "CALL", "Call", call_text, _call_tip, lambda d, n: spoken_name(n).casefold(), False),
    Column("what", "WHAT IT DID", "What it did", what_text, what_text,
           lambda d, n: end_words(d.analysis, n).casefold(), False),
    Column("slots", "SLOTS", "Slots", slots_text, slots_text,
           lambda d, n: _or_none(len(d.analysis.facts[n.id].promise_results)), False),
    Column("gas", "GAS BURNT", "Gas burnt of attached", gas_text, _gas_tip,
           lambda d, n: d.analysis.facts[n.id].gas.burnt),
    Column("unspent", "UNSPENT", "Gas unspent", unspent_text, _unspent_tip,
           lambda d, n: None if n.kind == "transaction" else d.analysis.facts[n.id].gas.unspent),
    Column("deposit", "DEPOSIT", "Deposit", deposit_text, _deposit_tip,
           lambda d, n: _or_none(d.analysis.facts[n.id].tokens.deposits)),
    Column("logs", "LOGS", "Log lines", logs_text, _logs_tip,
           lambda d, n: _or_none(len(d.analysis.facts[n.id].logs))),
    Column("block", "BLOCK", "Block", block_text, block_text, lambda d, n: n.height),
    Column("waited", "WAITED", "Waited", waited_text, _waited_tip,
           lambda d, n: _or_none(d.analysis.facts[n.id].waited_blocks)),
)  # fmt: skip


def sorted_nodes(document: Document, nodes: list[int], column: int, descending: bool) -> list[int]:
    """Positions of nodes sorted by a column; equal ones stay in display order, those without a value come last."""
    graph = document.graph
    known: list[tuple[int | str, int]] = []
    rest: list[int] = []
    for index in nodes:
        key = COLUMNS[column].key(document, graph.nodes[index])
        if key is None:
            rest.append(index)
        else:
            known.append((key, index))
    known.sort(key=lambda pair: pair[0], reverse=descending)
    return [index for _, index in known] + rest


def used_columns(document: Document, nodes: Sequence[Node]) -> tuple[bool, ...]:
    """Per column whether any of the nodes has something to say in it: an empty column takes no space."""
    return tuple(
        column.id in ("call", "what", "gas") or any(column.key(document, node) is not None for node in nodes)
        for column in COLUMNS
    )


def accessible_text(row: Row, column: int) -> str:
    """A cell for assistive tools: its column and what it says; the call also says how far it is."""
    spec = COLUMNS[column]
    text = spec.text(row)
    if spec.id == "call":
        return f"{text}, {progress_words(row.progress, row.node)}"
    return f"{spec.name}: {text or 'none'}"
