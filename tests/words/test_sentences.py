"""Sentences are put together with one stop each, and lists read as lists."""

from __future__ import annotations

import pytest

from xccviz.words.sentences import all_of, capital, joined, number_word, one_of, stopped


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("it failed", "it failed."),
        ("it failed.", "it failed."),
        ("is it?", "is it?"),
        ("“no.”", "“no.”"),
        ("“no”", "“no”."),
        ("too long…", "too long…"),
        ("panicked: ", "panicked."),
    ],
)
def test_a_sentence_stops_once(text: str, said: str) -> None:
    assert stopped(text) == said
    assert stopped(said) == said


def test_names_of_accounts_keep_their_small_letter() -> None:
    assert capital("the result is false") == "The result is false"
    for kept in ("app.near.run failed", "dev-1234 failed", "f4c3 failed", "http://localhost:3030: refused"):
        assert capital(kept) == kept
    assert capital("aurora: refused", {"aurora"}) == "aurora: refused"
    assert capital("aurora (2 actions) failed", {"aurora"}) == "aurora (2 actions) failed"
    assert capital("a receipt on aurora failed", {"aurora"}) == "A receipt on aurora failed"


def test_lists() -> None:
    assert [all_of(parts) for parts in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
    assert one_of(["0", "false", "null"]) == "0, false or null"
    assert joined("", "One.", "", "Two.") == "One. Two."


def test_small_numbers_are_words() -> None:
    assert [number_word(n) for n in (1, 2, 3, 4, 5, 6, 1234)] == [
        "One",
        "Two",
        "Three",
        "Four",
        "Five",
        "6",
        "1,234",
    ]
