"""Host functions that this program does not compute: a call that reaches one ends there, named."""

from __future__ import annotations

from collections.abc import Callable

from xccviz.vm.machine import Machine
from xccviz.vm.types import NotSupported


def not_supported(name: str) -> Callable[..., int]:
    """The function of a row that can be imported, and not called."""

    def call(m: Machine, *_: int) -> int:
        raise NotSupported(name)

    return call
