"""What documents say around a call: code, account, storage, changes inside the block, header, prices (vm.md §5).

Nothing is concluded that an answer does not say: a key is known where it was asked for, or where the whole storage was.
"""

from __future__ import annotations

import hashlib
from base64 import b64decode
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from xccviz.model import base58
from xccviz.model.raw import Json, JsonObject, RawDocument, list_of, object_of, objects_of, text_or_none
from xccviz.values import field, frozen

ChangesType = Literal["data_changes", "account_changes"]
_CHANGES_METHODS = ("EXPERIMENTAL_changes", "changes")
_CONFIG_METHOD = "EXPERIMENTAL_protocol_config"
_CODE_REQUESTS = frozenset(
    ("view_code", "view_global_contract_code", "view_global_contract_code_by_account_id")
)
_NO_ACCOUNT = "UNKNOWN_ACCOUNT"

Place = tuple[str, str]
"""An account and the hash of a block."""


@frozen
class Storage:
    """What is known of an account's storage at the end of a block; with `whole` there is nothing else. `doubtful`: keys
    that two answers tell unlike; they are not known, and then the storage is not whole."""

    values: Mapping[bytes, bytes | None] = field(default_factory=dict, hash=False)
    whole: bool = False
    doubtful: frozenset[bytes] = frozenset()

    def with_answer(self, pairs: Mapping[bytes, bytes | None], whole: bool) -> Storage:
        """With what another answer of the same block says, all of it if that is `whole`."""
        told = {*self.values, *pairs} if whole else pairs
        unlike = {key for key in told if not self._agrees(key, pairs, whole)} | self.doubtful
        values = {key: value for key, value in {**self.values, **pairs}.items() if key not in unlike}
        return Storage(values, (self.whole or whole) and not unlike, frozenset(unlike))

    def _agrees(self, key: bytes, pairs: Mapping[bytes, bytes | None], whole: bool) -> bool:
        """Whether both sides say the same of a key, or one says nothing."""
        known = (key in self.values or self.whole) and (key in pairs or whole)
        return not known or self.values.get(key) == pairs.get(key)


@frozen
class Facts:
    """Answers by what they are about. `codes` by their hash, `named_codes` the same hashes by what was asked for (an
    account and a block, or the name of a global contract). An account that did not exist is an empty object."""

    codes: Mapping[str, bytes]
    named_codes: Mapping[Place, str]
    accounts: Mapping[Place, JsonObject]
    storages: Mapping[Place, Storage]
    changes: Mapping[tuple[ChangesType, str, str], tuple[JsonObject, ...]]
    """Kind, account and block → changes in order of application."""
    headers: Mapping[str, JsonObject]
    configs: Mapping[str, JsonObject]
    validators: Mapping[str, JsonObject]

    def config_of(self, block: str | None) -> JsonObject:
        """The protocol config of that block, or of another one of its epoch, which is the same; {} where neither is at
        hand."""
        if block is None or block in self.configs:
            return self.configs.get(block or "", {})
        epoch = self.header(block).get("epoch_id")
        same = (each for each in self.configs if epoch and self.header(each).get("epoch_id") == epoch)
        return self.configs.get(next(same, ""), {})

    def header(self, block: str | None) -> JsonObject:
        """The header of a block; {} where it is not at hand."""
        return self.headers.get(block or "", {})


