"""Which bundled samples can be run again offline, and how one that cannot says so."""

# covers: xccviz/words/samples.py, xccviz/cli/commands/samples.py

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("wasmtime", reason="needs the extra replay")

from tests.cli.test_replay import run, saved
from tests.rerun.calls import JOIN, Here
from xccviz.cli.commands import replay
from xccviz.cli.main import main
from xccviz.document import build_document
from xccviz.model.errors import UserError
from xccviz.rerun.replaying import Replayer, replayable
from xccviz.rerun.types import Missing
from xccviz.sources.files.sample import Sample, list_samples, read_sample
from xccviz.words.replays import missing_words
from xccviz.words.samples import other_samples_words

ROOT = Path(__file__).resolve().parents[2]
NESTED = re.compile(r"\([^()]*\(")


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(replay, "sandbox_for", Here)
    return


@pytest.mark.parametrize("sample", [pytest.param(one, id=one.name) for one in list_samples()])
def test_which_samples_can_be_run_again_is_as_their_index_says(sample: Sample) -> None:
    whole = build_document(read_sample(sample.name))
    calls = [node for node in whole.graph.nodes if replayable(node)]
    runs = [Replayer(whole.raw, whole.analysis, node, Here.call).as_it_was() for node in calls]
    assert sample.replays == (bool(runs) and all(one.equal for one in runs))


def test_a_sample_that_cannot_be_run_again_names_one_that_can(capsys: pytest.CaptureFixture[str]) -> None:
    can = [one.name for one in list_samples() if one.replays]
    cannot = next(one.name for one in list_samples() if not one.replays and "parallel" in one.name)
    names = f"Samples whose calls can be run again offline: {', '.join(f'sample:{one}' for one in can)}."
    status, _, err = run(capsys, f"sample:{cannot}", "--receipt", JOIN)
    assert status == 6 and names in err and not NESTED.search(err)
    assert main(["samples"]) == 0 and names in capsys.readouterr().out
    for page in ("README.md", "docs/replay.md"):
        text = (ROOT / page).read_text()
        assert all(f"of the samples `sample:{one}`" in text.lower() for one in can)


def test_of_other_transactions_no_sample_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    capture = saved(tmp_path / "bare.xcc.json", "view_code")
    status, _, err = run(capsys, capture, "--receipt", JOIN)
    assert status == 6 and "Samples" not in err


@pytest.mark.parametrize("missing", [
    Missing("key", b"K", "a.near", True, troubles=("http://a (b): refused", "c: late")),
    Missing("code", "H", "a.near", True, given="G", troubles=("http://a: refused (nothing listens there)",)),
    Missing("block", "H", asked=True, troubles=("http://a: refused (nothing listens there)",)),
    Missing("slot", "1", asked=True, troubles=("http://a: refused (nothing listens there)",)),
], ids=lambda one: one.what)  # fmt: skip
def test_what_is_missing_is_said_without_brackets_in_brackets(missing: Missing) -> None:
    line = missing_words(missing).line
    assert missing.troubles[-1] in line and not NESTED.search(line)


def test_a_damaged_list_of_samples_takes_nothing_but_its_hint(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "sample:sdk-parallel-one-panics" in other_samples_words("Sample:tutorial-batch-ok")

    def damaged() -> list[Sample]:
        raise UserError("no list", kind="bug")

    monkeypatch.setattr("xccviz.words.samples.list_samples", damaged)
    assert other_samples_words("sample:tutorial-batch-ok") == other_samples_words("run.json") == ""
