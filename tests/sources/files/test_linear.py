"""What nobody would write is read as fast as anything else: no pattern looks at a text again and again."""

# covers: xccviz/sources/files/around.py, xccviz/sources/files/printed_hashes.py, xccviz/sources/redact.py
# covers: xccviz/sources/recognise/mention.py, xccviz/analysis/told/find.py

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest

from tests.effort import growth
from xccviz.model.errors import UserError
from xccviz.opening.explain import explain
from xccviz.sources.classify import classify
from xccviz.sources.files.read import open_text
from xccviz.sources.redact import redact_page

_CUT = '{"transaction_outcome": {'
_NAMED = f"transaction {'5' * 44} signer_id"


def _opened(text: str) -> None:
    with suppress(UserError):
        open_text(text)


_BROKEN: dict[str, tuple[Callable[[str], object], Callable[[int], str], int]] = {
    "numbers before each line": (
        _opened,
        lambda n: "\n".join(("1" * n, *['1 2 3 : {"transaction_outcome": {'] * 8, "end")),
        100,
    ),
    "spaces before no number": (
        _opened,
        lambda n: "\n".join([f'> {{"transaction_outcome"{" " * n}x'] * 8),
        1_000,
    ),
    "cells of a table within each other": (_opened, lambda n: _CUT + '"{""' + '""{""' * n, 1_000),
    "quotes within a text without an end": (_opened, lambda n: _CUT + '"{' + '\\"{' * n, 1_000),
    "spaces where a hash should stand": (_opened, lambda n: f'{_CUT}"hash": {" " * n}!', 1_000),
    "spaces where a receipt's id should stand": (_opened, lambda n: f'{_CUT}"receipt_id": {" " * n}!', 1_000),
    "spaces where a printed hash should stand": (
        _opened,
        lambda n: f"FinalExecutionOutcome {{ transaction: a {{ transaction_hash: {' ' * n}!",
        1_000,
    ),
    "spaces where a signer should stand": (classify, lambda n: f"{_NAMED}{' ' * n}!", 500),
    "spaces behind the name of an error": (explain, lambda n: f"x: Aaaa'{' ' * n}!", 1_000),
}


@pytest.mark.parametrize("name", _BROKEN)
def test_twice_as_much_takes_twice_as_long(name: str) -> None:
    read, text, few = _BROKEN[name]
    assert growth(lambda n: read(text(n)), few, 8 * few) < 4


def test_names_of_keys_in_an_address_are_looked_for_once_at_each_place() -> None:
    assert growth(lambda n: redact_page("?akeya" * n), 100, 800) < 12  # eight times as long, not its square
