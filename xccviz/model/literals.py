"""Closed sets of names that the chain and interface.md §4 use, each as a type: what a node is, which parts it plays,
what became of a failure, how far things come while a transaction runs. Their words stand in `words/`."""

from __future__ import annotations

from typing import Literal, get_args

NodeKind = Literal["transaction", "action_receipt", "data_receipt", "distribution", "unknown"]

Origin = Literal["reported", "inferred"]
"""Whether a document says it, or it follows from what the document says."""

Role = Literal[
    "root",
    "local",
    "call",
    "batch",
    "callback",
    "join",
    "self_callback",
    "parallel",
    "detached",
    "forwarder",
    "yield",
    "resumed",
    "timed_out",
    "delegate",
    "delegated",
    "transfer",
    "refund_gas",
    "refund_deposit",
    "payout",
]
"""What a receipt is to its parent, siblings and callbacks, in the order of interface.md §4; `graph/roles.py` finds
them."""

RefundRole = Literal["refund_gas", "refund_deposit", "payout"]
Sent = Literal[RefundRole, "leftover"]
"""What `system` sends, as people tell it apart: a state init's deposit that was not needed has the role of a payout."""
"""The roles of what `system` sends (protocol.md §2.10)."""
REFUND_ROLES: tuple[RefundRole, ...] = get_args(RefundRole)

YieldEnd = Literal["resumed", "timed_out"]
"""How a yielded callback came to run (protocol.md §2.8); roles as well."""

WaitReason = Literal["data", "yield", "delayed", "buffered"]
"""Why a receipt did not run in the block after it was created (protocol.md §2.11)."""

MissingKind = Literal["receipt", "outcome", "data", "block"]
"""What a document can lack."""

MissingReason = Literal["pending", "pruned", "untracked", "hidden", "unknown"]
"""Why a document lacks something that exists (interface.md §4)."""

Fate = Literal["decides", "propagated", "handled", "pending", "unobserved", "unknown"]
"""What became of a failure, the first that holds; `analysis/failures/fates.py` finds it."""

AccountRole = Literal["signer", "relayer", "caller", "callee", "beneficiary"]
"""The parts an account plays in a transaction, in the order they are told."""
ACCOUNT_ROLES: tuple[AccountRole, ...] = get_args(AccountRole)

PriceRegime = Literal["lt78", "78-84", "ge85"]
"""How gas is priced, by protocol version (protocol.md §4.2)."""

Progress = Literal["not_yet", "waiting", "ready", "done", "failed", "unknown"]
"""A receipt: not_yet (does not exist, is on its way, or will run), waiting (a callback that exists and lacks data),
ready (has it all), done, failed, unknown (never known to run)."""


def happened(progress: Progress | None) -> bool:
    """Whether a node has run; None: it is nowhere yet."""
    return progress in ("done", "failed")


SlotState = Literal["outstanding", "in_flight", "arrived", "failed", "unknown"]
"""A slot of a callback: its producer has not run; has run; a value arrived; a failure arrived; what arrived is not
known."""

LineKind = Literal[
    "calls",
    "delivers",
    "delivers_failed",
    "returns",
    "refunds",
    "detached",
    "inferred",
    "in_flight",
    "awaited",
]
"""The sorts of lines that a drawing tells apart: what an edge says at a moment."""
