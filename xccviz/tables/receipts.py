"""Every receipt at a moment, column by column. A new column of the tree is a row here, and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from xccviz.analysis.types import NodeFacts
from xccviz.catalogue import numeral, tr
from xccviz.document import Document
from xccviz.graph.types import Node
from xccviz.model.amounts import format_gas, format_gas_exact, format_near
from xccviz.model.literals import Progress, happened
from xccviz.model.text import visible_text
from xccviz.replay.standing import came_back, created_by, slot_states, unspent_at
from xccviz.replay.types import Moment
from xccviz.tables.table import Column, Table, Value, ordered
from xccviz.values import frozen
from xccviz.words.ends import end_words
from xccviz.words.gas import UNSPENT
from xccviz.words.lengths import Length
from xccviz.words.names import spoken_name
from xccviz.words.progress import gas_at, progress_words, subtitle
from xccviz.words.roles import role_words
from xccviz.words.signs import NOT_KNOWN, PROGRESS, SLOTS, Tone
from xccviz.words.titles import title_parts
from xccviz.words.values import TEXT_LIMIT
from xccviz.words.waits import blocks, waited_words

_LOGS_TOLD = 8


@frozen
class ReceiptRow:
    """One receipt at one moment (None: the end). `happened` says whether it has run by then: what it did, burnt and
    logged is not told before."""

    document: Document
    moment: Moment | None
    node: Node
    facts: NodeFacts
    progress: Progress
    happened: bool

    @property
    def created(self) -> bool:
        """Whether it is there by then: its creator has run."""
        return created_by(self.document.analysis, self.node.id, self.moment)


def row_of(document: Document, moment: Moment | None, node: Node) -> ReceiptRow:
    """The row of a node at a moment."""
    if moment is None:
        progress = document.timeline.history.stages[node.id][-1][1]
    else:
        progress = moment.progress.get(node.id, "unknown")
    return ReceiptRow(document, moment, node, document.analysis.facts[node.id], progress, happened(progress))


def receipt_rows(document: Document, moment: Moment | None) -> Iterator[ReceiptRow]:
    """All rows in display order."""
    return (row_of(document, moment, node) for node in document.graph.nodes)


def _known(row: ReceiptRow, value: int | None) -> int | None:
    """A number of what has run; None before, and for none at all."""
    return (value or None) if row.happened else None


def _call(row: ReceiptRow, length: Length) -> str:
    name = spoken_name(row.node, row.happened)
    if length != "whole":
        return visible_text(name, TEXT_LIMIT)
    roles = role_words(row.node, "line")
    return f"{name}\n{roles}" if roles else name


def call_parts(row: ReceiptRow) -> tuple[str, str] | None:
    """The account and what is called there, where a call's name is made of these."""
    account, rest = title_parts(row.node)
    method = rest.lstrip(".: ·")
    return (account, method) if account and method and _call(row, "line") == account + rest else None


def _what(row: ReceiptRow, length: Length) -> str:
    """What it did, or where it stands: the words the graph has on its card."""
    document = row.document
    wordings, _ = subtitle(document.analysis, row.node, row.moment, document.timeline)
    return wordings[-1 if length == "card" else 0]


def _what_tone(row: ReceiptRow) -> Tone:
    return subtitle(row.document.analysis, row.node, row.moment, row.document.timeline)[1]


def _slots(row: ReceiptRow, length: Length) -> str:
    """`3 of 3, 1 failed`, `1 of 3`; "" for what has none."""
    results = row.facts.promise_results
    if not results:
        return ""
    states = slot_states(row.document.analysis, row.node.id, row.moment)
    counts = Counter(states)
    late = sum(state == "failed" and result.timed_out for state, result in zip(states, results, strict=True))
    there, whole = numeral(counts["arrived"] + counts["failed"]), numeral(len(results))
    named = (
        (counts["failed"] - late, SLOTS["failed"].word),
        (late, tr("timed out")),
        (counts["unknown"], SLOTS["unknown"].word),
    )
    told = [f"{numeral(count)} {word}" for count, word in named if count]
    return ", ".join([tr("{count} of {whole}", count=there, whole=whole), *told])


def _slots_tone(row: ReceiptRow) -> Tone:
    return "bad" if "failed" in slot_states(row.document.analysis, row.node.id, row.moment) else "mute"


def _gas(row: ReceiptRow, length: Length) -> str:
    """Gas burnt of what was attached: `1.1 of 10 T`; of what is not known to have run `of 10 T`, once that is known."""
    gas = row.facts.gas
    if length != "whole":
        words = gas_at(row.document.analysis, row.node, row.moment)
        burns = row.happened and gas.burnt is not None
        return words if burns or not words else tr("of {gas}", gas=words)
    told = gas.attached and row.created
    attached = tr("{gas} attached", gas=format_gas_exact(gas.attached)) if told else ""
    burnt = ""
    if row.happened and gas.burnt is not None:
        burnt = tr("{gas} burnt", gas=format_gas_exact(gas.burnt))
    return ", ".join(part for part in (burnt, attached) if part)


def _burnt(row: ReceiptRow) -> Value:
    return row.facts.gas.burnt if row.happened else None


