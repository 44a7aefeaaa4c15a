"""The error in a text from anywhere: JSON, Rust's debug text, a message, a name, or any of them inside a terminal.

text ─ READINGS ─ whole JSON · a name · a message · JSON inside · debug text inside · lines
                    └→ the value of "Failure" (or of a node's answer), which `match_error` takes
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from html import unescape
from itertools import islice
from urllib.parse import unquote_plus

from xccviz.analysis.failures.dictionary import ErrorDictionary
from xccviz.analysis.failures.match import match_error, matched_entry
from xccviz.analysis.told.placing import (
    Told,
    execution_error,
    in_call,
    named,
    objects_in,
    place,
    place_entry,
    place_json,
    texts_in,
)
from xccviz.analysis.told.rust import errors_in_debug
from xccviz.analysis.told.templates import Template, read_template
from xccviz.analysis.told.wrappings import PANIC, before_stack, cut_out, is_frame, peeled
from xccviz.model.raw import Json
from xccviz.patterns import later
from xccviz.sources.files.literal import read_literal
from xccviz.sources.files.naming import in_snake_case, snake_case
from xccviz.values import frozen

LONGEST = 200_000
"""Characters of a text that are looked at."""
_LINES = 400
_OBJECTS = 60
"""Places in a text at which JSON may begin."""
_LITERAL = 4_000
"""Characters of an object as `console.log` prints it."""
_TEXTS = 200
"""Texts of a JSON document that are read as messages."""
LONGEST_LINE = 4_000
"""Characters of a line in which a message is looked for."""
_JOINED = 3
"""Lines that a message may go over."""
_UNMISTAKABLE = 18
"""Characters of its own that a message needs to be taken out of the middle of a line."""
_NAME = later(r"_?[A-Z]\w+(?:\.[A-Z]\w+)?")
_REDIRECT = later(r"(?:^|[?&#])errorMessage=([^&#\s]*)")
_CODE = later(r"(?:^|[?&#])errorCode=([^&#\s]*)")
_PERCENTS = later(r"^((?:%[0-9A-Fa-f]{2}|[\w.~+-])+)\Z")
_PROGRAM = later(r"\bthread '[^'\n]*'(?: \(\d+\))? panicked at ")
_PANIC_OVER_LINES = later(
    r"Smart contract panicked: panicked at (?:"
    r"[^\n']{1,300}?:\d+:\d+:\n[^\n]+(?:\n\s*(?:left|right): [^\n]*)*"
    r"|'[^']{1,4000}', [^\n']{1,300}?:\d+:\d+)"
)
"""A panic as Rust writes it, the place in a line of its own or the two sides of an assertion."""
_OF_CLIENT = later(r"\bError \{ repr: |\bExecution(?:Failure|Result|FinalResult)\b|\b(?:Json)?Rpc\w*Error\b")
"""Types of near-workspaces and near-jsonrpc-client, which no contract has."""
_AROUND = " \t\r\n\ufeff\u200b\u00a0*~"
"""What copying leaves around a text, and what makes it bold."""
_CODES = later(r"(?:\x1b|\^\[)\[[0-9;?]*[A-Za-z]")
"""Colours of a terminal, as codes and as some terminals show codes."""
_TYPOGRAPHIC = dict.fromkeys(map(ord, "“”„‟«»"), '"') | dict.fromkeys(map(ord, "‘’‚"), "`")
"""Quotes and apostrophes as a word processor or a chat makes them."""
_MEMBERED = later(r"(?<![\w\"])([A-Z]\w+)['\"]?[\s:=>({\[]*+(?:map\[|array\s*\()?\s*(?=['\"]?[a-z])")
_MEMBER = later(r"[\s,]*['\"]?([a-z]\w*)['\"]?\s*(?::|=>?)\s*['\"]?([^\s,'\"()\[\]{}\\]++)(?![(\\])['\"]?")
_MEMBERED_TRIED = 200
_ANY_CODE = "Panic.Rust."
"""Entries of what Rust itself says, in a contract as in a test of it."""
_VARYING = later(r"\(\?P<\w+>[^)]*\)|\\[\w.]|[\^$()?*+\[\]]")
_ENCODED = 3
"""How often what is encoded is decoded: some wallets encode what is encoded already."""
_DECODER = json.JSONDecoder()


@frozen
class Known:
    """What texts are compared with."""

    dictionary: ErrorDictionary
    templates: Sequence[Template]
    of_program: bool = False
    """Whether the text is what a program of Rust printed as it panicked: then what any code may say is no contract's.
    """


def find_told(text: str, dictionary: ErrorDictionary, templates: Sequence[Template]) -> Told | None:
    """The error that `text` tells of, at its place in the node's enums; None where it is none that is known. Never
    raises."""
    text = _CODES.sub("", text[:LONGEST]).strip(_AROUND)
    known = Known(dictionary, templates, _PROGRAM.search(text) is not None)
    said = (text, *_decoded(text))
    told = (_first(rows, each, known) for rows in (READINGS, BY_WORDS) for each in said)
    return next((found for found in told if found is not None), None)


def _first(rows: Sequence[Reading], text: str, known: Known) -> Told | None:
    return next((told for read in rows if (told := read(text, known)) is not None), None) if text else None


def _decoded(text: str) -> Iterator[str]:
    """What a client escaped as if for a page, and what a wallet gives back in the address of the application."""
    plain = unescape(text)
    if plain != text:
        yield plain
    if '\\"' in text:
        yield text.replace('\\"', '"')  # within a text of a log
    if (straight := text.translate(_TYPOGRAPHIC)) != text:
        yield straight
    for pattern in (_REDIRECT, _CODE, _PERCENTS):
        found = pattern.search(text)
        said = found[1] if found is not None else ""
        for _ in range(_ENCODED):
            said = unquote_plus(said)
        yield said


def _whole_json(text: str, known: Known) -> Told | None:
    """JSON that holds an error, whichever; a text in quotes."""
    value: Json = text
    for _ in range(_ENCODED):
        if not isinstance(value, str) or value.strip()[:1] not in ("{", "[", '"'):
            break
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            break
    if not isinstance(value, str):
        return _in_json(value, known)
    return _first((*TEXTS, *BY_WORDS), value.strip(), known) if value != text else None


def _in_json(value: Json, known: Known) -> Told | None:
    """An error by its structure; else, or where a node only answers that there was one, by the texts in it."""
    value = in_snake_case(value, "Failure")
    told = place_json(value, known.dictionary)
    if told is not None and told.root == "Failure" and _is_known(told, known):
        return _typed(value, told, known) or told
    return _said_in(value, told, known)


def _said_in(value: Json, told: Told | None, known: Known) -> Told | None:
    """What the texts in an answer say, where that is more than the answer itself, `told`."""
    for number, text in enumerate(texts_in(value)):
        if number >= _TEXTS:
            break
        inner = _message(text, known) or _debug_inside(text, known)
        if inner is not None and (told is None or inner.root == "Failure"):
            return inner
    return told


def _typed(value: Json, told: Told, known: Known, before: str = "") -> Told | None:
    """What the message says beside a `type`, which near-api-js guesses from that message; `before` the object it may
    stand, too."""
    for item in objects_in(value):
        if named(item, known.dictionary) == told:
            said = item.get("message")
            return _message(said if isinstance(said, str) else before, known)
    return None


def _message(text: str, known: Known) -> Told | None:
    """A message by itself, or with what a tool puts in front of it. A contract's own message may hold a stack."""
    said = text if text.startswith(PANIC) else before_stack(text)
    for number, part in enumerate(peeled(said)):
        told = _read(part, known) or (_bare_name(part, known) if number else None)
        if told is not None:
            return told
    return None


