"""What was sent, read beside the traffic: from a question to the transactions in it, from its answer whether the node
took them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from xccviz.catalogue import tr
from xccviz.model.base58 import is_hash
from xccviz.model.raw import Json, JsonObject, object_of, objects_of
from xccviz.opening.explain import explain
from xccviz.recording.packings import unpacked
from xccviz.recording.signed import Signed, read_signed
from xccviz.values import frozen

SENDING = ("send_tx", "broadcast_tx_async", "broadcast_tx_commit")
"""The methods that send a transaction."""
LONGEST = 32 << 20
"""Bytes of a question, unpacked, that are looked at; a node takes at most 10 MB."""
REFUSAL = 1 << 20
"""Bytes of an answer that are kept to see whether it refuses: such answers are short."""


@frozen
class Sent:
    """A transaction that a client sent: `hash` and `signer_id` ("" where only its answer was read, and names none), and
    the JSON-RPC `id` of the question."""

    hash: str
    signer_id: str
    id: Json


@frozen
class Sending:
    """A question that sends a transaction: its JSON-RPC `id`, and what is in it; None where it can't be read."""

    id: Json
    signed: Signed | None


def sending_in(body: bytes, headers: Mapping[str, str]) -> tuple[Sending, ...]:
    """The questions in a body, one or a batch, that send a transaction; () where there are none that we can read."""
    if not any(method.encode() in body for method in SENDING) and "Content-Encoding" not in headers:
        return ()
    found: list[Sending] = []
    for question in _objects(_json(body, headers, LONGEST)):
        if question.get("method") not in SENDING:
            continue
        params = question.get("params")
        if isinstance(params, dict):
            text = params.get("signed_tx_base64")
        else:
            text = params[0] if isinstance(params, list) and params else None
        if isinstance(text, str):
            found.append(Sending(question.get("id"), read_signed(text)))
    return tuple(found)


def sent_in(questions: Iterable[Sending]) -> tuple[Sent, ...]:
    """The transactions in those that can be read, before any answer."""
    return tuple(Sent(one.signed.hash, one.signed.signer_id, one.id) for one in questions if one.signed)


def named_in(questions: Sequence[Sending], body: bytes, headers: Mapping[str, str]) -> tuple[Sent, ...]:
    """Of those that can't be read, as of a kind of the future: the transactions that their answer names."""
    if all(one.signed for one in questions):
        return ()
    answers = _objects(_json(body, headers, REFUSAL))
    found: list[Sent] = []
    for one in questions:
        for answer in () if one.signed else _answers_to(one.id, answers, len(questions)):
            result = answer.get("result")
            told = object_of(object_of(result).get("transaction"))
            hash, signer = result if isinstance(result, str) else told.get("hash"), told.get("signer_id")
            if isinstance(hash, str) and is_hash(hash):
                found.append(Sent(hash, signer if isinstance(signer, str) else "", one.id))
    return tuple(found)


def refusals(sent: tuple[Sent, ...], body: bytes, headers: Mapping[str, str]) -> dict[str, str]:
    """Hash → why the node did not take it, for those that the answer says so of, each time they were sent; an answer
    that can't be read, or is cut, refuses nothing."""
    answers = _objects(_json(body, headers, REFUSAL))
    found: dict[str, str] = {}
    taken: set[str] = set()
    for one in sent:
        reasons = [_refused(answer) for answer in _answers_to(one.id, answers, len(sent))]
        if reasons and all(reasons):
            found[one.hash] = reasons[0] or ""
        else:
            taken.add(one.hash)
    return {hash: reason for hash, reason in found.items() if hash not in taken}


def _answers_to(id: Json, answers: list[JsonObject], asked: int) -> list[JsonObject]:
    """Those of that id; where one was asked all, whatever id they have."""
    return [answer for answer in answers if answer.get("id") == id] or (answers if asked == 1 else [])


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
