"""Lines to choose a transaction by, from whatever stands in a document."""

from __future__ import annotations

from typing import Any

import pytest

from xccviz.sources.files.listing import lines_of, offers_of

HASH = "4kRtmBcTx6M52apMFVRaPSDbv96fAne39YnQRN8xFDWp"
CALL = {"FunctionCall": {"method_name": "ft_transfer"}}


def words(actions: Any) -> str:
    transaction = {"hash": HASH, "signer_id": "a.near", "receiver_id": "b.near", "actions": actions}
    return offers_of([transaction])[0].words


@pytest.mark.parametrize(
    ("actions", "expected"),
    [
        ([CALL], "a.near → b.near · ft_transfer"),
        (["CreateAccount", {"Transfer": {"deposit": "1"}}, CALL], "a.near → b.near · ft_transfer +2"),
        ([{"Transfer": {"deposit": "1"}}], "a.near → b.near · Transfer"),
        ([], "a.near → b.near"),
        (None, "a.near → b.near"),
        ([{}], "a.near → b.near · ?"),
        ([7], "a.near → b.near · ?"),
        ([{"FunctionCall": {"method_name": "x\n\x1b[2J"}}], "a.near → b.near · x [2J"),
    ],
)
def test_a_line_says_who_calls_whom_and_how(actions: Any, expected: str) -> None:
    assert words(actions) == expected


def test_what_has_no_hash_is_left_out_and_each_stands_once() -> None:
    odd: list[Any] = [None, [], {}, {"hash": 5}, {"hash": "x"}, {"hash": HASH}, {"hash": HASH}]
    found = offers_of(odd)
    assert [offer.hash for offer in found] == [HASH]
    assert lines_of(found) == (f"{HASH}  ? → ?",)


def test_a_huge_name_makes_no_huge_line() -> None:
    assert len(words([{"FunctionCall": {"method_name": "m" * 1_000_000}}])) <= 200
