"""Large texts in pieces, so that other threads run meanwhile.

To join or to encode many megabytes is one call each, and for its time Python's lock is held: a window beside it stands
still. A character beyond Latin anywhere makes them two to four times as long. Joining bytes lets the lock go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

_T = TypeVar("_T")
_MANY = 500


def utf8(pieces: Iterable[str]) -> bytes:
    """The pieces one after another as UTF-8; none of them should be larger than some 100 kB."""
    return b"".join(piece.encode() for piece in pieces)


def gathered(crumbs: Iterable[str]) -> Iterator[str]:
    """The same text in fewer pieces, for those of which each has a few characters only."""
    left = iter(crumbs)
    while some := tuple(islice(left, _MANY)):
        yield "".join(some)


def between(separator: str, pieces: Iterable[str]) -> Iterator[str]:
    """The pieces with a separator between each two, as `str.join` has them."""
    begun = ""
    for piece in pieces:
        yield begun + piece
        begun = separator


def let_go(held: list[Any]) -> None:
    """Free what nobody else holds of these, some at a time, and leave the list empty: to free many at once is one call
    too."""
    while held:
        del held[-_MANY:]


def nothing() -> None:
    """Go on."""


def watched(items: Iterable[_T], go_on: Callable[[], None]) -> Iterable[_T]:
    """The items; before each `go_on` is called, which raises where they are not wanted any more."""
    return items if go_on is nothing else _watched(items, go_on)


def _watched(items: Iterable[_T], go_on: Callable[[], None]) -> Iterator[_T]:
    for item in items:
        go_on()
        yield item
