"""What is said of a call that was run with changes: a sentence, its promise results, the receipts it would make."""

from __future__ import annotations

from base64 import b64decode

from xccviz.catalogue import numeral, tr, trn
from xccviz.model.amounts import format_gas, format_gas_whole, format_near
from xccviz.model.raw import Json, whole_number
from xccviz.rerun.answer import Answer
from xccviz.rerun.comparison import action_parts, same_end
from xccviz.rerun.subject import Subject
from xccviz.rerun.types import Changes, Made, Result
from xccviz.words.replays import bytes_words, changes_words, end_words, key_words, slot_words

NOTHING_CHANGED = tr("Nothing would have been different.")
ON_SAND = tr("It did not come out as on the chain, so what follows stands on sand.")
NOT_SENT = tr("They are listed, and never sent; what they would do is not run further.")


def successful(value: bytes | None) -> str:
    """A promise result as a contract asks for it: `Successful: "5"`, `Failed`."""
    return tr("Failed") if value is None else tr("Successful: {value}", value=bytes_words(value))


def already_words(unchanged: Changes) -> tuple[str, ...]:
    """What was asked for and was so already, a phrase each: `slot 1 was failed already`."""
    found = [
        tr("slot {slot} was {value} already", slot=n, value=slot_words(value))
        for n, value in sorted(unchanged.slots.items())
    ]
    if unchanged.args is not None:
        found.append(tr("the arguments were {args} already", args=bytes_words(unchanged.args)))
    if unchanged.deposit is not None:
        found.append(tr("the deposit was {deposit} already", deposit=format_near(unchanged.deposit)))
    if unchanged.gas is not None:
        found.append(tr("its gas was {gas} already", gas=format_gas_whole(unchanged.gas)))
    if unchanged.code is not None:
        found.append(tr("its code was this one already, byte for byte"))
    for key, value in unchanged.values.items():
        shown = tr("absent") if value is None else bytes_words(value)
        found.append(tr("{key} in its storage was {value} already", key=key_words(key), value=shown))
    return tuple(found)


def would_words(answer: Answer) -> str:
    """How the changed call would end, against how it ended: `it would still succeed`."""
    ran, what_if = answer.replay.ran, answer.what_if
    if ran is None or what_if is None:
        return ""
    left, right = ran.result, what_if.result
    if right.error is not None:
        message = right.error.message
        if left.error is None:
            return tr("it would fail: {message}", message=message) + deposit_words(answer)
        if left.error.status == right.error.status:
            return tr("it would fail the same way")
        return tr("it would fail otherwise: {message}", message=message)
    if left.error is not None:
        return tr("it would succeed") + deposit_words(answer)
    return tr("it would end the same") if same_end(left, right) else tr("it would still succeed")


def what_if_sentence(answer: Answer) -> str:
    """The whole: `If slot 1 had been failed, it would still succeed.`"""
    if answer.what_if is None:
        return ""
    changes = tr(" and ").join(changes_words(answer.replay.changes))
    return tr("If {changes}: {would}.", changes=changes, would=would_words(answer))


def deposit_words(answer: Answer) -> str:
    """What becomes of what came with the call, behind how it ends, where that is another end: a receipt that fails
    gives it back, all of it; "" for nothing."""
    ran, what_if = answer.replay.ran, answer.what_if
    deposit = deposit_of(answer.replay.subject, answer.replay.changes)
    if not deposit or ran is None or what_if is None:
        return ""
    failed = what_if.result.error is not None
    if failed == (ran.result.error is not None):
        return ""
    amount = format_near(deposit)
    if failed:
        return tr("; its deposit of {amount} would come back", amount=amount)
    return tr("; its deposit of {amount} would stay there", amount=amount)


def deposit_of(subject: Subject, changes: Changes) -> int:
    """YoctoNEAR that come with the receipt."""
    whole = sum(action.deposit or 0 for action in subject.receipt.actions)
    if changes.deposit is not None:
        whole += changes.deposit - (subject.call.deposit or 0)
    return whole


def receipts_words(count: int) -> str:
    """Above the receipts of a what-if."""
    return trn("It would make {count} receipt", "It would make {count} receipts", count)


def made_words(made: Made) -> str:
    """A receipt that would be made: what it asks of whom."""
    told = ", ".join(_action(action) for action in made.actions) or tr("no actions")
    after = ", ".join(map(str, made.after))
    return tr("{what}, after {places}", what=told, places=after) if after else told


def _action(action: Json) -> str:
    kind, fields = action_parts(action)
    if kind != "FunctionCall":
        deposit = whole_number(fields.get("deposit"))
        return f"{kind} {format_near(deposit)}" if deposit is not None else kind
    method, args = str(fields.get("method_name") or ""), fields.get("args")
    parts = [f"{method}({args_words(args)})"]
    if gas := whole_number(fields.get("gas")):
        parts.append(format_gas(gas))
    if deposit := whole_number(fields.get("deposit")):
        parts.append(format_near(deposit))
    return " ".join(parts)


def args_words(args: Json) -> str:
    """Arguments as a node has them, decoded; "" for none."""
    try:
        raw = b64decode(args if isinstance(args, str) else "", validate=True)
    except ValueError:
        return str(args)
    return bytes_words(raw, 80) if raw else ""


def survived_words(result: Result) -> str:
    """What became of the callback where one slot failed, in short."""
    if result.error is not None:
        return tr("fails: {message}", message=result.error.message)
    made = trn("{count} receipt", "{count} receipts", len(result.receipts))
    return tr("still succeeds: {end}, {made}", end=end_words(result), made=made)


def least_gas_words(answer: Answer) -> str:
    """The least gas, as a sentence; "" where it was not sought."""
    if not answer.sought_gas:
        return ""
    if answer.least_gas is None:
        return tr("It failed, and the least gas is sought only for what ends well.")
    given = answer.replay.changes.gas or answer.replay.subject.call.gas
    return tr(
        "With {least} ({exact} gas) or more it ends the same; it was given {given}.",
        least=format_gas(answer.least_gas),
        exact=numeral(answer.least_gas),
        given=format_gas(given),
    )


def given_less_words(answer: Answer) -> str:
    """Which receipts get less gas with the least, the one that loses most by name, as a sentence; "" for none."""
    base = answer.what_if or answer.replay.ran
    if base is None or answer.at_least is None:
        return ""
    pairs = zip(
        base.result.receipts, answer.at_least.result.receipts, strict=True
    )  # it ends the same: as many
    gas = [(_gas_given(left), _gas_given(right), left) for left, right in pairs]
    less = [one for one in gas if one[1] < one[0]]
    if not less:
        return ""
    before, after, made = max(less, key=lambda one: one[0] - one[1])
    return trn(
        "With the least, {count} receipt that it makes gets less gas: {what} {after} instead of {before}.",
        "With the least, {count} receipts that it makes get less gas, most of all {what}: {after} instead of {before}.",
        len(less),
        what=_asked_of(made),
        before=format_gas(before),
        after=format_gas(after),
    )


def _gas_given(made: Made) -> int:
    """Gas attached to the calls of a receipt."""
    return sum(whole_number(action_parts(action)[1].get("gas")) or 0 for action in made.actions)


def _asked_of(made: Made) -> str:
    """`ft.near.ft_transfer`: whose first method a receipt calls."""
    methods = [str(action_parts(action)[1].get("method_name") or "") for action in made.actions]
    return f"{made.receiver_id}.{next(filter(None, methods), '')}"
