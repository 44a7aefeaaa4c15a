"""All tables, by id: what exporters and programs that want rows choose from. A new table is a module and a row here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from xccviz.tables.events import EVENTS
from xccviz.tables.findings import FINDINGS
from xccviz.tables.gas import GAS, GAS_TOTALS
from xccviz.tables.money import ACCOUNTS, DEPOSIT_TABLE, FEES, GAS_REFUNDS
from xccviz.tables.nodes import NODES
from xccviz.tables.receipts import RECEIPTS
from xccviz.tables.slots import SLOT_TABLE
from xccviz.tables.steps import STEPS
from xccviz.tables.table import Table
from xccviz.tables.tokens import TOKENS
from xccviz.tables.transfers import TRANSFERS

_ALL: tuple[Table[Any], ...] = (
    RECEIPTS, SLOT_TABLE, STEPS, GAS, GAS_TOTALS, DEPOSIT_TABLE, GAS_REFUNDS, TOKENS, ACCOUNTS, FEES, EVENTS, FINDINGS,
    NODES, TRANSFERS,
)  # fmt: skip
TABLES: Mapping[str, Table[Any]] = MappingProxyType({table.id: table for table in _ALL})
