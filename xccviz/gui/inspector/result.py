"""What a receipt returned: the value, also where another one gave it in its place, with the way there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtWidgets import QWidget

from xccviz.analysis.types import NodeFacts
from xccviz.catalogue import tr
from xccviz.gui.inspector.section import Section, Subject
from xccviz.gui.inspector.value_view import ValueView
from xccviz.gui.look.widgets import ElidedLink, label
from xccviz.model.literals import happened
from xccviz.words.names import spoken_name
from xccviz.words.progress import result_at


def result(subject: Subject) -> Section:
    """What it returned, or from which step on that is known."""
    return Section(tr("RESULT"), _entries(subject) if not subject.node.never_runs else ())


def _entries(subject: Subject) -> Iterator[QWidget]:
    document, moment = subject.tab.document, subject.tab.moment
    path = returned_path(subject) if subject.happened else []
    for k, facts in enumerate(path):
        if k not in (0, len(path) - 1):
            continue
        name = spoken_name(document.graph.by_id[facts.id], happened(moment.progress.get(facts.id)))
        words = (
            tr("the result of {name}", name=name) if k == 0 else tr("and that in the end: {name}", name=name)
        )
        yield ElidedLink(words, partial(subject.select, facts.id))
    end, progress = (path[-1], moment.progress.get(path[-1].id, "unknown")) if path else (
        subject.facts, subject.progress)  # fmt: skip
    status = end.status
    value = status.value if status is not None and status.kind == "success_value" else None
    if happened(progress) and value is not None and value.kind != "empty":
        yield ValueView(value, tr("result"))
    else:
        words = result_at(document.analysis, document.timeline, end, progress)
        yield label(words, "mono", wrap=True, selectable=True)


def returned_path(subject: Subject) -> list[NodeFacts]:
    """The receipts whose result stands in place of the subject's own, the last one giving it, as far as that was known
    by the moment; [] where it returned a value itself, or one that is not in the document."""
    facts = subject.tab.document.analysis.facts
    path: list[NodeFacts] = []
    here: NodeFacts | None = subject.facts
    progress = subject.tab.moment.progress
    while here is not None and here.status is not None and here.status.kind == "success_receipt":
        if not happened(progress.get(here.id)):
            break
        here = facts.get(here.status.receipt_id or "")
        if here is None or here is subject.facts or here in path:
            break
        path.append(here)
    return path
