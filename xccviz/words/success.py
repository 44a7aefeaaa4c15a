"""The sentences about a success: what it returned, and what did not work all the same: receipts that failed, the call
inside a meta-transaction, a yield that nobody resumed, a value that says no."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from xccviz.analysis.failures.fates import is_delegated
from xccviz.analysis.time.extent import called_among, extent_of
from xccviz.analysis.types import Analysis, SoftFailure
from xccviz.catalogue import numeral, tr, trn
from xccviz.decode.types import Decoded
from xccviz.graph.roles import YIELD_TIMEOUT_BLOCKS
from xccviz.graph.types import Node, ReceiptGraph
from xccviz.words.causes import (
    burnt_sentence,
    cause_sentence,
    causes_words,
    error_of,
    received_sentence,
    receivers_of,
)
from xccviz.words.extent import failed_counts, more_failed, refunds_counted
from xccviz.words.names import account_names, name_in_sentence
from xccviz.words.sentences import all_of, capital, joined, number_word, one_of, stopped
from xccviz.words.short_values import sentence_value
from xccviz.words.soft_failures import returned_words, soft_sentence
from xccviz.words.waits import blocks

RESULT_SHOWN = 160
"""Characters of the result that the explanation quotes."""


def success(analysis: Analysis) -> tuple[str, str]:
    """Title and explanation where no receipt failed."""
    graph, result = analysis.graph, returned_sentence(analysis.verdict.result)
    but = _alike(_reservations(analysis))
    title = tr("Succeeded, but {what}", what=but[0]) if but else tr("Succeeded.")
    title = joined(title, *_sentences(analysis, but[1:]))
    calls = [node for node in graph.nodes if node.kind == "action_receipt" and not node.is_refund]
    unseen = [node for node in graph.nodes if _lacks_outcome(node)]
    if unseen:
        # Whether those failed is not known, so nothing is said about "all".
        ran = trn(
            "{count} receipt ran without a failure; {unseen}",
            "{count} receipts ran without a failure; {unseen}",
            sum(node.has_run for node in calls),
            unseen=_unseen(unseen),
        )
        return title, joined(ran, _back(graph), _not_told(analysis), result)
    return title, joined(_all_ran(len(calls)), _back(graph), _not_told(analysis), result)


def hidden_failure(analysis: Analysis) -> tuple[str, str]:
    """Title and explanation of a success on whose way something failed; what nobody saw may have failed too."""
    title, explanation = _hidden_failure(analysis)
    unseen = [node for node in analysis.graph.nodes if _lacks_outcome(node)]
    return title, joined(explanation, capital(_unseen(unseen)) if unseen else "", _back(analysis.graph))


def _hidden_failure(analysis: Analysis) -> tuple[str, str]:
    graph, verdict = analysis.graph, analysis.verdict
    causes = [cause for cause in verdict.root_causes if not graph.by_id[cause].is_refund]
    counts = all_of(failed_counts(extent_of(graph)))
    seen = received_sentence(graph, causes) if causes else ""
    if verdict.inner_failures:
        but = _alike(_reservations(analysis))
        told = {end for _, end in verdict.inner_failures}
        rest = tr("In all: {what}.", what=counts) if _failed_count(graph) > len(told) else ""
        return joined(_inner_sentence(analysis), *_sentences(analysis, but)), joined(
            rest,
            causes_words(analysis, [cause for cause in causes if cause not in told]),
            _nobody(analysis, told),
            seen,
            burnt_sentence(graph),
        )
    if not causes:
        more = _alike(_reservations(analysis))
        return joined(
            tr("Succeeded, with {what}.", what=counts), *_sentences(analysis, more)
        ), burnt_sentence(graph)
    fate, said = _fate_sentence(analysis, causes)
    more = _alike(_reservations(analysis, said))
    first, others = _first_cause(analysis, causes)
    title = joined(tr("Succeeded, but {what}", what=first), fate, *_sentences(analysis, more))
    counted = len(causes) + _failed_after(analysis, causes)  # by the title
    rest = tr("In all: {what}.", what=counts) if _failed_count(graph) > counted else ""
    return title, joined(rest, causes_words(analysis, others), seen, burnt_sentence(graph))


def _first_cause(analysis: Analysis, causes: Sequence[str]) -> tuple[str, list[str]]:
    """What failed first and how many there are more, and those of which that does not say all."""
    said = {
        cause: [
            stopped(cause_sentence(analysis.graph.by_id[cause], error_of(analysis, cause), whole))
            for whole in (False, True)
        ]
        for cause in causes
    }
    first = said[causes[0]][0]
    # A long message is whole beside its cause, which is selected: cut above and whole below would say it twice.
    known = ([first, first], said[causes[0]] if "…" in first else ())
    untold = [cause for cause in causes if said[cause] not in known]
    after = _failed_after(analysis, causes)
    more = len(causes) - 1 + after
    if not more:
        return first, untold
    if not after and all(sentence[0] == first for sentence in said.values()):
        return joined(first, _more_like_it(more)), untold
    # "1 more call" says that the first was one too.
    counted = _failed(analysis) if after else [analysis.graph.by_id[cause] for cause in causes]
    return joined(first, more_failed(more, called_among(counted))), untold


def _failed_after(analysis: Analysis, causes: Sequence[str]) -> int:
    """Calls that failed on what they received, where the sentence about who received the failures does not tell of
    them."""
    if {analysis.facts[cause].fate for cause in causes} == {"propagated"}:
        return 0
    return len(_failed(analysis)) - len(causes)


def _failed(analysis: Analysis) -> list[Node]:
    return [node for node in analysis.graph.nodes if node.failed and not node.is_refund]


def unresumed_sentence(analysis: Analysis) -> str:
    """The yields that nobody resumed, where something else decided; "" without any."""
    unresumed = _alike(each for each in _reservations(analysis) if each[0] == "unresumed")
    return joined(*_sentences(analysis, unresumed))


def returned_sentence(result: Decoded | None) -> str:
    """What the transaction returned: `It returned "42".`"""
    if result is None:
        return tr("The result is not in this document.")
    if result.kind == "empty":
        return tr("It returned nothing.")
    return tr("It returned {value}", value=stopped(sentence_value(result, RESULT_SHOWN)))


def without_outcome(graph: ReceiptGraph) -> int:
    """Receipts, refunds aside, of which no outcome is known; an id of which nothing is known counts."""
    return sum(map(_lacks_outcome, graph.nodes))


def _lacks_outcome(node: Node) -> bool:
    return node.kind in ("action_receipt", "unknown") and not node.has_run and not node.is_refund


def _unseen(nodes: Sequence[Node]) -> str:
    """Of how many more the outcome is not known; a document may also say so itself (`Unknown`)."""
    count = numeral(len(nodes))
    if any(node.outcome is not None for node in nodes):
        return tr("the outcome of {count} more is not known.", count=count)
    return tr("the outcome of {count} more is not in this document.", count=count)


def _back(graph: ReceiptGraph) -> str:
    """The refunds and payouts of which no outcome is known; "" without any."""
    nodes = [node for node in graph.nodes if node.is_refund and not node.has_run]
    coming = [node for node in nodes if node.id in graph.to_come]
    lost = [node for node in nodes if node.id not in graph.to_come]
    said = []
    if coming:
        said.append(
            trn(
                "{what} is still to come.",
                "{what} are still to come.",
                len(coming),
                what=all_of(refunds_counted(coming)),
            )
        )
    if lost:
        said.append(
            trn(
                "The outcome of {what} is not in this document.",
                "The outcomes of {what} are not in this document.",
                len(lost),
                what=all_of(refunds_counted(lost)),
            )
        )
    return joined(*said)


def _all_ran(calls: int) -> str:
    if calls == 1:
        return tr("The receipt ran without a failure.")
    if calls == 2:
        return tr("Both receipts ran without a failure.")
    return tr("All {count} receipts ran without a failure.", count=numeral(calls))


def _not_told(analysis: Analysis) -> str:
    """The yields that ran and of which it is not known whether somebody resumed them; "" without any."""
    graph = analysis.graph
    yields = [
        node
        for node in graph.nodes
        if "yield" in node.roles
        and node.has_run
        and any(result.result == "unknown" for result in analysis.facts[node.id].promise_results)
    ]
    if not yields:
        return ""
    if len(yields) > 1:
        return tr(
            "Whether the {count} yields were resumed or timed out is not in this document.",
            count=numeral(len(yields)),
        )
    call = name_in_sentence(yields[0], ended=False)
    return tr("Whether {call} was resumed or timed out is not in this document.", call=call)


def _failed_count(graph: ReceiptGraph) -> int:
    return sum(node.failed for node in graph.nodes)


def _reservations(analysis: Analysis, but: Collection[str] = ()) -> Iterator[tuple[str, str]]:
    """What did not work though no receipt failed by it, (sort, sentence that follows "but"), but for nodes in `but`."""
    graph, soft = analysis.graph, {one.node: one for one in analysis.soft_failures}
    for node in analysis.verdict.unresumed:
        yield "unresumed", _unresumed(analysis, node, soft.get(node))
    for one in analysis.soft_failures:
        if one.node not in analysis.verdict.unresumed and one.node not in but:
            yield one.kind, soft_sentence(one, graph)


def _unresumed(analysis: Analysis, yielded: str, soft: SoftFailure | None) -> str:
    node, after = analysis.graph.by_id[yielded], blocks(YIELD_TIMEOUT_BLOCKS)
    name = name_in_sentence(node, ended=False)
    if soft is None or soft.kind != "after_failed_slot":
        return tr("nobody resumed {call}: it received Failed after {blocks}", call=name, blocks=after)
    return tr(
        "nobody resumed {call}: it received Failed after {blocks}, and returned {value}",
        call=name,
        blocks=after,
        value=returned_words(soft),
    )


def _alike(sentences: Iterable[tuple[str, str]]) -> list[str]:
    """Of each sort the first sentence and how many there are more like it, as they come."""
    found: dict[str, list[str]] = {}
    for sort, sentence in sentences:
        found.setdefault(sort, []).append(sentence)
    return [joined(stopped(first), _more_like_it(len(others))) for first, *others in found.values()]


def _sentences(analysis: Analysis, said: Sequence[str]) -> list[str]:
    """What could follow "but" as sentences of their own."""
    names = account_names(analysis.graph) if said else ()
    return [capital(each, names) for each in said]


def _more_like_it(count: int) -> str:
    return trn("There is {count} more like it.", "There are {count} more like it.", count) if count else ""


def _inner_sentence(analysis: Analysis) -> str:
    """That what the user of a meta-transaction asked for failed, and why."""
    failures = analysis.verdict.inner_failures
    end = analysis.graph.by_id[failures[0][1]]
    cause = stopped(cause_sentence(end, error_of(analysis, end.id)))
    delegated = [node for node in analysis.graph.nodes if is_delegated(analysis.graph, node)]
    inner = len(delegated)
    only_calls = called_among([*delegated, end]) == "call"
    if inner == 1 and only_calls:
        return tr("The call inside the meta-transaction failed: {cause}", cause=cause)
    if inner == 1:
        return tr("The receipt inside the meta-transaction failed: {cause}", cause=cause)
    if not only_calls:
        return trn(
            "{some} of the {count} receipts inside the meta-transaction failed: {cause}",
            "{some} of the {count} receipts inside the meta-transaction failed: {cause}",
            len(failures),
            some=number_word(len(failures)),
            count=number_word(inner).lower(),
            cause=cause,
        )
    return trn(
        "{some} of the {count} calls inside the meta-transaction failed: {cause}",
        "{some} of the {count} calls inside the meta-transaction failed: {cause}",
        len(failures),
        some=number_word(len(failures)),
        count=number_word(inner).lower(),
        cause=cause,
    )


def _nobody(analysis: Analysis, nodes: set[str]) -> str:
    """That nobody received the failures that were told."""
    if any(analysis.facts[node].fate != "unobserved" for node in nodes):
        return ""
    return tr("Nobody received {failure}.", failure=_failures(len(nodes)))


def _failures(count: int) -> str:
    return tr("the failure") if count == 1 else tr("the failures")


def _fate_sentence(analysis: Analysis, causes: Sequence[str]) -> tuple[str, set[str]]:
    """Who received the failures, and the soft failures that the sentence names."""
    facts, graph = analysis.facts, analysis.graph
    fates = {facts[cause].fate for cause in causes}
    it = _failures(len(causes))
    receivers = receivers_of(graph)
    callbacks = {callback.id: callback for cause in causes for callback, _ in receivers.get(cause, ())}
    if fates == {"handled"}:
        return _handled(analysis.soft_failures, callbacks, it)
    if fates == {"unobserved"}:
        return tr("Nobody received {failure}.", failure=it), set()
    if fates == {"propagated"} and len(callbacks) > 1:
        too = sum(callback.failed for callback in callbacks.values())
        many = number_word(len(callbacks)).lower()
        return trn(
            "{some} of the {count} callbacks that received {failure} failed too.",
            "{some} of the {count} callbacks that received {failure} failed too.",
            too,
            some=number_word(too),
            count=many,
            failure=it,
        ), set()
    if fates == {"propagated"}:
        return tr("The callback that received {failure} failed too.", failure=it), set()
    if "unobserved" in fates:
        failed = _failed(analysis)
        unseen = sum(facts[node.id].fate == "unobserved" for node in failed)
        return trn(
            "{some} of the {count} failures reached nobody.",
            "{some} of the {count} failures reached nobody.",
            unseen,
            some=number_word(unseen),
            count=number_word(len(failed)).lower(),
        ), set()
    return "", set()


def _handled(
    soft_failures: Sequence[SoftFailure], callbacks: Mapping[str, object], it: str
) -> tuple[str, set[str]]:
    returned = [one for one in soft_failures if one.kind == "after_failed_slot" and one.node in callbacks]
    said = {one.node for one in returned}
    values = one_of(sorted({returned_words(one) for one in returned}))
    if len(callbacks) == 1 and returned:
        return tr("The callback received {failure} and returned {value}.", failure=it, value=values), said
    if len(callbacks) == 1:
        return tr("The callback received {failure} and succeeded.", failure=it), said
    if returned:
        return tr(
            "The callbacks received {failure} and succeeded, {some} of them with {values}.",
            failure=it,
            some=len(returned),
            values=values,
        ), said
    return tr("The callbacks received {failure} and succeeded.", failure=it), said
