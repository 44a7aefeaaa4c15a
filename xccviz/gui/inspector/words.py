"""Words the inspector says about a node: values in, unescaped text out."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from xccviz.analysis.types import ActionResult, GasLedger, NodeFacts, PromiseResult
from xccviz.decode.types import Decoded
from xccviz.graph.types import Node
from xccviz.gui.state.store import OpenTab
from xccviz.model.amounts import format_gas, format_gas_exact, format_near
from xccviz.model.literals import Fate
from xccviz.model.text import visible_text
from xccviz.model.trace import Action
from xccviz.replay.types import Progress
from xccviz.sources.classify import (
    FileRef,
    NotOpenable,
    Opened,
    SampleRef,
    TransactionRef,
    describe,
)
from xccviz.sources.files.sample import list_samples
from xccviz.words.names import spoken_name

FEW_SLOTS = 6
_ROLES = (
    ("refund_gas", "unused gas coming back"),
    ("refund_deposit", "a deposit coming back"),
    ("payout", "a payout"),
    ("delegate", "meta-transaction"),
    ("delegated", "call of the meta-transaction"),
    ("yield", "yielded callback"),
    ("join", "callback of a join"),
    ("callback", "callback"),
    ("batch", "batch, one receipt"),
    ("transfer", "transfer"),
    ("parallel", "parallel call"),
    ("call", "call"),
)
_RESULTS = {
    "ok": "ran",
    "failed": "failed",
    "reverted": "rolled back",
    "not_run": "not run",
    "pending": "has not run yet",
    "unknown": "not known",
}
_FATES = {
    "decides": "Its failure is the result of the transaction.",
    "propagated": "A callback that received the failure failed too.",
    "handled": "What received the failure ran and succeeded.",
    "pending": "A callback that will receive the failure has not run yet.",
    "unobserved": "Nobody received the failure.",
    "unknown": "This document does not tell who received the failure.",
}


def role_words(node: Node) -> str:
    """The most telling role, and whether it is detached: `callback of a join, detached`."""
    if node.kind == "transaction":
        return "transaction"
    words = [words for role, words in _ROLES if role in node.roles][:1]
    if node.kind == "data_receipt":
        words = ["data receipt"]
    if "detached" in node.roles:
        waits = node.action_receipt is not None and node.action_receipt.output_data_receivers
        words.append(
            "detached: the result does not depend on it" if waits else "detached: nobody waits for it"
        )
    return ", ".join(words)


def state_words(node: Node, facts: NodeFacts, progress: Progress) -> str:
    """How far it is at the moment, in words."""
    if progress not in ("done", "failed") and node.receipt is None and node.kind != "transaction":
        return "only its id is known"
    if progress == "done" and facts.status is not None and facts.status.kind == "success_receipt":
        return (
            "ran, and returned a promise"
            if facts.promise_results or facts.gas.attached
            else "became a receipt"
        )
    return {
        "not_yet": "not yet run at this step",
        "waiting": "waits for a resume or a time-out" if "yield" in node.roles else "waits",
        "ready": "has all it waited for",
        "done": "succeeded",
        "failed": "failed",
        "unknown": "it is not known whether it ran",
    }[progress]


def slot_words(result: PromiseResult, arrived: bool, in_flight: bool) -> str:
    """What stands in a slot at the moment."""
    if not arrived:
        if in_flight:
            return "in flight"
        return "unknown" if result.result == "unknown" else "not yet"
    if result.result == "failed":
        return "Failed (timed out)" if result.timed_out else "Failed"
    if result.result == "success":
        if result.value is None:
            return "a payload (inferred; not in this document)"
        return value_words(result.value)
    return "unknown"


def slot_tone(result: PromiseResult, arrived: bool) -> str:
    """The colour role of what stands in a slot at the moment."""
    if not arrived:
        return "wait" if result.result in ("success", "failed", "pending") else "mute"
    return {"failed": "bad", "success": "ok"}.get(result.result, "mute")


def value_words(value: Decoded) -> str:
    """A value exactly: a JSON string keeps its quotes; hex says how many bytes."""
    if value.kind == "empty":
        return "nothing (0 bytes)"
    if value.kind == "hex":
        return f"{len(value.raw):,} bytes, hex {value.text}"
    return value.text


def result_words(tab: OpenTab, facts: NodeFacts, progress: Progress) -> str:
    """What the node returned, or from which step on it is known."""
    if progress not in ("done", "failed"):
        steps = tab.document.timeline.of_node.get(facts.id, ())
        return (
            f"not yet: it runs at step {steps[-1]}" if steps else "not known: it has not run in this document"
        )
    status = facts.status
    if status is None or status.kind == "unknown":
        return "not known"
    if status.kind == "failure":
        return "no result: it failed"
    if status.kind == "success_receipt":
        target = tab.document.graph.by_id.get(status.receipt_id or "")
        return (
            f"the result of {spoken_name(target)}"
            if target is not None
            else "the result of a receipt not seen here"
        )
    return value_words(status.value) if status.value is not None else "not known"


def action_words(action: Action, result: ActionResult, numbered: bool) -> str:
    """One action on a line: number in a batch, what it does, how it ended, gas and deposit."""
    what = action.method_name if action.method_name is not None else action.kind
    parts = [f"{action.index + 1}. {what}" if numbered else what]
    if numbered or result in ("failed", "reverted", "not_run"):
        parts.append(_RESULTS[result])
    if action.gas is not None:
        parts.append(f"{format_gas(action.gas)} attached")
    if action.deposit:
        parts.append(f"deposit {format_near(action.deposit)}")
    if action.delegate is not None:
        parts.append(f"for {action.delegate.sender_id}, to {action.delegate.receiver_id}")
    return " · ".join(parts)


def fate_words(fate: Fate | None) -> str:
    """What became of a failure; never that it was handled or recovered."""
    return _FATES[fate] if fate is not None else ""


def prepaid_to_run(gas: GasLedger) -> int | None:
    """Gas that was bought for the receipt itself on top of what was attached, which can make a call burn more than it
    was given (interface.md §4, `unspent`); None where the ledger is not known."""
    if gas.attached is None or gas.burnt is None or gas.forwarded is None or gas.unspent is None:
        return None
    return gas.burnt + gas.forwarded + gas.unspent - gas.attached


def gas_rows(facts: NodeFacts, happened: bool) -> list[tuple[str, str, str]]:
    """Rows (name, Tgas, exact gas) of the ledger; what is not known says so."""
    gas = facts.gas
    rows: list[tuple[str, int | None]] = [("attached", gas.attached)]
    if not happened:
        return [(name, format_gas(value), format_gas_exact(value)) for name, value in rows] + [
            ("burnt here", "not yet", "")
        ]
    prepaid = prepaid_to_run(gas)
    if prepaid:
        rows.append(("prepaid to run it", prepaid))
    rows.append(("burnt here", gas.burnt))
    parts = (("  execution", gas.execution_fees), ("  contract", gas.contract), ("  sending", gas.send_fees))
    rows += [(name, value) for name, value in parts if value]
    rest = (gas.burnt or 0) - sum(value or 0 for _, value in parts)
    if rest > 0:
        rows.append(("  not told apart", rest))
    rows += [("passed on", gas.forwarded), ("got back", gas.unspent)]
    return [(name, format_gas(value), format_gas_exact(value)) for name, value in rows]


@dataclass(frozen=True, slots=True)
class SlotCause:
    """Why a slot is Failed: the title of its producer's error."""

    slot: int
    title: str


