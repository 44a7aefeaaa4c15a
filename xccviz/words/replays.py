"""What is said of a call that was run again: what is missing and how it is given, what was assumed, what came out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Literal

from xccviz.catalogue import numeral, tr, trn
from xccviz.decode.values import decode_json, decode_text
from xccviz.model.amounts import format_gas, format_gas_whole, format_near
from xccviz.model.errors import Hint
from xccviz.model.raw import Json
from xccviz.patterns import later
from xccviz.rerun.comparison import failed_after
from xccviz.rerun.replaying import Replay
from xccviz.rerun.sandbox import Ending
from xccviz.rerun.subject import Subject
from xccviz.rerun.types import NO_CODE, Assumption, Changes, Difference, Missing, Result
from xccviz.values import frozen
from xccviz.words.numbers import bytes_count
from xccviz.words.values import NOTHING

_LONG, _SHORT_HEX = 200, 12
_TEXT_AT_END = later(r"[ -~]{3,}\Z")


@frozen
class MissingText:
    """What is missing, why that matters, and the option of the command line that gives it (a Hint where a window has
    another way)."""

    what: str
    why: str
    option: str

    @property
    def line(self) -> str:
        """What and why on a line."""
        return tr("missing: {what}; {why}", what=self.what, why=self.why)


_ENDPOINT = Hint(tr("--rpc URL of a node that has it"), tr("an endpoint that has it"))
_ARCHIVE = Hint(
    tr("--rpc URL of a node that has it, an archival one maybe"),
    tr("an endpoint that still has it, an archival one maybe"),
)


_ENDINGS: Mapping[Ending, str] = {
    "time": tr("the run took too long and was ended"),
    "memory": tr("the run needed more memory than it is allowed, and was ended"),
    "crash": tr("the process that the call ran in ended unexpectedly"),
    "answer": tr("the process that the call ran in answered nonsense"),
    "ended": tr("the run was ended"),
    "fault": tr("the run failed by a fault of xccviz"),
}


def ending_words(why: Ending) -> str:
    """Why a run could not be ended here."""
    return _ENDINGS[why]


def bytes_words(data: bytes, room: int = _LONG) -> str:
    """Bytes on a line: printable text as it is, JSON as JSON, other bytes in hex with a sign in front."""
    if not data:
        return bytes_count(0)
    read = decode_json(data) or decode_text(data)
    if read is None or any(ch in "\n\r\t" for ch in read.text):
        shown = data.hex()
        return f"hex:{shown[:room]}…" if len(shown) > room else f"hex:{shown}"
    return read.text if len(read.text) <= room else read.text[: room - 1] + "…"


def key_words(key: bytes) -> str:
    """A key of a storage as --set takes it."""
    try:
        text = key.decode()
    except UnicodeDecodeError:
        return f"hex:{key.hex()}"
    plain = text.isprintable() and "=" not in text and not text.startswith(("hex:", "base64:", "text:"))
    return text if plain else f"hex:{key.hex()}"


def key_short(key: bytes) -> str:
    """The same where there is little room: of bytes the text at their end, where there is one, as collections of
    near-sdk have it behind a prefix; else their beginning and end."""
    words = key_words(key)
    if not words.startswith("hex:"):
        return words
    tail = _TEXT_AT_END.search(key.decode("latin-1"))
    if tail is not None:
        return f"…{tail[0]}" if tail.start() else tail[0]
    return words if len(words) <= _SHORT_HEX else f"{words[:6]}…{words[-4:]}"


def missing_words(missing: Missing) -> MissingText:
    """One thing without which nothing can be said."""
    name, account = missing.name, missing.account or ""
    nobody = _nobody_words(missing)
    if missing.what == "key" and isinstance(name, bytes):
        key = key_words(name)
        why = tr(
            "the call reads it, and a key that is not known may not be taken for absent; {nobody}",
            nobody=nobody,
        )
        if missing.doubtful:
            why = tr("the call reads it, and two answers of the storage at that block tell it unlike")
        return MissingText(
            tr("the storage key {key} of {account}", key=key, account=account),
            why,
            Hint(
                tr("--state FILE.json, or --set '{key}=VALUE' ('{key}=-': it is absent)", key=key),
                tr("a value for it, or that it is absent"),
            ),
        )  # fmt: skip
    if missing.what == "code" and name == NO_CODE:
        why = tr("it had no contract, so nothing ran there, and nothing can be run again")
        return MissingText(tr("the code of {account}", account=account), why, tr("there is none"))
    if missing.what == "code":
        if missing.given is not None:
            nobody = tr("what was given is another one, {hash}; {nobody}", nobody=nobody, hash=missing.given)
        hash = tr(" ({hash})", hash=name) if name else ""
        return MissingText(
            tr("the code of {account}{hash}", account=account, hash=hash),
            nobody,
            Hint(tr("--code FILE.wasm"), tr("a .wasm file")),
        )
    if missing.what == "slot":
        return MissingText(
            tr("the promise result of slot {slot}", slot=name),
            nobody,
            Hint(
                tr("--slot {slot}=failed, or --slot '{slot}=json:VALUE'", slot=name),
                tr("what the slot received: a value, or Failed"),
            ),
        )
    if missing.what == "block":
        return MissingText(
            tr("the block it ran in ({block})", block=name),
            tr("ids, time and state follow from it; {nobody}", nobody=nobody),
            Hint(
                tr("a capture that `xccviz fetch --with replay` saved, or --rpc URL of a node that has it"),
                tr("an endpoint that still has it"),
            ),
        )
    if missing.what == "function":
        return MissingText(
            str(name),
            tr("so the run ends there, and nothing is guessed"),
            tr("there is none"),
        )
    if missing.what == "run":
        return MissingText(
            tr("how the changed call ends"),
            next((words for why, words in _ENDINGS.items() if why == name), ""),
            Hint(tr("--timeout SECONDS, for more time"), tr("more time, in the settings")),
        )
    if missing.what == "receipt":
        return MissingText(tr("receipt {id}, which the call made", id=name), nobody, _ENDPOINT)
    if missing.what == "profile":
        return MissingText(
            tr("the gas profile"), tr("the answer is from before there was one"), tr("there is none")
        )
    return MissingText(
        tr("{name} of the call", name=name), nobody, _ARCHIVE
    )  # fmt: skip


def _nobody_words(missing: Missing) -> str:
    """That nobody has it, with the troubles of those who were asked."""
    if not missing.asked:
        return tr("no document has it")
    if not missing.troubles:
        return tr("no document has it, nor anybody who was asked")
    return tr(
        "no document has it, nor anybody who was asked: {troubles}", troubles="; ".join(missing.troubles)
    )


_ASSUMED: Mapping[Assumption, str] = {
    "order": tr(
        "What others changed of its storage in the same block, and in which order, no document tells for every key that"
        " it read."
    ),
    "yields": tr("Whether a yield waits no node tells: it was taken as it fits what was recorded."),
    "growth": tr("Growing memory was paid as by nodes of early 2026: that fits what was recorded."),
    "version": tr("The protocol version is what the block's maker said; no protocol config is at hand."),
    "balance": tr("That nothing else touched the account in that block before it, no document tells."),
    "trie": tr(
        "How many nodes of the trie it touched is taken from the recorded gas profile: no node tells that."
    ),
    "trie_changed": tr(
        "It writes other keys than on the chain; how many nodes of the trie that touches nobody tells, so its gas is"
        " near, not exact."
    ),
    "supplied": tr("Values that were given by hand were taken for what was there."),
    "other_block": tr("The state that was given is of another block than the one before it ran."),
    "unlike": tr(
        "The state that was given tells a key unlike the documents: those were believed. To change a key, give it by"
        " itself."
    ),
    "failed_after": tr(
        "The node failed the receipt for what no run of its calls shows. What they returned, made and wrote is gone"
        " there: only logs and gas were compared."
    ),
}


def assumption_words(assumed: Assumption) -> str:
    """What was taken for so, as a sentence."""
    return _ASSUMED[assumed]


def compared_words(node: Result, result: Result) -> str:
    """What was compared: `logs, value, 1 receipt, gas of its code 0.44 Tgas`, `error, logs, …`; what was written only
    where the node was asked for that; logs and gas alone where it failed the receipt afterwards."""
    parts = [tr("logs")]
    if result.error is not None:
        parts = [tr("error"), tr("logs")]
    elif not failed_after(node, result):
        parts.append(tr("value"))
        parts.append(trn("{count} receipt", "{count} receipts", len(result.receipts)))
        if node.writes is not None and result.writes is not None:
            parts.append(trn("{count} write", "{count} writes", len(result.writes)))
    parts.append(tr("gas of its code {gas}", gas=format_gas(result.burnt)))  # `show` adds the receipt's own
    return ", ".join(parts)


def call_words(subject: Subject) -> str:
    """Which call it is, of a batch also which of it: `alpha.near.step_one +1, action 1: step_two`."""
    label = subject.node.label
    if len(subject.calls) < 2:
        return label
    method = subject.call.method_name or ""
    return tr("{label}, action {place}: {method}", label=label, place=subject.action, method=method)


def end_words(result: Result) -> str:
    """How a call ended: `returns "5"`, `hands on to receipt 0`, `fails: …`."""
    if result.error is not None:
        return tr("fails: {message}", message=result.error.message)
    if result.status == "receipt":
        if result.returned is None:
            return tr("returns the result of a receipt")
        to = result.receipts[result.returned].receiver_id
        return tr("returns the result of receipt {n} ({account})", n=result.returned, account=to)
    return tr("returns {value}", value=bytes_words(result.value) if result.value else NOTHING["card"])


def ended_words(node: Result, here: Result) -> str:
    """How a call ended that equals the node, with what the node failed its receipt for afterwards."""
    if node.error is None or not failed_after(node, here):
        return end_words(here)
    return tr("{end}; then the receipt failed: {message}", end=end_words(here), message=node.error.message)


def unsure_words(replay: Replay) -> str:
    """What is said where it is not known whether it is equal."""
    if not replay.differences:
        return tr("nothing differs, but not everything could be compared")
    return tr("it differs, but not every way it may have been could be run")


def slot_words(value: bytes | None) -> str:
    """A promise result."""
    return tr("failed") if value is None else bytes_words(value)


def survives_words(slot: int, result: Result) -> str:
    """What a callback does where one slot failed, as a sentence."""
    if result.error is not None:
        return tr("With slot {slot} failed it fails: {message}", slot=slot, message=result.error.message)
    return tr(
        "With slot {slot} failed it still succeeds and {end}; {made}.",
        slot=slot,
        end=end_words(result),
        made=trn("it makes {count} receipt", "it makes {count} receipts", len(result.receipts)),
    )


def difference_name(difference: Difference) -> str:
    """What differs, for people: the path with the words of its first member."""
    path = difference.what
    for start, words in _NAMES.items():
        if path == start or path.startswith((f"{start}[", f"{start}.")):
            return words + path[len(start) :]
    return path


_NAMES = {
    "error": tr("error"),
    "logs": tr("log"),
    "value": tr("value"),
    "receipts": tr("receipt"),
    "writes": tr("written"),
    "gas": tr("gas"),
}


def side_words(value: Json) -> str:
    """One side of a difference on a line."""
    if value is None:
        return tr("nothing")
    if value == "":
        return tr("empty")
    if isinstance(value, dict) and set(value) == {"kind", "message"}:
        return str(value["message"])
    if isinstance(value, int) and not isinstance(value, bool):
        return numeral(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def changes_words(changes: Changes) -> tuple[str, ...]:
    """What was changed, a phrase each."""
    found = [
        tr("slot {slot} had been {value}", slot=n, value=slot_words(value))
        for n, value in sorted(changes.slots.items())
    ]
    if changes.args is not None:
        found.append(tr("the arguments had been {args}", args=bytes_words(changes.args)))
    if changes.deposit is not None:
        found.append(tr("the deposit had been {deposit}", deposit=format_near(changes.deposit)))
    if changes.gas is not None:
        found.append(tr("its gas had been {gas}", gas=format_gas_whole(changes.gas)))
    if changes.code is not None:
        found.append(
            trn(
                "its code had been another one ({count} byte)",
                "its code had been another one ({count} bytes)",
                len(changes.code),
            )
        )
    for key, value in changes.values.items():
        shown = tr("absent") if value is None else bytes_words(value)
        found.append(tr("{key} in its storage had been {value}", key=key_words(key), value=shown))
    return tuple(found)


def not_further(count: int) -> str:
    """What a what-if leaves out."""
    return trn(
        "The receipt it makes is not run further.", "The receipts it makes are not run further.", count
    )


@frozen
class ComparedText:
    """What came of the run as it was: `ok`, `caution` or `failed`, and that in words, short and whole."""

    sign: Literal["ok", "caution", "failed"]
    words: str
    more: str


def replay_words(replay: Replay) -> ComparedText:
    """Whether a call that was run again came out as on the chain."""
    if replay.ran is None:
        return ComparedText("caution", tr("could not be run: something is missing"), "")
    if replay.equal and replay.node is not None:
        compared = compared_words(replay.node, replay.ran.result)
        if failed_after(replay.node, replay.ran.result):
            return ComparedText("ok", tr("same logs and gas; the receipt failed afterwards"), compared)
        if replay.ran.result.error is not None:
            return ComparedText("ok", tr("as on chain: same error, same logs, same gas"), compared)
        return ComparedText("ok", tr("as on chain: same result, same logs, same gas"), compared)
    if replay.equal is None:
        return ComparedText("caution", unsure_words(replay), "")
    count = len(replay.differences)
    words = trn("{count} difference from the chain", "{count} differences from the chain", count)
    return ComparedText("failed", words, "")
