"""Two runs side by side in words: which step both stand at, how far apart their blocks are, why a call ended
otherwise."""

from __future__ import annotations

from collections.abc import Mapping

from xccviz.analysis.compare.types import Difference
from xccviz.analysis.types import Analysis
from xccviz.catalogue import numeral, tr
from xccviz.graph.types import Node
from xccviz.words.short_values import sentence_value

ALIKE = tr("The two runs are alike")
FOR_ONE = tr("This is for one transaction: bring the tab of A or of B to the front.")
"""Why something can't be done with two side by side."""
ALIGNED = tr("aligned by call path")
DIFFER, SINCE_START = tr("Differences"), tr("Blocks since the start")
"""What the two rows of numbers below the steps of both are."""
SINCE_START_TIP = tr(
    "How many blocks after the first block of its run a block begins, of both or of one of them"
)
_SHOWN = 80
"""Characters of arguments in a sentence."""
_INPUTS: Mapping[str, str] = {
    "receiver": tr("It ran at another contract."),
    "methods": tr("Another method was called."),
    "args": tr("It got other arguments."),
    "deposit": tr("It got another deposit."),
    "action": tr("What was asked of it differs."),
    "parent": tr("Another call made it."),
    "slots": tr("It waited for other calls."),
}
"""What a call was given, by the kind of difference."""
_OUTPUTS = frozenset(("status", "returns", "result", "logs"))


def both_words(a: str, b: str) -> str:
    """What two runs say, once where it is the same: `A and B: …`, else `A: … · B: …`; one that says nothing is left
    out."""
    if a == b:
        return tr("A and B: {words}", words=a) if a else ""
    parts = [f"{side}: {words}" for side, words in (("A", a), ("B", b)) if words]
    return " · ".join(parts)


def span_words(first: int | None, last: int | None, *, brief: bool = False) -> str:
    """The blocks of a run: `block 443–447`, `#443–447`; "" where none is known."""
    if first is None or last is None:
        return ""
    if brief:
        return f"#{numeral(first)}" if first == last else f"#{numeral(first)}–{numeral(last)}"
    if first == last:
        return tr("block {height}", height=numeral(first))
    return tr("block {first}–{last}", first=numeral(first), last=numeral(last))


def offset_words(a: int | None, b: int | None) -> str:
    """How many blocks after the start of its run something is: `+3`, of one run alone or where they differ `A +3 · B
    +5`."""
    if a is not None and a == b:
        return f"+{numeral(a)}"
    return " · ".join(f"{side} +{numeral(each)}" for side, each in (("A", a), ("B", b)) if each is not None)


def because(
    differences: tuple[Difference, ...], runs: tuple[Analysis, Analysis], nodes: tuple[Node, Node]
) -> list[str]:
    """Why a call that both runs made ended otherwise, as far as that is certain; nothing where it did not. All
    `differences` are of this call."""
    if not any(each.kind in _OUTPUTS for each in differences):
        return []
    found: list[str] = []
    for each in differences:
        if each.kind == "promise_result":
            found.append(tr("Slot {slot} got another result.", slot=each.slot))
        elif each.kind in _INPUTS:
            found.append(_INPUTS[each.kind])
        elif each.kind == "gas" and each.what == "attached":
            found.append(tr("It got other gas."))
    if found:
        return list(dict.fromkeys(found))
    given = _arguments(runs[0], nodes[0])
    both_ran = all(node.has_run for node in nodes)
    if given is None or not both_ran:
        return []
    account = nodes[0].action_receipt.receiver_id if nodes[0].action_receipt is not None else ""
    signers = {run.graph.trace.transaction.signer_id for run in runs}
    found.append(tr("Both got the same arguments: {args}.", args=given))
    if len(signers) > 1:
        found.append(
            tr(
                "{account} decided differently: its code, its state, who signed, or when it ran.",
                account=account,
            )
        )
    else:
        found.append(
            tr("{account} decided differently: its code, its state, or when it ran.", account=account)
        )
    return found


def _arguments(run: Analysis, node: Node) -> str | None:
    """The arguments of the only call of a node; None where they are not known, or it makes several."""
    args = run.facts[node.id].args
    if len(node.actions) != 1 or node.actions[0].method_name is None or args[0] is None:
        return None
    return sentence_value(args[0], _SHOWN)


def both_hits(a: int, b: int) -> str:
    """How much a filter finds in each of two: `A 2 · B 3`."""
    return tr("A {a} · B {b}", a=numeral(a), b=numeral(b))


def found_in_one(a: int, b: int) -> str:
    """That a filter finds something in one of two only, by how much it finds in each; "" where it does not."""
    run = "A" if a and not b else "B" if b and not a else ""
    return tr("found in {run} only", run=run) if run else ""
