"""Why something failed, in words: facts about an error → title, explanation and hint, from the error dictionary.

The words lie in `resources/errors/dictionary.json`, one entry a kind of error, and are looked up in the catalogue like
all others. Words in braces are filled with what the error says about itself: `{limit}`, `{balance|near}`.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from xccviz.analysis.failures.slots import Received
from xccviz.analysis.gas.out_of_gas import GasGiver
from xccviz.analysis.types import ErrorFacts
from xccviz.catalogue import numeral, tr, translated
from xccviz.model.amounts import Rounding, format_gas, format_near
from xccviz.model.raw import whole_number
from xccviz.patterns import later
from xccviz.resources import read_text
from xccviz.values import frozen
from xccviz.words.names import giver_name
from xccviz.words.numbers import bytes_count
from xccviz.words.sentences import stopped
from xccviz.words.short_values import TEXT_READ, short_text

SHORT = 80
LONG = 200
"""Characters of chain text in a title, and in a title that has room."""
QUOTED = 400
RAW_SHOWN = 2_000

_PLACEHOLDER = later(r"\{(\w+)(?:\|(\w+))?\}")
_NUMBERS = frozenset(("near", "least", "most", "gas", "count", "bytes"))
"""Styles of numbers: what is none and no text either was not told."""
_CALLED = later(r"\b(account|contract|key|method|predecessor|receiver|signer) \{(\w+)(?:\|\w+)?\}")
_ENUM_NAME = later(r"_?[A-Z][A-Za-z0-9_]*\Z")
_NUMBER = later(r"length|size|attempts|register_id|shard_id|\w+_(?:idx|index|nonces?|chunks)|number_of_\w+")
_RUST_ESCAPE = later(r"\\([\"'\\])")
_VERBS = ("panicked", "exceeded ", "aborted ", "ran out ", "used and ", "made a ", "stopped")
"""Beginnings of titles that continue a sentence whose subject is the call."""


@frozen
class ErrorText:
    """An error in words, unescaped as the chain wrote its texts. `title`: one short line for a card, never empty;
    `cause`: the same with more room; `explanation` and `hint` in sentences. `beside_cause`: the explanation where the
    cause stands beside it, so that what the contract said is not said again."""

    title: str
    cause: str
    explanation: str
    hint: str
    beside_cause: str


@frozen
class ErrorTemplate:
    """The words of one entry of the dictionary, in English and with their places."""

    title: str
    explanation: str
    hint: str


@cache
def error_templates() -> Mapping[str, ErrorTemplate]:
    """The words of the bundled error dictionary by the keys of its entries, read once."""
    value = json.loads(read_text("errors", "dictionary.json"))
    rows = [
        (f"{group}.{name}", row) for group, found in value["groups"].items() for name, row in found.items()
    ]
    rows += [(f"{listing}.{row['name']}", row) for listing, found in value["texts"].items() for row in found]
    return {key: ErrorTemplate(row["title"], row["explanation"], row["hint"]) for key, row in rows}


def error_text(error: ErrorFacts) -> ErrorText:
    """The words of an error. One without an entry is titled by its innermost name and explained by its own JSON."""
    template = _template(error)
    if template is None:
        title = error_title(error)
        explanation = tr(
            "This version has no words for this error. The node reports it as {json}",
            json=short_text(_as_json(error.raw), RAW_SHOWN),
        )
        hint = tr("The names in the error usually say what it is about.")
        return ErrorText(title, title, explanation, hint, explanation)
    explanation, beside_cause = (_explanation(error, template, room) for room in (SHORT, LONG))
    hint = fill_words(translated(template.hint), error.parameters)
    return ErrorText(error_title(error), error_title(error, LONG), explanation, hint, beside_cause)


def _explanation(error: ErrorFacts, template: ErrorTemplate, told: int) -> str:
    """Beside a title that had `told` characters for what the chain said."""
    explanation = fill_words(translated(template.explanation), error.parameters, told)
    first = _PLACEHOLDER.match(translated(template.explanation))
    if first is not None and first[1] not in error.parameters:
        explanation = explanation[:1].upper() + explanation[1:]
    if told > SHORT:
        explanation = stopped(explanation)  # it may end in words of the chain
    if not _is_inner(error):
        return explanation
    return tr(
        "Of a promise it made: {explanation} The call failed with it.",
        explanation=explanation[:1].lower() + explanation[1:],
    )


def error_title(error: ErrorFacts, room: int = SHORT) -> str:
    """The title alone, with `room` for what the chain said in it."""
    template = _template(error)
    if template is None:
        title = _unknown_title(error)
    else:
        title = fill_words(translated(template.title), error.parameters, room)
        if _is_inner(error):
            title = tr("made a promise that is refused: {title}", title=title)
    return one_line(title, room + 40) or _no_reason()


def continues_sentence(error: ErrorFacts) -> bool:
    """Whether the title is what the call did, so that it follows its name: `panicked: no`."""
    template = _template(error)
    if template is None:
        return _unknown_title(error).startswith(_VERBS)
    return _is_inner(error) or template.title.startswith(_VERBS)


def _template(error: ErrorFacts) -> ErrorTemplate | None:
    return error_templates().get(error.key) if error.key is not None else None


def _is_inner(error: ErrorFacts) -> bool:
    """Whether words for a transaction's own actions here speak of those of a promise that a call wanted to make."""
    key = error.key or ""
    return "NewReceiptValidationError" in error.path and key.startswith("ActionsValidationError.")


