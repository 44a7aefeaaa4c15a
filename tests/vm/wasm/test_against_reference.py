# covers: xccviz/vm/wasm/metering.py, xccviz/vm/wasm/walking.py, xccviz/vm/wasm/writing.py
"""Programs made at random do the same and pay the same as a plain interpreter that pays each step as it takes it."""

from __future__ import annotations

from random import Random

import pytest

pytest.importorskip("wasmtime", reason="needs the extra replay")

from tests.vm.hosts import OP, Host, run
from tests.vm.wasm import reference
from xccviz.vm import errors


def compared(random: Random) -> bool:
    """Compare one program; whether it was one that ends soon."""
    program, function = reference.statements(random), reference.expression(random, 2)
    machine = reference.Machine(function)
    try:
        how = machine.start(program)
    except reference.Tired:
        return False
    host = Host()
    try:
        run(reference.module(program, function), host=host)
        ended = "returned"
    except errors.Ended as end:
        ended = {"WasmTrap": "trapped"}.get(end.kind, end.kind)
    told = [(values[0], burnt / OP) for _, values, burnt in host.seen]
    assert (ended, told, host.burnt / OP) == (how, machine.told, machine.paid)
    return True


def test_gas_and_doings_are_those_of_a_plain_interpreter() -> None:
    random = Random(504)
    assert sum(compared(random) for _ in range(200)) > 120


@pytest.mark.long
def test_thousands_of_programs_too() -> None:
    random = Random(16)
    assert sum(compared(random) for _ in range(3_000)) > 2_000
