"""What a host call asked and what it got, on a line: `alpha.near get_value({}) 10 Tgas → promise 0`. Bytes as
text or JSON where they are, else in hex."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from xccviz.catalogue import numeral, tr, trn
from xccviz.model.amounts import format_gas, format_near
from xccviz.vm.types import HostCall, Readable
from xccviz.words.numbers import bytes_count
from xccviz.words.replays import bytes_words

_ROOM, _T, _NONE = 160, 10**12, 1 << 63
_Args = Mapping[str, Readable]
MADE = "promise_batch_action_"
"""How the names of calls begin that give a promise an action."""
LOAD_WORDS, END_WORDS = tr("load the contract"), tr("it ends here")
"""What stands where the name of a call does before the first of them, and where a run fails in none of them."""


def asked_words(calls: Sequence[HostCall]) -> str:
    """What a call asked, with the actions that calls after it gave to the promise that it made."""
    first = calls[0]
    told = _ASKED.get(first.name, _plain)(_args(first))
    actions = [action_words(each) for each in calls[1:] if each.name.startswith(MADE)]
    return " ".join(part for part in (told, ", ".join(actions)) if part)


def got_words(call: HostCall) -> str:
    """What it got, "" where it gets nothing; of a call in which the run ended, why."""
    if call.error is not None:
        return call.error
    if call.name == "promise_result":
        if call.slot is None:
            return ""
        return tr("Failed") if call.result is None else tr("Successful: {value}", value=_value(call.result))
    if call.name in ("storage_write", "storage_remove"):
        return tr("was not there") if call.result is None else tr("was {value}", value=_value(call.result))
    if call.result is None:
        return tr("nothing there") if call.name == "storage_read" else ""
    if call.name.startswith("promise_") and call.name != "promise_results_count":
        return tr("promise {number}", number=call.result)
    if call.name in _MONEY and isinstance(call.result, int):
        return format_near(call.result)
    if call.name in _GAS and isinstance(call.result, int):
        return format_gas(call.result)
    return _value(call.result)


def action_words(call: HostCall) -> str:
    """The action that a call gave to a promise: `get_value({}) 10 Tgas`, `Transfer 1 NEAR`."""
    args = _args(call)
    if "method" in args:
        parts = [f"{_value(args['method'])}({_sent(args.get('args'))})"]
        if isinstance(deposit := args.get("deposit"), int) and deposit:
            parts.append(format_near(deposit))
        if isinstance(gas := args.get("gas"), int) and gas:
            parts.append(format_gas(gas))
        if isinstance(weight := args.get("weight"), int) and weight:
            parts.append(trn("rest", "{count} shares of the rest", weight))
        return " ".join(parts)
    name = call.name.removeprefix(MADE).replace("_", " ")
    amount = args.get("amount")
    return f"{name} {format_near(amount)}" if isinstance(amount, int) else name


def tgas_words(gas: int) -> str:
    """Gas in Tgas, six digits: `0.207503 T`."""
    micro = (gas + _T // 2_000_000) // (_T // 1_000_000)
    return numeral(f"{micro // 1_000_000:,}.{micro % 1_000_000:06} T")


def _sent(value: Readable) -> str:
    return _value(value) if value else ""


def _args(call: HostCall) -> _Args:
    return {one.name: one.value for one in call.args}


def _value(value: Readable) -> str:
    if value is None:
        return tr("nothing there")
    if isinstance(value, bytes):
        return bytes_words(value, _ROOM)
    text = str(value)
    return text if len(text) <= _ROOM else f"{text[:_ROOM]}…"


def _plain(args: _Args) -> str:
    """Of a call that did not come to read its memory how much that was to be, not where it lies."""
    told = []
    for name, value in args.items():
        if name in ("at", "register") or name.endswith("_at"):
            continue
        told.append(_size(value) if name == "size" or name.endswith("_size") else _value(value))
    return ", ".join(filter(None, told))


def _size(value: Readable) -> str:
    """A length; "" for what stands for a register, or for text that ends with a 0."""
    return bytes_count(value) if isinstance(value, int) and value < _NONE else ""


def _write(args: _Args) -> str:
    return f"{_value(args.get('key'))} = {_value(args.get('value'))}"


def _then(args: _Args) -> str:
    return f"{_value(args.get('after'))}, {_value(args.get('receiver'))}"


_ASKED: Mapping[str, Callable[[_Args], str]] = {
    "storage_write": _write,
    "promise_and": lambda args: _value(args.get("promises")),
    "promise_batch_then": _then,
    "promise_then": _then,
}
_MONEY = frozenset({"attached_deposit", "account_balance", "account_locked_balance", "validator_stake"})
_GAS = frozenset({"prepaid_gas", "used_gas"})
