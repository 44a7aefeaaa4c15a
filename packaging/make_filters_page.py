"""Write docs/filters.md from the rows of the filter language.

    .venv/bin/python packaging/make_filters_page.py            # writes the page
    .venv/bin/python packaging/make_filters_page.py --check    # exit 1 when it is stale

`xccviz find --help` reads the same rows.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from xccviz.query import parse
from xccviz.query.help import ABOUT, GRAMMAR, parts

PAGE = Path(__file__).resolve().parent.parent / "docs" / "filters.md"
EXAMPLES = (
    "fail",
    "fail gas>20T method:ft_*",
    "fate:unobserved | finding:soft_failure",
    "join slot:failed",
    "!refund wait>2",
    "to:*.tkn.near deposit>=0.1N",
    'event:"nep141:ft_transfer"',
    'error:"not enough"',
    '"storage_deposit"',
    "transaction | depth<=2 (callback | yield)",
)


def page() -> str:
    """The whole page."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield "# Filters"
    yield ""
    yield "<!-- written by packaging/make_filters_page.py from xccviz/query/terms.py: change it there -->"
    yield ""
    yield from (f"{sentence}\n" for sentence in ABOUT)
    yield "Taken by `xccviz find`, `show --filter`, `export --filter`, `check --none` and `--some`, by the filter"
    yield "bar of the window (`Ctrl+F`) and its `--filter`. A mistake is shown with a caret below it and the nearest"
    yield "right word. In the window, and with `--step N`, they find what was known at that moment, else what is known"
    yield "by the end. What roles, fates and findings are is told in [interface.md](interface.md), §4."
    yield ""
    yield "| Filter | Finds |"
    yield "|--|--|"
    yield from (f"| `{_cell(text)}` | {_cell(parse(text).words())} |" for text in EXAMPLES)
    yield ""
    yield "```text"
    yield GRAMMAR
    yield "```"
    for part in parts():
        yield ""
        yield f"## {part.title}"
        yield ""
        yield (
            "| Term | True for a receipt when |"
            if part.rows[0].written == "fail"
            else "| Term | Asks about |"
        )
        yield "|--|--|"
        yield from (f"| `{_cell(row.written)}` | {_cell(row.means)} |" for row in part.rows)
        if part.note:
            yield ""
            yield f"{part.note[0].upper()}{part.note[1:]}."
    yield ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main(arguments: list[str]) -> int:
    """Write the page, or say whether it is stale."""
    made = page()
    if arguments == ["--check"]:
        return int(not PAGE.exists() or PAGE.read_text(encoding="utf-8") != made)
    PAGE.write_text(made, encoding="utf-8")
    print(f"{PAGE.relative_to(PAGE.parent.parent)} written")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
