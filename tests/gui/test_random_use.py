"""Random use of the window finds nothing; and it would: what is broken on purpose is found with the way there."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.gui import random_use
from tests.gui.random_use import FaultError, documents_in, use
from xccviz.gui.intents import Intents

SMALL = ("callback-panics", "tutorial-batch-ok", "join-of-joins")
"""Parts of the names of recorded transactions."""


@pytest.fixture
def documents(repo_root: Path) -> tuple[str, ...]:
    """The samples, recorded transactions, and documents that are broken."""
    return documents_in([str(repo_root / "tests/data/node" / name) for name in SMALL])


def test_a_while_of_random_use_finds_nothing(qtbot: QtBot, documents: tuple[str, ...]) -> None:
    assert use(11, 60, documents) == 60


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", range(20, 26))
def test_more_of_it_finds_nothing(qtbot: QtBot, repo_root: Path, seed: int) -> None:
    folders = [repo_root / "tests/data", repo_root.parent / "shared/data/broken"]
    assert use(seed, 1_500, documents_in([str(folder) for folder in folders])) == 1_500


def test_what_is_broken_is_found_with_the_way_there(
    qtbot: QtBot, documents: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(self: Intents, index: int) -> None:
        raise ZeroDivisionError("broken on purpose")

    monkeypatch.setattr(Intents, "go_to_step", breaks)
    with pytest.raises(FaultError) as found:
        use(1, 2_000, documents)
    assert "broken on purpose" in found.value.what
    assert "seed 1" in str(found.value)
    assert len(found.value.args[0].splitlines()) > 5


def test_a_state_that_a_part_does_not_show_is_found(
    qtbot: QtBot, documents: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(random_use.User, "broken", lambda self: "the slider tells something else")
    with pytest.raises(FaultError, match="slider"):
        use(1, 5, documents)
