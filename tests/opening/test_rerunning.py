# covers: xccviz/opening/rerunning.py, xccviz/opening/further.py, xccviz/opening/sandboxes.py
"""A call is run again in its own process with what a node still has, a request a key."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("wasmtime", reason="needs the extra replay")

from tests.node.loopback import Fault, LoopbackNode, serving
from tests.rerun.calls import CALLER, FAILED, JOIN, Here, document, raw, without
from xccviz.cli.commands.fetch import ran_again
from xccviz.cli.main import main
from xccviz.document import build_document
from xccviz.model.errors import UserError
from xccviz.model.raw import object_of
from xccviz.opening import rerunning
from xccviz.opening.open import open_raw_sync
from xccviz.opening.options import OpenOptions
from xccviz.opening.rerunning import (
    FurtherAnswers,
    Gathered,
    further_for,
    gathered,
    is_fresh,
    replayer_for,
    with_documents,
)
from xccviz.opening.sandboxes import sandbox_for, stopped
from xccviz.rerun.replaying import Replay
from xccviz.rerun.sandbox import SandboxFailed
from xccviz.sources.files.capture import capture_to_json
from xccviz.values import replace
from xccviz.vm.call import call
from xccviz.vm.types import Context, Outcome
from xccviz.words.replays import missing_words

BARE = without("view_code", "view_state", "view_account", "data_changes", "account_changes")


def node(**more: bool) -> LoopbackNode:
    """One that says what the recorded one said, with paging or without."""
    made = LoopbackNode(**more)  # type: ignore[arg-type]
    for one in raw().documents:
        params = object_of(one.params)
        made.add_exchange({"method": one.method, "params": params}, one.payload)
    code = made.codes["alpha.near"]
    made.codes |= dict.fromkeys(("bravo.near", "delta.near"), code)
    return made


def run(made: LoopbackNode, label: str, tmp_path: Path) -> tuple[Replay, LoopbackNode]:
    options = OpenOptions(rpc=(made.url,), cache_dir=tmp_path, timeout=20)
    whole = build_document(BARE)
    with Here() as sandbox, _further(options) as further:
        target = next(one for one in whole.graph.nodes if one.label == label)
        return replayer_for(whole, target, sandbox, further, thorough=True).as_it_was(), made


def _further(options: OpenOptions) -> FurtherAnswers:
    further = further_for(BARE, options)
    assert further is not None
    return further


@pytest.mark.parametrize("paging", [True, False])
def test_a_node_gives_what_a_capture_lacks(tmp_path: Path, paging: bool) -> None:
    with serving(node(paging=paging, state_too_large=paging)) as made:
        replay, _ = run(made, FAILED, tmp_path)
    assert (replay.equal, replay.missing) == (True, ())
    kept = build_document(with_documents(BARE, replay.documents))
    with sandbox_for(OpenOptions(cache_dir=tmp_path)) as sandbox:
        target = next(one for one in kept.graph.nodes if one.label == FAILED)
        assert replayer_for(kept, target, sandbox, None).as_it_was().equal is True


def test_what_a_node_said_once_is_kept_for_offline(tmp_path: Path) -> None:
    made = node()
    made.genesis_hash = "1" * 32
    with serving(made):
        first, _ = run(made, JOIN, tmp_path)
    assert first.equal is True
    options = OpenOptions(offline=True, cache_dir=tmp_path)
    whole = build_document(BARE)
    target = next(one for one in whole.graph.nodes if one.label == JOIN)
    with _further(options) as further:
        again = replayer_for(whole, target, Here(), further, thorough=True).as_it_was()
        assert (again.equal, further.costs) == (True, "")


def test_a_node_that_refuses_single_keys_and_the_whole_leaves_the_key_missing(tmp_path: Path) -> None:
    with serving(node(paging=False, state_too_large=True)) as made:
        replay, _ = run(made, JOIN, tmp_path)
    assert [(one.what, one.name, one.asked) for one in replay.missing] == [("key", b"STATE", True)]


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault("http", code=429, retry_after="60"), "too many requests (HTTP 429)"),
        (Fault("http", code=403), "denied access (HTTP 403)"),
        (Fault("redirect", code=302, body="http://127.0.0.1:9/"), "redirect"),
    ],
)
def test_troubles_of_endpoints_are_named_where_something_is_missing(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    fault: Fault,
    said: str,
) -> None:
    monkeypatch.setattr(rerunning, "sandbox_for", Here)
    made = node()
    made.faults["*"] = fault
    with serving(made):
        replay, _ = run(made, JOIN, tmp_path)
        saved = tmp_path / "bare.xcc.json"
        saved.write_bytes(capture_to_json(BARE, "t", "2026-01-01T00:00:00Z"))
        argv = ["fetch", str(saved), "--with", "replay", "--rpc", made.url, "--no-cache", "-o"]
        assert main([*argv, str(tmp_path / "whole.xcc.json")]) == 0
    why = missing_words(replay.missing[0]).why
    assert f"nor anybody who was asked: {made.url}: " in why and said in why
    told = capsys.readouterr().err
    assert f"asked in vain: {made.url}: " in told and said in told
    assert "replay: none of 5 calls could be run: code and state could not be had" in told


def test_a_node_that_gave_no_trouble_is_not_blamed(tmp_path: Path) -> None:
    with serving(node(paging=False, state_too_large=True)) as made:
        replay, _ = run(made, JOIN, tmp_path)
    assert replay.missing[0].troubles == () and "http" not in missing_words(replay.missing[0]).why


def test_asking_can_be_ended_by_another_thread(tmp_path: Path) -> None:
    made = node()
    made.faults["query"] = Fault("hang")
    with serving(made):
        further = _further(OpenOptions(rpc=(made.url,), timeout=60))
        ender = threading.Timer(0.2, further.close)
        ender.start()
        assert further([("query", {"request_type": "view_code", "account_id": "a", "block_id": "b"})]) == []
        assert further([("query", {})]) == []
        ender.join()


def test_nobody_is_asked_where_nobody_may_be() -> None:
    assert further_for(raw(), OpenOptions(offline=True)) is None
    assert further_for(replace(raw(), network=None), OpenOptions()) is None
    assert not is_fresh(raw())


def test_a_run_that_was_ended_is_told_for_people() -> None:
    for why in ("time", "memory", "crash", "answer", "ended", "fault"):
        error = stopped(SandboxFailed(why, "x"))  # type: ignore[arg-type]
        assert isinstance(error, UserError) and error.kind == "incomplete" and error.message.endswith("(x)")
    assert document().graph.nodes[1].label == CALLER


def test_a_run_may_take_as_long_as_opening_may() -> None:
    with sandbox_for(OpenOptions(timeout=7)) as sandbox:
        assert sandbox.seconds == 7


def test_a_call_that_does_not_end_takes_nothing_of_what_was_fetched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def at(code: bytes, method: str, context: Context, *rest: Any) -> Outcome:
        if context.current_account_id == "bravo.near":
            raise SandboxFailed("time")
        return call(code, method, context, *rest)

    monkeypatch.setattr(Here, "call", staticmethod(at))
    monkeypatch.setattr(rerunning, "sandbox_for", Here)
    saved, whole = tmp_path / "bare.xcc.json", tmp_path / "whole.xcc.json"
    saved.write_bytes(capture_to_json(BARE, "t", "2026-01-01T00:00:00Z"))
    with serving(node()) as made:
        argv = ["fetch", str(saved), "--with", "replay", "--rpc", made.url, "--no-cache", "-o", str(whole)]
        assert main(argv) == 0
    said = capsys.readouterr().err
    assert "replay: 4 of 5 calls came out as on the chain" in said
    assert f"{FAILED}: the run took too long" in said and "--timeout gives it more time" in said
    monkeypatch.setattr(Here, "call", staticmethod(call))
    offline = OpenOptions(offline=True)
    assert gathered(open_raw_sync(str(whole), offline).raw, offline).equal == 5


def test_fetch_saves_what_every_call_needs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where a node gives single keys only; then all of it runs offline."""
    monkeypatch.setattr(rerunning, "sandbox_for", Here)
    saved = tmp_path / "bare.xcc.json"
    saved.write_bytes(capture_to_json(BARE, "t", "2026-01-01T00:00:00Z"))
    with serving(node(paging=True, state_too_large=True)) as made:
        argv = ["fetch", str(saved), "--with", "replay", "--rpc", made.url, "--no-cache", "-o"]
        assert main([*argv, str(tmp_path / "whole.xcc.json"), "-v"]) == 0
    said = capsys.readouterr().err
    assert "replay: 5 of 5 calls came out as on the chain" in said and "code and state: " in said
    whole = open_raw_sync(str(tmp_path / "whole.xcc.json"), OpenOptions(offline=True)).raw
    assert gathered(whole, OpenOptions(offline=True)).equal == 5


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({"calls": 0, "equal": 0}, "it has no call that can be run again"),
        (
            {"calls": 1, "equal": 0, "lacking": 1},
            "its 1 call could not be run: code and state could not be had",
        ),
        ({"calls": 3, "equal": 1, "differ": 2}, "1 of 3 calls came out as on the chain, 2 differ from it"),
        (
            {"calls": 3, "equal": 1, "unsure": 1, "lacking": 1},
            "1 of 3 calls came out as on the chain, 1 could not be compared whole,"
            " 1 could not be run: code or state could not be had",
        ),
        (
            {"calls": 1, "equal": None},
            "the extra replay is not installed, so single keys that calls read were not looked for",
        ),
    ],
)
def test_what_ran_and_what_could_not_be_run_are_told_apart(counts: dict[str, Any], said: str) -> None:
    assert ran_again(Gathered(BARE, costs="", **counts)) == said
