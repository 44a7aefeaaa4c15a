"""A drawn line in words: who did what to whom at a moment. Chain text leaves here visible, unescaped.

alpha.near.get_value delivered "42" to slot 0 of caller.near.on_multi_done in block 524
"""

from __future__ import annotations

from collections import Counter

from xccviz.analysis.types import Analysis, PromiseResult
from xccviz.display.graph import styles
from xccviz.graph.types import Edge
from xccviz.layout import card_words as words
from xccviz.layout.layered.types import EdgePath, LayeredLayout
from xccviz.model.text import visible_text
from xccviz.replay.types import Moment

_VALUE_SHOWN = 60
_LINES = 4
_INFERRED = "Inferred: no receipt at hand says so."


def path_sentence(analysis: Analysis, layout: LayeredLayout, path: EdgePath, moment: Moment | None) -> str:
    """One drawn line in words, a line of text per edge it stands for; many are counted."""
    edges = [analysis.graph.edges[i] for i in path.edges]
    inferred = any(edge.origin == "inferred" for edge in edges)
    if len(edges) <= _LINES and layout.by_key[path.source].kind != "group" != layout.by_key[path.target].kind:
        told = [edge_sentence(analysis, edge, moment) for edge in edges]
    else:
        told = [_many(analysis, layout, path, edges, moment)]
    return "\n".join([*told, _INFERRED] if inferred else told)


def edge_sentence(analysis: Analysis, edge: Edge, moment: Moment | None) -> str:
    """One edge of the graph in words."""
    source = _label(analysis, edge.source) if edge.source is not None else "another transaction"
    target = _label(analysis, edge.target)
    ran = edge.source is None or styles.progress_of(analysis, edge.source, moment) in ("done", "failed")
    node = analysis.graph.by_id[edge.target]
    if edge.kind in ("delivers", "awaits", "resumes"):
        return _data(analysis, edge, moment, source, target, ran)
    if edge.kind == "converts":
        return f"The transaction became the receipt {target}" + _block(node.created_height, ran)
    if edge.kind == "returns":
        will = "returned its promise: its result is" if ran else "has not run yet; its result will be"
        return f"{source} {will} that of {target}"
    if edge.kind == "refunds":
        back = words.moved_text(node)
        return f"{source}: {back}" if back else f"{source} gives back to {target}"
    if node.kind == "distribution":
        return f"{source} spreads a global contract: {target}" + _block(node.created_height, ran)
    verb = "called" if ran else "will call"
    if node.roles and node.roles[0] == "transfer":
        verb = "sent to" if ran else "will send to"
    detached = "; the result does not depend on it" if "detached" in node.roles else ""
    return f"{source} {verb} {target}{_block(node.created_height, ran)}{detached}"


def _data(analysis: Analysis, edge: Edge, moment: Moment | None, source: str, target: str, ran: bool) -> str:
    state = styles.edge_slot_state(analysis, edge, moment)
    slot = f"slot {edge.slot} of {target}"
    result = next((r for r in analysis.facts[edge.target].promise_results if r.slot == edge.slot), None)
    when = _block(result.delivered_at if result is not None else None, True)
    if edge.kind == "resumes":
        if state == "arrived":
            return f"{source} resumed {target} with {_value(result)}{when}"
        return f"{target} waits to be resumed"
    if state == "arrived":
        return f"{source} delivered {_value(result)} to {slot}{when}"
    if state == "failed":
        return f"{source} failed: {slot} received Failed{when}"
    if state == "in_flight":
        return f"The result of {source} is in flight to {slot}"
    if state == "unknown":
        return f"{source} was to deliver to {slot}; what arrived is not known"
    return f"{slot} awaits the result of {source}" + ("" if ran else ", which has not run yet")


def _many(
    analysis: Analysis, layout: LayeredLayout, path: EdgePath, edges: list[Edge], moment: Moment | None
) -> str:
    source, target = (_box_label(analysis, layout, key) for key in (path.source, path.target))
    count = len(edges)
    if path.slots:
        states = Counter(styles.edge_slot_state(analysis, edge, moment) for edge in edges)
        return f"{source}: {count:,} slots of {target}, {styles.slots_summary(states.elements())}"
    if path.kind == "refunds":
        return f"{source} gives back to {target}"
    return f"{source} called {target}" + (f", {count:,} times" if count > 1 else "")


def _box_label(analysis: Analysis, layout: LayeredLayout, key: str) -> str:
    box = layout.by_key[key]
    if box.node is not None:
        return _label(analysis, box.node)
    return "another transaction" if box.kind == "outside" else words.group_title(box.members)


def _label(analysis: Analysis, node: str) -> str:
    return "".join(words.title_parts(analysis.graph.by_id[node]))


def _value(result: PromiseResult | None) -> str:
    if result is None or result.value is None:
        return "a value"
    if result.value.kind == "empty":
        return "an empty value"
    return visible_text(words.value_text(result.value), _VALUE_SHOWN)


def _block(height: int | None, told: bool) -> str:
    return f" in block {height:,}" if height is not None and told else ""
