"""What became of one transaction that was sent: what is said of it, and the file that holds the rest.

Whole documents are not kept: a run of tests sends thousands, each of which takes megabytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from xccviz.analysis.types import Ending
from xccviz.document import Document
from xccviz.opening.follow import is_final
from xccviz.opening.open import open_document_sync
from xccviz.opening.options import OpenOptions
from xccviz.sources.recognise.references import FileRef
from xccviz.values import frozen

NAMED = 3
"""Failed calls that are named."""


@frozen
class Told:
    """What is said of a transaction as last known: `ending` and `title` of its verdict, what it `called`, the gas it
    burnt in all without refunds, how many calls `failed` and the first of them by `names`. `codes`: that of its verdict
    and those of its findings, each with its sentence."""

    ending: Ending
    title: str
    called: str
    gas: int
    failed: int
    names: tuple[str, ...]
    codes: Mapping[str, str]
    final: bool


@frozen
class Seen:
    """One transaction: the `number` it was sent as (from 1), what is `told` of it (None: nobody knew it) with the file
    that holds it, and the `trouble` that kept it from being followed to its end, a sentence or "". `refused`: the node
    did not take it, `trouble` says why. `unsaved`: its document, where no file holds it (yet)."""

    number: int
    hash: str
    signer_id: str
    told: Told | None = None
    path: Path | None = None
    trouble: str = ""
    refused: bool = False
    unsaved: Document | None = None

    def document(self) -> Document | None:
        """The whole of it as last known, read again; None where nobody knew it. Raises UserError where its file can't
        be read any more."""
        if self.unsaved is not None or self.path is None:
            return self.unsaved
        return open_document_sync(FileRef(str(self.path.absolute())), OpenOptions(offline=True)).document


def told_of(document: Document) -> Told:
    """What is said of it."""
    analysis, verdict = document.analysis, document.verdict
    failed = [node for node in document.graph.nodes if analysis.facts[node.id].failed and not node.is_refund]
    codes = {analysis.verdict.code: verdict.title} | {
        finding.code: finding.title for finding in document.findings
    }
    return Told(
        verdict.ending,
        verdict.title,
        called(document),
        analysis.gas.total_burnt,
        len(failed),
        tuple(node.label for node in failed[:NAMED]),
        MappingProxyType(codes),
        is_final(document),
    )


def called(document: Document) -> str:
    """What a transaction called: the label of its first receipt, its own where that is not at hand."""
    graph = document.graph
    made = graph.children.get(graph.root.id, ())
    return graph.by_id[made[0]].label if made else graph.root.label
