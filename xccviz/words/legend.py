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
