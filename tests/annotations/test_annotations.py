"""What a person adds to a transaction, as a capture keeps it: read leniently, written so that it reads the same."""

# covers: xccviz/annotations/__init__.py, xccviz/annotations/notes.py, xccviz/annotations/standing.py

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from tests.reference.recorded import tutorial
from xccviz.annotations import (
    Annotations,
    Mark,
    Note,
    Standing,
    annotations_of,
    note_on,
    noted,
    with_annotations,
    with_view,
)
from xccviz.annotations.notes import LONGEST, MOST, added, notes_of
from xccviz.annotations.standing import MOST_FOLDING
from xccviz.export import EXPORTERS, ExportOptions
from xccviz.sources.files.read import raw_from_json
from xccviz.values import replace

TEXT = st.text(min_size=1, max_size=20)
WRITTEN = TEXT.filter(str.strip).map(str.strip)
NOTES = st.lists(st.builds(Note, TEXT, WRITTEN), unique_by=lambda note: note.node, max_size=6).map(tuple)
KEYS = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=12)
STANDINGS = st.builds(
    Standing,
    st.none() | st.integers(0, 10**6),
    st.text(max_size=9),
    st.frozensets(KEYS, max_size=5),
    st.text(max_size=9),
    st.booleans(),
)
ANNOTATIONS = st.builds(Annotations, st.just((Mark("a"),)) | st.just(()), NOTES, STANDINGS)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["marks", "notes", "node", "text", "step", "selection", "folding", "filter", "hides"]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=20,
)


@given(ANNOTATIONS)
def test_what_is_written_is_read_again(kept: Annotations) -> None:
    view = with_annotations({"of a later version": [1], "notes": "old", "step": -3}, kept)
    assert annotations_of(json.loads(json.dumps(view))) == kept
    assert view["of a later version"] == [1]


@given(JSON)
def test_whatever_stands_there_is_read_without_an_error_and_can_be_written(view: object) -> None:
    kept = annotations_of(view)  # type: ignore[arg-type]
    assert all(note.node and note.text.strip() for note in kept.notes)
    assert kept.standing.step is None or kept.standing.step >= 0
    assert annotations_of(with_annotations(None, kept)) == kept


def test_what_is_no_note_or_too_much_is_left_out() -> None:
    bad = [{"node": "a"}, {"text": "b"}, {"node": "a", "text": " "}, {"node": 1, "text": "b"}, None, "x",
           {"node": "", "text": "b"}, {"node": "a", "text": "x" * (LONGEST + 1)}]  # fmt: skip
    good = {"node": "a", "text": " one\ntwo ", "colour": "red"}
    assert notes_of({"notes": [*bad, good, {"node": "a", "text": "second"}]}) == (Note("a", "one\ntwo"),)
    assert len(notes_of({"notes": [{"node": str(n), "text": "x"} for n in range(MOST + 9)]})) == MOST
    folding = annotations_of({"folding": [str(n) for n in range(MOST_FOLDING + 9)]}).standing.folding
    assert len(folding) == MOST_FOLDING
    odd = annotations_of(
        {"folding": ["a", "option:timeline:range=\u00b2:3", 7, "b" * 9_999]}
    ).standing.folding
    assert odd == {"a"}


def test_notes_are_written_changed_and_removed() -> None:
    one = noted((), "a", " first ")
    two = noted(one, "b", "second")
    assert two == (Note("a", "first"), Note("b", "second"))
    assert noted(two, "a", "other")[0] == Note("a", "other"), "at its place"
    assert noted(two, "a", "  ") == (Note("b", "second"),)
    assert note_on(two, "b") == Note("b", "second") and note_on(two, None) is None
    assert len(noted((), "a", "x" * (LONGEST + 5))[0].text) == LONGEST
    assert added(one, two) == two


def test_nothing_kept_leaves_no_member_and_unknown_ones_stay() -> None:
    assert with_view({"later": 1}, Annotations()) == {"later": 1}
    assert with_view({"view": {"notes": []}}, Annotations()) == {}
    assert with_view({"view": {"later": 1}}, Annotations())["view"] == {"later": 1}


def test_an_exported_capture_keeps_them_and_json_is_as_it_was() -> None:
    document = tutorial("tutorial-parallel-3-one-panics")
    by_name = {exporter.name: exporter for exporter in EXPORTERS}
    kept = Annotations((), (Note(document.graph.nodes[1].id, "look here"),), Standing(step=3))
    options = replace(ExportOptions(), annotations=kept)
    written = json.loads(by_name["capture"].run(document, options))
    assert written["view"] == {
        "notes": [{"node": document.graph.nodes[1].id, "text": "look here"}],
        "step": 3,
    }
    opened = raw_from_json(written, "saved")
    assert annotations_of(opened.extra["view"]) == kept  # type: ignore[union-attr]
    again = by_name["capture"].run(replace(document, raw=opened), ExportOptions())
    assert json.loads(again) == written, "saved again without a word about them, they stay"
    assert by_name["json"].run(document, options) == by_name["json"].run(document, ExportOptions())
