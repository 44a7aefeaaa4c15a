"""Names shortened in the middle so that each can still be told from those beside it.

An account tells most at its head and its tail; of many made by one factory, or numbered, only what differs between
them tells anything. So that stays in sight, with one ellipsis where one is enough: `wor…-3.near`, else `a-v…0003…near`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import chain

from xccviz.layout.measure import ELLIPSIS, elide, measure

_BEFORE, _AFTER = 1, 5
"""Characters beside what differs that stay with it where there is room."""
_WORTH = 2
"""Characters of a tail that tells something."""


def distinct_names(rooms: Mapping[str, float], font: str, size: float) -> dict[str, str]:
    """Each name, shortened to so much room (px), with what tells it from the others kept in sight."""
    shown = {name: elide(name, font, size, room, "middle") for name, room in rooms.items()}
    alike: dict[str, list[str]] = {}
    for name, short in shown.items():
        alike.setdefault(short, []).append(name)
    for names in alike.values():
        if len(names) > 1:
            for name in names:
                shown[name] = _telling(name, names, rooms[name], font, size)
    return shown


def distinct_middle(
    name: str, room: float, others: Collection[str], font: str, size: float, *, once: bool = False
) -> str:
    """One name, shortened to `room` px, with what tells it from those of `others` that would look alike. Cut only
    `once`, it begins or ends with that where there is no room for more, and is as any other where there is none."""
    shown = elide(name, font, size, room, "middle")
    if shown == name:
        return name
    alike = [other for other in others if other != name and elide(other, font, size, room, "middle") == shown]
    if once and alike:
        return _cut_once(name, alike, room, font, size) or shown
    return _telling(name, alike, room, font, size) if alike else shown


def _cut_once(name: str, others: Collection[str], room: float, font: str, size: float) -> str:
    """As `_telling`, with one ellipsis; "" where that has no room."""
    differs = [_first_difference(name, other) for other in others]
    begins, ends = min(differs), max(differs) + 1
    at_an_end = (ELLIPSIS + name[begins:], name[:ends] + ELLIPSIS)
    fitting = (short for short in at_an_end if measure(short, font, size) <= room)
    return next(chain(_with_one_ellipsis(name, begins, ends, room, font, size), fitting), "")


def _telling(name: str, others: Collection[str], room: float, font: str, size: float) -> str:
    """As much of a name as fits, with every place in sight where it differs from one of `others`."""
    differs = [_first_difference(name, other) for other in others if other != name]
    begins, ends = min(differs), max(differs) + 1
    one = next(_with_one_ellipsis(name, begins, ends, room, font, size), None)
    return one if one is not None else _with_two(name, begins, room, font, size)


def _first_difference(name: str, other: str) -> int:
    """Where a name first says something else than another; the last place of it where it only ends sooner."""
    pairs = enumerate(zip(name, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(other), len(name) - 1))


def _with_one_ellipsis(
    name: str, begins: int, ends: int, room: float, font: str, size: float
) -> Iterator[str]:
    """What differs kept at the head of the tail, or at the tail of the head, if the other part has room too."""
    dots = measure(ELLIPSIS, font, size)
    for kept in dict.fromkeys((max(begins - _BEFORE, 0), begins)):
        rest = room - measure(name[kept:], font, size)
        head = elide(name[:kept], font, size, rest).rstrip(ELLIPSIS)
        if rest > dots and head:
            yield head + ELLIPSIS + name[kept:]
    rest = room - measure(name[:ends], font, size)
    tail = elide(name[ends:], font, size, 2 * rest, "middle").rpartition(ELLIPSIS)[2]
    while tail and measure(ELLIPSIS + tail, font, size) > rest:
        tail = tail[1:]
    if len(tail) >= _WORTH:
        yield name[:ends] + ELLIPSIS + tail


def _with_two(name: str, differs: int, room: float, font: str, size: float) -> str:
    """Head, the part that differs, and tail: as much of each as fits; no tail that tells nothing."""
    begins, ends = max(differs - _BEFORE, 0), differs + _AFTER
    part = name[begins:ends]
    left = max(room - measure(f"{ELLIPSIS}{part}{ELLIPSIS}", font, size), 0.0)
    head = elide(name[:begins], font, size, left / 2).rstrip(ELLIPSIS)
    after = max(left - measure(head, font, size), 0.0)
    tail = elide(name[ends:], font, size, after, "middle").rpartition(ELLIPSIS)[2]
    if len(tail) < _WORTH:
        return elide(f"{head}{ELLIPSIS}{name[begins:]}", font, size, room)
    return f"{head}{ELLIPSIS}{part}{ELLIPSIS}{tail}"
