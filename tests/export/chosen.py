"""Ten transactions that every format is read back for, and one of thousands of receipts."""

from __future__ import annotations

import base64
import functools
import itertools
import json
from collections.abc import Callable, Mapping

from tests.reference.extremes import envelope, hostile, pages
from tests.reference.recorded import HERE, document_of, load_json, raw_of
from xccviz.document import Document, build_document
from xccviz.sources.files.read import open_text

WORSE = (
    '=1+1","x',
    "@SUM(A1)\r\n| a | `b` ``` <img src=x onerror=alert(1)> [x](javascript:alert(1)) ![i](http://e.example/x.png)",
    "</script>]]><!--\x1b[31m\ud800\u202e%%{init: {}}%% end; click n1 \\n $$x$$ @x #1",
)
"""Values that hostile calls return, beside their hostile names."""


def _tutorial(name: str) -> Document:
    answer = load_json(HERE / "tutorial" / f"{name}.json.gz")
    return build_document(raw_of(answer["tx_status"], answer["heights"]))


def _hostile() -> Document:
    """A join of which everything that somebody else can write is made to break what shows it."""
    run = hostile()
    worse = itertools.cycle(WORSE)
    for outcome in (each["outcome"] for each in run.answer["receipts_outcome"]):
        outcome["logs"] = [
            next(worse),
            "line one\nline two",
            "EVENT_JSON:" + json.dumps({"standard": "x", "version": "1", "event": next(worse)}),
        ]
        status = outcome["status"]
        if status.get("SuccessValue"):
            status["SuccessValue"] = base64.b64encode(next(worse).encode("utf-8", "replace")).decode()
        elif "Failure" in status:
            error = {"FunctionCallError": {"ExecutionError": f"Smart contract panicked: {next(worse)}"}}
            status["Failure"]["ActionError"]["kind"] = error
    last = run.answer["receipts"][-1]
    answer = json.dumps(envelope(run))
    return build_document(open_text(answer.replace(last["receiver_id"], json.dumps(WORSE[0])[1:-1])))


def _mainnet() -> Document:
    return build_document(open_text(_unpacked("mainnet-swap.json.gz")))


def _unpacked(name: str) -> str:
    return json.dumps(load_json(HERE / "pictured" / name))


CHOSEN: Mapping[str, Callable[[], Document]] = {
    "batch-ok": lambda: document_of(HERE / "node" / "tutorial-batch-ok"),
    "batch-failed": lambda: _tutorial("tutorial-batch-fail-step-two"),
    "failed-slot": lambda: document_of(HERE / "node" / "tutorial-parallel-3-one-panics"),
    "join-of-joins": lambda: _tutorial("join-of-joins"),
    "delegate": lambda: document_of(HERE / "node" / "delegate-inner-fails"),
    "resumed": lambda: document_of(HERE / "node" / "yield-resumed-by-other-tx"),
    "timed-out": lambda: build_document(open_text(_unpacked("yield-timed-out.xcc.json.gz"))),
    "forwarded": lambda: _tutorial("forwarded-3-ok"),
    "mainnet": _mainnet,
    "hostile": _hostile,
}


@functools.cache
def chosen(name: str) -> Document:
    """One of the ten, built once."""
    return CHOSEN[name]()


@functools.cache
def thousands() -> Document:
    """Some 5,000 receipts, as the benchmarks make them."""
    return build_document(open_text(json.dumps(envelope(pages(50, 100)))))
