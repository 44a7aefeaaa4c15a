"""docs/filters.md is what its generator writes from the rows, and its examples find what they say."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from xccviz.query import parse
from xccviz.query.terms import NAMES, WORDS, ValueRow

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = (ROOT / "docs" / "filters.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "make_filters_page", ROOT / "packaging" / "make_filters_page.py"
    )
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_up_to_date(generator: ModuleType) -> None:
    assert generator.page() == PAGE, "docs/filters.md is stale: run packaging/make_filters_page.py"
    assert generator.main(["--check"]) == 0


def test_every_word_name_and_value_stands_there() -> None:
    for name in (*WORDS, *NAMES):
        assert re.search(rf"[`, ]{name}\b", PAGE), name
    for row in NAMES.values():
        for choice in row.choices if isinstance(row, ValueRow) else ():
            assert re.search(rf"[ ,]{choice}\b", PAGE), choice


def test_the_examples_can_be_read_and_say_what_stands_beside_them() -> None:
    rows = re.findall(r"^\| `(.+?)` \| (.+?) \|$", PAGE.partition("```")[0], flags=re.M)
    assert len(rows) >= 8
    for text, words in rows:
        assert parse(text.replace("\\|", "|")).words() == words


def test_the_terms_are_those_of_the_interface_page() -> None:
    """docs/interface.md §8 has each name, and no other."""
    page = (ROOT / "docs" / "interface.md").read_text(encoding="utf-8")
    section = page.partition("## 8. Filters")[2].partition("\n## ")[0]
    table = section.partition("| Term |")[2].partition("\n\n")[0]
    terms = " ".join(line.split(" | ")[0] for line in table.splitlines())
    named = set(re.findall(r"`(\w+):?\w*`", terms)) - {"OP", "R", "F"}
    assert set(NAMES) <= named
    assert named <= {*NAMES, *WORDS}
