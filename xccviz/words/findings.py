"""What is worth knowing, in words: a title and an explanation for each code of `analysis/findings`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from xccviz.analysis.gas.out_of_gas import GasGiver
from xccviz.analysis.results.outcomes import main_call
from xccviz.analysis.types import Analysis, Finding, Severity
from xccviz.catalogue import numeral, tr, trn
from xccviz.graph.types import Node, ReceiptGraph
from xccviz.model.amounts import format_gas, format_near
from xccviz.values import field, frozen, maker
from xccviz.words.came_back import ended_words, left_words
from xccviz.words.contradictions import contradiction_sentence, contradiction_title
from xccviz.words.names import account_names, giver_name, name_in_sentence
from xccviz.words.sentences import capital
from xccviz.words.soft_failures import soft_explanation, soft_sentence, why_words


@frozen
class FindingText:
    """A finding with its words, as exports and panels show it; `evidence` may hold a word or two beside the numbers."""

    code: str
    severity: Severity
    title: str
    explanation: str
    nodes: tuple[str, ...]
    evidence: Mapping[str, Any]


_new_finding_text = maker(FindingText)


@frozen
class _Case:
    """What the words of a finding are made of: its `node`, where it has one, and what is `known` of this case."""

    analysis: Analysis
    finding: Finding
    node: Node | None
    known: Mapping[str, Any]

    @property
    def graph(self) -> ReceiptGraph:
        """Of the transaction."""
        return self.analysis.graph

    @property
    def call(self) -> str:
        """What failed: of a batch the action."""
        return name_in_sentence(self.node) if self.node is not None else ""

    @property
    def receipt(self) -> str:
        """All of it, where what is told is not its failure."""
        return name_in_sentence(self.node, ended=False) if self.node is not None else ""


_new_case = maker(_Case)


@frozen
class _Words:
    """`evidence`: words that stand with the numbers; `more`: how further cases are counted that read otherwise."""

    title: str
    explanation: str
    evidence: Mapping[str, str] = field(default_factory=dict)
    more: Callable[[str, int], str] | None = None


def finding_texts(analysis: Analysis) -> tuple[FindingText, ...]:
    """All findings with their words, in order."""
    names = account_names(analysis.graph) if analysis.findings else frozenset[str]()
    return tuple(_told(analysis, finding, names) for finding in analysis.findings)


def _told(analysis: Analysis, finding: Finding, names: frozenset[str]) -> FindingText:
    nodes = [analysis.graph.by_id.get(node) for node in finding.nodes[: len(finding.cases)]] or [None]
    cases = [
        _new_case(analysis, finding, node, known) for node, known in zip(nodes, finding.cases, strict=True)
    ]
    said = WORDS[finding.code](cases[0])
    title = capital(said.title, names)
    if len(cases) > 1:
        others = {WORDS[finding.code](case).title for case in cases[1:]}
        others = {capital(other, names) for other in others}
        more = said.more or _and_more
        title = _times(title, len(cases)) if others == {title} else more(title, len(cases) - 1)
    evidence = {
        name: giver_name(value) if isinstance(value, GasGiver) else value
        for name, value in finding.evidence.items()
    }
    return _new_finding_text(
        finding.code, finding.severity, title, said.explanation, finding.nodes, {**evidence, **said.evidence}
    )


def _times(title: str, count: int) -> str:
    return trn("{what} ({count} time)", "{what} ({count} times)", count, what=title)


def _and_more(title: str, count: int) -> str:
    return tr("{what} (and {count} more like it)", what=title, count=numeral(count))


def _and_more_failed(title: str, count: int) -> str:
    return tr("{what} (and {count} more that failed)", what=title, count=numeral(count))


def _hidden(case: _Case) -> _Words:
    return _Words(
        tr("{call} failed although the transaction succeeded", call=case.call),
        tr("The transaction's own status is a success; it does not say anything about this receipt."),
    )


def _unobserved(case: _Case) -> _Words:
    return _Words(
        tr("Nobody saw {call} fail", call=case.call),
        tr(
            "No callback receives its result and the transaction's result does not depend on it, "
            "so no contract could react."
        ),
    )


def _after_effects(case: _Case) -> _Words:
    return _Words(
        tr("{call} failed although something it waited for had succeeded", call=case.call),
        tr(
            "What succeeded stays; only this callback's own changes were rolled back, "
            "so state may be inconsistent."
        ),
    )


def _committed(case: _Case) -> _Words:
    return _Words(
        tr("{call} is not undone although the transaction failed", call=case.call),
        tr("A failure reverts its own receipt only; whatever the others changed stays."),
    )


def _delegated(case: _Case) -> _Words:
    return _Words(
        tr("{call} inside the meta-transaction failed", call=case.call),
        tr("A meta-transaction succeeds as soon as it is delegated; what it carries ran apart and failed."),
    )


def _out_of_gas(case: _Case) -> _Words:
    by_contract = case.known["caller"].kind == "contract"
    return _Words(
        tr(
            "{call} ran out of gas: {caller} gave it {attached}",
            call=case.call,
            caller=giver_name(case.known["caller"]),
            attached=format_gas(case.known["attached"]),
        ),
        tr("It burnt all the gas attached to it, or nearly all. Attach more, or give it a larger weight.")
        if by_contract
        else tr("It burnt all the gas attached to it, or nearly all. Attach more."),
    )


def _promised(case: _Case) -> _Words:
    return _Words(
        tr("{call} used and promised more gas than it had", call=case.call),
        tr(
            "It burnt well below what was attached: the rest was set aside for calls it had made, "
            "or did not cover what it tried to attach to one."
        ),
    )


def _starved(case: _Case) -> _Words:
    return _Words(
        tr("{call} starved while a sibling gave gas back", call=case.call),
        tr("The caller split its gas so that this call had too little and another one more than it needed."),
    )


def _unspent(case: _Case) -> _Words:
    unspent = format_gas(case.known["unspent"])
    return _Words(
        tr("{call} left {gas} unspent", call=case.receipt, gas=unspent),
        tr("That is at least 100 Tgas and half of what was attached.")
        if case.node is None or not case.node.failed
        else tr(
            "That is at least 100 Tgas and half of what was attached. It failed: "
            "gas that it may have set aside for other calls is in it."
        ),
        {"text": unspent},
    )


def _open_ledger(case: _Case) -> _Words:
    return _Words(
        tr("The gas of {call} does not add up", call=case.receipt),
        tr(
            "What was left unspent differs from what the refund returned: incomplete data, or a newer protocol."
        ),
    )


def _refund_burnt(case: _Case) -> _Words:
    known = case.known
    if known["amount"] is None:
        return _Words(
            _lost_unseen(case), tr("What it carried is burnt; no document tells how much that was.")
        )
    account, amount = known["account"], format_near(int(known["amount"]))
    if known["what"] == "payout":
        title = tr("A payout to {account} failed: {amount} burnt", account=account, amount=amount)
    else:
        title = tr("A refund to {account} failed: {amount} burnt", account=account, amount=amount)
    outcome = case.node.outcome if case.node is not None else None
    gone = outcome is not None and outcome.failed_with == "AccountDoesNotExist"
    why = tr("The account does not exist.") if gone else tr("Its error says why.")
    return _Words(title, why, more=_and_more_failed)  # a payout and a refund are not alike


def _lost_unseen(case: _Case) -> str:
    account = case.known["account"] or tr("an account")
    if case.known["what"] is None:
        return tr("A refund or payout to {account} failed", account=account)
    return tr("A refund to {account} failed", account=account)


def _timed_out(case: _Case) -> _Words:
    return _Words(
        tr("{call} was never resumed", call=case.call),
        tr("No resume came within 200 blocks, so the runtime called it with Failed."),
    )


def _slow_join(case: _Case) -> _Words:
    blocks, slot = case.known["blocks"], case.known["slot"]
    return _Words(
        trn(
            "{call} waited {count} block longer for slot {slot}",
            "{call} waited {count} blocks longer for slot {slot}",
            blocks,
            call=case.receipt,
            slot=slot,
        ),
        tr("The last result came three blocks or more after the one before it."),
    )


def _detached(case: _Case) -> _Words:
    return _Words(
        tr("{call} is detached", call=case.receipt),
        tr("Neither the result of its creator nor any callback that matters for it depends on this receipt."),
    )


def _discarded(case: _Case) -> _Words:
    return _Words(
        tr("The result of {call} went nowhere", call=case.receipt),
        tr("It returned something, but no slot and no final result carries it."),
    )


def _reverted_events(case: _Case) -> _Words:
    own = [case.node.id] if case.node is not None else []
    return _Words(
        trn("An event of {call} is void", "Events of {call} are void", _events(case, own), call=case.receipt),
        trn(
            "The receipt failed, so what this event tells was rolled back; the log line remains.",
            "The receipt failed, so what these events tell was rolled back; the log lines remain.",
            _events(case, case.finding.nodes),
        ),
    )


def _events(case: _Case, nodes: Iterable[str]) -> int:
    return sum(log.event is not None for node in nodes for log in case.analysis.facts[node].logs)


def _unknown_variant(case: _Case) -> _Words:
    return _Words(
        tr("{call} has something that this version does not know", call=case.receipt),
        tr("A kind of receipt, action, status or error without words here; it is shown with its raw JSON."),
    )


def _soft(case: _Case) -> _Words:
    soft, count = case.known["failure"], case.finding.evidence["count"]
    title = soft_sentence(soft, case.graph)
    return _Words(
        _times(title, count) if count > 1 else title,
        soft_explanation(soft),
        {"why": why_words(soft, case.graph)} if soft.why is not None else {},
    )


def _contradiction(case: _Case) -> _Words:
    one, count = case.known["contradiction"], case.finding.evidence["count"]
    title = contradiction_title(one, case.graph)
    return _Words(_and_more(title, count - 1) if count > 1 else title, contradiction_sentence(one))


def _left_with_contract(case: _Case) -> _Words:
    return _Words(*left_words(case.graph, case.known["lines"]))


def _ended_with_user(case: _Case) -> _Words:
    return _Words(*ended_words(case.graph, case.known["lines"]))


def _race(case: _Case) -> _Words:
    call = main_call(case.graph, case.node) if case.node is not None else ""
    return _Words(
        tr(
            "Others changed the state of {account} before {call} ran",
            account=case.finding.evidence["account"],
            call=call,
        ),
        tr(
            "Between the call and its callback, receipts of other transactions changed data of the same contract. "
            "The callback is right only if it does not rely on what was true when the call was made."
        ),
    )


def _incomplete(case: _Case) -> _Words:
    if case.finding.evidence["reasons"] == ["pending"]:
        return _Words(
            trn(
                "{count} piece of this transaction is still to come",
                "{count} pieces of this transaction are still to come",
                case.finding.evidence["missing"],
            ),
            tr("It is still running; what is not there yet is shown as pending.")
            if case.known["running"]
            else tr("All that was called has run; what is not there yet is shown as pending."),
        )
    if not case.finding.evidence["missing"] and case.known["contradictory"]:
        return _Words(
            tr("What belongs to this transaction is not certain"),
            tr("Parts of what was given contradict each other, so it does not count as complete."),
        )
    return _Words(
        trn(
            "{count} piece of this transaction is missing",
            "{count} pieces of this transaction are missing",
            case.finding.evidence["missing"],
        ),
        tr("What is missing is shown as unknown or pending; nothing is guessed."),
    )


WORDS: Mapping[str, Callable[[_Case], _Words]] = {
    "hidden_failure": _hidden,
    "unobserved_failure": _unobserved,
    "callback_failed_after_effects": _after_effects,
    "committed_despite_failure": _committed,
    "delegated_call_failed": _delegated,
    "out_of_gas": _out_of_gas,
    "promised_more_gas_than_left": _promised,
    "gas_starved_beside_plenty": _starved,
    "large_unspent_gas": _unspent,
    "gas_does_not_reconcile": _open_ledger,
    "refund_burnt": _refund_burnt,
    "yield_timed_out": _timed_out,
    "slow_join": _slow_join,
    "detached_promise": _detached,
    "value_discarded": _discarded,
    "reverted_events": _reverted_events,
    "unknown_variant": _unknown_variant,
    "contradiction": _contradiction,
    "soft_failure": _soft,
    "deposit_left_with_contract": _left_with_contract,
    "deposit_ended_with_user": _ended_with_user,
    "race_window": _race,
    "incomplete_data": _incomplete,
}
"""The words of each code, one row a finding."""