def _panic_over_lines(text: str, known: Known) -> Told | None:
    """A contract's panic among the lines of a terminal, unless an object there tells it with its action."""
    found = _PANIC_OVER_LINES.search(text) if "ExecutionError" not in text else None
    return _message(found[0], known) if found is not None else None


def _json_inside(text: str, known: Known) -> Told | None:
    for at, found in _objects_in(text):
        value = in_snake_case(found, "Failure")
        told = place_json(value, known.dictionary)
        if told is not None and _is_known(told, known):
            return _typed(value, told, known, text[:at].strip()) or told
    return None


def _objects_in(text: str) -> Iterator[tuple[int, Json]]:
    """JSON, or what `console.log` or Python print of an object, with where it begins."""
    at = -1
    for _ in range(_OBJECTS):
        at = text.find("{", at + 1)
        if at < 0:
            return
        try:
            value, end = _object_at(text, at)
        except (ValueError, RecursionError):
            continue
        yield at, value
        at = end - 1


def _object_at(text: str, at: int) -> tuple[Json, int]:
    try:
        return _DECODER.raw_decode(text, at)
    except (ValueError, RecursionError):
        value, length = read_literal(text[at : at + _LITERAL])
        return value, at + length


def _debug_inside(text: str, known: Known) -> Told | None:
    for value in errors_in_debug(text, known.dictionary):
        told = place(value, known.dictionary)
        if told is not None and _is_known(told, known):
            return told if told.root == "Failure" else _said_in(value, told, known)
    return None


