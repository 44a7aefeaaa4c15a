"""Whether an answer is about what was asked: it names the id that was asked for. Of a node and of the cache alike."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from xccviz.model import base58
from xccviz.model.raw import Json, object_of

_NAMES: Mapping[str, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        "block": ("block_id", ("header", "hash")),
        "chunk": ("chunk_id", ("header", "chunk_hash")),
        "EXPERIMENTAL_receipt": ("receipt_id", ("receipt_id",)),
        "EXPERIMENTAL_changes": ("block_id", ("block_hash",)),
        "query": ("block_id", ("block_hash",)),
    }
)
"""Method → the parameter that names what is asked for, and where the answer repeats it (protocol.md §1.5)."""


def is_about(method: str, params: Json, payload: Json) -> bool:
    """Whether `payload`, answered to `method`, names no other block, chunk or receipt than `params`. What was asked for
    by height, and answers that repeat no id, can't be told apart."""
    name, path = _NAMES.get(method, ("", ()))
    asked = object_of(params).get(name)
    if not isinstance(asked, str) or not base58.is_hash(asked):
        return True
    if not isinstance(payload, dict):
        return False
    said: Json = payload
    for step in path:
        said = object_of(said).get(step)
    return said in (None, asked)
