"""`xccviz find`: what it prints, its JSON and its exit statuses."""

# covers: xccviz/cli/commands/find.py, xccviz/cli/filter_help.py, xccviz/query/help.py

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.reference.schemas import schema_called
from xccviz.cli.main import main
from xccviz.query.terms import NAMES, WORDS

JOIN = "sample:tutorial-parallel-3-one-panics"
BATCH = "sample:tutorial-batch-ok"


def run(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    status = main(["find", *argv])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def exported(capsys: pytest.CaptureFixture[str], opened: str) -> dict[str, dict[str, object]]:
    """The nodes of the `json` export by their label."""
    assert main(["export", opened, "--to", "json"]) == 0
    return {node["label"]: node for node in json.loads(capsys.readouterr().out)["nodes"]}


def test_a_line_has_hash_node_label_status_and_burnt_gas(capsys: pytest.CaptureFixture[str]) -> None:
    nodes = exported(capsys, JOIN)
    failed, join = nodes["bravo.near.get_value"], nodes["caller.near.on_multi_done"]
    hash = "ABc4nmmvfJ3tCLakKmYPC6VQfoLWL13Hc4VSA2reLzKg"
    assert run(capsys, "fail | join", JOIN) == (
        0,
        f"{hash} {failed['id']} bravo.near.get_value failed 1150175455176\n"
        f"{hash} {join['id']} caller.near.on_multi_done ok 1100814523005\n",
        "",
    )


def test_without_a_hit_it_says_why_and_ends_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    said = "0 of 11 match: failed, burnt over 9,000 Tgas; without gas>9000T: 1\n"
    assert run(capsys, "fail gas>9000T", JOIN) == (1, "", said)
    status, out, err = run(capsys, "fail", BATCH, "--json")
    assert (status, err) == (1, "")
    assert json.loads(out)["documents"][0]["nodes"] == []


def test_one_hit_in_one_of_several_is_enough(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "fail", BATCH, JOIN)
    assert status == 0
    assert out.count("\n") == 1


def test_json_is_valid_and_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    nodes = exported(capsys, JOIN)
    status, out, err = run(capsys, "method:GET_*", JOIN, BATCH, "--json")
    assert (status, err) == (0, "")
    value = json.loads(out)
    schema_called("xccviz-find-1").validate(value)
    assert (value["format"], value["version"], value["filter"]) == ("xccviz-find", 1, "method:GET_*")
    one, other = value["documents"]
    assert (one["open"], one["problem"], other["nodes"]) == (JOIN, None, [])
    assert [node["label"] for node in one["nodes"]] == [
        f"{name}.near.get_value" for name in ("alpha", "bravo", "delta")
    ]
    for node in one["nodes"]:
        truth = nodes[node["label"]]
        assert node == {
            "id": truth["id"],
            "label": truth["label"],
            "kind": "action_receipt",
            "status": "failed" if "bravo" in node["label"] else "ok",
            "gas_burnt": truth["gas"]["burnt"],  # type: ignore[index]
            "block_height": truth["block"]["height"],  # type: ignore[index]
            "step": truth["steps"][0],  # type: ignore[index]
        }


def test_what_cannot_be_read_is_a_problem_and_the_others_are_searched(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text('{"result": 3}', encoding="utf-8")
    status, out, err = run(capsys, "fail", str(broken), JOIN)
    assert status == 5
    assert "bravo.near.get_value" in out
    assert err.startswith(f"xccviz: {broken}: ")
    status, out, err = run(capsys, "fail", str(broken), JOIN, "--json")
    assert (status, err) == (5, "")
    value = json.loads(out)
    schema_called("xccviz-find-1").validate(value)
    first, second = value["documents"]
    assert (first["hash"], first["problem"]["code"], first["nodes"]) == (None, "malformed", [])
    assert len(second["nodes"]) == 1
    assert run(capsys, "fail", str(broken), "sample:no-such")[0] == 2, "the first of 2, 5, 4, 3"


def test_a_mistake_ends_with_2_and_a_caret_before_anything_is_opened(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status, out, err = run(capsys, "fail metod:a", "no-such-file.json")
    assert (status, out) == (2, "")
    assert err.splitlines() == [
        "xccviz: no term is called “metod”; did you mean method?",
        "  `xccviz find --help` lists all terms.",
        "    fail metod:a",
        "         ^^^^^",
    ]


def test_what_opens_something_in_the_place_of_the_filter_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, JOIN, "fail")
    assert (status, out) == (2, "")
    assert "The filter comes first" in err


def test_options_stand_anywhere(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--offline", "fail", "--json", JOIN, "-q") == run(
        capsys, "fail", JOIN, "--json", "--offline"
    )


def test_the_help_has_every_term(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "--help")
    assert status == 0
    for name in (*WORDS, *NAMES):
        assert f" {name}" in out, name
    assert max(map(len, out.splitlines())) <= 120
