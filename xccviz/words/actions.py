"""The actions of a receipt: what one does, how it ended, and what became of a batch."""

from __future__ import annotations

from collections.abc import Sequence

from xccviz.analysis.types import ActionResult, ErrorFacts
from xccviz.catalogue import tr
from xccviz.model.amounts import format_gas, format_near
from xccviz.model.text import visible_text
from xccviz.model.trace import Action
from xccviz.words.lengths import Length
from xccviz.words.numbers import ordinal
from xccviz.words.signs import ACTIONS
from xccviz.words.values import TEXT_LIMIT

_TOLD = 3
"""So many actions before or after the failed one are named; more are counted."""


def action_name(action: Action) -> str:
    """What an action does: its method, or its kind."""
    return action.method_name if action.method_name is not None else action.kind


def action_card(action: Action) -> str:
    """One action on a card, visible: its method, or its kind with the amount it moves."""
    name = visible_text(action_name(action), TEXT_LIMIT)
    return f"{name} {format_near(action.deposit)}" if action.method_name is None and action.deposit else name


def action_end(result: ActionResult, length: Length) -> str:
    """How an action ended. A card says nothing of what went well or is still to come: the sign does."""
    if length == "card" and result in ("ok", "pending"):
        return ""
    return ACTIONS[result].word


def action_words(action: Action, result: ActionResult, numbered: bool, created: bool = True) -> str:
    """One action on a line: number in a batch, what it does, how it ended, gas and deposit; what it has and for whom it
    is, is told once its receipt is `created`."""
    parts = [f"{action.index + 1}. {action_name(action)}" if numbered else action_name(action)]
    if numbered or result in ("failed", "reverted", "not_run"):
        parts.append(action_end(result, "line"))
    if not created:
        return " · ".join(parts)
    if action.gas is not None:
        parts.append(tr("{gas} attached", gas=format_gas(action.gas)))
    if action.deposit:
        parts.append(tr("deposit {amount}", amount=format_near(action.deposit)))
    if action.delegate is not None:
        inner = action.delegate
        parts.append(tr("for {sender}, to {receiver}", sender=inner.sender_id, receiver=inner.receiver_id))
    return " · ".join(parts)


def batch_words(actions: Sequence[Action], error: ErrorFacts) -> str:
    """What became of the actions of a failed batch; "" where it is none, or no single action failed."""
    names = [action_name(action) for action in actions]
    index = error.action_index
    if index is None or index >= len(names) or len(names) < 2:
        return ""  # the index of an action that isn't there tells nothing of those that are
    words = [
        tr(
            "the {nth} of {count} actions, {name}, failed",
            nth=ordinal(index + 1),
            count=len(names),
            name=names[index],
        )
    ]
    told = [
        tr("{name} ({number} of {count})", name=name, number=number, count=len(names))
        if names.count(name) > 1
        else name
        for number, name in enumerate(names, start=1)
    ]
    before, after = told[:index], told[index + 1 :]
    if before:
        one, many = (
            tr("{names} was rolled back", names=_listed(before)),
            tr("{names} were rolled back", names=_listed(before)),
        )
        words.append(one if len(before) == 1 else many)
    if after:
        one, many = (
            tr("{names} was not run", names=_listed(after)),
            tr("{names} were not run", names=_listed(after)),
        )
        words.append(one if len(after) == 1 else many)
    return "; ".join(words)


def worth_showing(count: int, failed: Sequence[int], few: int = 8) -> list[tuple[int, int]]:
    """Of a batch, what is shown at once as (begin, end) of what is left out between: the first, each failed action
    with its neighbours, the last. Nothing is left out of a short one, and never a single action."""
    if count <= few:
        return []
    keep = {0, count - 1}
    for index in failed[:3]:
        keep.update(i for i in (index - 1, index, index + 1) if 0 <= i < count)
    gaps, begin = [], None
    for i in range(count + 1):
        out = i < count and i not in keep
        if out and begin is None:
            begin = i
        elif not out and begin is not None:
            if i - begin > 1:
                gaps.append((begin, i))
            begin = None
    return gaps


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) if len(names) <= _TOLD else tr("{count} actions", count=len(names))
