"""Captures with the documents of several transactions: taken apart when one opens, put together when a case is saved.

Documents around a transaction (blocks, chunks, changes) say themselves where they belong and are given to each; a
single receipt is given to the transactions whose answers name it, else to all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from xccviz.model.raw import Json, RawDocument, RawTransaction, object_of, objects_of, text_or_none, texts_of
from xccviz.values import replace

VIEW, OF_EACH = "view", "transactions"
"""Member of a capture for what a person added, and in it of each transaction by its hash."""


def taken_apart(raw: RawTransaction) -> list[RawTransaction]:
    """A capture as one capture a transaction, in the order of their answers; the capture itself where it holds one."""
    answers = [(hash, document) for document in raw.documents if (hash := _answers(document)) is not None]
    hashes = tuple(dict.fromkeys(hash for hash, _ in answers))
    if len(hashes) < 2:
        return [raw]
    named = {hash: _named_by(doc for of, doc in answers if of == hash) for hash in hashes}
    documents = {hash: [document for of, document in answers if of == hash] for hash in hashes}
    for document in raw.documents:
        if _answers(document) is None:
            for hash in _owners(document, named):
                documents[hash].append(document)
    return [_one(raw, hash, tuple(documents[hash])) for hash in hashes]


def put_together(raws: Sequence[RawTransaction]) -> RawTransaction:
    """Captures of several transactions as one that `taken_apart` gives back: documents that are alike once, what a
    person added under the hash of each. It is of the network of the first, and asks for none of them before others."""
    every = [document for raw in raws for document in raw.documents]
    documents: list[RawDocument] = []
    for document in sorted(every, key=lambda document: _answers(document) is None):
        if document not in documents:
            documents.append(document)
    views: dict[str, Json] = {}
    for raw in raws:
        hash = next((of for document in raw.documents if (of := _answers(document)) is not None), raw.tx_hash)
        if hash is not None and object_of(raw.extra.get(VIEW)):
            views[hash] = raw.extra[VIEW]
    first = raws[0]
    together = replace(first, documents=tuple(documents), tx_hash=None, sender_account_id=None)
    extra = {name: value for name, value in first.extra.items() if name != VIEW}
    return replace(together, extra={**extra, VIEW: {OF_EACH: views}} if views else extra)


def _one(raw: RawTransaction, hash: str, documents: tuple[RawDocument, ...]) -> RawTransaction:
    own = object_of(object_of(raw.extra.get(VIEW)).get(OF_EACH)).get(hash)
    extra = {name: value for name, value in raw.extra.items() if name != VIEW}
    signer = raw.sender_account_id if raw.tx_hash == hash else None
    one = replace(raw, documents=documents, tx_hash=hash, sender_account_id=signer)
    return replace(one, extra={**extra, VIEW: own} if object_of(own) else extra)


def _answers(document: RawDocument) -> str | None:
    """The hash of the transaction that a document is the answer about; None for one of another kind."""
    payload = object_of(document.payload)
    if not any(name in payload for name in ("transaction_outcome", "receipts_outcome", "execution_outcome")):
        return None
    return text_or_none(object_of(payload.get("transaction")).get("hash"))


def _named_by(answers: Iterable[RawDocument]) -> set[str]:
    """Ids of receipts and of data that answers about one transaction name."""
    found: set[str | None] = set()
    for document in answers:
        payload = object_of(document.payload)
        for entry in (
            object_of(payload.get("transaction_outcome")),
            *objects_of(payload.get("receipts_outcome")),
        ):
            found |= {
                text_or_none(entry.get("id")),
                *texts_of(object_of(entry.get("outcome")).get("receipt_ids")),
            }
        for receipt in objects_of(payload.get("receipts")):
            action = object_of(object_of(receipt.get("receipt")).get("Action"))
            data = (
                text_or_none(entry.get("data_id"))
                for entry in objects_of(action.get("output_data_receivers"))
            )
            found |= {text_or_none(receipt.get("receipt_id")), *texts_of(action.get("input_data_ids")), *data}
    return {id for id in found if id is not None}


def _owners(document: RawDocument, named: Mapping[str, set[str]]) -> Sequence[str]:
    """The transactions that a document is about: all, unless it is a receipt that some of them name."""
    if document.method != "EXPERIMENTAL_receipt":
        return tuple(named)
    receipt = object_of(document.payload)
    data = object_of(object_of(receipt.get("receipt")).get("Data"))
    ids = {text_or_none(receipt.get("receipt_id")), text_or_none(data.get("data_id"))}
    return [hash for hash, known in named.items() if ids & known] or tuple(named)
