"""Ids and hashes as their 32 bytes: every check of this folder hashes what documents write in base58."""

from __future__ import annotations

from xccviz.model.base58 import digest


class Digests(dict[str, bytes | None]):
    """Text → its 32 bytes, None where it is no base58 of 32 bytes; each is decoded once."""

    def __missing__(self, text: str) -> bytes | None:
        found = self[text] = digest(text)
        return found
