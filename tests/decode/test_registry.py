"""Decoders of others: they come first, know where bytes stand, and can't break anything."""

# covers: xccviz/decode/registry.py, xccviz/decode/installed.py, xccviz/analysis/results/readings.py
# covers: xccviz/decode/types.py

from __future__ import annotations

import importlib.metadata
import json
import sys
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any, cast

import pytest

from xccviz.cli.main import main
from xccviz.decode import installed
from xccviz.decode.registry import DECODERS, decode_bytes
from xccviz.decode.types import Decoded, Decoder, Where
from xccviz.decode.values import reading
from xccviz.document import build_document
from xccviz.sources.files.sample import read_sample
from xccviz.values import replace

HERE = Where("counter.near", "add", "args")
RAW = b"\x05\x00\x00\x00"
NO_KIND = "gave a kind of bytes that there is not"


def little(raw: bytes, where: Where) -> Decoded | None:
    """Four bytes that counter.near takes are a number."""
    if where.account != "counter.near" or len(raw) != 4:
        return None
    return reading(raw, f"add {int.from_bytes(raw, 'little')}", {"add": int.from_bytes(raw, "little")})


def with_first(decode: Any) -> tuple[Decoder, ...]:
    """The registry with one decoder more."""
    return (Decoder("counter", decode), *DECODERS)


def test_a_decoder_knows_where_bytes_stand() -> None:
    decoders = with_first(little)
    assert decode_bytes(RAW, HERE, decoders) == Decoded(RAW, "borsh", "add 5", {"add": 5}, False)
    assert decode_bytes(RAW, Where("other.near", "add", "args"), decoders).kind == "hex"
    assert decode_bytes(b"true", HERE, with_first(lambda raw, where: None)).kind == "json"
    assert decode_bytes(b"", HERE, decoders).kind == "empty"


def raising(raw: bytes, where: Where) -> Decoded:
    """A decoder with a bug."""
    raise IndexError("out of bytes")


@pytest.mark.parametrize(
    ("decode", "said"),
    [
        (raising, "IndexError: out of bytes"),
        (lambda raw, where: sys.exit("leaving"), "SystemExit: leaving"),
        (lambda raw, where: "text", "gave str, not Decoded"),
        (lambda raw, where: reading(b"x", "x"), "gave other bytes"),
        (
            lambda raw, where: replace(reading(raw, "x"), kind=cast(Any, "cbor")),
            "gave a kind of bytes that there is not",
        ),
        (lambda raw, where: reading(raw, "\ud800"), "gave what is no JSON"),
        (lambda raw, where: reading(raw, "x", {1: 2}), "gave what is no JSON"),
        (lambda raw, where: reading(raw, "x", float("nan")), "gave what is no JSON"),
        (lambda raw, where: reading(raw, "x", {"a": {2, 3}}), "gave what is no JSON"),
    ],
)
def test_a_decoder_that_fails_leaves_hex_and_the_reason(decode: Any, said: str) -> None:
    decoded = decode_bytes(RAW, HERE, with_first(decode))
    assert (decoded.raw, decoded.kind, decoded.text, decoded.value) == (RAW, "hex", "05000000", None)
    assert decoded.problem == f"decoder counter: {said}"


def test_long_text_is_cut_and_says_so() -> None:
    decoded = decode_bytes(RAW, HERE, with_first(lambda raw, where: reading(raw, "x" * 10_001)))
    assert (len(decoded.text), decoded.truncated) == (10_000, True)


def install(monkeypatch: pytest.MonkeyPatch, **decoders: object) -> None:
    """Packages that give these decoders; a text stands for an import that fails."""

    def load(entry: EntryPoint) -> object:
        found = decoders[entry.name]
        if isinstance(found, str):
            raise ModuleNotFoundError(found)
        return found

    points = [EntryPoint(name, f"{name}_package:decode", installed.GROUP) for name in decoders]
    monkeypatch.setattr(
        importlib.metadata, "entry_points", lambda group: points if group == installed.GROUP else []
    )
    monkeypatch.setattr(EntryPoint, "load", load)
    monkeypatch.setattr(installed, "_some_package_has_any", lambda folders: True)


