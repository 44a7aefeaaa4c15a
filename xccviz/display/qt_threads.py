"""What painting keeps, apart for each thread. Import lazily (needs no Qt itself).

Qt's values share what they hold, and some of them (fonts, paths, brushes of pictures) look things up in it when they
are painted with: one that a window paints with must not be the one that a worker paints a file with.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def kept(most: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """`functools.lru_cache` of so many results, one a thread; it goes with its thread."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        here = threading.local()

        @wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            try:
                found = here.found
            except AttributeError:
                found = here.found = lru_cache(maxsize=most)(function)
            result: R = found(*args, **kwargs)
            return result

        return call

    return decorate
