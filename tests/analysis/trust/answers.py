"""Recorded answers with the headers of their blocks and of the next ones, to be altered."""

from __future__ import annotations

import copy
import functools
from typing import Any

from tests.reference.recorded import HERE, load_json
from xccviz.document import Document, build_document
from xccviz.model.raw import RawDocument, RawTransaction

PROVEN = ("tutorial-parallel-3-one-panics", "forwarded-3-middle-fails", "delegate-ok", "refund-to-other")
"""Those that the repository carries with headers."""


@functools.cache
def _packed(name: str) -> Any:
    return load_json(HERE / "proven" / f"{name}.json.gz")


def answer(name: str = PROVEN[0]) -> Any:
    """The `result` of tx_status, free to be changed."""
    return copy.deepcopy(_packed(name)["tx_status"]["result"])


def blocks(name: str = PROVEN[0]) -> list[Any]:
    """The headers, free to be changed."""
    return copy.deepcopy(_packed(name)["blocks"])


def document(result: Any, headers: list[Any] | None = None) -> Document:
    """What is made of an answer with some headers."""
    sides = [RawDocument("block", None, {"result": block}) for block in headers or ()]
    return build_document(RawTransaction((RawDocument("tx_status", None, {"result": result}), *sides)))


def outcomes(result: Any) -> list[Any]:
    """All outcomes of an answer, the transaction's first."""
    return [result["transaction_outcome"], *result["receipts_outcome"]]