class Reading:
    """Documents read one after the other; of two answers to one question the later one counts, but of a storage: what
    answers tell unlike there is not known. `facts` is what they say so far, and grows with them."""

    def __init__(self, documents: Iterable[RawDocument] = ()) -> None:
        self.codes: dict[str, bytes] = {}
        self.named_codes: dict[Place, str] = {}
        self.accounts: dict[Place, JsonObject] = {}
        self.storages: dict[Place, Storage] = {}
        self.changes: dict[tuple[ChangesType, str, str], tuple[JsonObject, ...]] = {}
        self.headers: dict[str, JsonObject] = {}
        self.configs: dict[str, JsonObject] = {}
        self.validators: dict[str, JsonObject] = {}
        self.facts = Facts(
            self.codes,
            self.named_codes,
            self.accounts,
            self.storages,
            self.changes,
            self.headers,
            self.configs,
            self.validators,
        )
        for document in documents:
            self.read(document)

    def read(self, document: RawDocument) -> None:
        """Take what one document says. Never raises."""
        params, payload = object_of(document.params), object_of(document.payload)
        if document.method == "query":
            self._query(params, payload, object_of(document.envelope))
        elif document.method == "block":
            header = object_of(payload.get("header"))
            hash = text_or_none(header.get("hash"))
            if hash:
                self.headers[hash] = header
        elif document.method in _CHANGES_METHODS:
            self._changes(params, payload)
        elif document.method == _CONFIG_METHOD:
            block = text_or_none(params.get("block_id"))
            if block and "runtime_config" in payload:
                self.configs[block] = payload
        elif document.method == "validators":
            epoch = text_or_none(params.get("epoch_id"))
            if epoch and "current_validators" in payload:
                self.validators[epoch] = payload

    def _query(self, params: JsonObject, payload: JsonObject, envelope: JsonObject) -> None:
        kind = text_or_none(params.get("request_type")) or ""
        block = text_or_none(payload.get("block_hash")) or text_or_none(params.get("block_id"))
        account = text_or_none(params.get("account_id"))
        if kind in _CODE_REQUESTS and "code_base64" in payload:
            self._code(account or text_or_none(params.get("code_hash")) or "", block or "", payload)
        if block is None or account is None:
            return
        if kind == "view_account":
            cause = object_of(object_of(envelope.get("error")).get("cause")).get("name")
            if "code_hash" in payload:
                self.accounts[account, block] = payload
            elif cause == _NO_ACCOUNT:
                self.accounts[account, block] = {}
                self.storages[account, block] = Storage(whole=True)
        elif kind == "view_state" and isinstance(payload.get("values"), list):
            self._state((account, block), params, payload)

    def _code(self, name: str, block: str, payload: JsonObject) -> None:
        code = _bytes(payload.get("code_base64"))
        if code is not None:
            hash = hash_of(code)
            self.codes[hash] = code
            self.named_codes[name, block] = hash

    def _state(self, place: Place, params: JsonObject, payload: JsonObject) -> None:
        """Without a limit all keys that begin as asked are there; with one the shortest, which is the one itself."""
        prefix = _bytes(params.get("prefix_base64"))
        if prefix is None or params.get("after_key_base64") is not None:
            return
        pairs: dict[bytes, bytes | None] = {}
        for listed in list_of(payload["values"]):
            entry = object_of(listed)
            key, value = _bytes(entry.get("key")), _bytes(entry.get("value"))
            if key is None or value is None or not key.startswith(prefix) or pairs.get(key, value) != value:
                return  # no answer to this question: what it left out would be taken for absent
            pairs[key] = value
        before = self.storages.get(place, Storage())
        limited = params.get("limit") is not None
        if prefix or limited:
            pairs.setdefault(prefix, None)
        whole = not prefix and not limited and payload.get("last_key") is None
        self.storages[place] = before.with_answer(pairs, whole)

    def _changes(self, params: JsonObject, payload: JsonObject) -> None:
        block, asked = text_or_none(payload.get("block_hash")), params.get("changes_type")
        listed = payload.get("changes")
        if block is None or not isinstance(listed, list) or not all(map(_tells, listed)):
            return  # what one leaves out would be taken for unchanged
        kind: ChangesType
        if asked == "account_changes":
            kind = "account_changes"
        elif asked == "data_changes" and not params.get("key_prefix_base64"):
            kind = "data_changes"
        else:
            return
        fresh: dict[str, list[JsonObject]] = {
            name: [] for name in list_of(params.get("account_ids")) if isinstance(name, str)
        }
        for entry in objects_of(listed):
            account = text_or_none(object_of(entry.get("change")).get("account_id"))
            if account is not None:
                fresh.setdefault(account, []).append(entry)
        for account, entries in fresh.items():
            self.changes[kind, account, block] = tuple(entries)


def facts_of(documents: Iterable[RawDocument]) -> Facts:
    """What all documents say. Never raises."""
    return Reading(documents).facts


@frozen
class InBlock:
    """What the executing block's changes say of one account's storage, seen from one receipt: `before` were made
    earlier, `written` are its own; `open` are keys that others changed while it only read them, so that the order is
    not told: their last value."""

    before: Mapping[bytes, bytes | None] = field(default_factory=dict, hash=False)
    written: Mapping[bytes, bytes | None] = field(default_factory=dict, hash=False)
    open: Mapping[bytes, bytes | None] = field(default_factory=dict, hash=False)


def _tells(entry: Json) -> bool:
    """Whether a change says what changed: of a key, which, and to what."""
    change = object_of(object_of(entry).get("change"))
    kind = object_of(entry).get("type")
    if kind not in ("data_update", "data_deletion"):
        return bool(change)
    written = kind == "data_deletion" or _bytes(change.get("value_base64")) is not None
    return written and _bytes(change.get("key_base64")) is not None


def data_in_block(entries: Sequence[JsonObject], receipt_id: str) -> InBlock:
    """Changes of keys in their order, divided at a receipt's own (vm.md §5: per key in order of application)."""
    before: dict[bytes, bytes | None] = {}
    written: dict[bytes, bytes | None] = {}
    for entry in entries:
        change = object_of(entry.get("change"))
        key = _bytes(change.get("key_base64"))
        if key is None:
            continue
        deleted = entry.get("type") == "data_deletion"
        value = None if deleted else _bytes(change.get("value_base64"))
        if is_own(entry, receipt_id):
            written[key] = value
        elif key not in written:
            before[key] = value
    ordered = {key: value for key, value in before.items() if key in written}
    return InBlock(ordered, written, {key: value for key, value in before.items() if key not in written})


def account_in_block(
    entries: Sequence[JsonObject], receipt_id: str
) -> tuple[JsonObject | None, JsonObject | None]:
    """The account as the receipt found it and as it left it; None where no change tells."""
    before: JsonObject | None = None
    for entry in entries:
        change = object_of(entry.get("change"))
        if is_own(entry, receipt_id):
            return before, change if "amount" in change else None
        if "amount" in change and cause_of(entry) != (receipt_id, "action_receipt_gas_reward"):
            before = change
    return (before, None) if any(cause_of(entry)[0] == receipt_id for entry in entries) else (None, None)


def is_own(entry: JsonObject, receipt_id: str) -> bool:
    """Whether a change is what a receipt's actions did."""
    return cause_of(entry) == (receipt_id, "receipt_processing")


def cause_of(entry: JsonObject) -> tuple[str | None, str | None]:
    """Receipt and kind of what caused a change."""
    cause = object_of(entry.get("cause"))
    return text_or_none(cause.get("receipt_hash")), text_or_none(cause.get("type"))


def hash_of(code: bytes) -> str:
    """The hash of a contract's code, as accounts name it."""
    return base58.encode(hashlib.sha256(code).digest())


def _bytes(value: Json) -> bytes | None:
    """Base64 as bytes; None for anything else."""
    if not isinstance(value, str):
        return None
    try:
        return b64decode(value, validate=True)
    except ValueError:
        return None
