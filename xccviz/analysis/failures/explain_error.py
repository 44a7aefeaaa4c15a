"""What a failure means, in words: the wire's `Failure` matched against the error dictionary (§5.4).

The dictionary is data (`resources/errors/dictionary.json`) and comes in as an argument, so that this room
does no I/O. It has *groups* (one per enum of the node; a variant may say which enum is `inside` it or which
list of `text` patterns its string is matched with) and *texts* (ordered patterns with named groups). Words
in braces are filled from the variant's fields or the pattern's groups: `{limit}`, `{balance|near}`.

    Failure ─ ActionError ─ kind ─ FunctionCallError ─ ExecutionError ─ "Smart contract panicked: …"
            └ InvalidTxError ─ InvalidAccessKeyError ─ …
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xccviz.analysis.types import ErrorInfo
from xccviz.model.amounts import format_gas, format_near

SHORT = 80
LONG = 200
"""Characters of chain text in a title, and in a title that has room."""
QUOTED = 400
WORD = 24
"""Characters given up so that a word is not cut."""
RAW_SHOWN = 2_000
MAX_DEPTH = 40

_PLACEHOLDER = re.compile(r"\{(\w+)(?:\|(\w+))?\}")
_ENUM_NAME = re.compile(r"_?[A-Z][A-Za-z0-9_]*\Z")
_RUST_OLD = re.compile(r"\Apanicked at '(?P<text>[\s\S]*)', (?P<place>[^\n']*:\d+:\d+)\s*\Z")
_RUST_NEW = re.compile(r"\Apanicked at (?P<place>[^\n']*:\d+:\d+):\n(?P<text>[\s\S]*)\Z")
_SDK_OLD = re.compile(
    r"\A(?P<text>[\s\S]*), filename: \"(?P<file>[^\"]*)\" line: (?P<line>\d+) col: (?P<col>\d+)\s*\Z"
)
_RUST_ESCAPE = re.compile(r"\\([\"'\\])")
_ACCOUNT_FIELDS = ("account_id", "signer_id", "receiver_id", "sender_id")
_UNSAID = {
    **dict.fromkeys(
        ("account_id", "actor_id", "predecessor_id", "signer_id", "sender_id", "derived_id"), "an account"
    ),
    **dict.fromkeys(("receiver_id", "registrar_account_id", "ak_receiver", "tx_receiver"), "another account"),
    **dict.fromkeys(("public_key", "key"), "a key"),
    **dict.fromkeys(("limit", "minimum_stake", "upper_bound"), "the limit"),
    "method_name": "a method",
    **dict.fromkeys(("amount", "stake", "balance", "cost", "proposed", "lack_balance"), "an unknown amount"),
}
"""What stands for a member that the error does not have, by its name."""
_GENERIC_TITLE = "failed for a reason this version does not know"


@dataclass(frozen=True, slots=True)
class ErrorEntry:
    """One explanation with placeholders. `key` is `group.variant` or `list.name`, unique in a dictionary;
    `inside` names the group of a nested enum, `text` the list of patterns for a string; `slot` and `account`
    the field that holds a promise-result slot or the account concerned; `example` a text that matches."""

    key: str
    title: str
    explanation: str
    hint: str
    inside: str | None = None
    text: str | None = None
    pattern: re.Pattern[str] | None = None
    slot: str | None = None
    account: str | None = None
    example: str | None = None


@dataclass(frozen=True, slots=True)
class ErrorDictionary:
    """The parsed dictionary: entries per enum and variant, and ordered pattern entries per list."""

    groups: Mapping[str, Mapping[str, ErrorEntry]]
    texts: Mapping[str, tuple[ErrorEntry, ...]]

    def named_text(self, listing: str, name: str) -> ErrorEntry | None:
        """The entry of a pattern list by its name; old outcomes have the names instead of the texts."""
        key = f"{listing}.{name}"
        return next((entry for entry in self.texts.get(listing, ()) if entry.key == key), None)


def parse_dictionary(value: Any) -> ErrorDictionary:
    """The dictionary from the JSON of `resources/errors/dictionary.json`; ValueError for another document."""
    if not isinstance(value, dict) or value.get("format") != "xccviz-errors" or value.get("version") != 1:
        raise ValueError("not an xccviz-errors dictionary of version 1")
    groups = {
        group: {variant: _entry(f"{group}.{variant}", row) for variant, row in rows.items()}
        for group, rows in value["groups"].items()
    }
    texts = {
        listing: tuple(_entry(f"{listing}.{row['name']}", row) for row in rows)
        for listing, rows in value["texts"].items()
    }
    return ErrorDictionary(groups, texts)


def explain_error(
    failure: Any, dictionary: ErrorDictionary, case: str | None = None, known: Mapping[str, Any] | None = None
) -> ErrorInfo:
    """Title, explanation and hint for the raw value of the wire's `Failure`, whatever shape it has.

    `case` picks one of several entries for the same text (`GasExceeded.ran_out`), where the outcome told them apart;
    `known` are further words for its placeholders. Never raises and never gives an empty title: an unknown error is
    titled by its innermost enum name and explained by its own JSON. Texts come out unescaped, as the chain wrote them.
    """
    found = _descend(failure, dictionary)
    entry, fields = found.entry, {**found.fields, **(known or {})}
    if case is not None and entry is not None:
        listing, _, name = entry.key.partition(".")
        entry = dictionary.named_text(listing, f"{name}.{case}") or entry
    slot = _integer(fields.get(entry.slot)) if entry is not None and entry.slot else None
    if entry is None:
        title, explanation, hint = _unknown(failure, found.path)
        cause = title
    else:
        cause = fill_words(entry.title, fields, LONG)
        title, explanation, hint = (
            fill_words(t, fields) for t in (entry.title, entry.explanation, entry.hint)
        )
        if "NewReceiptValidationError" in found.path and entry.key.startswith("ActionsValidationError."):
            # The same words serve a transaction's own actions; here they are those of a promise it wanted to make.
            title, cause = (f"made a promise that is refused: {words}" for words in (title, cause))
            explanation = (
                f"Of a promise it made: {explanation[:1].lower()}{explanation[1:]} The call failed with it."
            )
    return ErrorInfo(
        path=found.path,
        action_index=found.action_index,
        title=_one_line(title, SHORT + 40) or _GENERIC_TITLE,
        explanation=explanation,
        hint=hint,
        slot=slot,
        account=_account(entry, fields),
        raw=failure,
        known=entry is not None,
        cause=_one_line(cause, LONG + 40) or _GENERIC_TITLE,
    )


def matched_entry(failure: Any, dictionary: ErrorDictionary) -> ErrorEntry | None:
    """The dictionary entry that explains this failure, None when it is unknown."""
    return _descend(failure, dictionary).entry


@dataclass(frozen=True, slots=True)
class _Found:
    path: tuple[str, ...]
    action_index: int | None
    entry: ErrorEntry | None
    fields: Mapping[str, Any]


def _entry(key: str, row: Mapping[str, Any]) -> ErrorEntry:
    pattern = row.get("pattern")
    return ErrorEntry(
        key=key,
        title=row["title"],
        explanation=row["explanation"],
        hint=row["hint"],
        inside=row.get("inside"),
        text=row.get("text"),
        pattern=re.compile(pattern) if pattern else None,
        slot=row.get("slot"),
        account=row.get("account"),
        example=row.get("example"),
    )


def _descend(failure: Any, dictionary: ErrorDictionary) -> _Found:
    """Follow the nested enums from `Failure` inwards, as far as the dictionary knows them."""
    path: list[str] = []
    action_index: int | None = None
    group: str | None = "Failure"
    value: Any = failure
    entry: ErrorEntry | None = None
    fields: Mapping[str, Any] = {}
    for _ in range(MAX_DEPTH):
        name, inner = _variant(value)
        if name is None or (group is None and not _ENUM_NAME.match(name)):
            break
        path.append(name)
        entry = _lookup(dictionary, group, name)
        fields = _fields(inner)
        if name == "ActionError" and isinstance(inner, dict) and "kind" in inner:
            action_index = _integer(inner.get("index"))
            inner = inner["kind"]
        if entry is None:
            group = None
        elif entry.text is not None:
            text = _panic_text(fields) if isinstance(inner, dict) else inner
            if not isinstance(text, str):
                entry = None
                break
            entry, fields = _match_text(dictionary, entry, text)
            break
        else:
            group = entry.inside
            if group is None:
                break
        value = inner
    if entry is not None and entry.inside is not None and value is not None:
        entry = None  # an enum whose inner part is none that is known; alone, its own words are all there is to say
    return _Found(tuple(path), action_index, entry, fields)


def _lookup(dictionary: ErrorDictionary, group: str | None, name: str) -> ErrorEntry | None:
    """The entry of a variant; HostError and WasmTrap of old outcomes share the entries of the texts."""
    if group is None:
        return None
    if group == "HostError":
        return dictionary.named_text("ExecutionError", name)
    if group == "WasmTrap":
        return dictionary.named_text("ExecutionError", f"WasmTrap.{name}")
    return dictionary.groups.get(group, {}).get(name)


def _variant(value: Any) -> tuple[str | None, Any]:
    """Name and content of a serialised enum: a bare string or an object of one member; (None, value) else."""
    if isinstance(value, str):
        return value, None
    if isinstance(value, dict) and len(value) == 1:
        name, inner = next(iter(value.items()))
        return str(name), inner
    return None, value


def _fields(inner: Any) -> Mapping[str, Any]:
    if isinstance(inner, dict):
        return {"value": inner, **inner}
    return {} if inner is None else {"value": inner, "message": inner}


def _panic_text(fields: Mapping[str, Any]) -> Any:
    """The text inside an old structured GuestPanic."""
    return fields.get("panic_msg", fields.get("msg"))


def _match_text(
    dictionary: ErrorDictionary, outer: ErrorEntry, text: str
) -> tuple[ErrorEntry, Mapping[str, Any]]:
    """The innermost pattern entry for a text; its groups with `message` (and `location` of a Rust panic)."""
    fields: dict[str, Any] = {"message": text}
    entry = outer
    for _ in range(MAX_DEPTH):
        listing = entry.text
        if listing is None:
            break
        if listing == "Panic":
            text, location = _unwrap_panic(str(fields["message"]))
            fields = {"message": text, "location": location}
        found = _first_match(dictionary.texts.get(listing, ()), text)
        if found is None:
            if not str(fields["message"]).strip():
                fields["message"] = "(no text)"
            break
        entry, groups = found
        fields = {**fields, **groups}
    return entry, fields


def _first_match(entries: tuple[ErrorEntry, ...], text: str) -> tuple[ErrorEntry, dict[str, str]] | None:
    for entry in entries:
        match = entry.pattern.search(text) if entry.pattern is not None else None
        if match is not None:
            return entry, {name: value for name, value in match.groupdict().items() if value is not None}
    return None


def _unwrap_panic(text: str) -> tuple[str, str]:
    """The contract's own words and `file:line:col` (or "") out of the wrappings of Rust and old SDKs."""
    for pattern in (_RUST_OLD, _RUST_NEW):
        match = pattern.match(text)
        if match is not None:
            return match["text"], match["place"]
    match = _SDK_OLD.match(text)
    if match is not None:
        place = f"{match['file']}:{match['line']}:{match['col']}" if match["file"] else ""
        return match["text"], place
    return text, ""


