"""Which transaction it is: its network, who signed it, and when it ran."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from xccviz.catalogue import tr
from xccviz.graph.types import ReceiptGraph
from xccviz.model.trace import TransactionTrace

_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)


def date_words(timestamp_ns: int | None) -> str:
    """`2026-11-20 12:14:05 UTC` for nanoseconds since 1970, "" where there is none that is a date."""
    if timestamp_ns is None:
        return ""
    try:
        then = _BEGIN + timedelta(microseconds=timestamp_ns // 1000)
    except OverflowError:
        return ""
    return f"{then:%Y-%m-%d %H:%M:%S} UTC"


def identity_words(trace: TransactionTrace, graph: ReceiptGraph) -> tuple[str, ...]:
    """Beside its hash: `mainnet`, `signed by alice.near`, and the time of the block that took it in; what the document
    doesn't say is said to be unknown."""
    signer = trace.transaction.signer_id
    return (
        trace.network or tr("network not known"),
        tr("signed by {account}", account=signer) if signer else tr("signer not known"),
        date_words(graph.root.timestamp_ns) or tr("date not known"),
    )
