"""Assertions about one analysed transaction (interface.md §2, `check`); a number that is not known never passes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from xccviz.analysis.types import Analysis
from xccviz.model.amounts import format_gas, format_gas_exact, format_near
from xccviz.model.trace import ExecutionOutcome
from xccviz.words.names import name_in_sentence

_KINDS = {"data": "promise result"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asserted; None or False: not asked. `max_gas` in gas, `max_fee` in yoctoNEAR, `max_blocks` in blocks."""

    no_failure: bool = False
    no_hidden_failure: bool = False
    no_unobserved_failure: bool = False
    complete: bool = False
    max_gas: int | None = None
    max_fee: int | None = None
    max_blocks: int | None = None


@dataclass(frozen=True, slots=True)
class Assertion:
    """One assertion with its answer. `wanted` is a limit (None where something must not be), `found` what was compared
    with it (None: not known); `message` one sentence, also when it holds."""

    name: str
    holds: bool
    wanted: Any
    found: Any
    message: str


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
    for name, limit, measure, words in (
        ("max-gas", wanted.max_gas, _gas, _gas_words),
        ("max-fee", wanted.max_fee, _fee, _fee_words),
        ("max-blocks", wanted.max_blocks, _blocks, _block_words),
    ):
        if limit is not None:
            found.append(_limit(name, limit, measure(analysis), words))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Measure:
    """A total: `known` None when only `at_least` so much is known, for the `reason`."""

    known: int | None
    at_least: int
    reason: str = ""


def _verdict(analysis: Analysis, name: str, unwanted: tuple[str, ...]) -> Assertion:
    code = analysis.verdict.code
    holds = code not in unwanted
    message = (
        f"the verdict is {code}" if holds else f"the verdict is {code}: {analysis.verdict.title.rstrip('.')}"
    )
    return Assertion(name, holds, None, code, message)


def _unobserved(analysis: Analysis) -> Assertion:
    nodes = analysis.graph.nodes
    lost = [node for node in nodes if analysis.facts[node.id].fate == "unobserved"]
    unclear = sum(analysis.facts[node.id].fate == "unknown" for node in nodes)
    message = "no failure went unobserved"
    if lost:
        more = f" and {len(lost) - 3:,} more" if len(lost) > 3 else ""
        message = (
            f"nobody received the failure of {', '.join(name_in_sentence(node) for node in lost[:3])}{more}"
        )
    elif unclear:
        message = f"no failure is known to have gone unobserved; of {unclear:,} the answer does not tell"
    return Assertion("no-unobserved-failure", not lost, None, len(lost), message)


def _complete(analysis: Analysis) -> Assertion:
    message = "nothing is missing"
    if not analysis.complete:
        counts = Counter((item.kind, item.reason) for item in analysis.graph.missing if item.kind != "block")
        parts = [
            f"{number:,} {_KINDS.get(kind, kind)}{'' if number == 1 else 's'} ({reason})"
            for (kind, reason), number in counts.items()
        ]
        message = f"data is missing: {', '.join(parts) or 'a promise result is not known'}"
    return Assertion("complete", analysis.complete, True, analysis.complete, message)


def _limit(name: str, limit: int, total: _Measure, words: Callable[[int, int], tuple[str, str]]) -> Assertion:
    value, most = words(total.at_least, limit)
    if total.known is not None:
        holds = total.known <= limit
        message = f"{value} of at most {most}" if holds else f"{value}, and at most {most} was wanted"
        return Assertion(name, holds, limit, total.known, message)
    if total.at_least > limit:
        message = f"at least {value}, and at most {most} was wanted ({total.reason})"
    else:
        message = f"not known: {total.reason}"
    return Assertion(name, False, limit, None, message)


def _gas(analysis: Analysis) -> _Measure:
    burnt = analysis.gas.total_burnt
    lacking = why_incomplete(analysis, lambda outcome: outcome.gas_burnt is None)
    return _Measure(None if lacking else burnt, burnt, lacking)


def _fee(analysis: Analysis) -> _Measure:
    outcomes = [node.outcome for node in analysis.graph.nodes if node.outcome is not None]
    burnt = sum(outcome.tokens_burnt or 0 for outcome in outcomes)
    lacking = why_incomplete(analysis, lambda outcome: outcome.tokens_burnt is None)
    if not lacking and analysis.fees.total is None:
        lacking = "the fee is not in the documents"
    return _Measure(None if lacking else analysis.fees.total, burnt, lacking)


def _blocks(analysis: Analysis) -> _Measure:
    """From the transaction's block to the last executed one, both counted."""
    ran = [node for node in analysis.graph.nodes if _ran(node.outcome)]
    heights = [node.height for node in ran if node.height is not None]
    known = max(heights) - min(heights) + 1 if heights else 0
    lacking = why_incomplete(analysis, lambda outcome: False)
    if analysis.graph.root.height is None or len(heights) < len(ran):
        lacking = "the heights of its blocks are not in the documents"
    return _Measure(None if lacking else known, known, lacking)


def why_incomplete(
    analysis: Analysis,
    incomplete: Callable[[ExecutionOutcome], bool] = lambda outcome: outcome.gas_burnt is None,
) -> str:
    """Why a sum over all outcomes is not known, "" when it is; `incomplete`: whether an outcome lacks the number."""
    waiting = [item for item in analysis.graph.missing if item.kind == "outcome"]
    if waiting:
        one = len(waiting) == 1
        if all(item.reason == "pending" for item in waiting):
            return "1 receipt has not run yet" if one else f"{len(waiting):,} receipts have not run yet"
        return "1 outcome is missing" if one else f"{len(waiting):,} outcomes are missing"
    if any(node.outcome is not None and incomplete(node.outcome) for node in analysis.graph.nodes):
        return "an outcome does not say it"
    return ""


def _ran(outcome: ExecutionOutcome | None) -> bool:
    return outcome is not None and outcome.status.kind != "unknown"


def _gas_words(value: int, limit: int) -> tuple[str, str]:
    return _distinct(
        format_gas(value), format_gas(limit), format_gas_exact(value), format_gas_exact(limit), value, limit
    )


def _fee_words(value: int, limit: int) -> tuple[str, str]:
    exact = f"{value:,} yocto", f"{limit:,} yocto"
    return _distinct(format_near(value), format_near(limit), *exact, value, limit)


def _block_words(value: int, limit: int) -> tuple[str, str]:
    return f"{value:,} block{'s' if value != 1 else ''}", f"{limit:,}"


def _distinct(
    short: str, short_limit: str, exact: str, exact_limit: str, value: int, limit: int
) -> tuple[str, str]:
    """Rounded texts, or exact ones where two numbers would read the same."""
    return (exact, exact_limit) if short == short_limit and value != limit else (short, short_limit)
