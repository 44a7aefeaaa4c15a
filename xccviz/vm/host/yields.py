"""Callbacks that wait for a datum: made here, resumed here or by a later transaction."""

from __future__ import annotations

from xccviz.vm import errors
from xccviz.vm.gas import MOST
from xccviz.vm.host.calls import append_call, pay_call, read_call
from xccviz.vm.machine import Machine

_ID = 32
_STAYS_YIELD_SINCE = 83
"""The protocol version since which a yield that its own call resumes stays one; before, both became plain receipts."""


def promise_yield_create(
    m: Machine, method_size: int, method_at: int, size: int, at: int, gas: int, weight: int, register: int
) -> int:
    """A callback of the account itself that waits; the id of what it waits for into a register."""
    m.start("promise_yield_create")
    m.pay("yield_create_base")
    method, args = read_call(m, (method_size, method_at), (size, at))
    m.note.say(gas=gas, weight=weight)
    m.pay("yield_create_byte", len(method) + len(args))
    m.gas.promise(0, gas)
    m.pay_receipt(True, [True])
    receipt, data_id = m.drafts.create_yield()
    index = _call(m, receipt, method, args, 0, gas, weight)
    m.guest.set_register(register, data_id)
    return index


def promise_yield_create_with_id(
    m: Machine,
    method_size: int,
    method_at: int,
    size: int,
    at: int,
    amount_at: int,
    gas: int,
    weight: int,
    id_size: int,
    id_at: int,
) -> int:
    """The same under an id of the contract's own; 2^64−1 where that one waits already. Its receipt is there before
    anything of it is paid."""
    m.start("promise_yield_create_with_id")
    m.pay("yield_create_with_id_base")
    deposit = m.guest.amount(amount_at)
    method, args = read_call(m, (method_size, method_at), (size, at))
    own = m.guest.bytes_of(id_size, id_at)
    m.note.say(deposit=deposit, gas=gas, weight=weight, id=own)
    if len(own) != _ID:
        raise errors.host("YieldIdMalformed")
    m.pay("yield_create_byte", len(method) + len(args))
    if own in m.own_yield_ids or own in m.known(m.context.yield_ids, "yield_ids", own.hex()):
        return MOST
    receipt, data_id = m.drafts.create_yield()
    m.gas.promise(0, gas)
    m.pay_receipt(True, [True])
    index = _call(m, receipt, method, args, deposit, gas, weight)
    m.own_yield_ids[own] = data_id
    return index


def promise_yield_resume(m: Machine, id_size: int, id_at: int, size: int, at: int) -> int:
    """Give a yield its datum; 1 where it waits. Sic: a view call is refused under another name."""
    data_id, payload = _payload(m, "promise_submit_data", id_size, id_at, size, at)
    if len(data_id) != _ID:
        raise errors.host("DataIdMalformed")
    done = _resume(m, data_id, payload)
    if not done:
        m.refused.add(data_id)
    return done


def promise_yield_resume_with_yield_id(m: Machine, id_size: int, id_at: int, size: int, at: int) -> int:
    """The same by an id of the contract's own."""
    own, payload = _payload(m, "promise_yield_resume_with_yield_id", id_size, id_at, size, at)
    if len(own) != _ID:
        raise errors.host("YieldIdMalformed")
    data_id = m.own_yield_ids.get(own)
    if data_id is None:
        data_id = m.known(m.context.yield_ids, "yield_ids", own.hex()).get(own)
    done = 0 if data_id is None else _resume(m, data_id, payload)
    if not done:
        m.refused_own.add(own)
    return done


def _call(m: Machine, receipt: int, method: bytes, args: bytes, deposit: int, gas: int, weight: int) -> int:
    index = m.drafts.push(receipt)
    pay_call(m, True, len(method) + len(args))
    m.give(deposit, subsidised=True)
    append_call(m, receipt, method, args, deposit, gas, weight)
    return index


def _payload(m: Machine, name: str, id_size: int, id_at: int, size: int, at: int) -> tuple[bytes, bytes]:
    """Sic: paid by the length that was given, so that a payload in a register overflows."""
    m.pay("base")
    m.no_view(name)
    m.pay("yield_resume_base")
    m.pay("yield_resume_byte", size)
    waits, payload = m.guest.bytes_of(id_size, id_at), m.guest.bytes_of(size, at)
    m.note.say(id=waits, payload=payload)
    limit = m.prices.limits["max_yield_payload_size"]
    if len(payload) > limit:
        raise errors.host("YieldPayloadLength", len(payload), limit)
    return waits, payload


def _resume(m: Machine, data_id: bytes, payload: bytes) -> int:
    """One of this call is known here; of those before, the context tells."""
    own = m.drafts.has_yield(data_id)
    waits = not own and data_id in m.known(m.context.waiting, "waiting", data_id.hex())
    return int(m.drafts.resume(data_id, payload, waits, m.prices.version >= _STAYS_YIELD_SINCE))
