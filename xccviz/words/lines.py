"""An edge in words: who did what to whom at a moment. Chain text leaves here visible, unescaped.

alpha.near.get_value delivered "42" to slot 0 of caller.near.on_multi_done in block 524

Of what comes after a moment only calls are told, and as such: who will call whom. Values, amounts, blocks, who resumed
whom and how anything ended are not told before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from xccviz.analysis.types import Analysis, PromiseResult, result_in
from xccviz.catalogue import numeral, tr, trn
from xccviz.graph.types import Edge, Node
from xccviz.model.amounts import format_near
from xccviz.model.edge_kinds import EdgeKind
from xccviz.model.literals import SlotState, happened
from xccviz.model.text import visible_text, visible_words
from xccviz.replay.standing import edge_slot_state, progress_of, resumed_by
from xccviz.replay.types import Moment
from xccviz.values import frozen
from xccviz.words.legend import gives_or_pays
from xccviz.words.money import coming_words, lost_words, moved_words
from xccviz.words.names import name_in_sentence
from xccviz.words.short_values import sentence_value
from xccviz.words.slots import slots_summary
from xccviz.words.titles import WAITS_FOR_OUTSIDE, outside_name, outside_title
from xccviz.words.values import TEXT_LIMIT, value_words

VALUE_SHOWN = 60
INFERRED = tr("Inferred: no receipt at hand says so.")


@frozen
class _Told:
    """An edge at a moment, its ends by name. `ran`: its source has run by then."""

    analysis: Analysis
    edge: Edge
    moment: Moment | None
    source: str
    target: str
    ran: bool

    @property
    def node(self) -> Node:
        """The effect."""
        return self.analysis.graph.by_id[self.edge.target]

    @property
    def slot(self) -> str:
        """The slot that it feeds."""
        return tr("slot {number} of {target}", number=self.edge.slot, target=self.target)

    @property
    def state(self) -> SlotState:
        """How that slot stands."""
        return edge_slot_state(self.analysis, self.edge, self.moment)

    @property
    def result(self) -> PromiseResult | None:
        """What came into that slot in the end."""
        return result_in(self.analysis.facts[self.edge.target].promise_results, self.edge.slot)

    @property
    def created(self) -> str:
        """In which block its source made the effect."""
        return _block(self.node.created_height, self.ran)

    @property
    def there(self) -> bool:
        """Whether the effect has run by then."""
        return happened(progress_of(self.analysis, self.edge.target, self.moment))

    @property
    def giver(self) -> str | None:
        """The name of who gave what its source, which passed its promise on, was awaited for; None where the source
        gave it itself, or nobody is known."""
        producer = self.result.producer if self.result is not None else None
        if producer in (None, self.edge.source) or producer not in self.analysis.graph.by_id:
            return None
        return node_title(self.analysis, producer, True)

    @property
    def arrived(self) -> str:
        """In which block the result came."""
        return _block(self.result.delivered_at if self.result is not None else None, True)


@frozen
class _Many:
    """Edges of a kind at a moment, drawn as one line between two names."""

    analysis: Analysis
    edges: Sequence[Edge]
    moment: Moment | None
    source: str
    target: str

    @property
    def ran(self) -> int:
        """Of how many the source has run by then."""
        return sum(
            edge.source is None or happened(progress_of(self.analysis, edge.source, self.moment))
            for edge in self.edges
        )

    @property
    def all_call(self) -> bool:
        """Whether all that they lead to is known to call something: not to send money only, or to do nothing, or to
        wait for results before."""
        made = (self.analysis.graph.by_id[edge.target] for edge in self.edges)
        return all(
            any(action.row.calls for action in node.actions)
            and "callback" not in node.roles
            and "yield" not in node.roles
            for node in made
        )

    @property
    def states(self) -> list[SlotState]:
        """How the slots stand that they feed."""
        return [edge_slot_state(self.analysis, edge, self.moment) for edge in self.edges]


@frozen
class Sentences:
    """What the edges of a kind say: `one` alone, and `many` that are drawn as one line."""

    one: Callable[[_Told], str]
    many: Callable[[_Many], str]


def edge_sentence(analysis: Analysis, edge: Edge, moment: Moment | None) -> str:
    """One edge of the graph in words."""
    ran = edge.source is None or happened(progress_of(analysis, edge.source, moment))
    source = node_title(analysis, edge.source, ran) if edge.source is not None else outside_name(edge)
    target = node_title(analysis, edge.target)
    return SENTENCES[edge.kind].one(_Told(analysis, edge, moment, source, target, ran))


def edges_sentence(
    analysis: Analysis, edges: Sequence[Edge], moment: Moment | None, source: str, target: str
) -> str:
    """Edges of one kind, at least one, that are drawn as one line between two names."""
    return SENTENCES[edges[0].kind].many(_Many(analysis, edges, moment, source, target))


def outside_then(analysis: Analysis, target: str, moment: Moment | None) -> tuple[str, ...]:
    """Who resumes a yield and is no receipt of this transaction, in lines, as far as it is known by a moment."""
    edge = next((each for each in analysis.graph.resumes.get(target, ()) if each.source is None), None)
    if edge is not None and not resumed_by(analysis, edge, moment):
        return (WAITS_FOR_OUTSIDE,)
    return tuple(filter(None, outside_title(analysis, target)))


def node_title(analysis: Analysis, node: str | None, ended: bool = False) -> str:
    """A node at the end of a line; None: something outside. `ended`: it has run, so that a batch which failed may be
    called by the action that did."""
    if node is None:
        return tr("another transaction")
    return visible_text(name_in_sentence(analysis.graph.by_id[node], ended), TEXT_LIMIT)


def _converted(told: _Told) -> str:
    if not told.ran:
        return tr("The transaction will become a receipt")
    return tr("The transaction became the receipt {target}", target=told.target) + told.created


def _spawned(told: _Told) -> str:
    source, target = told.source, told.target
    if told.node.kind == "distribution":
        return tr("{source} spreads a global contract: {target}", source=source, target=target) + told.created
    detached = tr("; the result does not depend on it") if told.ran and "detached" in told.node.roles else ""
    return _called(told) + told.created + detached


def _called(told: _Told) -> str:
    source, target, receipt = told.source, told.target, told.node.action_receipt
    if told.node.receipt is None:
        if told.ran:
            return tr("{source} made {target}", source=source, target=target)
        return tr("{source} will make {target}", source=source, target=target)
    if receipt is not None and "transfer" in told.node.roles:
        account = visible_text(receipt.receiver_id, TEXT_LIMIT)
        if told.ran:
            return tr(
                "{source} sent {amount} to {account}",
                source=source,
                amount=format_near(receipt.deposit),
                account=account,
            )
        return tr("{source} will send to {account}", source=source, account=account)
    if receipt is not None and not any(action.row.calls for action in receipt.actions):
        if told.ran:
            return tr("{source} made the receipt {target}", source=source, target=target)
        return tr("{source} will make the receipt {target}", source=source, target=target)
    if "yield" in told.node.roles:
        if told.ran:
            return tr("{source} yielded {target}", source=source, target=target)
        return tr("{source} will yield {target}", source=source, target=target)
    if "callback" in told.node.roles:
        if told.ran:
            return tr("{source} made {target} as a callback", source=source, target=target)
        return tr("{source} will make {target} as a callback", source=source, target=target)
    if told.ran:
        return tr("{source} called {target}", source=source, target=target)
    return tr("{source} will call {target}", source=source, target=target)


def _called_many(many: _Many) -> str:
    source, target, count, ran = many.source, many.target, len(many.edges), many.ran
    if not many.all_call:
        if not ran:
            return tr(
                "{source} will make {count} of {target}", source=source, count=numeral(count), target=target
            )
        made = tr("{source} made {count} of {target}", source=source, count=numeral(ran), target=target)
        return made if ran == count else tr("{title} so far", title=made)
    if not ran:
        return tr("{source} will call {target}", source=source, target=target)
    if count == 1:
        return tr("{source} called {target}", source=source, target=target)
    if ran < count:
        return tr(
            "{source} called {target}, {count} times so far", source=source, target=target, count=numeral(ran)
        )
    return tr("{source} called {target}, {count} times", source=source, target=target, count=numeral(count))


def _gave_back(told: _Told) -> str:
    """What a refund or payout brings, once it is there; before only what is on its way."""
    if not told.ran:
        return _not_run(told.source)
    if told.there and told.node.failed:
        back = lost_words(told.node)
    else:
        back = moved_words(told.node) if told.there else coming_words(told.node)
    return f"{told.source}: {back}" if back else _gives_back(told)


def _gives_back(ends: _Told | _Many) -> str:
    if not ends.ran:
        return _not_run(ends.source)
    edges = ends.edges if isinstance(ends, _Many) else (ends.edge,)
    match gives_or_pays(ends.analysis.graph.by_id[edge.target] for edge in edges):
        case "gives":
            return tr("{source} gives back to {target}", source=ends.source, target=ends.target)
        case "pays":
            return tr("{source} pays out to {target}", source=ends.source, target=ends.target)
    return tr("{source} gives back or pays out to {target}", source=ends.source, target=ends.target)


def _not_run(source: str) -> str:
    return tr("{source} has not run yet", source=source)


def _returned(told: _Told) -> str:
    return _passes_on(told)


def _passes_on(ends: _Told | _Many) -> str:
    source, target = ends.source, ends.target
    if not ends.ran:
        return tr("{source} has not run yet; what it returns is not known", source=source)
    return tr("{source} returned its promise: its result is that of {target}", source=source, target=target)


def _resumed(told: _Told) -> str:
    if not resumed_by(told.analysis, told.edge, told.moment):
        if progress_of(told.analysis, told.edge.target, told.moment) == "not_yet":
            return tr("{target} will wait to be resumed", target=told.target)
        return tr("{target} waits to be resumed", target=told.target)
    if told.state == "failed":
        said = tr(
            "Nobody resumed {target} in time: its slot {number} received Failed",
            target=told.target,
            number=told.edge.slot,
        )
        return said + told.arrived
    if told.state != "arrived":
        return tr("{source} resumed {target}; with what is not known", source=told.source, target=told.target)
    value = _value(told.result)
    said = tr("{source} resumed {target} with {value}", source=told.source, target=told.target, value=value)
    return said + told.arrived


def _fed(told: _Told) -> str:
    return _BY_SLOT[told.state](told)


def _fed_many(many: _Many) -> str:
    return trn(
        "{source}: {count} slot of {target}, {summary}",
        "{source}: {count} slots of {target}, {summary}",
        len(many.edges),
        source=many.source,
        target=many.target,
        summary=slots_summary(many.states),
    )


def _outstanding(told: _Told) -> str:
    if told.ran and told.edge.source in _passed_on(told):
        return tr(
            "{slot} awaits the result of {source}, which passed its promise on",
            slot=told.slot,
            source=told.source,
        )
    if told.ran:
        return tr("{slot} awaits the result of {source}", slot=told.slot, source=told.source)
    return tr(
        "{slot} awaits the result of {source}, which has not run yet", slot=told.slot, source=told.source
    )


def _in_flight(told: _Told) -> str:
    return tr("The result of {source} is in flight to {slot}", source=told.source, slot=told.slot)


def _passed_on(told: _Told) -> tuple[str, ...]:
    """The receipts that handed on what the slot waits for, and don't give it themselves."""
    return told.result.chain[:-1] if told.result is not None else ()


