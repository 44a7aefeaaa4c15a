"""Filters to choose from: those that were used last, and those that were saved."""

from __future__ import annotations

from collections.abc import Iterable

from xccviz.values import frozen, replace

USED = 12
"""So many that were used are remembered."""
SAVED = 50
LONGEST = 1_000
"""Characters of a filter that is remembered."""


@frozen
class Filters:
    """Those `used`, the latest first, and those `saved`, by the alphabet."""

    used: tuple[str, ...] = ()
    saved: tuple[str, ...] = ()


def filters_of(used: Iterable[object], saved: Iterable[object]) -> Filters:
    """What of two lists are filters that may be remembered."""
    return Filters(tuple(_lines(used))[:USED], tuple(_lines(saved))[:SAVED])


def _lines(texts: Iterable[object]) -> Iterable[str]:
    return dict.fromkeys(text for text in texts if isinstance(text, str) and _may_be_kept(text))


def _may_be_kept(text: str) -> bool:
    return text == text.strip() and 0 < len(text) <= LONGEST


def with_used(filters: Filters, text: str) -> Filters:
    """The same with a filter that was used in front."""
    text = text.strip()
    if not _may_be_kept(text) or filters.used[:1] == (text,):
        return filters
    return replace(filters, used=(text, *(other for other in filters.used if other != text))[:USED])


def with_saved(filters: Filters, text: str) -> Filters:
    """The same with a filter saved; one that is saved already is no more."""
    text = text.strip()
    if text in filters.saved:
        return replace(filters, saved=tuple(other for other in filters.saved if other != text))
    if not _may_be_kept(text) or len(filters.saved) >= SAVED:
        return filters
    return replace(filters, saved=tuple(sorted((*filters.saved, text), key=str.casefold)))


def without(filters: Filters, text: str) -> Filters:
    """The same without a filter, used or saved."""
    return Filters(
        tuple(other for other in filters.used if other != text),
        tuple(other for other in filters.saved if other != text),
    )
