"""Errors in Rust's debug text, as the node and Rust's clients print them: `ActionError(ActionError { index: … })`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from xccviz.analysis.failures.dictionary import ErrorDictionary
from xccviz.model.raw import Json, whole_number
from xccviz.patterns import later
from xccviz.sources.files.rust_debug import Call, DebugTextError, Struct, Text, read_debug

_BEGINS = later(r"(?:(?<![\w\"])|(?<==\"))_?[A-Z]\w+(?=\s*[({])")
_TRIED = 200
"""Names in a text at which an error is looked for."""
_OUTER = ("ActionError", "InvalidTxError")
_AROUND = ("HandlerError", "ServerError", "TxExecutionError", "InvalidTransaction")
"""Rust names around an error that the wire has none for."""
_BEYOND = ("HostError", "WasmTrap")
"""Groups without rows of their own: their variants are those of the texts (`ExecutionError`)."""


def errors_in_debug(text: str, dictionary: ErrorDictionary) -> Iterator[Json]:
    """The values of every error that begins somewhere in `text`, the outermost first."""
    names = _names(dictionary)
    begins = (found.start() for found in _BEGINS.finditer(text) if found[0] in names or found[0] in _AROUND)
    for start in islice(begins, _TRIED):
        try:
            value, _ = read_debug(text, start)
        except DebugTextError:
            continue
        yield _json(value, names)


def _names(dictionary: ErrorDictionary) -> frozenset[str]:
    found = {name for rows in dictionary.groups.values() for name in rows} | {*_OUTER, *_BEYOND}
    found |= {name.title().replace("_", "") for name in dictionary.groups["HANDLER_ERROR"]}
    for listing in dictionary.texts.get("ExecutionError", ()):
        found.add(listing.key.partition(".")[2])
    return frozenset(found)


def _json(value: object, names: frozenset[str], around: str = "") -> Json:
    """The JSON that the node writes for it: a variant is an object of one member, a wrapper is what it wraps."""
    if isinstance(value, Text):
        return value.text
    if isinstance(value, list):
        return [_json(item, names) for item in value]
    if isinstance(value, Struct):
        fields: dict[str, Json] = {name: _json(item, names) for name, item in value.fields.items()}
        if set(fields) == {"inner"}:  # NearToken, Gas
            return fields["inner"]
        if value.name == "InvalidTransaction" and "context" in fields:
            return {"InvalidTxError": fields["context"]}
        return {value.name: fields} if value.name in names and value.name != around else fields
    if isinstance(value, Call):
        if value.name == "InvalidTransaction" and len(value.values) == 1:
            return {"InvalidTxError": _json(value.values[0], names)}
        inner: list[Json] = [_json(item, names, value.name) for item in value.values]
        content: Json = inner[0] if len(inner) == 1 else list(inner)
        return {value.name: content} if value.name in names else content
    if isinstance(value, str):
        return None if value == "None" else value if (number := whole_number(value)) is None else number
    return None
