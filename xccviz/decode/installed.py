"""Decoders of installed packages. Read by composition roots only: everything else gets its decoders handed down."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from functools import cache

from xccviz.catalogue import tr
from xccviz.decode.registry import DECODERS
from xccviz.decode.types import Decoder

GROUP = "xccviz.decoders"
"""The entry points that name a function `(raw, where) -> Decoded | None`."""


def installed_decoders() -> tuple[tuple[Decoder, ...], tuple[str, ...]]:
    """All decoders, those of installed packages first and by name, and what went wrong with loading one."""
    if not _some_package_has_any(tuple(sys.path)):
        return DECODERS, ()
    from importlib.metadata import entry_points

    found: list[Decoder] = []
    troubles: list[str] = []
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        try:
            decode = entry.load()
        except (Exception, SystemExit) as error:  # a package of others; the program works without it
            troubles.append(_trouble(entry.name, f"{type(error).__name__}: {error}"))
            continue
        if callable(decode):
            found.append(Decoder(entry.name, decode))
        else:
            troubles.append(_trouble(entry.name, tr("{name} is no function", name=entry.value)))
    return (*found, *DECODERS), tuple(troubles)


@cache
def _some_package_has_any(folders: tuple[str, ...]) -> bool:
    """Whether importlib.metadata may find any there; loading it takes longer than opening a file, and few have one."""
    group = GROUP.encode()
    for folder in folders:
        try:
            names = os.listdir(folder or os.curdir)
        except NotADirectoryError:  # an archive, which importlib.metadata can look into
            return True
        except OSError:
            continue
        for name in names:
            if name.endswith(".egg"):
                return True
            if name.endswith((".dist-info", ".egg-info")):
                with suppress(OSError), open(os.path.join(folder, name, "entry_points.txt"), "rb") as listed:
                    if group in listed.read():
                        return True
    return False


def _trouble(name: str, why: str) -> str:
    return tr("decoder {name} can't be loaded: {why}", name=name, why=why)
