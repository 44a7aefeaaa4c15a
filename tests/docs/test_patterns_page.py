"""docs/patterns.md: the code makes the receipts that were recorded, and its pictures are of those."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import xccviz

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = (ROOT / "docs" / "patterns.md").read_text(encoding="utf-8")
RECORDED = ROOT / "tests" / "data" / "tutorial"
SHOWN = {
    ("A batch", "rust"): "sample:tutorial-batch-ok",
    ("A batch", "js"): "sample:tutorial-js-batch-ok",
    ("In parallel", "rust"): "sample:tutorial-parallel-3-ok",
    ("In parallel", "js"): str(RECORDED / "tutorial-js-parallel-3-ok.json.gz"),
}
"""(section, language) → what the code there made."""
TGAS = 10**12
Made = tuple[str, str, int | None]
"""A method that is called: its name, its arguments, its gas; None for what is left."""


def section(name: str) -> str:
    """The text below a heading."""
    return PAGE.partition(f"\n## {name}\n")[2].partition("\n## ")[0]


def code(name: str, language: str) -> str:
    """The code of a section."""
    (found,) = re.findall(rf"^```{language}\n(.*?)^```$", section(name), flags=re.M | re.S)
    return str(found)


def calls_of(source: str) -> list[Made]:
    """The calls that code makes, in its order: with gas of their own, or with what is left (`Self::ext`)."""
    spelled = re.findall(
        r'functionCall\("(\w+)", "(.*?)", 0n, (\d+)n \* TGAS\)'
        r'|function_call\("(\w+)"\.into\(\), b"(.*?)"\.to_vec\(\), 0, (\d+) \* TGAS\)'
        r"|Self::ext\(env::current_account_id\(\)\)\.(\w+)\(\)",
        source,
    )
    return [
        (rest, "", None) if rest else (js or rust, js_args or rust_args, int(js_gas or rust_gas) * TGAS)
        for js, js_args, js_gas, rust, rust_args, rust_gas, rest in spelled
    ]


@pytest.mark.parametrize(("name", "language"), SHOWN)
def test_the_code_makes_what_was_recorded(name: str, language: str) -> None:
    tx = xccviz.open(SHOWN[name, language])
    source = code(name, language)
    caller = tx.receipts[1]
    assert re.search(rf"\b{caller.method_name}\(", source)
    made = [
        (action.method_name, (action.args or b"").decode(), action.gas, action.deposit)
        for child in caller.children
        if "refund_gas" not in child.roles
        for action in child.actions
    ]
    wanted = calls_of(source)
    assert {deposit for *_, deposit in made} == {0}
    assert list(dict.fromkeys(made))[: len(wanted)] == [
        (method, args, made[-1][2] if gas is None else gas, 0) for method, args, gas in wanted
    ]
    if any(gas is None for *_, gas in wanted):
        given = sum(gas or 0 for *_, gas, _ in made[:-1])
        assert made[-1][2] is not None and made[-1][2] > 300 * TGAS - given - 10 * TGAS


def test_the_callbacks_answer_as_recorded() -> None:
    """What the code returns for a result and for a failure is what the recorded callbacks returned."""
    (rust,) = xccviz.open("sample:tutorial-parallel-3-one-panics").callbacks
    assert rust.result_json[1] == {"Err": "failed"} and set(rust.result_json[0]) == {"Ok"}
    assert 'Err("failed".into())' in code("The callback", "rust")
    (js,) = xccviz.open(SHOWN["In parallel", "js"]).callbacks
    assert all(set(row) == {"ok"} for row in js.result_json)
    assert "results.push({ ok: " in code("The callback", "js")


def test_the_drawings_of_the_pages_are_of_what_they_tell() -> None:
    text = (ROOT / "packaging" / "make_pictures.py").read_text(encoding="utf-8")
    drawn = set(re.findall(r'^    "([a-z]+-[a-z]+)": \((?:"sample:[\w-]+"|\w+), "\w+"\),$', text, flags=re.M))
    pages = [path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md")]
    shown = {name for page in pages for name in re.findall(r"\]\(pictures/([\w-]+)\.svg\)", page)}
    assert len(shown) >= 6 and shown == drawn
    for name in shown:
        drawing = (ROOT / "docs" / "pictures" / f"{name}.svg").read_text(encoding="utf-8")
        assert ("on_batch_done" if name == "pattern-batch" else "on_multi_done") in drawing


def test_the_samples_it_names_are_there() -> None:
    named = set(re.findall(r"sample:([\w-]+)", PAGE))
    there = {path.name.removesuffix(".xcc.json.gz") for path in (ROOT / "resources" / "samples").glob("*.gz")}
    assert named and named <= there
