"""Which error a failure is: the wire's `Failure` matched against the error dictionary. Its words: `words/errors`.

Failure ─ ActionError ─ kind ─ FunctionCallError ─ ExecutionError ─ "Smart contract panicked: …"
        └ InvalidTxError ─ InvalidAccessKeyError ─ …
"""

from __future__ import annotations

from collections.abc import Mapping

from xccviz.analysis.failures.dictionary import ErrorDictionary, ErrorEntry
from xccviz.analysis.types import ErrorFacts
from xccviz.model.raw import Json, whole_number
from xccviz.patterns import later
from xccviz.values import frozen

MAX_DEPTH = 40

_ENUM_NAME = later(r"_?[A-Z][A-Za-z0-9_]*\Z")
_RUST_OLD = later(r"\Apanicked at '(?P<text>[\s\S]*)', (?P<place>[^\n']*:\d+:\d+)\s*\Z")
_RUST_NEW = later(r"\Apanicked at (?P<place>[^\n']*?:\d+:\d+):(?:\s|\\n)(?P<text>[\s\S]*)\Z")
"""The message begins a line of its own, which some that pass it on have made a space, or copied as JSON writes it."""
_SDK_OLD = later(
    r"\A(?P<text>[\s\S]*), filename: \"(?P<file>[^\"]*)\" line: (?P<line>\d+) col: (?P<col>\d+)\s*\Z"
)
_ACCOUNT_FIELDS = ("account_id", "signer_id", "receiver_id", "sender_id")


def match_error(
    failure: Json,
    dictionary: ErrorDictionary,
    case: str | None = None,
    known: Mapping[str, Json] | None = None,
    root: str = "Failure",
) -> ErrorFacts:
    """Which error the raw value of the wire's `Failure` is, whatever shape it has, and what it says about itself.

    `case` picks one of several entries for the same error (`GasExceeded.ran_out`), where the outcome told them apart;
    `known` are further parameters; `root` is the group that the outermost name belongs to. Never raises: an unknown
    error has no key.
    """
    found = _descend(failure, dictionary, root)
    entry, parameters = found.entry, {**found.fields, **(known or {})}
    if case is not None and entry is not None:
        entry = dictionary.case_of(entry, case) or entry
    return ErrorFacts(
        key=entry.key if entry is not None else None,
        path=found.path,
        action_index=found.action_index,
        slot=whole_number(parameters.get(entry.slot)) if entry is not None and entry.slot else None,
        account=_account(entry, parameters),
        parameters=parameters,
        raw=failure,
    )


def matched_entry(failure: Json, dictionary: ErrorDictionary, root: str = "Failure") -> ErrorEntry | None:
    """The dictionary entry that explains this failure, None when it is unknown."""
    return _descend(failure, dictionary, root).entry


@frozen
class _Found:
    path: tuple[str, ...]
    action_index: int | None
    entry: ErrorEntry | None
    fields: Mapping[str, Json]


def _descend(failure: Json, dictionary: ErrorDictionary, root: str) -> _Found:
    """Follow the nested enums from `Failure` inwards, as far as the dictionary knows them."""
    path: list[str] = []
    action_index: int | None = None
    group: str | None = root
    value: Json = failure
    entry: ErrorEntry | None = None
    fields: Mapping[str, Json] = {}
    for _ in range(MAX_DEPTH):
        name, inner = _variant(value)
        if name is None or (group is None and not _ENUM_NAME.match(name)):
            break
        path.append(name)
        entry = _lookup(dictionary, group, name)
        fields = _fields(inner)
        if name == "ActionError" and isinstance(inner, dict) and "kind" in inner:
            action_index = whole_number(inner.get("index"))
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


def _variant(value: Json) -> tuple[str | None, Json]:
    """Name and content of a serialised enum: a bare string or an object of one member; (None, value) else."""
    if isinstance(value, str):
        return value, None
    if isinstance(value, dict) and len(value) == 1:
        name, inner = next(iter(value.items()))
        return str(name), inner
    return None, value


def _fields(inner: Json) -> Mapping[str, Json]:
    if isinstance(inner, dict):
        return {"value": inner, **inner}
    return {} if inner is None else {"value": inner, "message": inner}


def _panic_text(fields: Mapping[str, Json]) -> Json:
    """The text inside an old structured GuestPanic."""
    return fields.get("panic_msg", fields.get("msg"))


def _match_text(
    dictionary: ErrorDictionary, outer: ErrorEntry, text: str
) -> tuple[ErrorEntry, Mapping[str, Json]]:
    """The innermost pattern entry for a text; its groups with `message` (and `location` of a Rust panic)."""
    fields: dict[str, Json] = {"message": text}
    entry = outer
    for _ in range(MAX_DEPTH):
        listing = entry.text
        if listing is None:
            break
        if listing == "Panic":
            text, location = _unwrap_panic(str(fields["message"]))
            fields = {"message": text, "location": location}
        found = _first_match(dictionary, listing, text) or (
            _first_match(dictionary, listing, text[:-1]) if text.endswith(".") else None
        )
        if found is None:
            break
        entry, groups = found
        fields = {**fields, **groups}
    return entry, fields


def _first_match(
    dictionary: ErrorDictionary, listing: str, text: str
) -> tuple[ErrorEntry, dict[str, str]] | None:
    for entry in dictionary.beginning(listing, text):
        match = entry.match(text)
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


def _account(entry: ErrorEntry | None, fields: Mapping[str, Json]) -> str | None:
    names = (entry.account,) if entry is not None and entry.account else _ACCOUNT_FIELDS
    return next((value for name in names if isinstance(value := fields.get(name), str)), None)
