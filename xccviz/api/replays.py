"""A call run again: what `Transaction.replay` gives."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, TypedDict

from xccviz.api.errors import texts, wrong_value
from xccviz.api.nodes import Frozen
from xccviz.api.parts import Answer, shortened
from xccviz.api.ways import Opened, options_for, outside_loops
from xccviz.catalogue import tr
from xccviz.decode.values import parse_strict_json
from xccviz.document import Document
from xccviz.export.replay_json import replay_to_json
from xccviz.model.amounts import parse_gas, parse_near
from xccviz.model.errors import UserError
from xccviz.opening.options import OpenOptions
from xccviz.opening.rerunning import further_for, is_fresh, replayer_for
from xccviz.opening.sandboxes import sandbox_for, stopped
from xccviz.rerun.answer import Answer as Answered
from xccviz.rerun.answer import answered
from xccviz.rerun.given import Given
from xccviz.rerun.sandbox import SandboxFailed
from xccviz.rerun.state_file import StateFile, state_from_json
from xccviz.rerun.types import Changes, Result
from xccviz.values import frozen, replace
from xccviz.whole import read_whole
from xccviz.words.replays import missing_words, survives_words
from xccviz.words.what_if import already_words

_MOST_FILE = 64 << 20
Bytes = bytes | str
"""Bytes, or a text for its UTF-8."""


class ReplayOptions(TypedDict, total=False):
    """What `replay` can be told. What is given is a change where what was there is known, else it is taken for what was
    there. `slots`: promise results by slot, None for a failed one; `storage`: keys of the account's storage, None for
    one that is absent; `args` and results may be JSON values, a text is sent as it is. `code` and `state`: bytes or a
    file. `gas` and `deposit` as numbers or like "30T", "1N". `rpc`, `network`, `offline`, `timeout`, `cache` as in
    `open`: by default those are asked that gave the transaction, and nobody where it was opened with `offline=True`,
    unless `offline=False` or `rpc` says otherwise; `cache` is as it was opened."""

    action: int | None
    slots: Mapping[int, Any]
    args: Any
    deposit: int | str
    gas: int | str
    code: bytes | str | os.PathLike[str]
    state: bytes | str | os.PathLike[str]
    storage: Mapping[Bytes, Bytes | None]
    each_slot_fails: bool
    least_gas: bool
    rpc: str | Sequence[str]
    network: str | None
    offline: bool
    timeout: float
    cache: bool


@frozen
class Missing:
    """Something without which nothing can be said: what, why, and the option of the command line that gives it."""

    what: str
    why: str
    option: str


@frozen
class Outcome:
    """What a call did, by the node or here: `status` value, receipt (it returned the result of
    `receipts[returned]`) or failure (`error`). `receipts` as in `replay --json`; `gas`: by cost, together `gas_burnt`.
    """

    status: Literal["value", "receipt", "failure"]
    value: bytes | None
    error: str | None
    logs: tuple[str, ...]
    returned: int | None
    gas_burnt: int | None
    gas: Mapping[str, int]
    receipts: tuple[Answer, ...]

    @property
    def value_json(self) -> Answer:
        """The value as JSON, None where it is none."""
        try:
            return parse_strict_json((self.value or b"").decode())[1]
        except UnicodeDecodeError:
            return None

    def __repr__(self) -> str:
        """How it ended."""
        end = (
            self.error if self.error is not None else self.value if self.value is not None else self.returned
        )
        return f"<Outcome {self.status} {shortened(str(end))}>"


@frozen
class SlotFailed:
    """What a callback does where one slot failed."""

    slot: int
    survives: bool
    outcome: Outcome
    sentence: str


class Replay(Frozen):
    """A call that was run again. `equal`: whether it came out as on the chain, None where something is missing."""

    __slots__ = ("_answer",)
    _answer: Answered

    def __init__(self, answer: Answered) -> None:
        object.__setattr__(self, "_answer", answer)

    @property
    def equal(self) -> bool | None:
        """Whether error, logs, value, receipts, gas and what was written are the node's; None: it is not known."""
        return self._answer.replay.equal

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What is missing to run it, or to compare it."""
        found = (missing_words(one) for one in self._answer.replay.missing)
        return tuple(Missing(one.what, one.why, one.option) for one in found)

    @property
    def differences(self) -> tuple[tuple[str, Answer, Answer], ...]:
        """What differs from the chain: what, the node's, the one here."""
        return tuple((one.what, one.left, one.right) for one in self._answer.replay.differences)

    @property
    def node(self) -> Outcome | None:
        """What the node says."""
        return _outcome(self._answer.replay.node)

    @property
    def here(self) -> Outcome | None:
        """What it did here, as it was."""
        ran = self._answer.replay.ran
        return _outcome(ran.result if ran is not None else None)

    @property
    def unchanged(self) -> tuple[str, ...]:
        """What was to be changed and was so already, a phrase each: "slot 1 was failed already"."""
        return already_words(self._answer.replay.unchanged)

    @property
    def what_if(self) -> Outcome | None:
        """What it did with what was changed; None where nothing was."""
        ran = self._answer.what_if
        return _outcome(ran.result if ran is not None else None)

    @property
    def what_if_differences(self) -> tuple[tuple[str, Answer, Answer], ...]:
        """What the change changed: what, as it was, what if."""
        return tuple((one.what, one.left, one.right) for one in self._answer.differences)

    @property
    def slots(self) -> tuple[SlotFailed, ...]:
        """With `each_slot_fails`: a row a slot."""
        return tuple(
            SlotFailed(one.slot, one.ran.result.error is None, _told(one.ran.result),
                       survives_words(one.slot, one.ran.result))
            for one in self._answer.slots or ()
        )  # fmt: skip

    @property
    def least_gas(self) -> int | None:
        """With `least_gas`: the least gas with which it ends the same; None where it fails."""
        return self._answer.least_gas

    @property
    def calls(self) -> tuple[Answer, ...]:
        """Its host calls in order, those of the what-if where there is one, as in `replay --calls --json`."""
        return tuple(self.to_dict()["calls"])

    def to_dict(self) -> dict[str, Answer]:
        """All of it as `replay --calls --json` tells it (interface.md §12). A copy."""
        found: dict[str, Answer] = replay_to_json(self._answer, calls=True)
        return found

    def __repr__(self) -> str:
        """The call, and whether it came out as on the chain."""
        label = shortened(self._answer.replay.subject.node.label)
        word = {True: "equal", False: "different", None: "incomplete"}[self.equal]
        return f"<Replay {label} {word}>"


