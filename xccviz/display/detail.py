"""How much of a drawing is painted from how far away: words that would be too small to read are left out, and one line
that can be read takes their place.

    whole   from 60 %   everything
    line    from 35 %   a card with its sign and one line, both of readable size
    block   below       cards only, a failed one filled and with its sign

The dots of a block are painted from however far.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from xccviz.display.look import OUTLINE, RING, SHORT
from xccviz.display.types import NONE, DotField, Marker, Path, Primitive, Rect, Role, Text
from xccviz.layout.measure import elide
from xccviz.values import frozen, replace
from xccviz.words.signs import Shape

Detail = Literal["whole", "line", "block"]

WHOLE, LINE = 0.6, 0.35
"""Scales (px on screen of a px of the scene, at the usual size of words) from which on so much is painted."""
LINE_PX = 11.5
"""The size on screen of the one line, in px."""
SIGN_PX, BLOCK_SIGN_PX = 5.5, 5.0
"""Radius of a sign on screen, in px."""
_SIGN_AT, _WORDS_AT, _RIGHT = 11.0, 20.0, 4.0
"""Px on screen from the left side of a card to the middle of its sign and to its words, and from these to the right."""
_LEAST = 11.0
"""Px on screen that a card needs to hold a line."""
_FILLS: dict[Shape, tuple[Role, Role]] = {
    "failed": ("bad", "bad"),
    "waiting": ("waitbg", "wait"),
    "ready": ("indbg", "ind"),
    "not_yet": (NONE, "ref"),
}
"""Fill and stroke of a block by the sign of its card; all others look as a card does."""


def detail_at(scale: float) -> Detail:
    """How much is painted at a scale."""
    return "whole" if scale >= WHOLE else "line" if scale >= LINE else "block"


@frozen
class Block:
    """A card seen from far away, in scene px: its `card`, how that is painted, the rings around it that are seen, and
    its `sign` if it failed. Of a block of siblings the `dots` tell that."""

    card: Rect
    fill: Role
    stroke: Role
    rings: tuple[Rect, ...]
    sign: Marker | None
    dots: DotField | None = None

    @property
    def x(self) -> float:
        """Left side."""
        return self.card.x

    @property
    def y(self) -> float:
        """Upper side."""
        return self.card.y

    @property
    def width(self) -> float:
        """Px across."""
        return self.card.width

    @property
    def height(self) -> float:
        """Px down."""
        return self.card.height


def block_of(primitives: Sequence[Primitive]) -> Block | None:
    """One owner seen from far away; None for what is no card, or not to be seen."""
    card = outline_of(primitives)
    if card is None or card.fill == card.stroke == NONE:
        return None
    sign = _sign_among(primitives)
    shape: Shape = sign.shape if sign is not None else "none"
    dots = _dots_among(primitives)
    if dots is not None and sign is not None:
        rings = [p for p in primitives if isinstance(p, Rect) and p.stroke != NONE and _is(p, RING)]
        return Block(card, card.fill, "bad" if shape == "failed" else "ref", tuple(rings), None, dots)
    fill, stroke = _FILLS.get(shape, (card.fill, "ref"))
    rings = [p for p in primitives if isinstance(p, Rect) and p.stroke != NONE and _is(p, RING)]
    return Block(card, fill, stroke, tuple(rings), sign if shape == "failed" else None)


def sign_of(card: Rect, sign: Marker, scale: float, words: float = 1.0) -> Marker:
    """The sign of a failed block at `scale`."""
    size = BLOCK_SIGN_PX * words / scale
    return replace(_sign(card, sign, card.x + card.width / 2, size), role="card", on="bad")


def outline_of(primitives: Sequence[Primitive]) -> Rect | None:
    """The card among the primitives of one owner."""
    return next((p for p in primitives if isinstance(p, Rect) and _is(p, OUTLINE)), None)


def _sign_among(primitives: Sequence[Primitive]) -> Marker | None:
    return next((p for p in primitives if isinstance(p, Marker) and p.key == f"{p.owner}/marker"), None)


def _dots_among(primitives: Sequence[Primitive]) -> DotField | None:
    return next((p for p in primitives if isinstance(p, DotField)), None)


def in_a_line(primitives: Sequence[Primitive], scale: float, words: float = 1.0) -> Sequence[Primitive]:
    """The primitives of one owner as they are painted at a `scale` at which their words can't be read: what is seen,
    and one line and a sign in each card. `words`: how much larger than usual words are wanted."""
    card = outline_of(primitives)
    if card is None:
        return [p for p in primitives if isinstance(p, Path)]
    sign = _sign_among(primitives)
    shape: Shape = sign.shape if sign is not None else "none"
    ring = [replace(p, stroke_width=2.25 / scale) for p in primitives if _is(p, RING) and isinstance(p, Rect)]
    px = words / scale
    made: list[Primitive] = [*ring, *(p for p in primitives if isinstance(p, Rect) and "/behind" in p.key)]
    dots = _dots_among(primitives)
    if shape == "failed":
        made.append(
            replace(
                card,
                fill="badbg" if dots is None else card.fill,
                stroke="bad",
                stroke_width=1.25 / scale,
                dash=(),
            )
        )
    else:
        made.append(replace(card, stroke_width=max(card.stroke_width, 1 / scale)))
        made.extend(p for p in primitives if _is(p, "bar"))
    if dots is not None and sign is not None:
        made.append(dots)
        # its line stands above the dots
        card = replace(card, height=max(1.0, dots.y - card.y - 4))
    short = next((p for p in primitives if isinstance(p, Text) and _is(p, SHORT)), None)
    if short is not None and card.height >= _LEAST * px:
        made.extend(_line(card, short, sign, shape, px))
    elif sign is None:
        return ring  # an empty box tells nothing
    else:
        made.append(_sign(card, sign, card.x + _SIGN_AT * px, min(SIGN_PX * px, card.height * 0.45)))
    return made


def _line(card: Rect, short: Text, sign: Marker | None, shape: Shape, px: float) -> list[Primitive]:
    """The sign and one line of a card; `px`: px of the scene that are one on screen."""
    left = card.x + (_WORDS_AT if sign is not None else 2 * _RIGHT) * px
    room = card.x + card.width - _RIGHT * px - left
    size = LINE_PX * px
    text = elide(short.text, "medium", size, room)
    middle = card.y + card.height / 2
    role: Role = "bad" if shape == "failed" else "mute" if shape in ("not_yet", "none") else "text"
    words = replace(short, x=left, y=middle + size * 0.35, text=text, size=size, role=role, width=room)
    return [words] if sign is None else [_sign(card, sign, card.x + _SIGN_AT * px, SIGN_PX * px), words]


def _sign(card: Rect, sign: Marker, x: float, size: float) -> Marker:
    return replace(sign, x=x, y=card.y + card.height / 2, size=size)


def _is(primitive: Primitive, part: str) -> bool:
    return primitive.key.endswith(f"/{part}")
