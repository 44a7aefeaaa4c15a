"""Marks and the way of an answer in files: as the window shows them, and nothing of what comes later."""

# covers: xccviz/display/marks.py, xccviz/replay/then.py

from __future__ import annotations

import pytest

from xccviz.analysis.why.reasons import why
from xccviz.annotations import Annotations, Mark, with_view
from xccviz.annotations.marks import MOST
from xccviz.display.drawings import DRAWINGS
from xccviz.display.marks import RADIUS, beside, by_place, with_marks
from xccviz.display.types import DisplayList, Rect, Text
from xccviz.document import build_document
from xccviz.export import ExportOptions
from xccviz.export.pictures import moment_of, picture
from xccviz.export.types import Asked
from xccviz.layout.types import LayoutOptions
from xccviz.replay.then import then_at
from xccviz.sources.files.sample import read_sample
from xccviz.values import replace

RAW = read_sample("tutorial-parallel-3-one-panics")
DOCUMENT = build_document(RAW)
FAILED = next(node.id for node in DOCUMENT.graph.nodes if node.label == "bravo.near.get_value")
CALLBACK = next(node.id for node in DOCUMENT.graph.nodes if node.label.endswith("on_multi_done"))
MARKS = Annotations((Mark(node=CALLBACK), Mark(filter="fail"), Mark(filter="text:value", on=False)))


def signs(shown: DisplayList) -> dict[str, str]:
    """Key of a place → the fill of its sign."""
    return {
        p.key.split("/")[1]: p.fill
        for p in shown.primitives
        if isinstance(p, Rect) and p.key.startswith("marks/") and p.key.endswith("/sign")
    }


@pytest.mark.parametrize("view", [drawing.id for drawing in DRAWINGS if drawing.signed])
def test_each_mark_has_its_sign_where_it_stands(view: str) -> None:
    marked = picture(DOCUMENT, ExportOptions(view=view, annotations=MARKS))
    found = signs(marked)
    assert found[CALLBACK] == found[FAILED] == "ind"
    assert "panel" in found.values()  # one that is off is hollow
    bare = replace(MARKS, marks=())
    assert not signs(picture(DOCUMENT, ExportOptions(view=view, annotations=bare)))


def test_a_file_has_the_marks_of_its_capture() -> None:
    kept = build_document(replace(RAW, extra=with_view(RAW.extra, MARKS)))
    assert signs(picture(kept, ExportOptions())) == signs(picture(DOCUMENT, ExportOptions(annotations=MARKS)))


def test_what_a_mark_will_hit_is_not_told_before() -> None:
    ran = DOCUMENT.timeline.history.ran_at[FAILED]
    fails = Annotations((Mark(filter="fail"),))
    before = ExportOptions(annotations=fails, step=ran - 1)
    assert not signs(picture(DOCUMENT, before))
    assert FAILED in signs(picture(DOCUMENT, replace(before, step=ran)))
    assert FAILED in signs(picture(DOCUMENT, replace(before, ahead=True)))


def test_a_stop_has_room_beside_its_place() -> None:
    plain = picture(DOCUMENT, ExportOptions())
    first = min((box for box in _boxes(plain)), key=lambda box: box.x)
    stopped = picture(
        DOCUMENT, ExportOptions(annotations=MARKS, stopped=(first.owner or "", "stopped here, " * 9))
    )
    said = next(p for p in stopped.primitives if isinstance(p, Text) and p.key.endswith("/stopped"))
    pill = next(p for p in stopped.primitives if isinstance(p, Rect) and p.key.endswith("/pill"))
    assert said.text.startswith("stopped here")
    assert stopped.left <= pill.x and stopped.top <= pill.y
    assert pill.x >= 0, "above the place where the drawing ends at its left"
    ground = next(p for p in stopped.primitives if isinstance(p, Rect) and p.key == "background")
    assert (ground.x, ground.y, ground.width) == (stopped.left, stopped.top, stopped.width)


def test_several_in_one_place_are_counted() -> None:
    layout = DRAWINGS[0].lay_out(DOCUMENT.analysis, LayoutOptions(budget=1))
    everything = {node.id: Mark(node=node.id, on=False) for node in DOCUMENT.graph.nodes[:MOST]}
    everything[FAILED] = Mark(node=FAILED)
    found = by_place(layout, everything)
    assert sum(count for _, count in found.values()) == len(everything)
    assert found[layout.box_of[FAILED]][0].on
    shown = with_marks(DisplayList((), layout.width, layout.height), layout, everything, None)
    for key in found:
        sign = next(p for p in shown.primitives if isinstance(p, Rect) and p.key == f"marks/{key}/sign")
        x, y = beside(layout.by_key[key].bounds)
        assert abs(sign.x + sign.width / 2 - x) < 0.01 and abs(sign.y + sign.height / 2 - y) < 0.01
        assert sign.width <= 2 * RADIUS


def test_the_way_of_an_answer_is_lit_as_far_as_it_is_known() -> None:
    asked = Asked("came", CALLBACK)
    ran = DOCUMENT.timeline.history.ran_at[CALLBACK]
    for step in (None, ran, ran - 1):
        shown = picture(DOCUMENT, ExportOptions(asked=asked, step=step))
        plain = picture(DOCUMENT, ExportOptions(step=step))
        moment = moment_of(DOCUMENT, step)
        path = why(DOCUMENT.analysis, "came", CALLBACK, then_at(DOCUMENT.timeline, moment)).path
        changed = {
            p.owner for p in shown.primitives if isinstance(p, Rect) and p not in plain.primitives and p.owner
        }
        assert changed == path
        assert any(
            isinstance(p, Text) and p.text.startswith("Where did the value of") for p in shown.primitives
        )
    failed = Asked("failed", FAILED)
    before = ExportOptions(step=DOCUMENT.timeline.history.ran_at[FAILED] - 1)
    assert picture(DOCUMENT, replace(before, asked=failed)) == picture(DOCUMENT, before)


def _boxes(shown: DisplayList) -> list[Rect]:
    return [p for p in shown.primitives if isinstance(p, Rect) and p.key.endswith("/card")]
