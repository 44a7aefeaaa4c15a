"""What opening gives before anything is read from it, wherever it came from."""

from __future__ import annotations

from xccviz.model.raw import RawTransaction
from xccviz.values import frozen


@frozen
class Fetched:
    """The documents, the receipt to select (None: nothing in particular), remarks about where they came from, what
    they cost, one line a kind, and what each endpoint said that was asked for the transaction."""

    raw: RawTransaction
    select: str | None
    notes: tuple[str, ...] = ()
    costs: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
