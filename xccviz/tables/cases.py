"""What belongs to a case, told: its transactions, and why they belong together."""

from __future__ import annotations

from xccviz.case import Case, Tie
from xccviz.words.case import given_words, intent_words, letter, resumed_words, sum_words, title_words
from xccviz.words.ids import short_id
from xccviz.words.names import spoken_name


def transaction_title(case: Case, of: int) -> str:
    """A transaction: its letter, who signed it and what it calls first."""
    document = case.documents[of]
    nodes = document.graph.nodes
    call = spoken_name(nodes[1] if len(nodes) > 1 else nodes[0])
    return title_words(letter(of), document.trace.transaction.signer_id, call)


def tie_sentence(case: Case, tie: Tie) -> str:
    """Why two of them belong together."""
    place = {hash: of for of, hash in enumerate(case.hashes)}
    source, target = place[tie.source[0]], place[tie.target[0]]
    first, second = letter(source), letter(target)
    if tie.kind == "given":
        return given_words(first, second)
    if tie.kind == "intent":
        return intent_words(first, second, short_id(tie.via))
    call = spoken_name(case.documents[target].graph.by_id[tie.target[1]])
    sender = case.documents[source].graph.by_id.get(tie.source[1])
    return resumed_words(first, second, call, spoken_name(sender) if sender is not None else "")


def case_sum(case: Case) -> str:
    """How many transactions, and their steps."""
    return sum_words(len(case.documents), len(case.steps))
