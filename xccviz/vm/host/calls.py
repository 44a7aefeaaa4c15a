"""The action that calls a contract: from a promise, from a weighted one, from a yield."""

from __future__ import annotations

from base64 import b64encode

from xccviz.model.raw import Json
from xccviz.vm import errors
from xccviz.vm.machine import Machine

_GAS_AND_DEPOSIT = 8 + 16
_LENGTH = 4


def promise_batch_action_function_call(
    m: Machine, index: int, method_size: int, method_at: int, size: int, at: int, amount_at: int, gas: int
) -> None:
    """A call that gets the gas said and no more."""
    promise_batch_action_function_call_weight(m, index, method_size, method_at, size, at, amount_at, gas, 0)


def promise_batch_action_function_call_weight(
    m: Machine,
    index: int,
    method_size: int,
    method_at: int,
    size: int,
    at: int,
    amount_at: int,
    gas: int,
    weight: int,
) -> None:
    """A call that gets its share of what is left at the end too. Sic: a view call refuses it under the other name."""
    m.start("promise_batch_action_function_call")
    deposit = m.guest.amount(amount_at)
    m.note.say(promise=index)
    method, args = read_call(m, (method_size, method_at), (size, at))
    m.note.say(deposit=deposit, gas=gas, **({"weight": weight} if weight else {}))
    receipt, to_self = m.drafts.receipt(index)
    pay_call(m, to_self, len(method) + len(args))
    m.gas.promise(0, gas)
    m.give(deposit, subsidised=True)
    append_call(m, receipt, method, args, deposit, gas, weight)


def read_call(m: Machine, method: tuple[int, int], args: tuple[int, int]) -> tuple[bytes, bytes]:
    """Method and arguments from pairs of length and pointer."""
    name = m.guest.bytes_of(*method)
    if not name:
        raise errors.host("EmptyMethodName")
    sent = m.guest.bytes_of(*args)
    m.note.say(method=_shown(name), args=sent)
    return name, sent


def append_call(
    m: Machine, receipt: int, method: bytes, args: bytes, deposit: int, gas: int, weight: int
) -> None:
    """The action itself: paid for already. The method's name is decoded last."""
    try:
        name = method.decode()
    except UnicodeDecodeError:
        raise errors.host("InvalidMethodName") from None
    size = _LENGTH + len(method) + _LENGTH + len(args) + _GAS_AND_DEPOSIT
    encoded = b64encode(args).decode()
    fields: dict[str, Json] = {"method_name": name, "args": encoded, "gas": gas, "deposit": str(deposit)}
    place = m.drafts.append(receipt, "FunctionCall", fields, size)
    m.drafts.weigh(receipt, place, weight)
    m.note.receipt, m.note.action = receipt, place


def pay_call(m: Machine, to_self: bool, size: int) -> None:
    """What the action costs: itself, and by the byte of method and arguments."""
    m.pay_action("function_call_base", to_self)
    m.pay_action("function_call_byte", to_self, size)


def _shown(name: bytes) -> str | bytes:
    try:
        return name.decode()
    except UnicodeDecodeError:
        return name
