"""A recorded transaction whose calls can be run again, in this process."""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from collections.abc import Callable
from functools import cache
from typing import Any

from xccviz.document import Document, build_document
from xccviz.model import base58
from xccviz.model.raw import RawDocument, RawTransaction
from xccviz.opening.options import OpenOptions
from xccviz.rerun.given import Given
from xccviz.rerun.replaying import Replayer
from xccviz.rerun.sandbox import Sandbox
from xccviz.rerun.types import Ask
from xccviz.sources.files.capture import capture_from_json, capture_to_json
from xccviz.sources.files.sample import read_sample
from xccviz.sources.files.strict_json import read_json
from xccviz.values import replace
from xccviz.vm.call import call

SAMPLE = "sdk-parallel-one-panics"
JOIN, CALLER, FAILED = "caller.near.on_multi_done", "caller.near.multiple_contracts", "bravo.near.get_value"


class Here(Sandbox):
    """Runs in this process: starting one takes longer than the runs."""

    def __init__(self, options: OpenOptions = OpenOptions()) -> None:
        self.seconds = options.timeout

    call = staticmethod(call)  # type: ignore[assignment]

    def end(self) -> None:
        """Nothing was started."""


@cache
def raw() -> RawTransaction:
    """Its documents."""
    return read_sample(SAMPLE)


@cache
def document() -> Document:
    """The whole."""
    return build_document(raw())


def without(*kinds: str) -> RawTransaction:
    """Its documents but those of some kinds of request."""
    return replace(raw(), documents=tuple(one for one in raw().documents if not _is(one, kinds)))


def tampered(plant: Callable[[Any], None]) -> RawTransaction:
    """Its documents, with something changed in what the node said of the transaction."""
    main = next(one for one in raw().documents if one.method == "EXPERIMENTAL_tx_status")
    envelope = json.loads(json.dumps(main.envelope))
    plant(envelope["result"])
    rest = [one for one in raw().documents if one is not main]
    return replace(raw(), documents=(replace(main, envelope=envelope), *rest))


def twin(plant: Callable[[Any], None] = lambda result: None) -> RawTransaction:
    """Another transaction that ran like it, its ids apart, with something changed in what the node said of it."""
    text = capture_to_json(tampered(plant), "tests", "2026-01-01T00:00:00Z").decode()
    own = {node.id for node in document().graph.nodes} | {document().trace.transaction.hash}
    for id in own:
        text = text.replace(id, base58.encode(hashlib.sha256(id.encode()).digest()))
    return capture_from_json(read_json(text))


def bravo_answers(result: Any, value: str = '"value of bravo.near"', returns: str = "") -> None:
    """The call that panicked gave a value, and the callback returned what it returns then, or something else."""
    told = [{"Ok": f'"value of {name}.near"'} for name in ("alpha", "bravo", "delta")]
    whole = returns or json.dumps(told, separators=(",", ":"))
    outcomes = [one["outcome"] for one in result["receipts_outcome"]]
    of = {one["executor_id"]: one for one in outcomes if one["logs"] or one["status"] != {"SuccessValue": ""}}
    of["bravo.near"]["status"] = {"SuccessValue": b64encode(value.encode()).decode()}
    of["caller.near"]["status"] = {"SuccessValue": b64encode(whole.encode()).decode()}


def outcome_of(result: Any, receiver: str) -> Any:
    """What the node said of the first receipt that ran at an account."""
    told = result["receipts_outcome"]
    return next(one["outcome"] for one in told if one["outcome"]["executor_id"] == receiver)


def actions_of(result: Any, receiver: str) -> Any:
    """The actions of the first receipt to an account."""
    return next(one for one in result["receipts"] if one["receiver_id"] == receiver)["receipt"]["Action"][
        "actions"
    ]


def replayer(
    label: str, given: Given = Given(), of: RawTransaction | None = None, ask: Ask | None = None, **more: Any
) -> Replayer:
    """Ready to run the receipt of a label."""
    whole = document() if of is None else build_document(of)
    node = next(node for node in whole.graph.nodes if node.label == label)
    return Replayer(whole.raw, whole.analysis, node, call, ask, given=given, **more)


def _is(one: RawDocument, kinds: tuple[str, ...]) -> bool:
    params = one.params if isinstance(one.params, dict) else {}
    return bool({one.method, params.get("request_type"), params.get("changes_type")} & set(kinds))