def _delivered(told: _Told) -> str:
    value = _value(told.result)
    if told.giver is not None:
        said = tr(
            "{slot} awaited {source}, which passed its promise on: {giver} delivered {value}",
            slot=told.slot,
            source=told.source,
            giver=told.giver,
            value=value,
        )
        return said + told.arrived
    said = tr("{source} delivered {value} to {slot}", source=told.source, value=value, slot=told.slot)
    return said + told.arrived


def _failed(told: _Told) -> str:
    if told.giver is not None:
        said = tr(
            "{slot} awaited {source}, which passed its promise on: {giver} failed, and the slot received Failed",
            slot=told.slot,
            source=told.source,
            giver=told.giver,
        )
        return said + told.arrived
    return tr("{source} failed: {slot} received Failed", source=told.source, slot=told.slot) + told.arrived


def _not_known(told: _Told) -> str:
    return tr(
        "{source} was to deliver to {slot}; what arrived is not known", source=told.source, slot=told.slot
    )


_BY_SLOT: Mapping[SlotState, Callable[[_Told], str]] = {
    "outstanding": _outstanding,
    "in_flight": _in_flight,
    "arrived": _delivered,
    "failed": _failed,
    "unknown": _not_known,
}

SENTENCES: Mapping[EdgeKind, Sentences] = {
    "converts": Sentences(_converted, _called_many),
    "spawns": Sentences(_spawned, _called_many),
    "refunds": Sentences(_gave_back, _gives_back),
    "returns": Sentences(_returned, _passes_on),
    "awaits": Sentences(_fed, _fed_many),
    "delivers": Sentences(_fed, _fed_many),
    "resumes": Sentences(_resumed, _fed_many),
}
"""What each kind of edge says."""


def _value(result: PromiseResult | None) -> str:
    value = result.value if result is not None else None
    if value is None or value.kind == "empty":
        return value_words(value, "line" if value is None else "card")
    return visible_words(sentence_value(value, VALUE_SHOWN), 4 * VALUE_SHOWN)


def _block(height: int | None, told: bool) -> str:
    return " " + tr("in block {height}", height=numeral(height)) if height is not None and told else ""
