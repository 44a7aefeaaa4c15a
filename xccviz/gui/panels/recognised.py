"""What the open bar says about what is typed in it."""

from __future__ import annotations

from xccviz.catalogue import tr
from xccviz.sources.classify import describe
from xccviz.sources.files.sample import list_samples
from xccviz.sources.recognise.references import FileRef, NotOpenable, Reference, SampleRef, TransactionRef
from xccviz.values import replace


def recognised_words(opened: Reference, network: str) -> tuple[str, bool]:
    """What the open bar says about what is typed, and whether it can't be opened. What stands in the field itself is
    not said again."""
    if isinstance(opened, NotOpenable):
        return opened.message.split("; ")[0], True
    if isinstance(opened, SampleRef):
        known = any(sample.name == opened.name for sample in list_samples())
        return (tr("sample"), False) if known else (tr("no sample of that name"), True)
    if isinstance(opened, FileRef):
        return (tr("file") if opened.transaction is None else tr("a transaction in a file")), False
    if isinstance(opened, TransactionRef) and network:
        opened = replace(opened, network=network)  # the chosen one is asked, whatever an address says
    return describe(opened), False
