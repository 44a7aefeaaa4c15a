"""The answer to a question about a receipt, sentence by sentence with ways to the others; and what can be asked."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtWidgets import QWidget

from xccviz.analysis.why.reasons import QUESTIONS, Question, Reason, asks
from xccviz.catalogue import tr, trn
from xccviz.gui.inspector.section import Section, Subject
from xccviz.gui.look.widgets import ElidedLink, boxed, label, link, row
from xccviz.gui.state.asking import then_of
from xccviz.model.text import visible_text
from xccviz.replay.then import told_from
from xccviz.words.ahead import AHEAD, ahead_words
from xccviz.words.names import spoken_name
from xccviz.words.sentences import capital
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
    title = visible_text(question_title(analysis, answer, ended=subject.ran(answer.node)), 200)
    now = then_of(subject.tab)
    if asks(analysis, answer.question, answer.node, now):
        return Section(title, _sentences(subject))
    return Section(f"{title}   {AHEAD}", _sentences(subject), ahead=True)


def _sentences(subject: Subject) -> Iterator[QWidget]:
    answer, document = subject.tab.answer, subject.tab.document
    assert answer is not None  # the section is not there else
    told = [
        (sentence, step)
        for sentence, reason in zip(
            why_sentences(document.analysis, answer, subject.ran), answer.reasons, strict=True
        )
        if (step := _ahead_at(subject, reason)) is None or subject.ahead
    ]
    shown = told[: MOST if "why" in subject.unfolded else FEW]
    linked = {subject.node.id}
    for sentence, step in shown:
        text = visible_text(sentence.text, 600)
        if step is None:
            yield label(text, "", wrap=True, selectable=True)
        else:
            yield label(f"{text}\n{capital(ahead_words(step))}", "ahead", wrap=True, selectable=True)
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


def _ahead_at(subject: Subject, reason: Reason) -> int | None:
    """The step at which what a reason speaks of happens, where that is ahead of now."""
    document, moment = subject.tab.document, subject.tab.moment
    if moment.at_end:
        return None
    step = told_from(document.analysis, document.timeline, reason)
    return step if step > moment.index else None


def questions(subject: Subject) -> Section | None:
    """What can be asked of the selected receipt by now."""
    ask, id = subject.ask, subject.node.id
    if ask is None:
        return None
    then, now = then_of(subject.tab, ahead=subject.ahead), then_of(subject.tab)
    analysis = subject.tab.document.analysis

    def words(question: Question) -> str:
        known = asks(analysis, question, id, now)
        return WORDS[question] if known else f"{WORDS[question]} ({AHEAD})"

    links = [
        link(words(question), partial(ask, question, id, None))
        for question in QUESTIONS
        if asks(analysis, question, id, then)
    ]
    arrived = [r.slot for r in subject.facts.promise_results if then.arrived(id, r.slot) is not None]
    for slot in arrived[:SLOTS_ASKED] if len(subject.facts.promise_results) > 1 else ():
        asked = tr("Where did slot {slot} come from?", slot=slot)
        asked = asked if now.arrived(id, slot) is not None else f"{asked} ({AHEAD})"
        links.append(link(asked, partial(ask, "came", id, slot)))
    return Section(tr("ASK"), tuple(boxed(row(each, None)) for each in links)) if links else None
