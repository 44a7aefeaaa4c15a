"""How to open and to ask, from what a program gave and what is set; and work that needs no running event loop."""

from __future__ import annotations

import contextvars
import os
import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

from xccviz.api.errors import a_text, texts, wrong_value
from xccviz.catalogue import tr
from xccviz.decode.installed import installed_decoders
from xccviz.opening.options import OpenOptions, options_of
from xccviz.settings.file import load_settings
from xccviz.settings.keys import key_finder
from xccviz.values import frozen, replace

_T = TypeVar("_T")
_LONGEST_TIMEOUT = 1e9
"""Seconds; a number far beyond what any clock counts is a slip."""


@frozen
class Opened:
    """How a transaction was opened: which receipt what was given names, remarks, whether `offline` and with the
    cache."""

    select: str | None = None
    notes: tuple[str, ...] = ()
    offline: bool = False
    cache: bool = True


def options_for(
    network: str | None = None,
    rpc: str | Sequence[str] = (),
    signer: str | None = None,
    offline: bool = False,
    timeout: float = 30,
    cache: bool = True,
) -> OpenOptions:
    """How to open: what was chosen, then the environment, then config.toml; with the decoders that are installed.
    Raises UserError (usage) for a setting that is none."""
    if isinstance(timeout, bool) or not isinstance(timeout, int | float) or timeout > _LONGEST_TIMEOUT:
        raise wrong_value("timeout", timeout, tr("a number of seconds"))
    chosen = {
        name: a_text(name, value) if value is not None else None
        for name, value in (("network", network), ("signer", signer))
    }
    settings = load_settings(os.environ)
    decoders, troubles = installed_decoders()
    options = options_of(
        settings,
        key_finder(settings.config_dir),
        network=chosen["network"],
        rpc=texts("rpc", rpc),
        signer=chosen["signer"],
        timeout=float(timeout),
        offline=offline,
        cache=cache,
    )
    return replace(options, decoders=decoders, remarks=troubles)


def outside_loops(work: Callable[[], _T]) -> _T:
    """What `work` gives; in a thread of its own where an event loop runs in this one: no thread can run two."""
    if not _in_loop():
        return work()
    results: list[_T] = []
    troubles: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:  # carried over to whoever waits
            troubles.append(error)

    thread = threading.Thread(target=contextvars.copy_context().run, args=(run,), daemon=True)
    thread.start()
    thread.join()
    if troubles:
        raise troubles[0]
    return results[0]


def _in_loop() -> bool:
    import sys

    if "asyncio" not in sys.modules:  # then no loop runs; loading it takes longer than opening a small file
        return False
    import asyncio

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
