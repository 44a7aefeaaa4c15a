"""Two captures of one transaction made one: fetched while it ran, and fetched again later.

What was asked again is replaced by the newer answer, what only one of them has stays. Answers that hold the transaction
itself are replaced where the newer one says all that the older one said; else both stay, the more final one last, since
readers take the state from the last and receipts from all.
"""

from __future__ import annotations

import json

from xccviz.model.raw import JsonObject, RawDocument, RawTransaction, object_of, objects_of
from xccviz.sources.network.raw_answer import missing_outcomes, outcomes_of
from xccviz.values import replace

_FINALITY = ("NONE", "INCLUDED", "EXECUTED_OPTIMISTIC", "INCLUDED_FINAL", "EXECUTED", "FINAL")
"""From least to most (protocol.md §1.2); answers that don't say it stand before all of them."""


def merged(older: RawTransaction, newer: RawTransaction) -> RawTransaction:
    """Everything that both know of their one transaction; `newer` alone if they are of different ones.

    Name, origin and unknown members of a capture stay those of `older`.
    """
    if newer.tx_hash is None or older.tx_hash != newer.tx_hash or _other_chain(older, newer):
        return newer
    fresh = [document for document in newer.documents if _main(document)]
    kept = [old for old in older.documents if _main(old) and not any(_covers(new, old) for new in fresh)]
    mains = sorted([*kept, *fresh], key=_finality)
    sides: dict[str, RawDocument] = {}
    for document in (*older.documents, *newer.documents):
        if not _main(document):
            request = _request(document)
            if request not in sides or _has_result(document) or not _has_result(sides[request]):
                sides[request] = document
    return replace(
        older,
        documents=(*mains, *sides.values()),
        sender_account_id=newer.sender_account_id or older.sender_account_id,
        network=newer.network or older.network,
        chain_id=newer.chain_id or older.chain_id,
    )


def _other_chain(older: RawTransaction, newer: RawTransaction) -> bool:
    return None not in (older.chain_id, newer.chain_id) and older.chain_id != newer.chain_id


def _main(document: RawDocument) -> bool:
    payload = document.payload
    return isinstance(payload, dict) and isinstance(payload.get("transaction"), dict)


def _covers(newer: RawDocument, older: RawDocument) -> bool:
    """Whether the newer answer makes the older one needless.

    One that is final and whole does, whatever the older one listed: that may have been of a fork. Else it must be as
    final and list as much. An indexer's answer holds what a node's lacks, and the other way round.
    """
    new, old = object_of(newer.payload), object_of(older.payload)
    if ("execution_outcome" in new) != ("execution_outcome" in old):
        return False
    if isinstance(old.get("receipts"), list) and not isinstance(new.get("receipts"), list):
        return False
    if new.get("final_execution_status") == "FINAL" and not missing_outcomes(new):
        return True
    return _finality(newer) >= _finality(older) and _listed(new) >= _listed(old)


def _listed(payload: JsonObject) -> set[str]:
    """The ids that an answer has outcomes or receipts of."""
    entries = [
        *outcomes_of(payload),
        payload.get("execution_outcome"),
        *objects_of(payload.get("data_receipts")),
    ]
    for pair in objects_of(payload.get("receipts")):
        entries += [pair, pair.get("execution_outcome"), pair.get("receipt")]
    found = [entry.get(name) for entry in entries if isinstance(entry, dict) for name in ("id", "receipt_id")]
    return {id for id in found if isinstance(id, str)}


def _finality(document: RawDocument) -> int:
    said = object_of(document.payload).get("final_execution_status")
    return _FINALITY.index(said) if isinstance(said, str) and said in _FINALITY else -1


def _request(document: RawDocument) -> str:
    """What was asked, as text; of a document that does not say it, what was answered."""
    asked = document.params if document.params is not None else ["unasked", document.envelope]
    return json.dumps([document.method, asked], sort_keys=True)


def _has_result(document: RawDocument) -> bool:
    envelope = document.envelope
    return not (isinstance(envelope, dict) and envelope.get("error") is not None)
