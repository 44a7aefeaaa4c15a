"""An edge in words: who did what to whom at a moment. Chain text leaves here visible, unescaped.

alpha.near.get_value delivered "42" to slot 0 of caller.near.on_multi_done in block 524
"""

from __future__ import annotations

from collections.abc import Sequence

from xccviz.analysis.types import Analysis, PromiseResult
from xccviz.catalogue import tr, trn
from xccviz.graph.types import Edge
from xccviz.model.literals import SlotState
from xccviz.model.text import visible_text
from xccviz.replay.standing import edge_slot_state, happened, progress_of
from xccviz.replay.types import Moment
from xccviz.words.money import moved_words
from xccviz.words.slots import slots_summary
from xccviz.words.titles import card_title
from xccviz.words.values import value_words

VALUE_SHOWN = 60
INFERRED = tr("Inferred: no receipt at hand says so.")


def edge_sentence(analysis: Analysis, edge: Edge, moment: Moment | None) -> str:
    """One edge of the graph in words."""
    source = node_title(analysis, edge.source)
    target = node_title(analysis, edge.target)
    ran = edge.source is None or happened(progress_of(analysis, edge.source, moment))
    node = analysis.graph.by_id[edge.target]
    if edge.row.sort == "data":
        return _data(analysis, edge, moment, source, target, ran)
    if edge.kind == "converts":
        said = tr("The transaction became the receipt {target}", target=target)
        return said + _block(node.created_height, ran)
    if edge.kind == "returns":
        if ran:
            return tr(
                "{source} returned its promise: its result is that of {target}", source=source, target=target
            )
        return tr(
            "{source} has not run yet; its result will be that of {target}", source=source, target=target
        )
    if edge.kind == "refunds":
        back = moved_words(node)
        return f"{source}: {back}" if back else gives_back(source, target)
    if node.kind == "distribution":
        said = tr("{source} spreads a global contract: {target}", source=source, target=target)
        return said + _block(node.created_height, ran)
    said = _called(source, target, ran, bool(node.roles) and node.roles[0] == "transfer")
    detached = tr("; the result does not depend on it") if "detached" in node.roles else ""
    return said + _block(node.created_height, ran) + detached


def node_title(analysis: Analysis, node: str | None) -> str:
    """A node at the end of a line; None: something outside."""
    return card_title(analysis.graph.by_id[node]) if node is not None else tr("another transaction")


def gives_back(source: str, target: str) -> str:
    """A refund in words."""
    return tr("{source} gives back to {target}", source=source, target=target)


def many_deliver(source: str, target: str, states: Sequence[SlotState]) -> str:
    """Many data edges drawn as one line."""
    summary = slots_summary(states)
    return trn(
        "{source}: {count} slot of {target}, {summary}",
        "{source}: {count} slots of {target}, {summary}",
        len(states),
        source=source,
        target=target,
        summary=summary,
    )


def many_called(source: str, target: str, count: int) -> str:
    """Many calls drawn as one line."""
    if count == 1:
        return tr("{source} called {target}", source=source, target=target)
    return tr("{source} called {target}, {count} times", source=source, target=target, count=f"{count:,}")


def _called(source: str, target: str, ran: bool, transfer: bool) -> str:
    if transfer and ran:
        return tr("{source} sent to {target}", source=source, target=target)
    if transfer:
        return tr("{source} will send to {target}", source=source, target=target)
    if ran:
        return tr("{source} called {target}", source=source, target=target)
    return tr("{source} will call {target}", source=source, target=target)


def _data(analysis: Analysis, edge: Edge, moment: Moment | None, source: str, target: str, ran: bool) -> str:
    state = edge_slot_state(analysis, edge, moment)
    slot = tr("slot {number} of {target}", number=edge.slot, target=target)
    result = next((r for r in analysis.facts[edge.target].promise_results if r.slot == edge.slot), None)
    when = _block(result.delivered_at if result is not None else None, True)
    if edge.kind == "resumes":
        if state == "arrived":
            return (
                tr(
                    "{source} resumed {target} with {value}",
                    source=source,
                    target=target,
                    value=_value(result),
                )
                + when
            )
        return tr("{target} waits to be resumed", target=target)
    if state == "arrived":
        return (
            tr("{source} delivered {value} to {slot}", source=source, value=_value(result), slot=slot) + when
        )
    if state == "failed":
        return tr("{source} failed: {slot} received Failed", source=source, slot=slot) + when
    if state == "in_flight":
        return tr("The result of {source} is in flight to {slot}", source=source, slot=slot)
    if state == "unknown":
        return tr("{source} was to deliver to {slot}; what arrived is not known", source=source, slot=slot)
    if ran:
        return tr("{slot} awaits the result of {source}", slot=slot, source=source)
    return tr("{slot} awaits the result of {source}, which has not run yet", slot=slot, source=source)


def _value(result: PromiseResult | None) -> str:
    value = result.value if result is not None else None
    if value is not None and value.kind == "empty":
        return value_words(value, "line")
    return visible_text(value_words(value, "card"), VALUE_SHOWN)


def _block(height: int | None, told: bool) -> str:
    return " " + tr("in block {height}", height=f"{height:,}") if height is not None and told else ""
