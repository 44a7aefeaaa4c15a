"""Document: the frozen raw, trace, graph, analysis and timeline of one transaction (no layout)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache

from xccviz.analysis import analyse
from xccviz.analysis.failures.dictionary import ErrorDictionary, parse_dictionary
from xccviz.analysis.failures.places import PanicPlace, panic_places
from xccviz.analysis.gas.fees import FeeTable, parse_fee_tables
from xccviz.analysis.trust.contradictions import judged
from xccviz.analysis.types import Analysis
from xccviz.catalogue import own_numerals, tr
from xccviz.decode.registry import DECODERS
from xccviz.decode.types import Decoder
from xccviz.graph import build_graph
from xccviz.graph.named import node_named
from xccviz.graph.types import ReceiptGraph
from xccviz.model.errors import Problem, UserError
from xccviz.model.raw import RawTransaction
from xccviz.model.trace import TransactionTrace
from xccviz.parse import parse_transaction
from xccviz.replay import build_timeline
from xccviz.replay.types import Timeline
from xccviz.resources import read_text
from xccviz.values import frozen, replace
from xccviz.words.contradictions import contradiction_problems, contradiction_words
from xccviz.words.errors import ErrorText, error_text
from xccviz.words.findings import FindingText, finding_texts
from xccviz.words.verdict import VerdictText, verdict_text


@frozen
class Document:
    """One transaction, from raw answers to answers; everything an exporter or a window needs. `analysis` holds facts,
    the sentences about them stand beside it: `verdict`, `findings`, and `errors` by the id of the node that failed.
    `places`: where in its source a contract panicked, by node."""

    raw: RawTransaction
    trace: TransactionTrace
    graph: ReceiptGraph
    analysis: Analysis
    timeline: Timeline
    verdict: VerdictText
    findings: tuple[FindingText, ...]
    errors: Mapping[str, ErrorText]
    places: Mapping[str, PanicPlace]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is odd in the documents: contradictions first, then what could not be read."""
        return (*contradiction_problems(self.analysis), *self.graph.problems)


@cache
def error_dictionary() -> ErrorDictionary:
    """The bundled error dictionary, read once."""
    return parse_dictionary(json.loads(read_text("errors", "dictionary.json")))


@cache
def fee_tables() -> tuple[FeeTable, ...]:
    """The bundled fee tables, read once."""
    return parse_fee_tables(json.loads(read_text("fees", "fees.json")))


def build_document(raw: RawTransaction, decoders: Sequence[Decoder] = DECODERS) -> Document:
    """Parse, build, analyse and replay `raw`, its bytes read by `decoders`; pure but for reading bundled resources.

    Raises UserError (malformed) when `raw` holds no transaction.
    """
    trace = parse_transaction(raw)
    graph = build_graph(trace)
    analysis = analyse(graph, error_dictionary, fee_tables(), decoders)
    return compose(raw, analysis)


def checked_step(document: Document, step: int | None) -> int | None:
    """The step, None for none. Raises UserError (usage) for one that the document does not have."""
    last = len(document.timeline)
    if step is not None and not 0 <= step <= last:
        raise UserError(
            tr("there is no step {step}", step=step),
            tr("The steps go from 0 to {last}.", last=last),
            kind="usage",
        )
    return step


def checked_node(document: Document, name: str | None) -> str | None:
    """The id of the node that goes by an id, the beginning of one, or a label (`node_named`); None for none. Raises
    UserError (usage) where the document has no such node, or several."""
    return node_named(document.graph, name, absent="usage").id if name is not None else None


def contradiction_in(raw: RawTransaction) -> str | None:
    """The first thing in `raw` that contradicts something else, as a sentence; None where nothing does, or where it
    is no transaction at all. Cheaper than a document, for whoever has to choose among answers."""
    try:
        graph = build_graph(parse_transaction(raw))
    except UserError:
        return None
    found = judged(graph)[1]
    return contradiction_words(found[0], graph) if found else None


def compose(raw: RawTransaction, analysis: Analysis) -> Document:
    """The document of an analysed transaction, with the sentences about it."""
    graph = analysis.graph
    return Document(
        raw=raw,
        trace=graph.trace,
        graph=graph,
        analysis=analysis,
        timeline=build_timeline(analysis),
        verdict=verdict_text(analysis),
        findings=finding_texts(analysis),
        errors=_error_texts(analysis),
        places=panic_places(graph.nodes, analysis.facts, raw.documents),
    )


def for_machines(document: Document) -> Document:
    """The document with the sentences about it as machines are told them, whoever it was opened for: for what is made
    within `plain_numerals`."""
    if not own_numerals():
        return document
    analysis = document.analysis
    return replace(
        document,
        verdict=verdict_text(analysis),
        findings=finding_texts(analysis),
        errors=_error_texts(analysis),
    )


def _error_texts(analysis: Analysis) -> Mapping[str, ErrorText]:
    return {
        node.id: error_text(status.error)
        for node in analysis.graph.nodes
        if (status := analysis.facts[node.id].status) is not None and status.error is not None
    }
