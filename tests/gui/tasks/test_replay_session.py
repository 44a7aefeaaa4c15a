"""A call that is run again and again: what somebody was asked for when the run was stopped is asked for once more."""

from __future__ import annotations

from collections.abc import Callable

import pytest

pytest.importorskip("wasmtime", reason="the extra replay is not installed")

from tests.gui.conftest import node_called
from tests.rerun.calls import JOIN, Here
from xccviz.document import Document
from xccviz.gui.state.asked_again import Asked
from xccviz.gui.tasks.replay_session import Session
from xccviz.model.errors import Cancelled
from xccviz.opening.options import OpenOptions
from xccviz.sources.progress import silent


class Asking:
    """Nobody has anything; `then` is called when it is asked."""

    troubles = ()

    def __init__(self, then: Callable[[], None]) -> None:
        self.then, self.asked, self.closed = then, 0, 0

    def __call__(self, requests: object) -> list[object]:
        self.asked += 1
        self.then()
        return []

    def close(self) -> None:
        """Nobody is asked any more."""
        self.closed += 1


def test_a_run_that_was_stopped_while_it_asked_says_nothing_of_what_nobody_has(
    monkeypatch: pytest.MonkeyPatch, documents: Callable[[str], Document]
) -> None:
    document = documents("tutorial-parallel-3-ok")  # without code and state
    session = Session(
        document, document.graph.by_id[node_called(document, JOIN)], OpenOptions(), fetching=True
    )
    stopped, whole = Asking(session.stop), Asking(lambda: None)
    turns = iter((stopped, whole))
    monkeypatch.setattr("xccviz.opening.rerunning.further_for", lambda *_: next(turns))
    monkeypatch.setattr("xccviz.opening.sandboxes.sandbox_for", Here)
    with pytest.raises(Cancelled):
        session.run(Asked(), session.next_turn(), silent)
    assert stopped.asked == 1 and stopped.closed
    answer = session.run(Asked(), session.next_turn(), silent)
    assert whole.asked > 1 and answer.replay.missing


def test_a_run_that_was_stopped_before_it_asked_asks_nobody(
    monkeypatch: pytest.MonkeyPatch, documents: Callable[[str], Document]
) -> None:
    document = documents("tutorial-parallel-3-ok")
    session = Session(
        document, document.graph.by_id[node_called(document, JOIN)], OpenOptions(), fetching=True
    )
    asking = Asking(lambda: None)

    def begun(*_: object) -> Asking:
        session.stop()
        return asking

    monkeypatch.setattr("xccviz.opening.rerunning.further_for", begun)
    monkeypatch.setattr("xccviz.opening.sandboxes.sandbox_for", Here)
    with pytest.raises(Cancelled):
        session.run(Asked(), session.next_turn(), silent)
    assert asking.asked == 0 and asking.closed
