"""Assertions in words: one sentence each, also when it holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from xccviz.analysis.checks import Assertion, Lacking
from xccviz.analysis.expect import Mismatch
from xccviz.analysis.types import Analysis
from xccviz.catalogue import numeral, tr, trn
from xccviz.graph.types import ReceiptGraph
from xccviz.model.amounts import GGAS, format_gas, format_gas_exact, format_near
from xccviz.words.filters import nothing_words
from xccviz.words.missing import REASONS, missing_words
from xccviz.words.names import name_in_sentence
from xccviz.words.numbers import and_more
from xccviz.words.proof import proven_words, why_not_proven
from xccviz.words.verdict import VerdictText

NAMES_TOLD = 3
MISMATCHES_TOLD = 5
CONTRADICTS_ITSELF = tr("this contradicts itself")
VALUE_SHOWN = 200
MOST_TGAS = 1_000
"""More than a transaction may burn: a limit of no more gas than that was meant in Tgas."""


def assertion_words(assertion: Assertion, analysis: Analysis, verdict: VerdictText) -> str:
    """How an assertion about a transaction went."""
    if assertion.name in ("no-failure", "no-hidden-failure"):
        if assertion.holds and verdict.code == "success_with_hidden_failure":
            return tr(
                "the verdict is {code}: something inside failed, which only --no-hidden-failure asks about",
                code=verdict.code,
            )
        if assertion.holds:
            return tr("the verdict is {code}", code=verdict.code)
        return tr("the verdict is {code}: {title}", code=verdict.code, title=verdict.title.rstrip("."))
    if assertion.name == "no-unobserved-failure":
        return _unobserved(assertion, analysis)
    if assertion.name == "complete":
        if assertion.holds:
            return tr("nothing is missing")
        if analysis.contradictions:
            return CONTRADICTS_ITSELF
        parts = ", ".join(missing_parts(analysis.graph)) or tr("a promise result is not known")
        return tr("data is missing: {what}", what=parts)
    if assertion.name == "proven":
        return _proven(assertion, analysis)
    if assertion.name in ("none", "some"):
        return _filtered(assertion, analysis)
    if assertion.name == "expect":
        return _expected(assertion.mismatches)
    return _limit(assertion)


def _expected(mismatches: Sequence[Mismatch]) -> str:
    if not mismatches:
        return tr("the export is as expected")
    told = [f"{one.at} {mismatch_words(one)}" for one in mismatches[:MISMATCHES_TOLD]]
    more = len(mismatches) - MISMATCHES_TOLD
    return "; ".join([*told, and_more(more)] if more > 0 else told)


def mismatch_words(mismatch: Mismatch) -> str:
    """What is not as expected at a place, without the place."""
    actual, expected = mismatch.actual, mismatch.expected
    if mismatch.problem == "no_member":
        return tr("the export has no such member")
    if mismatch.problem == "absent":
        return tr("is not there")
    if mismatch.problem == "short":
        return tr("is not there: there are {count}", count=actual)
    if mismatch.problem == "long":
        return tr("has {count} entries, expected {expected}", count=actual, expected=expected)
    if mismatch.problem == "no_node":
        return tr("there is no such node")
    if mismatch.problem == "few_nodes":
        return tr("there are only {count} such nodes", count=actual)
    return tr("is {value}, expected {expected}", value=_json(actual), expected=_json(expected))


def _json(value: object) -> str:
    """A value of the export; text in quotes of its own."""
    text = repr(value) if not isinstance(value, str) else f"“{value}”"
    text = {"None": "null", "True": "true", "False": "false"}.get(text, text)
    return text if len(text) <= VALUE_SHOWN else text[:VALUE_SHOWN] + "…"


def lacking_words(lacking: Lacking | None) -> str:
    """Why a sum is not known; "" where it is."""
    if lacking is None:
        return ""
    if lacking.kind == "contradiction":
        return CONTRADICTS_ITSELF
    if lacking.kind == "not_run":
        return trn("{count} receipt has not run yet", "{count} receipts have not run yet", lacking.count)
    if lacking.kind == "outcomes":
        return trn("{count} outcome is missing", "{count} outcomes are missing", lacking.count)
    if lacking.kind == "number":
        return tr("an outcome does not say it")
    if lacking.kind == "fee":
        return tr("the fee is not in the documents")
    return tr("the heights of its blocks are not in the documents")


def missing_parts(graph: ReceiptGraph) -> list[str]:
    """What is not there, counted by kind and reason; blocks aside. A promise result alone has no part of its own."""
    counts = Counter((item.kind, item.reason) for item in graph.missing if item.kind != "block")
    return [
        tr("{what} ({reason})", what=missing_words(kind, number), reason=REASONS[reason])
        for (kind, reason), number in counts.items()
    ]


def _filtered(assertion: Assertion, analysis: Analysis) -> str:
    """How many a filter finds, and which."""
    if not assertion.nodes:
        told = tr("nothing matches {filter}", filter=assertion.wanted)
        return "; ".join((told, *nothing_words(assertion.meant, assertion.without)))
    names = [name_in_sentence(analysis.graph.by_id[node]) for node in assertion.nodes[:NAMES_TOLD]]
    more = len(assertion.nodes) - NAMES_TOLD
    told = ", ".join([*names, and_more(more)] if more > 0 else names)
    count = numeral(len(assertion.nodes))
    return tr("{filter} matches {count}: {names}", filter=assertion.wanted, count=count, names=told)


def _unobserved(assertion: Assertion, analysis: Analysis) -> str:
    names = ", ".join(name_in_sentence(analysis.graph.by_id[node]) for node in assertion.nodes[:NAMES_TOLD])
    more = len(assertion.nodes) - NAMES_TOLD
    if more > 0:
        return tr("nobody received the failure of {calls} and {count} more", calls=names, count=numeral(more))
    if assertion.nodes:
        return tr("nobody received the failure of {calls}", calls=names)
    if assertion.unclear:
        return tr(
            "no failure is known to have gone unobserved; of {count} the answer does not tell",
            count=numeral(assertion.unclear),
        )
    return tr("no failure went unobserved")


def _proven(assertion: Assertion, analysis: Analysis) -> str:
    """How many outcomes are proven; where not all are, which aren't, or what would help."""
    if analysis.contradictions:
        return CONTRADICTS_ITSELF
    words = proven_words(analysis)
    if assertion.holds:
        return words
    return tr("{words}: {why}", words=words, why=why_not_proven(analysis))


