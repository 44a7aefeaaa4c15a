"""What differs between two results: the node's and the one here, or the one as it was and a what-if."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

from xccviz.model.raw import Json, JsonObject, object_of
from xccviz.rerun.results import TRIE, error_json, is_of_calls, profile_of
from xccviz.rerun.types import Difference, Ended, Made, Result
from xccviz.vm.types import Write

_MEMBERS = ("receipt_id", "receiver_id", "actions", "input_data_ids", "delivers", "refund_to", "is_yield")


def failed_after(node: Result, here: Result) -> bool:
    """Whether the node failed the receipt for what no run of its calls can show: a balance too small for the storage,
    an action behind them. What they ended with is gone there, so only logs and gas can be compared."""
    return node.error is not None and not is_of_calls(node.error) and here.error is None


def against_node(node: Result, here: Result) -> tuple[Difference, ...]:
    """Everything in which a run here differs from the chain, as far as that tells (`failed_after`)."""
    found = list[Difference]()
    theirs = node.error if here.error is not None or is_of_calls(node.error) else None
    found += _errors(theirs, here.error)
    found += _logs(node.logs, here.logs)
    found += _gas(node, here)
    if node.error is None and here.error is None:
        found += _values(node, here)
        found += _receipts(node.receipts, here.receipts)
        found += _writes(node.writes, here.writes)
    return tuple(found)


def against_fees(beside: tuple[int, int] | None) -> Iterator[Difference]:
    """What the receipt burnt beside its calls, by the node and by the fees in force; None: not known."""
    if beside is not None and beside[0] != beside[1]:
        yield Difference("gas.execution_fees", *beside)


def against_run(here: Result, changed: Result) -> tuple[Difference, ...]:
    """Everything in which a what-if differs from the call as it was."""
    found = [*_errors(here.error, changed.error), *_logs(here.logs, changed.logs)]
    found += _values(here, changed)
    found += _receipts(here.receipts, changed.receipts)
    found += _writes(here.writes, changed.writes)
    found += _gas(here, changed)
    return tuple(found)


def same_end(one: Result, other: Result) -> bool:
    """Whether a call ended alike: the same end, value, receipts but for their gas, and what was written."""
    return _how_it_ended(one) == _how_it_ended(other)


def _how_it_ended(result: Result) -> tuple[object, ...]:
    """How a call ended, without what the gas it was given decides."""
    receipts = [_without_gas(made) for made in result.receipts]
    error = None if result.error is None else result.error.status
    writes = [(write.key, write.new) for write in result.writes or ()]
    return result.status, result.value, result.returned, error, receipts, writes


def _without_gas(made: Made) -> tuple[object, ...]:
    return made.receiver_id, [_action(action) for action in made.actions], made.after, made.is_yield


def _action(action: Json) -> object:
    kind, fields = action_parts(action)
    return kind, {name: value for name, value in fields.items() if name != "gas"}


def _errors(left: Ended | None, right: Ended | None) -> Iterator[Difference]:
    same = (left is None) == (right is None) and (
        left is None or right is None or (left.status, left.action) == (right.status, right.action)
    )
    if not same:
        yield Difference("error", error_json(left), error_json(right))


def _logs(left: Sequence[str], right: Sequence[str]) -> Iterator[Difference]:
    for n, (one, other) in enumerate(zip_longest(left, right)):
        if one != other:
            yield Difference(f"logs[{n}]", one, other)


def _gas(left: Result, right: Result) -> Iterator[Difference]:
    if left.profile is None or right.profile is None:
        return
    ours, theirs = profile_of(left.profile), profile_of(right.profile)
    for cost in sorted({*ours, *theirs}.difference(TRIE)):
        if ours.get(cost, 0) != theirs.get(cost, 0):
            yield Difference(f"gas.{cost}", ours.get(cost, 0), theirs.get(cost, 0))
    failed = left.error is not None or right.error is not None
    nodes = [sum(rows.get(cost, 0) for cost in TRIE) for rows in (ours, theirs)]
    if nodes[0] != nodes[1] and not failed:
        yield Difference("gas.TRIE_NODES", nodes[0], nodes[1])


def _values(left: Result, right: Result) -> Iterator[Difference]:
    if left.status == right.status and (left.value, left.returned) == (right.value, right.returned):
        return
    if "failure" in (left.status, right.status) and left.status == right.status:
        return
    yield Difference("value", _end(left), _end(right))


def _end(result: Result) -> Json:
    if result.status == "receipt":
        return f"receipt {result.returned}"
    return None if result.value is None else _hex_or_text(result.value)


def _receipts(left: Sequence[Made], right: Sequence[Made]) -> Iterator[Difference]:
    for n, (one, other) in enumerate(zip_longest(left, right)):
        if one is None or other is None:
            if one is None or one.receiver_id is not None:  # one that nothing describes may be a refund
                yield Difference(f"receipts[{n}]", _short(one), _short(other))
            continue
        for member in _MEMBERS[: 1 if one.receiver_id is None else None]:
            a, b = getattr(one, member), getattr(other, member)
            if a != b and member == "actions":
                yield from _actions(f"receipts[{n}].actions", a, b)
            elif a != b:
                yield Difference(f"receipts[{n}].{member}", _plain(a), _plain(b))


def _actions(path: str, left: Sequence[Json], right: Sequence[Json]) -> Iterator[Difference]:
    """By member where kinds are the same: `receipts[0].actions[0].gas`."""
    if len(left) != len(right):
        yield Difference(path, _plain(tuple(left)), _plain(tuple(right)))
        return
    for n, (one, other) in enumerate(zip(left, right, strict=True)):
        ours, theirs = action_parts(one), action_parts(other)
        if ours[0] != theirs[0]:
            yield Difference(f"{path}[{n}]", one, other)
            continue
        for name in dict.fromkeys((*ours[1], *theirs[1])):
            a, b = ours[1].get(name), theirs[1].get(name)
            if a != b:
                yield Difference(f"{path}[{n}].{name}", a, b)


def action_parts(action: Json) -> tuple[str, JsonObject]:
    """Kind and members of an action of a node's answer."""
    if isinstance(action, dict) and len(action) == 1:
        kind, fields = next(iter(action.items()))
        return kind, object_of(fields)
    return str(action), {}


def _short(made: Made | None) -> Json:
    return None if made is None else {"receiver_id": made.receiver_id, "actions": [*made.actions]}


def _writes(left: Sequence[Write] | None, right: Sequence[Write] | None) -> Iterator[Difference]:
    if left is None or right is None:
        return
    ours, theirs = {one.key: one for one in left}, {one.key: one for one in right}
    for key in dict.fromkeys((*ours, *theirs)):
        a, b = ours.get(key), theirs.get(key)
        if a is None or b is None or a.new != b.new:
            yield Difference(f"writes[{_hex_or_text(key)}]", _written(a), _written(b))


def _written(write: Write | None) -> Json:
    if write is None:
        return None
    return {"new": None if write.new is None else _hex_or_text(write.new)}


def _hex_or_text(data: bytes) -> str:
    """Bytes as a person writes them: printable text as it is, else hex with its sign in front."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return f"hex:{data.hex()}"
    return text if text.isprintable() and not text.startswith("hex:") else f"hex:{data.hex()}"


def _plain(value: Any) -> Json:
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    plain: Json = value
    return plain
