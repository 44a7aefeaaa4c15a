"""Promises: receipts to be made, what waits for them, and what came back to a callback."""

from __future__ import annotations

from struct import iter_unpack

from xccviz.vm import errors
from xccviz.vm.gas import MOST
from xccviz.vm.host import calls
from xccviz.vm.host.facts import free_bytes
from xccviz.vm.machine import Machine

_INDEX_BYTES = 8
_SUCCESSFUL, _FAILED = 1, 2


def promise_create(
    m: Machine,
    size: int,
    at: int,
    method_size: int,
    method_at: int,
    args_size: int,
    args_at: int,
    amount_at: int,
    gas: int,
) -> int:
    """A receipt with one call."""
    index = promise_batch_create(m, size, at)
    calls.promise_batch_action_function_call(
        m, index, method_size, method_at, args_size, args_at, amount_at, gas
    )
    return index


def promise_then(
    m: Machine,
    after: int,
    size: int,
    at: int,
    method_size: int,
    method_at: int,
    args_size: int,
    args_at: int,
    amount_at: int,
    gas: int,
) -> int:
    """A receipt with one call that waits for a promise."""
    index = promise_batch_then(m, after, size, at)
    calls.promise_batch_action_function_call(
        m, index, method_size, method_at, args_size, args_at, amount_at, gas
    )
    return index


def promise_and(m: Machine, at: int, count: int) -> int:
    """A join of promises: those of joins one by one, in order, repetitions kept. Sic: paid by the byte."""
    m.start("promise_and")
    m.pay("promise_and_base")
    size = count * _INDEX_BYTES
    if size > MOST:
        raise errors.host("IntegerOverflow")
    m.pay("promise_and_per_promise", size)
    limit = m.prices.limits["max_number_input_data_dependencies"]
    joined: list[int] = []
    indices: list[int] = []
    for (index,) in iter_unpack("<Q", m.guest.read(at, size)):
        indices.append(index)
        promise = m.drafts.promise(index)
        joined += promise if isinstance(promise, tuple) else (promise,)
        if len(joined) > limit:
            raise errors.host("NumberInputDataDependenciesExceeded", len(joined), limit)
    m.note.say(promises=", ".join(map(str, indices)))
    return m.drafts.push(tuple(joined))


def promise_batch_create(m: Machine, size: int, at: int) -> int:
    """A receipt without actions yet."""
    m.start("promise_batch_create")
    receiver = m.guest.account(size, at)
    m.note.say(receiver=receiver)
    m.pay_receipt(receiver == m.context.current_account_id, [])
    return _made(m, receiver, ())


def promise_batch_then(m: Machine, after: int, size: int, at: int) -> int:
    """A receipt that waits for a promise; each datum it waits for is paid now."""
    m.start("promise_batch_then")
    receiver = m.guest.account(size, at)
    m.note.say(after=after, receiver=receiver)
    promise = m.drafts.promise(after)
    waits = promise if isinstance(promise, tuple) else (promise,)
    to_self = receiver == m.context.current_account_id
    m.pay_receipt(to_self, [m.drafts.receipts[place].receiver_id == receiver for place in waits])
    return _made(m, receiver, waits)


def promise_set_refund_to(m: Machine, index: int, size: int, at: int) -> None:
    """Who gets a receipt's deposit back when it fails."""
    m.start("promise_set_refund_to")
    account = m.guest.account(size, at)
    m.note.say(promise=index, account=account)
    promise = m.drafts.promise(index)
    if isinstance(promise, tuple):
        raise errors.host("CannotSetRefundToOnJointPromise")
    m.note.receipt = promise
    m.drafts.receipts[promise].refund_to = account


def promise_results_count(m: Machine) -> int:
    """How many results came."""
    m.start("promise_results_count")
    return len(m.context.results)


def promise_result(m: Machine, index: int, register: int) -> int:
    """A result into a register; 2 and the register as it was where it failed."""
    m.start("promise_result")
    m.note.say(slot=index)
    if index >= len(m.context.results):
        raise errors.host("InvalidPromiseResultIndex", index)
    m.note.slot = index
    value = m.context.results[index]
    m.note.answer(value)
    if value is None:
        return _FAILED
    m.guest.set_register(register, value, free_bytes(m))
    return _SUCCESSFUL


def promise_return(m: Machine, index: int) -> None:
    """The result of a promise becomes the call's own. The last one said wins."""
    m.pay("base")
    m.pay("promise_return")
    m.no_view("promise_return")
    m.note.say(promise=index)
    promise = m.drafts.promise(index)
    if isinstance(promise, tuple):
        raise errors.host("CannotReturnJointPromise")
    m.note.receipt = promise
    m.returned, m.value = promise, None


def _made(m: Machine, receiver: str, after: tuple[int, ...]) -> int:
    place = m.drafts.create(receiver, after)
    m.note.receipt = place
    return m.drafts.push(place)
