"""The filter language (interface.md §8): one for the filter bar, `find`, `show`, `export`, `check` and marks.

    parse("fail gas>20T") ──▸ Filter ── matches(document) ──▸ ids in display order
                                     └─ words() ──▸ "failed, burnt over 20 Tgas"
    nothing_of(filter, document) ──▸ what was perhaps meant, the part that excludes everything
    completions(text, cursor, document) ──▸ what can be written there

A term is a row of `terms`: the parser, the help, the completion and the predicate all read it there.
"""

from __future__ import annotations

from xccviz.query.columns import Columns
from xccviz.query.complete import Completion, completions
from xccviz.query.filter import Excluding, Filter, why_none
from xccviz.query.mistakes import FilterError
from xccviz.query.nothing import Nothing, nothing_of
from xccviz.query.parser import parse

__all__ = [
    "Columns",
    "Completion",
    "Excluding",
    "Filter",
    "FilterError",
    "Nothing",
    "completions",
    "nothing_of",
    "parse",
    "why_none",
]
