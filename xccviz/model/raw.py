"""Raw documents as a node or a file gave them: what `sources` fetches, a capture keeps and `parse` reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from xccviz.values import field, frozen

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
"""A value as `json.loads` gives it. Whoever reads one asks what it is first: it may be anything."""

JsonObject: TypeAlias = dict[str, Json]


def object_of(value: Json) -> JsonObject:
    """The value where it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def list_of(value: Json) -> list[Json]:
    """The value where it is an array, else an empty one."""
    return value if isinstance(value, list) else []


def objects_of(value: Json) -> list[JsonObject]:
    """The objects in an array; none where it is no array."""
    return [item for item in list_of(value) if isinstance(item, dict)]


def text_or_none(value: Json) -> str | None:
    """The value where it is text."""
    return value if isinstance(value, str) else None


def texts_of(value: Json) -> list[str]:
    """The texts in an array; none where it is no array."""
    return [item for item in list_of(value) if isinstance(item, str)]


def count_of(value: Json, bits: int = 64) -> int | None:
    """A whole number that is not negative and fits into `bits`, as the wire's u64 does; None for anything else."""
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0 and value.bit_length() <= bits:
        return value
    return None


def whole_number(value: Json) -> int | None:
    """A number that is not negative, or its decimal text, of at most 60 digits; None for anything else."""
    if isinstance(value, str) and len(value) <= 60 and value.isascii() and value.isdigit():
        return int(value)
    return count_of(value, 199)


@frozen
class RawDocument:
    """One answer, verbatim: `envelope` is the JSON-RPC answer (with `result` or `error`) or, for documents that
    never had an envelope, the bare document itself.

    `method` and `params` are what was asked (`""` and None when a file does not say); `endpoint` holds no user
    info, keys or query string. `extra` keeps members of a capture that this version does not know.
    """

    method: str
    params: Json
    envelope: Json
    endpoint: str | None = None
    received_at: str | None = None
    http_status: int | None = None
    extra: Mapping[str, Json] = field(default_factory=dict)

    @property
    def payload(self) -> Json:
        """The `result` of an envelope, or the bare document."""
        envelope = self.envelope
        if isinstance(envelope, dict) and "result" in envelope and "transaction" not in envelope:
            return envelope["result"]
        return envelope


@frozen
class RawTransaction:
    """All documents about one transaction, in the order they were received.

    `open` is what the user gave; `tx_hash`, `sender_account_id`, `network` and `chain_id` are None where unknown;
    `select` is the receipt that what was given is about, where it is about one; `notes` say what was mended to read it.
    `extra` and `query_extra` keep unknown members of a capture, so that saving it again loses nothing.
    """

    documents: tuple[RawDocument, ...]
    open: str = ""
    tx_hash: str | None = None
    sender_account_id: str | None = None
    network: str | None = None
    chain_id: str | None = None
    created_at: str | None = None
    created_by: str | None = None
    extra: Mapping[str, Json] = field(default_factory=dict)
    query_extra: Mapping[str, Json] = field(default_factory=dict)
    select: str | None = None
    notes: tuple[str, ...] = ()
