"""What a handler raises is told, and ends nothing.

Qt calls methods that a class of ours overrides (`mousePressEvent`, `event`, `sizeHint`, `data`, …), and PySide keeps
what one raises until Qt has returned. Before Python 3.12 an exception of C code (`[][0]`, `None + 1`, `int("x")`) that
has met no `try` on its way is only half made, and shiboken 6.11 ends the process when it keeps such a one. And in any
Python a painter that lives on in the frames of what was raised spoils what is painted next. So each of these methods
gets a `try` when its class is made: which function it calls PySide remembers, so later is too late. This module is
imported before any with such a class.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from types import FunctionType
from typing import Any

from PySide6.QtCore import QObject

OURS, QT = "xccviz.", "PySide6."
WRAPPED: Any = QObject.__base__
"""What all classes of Qt inherit from, also those that are no QObject."""


def whole(handler: Callable[..., Any]) -> Callable[..., Any]:
    """A handler whose exceptions have met a `try`."""

    @wraps(handler)
    def called(*given: Any, **named: Any) -> Any:
        try:
            return handler(*given, **named)
        except Exception as error:  # to be caught once makes it whole
            from traceback import clear_frames  # late: hardly ever wanted

            # What the handler held it holds no longer: a painter that outlives it spoils what is painted next.
            clear_frames(error.__traceback__ and error.__traceback__.tb_next)
            raise

    called.__dict__["whole"] = True
    return called


def bare_handlers(cls: type) -> list[tuple[type, str]]:
    """Methods of ours that Qt may call of a class and that are not `whole`, each with the class that has it."""
    qt = [vars(base) for base in cls.__mro__ if base.__module__.startswith(QT)]
    return [
        (owner, name)
        for owner in cls.__mro__
        if owner.__module__.startswith(OURS)
        for name, found in vars(owner).items()
        if isinstance(found, FunctionType) and not name.startswith("_") and not hasattr(found, "whole")
        if any(name in base for base in qt)
    ]


def _made(cls: type, **named: Any) -> None:
    """Called for each new class below `WRAPPED`."""
    super(WRAPPED, cls).__init_subclass__(**named)
    for owner, name in bare_handlers(cls):
        setattr(owner, name, whole(vars(owner)[name]))


WRAPPED.__init_subclass__ = classmethod(_made)  # type: ignore[arg-type]  # any class of ours
