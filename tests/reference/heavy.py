"""Documents that are all of one thing, as large as one likes: what grows faster than its input shows in them.

Nothing of the kind was ever recorded; they are made by hand, with ids that only look like ids.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

HASH, BLOCK = "T" * 43, "B" * 43


def name(letter: str, number: int) -> str:
    """An id that is told apart by its number."""
    return f"{letter}{number:042d}"


def receipt(id: str, receiver: str = "b.near", **members: Any) -> dict[str, Any]:
    """A receipt with one call; `members` of its Action are other ones."""
    call = {"FunctionCall": {"method_name": "go", "args": "", "gas": 10**12, "deposit": "0"}}
    action = {
        "actions": [call], "gas_price": "100", "input_data_ids": [], "output_data_receivers": [],
        "is_promise_yield": False, "signer_id": "s.near", "signer_public_key": "ed25519:x", **members,
    }  # fmt: skip
    return {
        "receipt_id": id,
        "predecessor_id": "a.near",
        "receiver_id": receiver,
        "receipt": {"Action": action},
    }


def outcome(
    id: str, children: Iterable[str] = (), returned: str = "", executor: str = "b.near", **members: Any
) -> dict[str, Any]:
    """Its outcome: a value, or what `returned` will give."""
    status = {"SuccessReceiptId": returned} if returned else {"SuccessValue": ""}
    inner = {
        "executor_id": executor, "gas_burnt": 10**11, "tokens_burnt": "10", "logs": [], "receipt_ids": list(children),
        "status": status, **members,
    }  # fmt: skip
    return {"id": id, "block_hash": BLOCK, "block_height": 5, "proof": [], "outcome": inner}


def answer(receipts: list[Any], outcomes: list[Any]) -> dict[str, Any]:
    """A transaction whose first receipt is the first of `receipts`."""
    root = receipts[0]["receipt_id"]
    return {
        "final_execution_status": "FINAL",
        "transaction": {"hash": HASH, "signer_id": "s.near", "receiver_id": "b.near", "actions": []},
        "transaction_outcome": outcome(HASH, [root], root, "s.near"),
        "receipts_outcome": outcomes, "receipts": receipts, "status": {"SuccessValue": ""},
    }  # fmt: skip


def slots(n: int) -> Any:
    """A callback that waits for `n` results which nobody gives."""
    first = name("R", 0)
    return answer([receipt(first, input_data_ids=[name("D", i) for i in range(n)])], [outcome(first)])


def chain(n: int, circle: bool = False) -> Any:
    """Each receipt calls the next one and returns it; with `circle` the last one returns the first."""
    ids = [name("R", i) for i in range(n)]
    following = [*ids[1:], ids[0] if circle else ""]
    outcomes = [
        outcome(one, [after] if after and i < n - 1 else [], after)
        for i, (one, after) in enumerate(zip(ids, following, strict=True))
    ]
    return answer([receipt(one) for one in ids], outcomes)


def circle(n: int) -> Any:
    """A chain whose last receipt returns the first."""
    return chain(n, circle=True)


def forwarded(n: int) -> Any:
    """One slot whose result comes through a chain of receipts, each of which hands it on."""
    found = chain(n)
    for entry in found["receipts"]:
        entry["receipt"]["Action"]["output_data_receivers"] = [{"data_id": "D", "receiver_id": "b.near"}]
    last = name("C", 0)
    found["receipts"].append(receipt(last, input_data_ids=["D"]))
    found["receipts_outcome"][-1]["outcome"]["receipt_ids"] = [last]
    found["receipts_outcome"].append(outcome(last))
    return found


def accounts(n: int) -> Any:
    """A receipt that calls `n` accounts."""
    ids = [name("R", i) for i in range(1, n)]
    first = name("R", 0)
    receipts = [receipt(first), *(receipt(one, f"n{i}.near") for i, one in enumerate(ids))]
    outcomes = [outcome(first, ids), *(outcome(one, executor=f"n{i}.near") for i, one in enumerate(ids))]
    return answer(receipts, outcomes)


def yields(n: int) -> Any:
    """`n` yields, each with its resume at hand."""
    first = name("R", 0)
    ids = [name("Y", i) for i in range(n)]
    resumes = [
        {"receipt_id": name("X", i), "predecessor_id": "b.near", "receiver_id": "b.near",
         "receipt": {"Data": {"data_id": name("D", i), "data": "", "is_promise_resume": True}}}
        for i in range(n)
    ]  # fmt: skip
    waiting = [
        receipt(one, input_data_ids=[name("D", i)], is_promise_yield=True) for i, one in enumerate(ids)
    ]
    return answer([receipt(first), *waiting, *resumes], [outcome(first, ids), *map(outcome, ids)])


def batch(n: int) -> Any:
    """A receipt of `n` actions."""
    first = name("R", 0)
    return answer([receipt(first, actions=[{"Transfer": {"deposit": "1"}}] * n)], [outcome(first)])


def joins(n: int) -> Any:
    """√n callbacks that wait for √n calls each."""
    side, first = max(2, round(n**0.5)), name("R", 0)
    calls, callbacks = [name("P", i) for i in range(side)], [name("C", i) for i in range(side)]
    feeding = [
        receipt(
            one,
            output_data_receivers=[{"data_id": f"D{i}-{k}", "receiver_id": "b.near"} for k in range(side)],
        )
        for i, one in enumerate(calls)
    ]
    waiting = [
        receipt(one, input_data_ids=[f"D{i}-{k}" for i in range(side)]) for k, one in enumerate(callbacks)
    ]
    return answer(
        [receipt(first), *feeding, *waiting],
        [outcome(first, [*calls, *callbacks]), *map(outcome, (*calls, *callbacks))],
    )


def often_listed(n: int) -> Any:
    """Receipts that forty others list each."""
    ids = [name("R", i) for i in range(n)]
    return answer([*map(receipt, ids)], [outcome(one, ids[i + 1 : i + 40]) for i, one in enumerate(ids)])


def lines(n: int) -> Any:
    """A receipt of `n` log lines."""
    first = name("R", 0)
    return answer([receipt(first)], [outcome(first, logs=["x"] * n)])


SHAPES: Mapping[str, Callable[[int], Any]] = {
    make.__name__: make
    for make in (slots, chain, circle, forwarded, accounts, yields, batch, joins, often_listed, lines)
}
