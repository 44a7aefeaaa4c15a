"""Whether a text that is no JSON holds a document: told by the names that only an execution has."""

from __future__ import annotations

import re

from xccviz.patterns import later

_QUOTE = r"(?:\"{1,2}|&quot;)"
"""As it stands, in a cell of a table (CSV), or in the source of a page."""
_OUTCOMES = (
    r"(?:transaction_outcome|transactionOutcome|receipts_outcome|receiptsOutcome|execution_outcome|executionOutcome"
    r"|receipt_execution_outcomes|receiptExecutionOutcomes)"
)
JSON = later(
    rf"{_QUOTE}{_OUTCOMES}\\*{_QUOTE}\s*:"
    rf"|{_QUOTE}jsonrpc{_QUOTE}\s*:(?=[^§]{{0,2000}}{_QUOTE}(?:result|error){_QUOTE}\s*:)"
)
"""JSON, as it stands in the output of a command, a log or a chat."""
LITERAL = later(rf"(?<![\w\"])['\"]?{_OUTCOMES}['\"]?\s*(?::|=>)\s*[{{\[]")
"""A literal of JavaScript, Python or Ruby, as `console.log` and `print` show a value."""
WORKSPACES = later(r"\b(?:ExecutionFinalResult|ExecutionResult|CallExecutionDetails)\s*\{")
VIEWS = later(
    r"\b(?:RpcTransactionResponse|FinalExecutionOutcomeWithReceipt(?:View)?|FinalExecutionOutcome(?:View)?)\s*[({]"
)
"""Rust's debug text of near-workspaces' results, and of nearcore's views."""
ERROR = later(r"[{,\s]['\"]?(?:jsonrpc|TxExecutionError|txExecutionError|cause)['\"]?\s*(?::|=>)\s*[{'\"]")
"""A literal of a node's error."""
CURLED = later(r"[{\[]\s*[“”„‟]")
"""JSON whose quotes became typographic on their way through a chat or a word processor."""


def holds_a_document(text: str) -> bool:
    """Whether one of these stands somewhere in it."""
    return any(stands_in(text, pattern) for pattern in (JSON, LITERAL, WORKSPACES, VIEWS))


def stands_in(text: str, pattern: re.Pattern[str]) -> bool:
    """Whether one of these stands in it, as it is or with the lines joined that a terminal may have broken."""
    if pattern.search(text) is not None:
        return True
    return "\n" in text and pattern.search(unbroken(text)) is not None


def unbroken(text: str) -> str:
    """Without line ends."""
    return text.replace("\r", "").replace("\n", "")