def _limit(assertion: Assertion) -> str:
    value, most = _amounts(assertion.name, assertion.at_least, assertion.wanted)
    if assertion.found is not None and assertion.holds:
        return tr("{value} of at most {most}", value=value, most=most)
    if assertion.found is not None and assertion.name == "max-gas" and 0 < assertion.wanted <= MOST_TGAS:
        return tr(
            "{value}, and at most {most} was wanted (with its unit, {count}T, it is {count} Tgas)",
            value=value,
            most=most,
            count=assertion.wanted,
        )
    if assertion.found is not None:
        return tr("{value}, and at most {most} was wanted", value=value, most=most)
    why = lacking_words(assertion.lacking)
    if assertion.at_least > assertion.wanted:
        return tr("at least {value}, and at most {most} was wanted ({why})", value=value, most=most, why=why)
    return tr("not known: {why}", why=why)


def _amounts(name: str, value: int, limit: int) -> tuple[str, str]:
    """Rounded texts, or exact ones where two numbers would read the same."""
    if name == "max-blocks":
        return trn("{count} block", "{count} blocks", value), numeral(limit)
    if name == "max-gas" and 0 < limit < GGAS:  # rounded to nothing
        return format_gas(value), format_gas_exact(limit)
    show = format_gas if name == "max-gas" else format_near
    if show(value) != show(limit) or value == limit:
        return show(value), show(limit)
    if name == "max-gas":
        return format_gas_exact(value), format_gas_exact(limit)
    return tr("{count} yocto", count=numeral(value)), tr("{count} yocto", count=numeral(limit))


def incomplete_chip(analysis: Analysis) -> str:
    """`contradictory` of what contradicts itself; of a transaction that is still running and lacks nothing else `still
    running`; else `incomplete`."""
    if analysis.contradictions:
        return tr("contradictory")
    missing = [item for item in analysis.graph.missing if item.kind != "block"]
    running = analysis.verdict.code == "pending" and all(item.reason == "pending" for item in missing)
    return tr("still running") if running else tr("incomplete")


def missing_sentence(analysis: Analysis) -> str:
    """All of it in one: `missing: 2 receipts (still to come)`; where nothing else is, a value is. What contradicts
    itself may lack nothing and still is not the whole."""
    if analysis.contradictions:
        return CONTRADICTS_ITSELF
    parts = missing_parts(analysis.graph)
    return tr("missing: {what}", what=", ".join(parts)) if parts else tr("not every promise result is known")
