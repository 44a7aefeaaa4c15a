"""A capture with several transactions opens as a choice, each as if it were alone; a case is saved as such a one."""

from __future__ import annotations

import json

import pytest

from tests.reference.recorded import HERE, documents_of
from xccviz.annotations import Annotations, Note, annotations_of, with_view
from xccviz.document import build_document
from xccviz.model.errors import UserError
from xccviz.model.raw import RawTransaction
from xccviz.sources.files.capture import capture_to_json
from xccviz.sources.files.read import open_bytes
from xccviz.sources.files.several import put_together, taken_apart
from xccviz.values import replace

NAME = "yield-resumed-by-other-tx"
KINDS = ("blocks", "chunks", "receipts")


def raw_of(name: str) -> RawTransaction:
    return RawTransaction(documents_of(HERE / "node" / name, KINDS), network="localnet")


@pytest.fixture(scope="module")
def both() -> tuple[RawTransaction, RawTransaction]:
    return raw_of(NAME), raw_of(f"{NAME}--resumer")


def facts(raw: RawTransaction) -> tuple[object, ...]:
    document = build_document(raw)
    return (document.verdict, document.problems, document.timeline.steps, document.graph.edges)


def written(raw: RawTransaction) -> bytes:
    return capture_to_json(raw, "xccviz", "2026-01-01T00:00:00Z")


def test_each_opens_as_if_it_were_alone(both: tuple[RawTransaction, RawTransaction]) -> None:
    data = written(put_together(both))
    with pytest.raises(UserError) as refused:
        open_bytes(data, "case.xcc.json")
    offers = refused.value.offers
    assert [offer.hash for offer in offers] == [build_document(raw).trace.transaction.hash for raw in both]
    for raw, offer in zip(both, offers, strict=True):
        opened = open_bytes(data, "case.xcc.json", offer.hash)
        assert isinstance(opened, RawTransaction)
        assert facts(opened) == facts(raw)
        assert opened.network == "localnet"


def test_a_single_receipt_goes_to_the_transaction_that_names_it(
    both: tuple[RawTransaction, RawTransaction],
) -> None:
    """Wherever it stands: documents of one may come before the answer about the other, as in a file put together."""
    first, second = both
    mixed = replace(first, documents=(second.documents[0], *first.documents, *second.documents[1:]))
    apart = {raw.tx_hash: raw for raw in taken_apart(mixed)}
    for raw in both:
        assert facts(apart[build_document(raw).trace.transaction.hash]) == facts(raw)


def test_what_a_person_added_stays_with_its_transaction(both: tuple[RawTransaction, RawTransaction]) -> None:
    notes = [Annotations(notes=(Note("a", text),)) for text in ("one", "two")]
    noted = [replace(raw, extra=with_view(raw.extra, note)) for raw, note in zip(both, notes, strict=True)]
    together = put_together(noted)
    apart = taken_apart(open_all(written(together)))
    assert [annotations_of(raw.extra["view"]) for raw in apart] == notes
    plain = put_together(both)
    assert "view" not in plain.extra and all("view" not in raw.extra for raw in taken_apart(plain))
    assert written(put_together(apart)) == written(together), "put together again it is the same"


def open_all(data: bytes) -> RawTransaction:
    from xccviz.sources.files.capture import capture_from_json

    return capture_from_json(json.loads(data))


def test_several_answers_about_one_transaction_are_one(both: tuple[RawTransaction, RawTransaction]) -> None:
    twice = replace(both[0], documents=(*both[0].documents, both[0].documents[0]))
    assert taken_apart(twice) == [twice]
    assert taken_apart(replace(both[0], documents=both[0].documents[1:])) == [
        replace(both[0], documents=both[0].documents[1:])
    ]