def replayed(document: Document, node_id: str, wanted: ReplayOptions, opened: Opened) -> Replay:
    """Run the call of a receipt again. Raises UserError."""
    unknown = set(wanted) - set(ReplayOptions.__annotations__)
    if unknown:
        raise TypeError(f"replay() got an unexpected keyword argument {sorted(unknown)[0]!r}")
    given = Given(_changes(wanted), _state(wanted.get("state")))
    options = _options(document, wanted, opened)
    return outside_loops(lambda: Replay(_run(document, node_id, given, options, wanted)))


def _run(
    document: Document, node_id: str, given: Given, options: OpenOptions, wanted: ReplayOptions
) -> Answered:
    raw = document.raw
    further = further_for(raw, options)
    try:
        with sandbox_for(options) as sandbox:
            replayer = replayer_for(
                document,
                document.graph.by_id[node_id],
                sandbox,
                further,
                action=wanted.get("action"),
                given=given,
                thorough=bool(wanted.get("rpc")) or is_fresh(raw),
            )
            slots, gas = wanted.get("each_slot_fails", False), wanted.get("least_gas", False)
            return answered(replayer, slots=slots, gas=gas)
    except SandboxFailed as failed:
        raise stopped(failed) from failed
    finally:
        if further is not None:
            further.close()


def _options(document: Document, wanted: ReplayOptions, opened: Opened) -> OpenOptions:
    """Whom to ask: who was named, else who gave the transaction, offline nobody."""
    raw, rpc = document.raw, texts("rpc", wanted.get("rpc", ()))
    offline = wanted.get("offline", opened.offline and not rpc)
    if not rpc and wanted.get("network") is None and is_fresh(raw):
        rpc = tuple(dict.fromkeys(one.endpoint for one in raw.documents if one.endpoint is not None))
    options = options_for(
        wanted.get("network"),
        rpc,
        None,
        offline,
        wanted.get("timeout", 60),
        wanted.get("cache", opened.cache),
    )
    return options if rpc or wanted.get("network") else replace(options, network=None)


def _changes(wanted: ReplayOptions) -> Changes:
    slots: dict[int, bytes | None] = {}
    for slot, value in dict(wanted.get("slots", {})).items():
        if isinstance(slot, bool) or not isinstance(slot, int) or slot < 0:
            raise wrong_value("slots", slot, tr("a number of a slot"))
        slots[slot] = None if value is None else _data("slots", value)
    values = {
        _data("storage", key): None if value is None else _data("storage", value)
        for key, value in dict(wanted.get("storage", {})).items()
    }
    args = _data("args", wanted["args"]) if "args" in wanted else None
    return Changes(
        slots,
        args,
        _amount("deposit", wanted.get("deposit"), parse_near),
        _amount("gas", wanted.get("gas"), parse_gas),
        _file("code", wanted["code"]) if "code" in wanted else None,
        values,
    )


def _data(name: str, value: Any) -> bytes:
    """Bytes as they are, a text's UTF-8, any other JSON value as its JSON."""
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value)
    if isinstance(value, str):
        return value.encode("utf-8", "surrogateescape")
    try:
        return json.dumps(value, allow_nan=False, ensure_ascii=False, separators=(",", ":")).encode()
    except (TypeError, ValueError) as error:
        raise wrong_value(name, value, tr("bytes, a text or a JSON value")) from error


def _amount(name: str, value: object, parse: Any) -> int | None:
    if value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0):
        return value
    try:
        found: int = parse(value)
    except (TypeError, ValueError, AttributeError) as error:
        raise wrong_value(name, value, tr("a number, or a text with its unit")) from error
    return found


def _state(given: object) -> StateFile | None:
    return None if given is None else state_from_json(_file("state", given), tr("the state"))


def _file(name: str, given: object) -> bytes:
    if isinstance(given, bytes | bytearray | memoryview):
        return bytes(given)
    if not isinstance(given, str | os.PathLike):
        raise wrong_value(name, given, tr("bytes, or a file"))
    try:
        return read_whole(Path(given), _MOST_FILE)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise UserError(tr("{path} can't be read: {why}", path=given, why=why), kind="usage") from error


def _outcome(result: Result | None) -> Outcome | None:
    return None if result is None else _told(result)


def _told(result: Result) -> Outcome:
    return Outcome(
        result.status,
        result.value,
        result.error.message if result.error is not None else None,
        result.logs,
        result.returned,
        result.burnt,
        dict(result.profile or {}),
        tuple(
            {"receipt_id": one.receipt_id, "receiver_id": one.receiver_id, "actions": [*one.actions],
             "after": [*one.after]}
            for one in result.receipts
        ),
    )  # fmt: skip
