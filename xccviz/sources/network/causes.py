"""What a node's errors mean for a look-up, one row a cause: a text for a new one is a row here.

A node names the cause of an error (`error.cause.name`, protocol.md §1.1 and §1.9); nodes before 1.20 and some gateways
say it by a number or in prose only, which the rows know too.
"""

from __future__ import annotations

import re
from typing import Literal

from xccviz.catalogue import tr
from xccviz.values import frozen

MissKind = Literal["unknown", "untracked", "trouble", "odd"]
"""Why an endpoint has no transaction for us. `unknown`: it says that it does not know it; `untracked`: it can't tell
(its shard is not tracked, or it was just submitted); `trouble`: no usable answer; `odd`: an answer that is none."""
Onward = Literal["other_endpoint", "older_method", "plain_tx", "by_position"]
"""How a look-up goes on after an error: with the next endpoint, or with the same one by the next older method, by `tx`
alone, or by parameters in their order instead of by name."""


@frozen
class Cause:
    """`name` of a cause, with `reason` (`error.cause.info.cause`) where that decides; `words` follow the endpoint's
    name in a line and name the cause ("": it is repeated in the node's words). Where nobody has the transaction the
    error says those of `trouble` and `odd`; those of `unknown` and `untracked`, for which it has a sentence of its own,
    and all where another endpoint had it, are read with -v only (in the window: on demand).

    `of_method`: it is about the method, which need not be asked there again; `is_answer`: what it says is worth
    keeping. `codes` and `said` tell it in the old form: the error's number is among the codes, and `said` (a regular
    expression) is found in its text.
    """

    name: str
    words: str = ""
    reason: str | None = None
    miss: MissKind = "trouble"
    onward: Onward = "other_endpoint"
    of_method: bool = False
    is_answer: bool = False
    codes: tuple[int, ...] = ()
    said: str = ""


METHOD_NOT_FOUND = Cause(
    "METHOD_NOT_FOUND",
    tr("does not offer to look up transactions (METHOD_NOT_FOUND)"),
    onward="older_method",
    of_method=True,
    codes=(-32601,),
)
CAUSES = (
    METHOD_NOT_FOUND,
    # Nodes before 1.37 know the array form only.
    Cause("PARSE_ERROR", onward="by_position", of_method=True, codes=(-32700, -32602)),
    # A receipt of it is missing there; `tx` needs none (protocol.md R1.3).
    Cause("INTERNAL_ERROR", onward="plain_tx"),
    Cause(
        "UNKNOWN_TRANSACTION",
        tr("does not know this transaction (UNKNOWN_TRANSACTION)"),
        miss="unknown",
        said=r"(?i)transaction .*doesn't exist",
    ),
    Cause(
        "TIMEOUT_ERROR",
        tr("does not know this transaction (TIMEOUT_ERROR, NOT_OBSERVED)"),
        reason="NOT_OBSERVED",
        miss="unknown",
    ),
    Cause(
        "TIMEOUT_ERROR",
        tr("timed out (TIMEOUT_ERROR): a wrong hash, a pruned transaction or a slow node"),
        codes=(-32000,),
        said=r"\ATimeout\Z",
    ),
    Cause(
        "DOES_NOT_TRACK_SHARD",
        tr("does not track this transaction's shard (DOES_NOT_TRACK_SHARD)"),
        miss="untracked",
    ),
    Cause("REQUEST_ROUTED", tr("does not track this transaction's shard (REQUEST_ROUTED)"), miss="untracked"),
    # That there was no such account is an answer: its balance was nothing.
    Cause("UNKNOWN_ACCOUNT", is_answer=True),
)
OTHER = Cause("")
"""Any other cause: trouble, in the node's words."""


def cause_of(name: str, reason: object = None) -> Cause | None:
    """The row of a cause: the one of this `reason`, else the one of any; None where there is none."""
    rows = [row for row in CAUSES if row.name == name and row.reason in (None, reason)]
    return max(rows, key=lambda row: row.reason is not None, default=None)


def cause_in_old_form(code: object, text: str) -> str | None:
    """The name of the cause of an error `{code, message, data}` that names none; None where nothing tells it."""
    for row in CAUSES:
        if (row.codes or row.said) and (not row.codes or code in row.codes) and re.search(row.said, text):
            return row.name
    return None
