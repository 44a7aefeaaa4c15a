"""A step as a sentence a person understands; the same words in the terminal and in the window."""

from __future__ import annotations

from xccviz.analysis.types import Analysis, NodeFacts, result_in
from xccviz.catalogue import numeral, tr, trn
from xccviz.graph.refunds import carrying
from xccviz.graph.types import Node, ReceiptGraph
from xccviz.replay.types import Step, Timeline
from xccviz.words.causes import cause_sentence, error_of
from xccviz.words.names import name_in_sentence
from xccviz.words.short_values import sentence_value
from xccviz.words.timeline import idle_title

RESULT_SHOWN, RESULT_SHOWN_WHOLE = 60, 160
"""Characters of the result in a strip's few words, and in the sentence."""


def step_sentence(step: Step, analysis: Analysis) -> str:
    """What happened at `step`, with unescaped chain text: `a failure for slot 1 of app.near.on_done`."""
    graph, facts = analysis.graph, analysis.facts[step.node]
    node = graph.by_id[step.node]
    name = name_in_sentence(node, ended=step.kind == "execute")
    if step.kind == "execute":
        return _ran(node, facts, name)
    if step.kind == "deliver":
        source = graph.by_id.get(step.source or "")
        got = _got(facts, step.slot)
        if source is None:
            return tr("{what} for slot {slot} of {call}", what=got, slot=step.slot, call=name)
        return tr(
            "{what} for slot {slot} of {call} from {source}",
            what=got,
            slot=step.slot,
            call=name,
            source=name_in_sentence(source),
        )
    return _plain(step, graph, name)


def idle_words(blocks: int) -> tuple[str, ...]:
    """How many blocks without a step lie between two that have some, from whole to short: `9 blocks idle`, `9 idle`."""
    return idle_title(blocks), tr("{count} idle", count=numeral(blocks))


def block_words(height: int, steps: int = 0) -> tuple[str, ...]:
    """A block below its steps, from whole to short: `#3,107 · 3,996 steps`, `#3,107`; `steps` 0: each is seen."""
    short = f"#{numeral(height)}"
    if not steps:
        return (short,)
    return trn("{block} · {count} step", "{block} · {count} steps", steps, block=short), short


def step_words(step: Step, analysis: Analysis) -> str:
    """The same in as few words as a strip has room for: `Failed in slot 1 of app.near.on_done`."""
    node, facts = analysis.graph.by_id[step.node], analysis.facts[step.node]
    name = name_in_sentence(node, ended=step.kind == "execute")
    if step.kind == "convert":
        return tr("the transaction is refused") if node.failed else tr("the transaction becomes a receipt")
    if step.kind == "execute":
        return _ran(node, facts, name)
    if step.kind == "deliver":
        if _result(facts, step.slot) == "failed":
            return tr("Failed in slot {slot} of {call}", slot=step.slot, call=name)
        return tr("slot {slot} delivered to {call}", slot=step.slot, call=name)
    return _plain(step, analysis.graph, name)


def ahead_step_words(step: Step, analysis: Analysis) -> str:
    """What comes next as far as that is known before it happens: not how it ends."""
    node = analysis.graph.by_id[step.node]
    name = name_in_sentence(node, ended=False)
    if step.kind == "execute":
        return tr("{call} runs", call=name)
    if step.kind == "deliver":
        return tr("slot {slot} delivered to {call}", slot=step.slot, call=name)
    if step.kind in ("resume", "timeout"):
        return tr("{call} is resumed, or has waited too long", call=name)
    if step.kind == "refund":
        return refund_to_come(node, analysis.graph)
    return _plain(step, analysis.graph, name)


def refund_to_come(node: Node, graph: ReceiptGraph) -> str:
    """What a receipt from `system` is to bring to whom."""
    receiver = node.action_receipt.receiver_id if node.action_receipt is not None else node.label
    if node.sent == "leftover":
        return tr("what was left of a deposit goes back to {account}", account=receiver)
    if node.refund == "payout":
        return tr("a payout goes to {account}", account=receiver)
    if node.refund == "refund_deposit":
        return _deposits_back(node, graph, receiver)
    if node.refund == "refund_gas":
        return _gas_back(node, receiver)
    if node.may_pay_out:
        return tr("a refund or payout goes to {account}; of how much is not known", account=receiver)
    return tr("something goes back to {account}; what is not known", account=receiver)


