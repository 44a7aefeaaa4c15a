"""What a receipt's calls did, in one shape: by the node, and by a run here."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from xccviz.analysis.gas.fees import FeeTable, parse_fee_tables, receipt_charges
from xccviz.analysis.gas.versions import beyond_profile, ran_actions
from xccviz.graph.types import ENDS_OF_RUNS
from xccviz.model import base58
from xccviz.model.raw import Json, JsonObject, list_of, object_of
from xccviz.model.trace import ActionReceipt
from xccviz.rerun.around import Around
from xccviz.rerun.subject import Subject
from xccviz.rerun.types import Ended, Made, Missing, Result
from xccviz.resources import read_text
from xccviz.values import replace
from xccviz.vm.types import MadeReceipt, Outcome, Write

TRIE = ("READ_CACHED_TRIE_NODE", "TOUCHING_TRIE_NODE")
"""How nodes of the trie divide among these two, no answer tells (vm.md §1); together they count."""


def node_result(here: Around) -> tuple[Result, tuple[Missing, ...]]:
    """What the node says, and which of it no document has."""
    subject, outcome = here.subject, here.subject.outcome
    status, missing = outcome.status, list[Missing]()
    profile = subject.profile
    if profile is None:
        missing.append(Missing("profile"))
    made: list[Made] = []
    if not outcome.failed:
        made, lacking = _made_by_node(subject)
        missing += lacking
    writes = None
    if here.in_block is not None:
        known = {**here.storage.values, **here.in_block.before}
        writes = tuple(Write(key, known.get(key), new) for key, new in here.in_block.written.items())
    base = Result("failure", outcome.logs, receipts=tuple(made), writes=writes, profile=profile)
    if outcome.failed:
        return replace(base, error=_node_error(subject)), tuple(missing)
    if status.kind == "success_receipt":
        ids = [one.receipt_id for one in made]
        returned = ids.index(status.receipt_id) if status.receipt_id in ids else None
        return replace(base, status="receipt", returned=returned), tuple(missing)
    return replace(base, status="value", value=status.value), tuple(missing)


def fees_beside(here: Around, version: int) -> tuple[int, int] | None:
    """What the receipt burnt beside its calls by the node, and by the fees of the protocol version: for executing it
    and its actions. None where one of them is not known."""
    subject = here.subject
    ran, told = ran_actions(subject.node), beyond_profile(subject.receipt, subject.outcome)
    if ran is None or told is None:
        return None
    table = next((one for one in _fee_tables() if one.covers(version, version)), None)
    charges = receipt_charges(subject.receipt.actions[:ran], subject.account, "execution")
    if table is None or charges is None:
        return None
    fees = table.overlaid(subject.graph.trace.fee_config).gas(charges, "execution")
    return None if fees is None else (told, fees)


@cache
def _fee_tables() -> tuple[FeeTable, ...]:
    return parse_fee_tables(json.loads(read_text("fees", "fees.json")))


def is_of_calls(error: Ended | None) -> bool:
    """Whether running a call decides about it; others are of the account, or of another action."""
    return (
        error is not None and isinstance(error.status, dict) and next(iter(error.status), "") in ENDS_OF_RUNS
    )


def _node_error(subject: Subject) -> Ended:
    told = object_of(object_of(subject.outcome.status.failure).get("ActionError"))
    kind = told.get("kind", subject.outcome.status.failure)
    return Ended(_name(kind), _text(kind), kind, subject.failed_at)


def _name(kind: Json) -> str:
    """The name of an error: of a FunctionCallError the innermost, as a node does not tell ExecutionErrors apart."""
    inner = object_of(kind).get("FunctionCallError", kind)
    if isinstance(inner, dict) and inner:
        name, held = next(iter(inner.items()))
        if name in _OUTER:
            return held if isinstance(held, str) else next(iter(object_of(held)), name)
        return name
    return inner if isinstance(inner, str) else "Unknown"


_OUTER = ("MethodResolveError", "CompilationError")


def _text(kind: Json) -> str:
    """The node's text of an error; of one without the name, with what is told beside it."""
    inner = object_of(kind).get("FunctionCallError", kind)
    text = object_of(inner).get("ExecutionError")
    if isinstance(text, str):
        return text
    held: Json = inner
    for name in _OUTER:
        held = object_of(inner).get(name, held)
    if isinstance(held, str):
        return held
    if len(object_of(held)) == 1 and isinstance(only := next(iter(object_of(held).values())), str):
        return f"{_name(kind)}: {only}"
    return json.dumps(held, ensure_ascii=False)