def _unspent(row: ReceiptRow, length: Length) -> str:
    """Gas that was left over, and where it is unless it is back; "" before it ran and for what burns none."""
    if not row.happened or row.node.kind == "transaction" or row.node.outcome is None:
        return ""
    unspent = row.facts.gas.unspent
    if unspent is None and length != "whole":
        return NOT_KNOWN
    told = format_gas_exact(unspent) if length == "whole" else f"{format_gas(unspent, False)} T"
    where = unspent_at(row.document.analysis, row.node.id, row.moment) if unspent else "returned"
    if length == "card" and where != "returned":
        return "0 T" if where == "burnt" else PROGRESS["not_yet"].word
    return told if where == "returned" else f"{told} {UNSPENT[where]}"


def _unspent_value(row: ReceiptRow) -> Value:
    if not row.happened or row.node.kind == "transaction":
        return None
    where = unspent_at(row.document.analysis, row.node.id, row.moment)
    return came_back(row.facts.gas.unspent, where)


def _deposit(row: ReceiptRow, length: Length) -> str:
    deposits = row.facts.tokens.deposits
    if not deposits or not row.created:
        return ""
    return f"{numeral(deposits)} yoctoNEAR" if length == "whole" else format_near(deposits)


def _logs(row: ReceiptRow, length: Length) -> str:
    """How many lines it logged, and whether they were rolled back; the first of them as a whole."""
    logs = row.facts.logs if row.happened else ()
    if not logs:
        return ""
    if length != "whole":
        return tr("{count} rolled back", count=numeral(len(logs))) if logs[0].reverted else numeral(len(logs))
    lines = [visible_text(log.text, 200) for log in logs[:_LOGS_TOLD]]
    more = len(logs) - len(lines)
    return "\n".join([*lines, tr("… {count} more", count=numeral(more))] if more else lines)


def _block(row: ReceiptRow, length: Length) -> str:
    return numeral(row.node.height) if row.happened and row.node.height is not None else ""


def _waited(row: ReceiptRow, length: Length) -> str:
    """Blocks it lay there longer than it had to; "" for none."""
    waited = _known(row, row.facts.waited_blocks)
    if not waited:
        return ""
    return waited_words(row.facts) if length == "whole" else blocks(waited)


COLUMNS: tuple[Column[ReceiptRow], ...] = (
    Column(
        "call",
        tr("CALL"),
        tr("Call"),
        lambda row: spoken_name(row.node, row.happened),
        _call,
        key=lambda row: spoken_name(row.node).casefold(),
        tone=lambda row: "text",
    ),
    Column(
        "what",
        tr("WHAT IT DID"),
        tr("What it did"),
        lambda row: row.progress,
        _what,
        key=lambda row: end_words(row.document.analysis, row.node).casefold(),
        tone=_what_tone,
    ),
    Column(
        "slots",
        tr("SLOTS"),
        tr("Slots"),
        lambda row: len(row.facts.promise_results) or None,
        _slots,
        rank=2,
        tone=_slots_tone,
    ),
    Column(
        "gas",
        tr("GAS BURNT"),
        tr("Gas burnt of attached"),
        _burnt,
        _gas,
        "gas",
        key=lambda row: row.facts.gas.burnt,
        rank=1,
    ),
    Column("unspent", tr("GOT BACK"), tr("Got back"), _unspent_value, _unspent, "gas", rank=4),
    Column(
        "deposit",
        tr("DEPOSIT"),
        tr("Deposit"),
        lambda row: (row.facts.tokens.deposits or None) if row.created else None,
        _deposit,
        "yocto",
        rank=5,
    ),
    Column(
        "logs",
        tr("LOGS"),
        tr("Log lines"),
        lambda row: _known(row, len(row.facts.logs)),
        _logs,
        "lines",
        rank=6,
    ),
    Column(
        "block",
        tr("BLOCK"),
        tr("Block"),
        lambda row: row.node.height if row.happened else None,
        _block,
        "height",
        rank=3,
    ),
    Column(
        "waited",
        tr("WAITED"),
        tr("Waited"),
        lambda row: _known(row, row.facts.waited_blocks),
        _waited,
        "blocks",
        rank=7,
    ),
)
RECEIPTS = Table(
    "receipts",
    tr("Receipts"),
    COLUMNS,
    receipt_rows,
    lambda row: PROGRESS[row.progress],
    lambda row: row.node.id,
)
_ALWAYS_USED = 1
"""Columns of this rank or below are there also where no row has anything to say in them."""


def sorted_nodes(document: Document, nodes: Sequence[int], column: int, descending: bool) -> list[int]:
    """Positions of nodes sorted by a column: always by the end of what is known, so that stepping moves no row. Equal
    ones stay in display order, those without a value come last."""
    rows = [row_of(document, None, document.graph.nodes[index]) for index in nodes]
    return [row.node.index for row in ordered(rows, COLUMNS[column], descending)]


def used_columns(document: Document, nodes: Sequence[Node]) -> tuple[bool, ...]:
    """Per column whether any of the nodes has something to say in it: an empty column takes no space."""
    rows = [row_of(document, None, node) for node in nodes]
    return tuple(
        column.rank <= _ALWAYS_USED or any(column.sort_key(row) is not None for row in rows)
        for column in COLUMNS
    )


def accessible_text(row: ReceiptRow, column: int) -> str:
    """A cell for assistive tools: its column and what it says; the call also says how far it is."""
    spec = COLUMNS[column]
    text = spec.words(row, "line")
    if spec.id == "call":
        return f"{text}, {progress_words(row.progress, row.node)}"
    return f"{spec.name}: {text or tr('none')}"