def _with_members(text: str, known: Known) -> Told | None:
    """A variant's name and its members in whatever notation: YAML, Go's `map[…]`, Kotlin's and Python's of classes,
    `Name (member: value)`. Every member must be one that this variant has."""
    for found in islice(_MEMBERED.finditer(text), _MEMBERED_TRIED):
        name = found[1]
        own = {place for row in known.templates if row.key.endswith(f".{name}") for place in row.places}
        members: dict[str, Json] = {}
        at = found.end()
        while (member := _MEMBER.match(text, at)) is not None and snake_case(member[1]) in own:
            members[snake_case(member[1])] = member[2]
            at = member.end()
        if not members:
            continue
        # An action may fail of the same name as a transaction is refused for.
        refused = name in known.dictionary.groups["InvalidTxError"] and "InvalidTxError" in text
        told = (
            Told({"InvalidTxError": {name: members}}) if refused else place({name: members}, known.dictionary)
        )
        if told is not None:
            return told
    return None


def _lines(text: str, known: Known) -> Told | None:
    """The first line of a terminal, or the first few together, that is a message; then one that has one in it."""
    lines = [line.strip() for line in text.split("\n") if line.strip() and not is_frame(line)][:_LINES]
    together = [
        " ".join(lines[at : at + count]) for at in range(len(lines)) for count in range(1, _JOINED + 1)
    ]
    for line in together:
        told = _message(line, known)
        if told is not None:
            return told
    cut = (said for line in lines for part in cut_out(line[:LONGEST_LINE]) for said in peeled(part))
    return next((told for part in cut if (told := _read(part, known, _UNMISTAKABLE)) is not None), None)


def _bare_name(text: str, known: Known) -> Told | None:
    """A variant's name alone, as a log or a colleague gives it, or behind that of its enum."""
    outer, _, name = text.rpartition("::")
    if outer and outer.rpartition("::")[2] in known.dictionary.groups:
        text = name
    if not _NAME.fullmatch(text):
        return None
    if text == "ExecutionError":  # without its text it says no more than that the call failed
        return Told({"ActionError": {"index": None, "kind": "FunctionCallError"}})
    trap = text.removeprefix("WasmTrap.")
    if text != trap or known.dictionary.named_text("ExecutionError", f"WasmTrap.{text}") is not None:
        return in_call({"WasmTrap": trap})
    if text == "GuestPanic":
        return execution_error(f"{PANIC}…")  # what the contract said is not told
    if known.dictionary.named_text("ExecutionError", text) is not None:
        return in_call({"HostError": text})
    return place(text, known.dictionary)


Reading = Callable[[str, Known], Told | None]
TEXTS: tuple[Reading, ...] = (
    _bare_name,
    _message,
    _panic_over_lines,
    _json_inside,
    _debug_inside,
)
READINGS: tuple[Reading, ...] = (_whole_json, *TEXTS)
BY_WORDS: tuple[Reading, ...] = (_with_members, _lines)
"""In the order in which they are tried; by words where nothing has a form that is known."""


def _read(text: str, known: Known, least: int = 0) -> Told | None:
    """A message of the node, of a client, or of a contract's library; of those with at least `least` characters of
    their own."""
    if not text.strip():
        return None  # a panic without a message is one inside a panic only
    plain = execution_error(text)
    if _is_pattern(text, plain, known, least, "ExecutionError.", "Panic."):
        return plain
    found = read_template(text, known.templates, least)
    if found is not None:
        return place_entry(found[0], dict(found[1]), known.dictionary)
    panic = execution_error(PANIC + text)
    return panic if _is_pattern(text, panic, known, least, "Panic.") else None


def _is_pattern(said: str, told: Told, known: Known, least: int, *kinds: str) -> bool:
    """Whether `told` is one of the texts of these kinds, and what was said enough to tell it by."""
    entry = matched_entry(told.value, known.dictionary)
    return (
        entry is not None
        and entry.pattern is not None
        and entry.key.startswith(kinds)
        and (_weight(entry.pattern) >= least or said.startswith(PANIC))
        and not (entry.inside_only and "ExecutionError." not in kinds)
        and not (entry.key.startswith(_ANY_CODE) and _is_of_a_program(said, known))
    )


def _is_of_a_program(said: str, known: Known) -> bool:
    """Whether what Rust says is a test's or a client's, not a contract's: `unwrap` of the error of a transaction."""
    return not said.startswith(PANIC) and (
        known.of_program or _OF_CLIENT.search(said) is not None or _debug_inside(said, known) is not None
    )


@cache
def _weight(pattern: str) -> int:
    """How many characters of its own a pattern has, about."""
    return len(_VARYING.sub("", pattern))


def _is_known(told: Told, known: Known) -> bool:
    return match_error(told.value, known.dictionary, root=told.root).key is not None
