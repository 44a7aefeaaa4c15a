# covers: xccviz/gui/arguments.py, xccviz/opening/arguments.py
"""The window's arguments: one parser for the command line and for `create_window`, without Qt."""

# covers: xccviz/opening/arguments.py
# covers: xccviz/cli/commands/gui.py

from __future__ import annotations

import subprocess
import sys

import pytest

from xccviz.cli.main import build_parser
from xccviz.gui import arguments
from xccviz.model.errors import UserError

GIVEN = [
    "sample:x", "--step", "3", "--select", "abc", "--view", "tree", "--theme", "dark", "--size", "1280x800",
    "--scale", "2", "--screenshot", "a.png", "--network", "testnet", "--rpc", "http://one", "--rpc", "http://two",
    "--signer", "a.near", "--timeout", "5", "--offline", "--no-cache", "-q", "-vv",
]  # fmt: skip


def test_both_ways_in_understand_the_same() -> None:
    from_command = vars(build_parser().parse_args(["gui", *GIVEN]))
    from_window = vars(arguments.parse(GIVEN))
    assert from_window == {name: from_command[name] for name in from_window}
    assert (from_window["size"], from_window["scale"], from_window["step"]) == ((1280, 800), 2.0, 3)
    assert from_command.keys() - from_window.keys() == {"command"}


@pytest.mark.parametrize("given", ["3", " 3", "+3", "03"])
def test_a_step_is_a_number_however_a_script_writes_it(given: str) -> None:
    exported = build_parser().parse_args(["export", "sample:x", "--to", "svg", "--step", given])
    assert arguments.parse(["--step", given]).step == exported.step == 3


@pytest.mark.parametrize(
    "wrong",
    [
        "--size 9000x9000",
        "--size 9x9",
        "--size 12",
        "--scale 9",
        "--scale nan",
        "--step -1",
        "--step ²",
        "--screenshot x.jpg",
    ],
)
def test_both_ways_in_refuse_the_same_in_the_same_words(wrong: str) -> None:
    told = []
    for parse in (arguments.parse, lambda argv: build_parser().parse_args(["gui", *argv])):
        with pytest.raises(UserError) as caught:
            parse(wrong.split())
        told.append((caught.value.message, caught.value.hint, caught.value.kind))
    assert told[0] == told[1]
    assert told[0][2] == "usage"


def test_they_are_parsed_without_qt() -> None:
    code = "from xccviz.gui.arguments import parse; parse([]); import sys; print('PySide6' in sys.modules)"
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert ended.stdout.strip() == "False"


@pytest.mark.parametrize("given", [(), ("sample:a",), ("sample:a", "sample:b", "sample:c")])
def test_two_are_compared_and_no_other_number(given: tuple[str, ...]) -> None:
    with pytest.raises(UserError) as caught:
        arguments.parse(["--view", "compare", *given])
    assert caught.value.kind == "usage" and str(len(given)) in caught.value.message
    assert caught.value.message.endswith("1 was given" if len(given) == 1 else "were given")
    assert "Compare with" in caught.value.hint
    assert arguments.parse(["--view", "compare", "sample:a", "sample:b"]).view == "compare"
