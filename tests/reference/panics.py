"""A recorded panic with its place, and what its contract could say of its source when it is asked."""

from __future__ import annotations

import json
from functools import cache

from tests.reference.recorded import HERE, load_json, raw_of
from xccviz.document import Document, build_document
from xccviz.model.raw import RawDocument, RawTransaction
from xccviz.values import replace

PLACE = "src/lib.rs:42:9"
COMMIT = "9c16aaff3c0fe5bda4d8ffb418c4bb2b535eb420"
SNAPSHOT = f"git+https://github.com/near-examples/hello.git?rev={COMMIT}"
PAGE = f"https://github.com/near-examples/hello/blob/{COMMIT}/contracts/hello/src/lib.rs#L42"
"""Where the recorded place lies in what the contract says it was built from."""


def with_source(raw: RawTransaction, account: str, snapshot: str = SNAPSHOT) -> RawTransaction:
    """`raw` with the answer of an account's contract that was asked for its source."""
    said = {"build_info": {"source_code_snapshot": snapshot, "contract_path": "contracts/hello"}}
    params = {
        "request_type": "call_function",
        "account_id": account,
        "method_name": "contract_source_metadata",
    }
    answer = {"result": {"result": list(json.dumps(said).encode())}}
    return replace(raw, documents=(*raw.documents, RawDocument("query", params, answer)))


def panicked_raw() -> RawTransaction:
    """A contract panicked; nobody asked it for its source."""
    return raw_of(load_json(HERE / "panicked" / "tx_status.json"))


@cache
def panicked(asked: bool = True) -> tuple[Document, str]:
    """The document, with what its contract says of its source where it was `asked`; and the node that panicked."""
    raw = panicked_raw()
    document = build_document(raw)
    (node,) = document.places
    outcome = document.graph.by_id[node].outcome
    assert outcome is not None
    if asked:
        document = build_document(with_source(raw, outcome.executor_id))
    return document, node
