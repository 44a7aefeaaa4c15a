"""Decoders of installed packages. Read by composition roots only: everything else gets its decoders handed down."""

from __future__ import annotations

from importlib.metadata import entry_points

from xccviz.decode.registry import DECODERS
from xccviz.decode.types import Decoder

GROUP = "xccviz.decoders"
"""The entry points that name a function `(raw, where) -> Decoded | None`."""


def installed_decoders() -> tuple[tuple[Decoder, ...], tuple[str, ...]]:
    """All decoders, those of installed packages first and by name, and what went wrong with loading one."""
    found: list[Decoder] = []
    troubles: list[str] = []
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        try:
            decode = entry.load()
        except Exception as error:  # a package of others; the program works without it
            troubles.append(f"decoder {entry.name} can't be loaded: {type(error).__name__}: {error}")
            continue
        if callable(decode):
            found.append(Decoder(entry.name, decode))
        else:
            troubles.append(f"decoder {entry.name} can't be loaded: {entry.value} is no function")
    return (*found, *DECODERS), tuple(troubles)
