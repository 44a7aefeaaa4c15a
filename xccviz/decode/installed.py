"""Decoders of installed packages. Read by composition roots only: everything else gets its decoders handed down."""

from __future__ import annotations

from xccviz.catalogue import tr
from xccviz.decode.registry import DECODERS
from xccviz.decode.types import Decoder

GROUP = "xccviz.decoders"
"""The entry points that name a function `(raw, where) -> Decoded | None`."""


def installed_decoders() -> tuple[tuple[Decoder, ...], tuple[str, ...]]:
    """All decoders, those of installed packages first and by name, and what went wrong with loading one."""
    from importlib.metadata import entry_points  # slow to import, and many starts open nothing

    found: list[Decoder] = []
    troubles: list[str] = []
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        try:
            decode = entry.load()
        except Exception as error:  # a package of others; the program works without it
            troubles.append(_trouble(entry.name, f"{type(error).__name__}: {error}"))
            continue
        if callable(decode):
            found.append(Decoder(entry.name, decode))
        else:
            troubles.append(_trouble(entry.name, tr("{name} is no function", name=entry.value)))
    return (*found, *DECODERS), tuple(troubles)


def _trouble(name: str, why: str) -> str:
    return tr("decoder {name} can't be loaded: {why}", name=name, why=why)
