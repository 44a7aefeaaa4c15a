"""What is not known stays unknown: neither absent, nor a value."""

from __future__ import annotations

import pytest

from xccviz.vm.types import MadeAction, NeedKey, State, Write


def test_a_key_nobody_told_of_is_not_absent() -> None:
    state = State({b"here": b"1", b"gone": None})
    assert state.get(b"here") == b"1"
    assert state.get(b"gone") is None
    with pytest.raises(NeedKey) as need:
        state.get(b"STATE")
    assert need.value.key == b"STATE"


def test_in_a_whole_state_it_is_absent() -> None:
    assert State({b"here": b"1"}, whole=True).get(b"STATE") is None


def test_the_next_action_sees_what_was_written() -> None:
    state = State({b"a": b"1", b"b": b"2"}).after((Write(b"a", b"1", None), Write(b"c", None, b"3")))
    assert (state.get(b"a"), state.get(b"b"), state.get(b"c")) == (None, b"2", b"3")
    with pytest.raises(NeedKey):
        state.get(b"d")


def test_an_action_reads_as_a_node_writes_it() -> None:
    assert MadeAction("CreateAccount").json == "CreateAccount"
    assert MadeAction("Transfer", {"deposit": "1"}).json == {"Transfer": {"deposit": "1"}}
