"""A project of somebody else that uses the whole interface, under the strictest rules."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path

import xccviz
from xccviz import (
    CheckResult,
    Diff,
    Finding,
    Moment,
    Outcome,
    PromiseResult,
    Receipt,
    Replay,
    Transaction,
    UsageError,
)
from xccviz.testing import Recorder


def opened(given: str | Path | bytes | dict[str, object]) -> Transaction:
    try:
        return xccviz.open(
            given,
            network="testnet",
            rpc=["http://127.0.0.1:3030"],
            signer="a.near",
            offline=False,
            timeout=5,
            cache=False,
        )
    except UsageError as error:
        code: int = error.exit_code
        raise SystemExit(f"{code}: {error.message} {error.hint}") from error
    except (xccviz.NotFound, xccviz.NetworkTrouble, xccviz.MalformedData, xccviz.Incomplete) as other:
        kind: xccviz.Error = other
        raise SystemExit(kind.exit_code) from other


async def both() -> tuple[Transaction, Transaction]:
    one, other = await asyncio.gather(xccviz.aopen("HASH"), xccviz.aopen(Path("x"), rpc="http://127.0.0.1:1"))
    return one, other


def of_transaction(tx: Transaction) -> None:
    texts: list[str | None] = [tx.hash, tx.signer_id, tx.receiver_id, tx.network, tx.verdict.title]
    numbers: list[int | None] = [tx.total_gas, tx.fee, tx.steps, tx.steps + 1, len(tx)]
    complete: bool = tx.complete
    result: bytes | None = tx.verdict.result
    explanation: str = tx.verdict.explanation
    if tx.verdict.code == "failure":
        print(texts, numbers, complete, result, explanation)
    findings: tuple[Finding, ...] = tx.findings
    for finding in findings:
        said: tuple[str, str, tuple[Receipt, ...]] = (finding.code, finding.title, finding.nodes)
        print(said, finding.severity == "warning")
    kinds: Iterable[tuple[Receipt, ...]] = (
        tx.receipts,
        tx.callbacks,
        tx.failures,
        tx.find("fail"),
        tx.root_causes,
    )
    print([of_receipt(receipt) for receipts in kinds for receipt in receipts])
    one: Receipt = tx["label"]
    here: int | None = tx.move("step_over", at=3, node=one)
    moment: Moment = tx.at(here or 0)
    happened: tuple[Receipt, ...] = moment.executed + moment.waiting
    flying: tuple[PromiseResult, ...] = moment.in_flight
    logs: tuple[str, ...] = moment.logs
    print(happened, flying, logs, [step.kind for step in tx.steps])
    data: bytes = tx.export("svg", view="graph", theme="dark", step=2, filter="fail", expand="all", scale=2)
    place: Path = tx.save(Path("x.svg"))
    values: dict[str, object] = tx.to_dict()
    print(data, place, values)


def of_receipt(receipt: Receipt) -> str:
    texts: list[str | None] = [
        receipt.id, receipt.kind, receipt.label, receipt.predecessor_id, receipt.receiver_id, receipt.signer_id,
        receipt.method_name, receipt.status, receipt.fate, *receipt.roles, *receipt.logs,
    ]  # fmt: skip
    numbers: list[int | None] = [
        receipt.deposit, receipt.block_height, receipt.step, receipt.depth, receipt.gas.burnt, receipt.gas.attached,
        receipt.gas.unspent, receipt.fee, receipt.timestamp_ns,
    ]  # fmt: skip
    raw: list[bytes | None] = [receipt.args, receipt.result]
    family: list[Receipt | None] = [receipt.parent, *receipt.children, *receipt.callbacks]
    if receipt.error is not None:
        texts += [receipt.error.title, receipt.error.explanation, receipt.error.hint]
        print(receipt.error.raw)
    for result in receipt.promise_results:
        ok: bool | None = result.ok
        value: bytes | None = result.value
        why: str | None = result.error
        producer: Receipt | None = result.producer
        print(result.slot + 1, ok, value, why, producer)
    for action in receipt.actions:
        print(action.kind, action.method_name, action.args, action.gas, action.deposit, action.result == "ok")
    for event in receipt.events:
        print(event.standard, event.event, event.data, event.reverted)
    if receipt.status == "failed" and "callback" in receipt.roles:
        print(texts, numbers, raw, family, receipt.args_json, receipt.result_json)
    return receipt.label


def of_a_test(near_transactions: Recorder) -> None:
    near_transactions.add("HASH")
    near_transactions.add({"result": {}})
    near_transactions.add(Path("run.xcc.json"))
    address: str = near_transactions.url
    found: tuple[Transaction, ...] = near_transactions.transactions
    print(address, found)


def compared(one: Transaction, other: Transaction) -> int:
    diff: Diff = one.diff(other)
    same: bool = diff.same
    lines: list[str] = [f"{each.kind} {each.message}" for each in diff.differences]
    result: CheckResult = one.check(
        no_failure=True,
        complete=True,
        max_gas="120T",
        max_fee=10**22,
        none="fail",
        some=["join"],
        expect={"a": 1},
    )
    print(lines, [assertion.message for assertion in result.failed])
    return 0 if same and result else result.exit_code


def run_again(tx: Transaction) -> int | None:
    replay: Replay = tx.replay(
        "a.near.run", slots={0: None, 1: {"a": 1}}, gas="30T", storage={b"STATE": None}
    )
    outcome: Outcome | None = replay.what_if or replay.here
    if not replay.equal or outcome is None:
        print([one.option for one in replay.missing], replay.differences)
        return None
    for slot in tx.replay(tx.receipts[1], each_slot_fails=True, offline=True).slots:
        print(slot.slot, slot.survives, slot.outcome.error, slot.sentence)
    value: bytes | None = outcome.value
    print(value, outcome.logs, outcome.gas["BASE"], replay.calls, replay.to_dict()["calls"])
    return replay.least_gas
