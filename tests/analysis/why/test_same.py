"""Where the very same value stands, of transactions in which arguments and logs hold it, or only something like it."""

# covers: xccviz/analysis/why/same.py

from __future__ import annotations

import base64
import json

import pytest

from tests.reference.executor import Program, Promise, execute
from tests.reference.recorded import raw_of
from xccviz.analysis.types import Analysis
from xccviz.analysis.why import reasons, same
from xccviz.analysis.why.reasons import SAME_SHOWN, Then, why
from xccviz.document import build_document

THEN = Then(lambda node: True, lambda node, slot: 1, lambda node: False)


def places(value: str, args: str = "{}", log: str = "", calls: int = 1) -> list[str]:
    """Where the value that a called contract returned is said to stand in the contract that called it."""
    return [reason.place for reason in told(ran(value, args, log, calls), f"r{calls}")]


def ran(value: str, args: str, log: str, calls: int) -> Analysis:
    """A contract that is given `args` and logs `log`, and below it calls one below the other, the last of which returns
    `value`."""
    program = Program(False, value.encode())
    for _ in range(calls):
        program = Program(False, b"", [Promise(program, "b.near", [])])
    answer = execute(program).answer
    for receipt in answer["receipts"][:calls]:
        (action,) = receipt["receipt"]["Action"]["actions"]
        action["FunctionCall"]["args"] = base64.b64encode(args.encode()).decode()
    answer["receipts_outcome"][0]["outcome"]["logs"] = [log]
    return build_document(raw_of(answer)).analysis


def told(analysis: Analysis, node: str) -> list[reasons.Reason]:
    return [each for each in why(analysis, "came", node, THEN).reasons if each.why == "same_value"]


@pytest.mark.parametrize(
    ("value", "args"),
    [
        ('"1000000"', '{"amount": "1000000"}'),
        ("1000000", '{"list": [1, [2, 1000000]]}'),
        ('"app.near"', '["app.near"]'),
        ('{"a": 1, "b": "12345"}', '{"in": {"b":"12345","a":1}}'),
        ('{"a": 1, "b": "12345"}', '{"b":"12345","a":1}'),
        ("plain text", '{"msg": "plain text"}'),
        ("plain text", "some plain text, no JSON"),
        ('"app.near"', "sent to app.near."),
    ],
)
def test_an_element_or_a_word_that_is_the_same_is_told(value: str, args: str) -> None:
    assert places(value, args) == ["args"]


@pytest.mark.parametrize(
    ("value", "args"),
    [
        ('"1000000"', '{"amount": "10000000000"}'),
        ('"1000000"', '{"amount": 1000000}'),
        ("1000000", '{"amount": "1000000"}'),
        ("1000000", '{"amount": 1000000.0}'),
        ('"1000000"', '{"1000000": "a name of a member"}'),
        ("[1, 1000000]", "[true, 1000000]"),
        ('"app.near"', '{"to": "my.app.near"}'),
        ('"app.near"', "to my.app.near and app.near-x and app.near.x"),
        ('"1000000"', "burnt 1000000000, 0.1000000 and 1000000.5"),
        ("plain text", '{"msg": "no plain text"}'),
    ],
)
def test_what_only_looks_like_it_is_not(value: str, args: str) -> None:
    assert places(value, args) == []


@pytest.mark.parametrize(
    "value",
    [
        "true",
        "0",
        "null",
        '""',
        '"      "',
        "[]",
        "[null, true]",
        '{"done": true}',
        '"short"',
        "12345",
        "hello",
    ],
)
def test_a_value_that_stands_everywhere_proves_nothing(value: str) -> None:
    assert places(value, json.dumps({"in": value}), f"it is {value}") == []
    assert places(value, value, value) == []


@pytest.mark.parametrize(
    ("log", "expected"),
    [
        ("Transfer 1000000 to bob.near", ["log"]),
        ("Transfer 10000000 to bob.near", []),
        ('EVENT_JSON:{"standard":"x","version":"1","event":"e","data":[{"amount":"1000000"}]}', ["log"]),
        ('EVENT_JSON:{"standard":"x","version":"1","event":"e","data":[{"amount":"1000000000"}]}', []),
        ("", []),
    ],
)
def test_a_log_holds_it_as_a_word_or_in_its_event(log: str, expected: list[str]) -> None:
    assert places('"1000000"', log=log) == expected


def test_no_more_is_searched_than_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    analysis = ran('"1000000"', '{"amount": "1000000"}', "", 12)
    searched: list[str] = []

    def place_of(facts: object, wanted: same.Sought, *, ran: bool) -> same.Place:
        searched.append("one")
        return same.place_of(facts, wanted, ran=ran)

    monkeypatch.setattr(reasons, "place_of", place_of)
    assert len(told(analysis, "r12")) == SAME_SHOWN
    assert len(searched) <= SAME_SHOWN + 1, "the transaction has no arguments"
