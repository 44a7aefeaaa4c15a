"""What the sorts of lines of a drawing mean (drawings know no moment: the sentences of `lines` are apart)."""

from __future__ import annotations

from collections.abc import Mapping

from xccviz.catalogue import tr
from xccviz.model.literals import LineKind
from xccviz.words.signs import MARKS, NOT_KNOWN, SLOTS, Sign

LEGEND: Mapping[LineKind, str] = {
    "calls": tr("calls"),
    "delivers": tr("delivers a result"),
    "delivers_failed": tr("delivers a failure"),
    "returns": tr("returns its promise"),
    "refunds": tr("gives back"),
    "detached": tr("detached: not part of the result"),
    "inferred": tr("inferred"),
    "in_flight": SLOTS["in_flight"].word,
    "awaited": SLOTS["outstanding"].word,
}
"""What a sort of line means, in the order of a legend."""
SHORT: Mapping[LineKind, str] = {
    "calls": LEGEND["calls"],
    "detached": tr("detached"),
    "delivers": tr("result"),
    "delivers_failed": tr("failure"),
    "in_flight": LEGEND["in_flight"],
    "awaited": LEGEND["awaited"],
    "refunds": LEGEND["refunds"],
    "inferred": LEGEND["inferred"],
}
"""The same where many stand in a row, in their order there."""
WAITS, YIELDS, QUEUED = tr("waits for data"), tr("yields: waits for a resume"), tr("waits to run")
"""What a bar means that waits."""

_ENDS: Mapping[LineKind, Sign] = {
    "delivers": SLOTS["arrived"],
    "delivers_failed": SLOTS["failed"],
    "in_flight": SLOTS["in_flight"],
    "awaited": SLOTS["outstanding"],
}
"""The signs of lines that lead to a slot."""


def line_label(kind: LineKind, slots: str = "", *, known: bool = True) -> str:
    """What is written beside a line where no legend explains it: `✓ result → slot 0`, `detached`; "" for a call.
    `known`: whether it is known what came, or comes, into its slots."""
    sign = _ENDS.get(kind)
    if sign is None:
        return "" if kind == "calls" else LEGEND[kind] if kind == "returns" else SHORT[kind]
    told = f"{MARKS[sign.shape]} {SHORT[kind]}" if known else f"{MARKS['unknown']} {NOT_KNOWN}"
    return f"{told} → {slots}" if slots else told