def slot_causes(tab: OpenTab, facts: NodeFacts) -> tuple[SlotCause, ...]:
    """Causes of the failed slots that have arrived at the moment, where the producer's error is known."""
    found = []
    for result in facts.promise_results:
        if result.result != "failed" or (facts.id, result.slot) not in tab.moment.arrived:
            continue
        cause = tab.document.errors.get(result.producer or "")
        if cause is not None:
            found.append(SlotCause(result.slot, cause.title))
    return tuple(found)


def slot_summary(tab: OpenTab, facts: NodeFacts) -> str:
    """`10 arrived, 1 failed, 1 in flight` of many slots; nothing is said twice of a few."""
    if len(facts.promise_results) <= FEW_SLOTS:
        return ""
    counts = {"arrived": 0, "failed": 0, "in flight": 0, "not yet": 0}
    for result in facts.promise_results:
        key = (facts.id, result.slot)
        if key in tab.moment.arrived:
            counts["failed" if result.result == "failed" else "arrived"] += 1
        else:
            counts["in flight" if key in tab.moment.in_flight else "not yet"] += 1
    return ", ".join(f"{count} {name}" for name, count in counts.items() if count)


def raw_json(node: Node) -> str:
    """The node's own JSON as the documents hold it: receipt and outcome."""
    return json.dumps(_raw_parts(node), indent=2, ensure_ascii=False)


def raw_beginning(node: Node, most: int, line: int) -> str:
    """About the first `most` characters of `raw_json`, safe to look at, at most `line` of each line; "…" where there
    is more."""
    text, lines = "", []
    size = 0
    for piece in json.JSONEncoder(indent=2, ensure_ascii=False).iterencode(_raw_parts(node)):
        first, *more = piece.split("\n")
        text += first
        for following in more:
            lines.append(visible_text(text, line))
            size += len(lines[-1]) + 1
            text = following
        if size > most:
            return "\n".join(lines)[:most] + "\n…"
    return "\n".join((*lines, visible_text(text, line)))


def _raw_parts(node: Node) -> dict[str, object]:
    parts: dict[str, object] = {}
    if node.receipt is not None and node.receipt.raw is not None:
        parts["receipt"] = node.receipt.raw
    if node.outcome is not None:
        parts["outcome"] = node.outcome.raw
    return parts


def recognised_words(opened: Opened, network: str) -> tuple[str, bool]:
    """What the open bar says about what is typed, and whether it can't be opened. What stands in the field itself is
    not said again."""
    if isinstance(opened, NotOpenable):
        return opened.message.split("; ")[0], True
    if isinstance(opened, SampleRef):
        known = any(sample.name == opened.name for sample in list_samples())
        return ("sample", False) if known else ("no sample of that name", True)
    if isinstance(opened, FileRef):
        return ("file" if opened.transaction is None else "a transaction in a file"), False
    if isinstance(opened, TransactionRef) and network:
        opened = replace(opened, network=network)  # the chosen one is asked, whatever an address says
    return describe(opened), False
