"""What the receipt logged: events told apart, what was rolled back struck."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from PySide6.QtWidgets import QWidget

from xccviz.catalogue import numeral, tr
from xccviz.gui.inspector.section import Section, Subject
from xccviz.gui.look.widgets import label, link, row
from xccviz.words.logs import rolled_back
from xccviz.words.value_lines import json_lines

FEW, MOST = 8, 100
FEW_LINES, MOST_LINES = 8, 200


def logs(subject: Subject) -> Section | None:
    """One entry a line."""
    return Section(tr("LOGS"), _entries(subject)) if subject.facts.logs and subject.happened else None


def _entries(subject: Subject) -> Iterator[QWidget]:
    lines = subject.facts.logs
    if lines[0].reverted:
        yield label(rolled_back(len(lines)), "bad", wrap=True)
    whole = "logs" in subject.unfolded
    shown, tall = (MOST, MOST_LINES) if whole else (FEW, FEW_LINES)
    cut = len(lines) > shown
    for log in lines[:shown]:
        text = log.text
        if log.event is not None:
            data = list(islice(json_lines(log.event.data), tall + 1))
            if len(data) > tall:
                cut, data[tall] = True, "…"
            text = "\n".join((f"{log.event.standard} {log.event.event}", *data))
        line = label(text, "mono", wrap=True, selectable=True)
        if log.reverted:
            font = line.font()
            font.setStrikeOut(True)
            line.setFont(font)
        yield line
    if cut or whole:
        rest = QWidget()
        if cut and whole:
            words: QWidget = label(tr("The rest is in the panel of all logs."), "mute")
        else:
            more = (
                tr("Show all {count} lines", count=numeral(len(lines)))
                if len(lines) > FEW
                else tr("Show all")
            )
            words = link(tr("Show less") if whole else more, lambda: subject.unfold("logs"))
        rest.setLayout(row(words, None))
        yield rest
