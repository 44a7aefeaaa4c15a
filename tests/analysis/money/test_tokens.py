"""Token events: what the three standards say, what others say in their words, and hostile data that says nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reference.recorded import HERE, document_of, load_json, raw_of
from xccviz.analysis.types import TokenEvent
from xccviz.document import build_document
from xccviz.export.json_graph import run

Row = tuple[str, str | None, str | None, str | None, str | None]


def logged(*lines: str, fails: bool = False) -> tuple[TokenEvent, ...]:
    """Token events of a recorded call that logged `lines`."""
    answer = load_json(HERE / "tutorial" / "tutorial-batch-ok.json.gz")["tx_status"]["result"]
    outcome = answer["receipts_outcome"][0]["outcome"]
    outcome["logs"] = list(lines)
    if fails:
        outcome["status"] = {"Failure": {"ActionError": {"index": 0, "kind": "x"}}}
    document = build_document(raw_of(answer))
    json.loads(run(document))
    return document.analysis.tokens


def rows(standard: str, event: str, data: Any) -> list[Row]:
    line = "EVENT_JSON:" + json.dumps({"standard": standard, "version": "1", "event": event, "data": data})
    return [(t.event, t.from_id, t.to_id, t.amount, t.token_id) for t in logged(line)]


def test_the_three_standards(shared_data: Path) -> None:
    tokens = document_of(shared_data / "node" / "pv86" / "events-nep").analysis.tokens
    assert [(t.event, t.from_id, t.to_id, t.amount, t.token_id) for t in tokens] == [
        ("ft_mint", None, "alice.near", "1000000", None),
        ("ft_transfer", "alice.near", "bob.near", "10", None),
        ("ft_transfer", "alice.near", "carol.near", "340282366920938463463374607431768211455", None),
        ("nft_mint", None, "alice.near", None, "1"),
        ("nft_mint", None, "alice.near", None, "a-2"),
        ("mt_transfer", "alice.near", "bob.near", "5", "nep141:usdc.near"),
    ]


def test_other_standards_count_where_they_name_an_owner_and_a_token() -> None:
    entry = {"old_owner_id": "a.near", "new_owner_id": "b.near", "amount": "7"}
    assert rows("my_points", "moved", [entry]) == [("moved", "a.near", "b.near", "7", None)]
    assert rows("my_points", "points_mint", {"owner_id": "a.near", "token_id": 5}) == [
        ("points_mint", None, "a.near", None, "5")
    ]
    assert rows("my_points", "held", {"owner_id": "a.near", "amount": "1"}) == [
        ("held", None, None, "1", None)
    ]


@pytest.mark.parametrize(
    "data",
    [None, [], "text", 5, {"owner_id": "a.near"}, {"amount": "5"}, {"owner_id": 5, "amount": "5"}, [["x"]],
     [{"account_id": "a.near", "diff": {"nep141:x": "5"}}]],
)  # fmt: skip
def test_what_is_not_like_a_token_stays_a_log(data: Any) -> None:
    assert rows("dip4", "token_diff", data) == []


def test_an_event_of_a_token_standard_is_there_even_when_its_data_is_not() -> None:
    for data in (None, [], "text", [["x"]], 5):
        assert rows("nep141", "ft_mint", data) == [("ft_mint", None, None, None, None)]
    assert rows("nep171", "contract_metadata_update", [{}]) == [("contract_metadata_update",) + (None,) * 4]


def test_amounts_stay_as_they_are_written_and_wrong_types_are_unknown() -> None:
    def amount(value: Any) -> str | None:
        ((_, _, _, found, _),) = rows("nep141", "ft_mint", {"owner_id": "a.near", "amount": value})
        return found

    assert [amount(v) for v in ("007", "1e5", "-5", 12, 10**30)] == ["007", "1e5", "-5", "12", str(10**30)]
    assert [amount(v) for v in (1.5, True, None, ["5"], {"a": 1})] == [None] * 5
    assert rows("nep245", "mt_mint", {"owner_id": "a", "token_ids": ["x", 2, None], "amounts": ["1"]}) == [
        ("mt_mint", None, "a", "1", "x"),
        ("mt_mint", None, "a", None, "2"),
        ("mt_mint", None, "a", None, None),
    ]


def test_events_of_a_failed_receipt_are_marked() -> None:
    line = 'EVENT_JSON:{"standard":"nep141","event":"ft_mint","data":[{"owner_id":"a.near","amount":"1"}]}'
    assert [t.reverted for t in logged(line)] == [False]
    assert [t.reverted for t in logged(line, fails=True)] == [True]


def test_prose_stays_a_log() -> None:
    assert not logged("Transfer 5 from a.near to b.near")


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["owner_id", "old_owner_id", "new_owner_id", "amount", "amounts", "token_id", "token_ids"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.sampled_from(["nep141", "nep171", "nep245", "other"]), st.text(max_size=8), junk)
def test_no_data_breaks_it(standard: str, event: str, data: Any) -> None:
    for row in rows(standard, event, data):
        assert all(value is None or isinstance(value, str) for value in row)
