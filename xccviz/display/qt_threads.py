"""What painting keeps, apart for each thread. Import lazily (needs no Qt itself).

Qt's values share what they hold, and some of them (fonts, paths, brushes of pictures) look things up in it when they
are painted with: one that a window paints with must not be the one that a worker paints a file with.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

T = TypeVar("T")
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


def kept_of(most: int) -> Callable[[Callable[[T], R]], Callable[[T], R]]:
    """The same for a function of one value that is known by being the same object: to compare long ones member by
    member would take longer than the function does."""

    def decorate(function: Callable[[T], R]) -> Callable[[T], R]:
        here = threading.local()

        @wraps(function)
        def call(value: T) -> R:
            try:
                found: OrderedDict[int, tuple[T, R]] = here.found
            except AttributeError:
                found = here.found = OrderedDict()
            known = found.get(id(value))  # it is held, so no other has its id
            if known is None:
                known = found[id(value)] = value, function(value)
                if len(found) > most:
                    found.popitem(last=False)
            return known[1]

        return call

    return decorate
