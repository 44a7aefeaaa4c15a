"""Block, ids with copy, the raw JSON one click away, and where it all came from."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtWidgets import QWidget

from xccviz.catalogue import tr
from xccviz.gui.inspector.json_text import JsonText
from xccviz.gui.inspector.raw import raw_beginning, raw_json
from xccviz.gui.inspector.section import Section, Subject
from xccviz.gui.look.bulletin import copy
from xccviz.gui.look.widgets import ElidedLabel, boxed, button, explain, label, link, row
from xccviz.model.text import visible_text
from xccviz.model.trace import Transaction
from xccviz.words.ids import short_id
from xccviz.words.places import height_words, place_words, rebuilt_words
from xccviz.words.proof import PROOFS
from xccviz.words.values import TEXT_LIMIT

RAW_SHOWN = 200_000
RAW_LINE_SHOWN = 4_000
SLOTS_SHOWN = 8
ACCOUNT_SHOWN, CURVE_SHOWN = 22, 12
"""Characters of an account and of a key's curve that have room beside their name in the narrowest panel."""


def ids(subject: Subject) -> Section:
    """Where it ran, and its ids."""
    return Section(tr("IDS"), _entries(subject))


def origin(subject: Subject) -> Section | None:
    """Of the transaction: who was asked for it, what they said, and what that took."""
    told = subject.tab.origin if subject.node.kind == "transaction" else ()
    lines = (label(line, "mute", wrap=True) for line in told)
    return Section(tr("WHERE IT CAME FROM"), lines) if told else None


def _entries(subject: Subject) -> Iterator[QWidget]:
    where = place_words(subject.node, subject.facts) if subject.happened else ""
    if where:
        yield label(where, "mute", wrap=True)
    if subject.node.synthesized:
        yield label(rebuilt_words(subject.node), "mute", wrap=True)
    if subject.happened and subject.facts.proof is not None:
        look = "mute" if subject.facts.proof == "proven" else "bad"
        yield label(f"{PROOFS[subject.facts.proof]}.", look, wrap=True)
    for name, value, shown in id_rows(subject):
        short = label(shown, "number")
        explain(short, value)
        copies = partial(copy, value, tr("Copied: {name}", name=name))
        to_copy = button(tr("Copy"), "link", copies, tr("Copy {name}", name=name))
        line = QWidget()
        told = ElidedLabel("mute")  # heights are long: the id and its button keep their room
        told.show_text(name)
        inner = row(told, short, to_copy)
        inner.setStretch(0, 1)
        line.setLayout(inner)
        yield line
    whole = "raw" in subject.unfolded
    known = {"created": subject.created, "happened": subject.happened}
    whole_text = partial(raw_json, subject.node, **known)
    line = QWidget()
    turn = link(tr("Hide raw JSON") if whole else tr("Show raw JSON"), lambda: subject.unfold("raw"))
    buttons = [turn]
    if whole:
        buttons.append(
            link(
                tr("Copy raw JSON"),
                lambda: copy(whole_text(), tr("Raw JSON copied")),
            )
        )
    line.setLayout(row(*buttons, None))
    yield line
    if whole:
        # Qt takes seconds to place one line of a hundred thousand characters.
        text = JsonText(
            raw_beginning(
                subject.node, RAW_SHOWN, RAW_LINE_SHOWN, created=subject.created, happened=subject.happened
            ),
            tr("Raw JSON"),
        )
        yield text


def raw(subject: Subject) -> Section:
    """The raw JSON as a page of its own."""
    node, created = subject.node, subject.created or subject.ahead
    told = partial(raw_json, node, created=created, happened=subject.happened or subject.ahead)
    to_copy = link(tr("Copy raw JSON"), lambda: copy(told(), tr("Raw JSON copied")))
    shown = raw_beginning(node, RAW_SHOWN, RAW_LINE_SHOWN, created=created,
                          happened=subject.happened or subject.ahead)  # fmt: skip
    return Section("", (boxed(row(to_copy, None)), JsonText(shown, tr("Raw JSON"))))


def id_rows(subject: Subject) -> list[tuple[str, str, str]]:
    """(what it is, id, id as shown) of the node, its key or who sent it, its block and the data it received."""
    node = subject.node
    rows = [_id_row(tr("transaction") if node.kind == "transaction" else tr("receipt"), node.id)]
    if node.kind == "transaction":
        rows.extend(_signed(subject.tab.document.graph.trace.transaction))
    elif subject.created or subject.ahead:
        rows.extend(_sent(subject))
    if node.block_hash is not None and subject.happened:
        rows.append(_id_row(tr("block hash"), node.block_hash))
    for result in subject.facts.promise_results[:SLOTS_SHOWN]:
        here = (node.id, result.slot) in subject.tab.moment.arrived and result.delivered_at is not None
        carried = f", {height_words(result.delivered_at)}" if here else ""
        rows.append(_id_row(tr("data, slot {slot}", slot=result.slot) + carried, result.data_id))
    return rows


def _id_row(name: str, value: str) -> tuple[str, str, str]:
    return name, value, short_id(value)


def _signed(transaction: Transaction) -> Iterator[tuple[str, str, str]]:
    """The key that signed it and its nonce, whose last digits are the ones that are looked for: it is whole."""
    key = transaction.public_key
    if key is not None:
        curve, colon, rest = key.rpartition(":")
        yield tr("public key"), key, visible_text(curve, CURVE_SHOWN) + colon + short_id(rest)
    if transaction.nonce is not None:
        yield tr("nonce"), str(transaction.nonce), str(transaction.nonce)


def _sent(subject: Subject) -> Iterator[tuple[str, str, str]]:
    """Who sent a receipt, and the shard it came from where a chunk tells."""
    node = subject.node
    predecessor = node.receipt.predecessor_id if node.receipt is not None else None
    if predecessor is not None:
        shown = visible_text(predecessor, TEXT_LIMIT)
        whole = len(shown) <= ACCOUNT_SHOWN
        half = ACCOUNT_SHOWN // 2
        yield tr("predecessor"), predecessor, shown if whole else f"{shown[:half]}…{shown[-half:]}"
    carried = subject.tab.document.graph.trace.carried.get(node.id)
    if carried is not None and carried.shard_id is not None:
        yield tr("sent by shard"), str(carried.shard_id), str(carried.shard_id)
