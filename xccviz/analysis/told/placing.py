"""Putting a part of an error at its place: a variant's name, or JSON that holds one somewhere.

{"AccountDoesNotExist": {…}}      → {"ActionError": {"index": null, "kind": {"AccountDoesNotExist": {…}}}}
{"index": 0, "kind": {…}}         → {"ActionError": {"index": 0, "kind": {…}}}
{"name": "HANDLER_ERROR", "cause": {"name": "TIMEOUT_ERROR"}} → what a node says instead of an outcome
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from xccviz.analysis.failures.dictionary import ErrorDictionary
from xccviz.model.raw import Json, JsonObject, object_of
from xccviz.patterns import later
from xccviz.values import frozen

ROOTS = ("ActionError", "InvalidTxError")
_CAMEL = later(r"(?<=[a-z])(?=[A-Z])")
_LOOKED_AT = 100_000
"""Values of a document that are looked at for an error."""


@frozen
class Told:
    """An error that was told: the value to match, and the group of the dictionary that its outermost name is of."""

    value: Json
    root: str = "Failure"


def in_call(value: Json) -> Told:
    """An error of a function call, from its variant inwards."""
    return _kind({"FunctionCallError": value})


def execution_error(text: str) -> Told:
    """A call that failed with `text`."""
    return in_call({"ExecutionError": text})


def _kind(value: Json) -> Told:
    return Told({"ActionError": {"index": None, "kind": value}})


def _invalid(value: Json) -> Told:
    return Told({"InvalidTxError": value})


def _answer(name: str) -> Callable[[Json], Told]:
    return lambda value: Told({name: value}, "Answer")


PLACES: tuple[tuple[str, Callable[[Json], Told]], ...] = (
    ("ActionErrorKind", _kind),
    ("InvalidTxError", _invalid),
    ("InvalidAccessKeyError", lambda value: _invalid({"InvalidAccessKeyError": value})),
    ("ActionsValidationError", lambda value: _invalid({"ActionsValidation": value})),
    ("ReceiptValidationError", lambda value: _kind({"NewReceiptValidationError": value})),
    ("FunctionCallError", in_call),
    ("MethodResolveError", lambda value: in_call({"MethodResolveError": value})),
    ("CompilationError", lambda value: in_call({"CompilationError": value})),
    ("PrepareError", lambda value: in_call({"CompilationError": {"PrepareError": value}})),
    ("StorageError", lambda value: _invalid({"StorageError": value})),
    ("HANDLER_ERROR", _answer("HANDLER_ERROR")),
    ("REQUEST_VALIDATION_ERROR", _answer("REQUEST_VALIDATION_ERROR")),
    ("Client", _answer("Client")),
)
"""Where the variants of each group stand, the first that knows a name first."""


UNNAMED: Mapping[frozenset[str], str] = {
    frozenset(members): name
    for name, members in (
        ("CreateAccountOnlyByRegistrar", ("account_id", "registrar_account_id", "predecessor_id")),
        ("CreateAccountNotAllowed", ("account_id", "predecessor_id")),
        ("ActorNoPermission", ("account_id", "actor_id")),
        ("LackBalanceForState", ("account_id", "amount")),
        ("TriesToStake", ("account_id", "stake", "locked", "balance")),
        ("InsufficientStake", ("account_id", "stake", "minimum_stake")),
        ("DelegateActionSenderDoesNotMatchTxReceiver", ("sender_id", "receiver_id")),
        ("DelegateActionInvalidNonce", ("delegate_nonce", "ak_nonce")),
        ("DelegateActionNonceTooLarge", ("delegate_nonce", "upper_bound")),
        ("GlobalContractDoesNotExist", ("identifier",)),
        ("InsufficientGasKeyBalance", ("account_id", "public_key", "balance", "required")),
        ("GasKeyBalanceTooHigh", ("account_id", "public_key", "balance")),
        ("DelegateActionInvalidNonceIndex", ("nonce_index", "num_nonces")),
    )
}
"""Kinds of an action's error that no other shares its members with: near-api-js leaves the name out where it has no
message for one. `account_id` alone, or with a `public_key`, may be any of several (ActionErrorKind of nearcore's
core/primitives/src/errors.rs)."""


def place(value: Json, dictionary: ErrorDictionary) -> Told | None:
    """A variant (its name, or an object of that one member) at the place where it belongs; None for no variant."""
    name: Json = next(iter(value)) if isinstance(value, dict) and len(value) == 1 else value
    if not isinstance(name, str):
        return None
    if name in ROOTS and isinstance(value, dict):
        return Told(value)
    for group, wrap in PLACES:
        if name in dictionary.groups.get(group, {}):
            return wrap(value)
    wire = _CAMEL.sub("_", name).upper()  # as nearcore's own code names what a node answers
    if wire != name and wire in dictionary.groups["HANDLER_ERROR"]:
        return Told({"HANDLER_ERROR": {wire: value[name]} if isinstance(value, dict) else wire}, "Answer")
    if dictionary.named_text("ExecutionError", name) is not None:
        return in_call({"HostError": value})
    return None


def place_entry(key: str, values: JsonObject, dictionary: ErrorDictionary) -> Told | None:
    """An entry of the dictionary as the error that it is, with the values told of it."""
    group, _, name = key.partition(".")
    if group == "ExecutionError":
        return in_call({"HostError": {name: values} if values else name})
    wrap = next((wrap for known, wrap in PLACES if known == group), None)
    return wrap({name: values} if values else name) if wrap is not None else None


def place_json(value: Json, dictionary: ErrorDictionary) -> Told | None:
    """The first error inside any JSON, in its own order: a whole one before a part, a part before a node's answer."""
    finders = (
        _whole,
        lambda item: _part(item, dictionary),
        _of_node,
        lambda item: named(item, dictionary),
    )
    return next((told for find in finders for item in objects_in(value) if (told := find(item))), None)