def fill_words(template: str, fields: Mapping[str, Any], width: int = SHORT) -> str:
    """A template with its `{name}` and `{name|style}` places filled, in one pass: what is put in is never read again.
    Styles: near, gas, short (one line of `width` characters), unescaped (the same out of the quotes of Rust), quote,
    at, whole (a quote, where `short` would not have said it all)."""

    def put(match: re.Match[str]) -> str:
        name, style = match[1], match[2]
        value = fields.get(name)
        if style == "at":
            return f" at {value}" if value else ""
        if style == "whole":
            text = _plain(value).strip()
            if _one_line(text, SHORT) == text:
                return ""
            return f" with the message “{_styled(value, 'quote', SHORT)}”"
        if value is None:
            return "null" if name in fields else _UNSAID.get(name, "unknown")
        return _styled(value, style, width)

    return _PLACEHOLDER.sub(put, template)


def _styled(value: Any, style: str | None, width: int) -> str:
    if style in ("near", "gas"):
        amount = _integer(value)
        if amount is None:
            return _plain(value)
        return format_near(amount) if style == "near" else format_gas(amount)
    if style == "short":
        return _one_line(_plain(value), width)
    if style == "unescaped":
        return _one_line(_RUST_ESCAPE.sub(r"\1", _plain(value)), width)
    if style == "quote":
        return _cut(_plain(value), QUOTED)
    return _cut(_plain(value), RAW_SHOWN)


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else _as_json(value)


