"""All questions put to one graph: the only function the composition needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from xccviz.analysis.failures.dictionary import ErrorDictionary
from xccviz.analysis.failures.fates import deciding_node, fates
from xccviz.analysis.failures.match import match_error
from xccviz.analysis.failures.soft_failures import soft_failures
from xccviz.analysis.failures.statuses import status_of
from xccviz.analysis.findings import findings_of
from xccviz.analysis.gas.fees import FeeTable
from xccviz.analysis.gas.ledger import ledgers, token_ledger
from xccviz.analysis.gas.prices import in_force
from xccviz.analysis.gas.totals import fee_totals, gas_totals
from xccviz.analysis.money.accounts import accounts_of
from xccviz.analysis.money.balances import balance_changes
from xccviz.analysis.money.deposits import deposits_of, refunds_of
from xccviz.analysis.money.tokens import token_events
from xccviz.analysis.money.transfers import transfers_of
from xccviz.analysis.results.outcomes import (
    action_results,
    deliveries_of,
    logs_of,
    state_of,
)
from xccviz.analysis.results.promise_results import promise_results
from xccviz.analysis.results.readings import Readings
from xccviz.analysis.time.waits import waited_of
from xccviz.analysis.trust.contradictions import judged
from xccviz.analysis.types import Analysis, NodeFacts
from xccviz.analysis.verdict import verdict_of
from xccviz.decode.registry import DECODERS
from xccviz.decode.types import Decoder
from xccviz.graph.types import ReceiptGraph
from xccviz.values import maker

_new_node_facts = maker(NodeFacts)


def analyse(
    graph: ReceiptGraph,
    dictionary: Callable[[], ErrorDictionary],
    fee_tables: Sequence[FeeTable] = (),
    decoders: Sequence[Decoder] = DECODERS,
) -> Analysis:
    """Every answer about `graph`, its bytes read by `decoders`; pure, deterministic, and never raising on odd data.
    `dictionary` is asked for when something failed."""
    readings = Readings(graph, decoders)
    results = {node.id: promise_results(graph, node, readings) for node in graph.nodes}
    rules = in_force(graph, fee_tables)
    gas = ledgers(graph, rules)
    statuses = {
        node.id: status_of(graph, node, dictionary, gas[node.id], readings.result(node), results[node.id])
        for node in graph.nodes
    }
    node_fates = fates(graph)
    inputs = {
        slot.data_id: (callback, slot.slot) for callback, entries in graph.slots.items() for slot in entries
    }
    proven, doubts = judged(graph)
    facts = {}
    for node in graph.nodes:
        waited, reason = waited_of(node, graph)
        facts[node.id] = _new_node_facts(
            id=node.id,
            state=state_of(node, results[node.id]),
            status=statuses[node.id],
            fate=node_fates.get(node.id),
            action_results=action_results(graph, node),
            args=readings.args(node),
            signed_args=readings.signed_args(node),
            promise_results=results[node.id],
            delivers=deliveries_of(graph, node, inputs),
            logs=logs_of(node),
            gas=gas[node.id],
            tokens=token_ledger(graph, node),
            waited_blocks=waited,
            wait_reason=reason,
            proof=proven.get(node.id),
        )
    soft = soft_failures(graph, statuses, results, deciding_node(graph), readings)
    final = graph.trace.final_status
    final_error = (
        match_error(final.failure, dictionary()) if final is not None and final.kind == "failure" else None
    )
    verdict = verdict_of(graph, results, readings, final_error, doubts)
    unknown_slot = any(result.result == "unknown" for node in graph.nodes for result in results[node.id])
    complete = (
        not doubts
        and not unknown_slot
        and not any(item.kind in ("receipt", "outcome") for item in graph.missing)
    )
    refunds = refunds_of(graph)
    deposits = deposits_of(graph, refunds)
    return Analysis(
        graph=graph,
        verdict=verdict,
        complete=complete,
        facts=facts,
        gas=gas_totals(graph),
        fees=fee_totals(graph, rules.regimes, gas),
        transfers=transfers_of(graph),
        deposits=deposits,
        refunds=refunds,
        tokens=token_events(graph, facts),
        accounts=accounts_of(graph, rules.regimes, gas, balance_changes(graph)),
        findings=findings_of(graph, facts, verdict, complete, deposits, soft, doubts),
        soft_failures=soft,
        contradictions=doubts,
        decoder_troubles=readings.troubles,
    )
