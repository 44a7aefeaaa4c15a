"""Cards of what is under the pointer: a call's ledger to the last unit, a group, a bar."""

from __future__ import annotations

from xccviz.catalogue import numeral
from xccviz.display.hosting import Card, CardRow
from xccviz.display.icicle.ran import Burnt
from xccviz.display.look import Look
from xccviz.document import Document
from xccviz.layout.icicle.signs import starved_nodes
from xccviz.layout.icicle.types import PATH_KEY, Bar, Cell, IcicleLayout
from xccviz.model.literals import happened
from xccviz.replay.standing import progress_counts, progress_of, unspent_at
from xccviz.replay.types import Moment
from xccviz.words import gas_view as say
from xccviz.words.gas import FEW, LEDGER, STARVED, UNSPENT, LedgerMember, done_besides
from xccviz.words.names import spoken_name
from xccviz.words.numbers import share
from xccviz.words.signs import NOT_KNOWN, PROGRESS, Shape

_MEMBERS: tuple[LedgerMember, ...] = ("attached", "prepaid", "burnt", "forwarded", "unspent")


def card_of(document: Document, layout: IcicleLayout, look: Look, key: str) -> Card | None:
    """What is told of a cell or a bar, by its key; None for nothing."""
    cell = layout.by_key.get(key)
    if cell is not None:
        if key == PATH_KEY:
            return None
        if cell.kind in ("node", "refund") or (cell.kind == "apart" and len(cell.nodes) == 1):
            return _node(document, cell, look.moment)
        return _group(document, cell, look.moment)
    bar = next((bar for section in layout.sections for bar in section.bars if bar.key == key), None)
    return _bar(Burnt(document), bar, look.moment) if bar is not None else None


def _node(document: Document, cell: Cell, moment: Moment | None) -> Card:
    graph, analysis = document.graph, document.analysis
    node = graph.by_id[cell.nodes[0]]
    gas = analysis.facts[node.id].gas
    progress = progress_of(analysis, node.id, moment)
    ran = happened(progress) or progress == "unknown"
    caller = graph.by_id.get(node.parent or "")
    made = caller is None or happened(progress_of(analysis, caller.id, moment))
    whole, all_ = cell.gas if cell.exact else None, Burnt(document).whole(moment)
    values = {
        "attached": gas.attached,
        "prepaid": _prepaid(gas.burnt, gas.forwarded, gas.attached)
        if node.kind == "transaction"
        else gas.prepaid,
        "burnt": gas.burnt,
        "forwarded": gas.forwarded,
        "unspent": gas.unspent,
    }
    rows: list[CardRow] = []
    for member in _MEMBERS:
        given = member in ("attached", "prepaid")
        amount = values[member]
        if member == "prepaid" and not amount:
            continue
        if not ran and not (given and made):
            rows.append(CardRow("", LEDGER[member], numbers=(PROGRESS["not_yet"].word,)))
            continue
        label = LEDGER[member]
        if member == "unspent" and amount:
            label = UNSPENT[unspent_at(analysis, node.id, moment)]
        exact = numeral(amount) if amount is not None else NOT_KNOWN
        part = share(amount, whole, "line") if not given else ""
        of_all = share(amount, all_, "line") if member == "burnt" else ""
        rows.append(CardRow("", label, numbers=(exact, part, of_all)))
    shape, role = _sign(progress == "failed")
    end = moment is None or moment.at_end
    if end and node.id in starved_nodes(analysis):
        rows.append(CardRow(STARVED, shape="caution", role="wait"))
    if end and cell.odd:
        rows.append(CardRow(say.odd_words(gas), shape="caution", role="wait"))
    by = say.made_by(spoken_name(caller, ended=False)) if caller is not None else ""
    name = spoken_name(node, ended=False)
    return Card(name, shape, role, tuple(rows), say.CLICK_CELL, aside=by, heads=say.HEADS)


def _prepaid(burnt: int | None, forwarded: int | None, attached: int | None) -> int | None:
    if burnt is None or forwarded is None or attached is None:
        return None
    return burnt + forwarded - attached


def _sign(failed: bool) -> tuple[Shape, str]:
    return ("failed", "bad") if failed else ("none", "text")


def _group(document: Document, cell: Cell, moment: Moment | None) -> Card:
    counts = progress_counts(document.analysis, cell.nodes, moment)
    title, account = cell.name, cell.account
    all_ = Burnt(document).whole(moment)
    open_ = counts["done"] + counts["failed"] < len(cell.nodes)
    told: tuple[tuple[LedgerMember, int, str], ...] = (
        ()
        if moment is not None and not moment.at_end and open_
        else (
            ("burnt", cell.burnt, share(cell.burnt, all_, "line")),
            ("forwarded", cell.passed, ""),
            ("unspent", cell.back, ""),
        )
    )
    rows = [
        CardRow("", LEDGER[member], numbers=(numeral(amount), share(amount, cell.gas, "line"), of_all))
        for member, amount, of_all in told
        if amount
    ]
    shape, role = _sign(bool(counts["failed"]))
    squares = tuple(
        (sign.shape, sign.tone)
        for sign in (PROGRESS[progress_of(document.analysis, node, moment)] for node in cell.nodes[:200])
    )
    return Card(
        title, shape, role, tuple(rows), say.CLICK_CELL, squares=squares, aside=account, heads=say.HEADS
    )


def _bar(burnt: Burnt, bar: Bar, moment: Moment | None) -> Card:
    gas = burnt.of(bar, moment)
    rows = (
        CardRow(say.exact_and_short(gas), LEDGER["burnt"]),
        CardRow(share(gas, burnt.whole(moment), "line"), say.HEADS[2]),
        CardRow(say.burners_words(len(bar.nodes)), say.BY),
    )
    name = ".".join(bar.names) + done_besides(bar.others, FEW) if bar.sort != "cost" else bar.names[0]
    return Card(name, rows=rows, foot=say.CLICK_BAR)
