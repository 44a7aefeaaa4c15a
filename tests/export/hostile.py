"""Documents in which everything that somebody else can write is made to break what shows it."""

from __future__ import annotations

import base64
import functools
import itertools
import json
from collections.abc import Callable, Mapping
from typing import Any

from tests.export.worse import worse
from tests.layout.trees import HOSTILE as ODD
from tests.reference.extremes import EXTREMES, envelope
from xccviz.document import Document, build_document
from xccviz.sources.files.read import open_text

MARKUP = "<img src=x onerror=alert(1)><script>alert(2)</script>\"'><svg onload=alert(3)></style>javascript:alert(4)"
"""Markup that would run if it were any."""
EVENT = 'EVENT_JSON:{"standard":"<b>","event":"<i onclick=alert(5)>","data":["<u>"]}'
LONG = 400_000


def _answer(change: Callable[[dict[str, Any]], None]) -> Document:
    """A join of twelve of which one fails, with another answer."""
    made = json.loads(json.dumps(envelope(EXTREMES["join-12"])))
    change(made["documents"][0]["envelope"]["result"])
    return build_document(open_text(json.dumps(made)))


@functools.cache
def markup_everywhere() -> Document:
    """Every account, method, log line and message is `MARKUP`."""

    def change(result: dict[str, Any]) -> None:
        for receipt in result["receipts"]:
            receipt["receiver_id"] = MARKUP
            if receipt["predecessor_id"] != "system":
                receipt["predecessor_id"] = MARKUP
            for action in receipt["receipt"].get("Action", {}).get("actions", ()):
                if "FunctionCall" in action:
                    action["FunctionCall"]["method_name"] = MARKUP
        for outcome in (each["outcome"] for each in result["receipts_outcome"]):
            outcome |= {"logs": [MARKUP, EVENT], "executor_id": MARKUP}
            if "Failure" in outcome["status"]:
                error = {"FunctionCallError": {"ExecutionError": f"Smart contract panicked: {MARKUP}"}}
                outcome["status"]["Failure"]["ActionError"]["kind"] = error

    return _answer(change)


@functools.cache
def a_megabyte_in_a_line() -> Document:
    """A log line, a result and a message of a megabyte each."""

    def change(result: dict[str, Any]) -> None:
        for outcome in (each["outcome"] for each in result["receipts_outcome"][:4]):
            outcome["logs"] = ["<script>" * (LONG // 8), "|`$" * (LONG // 3)]
            if "SuccessValue" in outcome["status"]:
                outcome["status"] = {"SuccessValue": base64.b64encode(b"a" * LONG).decode()}
        for outcome in (each["outcome"] for each in result["receipts_outcome"]):
            if "Failure" in outcome["status"]:
                error = {
                    "FunctionCallError": {
                        "ExecutionError": "Smart contract panicked: " + "</b>" * (LONG // 4)
                    }
                }
                outcome["status"]["Failure"]["ActionError"]["kind"] = error

    return _answer(change)


@functools.cache
def odd_characters() -> Document:
    """Control characters, bidi marks, lone surrogates, noncharacters, stacks of marks: as accounts, methods, values."""

    def change(result: dict[str, Any]) -> None:
        odd = itertools.cycle(ODD)
        names: dict[str, str] = {}
        for receipt in result["receipts"]:
            names[receipt["receipt_id"]] = receipt["receiver_id"] = next(odd)
            for action in receipt["receipt"].get("Action", {}).get("actions", ()):
                if "FunctionCall" in action:
                    action["FunctionCall"]["method_name"] = next(odd)
        for each in result["receipts_outcome"]:
            outcome, text = each["outcome"], next(odd)
            outcome |= {"logs": list(ODD), "executor_id": names.get(each["id"], text)}
            if "Failure" in outcome["status"]:
                error = {"FunctionCallError": {"ExecutionError": f"Smart contract panicked: {text}"}}
                outcome["status"]["Failure"]["ActionError"]["kind"] = error
            elif outcome["status"].get("SuccessValue"):
                value = base64.b64encode(text.encode("utf-8", "surrogatepass")).decode()
                outcome["status"] = {"SuccessValue": value}

    return _answer(change)


DOCUMENTS: Mapping[str, Callable[[], Document]] = {
    "markup": markup_everywhere,
    "formulas": worse,
    "a megabyte": a_megabyte_in_a_line,
    "odd characters": odd_characters,
}
