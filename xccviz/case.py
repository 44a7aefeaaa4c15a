"""A case: transactions that belong together, what ties them, and all their steps on one timeline.

    yield ── resumed by ───> a call of another transaction      the id of the resume derives from it, or a node says so;
                                                               or the resume that it sent carries the yield's data id
    call  ── same intent ──> a call of another transaction      events of both name its hash
    one   ── given with ───> another                            as by a wallet's way back, which names all that it sent

Only what documents prove ties two of them: being of one signer, or near in time, does not.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Literal

from xccviz.document import Document
from xccviz.graph.derive import child_receipt_id
from xccviz.graph.types import Node
from xccviz.model.literals import Origin
from xccviz.model.trace import DataReceipt
from xccviz.replay.types import Step
from xccviz.values import frozen

TieKind = Literal["resume", "intent", "given"]
INTENT = "intent_hash"
"""The member of an event's data that names an intent (the standard of intents.near, dip4)."""
DEEPEST = 6
"""Members down in an event's data at which an intent is looked for."""
HIDDEN = 8
"""More receipts than are listed that one may have created: a resume is not listed but counted."""


@frozen
class Tie:
    """Why two transactions belong together: from the cause to the effect, each a transaction's hash and a node (""
    where only the transaction is known). `via`: the id of the resume, or the intent's hash; "" for what was given
    together. `reported`: a node says so; `inferred`: ids derive from each other, or events name the same."""

    kind: TieKind
    source: tuple[str, str]
    target: tuple[str, str]
    via: str
    origin: Origin


@frozen
class CaseStep:
    """One step of a case, `n` from 1: a step of its transaction, the `of`-th of the case."""

    n: int
    of: int
    step: Step


@frozen(eq=False)
class Case:
    """Transactions in the order in which they began, their ties, and their steps merged: by height, and an effect never
    before its cause. Steps of one block are told apart by nothing: those of the earlier transaction stand first. Two
    cases are equal only if they are the same object."""

    documents: tuple[Document, ...]
    ties: tuple[Tie, ...]
    steps: tuple[CaseStep, ...]
    places: tuple[tuple[int, ...], ...]
    """By transaction: which steps of the case are its own."""

    @property
    def hashes(self) -> tuple[str, ...]:
        """Of its transactions."""
        return tuple(map(hash_of, self.documents))

    def standing(self, n: int) -> tuple[int, ...]:
        """How many of its own steps each transaction has done after `n` of the case; `n` is clamped."""
        return tuple(bisect_right(own, n) for own in self.places)

    def reached(self, of: int, index: int) -> int:
        """The step of the case with which a transaction of it has done `index` of its own; for 0 the one before its
        first."""
        own = self.places[of]
        if index > 0:
            return own[min(index, len(own)) - 1] if own else 0
        return own[0] - 1 if own else 0


@frozen
class Lead:
    """A transaction that a document points to: what resumed a yield. `node` is the yield, `receipt` the id of the
    resume ("" unknown), `transaction` the hash of what sent it, "" where no node was asked or none knows."""

    node: str
    receipt: str
    transaction: str

    @property
    def given(self) -> str:
        """What opens it: its hash, else the receipt, which its node may lead to its transaction."""
        return self.transaction or self.receipt


def hash_of(document: Document) -> str:
    """The hash of its transaction."""
    return document.trace.transaction.hash


def leads_of(document: Document) -> tuple[Lead, ...]:
    """What resumed its yields from outside, as far as it is known, in display order."""
    return tuple(lead for node in document.graph.nodes for lead in _leads(document, node.id))


def _leads(document: Document, node: str) -> Iterator[Lead]:
    for edge in document.graph.resumes.get(node, ()):
        if edge.external is not None and any(edge.external):
            yield Lead(node, edge.external[1] or "", edge.external[0] or "")


def sender_of(case: Case, lead: Lead) -> tuple[str, str] | None:
    """The transaction of a case that sent a resume, and its node ("" where that is not known)."""
    ties = (tie for tie in case.ties if tie.kind == "resume" and tie.target[1] == lead.node)
    return next((tie.source for tie in ties), None)


def lead_of(document: Document, node: str, step: int | None = None) -> Lead | None:
    """What resumed a yield from outside; None where nobody did, or had after `step` steps, or no document tells."""
    lead = next(_leads(document, node), None)
    if lead is None or step is None:
        return lead
    resumed = resumed_at(document, node)
    return lead if resumed is not None and resumed <= step else None


