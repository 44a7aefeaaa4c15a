"""Assertions about one analysed transaction (interface.md §2, `check`); a number that is not known never passes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from xccviz.analysis.expect import Mismatch
from xccviz.analysis.time.extent import span_of
from xccviz.analysis.types import Analysis
from xccviz.model.trace import ExecutionOutcome
from xccviz.values import frozen

Name = Literal[
    "no-failure", "no-hidden-failure", "no-unobserved-failure", "complete", "proven", "max-gas", "max-fee",
    "max-blocks", "none", "some", "expect",
]  # fmt: skip
"""What can be asserted."""


@frozen
class Wanted:
    """What is asserted; None or False: not asked. `max_gas` in gas, `max_fee` in yoctoNEAR, `max_blocks` in blocks."""

    no_failure: bool = False
    no_hidden_failure: bool = False
    no_unobserved_failure: bool = False
    complete: bool = False
    proven: bool = False
    max_gas: int | None = None
    max_fee: int | None = None
    max_blocks: int | None = None


@frozen
class Lacking:
    """Why a sum is not known: of what contradicts itself nothing is; `count` receipts have `not_run` or `outcomes` are
    missing; a `number` is not in an outcome; the `fee` or `heights` are not in the documents."""

    kind: Literal["contradiction", "not_run", "outcomes", "number", "fee", "heights"]
    count: int = 0


@frozen
class Assertion:
    """One assertion with its answer. `wanted` is a limit or a filter (None where something must not be), `found` is
    what was compared with it (None: not known, `at_least` so much is, and why it is `lacking`). `nodes`: whose failure
    nobody received, or that the filter finds; `unclear`: of how many that isn't known. `mismatches`: where the export
    is not as expected. Of a filter without a hit: what was perhaps `meant` (""), and the part `without` which there are
    so many."""

    name: Name
    holds: bool
    wanted: Any
    found: Any
    nodes: tuple[str, ...] = ()
    unclear: int = 0
    at_least: int = 0
    lacking: Lacking | None = None
    mismatches: tuple[Mismatch, ...] = ()
    meant: str = ""
    without: tuple[str, int] | None = None


def check(analysis: Analysis, wanted: Wanted) -> tuple[Assertion, ...]:
    """Every assertion that is asked for, in the order of `Wanted`."""
    found: list[Assertion] = []
    if wanted.no_failure:
        found.append(_verdict(analysis, "no-failure", ("failure", "invalid")))
    if wanted.no_hidden_failure:
        found.append(_verdict(analysis, "no-hidden-failure", ("success_with_hidden_failure",)))
    if wanted.no_unobserved_failure:
        found.append(_unobserved(analysis))
    if wanted.complete:
        found.append(_complete(analysis))
    if wanted.proven:
        found.append(_proven(analysis))
    limits: tuple[tuple[Name, int | None, Callable[[Analysis], _Measure]], ...] = (
        ("max-gas", wanted.max_gas, _gas),
        ("max-fee", wanted.max_fee, _fee),
        ("max-blocks", wanted.max_blocks, _blocks),
    )
    doubtful = _Measure(None, 0, Lacking("contradiction")) if analysis.contradictions else None
    found += [
        _limit(name, limit, doubtful or measure(analysis))
        for name, limit, measure in limits
        if limit is not None
    ]
    return tuple(found)


@frozen
class _Measure:
    """A total: `known` None when only `at_least` so much is known."""

    known: int | None
    at_least: int
    lacking: Lacking | None = None


def _verdict(analysis: Analysis, name: Name, unwanted: tuple[str, ...]) -> Assertion:
    code = analysis.verdict.code
    return Assertion(name, code not in unwanted, None, code)


def _unobserved(analysis: Analysis) -> Assertion:
    nodes = analysis.graph.nodes
    lost = tuple(node.id for node in nodes if analysis.facts[node.id].fate == "unobserved")
    unclear = sum(analysis.facts[node.id].fate == "unknown" for node in nodes)
    return Assertion("no-unobserved-failure", not lost, None, len(lost), nodes=lost, unclear=unclear)


def _complete(analysis: Analysis) -> Assertion:
    return Assertion("complete", analysis.complete, True, analysis.complete)


def _proven(analysis: Analysis) -> Assertion:
    """Every outcome there and proven, and nothing that contradicts anything."""
    proven, wanted = analysis.proven, analysis.to_prove
    return Assertion("proven", 0 < wanted == proven and not analysis.contradictions, wanted, proven)


def _limit(name: Name, limit: int, total: _Measure) -> Assertion:
    if total.known is not None:
        return Assertion(name, total.known <= limit, limit, total.known, at_least=total.at_least)
    return Assertion(name, False, limit, None, at_least=total.at_least, lacking=total.lacking)


def _gas(analysis: Analysis) -> _Measure:
    burnt = analysis.gas.total_burnt
    lacking = why_incomplete(analysis, lambda outcome: outcome.gas_burnt is None)
    return _Measure(None if lacking else burnt, burnt, lacking)


def _fee(analysis: Analysis) -> _Measure:
    outcomes = [node.outcome for node in analysis.graph.nodes if node.outcome is not None]
    burnt = sum(outcome.tokens_burnt or 0 for outcome in outcomes)
    lacking = why_incomplete(analysis, lambda outcome: outcome.tokens_burnt is None)
    if lacking is None and analysis.fees.total is None:
        lacking = Lacking("fee")
    return _Measure(None if lacking else analysis.fees.total, burnt, lacking)


def _blocks(analysis: Analysis) -> _Measure:
    """From the transaction's block to the last executed one, both counted."""
    ran = [node for node in analysis.graph.nodes if node.has_run]
    span = span_of(ran)
    known = span.blocks if span is not None else 0
    lacking = why_incomplete(analysis, lambda outcome: False, refunds=True)
    if analysis.graph.root.height is None or any(node.height is None for node in ran):
        lacking = Lacking("heights")
    return _Measure(None if lacking else known, known, lacking)


def why_incomplete(
    analysis: Analysis,
    incomplete: Callable[[ExecutionOutcome], bool] = lambda outcome: outcome.gas_burnt is None,
    *,
    refunds: bool = False,
) -> Lacking | None:
    """Why a sum over all outcomes is not known; None when it is. `incomplete`: whether an outcome lacks the number.
    `refunds`: they matter too; they cost nothing, and their gas is told apart."""
    by_id = analysis.graph.by_id
    waiting = [
        item
        for item in analysis.graph.missing
        if item.kind == "outcome" and (refunds or not by_id[item.id].is_refund)
    ]
    if waiting:
        pending = all(item.reason == "pending" for item in waiting)
        return Lacking("not_run" if pending else "outcomes", len(waiting))
    if any(node.outcome is not None and incomplete(node.outcome) for node in analysis.graph.nodes):
        return Lacking("number")
    return None
