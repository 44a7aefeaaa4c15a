"""Pages in Chromium: nothing fails, nothing of the chain runs, the policy holds, and what the script adds works."""

# covers: xccviz/export/html/report.py

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.export.hostile import MARKUP, markup_everywhere
from tests.readers import Browser, program
from xccviz.document import Document, build_document
from xccviz.export.html import run
from xccviz.export.types import ExportOptions
from xccviz.sources.files.sample import read_sample

PANICKED = "tutorial-parallel-3-one-panics"
PHONE = 390
IN_SIGHT = """
[...document.querySelectorAll('tbody[data-node]')].filter(row => !row.hidden).map(row => row.dataset.node)
"""


def opened(browser: Browser, folder: Path, document: Document, **how: object) -> None:
    file = folder / "page.html"
    file.write_bytes(run(document, ExportOptions()))
    browser.open(file, **how)  # type: ignore[arg-type]


def test_hostile_text_is_text(browser: Browser, tmp_path: Path) -> None:
    opened(browser, tmp_path, markup_everywhere())
    assert MARKUP in browser.run("document.body.textContent")
    found = browser.run(
        "[...document.querySelectorAll('*')].flatMap(e => [e.localName, ...[...e.attributes].map(a => '@' + a.name)])"
    )
    assert not {"img", "b", "i", "u", "iframe", "object"} & set(found)
    assert not [name for name in found if name.startswith("@on") or name in ("@src", "@style")]
    assert found.count("script") == found.count("style") == 1
    assert browser.complaints == []


@pytest.mark.parametrize("name", [PANICKED, "mainnet-hidden-failure", "yield-resumed-by-other-tx"])
def test_it_opens_without_a_complaint_and_fits(browser: Browser, tmp_path: Path, name: str) -> None:
    document = build_document(read_sample(name))
    for dark, width in ((False, 1280), (True, 1280), (False, PHONE)):
        opened(browser, tmp_path, document, dark=dark, width=width)
        assert browser.complaints == []
        assert browser.run("document.scrollingElement.scrollWidth") == width
        lightness = browser.run("getComputedStyle(document.documentElement).backgroundColor.match(/\\d+/)[0]")
        assert (int(lightness) < 100) == dark
        fonts = browser.run(
            "[...document.fonts].filter(font => font.status === 'loaded').map(font => font.family)"
        )
        assert {"Inter", "JetBrains Mono"} <= {font.strip('"') for font in fonts}
    scale = browser.run(
        "document.querySelector('.drawing svg').getBoundingClientRect().width / "
        "document.querySelector('.drawing svg').viewBox.baseVal.width"
    )
    assert scale == pytest.approx(0.8, abs=0.001), "it scrolls rather than to shrink further"


def test_drawing_and_rows_lead_to_each_other(browser: Browser, tmp_path: Path) -> None:
    document = build_document(read_sample(PANICKED))
    opened(browser, tmp_path, document)
    node = document.graph.nodes[2].id
    drawn, row = (
        f"document.querySelector('g.node[data-node=\"{node}\"]')",
        f"document.querySelector('tbody[data-node=\"{node}\"]')",
    )
    assert browser.run(f"{row}.querySelector('details').open") is False
    browser.run(f"{drawn}.dispatchEvent(new MouseEvent('click', {{bubbles: true}}))")
    assert browser.run(f"{row}.className") == "chosen"
    assert browser.run(f"{row}.querySelector('details').open") is True
    other = document.graph.root.id
    browser.run(f"document.querySelector('tbody[data-node=\"{other}\"] .row').click()")
    assert browser.run("[...document.querySelectorAll('.chosen')].map(e => e.dataset.node)") == [other, other]


