"""Documents at the edge of what a drawing has to take: long names, wide joins, long batches, hostile text.

`python -m tests.reference.extremes FOLDER` writes them as files that open.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.reference.executor import Program, Promise, Run, execute

HOSTILE_METHOD = "get\u202eeulav_\u2066x\u2069"
MARKS = "zal" + "\u0301\u0316\u0334" * 20 + "go"


def leaf(value: bytes = b'"42"', fails: bool = False) -> Program:
    """A call that only returns or fails."""
    return Program(fails, value)


def join(
    width: int, failed: frozenset[int] = frozenset(), accounts: tuple[str, ...] = ("oracle.near",)
) -> Run:
    """A callback that awaits `width` calls, of which those in `failed` fail."""
    calls = [
        Promise(leaf(b'"value %d"' % i, i in failed), accounts[i % len(accounts)], []) for i in range(width)
    ]
    callback = Promise(leaf(b"null"), "app.near", list(range(width)))
    return execute(Program(False, b"", [*calls, callback], width))


def long_names(count: int = 4) -> Run:
    """Calls to accounts of 64 characters that differ only in their middle."""
    accounts = tuple(f"{'a-very-long-sub-account-of-a-team'[:28]}{i:04}{'of-a-factory.application.near':.>32}"
                     .replace(".of", "-of").replace("..", "xx").ljust(64, "x")[:64] for i in range(count))  # fmt: skip
    return join(count, frozenset({1}), accounts)


def batch(size: int, failing: int) -> Run:
    """One call of `size` actions of which number `failing` fails, and the callback that is told."""
    call = Promise(leaf(fails=True), "target.near", [], size)
    run = execute(Program(False, b"", [call, Promise(leaf(b"null"), "app.near", [0])], 1))
    for outcome in run.answer["receipts_outcome"]:
        status = outcome["outcome"]["status"]
        if "Failure" in status:
            status["Failure"]["ActionError"]["index"] = failing
    for receipt in run.answer["receipts"]:
        for i, action in enumerate(receipt["receipt"]["Action"]["actions"]):
            action["FunctionCall"]["method_name"] = f"step_{i:03}" if size > 1 else "run"
    return run


def hostile() -> Run:
    """Methods and values with bidi controls, markup and stacks of combining marks."""
    run = join(3, frozenset({1}))
    names = iter([HOSTILE_METHOD, MARKS, "<b>bold</b>&amp;"])
    for receipt in run.answer["receipts"]:
        if receipt["receiver_id"] == "oracle.near":
            receipt["receipt"]["Action"]["actions"][0]["FunctionCall"]["method_name"] = next(names)
    return run


def waiters(count: int) -> Run:
    """Many callbacks that wait at the same time."""
    promises: list[Promise] = []
    for i in range(count):
        slow = Program(False, b"", [Promise(leaf(), "slow.near", [])], 0)
        promises.append(Promise(slow, f"part-{i}.near", []))
        promises.append(Promise(leaf(), "app.near", [2 * i]))
    return execute(Program(False, b"done", promises))


def deep(depth: int) -> Run:
    """A call of a call of a call …, the last of which fails."""
    program = leaf(fails=True)
    for i in range(depth):
        program = Program(False, b"", [Promise(program, f"level-{depth - i}.near", [])], 0)
    return execute(program)


def pages(count: int, each: int, failed: frozenset[tuple[int, int]] = frozenset()) -> Run:
    """`count` calls that make `each` calls alike and a callback on them, and a callback on those; `failed`: which call
    of which of them."""
    made: list[Promise] = []
    for page in range(count):
        calls = [Promise(leaf(b"", (page, n) in failed), "ft.near", []) for n in range(each)]
        callback = Promise(leaf(b"null"), "app.near", list(range(each)))
        made.append(Promise(Program(False, b"", [*calls, callback], each), "app.near", []))
    made.append(Promise(leaf(b"null"), "app.near", list(range(count))))
    return execute(Program(False, b"", made, count))


def fan_out(size: int = 500) -> Run:
    """One receipt that calls `size` others of seven accounts, some of which fail."""
    calls = [Promise(leaf(b"%d" % i, i % 97 == 60), f"worker-{i % 7}.near", []) for i in range(size)]
    return execute(Program(False, b"", calls))


def giant(calls: int = 4, each: int = 1_000) -> Run:
    """As the largest recorded transaction: `calls` calls of which each makes `each` calls that do nothing."""
    made = [Promise(Program(False, b"", [Promise(leaf(b""), "bob.near", []) for _ in range(each)]), "app.near", [])
            for _ in range(calls)]  # fmt: skip
    return execute(Program(False, b"", made))


EXTREMES: Mapping[str, Run] = {
    "join-12": join(12, frozenset({3})),
    "join-128": join(128, frozenset({7, 64})),
    "long-names": long_names(),
    "batch-100": batch(100, 57),
    "hostile": hostile(),
    "waiters-8": waiters(8),
    "deep-60": deep(60),
    "pages-8": pages(8, 30, frozenset({(1, 3), (1, 4), (6, 29)})),
}


def envelope(run: Run) -> dict[str, Any]:
    """A run as a capture that opens, with the heights of its blocks."""
    headers = [{"header": {"hash": h, "height": n}, "chunks": []} for h, n in run.heights.items()]
    blocks = [
        {"method": "block", "params": {"block_id": block["header"]["hash"]}, "envelope": {"result": block}}
        for block in headers
    ]
    answer = {"method": "EXPERIMENTAL_tx_status", "params": None, "envelope": {"result": run.answer}}
    query = dict.fromkeys(("open", "tx_hash", "sender_account_id", "network", "chain_id"))
    return {
        "format": "xccviz-capture",
        "version": 1,
        "created_at": "2026-01-01T00:00:00Z",
        "created_by": "tests",
        "query": query,
        "documents": [
            {**d, "endpoint": None, "received_at": None, "http_status": 200} for d in (answer, *blocks)
        ],
    }


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, run in EXTREMES.items():
        (folder / f"{name}.xcc.json").write_text(json.dumps(envelope(run)))
