"""What is remembered of a transaction: what stands open in it too, until it stands as it would anyway."""

from __future__ import annotations

from xccviz.annotations import Annotations, Mark, Standing
from xccviz.gui.state.keeping import kept_for, remembered_json, remembered_of, with_kept

OPEN = frozenset({"refunds"})


def test_what_stands_open_is_remembered_and_forgotten_once_nothing_does() -> None:
    kept = with_kept((), "h", (), (), expanded=OPEN)
    assert kept_for(kept, "h").folding == OPEN
    assert remembered_of(remembered_json(kept_for(kept, "h"))) == kept_for(kept, "h")
    marked = with_kept(kept, "h", (Mark("m"),), (), expanded=frozenset())
    assert kept_for(marked, "h").folding == frozenset()
    assert with_kept(kept, "h", (), ()) == ()


def test_what_a_capture_has_open_can_be_folded_for_good() -> None:
    saved = Annotations(standing=Standing(folding=OPEN))
    assert kept_for(with_kept((), "h", (), (), saved, OPEN), "h").folding is None
    assert kept_for(with_kept((), "h", (), (), saved, frozenset()), "h").folding == frozenset()
