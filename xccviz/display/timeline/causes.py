"""How each cause of waiting looks, a row each: its pattern, and the colour of it."""

from __future__ import annotations

from collections.abc import Mapping

from xccviz.analysis.time.stretches import Cause
from xccviz.display.patterns import Pattern
from xccviz.display.types import Role
from xccviz.values import frozen


@frozen
class CauseLook:
    """A pattern and the role that it and its outline have."""

    pattern: Pattern
    ink: Role


CAUSE_LOOKS: Mapping[Cause, CauseLook] = {
    "data": CauseLook("dots", "data"),
    "yield": CauseLook("dashes", "ref"),
    "delayed": CauseLook("slashes", "wait"),
    "congestion": CauseLook("backslashes", "wait"),
    "queue": CauseLook("cross", "wait"),
    "unknown": CauseLook("sparse", "ref"),
}