def texts_in(value: Json) -> Iterator[str]:
    """Every text in a document, in its own order."""
    return (item for item in _values(value) if isinstance(item, str))


def _whole(item: JsonObject) -> Told | None:
    if any(root in item for root in ROOTS):
        return Told({root: item[root] for root in ROOTS if root in item})
    return Told(item["Failure"]) if "Failure" in item else None


def _part(item: JsonObject, dictionary: ErrorDictionary) -> Told | None:
    kind, index = item.get("kind"), item.get("index")
    if isinstance(kind, str) and "index" in item and (told := place(kind, dictionary)) is not None:
        return _with_index(told, index)
    if isinstance(kind, dict):
        # near-api-js tells the variant apart from what is in it, where that is all the message says.
        name = item.get("type") or (UNNAMED.get(frozenset(kind)) if "index" in item else None)
        told = place(kind, dictionary) or (place({name: kind}, dictionary) if isinstance(name, str) else None)
        if told is not None:
            return _with_index(told, index)
    return place(item, dictionary)


def named(item: JsonObject, dictionary: ErrorDictionary) -> Told | None:
    """A variant that tells its name in a member, with what it tells beside it (`info`, where a node does)."""
    for key in ("type", "name"):
        name = item.get(key)
        if isinstance(name, str):
            rest: JsonObject = {member: value for member, value in item.items() if member != key}
            told = place({name: object_of(rest.get("info")) or rest} if rest else name, dictionary)
            if told is not None:
                return told
    return None


def _with_index(told: Told, index: Json) -> Told:
    error = object_of(told.value).get("ActionError")
    return Told({"ActionError": {**error, "index": index}}) if isinstance(error, dict) else told


def _of_node(item: JsonObject) -> Told | None:
    """The error of a JSON-RPC answer by its `cause`."""
    cause = object_of(item.get("cause"))
    name, kind = cause.get("name"), item.get("name")
    if not isinstance(name, str) or not isinstance(kind, str):
        return None
    return Told({kind: {name: cause.get("info") or {}}}, "Answer")


def objects_in(value: Json) -> Iterator[JsonObject]:
    """Every object in a document, in its own order."""
    return (item for item in _values(value) if isinstance(item, dict))


def _values(value: Json) -> Iterator[Json]:
    stack = [value]
    for _ in range(_LOOKED_AT):
        if not stack:
            return
        item = stack.pop()
        yield item
        if isinstance(item, dict):
            stack.extend(reversed(item.values()))
        elif isinstance(item, list):
            stack.extend(reversed(item))
