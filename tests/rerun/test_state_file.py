"""The file of an account's state: what it says is read as it was written, what is none is refused."""

from __future__ import annotations

import json

import pytest

from xccviz.model.errors import UserError
from xccviz.rerun.state_file import StateFile, state_from_json, state_to_json


def test_what_is_written_is_read() -> None:
    state = StateFile("a.near", "hash", None, {b"STATE": b"\0\1", b"\xff": None, b"": b""})
    data = state_to_json(state)
    assert state_from_json(data, "s.json") == state
    assert state_from_json(data, "s.json").values == state.values
    assert json.loads(data)["values"] == {"": "", "U1RBVEU=": "AAE=", "/w==": None}


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"format":"xccviz-state","version":2,"values":{}}']
    + [json.dumps({"format": "xccviz-state", "version": 1, "values": v}) for v in (None, {"?": "AA=="}, {"": 5})],
)  # fmt: skip
def test_what_is_none_is_refused(text: str) -> None:
    with pytest.raises(UserError) as refused:
        state_from_json(text.encode(), "s.json")
    assert refused.value.kind == "malformed"
