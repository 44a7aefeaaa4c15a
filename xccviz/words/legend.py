"""What the sorts of lines of a drawing mean (drawings know no moment: the sentences of `lines` are apart)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Literal

from xccviz.catalogue import tr
from xccviz.graph.types import Node
from xccviz.model.literals import LineKind
from xccviz.words.signs import MARKS, NOT_KNOWN, SLOTS, Sign

GivesOrPays = Literal["gives", "pays", "either"]

LEGEND: Mapping[LineKind, str] = {
    "calls": tr("calls"),
    "delivers": tr("delivers a result"),
    "delivers_failed": tr("delivers a failure"),
    "returns": tr("returns its promise"),
    "refunds": tr("gives back or pays out"),
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


def gives_or_pays(nodes: Iterable[Node]) -> GivesOrPays:
    """What `system` sends to them for another: something back, a payout, or one of the two."""
    found = {_gives_or_pays(node) for node in nodes}
    return found.pop() if len(found) == 1 else "either"


def _gives_or_pays(node: Node) -> GivesOrPays:
    if node.refund is None:
        return "either" if node.may_pay_out else "gives"
    return "pays" if node.refund == "payout" else "gives"


def line_label(kind: LineKind, slots: str = "", *, known: bool = True, targets: Collection[Node] = ()) -> str:
    """What is written beside a line where no legend explains it: `✓ result → slot 0`, `detached`; "" for a call.
    `known`: whether it is known what came, or comes, into its slots; `targets`: what it leads to."""
    if kind == "refunds":
        return {"gives": tr("gives back"), "pays": tr("pays out"), "either": LEGEND[kind]}[
            gives_or_pays(targets)
        ]
    sign = _ENDS.get(kind)
    if sign is None:
        return "" if kind == "calls" else LEGEND[kind] if kind == "returns" else SHORT[kind]
    told = f"{MARKS[sign.shape]} {SHORT[kind]}" if known else f"{MARKS['unknown']} {NOT_KNOWN}"
    return f"{told} → {slots}" if slots else told
