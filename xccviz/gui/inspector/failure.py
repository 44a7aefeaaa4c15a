"""Why it failed, and why a slot failed, which the contract could not see."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from xccviz.analysis.types import NodeFacts
from xccviz.catalogue import tr
from xccviz.gui.inspector.section import Section, Subject
from xccviz.gui.look.bulletin import browse
from xccviz.gui.look.widgets import ElidedLink, label, link, row
from xccviz.gui.state.store import OpenTab
from xccviz.model.literals import happened
from xccviz.values import frozen
from xccviz.words.fates import fate_words
from xccviz.words.panics import SOURCE_CLAIM, panicked_words, source_words

SLOTS_SHOWN = 3


@frozen
class SlotCause:
    """Why a slot is Failed: the title of its producer's error."""

    slot: int
    title: str


def slot_causes(tab: OpenTab, facts: NodeFacts) -> tuple[SlotCause, ...]:
    """Causes of the failed slots that have arrived at the moment, where the producer's error is known."""
    found = []
    for result in facts.promise_results:
        if result.result != "failed" or (facts.id, result.slot) not in tab.moment.arrived:
            continue
        cause = tab.document.errors.get(result.producer or "")
        if cause is not None:
            found.append(SlotCause(result.slot, cause.title))
    return tuple(found)


def failed_slots(subject: Subject) -> Section | None:
    """Causes of the failed slots that have arrived by now."""
    causes = slot_causes(subject.tab, subject.facts)
    widgets: list[QWidget] = []
    for cause in causes[:SLOTS_SHOWN]:
        words = tr("Why slot {slot} failed (the contract could not see this):", slot=cause.slot)
        widgets += [label(words, "mute", wrap=True), label(cause.title, "badbox", wrap=True, selectable=True)]
    if len(causes) > SLOTS_SHOWN:
        widgets.append(label(tr("{count} more slots failed", count=len(causes) - SLOTS_SHOWN), "mute"))
    return Section("", tuple(widgets)) if widgets else None


def _place(subject: Subject, beside: str) -> list[QWidget]:
    """Where it panicked, unless what is told `beside` it says so, and a link to that line where the contract names its
    source: the desktop opens it."""
    place = subject.tab.document.places.get(subject.facts.id)
    if place is None:
        return []
    words = panicked_words(place, beside)
    found: list[QWidget] = [label(words, "mono", wrap=True, selectable=True)] if words else []
    source = place.source
    if source is not None:
        shown = ElidedLink(source_words(source), lambda: browse(source.address))
        shown.setObjectName("sourceLine")
        found += [shown, label(SOURCE_CLAIM, "mute", wrap=True)]
    return found


def failure(subject: Subject) -> Section | None:
    """The failure in words: what, why, what to do, who received it."""
    error = subject.tab.document.errors.get(subject.facts.id)
    if error is None or not subject.happened:
        return None
    widgets: list[QWidget] = [label(error.cause, "badbox", wrap=True, selectable=True)]
    if error.beside_cause:
        widgets.append(label(error.beside_cause, "", wrap=True, selectable=True))
    widgets += _place(subject, error.beside_cause)
    if error.hint:
        widgets.append(label(error.hint, "mute", wrap=True, selectable=True))
    fate = fate_words(subject.tab.document.analysis, subject.facts, subject.tab.moment)
    if fate:
        widgets.append(label(fate, "mute", wrap=True))
    receivers = [
        d.to for d in subject.facts.delivers if d.to is not None and d.to in subject.tab.document.graph.by_id
    ]
    if receivers:
        target = receivers[0]
        received = happened(subject.tab.moment.progress.get(target))
        show = tr("Show who received it") if received else tr("Show who receives it")
        line = QWidget()
        line.setLayout(row(link(show, lambda: subject.select(target)), None))
        widgets.append(line)
    return Section(tr("WHY IT FAILED"), tuple(widgets))
