"""The table of action kinds: equal to the protocol's own table, and the only place that a new kind needs."""

# covers: xccviz/graph/labels.py, xccviz/parse/actions.py

from __future__ import annotations

import re
from base64 import b64encode
from pathlib import Path

import pytest

from xccviz.analysis.gas.fees import action_charges
from xccviz.document import fee_tables
from xccviz.graph.labels import action_label
from xccviz.model import action_kinds
from xccviz.model.action_kinds import ACTION_KINDS, KINDS, ActionKind
from xccviz.model.trace import Action
from xccviz.parse.actions import parse_actions
from xccviz.parse.reading import Reader

PROTOCOL = Path(__file__).parents[2] / "docs" / "protocol.md"


def protocol_rows() -> dict[str, tuple[str, str]]:
    """Kind → (payload, notes) of the table in protocol.md §5.1."""
    section = PROTOCOL.read_text(encoding="utf-8").partition("### 5.1 ")[2].partition("\n### ")[0]
    cells = [line.strip("|").split(" | ") for line in section.splitlines() if line.startswith("| ")]
    rows = {
        row[0].strip(): (row[1], row[-1]) for row in cells if re.fullmatch("[A-Za-z0-9]+", row[0].strip())
    }
    del rows["Kind"]
    return rows


def test_every_kind_of_the_protocol_has_one_row() -> None:
    assert [kind.name for kind in ACTION_KINDS] == [*dict.fromkeys(kind.name for kind in ACTION_KINDS)]
    assert {kind.name for kind in ACTION_KINDS} == set(protocol_rows())


@pytest.mark.parametrize("kind", ACTION_KINDS, ids=lambda kind: kind.name)
def test_a_row_says_what_the_protocol_says(kind: ActionKind) -> None:
    payload, notes = protocol_rows()[kind.name]
    assert kind.has_deposit == ("deposit" in payload)
    assert kind.calls == ("method_name, args" in payload)
    assert kind.signed_by_user == ("delegate_action" in payload)
    since = re.search(r"PV (\d+)", notes)
    assert kind.since == (int(since[1]) if since is not None else 0)
    assert kind.withdrawn is None or kind.withdrawn in payload


@pytest.mark.parametrize("kind", ACTION_KINDS, ids=lambda kind: kind.name)
def test_the_fee_table_has_its_rows_from_its_version_on(kind: ActionKind) -> None:
    if kind.fee is None:
        return
    newest = fee_tables()[-1].fees
    assert kind.fee in newest or f"{kind.fee}/full" in newest
    assert set(kind.fee_config) <= set(newest)
    if kind.since:
        (then,) = [table for table in fee_tables() if table.covers(kind.since, kind.since)]
        assert kind.fee in then.fees


def test_nothing_is_assumed_of_a_kind_of_the_future() -> None:
    row = KINDS["Teleport"]
    assert not row.known
    assert row == ActionKind("Teleport", known=False)
    (action,) = parse_actions([{"Teleport": {"deposit": "5", "to": "mars.near"}}], Reader(), "actions")
    assert (action.kind, action.deposit, action.fields) == (
        "Teleport",
        None,
        {"deposit": "5", "to": "mars.near"},
    )
    assert action_charges((action,), "bob.near", "execution") is None


def test_a_new_kind_is_one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    row = ActionKind("CallTwice", since=99, fee="FunctionCall", fee_rule="call", has_deposit=True, calls=True)
    monkeypatch.setitem(action_kinds.KINDS, "CallTwice", row)
    payload = {"method_name": "run", "args": b64encode(b"{}").decode(), "gas": 7, "deposit": "5", "times": 2}
    (action,) = parse_actions([{"CallTwice": payload}], Reader(), "actions")
    assert action == Action(
        0,
        "CallTwice",
        {"times": 2},
        method_name="run",
        args=b"{}",
        gas=7,
        deposit=5,
        raw={"CallTwice": payload},
    )
    assert action_label("app.near", action) == "app.near.run"
    assert action_charges((action,), "app.near", "execution") == (
        ("FunctionCall", 1),
        ("FunctionCall/byte", 5),
    )
