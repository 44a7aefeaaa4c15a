"""What the sorts of lines of a drawing mean (drawings know no moment: the sentences of `lines` are apart)."""

from __future__ import annotations

from collections.abc import Mapping

from xccviz.catalogue import tr
from xccviz.model.literals import LineKind
from xccviz.words.signs import SLOTS

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
