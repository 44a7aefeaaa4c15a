"""How a drawing looks at one look: what is painted, what of it was painted last, and the sheets that it was painted on.
Another is made beside it for the look that is likely to come next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from PySide6.QtCore import QRectF

from xccviz.display.dots import changed_dots
from xccviz.display.look import Look
from xccviz.display.parts import Key, Parts
from xccviz.display.qt import bounds_of
from xccviz.display.types import DotField, Path, Primitive
from xccviz.gui.canvas.kept import Kept
from xccviz.gui.canvas.strokes import Strokes
from xccviz.values import frozen


class Appearance:
    """One of a drawing whose keys touch these `bounds` (scene px)."""

    def __init__(self, parts: Parts, kept: Kept, bounds: Mapping[Key, QRectF], strokes: Strokes) -> None:
        self.parts, self.kept = parts, kept
        self.painted: dict[Key, Sequence[Primitive]] = {}
        self._bounds, self._strokes = bounds, strokes

    def copy(self) -> Appearance:
        """Another one that looks the same, and takes other looks by itself."""
        other = Appearance(self.parts.copy(), self.kept.copy(), self._bounds, self._strokes)
        other.painted = dict(self.painted)
        return other

    def forget(self) -> None:
        """All looks different."""
        self.kept.forget()
        self.painted = {}

    def change(self, keys: Iterable[Key], seen: QRectF, scale: float) -> list[QRectF]:
        """The parts of these keys look different now. Where, in scene px; of lines only what is in sight. `seen`: what
        is in sight, `scale`: px on screen of a px of the scene."""
        found: list[QRectF] = []
        for key in keys:
            before = self.painted.pop(key, None)
            areas = (
                (self._bounds[key],)
                if before is None
                else self._different(before, self.parts.whole(key), seen, scale)
            )
            for area in areas:
                self.kept.stale(area)
                found.append(area)
        return found

    def _different(
        self, before: Sequence[Primitive], now: Sequence[Primitive], seen: QRectF, scale: float
    ) -> Iterator[QRectF]:
        """Where what stands there now looks different from what was painted last."""
        for old, new in zip(before, now, strict=True):
            if old == new:
                continue
            if isinstance(old, DotField) and isinstance(new, DotField):
                around = changed_dots(old, new)
                if around is not None:
                    left, top, right, bottom = around
                    yield QRectF(left, top, right - left, bottom - top)
            elif isinstance(old, Path) and isinstance(new, Path) and old.segments is new.segments:
                # the rectangle around all of a line would be most of the view
                line = new if new.stroke_width > old.stroke_width else old
                places = self._strokes.places(line, seen.united(self.kept.around), scale)
                yield from places if places is not None else (bounds_of(line),)
            else:
                yield bounds_of(new).united(bounds_of(old))


@frozen
class Next:
    """What was made for a `look`: the `appearance`, whose `owners` may differ from what is shown, and the `areas` of
    the scene where they do, as long as nothing but `sight` is in sight."""

    look: Look
    appearance: Appearance
    owners: Set[str]
    areas: Sequence[QRectF]
    sight: QRectF

    def is_for(self, look: Look) -> bool:
        """Whether it was made for that look."""
        own, moment = self.look.moment, look.moment
        return (
            own is not None
            and moment is not None
            and own.index == moment.index
            and self.look.selection == look.selection
            and self.look.emphasis is look.emphasis
            and self.look.hovered == look.hovered
        )