def ties_by(case: Case, n: int) -> tuple[Tie, ...]:
    """The ties that show by `n` steps of a case: a resume once it has arrived."""
    standing = dict(zip(case.hashes, case.standing(n), strict=True))
    documents = dict(zip(case.hashes, case.documents, strict=True))

    def shows(tie: Tie) -> bool:
        hash, node = tie.target
        resumed = resumed_at(documents[hash], node)
        return tie.kind != "resume" or resumed is None or resumed <= standing[hash]

    return tuple(filter(shows, case.ties))


def cases_of(documents: Sequence[Document], given: Iterable[Collection[str]] = ()) -> tuple[Case, ...]:
    """The cases among documents of different transactions, each with at least two; `given`: hashes that were given
    together, in their order. A transaction is of at most one case."""
    known = {hash_of(document): document for document in documents}
    ties: list[Tie] = []
    joined: dict[str, set[str]] = {hash: {hash} for hash in known}
    for tie in (*ties_of(tuple(known.values())), *_given(given, known)):
        source, target = tie.source[0], tie.target[0]
        if tie.kind == "given" and target in joined[source]:
            continue  # what documents say is reason enough
        ties.append(tie)
        both = joined[source] | joined[target]
        for hash in both:
            joined[hash] = both
    groups = {frozenset(group): None for group in joined.values() if len(group) > 1}
    return tuple(_case([known[hash] for hash in known if hash in group], ties) for group in groups)


def ties_of(documents: Sequence[Document]) -> tuple[Tie, ...]:
    """What ties documents of different transactions by what they say: resumes first, then intents."""
    return (*_resumes(documents), *_intents(documents))


def _case(documents: list[Document], ties: Iterable[Tie]) -> Case:
    ordered = sorted(documents, key=_began)
    hashes = set(map(hash_of, ordered))
    own = tuple(tie for tie in ties if tie.source[0] in hashes)
    steps = tuple(_merged(ordered, own))
    places: list[list[int]] = [[] for _ in ordered]
    for step in steps:
        places[step.of].append(step.n)
    return Case(tuple(ordered), own, steps, tuple(map(tuple, places)))


def _began(document: Document) -> tuple[bool, int]:
    heights = [step.height for step in document.timeline.steps if step.height is not None]
    return (not heights, min(heights, default=0))


# ---------------------------------------------------------------------------------------------------------------- ties


def _resumes(documents: Sequence[Document]) -> Iterator[Tie]:
    leads = [(document, lead) for document in documents for lead in leads_of(document)]
    wanted = {lead.receipt for _, lead in leads if lead.receipt}
    creators = {
        child: (hash_of(document), node.id)
        for document in (documents if wanted else ())
        for node in document.graph.nodes
        for child in _created(node)
        if child in wanted
    }
    hashes = set(map(hash_of, documents))
    tied = set()
    for document, lead in leads:
        target = (hash_of(document), lead.node)
        creator = creators.get(lead.receipt)
        tied.add(target)
        if creator is not None:
            yield Tie("resume", creator, target, lead.receipt, "inferred")
        elif lead.transaction in hashes and lead.transaction != target[0]:
            yield Tie("resume", (lead.transaction, ""), target, lead.receipt, "reported")
    yield from _sent_resumes(documents, tied)


def _sent_resumes(documents: Sequence[Document], tied: Collection[tuple[str, str]]) -> Iterator[Tie]:
    """The same from the resumer's side, where no document of the yield tells: a resume that derives from a call there
    carries the data for which the yield waited. Where several calls sent one, none is told: only one counted."""
    sent: dict[str, list[tuple[tuple[str, str], str, int]]] = {}
    for document in documents:
        resumes = {
            receipt.receipt_id: receipt.data_id
            for receipt in document.trace.unlisted.values()
            if isinstance(receipt, DataReceipt) and receipt.is_promise_resume
        }
        for node in document.graph.nodes if resumes else ():
            for child in _created(node):
                if child in resumes and node.height is not None:
                    place = hash_of(document), node.id
                    sent.setdefault(resumes[child], []).append((place, child, node.height))
    for document in documents if sent else ():
        for id, slots in document.graph.slots.items():
            target, height = (hash_of(document), id), document.graph.by_id[id].height
            if target in tied or height is None or resumed_at(document, id) is None:
                continue
            found = [each for slot in slots for each in sent.get(slot.data_id, ())]
            if len(found) == 1 and found[0][0][0] != target[0] and found[0][2] < height:
                yield Tie("resume", found[0][0], target, found[0][1], "inferred")


