"""A small reference executor: runs promise programs as a node would and writes down what each callback received.

It knows nothing of xccviz. A program either fails, returns a value, or creates promises (calls, and callbacks on one
or several earlier ones) and returns a value or one of them; every hop takes one block (protocol.md §2.3-§2.7).
"""

from __future__ import annotations

import base64
import random
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Promise:
    """A call (no `awaits`) or a callback on earlier promises of the same execution, joins flattened."""

    program: Program
    receiver: str
    awaits: list[int]
    actions: int = 1


@dataclass
class Program:
    """What one receipt does: `returns` is the index of a promise, else `value` is the result."""

    fails: bool
    value: bytes
    promises: list[Promise] = field(default_factory=list)
    returns: int | None = None


def random_program(rng: random.Random, budget: int = 25, depth: int = 0) -> Program:
    """A random program of at most about `budget` receipts, at most five levels deep."""
    fails = rng.random() < 0.2
    program = Program(fails, rng.choice([b"", b'"x"', b"\x00\xff", b"42", str(rng.random()).encode()]))
    if depth < 5 and budget > 0:
        count = rng.randrange(0, min(6, budget) + 1)
        for i in range(count):
            awaits = rng.choices(range(i), k=rng.choice([1, 1, 2, 3])) if i and rng.random() < 0.45 else []
            program.promises.append(
                Promise(
                    random_program(rng, (budget - count) // max(1, count), depth + 1),
                    rng.choice(["a.near", "b.near", "c.near", "app.near"]),
                    awaits,
                    rng.choice([1, 1, 1, 3]),
                )
            )
        if program.promises and rng.random() < 0.7:
            program.returns = rng.randrange(len(program.promises))
    return program


@dataclass
class _Receipt:
    id: str
    predecessor: str
    receiver: str
    program: Program
    actions: int
    inputs: list[str]
    arrives: int
    outputs: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Run:
    """`answer`: as EXPERIMENTAL_tx_status would give it; `received`: callback id → one entry a slot, bytes or None
    for Failed; `heights`: block hash → height; `order`: receipt ids in the order they executed."""

    answer: dict[str, Any]
    received: dict[str, list[bytes | None]]
    heights: dict[str, int]
    order: list[str]


def execute(program: Program) -> Run:
    """Run `program` as the contract `app.near` called by `alice.near` at height 100."""
    root = _Receipt("r0", "alice.near", "app.near", program, 1, [], 101)
    waiting, every, outcomes = [root], {"r0": root}, {}
    data: dict[str, tuple[int, bytes | None]] = {}
    received: dict[str, list[bytes | None]] = {}
    order: list[str] = []
    height = 100
    while waiting:
        height += 1
        for receipt in [r for r in waiting if _runs(r, data, height)]:
            waiting.remove(receipt)
            order.append(receipt.id)
            received[receipt.id] = [data[d][1] for d in receipt.inputs]
            created = _run(receipt, height, every, data, outcomes)
            waiting.extend(created)
    listed = _depth_first("r0", outcomes)
    status = _final(outcomes)
    blocks = {f"block{h}": h for h in range(100, height + 1)}
    answer = {
        "final_execution_status": "FINAL",
        "status": status,
        "transaction": {
            "hash": "tx",
            "signer_id": "alice.near",
            "receiver_id": "app.near",
            "public_key": "ed25519:x",
            "nonce": 1,
            "actions": _actions(1),
            "signature": "ed25519:y",
        },
        "transaction_outcome": {
            "id": "tx",
            "block_hash": "block100",
            "proof": [],
            "outcome": _outcome("alice.near", {"SuccessReceiptId": "r0"}, ["r0"]),
        },
        "receipts_outcome": [outcomes[i] for i in listed],
        "receipts": [_view(every[i]) for i in listed],
    }
    return Run(answer, {k: v for k, v in received.items() if v}, blocks, order)


def _runs(receipt: _Receipt, data: dict[str, tuple[int, bytes | None]], height: int) -> bool:
    return receipt.arrives <= height and all(d in data and data[d][0] <= height for d in receipt.inputs)


def _run(
    receipt: _Receipt,
    height: int,
    every: dict[str, _Receipt],
    data: dict[str, tuple[int, bytes | None]],
    outcomes: dict[str, Any],
) -> list[_Receipt]:
    program = receipt.program
    created: list[_Receipt] = []
    if program.fails:
        error = {"FunctionCallError": {"ExecutionError": "Smart contract panicked: no"}}
        status: dict[str, Any] = {"Failure": {"ActionError": {"index": receipt.actions - 1, "kind": error}}}
        result: bytes | None = None
    else:
        for promise in program.promises:
            new_id = f"r{len(every)}"
            new = _Receipt(
                new_id, receipt.receiver, promise.receiver, promise.program, promise.actions, [], height + 1
            )
            for slot, index in enumerate(promise.awaits):
                data_id = f"d{new_id}-{slot}"
                new.inputs.append(data_id)
                created[index].outputs.append((data_id, promise.receiver))
            every[new_id] = new
            created.append(new)
        if program.returns is not None:
            target = created[program.returns]
            target.outputs.extend(receipt.outputs)
            status = {"SuccessReceiptId": target.id}
            result = None
        else:
            status = {"SuccessValue": base64.b64encode(program.value).decode()}
            result = program.value
    if "SuccessReceiptId" not in status:
        for data_id, _ in receipt.outputs:
            data[data_id] = (height + 1, result)
    outcomes[receipt.id] = {
        "id": receipt.id,
        "block_hash": f"block{height}",
        "proof": [],
        "outcome": _outcome(receipt.receiver, status, [new.id for new in created]),
    }
    return created


def _actions(count: int) -> list[dict[str, Any]]:
    call = {"method_name": "run", "args": "e30=", "gas": 10**13, "deposit": "0"}
    return [{"FunctionCall": dict(call)} for _ in range(count)]


def _outcome(executor: str, status: dict[str, Any], children: list[str]) -> dict[str, Any]:
    return {
        "logs": [],
        "receipt_ids": children,
        "gas_burnt": 10**12,
        "tokens_burnt": "100000000000000000000",
        "executor_id": executor,
        "status": status,
        "metadata": {"version": 1, "gas_profile": None},
    }


def _view(receipt: _Receipt) -> dict[str, Any]:
    return {
        "receipt_id": receipt.id,
        "predecessor_id": receipt.predecessor,
        "receiver_id": receipt.receiver,
        "receipt": {
            "Action": {
                "signer_id": "alice.near",
                "signer_public_key": "ed25519:x",
                "gas_price": "100000000",
                "input_data_ids": receipt.inputs,
                "output_data_receivers": [{"data_id": d, "receiver_id": r} for d, r in receipt.outputs],
                "actions": _actions(receipt.actions),
                "is_promise_yield": False,
            }
        },
    }


def _depth_first(root: str, outcomes: dict[str, Any]) -> list[str]:
    listed, stack = [], [root]
    while stack:
        here = stack.pop()
        listed.append(here)
        stack.extend(reversed(outcomes[here]["outcome"]["receipt_ids"]))
    return listed


def _final(outcomes: dict[str, Any]) -> dict[str, Any]:
    here = "r0"
    while "SuccessReceiptId" in outcomes[here]["outcome"]["status"]:
        here = outcomes[here]["outcome"]["status"]["SuccessReceiptId"]
    final: dict[str, Any] = outcomes[here]["outcome"]["status"]
    return final
