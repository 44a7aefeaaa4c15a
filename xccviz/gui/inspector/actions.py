"""The actions of a receipt with their arguments; of a long batch what matters, the rest on demand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from PySide6.QtWidgets import QWidget

from xccviz.analysis.types import ActionResult
from xccviz.catalogue import tr
from xccviz.decode.types import Decoded
from xccviz.decode.values import as_json
from xccviz.gui.inspector.section import Section, Subject
from xccviz.gui.inspector.value_view import ValueView
from xccviz.gui.look.widgets import label, link, row
from xccviz.model.trace import Action
from xccviz.words.actions import action_words, worth_showing

Row = tuple[Action, Decoded | None, ActionResult]
MOST = 200
"""Actions that are shown even on demand; the chain allows a hundred in one receipt."""


def actions(subject: Subject) -> Section | None:
    """One entry an action: what it does, how it ended, its arguments."""
    node, facts = subject.node, subject.facts
    rows = list(zip(node.actions, facts.args, facts.action_results, strict=False))[:MOST]
    if not rows:
        return None
    return Section(
        tr("ACTIONS") if len(node.actions) > 1 else tr("ACTION"), _entries(subject, rows, len(node.actions))
    )


def _entries(subject: Subject, rows: list[Row], made: int) -> Iterator[QWidget]:
    failed = [i for i, (_, _, result) in enumerate(rows) if result == "failed" and subject.happened]
    long = worth_showing(len(rows), failed)
    gaps = {} if "actions" in subject.unfolded else dict(long)
    index = 0
    while index < len(rows):
        if index in gaps:
            yield _more(subject, gaps[index] - index)
            index = gaps[index]
            continue
        action, args, result = rows[index]
        words = action_words(action, result if subject.happened else "pending", made > 1, subject.created)
        look = "bad" if subject.happened and result == "failed" else ""
        yield label(words, look, wrap=True, selectable=True)
        of = "" if made == 1 else " " + tr("of action {index}", index=index + 1)
        if subject.created:
            yield from _content(action, args, of, subject.facts.signed_args, (action.index,))
        index += 1
    if "actions" in subject.unfolded and long:
        yield _more(subject, 0)


def _content(
    action: Action,
    args: Decoded | None,
    of: str,
    signed: Mapping[tuple[int, ...], Decoded],
    path: tuple[int, ...],
) -> Iterator[QWidget]:
    """What an action carries: arguments; the actions a user signed, each with its own; else its fields as JSON."""
    if action.delegate is not None:
        inner = action.delegate.actions
        for each in inner:
            number = f"{each.index + 1}. " if len(inner) > 1 else ""
            yield label(number + action_words(each, "ok", False), "", wrap=True, selectable=True)
            here = (*path, each.index)
            name = f"{of} {tr('of signed action {index}', index=each.index + 1)}" if len(inner) > 1 else of
            yield from _content(each, signed.get(here), name, signed, here)
    elif args is not None and args.kind != "empty":
        yield ValueView(args, tr("arguments") + of)
    elif args is None and action.fields:
        yield ValueView(as_json(dict(action.fields)), tr("fields") + of, sized=False)


def _more(subject: Subject, count: int) -> QWidget:
    words = tr("… {count} more actions", count=count) if count else tr("Show fewer actions")
    line = QWidget()
    line.setLayout(row(link(words, lambda: subject.unfold("actions")), None))
    return line
