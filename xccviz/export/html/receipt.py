"""One receipt in the table of all: its row, and what is known of it when it is opened."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from xccviz.analysis.failures.places import PanicPlace
from xccviz.analysis.types import NodeFacts
from xccviz.annotations import note_on
from xccviz.catalogue import tr
from xccviz.decode.types import Decoded
from xccviz.decode.values import as_json
from xccviz.export.html.markup import Html, Inside, element, joined, text
from xccviz.export.html.parts import cell_text, facts, id_words, more_words, sign, value_block
from xccviz.export.html.slots import slots_of_one
from xccviz.export.html.subject import Subject
from xccviz.model.trace import Action
from xccviz.replay.standing import unspent_at
from xccviz.tables.ledger import ledger_rows
from xccviz.tables.receipts import RECEIPTS, ReceiptRow
from xccviz.tables.slots import slots_of
from xccviz.words.actions import action_words, batch_words, worth_showing
from xccviz.words.fates import fate_words
from xccviz.words.gas import NOT_RECONCILED
from xccviz.words.ids import short_id
from xccviz.words.logs import rolled_back
from xccviz.words.notes import NOTE
from xccviz.words.panics import SOURCE_CLAIM, panicked_words, source_words
from xccviz.words.places import place_words, rebuilt_words
from xccviz.words.progress import result_at, state_words
from xccviz.words.proof import PROOFS
from xccviz.words.roles import role_words

ACTIONS, LOGS, LOG, RAW, IDS = 12, 30, 600, 2_000, 8
"""Actions and log lines of one receipt that are shown, characters of a line and of a raw error, and ids of data."""
CALL = 44
"""Characters of a name that the row has room for."""
DEEPEST = 12


def receipt_row(subject: Subject, row: ReceiptRow, columns: Sequence[str], opened: Html | None) -> Html:
    """The row of a receipt, and below it what it opens to (None: that has no room here)."""
    node = row.node
    head = (sign(RECEIPTS.sign(row)) if RECEIPTS.sign else None, _call(row))
    depth = f"depth-{min(node.depth, DEEPEST)}"
    cells = [element("th", *head, scope="row", title=_call(row), class_=depth)]
    for id in columns:
        column = RECEIPTS.column(id)
        tone = column.tone(row)
        class_ = " ".join(
            part for part in ("number" if column.number else "", "" if tone == "mute" else tone) if part
        )
        cells.append(
            element("td", cell_text(column.words(row, "card"), column.value(row), 200), class_=class_ or None)
        )
    short = element("code", text(short_id(node.id)), title=node.id, data_copy=node.id)
    cells.append(element("td", short, class_="id"))
    first = element("tr", *cells, class_="row")
    more = None
    if opened is not None:
        summary = element(
            "summary", element("span", tr("Details of {call}", call=_call(row)), class_="unseen")
        )
        # What failed is what one looks for: it is open, on paper too.
        details = element("details", summary, opened, open=row.facts.failed and row.happened)
        more = element("tr", element("td", details, colspan=str(len(cells))), class_="more")
    return element(
        "tbody", first, more, id=subject.place(node.id), data_node=node.id, class_=subject.dimmed(node.id)
    )


def _call(row: ReceiptRow) -> str:
    return RECEIPTS.column("call").words(row, "line")


def receipt_details(subject: Subject, row: ReceiptRow) -> Html:
    """All that is known of a receipt by the moment."""
    main = facts(_facts(subject, row))
    ledger = _ledger(subject, row)
    return element("div", element("div", main), ledger, class_="details")


def _facts(subject: Subject, row: ReceiptRow) -> Iterator[tuple[str, Inside]]:
    node, told = row.node, row.facts
    note = note_on(subject.annotations.notes, node.id)
    if note is not None:
        yield NOTE, element("pre", text(note.text, RAW, keep="\n\t"))
    name = _call(row)
    if len(name) > CALL:
        yield tr("name"), name
    if node.parent is not None:
        yield tr("made by"), subject.link(node.parent)
    state = state_words(node, told, row.progress)
    yield (
        tr("state"),
        " · ".join(part for part in (role_words(node, "line") if row.happened else "", state) if part),
    )
    if row.happened:
        yield tr("where"), place_words(node, told)
    if node.synthesized:
        yield "", rebuilt_words(node)
    if row.happened and told.failed:
        yield tr("why it failed"), failure_words(subject, told)
    yield from _actions(row)
    if told.promise_results:
        yield tr("received"), slots_of_one(subject, slots_of(row.document, row.moment, told))
    if not node.never_runs:
        yield tr("result"), _result(subject, row)
    if row.happened and told.logs:
        yield tr("logs"), _logs(told)
    yield tr("transaction") if node.kind == "transaction" else tr("receipt"), id_words(node.id)
    if row.happened and node.block_hash is not None:
        yield tr("block hash"), id_words(node.block_hash)
    for slot in told.promise_results[:IDS]:
        yield tr("data, slot {slot}", slot=slot.slot), id_words(slot.data_id)
    if row.happened and told.proof is not None:
        yield tr("proof"), f"{PROOFS[told.proof]}."


def _actions(row: ReceiptRow) -> Iterator[tuple[str, Inside]]:
    """Each action with what it carries; of a long batch the first, what failed with its neighbours, and the last."""
    told, many = row.facts, len(row.node.actions) > 1
    every = list(zip(row.node.actions, told.args, told.action_results, strict=False))
    failed = [index for index, (_, _, result) in enumerate(every) if result == "failed" and row.happened]
    gaps = dict(worth_showing(len(every), failed, ACTIONS))
    index = 0
    while index < len(every):
        if index in gaps:
            yield "", tr("… {count} more actions", count=gaps[index] - index)
            index = gaps[index]
            continue
        action, args, result = every[index]
        bad = "bad" if result == "failed" and row.happened else None
        said = element("p", action_words(action, result if row.happened else "pending", many), class_=bad)
        yield (
            tr("action") if many else tr("call"),
            joined((said, _carried(action, args, told, (action.index,)))),
        )
        index += 1


def failure_words(subject: Subject, told: NodeFacts) -> Html:
    """A failure in words: what, why, what to do, who received it, and the node's own words."""
    document = subject.document
    error = document.errors.get(told.id)
    fate = fate_words(document.analysis, told, subject.moment)
    raw = told.status.error.raw if told.status is not None and told.status.error is not None else None
    if error is None or told.status is None or told.status.error is None:
        return joined((element("p", fate),))
    batch = batch_words(document.graph.by_id[told.id].actions, told.status.error)
    shown = json.dumps(raw, ensure_ascii=False)
    own = element("details", element("summary", tr("the node's own words")), element("pre", text(shown, RAW)))
    lines = [
        (error.cause, "bad"),
        (batch, None),
        (error.beside_cause, None),
    ]
    after = [(error.hint, "mute"), (fate, "mute")]
    said, advice = (
        [element("p", words, class_=class_) for words, class_ in part if words] for part in (lines, after)
    )
    return joined([*said, *_place(document.places.get(told.id), error.beside_cause), *advice, own])


