"""Asking contracts about themselves: which views of which contracts of a transaction. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xccviz.model.action_kinds import KINDS
from xccviz.model.raw import JsonObject, RawDocument, list_of, object_of
from xccviz.sources.network.raw_answer import block_hashes, by_block, outcomes_of
from xccviz.sources.network.wanted import Request

_TOKEN_VIEWS = {"nep141": "ft_metadata", "nep171": "nft_metadata"}
"""The standard that an event names → the view that tells of the token."""


def metadata_requests(result: JsonObject, receipts: Sequence[RawDocument]) -> Iterator[Request]:
    """What the called contracts say of themselves, as of the last block; of tokens only where one logged an event."""
    called = by_block(result, receipts, lambda actions: any(KINDS[name].calls for name in actions)).values()
    last = block_hashes(result)[-1:]
    for contract in dict.fromkeys(account for accounts in called for account in accounts):
        logs = _logs_of(result, contract)
        methods = [view for standard, view in _TOKEN_VIEWS.items() if standard in logs]
        for method in (*methods, "contract_source_metadata", "__contract_abi"):
            for block in last:
                call = {"account_id": contract, "method_name": method, "args_base64": "", "block_id": block}
                yield "query", {"request_type": "call_function", **call}


def _logs_of(result: JsonObject, account: str) -> str:
    """All that a contract logged, as one text."""
    inner = [object_of(entry.get("outcome")) for entry in outcomes_of(result)]
    logs = [list_of(outcome.get("logs")) for outcome in inner if outcome.get("executor_id") == account]
    return "\n".join(str(line) for lines in logs for line in lines)