def test_rows_are_filtered_and_all_opened(browser: Browser, tmp_path: Path) -> None:
    document = build_document(read_sample(PANICKED))
    opened(browser, tmp_path, document)
    whole = browser.run(IN_SIGHT)
    field = "const f = document.querySelector('.find'); f.value = {}; f.dispatchEvent(new Event('input'))"
    browser.run(f"(() => {{ {field.format(json.dumps('NO VALUE today'))} }})()")
    left = browser.run(IN_SIGHT)
    assert document.graph.nodes[1].id not in left and 0 < len(left) < len(whole)
    assert browser.run("document.querySelector('.count').textContent") == f"{len(left)} / {len(whole)}"
    browser.run(f"(() => {{ {field.format(json.dumps(''))} }})()")
    assert browser.run(IN_SIGHT) == whole
    opened_ones = "[...document.querySelectorAll('.more > td > details')].filter(each => each.open).length"
    assert browser.run(opened_ones) == len(document.errors)
    browser.run("document.querySelector('.open-all').click()")
    assert browser.run(opened_ones) == len(whole)
    browser.run("document.querySelector('.close-all').click()")
    assert browser.run(opened_ones) == 0


def test_an_id_is_copied_by_a_click(browser: Browser, tmp_path: Path) -> None:
    document = build_document(read_sample(PANICKED))
    opened(browser, tmp_path, document)
    browser.run("navigator.clipboard.writeText = text => { window.copied = text; return Promise.resolve(); }")
    browser.run("document.querySelector('header code').click()")
    assert browser.run("window.copied") == document.trace.transaction.hash


def test_it_reads_without_its_script(browser: Browser, tmp_path: Path) -> None:
    document = build_document(read_sample(PANICKED))
    browser.ask("Emulation.setScriptExecutionDisabled", value=True)
    try:
        opened(browser, tmp_path, document)
        assert browser.run("document.documentElement.className") == ""
        shown = browser.run("document.body.innerText")
        assert document.verdict.title in shown and "panicked: no value today" in shown
        assert browser.run("getComputedStyle(document.querySelector('.controls')).display") == "none"
        browser.run("document.querySelector('tbody summary').click()")
        assert browser.run("document.querySelector('tbody details').open") is True
    finally:
        browser.ask("Emulation.setScriptExecutionDisabled", value=False)


def test_it_prints(browser: Browser, tmp_path: Path) -> None:
    reader = program("pdftotext")
    document = build_document(read_sample(PANICKED))
    opened(browser, tmp_path, document, dark=True)
    (tmp_path / "page.pdf").write_bytes(browser.pdf())
    done = subprocess.run(
        [reader, "-layout", tmp_path / "page.pdf", "-"], capture_output=True, check=True, text=True
    )
    printed = " ".join(done.stdout.split())
    assert document.verdict.title in printed
    assert document.trace.transaction.hash in printed
    assert "caller.near.on_multi_done" in printed and "Open all" not in printed
    assert done.stdout.count("\f") <= 4


def test_the_page_is_no_place_to_run_anything(browser: Browser, tmp_path: Path) -> None:
    """The policy holds: what would run or load does not, and the tests above would see it."""
    file = tmp_path / "page.html"
    data = run(build_document(read_sample(PANICKED)), ExportOptions())
    file.write_bytes(
        data.replace(
            b"<main>",
            b'<main><img src="https://example.org/x.png" onerror="alert(1)"><script>alert(2)</script>',
        )
    )
    browser.open(file)
    browser.run("new Promise(done => setTimeout(done, 50))")
    told = [each for each in browser.complaints if "Content Security Policy" in each]
    assert len(told) == 3, "the picture, the handler and the script"
    assert not [each for each in browser.complaints if each.startswith("dialog")]


def test_all_that_can_be_used_has_a_name(browser: Browser, tmp_path: Path) -> None:
    opened(browser, tmp_path, build_document(read_sample(PANICKED)))
    browser.ask("Accessibility.enable")
    tree = browser.ask("Accessibility.getFullAXTree")["nodes"]
    seen = [
        (each["role"]["value"], each.get("name", {}).get("value", "")) for each in tree if not each["ignored"]
    ]
    used = {"button", "link", "searchbox", "DisclosureTriangle", "region", "img", "image", "table"}
    assert {role for role, _ in seen} >= {
        "button",
        "link",
        "searchbox",
        "DisclosureTriangle",
        "region",
        "table",
    }
    assert [role for role, name in seen if role in used and not name] == []
    assert ("DisclosureTriangle", "Details of bravo.near.get_value") in seen
