"""The transactions that a print names which can't be read: by where a transaction's hash stands, never by a block's."""

from __future__ import annotations

import re

from xccviz.model import base58
from xccviz.patterns import later

HASH = r"[`'\"(\s]*+([1-9A-HJ-NP-Za-km-z]{32,44})"
_TRANSACTION_HASHES = tuple(
    later(before + HASH)
    for before in (
        r"\btransaction:\s*\w+\s*\{\s*transaction_hash:\s*+(?:CryptoHash\()?",
        r"(?<![\w-])(?:transaction|tx)_?[hH]ash['\"]\s*:",
        r"(?<![\w-])hash['\"]?\s*:",
    )
)
"""Where the hash of a transaction stands in a print that can't be read. A block's stands at `block_hash`; the last may
be a block's where its header is."""
OUTCOME = later(r"\b(?:transaction_outcome|transactionOutcome)['\"]?\s*:")
_ID = later(rf"(?<![\w-])id['\"]?\s*:{HASH}")
HEADER = later(r"\b(?:prev_?hash|chunk_?hash|prev_?state_?root)\b", re.IGNORECASE)
"""What only the header of a block or a chunk has: then `hash` may be theirs."""
MOST_OFFERED = 20
_STEP = 200
"""Characters before and after a hash within which the rest of a step of a Merkle path stands."""
_NEAR = 5_000
"""Characters after `transaction_outcome` within which its id stands."""


def printed_hashes(text: str) -> list[str]:
    """The hashes of the transactions that a document which can't be read is about, never one of a block."""
    patterns = _TRANSACTION_HASHES if HEADER.search(text) is None else _TRANSACTION_HASHES[:-1]
    listed = [found[1] for pattern in patterns for found in pattern.finditer(text) if not _in_a_proof(found)]
    ids = (_ID.search(text, found.end(), found.end() + _NEAR) for found in OUTCOME.finditer(text))
    listed += [found[1] for found in ids if found is not None]
    return [hash for hash in dict.fromkeys(listed) if base58.is_hash(hash)][:MOST_OFFERED]


def _in_a_proof(found: re.Match[str]) -> bool:
    """Whether it is a step of a Merkle path, `{"direction": "Left", "hash": …}`."""
    text = found.string
    before, after = max(0, found.start() - _STEP), found.end() + _STEP
    start, end = text.rfind("{", before, found.start()), text.find("}", found.end(), after)
    return "direction" in text[max(start, before) : end if end >= 0 else after]
