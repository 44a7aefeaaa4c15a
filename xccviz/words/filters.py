"""Filters in words: what each term of the filter language asks, as a part of `failed, burnt over 20 Tgas`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from xccviz.catalogue import numeral, tr, trn
from xccviz.model.literals import Fate, NodeKind, Role
from xccviz.words.ahead import AHEAD
from xccviz.words.numbers import and_more
from xccviz.words.roles import ROLES

if TYPE_CHECKING:
    from xccviz.analysis.types import State

FAILED, SUCCEEDED, PENDING = tr("failed"), tr("succeeded"), tr("not run yet")
REFUND = tr("a refund")
TRANSACTION = tr("the transaction")

STATES: Mapping[State, str] = {
    "not_executed": tr("not executed"),
    "waiting": tr("waits for data"),
    "executed": tr("executed"),
    "invalid": tr("invalid"),
}
FATES: Mapping[Fate, str] = {
    "decides": tr("its failure is the result"),
    "propagated": tr("a callback that received its failure failed too"),
    "handled": tr("a callback received its failure and succeeded"),
    "pending": tr("a callback that will receive its failure has not run yet"),
    "unobserved": tr("nobody received its failure"),
    "unknown": tr("it is not known who received its failure"),
}
KINDS: Mapping[NodeKind, str] = {
    "transaction": TRANSACTION,
    "action_receipt": tr("action receipt"),
    "data_receipt": tr("data receipt"),
    "distribution": tr("distribution of a contract"),
    "unknown": tr("of unknown kind"),
}
SLOTS: Mapping[str, str] = {
    "failed": tr("a slot failed"),
    "success": tr("a slot has its value"),
    "pending": tr("a slot is still awaited"),
}
_PARTS = 4
"""Parts of a filter that are told one by one."""
Said = Callable[[str], str]
"""Puts a value into words."""

COMPARED: Mapping[str, Said] = {
    ">": lambda number: tr("over {number}", number=number),
    ">=": lambda number: tr("at least {number}", number=number),
    "<": lambda number: tr("under {number}", number=number),
    "<=": lambda number: tr("at most {number}", number=number),
    "=": lambda number: tr("exactly {number}", number=number),
    "!=": lambda number: tr("other than {number}", number=number),
}
EXACT: Mapping[str, Said] = {
    "account": lambda value: tr("account {value}", value=value),
    "to": lambda value: tr("to {value}", value=value),
    "from": lambda value: tr("from {value}", value=value),
    "signer": lambda value: tr("signed by {value}", value=value),
    "method": lambda value: tr("method {value}", value=value),
    "event": lambda value: tr("event {value}", value=value),
    "cost": lambda value: tr("gas burnt on {value}", value=value),
}
WILD: Mapping[str, Said] = {
    "account": lambda value: tr("account like {value}", value=value),
    "to": lambda value: tr("to an account like {value}", value=value),
    "from": lambda value: tr("from an account like {value}", value=value),
    "signer": lambda value: tr("signed by an account like {value}", value=value),
    "method": lambda value: tr("method like {value}", value=value),
    "event": lambda value: tr("event like {value}", value=value),
    "cost": lambda value: tr("gas burnt on a cost like {value}", value=value),
}
WITH: Mapping[str, Said] = {
    "log": lambda value: tr("a log with “{value}”", value=value),
    "arg": lambda value: tr("arguments with “{value}”", value=value),
    "result": lambda value: tr("a result with “{value}”", value=value),
    "error": lambda value: tr("an error with “{value}”", value=value),
    "text": lambda value: tr("logs, arguments, result or error with “{value}”", value=value),
    "": lambda value: tr("with “{value}”", value=value),
    "id": lambda value: tr("id begins with {value}", value=value),
}
"""Term "": text without a term, which may stand anywhere."""
NUMBERS: Mapping[str, Said] = {
    "gas": lambda amount: tr("burnt {amount}", amount=amount),
    "attached": lambda amount: tr("attached {amount}", amount=amount),
    "unspent": lambda amount: tr("unspent {amount}", amount=amount),
    "deposit": lambda amount: tr("deposit {amount}", amount=amount),
    "fee": lambda amount: tr("fee {amount}", amount=amount),
    "depth": lambda amount: tr("depth {amount}", amount=amount),
    "slots": lambda amount: tr("number of slots {amount}", amount=amount),
    "logs": lambda amount: tr("number of log lines {amount}", amount=amount),
    "actions": lambda amount: tr("number of actions {amount}", amount=amount),
    "block": lambda amount: tr("block height {amount}", amount=amount),
    "wait": lambda amount: tr("blocks waited {amount}", amount=amount),
    "step": lambda amount: tr("step {amount}", amount=amount),
}


def role_phrase(role: Role) -> str:
    """A role as a card says it: `callback of a join`."""
    return ROLES[role][0]


def action_phrase(kind: str) -> str:
    """`an action Transfer`."""
    return tr("an action {kind}", kind=kind)


def finding_phrase(code: str) -> str:
    """`finding soft_failure`."""
    return tr("finding {code}", code=code)


def number_phrase(term: str, operator: str, number: str) -> str:
    """`burnt over 20 Tgas`, `depth exactly 2`."""
    return NUMBERS[term](COMPARED[operator](number))


def not_phrase(words: str) -> str:
    """The contrary."""
    return tr("not {words}", words=words)


def all_phrase(parts: Sequence[str]) -> str:
    """What all has to hold."""
    return ", ".join(parts)


def any_phrase(parts: Sequence[str]) -> str:
    """What of which one has to hold."""
    return tr(" or ").join(parts)


def grouped(words: str) -> str:
    """Words that belong together where others stand beside them."""
    return f"({words})"


def matching_words(hits: int, count: int, words: str, step: int | None = None, *, ahead: bool = False) -> str:
    """How much a filter finds: `2 of 11 match: failed`, the transaction counted too; by what was known after
    `step` steps where that is not the end, `ahead` of it by all that is known."""
    return trn(
        "{hits} of {count} matches: {words}",
        "{hits} of {count} match: {words}",
        count,
        hits=numeral(hits),
        words=known_words(words, step, ahead=ahead),
    )


def known_words(words: str, step: int | None, *, ahead: bool = False) -> str:
    """What a filter says, and that it is about what was known then: `failed · known by step 9`; `failed · ahead of now`
    where it looks ahead from there."""
    if step is not None and ahead:
        return f"{words} · {AHEAD}"
    return words if step is None else tr("{words} · known by step {step}", words=words, step=numeral(step))


def meant_words(term: str) -> str:
    """What was perhaps meant by what nothing matches."""
    return tr("did you mean {word}?", word=term)


def without_words(part: str, hits: int) -> str:
    """What a filter finds without one of its parts: `without gas>9T: 1`."""
    return tr("without {part}: {hits}", part=part, hits=numeral(hits))


def alone_words(parts: Sequence[tuple[str, int]], *, all_of_them: bool) -> tuple[str, ...]:
    """What the parts of a filter find each by itself, where no single one of them keeps the rest from finding anything:
    `fail alone: 1, join alone: 1`; with hits for each, that no receipt is among all of them."""
    shown = sorted(parts, key=lambda part: part[1])[:_PARTS] if len(parts) > _PARTS else parts
    told = [tr("{part} alone: {hits}", part=part, hits=numeral(hits)) for part, hits in shown]
    if len(parts) > len(shown):
        told.append(and_more(len(parts) - len(shown)))
    if all_of_them and all(hits for _, hits in parts):
        return ", ".join(told), tr("nothing matches all of them")
    return (", ".join(told),) if told else ()


def nothing_words(
    meant: str,
    without: tuple[str, int] | None,
    alone: Sequence[tuple[str, int]] = (),
    *,
    all_of_them: bool = False,
) -> tuple[str, ...]:
    """Why a filter finds nothing, each a part of a sentence: what was perhaps `meant` ("": nothing is near), which part
    excludes everything, or what each finds `alone` (`all_of_them`: each has to hold); () where there is nothing to say.
    """
    told: tuple[str, ...] = (without_words(*without),) if without is not None else ()
    if not told and not meant:
        told = alone_words(alone, all_of_them=all_of_them)
    return (*told, meant_words(meant)) if meant else told
