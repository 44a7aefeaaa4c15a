"""`--to csv`: one table of a transaction, a header and a row each: the receipts (first column `id`), what the contracts
logged, or the NEAR that moved. Exact values, for spreadsheets and scripts."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from xccviz.document import Document
from xccviz.export.stressed import emphasis_of, moment_of
from xccviz.export.types import TABLE_SORTS, ExportOptions
from xccviz.model.text import visible_text
from xccviz.tables.events import EVENTS
from xccviz.tables.nodes import NODES
from xccviz.tables.table import Table, Value
from xccviz.tables.transfers import TRANSFERS

TABLES: Mapping[str, Table[Any]] = MappingProxyType({t.id: t for t in (NODES, EVENTS, TRANSFERS)})
"""By the names of `TABLE_SORTS`."""
LONGEST = 32_000
"""Characters of a cell: a spreadsheet takes 32,767."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a text begins that spreadsheets would run."""


def run(document: Document, options: ExportOptions) -> bytes:
    """The table as UTF-8 CSV (RFC 4180, lines end with a line feed); ValueError for a table that is none. With a
    filter a last column says of each row whether it matches."""
    table = TABLES.get(options.table or TABLE_SORTS[0])
    if table is None:
        raise ValueError(f"no table {options.table!r}; there are {', '.join(TABLES)}")
    moment, emphasis = moment_of(document, options), emphasis_of(document, options)
    node_of = table.node or (lambda row: None)
    own = [column.id for column in table.columns]
    header = own if own[0] == "id" else ["node", *own]
    filtered = options.filter is not None
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*header, "matches"] if filtered else header)
    for row in table.rows(document, moment):
        node = node_of(row)
        if node in emphasis.gone:
            continue
        record = table.record(row)
        cells = [_cell(record[name]) for name in header]
        writer.writerow([*cells, _cell(node in emphasis.hits)] if filtered else cells)
    return text.getvalue().encode("utf-8")


def _cell(value: Value) -> str:
    """A value as it stands in a cell: nothing for what is not known, a text that is none of a formula."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(value).lower()
    shown = visible_text(value, LONGEST, keep="\n\t")
    return f"'{shown}" if shown.startswith(_FORMULA) else shown
