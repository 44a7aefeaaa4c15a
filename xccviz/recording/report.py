"""The page of a recording: all transactions with verdict and drawing, failures first."""

from __future__ import annotations

from collections.abc import Sequence

from xccviz.catalogue import tr
from xccviz.export.html.many import Entry, Kept, page
from xccviz.recording.lines import call_of
from xccviz.recording.seen import Seen


def report_page(seen: Sequence[Seen], none: str) -> bytes:
    """One HTML file; those that could not be had stand in it with the reason, and where nothing was recorded `none`."""
    entries: list[Entry | Kept] = []
    for one in seen:
        if one.told is None:
            entries.append(Entry(None, f"{one.number:03} {call_of(one)} {one.hash}", one.trouble))
        else:
            entries.append(Kept(one.told.ending, one.document, f"{one.number:03}", one.trouble))
    return page(entries, title=tr("Recorded transactions"), none=none)