def _as_json(value: Any) -> str:
    try:
        return json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        return "…"


def _one_line(text: str, width: int) -> str:
    return _cut(" ".join(text[: 8 * width].split()), width)


def _cut(text: str, width: int) -> str:
    """At most `width` characters; cut after a word, where one ends nearby."""
    if len(text) <= width:
        return text
    shown = text[: width - 1]
    if not text[width - 1].isspace():
        end = shown.rfind(" ")
        shown = shown[:end] if end >= width - WORD else shown
    return shown.rstrip() + "…"


def _integer(value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str) and len(value) <= 60 and value.isascii() and value.isdigit():
        return int(value)
    return None


def _account(entry: ErrorEntry | None, fields: Mapping[str, Any]) -> str | None:
    names = (entry.account,) if entry is not None and entry.account else _ACCOUNT_FIELDS
    return next((value for name in names if isinstance(value := fields.get(name), str)), None)


def _unknown(failure: Any, path: tuple[str, ...]) -> tuple[str, str, str]:
    """Words for an error of the future: its innermost name split at capitals, and its structure."""
    names = [name for name in path if _ENUM_NAME.match(name)]
    title = _split_capitals(names[-1]) if names and names[-1] not in ("ActionError", "InvalidTxError") else ""
    shown = _cut(_as_json(failure), RAW_SHOWN)
    explanation = f"This version has no words for this error. The node reports it as {shown}"
    return title or _GENERIC_TITLE, explanation, "The names in the error usually say what it is about."


def _split_capitals(name: str) -> str:
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z][a-z0-9]*|[a-z0-9]+", name)
    return " ".join(word if word.isupper() and len(word) > 1 else word.lower() for word in words)
