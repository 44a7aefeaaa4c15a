"""The answer to a question about a receipt, sentence by sentence with ways to the others; and what can be asked."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtWidgets import QWidget

from xccviz.analysis.why.reasons import QUESTIONS, asks
from xccviz.catalogue import tr, trn
from xccviz.gui.inspector.section import Section, Subject
from xccviz.gui.look.widgets import ElidedLink, boxed, label, link, row
from xccviz.gui.state.asking import then_of
from xccviz.model.text import visible_text
from xccviz.words.names import spoken_name
from xccviz.words.why import QUESTIONS as WORDS
from xccviz.words.why import question_title, why_sentences

FEW, MOST = 8, 100
SLOTS_ASKED = 4
"""Slots that can be asked for one by one."""


def answered(subject: Subject) -> Section | None:
    """What was asked last, whatever is selected by now."""
    answer, analysis = subject.tab.answer, subject.tab.document.analysis
    if answer is None or answer.node not in analysis.graph.by_id:
        return None
    title = question_title(analysis, answer, ended=subject.ran(answer.node))
    return Section(visible_text(title, 200), _sentences(subject))


def _sentences(subject: Subject) -> Iterator[QWidget]:
    answer, document = subject.tab.answer, subject.tab.document
    assert answer is not None  # the section is not there else
    told = why_sentences(document.analysis, answer, subject.ran)
    shown = told[: MOST if "why" in subject.unfolded else FEW]
    linked = {subject.node.id}
    for sentence in shown:
        yield label(visible_text(sentence.text, 600), "", wrap=True, selectable=True)
        for node in (id for id in sentence.nodes[:1] if id not in linked):
            linked.add(node)
            name = spoken_name(document.graph.by_id[node], subject.ran(node))
            yield ElidedLink(tr("Show {name}", name=name), partial(subject.select, node))
    ends: list[QWidget | None] = []
    if len(told) > len(shown) and "why" not in subject.unfolded:
        more = trn("{count} more sentence", "{count} more sentences", len(told) - len(shown))
        ends.append(link(more, lambda: subject.unfold("why")))
    if subject.ask is not None:
        ends.append(link(tr("Put away"), partial(subject.ask, "", "", None), tr("Put the answer away (Esc)")))
    yield boxed(row(*ends, None))


def questions(subject: Subject) -> Section | None:
    """What can be asked of the selected receipt by now."""
    ask, id = subject.ask, subject.node.id
    if ask is None:
        return None
    then = then_of(subject.tab, ahead=subject.ahead)
    analysis = subject.tab.document.analysis
    links = [
        link(WORDS[question], partial(ask, question, id, None))
        for question in QUESTIONS
        if asks(analysis, question, id, then)
    ]
    arrived = [r.slot for r in subject.facts.promise_results if then.arrived(id, r.slot) is not None]
    for slot in arrived[:SLOTS_ASKED] if len(subject.facts.promise_results) > 1 else ():
        words = tr("Where did slot {slot} come from?", slot=slot)
        links.append(link(words, partial(ask, "came", id, slot)))
    return Section(tr("ASK"), tuple(boxed(row(each, None)) for each in links)) if links else None
