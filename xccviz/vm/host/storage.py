"""The account's storage by key."""

from __future__ import annotations

from xccviz.vm import errors
from xccviz.vm.machine import Machine

_INLINE_VALUE = 4000
"""Longer values lie apart in a node's store, and reading one costs a little more."""


def storage_write(m: Machine, key_size: int, key_at: int, size: int, at: int, register: int) -> int:
    """Write a key; 1 and the old value in a register where it had one."""
    key = _key(m, "write", key_size, key_at)
    value = m.guest.bytes_of(size, at)
    m.note.say(value=value)
    limit = m.prices.limits["max_length_storage_value"]
    if len(value) > limit:
        raise errors.host("ValueLengthExceeded", len(value), limit)
    m.pay("storage_write_key_byte", len(key))
    m.pay("storage_write_value_byte", len(value))
    old = m.storage.get(key)
    if old is not None:
        m.pay("storage_write_evicted_byte", len(old))
    _pay_trie(m)
    m.storage.put(key, value)
    m.note.answer(old)
    if old is None:
        m.usage_change += len(key) + len(value) + m.prices.bytes_per_record
        return 0
    m.usage_change += len(value) - len(old)
    m.guest.set_register(register, old)
    return 1


def storage_read(m: Machine, key_size: int, key_at: int, register: int) -> int:
    """Read a key into a register; 0 where it is not there."""
    key = _key(m, "read", key_size, key_at)
    m.pay("storage_read_key_byte", len(key))
    value = m.storage.get(key)
    m.note.answer(value)
    if value is None:
        return 0
    m.pay("storage_read_value_byte", len(value))
    if len(value) > _INLINE_VALUE:
        m.pay("storage_large_read_overhead_base")
        m.pay("storage_large_read_overhead_byte", len(value))
    m.guest.set_register(register, value)
    return 1


def storage_remove(m: Machine, key_size: int, key_at: int, register: int) -> int:
    """Remove a key; 1 and its value in a register where it was there."""
    key = _key(m, "remove", key_size, key_at)
    m.pay("storage_remove_key_byte", len(key))
    old = m.storage.get(key)
    if old is not None:
        m.pay("storage_remove_ret_value_byte", len(old))
    _pay_trie(m)
    m.storage.put(key, None)
    m.note.answer(old)
    if old is None:
        return 0
    m.usage_change -= len(key) + len(old) + m.prices.bytes_per_record
    m.guest.set_register(register, old)
    return 1


def storage_has_key(m: Machine, key_size: int, key_at: int) -> int:
    """Whether a key is there."""
    key = _key(m, "has_key", key_size, key_at)
    m.pay("storage_has_key_byte", len(key))
    there = m.storage.get(key) is not None
    m.note.answer(there)
    return int(there)


def storage_iter_prefix(m: Machine, *_: int) -> int:
    """Gone since long: ends the call, free."""
    raise errors.host("Deprecated", "storage_iter_prefix")


def storage_iter_range(m: Machine, *_: int) -> int:
    """Gone since long: ends the call, free."""
    raise errors.host("Deprecated", "storage_iter_range")


def storage_iter_next(m: Machine, *_: int) -> int:
    """Gone since long: ends the call, free."""
    raise errors.host("Deprecated", "storage_iter_next")


def _key(m: Machine, operation: str, size: int, at: int) -> bytes:
    m.pay("base")
    if operation in ("write", "remove"):
        m.no_view(f"storage_{operation}")
    m.pay(f"storage_{operation}_base")
    key = m.guest.bytes_of(size, at)
    m.note.say(key=key)
    limit = m.prices.limits["max_length_storage_key"]
    if len(key) > limit:
        raise errors.host("KeyLengthExceeded", len(key), limit)
    return key


def _pay_trie(m: Machine) -> None:
    """The nodes of the trie that the chain charged: all at the first write, for how they divide is not told."""
    if m.trie_paid:
        return
    m.trie_paid = True
    for cost, nodes in (
        ("touching_trie_node", m.context.trie_nodes),
        ("read_cached_trie_node", m.context.cached_trie_nodes),
    ):
        if nodes:
            m.pay(cost, nodes)
