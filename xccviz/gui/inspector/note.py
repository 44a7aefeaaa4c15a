"""What was written about the node."""

from __future__ import annotations

from xccviz.annotations import note_on
from xccviz.catalogue import tr
from xccviz.gui.inspector.section import Section, Subject
from xccviz.gui.look.widgets import label
from xccviz.model.text import visible_text

SHOWN = 10_000


def note(subject: Subject) -> Section | None:
    """Its note, as it was written; None without one."""
    found = note_on(subject.tab.own_notes, subject.node.id)
    if found is None:
        return None
    words = label(visible_text(found.text, SHOWN, keep="\n"), "", wrap=True, selectable=True)
    return Section(tr("NOTE"), (words,))
