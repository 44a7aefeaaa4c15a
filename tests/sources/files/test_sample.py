"""Bundled samples open without a network."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from xccviz import resources
from xccviz.document import build_document
from xccviz.model.errors import UserError
from xccviz.model.raw import RawDocument, RawTransaction
from xccviz.sources.files.capture import capture_to_json
from xccviz.sources.files.sample import Sample, find_sample, list_samples, read_sample


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A resources folder with one sample."""
    folder = tmp_path / "samples"
    folder.mkdir()
    rows = [{"name": "one", "story": "A story.", "network": "localnet", "select": "R"}]
    (folder / "index.json").write_text(json.dumps(rows))
    raw = RawTransaction((RawDocument("tx", None, {"result": {}}),), tx_hash="H")
    (folder / "one.xcc.json.gz").write_bytes(gzip.compress(capture_to_json(raw, "x", "t")))
    monkeypatch.setattr(resources, "resource_root", lambda: tmp_path)
    return folder


def test_a_sample_is_listed_and_read(shelf: Path) -> None:
    assert list_samples() == (Sample("one", "A story.", "localnet", "R"),)
    raw = read_sample("one")
    assert (raw.tx_hash, raw.network) == ("H", "localnet")


def test_an_unknown_name_names_near_ones(shelf: Path) -> None:
    for name, words in (("onee", "Did you mean one?"), ("../index", "lists them"), ("zzz", "lists them")):
        with pytest.raises(UserError) as caught:
            read_sample(name)
        assert caught.value.kind == "usage"
        assert words in caught.value.hint


def test_a_damaged_installation_says_so(shelf: Path) -> None:
    (shelf / "one.xcc.json.gz").unlink()
    with pytest.raises(UserError, match="not installed"):
        read_sample("one")
    for index in ("{", "[1]", '[{"name": "one"}]'):
        (shelf / "index.json").write_text(index)
        with pytest.raises(UserError, match="damaged"):
            list_samples()
    (shelf / "index.json").unlink()
    assert list_samples() == ()


def test_every_bundled_sample_opens() -> None:
    for sample in list_samples():
        raw = read_sample(sample.name)
        assert raw.documents
        assert raw.network == sample.network
        assert find_sample(sample.name) is not None
        assert sample.story.endswith(".")


def test_how_a_sample_ends_and_what_it_belongs_to_stand_in_the_index() -> None:
    for sample in list_samples():
        assert sample.ending == build_document(read_sample(sample.name)).verdict.ending
        assert sample.group
        assert len(sample.story) <= 93, "two lines of a card"