def end_words(timeline: Timeline, analysis: Analysis, *, whole: bool = False) -> str:
    """What the end is: who gave the result and which, not the refund that came last. Where the result is not known, the
    last step that is no refund."""
    verdict = analysis.verdict
    node = analysis.graph.by_id.get(verdict.deciding or "")
    if verdict.code in ("pending", "unknown") or node is None:
        told = [step for step in timeline.steps if step.kind != "refund"] or list(timeline.steps)
        say = step_sentence if whole else step_words
        return say(told[-1], analysis) if told else ""
    for _, end in verdict.inner_failures[:1]:
        node = analysis.graph.by_id[end]
    if node.failed:
        return cause_sentence(node, error_of(analysis, node.id), whole).removesuffix(".")
    value = verdict.result
    if value is None:
        return tr("the result is that of {call}", call=name_in_sentence(node))
    return tr(
        "result: {value}, from {call}",
        call=name_in_sentence(node),
        value=sentence_value(value, RESULT_SHOWN_WHOLE if whole else RESULT_SHOWN),
    )


def _result(facts: NodeFacts, slot: int | None) -> str:
    found = result_in(facts.promise_results, slot or 0)
    return found.result if found is not None else "unknown"


def _got(facts: NodeFacts, slot: int | None) -> str:
    result = _result(facts, slot)
    if result == "success":
        return tr("a value")
    return tr("a failure") if result == "failed" else tr("data")


def _ran(node: Node, facts: NodeFacts, name: str) -> str:
    error = facts.status.error if facts.status is not None else None
    if error is None:
        return tr("{call} runs", call=name)
    return cause_sentence(node, error).removesuffix(".")


def _plain(step: Step, graph: ReceiptGraph, name: str) -> str:
    """Steps with the same words, long and short."""
    node = graph.by_id[step.node]
    if step.kind == "convert":
        return (
            tr("{call} is refused", call=name) if node.failed else tr("{call} becomes a receipt", call=name)
        )
    if step.kind == "refund":
        return refund_sentence(node, graph)
    if step.kind == "ready":
        return tr("{call} has all it waited for", call=name)
    if step.kind == "yield":
        return tr("{call} waits to be resumed", call=name)
    if step.kind == "resume":
        return tr("{call} is resumed", call=name)
    return tr("{call} has waited too long", call=name)


def refund_sentence(node: Node, graph: ReceiptGraph) -> str:
    """What a receipt from `system` brings to whom."""
    if node.refund is None:
        if node.may_pay_out:
            if node.failed:
                return tr("a refund or payout to {account} fails", account=node.label)
            return tr("a refund or payout goes to {account}; of how much is not known", account=node.label)
        if node.failed:
            return tr("what was to go back to {account} can't", account=node.label)
        return tr("something goes back to {account}; what is not known", account=node.label)
    receiver = node.action_receipt.receiver_id if node.action_receipt is not None else node.label
    if node.sent == "leftover":
        if node.failed:
            return tr("what was left of a deposit can't go back to {account}", account=receiver)
        return tr("what was left of a deposit goes back to {account}", account=receiver)
    if node.refund == "payout":
        if node.failed:
            return tr("a payout to {account} fails", account=receiver)
        return tr("a payout goes to {account}", account=receiver)
    if node.refund == "refund_deposit" and node.deposit == 1:
        # What a call carries to show that a full access key signed it is no money (NEP-141, security).
        if node.failed:
            return tr("1 yocto can't go back to {account}", account=receiver)
        return tr("1 yocto goes back to {account}", account=receiver)
    if node.refund == "refund_deposit":
        if node.failed:
            return _deposits_lost(node, graph, receiver)
        return _deposits_back(node, graph, receiver)
    if node.failed:
        return tr("prepaid gas can't go back to {account}", account=receiver)
    return _gas_back(node, receiver)


def _deposits_back(node: Node, graph: ReceiptGraph, receiver: str) -> str:
    """A deposit refund: one receipt brings all back that the failed one carried."""
    count = _deposits(node, graph)
    if not count:
        return tr("what was deposited goes back to {account}", account=receiver)
    return trn(
        "a deposit goes back to {account}", "{count} deposits go back to {account}", count, account=receiver
    )


def _deposits_lost(node: Node, graph: ReceiptGraph, receiver: str) -> str:
    """The same of one that failed."""
    count = _deposits(node, graph)
    if not count:
        return tr("what was deposited can't go back to {account}", account=receiver)
    return trn(
        "a deposit can't go back to {account}",
        "{count} deposits can't go back to {account}",
        count,
        account=receiver,
    )


def _deposits(refund: Node, graph: ReceiptGraph) -> int:
    """How many deposits a refund is of; 0 where no document tells what the failed receipt carried."""
    failed = graph.by_id.get(refund.parent or "")
    return sum(bool(action.deposit) for action in carrying(failed.actions)) if failed is not None else 0


def _gas_back(node: Node, receiver: str) -> str:
    """A gas refund: how much NEAR it brings stands in its document."""
    if node.action_receipt is None:
        return tr("prepaid gas goes back to {account}; how much NEAR is not known", account=receiver)
    return tr("prepaid gas goes back to {account}", account=receiver)
