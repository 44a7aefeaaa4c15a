"""What is typed nearly right is named; options stand where they are typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from xccviz.cli.main import main
from xccviz.opening.arguments import Parser

SAMPLE = "sample:tutorial-parallel-3-one-panics"


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(list(arguments)) == 2
    return capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "meant"),
    [("sampels", "samples"), ("shwo X", "show"), ("-q shw", "show"), ("EXPORT X --to svg", "export"),
     ("self_test", "self-test"), ("--offline netwroks", "networks")],
)  # fmt: skip
def test_a_mistyped_command_is_named(capsys: pytest.CaptureFixture[str], words: str, meant: str) -> None:
    told = said(capsys, *words.split())
    assert "no command" in told
    assert f"did you mean {meant}" in told


def test_what_is_no_command_at_all_is_none_and_a_file_is_a_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "no command" not in said(capsys, "foo")
    monkeypatch.chdir(tmp_path)
    Path("sampels").write_text("{}")
    assert "no command" not in said(capsys, "sampels", "--nonsense")


@pytest.mark.parametrize(
    ("words", "of"), [("help", "xccviz"), ("-v help", "xccviz"), ("help show", "xccviz show")]
)
def test_help_is_a_word_too(capsys: pytest.CaptureFixture[str], words: str, of: str) -> None:
    assert main(words.split()) == 0
    assert capsys.readouterr().out.startswith(f"usage: {of} [-h]")


@pytest.mark.parametrize(
    "words",
    ["--offline show {} --view tree", "show --offline --view tree {}", "show {} --view tree --offline",
     "check --offline {} --max-gas 300T {}", "check {} {} --max-gas 300T --offline",
     "export --step 3 --offline {} --to json", "export {} --to json --step 3 --offline"],
)  # fmt: skip
def test_options_stand_before_behind_and_between(capsys: pytest.CaptureFixture[str], words: str) -> None:
    assert main(words.format(SAMPLE, SAMPLE).split()) == 0
    assert capsys.readouterr().out


def test_an_unknown_option_is_named_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "diff", "--step", "3", SAMPLE, SAMPLE).startswith(
        "xccviz: there is no option --step here\n"
    )


def test_a_limit_without_its_unit_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert "'0.01' has no unit: NEAR is written as 0.01N" in said(
        capsys, "check", SAMPLE, "--max-fee", "0.01"
    )


def test_no_failure_says_that_a_call_inside_failed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", SAMPLE, "--no-failure", "--offline"]) == 0
    assert "which only --no-hidden-failure asks about" in capsys.readouterr().out
    assert main(["check", SAMPLE, "--no-failure", "--no-hidden-failure", "--offline"]) == 1


@pytest.mark.parametrize(
    ("name", "begins"),
    [("x.svg", "<?xml"), ("x.dot", "digraph"), ("x.json", "{"), ("x.XCC.JSON", "{")],
)
def test_the_ending_names_the_format(tmp_path: Path, name: str, begins: str) -> None:
    assert main(["export", SAMPLE, "--offline", "-o", str(tmp_path / name)]) == 0
    text = (tmp_path / name).read_text()
    assert text.startswith(begins)
    assert ("xccviz-capture" in text) == name.lower().endswith(".xcc.json")


def test_a_folder_gets_a_file_named_after_hash_and_format(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", SAMPLE, "--offline", "--to", "dot", "-o", str(tmp_path)]) == 0
    (path,) = tmp_path.iterdir()
    assert path.suffix == ".dot" and len(path.stem) > 40
    assert "the name of the file tells none" in said(capsys, "export", SAMPLE, "-o", str(tmp_path / "foo"))
    assert ".foo is the ending of none" in said(capsys, "export", SAMPLE, "-o", str(tmp_path / "x.foo"))
    assert "Give one with --to: there are svg," in said(
        capsys, "export", SAMPLE, "-o", str(tmp_path / "x.foo")
    )


def test_what_was_given_to_read_is_not_replaced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = tmp_path / "run.xcc.json"
    assert main(["export", SAMPLE, "--offline", "-o", str(given)]) == 0
    before = given.read_bytes()
    for command in (["export", "--to", "svg", "-o"], ["check", "--junit"]):
        assert main([command[0], str(given), *command[1:], str(given), "--offline"]) == 7
        assert "would be replaced" in capsys.readouterr().err
    assert given.read_bytes() == before
    assert main(["export", str(given), "--to", "svg", "-o", str(given), "--force"]) == 0
    assert given.read_bytes() != before


def test_a_help_text_with_a_percent_sign_is_printed_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    parser = Parser(prog="xccviz")
    parser.add_argument("--some", help="100 % de %(nothing)s, %d")
    with pytest.raises(SystemExit):
        parser.parse_args(["--help"])
    assert "100 % de %(nothing)s, %d" in capsys.readouterr().out
