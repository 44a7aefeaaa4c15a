"""What a person gives for a run, and whether it can be meant for that call."""

from __future__ import annotations

from xccviz.catalogue import tr
from xccviz.model.errors import UserError
from xccviz.model.text import visible_text
from xccviz.rerun.state_file import StateFile
from xccviz.rerun.subject import Subject
from xccviz.rerun.types import Changes
from xccviz.values import frozen

_SHOWN = 80


@frozen
class Given:
    """What a person gave: for what is not known it is taken as it was, for what is known it is a change."""

    changes: Changes = Changes()
    state: StateFile | None = None


def check_given(given: Given, subject: Subject) -> None:
    """Raises UserError (usage) for a promise result of a slot that is not there, and for the state of another
    account."""
    label = visible_text(subject.node.label, _SHOWN)
    beyond = sorted(slot for slot in given.changes.slots if not 0 <= slot < subject.slots)
    if beyond:
        raise UserError(
            tr("{label} has no slot {slot}", label=label, slot=beyond[0]),
            _slots_words(subject.slots),
        )
    account = given.state.account if given.state is not None else None
    if account is not None and account != subject.account:
        raise UserError(
            tr("the state that was given is of {other}, and {label} ran at {account}",
               other=visible_text(account, _SHOWN), label=label, account=visible_text(subject.account, _SHOWN)),
            tr("`xccviz replay … -o STATE.json` writes that of the account a call ran at."),
        )  # fmt: skip


def _slots_words(count: int) -> str:
    if count == 0:
        return tr("It has no slots: no results of others were given to it.")
    return tr("Its only slot is 0.") if count == 1 else tr("Its slots are 0 to {last}.", last=count - 1)
