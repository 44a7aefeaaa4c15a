"""What was sent, read beside the traffic: from a question to the transactions in it, from its answer whether the node
took them."""

from __future__ import annotations

import json
from collections.abc import Mapping

from xccviz.catalogue import tr
from xccviz.model.raw import Json, JsonObject, object_of, objects_of
from xccviz.opening.explain import explain
from xccviz.recording.packings import unpacked
from xccviz.recording.signed import read_signed
from xccviz.values import frozen

SENDING = ("send_tx", "broadcast_tx_async", "broadcast_tx_commit")
"""The methods that send a transaction."""
LONGEST = 32 << 20
"""Bytes of a question, unpacked, that are looked at; a node takes at most 10 MB."""
REFUSAL = 1 << 20
"""Bytes of an answer that are kept to see whether it refuses: such answers are short."""


@frozen
class Sent:
    """A transaction that a client sent: `hash` and `signer_id`, and the JSON-RPC `id` of the question."""

    hash: str
    signer_id: str
    id: Json


def sent_in(body: bytes, headers: Mapping[str, str]) -> tuple[Sent, ...]:
    """The transactions in the body of a question, one or a batch; () where there are none that we can read."""
    if not any(method.encode() in body for method in SENDING) and "Content-Encoding" not in headers:
        return ()
    found: list[Sent] = []
    for question in _objects(_json(body, headers, LONGEST)):
        if question.get("method") not in SENDING:
            continue
        params = question.get("params")
        if isinstance(params, dict):
            text = params.get("signed_tx_base64")
        else:
            text = params[0] if isinstance(params, list) and params else None
        signed = read_signed(text) if isinstance(text, str) else None
        if signed is not None:
            found.append(Sent(signed.hash, signed.signer_id, question.get("id")))
    return tuple(found)


def refusals(sent: tuple[Sent, ...], body: bytes, headers: Mapping[str, str]) -> dict[str, str]:
    """Hash → why the node did not take it, for those that the answer says so of, each time they were sent; an answer
    that can't be read, or is cut, refuses nothing."""
    answers = _objects(_json(body, headers, REFUSAL))
    found: dict[str, str] = {}
    taken: set[str] = set()
    for one in sent:
        own = [answer for answer in answers if answer.get("id") == one.id] or (
            answers if len(sent) == 1 else []
        )
        reasons = [_refused(answer) for answer in own]
        if reasons and all(reasons):
            found[one.hash] = reasons[0] or ""
        else:
            taken.add(one.hash)
    return {hash: reason for hash, reason in found.items() if hash not in taken}


def _refused(answer: JsonObject) -> str | None:
    """The sentence about an answer that says INVALID_TRANSACTION; None for all others, after which it may run."""
    error = object_of(answer.get("error"))
    if object_of(error.get("cause")).get("name") != "INVALID_TRANSACTION":
        return None
    words, _ = explain(json.dumps(error.get("data", error)))
    return tr("The node refused it: {why}", why=words.title)


def _objects(value: Json) -> list[JsonObject]:
    """The objects in one question or a batch of them."""
    return objects_of(value if isinstance(value, list) else [value])


def _json(body: bytes, headers: Mapping[str, str], most: int) -> Json:
    """The body as JSON, unpacked as its Content-Encoding says; None for anything else, and for more than `most`."""
    text = unpacked(body, headers, most)
    try:
        return json.loads(text) if text is not None else None
    except (ValueError, RecursionError):
        return None