def _created(node: Node) -> Iterator[str]:
    """The ids of all receipts that a node may have created, those that are not listed among them."""
    if node.height is None or node.outcome is None:
        return
    for index in range(len(node.outcome.receipt_ids) + HIDDEN):
        child = child_receipt_id(node.id, node.height, index)
        if child is not None:
            yield child


def _intents(documents: Sequence[Document]) -> Iterator[Tie]:
    """Each transaction whose events name an intent, tied to the next one that does."""
    naming: dict[str, list[tuple[str, str]]] = {}
    for document in sorted(documents, key=_began):
        for intent, node in _intents_in(document).items():
            naming.setdefault(intent, []).append((hash_of(document), node))
    for intent, places in naming.items():
        for source, target in pairwise(places):
            yield Tie("intent", source, target, intent, "inferred")


def _intents_in(document: Document) -> dict[str, str]:
    """Intents that events name which were not rolled back, each with the first node that logged one."""
    found: dict[str, str] = {}
    for node in document.graph.nodes:
        for log in document.analysis.facts[node.id].logs:
            if log.event is not None and not log.reverted and INTENT in log.text:
                for intent in _named_in(log.event.data, DEEPEST):
                    found.setdefault(intent, node.id)
    return found


def _named_in(data: object, deep: int) -> Iterator[str]:
    if deep == 0:
        return
    if isinstance(data, Mapping):
        intent = data.get(INTENT)
        if isinstance(intent, str) and intent:
            yield intent
        data = list(data.values())
    if isinstance(data, list):
        for inner in data:
            yield from _named_in(inner, deep - 1)


def _given(groups: Iterable[Collection[str]], known: Mapping[str, Document]) -> Iterator[Tie]:
    for group in groups:
        there = sorted((known[hash] for hash in dict.fromkeys(group) if hash in known), key=_began)
        for first, second in pairwise(map(hash_of, there)):
            yield Tie("given", (first, ""), (second, ""), "", "reported")


# --------------------------------------------------------------------------------------------------------------- steps


def _merged(documents: Sequence[Document], ties: Iterable[Tie]) -> Iterator[CaseStep]:
    """The next step is always the lowest of those that no tie holds back. Without a height a step is at that of the one
    before it in its transaction."""
    heights = [_heights(document) for document in documents]
    causes = _causes(documents, ties)
    done = [0] * len(documents)
    total = sum(map(len, heights))
    for n in range(1, total + 1):
        ready = [of for of in range(len(documents)) if done[of] < len(heights[of])]
        free = [
            of
            for of in ready
            if all(done[cause] >= step for cause, step in causes.get((of, done[of] + 1), ()))
        ]
        of = min(free or ready, key=lambda of: (heights[of][done[of]], of))
        yield CaseStep(n, of, documents[of].timeline.steps[done[of]])
        done[of] += 1


def _heights(document: Document) -> list[int]:
    reached, heights = 0, []
    for step in document.timeline.steps:
        reached = max(reached, step.height or 0)
        heights.append(reached)
    return heights


Causes = dict[tuple[int, int], list[tuple[int, int]]]


def _causes(documents: Sequence[Document], ties: Iterable[Tie]) -> Causes:
    """By transaction and step: which steps of others have to be done before. Only a resume is a cause for certain."""
    place = {hash_of(document): of for of, document in enumerate(documents)}
    found: Causes = {}
    for tie in ties:
        if tie.kind != "resume":
            continue
        source, target = place[tie.source[0]], place[tie.target[0]]
        ran = documents[source].timeline.history.ran_at.get(tie.source[1])
        resumed = resumed_at(documents[target], tie.target[1])
        if ran is not None and resumed is not None:
            found.setdefault((target, resumed), []).append((source, ran))
    return found


def resumed_at(document: Document, node: str) -> int | None:
    """The step of a transaction with which a yield of it is resumed; None where none does."""
    steps = (document.timeline.steps[n - 1] for n in document.timeline.of_node.get(node, ()))
    return next((step.n for step in steps if step.kind == "resume"), None)