def test_packages_give_decoders_by_entry_points(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, little=little, absent="No module named 'absent_package'", constant=7)
    decoders, troubles = installed.installed_decoders()
    assert [decoder.name for decoder in decoders] == ["little", *(decoder.name for decoder in DECODERS)]
    assert troubles == (
        "decoder absent can't be loaded: ModuleNotFoundError: No module named 'absent_package'",
        "decoder constant can't be loaded: constant_package:decode is no function",
    )


def test_a_package_on_the_path_is_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A decoder is found by what its package's metadata says, and where none says so importlib.metadata stays out."""
    looked: list[str] = []
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: looked.append(group) or [])
    (tmp_path / "other-1.dist-info").mkdir()
    (tmp_path / "other-1.dist-info" / "entry_points.txt").write_text("[console_scripts]\nother = other:run\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path), str(tmp_path / "absent.zip")])
    assert installed.installed_decoders() == (DECODERS, ())
    assert looked == []
    monkeypatch.undo()
    (tmp_path / "counter_decoder.py").write_text("def decode(raw, where): return None\n")
    for name in ("counter-1.dist-info", "counter.egg-info"):
        folder = tmp_path / name / "found"
        (folder / name).mkdir(parents=True)
        (folder / name / ("PKG-INFO" if "egg" in name else "METADATA")).write_text(
            "Name: counter\nVersion: 1\n"
        )
        (folder / name / "entry_points.txt").write_text(
            "[xccviz.decoders]\ncounter = counter_decoder:decode\n"
        )
        monkeypatch.setattr(sys, "path", [str(folder), str(tmp_path), *sys.path])
        assert installed.installed_decoders()[0][0].name == "counter"
        monkeypatch.undo()


def quoted(raw: bytes, where: Where) -> Decoded | None:
    """Takes what alpha.near.get_value returned."""
    if (where.account, where.method, where.part) != ("alpha.near", "get_value", "result"):
        return None
    return reading(raw, f"«alpha says {len(raw)} bytes»", {"bytes": len(raw)})


SAMPLE = "sample:tutorial-parallel-3-ok"
WORDS = "«alpha says 21 bytes»"


def test_an_installed_decoder_speaks_in_the_terminal_and_in_json(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    install(monkeypatch, alpha=quoted)
    assert main(["show", SAMPLE, "--view", "tree"]) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    assert f"returned {WORDS}" in shown.out
    assert f"slot 0 ✓ {WORDS}" in shown.out, "a slot holds what its producer returned"
    assert main(["export", SAMPLE, "--to", "json"]) == 0
    nodes = json.loads(capsys.readouterr().out)["nodes"]
    (value,) = [node["status"]["value"] for node in nodes if node["label"] == "alpha.near.get_value"]
    assert (value["kind"], value["text"], value["value"]) == ("borsh", WORDS, {"bytes": 21})
    (callback,) = [node for node in nodes if node["label"] == "caller.near.on_multi_done"]
    assert callback["promise_results"][0]["value"] == value


def test_one_that_fails_is_named_once_and_leaves_hex(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def failing(raw: bytes, where: Where) -> Decoded | None:
        return raising(raw, where) if quoted(raw, where) is not None else None

    install(monkeypatch, alpha=failing)
    assert main(["show", SAMPLE, "--view", "tree"]) == 0
    shown = capsys.readouterr()
    assert shown.err.count("decoder alpha: IndexError: out of bytes") == 1
    assert "21 bytes, hex" in shown.out
    assert "value of bravo.near" in shown.out


def test_bytes_are_decoded_once() -> None:
    asked: list[tuple[bytes, Where]] = []

    def listening(raw: bytes, where: Where) -> None:
        asked.append((raw, where))

    build_document(read_sample("tutorial-parallel-3-ok"), with_first(listening))
    assert len(asked) == len(set(asked)) > 3
    assert {where.part for _, where in asked} == {"args", "result"}
