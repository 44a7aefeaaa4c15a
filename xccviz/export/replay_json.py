"""A call that was run again as JSON (interface.md §12; resources/schemas: xccviz-replay-1.schema.json)."""

from __future__ import annotations

from xccviz.decode.values import decode_hex, decode_json, decode_text, shortened
from xccviz.export.json_node import bytes_json, number_text
from xccviz.model.raw import Json, JsonObject
from xccviz.rerun.answer import Answer
from xccviz.rerun.facts import hash_of
from xccviz.rerun.results import error_json
from xccviz.rerun.trying import SlotTried
from xccviz.rerun.types import Changes, Made, Missing, Ran, Result
from xccviz.vm.types import HostCall, Readable, Write
from xccviz.words.replays import assumption_words, missing_words, survives_words

FORMAT, VERSION = "xccviz-replay", 1


def replay_to_json(answer: Answer, calls: bool = False) -> JsonObject:
    """The whole answer; host calls only where they are wanted: those of the what-if where there is one."""
    replay, what_if, slots, shown = answer.replay, answer.what_if, answer.slots, answer.shown
    subject, ran = replay.subject, replay.ran
    return {
        "format": FORMAT,
        "version": VERSION,
        "receipt": subject.receipt.receipt_id,
        "action": subject.action,
        "code_hash": replay.code_hash,
        "context": _context(answer),
        "unknown": [_missing(one) for one in replay.missing],
        "equal": replay.equal,
        "differences": [
            {"what": one.what, "node": one.left, "here": one.right} for one in replay.differences
        ],
        "node": _outcome(replay.node),
        "here": _outcome(ran.result) if ran is not None else None,
        "changed": _changed(replay.changes) if replay.changes.any else None,
        "unchanged": _changed(replay.unchanged) if replay.unchanged.any else None,
        "what_if": _outcome(what_if.result) if what_if is not None else None,
        "what_if_differences": [
            {"what": one.what, "here": one.left, "what_if": one.right} for one in answer.differences
        ],
        "slots": None if slots is None else [_slot(one) for one in slots],
        "least_gas": answer.least_gas,
        "loaded": _loaded(shown) if calls and shown is not None else None,
        "calls": [_call(one) for one in shown.calls] if calls and shown is not None else [],
        "calls_left_out": shown.calls_left_out if shown is not None else 0,
    }


def bytes_of(data: bytes | None) -> JsonObject | None:
    """BYTES of interface.md §4."""
    if data is None:
        return None
    read = shortened(data, "empty", "", None) if not data else decode_json(data) or decode_text(data)
    return bytes_json(read or decode_hex(data))


def readable(value: Readable, size: int | None = None) -> Json:
    """An argument or result of a host call: bytes as text where they are, else as `hex:…`; cut ones end in …"""
    cut = "…" if size is not None else ""
    if isinstance(value, bytes):
        try:
            text = value.decode()
        except UnicodeDecodeError:
            return f"hex:{value.hex()}{cut}"
        return text + cut if text.isprintable() and not text.startswith("hex:") else f"hex:{value.hex()}{cut}"
    return value + cut if isinstance(value, str) else value


def _context(answer: Answer) -> JsonObject:
    replay = answer.replay
    subject, runs = replay.subject, [ran for ran in (replay.ran, answer.what_if) if ran is not None]
    looked_at = {name for ran in runs for name in ran.looked_at}
    assumed = {one for ran in runs for one in ran.assumed}
    call, receipt = subject.call, subject.receipt
    slots: list[Json] = []
    for n in range(len(receipt.input_data_ids)):
        known = n in subject.results
        value = subject.results.get(n)
        result = "unknown" if not known else "failed" if value is None else "success"
        slots.append({"slot": n, "result": result, "value": bytes_of(value)})
    return {
        "account_id": subject.account,
        "predecessor_id": receipt.predecessor_id,
        "signer_id": receipt.signer_id,
        "method_name": call.method_name,
        "args": bytes_of(call.args),
        "deposit": number_text(call.deposit),
        "gas": call.gas,
        "slots": slots,
        "block_hash": subject.node.block_hash,
        "block_height": subject.node.height,
        "state_block_hash": replay.previous,
        "looked_at": [*sorted(looked_at)],
        "assumed": [{"code": one, "sentence": assumption_words(one)} for one in sorted(assumed)],
        "fetched": len(replay.documents),
    }


def _missing(missing: Missing) -> Json:
    text = missing_words(missing)
    return {"what": text.what, "why": text.why, "option": str(text.option), "kind": missing.what}


def _outcome(result: Result | None) -> JsonObject | None:
    if result is None:
        return None
    return {
        "status": result.status,
        "value": bytes_of(result.value),
        "error": error_json(result.error),
        "logs": [*result.logs],
        "receipts": [_made(one) for one in result.receipts],
        "returned": result.returned,
        "writes": None if result.writes is None else [_write(one) for one in result.writes],
        "gas": {
            "burnt": result.burnt,
            "by_cost": [
                {"cost": cost, "gas": gas}
                for cost, gas in sorted((result.profile or {}).items(), key=lambda row: (-row[1], row[0]))
            ],
        },
    }


def _made(made: Made) -> JsonObject:
    return {
        "receipt_id": made.receipt_id,
        "receiver_id": made.receiver_id,
        "actions": [*made.actions],
        "after": [*made.after],
    }


def _write(write: Write) -> JsonObject:
    return {"key": bytes_of(write.key), "old": bytes_of(write.old), "new": bytes_of(write.new)}


def _changed(changes: Changes) -> JsonObject:
    return {
        "slots": [
            {"slot": n, "result": "failed" if value is None else "success", "value": bytes_of(value)}
            for n, value in sorted(changes.slots.items())
        ],
        "args": bytes_of(changes.args),
        "deposit": number_text(changes.deposit),
        "gas": changes.gas,
        "code": None if changes.code is None else _code(changes.code),
        "state": [{"key": bytes_of(key), "value": bytes_of(value)} for key, value in changes.values.items()],
    }


def _code(code: bytes) -> JsonObject:
    return {"hash": hash_of(code), "size": len(code)}


def _slot(tried: SlotTried) -> JsonObject:
    result = tried.ran.result
    return {
        "slot": tried.slot,
        "status": result.status,
        "error": error_json(result.error),
        "promises": len(result.receipts),
        "sentence": survives_words(tried.slot, result),
        "was_failed": tried.was_failed,
    }


def _loaded(ran: Ran) -> JsonObject:
    """Loading the contract, before its first host call."""
    size, gas = ran.loaded
    return {"size": size, "gas": gas}


def _call(call: HostCall) -> JsonObject:
    return {
        "n": call.n,
        "name": call.name,
        "args": [{"name": one.name, "value": readable(one.value, one.size)} for one in call.args],
        "result": readable(call.result, call.result_size),
        "gas": call.gas,
        "total": call.total,
        "receipt": call.receipt,
        "action": call.action,
        "slot": call.slot,
        "log": call.log,
        "error": call.error,
    }
