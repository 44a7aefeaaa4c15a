"""Registers: places of the host that hold bytes for the code."""

from __future__ import annotations

from xccviz.vm.gas import MOST
from xccviz.vm.machine import Machine


def read_register(m: Machine, register: int, at: int) -> None:
    """Copy a register into memory."""
    m.pay("base")
    data = m.guest.register(register)
    m.note.say(register=register)
    m.note.answer(data)
    m.guest.write(at, data)


def register_len(m: Machine, register: int) -> int:
    """How long a register is; 2^64−1 where there is none."""
    m.pay("base")
    size = m.guest.register_size(register)
    m.note.say(register=register)
    m.note.answer(size)
    return MOST if size is None else size


def write_register(m: Machine, register: int, size: int, at: int) -> None:
    """Fill a register from memory."""
    m.pay("base")
    data = m.guest.read(at, size)
    m.note.say(register=register, data=data)
    m.guest.set_register(register, data)
