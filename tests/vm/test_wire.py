"""What a contract's process is asked and answers goes through JSON and is the same."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reference.examples import some
from xccviz.vm import wire
from xccviz.vm.types import (
    Argument,
    Context,
    Failure,
    HostCall,
    MadeAction,
    MadeReceipt,
    Outcome,
    Resume,
    State,
    Write,
)

CONTEXT = Context("a.near", "b.near", "c.near", bytes(33), b"\x07" * 32, 9)
OUTCOME = Outcome(
    "receipt",
    ("hello \ud800", "\0"),
    value=b"\xff",
    returned=1,
    failure=Failure("GuestPanic", "text", {"FunctionCallError": {"ExecutionError": "text"}}),
    receipts=(
        MadeReceipt(
            1, bytes(32), "x.near", (MadeAction("Transfer", {"deposit": "1"}), MadeAction("CreateAccount"))
        ),
        MadeReceipt(2, bytes(32), "y.near", (), (0,), (b"d" * 32,), ((b"e" * 32, "z.near"),), "r.near", True),
    ),
    resumes=(Resume(3, b"f", b"p", True),),
    writes=(Write(b"k", None, b"v"), Write(b"", b"", None)),
    gas_burnt=2**64 - 1,
    balance=2**128 - 1,
    profile={"BASE": 1},
    calls=(
        HostCall(
            0, "log_utf8", (Argument("text", "a"), Argument("raw", b"\0\xff"), Argument("n", 2**64 - 1))
        ),
        HostCall(1, "read", result=b"", gas=1, total=2, receipt=0, error="no", costs={"base": 1}),
        HostCall(2, "has", result=True, slot=0, log=1),
        HostCall(3, "none", (Argument("nothing", None),), result="text"),
    ),
    looked_at=frozenset({"random_seed"}),
)


def through(value: object) -> Any:
    return wire.unpacked(json.loads(json.dumps(wire.packed(value, type(value)))), type(value))


@pytest.mark.parametrize(
    "value",
    [CONTEXT, OUTCOME, State({b"k": None, b"": b"\xff"}), State(whole=True), Outcome("value", value=b"")],
)
def test_values_come_back_as_they_were(value: object) -> None:
    back = through(value)
    assert back == value
    assert repr(back) == repr(value)  # True is not 1, bytes are not text


@settings(max_examples=some(30))
@given(st.dictionaries(st.binary(), st.none() | st.binary()), st.booleans())
def test_states(values: dict[bytes, bytes | None], whole: bool) -> None:
    assert through(State(values, whole)) == State(values, whole)


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {},
        "text",
        7,
        [1],
        ["value"],
        ["value", "logs", None],
        ["other", [], None, None, None, [], [], []],
    ],
)
def test_nothing_else_comes_back(data: Any) -> None:
    with pytest.raises(wire.Malformed):
        wire.unpacked(data, Outcome)


@pytest.mark.parametrize(
    ("at", "wrong"),
    [(0, "gone"), (1, [1]), (1, "ab"), (2, "***"), (3, "1"), (5, [[]]), (8, 1.5), (8, True), (9, None)],
)
def test_members_of_another_type_are_found(at: int, wrong: Any) -> None:
    data = wire.packed(OUTCOME, Outcome)
    assert isinstance(data, list)
    data[at] = wrong
    with pytest.raises(wire.Malformed):
        wire.unpacked(data, Outcome)