def _place(place: PanicPlace | None, beside: str) -> Iterator[Html]:
    """Where it panicked, and a link to that line of the source that the contract names, its host first."""
    if place is None:
        return
    words = panicked_words(place, beside)
    if words:
        yield element("p", element("code", words))
    if place.source is not None:
        source = place.source
        yield element("p", element("a", source_words(source), href=source.address, rel="noopener noreferrer"))
        yield element("p", SOURCE_CLAIM, class_="mute")


def _carried(action: Action, args: Decoded | None, told: NodeFacts, path: tuple[int, ...]) -> Html | None:
    """What an action carries: arguments; the actions a user signed, each with its own; else its fields."""
    if action.delegate is not None:
        inner = []
        for each in action.delegate.actions[:ACTIONS]:
            here = (*path, each.index)
            inner.append(
                element(
                    "li",
                    action_words(each, "ok", False),
                    _carried(each, told.signed_args.get(here), told, here),
                )
            )
        return element("ol", *inner)
    if args is not None:
        return value_block(args) if args.kind != "empty" else None
    return value_block(as_json(dict(action.fields))) if action.fields else None


def _result(subject: Subject, row: ReceiptRow) -> Html:
    status = row.facts.status
    value = status.value if status is not None and status.kind == "success_value" else None
    if row.happened and value is not None:
        return value_block(value)
    if row.happened and status is not None and status.kind == "success_receipt":
        return joined((element("span", tr("answers with")), Html(" "), subject.link(status.receipt_id)))
    return text(result_at(row.document.analysis, row.document.timeline, row.facts, row.progress))


def _logs(told: NodeFacts) -> Html:
    lines = [
        element("li", text(log.text, LOG), class_="struck" if log.reverted else None)
        for log in told.logs[:LOGS]
    ]
    void = element("p", rolled_back(len(told.logs)), class_="wait") if told.logs[0].reverted else None
    return joined((void, element("ol", *lines, class_="logs"), more_words(len(told.logs) - len(lines))))


def _ledger(subject: Subject, row: ReceiptRow) -> Html | None:
    """The gas ledger, with all digits."""
    gas = row.facts.gas
    if not row.created or (gas.attached is None and gas.burnt is None):
        return None
    unspent = unspent_at(row.document.analysis, row.node.id, row.moment)
    rows = [
        element(
            "tr",
            element("th", each.name, scope="row", class_="part" if each.part else None),
            element("td", each.exact or each.words, class_="number"),
        )
        for each in ledger_rows(gas, row.happened, unspent)
    ]
    odd = row.happened and unspent != "returning" and gas.reconciles is False
    table = element(
        "table", element("caption", tr("Gas"), class_="unseen"), element("tbody", *rows), class_="ledger"
    )
    return element("div", table, element("p", NOT_RECONCILED, class_="wait") if odd else None)
