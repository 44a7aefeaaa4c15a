"""`show --step` and `show --filter`: how it stood, and what a filter finds with the way to it."""

# covers: xccviz/cli/views/shown.py, xccviz/cli/views/standing.py

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.reference.recorded import HERE, documents_of, timed_document_of, tutorial
from xccviz.cli.main import main
from xccviz.cli.terminal import Terminal
from xccviz.cli.views import VIEWS
from xccviz.cli.views.shown import shown_of
from xccviz.document import Document, build_document
from xccviz.model.raw import RawTransaction
from xccviz.query import parse
from xccviz.replay import moment_at
from xccviz.sources.files.sample import list_samples, read_sample
from xccviz.tables.shown import WHOLE

JOIN = "sample:tutorial-parallel-3-one-panics"
FOUND = """\
2 of 11 match: failed or callback of a join
✓ alice.near → caller.near
└─ ✓ caller.near.multiple_contracts
   ├─ ✗ bravo.near.get_value  1.2 of 10 Tgas, block 523
   │      panicked: no value today
   └─ ✓ caller.near.on_multi_done  callback of a join  1.1 of 265 Tgas, block 524
          slot 0 ✓ "value of alpha.near"  from alpha.near.get_value
          slot 1 ✗ Failed  from bravo.near.get_value
          slot 2 ✓ "value of delta.near"  from delta.near.get_value
          returned [{"Ok":"\\"value of alpha.near\\""},{"Err":"failed"},{"Ok":"\\"value of delta.near\\…
"""
THEN = """\
after step 7 of 15: a value for slot 0 of caller.near.on_multi_done from alpha.near.get_value
✓ alice.near → caller.near  0.31 of 300 Tgas, block 521
└─ ✓ caller.near.multiple_contracts  2.6 of 300 Tgas, block 522
   │   answers with caller.near.on_multi_done
   ├─ ✓ alpha.near.get_value  1.1 of 10 Tgas, block 523
   │      returned "value of alpha.near"
   ├─ ✗ bravo.near.get_value  1.2 of 10 Tgas, block 523
   │      panicked: no value today
   ├─ ✓ delta.near.get_value  1.1 of 10 Tgas, block 523
   │      returned "value of delta.near"
   └─ … caller.near.on_multi_done  callback of a join  265 Tgas attached, waits for data
          slot 0 ✓ "value of alpha.near"  from alpha.near.get_value
          slot 1 … in flight  from bravo.near.get_value
          slot 2 … in flight  from delta.near.get_value
+ 1 gas refund: 0.002363 N to alice.near
+ 3 gas refunds, on the way
+ 1 refund or payout to come
"""


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")


def show(capsys: pytest.CaptureFixture[str], *argv: str) -> str:
    """What is printed."""
    assert main(["show", *argv]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    return captured.out


def test_a_filter_shows_the_hits_and_the_way_to_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert show(capsys, JOIN, "--filter", "fail | join") == FOUND
    assert show(capsys, JOIN, "--filter", "fail | join", "--view", "tree") == FOUND


def test_without_a_hit_it_says_which_part_excludes(capsys: pytest.CaptureFixture[str]) -> None:
    out = show(capsys, JOIN, "--filter", "fail gas>9T")
    assert out == "0 of 11 match: failed, burnt over 9 Tgas; without gas>9T: 1\nNothing here matches.\n"


def test_a_filter_changes_no_number_of_the_whole(capsys: pytest.CaptureFixture[str]) -> None:
    whole = show(capsys, JOIN, "--view", "gas").splitlines()
    part = show(capsys, JOIN, "--view", "gas", "--filter", "fail").splitlines()
    assert part[1:3] == whole[:2]
    rows = [[line.split() for line in lines if "get_value" in line] for lines in (part, whole)]
    assert rows[0] == [row for row in rows[1] if row[1].startswith("bravo")][:1]
    assert show(capsys, JOIN, "--view", "summary", "--filter", "fail").partition("\n")[2] == show(
        capsys, JOIN
    )


@pytest.mark.parametrize(
    ("view", "there", "gone"),
    [
        ("errors", "bravo.near.get_value", "alpha"),
        ("timeline", "bravo.near.get_value panicked", "delta"),
        ("await", "Nothing here matches.", "slot"),
        ("transfers", "Nothing here matches.", "gas refund"),
        ("events", "Nothing here matches.", "logged"),
    ],
)
def test_the_other_views_show_what_concerns_a_hit(
    capsys: pytest.CaptureFixture[str], view: str, there: str, gone: str
) -> None:
    out = show(capsys, JOIN, "--view", view, "--filter", "fail").partition("\n")[2]
    assert there in out
    assert gone not in out


def test_after_a_step_it_is_shown_as_it_stood(capsys: pytest.CaptureFixture[str]) -> None:
    assert show(capsys, JOIN, "--step", "7", "--view", "tree") == THEN
    summary = show(capsys, JOIN, "--step", "7")
    assert (
        "4 receipts and 1 gas refund have run, 1 of them failed, 1 callback waits, 6.4 Tgas burnt so far"
        in summary
    )
    assert "slots 1, 2: bravo.near.get_value, delta.near.get_value" in summary
    assert "Succeeded" not in summary, "nobody knew"
    assert (
        "\ncaller.near.on_multi_done  waits\n  slots 0 21 bytes, 1–2 in flight\n  until slots 1, 2: "
        in summary
    )


def test_who_waits_says_since_when_and_until_what(capsys: pytest.CaptureFixture[str]) -> None:
    then = show(capsys, JOIN, "--view", "await", "--step", "8")
    assert "… caller.near.on_multi_done  created 2 blocks ago, until slot 2: delta.near.get_value" in then
    ready = show(capsys, JOIN, "--view", "await", "--step", "10")
    assert "▸ caller.near.on_multi_done  created 2 blocks ago, can run now" in ready
    ran = show(capsys, JOIN, "--view", "await", "--step", "11")
    assert "until" not in ran and "block 524" in ran
    assert "Nobody has waited for a promise yet." in show(capsys, JOIN, "--view", "await", "--step", "1")


def test_the_last_step_is_the_end_and_there_is_none_after_it(capsys: pytest.CaptureFixture[str]) -> None:
    for view in (*VIEWS, "all"):
        assert show(capsys, JOIN, "--step", "15", "--view", view) == show(capsys, JOIN, "--view", view)
    assert main(["show", JOIN, "--step", "16"]) == 2
    assert "The steps go from 0 to 15." in capsys.readouterr().err


def test_a_mistake_ends_with_2_before_anything_is_opened(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "no-such-file", "--filter", "slot:fail"]) == 2
    assert "did you mean failed?" in capsys.readouterr().err