def _unknown_title(error: ErrorFacts) -> str:
    """For an error of the future: its innermost name split at capitals."""
    names = [name for name in error.path if _ENUM_NAME.match(name)]
    known = bool(names) and names[-1] not in ("ActionError", "InvalidTxError")
    return _split_capitals(names[-1]) if known else _no_reason()


def _no_reason() -> str:
    return tr("failed for a reason this version does not know")


def _split_capitals(name: str) -> str:
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z][a-z0-9]*|[a-z0-9]+", name)
    return " ".join(word if word.isupper() and len(word) > 1 else word.lower() for word in words)


def fill_words(template: str, fields: Mapping[str, Any], width: int = SHORT) -> str:
    """A template with its `{name}` and `{name|style}` places filled, in one pass: what is put in is never read again.
    Styles: near, least (the same, rounded up: so much is needed), most (rounded down: so much is there), gas, count,
    short (one line of `width` characters), unescaped (the same out of the quotes of Rust), quote, at, received, whole
    (a quote, where a title with `width` would not have said it all)."""

    if "{" not in template:
        return template

    def put(match: re.Match[str]) -> str:
        name, style = match[1], match[2]
        value = fields.get(name)
        if isinstance(value, GasGiver):
            value = giver_name(value)
        if name == "message" and isinstance(value, str) and not value.strip():
            value = tr("(no text)")
        if style == "received":
            return _received(value) if isinstance(value, Received) else ""
        if style == "at":
            return tr(" at {place}", place=value) if value else ""
        if style == "whole":
            text = _plain(value).strip()
            if one_line(text, width) == text:
                return ""
            return tr(" with the message “{text}”", text=_styled(value, "quote", SHORT))
        if value is None or (isinstance(value, float) and not math.isfinite(value)):
            return _unsaid(name)
        if style in _NUMBERS and not isinstance(value, str) and whole_number(value) is None:
            return _unsaid(name)
        return _styled(value, style, width)

    # What is not told needs no name of its own beside what it is called: "the key", not "the key a key".
    template = _CALLED.sub(lambda found: found[0] if fields.get(found[2]) is not None else found[1], template)
    return _PLACEHOLDER.sub(put, template)


def _received(received: Received) -> str:
    """What a call that ran out of gas had to read."""
    size = bytes_count(received.size)
    if len(received.slots) == 1:
        return tr(" Slot {slot} gave it {size} to read.", slot=received.slots[0], size=size)
    return tr(" Its slots gave it {size} to read.", size=size)


def _unsaid(name: str) -> str:
    """What stands for something that the error does not tell, by its name."""
    if name in ("account_id", "actor_id", "predecessor_id", "signer_id", "sender_id", "derived_id"):
        return tr("an account")
    if name in ("receiver_id", "registrar_account_id", "ak_receiver", "tx_receiver"):
        return tr("another account")
    if name in ("public_key", "key"):
        return tr("a key")
    if _NUMBER.fullmatch(name):
        return tr("N")
    if name in ("limit", "minimum_stake", "upper_bound"):
        return tr("the limit")
    if name in ("amount", "stake", "balance", "cost", "proposed", "lack_balance", "allowance"):
        return tr("an unknown amount")
    if name == "requested_transaction_hash":
        return tr("with this hash")
    return tr("a method") if name == "method_name" else tr("unknown")


def _styled(value: Any, style: str | None, width: int) -> str:
    if style in ("near", "least", "most", "gas"):
        amount = whole_number(value)
        if amount is None:
            return _plain(value)
        return format_gas(amount) if style == "gas" else format_near(amount, _ROUNDED[style])
    if style == "count":
        number = whole_number(value)
        return numeral(number) if number is not None else _plain(value)
    if style == "bytes":
        number = whole_number(value)
        return bytes_count(number) if number is not None else _plain(value)
    if style == "short":
        return one_line(_plain(value), width)
    if style == "unescaped":
        return one_line(_RUST_ESCAPE.sub(r"\1", _plain(value)), width)
    if style == "quote":
        return short_text(_plain(value), QUOTED)
    return short_text(_plain(value), RAW_SHOWN)


_ROUNDED: Mapping[str, Rounding] = {"near": "nearest", "least": "up", "most": "down"}


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else _as_json(value)


def _as_json(value: Any) -> str:
    try:
        return json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        return "…"


def one_line(text: str, width: int) -> str:
    """`text` with its spaces single, of at most `width` characters."""
    return short_text(" ".join(text[:TEXT_READ].split()), width)
