"""The page of a recording: all transactions with verdict and drawing, failures first."""

from __future__ import annotations

from collections.abc import Sequence

from xccviz.catalogue import tr
from xccviz.export.html.many import Entry, page
from xccviz.recording.following import Seen
from xccviz.recording.lines import call_of


def report_page(seen: Sequence[Seen], none: str) -> bytes:
    """One HTML file; those that could not be had stand in it with the reason, and where nothing was recorded `none`."""
    entries = []
    for one in seen:
        unknown = f" {call_of(one)} {one.hash}" if one.document is None else ""
        entries.append(Entry(one.document, f"{one.number:03}{unknown}", one.trouble))
    return page(entries, title=tr("Recorded transactions"), none=none)