def printed(document: Document, view: str, step: int | None, filter: str | None = None) -> str:
    """One view as text."""
    stream = io.StringIO()
    shown = shown_of(document, step, parse(filter) if filter is not None else None)
    VIEWS[view].show(document, Terminal(stream, width=100, environ={}), shown)
    return stream.getvalue()


@pytest.mark.parametrize("name", [sample.name for sample in list_samples()])
def test_no_view_tells_what_was_not_known_yet(name: str) -> None:
    document = build_document(read_sample(name))
    errors = {error.title for error in document.errors.values()}
    for step in range(len(document.timeline)):
        moment = moment_at(document.analysis, document.timeline, step)
        failed = {id for id, progress in moment.progress.items() if progress == "failed"}
        known = {document.errors[id].title for id in failed if id in document.errors}
        for view in VIEWS:
            out = printed(document, view, step)
            for title in errors - known:
                assert f" {title}\n" not in out, (view, step)
        tree = printed(document, "tree", step)
        assert tree.count("✗ ") - tree.count(" ✗ Failed") >= len(failed) or len(document.graph.nodes) > 200


def test_each_view_of_any_filter_says_something_and_the_way_is_whole() -> None:
    document = tutorial("join-of-joins")
    for text in ("ok", "fail", "refund", "transaction", "depth>3", "slots>1", "nothing-like-it"):
        for view in VIEWS:
            assert printed(document, view, None, text)
        shown = shown_of(document, None, parse(text))
        for id in shown.hits or ():
            parent = document.graph.by_id[id].parent
            assert parent is None or parent in shown.way
    assert shown_of(document, None, None) == WHOLE == shown_of(document, len(document.timeline), None)


def test_a_result_is_not_told_in_the_block_of_its_producer() -> None:
    """It arrives in a later one: in which, only the chunks tell."""
    lines = printed(timed_document_of(HERE / "node" / "congested-callback"), "timeline", None).splitlines()
    told = [line.strip() for line in lines if "a value for slot" in line]
    assert told == [
        "5 ✓ a value for slot 1 of ft.near.callback from nft.near.run (in which block is not known)",
        "8 ✓ a value for slot 0 of ft.near.callback from amm.near.run",
    ]


def test_the_tree_says_who_resumed_as_the_table_of_slots_does(shared_data: Path) -> None:
    folder = shared_data / "node" / "pv86" / "yield-resumed-same-call"
    document = build_document(RawTransaction(documents_of(folder)))
    assert "slot 0 ✓ “at once”  from app.near.run\n" in printed(document, "tree", None)
    (row,) = [line for line in printed(document, "await", None).splitlines() if "“at once”" in line]
    assert "app.near.run" in row
    timed_out = tutorial("yield-timeouts-and-pending--then")
    assert "slot 0 ✗ Failed (timed out)\n" in printed(timed_out, "tree", None)
