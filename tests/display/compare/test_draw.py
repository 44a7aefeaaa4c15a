"""Two runs as drawings: numbers where they differ, the same places in both, nothing of later steps."""

# covers: xccviz/display/compare/cards.py, xccviz/display/compare/tags.py, xccviz/display/compare/kept.py

from __future__ import annotations

import random
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from tests.reference.executor import Program, Promise, execute, random_program
from tests.reference.recorded import raw_of, tutorial
from xccviz.analysis.compare.diff import diff
from xccviz.comparison import Comparison, compare
from xccviz.display.compare.draw import PairLook, draw_run
from xccviz.display.compare.kept import Kept
from xccviz.display.compare.tags import SHOWN, number_at
from xccviz.display.parts import by_owner
from xccviz.display.types import DisplayList, DotField, Path, Primitive, Rect, Text, Verticals
from xccviz.document import Document, build_document
from xccviz.gui.compare.numbers import ahead_of
from xccviz.layout.compare.build import lay_out_both
from xccviz.layout.compare.types import CompareLayout, CompareOptions, Sides
from xccviz.replay import moment_at

seeds = st.integers(min_value=0, max_value=10**9)


def document(program: Program) -> Document:
    return build_document(raw_of(execute(program).answer))


def laid_out(found: Comparison) -> CompareLayout:
    sides = Sides(found.a.analysis, found.b.analysis)
    return lay_out_both(sides, found.union, frozenset(found.numbers_at), CompareOptions())


def pair() -> tuple[Comparison, CompareLayout]:
    found = compare(tutorial("tutorial-parallel-3-ok"), tutorial("tutorial-parallel-3-one-panics"))
    return found, laid_out(found)


def look_at(found: Comparison, index: int, **more: object) -> PairLook:
    stops = found.line.stops
    moments = [
        moment_at(found.document(side).analysis, found.document(side).timeline, stops[side][index])
        for side in ("a", "b")
    ]
    return PairLook(*moments, **more)  # type: ignore[arg-type] - members of a look


def geometry(primitive: Primitive) -> tuple[object, ...]:
    if isinstance(primitive, Path):
        return (primitive.key, primitive.segments)
    if isinstance(primitive, Rect):
        return (primitive.key, primitive.x, primitive.y, primitive.width, primitive.height)
    if isinstance(primitive, DotField):
        return (primitive.key, primitive.x, primitive.y, len(primitive.marks))
    if isinstance(primitive, Verticals):
        return (primitive.key, primitive.xs, primitive.top, primitive.bottom)
    return (primitive.key, primitive.x, primitive.y)


def words(shown: DisplayList) -> dict[str, str]:
    return {p.key: p.text for p in shown.primitives if isinstance(p, Text)}


@given(seeds, seeds, st.floats(0, 1))
def test_at_every_moment_a_run_has_the_same_keys_at_the_same_places(
    one: int, other: int, when: float
) -> None:
    a, b = (document(random_program(random.Random(seed))) for seed in (one, other))
    found = compare(a, b)
    laid = laid_out(found)
    cards = []
    for side in ("a", "b"):
        here = draw_run(found, laid, side, look_at(found, round(when * len(found.line))))
        end = draw_run(found, laid, side, PairLook())
        assert list(map(geometry, here.primitives)) == list(map(geometry, end.primitives))
        by_owner(here.primitives)
        cards.append({geometry(p) for p in end.primitives if isinstance(p, Rect) and p.key.endswith("/card")})
    assert cards[0] == cards[1]


def test_the_numbers_on_the_drawing_are_those_of_the_differences() -> None:
    found, laid = pair()
    of_calls = [d for d in diff(found.a.analysis, found.b.analysis).differences if d.what != "total"]
    for side in ("a", "b"):
        shown = draw_run(found, laid, side, PairLook())
        tags = [p.text for p in shown.primitives if isinstance(p, Text) and "/number" in p.key]
        assert sorted(tags) == [str(n) for n in range(1, len(of_calls) + 1)]
        for tag in (p for p in shown.primitives if isinstance(p, Rect) and "/number" in p.key):
            at = number_at(shown.primitives, tag.x + 8, tag.y + 8)
            assert at is not None and str(at) == words(shown)[f"{tag.key}/text"]
    plain = draw_run(found, laid, "a", PairLook(costs=False))
    tags = [p.text for p in plain.primitives if isinstance(p, Text) and "/number" in p.key]
    assert sorted(tags) == ["1", "2", "3", "4", "5"]


