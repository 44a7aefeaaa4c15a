"""What is proven of the outcomes, in words (protocol.md §12)."""

from __future__ import annotations

from collections.abc import Mapping

from xccviz.analysis.types import Analysis, Proof
from xccviz.catalogue import numeral, tr, trn

PROOFS: Mapping[Proof, str] = {
    "proven": tr("Proven: the next block's header holds this outcome"),
    "contradicted": tr("Contradicted: its proof leads elsewhere than the next block's header says"),
}
"""What the Merkle path of one outcome does; no full stop."""
PROVEN_CHIP = tr("proven")
"""The same of all outcomes, in a word."""


def proven_words(analysis: Analysis) -> str:
    """`all 11 outcomes proven`, `9 of 11 outcomes proven`."""
    proven, wanted = analysis.proven, analysis.to_prove
    if proven == wanted and not analysis.contradictions:
        return trn("the outcome is proven", "all {count} outcomes proven", wanted)
    return tr("{proven} of {count} outcomes proven", proven=numeral(proven), count=numeral(wanted))


def proven_sentence(analysis: Analysis) -> str:
    """`all 11 outcomes proven by the headers of the next blocks`."""
    return tr("{words} by the headers of the next blocks", words=proven_words(analysis))


def why_not_proven(analysis: Analysis) -> str:
    """What lacks where some outcome is not proven."""
    open_ones = [
        node for node in analysis.graph.nodes if node.has_run and analysis.facts[node.id].proof is None
    ]
    if any(analysis.facts[node.id].proof == "contradicted" for node in analysis.graph.nodes):
        return tr("a proof leads elsewhere")
    if not open_ones and analysis.missing_outcomes:
        return trn("{count} outcome is missing", "{count} outcomes are missing", analysis.missing_outcomes)
    if not open_ones:
        return tr("no outcome is there")
    return tr("the header of the block after theirs is not there")
