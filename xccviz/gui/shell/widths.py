"""How wide docks were with words of each size, and so how wide they are to be with another."""

from __future__ import annotations

from collections.abc import Mapping


class Widths:
    """Widths of docks (px, by their names) by the size of words (per cent)."""

    def __init__(self) -> None:
        self._with: dict[int, Mapping[str, int]] = {}

    def keep(self, percent: int, widths: Mapping[str, int]) -> None:
        """How wide they are with words of this size."""
        self._with[percent] = widths

    def wanted(self, name: str, before: int, now: int) -> int | None:
        """How wide a dock is to be with words of the size `now`, which come after those of the size `before`; None: as
        it is. With a size that comes again it is as wide as it was; with a smaller one that comes for the first time as
        wide as with the next smaller one, as if it had been come to from there, else narrower as the words are."""
        known = {percent: widths[name] for percent, widths in self._with.items() if name in widths}
        if now in known or now > before or not known:
            return known.get(now)
        smaller, least = max((percent for percent in known if percent < now), default=None), min(known)
        return known[smaller] if smaller is not None else round(known[least] * now / least)
