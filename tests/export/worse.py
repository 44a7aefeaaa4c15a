"""Documents that are worse than what was recorded: hostile in every text, and of thousands of receipts."""

from __future__ import annotations

import base64
import functools
import itertools
import json

from tests.export import ten
from tests.reference.extremes import envelope, hostile, pages
from xccviz.document import Document, build_document
from xccviz.sources.files.read import open_text

WORSE = (
    '=1+1","x',
    "@SUM(A1)\r\n| a | `b` ``` <img src=x onerror=alert(1)> [x](javascript:alert(1)) ![i](http://e.example/x.png)",
    "</script>]]><!--\x1b[31m\ud800\u202e%%{init: {}}%% end; click n1 \\n $$x$$ @x #1",
)
"""Values that hostile calls return, beside their hostile names."""


@functools.cache
def worse() -> Document:
    """A join of which everything that somebody else can write is made to break what shows it."""
    run = hostile()
    values = itertools.cycle(WORSE)
    for outcome in (each["outcome"] for each in run.answer["receipts_outcome"]):
        outcome["logs"] = [
            next(values),
            "line one\nline two",
            "EVENT_JSON:" + json.dumps({"standard": "x", "version": "1", "event": next(values)}),
        ]
        status = outcome["status"]
        if status.get("SuccessValue"):
            status["SuccessValue"] = base64.b64encode(next(values).encode("utf-8", "replace")).decode()
        elif "Failure" in status:
            error = {"FunctionCallError": {"ExecutionError": f"Smart contract panicked: {next(values)}"}}
            status["Failure"]["ActionError"]["kind"] = error
    last = run.answer["receipts"][-1]
    answer = json.dumps(envelope(run))
    return build_document(open_text(answer.replace(last["receiver_id"], json.dumps(WORSE[0])[1:-1])))


@functools.cache
def thousands() -> Document:
    """Some 5,000 receipts, as the benchmarks make them."""
    return build_document(open_text(json.dumps(envelope(pages(50, 100)))))


NAMES = (*ten.TEN, "worse")
"""The ten that every format is read back for, and a worse one."""


def opened(name: str) -> Document:
    """The document of one of them."""
    return worse() if name == "worse" else ten.document(name)
