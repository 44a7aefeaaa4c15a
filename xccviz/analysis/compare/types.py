"""What a comparison of two runs found, all frozen. JSON values inside, so that any front can show them."""

from __future__ import annotations

from typing import Any

from xccviz.analysis.compare.values import Change, Missing
from xccviz.values import frozen

KINDS = (
    "verdict", "completeness", "account", "node", "parent", "receiver", "methods", "role", "slots", "status",
    "returns", "args", "deposit", "action", "result", "promise_result", "logs", "finding", "gas", "fee",
)  # fmt: skip
"""Every kind of difference, in the order in which they are listed."""
COSTS = ("gas", "fee")
"""The kinds that come last: numbers that also differ when the same program runs twice."""


@frozen
class Difference:
    """One difference of one `kind` (see KINDS) at one call.

    `path`: the labels of the calls from the root receipt to this one (as A has it, else as B), `()` for the transaction
    itself. `a_node`, `b_node`: node ids. `what` tells differences of a kind apart (gas: attached, burnt, total).
    `action` and `slot`: index in a batch, slot of a callback. `a`, `b`: JSON values; `missing` names the run that has
    nothing. `changes`: the first places where two values differ, `more_changes` how many more there are.
    """

    kind: str
    path: tuple[str, ...]
    a_node: str | None
    b_node: str | None
    a: Any
    b: Any
    what: str | None = None
    action: int | None = None
    slot: int | None = None
    missing: Missing | None = None
    changes: tuple[Change, ...] = ()
    more_changes: int = 0


@frozen
class Diff:
    """All differences in order; `accounts`: names (in A, in B) that were read as the same account."""

    accounts: tuple[tuple[str, str], ...]
    differences: tuple[Difference, ...]

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return not self.differences
