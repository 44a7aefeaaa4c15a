"""A citation leads somewhere: every `protocol.md §2.5` in the sources names a heading of docs/, every link a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = [path for folder in (ROOT, ROOT / "docs", ROOT / "packaging") for path in sorted(folder.glob("*.md"))]
CITED = re.compile(r"(\w+\.md) §(\d+(?:\.\d+)*)")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def sections(page: str) -> frozenset[str]:
    """The numbers of a page's headings: `## 2 Graph semantics` or `## 4. export`; a heading's list items count too."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    found: set[str] = set()
    for heading in re.finditer(r"^#{2,3} (\d+(?:\.\d+)*)\.? .*$", text, flags=re.MULTILINE):
        found.add(heading[1])
        body = re.split(r"^#{2,3} ", text[heading.end() :], maxsplit=1, flags=re.MULTILINE)[0]
        found |= {f"{heading[1]}.{item}" for item in re.findall(r"^(\d+)\. ", body, flags=re.MULTILINE)}
    return frozenset(found)


def cited() -> Iterator[tuple[str, str, str]]:
    """(where, page, section) of every citation in the package, its tests and benchmarks."""
    for folder in ("xccviz", "tests", "benchmarks", "packaging"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for page, section in CITED.findall(path.read_text(encoding="utf-8")):
                if path != Path(__file__).resolve():
                    yield path.relative_to(ROOT).as_posix(), page, section


def test_every_cited_section_is_a_heading() -> None:
    places = list(cited())
    assert len(places) > 100, "the pattern finds no citations any more"
    pages = {page for _, page, _ in places}
    headings = {page: sections(page) for page in pages if (ROOT / "docs" / page).exists()}
    astray = [place for place in places if place[2] not in headings.get(place[1], frozenset())]
    assert astray == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_of_a_page_leads_to_a_file(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if "://" not in target and not target.startswith("#"):
            assert (page.parent / target.partition("#")[0]).exists(), target