def test_numbers_ahead_of_now_are_hollow_until_they_show() -> None:
    found, laid = pair()
    last = len(found.line)
    everything = frozenset(entry.number for entry in found.entries)
    assert found.later(0) == everything and found.later(last) == frozenset()
    for entry in found.entries:
        if entry.step is not None:
            assert entry.number in found.later(entry.step - 1) - found.later(entry.step)
    for index in range(last + 1):
        later = found.later(index)
        for side in ("a", "b"):
            shown = draw_run(found, laid, side, look_at(found, index, later=later))
            for p in (p for p in shown.primitives if isinstance(p, Rect) and "/number" in p.key):
                ahead = int(p.key.rpartition(":")[2]) in later
                assert (p.stroke, bool(p.dash)) == (("ref", True) if ahead else ("wait", False))
                assert ("ahead of now" in p.tooltip) is ahead
            framed = {
                p.owner
                for p in shown.primitives
                if isinstance(p, Rect) and p.stroke == "wait" and p.key.endswith("/card")
            }
            told = {
                p.owner for p in shown.primitives if isinstance(p, Rect) and "/number" in p.key and not p.dash
            }
            assert framed <= told, "no border tells of what is still to come"


def test_many_numbers_are_ahead_together() -> None:
    numbers = [1, 2, 3, 4, 5, 6]
    assert ahead_of("2", 2, numbers, frozenset((2,))) and not ahead_of("3", 3, numbers, frozenset((2,)))
    assert not ahead_of("4 +2", 4, numbers, frozenset((4, 5))) and ahead_of(
        "4 +2", 4, numbers, frozenset((4, 5, 6))
    )


def test_what_differs_has_a_border_and_so_has_the_slot() -> None:
    found, laid = pair()
    shown = draw_run(found, laid, "b", PairLook())
    rects = {p.key: p for p in shown.primitives if isinstance(p, Rect)}
    ended, slot = found.entries[1], found.entries[3]
    assert rects[f"{ended.call}/card"].stroke == "wait"
    assert rects[f"{slot.call}/slot1"].stroke == "wait" and rects[f"{slot.call}/slot0"].stroke != "wait"
    equal = next(call.key for call in found.union.calls if call.key not in found.numbers_at)
    assert rects[f"{equal}/card"].stroke == "cardline"


def test_what_a_run_lacks_is_dashed_and_says_who_has_it() -> None:
    found = compare(tutorial("tutorial-parallel-3-ok"), tutorial("join-of-joins"))
    laid = laid_out(found)
    lacking = Counter(call.missing for call in found.union.calls)
    assert lacking["a"] and lacking["b"]
    for side, other in (("a", "B"), ("b", "A")):
        shown = draw_run(found, laid, side, PairLook())
        told = words(shown)
        for call in found.union.calls:
            ghost = told[f"{call.key}/subtitle"] == f"only in {other}"
            assert ghost == (call.missing == side)


def test_before_anything_ran_no_card_tells_how_it_ends() -> None:
    found, laid = pair()
    for side in ("a", "b"):
        told = " ".join(words(draw_run(found, laid, side, look_at(found, 0))).values())
        assert "panicked" not in told and "value of" not in told and "Failed" not in told


def test_of_many_numbers_the_rest_is_counted() -> None:
    a = document(Program(False, b"", [Promise(Program(False, b"1"), "x.near", [])] * 60))
    other = [Promise(Program(True, f"{n}".encode()), "x.near", []) for n in range(60)]
    found = compare(a, document(Program(False, b"", other)))
    laid = laid_out(found)
    block = next(box for box in laid.layout.boxes if box.heads)
    shown = draw_run(found, laid, "b", PairLook())
    tags = [
        p.text for p in shown.primitives if isinstance(p, Text) and p.key.startswith(f"{block.key}/number")
    ]
    assert 0 < len(tags) <= SHOWN + 1
    dots = next(p for p in shown.primitives if isinstance(p, DotField))
    assert len(dots.marks) == 60 and "f" in dots.marks


def test_what_is_kept_from_step_to_step_changes_nothing() -> None:
    programs = [Promise(Program(n % 5 == 0, b"1"), "x.near", []) for n in range(40)]
    found = compare(document(Program(False, b"", programs[:30])), document(Program(False, b"", programs)))
    laid = laid_out(found)
    for side in ("a", "b"):
        kept = Kept(found, laid, side)
        for index in (0, 3, 4, 9, 8, len(found.line), 0, len(found.line) - 1):
            look = look_at(found, index)
            assert draw_run(found, laid, side, look, kept) == draw_run(found, laid, side, look)


def test_where_both_have_no_room_how_a_call_ended_is_told_rather_than_what_it_had() -> None:
    found, laid = pair()
    shown = words(draw_run(found, laid, "b", PairLook()))
    asked = {
        key.removesuffix("/title"): text for key, text in shown.items() if text == "bravo.near.get_value"
    }
    (box,) = asked
    assert shown[f"{box}/gas"] == "1.2 T"
    assert shown[f"{box}/subtitle"].startswith("panicked: no v")
    assert any(figure.endswith(" of 265 T") for key, figure in shown.items() if key.endswith("/gas"))
