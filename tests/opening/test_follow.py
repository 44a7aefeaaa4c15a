"""A running transaction, watched: nothing is lost on the way, and the end is told."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.node.loopback import LoopbackNode
from xccviz.opening import follow
from xccviz.opening.follow import follow_document
from xccviz.opening.options import OpenOptions

Start = Callable[..., LoopbackNode]
NAMES = ("tutorial-batch-ok", "yield-resumed-by-other-tx")
RANKS = ["INCLUDED", "INCLUDED_FINAL", "EXECUTED", "FINAL"]
FOLDER = Path(__file__).parent.parent / "data" / "node"


@pytest.mark.parametrize("name", NAMES)
async def test_following_plays_the_recorded_states_in_order(
    loopback_node: Start, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(follow, "POLL_SECONDS", (0.01, 0.02))
    node = loopback_node()
    hash = node.add_states(FOLDER / name)
    seen: list[Any] = []
    async for result in follow_document(hash, OpenOptions(rpc=(node.url,), timeout=20.0)):
        seen.append((result.document.trace.final_execution_status, set(result.document.trace.outcomes)))
    assert seen[-1][0] == "FINAL"
    assert len(seen) >= 3
    for (before, had), (after, has) in pairwise(seen):
        assert RANKS.index(before) <= RANKS.index(after)
        assert had <= has