def _made_by_node(subject: Subject) -> tuple[list[Made], list[Missing]]:
    """Receipts that the outcome lists, without refunds, each at its place; and those that no document describes."""
    made: list[Made] = []
    missing: list[Missing] = []
    owner: dict[str, int] = {}
    for id in subject.outcome.receipt_ids:
        node = subject.graph.by_id.get(id)
        receipt = node.action_receipt if node is not None else None
        if node is not None and (node.is_refund or node.from_system or node.never_runs):
            continue
        if receipt is None:
            missing.append(Missing("receipt", id))
            made.append(Made(id, None, ()))
            continue
        place = len(made)
        owner |= {one.data_id: place for one in receipt.output_data_receivers}
        made.append(_made(receipt))
    done = [
        replace(one, after=tuple(dict.fromkeys(owner[data] for data in one.input_data_ids if data in owner)))
        for one in made
    ]
    return done, missing


def _made(receipt: ActionReceipt) -> Made:
    raw = object_of(object_of(object_of(receipt.raw).get("receipt")).get("Action"))
    return Made(
        receipt.receipt_id,
        receipt.receiver_id,
        tuple(list_of(raw.get("actions"))) or tuple(action.raw for action in receipt.actions),
        (),
        receipt.input_data_ids,
        tuple((one.data_id, one.receiver_id) for one in receipt.output_data_receivers),
        receipt.refund_to,
        receipt.is_promise_yield,
    )


def result_of(outcomes: Sequence[Outcome], actions: Sequence[int], ends_with_call: bool) -> Result:
    """What calls did that ran one after the other; `actions` are their places. A receipt whose last action is no call
    returns nothing."""
    logs: list[str] = []
    made: list[Made] = []
    profile: Counter[str] = Counter()
    writes: dict[bytes, Write] = {}
    returned: int | None = None
    last = outcomes[-1]
    for outcome in outcomes:
        offset = len(made)
        logs += outcome.logs
        made += [_made_here(one, offset) for one in outcome.receipts]
        profile.update(outcome.profile)
        for write in outcome.writes:
            before = writes.get(write.key, write)
            writes[write.key] = Write(write.key, before.old, write.new)
        if outcome.returned is not None:
            returned = offset + outcome.returned
    base = Result("value", tuple(logs), profile=dict(profile))
    if last.failure is not None:
        error = Ended(
            _name(last.failure.status), _text(last.failure.status), last.failure.status, actions[-1]
        )
        return replace(base, status="failure", error=error, writes=())
    base = replace(base, receipts=tuple(made), writes=tuple(writes.values()))
    if not ends_with_call:
        return replace(base, value=b"")
    if last.status == "receipt":
        return replace(base, status="receipt", returned=returned)
    return replace(base, value=last.value)


def _made_here(one: MadeReceipt, offset: int) -> Made:
    return Made(
        base58.encode(one.receipt_id),
        one.receiver_id,
        tuple(action.json for action in one.actions),
        tuple(dict.fromkeys(offset + place for place in one.after)),
        tuple(base58.encode(id) for id in one.input_data_ids),
        tuple((base58.encode(id), who) for id, who in one.delivers),
        one.refund_to,
        one.is_yield,
    )


def error_json(error: Ended | None) -> JsonObject | None:
    """An error as it is compared and told."""
    if error is None:
        return None
    return {"kind": error.kind, "message": error.message}


def profile_of(rows: Mapping[str, int] | None) -> dict[str, int]:
    """Costs that cost something."""
    return {name: gas for name, gas in (rows or {}).items() if gas}
