"""What a line of the graph looks like, and the soft colours behind signs. Nothing here knows a place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from xccviz.display.types import Role
from xccviz.model.literals import Progress, SlotState
from xccviz.words.signs import Tone

SOFT: Mapping[Tone, Role] = {"ok": "okbg", "bad": "badbg", "wait": "waitbg", "ind": "indbg"}
"""The colour behind words of a tone; "code" behind all others."""


@dataclass(frozen=True, slots=True)
class EdgeStyle:
    """How an edge is drawn: `open_head` for a call that nobody waits for; `legend` the entry that explains it;
    `inferred`: no receipt at hand states it."""

    role: Role
    width: float
    dash: tuple[float, ...]
    open_head: bool
    legend: str
    inferred: bool = False


FLYING_DASH = (1.5, 4.0)
AWAITED_DASH = (2.0, 5.0)
RETURNS_DASH = (7.0, 5.0)
REFUNDS_DASH = (3.5, 2.5)
INFERRED_DASH = (10.0, 3.0, 2.0, 3.0)


def edge_style(
    kind: str,
    states: Iterable[SlotState],
    source: Progress,
    *,
    detached: bool,
    returned: bool,
    inferred: bool = False,
) -> EdgeStyle:
    """The look of a line: `states` of the slots it feeds (data edges), `source`: how far its source has come,
    `returned`: whether a returned promise is known already. Inferred lines are thinner, with dashes of their own."""
    style = _edge_style(kind, states, source, detached, returned)
    if not inferred:
        return style
    return replace(style, width=min(style.width, 1.25), dash=style.dash or INFERRED_DASH, inferred=True)


def _edge_style(
    kind: str, states: Iterable[SlotState], source: Progress, detached: bool, returned: bool
) -> EdgeStyle:
    ran = source in ("done", "failed", "unknown")
    if kind == "returns":
        width = 1.5 if returned else 1.0
        return EdgeStyle("edge" if returned else "ref", width, RETURNS_DASH, False, "returns")
    if kind in ("delivers", "awaits", "resumes"):
        found = set(states)
        if "in_flight" in found:  # of many, some have arrived: not yet all
            return EdgeStyle("wait", 2.0, FLYING_DASH, False, "in_flight")
        if "arrived" in found and "outstanding" not in found:
            return EdgeStyle("data", 2.0, (), False, "delivers")
        if "failed" in found:
            return EdgeStyle("bad", 2.0, (), False, "delivers_failed")
        return EdgeStyle("ref", 1.25, AWAITED_DASH, False, "awaited")
    width = 1.5 if ran else 1.0
    if kind == "refunds":
        return EdgeStyle("ref", width, REFUNDS_DASH, False, "refunds")
    return EdgeStyle("edge" if ran else "ref", width, (), detached, "detached" if detached else "calls")
