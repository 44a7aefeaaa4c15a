"""Running out of gas: what is burnt then, and under which name (vm.md §3)."""

from __future__ import annotations

import pytest

from xccviz.vm.errors import Ended
from xccviz.vm.gas import MOST, Gas

PGAS = 10**15


def kind(raised: pytest.ExceptionInfo[Ended]) -> str:
    return raised.value.kind


def test_all_that_was_attached_is_burnt_when_it_is_not_enough() -> None:
    gas = Gas(100, PGAS, view=False)
    gas.pay("base", 30)
    with pytest.raises(Ended) as ended:
        gas.pay("base", 90)
    assert kind(ended) == "GasExceeded"
    assert (gas.burnt, gas.used, gas.left, gas.room) == (100, 100, 0, 0)
    assert gas.profile() == {"BASE": 100}


def test_past_the_most_for_one_call_it_is_another_error() -> None:
    gas = Gas(3 * PGAS, PGAS, view=False)
    assert gas.room == PGAS
    with pytest.raises(Ended) as ended:
        gas.burn(PGAS + 1)
    assert kind(ended) == "GasLimitExceeded"
    assert gas.burnt == PGAS


def test_what_was_promised_cannot_be_burnt() -> None:
    gas = Gas(100, PGAS, view=False)
    gas.pay_action("function_call_base", 10, 30)
    gas.promise(0, 40)
    assert (gas.burnt, gas.promised, gas.left, gas.room) == (10, 60, 30, 30)
    with pytest.raises(Ended) as ended:
        gas.burn(31)
    assert kind(ended) == "GasExceeded"
    assert (gas.burnt, gas.promised) == (41, 59)


def test_a_promise_that_is_not_covered_is_refused() -> None:
    gas = Gas(100, PGAS, view=False)
    with pytest.raises(Ended) as ended:
        gas.promise(0, 101)
    assert kind(ended) == "GasExceeded"
    assert (gas.burnt, gas.used) == (0, 100)


def test_numbers_that_do_not_fit_are_an_overflow() -> None:
    for name in ("pay", "burn", "promise"):
        gas = Gas(100, PGAS, view=False)
        with pytest.raises(Ended) as ended:
            gas.pay("base", MOST + 1) if name == "pay" else gas.burn(
                MOST + 1
            ) if name == "burn" else gas.promise(0, MOST + 1)
        assert kind(ended) == "IntegerOverflow"


def test_instructions_are_what_nothing_else_burnt() -> None:
    gas = Gas(100, PGAS, view=False)
    gas.burn(7)
    gas.pay("base", 3)
    assert gas.profile() == {"BASE": 3, "WASM_INSTRUCTION": 7}
    gas.forgive()
    assert (gas.burnt, gas.profile()) == (0, {})


def test_a_view_has_the_most_for_one_call() -> None:
    gas = Gas(1, PGAS, view=True)
    assert gas.room == PGAS
